//! Country profiles, companies and platforms, frameworks: nothing is half imported, nobody finds their own word true, and what was
//! settled until a day comes back on that day.

use model::kinds::{
    Agreement, CodeCriterion, Company, CompanyReport, CompanyVenue, CountryStatement, PlatformDuty,
    PolicyDraft, StateAct,
};
use model::time::DAY;
use model::{Date, Draft, Id, Kind, Lang, ProblemCode};
use node::acts::promises::{AdoptFramework, ImportProfile, MakeCommitments, ProfileOutcome, TieEntries};
use node::acts::{List, ListQuery, Move, Open, View};
use node::import::mapping::Mapping;
use node::import::profile::{NoProfile, Profile};
use node::{Actor, Error};

use crate::world::{Staff, World};

async fn two(world: &World) -> (Staff, Staff) {
    (
        world.staff("policy-officer", Some(world.unit)).await,
        world.staff("policy-officer", Some(world.unit)).await,
    )
}

async fn step<K: Kind>(
    world: &World,
    actor: &Actor,
    id: Id,
    action: &str,
    fields: &[(&str, &str)],
) -> node::Result<()> {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    world.node.perform(actor, Move::<K>::new(id, action, draft)?).await.map(drop)
}

async fn ids<K: Kind>(world: &World, actor: &Actor, state: Option<&str>) -> Vec<Id> {
    let mut query = ListQuery { limit: 50, ..ListQuery::default() };
    query.filters.extend(state.map(|state| ("state".to_owned(), state.to_owned())));
    let listed = world.node.perform(actor, List::<K>::new(query)).await.unwrap();
    listed.rows.iter().map(|row| row.envelope.id).collect()
}

async fn state(world: &World, id: Id) -> String {
    world.sql(&format!("select state from matter where id = '{id}'")).await[0][0].clone()
}

const MAPPING: &str = r#"
source = "https://contoh.invalid/profil-2026"
date = "2026-01-31"
confidence = "medium"
country = "ID"

[[sheet]]
name = "Uraian"
kind = "country-statement"
[sheet.columns]
"Tema" = "theme"
"Pernyataan" = "statement"
"Keyakinan" = "confidence"
[sheet.codes.theme]
"Aturan" = "law"

[[sheet]]
name = "Perjanjian"
kind = "state-act"
[sheet.columns]
"Instrumen" = "instrument"
"Tindakan" = "act_type"
"Kapan" = "acted_on"
"#;

/// A workbook of two sheets; the first has a title above its header.
fn workbook(confidence: &str, when: &str) -> Vec<u8> {
    let rows = |rows: &[&[&str]]| -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    };
    let first = rows(&[
        &["Profil negara rekaan"],
        &["Tema", "Pernyataan", "Keyakinan"],
        &["Aturan", "Batas usia bekerja ditetapkan (rekaan).", confidence],
        &["Layanan dan pemulihan", "Layanan ada di separuh kabupaten (rekaan).", ""],
    ]);
    let second = rows(&[
        &["Instrumen", "Tindakan", "Kapan"],
        &["CRC", "Ratifikasi", when],
        &["OPSC", "signature", "24 September 2001"],
    ]);
    let mut bytes = Vec::new();
    formats::write_sheets(&mut bytes, &[("Uraian", &first), ("Perjanjian", &second)]).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<Profile, NoProfile> {
    let today: Date = "2026-03-05".parse().unwrap();
    Profile::read(bytes, "profil.xlsx", &Mapping::read(MAPPING).unwrap(), today)
}

