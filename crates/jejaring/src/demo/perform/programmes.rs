//! Three invented programmes with their money: one funded from abroad and spent in part, one from the national budget that runs late,
//! one that was only announced.

use formats::iati::{IatiDocument, LIMITS, Records, read_iati};
use model::kinds::{BudgetLine, Pledge, Programme, Transaction};
use model::{Draft, Id, Kind};
use node::acts::money::ImportOrganisations;
use node::{Actor, Result};

use super::hand::Hand;

const AGENCY: &str = "Badan Contoh Perlindungan Anak (rekaan)";
const DONOR: &str = "Dana Mitra Contoh (rekaan)";
const SHELTER: &str = "Rumah Aman Contoh Teduh (rekaan)";

/// Title in both languages, region, forms, sector, currency, days from today to begin and end.
type Planned = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, i32, i32);

const PROGRAMMES: [Planned; 3] = [
    (
        "Layanan pemulihan di pulau terluar (rekaan)",
        "Recovery services on outer islands (invented)",
        "53",
        "travel_tourism",
        "s16010",
        "USD",
        -400,
        330,
    ),
    (
        "Pengawasan pekerja anak di perkebunan (rekaan)",
        "Inspection of child labour on plantations (invented)",
        "12",
        "plantation_or_mining",
        "s16070",
        "IDR",
        -250,
        115,
    ),
    (
        "Literasi digital untuk orang tua (rekaan)",
        "Digital literacy for parents (invented)",
        "32",
        "online_sexual_exploitation",
        "s15160",
        "IDR",
        40,
        400,
    ),
];

/// Who may spend what, as an invented organisation told in its file.
const ORGANISATIONS: &str = include_str!("../../../../../fuzz/seeds/iati/organisasi.xml");

struct Books<'n> {
    hand: Hand<'n>,
    officer: &'n Actor,
}

/// Seeds them, kept by one officer.
pub(super) async fn seed(hand: Hand<'_>, officer: &Actor) -> Result<()> {
    let books = Books { hand, officer };
    if let Ok(IatiDocument { records: Records::Organisations(organisations), .. }) =
        read_iati(ORGANISATIONS.as_bytes(), &LIMITS)
    {
        hand.act(officer, ImportOrganisations { organisations, dry_run: false }).await?;
    }
    let mut ids = Vec::new();
    for planned in &PROGRAMMES {
        ids.push(books.programme(planned).await?);
    }
    let [islands, plantations, parents] = ids[..] else { return Ok(()) };
    books.funded(islands).await?;
    books.late(plantations).await?;
    books.announced(parents).await
}

impl Books<'_> {
    async fn programme(
        &self,
        (title, title_en, region, forms, sector, currency, begin, end): &Planned,
    ) -> Result<Id> {
        let draft = Draft::default()
            .with("title", *title)
            .with("title_en", *title_en)
            .with("description", "Program rekaan untuk demonstrasi.")
            .with("reporting_org", AGENCY)
            .with("reporting_type", "government")
            .with("reporting_ref", "ID-CONTOH-BADAN")
            .with("iati_identifier", format!("ID-CONTOH-BADAN-{region}"))
            .with("implementer", SHELTER)
            .with("planned_start", self.hand.day(*begin))
            .with("planned_end", self.hand.day(*end))
            .with("region", *region)
            .with("forms", *forms)
            .with("capabilities", "8")
            .with("sector", *sector)
            .with("currency", *currency);
        let id = self.hand.open::<Programme>(self.officer, draft).await?;
        if *begin < 0 {
            let began = Draft::default().with("actual_start", self.hand.day(*begin));
            self.hand.step::<Programme>(self.officer, id, "begin", began).await?;
        }
        Ok(id)
    }

    async fn part<K: Kind>(&self, programme: Id, draft: Draft) -> Result<Id> {
        self.hand.part::<K>(self.officer, programme, draft).await
    }

    async fn budget(
        &self,
        programme: Id,
        (amount, currency, fund): (&str, &str, &str),
        (status, begin): (&str, i32),
    ) -> Result<()> {
        let draft = Draft::default()
            .with("budget_type", "original")
            .with("budget_status", status)
            .with("starts_on", self.hand.day(begin))
            .with("ends_on", self.hand.day(begin + 364))
            .with("amount", amount)
            .with("currency", currency)
            .with("value_on", self.hand.day(begin))
            .with("fund", fund);
        self.part::<BudgetLine>(programme, draft).await.map(drop)
    }

    async fn entry(
        &self,
        programme: Id,
        (kind, days): (&str, i32),
        (amount, currency): (&str, &str),
        (provider, receiver): (&str, &str),
    ) -> Result<()> {
        let draft = Draft::default()
            .with("transaction_type", kind)
            .with("happened_on", self.hand.day(days))
            .with("amount", amount)
            .with("currency", currency)
            .with("value_on", self.hand.day(days))
            .with("provider", provider)
            .with("receiver", receiver);
        self.part::<Transaction>(programme, draft).await.map(drop)
    }

    async fn funded(&self, programme: Id) -> Result<()> {
        let pledge = Draft::default()
            .with("donor", DONOR)
            .with("amount", "600000")
            .with("currency", "USD")
            .with("announced_on", self.hand.day(-460))
            .with("due_on", self.hand.day(-30))
            .with("event", "Pertemuan mitra (rekaan)");
        let pledge = self.part::<Pledge>(programme, pledge).await?;
        self.hand.go::<Pledge>(self.officer, pledge, &["confirm"]).await?;
        self.budget(programme, ("400000", "USD", "grant"), ("committed", -400)).await?;
        for (kind, days, amount, way) in [
            ("incoming_funds", -380, "250000", (DONOR, AGENCY)),
            ("disbursement", -350, "180000", (AGENCY, SHELTER)),
            ("expenditure", -120, "95000", (SHELTER, "")),
        ] {
            self.entry(programme, (kind, days), (amount, "USD"), way).await?;
        }
        Ok(())
    }

    async fn late(&self, programme: Id) -> Result<()> {
        self.budget(programme, ("2400000000", "IDR", "apbn"), ("committed", -250)).await?;
        self.entry(programme, ("expenditure", -60), ("310000000", "IDR"), (AGENCY, "")).await
    }

    async fn announced(&self, programme: Id) -> Result<()> {
        let pledge = Draft::default()
            .with("donor", DONOR)
            .with("amount", "1500000000")
            .with("currency", "IDR")
            .with("announced_on", self.hand.day(-20))
            .with("due_on", self.hand.day(200));
        self.part::<Pledge>(programme, pledge).await?;
        self.budget(programme, ("1500000000", "IDR", "grant"), ("indicative", 40)).await
    }
}
