//! The same record edited twice apart: nothing typed is lost, and a person chooses.

use std::collections::BTreeMap;

use model::kinds::Case;
use model::{Draft, Id};
use node::acts::people::{EditPerson, ViewPerson};
use node::acts::{Edit, SettleConflict, Take, View};
use node::{Actor, Error};

use crate::people::{child, open};
use crate::world::{Staff, World};

async fn version(world: &World, actor: &Actor, case: Id) -> i64 {
    world.node.perform(actor, View::<Case>::new(case)).await.unwrap().version
}

async fn edit(world: &World, who: &Staff, case: Id, since: i64, fields: &[(&str, &str)]) {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    world.node.perform(&who.actor, Edit::<Case>::new(case, draft).since(since)).await.unwrap();
}

on_both!(edits_of_different_fields_go_together_and_of_one_field_wait_for_a_choice, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (case, _) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let read = version(&world, &worker.actor, case).await;
    let first = ("circumstances", "Data rekaan: menurut guru.");
    edit(&world, &worker, case, read, &[first, ("risk_level", "medium")]).await;
    // The other form was read before that, and comes back whole: what was not changed on it changes nothing.
    let form = [
        ("circumstances", "Data rekaan: menurut tetangga."),
        ("risk_level", "high"),
        ("region", "32.73"),
        ("household", "Data rekaan: tinggal bersama nenek."),
    ];
    edit(&world, &supervisor, case, read, &form).await;

    for who in [&worker, &supervisor] {
        let seen = world.node.perform(&who.actor, View::<Case>::new(case)).await.unwrap();
        assert_eq!(seen.record.text("household"), "Data rekaan: tinggal bersama nenek.");
        assert_eq!(seen.record.text("risk_level"), "high", "the first edit left it as it was");
        assert_eq!(seen.record.text("circumstances"), first.1, "nobody is overwritten");
        assert_eq!(seen.conflicts.len(), 1, "{:?}", seen.conflicts);
        let both = &seen.conflicts[0];
        assert_eq!((both.held.as_str(), both.offered.as_str()), (first.1, form[0].1));
        assert_eq!(both.held_by, "Jabatan case-worker");
        assert_eq!(both.offered_by, "Jabatan supervisor");
    }
    let told = world.sql("select count(*) from notification where code = 'field-conflict'").await;
    assert_eq!(told[0][0], "1");
    let kept = world.sql("select held, offered from field_conflict").await;
    assert!(kept[0].iter().all(|sealed| !sealed.is_empty() && !sealed.contains("rekaan")), "{kept:?}");

    let conflict = {
        let seen = world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap();
        seen.conflicts[0].id
    };
    let stranger = world.staff("case-worker", Some(world.other_unit)).await;
    let settle = |take| SettleConflict { conflict, take };
    assert!(matches!(world.node.perform(&stranger.actor, settle(Take::Held)).await, Err(Error::NotFound)));
    world.node.perform(&worker.actor, settle(Take::Offered)).await.unwrap();
    let seen = world.node.perform(&supervisor.actor, View::<Case>::new(case)).await.unwrap();
    assert_eq!(seen.record.text("circumstances"), form[0].1);
    assert!(seen.conflicts.is_empty());
    assert_eq!(seen.history[0].act, "settle-conflict");
    assert_eq!(seen.history[0].detail.changes[0].old, first.1);
    assert!(matches!(world.node.perform(&worker.actor, settle(Take::Held)).await, Err(Error::NotFound)));
});

on_both!(a_name_corrected_twice_is_asked_about, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (_, id) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let edit = |fields: &[(&str, &str)]| {
        let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
        EditPerson { id, draft, since: Some(1) }
    };
    world.node.perform(&worker.actor, edit(&[("name", "Wulaningtyas"), ("schooling", "SD")])).await.unwrap();
    let same = edit(&[("name", "Wulaningtyas"), ("schooling", "")]);
    world.node.perform(&supervisor.actor, same).await.unwrap();
    let other = edit(&[("name", "Padmasari"), ("birth_year", "2013")]);
    world.node.perform(&supervisor.actor, other).await.unwrap();
    let seen = world.node.perform(&worker.actor, ViewPerson { id }).await.unwrap();
    assert_eq!(
        (seen.person.text("name"), seen.person.text("birth_year")),
        ("Wulaningtyas".into(), "2013".into())
    );
    assert_eq!(seen.person.text("schooling"), "SD", "an empty box that was empty before is no change");
    assert_eq!(seen.conflicts.len(), 1);
    let settle = SettleConflict { conflict: seen.conflicts[0].id, take: Take::Held };
    world.node.perform(&supervisor.actor, settle).await.unwrap();
    let seen = world.node.perform(&worker.actor, ViewPerson { id }).await.unwrap();
    assert_eq!(seen.person.text("name"), "Wulaningtyas");
    assert!(seen.conflicts.is_empty());
});

/// Small deterministic chance, so that a failure can be repeated.
fn next(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

on_both!(no_history_of_edits_loses_a_text, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let manager = world.staff("manager", None).await;
    let people = [&worker, &supervisor, &manager];
    const FIELDS: [&str; 3] = ["circumstances", "household", "child_wishes"];
    for seed in 0..4 {
        let mut state = seed;
        let (case, _) = open(&world, &worker, child(&format!("Contoh {}", world.node.new_id()))).await;
        let mut pages: Vec<(i64, BTreeMap<&str, String>)> = Vec::new();
        let mut typed = Vec::new();
        for turn in 0..24 {
            let at = next(&mut state, 3) as usize;
            let seen = world.node.perform(&people[at].actor, View::<Case>::new(case)).await.unwrap();
            let page: BTreeMap<_, _> = FIELDS.map(|field| (field, seen.record.text(field))).into();
            // Everybody opens a form, and sends it now, or after others have sent theirs.
            pages.resize(3, (seen.version, page.clone()));
            if next(&mut state, 3) == 0 {
                pages[at] = (seen.version, page);
                continue;
            }
            let (since, mut form) = pages[at].clone();
            for field in FIELDS {
                if next(&mut state, 3) == 0 {
                    let text = format!("Rekaan {seed} {turn} {}", next(&mut state, 2));
                    form.insert(field, text.clone());
                    typed.push((field, text));
                }
            }
            let fields: Vec<_> = form.iter().map(|(name, text)| (*name, text.as_str())).collect();
            edit(&world, people[at], case, since, &fields).await;
            pages[at] = (version(&world, &people[at].actor, case).await, {
                let seen = world.node.perform(&people[at].actor, View::<Case>::new(case)).await.unwrap();
                FIELDS.map(|field| (field, seen.record.text(field))).into()
            });
        }
        let seen = world.node.perform(&manager.actor, View::<Case>::new(case)).await.unwrap();
        let mut kept: Vec<(String, String)> = Vec::new();
        kept.extend(FIELDS.map(|field| (field.to_owned(), seen.record.text(field))));
        for both in &seen.conflicts {
            kept.push((both.field.to_owned(), both.held.clone()));
            kept.push((both.field.to_owned(), both.offered.clone()));
        }
        // What somebody replaced who had read it is in the history.
        let changes = seen.history.iter().flat_map(|told| &told.detail.changes);
        kept.extend(changes.map(|change| (change.field.clone(), change.old.clone())));
        for (field, text) in typed {
            assert!(kept.contains(&(field.to_owned(), text.clone())), "seed {seed}: {field} lost {text}");
        }
    }
});
