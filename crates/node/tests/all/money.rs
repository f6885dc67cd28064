//! Money is told layer by layer, what was sent and never arrived is found, and a file of the IATI Standard goes out as it came in.

use formats::iati::{IatiDocument, LIMITS, Records, check_iati, read_iati};
use model::kinds::{BudgetLine, Pledge, Programme, Transaction};
use model::{Draft, Id, Kind};
use node::acts::money::{
    ActivityOutcome, ExportIati, ExportOrganisations, ExportOwnOrganisation, ImportIati, ImportOrganisations,
    ViewMoney, ViewOrganisations,
};
use node::acts::{Move, Open, View};
use node::{Actor, Error};
use statistics::money::{Amount, Layer};

use crate::world::World;

const FILE: &str = include_str!("../../../../fuzz/seeds/iati/kegiatan.xml");
const ORGANISATIONS: &str = include_str!("../../../../fuzz/seeds/iati/organisasi.xml");

fn programme(identifier: &str) -> Draft {
    Draft::default()
        .with("iati_identifier", identifier)
        .with("title", "Rumah aman di setiap kabupaten (rekaan)")
        .with("description", "Rumah aman dan pendampingan.")
        .with("reporting_org", "Yayasan Contoh Kasih")
        .with("reporting_ref", "XI-IATI-CONTOH")
        .with("reporting_type", "national_ngo")
        .with("planned_start", "2026-01-01")
        .with("planned_end", "2027-12-31")
        .with("sector", "s16010")
        .with("currency", "IDR")
}

fn transaction(kind: &str, on: &str, amount: &str, (from, to): (&str, &str)) -> Draft {
    Draft::default()
        .with("transaction_type", kind)
        .with("happened_on", on)
        .with("amount", amount)
        .with("currency", "IDR")
        .with("value_on", on)
        .with("provider_activity", from)
        .with("receiver_activity", to)
}

fn budget(amount: &str, ends: &str) -> Draft {
    Draft::default()
        .with("budget_type", "original")
        .with("budget_status", "committed")
        .with("starts_on", "2026-01-01")
        .with("ends_on", ends)
        .with("amount", amount)
        .with("currency", "IDR")
        .with("value_on", "2026-01-01")
        .with("fund", "apbn")
}

async fn root(world: &World, actor: &Actor, identifier: &str) -> Id {
    world.node.perform(actor, Open::<Programme>::root(programme(identifier))).await.unwrap().id
}

async fn part<K: Kind>(world: &World, actor: &Actor, parent: Id, draft: Draft) -> node::Result<Id> {
    world.node.perform(actor, Open::<K>::part(parent, draft)).await.map(|opened| opened.id)
}

fn wrong<T: std::fmt::Debug>(result: node::Result<T>, field: &str) -> bool {
    matches!(&result, Err(Error::Invalid(problems)) if problems.iter().any(|one| one.field == field))
}

fn activities() -> Vec<formats::iati::Activity> {
    activities_of(FILE)
}

fn activities_of(file: &str) -> Vec<formats::iati::Activity> {
    match read_iati(file.as_bytes(), &LIMITS).unwrap().records {
        Records::Activities(list) => list,
        Records::Organisations(_) => panic!("an activity file"),
    }
}

