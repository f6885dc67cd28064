//! Promises survive rotation: commitments and recommendations, two pairs of eyes, two views of how far, and a road map taken in
//! whole or not at all.

use model::kinds::{
    CivilComment, Commitment, IndependentReview, LegalGap, Milestone, Recommendation, SelfReport,
};
use model::{Date, Draft, Id, Kind};
use node::acts::promises::{
    CommentCommitment, ImportRoadmap, PublishEntry, RoadmapOutcome, TieEntries, UntieEntries, ViewPromises,
    ViewTies, WithdrawEntry,
};
use node::acts::staff::EndTenure;
use node::acts::{Edit, List, ListQuery, Move, Open, View};
use node::import::roadmap::{NoRoadmap, Roadmap, RoadmapProblem, knows};
use node::public::TrackerQuery;
use node::{Actor, Error};

use crate::world::{Staff, World};

fn commitment(target: &str) -> Draft {
    Draft::default()
        .with("title", "Layanan pemulihan di setiap kabupaten (rekaan)")
        .with("lead", "Kementerian Contoh")
        .with("target_on", target)
        .with("region", "32.73")
        .with("forms", "child_labour")
}

async fn opened(world: &World, actor: &Actor, target: &str) -> Id {
    world.node.perform(actor, Open::<Commitment>::root(commitment(target))).await.unwrap().id
}

async fn step<K: Kind>(world: &World, actor: &Actor, id: Id, action: &str, draft: Draft) -> node::Result<()> {
    world.node.perform(actor, Move::<K>::new(id, action, draft)?).await.map(drop)
}

async fn go(world: &World, actor: &Actor, id: Id, actions: &[&str]) {
    for action in actions {
        step::<Commitment>(world, actor, id, action, Draft::default()).await.unwrap();
    }
}

async fn code(world: &World, id: Id) -> String {
    world.sql(&format!("select code from matter where id = '{id}'")).await[0][0].clone()
}

async fn column(world: &World, table: &str, column: &str, id: Id) -> String {
    world.sql(&format!("select {column} from {table} where id = '{id}'")).await[0][0].clone()
}

async fn two(world: &World) -> (Staff, Staff) {
    (
        world.staff("policy-officer", Some(world.unit)).await,
        world.staff("policy-officer", Some(world.unit)).await,
    )
}

on_both!(nothing_is_public_before_somebody_else_reviewed_it, |world| {
    let (one, other) = two(&world).await;
    let id = opened(&world, &one.actor, "2027-12-31").await;
    let empty = world.node.tracker(TrackerQuery::default()).await.unwrap();
    assert!(empty.rows.is_empty());
    let put_out = |actor| world.node.perform(actor, PublishEntry { id });
    assert!(matches!(put_out(&other.actor).await, Err(Error::Refused("not-reviewed"))));
    let own = step::<Commitment>(&world, &one.actor, id, "review", Draft::default()).await;
    assert!(matches!(own, Err(Error::Refused("own-entry"))), "nobody reviews what they entered");
    go(&world, &other.actor, id, &["review"]).await;
    assert!(matches!(put_out(&one.actor).await, Err(Error::Refused("own-entry"))));
    put_out(&other.actor).await.unwrap();
    let shown = world.node.tracker(TrackerQuery::default()).await.unwrap();
    assert_eq!(
        (shown.rows.len(), shown.rows[0].id, shown.rows[0].lead.as_str()),
        (1, id, "Kementerian Contoh")
    );

    // The public reads what was put out, not what somebody writes today.
    let edit =
        Edit::<Commitment>::new(id, Draft::default().with("title", "Judul yang belum dibaca siapa pun"));
    world.node.perform(&one.actor, edit).await.unwrap();
    let more = world.node.tracked(id).await.unwrap();
    assert_eq!(more.row.title, "Layanan pemulihan di setiap kabupaten (rekaan)");
    let ties = world.node.perform(&one.actor, ViewTies { id }).await.unwrap();
    assert!(ties.out && ties.changed_since);
    let worker = world.staff("case-worker", Some(world.unit)).await;
    assert!(matches!(put_out(&worker.actor).await, Err(Error::NotFound)));
    let silent = world.node.perform(&other.actor, WithdrawEntry { id, reason: " ".into() }).await;
    assert!(matches!(silent, Err(Error::Invalid(_))));
    let back = WithdrawEntry { id, reason: "Angka keliru".into() };
    world.node.perform(&other.actor, back).await.unwrap();
    assert!(matches!(world.node.tracked(id).await, Err(Error::NotFound)));
    let again = WithdrawEntry { id, reason: "Angka keliru".into() };
    assert!(matches!(world.node.perform(&other.actor, again).await, Err(Error::Refused("not-put-out"))));
});

