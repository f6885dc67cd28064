//! One row as it was delivered, by column.

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// Name of the row within its file.
    Id,
    /// Who delivered it.
    Agency,
    /// Day of the event, from which age counts.
    EventDate,
    /// The whole name in one cell.
    Name,
    /// The first part of a name in two cells.
    GivenName,
    /// The second part.
    FamilyName,
    /// Sex.
    Sex,
    /// Date of birth.
    Dob,
    /// Whole years at the event.
    Age,
    /// Name of the province.
    Province,
    /// Name of the regency or city.
    Regency,
    /// Kemendagri code of the region, as deep as it goes.
    RegionCode,
    /// Nomor induk kependudukan.
    Nik,
    /// Telephone.
    Phone,
    /// Name of a parent or other guardian.
    GuardianName,
}

/// Columns in the order of [`Raw::cells`].
pub const COLUMNS: [Column; 15] = [
    Column::Id,
    Column::Agency,
    Column::EventDate,
    Column::Name,
    Column::GivenName,
    Column::FamilyName,
    Column::Sex,
    Column::Dob,
    Column::Age,
    Column::Province,
    Column::Regency,
    Column::RegionCode,
    Column::Nik,
    Column::Phone,
    Column::GuardianName,
];

impl Column {
    /// Its canonical heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        self.headings().first().copied().unwrap_or_default()
    }

    /// Headings in Indonesian and English by which it is known, the canonical one first; lower case, words apart by
    /// underscores.
    #[must_use]
    pub fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Id => &[
                "rec_id",
                "id",
                "record_id",
                "id_rekaman",
                "no_register",
                "nomor_register",
                "id_kasus",
                "case_id",
                "nomor_kasus",
                "uuid",
            ],
            Self::Agency => &[
                "agency",
                "instansi",
                "lembaga",
                "source",
                "sumber",
                "sumber_data",
                "organisation",
                "organization",
                "organisasi",
            ],
            Self::EventDate => &[
                "event_date",
                "tanggal_kejadian",
                "tgl_kejadian",
                "tanggal_laporan",
                "tgl_laporan",
                "tanggal_layanan",
                "date",
                "tanggal",
                "report_date",
            ],
            Self::Name => &[
                "name",
                "nama",
                "nama_lengkap",
                "nama_anak",
                "nama_korban",
                "full_name",
                "child_name",
                "nama_klien",
            ],
            Self::GivenName => {
                &["given_name", "nama_depan", "first_name", "given_names", "forename", "given"]
            }
            Self::FamilyName => {
                &["family_name", "nama_belakang", "nama_keluarga", "marga", "last_name", "surname", "family"]
            }
            Self::Sex => &["sex", "jenis_kelamin", "kelamin", "jk", "l_p", "gender"],
            Self::Dob => {
                &["dob", "tanggal_lahir", "tgl_lahir", "date_of_birth", "birth_date", "birthdate", "tgl_lhr"]
            }
            Self::Age => &["age", "umur", "usia", "umur_saat_kejadian", "usia_anak", "umur_anak"],
            Self::Province => &["province", "provinsi", "propinsi", "prov"],
            Self::Regency => {
                &["regency", "kabupaten", "kab_kota", "kabupaten_kota", "kota", "kab", "district", "city"]
            }
            Self::RegionCode => {
                &["region_code", "kode_wilayah", "kode_kemendagri", "kode_daerah", "kode_kabupaten"]
            }
            Self::Nik => &["nik", "nomor_induk_kependudukan", "no_ktp", "no_nik", "nomor_nik", "national_id"],
            Self::Phone => &[
                "phone",
                "telepon",
                "no_telepon",
                "nomor_telepon",
                "no_hp",
                "nomor_hp",
                "hp",
                "telp",
                "no_telp",
                "phone_number",
                "mobile",
                "wa",
            ],
            Self::GuardianName => &[
                "guardian_name",
                "nama_wali",
                "nama_orang_tua",
                "nama_orangtua",
                "wali",
                "orang_tua",
                "nama_ibu",
                "nama_ayah",
                "guardian",
                "parent_name",
                "caregiver_name",
                "mother_name",
            ],
        }
    }

    /// The column that bears this heading, whatever its case and signs.
    #[must_use]
    pub fn of_heading(heading: &str) -> Option<Self> {
        let plain = plain_heading(heading);
        COLUMNS.into_iter().find(|column| column.headings().contains(&plain.as_str()))
    }

    /// Can it help to tell whether two rows speak of one child?
    #[must_use]
    pub fn is_evidence(self) -> bool {
        matches!(self, Self::Name | Self::GivenName | Self::Nik)
    }
}

fn plain_heading(heading: &str) -> String {
    let signs = |c: char| !c.is_alphanumeric();
    let lower = heading.trim_start_matches('\u{feff}').to_lowercase();
    lower.split(signs).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

/// One row: a cell for each of [`COLUMNS`], empty where there is none.
#[derive(Clone, Copy, Default)]
pub struct Raw<'a> {
    /// Cells in the order of [`COLUMNS`].
    pub cells: [&'a str; 15],
}

impl<'a> Raw<'a> {
    /// The trimmed text of a column.
    #[must_use]
    pub fn text(&self, column: Column) -> &'a str {
        self.cells.get(column as usize).map_or("", |cell| cell.trim())
    }
}
