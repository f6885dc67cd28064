//! Transaction reports: only the financial duty knows that one exists.

use model::Draft;
use model::kinds::TransactionReport;
use model::time::DAY;
use node::Error;
use node::acts::harm::{MatchTransactions, TakeGoaml, WriteGoaml};
use node::acts::{List, ListQuery, Move, Open, View};

use super::{organisation, told};

const PROFILE: &str = include_str!("../../../../formats/tests/data/goaml/profil.json");

/// The test schema with the file that it includes.
fn schema() -> String {
    let main = include_str!("../../../../formats/tests/data/goaml/contoh.xsd");
    let types = include_str!("../../../../formats/tests/data/goaml/umum.xsd");
    format!("{main}\n=== umum.xsd ===\n{types}")
}

/// A schema of something else.
const OTHER: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="report"><xs:complexType><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>"#;

fn report() -> Draft {
    Draft::default()
        .with("direction", "to_fiu")
        .with("report_code", "STR")
        .with("institution", "Bank Contoh (rekaan)")
        .with("indicators", "many_senders_one_receiver")
        .with("parties", "account: CONTOH 000012345678\nentity: PT Contoh Rekaan\nphone: 0800-0000-0001")
        .with("transactions", format!("{LINE}\nTiga kali dalam seminggu (rekaan)."))
        .with("grounds", "Banyak kiriman kecil (rekaan).")
}

const LINE: &str = "2026-03-01; 1500000.50; TRF K K; account: CONTOH 000012345678; person: Orang Contoh; Jakarta; kiriman rekaan";

