//! The data centre: lists come in, are linked the same way twice, people's decisions hold, and what is released is safe.

use linkage::invented::{HEADER, Plan};
use model::kinds::{DataRequest, ListDelivery, Publication};
use model::{Date, Draft, Id};
use node::acts::counting::{
    CountRelease, DecidePair, DeliverList, ExplainChange, ListCellRecords, ListPairs, ReconcileFigure,
    UndoDecision, ViewDashboard, ViewDataCentre, ViewEstimate, ViewEstimates, ViewLinkage, ViewPair,
    ViewRelease,
};
use node::acts::{Move, Open};
use node::counting::{ListTable, Slice, Taken};
use node::{Actor, Error};

use crate::world::{Staff, World};

/// Lists of invented agencies as they would be delivered, with a form of exploitation for each row.
pub(crate) fn lists(seed: u64, records: usize) -> Vec<(String, String)> {
    let (rows, _) = Plan { seed, records, ..Plan::default() }.rows();
    let forms = ["Kerja paksa", "child_marriage", "Pekerja anak", ""];
    let mut files: Vec<(String, String)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let agency = row.cells[1].clone();
        let place = files.iter().position(|(known, _)| *known == agency).unwrap_or_else(|| {
            files.push((agency.clone(), format!("{},bentuk_eksploitasi\n", HEADER.join(","))));
            files.len() - 1
        });
        let form = forms[usize::try_from(row.child % 4).unwrap() * usize::from(at % 9 != 0)];
        let cells: Vec<String> = row.cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        files[place].1.push_str(&format!("{},{form}\n", cells.join(",")));
    }
    files.sort();
    files
}

pub(crate) fn read(text: &str) -> Taken {
    let options =
        formats::ReadOptions { known_name: Some(&node::counting::knows), ..formats::ReadOptions::default() };
    let table =
        formats::open_table_with(text.as_bytes(), &formats::Claim::named("list.csv"), &options).unwrap();
    Taken::read(table, Date::new(2026, 3, 5).unwrap()).unwrap()
}

async fn deliver(world: &World, actor: &Actor, agency: &str, text: &str) -> Id {
    let list = DeliverList {
        agency: agency.into(),
        entity: "children".into(),
        from: "2024-01-01".into(),
        to: "2025-12-31".into(),
        taken: read(text),
    };
    world.node.perform(actor, list).await.unwrap().id
}

pub(crate) async fn step<K: model::Kind>(
    world: &World,
    actor: &Actor,
    id: Id,
    action: &str,
    draft: Draft,
) -> node::Result<()> {
    world.node.perform(actor, Move::<K>::new(id, action, draft)?).await.map(drop)
}

/// Delivers and accepts some lists; answers their ids.
pub(crate) async fn counted(world: &World, actor: &Actor, files: &[(String, String)]) -> Vec<Id> {
    let mut ids = Vec::new();
    for (agency, text) in files {
        let id = deliver(world, actor, agency, text).await;
        step::<ListDelivery>(world, actor, id, "check", Draft::default()).await.unwrap();
        step::<ListDelivery>(world, actor, id, "accept", Draft::default()).await.unwrap();
        ids.push(id);
    }
    ids
}

pub(crate) async fn officers(world: &World) -> (Staff, Staff, Staff) {
    (
        world.staff("statistician", None).await,
        world.staff("linkage-reviewer", None).await,
        world.staff("manager", None).await,
    )
}

const SECRET: &str = "Kusumawardhanita";

