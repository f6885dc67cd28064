//! The plain sentences of the plan. Everything is invented and says so in its first words.

use super::concern::Concern;
use super::dice::Dice;

const MARK_ID: &str = "Data rekaan.";
const MARK_EN: &str = "Invented data.";

const HOW_ID: &[&str] = &[
    "Tetangga menyampaikan hal ini kepada petugas.",
    "Guru kelas menghubungi layanan setelah anak sering tidak hadir.",
    "Anak datang sendiri bersama temannya.",
    "Bibi anak menelepon dan meminta nasihat.",
    "Perangkat desa meneruskan kabar ini.",
    "Petugas puskesmas memberi tahu setelah pemeriksaan.",
];
const HOW_EN: &[&str] = &[
    "A neighbour told the staff.",
    "The class teacher called after many absences.",
    "The child came with a friend.",
    "An aunt telephoned and asked for advice.",
];
const NEXT_ID: &[&str] = &[
    "Pendamping akan menemui anak di tempat yang anak pilih.",
    "Anak ingin ditemui sepulang sekolah.",
    "Keluarga bersedia ditemui pada akhir pekan.",
    "Perlu pengecekan apakah anak sudah dikenal lembaga lain.",
    "Anak merasa aman di rumah kerabatnya untuk sementara.",
];
const NEXT_EN: &[&str] = &[
    "The companion will meet the child where the child feels safe.",
    "The family can be met at the weekend.",
    "It should be checked whether another agency knows the child.",
];

/// What was told, in one of the two languages.
pub(crate) fn narrative(concern: &Concern, english: bool, dice: &mut Dice) -> String {
    if english {
        format!("{MARK_EN} {} {} {}", concern.en, dice.pick(HOW_EN), dice.pick(NEXT_EN))
    } else {
        format!("{MARK_ID} {} {} {}", dice.pick(concern.id), dice.pick(HOW_ID), dice.pick(NEXT_ID))
    }
}

/// Reports that lead to no case: what was told, how triage ended, and why when it was screened out.
pub(crate) const OTHER_REPORTS: &[(usize, (&str, &str, &str))] = &[
    (22, ("Data rekaan. Penelepon bertanya di mana mengurus akta kelahiran anak.", "advice_given", "")),
    (14, ("Data rekaan. Orang tua meminta saran karena anaknya lama bermain gawai.", "advice_given", "")),
    (10, ("Invented data. A caller asked which office helps with school fees.", "advice_given", "")),
    (14, ("Data rekaan. Pelapor menyampaikan sengketa tanah keluarga.", "screened_out", "out_of_mandate")),
    (8, ("Data rekaan. Yang dilaporkan ternyata orang dewasa.", "screened_out", "not_a_child_matter")),
    (
        12,
        (
            "Data rekaan. Laporan singkat tanpa tempat dan tanpa waktu; pelapor tidak dapat dihubungi lagi.",
            "screened_out",
            "insufficient_information",
        ),
    ),
    (8, ("Data rekaan. Laporan yang sama sudah masuk kemarin lewat telepon.", "screened_out", "duplicate")),
    (
        8,
        (
            "Data rekaan. Anak tinggal di wilayah lembaga lain; pelapor diberi kontak layanan di sana.",
            "referred_out",
            "",
        ),
    ),
    (
        6,
        (
            "Data rekaan. Penelepon menutup sambungan setelah beberapa kali tertawa.",
            "spam_or_wrong_number",
            "",
        ),
    ),
];

/// Threads with somebody who reported on the web and wants to stay unknown: reporter and staff in turn.
pub(crate) const THREADS: &[&[&str]] = &[
    &[
        "Apakah laporan saya sudah dibaca?",
        "Sudah, terima kasih. Apakah Anda tahu kapan anak biasanya ada di rumah?",
        "Biasanya sore hari, setelah pukul empat.",
        "Terima kasih, itu sangat membantu. Anda tidak perlu menyebutkan nama.",
    ],
    &[
        "Saya takut ketahuan melapor.",
        "Kami tidak menyimpan nama Anda. Bila ada bahaya mendesak, hubungi layanan darurat terdekat.",
    ],
    &[
        "Saya ingat satu hal lagi: anak itu masih memakai seragam sekolah.",
        "Terima kasih. Apakah Anda melihat warna atau nama pada seragamnya?",
        "Seragam putih biru.",
    ],
    &[
        "Has anybody looked at what I wrote?",
        "Yes, a colleague is on it. You can come back here with your receipt code at any time.",
    ],
];

/// What an assessment found.
pub(crate) const FINDINGS: &[&str] = &[
    "Data rekaan. Anak sehat, tidur cukup, dan ingin kembali bersekolah. Keluarga mendukung.",
    "Data rekaan. Anak cemas bila ditinggal sendiri; ada kerabat yang dapat menemani.",
    "Data rekaan. Kebutuhan utama: dokumen kependudukan dan biaya transportasi.",
    "Data rekaan. Keluarga berpenghasilan tidak tetap; anak merasa ikut bertanggung jawab.",
    "Data rekaan. Anak membutuhkan pendamping saat memberi keterangan.",
    "Invented data. The child is calm, knows whom to call and wants to go on with school.",
];
/// What the child said.
pub(crate) const CHILD_VIEWS: &[&str] = &[
    "Saya ingin tinggal dengan nenek.",
    "Saya mau sekolah lagi, tapi takut ketinggalan pelajaran.",
    "Saya ingin bekerja nanti kalau sudah besar.",
    "Tolong jangan beri tahu teman-teman saya.",
    "I want to see my sister.",
];
/// Why an assessment came back.
pub(crate) const RETURN_NOTES: &[&str] =
    &["Pendapat anak belum tercatat.", "Mohon lengkapi sumber informasi dan tanggal kunjungan."];