on_both!(what_is_said_and_what_is_found_are_kept_apart, |world| {
    let (one, other) = two(&world).await;
    let assessor = world.staff("independent-assessor", None).await;
    let id = opened(&world, &one.actor, "2027-12-31").await;
    go(&world, &other.actor, id, &["review", "adopt", "begin"]).await;
    let own = Draft::default()
        .with("status", "complete")
        .with("reported_on", "2026-03-05")
        .with("progress", "Semua layanan sudah berjalan (rekaan).");
    world.node.perform(&one.actor, Open::<SelfReport>::part(id, own.clone())).await.unwrap();
    let found = |status: &str| {
        Draft::default()
            .with("status", status)
            .with("reviewed_on", "2026-03-05")
            .with("assessor", "Universitas Contoh (rekaan)")
            .with("method", "Kunjungan ke lima kabupaten")
            .with("finding", "Tiga dari lima sudah berjalan.")
    };
    let mine = world.node.perform(&one.actor, Open::<IndependentReview>::part(id, found("complete"))).await;
    assert!(mine.is_err(), "whoever reports on their own work does not assess it");
    let theirs = world.node.perform(&assessor.actor, Open::<SelfReport>::part(id, own)).await;
    assert!(theirs.is_err());
    world.node.perform(&assessor.actor, Open::<IndependentReview>::part(id, found("limited"))).await.unwrap();
    assert_eq!(column(&world, "k_commitment", "self_status", id).await, "complete");
    assert_eq!(column(&world, "k_commitment", "independent_status", id).await, "limited");
    let typed = Edit::<Commitment>::new(id, Draft::default().with("independent_status", "complete"));
    assert!(
        matches!(world.node.perform(&one.actor, typed).await, Err(Error::Invalid(_))),
        "computed, never typed"
    );

    let note = Draft::default().with("completion_note", "Selesai (rekaan)");
    step::<Commitment>(&world, &one.actor, id, "complete", note).await.unwrap();
    let verify = || step::<Commitment>(&world, &other.actor, id, "verify", Draft::default());
    assert!(matches!(verify().await, Err(Error::Refused("no-independent-review"))));
    world
        .node
        .perform(&assessor.actor, Open::<IndependentReview>::part(id, found("complete")))
        .await
        .unwrap();
    verify().await.unwrap();
});

on_both!(milestones_add_up_and_a_promised_day_is_moved_openly, |world| {
    let (one, other) = two(&world).await;
    let id = opened(&world, &one.actor, "2027-12-31").await;
    let milestone = |weight: &str, due: &str| {
        let draft =
            Draft::default().with("title", "Tonggak rekaan").with("due_on", due).with("weight", weight);
        Open::<Milestone>::part(id, draft)
    };
    let first = world.node.perform(&one.actor, milestone("60", "2026-06-30")).await.unwrap().id;
    let second = world.node.perform(&one.actor, milestone("30", "2026-12-31")).await.unwrap().id;
    go(&world, &other.actor, id, &["review"]).await;
    let adopt = || step::<Commitment>(&world, &other.actor, id, "adopt", Draft::default());
    assert!(matches!(adopt().await, Err(Error::Refused("weights-not-whole"))));
    let more = Edit::<Milestone>::new(second, Draft::default().with("weight", "40"));
    world.node.perform(&one.actor, more).await.unwrap();
    adopt().await.unwrap();
    let later = || Draft::default().with("target_on", "2028-12-31");
    let quietly = world.node.perform(&one.actor, Edit::<Commitment>::new(id, later())).await;
    assert!(matches!(quietly, Err(Error::Refused("target-is-promised"))));
    let unsaid = step::<Commitment>(&world, &one.actor, id, "amend", later()).await;
    assert!(matches!(unsaid, Err(Error::Invalid(_))), "not without a reason");
    let openly = later().with("amend_reason", "Anggaran bergeser (rekaan)");
    step::<Commitment>(&world, &one.actor, id, "amend", openly).await.unwrap();
    assert_eq!(column(&world, "k_commitment", "first_target", id).await, "2027-12-31");

    let note = || Draft::default().with("completion_note", "Selesai (rekaan)");
    let early = step::<Commitment>(&world, &one.actor, id, "complete", note()).await;
    assert!(matches!(early, Err(Error::Refused("milestones-open"))));
    let done = Draft::default().with("done_on", "2026-03-05").with("evidence", "Laporan 12/2026, arsip biro");
    step::<Milestone>(&world, &one.actor, first, "finish", done).await.unwrap();
    let why = Draft::default().with("reason", "Tidak diperlukan lagi");
    step::<Milestone>(&world, &one.actor, second, "drop", why).await.unwrap();
    step::<Commitment>(&world, &one.actor, id, "complete", note()).await.unwrap();
    let backwards = commitment("2026-01-01").with("starts_on", "2027-01-01");
    let wrong = world.node.perform(&one.actor, Open::<Commitment>::root(backwards)).await;
    assert!(matches!(wrong, Err(Error::Invalid(problems)) if problems[0].field == "target_on"));
});

