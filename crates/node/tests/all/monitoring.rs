//! Indicators, their numbers, rules that watch them, briefs that quote them: what is shown, what is withheld, and who may do what.

use std::collections::BTreeMap;

use model::kinds::{
    AlertRule, Brief, BriefAsk, BriefParagraph, Indicator, IndicatorTarget, PracticeNote, RuleAlert,
};
use model::{Draft, Id, Kind, Lang, Timestamp};
use node::acts::monitoring::{
    ImportObservations, NoteRate, ObservationOutcome, ObservationRow, ReadBrief, ViewFunding, ViewMonitoring,
    ViewObservations, ViewTreatyReport, ViewTrial,
};
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::promises::ViewTies;
use node::acts::{Edit, Move, Open};
use node::{Actor, Error};

use crate::world::World;

fn indicator(reference: &str) -> Draft {
    Draft::default()
        .with("reference", reference)
        .with("name", "Anak dengan kasus terdaftar (rekaan)")
        .with("name_en", "Children with a registered case (invented)")
        .with("class", "process")
        .with("definition", "Anak yang kasusnya terdaftar dalam periode itu, masing-masing satu kali.")
        .with("unit", "number")
        .with("counted_entity", "children")
        .with("source", "Sistem kasus Yayasan Contoh Kasih")
        .with("frequency", "month")
        .with("strata", "sex")
        .with("direction", "neither")
        .with("feed", "file")
        .with("minimum", "11")
        .with("custodian", "Statistisi")
        .with("caveat", "Kenaikan dapat berarti pelaporan yang lebih baik.")
        .with("caveat_en", "A rise may mean better reporting.")
}

fn row(number: u32, area: &str, stratum: &str, period: &str, value: &str) -> ObservationRow {
    ObservationRow {
        number,
        indicator: "ANAK-1".into(),
        area: area.into(),
        stratum: stratum.into(),
        period: period.into(),
        value: value.into(),
        ..ObservationRow::default()
    }
}

async fn open<K: Kind>(world: &World, actor: &Actor, draft: Draft) -> node::Result<Id> {
    world.node.perform(actor, Open::<K>::root(draft)).await.map(|opened| opened.id)
}

async fn step<K: Kind>(world: &World, actor: &Actor, id: Id, action: &str, draft: Draft) -> node::Result<()> {
    world.node.perform(actor, Move::<K>::new(id, action, draft)?).await.map(drop)
}

fn refused<T: std::fmt::Debug>(result: node::Result<T>, code: &str) -> bool {
    matches!(&result, Err(Error::Refused(found)) if *found == code)
}

/// An indicator that is public, by a statistician and a manager.
async fn public_indicator(world: &World, draft: Draft) -> (Id, Actor, Actor) {
    let (one, other) =
        (world.staff("statistician", None).await.actor, world.staff("manager", None).await.actor);
    let id = open::<Indicator>(world, &one, draft).await.unwrap();
    step::<Indicator>(world, &other, id, "activate", Draft::default()).await.unwrap();
    step::<Indicator>(world, &other, id, "publish", Draft::default()).await.unwrap();
    (id, one, other)
}

async fn import(world: &World, actor: &Actor, rows: Vec<ObservationRow>) -> Vec<(u32, ObservationOutcome)> {
    world.node.perform(actor, ImportObservations { rows, dry_run: false }).await.unwrap().rows
}

on_both!(an_indicator_is_put_to_use_by_somebody_else_and_known_once, |world| {
    let (one, other) =
        (world.staff("statistician", None).await.actor, world.staff("manager", None).await.actor);
    let id = open::<Indicator>(&world, &one, indicator("ANAK-1")).await.unwrap();
    assert!(refused(open::<Indicator>(&world, &one, indicator("ANAK-1")).await, "indicator-known"));
    assert!(refused(step::<Indicator>(&world, &one, id, "activate", Draft::default()).await, "own-entry"));
    step::<Indicator>(&world, &other, id, "activate", Draft::default()).await.unwrap();
    assert!(world.node.public_observations(id, None).await.is_err(), "not public yet");
    let wrong = indicator("ANAK-2").with("feed", "reports_received");
    assert!(
        matches!(open::<Indicator>(&world, &one, wrong).await, Err(Error::Invalid(_))),
        "reports have no sex"
    );
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    assert!(open::<Indicator>(&world, &worker, indicator("ANAK-3")).await.is_err());
    assert!(world.node.perform(&worker, ViewMonitoring::default()).await.is_err());
});

