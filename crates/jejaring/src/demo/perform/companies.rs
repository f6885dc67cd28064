//! An invented hotel on its way into The Code, an invented platform with its duties, a framework that was adopted and what came back of it,
//! and statements of a country profile that nobody has reviewed yet.

use model::kinds::{
    Agreement, CodeCriterion, Company, CompanyPledge, CompanyVenue, CountryStatement, Mandate, PlatformDuty,
    PolicyDraft,
};
use model::{Draft, Id, Kind, Lang};
use node::acts::promises::{AdoptFramework, MakeCommitments};
use node::acts::{List, ListQuery};
use node::{Actor, Result};

use super::hand::Hand;

/// Seeds them.
pub(super) async fn seed(hand: Hand<'_>, (one, other, assessor): (&Actor, &Actor, &Actor)) -> Result<()> {
    standing(hand, one).await?;
    hotel(hand, one, other).await?;
    platform(hand, one, assessor).await?;
    framework(hand, one).await?;
    for (theme, statement, confidence) in [
        ("services", "Dua pertiga kabupaten memiliki layanan terpadu (rekaan).", "medium"),
        ("law", "Batas usia perkawinan disamakan bagi perempuan dan laki-laki (rekaan).", "high"),
    ] {
        let draft = Draft::default()
            .with("country", "ID")
            .with("theme", theme)
            .with("statement", statement)
            .with("source_uri", "https://contoh.invalid/profil")
            .with("source_on", hand.day(-90))
            .with("confidence", confidence);
        hand.open::<CountryStatement>(one, draft).await?;
    }
    Ok(())
}

/// Why an invented agency may act, and what it agreed on with an invented home.
async fn standing(hand: Hand<'_>, one: &Actor) -> Result<()> {
    let mandate = Draft::default()
        .with("institution", "Badan Contoh Perlindungan Anak (rekaan)")
        .with("legal_basis", "Peraturan rekaan tentang perlindungan anak dari eksploitasi")
        .with("basis_kind", "perkada")
        .with("basis_number", "0/2020 (rekaan)")
        .with("basis_date", hand.day(-1_800))
        .with("basis_body", "Bupati Contoh (rekaan)")
        .with("articles", "Pasal 4 sampai 9")
        .with(
            "function",
            "Mengoordinasikan layanan bagi anak korban eksploitasi dan memantau peta jalan (rekaan).",
        )
        .with("nationwide", "false")
        .with("region", "32")
        .with("from_on", hand.day(-1_800));
    hand.open::<Mandate>(one, mandate).await?;
    let agreement = Draft::default()
        .with("title", "Kerja sama rujukan dengan Rumah Aman Contoh Teduh (rekaan)")
        .with("agreement_kind", "referral_pathway")
        .with("parties", "Badan Contoh Perlindungan Anak dan Rumah Aman Contoh Teduh (rekaan)")
        .with("scope", "Rujukan anak yang memerlukan tempat aman, dan laporan bulanan tanpa nama.")
        .with("legal_basis", "Peraturan rekaan tentang perlindungan anak dari eksploitasi, Pasal 7")
        .with("counterpart", "Kepala Rumah Aman")
        .with("held_at", "Sekretariat badan");
    let id = hand.open::<Agreement>(one, agreement).await?;
    hand.step::<Agreement>(one, id, "sign", Draft::default().with("signed_on", hand.day(-300))).await?;
    let term = Draft::default().with("valid_from", hand.day(-290)).with("valid_until", hand.day(40));
    hand.step::<Agreement>(one, id, "begin", term).await
}

/// Parts of a company that the node made by itself.
async fn parts<K: Kind>(hand: Hand<'_>, actor: &Actor, company: Id) -> Result<Vec<Id>> {
    let listed = hand.act(actor, List::<K>::new(ListQuery { limit: 50, ..ListQuery::default() })).await?;
    let of = |row: &&node::Seen<node::acts::ShownRow>| row.envelope.root == company;
    Ok(listed.rows.iter().filter(of).map(|row| row.envelope.id).collect())
}