/// Goals: code of list `goal-domain`, goal, how it should be reached.
pub(crate) const GOALS: &[(usize, (&str, &str, &str))] = &[
    (
        20,
        (
            "education",
            "Anak kembali bersekolah atau mengikuti Paket B.",
            "Pendaftaran dan perlengkapan sekolah",
        ),
    ),
    (18, ("psychosocial", "Anak merasa tenang dan dapat tidur dengan baik.", "Konseling dua minggu sekali")),
    (
        16,
        ("safety", "Anak tinggal di tempat yang aman bersama pengasuh tepercaya.", "Kunjungan rumah berkala"),
    ),
    (10, ("livelihood", "Keluarga memperoleh penghasilan tambahan.", "Bantuan modal dan pelatihan")),
    (10, ("justice", "Anak didampingi pada setiap tahap proses hukum.", "Pendampingan hukum")),
    (10, ("health", "Anak selesai menjalani pemeriksaan kesehatan.", "Rujukan ke layanan kesehatan")),
    (6, ("other", "Anak memiliki akta kelahiran dan kartu identitas anak.", "Pengurusan dokumen")),
    (5, ("education", "The child finishes the school year.", "Tutoring and transport")),
];
/// What came of a goal.
pub(crate) const SUCCESSES: &[&str] = &[
    "Tercapai sesuai rencana.",
    "Sebagian besar tercapai; anak puas.",
    "Tercapai setelah jadwal disesuaikan.",
];
/// Why a goal was not reached.
pub(crate) const FAILURES: &[&str] =
    &["Keluarga pindah sebelum selesai.", "Biaya belum tersedia.", "Anak memilih cara lain."];

/// What a provider wrote.
pub(crate) const PROVIDER_NOTES: &[&str] = &[
    "Layanan selesai; anak didampingi kerabat.",
    "Pertemuan pertama berjalan baik.",
    "Anak meminta jadwal sore hari.",
    "Service completed; the child came with an aunt.",
];
/// Who provides, all invented.
pub(crate) const PROVIDERS: &[&str] = &[
    "Puskesmas Contoh (rekaan)",
    "Klinik Psikologi Contoh (rekaan)",
    "Sanggar Belajar Contoh (rekaan)",
    "Rumah Aman Contoh Teduh (rekaan)",
    "Lembaga Bantuan Hukum Contoh (rekaan)",
    "Dinas Contoh Urusan Anak (rekaan)",
];

/// What was seen at a follow-up.
pub(crate) const COMMENTS: &[&str] = &[
    "Anak tampak sehat dan mau bercerita.",
    "Anak sudah masuk sekolah tiga hari berturut-turut.",
    "Pengasuh meminta informasi bantuan.",
    "Anak masih sulit tidur; jadwal konseling ditambah.",
    "The child has made a new friend and goes to school.",
];
/// Why a child was not seen.
pub(crate) const NOT_SEEN: &[&str] = &[
    "Anak sedang di rumah kerabat di luar daerah.",
    "Petugas tidak dapat menyeberang karena cuaca.",
    "Keluarga tidak di rumah dan nomor tidak aktif.",
    "Kendaraan lembaga sedang diperbaiki.",
];

/// Closing words.
pub(crate) const CLOSINGS: &[&str] = &[
    "Tujuan rencana tercapai; anak tahu ke mana harus menghubungi.",
    "Keluarga dan anak sepakat pendampingan selesai.",
    "Pendampingan dilanjutkan oleh layanan di tempat tinggal baru.",
];
/// Why a case was opened again.
pub(crate) const REOPENINGS: &[&str] = &[
    "Anak kembali putus sekolah.",
    "Perekrut yang sama menghubungi anak lagi.",
    "Pengasuh sakit dan anak tinggal sendiri.",
];
/// Where a legal process stands.
pub(crate) const STAGE_NOTES: &[&str] = &[
    "Anak didampingi saat memberi keterangan.",
    "Menunggu pemberitahuan perkembangan penyidikan.",
    "Berkas dilengkapi sesuai petunjuk.",
    "Sidang tertutup; anak memberi keterangan melalui rekaman.",
];
/// Households.
pub(crate) const HOUSEHOLDS: &[&str] = &[
    "Tinggal bersama pengasuh dan dua saudara.",
    "Orang tua bekerja di luar daerah; kerabat mengasuh.",
    "Rumah kontrakan satu kamar, lima orang.",
    "Lives with a grandmother and a younger brother.",
];
/// Whom the child or family names, without a name.
pub(crate) const SUSPECTS: &[&str] = &[
    "Perekrut yang dikenal keluarga; nama belum dicatat.",
    "Pemilik akun yang tidak dikenal.",
    "Majikan; alamat sedang dicek.",
];
/// What the child wishes of the plan.
pub(crate) const WISHES: &[&str] = &[
    "Ingin bersekolah di dekat rumah.",
    "Ingin ditemani kakak pada setiap pertemuan.",
    "Ingin belajar memasak.",
];
/// The name of every invented shelter.
pub(crate) const SHELTER: &str = "Rumah Aman Contoh Teduh (rekaan)";