on_both!(rows_are_taken_in_one_by_one_and_small_numbers_never_leave, |world| {
    let (id, officer, _) = public_indicator(&world, indicator("ANAK-1")).await;
    let mut rows = vec![
        row(2, "32", "", "2026-01", "52"),
        row(3, "ID-JB", "F", "2026-01", "48"),
        row(4, "32", "M", "2026-01", "4"),
        row(5, "33", "_T", "2026-01", "7"),
        row(6, "33", "F", "2026-01", "7"),
        row(7, "ID", "", "2026-01", "59"),
        row(8, "99", "", "2026-01", "5"),
        row(9, "32", "", "2026-13", "5"),
        row(10, "32", "lain", "2026-01", "5"),
        row(11, "32", "", "2026-02", "banyak"),
        row(12, "31", "", "2026-03", "-5"),
        row(13, "34", "", "2026-04", "20"),
        row(14, "34", "F", "2026-04", "30"),
    ];
    rows.push(ObservationRow { indicator: "LAIN".into(), ..row(15, "32", "", "2026-01", "5") });
    let done = import(&world, &officer, rows.clone()).await;
    use ObservationOutcome::{Kept, Left, Wrong};
    let of = |number| done.iter().find(|(row, _)| *row == number).unwrap().1;
    assert_eq!([2, 3, 4, 5, 6, 7].map(of), [Kept; 6]);
    assert_eq!(
        [8, 9, 10, 11, 12, 15].map(of),
        ["area", "period", "stratum", "value", "value", "indicator"].map(Wrong)
    );
    assert_eq!([13, 14].map(of), [Left("parts-above-total"); 2]);
    let public = world.node.public_observations(id, None).await.unwrap();
    let shown = |area: &str, stratum: &str| {
        let found =
            public.rows.iter().find(|row| (row.area.as_str(), row.stratum.as_str()) == (area, stratum));
        found.unwrap().shown
    };
    assert_eq!((shown("32", "male"), shown("33", "_T"), shown("33", "female")), (None, None, None));
    // Whoever knew two of these three would know the third.
    let known = [shown("32", "_T"), shown("33", "_T"), shown("ID", "_T")].iter().flatten().count();
    assert!(known < 2, "{:?}", public.rows);
    let again = import(&world, &officer, rows[..6].to_vec()).await;
    assert!(again.iter().all(|(_, outcome)| *outcome == ObservationOutcome::Same));
    let change =
        world.node.perform(&officer, Edit::<Indicator>::new(id, Draft::default().with("minimum", "5"))).await;
    assert!(refused(change, "indicator-has-numbers"), "what is protected is not unprotected afterwards");
});

on_both!(a_revision_that_would_tell_of_few_stays_away, |world| {
    let (id, officer, _) = public_indicator(&world, indicator("ANAK-1")).await;
    import(&world, &officer, vec![row(1, "ID", "", "2026-01", "100")]).await;
    let small = import(&world, &officer, vec![row(1, "ID", "", "2026-01", "103")]).await;
    assert_eq!(small[0].1, ObservationOutcome::Left("change-too-small"));
    let fewer = import(&world, &officer, vec![row(1, "ID", "", "2026-01", "97")]).await;
    assert_eq!(fewer[0].1, ObservationOutcome::Left("change-too-small"));
    let shown = |world: &World| world.node.clone();
    let node = shown(&world);
    assert_eq!(node.public_observations(id, None).await.unwrap().rows[0].shown, Some(100.0));
    let large = import(&world, &officer, vec![row(1, "ID", "", "2026-01", "60")]).await;
    assert_eq!(large[0].1, ObservationOutcome::Kept);
    assert_eq!(node.public_observations(id, None).await.unwrap().rows[0].shown, Some(60.0));
});

