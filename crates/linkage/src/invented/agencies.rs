//! Invented agencies of different quality.

/// How one agency keeps its list. Shares are of its records.
#[derive(Debug)]
pub(super) struct Agency {
    pub(super) name: &'static str,
    pub(super) weight: f64,
    /// 0 careless, 1 careful.
    pub(super) care: f64,
    pub(super) no_birth: f64,
    pub(super) no_nik: f64,
    pub(super) no_phone: f64,
    pub(super) no_guardian: f64,
    /// 1 January written when only the year is known.
    pub(super) default_day: f64,
    /// `31/12/2012` instead of `2012-12-31`.
    pub(super) slashes: bool,
    /// Codes for girl and boy.
    pub(super) sexes: [&'static str; 2],
    /// Works in a few provinces only.
    pub(super) provinces: &'static [usize],
}

const fn agency(name: &'static str, weight: f64, care: f64, no_birth: f64, no_nik: f64) -> Agency {
    Agency {
        name,
        weight,
        care,
        no_birth,
        no_nik,
        no_phone: 0.35,
        no_guardian: 0.30,
        default_day: 0.04,
        slashes: false,
        sexes: ["P", "L"],
        provinces: &[],
    }
}

pub(super) const AGENCIES: &[Agency] = &[
    Agency { default_day: 0.02, ..agency("Contoh UPTD PPA", 24.0, 0.85, 0.15, 0.60) },
    Agency { sexes: ["perempuan", "laki-laki"], ..agency("Contoh Dinas Sosial", 18.0, 0.75, 0.20, 0.55) },
    Agency { slashes: true, no_guardian: 0.15, ..agency("Contoh Kepolisian", 15.0, 0.70, 0.18, 0.65) },
    Agency { no_phone: 0.10, no_guardian: 0.55, ..agency("Contoh Saluran Telepon", 10.0, 0.35, 0.50, 0.97) },
    Agency { sexes: ["F", "M"], ..agency("Contoh Rumah Sakit", 9.0, 0.80, 0.10, 0.45) },
    Agency {
        sexes: ["girl", "boy"],
        no_phone: 0.55,
        ..agency("Contoh Yayasan Kasih", 7.0, 0.55, 0.35, 0.88)
    },
    Agency { default_day: 0.10, slashes: true, ..agency("Contoh Sekolah", 6.0, 0.65, 0.12, 0.70) },
    Agency {
        provinces: &[51, 52, 53],
        sexes: ["F", "M"],
        ..agency("Contoh Yayasan Nusa", 4.0, 0.50, 0.40, 0.90)
    },
    Agency { provinces: &[32, 36, 31], ..agency("Contoh Rumah Aman", 3.0, 0.60, 0.30, 0.80) },
    Agency {
        provinces: &[21, 14, 61, 64, 65],
        no_phone: 0.60,
        ..agency("Contoh Perbatasan", 2.0, 0.45, 0.30, 0.85)
    },
    Agency {
        default_day: 0.12,
        provinces: &[81, 82, 91, 92, 94],
        ..agency("Contoh Gereja Timur", 2.0, 0.40, 0.45, 0.93)
    },
];

/// The one that works everywhere.
pub(super) const ANY: Agency = agency("Contoh Dinas Sosial", 18.0, 0.75, 0.20, 0.55);