on_both!(layers_stay_apart_and_what_never_arrived_is_found, |world| {
    let officer = world.staff("programme-officer", Some(world.unit)).await;
    let actor = &officer.actor;
    let (a, b) =
        (root(&world, actor, "XI-IATI-CONTOH-A").await, root(&world, actor, "XI-IATI-CONTOH-B").await);
    let way = ("XI-IATI-CONTOH-A", "XI-IATI-CONTOH-B");
    part::<BudgetLine>(&world, actor, a, budget("900.000.000", "2026-12-31")).await.unwrap();
    let sent = transaction("disbursement", "2026-02-01", "100000000", way);
    let arrived = transaction("incoming_funds", "2026-02-03", "100.000.000", way);
    part::<Transaction>(&world, actor, a, sent.clone()).await.unwrap();
    part::<Transaction>(&world, actor, b, arrived).await.unwrap();
    let lost = part::<Transaction>(&world, actor, a, sent.with("happened_on", "2026-02-20")).await.unwrap();
    let pledge = Draft::default()
        .with("donor", "Dana Contoh")
        .with("amount", "500000000")
        .with("currency", "IDR")
        .with("announced_on", "2026-01-05")
        .with("due_on", "2026-12-31");
    let pledge = part::<Pledge>(&world, actor, a, pledge).await.unwrap();

    let money = world.node.perform(actor, ViewMoney { layer: Layer::Disbursed }).await.unwrap();
    let of = |layer| money.layers.of(layer).map(|sum| sum.total.rounded());
    assert_eq!(of(Layer::Pledged), Some(500_000_000));
    assert_eq!(of(Layer::Allocated), Some(900_000_000));
    assert_eq!((of(Layer::Disbursed), of(Layer::Received)), (Some(200_000_000), Some(100_000_000)));
    assert_eq!((of(Layer::Spent), money.programmes.len()), (None, 2));
    let unmatched: Vec<Id> = money.unmatched.iter().map(|one| one.id).collect();
    assert_eq!(unmatched, [lost]);
    assert_eq!((money.flows.len(), money.flows[0].to.as_str()), (1, way.1));

    let withdraw = Draft::default().with("note", "Ditarik pemberi (rekaan)");
    world.node.perform(actor, Move::<Pledge>::new(pledge, "withdraw", withdraw).unwrap()).await.unwrap();
    let money = world.node.perform(actor, ViewMoney { layer: Layer::Disbursed }).await.unwrap();
    assert!(money.layers.of(Layer::Pledged).is_none(), "a pledge that was withdrawn counts no more");
    let worker = world.staff("case-worker", Some(world.unit)).await;
    assert!(world.node.perform(&worker.actor, ViewMoney { layer: Layer::Spent }).await.is_err());
});

on_both!(books_that_cannot_be_right_are_refused_at_their_field, |world| {
    let officer = world.staff("programme-officer", Some(world.unit)).await;
    let actor = &officer.actor;
    let a = root(&world, actor, "XI-IATI-CONTOH-A").await;
    let backwards = programme("XI-IATI-CONTOH-X").with("planned_end", "2025-01-01");
    assert!(wrong(world.node.perform(actor, Open::<Programme>::root(backwards)).await, "planned_end"));
    assert!(wrong(part::<BudgetLine>(&world, actor, a, budget("1", "2027-06-30")).await, "ends_on"));
    assert!(wrong(part::<BudgetLine>(&world, actor, a, budget("-1", "2026-12-31")).await, "amount"));
    let spent = |amount| transaction("expenditure", "2026-02-01", amount, ("", ""));
    assert!(wrong(part::<Transaction>(&world, actor, a, spent("banyak")).await, "amount"));
    assert!(wrong(part::<Transaction>(&world, actor, a, spent("-5000")).await, "corrects"));
    let first = part::<Transaction>(&world, actor, a, spent("5000")).await.unwrap();
    let number = world.node.perform(actor, View::<Transaction>::new(first)).await.unwrap().envelope.code;
    let back = spent("-5000").with("corrects", number);
    part::<Transaction>(&world, actor, a, back).await.unwrap();
    let money = world.node.perform(actor, ViewMoney { layer: Layer::Spent }).await.unwrap();
    assert_eq!(money.layers.of(Layer::Spent).unwrap().total, Amount::default());
});