on_both!(broken_rows_are_set_aside_and_counted, |world| {
    let (s, _, manager) = officers(&world).await;
    let text = format!(
        "nama,jenis_kelamin,tanggal_lahir,tgl_kejadian,provinsi,bentuk\n{SECRET},P,2012-05-31,2025-03-01,Jawa Barat,Pekerja anak\n\
         ,L,2012-01-01,2025-03-02,Bali,Pekerja anak\nBudi Contoh,L,31/31/2012,kapan saja,Negeri Dongeng,entah\n"
    );
    let id = deliver(&world, &s.actor, "Contoh Dinas Sosial", &text).await;
    let home = world.node.perform(&s.actor, ViewDataCentre).await.unwrap();
    let list = home.lists.iter().find(|list| list.id == id).unwrap();
    assert_eq!((list.rows, list.aside, list.state.as_str()), (2, 1, "received"));
    let times = |reason: &str| list.troubles.iter().find(|(code, ..)| code == reason).map(|(_, n, _)| *n);
    assert_eq!(times("no-name-and-no-nik"), Some(1), "{:?}", list.troubles);
    assert_eq!(
        (times("region-not-found"), times("form-not-in-list"), times("date-not-read")),
        (Some(1), Some(1), Some(2))
    );
    crate::at_rest::names_nobody(&world, &[SECRET, "Budi Contoh"]).await;

    // A list without names, and a list without rows.
    let options = formats::ReadOptions::default();
    let table =
        formats::open_table_with(b"provinsi,tahun\nBali,2025\n", &formats::Claim::named("l.csv"), &options);
    let today = Date::new(2026, 3, 5).unwrap();
    assert!(matches!(Taken::read(table.unwrap(), today), Err(ListTable::NoNames)));
    let empty = DeliverList {
        agency: "Contoh".into(),
        entity: "children".into(),
        from: "2025-01-01".into(),
        to: "2025-12-31".into(),
        taken: Taken::default(),
    };
    let refused = world.node.perform(&s.actor, empty).await;
    assert!(matches!(refused, Err(Error::Refused("list-without-rows"))));
    // Only officers of the data centre receive lists, and nobody opens one without its rows.
    let open = Open::<ListDelivery>::root(Draft::default());
    assert!(world.node.perform(&s.actor, open).await.is_err());
    let stranger = world.neighbour().await;
    assert!(matches!(world.node.perform(&stranger, ViewDataCentre).await, Err(Error::Denied("no-right"))));
    let linked = world.node.link_lists(world.node.new_id(), &s.actor, false).await;
    assert!(matches!(linked, Err(Error::Refused("no-accepted-lists"))), "nothing is accepted yet");
    let linked = world.node.link_lists(world.node.new_id(), &manager.actor, false).await;
    assert!(matches!(linked, Err(Error::Denied(_))));
});

on_both!(the_same_run_again_gives_the_same_bytes, |world| {
    let (s, ..) = officers(&world).await;
    let files = lists(5, 400);
    counted(&world, &s.actor, &files[..5]).await;
    let first = world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap().id;
    assert!(world.node.repeat_linkage(&s.actor, first).await.unwrap().same);
    counted(&world, &s.actor, &files[5..]).await;
    assert!(world.node.perform(&s.actor, ViewDataCentre).await.unwrap().stale);
    let second = world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap().id;
    for run in [first, second] {
        assert!(world.node.repeat_linkage(&s.actor, run).await.unwrap().same);
    }
    let runs = (
        world.node.perform(&s.actor, ViewLinkage { run: first }).await.unwrap(),
        world.node.perform(&s.actor, ViewLinkage { run: second }).await.unwrap(),
    );
    assert!(runs.0.run.learned && !runs.1.run.learned, "the model stays until somebody asks for another");
    assert_eq!(runs.0.run.model_hash, runs.1.run.model_hash);
    assert!(runs.1.inputs.len() > runs.0.inputs.len() && runs.1.run.records > runs.0.run.records);
    // Most children of the first run go on under their names.
    let kept = world
        .sql(&format!(
            "select count(distinct a.child), (select count(distinct child) from linkage_member where run_id = '{first}')
             from linkage_member a join linkage_member b on b.row_id = a.row_id and b.child = a.child
             where a.run_id = '{first}' and b.run_id = '{second}'"
        ))
        .await;
    let n = |at: usize| kept[0][at].parse::<f64>().unwrap();
    assert!(n(0) > 0.9 * n(1), "{kept:?}");
    assert!(world.node.verify(None).await.unwrap().is_ok());
});