fn recommendation(issued: &str) -> Draft {
    Draft::default()
        .with("reference", "12.34 (rekaan)")
        .with("text", "Strengthen recovery services for children (invented).")
        .with("source_body", "crc")
        .with("issued_on", issued)
}

on_both!(one_commitment_answers_many_recommendations, |world| {
    let (one, other) = two(&world).await;
    let open =
        async |draft| world.node.perform(&one.actor, Open::<Recommendation>::root(draft)).await.unwrap().id;
    let first = open(recommendation("2014-10-01")).await;
    let second = open(recommendation("2019-10-01").with("repeats", first.to_string())).await;
    let third = open(recommendation("2024-10-01").with("repeats", second.to_string())).await;
    assert_eq!(column(&world, "k_recommendation", "first_year", third).await, "2014");
    assert_eq!(column(&world, "k_recommendation", "support", third).await, "pending");
    assert_eq!(column(&world, "k_recommendation", "progress", third).await, "no_commitment");
    let (kept, dropped) =
        (opened(&world, &one.actor, "2027-12-31").await, opened(&world, &one.actor, "2027-12-31").await);
    let tie = async |from, to| {
        let to = code(&world, to).await;
        world.node.perform(&one.actor, TieEntries { from, to }).await
    };
    tie(second, kept).await.unwrap();
    tie(third, kept).await.unwrap();
    tie(third, kept).await.unwrap();
    tie(third, dropped).await.unwrap();
    assert!(matches!(tie(kept, third).await, Err(Error::Refused("does-not-lead-there"))));
    let nothing = world.node.perform(&one.actor, TieEntries { from: third, to: "KM-26-NONE".into() }).await;
    assert!(matches!(nothing, Err(Error::Invalid(problems)) if problems[0].field == "to"));
    go(&world, &other.actor, kept, &["review", "adopt", "begin"]).await;
    for id in [second, third] {
        assert_eq!(column(&world, "k_recommendation", "progress", id).await, "in_progress");
    }
    let why = Draft::default().with("withdraw_reason", "Digabung (rekaan)");
    step::<Commitment>(&world, &other.actor, dropped, "withdraw", why).await.unwrap();
    assert_eq!(column(&world, "k_recommendation", "progress", third).await, "in_progress");
    let ties = world.node.perform(&one.actor, ViewTies { id: third }).await.unwrap();
    assert_eq!((ties.to.len(), ties.cluster.len()), (2, 2), "the cluster holds the two that it repeats");
    world.node.perform(&one.actor, UntieEntries { from: second, to: kept }).await.unwrap();
    assert_eq!(column(&world, "k_recommendation", "progress", second).await, "no_commitment");
    let ties = world.node.perform(&one.actor, ViewTies { id: kept }).await.unwrap();
    assert_eq!(ties.from.len(), 1);
});

on_both!(a_commitment_without_a_living_owner_is_seen_first, |world| {
    let (one, other) = two(&world).await;
    let minister = world.staff("minister", None).await;
    let (left, kept) =
        (opened(&world, &one.actor, "2027-06-30").await, opened(&world, &other.actor, "2026-03-01").await);
    let seen = world.node.perform(&minister.actor, ViewPromises).await.unwrap();
    assert_eq!((seen.open, seen.unheld, seen.overdue, seen.late.len()), (2, 0, 1, 1));
    let due = column(&world, "matter", "due_at", left).await;
    world.node.perform(&world.admin, EndTenure::now(one.actor.holdings()[0].tenure)).await.unwrap();
    world.node.turn_clock().await.unwrap();
    let seen = world.node.perform(&minister.actor, ViewPromises).await.unwrap();
    assert_eq!((seen.unheld, seen.without_owner.len(), seen.without_owner[0].id), (1, 1, left));
    assert_eq!(seen.late[0].id, kept);
    assert_eq!(column(&world, "matter", "due_at", left).await, due, "no due date moves");
    let handovers = world.sql("select count(*) from handover_item").await;
    assert_eq!(handovers[0][0], "1", "the commitment is in the hand-over");
    let gone = world.again(one.account).await;
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    assert!(world.node.perform(&gone, List::<Commitment>::new(query)).await.is_err());
    assert!(matches!(world.node.perform(&gone, View::<Commitment>::new(left)).await, Err(Error::NotFound)));
    assert!(world.node.perform(&gone, ViewPromises).await.is_err());
});

