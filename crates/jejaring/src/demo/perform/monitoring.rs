//! What an invented ministry watches: indicators with five years of invented numbers, a rule that has just answered and one that is being tried, a
//! published brief, a rate of exchange.

use model::kinds::{AlertRule, Brief, BriefAsk, BriefParagraph, Indicator, IndicatorTarget};
use model::{Draft, Id, Kind};
use node::acts::monitoring::{ImportObservations, NoteRate, ObservationRow};
use node::{Actor, Result};

use super::hand::Hand;

/// Provinces with their share of the country in thousandths. What is left is of provinces that report nothing by themselves.
const SHARES: [(&str, u32); 14] = [
    ("11", 20),
    ("12", 61),
    ("16", 30),
    ("31", 92),
    ("32", 178),
    ("33", 131),
    ("34", 22),
    ("35", 146),
    ("36", 48),
    ("51", 24),
    ("61", 19),
    ("73", 47),
    ("82", 4),
    ("94", 2),
];

/// Years of numbers.
const YEARS: i16 = 5;

struct Watch<'n> {
    hand: Hand<'n>,
    /// Who writes, and who puts it to use.
    one: &'n Actor,
    other: &'n Actor,
}

/// Seeds it.
pub(super) async fn seed(hand: Hand<'_>, (one, other): (&Actor, &Actor)) -> Result<()> {
    let watch = Watch { hand, one, other };
    let today = hand.today;
    let children = watch.indicator(&children()).await?;
    watch.indicator(&children_by_age(children)).await?;
    let reports = watch.indicator(&reports()).await?;
    watch.indicator(&soon()).await?;
    watch.indicator(&listed()).await?;
    let target = Draft::default()
        .with("base_year", (today.year() - YEARS).to_string())
        .with("base_value", "2.400")
        .with("due_on", format!("{}-12-31", today.year() + 4))
        .with("target_value", "4.800");
    hand.part::<IndicatorTarget>(one, children, target).await?;
    let rows = [watch.yearly(), watch.by_age(), watch.quarterly(), watch.rates()].concat();
    hand.act(one, ImportObservations { rows, dry_run: false }).await?;
    watch.rules(reports).await?;
    watch.brief().await?;
    let rate = NoteRate {
        currency: "USD".into(),
        dated: format!("{}-01-15", today.year() - 1),
        rate: "16000".into(),
        source: "Bank Contoh (rekaan)".into(),
    };
    hand.act(one, rate).await.map(drop)
}

fn indicator(reference: &str, name: (&str, &str), unit: &str, frequency: &str) -> Draft {
    Draft::default()
        .with("reference", reference)
        .with("name", format!("{} (rekaan)", name.0))
        .with("name_en", format!("{} (invented)", name.1))
        .with("class", "process")
        .with("unit", unit)
        .with("counted_entity", "children")
        .with("source", "Kompilasi laporan daerah (rekaan)")
        .with("frequency", frequency)
        .with("strata", "none")
        .with("direction", "neither")
        .with("feed", "file")
        .with("minimum", "11")
        .with("custodian", "Analis Kebijakan Muda")
        .with(
            "caveat",
            "Yang dihitung adalah yang dilaporkan. Kenaikan dapat berarti pelaporan yang lebih baik.",
        )
        .with("caveat_en", "It counts what was reported. A rise may mean better reporting.")
}

fn children() -> Draft {
    indicator("ANAK-1", ("Anak yang dilaporkan", "Children reported"), "number", "year")
        .with(
            "definition",
            "Anak yang dilaporkan sebagai korban eksploitasi dalam tahun itu, masing-masing satu kali.",
        )
        .with("strata", "sex")
        .with("goal", "16.2.2")
}

fn children_by_age(children: Id) -> Draft {
    let name = ("Anak yang dilaporkan, menurut umur", "Children reported, by age");
    indicator("ANAK-2", name, "number", "year")
        .with("definition", "Anak yang sama dengan ANAK-1, dipilah menurut jenis kelamin dan kelompok umur.")
        .with("strata", "sex_age_band")
        .with("same_as", children.to_string())
        .with("goal", "16.2.2")
}

