//! Rows of the samples. Everything is invented: districts of every NIK are 90 to 99, no number can be dialled.

use formats::{ColumnForm, CsvOptions, FormatError, XlsxOptions, write_csv, write_xlsx};

const ROWS: usize = 40;
const GIVEN: [&str; 8] = ["Contoh", "Sekar", "Bima", "Laras", "Raka", "Nirmala", "Galih", "Intan"];
const FAMILY: [&str; 5] = ["Rekaan", "Samudra Rekaan", "Khayali", "Angin Rekaan", "Contohwati"];
const REGIONS: [(&str, &str, &str); 5] = [
    ("32", "01", "Jawa Barat|Kab. Bogor"),
    ("33", "74", "Jawa Tengah|Kota Semarang"),
    ("51", "03", "Bali|Kab. Badung"),
    ("53", "01", "Nusa Tenggara Timur|Kab. Kupang"),
    ("12", "71", "Sumatera Utara|Kota Medan"),
];
const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

const KASUS_HEADER: [&str; 20] = [
    "No",
    "Nomor Register",
    "Nama Korban",
    "Jenis Kelamin",
    "Tgl Lahir",
    "Usia",
    "No KTP/NIK",
    "No HP",
    "Nama Wali",
    "Hubungan Wali",
    "Provinsi",
    "Kab/Kota",
    "Alamat",
    "Tanggal Pengaduan",
    "Bentuk Kekerasan",
    "Jenis Pelayanan",
    "Tingkat Risiko",
    "Status Kasus",
    "Lembaga",
    "Keterangan",
];

const PRIMERO_HEADER: [&str; 20] = [
    "case_id_display",
    "name",
    "name_first",
    "name_last",
    "name_nickname",
    "sex",
    "date_of_birth",
    "age",
    "national_id_no",
    "telephone_current",
    "name_caregiver",
    "relationship_caregiver",
    "registration_date",
    "protection_concerns",
    "risk_level",
    "status",
    "assessment_due_date",
    "case_plan_due_date",
    "owned_by_agency_id",
    "notes",
];

