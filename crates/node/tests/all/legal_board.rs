//! The board of legal tracks: what stands still comes first, by stage and region, without a name, and only as far as rights
//! reach.

use model::kinds::{Case, LegalProcess};
use model::time::DAY;
use model::{Draft, Id};
use node::acts::legal::ListLegalBoard;
use node::acts::{Edit, Move, Open};
use node::{Actor, Error};

use crate::world::World;

async fn track(world: &World, actor: &Actor, reported: &str, media: &str) -> Id {
    let case = world.open_case(actor, "high").await;
    let edit = Edit::<Case>::new(case, Draft::default().with("media_prominence", media));
    world.node.perform(actor, edit).await.unwrap();
    let open = Open::<LegalProcess>::part(case, Draft::default().with("reported_on", reported));
    world.node.perform(actor, open).await.unwrap().id
}

on_both!(the_board_shows_what_stands_still_out_of_sight, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let manager = world.staff("manager", None).await;
    let elsewhere = world.staff("case-worker", Some(world.other_unit)).await;
    let w = &worker.actor;
    let quiet = track(&world, w, "2026-01-10", "none").await;
    let loud = track(&world, w, "2026-02-20", "viral").await;
    let fresh = track(&world, w, "2026-03-01", "none").await;
    let moved = Draft::default().with("stage_on", "2026-02-25");
    world.node.perform(w, Move::<LegalProcess>::new(loud, "investigate", moved).unwrap()).await.unwrap();
    let withdrawn = Draft::default().with("complaint_withdrawn_on", "2026-03-02");
    world.node.perform(w, Edit::<LegalProcess>::new(fresh, withdrawn)).await.unwrap();

    let board = world.node.perform(&manager.actor, ListLegalBoard::default()).await.unwrap();
    let rows: Vec<_> = board.rows.iter().map(|row| (row.id, row.days, row.stalled())).collect();
    assert_eq!(rows, [(quiet, 54, true), (loud, 8, false), (fresh, 4, false)]);
    assert!(board.rows[2].withdrawn && !board.rows[0].in_public() && board.rows[1].in_public());
    let region = &board.regions[0];
    assert_eq!(
        (region.province.as_deref(), region.open, region.stalled, region.withdrawn),
        (Some("32"), 3, 1, 1)
    );
    let reported = board.gap.iter().find(|row| row.stage == "reported_to_police").unwrap();
    assert_eq!((reported.quiet, reported.public), ((2, Some(4)), (1, Some(5))));
    assert!(board.steps.0.is_some() && board.steps.1 > board.steps.0, "{:?}", board.steps);

    let at_stage = ListLegalBoard { province: Some("32".into()), stage: Some("investigation".into()) };
    let board = world.node.perform(w, at_stage).await.unwrap();
    assert_eq!(board.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [loud]);
    let nothing = world.node.perform(&elsewhere.actor, ListLegalBoard::default()).await.unwrap();
    assert!(nothing.rows.is_empty() && nothing.gap.is_empty() && nothing.total == 0);
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    let denied = world.node.perform(&intake.actor, ListLegalBoard::default()).await;
    assert!(matches!(denied, Err(Error::Denied(_))));

    // An ended track is on the board no longer.
    let ended = Draft::default().with("stage_on", "2026-03-04").with("end_reason", "withdrawn");
    world.node.perform(w, Move::<LegalProcess>::new(quiet, "end", ended).unwrap()).await.unwrap();
    world.clock.advance(DAY);
    assert_eq!(world.node.perform(w, ListLegalBoard::default()).await.unwrap().rows.len(), 2);
});