on_both!(a_programme_goes_out_valid_or_not_at_all, |world| {
    let officer = world.staff("programme-officer", Some(world.unit)).await;
    let actor = &officer.actor;
    let a = root(&world, actor, "XI-IATI-CONTOH-A").await;
    part::<BudgetLine>(&world, actor, a, budget("1500000", "2026-12-31")).await.unwrap();
    let paid = transaction("incoming_funds", "2026-02-01", "1.000,50", ("XI-IATI-DANACONTOH-9", ""));
    let paid = paid.with("provider", "Dana Contoh");
    part::<Transaction>(&world, actor, a, paid).await.unwrap();
    let done = world.node.perform(actor, ExportIati { id: a }).await.unwrap();
    assert_eq!(done.errors, []);
    let xml = done.xml.unwrap();
    assert_eq!(check_iati(xml.as_bytes(), &LIMITS, 1_900_000_000_000).errors, []);
    assert!(
        xml.contains(">1000.5</value>") && xml.contains("provider-activity-id=\"XI-IATI-DANACONTOH-9\""),
        "{xml}"
    );
    // A name of the activity that is that of the organisation breaks rule 1.1.3: it is told, and nothing is handed out.
    let same = root(&world, actor, "XI-IATI-CONTOH").await;
    let done = world.node.perform(actor, ExportIati { id: same }).await.unwrap();
    assert!(
        done.xml.is_none() && done.errors.iter().any(|finding| finding.reason.contains("1.1.3")),
        "{done:?}"
    );
    let nameless = world.node.perform(actor, Open::<Programme>::root(programme(""))).await.unwrap().id;
    assert!(wrong(world.node.perform(actor, ExportIati { id: nameless }).await, "iati_identifier"));
});

on_both!(a_file_comes_in_once_and_goes_out_with_everything_that_stood_in_it, |world| {
    let officer = world.staff("programme-officer", Some(world.unit)).await;
    let actor = &officer.actor;
    let import = |dry_run| ImportIati { activities: activities(), dry_run };
    let looked = world.node.perform(actor, import(true)).await.unwrap();
    assert_eq!(
        (looked.activities.as_slice(), looked.kept),
        ([(1, ActivityOutcome::Created(3))].as_slice(), false)
    );
    let done = world.node.perform(actor, import(false)).await.unwrap();
    assert!(done.kept);
    let again = world.node.perform(actor, import(false)).await.unwrap();
    assert_eq!(again.activities, [(1, ActivityOutcome::Known)]);
    let money = world.node.perform(actor, ViewMoney { layer: Layer::Spent }).await.unwrap();
    let [one] = money.programmes.as_slice() else { panic!("{money:?}") };
    assert_eq!(
        (one.title.as_str(), one.state.as_str()),
        ("Pendampingan anak korban eksploitasi", "implementation")
    );
    let received = one.layers.of(Layer::Received).unwrap();
    assert_eq!(
        received.apart.get("USD"),
        Amount::parse("50000").as_ref(),
        "no rate of its day: it stands apart"
    );

    let done = world.node.perform(actor, ExportIati { id: one.id }).await.unwrap();
    let Records::Activities(out) = read_iati(done.xml.unwrap().as_bytes(), &LIMITS).unwrap().records else {
        panic!("an activity file")
    };
    let mut expected = activities().remove(0);
    expected.updated = out[0].updated.clone();
    assert_eq!(out, [expected.clone()]);
    // What has no field here goes out again, too.
    let new = IatiDocument::new("2026-03-05T00:00:00Z", Records::Activities(out));
    let written = formats::iati::write_iati(&new);
    for kept in [
        "<x:lain",
        "<x:sumber>hibah",
        "aggregation-status",
        "9900001",
        "flow-type",
        "Laporan",
        "crs-channel-code",
    ] {
        assert!(written.contains(kept), "{kept}: {written}");
    }
    // An entry that is new stands behind those that came.
    let spent = transaction("expenditure", "2026-02-01", "7000", ("", ""));
    part::<Transaction>(&world, actor, one.id, spent).await.unwrap();
    let done = world.node.perform(actor, ExportIati { id: one.id }).await.unwrap();
    let Records::Activities(out) = read_iati(done.xml.unwrap().as_bytes(), &LIMITS).unwrap().records else {
        panic!("an activity file")
    };
    assert_eq!(out[0].transactions.len(), expected.transactions.len() + 1);
    assert_eq!(out[0].transactions.last().unwrap().amount.value, "7000");
});

