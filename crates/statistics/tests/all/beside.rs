//! Tables of the same children, made one after the other, tell no more together than each alone. The attacker here is an audit over every
//! child by everything at once: it does not know how the tables were tied to one another.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use statistics::protect::{Beside, Depth, Effort, Problem, audit};
use statistics::publish::{Plan, Published, Shown};
use statistics::table::{CountedEntity, SumCounter, UNKNOWN};
use statistics::{Counted, Dimension, Layout, Request};

use crate::tables::{NAMES, leaves, rule};

const SIZE: usize = 3;
const MINIMUM: u64 = 5;

fn dimension(name: &str) -> Dimension {
    Dimension::flat(name, (1..=SIZE).map(|at| format!("{name}{at}"))).unwrap()
}

/// The table by these things, of counts by all three.
fn by(names: &[&str], leaves: &[u64]) -> Counted {
    let all = Layout::new(NAMES.iter().map(|name| dimension(name)).collect()).unwrap();
    let layout = Layout::new(names.iter().map(|name| dimension(name)).collect()).unwrap();
    let mut counter = SumCounter::new(layout, true);
    // Nobody is of an unknown part, which everybody guesses.
    let named = |cell: &usize| all.is_leaf(*cell) && !all.codes(*cell).contains(&UNKNOWN);
    let places = (0..all.len()).filter(named);
    for (cell, count) in places.zip(leaves) {
        let of = |name: &&str| all.node(cell, NAMES.iter().position(|other| other == name).unwrap());
        counter.add(Some(*count), &names.iter().map(of).collect::<Vec<_>>()).unwrap();
    }
    counter.finish()
}

const TABLES: [[&str; 2]; 2] = [["a", "c"], ["b", "c"]];

fn requests(names: &[&str; 2]) -> Vec<Request> {
    vec![Request::by(&names[..1]), Request::by(&names[1..]), Request::by(names)]
}

fn plan(names: &[&str; 2]) -> Plan {
    Plan {
        requests: requests(names),
        rule: rule(MINIMUM),
        entity: CountedEntity::Children,
        effort: Effort::Bounded,
    }
}

fn withheld(published: &Published) -> Vec<bool> {
    (0..published.layout().len()).map(|cell| published.shown(cell) == Shown::Withheld).collect()
}

fn out(names: &[&str; 2], counts: &[u64], published: &Published) -> Beside {
    Beside {
        counted: by(names, counts),
        requests: requests(names),
        rule: rule(MINIMUM),
        withheld: withheld(published),
    }
}