async fn hotel(hand: Hand<'_>, one: &Actor, other: &Actor) -> Result<()> {
    let hotel = Draft::default()
        .with("name", "Hotel Contoh Samudra (rekaan)")
        .with("company_kind", "accommodation")
        .with("region", "51")
        .with("contact", "Manajer keberlanjutan");
    let id = hand.open::<Company>(one, hotel).await?;
    let applied = Draft::default().with("applied_on", hand.day(-420));
    hand.step::<Company>(one, id, "apply", applied).await?;
    let plan = Draft::default().with("plan", "Enam kriteria dikerjakan dalam satu tahun (rekaan).");
    hand.step::<Company>(one, id, "plan", plan).await?;
    hand.go::<Company>(other, id, &["approve"]).await?;
    for (at, criterion) in parts::<CodeCriterion>(hand, one, id).await?.into_iter().enumerate() {
        hand.go::<CodeCriterion>(one, criterion, &["begin"]).await?;
        if at % 2 == 0 {
            let met = Draft::default()
                .with("evidence", "Dokumen internal nomor rekaan, disimpan di hotel")
                .with("evidence_on", hand.day(-60))
                .with("review_on", hand.day(300));
            hand.step::<CodeCriterion>(one, criterion, "meet", met).await?;
        }
    }
    hand.step::<Company>(one, id, "join", Draft::default().with("agreed_on", hand.day(-330))).await?;
    let pledge = Draft::default()
        .with("promise", "Semua penyedia transportasi menandatangani klausul perlindungan anak (rekaan).")
        .with("target_on", hand.day(120));
    hand.part::<CompanyPledge>(one, id, pledge).await?;
    let venue = Draft::default()
        .with("name", "Hotel Contoh Samudra Pantai (rekaan)")
        .with("venue_kind", "accommodation")
        .with("region", "51.71");
    let venue = hand.part::<CompanyVenue>(one, id, venue).await?;
    let visit = Draft::default()
        .with("visited_on", hand.day(-40))
        .with("staff", "80")
        .with("trained", "52")
        .with("finding", "Petugas penerimaan tamu tahu kepada siapa melapor (rekaan).")
        .with("next_visit", hand.day(140));
    hand.step::<CompanyVenue>(one, venue, "visit", visit).await
}

async fn platform(hand: Hand<'_>, one: &Actor, assessor: &Actor) -> Result<()> {
    let platform = Draft::default()
        .with("name", "Contohgram (rekaan)")
        .with("company_kind", "platform")
        .with("risks", "contact_with_strangers unsuitable_content");
    let id = hand.open::<Company>(one, platform).await?;
    let Some(duty) = parts::<PlatformDuty>(hand, one, id).await?.into_iter().next() else { return Ok(()) };
    let evidence = Draft::default()
        .with("evidence", "Ketentuan layanan versi rekaan, diterbitkan platform")
        .with("evidence_on", hand.day(-15))
        .with("self_status", "complete");
    hand.step::<PlatformDuty>(one, duty, "give_evidence", evidence).await?;
    let found = Draft::default()
        .with("assessor", "Universitas Contoh (rekaan)")
        .with("assessed_on", hand.day(-3))
        .with("independent_status", "limited")
        .with("finding", "Batas usia disebut, tetapi tidak diperiksa (rekaan).");
    hand.step::<PlatformDuty>(assessor, duty, "assess", found).await
}

/// A framework that was adopted, with the commitments that came of it.
async fn framework(hand: Hand<'_>, one: &Actor) -> Result<()> {
    let adopt = AdoptFramework {
        template: "referral_pathway".into(),
        lead: "Kementerian Contoh (rekaan)".into(),
        language: Lang::Id,
    };
    let id = hand.act(one, adopt).await?.id;
    hand.go::<PolicyDraft>(one, id, &["consult", "answer"]).await?;
    let adopted = Draft::default()
        .with("adopted_by", "Peraturan rekaan nomor 1")
        .with("adopted_on", hand.day(-25))
        .with("review_on", hand.day(700));
    hand.step::<PolicyDraft>(one, id, "adopt", adopted).await?;
    hand.act(one, MakeCommitments { id, language: Lang::Id }).await.map(drop)
}