fn reports() -> Draft {
    indicator("LAPOR-1", ("Laporan yang diterima", "Reports received"), "number", "quarter")
        .with("definition", "Laporan yang diterima dalam triwulan itu.")
        .with("counted_entity", "reports")
}

fn soon() -> Draft {
    indicator(
        "LAYAN-1",
        ("Anak yang dilayani dalam tujuh hari", "Children served within seven days"),
        "percent",
        "year",
    )
    .with(
        "definition",
        "Anak yang menerima layanan pertama dalam tujuh hari, dari seluruh anak yang dilaporkan.",
    )
    .with("numerator", "Anak yang menerima layanan dalam tujuh hari")
    .with("denominator", "Anak yang dilaporkan")
    .with("direction", "rise_good")
}

fn listed() -> Draft {
    indicator("LAYAN-2", ("Layanan dalam direktori", "Services in the directory"), "places", "month")
        .with("definition", "Layanan yang tercantum dalam direktori publik pada bulan itu.")
        .with("counted_entity", "services")
        .with("source", "Direktori layanan")
        .with("feed", "services_listed")
        .with("class", "structural")
        .with("direction", "rise_good")
}

impl Watch<'_> {
    async fn open<K: Kind>(&self, draft: Draft) -> Result<Id> {
        self.hand.open::<K>(self.one, draft).await
    }

    async fn indicator(&self, draft: &Draft) -> Result<Id> {
        let id = self.open::<Indicator>(draft.clone()).await?;
        self.hand.go::<Indicator>(self.other, id, &["activate"]).await?;
        self.hand.go::<Indicator>(self.other, id, &["publish"]).await?;
        Ok(id)
    }

    fn years(&self) -> impl Iterator<Item = (u32, i16)> {
        (0..).zip(self.hand.today.year() - YEARS..self.hand.today.year())
    }

    fn yearly(&self) -> Vec<ObservationRow> {
        let mut rows = Vec::new();
        for (at, year) in self.years() {
            let whole = 2_400 + at * 410;
            let period = year.to_string();
            let mut add = |area: &str, n: u32| {
                let girls = n * (620 + at * 8) / 1_000;
                rows.push(row("ANAK-1", (area, "", &period), n));
                rows.push(row("ANAK-1", (area, "female", &period), girls));
                rows.push(row("ANAK-1", (area, "male", &period), n - girls));
            };
            add("ID", whole);
            SHARES.iter().for_each(|(area, share)| add(area, whole * share / 1_000));
        }
        rows
    }

    /// The same children by sex and age band, in shares of a hundred.
    fn by_age(&self) -> Vec<ObservationRow> {
        const AGES: [(&str, u32); 4] =
            [("age_0_5", 7), ("age_6_11", 22), ("age_12_14", 30), ("age_15_17", 41)];
        let mut rows = Vec::new();
        for one in self.yearly() {
            let count: u32 = one.value.parse().unwrap_or_default();
            let mut add = |stratum: String, value: u32| {
                let value = value.to_string();
                rows.push(ObservationRow { indicator: "ANAK-2".into(), stratum, value, ..one.clone() });
            };
            match one.stratum.as_str() {
                "" => add(String::new(), count),
                sex => {
                    add(sex.to_owned(), count);
                    let mut left = count;
                    for (age, share) in AGES {
                        let n = if age == "age_15_17" { left } else { count * share / 100 };
                        left -= n;
                        add(format!("{sex}.{age}"), n);
                    }
                }
            }
        }
        rows
    }

    fn quarterly(&self) -> Vec<ObservationRow> {
        let mut rows = Vec::new();
        for (at, year) in self.years() {
            for quarter in 1..=4_u32 {
                let period = format!("{year}-Q{quarter}");
                let last = at == 4 && quarter == 4;
                let whole = 900 + at * 60 + quarter * 11 + if last { 640 } else { 0 };
                rows.push(row("LAPOR-1", ("ID", "", &period), whole));
                for (area, share) in SHARES.iter().filter(|(_, share)| *share > 90) {
                    rows.push(row("LAPOR-1", (area, "", &period), whole * share / 1_000));
                }
            }
        }
        rows
    }

    fn rates(&self) -> Vec<ObservationRow> {
        let mut rows = Vec::new();
        for (at, year) in self.years() {
            let whole = 2_400 + at * 410;
            for (area, share) in [("ID", 1_000)].into_iter().chain(SHARES) {
                let n = whole * share / 1_000;
                let value = 41 + at * 4 + share % 9;
                rows.push(ObservationRow {
                    base: n.to_string(),
                    low: (value - 3).to_string(),
                    high: (value + 3).to_string(),
                    ..row("LAYAN-1", (area, "", &year.to_string()), value)
                });
            }
        }
        rows
    }

    async fn rules(&self, indicator: Id) -> Result<()> {
        let rule = |name: &str, method: &str, bound: &str| {
            Draft::default()
                .with("name", format!("{name} (rekaan)"))
                .with("method", method)
                .with("indicator", indicator.to_string())
                .with("side", "rise")
                .with("bound", bound)
                .with("importance", "high")
                .with("delivery", "single")
                .with("message", "Tanyakan kepada dinas provinsi apakah pelaporannya berubah.")
        };
        let sudden =
            rule("Lonjakan laporan", "change_share", "30").with("back", "1").with("areas", "national");
        let sudden = self.open::<AlertRule>(sudden).await?;
        self.hand.go::<AlertRule>(self.one, sudden, &["test"]).await?;
        self.hand.go::<AlertRule>(self.one, sudden, &["activate"]).await?;
        let slow = rule("Laporan menyimpang dari biasanya", "ears_c2", "3")
            .with("periods", "7")
            .with("areas", "provinces");
        let slow =
            self.open::<AlertRule>(slow.with("delivery", "digest").with("importance", "medium")).await?;
        self.hand.go::<AlertRule>(self.one, slow, &["test"]).await
    }

    async fn brief(&self) -> Result<()> {
        let last = self.hand.today.year() - 1;
        let draft = Draft::default()
            .with("title", "Layanan belum mengejar laporan (rekaan)")
            .with("title_en", "Services have not caught up with reports (invented)")
            .with("audience", "Komisi terkait, Kementerian Contoh")
            .with("period", last.to_string());
        let id = self.open::<Brief>(draft).await?;
        let words = Draft::default()
            .with("place", "1")
            .with("heading", "Yang dilaporkan")
            .with("heading_en", "What was reported")
            .with(
                "body",
                format!(
                    "Pada {last} dilaporkan [[ANAK-1 ID {last}]] anak; lima tahun sebelumnya [[ANAK-1 ID {}]]. Sebanyak \
                     [[LAYAN-1 ID {last}]] dilayani dalam tujuh hari. Jumlah yang kecil dirahasiakan.",
                    last - YEARS + 1
                ),
            )
            .with(
                "body_en",
                format!(
                    "In {last}, [[ANAK-1 ID {last}]] children were reported; [[ANAK-1 ID {}]] at the start of the period. \
                     [[LAYAN-1 ID {last}]] were served within seven days. Small numbers are withheld.",
                    last - YEARS + 1
                ),
            );
        self.hand.part::<BriefParagraph>(self.one, id, words).await?;
        let ask = Draft::default()
            .with("place", "1")
            .with("ministry", "Kementerian Contoh")
            .with("budget_line", "DAK Nonfisik pelayanan anak (rekaan)")
            .with(
                "sentence",
                "Sediakan satu pekerja sosial tambahan untuk setiap kabupaten yang laporannya naik.",
            )
            .with("sentence_en", "Fund one more social worker in each district where reports rise.");
        self.hand.part::<BriefAsk>(self.one, id, ask).await?;
        self.hand.go::<Brief>(self.one, id, &["lock"]).await?;
        self.hand.go::<Brief>(self.other, id, &["approve"]).await?;
        self.hand.go::<Brief>(self.other, id, &["publish"]).await
    }
}

fn row(indicator: &str, (area, stratum, period): (&str, &str, &str), value: u32) -> ObservationRow {
    ObservationRow {
        indicator: indicator.into(),
        area: area.into(),
        stratum: stratum.into(),
        period: period.into(),
        value: value.to_string(),
        ..ObservationRow::default()
    }
}