on_both!(civil_society_comments_on_what_is_public_and_is_answered, |world| {
    let (one, other) = two(&world).await;
    let civil = world.staff("civil-society", None).await;
    let id = opened(&world, &one.actor, "2027-12-31").await;
    let comment = || CommentCommitment {
        commitment: id,
        organisation: "Koalisi Contoh (rekaan)".into(),
        comment: "Kabupaten kepulauan belum terlayani (rekaan).".into(),
    };
    assert!(matches!(world.node.perform(&civil.actor, comment()).await, Err(Error::NotFound)));
    assert!(matches!(
        world.node.perform(&civil.actor, View::<Commitment>::new(id)).await,
        Err(Error::NotFound)
    ));
    go(&world, &other.actor, id, &["review"]).await;
    world.node.perform(&other.actor, PublishEntry { id }).await.unwrap();
    let said = world.node.perform(&civil.actor, comment()).await.unwrap().id;
    assert!(world.node.tracked(id).await.unwrap().comments.is_empty(), "not before it is answered");
    let answer = Draft::default().with("answer", "Dijadwalkan tahun depan (rekaan).");
    step::<CivilComment>(&world, &one.actor, said, "answer", answer).await.unwrap();
    let shown = world.node.tracked(id).await.unwrap().comments;
    assert_eq!((shown.len(), shown[0].organisation.as_str()), (1, "Koalisi Contoh (rekaan)"));
});

const HEADER: &str =
    "No,Fokus Strategi,Intervensi Kunci,Keluaran,Target Waktu,K/L Penanggung Jawab,K/L Terkait\n";

fn read(text: &str) -> Result<Roadmap, NoRoadmap> {
    let options = formats::ReadOptions { known_name: Some(&knows), ..formats::ReadOptions::default() };
    let table =
        formats::open_table_with(text.as_bytes(), &formats::Claim::named("matriks.csv"), &options).unwrap();
    Roadmap::read(table, Date::new(2026, 3, 5).unwrap())
}

on_both!(a_road_map_is_taken_in_once_and_whole, |world| {
    let (one, other) = two(&world).await;
    let good = format!(
        "{HEADER}1,Pencegahan,Literasi digital,Modul rekaan,2025-2029,Kementerian Contoh,Dinas Contoh\n,,,Pelatih rekaan,2027,,\n"
    );
    let roadmap = read(&good).unwrap();
    assert!(roadmap.notes.is_empty() && roadmap.rows.len() == 2);
    assert_eq!(roadmap.rows[1].draft.text("lead"), "Kementerian Contoh", "joined cells go on");
    let take = |rows: &Roadmap, dry_run| ImportRoadmap { rows: rows.rows.clone(), dry_run };
    let worker = world.staff("case-worker", Some(world.unit)).await;
    assert!(matches!(world.node.perform(&worker.actor, take(&roadmap, false)).await, Err(Error::Denied(_))));
    let looked = world.node.perform(&one.actor, take(&roadmap, true)).await.unwrap();
    assert!(!looked.kept && looked.count(|outcome| *outcome == RoadmapOutcome::Created) == 2);
    let count = "select count(*) from matter where kind = 'commitment'";
    assert_eq!(world.sql(count).await[0][0], "0");
    assert!(world.node.perform(&one.actor, take(&roadmap, false)).await.unwrap().kept);
    assert_eq!(world.sql(count).await[0][0], "2");
    let again = world.node.perform(&one.actor, take(&roadmap, false)).await.unwrap();
    assert_eq!(again.count(|outcome| *outcome == RoadmapOutcome::Unchanged), 2);
    assert_eq!(world.sql(count).await[0][0], "2");
    let states = world.sql("select distinct state from matter where kind = 'commitment'").await;
    assert_eq!(states, [["unreviewed"]]);
    let ids = world.sql("select id from matter where kind = 'commitment' order by id").await;
    let own =
        step::<Commitment>(&world, &one.actor, ids[0][0].parse().unwrap(), "review", Draft::default()).await;
    assert!(matches!(own, Err(Error::Refused("own-entry"))));
    go(&world, &other.actor, ids[0][0].parse().unwrap(), &["review"]).await;

    let bad = format!(
        "{HEADER}1,Pencegahan,Literasi,Modul,segera,Kementerian Contoh,\n2,,,Tanpa waktu,2029-2025,,\n"
    );
    let roadmap = read(&bad).unwrap();
    let places: Vec<_> =
        roadmap.notes.iter().map(|note| (note.row, note.column.as_str(), note.problem)).collect();
    assert_eq!(places, [(2, "E", RoadmapProblem::NotATime), (3, "E", RoadmapProblem::Backwards)]);
    assert!(matches!(read("Nama,Umur\nA,1\n"), Err(NoRoadmap::Columns(_))));
    // A line that a rule refuses keeps the others out as well.
    let mut rows = read(&good.replace("Modul", "Modul lain").replace("Pelatih", "Pelatih lain")).unwrap();
    rows.rows[1].draft.set("target_on", "1800-01-01");
    let done = world.node.perform(&one.actor, take(&rows, false)).await.unwrap();
    assert!(!done.kept && matches!(done.rows[1].1, RoadmapOutcome::Refused(..)));
    assert_eq!(world.sql(count).await[0][0], "2", "nothing is half imported");
});

