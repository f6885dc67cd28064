//! The invented agencies, their units and posts. None exists; each name says so.

/// An agency of a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Agency {
    /// Member id.
    pub(crate) member: &'static str,
    /// Name, marked as invented.
    pub(crate) name: &'static str,
    /// Second label of the agency's `.invalid` addresses.
    pub(crate) domain: &'static str,
    /// Provinces in which it works; empty means all of Indonesia.
    pub(crate) provinces: &'static [&'static str],
    /// How many of a hundred children come to this agency first.
    pub(crate) share: usize,
    /// Posts that belong to no unit.
    pub(crate) offices: &'static [Office],
    /// Units with posts of their own.
    pub(crate) units: &'static [Unit],
}

/// A post outside the units: title in both languages and role. The first one heads the agency.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Office {
    /// Indonesian title.
    pub(crate) id: &'static str,
    /// English title.
    pub(crate) en: &'static str,
    /// Slug of the role.
    pub(crate) role: &'static str,
    /// Start of the sign-in address.
    pub(crate) mailbox: &'static str,
}

/// A unit with a supervisor, an intake operator, case workers and, where it has them, legal officers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    /// Name.
    pub(crate) name: &'static str,
    /// Start of its posts' sign-in addresses.
    pub(crate) mailbox: &'static str,
    /// Case workers.
    pub(crate) workers: usize,
    /// Legal officers.
    pub(crate) legal: usize,
}

/// A node of the demonstration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DemoNode {
    /// Member id that names its journal.
    pub(crate) member: &'static str,
    /// Its directory, below that of the demonstration.
    pub(crate) folder: &'static str,
    /// Language of most of its staff.
    pub(crate) lang: &'static str,
    pub(crate) agencies: &'static [Agency],
}

/// The nodes of the demonstration, in the order of their ports.
pub(crate) const NODES: [DemoNode; 3] = [CONTOH, CONTOH_KASIH, HALIMBAWA];

/// How many of all children come to each of the nodes: most to the one in the middle, and enough to the others that three
/// writers share the seeding.
pub(crate) fn spread(children: usize) -> [usize; 3] {
    let (ministry, abroad) = (children * 3 / 10, children / 4);
    [ministry, children - ministry - abroad, abroad]
}

const fn office(id: &'static str, en: &'static str, role: &'static str, mailbox: &'static str) -> Office {
    Office { id, en, role, mailbox }
}

const fn unit(name: &'static str, mailbox: &'static str, workers: usize, legal: usize) -> Unit {
    Unit { name, mailbox, workers, legal }
}

const DIRECTOR: Office = office("Direktur", "Director", "manager", "direktur");
const LEAD: Office =
    office("Penanggung Jawab Perlindungan Anak", "Child protection lead", "protection-lead", "perlindungan");
const ANALYST: Office = office("Analis Aduan Konten", "Content analyst", "hotline-analyst", "konten");
const STATISTICIAN: Office =
    office("Petugas Data dan Statistik", "Data and statistics officer", "statistician", "data");

/// The node of a ministry: the data centre of the network, a unit that takes what is referred to it, and two residential
/// centres of its own.
pub(crate) const CONTOH: DemoNode = DemoNode {
    member: "ID/GOV/CONTOH",
    folder: "kementerian",
    lang: "id",
    agencies: &[Agency {
        member: "ID/GOV/CONTOH",
        name: "Kementerian Contoh (rekaan)",
        domain: "kementerian",
        provinces: &[],
        share: 100,
        offices: &[
            office("Kepala Pusat Data", "Head of the data centre", "manager", "kepala"),
            office("Statistisi", "Statistician", "statistician", "statistik"),
            office("Penelaah Tautan Data", "Linkage reviewer", "linkage-reviewer", "telaah"),
            office("Analis Kebijakan", "Policy officer", "policy-officer", "kebijakan"),
            office("Peneliti Tamu", "Visiting researcher", "researcher", "peneliti"),
            office("Analis Intelijen Keuangan", "Financial intelligence analyst", "fiu-analyst", "keuangan"),
        ],
        units: &[
            unit("Unit Rujukan Nasional", "rujukan", 2, 0),
            unit("Sentra Layanan Contoh Barat", "sentra-barat", 4, 0),
            unit("Sentra Layanan Contoh Timur", "sentra-timur", 4, 0),
        ],
    }],
};

/// The node of a hotline abroad, which hears of Indonesian children there.
pub(crate) const HALIMBAWA: DemoNode = DemoNode {
    member: "PH/HOT/HALIMBAWA",
    folder: "halimbawa",
    lang: "en",
    agencies: &[Agency {
        member: "PH/HOT/HALIMBAWA",
        name: "Hotline Halimbawa (rekaan / invented)",
        domain: "halimbawa",
        provinces: &["64", "65", "71"],
        share: 100,
        offices: &[DIRECTOR, LEAD, ANALYST],
        units: &[unit("Helpline Desk", "helpline", 3, 0), unit("Case Desk", "casedesk", 4, 0)],
    }],
};

/// The node of Yayasan Contoh Kasih, which a shelter, a district service unit and a legal aid body share.
pub(crate) const CONTOH_KASIH: DemoNode = DemoNode {
    member: "ID/NGO/CONTOH-KASIH",
    folder: "kasih",
    lang: "id",
    agencies: &[
        Agency {
            member: "ID/NGO/CONTOH-KASIH",
            name: "Yayasan Contoh Kasih (rekaan)",
            domain: "kasih",
            provinces: &[],
            share: 46,
            offices: &[DIRECTOR, LEAD, STATISTICIAN],
            units: &[
                unit("Unit Layanan Barat", "barat", 5, 0),
                unit("Unit Layanan Tengah", "tengah", 5, 1),
                unit("Unit Layanan Timur", "timur", 5, 0),
            ],
        },
        Agency {
            member: "ID/NGO/CONTOH-TEDUH",
            name: "Rumah Aman Contoh Teduh (rekaan)",
            domain: "teduh",
            provinces: &["31", "32", "33", "34", "35", "36", "51"],
            share: 16,
            offices: &[office("Kepala Rumah Aman", "Head of the safe house", "manager", "kepala"), LEAD],
            units: &[unit("Unit Pengasuhan Sementara", "asuh", 5, 0)],
        },
        Agency {
            member: "ID/GOV/CONTOH-UPTD",
            name: "UPTD PPA Kabupaten Contoh (rekaan)",
            domain: "uptd",
            provinces: &["32", "33", "53", "73"],
            share: 26,
            offices: &[
                office("Kepala UPTD", "Head of the service unit", "manager", "kepala"),
                LEAD,
                STATISTICIAN,
            ],
            units: &[
                unit("Seksi Pengaduan", "pengaduan", 4, 0),
                unit("Seksi Tindak Lanjut", "tindaklanjut", 5, 1),
            ],
        },
        Agency {
            member: "ID/NGO/CONTOH-LBH",
            name: "Lembaga Bantuan Hukum Contoh (rekaan)",
            domain: "lbh",
            provinces: &["12", "13", "31", "32", "35", "51", "53", "61", "73", "91"],
            share: 12,
            offices: &[office("Direktur", "Director", "manager", "direktur"), LEAD],
            units: &[unit("Divisi Anak", "anak", 3, 2)],
        },
    ],
};
