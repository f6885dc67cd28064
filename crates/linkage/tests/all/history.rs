//! Decisions are obeyed, cluster ids last, and added records land where a full run would put them.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use linkage::invented::Row;
use linkage::link::{
    Clusters, Decisions, Earlier, Linked, People, Settings, Verdict, go_on, link_added, link_decided,
    record_key,
};
use proptest::prelude::*;

use crate::linking::{people, plan, run, settings};

fn key(row: &Row) -> u64 {
    record_key(&row.cells[0], None)
}

fn decided(people: &People, decisions: &Decisions, threads: usize) -> Linked {
    link_decided(people, &settings(threads), decisions, &mut |_| {})
}

/// Clusters as keys of their records, by number.
fn earlier(rows: &[Row], people: &People, linked: &Linked) -> Vec<Earlier> {
    let mut members: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for (row, number) in linked.cluster_numbers(people) {
        members.entry(number).or_default().push(key(&rows[row as usize]));
    }
    members.into_iter().map(|(id, members)| Earlier { id, members }).collect()
}

/// The cluster of every record, by key.
fn of_key(rows: &[Row], people: &People, clusters: &Clusters) -> BTreeMap<u64, u32> {
    people.rows().zip(&clusters.of).map(|(row, cluster)| (key(&rows[row]), *cluster)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn decisions_are_obeyed(
        seed in 1_u64..900,
        picks in prop::collection::vec((0_usize..600, 0_usize..600, 0_u8..3), 1..60),
        near in prop::collection::vec((0_usize..600, 0_u8..2), 1..40),
    ) {
        let (rows, _) = plan(seed, 600).rows();
        let people = people(&rows, 2);
        let first = run(&people, &settings(2));
        let of = of_key(&rows, &people, &first.clusters);
        let mut decisions = Decisions::new();
        for (a, b, verdict) in picks {
            let verdict = [Verdict::Same, Verdict::Different, Verdict::Unsure][usize::from(verdict)];
            decisions.decide(key(&rows[a]), key(&rows[b]), verdict);
        }
        // Decisions against what the engine found: two records of one cluster, one of which has third records beside it.
        for (a, verdict) in near {
            let a = key(&rows[a]);
            let other = of.iter().find(|(b, cluster)| **b != a && of.get(&a) == Some(cluster)).map(|(b, _)| *b);
            if let Some(b) = other {
                decisions.decide(a, b, [Verdict::Different, Verdict::Same][usize::from(verdict)]);
            }
        }
        let linked = decided(&people, &decisions, 3);
        let now = of_key(&rows, &people, &linked.clusters);
        let (mut refused, contradicted) = (0, linked.clusters.contradicted.len());
        let keys: Vec<u64> = now.keys().copied().collect();
        for (nth, a) in keys.iter().enumerate() {
            for b in &keys[nth + 1..] {
                match decisions.between(*a, *b) {
                    Some(Verdict::Different) => prop_assert!(now[a] != now[b], "different, but together"),
                    Some(Verdict::Same) => refused += usize::from(now[a] != now[b]),
                    _ => {}
                }
            }
        }
        // What was decided to be one child is one, but where other decisions say otherwise.
        prop_assert!(refused <= contradicted, "{refused} of one child apart, {contradicted} contradicted");
        prop_assert_eq!(of_key(&rows, &people, &decided(&people, &decisions, 1).clusters), now);
    }

    #[test]
    fn ids_last_and_changes_are_told(seed in 1_u64..900, taken in 100_usize..500) {
        let (rows, _) = plan(seed, 700).rows();
        let before = people(&rows[..taken], 1);
        let first = run(&before, &settings(1));
        let old = earlier(&rows, &before, &first);
        let same = go_on(&before, &first.clusters, &old);
        prop_assert_eq!(same.new, 0);
        prop_assert!(same.gone.is_empty() && same.joined.is_empty() && same.split.is_empty());
        let all = people(&rows, 2);
        let second = run(&all, &settings(2));
        let now = go_on(&all, &second.clusters, &old);
        // One id, one cluster.
        let pairs: BTreeSet<(u64, u32)> = now.ids.iter().copied().zip(second.clusters.of.iter().copied()).collect();
        let ids: BTreeSet<u64> = now.ids.iter().copied().collect();
        prop_assert_eq!((pairs.len(), ids.len()), (second.clusters.count(), second.clusters.count()));
        prop_assert_eq!(now.kept + now.new, ids.len() as u64);
        prop_assert_eq!(now.kept + now.gone.len() as u64, old.len() as u64);
        // An earlier cluster whose records are together, alone or as the greater part, keeps its id; else it is told.
        let told: BTreeSet<u64> = now.split.iter().map(|split| split.id).chain(now.joined.iter().flat_map(|j| j.from.clone())).collect();
        let id_of: BTreeMap<u64, u64> = all.rows().zip(&now.ids).map(|(row, id)| (key(&rows[row]), *id)).collect();
        for cluster in &old {
            let here: BTreeSet<u64> = cluster.members.iter().filter_map(|key| id_of.get(key).copied()).collect();
            prop_assert!(told.contains(&cluster.id) || here == BTreeSet::from([cluster.id]));
        }
    }
}

#[test]
fn added_records_land_where_a_full_run_puts_them() {
    for seed in [3, 5] {
        let (rows, _) = plan(seed, 12_000).rows();
        let some = rows.len() * 9 / 10;
        let before = people(&rows[..some], 2);
        let first = run(&before, &settings(2));
        let old = earlier(&rows, &before, &first);
        let all = people(&rows, 2);
        let with_model = Settings { model: Some(first.model.clone()), ..settings(2) };
        let full = run(&all, &with_model);
        let added = link_added(&all, &old, &with_model, &Decisions::new(), &mut |_| {});
        assert_eq!(added.new as usize, rows.len() - some);
        assert!(added.compared * 3 < full.compared, "{} of {} pairs", added.compared, full.compared);
        let (a, b) = (of_key(&rows, &all, &added.clusters), of_key(&rows, &all, &full.clusters));
        let together = |of: &BTreeMap<u64, u32>| {
            let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
            of.values().for_each(|cluster| *sizes.entry(*cluster).or_default() += 1);
            sizes.values().map(|n| n * (n - 1) / 2).sum::<u64>()
        };
        let mut both: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        a.iter().for_each(|(key, cluster)| *both.entry((*cluster, b[key])).or_default() += 1);
        let shared: u64 = both.values().map(|n| n * (n - 1) / 2).sum();
        let (only_added, only_full) = (together(&a) - shared, together(&b) - shared);
        // The tolerance that the README states: one pair in a hundred.
        assert!((only_added + only_full) * 100 <= shared, "{only_added} + {only_full} beside {shared}");
    }
}

#[test]
fn an_earlier_cluster_is_not_torn_by_what_is_added() {
    let (rows, _) = plan(9, 3_000).rows();
    let before = people(&rows[..2_500], 1);
    let old = earlier(&rows, &before, &run(&before, &settings(1)));
    let all = people(&rows, 1);
    let added = link_added(&all, &old, &settings(1), &Decisions::new(), &mut |_| {});
    assert!(go_on(&all, &added.clusters, &old).split.is_empty());
    let torn = old.iter().find(|cluster| cluster.members.len() > 2).expect("a child in three records");
    let mut decisions = Decisions::new();
    decisions.decide(torn.members[0], torn.members[2], Verdict::Different);
    let added = link_added(&all, &old, &settings(1), &decisions, &mut |_| {});
    let split = go_on(&all, &added.clusters, &old).split;
    assert_eq!(split.iter().map(|split| split.id).collect::<Vec<_>>(), [torn.id]);
}