on_both!(a_country_profile_enters_whole_and_unreviewed_or_not_at_all, |world| {
    let (one, other) = two(&world).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let profile = read(&workbook("tinggi sekali", "belum")).unwrap();
    let notes: Vec<_> = profile
        .notes
        .iter()
        .map(|note| (note.sheet.as_str(), note.row, note.column.as_str(), note.field.as_str(), note.problem))
        .collect();
    assert_eq!(
        notes,
        [
            ("Uraian", 3, "C", "confidence", ProblemCode::UnknownCode),
            ("Perjanjian", 2, "C", "acted_on", ProblemCode::NotADate),
            ("Perjanjian", 2, "", "precision", ProblemCode::Missing),
        ]
    );

    let profile = read(&workbook("Keyakinan tinggi", "1990")).unwrap();
    assert!(profile.notes.is_empty() && profile.rows.len() == 4);
    assert_eq!(profile.rows[2].draft.text("acted_on"), "1990-01-01");
    assert_eq!(profile.rows[2].draft.text("precision"), "year", "no more precise than it is written");
    assert_eq!(
        profile.rows[1].draft.text("confidence"),
        "medium",
        "what holds for all holds for an empty cell"
    );
    let take = |dry_run| ImportProfile { rows: profile.rows.clone(), dry_run };
    assert!(matches!(world.node.perform(&worker.actor, take(false)).await, Err(Error::Denied(_))));
    let looked = world.node.perform(&one.actor, take(true)).await.unwrap();
    assert!(!looked.kept && ids::<CountryStatement>(&world, &one.actor, None).await.is_empty());
    let done = world.node.perform(&one.actor, take(false)).await.unwrap();
    assert!(done.kept && done.count(|outcome| *outcome == ProfileOutcome::Created) == 4);
    let again = world.node.perform(&one.actor, take(false)).await.unwrap();
    assert_eq!(again.count(|outcome| *outcome == ProfileOutcome::Unchanged), 4, "twice is once");

    let statements = ids::<CountryStatement>(&world, &one.actor, Some("unreviewed")).await;
    assert_eq!(statements.len(), 2);
    let viewed =
        world.node.perform(&other.actor, View::<CountryStatement>::new(statements[0])).await.unwrap();
    for field in ["source_uri", "source_on", "confidence"] {
        assert!(!viewed.record.text(field).is_empty(), "every statement carries {field}");
    }
    let own = step::<CountryStatement>(&world, &one.actor, statements[0], "review", &[]).await;
    assert!(matches!(own, Err(Error::Refused("own-entry"))));
    step::<CountryStatement>(&world, &other.actor, statements[0], "review", &[]).await.unwrap();
    let acts = ids::<StateAct>(&world, &one.actor, Some("unreviewed")).await;
    assert_eq!(acts.len(), 2, "what was imported waits for a reviewer");

    // One row that cannot stand keeps all others out.
    let mut rows = profile.rows.clone();
    for row in &mut rows {
        row.draft.set("source_on", "2026-02-01");
    }
    rows[0].draft.set("statement", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf");
    let mixed = world.node.perform(&one.actor, ImportProfile { rows, dry_run: false }).await.unwrap();
    assert!(!mixed.kept && mixed.count(|outcome| matches!(outcome, ProfileOutcome::Refused(..))) == 1);
    assert_eq!(ids::<CountryStatement>(&world, &one.actor, None).await.len(), 2);
});

#[test]
fn a_sheet_or_a_heading_that_is_missing_is_named() {
    let bytes = workbook("", "1990");
    let with = |text: String| {
        Profile::read(&bytes, "profil.xlsx", &Mapping::read(&text).unwrap(), "2026-03-05".parse().unwrap())
    };
    let sheet = with(MAPPING.replace("\"Perjanjian\"", "\"Traktat\""));
    assert!(matches!(sheet, Err(NoProfile::Broken(name, _)) if name == "Traktat"));
    let heading = with(MAPPING.replace("\"Kapan\"", "\"Tanggal\""));
    assert!(
        matches!(heading, Err(NoProfile::Columns(name, headings)) if name == "Perjanjian" && headings == ["Tanggal"])
    );
    assert!(matches!(read(b"bukan buku kerja"), Err(NoProfile::Broken(..))));
}

on_both!(a_company_enters_the_code_with_two_pairs_of_eyes_and_reports_every_year, |world| {
    let (one, other) = two(&world).await;
    let hotel = Draft::default().with("name", "Hotel Contoh (rekaan)").with("company_kind", "accommodation");
    let id = world.node.perform(&one.actor, Open::<Company>::root(hotel)).await.unwrap().id;
    assert!(ids::<CodeCriterion>(&world, &one.actor, None).await.is_empty());
    let go = |action: &'static str, fields: &'static [(&'static str, &'static str)]| {
        let (world, actor) = (&world, &one.actor);
        async move { step::<Company>(world, actor, id, action, fields).await }
    };
    go("apply", &[("applied_on", "2026-03-01")]).await.unwrap();
    let criteria = ids::<CodeCriterion>(&world, &one.actor, None).await;
    assert_eq!(criteria.len(), Company::CRITERIA.len());
    go("plan", &[("plan", "Rencana rekaan")]).await.unwrap();
    assert!(matches!(go("approve", &[]).await, Err(Error::Refused("own-work"))));
    step::<Company>(&world, &other.actor, id, "approve", &[]).await.unwrap();
    let joined: &[(&str, &str)] = &[("agreed_on", "2026-03-04")];
    assert!(matches!(go("join", joined).await, Err(Error::Refused("criteria-not-begun"))));
    for criterion in &criteria {
        step::<CodeCriterion>(&world, &one.actor, *criterion, "begin", &[]).await.unwrap();
    }
    let evidence =
        [("evidence", "Dokumen rekaan"), ("evidence_on", "2026-03-02"), ("review_on", "2026-03-10")];
    step::<CodeCriterion>(&world, &one.actor, criteria[0], "meet", &evidence).await.unwrap();
    go("join", joined).await.unwrap();
    let report = ids::<CompanyReport>(&world, &one.actor, None).await;
    let due = world.sql("select due_on, year from k_company_report").await;
    assert_eq!((report.len(), due[0][0].as_str(), due[0][1].as_str()), (1, "2027-03-04", "2026"));
    let given = [("given_on", "2026-03-05"), ("summary", "Laporan rekaan")];
    step::<CompanyReport>(&world, &one.actor, report[0], "give", &given).await.unwrap();
    let due = world.sql("select due_on from k_company_report order by due_on").await;
    assert_eq!(due.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["2027-03-04", "2028-03-04"]);

    let venue = Draft::default()
        .with("name", "Hotel Contoh Pantai (rekaan)")
        .with("venue_kind", "accommodation")
        .with("region", "51.71");
    let venue = world.node.perform(&one.actor, Open::<CompanyVenue>::part(id, venue)).await.unwrap().id;
    let visit = |trained: &'static str| {
        [
            ("visited_on", "2026-03-05"),
            ("staff", "20"),
            ("trained", trained),
            ("finding", "Temuan rekaan"),
            ("next_visit", "2026-03-12"),
        ]
    };
    let more = step::<CompanyVenue>(&world, &one.actor, venue, "visit", &visit("21")).await;
    assert!(matches!(more, Err(Error::Invalid(_))), "nobody trains more people than work there");
    step::<CompanyVenue>(&world, &one.actor, venue, "visit", &visit("20")).await.unwrap();

    // What was settled until a day comes back, and the post is told.
    world.clock.advance(4 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(
        (state(&world, criteria[0]).await.as_str(), state(&world, venue).await.as_str()),
        ("met", "visited")
    );
    world.clock.advance(4 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(
        (state(&world, criteria[0]).await.as_str(), state(&world, venue).await.as_str()),
        ("lapsed", "to_visit")
    );
    let told = world
        .sql("select count(*) from notification where code in ('evidence-due', 'venue-visit-due')")
        .await;
    assert_eq!(told[0][0], "2");
});

on_both!(a_platform_does_not_find_its_own_evidence_enough, |world| {
    let (one, _) = two(&world).await;
    let assessor = world.staff("independent-assessor", None).await;
    let platform = Draft::default().with("name", "Contohgram (rekaan)").with("company_kind", "platform");
    world.node.perform(&one.actor, Open::<Company>::root(platform)).await.unwrap();
    let duties = ids::<PlatformDuty>(&world, &one.actor, None).await;
    let named = world.sql("select duty from k_platform_duty order by duty").await;
    let mut wanted = Company::DUTIES;
    wanted.sort_unstable();
    assert_eq!(named.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), wanted);
    let evidence =
        [("evidence", "Dokumen rekaan"), ("evidence_on", "2026-03-02"), ("self_status", "complete")];
    let found = |status: &'static str| {
        [
            ("assessor", "Universitas Contoh (rekaan)"),
            ("assessed_on", "2026-03-05"),
            ("independent_status", status),
            ("finding", "Temuan rekaan"),
        ]
    };
    let go = |actor: &'_ Actor, action: &'static str, fields: Vec<(&'static str, &'static str)>| {
        let (world, actor, id) = (&world, actor.clone(), duties[0]);
        async move { step::<PlatformDuty>(world, &actor, id, action, &fields).await }
    };
    go(&one.actor, "give_evidence", evidence.to_vec()).await.unwrap();
    let own = go(&one.actor, "assess", found("complete").to_vec()).await;
    assert!(matches!(own, Err(Error::Refused("own-work"))));
    go(&assessor.actor, "assess", found("limited").to_vec()).await.unwrap();
    let met = go(&one.actor, "meet", vec![("review_due", "2027-03-05")]).await;
    assert!(
        matches!(met, Err(Error::Refused("duty-not-found-met"))),
        "what the platform says is not what is found"
    );
    go(&one.actor, "fail", vec![("review_due", "2026-06-05"), ("reason", "Belum diperiksa (rekaan)")])
        .await
        .unwrap();
    go(&one.actor, "give_evidence", evidence.to_vec()).await.unwrap();
    go(&assessor.actor, "assess", found("substantial").to_vec()).await.unwrap();
    go(&one.actor, "meet", vec![("review_due", "2026-03-09")]).await.unwrap();
    world.clock.advance(6 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(state(&world, duties[0]).await, "due_again");
});

on_both!(an_adopted_framework_becomes_commitments_and_comes_back_for_review, |world| {
    let (one, other) = two(&world).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let adopt = |template: &str, lead: &str| AdoptFramework {
        template: template.into(),
        lead: lead.into(),
        language: Lang::Id,
    };
    let denied = world.node.perform(&worker.actor, adopt("national_response", "Kementerian Contoh")).await;
    assert!(matches!(denied, Err(Error::Denied(_))));
    assert!(matches!(world.node.perform(&one.actor, adopt("lain", "Contoh")).await, Err(Error::Invalid(_))));
    assert!(matches!(
        world.node.perform(&one.actor, adopt("national_response", " ")).await,
        Err(Error::Invalid(_))
    ));
    let id =
        world.node.perform(&one.actor, adopt("national_response", "Kementerian Contoh")).await.unwrap().id;
    let make = || MakeCommitments { id, language: Lang::Id };
    let early = world.node.perform(&one.actor, make()).await;
    assert!(matches!(early, Err(Error::Refused("policy-not-adopted"))));
    step::<PolicyDraft>(&world, &one.actor, id, "consult", &[]).await.unwrap();
    step::<PolicyDraft>(&world, &one.actor, id, "answer", &[]).await.unwrap();
    let adopted =
        [("adopted_by", "Peraturan rekaan"), ("adopted_on", "2026-03-04"), ("review_on", "2026-03-20")];
    step::<PolicyDraft>(&world, &one.actor, id, "adopt", &adopted).await.unwrap();
    let measures = model::frameworks::get("national_response").unwrap().measures.len();
    let made = world.node.perform(&one.actor, make()).await.unwrap();
    assert_eq!((made.made, made.there), (measures, 0));
    let again = world.node.perform(&other.actor, make()).await.unwrap();
    assert_eq!((again.made, again.there), (0, measures), "twice is once");
    let first = world.sql("select min(target_on), count(*) from k_commitment").await;
    assert_eq!((first[0][0].as_str(), first[0][1].as_str()), ("2026-09-04", measures.to_string().as_str()));
    let tied = world.sql(&format!("select count(*) from tie where from_id = '{id}'")).await;
    assert_eq!(tied[0][0], measures.to_string());
    world.clock.advance(17 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(state(&world, id).await, "due_for_review");
    let own =
        Draft::default().with("title", "Naskah sendiri (rekaan)").with("lead", "Contoh").with("text", "Isi");
    let own = world.node.perform(&one.actor, Open::<PolicyDraft>::root(own)).await.unwrap().id;
    for action in ["consult", "answer"] {
        step::<PolicyDraft>(&world, &one.actor, own, action, &[]).await.unwrap();
    }
    step::<PolicyDraft>(&world, &one.actor, own, "adopt", &adopted).await.unwrap();
    let none = world.node.perform(&one.actor, MakeCommitments { id: own, language: Lang::Id }).await;
    assert!(matches!(none, Err(Error::Refused("no-framework"))));
    let code = world.sql("select code from matter where kind = 'commitment' order by id limit 1").await;
    let tie = TieEntries { from: own, to: code[0][0].clone() };
    world.node.perform(&one.actor, tie).await.unwrap();
});

on_both!(an_agreement_is_told_of_before_it_ends_and_ends, |world| {
    let (one, _) = two(&world).await;
    let draft = Draft::default()
        .with("title", "Alur rujukan bersama (rekaan)")
        .with("agreement_kind", "referral_pathway")
        .with("parties", "Dinas Contoh dan Yayasan Contoh Kasih")
        .with("scope", "Rujukan anak antara kedua lembaga (rekaan).")
        .with("legal_basis", "Nota kesepahaman rekaan");
    let id = world.node.perform(&one.actor, Open::<Agreement>::root(draft)).await.unwrap().id;
    step::<Agreement>(&world, &one.actor, id, "sign", &[("signed_on", "2026-03-01")]).await.unwrap();
    let backwards = [("valid_from", "2026-05-01"), ("valid_until", "2026-04-20")];
    let wrong = step::<Agreement>(&world, &one.actor, id, "begin", &backwards).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))));
    let span = [("valid_from", "2026-03-01"), ("valid_until", "2026-04-20")];
    step::<Agreement>(&world, &one.actor, id, "begin", &span).await.unwrap();
    for (days, wanted) in [(10, "in_force"), (10, "expiring"), (30, "expired")] {
        world.clock.advance(days * DAY);
        world.node.turn_clock().await.unwrap();
        assert_eq!(state(&world, id).await, wanted);
    }
    let phase = world.sql(&format!("select phase from matter where id = '{id}'")).await;
    assert_eq!(phase[0][0], "closed");
});