async fn exported(world: &World, actor: &Actor, id: Id) -> formats::iati::Activity {
    let done = world.node.perform(actor, ExportIati { id }).await.unwrap();
    match read_iati(done.xml.expect("a valid file").as_bytes(), &LIMITS).unwrap().records {
        Records::Activities(mut list) => list.remove(0),
        Records::Organisations(_) => panic!("an activity file"),
    }
}

on_both!(a_newer_file_brings_a_programme_up_to_date_and_loses_nothing, |world| {
    let officer = world.staff("programme-officer", Some(world.unit)).await;
    let actor = &officer.actor;
    let import = |activities: Vec<_>, dry_run| ImportIati { activities, dry_run };
    world.node.perform(actor, import(activities(), false)).await.unwrap();
    let money = world.node.perform(actor, ViewMoney { layer: Layer::Spent }).await.unwrap();
    let id = money.programmes[0].id;
    // Changed here, and not in the file.
    let own = Draft::default().with("region", "32.73");
    world.node.perform(actor, node::acts::Edit::<Programme>::new(id, own)).await.unwrap();

    let mut newer = activities().remove(0);
    newer.updated = Some("2026-03-05T01:00:00Z".into());
    let again = world.node.perform(actor, import(vec![newer.clone()], false)).await.unwrap();
    assert_eq!(again.activities, [(1, ActivityOutcome::Known)], "the same words, written later");
    newer.title[0].text = "Pendampingan anak (judul baru, rekaan)".into();
    newer.budgets[0].amount.value = "1750000000".into();
    let gone = newer.transactions.remove(0);
    let looked = world.node.perform(actor, import(vec![newer.clone()], true)).await.unwrap();
    // The title; a budget line that is new and one taken back; a transaction taken back.
    assert_eq!(looked.activities, [(1, ActivityOutcome::Updated(4))]);
    assert_ne!(exported(&world, actor, id).await.title, newer.title, "a look changes nothing");
    let done = world.node.perform(actor, import(vec![newer.clone()], false)).await.unwrap();
    assert!(done.kept && done.activities == [(1, ActivityOutcome::Updated(4))]);

    let mut out = exported(&world, actor, id).await;
    out.updated.clone_from(&newer.updated);
    assert_eq!(out, newer, "what goes out is what came in last");
    let viewed = world.node.perform(actor, View::<Programme>::new(id)).await.unwrap();
    assert_eq!(viewed.record.text("title"), newer.title[0].text);
    assert_eq!(viewed.record.text("region"), "32.73", "what was changed here and not there stays");
    let money = world.node.perform(actor, ViewMoney { layer: Layer::Received }).await.unwrap();
    let apart = |layer| money.programmes[0].layers.of(layer).and_then(|sum| sum.apart.get("USD").copied());
    assert_eq!(gone.amount.value, "50000");
    assert_eq!(
        apart(Layer::Received).unwrap_or_default(),
        Amount::default(),
        "an entry that is gone is taken back"
    );
    let entries = world.sql("select count(*) from k_transaction").await;
    assert_eq!(entries[0][0], "3", "and nothing was deleted");
    let same = world.node.perform(actor, import(vec![newer], false)).await.unwrap();
    assert_eq!(same.activities, [(1, ActivityOutcome::Known)]);
    let other = world.staff("case-worker", Some(world.unit)).await;
    assert!(matches!(
        world.node.perform(&other.actor, import(activities(), false)).await,
        Err(Error::Denied(_))
    ));
});

#[test]
fn our_lists_name_codes_that_the_standard_has() {
    for (list, theirs) in [
        ("programme-state", "ActivityStatus"),
        ("iati-budget-type", "BudgetType"),
        ("iati-budget-status", "BudgetStatus"),
        ("iati-transaction-type", "TransactionType"),
        ("iati-organisation-type", "OrganisationType"),
        ("iati-sector", "Sector"),
    ] {
        for code in &model::codes::list(list).unwrap().codes {
            let named = code.extra("iati").is_some_and(|iati| formats::iati::is_code(theirs, iati));
            assert!(named || (list, code.code) == ("iati-sector", "other"), "{list} {}", code.code);
        }
    }
    for code in &model::codes::list("currency").unwrap().codes {
        assert!(formats::iati::is_code("Currency", code.code), "{}", code.code);
    }
}

