//! Months and the quarter that they make, seen together: nobody who holds all that both show works out how many few are, in a month, in the
//! quarter, or among those who came in more than one month. The attacker is a linear program; it knows nothing of how cells were chosen,
//! and it knows that whoever was there in a month was there in the quarter.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests stop where they fail")]

use std::collections::{BTreeMap, BTreeSet};

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, microlp, variable};
use model::Id;
use proptest::prelude::*;

use super::block::{COUNTRY, Guard, Held, Place, Verdict, shield};
use super::spans::{Finer, Told, may_tell};

const AREAS: [&str; 3] = ["31", "32", "33"];
const SEXES: [&str; 2] = ["female", "male"];
const MONTHS: usize = 3;
const LEAVES: usize = 6;
const FEW: u64 = 11;

/// Children of a month by area and sex.
type Children = [u16; LEAVES];
type Shows = BTreeMap<Place, Option<f64>>;

/// Every place of a breakdown with the leaves in it.
fn places(breakdown: &str) -> BTreeMap<Place, BTreeSet<usize>> {
    let mut found = BTreeMap::new();
    let strata: &[Option<usize>] = if breakdown == "sex" { &[None, Some(0), Some(1)] } else { &[None] };
    for area in [None, Some(0), Some(1), Some(2)] {
        for sex in strata {
            let is_in =
                |leaf: &usize| area.is_none_or(|n| leaf / 2 == n) && sex.is_none_or(|n| leaf % 2 == n);
            let place = (area.map_or(COUNTRY, |n: usize| AREAS[n]), sex.map_or("_T", |n| SEXES[n]));
            found.insert((place.0.to_owned(), place.1.to_owned()), (0..LEAVES).filter(is_in).collect());
        }
    }
    found
}

fn cells(breakdown: &str, of: &Children) -> BTreeMap<Place, f64> {
    let sum = |leaves: &BTreeSet<usize>| leaves.iter().map(|leaf| f64::from(of[*leaf])).sum();
    places(breakdown).into_iter().map(|(at, leaves)| (at, sum(&leaves))).collect()
}

fn alone(breakdown: &str, of: &Children) -> Shows {
    let held = |(at, value)| (at, Held { value, base: None, before: None });
    match shield(Guard::Counts(FEW), breakdown, &cells(breakdown, of).into_iter().map(held).collect()) {
        Verdict::Shows(shown) => shown,
        other => panic!("{other:?}"),
    }
}

/// What is shown of the months and of the quarter.
struct Shown<'c> {
    months: &'c [Children; MONTHS],
    again: &'c Children,
    breakdowns: [&'static str; 2],
    shows: Vec<Shows>,
}

fn quarter(months: &[Children; MONTHS], again: &Children) -> Children {
    let mut whole = [0; LEAVES];
    for (leaf, n) in whole.iter_mut().enumerate() {
        *n = months.iter().map(|month| month[leaf]).sum::<u16>() - again[leaf];
    }
    whole
}

fn show<'c>(months: &'c [Children; MONTHS], again: &'c Children, breakdowns: [&'static str; 2]) -> Shown<'c> {
    let mut shows: Vec<Shows> = months.iter().map(|month| alone(breakdowns[0], month)).collect();
    let told = |(month, shown): (&Children, &Shows)| -> Told {
        let values = cells(breakdowns[0], month).into_iter();
        values.map(|(at, n)| (at.clone(), (n, shown[&at].is_some()))).collect()
    };
    let parts = months.iter().zip(&shows).map(told).collect();
    let finer = Finer { indicator: Id::from_u128(1), breakdown: breakdowns[0].to_owned(), parts };
    let whole = quarter(months, again);
    let may = may_tell(FEW, (breakdowns[1], &cells(breakdowns[1], &whole)), &[finer]);
    let mut shown = alone(breakdowns[1], &whole);
    if let Some(may) = may {
        shown.iter_mut().filter(|(at, _)| !may.contains(*at)).for_each(|(_, shown)| *shown = None);
    }
    shows.push(shown);
    Shown { months, again, breakdowns, shows }
}

/// Of whom something is sought: of a month, of the quarter, or of those who came again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Month(usize),
    Quarter,
    Again,
}