on_both!(nobody_outside_the_financial_duty_learns_of_a_report, |world| {
    let admin = organisation(&world, "ID/FIU/CONTOH").await;
    let analyst = world.staff_by(&admin, "fiu-analyst", None).await;
    let boss = world.staff_by(&admin, "manager", None).await;
    let lead = world.staff_by(&admin, "protection-lead", None).await;
    let opened =
        world.node.perform(&analyst.actor, Open::<TransactionReport>::root(report())).await.unwrap().id;
    for other in [&boss, &lead] {
        let look = world.node.perform(&other.actor, View::<TransactionReport>::new(opened)).await;
        assert!(matches!(look, Err(Error::NotFound)));
        let list =
            world.node.perform(&other.actor, List::<TransactionReport>::new(ListQuery::default())).await;
        assert!(list.is_err());
    }
    world.clock.advance(10 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(
        told(&world, boss.post).await,
        Vec::<String>::new(),
        "what is late does not climb out of the duty"
    );
    assert_eq!(told(&world, lead.post).await, Vec::<String>::new());
});

on_both!(feedback_reaches_an_institution_on_the_same_node, |world| {
    let admin = organisation(&world, "ID/FIU/CONTOH").await;
    let analyst = world.staff_by(&admin, "fiu-analyst", None).await;
    let admin = organisation(&world, "ID/PLT/BAYARCONTOH").await;
    let boss = world.staff_by(&admin, "manager", None).await;
    let draft = report().with("direction", "from_institution").with("own_reference", "B-1");
    let ours = world.node.perform(&analyst.actor, Open::<TransactionReport>::root(draft)).await.unwrap().id;
    let said = || {
        let draft = Draft::default()
            .with("feedback_given", "Sangat membantu (rekaan).")
            .with("feedback_given_on", "2026-03-05")
            .with("institution_member", "ID/PLT/BAYARCONTOH")
            .with("feedback_basis", "uu_tppu");
        Move::<TransactionReport>::new(ours, "give_feedback", draft).unwrap()
    };
    let nobody = world.node.perform(&analyst.actor, said()).await;
    assert!(matches!(nobody, Err(Error::Refused("no-such-post"))), "laid before nobody without the duty");
    let officer = world.staff_by(&admin, "compliance-officer", None).await;
    world.node.perform(&analyst.actor, said()).await.unwrap();
    let list = world
        .node
        .perform(&officer.actor, List::<TransactionReport>::new(ListQuery::default()))
        .await
        .unwrap();
    let [row] = list.rows.as_slice() else { panic!("one") };
    assert_eq!(row.envelope.state, "feedback_received");
    let seen =
        world.node.perform(&officer.actor, View::<TransactionReport>::new(row.envelope.id)).await.unwrap();
    assert_eq!(
        (seen.record.text("feedback"), seen.record.text("own_reference")),
        ("Sangat membantu (rekaan).".into(), "B-1".into())
    );
    assert!(told(&world, officer.post).await.contains(&"transaction-feedback".to_owned()));
    assert_eq!(told(&world, boss.post).await, Vec::<String>::new());
});

on_both!(a_reporting_institution_has_its_own_reports_and_what_came_back_and_nothing_beside, |world| {
    let admin = organisation(&world, "ID/PLT/BANKCONTOH").await;
    let officer = world.staff_by(&admin, "compliance-officer", None).await;
    let colleague = world.staff_by(&admin, "compliance-officer", None).await;
    let boss = world.staff_by(&admin, "manager", None).await;
    let open = Open::<TransactionReport>::root(report());
    let ours = world.node.perform(&officer.actor, open).await.unwrap().id;
    let move_to = async |action: &str, draft: Draft| {
        let step = Move::<TransactionReport>::new(ours, action, draft).unwrap();
        world.node.perform(&officer.actor, step).await
    };
    move_to("review", Draft::default()).await.unwrap();
    let write = WriteGoaml {
        report: ours,
        profile: PROFILE.into(),
        entity: "0001".into(),
        reporter: "Petugas Kepatuhan".into(),
        indicators: formats::goaml::Profile::parse(PROFILE.as_bytes()).unwrap().indicators[0].code.clone(),
        legal_basis: "uu_tppu".into(),
        schema: schema(),
    };
    assert!(world.node.perform(&officer.actor, write).await.unwrap().text.is_some(), "handed in as goAML");
    let done = Draft::default().with("reported_to", "Unit Contoh (rekaan)").with("reported_on", "2026-03-05");
    move_to("report", done).await.unwrap();
    let said = Draft::default().with("feedback_given", "X").with("feedback_given_on", "2026-03-05");
    let given = move_to("give_feedback", said).await;
    assert!(matches!(given, Err(Error::Denied("no-right"))), "feedback is the unit's to give: {given:?}");
    let compared = world.node.perform(&officer.actor, MatchTransactions { report: ours }).await;
    assert!(matches!(compared, Err(Error::Denied("no-right"))), "a bank does not ask cases: {compared:?}");
    let back = Draft::default().with("feedback", "Sangat membantu (rekaan).");
    move_to("note_feedback", back).await.unwrap();

    // Whoever did not make it does not learn of it, not in the same post's role, not above.
    for other in [&colleague, &boss] {
        let look = world.node.perform(&other.actor, View::<TransactionReport>::new(ours)).await;
        assert!(matches!(look, Err(Error::NotFound)));
    }
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    let list = world.node.perform(&colleague.actor, List::<TransactionReport>::new(query)).await.unwrap();
    assert!(list.rows.is_empty());

    // By its rights it reaches one kind and nothing else of the house.
    let table = node::policy_table();
    let mut rows = table.lines().filter(|line| line.starts_with("| "));
    let head: Vec<&str> = rows.next().unwrap().split('|').map(str::trim).collect();
    let column = head.iter().position(|name| *name == "compliance-officer").unwrap();
    let other = head.iter().position(|name| *name == "trainer").unwrap();
    let reached =
        table.lines().take_while(|line| !line.starts_with("# What a referral")).filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let (slug, own, plain) = (cells.get(1)?, cells.get(column)?, cells.get(other)?);
            (slug.starts_with('`') && *own != "·" && own != plain).then(|| slug.trim_matches('`').to_owned())
        });
    let reached: Vec<String> = reached.collect();
    let money = |slug: &String| slug.ends_with("-transaction-report") || slug.ends_with("-goaml");
    assert!(!reached.is_empty() && reached.iter().all(money), "{reached:?}");
});