fn organisations(xml: &str) -> Vec<formats::iati::Organisation> {
    assert_eq!(check_iati(xml.as_bytes(), &LIMITS, 1_900_000_000_000).errors, []);
    match read_iati(xml.as_bytes(), &LIMITS).unwrap().records {
        Records::Organisations(list) => list,
        Records::Activities(_) => panic!("organisations"),
    }
}

on_both!(an_organisation_file_goes_out_as_it_came_in, |world| {
    let officer = world.staff("programme-officer", Some(world.unit)).await;
    let actor = &officer.actor;
    let none = world.node.perform(actor, ExportOrganisations).await;
    assert!(matches!(none, Err(Error::Refused("no-organisations"))));
    let take = async |xml: &str, dry_run| {
        let act = ImportOrganisations { organisations: organisations(xml), dry_run };
        let done = world.node.perform(actor, act).await.unwrap();
        (done.created, done.updated, done.known, done.kept)
    };
    assert_eq!(take(ORGANISATIONS, true).await, (1, 0, 0, false));
    assert!(world.node.perform(actor, ViewOrganisations).await.unwrap().is_empty(), "only looked through");
    assert_eq!(take(ORGANISATIONS, false).await, (1, 0, 0, true));
    assert_eq!(take(ORGANISATIONS, false).await, (0, 0, 1, true));

    // Nothing is lost on the way through, what no page shows included.
    let out = world.node.perform(actor, ExportOrganisations).await.unwrap();
    assert_eq!((out.errors.as_slice(), out.warnings.as_slice()), (&[][..], &[][..]));
    let xml = out.xml.unwrap();
    assert_eq!(organisations(&xml), organisations(ORGANISATIONS));
    let words = |xml: &str| xml.split_whitespace().collect::<String>();
    let inside = |xml: &str| {
        let all = words(xml);
        all[all.find("<iati-organisationxml").unwrap()..].to_owned()
    };
    assert_eq!(inside(&xml), inside(ORGANISATIONS));

    let told = world.node.perform(actor, ViewOrganisations).await.unwrap();
    let [one] = told.as_slice() else { panic!("one organisation") };
    assert_eq!(
        (one.name.as_str(), one.budgets.len(), one.expenditures.len()),
        ("Yayasan Contoh Kasih", 1, 1)
    );
    assert_eq!((one.budgets[0].value.as_str(), one.budgets[0].currency.as_str()), ("4000000000", "IDR"));
    assert!(!one.budgets[0].committed);

    // A line that no page shows is changed: the newer file counts, and only it.
    let newer = ORGANISATIONS.replace(">200000000<", ">250000000<");
    assert_eq!(take(&newer, false).await, (0, 1, 0, true));
    let xml = world.node.perform(actor, ExportOrganisations).await.unwrap().xml.unwrap();
    assert!(xml.contains("250000000") && !xml.contains(">200000000<"));
    let worker = world.staff("case-worker", Some(world.unit)).await;
    assert!(world.node.perform(&worker.actor, ViewOrganisations).await.is_err());
    assert!(world.node.perform(&worker.actor, ExportOrganisations).await.is_err());
});