on_both!(a_decision_holds_until_it_is_undone, |world| {
    let (s, r, manager) = officers(&world).await;
    counted(&world, &s.actor, &lists(7, 500)).await;
    let link = async || world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap().id;
    link().await;
    let queue = world.node.perform(&r.actor, ListPairs).await.unwrap();
    let pair = queue.waiting.iter().find(|pair| !pair.joined).expect("a doubtful pair").clone();
    let decide = |verdict: &str| DecidePair { pair: pair.id, verdict: verdict.into() };
    // Who works with the lists does not see a child; who decides sees both rows, and the look is written down.
    assert!(matches!(world.node.perform(&s.actor, ViewPair { pair: pair.id }).await, Err(Error::NotFound)));
    assert!(world.node.perform(&manager.actor, decide("same")).await.is_err());
    let shown = world.node.perform(&r.actor, ViewPair { pair: pair.id }).await.unwrap();
    assert_eq!(shown.weights.len(), 7);
    assert!(shown.rows.0.cells.iter().any(|(_, text)| text.as_deref().is_some_and(|text| !text.is_empty())));
    let looks = world.sql("select count(*) from journal where act = 'view-pair' and outcome = 'done'").await;
    assert_eq!(looks[0][0], "1");

    world.node.perform(&r.actor, decide("unsure")).await.unwrap();
    world.node.perform(&r.actor, decide("same")).await.unwrap();
    let again = world.node.perform(&r.actor, decide("different")).await;
    assert!(matches!(again, Err(Error::Refused("pair-decided"))));
    let before = world.node.perform(&s.actor, ViewDataCentre).await.unwrap();
    assert!(before.stale, "a decision waits for the next run");
    let child = async |run: Id| {
        let rows = world
            .sql(&format!(
                "select m.child from linkage_member m join review_pair p on m.row_id in (p.one_row, p.other_row)
                 where p.id = '{}' and m.run_id = '{run}' order by m.row_id",
                pair.id
            ))
            .await;
        (rows[0][0].clone(), rows[1][0].clone())
    };
    let joined = link().await;
    let (one, other) = child(joined).await;
    assert_eq!(one, other);
    let change = world.node.perform(&s.actor, ExplainChange::default()).await.unwrap().change;
    assert_eq!(change.steps.iter().map(|step| step.by).sum::<i64>(), change.to - change.from);
    let by = |part: &str| change.steps.iter().find(|step| step.part.code() == part).map(|step| step.by);
    assert_eq!(
        (by("decided-same"), by("delivered"), by("joined"), by("split")),
        (Some(-1), Some(0), Some(0), Some(0))
    );

    let mut waiting = world.node.perform(&r.actor, ListPairs).await.unwrap();
    waiting.decided.retain(|decided| decided.decision.is_some());
    world.node.perform(&r.actor, UndoDecision { pair: pair.id }).await.unwrap();
    let again = world.node.perform(&r.actor, UndoDecision { pair: pair.id }).await;
    assert!(matches!(again, Err(Error::Refused("pair-undecided"))));
    let apart = link().await;
    let (one, other) = child(apart).await;
    assert_ne!(one, other);
    // Nothing is lost: the unsure word, the decision and who took both back.
    let kept = world.sql("select verdict, undone_by from pair_decision order by id").await;
    assert_eq!(kept.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["unsure", "same"]);
    assert!(kept.iter().all(|row| row[1] == r.account.to_string()));
    assert!(
        world.node.repeat_linkage(&s.actor, joined).await.unwrap().same,
        "also with a decision that no longer stands"
    );
});