on_both!(feedback_belongs_to_what_came_and_is_not_offered_on_what_goes_out, |world| {
    let admin = organisation(&world, "ID/FIU/CONTOH").await;
    let analyst = world.staff_by(&admin, "fiu-analyst", None).await;
    for (direction, offered) in [("to_fiu", false), ("from_fiu", true), ("from_institution", true)] {
        let draft = report().with("direction", direction);
        let id = world.node.perform(&analyst.actor, Open::<TransactionReport>::root(draft)).await.unwrap().id;
        let seen = world.node.perform(&analyst.actor, View::<TransactionReport>::new(id)).await.unwrap();
        assert_eq!(seen.steps.iter().any(|step| step.action == "give_feedback"), offered, "{direction}");
        assert!(seen.steps.iter().any(|step| step.action == "review"), "the others are as before");
        let said =
            Draft::default().with("feedback_given", "Data rekaan").with("feedback_given_on", "2026-03-05");
        let step = Move::<TransactionReport>::new(id, "give_feedback", said).unwrap();
        match world.node.perform(&analyst.actor, step).await {
            Ok(_) => assert!(offered),
            Err(error) => assert!(!offered && matches!(error, Error::Refused("feedback-on-own-report"))),
        }
    }
});

on_both!(goaml_comes_in_and_goes_out, |world| {
    let admin = organisation(&world, "ID/FIU/CONTOH").await;
    let analyst = world.staff_by(&admin, "fiu-analyst", None).await;
    let opened =
        world.node.perform(&analyst.actor, Open::<TransactionReport>::root(report())).await.unwrap().id;
    let profile = formats::goaml::Profile::parse(PROFILE.as_bytes()).unwrap();
    let write = || WriteGoaml {
        report: opened,
        profile: PROFILE.into(),
        entity: "0001".into(),
        reporter: "Petugas Contoh".into(),
        indicators: profile.indicators[0].code.clone(),
        legal_basis: "uu_tppu".into(),
        schema: String::new(),
    };
    let early = world.node.perform(&analyst.actor, write()).await;
    assert!(matches!(early, Err(Error::Refused("wrong-state"))), "reviewed first");
    let step = Move::<TransactionReport>::new(opened, "review", Draft::default()).unwrap();
    world.node.perform(&analyst.actor, step).await.unwrap();
    let written = world.node.perform(&analyst.actor, write()).await.unwrap();
    let take = |document: &str| TakeGoaml {
        document: document.into(),
        institution: "Bank Contoh (rekaan)".into(),
        direction: "from_institution".into(),
    };
    let came = world.node.perform(&analyst.actor, take(written.text.as_deref().unwrap())).await.unwrap().id;
    let seen = world.node.perform(&analyst.actor, View::<TransactionReport>::new(came)).await.unwrap();
    assert!(seen.record.text("parties").contains("entity: PT Contoh Rekaan"));
    assert!(matches!(world.node.perform(&analyst.actor, take("<x/>")).await, Err(Error::Refused(_))));
    let held = seen.record.text("transactions");
    assert!(held.starts_with(LINE) && !held.contains("Tiga kali"), "what was written comes back: {held}");
    assert!(
        written.text.as_deref().unwrap().contains("0800-0000-0001"),
        "what has no element stays in words"
    );
    let strict = |schema: &str| WriteGoaml { schema: schema.into(), ..write() };
    let refused = world.node.perform(&analyst.actor, strict(OTHER)).await.unwrap();
    assert_eq!(refused.text, None, "what the unit's own schema refuses is not given out");
    assert!(!refused.findings.is_empty());
    let unread = world.node.perform(&analyst.actor, strict("<x/>")).await;
    assert!(matches!(unread, Err(Error::Refused("goaml-schema-unreadable"))));
    let alone = include_str!("../../../../formats/tests/data/goaml/contoh.xsd");
    let alone = world.node.perform(&analyst.actor, strict(alone)).await;
    assert!(
        matches!(alone, Err(Error::Refused("goaml-schema-unreadable"))),
        "a file of the schema is missing"
    );
    let fits = world.node.perform(&analyst.actor, strict(&schema())).await.unwrap();
    assert!(fits.text.is_some(), "{:?}", fits.findings);
    let done = Draft::default().with("reported_to", "Unit Contoh (rekaan)").with("reported_on", "2026-03-05");
    let step = Move::<TransactionReport>::new(opened, "report", done).unwrap();
    world.node.perform(&analyst.actor, step).await.unwrap();
    let none = Move::<TransactionReport>::new(opened, "acknowledge", Draft::default()).unwrap();
    assert!(world.node.perform(&analyst.actor, none).await.is_err(), "only with the receiver's number");
});