on_both!(a_gap_leads_to_a_recommendation_after_a_second_reading, |world| {
    let (one, other) = two(&world).await;
    let gap = Draft::default()
        .with("country", "ID")
        .with("article", "OPSC.3")
        .with("class", "structural")
        .with("law_exists", "yes")
        .with("conforms", "partial")
        .with("practice", "poor")
        .with("outcome", "no_data")
        .with("citations", "UU rekaan 1/2020 pasal 2")
        .with("statement", "Satu perbuatan belum diatur (rekaan).")
        .with("severity", "major")
        .with("assessor", "Tim Contoh (rekaan)")
        .with("method", "Pembacaan dokumen")
        .with("assessed_on", "2026-03-01");
    let id = world.node.perform(&one.actor, Open::<LegalGap>::root(gap)).await.unwrap().id;
    let own = step::<LegalGap>(&world, &one.actor, id, "review", Draft::default()).await;
    assert!(matches!(own, Err(Error::Refused("own-entry"))));
    step::<LegalGap>(&world, &other.actor, id, "review", Draft::default()).await.unwrap();
    step::<LegalGap>(&world, &other.actor, id, "publish", Draft::default()).await.unwrap();
    let wanted =
        world.node.perform(&one.actor, Open::<Recommendation>::root(recommendation("2026-03-02"))).await;
    let to = code(&world, wanted.unwrap().id).await;
    world.node.perform(&one.actor, TieEntries { from: id, to }).await.unwrap();
    let ties = world.node.perform(&other.actor, ViewTies { id }).await.unwrap();
    assert_eq!((ties.to.len(), ties.to[0].kind), (1, "recommendation"));
});

on_both!(the_first_page_says_what_has_no_owner_and_whether_the_quiet_move_as_fast_as_the_loud, |world| {
    use model::time::DAY;
    use node::acts::day::MyDay;
    let (one, other) = two(&world).await;
    let empty = world.node.perform(&one.actor, MyDay).await.unwrap();
    assert_eq!(empty.promises, None, "nothing is said of nothing");
    for (attention, days) in [("viral", 1), ("none", 40), ("none", 3), ("none", 60), ("", 80), ("local", 7)] {
        let draft = commitment("2026-05-01").with("attention", attention);
        world.node.perform(&one.actor, Open::<Commitment>::root(draft)).await.unwrap();
        world.clock.advance(days * DAY);
    }
    let glance = |day: node::acts::day::Day| day.promises.unwrap();
    let seen = glance(world.node.perform(&other.actor, MyDay).await.unwrap());
    let page = world.node.perform(&other.actor, ViewPromises).await.unwrap();
    assert_eq!(seen.by_attention, page.by_attention, "the same figures on both pages");
    let names: Vec<&str> = seen.by_attention.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names[0], "viral", "{seen:?}");
    assert_eq!(seen.by_attention.iter().map(|group| group.open).sum::<i64>(), 6);
    assert_eq!(seen.unheld, 0);
    let tenure = one.actor.holdings()[0].tenure;
    world.node.perform(&world.admin, EndTenure::now(tenure)).await.unwrap();
    let seen = glance(world.node.perform(&other.actor, MyDay).await.unwrap());
    assert_eq!(seen.unheld, 6, "whoever answered for them is gone");
    let worker = world.staff("case-worker", Some(world.unit)).await;
    assert_eq!(world.node.perform(&worker.actor, MyDay).await.unwrap().promises, None);
});