on_both!(a_figure_is_reconciled_and_a_withdrawn_list_explains_its_change, |world| {
    let (s, r, manager) = officers(&world).await;
    let policy = world.staff("policy-officer", None).await;
    let ids = counted(&world, &s.actor, &lists(9, 500)).await;
    world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap();
    let slice = Slice { form: Some("child_marriage".into()), ..Slice::default() };
    let whole = world.node.perform(&s.actor, ReconcileFigure::default()).await.unwrap();
    let figure = &whole.figure;
    assert!(figure.exact && figure.shared > 0);
    assert_eq!(figure.rows - figure.repeated - figure.shared, figure.clusters);
    assert!(figure.estimate.low <= figure.estimate.count && figure.estimate.count <= figure.estimate.high);
    assert!((figure.estimate.count - whole.run.estimate.count).abs() < 1e-6);
    let part = world.node.perform(&s.actor, ReconcileFigure { slice: slice.clone() }).await.unwrap();
    assert!(part.figure.clusters > 0 && part.figure.clusters < figure.clusters && part.figure.coded > 0);
    // Others see the same figure with the noise of its cell, and no part of a narrow one.
    let noisy = world.node.perform(&policy.actor, ReconcileFigure { slice: slice.clone() }).await.unwrap();
    assert!(!noisy.figure.exact && noisy.run.clusters == 0);
    assert!((noisy.figure.clusters - part.figure.clusters).abs() <= 5);
    let narrow = ExplainChange { since: None, slice: slice.clone() };
    assert!(matches!(
        world.node.perform(&policy.actor, narrow).await,
        Err(Error::Denied("figure-too-narrow"))
    ));
    // Rows are for posts with review duty.
    let records = ListCellRecords { slice: slice.clone() };
    let rows = world.node.perform(&r.actor, records.clone()).await.unwrap();
    assert!(!rows.rows.is_empty());
    for actor in [&s.actor, &manager.actor, &policy.actor] {
        assert!(matches!(world.node.perform(actor, records.clone()).await, Err(Error::Denied("no-right"))));
    }
    let bad = ReconcileFigure { slice: Slice { period: Some("besok".into()), ..Slice::default() } };
    assert!(matches!(world.node.perform(&s.actor, bad).await, Err(Error::Invalid(_))));

    let why = Draft::default().with("withdraw_reason", "Salah kirim (rekaan).");
    step::<ListDelivery>(&world, &s.actor, ids[0], "withdraw", why).await.unwrap();
    world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap();
    let change = world.node.perform(&s.actor, ExplainChange::default()).await.unwrap().change;
    let by = |part: &str| change.steps.iter().find(|step| step.part.code() == part).map_or(0, |step| step.by);
    assert!(by("withdrawn") < 0 && by("delivered") == 0, "{change:?}");
    assert_eq!(change.steps.iter().map(|step| step.by).sum::<i64>(), change.to - change.from);
    let dashboard = world.node.perform(&policy.actor, ViewDashboard::default()).await.unwrap();
    assert_eq!(dashboard.tables.len(), 3);
});

