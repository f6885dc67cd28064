//! Estimates by group.

#![allow(clippy::indexing_slicing)]

use std::collections::BTreeSet;

use super::linking::{people, plan, run, settings};

#[test]
fn groups_count_every_child_that_they_hold() {
    let (rows, _) = plan(37, 12_000).rows();
    let people = people(&rows, 2);
    let linked = run(&people, &settings(2));
    let agencies: Vec<&str> =
        rows.iter().map(|row| row.cells[1].as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let agency = |row: usize| {
        agencies.iter().position(|name| *name == rows[row].cells[1]).and_then(|at| u32::try_from(at).ok())
    };
    let found = linked.by_groups(&people, 2, &[&|_| Some(0), &agency, &|_| None]);
    assert_eq!(found.len(), 3, "one answer for each way");
    let (all, by_agency, nobody) = (&found[0], &found[1], &found[2]);
    // Everybody in one group is what the whole is.
    let (whole, one) = (linked.estimate, all[&0]);
    assert!((whole.count - one.count).abs() < whole.count * 2e-4, "{whole:?} {one:?}");
    assert!((whole.high - one.high).abs() < whole.count * 1e-3);
    assert!(nobody.is_empty());
    assert_eq!(by_agency.len(), agencies.len());
    for (group, estimate) in by_agency {
        let clusters: BTreeSet<u32> = people
            .rows()
            .zip(&linked.clusters.of)
            .filter(|(row, _)| agency(*row) == Some(*group))
            .map(|(_, cluster)| *cluster)
            .collect();
        let expected = clusters.len() as f64 + estimate.splits - estimate.merges - estimate.unseen;
        assert!((estimate.count - expected).abs() < 1e-6, "{group}: {estimate:?}");
        assert!(estimate.low <= estimate.count && estimate.count <= estimate.high);
    }
    assert_eq!(linked.by_groups(&people, 1, &[&agency])[0], *by_agency, "threads do not matter");
}