fn rule(indicator: Id) -> Draft {
    Draft::default()
        .with("name", "Lonjakan kasus terdaftar (rekaan)")
        .with("method", "threshold")
        .with("indicator", indicator.to_string())
        .with("areas", "all")
        .with("side", "rise")
        .with("bound", "50")
        .with("importance", "high")
        .with("delivery", "single")
        .with("message", "Tanyakan kepada dinas provinsi.")
}

fn months(from: u32, values: &[u32]) -> Vec<ObservationRow> {
    let one = |(at, n): (usize, &u32)| {
        row(at as u32 + 1, "32", "", &format!("2025-{:02}", from + at as u32), &n.to_string())
    };
    values.iter().enumerate().map(one).collect()
}

on_both!(a_rule_is_tried_on_history_opens_one_alert_and_attaches_what_follows, |world| {
    let (indicator, officer, manager) =
        public_indicator(&world, indicator("ANAK-1").with("strata", "none")).await;
    import(&world, &officer, months(1, &[20, 60, 70, 20, 65, 20, 4])).await;
    let none = rule(indicator).with("bound", "");
    assert!(matches!(open::<AlertRule>(&world, &officer, none).await, Err(Error::Invalid(_))));
    let id = open::<AlertRule>(&world, &officer, rule(indicator)).await.unwrap();
    assert!(refused(
        step::<AlertRule>(&world, &officer, id, "activate", Draft::default()).await,
        "wrong-state"
    ));
    step::<AlertRule>(&world, &officer, id, "test", Draft::default()).await.unwrap();
    let trial = world.node.perform(&officer, ViewTrial { id }).await.unwrap();
    assert_eq!((trial.would_fire, trial.answers.len()), (2, 3), "two alerts, one of them over two months");
    let change = Edit::<AlertRule>::new(id, Draft::default().with("bound", "10"));
    assert!(refused(world.node.perform(&officer, change).await, "not-a-draft"));
    step::<AlertRule>(&world, &officer, id, "activate", Draft::default()).await.unwrap();
    world.node.turn_clock().await.unwrap();
    let alerts = async || world.node.perform(&manager, ViewMonitoring::default()).await.unwrap().alerts;
    assert!(alerts().await.is_empty(), "the latest number is withheld");
    import(&world, &officer, months(8, &[80])).await;
    world.node.turn_clock().await.unwrap();
    let opened = alerts().await;
    assert_eq!(opened.len(), 1);
    assert!(!opened[0].title.contains("80"));
    let told = world.sql("select code from notification where code = 'rule-alert-opened'").await;
    assert_eq!(told.len(), 1);
    import(&world, &officer, months(9, &[90])).await;
    world.node.turn_clock().await.unwrap();
    assert_eq!(alerts().await.len(), 1, "what follows belongs to it");
    let alert = opened[0].id;
    // What others tried there is found from the alert.
    let note = Draft::default()
        .with("title", "Kunjungan rumah dua pekan sekali (rekaan)")
        .with("tried", "Kunjungan rumah (rekaan).")
        .with("region", "32.73")
        .with("evidence", "Catatan kunjungan (rekaan).")
        .with("strength", model::codes::list("evidence-strength").unwrap().codes[0].code)
        .with("ask", "Dinas contoh");
    let writer = world.staff("policy-officer", None).await.actor;
    let note = open::<PracticeNote>(&world, &writer, note).await.unwrap();
    for action in ["review", "publish"] {
        step::<PracticeNote>(&world, &manager, note, action, Draft::default()).await.unwrap();
    }
    let ties = world.node.perform(&manager, ViewTies { id: alert }).await.unwrap();
    assert_eq!(ties.practice.iter().map(|one| one.id).collect::<Vec<_>>(), [note]);
    step::<RuleAlert>(&world, &manager, alert, "acknowledge", Draft::default()).await.unwrap();
    let said = Draft::default().with("conclusion", "Pelaporan ganda sudah dibersihkan (rekaan).");
    step::<RuleAlert>(&world, &manager, alert, "close", said).await.unwrap();
    world.node.turn_clock().await.unwrap();
    assert!(alerts().await.is_empty());
    import(&world, &officer, months(10, &[95])).await;
    world.node.turn_clock().await.unwrap();
    assert_eq!(alerts().await.len(), 0, "it was known when the alert was closed: closed in a later month");
    let by_hand = Draft::default().with("rule", id.to_string()).with("title", "x").with("importance", "low");
    assert!(refused(open::<RuleAlert>(&world, &officer, by_hand).await, "by-own-act"));
});