on_both!(a_release_is_safe_approved_by_another_and_compared_with_the_one_before, |world| {
    use statistics::publish::Shown;
    let (s, _, manager) = officers(&world).await;
    let policy = world.staff("policy-officer", None).await;
    let files = lists(11, 700);
    counted(&world, &s.actor, &files[..6]).await;
    world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap();
    let wanted = CountRelease { table: "age_sex".into(), period: "2021".into(), minimum: 11 };
    let lay_out = async || world.node.lay_out_release(world.node.new_id(), &s.actor, wanted.clone()).await;
    let first = lay_out().await.unwrap().id;
    let shown = world.node.perform(&s.actor, ViewRelease { id: first }).await.unwrap();
    let cells = 0..shown.published.layout().len();
    let counts: Vec<u64> = cells
        .filter_map(|cell| match shown.published.shown(cell) {
            Shown::Count(count) => Some(count),
            _ => None,
        })
        .collect();
    assert!(!counts.is_empty() && counts.iter().all(|count| *count == 0 || *count >= 11), "{counts:?}");
    assert!(matches!(
        world.node.perform(&policy.actor, ViewRelease { id: first }).await,
        Err(Error::Refused("release-not-out"))
    ));
    let own = step::<Publication>(&world, &s.actor, first, "approve", Draft::default()).await;
    assert!(matches!(own, Err(Error::Refused("own-work"))));
    step::<Publication>(&world, &manager.actor, first, "approve", Draft::default()).await.unwrap();
    step::<Publication>(&world, &s.actor, first, "publish", Draft::default()).await.unwrap();
    let seen = world.node.perform(&policy.actor, ViewRelease { id: first }).await.unwrap();
    assert_eq!(seen.published, shown.published, "written again, it is the same");

    counted(&world, &s.actor, &files[6..]).await;
    world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap();
    let second = lay_out().await.unwrap().id;
    let later = world.node.perform(&s.actor, ViewRelease { id: second }).await.unwrap();
    assert_eq!(later.release.earlier, Some(first));
    let explained = world.node.perform(&s.actor, ExplainChange::default()).await.unwrap();
    assert_eq!(explained.since.map(|release| release.id), Some(first));
    assert_eq!(explained.change.from, seen.release.estimate);
    assert!(explained.change.to > explained.change.from);
    let few = CountRelease { minimum: 3, ..wanted.clone() };
    assert!(matches!(world.node.perform(&s.actor, few).await, Err(Error::Invalid(_))));
});

// Tables by province, by form and by age have the sexes in common: none of them shows what gives back what another withholds.
on_both!(tables_of_one_period_give_nothing_of_each_other_back, |world| {
    use statistics::publish::Shown;
    let (s, _, manager) = officers(&world).await;
    let files = lists(11, 700);
    counted(&world, &s.actor, &files[..6]).await;
    world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap();
    let lay_out = async |table: &str| {
        let wanted = CountRelease { table: table.into(), period: "2021".into(), minimum: 11 };
        world.node.lay_out_release(world.node.new_id(), &s.actor, wanted).await.map(|opened| opened.id)
    };
    let mut laid = Vec::new();
    for table in ["age_sex", "form_sex", "province_sex"] {
        match lay_out(table).await {
            Ok(id) => laid.push(id),
            Err(error) => assert!(matches!(error, Error::Refused("release-not-safe")), "{error:?}"),
        }
    }
    assert!(laid.len() > 1, "{} tables were safe beside one another", laid.len());
    let mut sexes: Vec<Vec<Shown>> = Vec::new();
    for id in &laid {
        let shown = world.node.perform(&s.actor, ViewRelease { id: *id }).await.unwrap().published;
        let layout = shown.layout();
        let total = layout.codes(0)[0].to_owned();
        let of_sex = (0..layout.len()).filter(|cell| layout.codes(*cell)[0] == total);
        sexes.push(of_sex.map(|cell| shown.shown(cell)).collect());
    }
    let unknown: Vec<usize> = (0..sexes[0].len())
        .filter(|at| sexes.iter().all(|table| !matches!(table[*at], Shown::Count(_))))
        .collect();
    assert_ne!(unknown.len(), 1, "the last that is withheld is the rest of what is shown: {sexes:?}");

    // One that was laid out before newer lists went out is not approved any more.
    let (first, rest) = laid.split_first().unwrap();
    counted(&world, &s.actor, &files[6..]).await;
    world.node.link_lists(world.node.new_id(), &s.actor, false).await.unwrap();
    let newer = lay_out("age_sex").await.unwrap();
    step::<Publication>(&world, &manager.actor, newer, "approve", Draft::default()).await.unwrap();
    for old in rest.iter().chain([first]) {
        let late = step::<Publication>(&world, &manager.actor, *old, "approve", Draft::default()).await;
        assert!(matches!(late, Err(Error::Refused("release-outdated"))), "{late:?}");
    }
});

