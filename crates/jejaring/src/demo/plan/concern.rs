//! What the invented children came for: codes that belong together, and plain sentences without detail.

/// A concern with its codes, sentences and the services that usually answer it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Concern {
    /// Codes of list `protection-concern`.
    pub(crate) concerns: &'static str,
    /// Codes of list `exploitation-form`; may be empty.
    pub(crate) forms: &'static str,
    /// How it is told in Indonesian.
    pub(crate) id: &'static [&'static str],
    /// How it is told in English.
    pub(crate) en: &'static str,
    /// Codes of list `service-type`.
    pub(crate) services: &'static [&'static str],
    /// How many of a hundred go to the police.
    pub(crate) legal: usize,
}

const fn concern(
    concerns: &'static str,
    forms: &'static str,
    id: &'static [&'static str],
    en: &'static str,
    services: &'static [&'static str],
    legal: usize,
) -> Concern {
    Concern { concerns, forms, id, en, services, legal }
}

/// Every concern with its weight.
pub(crate) const CONCERNS: &[(usize, Concern)] = &[
    (
        13,
        concern(
            "worst_forms_of_child_labor plantation_or_mining",
            "child_labour plantation_or_mining",
            &[
                "Anak bekerja di kebun sejak tahun lalu dan sudah tidak bersekolah.",
                "Anak membantu memanen setiap hari dan hanya sesekali pulang ke rumah.",
            ],
            "The child has been working on a plantation and no longer goes to school.",
            &["education", "psychosocial_rehabilitation", "economic_empowerment"],
            6,
        ),
    ),
    (
        8,
        concern(
            "worst_forms_of_child_labor fishing_or_vessel",
            "forced_labour fishing_or_vessel",
            &[
                "Anak ikut kapal ikan selama beberapa bulan dan upahnya belum dibayar.",
                "Anak baru turun dari kapal dan ingin kembali ke rumah orang tuanya.",
            ],
            "The child worked on a fishing boat for some months and was not paid.",
            &["return_home", "health_care", "legal_aid"],
            22,
        ),
    ),
    (
        10,
        concern(
            "domestic_servitude",
            "domestic_servitude",
            &[
                "Anak bekerja sebagai pekerja rumah tangga dan tidak diizinkan menghubungi keluarga.",
                "Anak dibawa ke kota untuk mengurus rumah dan tidak menerima upah.",
            ],
            "The child works in a household and may not call the family.",
            &["shelter", "legal_aid", "family_tracing", "return_home"],
            20,
        ),
    ),
    (
        8,
        concern(
            "forced_begging street_child",
            "forced_begging",
            &[
                "Anak diminta mencari uang di jalan setiap hari dan harus menyetor hasilnya.",
                "Anak terlihat di persimpangan sampai malam bersama dua anak lain.",
            ],
            "The child is sent to beg and must hand over what is given.",
            &["outreach", "civil_registration", "education", "alternative_care"],
            8,
        ),
    ),
    (
        12,
        concern(
            "trafficked_smuggled",
            "forced_labour",
            &[
                "Anak dijanjikan pekerjaan di kota lain; ongkos perjalanan dihitung sebagai utang.",
                "Anak berangkat bersama perekrut tanpa sepengetahuan orang tua dan dokumennya disimpan orang lain.",
            ],
            "The child was promised work in another city and the fare was counted as a debt.",
            &["shelter", "legal_aid", "return_home", "psychological_support"],
            38,
        ),
    ),
    (
        5,
        concern(
            "trafficked_smuggled debt_bondage",
            "debt_bondage",
            &["Anak bekerja untuk melunasi utang keluarga dan tidak tahu kapan utangnya lunas."],
            "The child works to pay off a family debt and does not know when it will be paid.",
            &["legal_aid", "economic_empowerment", "family_mediation"],
            18,
        ),
    ),
    (
        5,
        concern(
            "scam_compound_labour migrant",
            "scam_compound_labour",
            &[
                "Anak direkrut lewat pesan daring untuk pekerjaan di luar negeri dan keluarga kehilangan kabar.",
            ],
            "The child was recruited online for work abroad and the family lost contact.",
            &["family_tracing", "return_home", "psychological_support", "coordination"],
            30,
        ),
    ),
    (
        12,
        concern(
            "online_grooming online_sexual_exploitation",
            "online_grooming",
            &[
                "Anak menerima pesan yang tidak pantas dari akun yang tidak dikenal.",
                "Orang tua menemukan percakapan daring dengan orang dewasa yang meminta bertemu.",
            ],
            "The child received improper messages from an unknown account.",
            &["psychological_support", "rights_information", "police_support"],
            34,
        ),
    ),
    (
        8,
        concern(
            "sexual_extortion online_sexual_exploitation",
            "sexual_extortion",
            &[
                "Anak diancam melalui pesan daring dan diminta mengirim uang.",
                "Anak bercerita kepada guru bahwa ada akun yang mengancamnya.",
            ],
            "The child is being threatened online and asked for money.",
            &["psychological_support", "police_support", "content_removal"],
            44,
        ),
    ),
    (
        6,
        concern(
            "exploited_in_prostitution sexually_exploited",
            "in_prostitution",
            &["Anak ditemukan dalam situasi eksploitasi; rincian disimpan oleh pendamping."],
            "The child was found in a situation of exploitation; details are kept by the companion.",
            &["shelter", "health_care", "psychological_support", "legal_aid"],
            52,
        ),
    ),
    (
        3,
        concern(
            "exploited_travel_tourism sexually_exploited",
            "travel_tourism",
            &["Warga melaporkan kekhawatiran tentang seorang anak di kawasan wisata."],
            "Residents were worried about a child in a tourist area.",
            &["outreach", "psychological_support", "police_support"],
            46,
        ),
    ),
    (
        9,
        concern(
            "child_marriage",
            "child_marriage",
            &[
                "Keluarga berencana menikahkan anak; anak ingin tetap bersekolah.",
                "Anak meminta bantuan karena pernikahannya sudah dijadwalkan.",
            ],
            "The family plans a marriage; the child wants to stay in school.",
            &["family_mediation", "education", "rights_information", "faith_companion"],
            7,
        ),
    ),
    (
        5,
        concern(
            "illicit_activities conflict_with_law",
            "illicit_activities",
            &["Anak diminta mengantar barang dan tidak diberi tahu isinya."],
            "The child was asked to carry parcels without knowing what was inside.",
            &["legal_aid", "psychosocial_rehabilitation", "family_mediation"],
            36,
        ),
    ),
    (
        7,
        concern(
            "hazardous_work worst_forms_of_child_labor",
            "hazardous_work child_labour",
            &["Anak bekerja di bengkel pada malam hari tanpa alat pelindung."],
            "The child works nights in a workshop without protection.",
            &["education", "health_care", "economic_empowerment"],
            5,
        ),
    ),
    (
        3,
        concern(
            "sale_or_illegal_adoption",
            "sale_or_illegal_adoption",
            &["Anak diasuh keluarga lain tanpa dokumen dan asal-usulnya belum jelas."],
            "The child lives with another family without papers and the origin is unclear.",
            &["civil_registration", "family_tracing", "legal_aid"],
            30,
        ),
    ),
    (
        8,
        concern(
            "neglected living_with_vulnerable_person",
            "",
            &[
                "Anak tinggal bersama nenek yang sakit dan sering tidak makan cukup.",
                "Anak mengurus dua adiknya karena orang tua bekerja di luar daerah.",
            ],
            "The child lives with a sick grandmother and often does not have enough to eat.",
            &["food", "education", "alternative_care", "economic_empowerment"],
            1,
        ),
    ),
    (
        2,
        concern(
            "caafag",
            "armed_recruitment",
            &[
                "Anak kembali ke kampung setelah beberapa bulan ikut kelompok bersenjata dan ingin bersekolah lagi.",
            ],
            "The child came back to the village after some months with an armed group and wants to go to school.",
            &["psychosocial_rehabilitation", "education", "family_tracing"],
            0,
        ),
    ),
];