// Two that show the same and hold other small numbers are watched by every kind of rule, in all places and strata at once: all that rules say,
// of the past and from now on, is the same of both. So rules together tell no more than the numbers that they read.
on_both!(rules_of_every_kind_say_the_same_of_all_that_shows_the_same, |world| {
    let (one, officer, _) = public_indicator(&world, indicator("ANAK-1")).await;
    let (other, ..) = public_indicator(&world, indicator("ANAK-2")).await;
    // Girls and boys of two provinces: the same sums, few boys in the first, and in the second others.
    let few = [[3, 4], [9, 5], [2, 7], [10, 3], [1, 1], [6, 9], [5, 8], [4, 10]];
    let mut rows = Vec::new();
    for (month, boys) in few.iter().enumerate() {
        for (reference, turned) in [("ANAK-1", false), ("ANAK-2", true)] {
            let n = |at: usize| if turned { 11 - boys[at] } else { boys[at] };
            let total = |at: usize| 40 + 5 * month as u32 * at as u32;
            let period = format!("2025-{:02}", month + 1);
            for (at, area) in ["31", "32"].into_iter().enumerate() {
                let cells = [("", total(at)), ("M", n(at)), ("F", total(at) - n(at))];
                for (stratum, value) in cells {
                    let row = row(rows.len() as u32 + 2, area, stratum, &period, &value.to_string());
                    rows.push(ObservationRow { indicator: reference.into(), ..row });
                }
            }
        }
    }
    let done = import(&world, &officer, rows).await;
    assert!(done.iter().all(|(_, outcome)| *outcome == ObservationOutcome::Kept), "{done:?}");
    let shown = async |id: Id| {
        let all = world.node.public_observations(id, None).await.unwrap().rows;
        all.into_iter().map(|seen| (seen.area, seen.stratum, seen.period, seen.shown)).collect::<Vec<_>>()
    };
    let seen = shown(one).await;
    assert_eq!(seen, shown(other).await);
    assert!(seen.iter().all(|(_, stratum, _, shown)| shown.is_some() == (stratum == "_T")), "{seen:?}");

    let kinds: [(&str, &[(&str, &str)]); 11] = [
        ("threshold", &[("bound", "2"), ("side", "rise")]),
        ("threshold", &[("bound", "5"), ("side", "fall")]),
        ("change_amount", &[("bound", "3"), ("side", "rise"), ("back", "1")]),
        ("change_share", &[("bound", "10"), ("side", "fall"), ("back", "1")]),
        ("z", &[("bound", "1"), ("periods", "4")]),
        ("modified_z", &[("bound", "1"), ("periods", "4")]),
        ("ears_c1", &[("bound", "1"), ("periods", "4")]),
        ("ears_c3", &[("bound", "1"), ("periods", "4")]),
        ("cusum", &[("bound", "1"), ("periods", "4")]),
        ("overdue", &[]),
        ("silence", &[("periods", "4")]),
    ];
    let mut said = [Vec::new(), Vec::new()];
    for (method, settings) in kinds {
        for (of, said) in [one, other].into_iter().zip(&mut said) {
            let plain = rule(of).with("method", method).with("bound", "").with("side", "");
            let draft = settings.iter().fold(plain, |draft, (name, value)| draft.with(name, *value));
            let id = open::<AlertRule>(&world, &officer, draft).await.unwrap();
            for action in ["test", "activate"] {
                step::<AlertRule>(&world, &officer, id, action, Draft::default()).await.unwrap();
            }
            let trial = world.node.perform(&officer, ViewTrial { id }).await.unwrap();
            assert!(trial.answers.iter().all(|answer| answer.stratum == "_T" || answer.shown.is_none()));
            said.push((method, trial.would_fire, trial.answers));
        }
    }
    let [first, second] = said;
    assert_eq!(first, second);
    assert!(first.iter().any(|(_, fired, _)| *fired > 0), "some rule answers");
    world.node.turn_clock().await.unwrap();
    let alerts = world.sql("select a.area, a.stratum, a.first_seen, k.indicator from alert_series a join k_rule_alert k on k.id = a.alert_id").await;
    let of = |id: Id| {
        let mine = alerts.iter().filter(|row| row[3] == id.to_string());
        let mut mine: Vec<_> = mine.map(|row| row[..3].to_vec()).collect();
        mine.sort();
        mine
    };
    assert_eq!(of(one), of(other));
    assert!(!of(one).is_empty());
});