impl Shown<'_> {
    fn count(&self, of: Of, leaves: &BTreeSet<usize>) -> f64 {
        let whole = quarter(self.months, self.again);
        let numbers = match of {
            Of::Month(month) => &self.months[month],
            Of::Quarter => &whole,
            Of::Again => self.again,
        };
        leaves.iter().map(|leaf| f64::from(numbers[*leaf])).sum()
    }

    fn reach(&self, of: Of, leaves: &BTreeSet<usize>, up: bool) -> f64 {
        let mut vars = ProblemVariables::new();
        let mut each =
            || -> Vec<Variable> { (0..LEAVES).map(|_| vars.add(variable().min(0.0).max(1e5))).collect() };
        let (months, again): (Vec<Vec<Variable>>, Vec<Variable>) =
            ((0..MONTHS).map(|_| each()).collect(), each());
        let sum = |of: Of, leaves: &BTreeSet<usize>| -> Expression {
            let of_months = |leaf: usize| months.iter().map(|month| month[leaf]).sum::<Expression>();
            leaves
                .iter()
                .map(|leaf| match of {
                    Of::Month(month) => months[month][*leaf].into(),
                    Of::Quarter => of_months(*leaf) - again[*leaf],
                    Of::Again => again[*leaf].into(),
                })
                .sum()
        };
        let aim = sum(of, leaves);
        let mut model =
            if up { vars.maximise(aim.clone()) } else { vars.minimise(aim.clone()) }.using(microlp);
        for (at, shown) in self.shows.iter().enumerate() {
            let (of, breakdown) = match at {
                MONTHS => (Of::Quarter, self.breakdowns[1]),
                month => (Of::Month(month), self.breakdowns[0]),
            };
            for (place, leaves) in places(breakdown) {
                if let Some(n) = shown[&place] {
                    model.add_constraint(sum(of, &leaves).eq(n));
                }
            }
        }
        for leaf in (0..LEAVES).map(|leaf| BTreeSet::from([leaf])) {
            for month in 0..MONTHS {
                model.add_constraint((sum(Of::Quarter, &leaf) - sum(Of::Month(month), &leaf)).geq(0.0));
            }
        }
        model.solve().unwrap().eval(&aim)
    }

    fn gives_nobody_away(&self) -> Result<(), TestCaseError> {
        let [of_months, of_quarter] = self.breakdowns.map(places);
        let mut sought: BTreeMap<(Of, BTreeSet<usize>), Place> = BTreeMap::new();
        for month in 0..MONTHS {
            sought.extend(
                of_months.iter().map(|(at, leaves)| ((Of::Month(month), leaves.clone()), at.clone())),
            );
        }
        sought.extend(of_quarter.iter().map(|(at, leaves)| ((Of::Quarter, leaves.clone()), at.clone())));
        // Who came again can be reckoned where both are by the same thing.
        let common = if self.breakdowns == ["sex", "sex"] { of_months } else { places("none") };
        sought.extend(common.into_iter().map(|(at, leaves)| ((Of::Again, leaves), at)));
        for ((of, leaves), place) in sought {
            let n = self.count(of, &leaves);
            if n > 0.5 && n < 10.5 {
                let [low, high] = [false, true].map(|up| self.reach(of, &leaves, up));
                prop_assert!(high - low > 0.5, "{of:?} {place:?}: {n} is worked out from {:?}", self.shows);
            }
        }
        Ok(())
    }
}

fn months() -> impl Strategy<Value = ([Children; MONTHS], Children)> {
    let n = prop_oneof![2 => Just(0_u16), 3 => 0..9_u16, 5 => 0..=60_u16, 2 => 30..90_u16];
    let month = proptest::collection::vec(n, LEAVES * MONTHS);
    let again = prop_oneof![2 => Just(0_u16), 2 => 1..6_u16, 1 => 11..40_u16];
    (month, proptest::collection::vec(again, LEAVES), any::<bool>()).prop_map(|(all, more, once)| {
        let mut months = [[0; LEAVES]; MONTHS];
        let mut again = [0; LEAVES];
        for leaf in 0..LEAVES {
            let of_leaf: Vec<u16> = (0..MONTHS).map(|month| all[month * LEAVES + leaf]).collect();
            (0..MONTHS).for_each(|month| months[month][leaf] = of_leaf[month]);
            // Nobody comes again more often than there are others.
            let most = of_leaf.iter().sum::<u16>() - of_leaf.iter().max().unwrap();
            again[leaf] = if once { 0 } else { more[leaf].min(most) };
        }
        (months, again)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_quarter_beside_its_months_gives_nobody_away((now, again) in months(), by in 0..4_usize) {
        let breakdowns = [["sex", "sex"], ["sex", "none"], ["none", "sex"], ["none", "none"]][by];
        show(&now, &again, breakdowns).gives_nobody_away()?;
    }
}

/// Three in one month, found as the quarter less the other two: so the quarter is not told.
#[test]
fn a_month_of_few_is_not_what_is_left_of_the_quarter() {
    let months = [[40, 40, 30, 30, 20, 20], [40, 40, 30, 30, 20, 20], [40, 40, 3, 2, 20, 20]];
    let nobody = [0; LEAVES];
    let shown = show(&months, &nobody, ["sex", "sex"]);
    let at = |area: &str, sex: &str| (area.to_owned(), sex.to_owned());
    assert_eq!(shown.shows[2][&at("32", "female")], None, "three girls");
    assert_eq!(shown.shows[3][&at("32", "female")], None, "70 and 3 would be told beside 30 and 30");
    assert_eq!(shown.shows[3][&at(COUNTRY, "_T")], Some(485.0), "what each month tells, the quarter tells");
}

/// Four girls who came in more than one month are few like any other four.
#[test]
fn those_who_came_again_are_few_as_well() {
    let months = [[40, 40, 30, 30, 20, 20]; MONTHS];
    let mut again = [0; LEAVES];
    again[2] = 4;
    let shown = show(&months, &again, ["sex", "sex"]);
    let at = |area: &str, sex: &str| (area.to_owned(), sex.to_owned());
    assert_eq!(shown.shows[3][&at("32", "female")], None, "90 less 86 are four girls who came again");
    assert_eq!(shown.shows[3][&at("31", "_T")], Some(240.0));
    again[2] = 0;
    let shown = show(&months, &again, ["sex", "sex"]);
    assert!(shown.shows[3].values().all(Option::is_some));
}
