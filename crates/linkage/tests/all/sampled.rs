//! Clusterings drawn from what the linkage believes.

#![allow(clippy::indexing_slicing)]

use super::linking::{people, plan, run, settings};

fn count(clusters: &[u32]) -> f64 {
    clusters.iter().zip(0_u32..).filter(|(of, at)| **of == *at).count() as f64
}

#[test]
fn drawn_clusterings_scatter_around_the_estimate() {
    let (rows, _) = plan(7, 6000).rows();
    let people = people(&rows, 2);
    let linked = run(&people, &settings(2));
    let sampled = linked.sample(&people, 24, 1, 2);
    assert_eq!((sampled.drawn.len(), sampled.source.len()), (24, people.len()));
    assert_eq!(count(&sampled.likeliest), linked.clusters.count() as f64);
    let counts: Vec<f64> = sampled.drawn.iter().map(|clusters| count(clusters)).collect();
    let mean = counts.iter().sum::<f64>() / 24.0;
    let (estimate, half) = (linked.estimate, linked.estimate.high - linked.estimate.count);
    assert!((mean - estimate.count).abs() <= half, "{mean} is not near {estimate:?}");
    assert!(counts.iter().any(|one| *one != counts[0]), "they differ");
    for clusters in &sampled.drawn {
        assert!(
            (0_u32..).zip(clusters).all(|(at, first)| *first <= at && clusters[*first as usize] == *first)
        );
    }
}

#[test]
fn threads_and_intakes_do_not_matter() {
    let (rows, _) = plan(8, 1500).rows();
    let with = |intakes, threads| {
        let people = people(&rows, intakes);
        run(&people, &settings(threads)).sample(&people, 4, 3, threads)
    };
    let one = with(1, 1);
    assert_eq!(one, with(3, 2));
    let people = people(&rows, 1);
    assert_ne!(
        one.drawn,
        run(&people, &settings(1)).sample(&people, 4, 4, 1).drawn,
        "another seed draws others"
    );
}