on_both!(a_data_request_has_a_purpose_conditions_and_an_end, |world| {
    let (s, _, manager) = officers(&world).await;
    let asked = Draft::default()
        .with("requester", "Peneliti Contoh")
        .with("institution", "Universitas Contoh (rekaan)")
        .with("purpose", "Data rekaan: kajian layanan.")
        .with("wanted", "Tabel umur dan jenis kelamin");
    let id = world.node.perform(&s.actor, Open::<DataRequest>::root(asked)).await.unwrap().id;
    let assessed = Draft::default().with("assessment", "Layak").with("ethics", "given");
    step::<DataRequest>(&world, &s.actor, id, "assess", assessed).await.unwrap();
    let approved = Draft::default()
        .with("conditions", "Tidak dibagikan lagi.")
        .with("protection", "suppression")
        .with("ends_on", "2026-03-10");
    assert!(
        step::<DataRequest>(&world, &s.actor, id, "approve", approved.clone()).await.is_err(),
        "an officer above decides"
    );
    step::<DataRequest>(&world, &manager.actor, id, "approve", approved).await.unwrap();
    let bare = step::<DataRequest>(&world, &s.actor, id, "prepare", Draft::default()).await;
    assert!(matches!(bare, Err(Error::Invalid(_))), "what is given is a release");
    world.clock.advance(20 * model::time::DAY);
    world.node.turn_clock().await.unwrap();
    let state = world.sql(&format!("select state, phase from matter where id = '{id}'")).await;
    assert_eq!(state[0], ["expired", "closed"]);
});