on_both!(a_digest_tells_once_a_day, |world| {
    let (indicator, officer, _) = public_indicator(&world, indicator("ANAK-1").with("strata", "none")).await;
    import(&world, &officer, months(1, &[80])).await;
    let id = open::<AlertRule>(&world, &officer, rule(indicator).with("delivery", "digest")).await.unwrap();
    for action in ["test", "activate"] {
        step::<AlertRule>(&world, &officer, id, action, Draft::default()).await.unwrap();
    }
    world.node.turn_clock().await.unwrap();
    world.node.turn_clock().await.unwrap();
    let told = world.sql("select code, matter_id from notification where code like 'rule-alert-%'").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0][0], "rule-alert-digest");
});

on_both!(what_stands_still_is_watched_without_an_indicator, |world| {
    let officer = world.staff("policy-officer", None).await.actor;
    let vacant = Draft::default()
        .with("name", "Urusan tanpa pemegang (rekaan)")
        .with("method", "custody_vacant")
        .with("areas", "national")
        .with("bound", "0")
        .with("importance", "medium")
        .with("delivery", "single")
        .with("message", "Isi jabatan yang kosong.");
    let id = open::<AlertRule>(&world, &officer, vacant).await.unwrap();
    step::<AlertRule>(&world, &officer, id, "test", Draft::default()).await.unwrap();
    assert_eq!(world.node.perform(&officer, ViewTrial { id }).await.unwrap().would_fire, 0);
});