/// One invented child, from a counter alone, so that the files are always the same.
struct Child {
    given: &'static str,
    family: &'static str,
    female: bool,
    year: usize,
    month: usize,
    day: usize,
    region: (&'static str, &'static str, &'static str),
    index: usize,
}

impl Child {
    fn new(index: usize) -> Self {
        Self {
            given: GIVEN.get(index % GIVEN.len()).copied().unwrap_or("Contoh"),
            family: FAMILY.get(index * 3 % FAMILY.len()).copied().unwrap_or("Rekaan"),
            female: index % 3 != 1,
            year: 2008 + index * 7 % 12,
            month: 1 + index * 5 % 12,
            day: 1 + index * 11 % 28,
            region: REGIONS.get(index * 2 % REGIONS.len()).copied().unwrap_or((
                "32",
                "01",
                "Jawa Barat|Kab. Bogor",
            )),
            index,
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// Digits 5 and 6 are 90 to 99, which no real district has; girls are born on day + 40.
    fn nik(&self) -> String {
        let (province, regency, _) = self.region;
        let day = if self.female { self.day + 40 } else { self.day };
        let district = 90 + self.index % 10;
        format!(
            "{province}{regency}{district}{day:02}{:02}{:02}{:04}",
            self.month,
            self.year % 100,
            self.index + 1
        )
    }

    fn birth_as_written(&self) -> String {
        let month = MONTHS.get(self.month - 1).copied().unwrap_or("Januari");
        match self.index % 4 {
            0 => format!("{:02}/{:02}/{}", self.day, self.month, self.year),
            1 => format!("{} {month} {}", self.day, self.year),
            2 => format!("{}-{:02}-{:02}", self.year, self.month, self.day),
            _ => format!("{month} {}", self.year),
        }
    }
}

fn pick(words: &[&str], index: usize) -> String {
    words.get(index % words.len().max(1)).copied().unwrap_or_default().to_owned()
}

fn kasus_row(index: usize) -> Vec<String> {
    let child = Child::new(index);
    let (province, regency) = child.region.2.split_once('|').unwrap_or_default();
    vec![
        (index + 1).to_string(),
        format!("CONTOH/{:03}/2025", index + 1),
        child.name(),
        pick(
            if child.female { &["P", "Perempuan", "perempuan"] } else { &["L", "Laki-laki", "laki-laki"] },
            index,
        ),
        child.birth_as_written(),
        format!("{} tahun", 2025 - child.year),
        child.nik(),
        format!("0800-0000-{:04}", 1000 + index),
        format!("Contoh Wali {}", pick(&["Rekaan", "Khayali", "Samudra"], index)),
        pick(&["Ibu", "Ayah", "Nenek", "Paman"], index),
        province.to_owned(),
        regency.to_owned(),
        format!("Jalan Rekaan No. {}", index + 1),
        format!("{:02}/{:02}/2025", 1 + index * 3 % 28, 1 + index % 9),
        pick(&["Eksploitasi", "Psikis", "Fisik; Psikis", "Trafficking", "Penelantaran"], index),
        pick(&["Pengaduan", "Kesehatan, Pengaduan", "Bantuan Hukum", "Rehabilitasi Sosial"], index),
        pick(&["Tinggi", "Sedang", "Rendah"], index),
        pick(&["Proses", "Selesai", "Terbuka"], index),
        "UPTD PPA Contoh".to_owned(),
        "data rekaan".to_owned(),
    ]
}

/// Cells made bad on purpose: `(row, column, text)`, both from 0.
const BAD: [(usize, usize, &str); 10] = [
    (3, 4, "31/02/2015"),
    (5, 3, "?"),
    (8, 6, "320190120310001"),
    (11, 6, "3,20195E+15"),
    (14, 5, "sepuluh"),
    (17, 2, ""),
    (20, 13, "12/12/2099"),
    (23, 4, "kira-kira kemarau"),
    (26, 17, "entah"),
    (29, 3, "laki2"),
];

/// A list in the manner of SIMFONI (unconfirmed): two title lines, semicolons, some bad cells, one row twice.
pub(crate) fn kasus_csv() -> Result<Vec<u8>, FormatError> {
    let mut rows: Vec<Vec<String>> = (0..ROWS).map(kasus_row).collect();
    for (row, column, text) in BAD {
        if let Some(cell) = rows.get_mut(row).and_then(|cells| cells.get_mut(column)) {
            text.clone_into(cell);
        }
    }
    if let Some(twice) = rows.get(1).cloned() {
        rows.push(twice);
    }
    let mut out = Vec::new();
    out.extend_from_slice(b"REKAP KASUS CONTOH (DATA REKAAN)\r\nUPTD PPA Contoh - tahun 2025\r\n\r\n");
    write_csv(&mut out, &KASUS_HEADER, rows, CsvOptions { separator: b';', mark: false })?;
    Ok(out)
}

fn primero_row(index: usize) -> Vec<String> {
    let child = Child::new(index + 100);
    let birth = format!("{}-{:02}-{:02}", child.year, child.month, child.day);
    vec![
        format!("c0ff{:03x}", index),
        child.name(),
        child.given.to_owned(),
        child.family.to_owned(),
        pick(&["Oto", "Nini", "", "Uci"], index),
        if child.female { "female" } else { "male" }.to_owned(),
        if index == 6 { "2015-13-40".to_owned() } else { birth },
        (2025 - child.year).to_string(),
        child.nik(),
        format!("+62 000 0000 {:04}", index),
        format!("Contoh {}", pick(&["Pengasuh", "Wali"], index)),
        pick(&["mother", "father", "grandmother", "uncle"], index),
        format!("2025-{:02}-{:02}", 1 + index % 9, 1 + index * 5 % 28),
        pick(&["sexually_exploited", "street_child, migrant", "trafficked_smuggled", "other"], index),
        pick(&["high", "medium", "low"], index),
        pick(&["open", "closed", "open", "transferred"], index),
        format!("2025-{:02}-15", 2 + index % 9),
        format!("2025-{:02}-28", 2 + index % 9),
        "agency_contoh".to_owned(),
        "data rekaan".to_owned(),
    ]
}

/// A list with the field ids of a Primero export.
pub(crate) fn primero_xlsx() -> Result<Vec<u8>, FormatError> {
    let mut forms = [ColumnForm::Auto; PRIMERO_HEADER.len()];
    for (form, name) in forms.iter_mut().zip(PRIMERO_HEADER) {
        if matches!(name, "national_id_no" | "telephone_current" | "case_id_display") {
            *form = ColumnForm::Text;
        }
    }
    let mut out = Vec::new();
    write_xlsx(
        &mut out,
        &PRIMERO_HEADER,
        (0..ROWS).map(primero_row),
        XlsxOptions { sheet: "cases", columns: &forms, ..XlsxOptions::default() },
    )?;
    Ok(out)
}