on_both!(an_organisation_file_is_written_from_its_own_books_and_read_back_whole, |world| {
    let officer = world.staff("programme-officer", Some(world.unit)).await;
    let actor = &officer.actor;
    let none = world.node.perform(actor, ExportOwnOrganisation).await;
    assert!(matches!(none, Err(Error::Refused("no-own-books"))));

    let own = programme("XI-IATI-CONTOH-A")
        .with("region", "32.01")
        .with("source_uri", "https://contoh.invalid/rumah-aman.pdf")
        .with("implementer", "Lembaga Pelaksana Contoh")
        .with("implementer_ref", "XI-IATI-PELAKSANA");
    let a = world.node.perform(actor, Open::<Programme>::root(own)).await.unwrap().id;
    let b = root(&world, actor, "XI-IATI-CONTOH-B").await;
    part::<BudgetLine>(&world, actor, a, budget("900.000.000", "2026-12-31")).await.unwrap();
    // A revised line takes the place of the one before it.
    let revised = budget("700.000.000", "2026-12-31").with("budget_type", "revised");
    part::<BudgetLine>(&world, actor, a, revised).await.unwrap();
    part::<BudgetLine>(&world, actor, b, budget("100.000.000", "2026-12-31")).await.unwrap();
    let indicated = budget("40.000.000", "2026-12-31").with("budget_status", "indicative");
    part::<BudgetLine>(&world, actor, b, indicated).await.unwrap();
    for (kind, amount) in [("expenditure", "5000"), ("expenditure", "7000"), ("disbursement", "900000")] {
        let entry = transaction(kind, "2026-02-01", amount, ("", ""));
        part::<Transaction>(&world, actor, b, entry).await.unwrap();
    }
    // What another organisation reports is in its file, not in ours.
    let theirs = FILE.replace("reporting-org ref=\"XI-IATI-CONTOH\"", "reporting-org ref=\"XI-IATI-LAIN\"");
    assert_ne!(theirs, FILE);
    let taken = ImportIati { activities: activities_of(&theirs), dry_run: false };
    world.node.perform(actor, taken).await.unwrap();

    let done = world.node.perform(actor, ExportOwnOrganisation).await.unwrap();
    assert_eq!((done.errors.as_slice(), done.warnings.as_slice()), (&[][..], &[][..]));
    let xml = done.xml.unwrap();
    let found = organisations(&xml);
    let [one] = found.as_slice() else { panic!("one organisation") };
    assert_eq!((one.identifier.as_str(), one.reporting.kind.as_deref()), ("XI-IATI-CONTOH", Some("22")));
    let told = |sums: &[formats::iati::OrganisationBudget]| {
        sums.iter()
            .map(|sum| (sum.status.clone().unwrap_or_default(), sum.amount.value.clone()))
            .collect::<Vec<_>>()
    };
    let of = |status: &str, value: &str| (status.to_owned(), value.to_owned());
    assert_eq!(told(&one.budgets), [of("1", "40000000"), of("2", "800000000")]);
    assert_eq!(told(&one.expenditures), [of("", "12000")], "what was handed on is no spending");
    for part in [
        "<recipient-org ref=\"XI-IATI-PELAKSANA\">",
        "<recipient-country code=\"ID\"",
        "<budget-line ref=\"ID-JB\">",
        "url=\"https://contoh.invalid/rumah-aman.pdf\"",
    ] {
        assert!(xml.contains(part), "{part} in {xml}");
    }
    assert!(!xml.contains("recipient-region"), "regions of the standard are larger than a country");

    // Read by somebody else, it goes out again as it came in.
    let act = ImportOrganisations { organisations: found.clone(), dry_run: false };
    world.node.perform(actor, act).await.unwrap();
    let again = world.node.perform(actor, ExportOrganisations).await.unwrap().xml.unwrap();
    let words = |xml: &str| {
        let all: String = xml.split_whitespace().collect();
        all[all.find("<iati-organisation").unwrap()..]
            .split_once("<organisation-identifier")
            .unwrap()
            .1
            .to_owned()
    };
    assert_eq!(words(&again), words(&xml));

    // A programme whose reporter nobody knows would be missing: then nothing is written.
    let nameless = programme("XI-IATI-CONTOH-C").with("reporting_ref", "");
    let c = world.node.perform(actor, Open::<Programme>::root(nameless)).await.unwrap().id;
    world.node.perform(actor, ExportOwnOrganisation).await.unwrap();
    part::<BudgetLine>(&world, actor, c, budget("1000", "2026-12-31")).await.unwrap();
    let stopped = world.node.perform(actor, ExportOwnOrganisation).await;
    assert!(matches!(stopped, Err(Error::Refused("own-books-without-reporter"))));
    let worker = world.staff("case-worker", Some(world.unit)).await;
    assert!(world.node.perform(&worker.actor, ExportOwnOrganisation).await.is_err());
});