on_both!(what_nobody_saw_is_estimated_or_refused_with_a_reason, |world| {
    let (officer, _, manager) = officers(&world).await;
    let files = lists(21, 900);
    counted(&world, &officer.actor, &files[..2]).await;
    let first = world.node.perform(&officer.actor, ViewEstimates).await.unwrap();
    assert!(first.estimates.is_empty() && first.whole);
    let no_run = world.node.estimate_hidden(world.node.new_id(), &officer.actor, Slice::default()).await;
    assert!(matches!(no_run, Err(Error::Refused("no-linkage-yet"))), "{no_run:?}");
    world.node.link_lists(world.node.new_id(), &officer.actor, false).await.unwrap();
    // A month of which no list tells: refused, and the reason is kept for everybody to read.
    let none = Slice { period: Some("1999-01".into()), ..Slice::default() };
    let refused = world.node.estimate_hidden(world.node.new_id(), &officer.actor, none).await.unwrap().id;
    let (kept, _) = world.node.perform(&officer.actor, ViewEstimate { estimate: refused }).await.unwrap();
    assert!(kept.refusal.is_some() && kept.found.is_none());
    // A period is a part of the whole, too: whoever does not work with the lists never hears of it.
    let hidden = world.node.perform(&manager.actor, ViewEstimate { estimate: refused }).await;
    assert!(matches!(hidden, Err(Error::NotFound)), "{hidden:?}");
    counted(&world, &officer.actor, &files[2..4]).await;
    world.node.link_lists(world.node.new_id(), &officer.actor, false).await.unwrap();
    let act = world.node.new_id();
    let id = world.node.estimate_hidden(act, &officer.actor, Slice::default()).await.unwrap().id;
    let (whole, exact) = world.node.perform(&officer.actor, ViewEstimate { estimate: id }).await.unwrap();
    assert!(exact);
    let found = whole.found.clone().unwrap_or_else(|| panic!("refused: {:?}", whole.refusal));
    assert!(found.low <= found.estimate && found.estimate <= found.high, "{found:?}");
    assert!(found.estimate >= found.observed as f64 && !found.lists.is_empty() && found.methods.len() > 2);
    for method in ["dga", "lcmcr"] {
        assert!(found.methods.iter().any(|says| says.name == method), "{method}");
    }
    assert!(found.chains.is_some_and(|apart| apart > 0.9) && !found.graphs.is_empty());
    assert!(
        found.models[0].model.as_ref().is_some_and(|model| model.effects.len() > 2 && model.behind == 0.0)
    );
    // Drawn by the linkage itself, at five thresholds.
    assert_eq!((found.made_with.clusterings, found.made_with.thresholds), (50, 5));
    let drawn = world.sql("select count(distinct number), count(distinct moved) from linkage_drawn").await;
    assert_eq!(drawn[0], ["50", "5"]);
    // Girls and boys: an estimate each, or a reason each; what is not told is not left over either.
    let of = |by: &str, code: &str| found.strata.iter().find(|one| one.by == by && one.code == code).cloned();
    for sex in ["female", "male"] {
        let one = of("sex", sex).unwrap_or_else(|| panic!("no {sex}: {:?}", found.strata));
        assert!(one.estimate.is_some() != one.refusal.is_some(), "{one:?}");
        assert!(one.estimate.is_none_or(|total| total >= one.observed.unwrap() as f64));
    }
    assert!(found.strata.iter().all(|one| one.observed.is_none_or(|n| n >= 11)));
    for by in ["sex", "age", "form", "province"] {
        let untold = found.strata.iter().filter(|one| one.by == by && one.observed.is_none()).count();
        let told = found.strata.iter().filter(|one| one.by == by).count() - untold;
        assert!(untold != 1 || told == 0, "{by}: one untold stratum is found by subtraction");
    }
    let girls = Slice { sex: Some("female".into()), ..Slice::default() };
    let girls = world.node.estimate_hidden(world.node.new_id(), &officer.actor, girls).await.unwrap().id;
    let (girls, _) = world.node.perform(&officer.actor, ViewEstimate { estimate: girls }).await.unwrap();
    assert_eq!(girls.slice.sex.as_deref(), Some("female"));
    assert!(girls.found.is_some() != girls.refusal.is_some());
    assert!(girls.found.is_none_or(|part| part.observed <= found.observed + 1));
    let wrong = Slice { age: Some("7".into()), ..Slice::default() };
    let wrong = world.node.estimate_hidden(world.node.new_id(), &officer.actor, wrong).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
    let rows = ReconcileFigure { slice: Slice { sex: Some("male".into()), ..Slice::default() } };
    let rows = world.node.perform(&officer.actor, rows).await;
    assert!(matches!(rows, Err(Error::Invalid(_))), "rows have no sex of a child: {rows:?}");
    assert!(found.lists.len() <= 5 && !found.models.is_empty());
    assert!(found.shares.is_empty() || (found.shares.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{found:?}");
    // The same inputs are the same hash and the same figure.
    let again =
        world.node.estimate_hidden(world.node.new_id(), &officer.actor, Slice::default()).await.unwrap().id;
    let (again, _) = world.node.perform(&officer.actor, ViewEstimate { estimate: again }).await.unwrap();
    assert_eq!((again.inputs_hash, again.found), (whole.inputs_hash, whole.found));
    // A manager sees the figure, rounded, and no list, overlap or model.
    let (seen, exact) = world.node.perform(&manager.actor, ViewEstimate { estimate: id }).await.unwrap();
    let seen = seen.found.unwrap();
    assert!(!exact && seen.lists.is_empty() && seen.models.is_empty() && seen.pairs.is_empty());
    assert!(seen.observed == 0 && (seen.estimate / 10.0).fract().abs() < 1e-9, "{seen:?}");
    let made = world.node.estimate_hidden(world.node.new_id(), &manager.actor, Slice::default()).await;
    assert!(matches!(made, Err(Error::Denied(_))), "{made:?}");
    let listed = world.node.perform(&manager.actor, ViewEstimates).await.unwrap();
    assert_eq!(listed.estimates.len(), 2, "the whole country alone");
    let all = world.node.perform(&officer.actor, ViewEstimates).await.unwrap();
    assert_eq!(all.estimates.len(), 4);
});