/// Cells of few that can be worked out by whoever has both tables.
fn given_away(counts: &[u64], shown: [&Published; 2]) -> Vec<Vec<String>> {
    let all = by(&NAMES, counts);
    let asked = TABLES.map(|names| Request::by(&names));
    let problem = Problem::new(&all, &asked, rule(MINIMUM)).unwrap();
    let layout = all.layout();
    // Whoever has both tables knows what either of them shows.
    let is_open = |cell: usize| {
        let in_one = TABLES.iter().zip(shown).filter_map(|(names, published)| {
            let place = |name: &str| NAMES.iter().position(|other| *other == name).unwrap();
            let codes = layout.codes(cell);
            let here: Vec<&str> = names.iter().map(|name| codes[place(name)]).collect();
            let mut outside = (0..NAMES.len()).filter(|at| names.iter().all(|name| place(name) != *at));
            let is_in = outside.all(|at| layout.node(cell, at) == 0);
            is_in.then(|| published.shown(published.layout().find(&here).unwrap()))
        });
        in_one.into_iter().all(|shown| shown == Shown::Withheld)
    };
    let pattern: Vec<bool> = (0..layout.len()).map(is_open).collect();
    let audited = audit(&problem, &pattern, Depth::Proof).unwrap();
    let leaks = audited.leaks().filter(|leak| problem.is_offered(leak.cell));
    leaks.map(|leak| layout.codes(leak.cell).iter().map(|code| (*code).to_owned()).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_table_beside_another_gives_neither_back(counts in leaves(27, 12)) {
        let first = plan(&TABLES[0]).suppress(&by(&TABLES[0], &counts), None).unwrap().0;
        let beside = [out(&TABLES[0], &counts, &first)];
        if let Ok((second, proof)) = plan(&TABLES[1]).suppress_beside(&by(&TABLES[1], &counts), &beside) {
            prop_assert!(proof.between.is_some_and(|audit| audit.is_safe()));
            let found = given_away(&counts, [&first, &second]);
            prop_assert!(found.is_empty(), "{found:?}");
        }
    }

    /// Again after some were added, beside both that are out.
    #[test]
    fn a_third_gives_none_of_the_two_before_it_back(counts in leaves(27, 12), added in leaves(27, 8)) {
        let first = plan(&TABLES[0]).suppress(&by(&TABLES[0], &counts), None).unwrap().0;
        let mut beside = vec![out(&TABLES[0], &counts, &first)];
        if let Ok((second, _)) = plan(&TABLES[1]).suppress_beside(&by(&TABLES[1], &counts), &beside) {
            beside.push(out(&TABLES[1], &counts, &second));
        }
        let then: Vec<u64> = counts.iter().zip(&added).map(|(n, more)| n + more).collect();
        if let Ok((third, _)) = plan(&TABLES[0]).suppress_beside(&by(&TABLES[0], &then), &beside) {
            let (before, now) = (by(&TABLES[0], &counts), by(&TABLES[0], &then));
            for cell in 0..now.layout().len() {
                if let (Shown::Count(a), Shown::Count(b)) = (first.shown(cell), third.shown(cell)) {
                    prop_assert!(b == a || b - a >= MINIMUM, "{} more, in sight", b - a);
                }
                let few = |n: u64| n > 0 && n < MINIMUM;
                if few(before.value(cell).unwrap()) || few(now.value(cell).unwrap()) {
                    prop_assert!(!few(now.value(cell).unwrap()) || third.shown(cell) == Shown::Withheld);
                }
            }
        }
    }
}

/// What made this necessary: each proven alone, and together they give few away.
#[test]
fn tables_that_were_protected_alone_give_each_other_away() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut leaky = 0;
    for _ in 0..200 {
        let counts = leaves(27, 12).new_tree(&mut runner).unwrap().current();
        let alone = TABLES.map(|names| plan(&names).suppress(&by(&names, &counts), None).unwrap().0);
        if !given_away(&counts, [&alone[0], &alone[1]]).is_empty() {
            leaky += 1;
            let beside = [out(&TABLES[0], &counts, &alone[0])];
            if let Ok((second, _)) = plan(&TABLES[1]).suppress_beside(&by(&TABLES[1], &counts), &beside) {
                assert!(given_away(&counts, [&alone[0], &second]).is_empty());
            }
        }
    }
    assert!(leaky > 0, "the attack finds what it should find");
}

/// The same minimum is no condition: what one of them shows, however strict the other is, stays known.
#[test]
fn a_stricter_release_beside_one_that_is_out_gives_nothing_back() {
    let counts = [3, 30, 0, 14, 30, 0, 0, 0, 0, 20, 22, 0, 16, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let names = &TABLES[0];
    let first = plan(names).suppress(&by(names, &counts), None).unwrap().0;
    let beside = [out(names, &counts, &first)];
    let strict = Plan { rule: rule(20), ..plan(names) };
    if let Ok((second, _)) = strict.suppress_beside(&by(names, &counts), &beside) {
        let mut both = withheld(&first);
        both.iter_mut().zip(withheld(&second)).for_each(|(one, other)| *one &= other);
        let counted = by(names, &counts);
        let problem = Problem::new(&counted, &requests(names), rule(MINIMUM)).unwrap();
        assert!(audit(&problem, &both, Depth::Proof).unwrap().is_safe());
    }
}
