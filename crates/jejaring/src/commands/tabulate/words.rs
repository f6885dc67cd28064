//! The words of the tables, in both languages.

use statistics::publish::Note;
use statistics::table::{CountedEntity, TOTAL, UNKNOWN};

use super::Tongue;

/// Code of a note, for machines.
pub(super) fn code(note: &Note) -> &'static str {
    match note {
        Note::Counts(_) => "counts",
        Note::ReportedNotPrevalence => "reported-not-prevalence",
        Note::Withheld { .. } => "withheld",
        Note::Rounded { .. } => "rounded",
        Note::Perturbed { .. } => "perturbed",
        Note::MayCountTwice { .. } => "may-count-twice",
        Note::TotalsAreDistinct => "totals-are-distinct",
        Note::UnknownIsShown => "unknown-is-shown",
        Note::NoDataIsNotZero => "no-data-is-not-zero",
        Note::Incomplete => "incomplete",
        _ => "other",
    }
}

/// The sentence of a note.
pub(super) fn sentence(note: &Note, tongue: Tongue) -> String {
    let (id, en) = match note {
        Note::Counts(CountedEntity::Children) => (
            "Yang dihitung adalah anak: setiap anak dihitung satu kali.".to_owned(),
            "Children are counted: each child once.".to_owned(),
        ),
        Note::Counts(CountedEntity::Records) => (
            "Yang dihitung adalah baris data; seorang anak dapat terhitung lebih dari satu kali.".to_owned(),
            "Records are counted; a child may count more than once.".to_owned(),
        ),
        Note::Counts(entity) => {
            let (id, en) = counted(*entity);
            (
                format!("Yang dihitung adalah {id}, bukan anak; seorang anak dapat terkait dengan beberapa {id}."),
                format!("What is counted is {en}, not children; a child may have several."),
            )
        }
        Note::ReportedNotPrevalence => (
            "Angka menunjukkan yang dilaporkan atau dilayani, bukan seberapa sering hal itu terjadi; kenaikan dapat \
             berarti pelaporan yang lebih baik."
                .to_owned(),
            "Figures show what was reported or served, not how common it is; a rise may mean better reporting."
                .to_owned(),
        ),
        Note::Withheld { minimum } => (
            format!("Angka di bawah {minimum} dirahasiakan, begitu pula angka lain yang dapat mengungkapnya."),
            format!("Counts below {minimum} are withheld, and so are others that would reveal them."),
        ),
        Note::Rounded { base, additive: true } => (
            format!("Semua angka dibulatkan ke kelipatan {base} sedemikian rupa sehingga jumlahnya tetap cocok."),
            format!("All counts are rounded to multiples of {base} in such a way that sums still hold."),
        ),
        Note::Rounded { base, additive: false } => (
            format!("Semua angka dibulatkan ke kelipatan {base}; jumlah dapat berbeda dari penjumlahan bagiannya."),
            format!("All counts are rounded to multiples of {base}; totals may differ from the sums of their parts."),
        ),
        Note::Perturbed { largest, variance } => (
            format!(
                "Semua angka diberi gangguan acak, paling banyak {largest} (ragam {}); angka yang sama selalu \
                 mendapat gangguan yang sama, dan jumlah dapat berbeda dari penjumlahan bagiannya.",
                format!("{variance:.1}").replace('.', ",")
            ),
            format!(
                "All counts carry random noise of at most {largest} (variance {variance:.1}); the same count always \
                 carries the same noise, and totals may differ from the sums of their parts."
            ),
        ),
        other => return plain(other, tongue).to_owned(),
    };
    choose(tongue, id, en)
}

fn plain(note: &Note, tongue: Tongue) -> &'static str {
    let (id, en) = match note {
        Note::MayCountTwice { .. } => (
            "Sebagian baris tidak menyebut siapa orangnya, sehingga seorang anak dapat terhitung lebih dari satu kali.",
            "Some rows name nobody, so a child may count more than once.",
        ),
        Note::TotalsAreDistinct => (
            "Satu orang dapat masuk beberapa sel; jumlah menghitung setiap orang satu kali dan karena itu dapat lebih \
             kecil daripada penjumlahan bagiannya.",
            "One person can stand in several cells; totals count each person once and so may be less than the sum of \
             their parts.",
        ),
        Note::UnknownIsShown => (
            "Yang tidak tercatat tampil sebagai “tidak diketahui”.",
            "What was not recorded is shown as “unknown”.",
        ),
        Note::NoDataIsNotZero => (
            "“Tidak ada data” berarti tidak ada yang melapor; itu tidak sama dengan nol.",
            "“No data” means that nobody reported; it is not the same as zero.",
        ),
        _ => (
            "Tanda * menunjukkan jumlah yang sebagian datanya tidak ada.",
            "The mark * shows a total for which some data are lacking.",
        ),
    };
    choose(tongue, id, en)
}

/// What is counted.
pub(super) fn counted(entity: CountedEntity) -> (&'static str, &'static str) {
    match entity {
        CountedEntity::Children => ("anak", "children"),
        CountedEntity::Cases => ("kasus", "cases"),
        CountedEntity::Reports => ("laporan", "reports"),
        CountedEntity::Incidents => ("kejadian", "incidents"),
        CountedEntity::Perpetrators => ("pelaku", "perpetrators"),
        CountedEntity::Services => ("layanan", "services"),
        CountedEntity::Records => ("baris data", "records"),
    }
}

/// Name of a column that many lists have; others keep theirs.
pub(super) fn dimension(name: &str, tongue: Tongue) -> String {
    let (id, en) = match name {
        "province" => ("Provinsi", "Province"),
        "regency" => ("Kabupaten/kota", "Regency or city"),
        "sex" => ("Jenis kelamin", "Sex"),
        "age" => ("Umur", "Age"),
        "month" => ("Bulan", "Month"),
        "year" => ("Tahun", "Year"),
        "agency" => ("Lembaga", "Agency"),
        other => return other.to_owned(),
    };
    choose(tongue, id, en).to_owned()
}

/// Name of a category: regions by their official names, totals and the unknown in words, others as they are.
pub(super) fn category(dimension: &str, code: &str, tongue: Tongue) -> String {
    if let Some(inside) = code.strip_suffix(UNKNOWN).and_then(|rest| rest.strip_suffix('/')) {
        let unknown = choose(tongue, "tidak diketahui", "unknown");
        return format!("{}: {unknown}", category(dimension, inside, tongue));
    }
    match code {
        TOTAL => choose(tongue, "Jumlah", "Total").to_owned(),
        UNKNOWN => choose(tongue, "Tidak diketahui", "Unknown").to_owned(),
        code if matches!(dimension, "province" | "regency") => {
            model::regions::label(code).unwrap_or(code).to_owned()
        }
        code => code.to_owned(),
    }
}

/// The letters of a province after ISO 3166-2.
pub(super) fn short(code: &str) -> String {
    let iso = model::regions::get(code).and_then(|region| region.iso);
    iso.map_or(code, |iso| iso.strip_prefix("ID-").unwrap_or(iso)).to_owned()
}

/// The text of the language.
pub(super) fn choose<T>(tongue: Tongue, id: T, en: T) -> T {
    match tongue {
        Tongue::Id => id,
        Tongue::En => en,
    }
}