on_both!(the_node_counts_children_itself_once_and_only_when_something_is_new, |world| {
    let draft = indicator("ANAK-1").with("feed", "children_registered").with("minimum", "5");
    let (id, _, manager) = public_indicator(&world, draft).await;
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    for _ in 0..6 {
        world.open_case(&worker, "medium").await;
    }
    world.node.turn_clock().await.unwrap();
    let seen = async || world.node.perform(&manager, ViewObservations { id, area: None }).await.unwrap();
    assert!(seen().await.rows.is_empty(), "the month is not over");
    // 2026-04-03
    world.clock.set(Timestamp::from_millis(1_775_205_600_000));
    world.node.turn_clock().await.unwrap();
    let found = seen().await;
    let country =
        found.rows.iter().find(|row| (row.area.as_str(), row.stratum.as_str()) == ("ID", "_T")).unwrap();
    assert_eq!((country.period.as_str(), country.shown), ("2026-03", Some(6.0)));
    let revision = async || world.sql("select revision from indicator_sheet").await;
    let before = revision().await;
    world.clock.advance(model::time::DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(revision().await, before, "nothing was new");
});

async fn child(world: &World, worker: &Actor, region: &str, sex: &str) {
    let case = Draft::default()
        .with("registration_date", "2026-03-04")
        .with("risk_level", "medium")
        .with("region", region);
    let child = Draft::default().with("name", format!("Contoh {}", world.node.new_id())).with("sex", sex);
    let asked = world.node.perform(worker, SearchPeople::form(child.clone())).await.unwrap();
    let open = OpenCase::new(NewCase::child(case, child), asked.search).confirmed_not_duplicate();
    world.node.perform(worker, open).await.unwrap();
}

on_both!(indicators_of_the_same_children_are_protected_together, |world| {
    let (one, manager) =
        (world.staff("statistician", None).await.actor, world.staff("manager", None).await.actor);
    let publish = async |reference: &str, strata: &str, feed: &str| {
        let draft = indicator(reference).with("feed", feed).with("minimum", "5").with("strata", strata);
        let id = open::<Indicator>(&world, &one, draft).await.unwrap();
        for action in ["activate", "publish"] {
            step::<Indicator>(&world, &manager, id, action, Draft::default()).await.unwrap();
        }
        id
    };
    let seen = async |id: Id| {
        let found = world.node.perform(&manager, ViewObservations { id, area: None }).await.unwrap().rows;
        let row = |row: node::acts::monitoring::ObservationsOf| ((row.area, row.stratum), row.shown);
        found.into_iter().map(row).collect::<BTreeMap<_, _>>()
    };
    let totals = async |id: Id| {
        let mut found = seen(id).await;
        found.retain(|(_, stratum), _| stratum == "_T");
        found
    };
    let (sex, age) = (
        publish("ANAK-1", "sex", "children_registered").await,
        publish("ANAK-2", "age_band", "children_registered").await,
    );
    let served = publish("ANAK-3", "sex", "children_served").await;
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    for at in 0..8 {
        child(&world, &worker, "32.73", if at < 6 { "female" } else { "male" }).await;
    }
    for _ in 0..2 {
        child(&world, &worker, "33.74", "male").await;
    }
    // 2026-04-03
    world.clock.set(Timestamp::from_millis(1_775_205_600_000));
    world.node.turn_clock().await.unwrap();
    assert_eq!(totals(sex).await, totals(age).await, "a total withheld in one is withheld in all");
    for id in [sex, age] {
        let all = seen(id).await;
        assert!(all.values().flatten().all(|n| *n < 0.5 || *n > 4.5), "{all:?}");
        assert_eq!(all[&("33".to_owned(), "_T".to_owned())], None);
    }
    assert!(seen(served).await.is_empty(), "others are counted for themselves");
    let none = publish("ANAK-4", "none", "children_registered").await;
    world.node.turn_clock().await.unwrap();
    assert_eq!(totals(none).await, totals(sex).await, "one that joins follows");
    // A child too few to be told of: nothing moves, and nobody who joins tells of it.
    let before = (seen(sex).await, seen(age).await, seen(none).await);
    child(&world, &worker, "32.73", "female").await;
    let late = publish("ANAK-5", "age_band", "children_registered").await;
    for _ in 0..2 {
        world.clock.advance(model::time::DAY);
        world.node.turn_clock().await.unwrap();
    }
    assert_eq!((seen(sex).await, seen(age).await, seen(none).await), before);
    assert!(seen(late).await.is_empty());
});

fn brief() -> Draft {
    Draft::default()
        .with("title", "Anak yang terlaporkan (rekaan)")
        .with("title_en", "Children reported (invented)")
        .with("audience", "Komisi terkait di DPR")
}

on_both!(a_brief_says_the_same_for_ever_and_is_corrected_in_sight, |world| {
    let (_, officer, manager) = public_indicator(&world, indicator("ANAK-1").with("strata", "none")).await;
    let writer = world.staff("policy-officer", None).await.actor;
    import(&world, &officer, vec![row(1, "ID", "", "2026-01", "1500"), row(2, "32", "", "2026-01", "6")])
        .await;
    let id = open::<Brief>(&world, &writer, brief()).await.unwrap();
    assert!(refused(step::<Brief>(&world, &writer, id, "lock", Draft::default()).await, "brief-empty"));
    let part = async |body: &str, en: &str| {
        let draft = Draft::default().with("place", "1").with("body", body).with("body_en", en);
        world.node.perform(&writer, Open::<BriefParagraph>::part(id, draft)).await.unwrap().id
    };
    let one =
        part("Ada [[ANAK-1]] anak; di Jawa Barat [[ANAK-1 32]].", "There are [[ANAK-1]] children.").await;
    assert!(refused(
        step::<Brief>(&world, &writer, id, "lock", Draft::default()).await,
        "brief-languages-differ"
    ));
    let en = Draft::default().with("body_en", "There are [[ANAK-1]] children; in West Java [[ANAK-1 32]].");
    world.node.perform(&writer, Edit::<BriefParagraph>::new(one, en)).await.unwrap();
    let ask = Draft::default()
        .with("place", "1")
        .with("ministry", "Kementerian Contoh")
        .with("budget_line", "DAK Nonfisik (rekaan)")
        .with("sentence", "Tambahkan pekerja sosial.")
        .with("sentence_en", "Add social workers.");
    world.node.perform(&writer, Open::<BriefAsk>::part(id, ask)).await.unwrap();
    step::<Brief>(&world, &writer, id, "lock", Draft::default()).await.unwrap();
    let late = Edit::<BriefParagraph>::new(one, Draft::default().with("heading", "x"));
    assert!(refused(world.node.perform(&writer, late).await, "not-a-draft"));
    let read = async |lang| world.node.perform(&writer, ReadBrief { id, lang }).await.unwrap().text;
    let text = read(Lang::Id).await;
    assert_eq!(text.paragraphs[0].body, "Ada 1.500 anak; di Jawa Barat [dirahasiakan].");
    assert!(refused(step::<Brief>(&world, &writer, id, "approve", Draft::default()).await, "own-work"));
    step::<Brief>(&world, &manager, id, "approve", Draft::default()).await.unwrap();
    let embargo = Draft::default().with("embargo_until", "2026-03-20");
    step::<Brief>(&world, &manager, id, "publish", embargo).await.unwrap();
    assert!(world.node.public_brief(Lang::Id, id).await.is_err(), "under embargo");
    world.clock.advance(20 * model::time::DAY);
    import(&world, &officer, vec![row(1, "ID", "", "2026-02", "2500")]).await;
    let public = world.node.public_brief(Lang::Id, id).await.unwrap();
    assert_eq!(public.text.as_ref(), Some(&text), "the numbers are those that were locked");
    assert_eq!(read(Lang::Id).await, text);
    let english = world.node.public_brief(Lang::En, id).await.unwrap().text.unwrap();
    assert_eq!(english.paragraphs[0].body, "There are 1,500 children; in West Java [withheld].");
    let numbers =
        |text: &node::monitoring::BriefText| text.numbers.iter().map(|one| one.shown).collect::<Vec<_>>();
    assert_eq!(numbers(&english), numbers(&text), "no language tells more than another");
    let correction =
        Draft::default().with("correction", "Salah sumber.").with("correction_en", "Wrong source.");
    step::<Brief>(&world, &manager, id, "correct", correction).await.unwrap();
    let public = world.node.public_brief(Lang::En, id).await.unwrap();
    assert_eq!((public.correction.as_str(), public.withdrawn), ("Wrong source.", false));
});

on_both!(need_and_money_stand_side_by_side_and_drafts_are_put_together, |world| {
    let (id, statistician, _) = public_indicator(&world, indicator("ANAK-1").with("strata", "none")).await;
    let target = Draft::default()
        .with("base_year", "2024")
        .with("base_value", "100")
        .with("due_on", "2030-12-31")
        .with("target_value", "1.500,5");
    world.node.perform(&statistician, Open::<IndicatorTarget>::part(id, target.clone())).await.unwrap();
    let wrong = target.with("target_value", "banyak");
    assert!(world.node.perform(&statistician, Open::<IndicatorTarget>::part(id, wrong)).await.is_err());
    import(
        &world,
        &statistician,
        vec![row(1, "ID", "", "2026-01", "120"), row(2, "32", "", "2026-01", "120")],
    )
    .await;
    let officer = world.staff("policy-officer", None).await.actor;
    let rate = NoteRate {
        currency: "USD".into(),
        dated: "2026-03-01".into(),
        rate: "16250.5".into(),
        source: "Bank Contoh".into(),
    };
    world.node.perform(&officer, rate.clone()).await.unwrap();
    let ahead = NoteRate { dated: "2026-12-01".into(), ..rate };
    assert!(matches!(world.node.perform(&officer, ahead).await, Err(Error::Invalid(_))));
    let funding = world.node.perform(&officer, ViewFunding::default()).await.unwrap();
    assert_eq!((funding.rates.len(), funding.period.as_str()), (1, "2026-01"));
    assert_eq!(funding.rows[0].need, Some(Some(120.0)));
    assert!(
        world.node.perform(&statistician, ViewFunding::default()).await.is_err(),
        "no right to the books"
    );
    let found = world.node.perform(&officer, ViewMonitoring { area: Some("32".into()) }).await.unwrap();
    assert_eq!((found.area.as_str(), found.indicators[0].recent.len()), ("32", 1));
    let whole = world.node.perform(&officer, ViewMonitoring::default()).await.unwrap();
    assert!(whole.indicators[0].progress.is_some());
    let draft = world.node.perform(&officer, ViewTreatyReport { body: "crc".into() }).await.unwrap();
    assert_eq!((draft.entries.len(), draft.indicators.len()), (0, 1));
});

/// A million numbers, and how long their pages take: `cargo nextest run -p node --run-ignored only a_million_numbers --no-capture`.
#[tokio::test]
#[ignore = "a measurement"]
async fn a_million_numbers_are_looked_at_quickly() {
    use std::fmt::Write;
    use std::time::Instant;
    let directory = tempfile::tempdir().unwrap();
    let place = node::Place::Sqlite(directory.path().join("node.db"));
    let world = World::found(place, Some(directory)).await;
    let (one, other) =
        (world.staff("statistician", None).await.actor, world.staff("manager", None).await.actor);
    let mut last = Id::from_u128(0);
    for at in 0..20 {
        last = open::<Indicator>(&world, &one, indicator(&format!("ANAK-{at}"))).await.unwrap();
        for action in ["activate", "publish"] {
            step::<Indicator>(&world, &other, last, action, Draft::default()).await.unwrap();
        }
    }
    let list = |all: Vec<String>| {
        all.iter().fold(String::new(), |mut text, one| {
            let _ = write!(text, "{}('{one}')", if text.is_empty() { "" } else { "," });
            text
        })
    };
    let areas = model::regions::provinces().map(|one| one.code.to_owned()).chain(["ID".to_owned()]);
    let months = (0..321).map(|at| format!("{}-{:02}", 1999 + at / 12, at % 12 + 1));
    world
        .sql(&format!(
            "with a (area) as (values {}), p (period) as (values {}), t (stratum) as (values ('_T'), ('female'), ('male'), ('other'))
             insert into observation select s.indicator_id, a.area, t.stratum, p.period, 50, null, 50, null, null, 'A', 'x', 0
             from indicator_sheet s cross join a cross join p cross join t",
            list(areas.collect()),
            list(months.collect())
        ))
        .await;
    let rows = world.sql("select count(*) from observation").await;
    let mut times: Vec<(&str, Vec<f64>)> =
        vec![("national", vec![]), ("province", vec![]), ("indicator", vec![]), ("public", vec![])];
    for _ in 0..40 {
        for (what, taken) in &mut times {
            let begun = Instant::now();
            match *what {
                "national" => drop(world.node.perform(&other, ViewMonitoring::default()).await.unwrap()),
                "province" => drop(
                    world.node.perform(&other, ViewMonitoring { area: Some("32".into()) }).await.unwrap(),
                ),
                "indicator" => {
                    let view = ViewObservations { id: last, area: Some("32".into()) };
                    drop(world.node.perform(&other, view).await.unwrap());
                }
                _ => drop(world.node.public_indicators(Lang::Id, "ID").await.unwrap()),
            }
            taken.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let mut said = String::new();
    for (what, taken) in &mut times {
        taken.sort_by(f64::total_cmp);
        assert!(taken[37] <= 100.0, "{what}: {taken:?}");
        let _ = write!(said, ",\"{what}_p95_ms\":{:.1}", taken[37]);
    }
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{{\"observations\":{}{said}}}", rows[0][0]).unwrap();
}
