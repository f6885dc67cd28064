//! Indicators of the same children, and of children among them, seen together: nobody who holds all that they show works out how many few are.
//! The attacker is a linear program over every child by area, sex, age and whether it is among the others; it knows nothing of how cells
//! were chosen.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests stop where they fail")]

use std::collections::{BTreeMap, BTreeSet};

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, microlp, variable};
use proptest::prelude::*;

use super::block::{COUNTRY, Held, Place};
use super::family::{Joint, Member, Shows, shield};
use super::strata;

/// The last is what is in no province.
const AREAS: [&str; 4] = ["31", "32", "33", "elsewhere"];
const SEXES: [&str; 2] = ["female", "male"];
const AGES: [&str; 3] = ["age_0_5", "age_6_11", "age_12_14"];
const FEW: u64 = 11;
/// Areas, sexes, ages, among the others or not; the last sex and age is not known.
const LEAVES: usize = 4 * 3 * 4 * 2;

/// Children by area, sex, age, and whether they are among the others.
type Children = [u16; LEAVES];

/// What is chosen of one thing: one, none that is named, or all.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Of {
    One(usize),
    All,
}

impl Of {
    fn has(self, at: usize) -> bool {
        self == Self::All || self == Self::One(at)
    }
}

/// Some of the children.
#[derive(Debug, Clone, Copy)]
struct Part {
    area: Of,
    sex: Of,
    age: Of,
    among: bool,
}

impl Part {
    fn leaves(self) -> BTreeSet<usize> {
        let is_in = |leaf: &usize| {
            let (area, sex, age) = (leaf / 24, leaf / 8 % 3, leaf / 2 % 4);
            self.area.has(area) && self.sex.has(sex) && self.age.has(age) && (!self.among || leaf % 2 == 1)
        };
        (0..LEAVES).filter(is_in).collect()
    }

    fn count(self, children: &Children) -> f64 {
        self.leaves().into_iter().map(|leaf| f64::from(children[leaf])).sum()
    }
}

/// One indicator: its breakdown, and whether it counts those who are among the others only.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Kind {
    breakdown: &'static str,
    among: bool,
}

const fn kind(breakdown: &'static str, among: bool) -> Kind {
    Kind { breakdown, among }
}

const KINDS: [Kind; 9] = [
    kind("sex", false),
    kind("age_band", false),
    kind("none", false),
    kind("sex", false),
    kind("sex_age_band", false),
    kind("none", true),
    kind("sex", true),
    kind("age_band", true),
    kind("sex_age_band", true),
];

impl Kind {
    /// What may be chosen of a thing: all of it, each that is named, and with `unknown` those of no name instead of all.
    fn choices(self, name: &str, named: usize, unknown: bool) -> Vec<Of> {
        match (strata::dimensions(self.breakdown).contains(&name), unknown) {
            (false, _) => vec![Of::All],
            (true, false) => [Of::All].into_iter().chain((0..named).map(Of::One)).collect(),
            (true, true) => (0..=named).map(Of::One).collect(),
        }
    }

    fn cells(self, areas: &[Of], unknown: bool) -> Vec<Part> {
        let mut cells = Vec::new();
        for area in areas {
            for sex in self.choices("sex", SEXES.len(), unknown) {
                for age in self.choices("age_band", AGES.len(), unknown) {
                    cells.push(Part { area: *area, sex, age, among: self.among });
                }
            }
        }
        cells
    }

    /// Every place, with those who are in it.
    fn places(self) -> Vec<(Place, Part)> {
        let areas = [Of::All, Of::One(0), Of::One(1), Of::One(2)];
        let place = |cell: Part| {
            let area = if let Of::One(area) = cell.area { AREAS[area] } else { COUNTRY };
            let sex = if let Of::One(sex) = cell.sex { SEXES[sex] } else { "_T" };
            let age = if let Of::One(age) = cell.age { AGES[age] } else { "_T" };
            let codes: Vec<&str> = match self.breakdown {
                "sex" => vec![sex],
                "age_band" => vec![age],
                "sex_age_band" => vec![sex, age],
                _ => Vec::new(),
            };
            (area.to_owned(), strata::joined(&codes))
        };
        self.cells(&areas, false).into_iter().map(|cell| (place(cell), cell)).collect()
    }
}

fn joint(kinds: &[Kind], now: &Children, before: Option<(&Children, &[Shows])>) -> Joint {
    let member = |(at, kind): (usize, &Kind)| {
        let held = |(place, cell): (Place, Part)| {
            let before = before
                .and_then(|(children, shows)| Some((cell.count(children), *shows.get(at)?.get(&place)?)));
            (place, Held { value: cell.count(now), base: None, before })
        };
        Member {
            breakdown: kind.breakdown,
            among: if kind.among { vec![1] } else { Vec::new() },
            cells: kind.places().into_iter().map(held).collect(),
            may: None,
        }
    };
    let members: Vec<Member<'_>> = kinds.iter().enumerate().map(member).collect();
    shield(FEW, &members)
}

fn show(kinds: &[Kind], now: &Children, before: Option<(&Children, &[Shows])>) -> Option<Vec<Shows>> {
    match joint(kinds, now, before) {
        Joint::Shows(shows) => Some(shows),
        Joint::Stays => None,
        Joint::Differs(at) => unreachable!("{:?} counts the same children", kinds[at]),
    }
}

/// What an attacker holds: what was there and what was shown of it, and then what came to it and what was shown of both.
struct Attacker<'a> {
    kinds: &'a [Kind],
    first: (&'a Children, &'a [Shows]),
    then: Option<(&'a Children, &'a [Shows])>,
}

impl Attacker<'_> {
    fn added(&self) -> Children {
        let mut added = [0; LEAVES];
        if let Some((then, _)) = self.then {
            for (leaf, n) in added.iter_mut().enumerate() {
                *n = then[leaf] - self.first.0[leaf];
            }
        }
        added
    }

    /// Where nobody is, of an unknown part or in no province, it is easily guessed.
    fn guessed(&self, children: &Children) -> BTreeSet<usize> {
        let mut guessed = BTreeSet::new();
        for kind in self.kinds.iter().filter(|kind| kind.breakdown != "none") {
            for cell in kind.cells(&[Of::One(0), Of::One(1), Of::One(2), Of::One(3)], true) {
                let nameless = cell.area == Of::One(3) || cell.sex == Of::One(2) || cell.age == Of::One(3);
                if nameless && cell.count(children) < 0.5 {
                    guessed.extend(cell.leaves());
                }
            }
        }
        guessed
    }

    /// How far one sum can go, down or up, in tables that fit everything shown.
    fn reach(&self, time: usize, sought: &BTreeSet<usize>, guessed: &[BTreeSet<usize>; 2], up: bool) -> f64 {
        let mut vars = ProblemVariables::new();
        let times = if self.then.is_some() { 2 } else { 1 };
        let leaves: Vec<Vec<Variable>> = (0..times)
            .map(|time| {
                let most = |leaf: &usize| if guessed[time].contains(leaf) { 0.0 } else { 1e5 };
                (0..LEAVES).map(|leaf| vars.add(variable().min(0.0).max(most(&leaf)))).collect()
            })
            .collect();
        let sum =
            |time: usize, of: &BTreeSet<usize>| of.iter().map(|leaf| leaves[time][*leaf]).sum::<Expression>();
        let aim = sum(time, sought);
        let mut model =
            if up { vars.maximise(aim.clone()) } else { vars.minimise(aim.clone()) }.using(microlp);
        for (at, kind) in self.kinds.iter().enumerate() {
            for (place, cell) in kind.places() {
                let of = cell.leaves();
                if let Some(n) = self.first.1[at].get(&place).copied().flatten() {
                    model.add_constraint(sum(0, &of).eq(n));
                }
                if let Some(n) = self.then.and_then(|(_, shows)| shows[at].get(&place).copied().flatten()) {
                    model.add_constraint((sum(0, &of) + sum(1, &of)).eq(n));
                }
            }
        }
        model.solve().unwrap().eval(&aim)
    }

    fn gives_nobody_away(&self) -> Result<(), TestCaseError> {
        let times = [*self.first.0, self.added()];
        let guessed = times.each_ref().map(|children| self.guessed(children));
        let is_nested = self.kinds.iter().any(|kind| kind.among);
        for (time, children) in times.iter().enumerate().take(if self.then.is_some() { 2 } else { 1 }) {
            let mut sought: BTreeMap<BTreeSet<usize>, String> = BTreeMap::new();
            for kind in self.kinds {
                for (place, cell) in kind.places() {
                    sought.insert(cell.leaves(), format!("{kind:?} {place:?}"));
                    // Those who are not among the others.
                    if is_nested && kind.breakdown == "none" && !kind.among {
                        let rest = cell.leaves().into_iter().filter(|leaf| leaf % 2 == 0).collect();
                        sought.insert(rest, format!("not among {place:?}"));
                    }
                }
            }
            for (leaves, name) in sought {
                let n: f64 = leaves.iter().map(|leaf| f64::from(children[*leaf])).sum();
                if n > 0.5 && n < 10.5 {
                    let [low, high] = [false, true].map(|up| self.reach(time, &leaves, &guessed, up));
                    prop_assert!(high - low > 0.5, "{time} {name}: {n} is worked out");
                }
            }
        }
        Ok(())
    }
}

fn holds(kinds: &[Kind], children: &Children, shows: &[Shows]) -> Result<(), TestCaseError> {
    for (at, kind) in kinds.iter().enumerate() {
        for (place, cell) in kind.places() {
            let (n, shown) = (cell.count(children), shows[at][&place]);
            prop_assert!(shown.is_none_or(|shown| (shown - n).abs() < 0.5 && !(n > 0.5 && n < 10.5)));
            if place.1 == "_T" && !kind.among {
                prop_assert_eq!(shown, shows[0][&place], "a total is withheld in all or in none");
            }
        }
    }
    Ok(())
}

/// Some cells are empty, some few, some many; some tables have nobody of unknown parts, nobody elsewhere, nobody among the others or all of them.
fn children(most: u16) -> impl Strategy<Value = Children> {
    let n = prop_oneof![3 => Just(0_u16), 3 => 0..6_u16, 4 => 0..=most];
    let flags = (any::<bool>(), any::<bool>(), 0..4_u8);
    (proptest::collection::vec(n, LEAVES), 1..5_u16, flags).prop_map(|(ns, part, (known, placed, among))| {
        let mut all = [0; LEAVES];
        for (leaf, n) in ns.into_iter().enumerate() {
            let (area, sex, age) = (leaf / 24, leaf / 8 % 3, leaf / 2 % 4);
            let nobody = (known && (sex == 2 || age == 3))
                || (placed && area == 3)
                || (among == 0 && leaf % 2 == 1)
                || (among == 1 && leaf % 2 == 0);
            all[leaf] = if nobody { 0 } else { n / part };
        }
        all
    })
}

fn family() -> impl Strategy<Value = Vec<Kind>> {
    (Just(KINDS.to_vec()).prop_shuffle(), 2..=4_usize).prop_map(|(kinds, size)| {
        let mut kinds: Vec<Kind> = kinds.into_iter().take(size).collect();
        kinds.sort_by_key(|kind| kind.among);
        if kinds[0].among {
            kinds.insert(0, KINDS[2]);
        }
        kinds
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_a_family_shows_gives_nobody_away(kinds in family(), now in children(40)) {
        let shows = show(&kinds, &now, None).unwrap();
        holds(&kinds, &now, &shows)?;
        Attacker { kinds: &kinds, first: (&now, &shows), then: None }.gives_nobody_away()?;
    }

    /// One that comes later shows what the first allows, and takes nothing back.
    #[test]
    fn one_that_joins_gives_nobody_away(kinds in family(), now in children(40)) {
        let alone = show(&kinds[..1], &now, None).unwrap();
        let shows = show(&kinds, &now, Some((&now, &alone))).unwrap();
        prop_assert_eq!(&shows[0], &alone[0]);
        holds(&kinds, &now, &shows)?;
        Attacker { kinds: &kinds, first: (&now, &shows), then: None }.gives_nobody_away()?;
    }

    /// A revision takes nothing back, tells of no change of few, and with what was shown before gives nobody away.
    #[test]
    fn a_revision_gives_nobody_away(kinds in family(), first in children(60), more in children(40), of in 0..4_usize) {
        let mut then = first;
        for (leaf, n) in then.iter_mut().enumerate().filter(|(leaf, _)| leaf / 24 == of) {
            *n += more[leaf];
        }
        let before = show(&kinds, &first, None).unwrap();
        if let Some(after) = show(&kinds, &then, Some((&first, &before))) {
            holds(&kinds, &then, &after)?;
            for (before, after) in before.iter().zip(&after) {
                for (place, shown) in before {
                    let change = shown.map(|shown| (after[place].unwrap() - shown).abs());
                    prop_assert!(!change.is_some_and(|by| by > 0.5 && by < 10.5), "{place:?} changed by {change:?}");
                }
            }
            Attacker { kinds: &kinds, first: (&first, &before), then: Some((&then, &after)) }.gives_nobody_away()?;
        }
    }
}

/// Some children of each named sex and age, none of them among the others.
fn each(areas: [u16; 3]) -> Children {
    let mut all = [0; LEAVES];
    for (leaf, of) in all.iter_mut().enumerate() {
        let (area, sex, age) = (leaf / 24, leaf / 8 % 3, leaf / 2 % 4);
        if area < 3 && sex < 2 && age < 3 && leaf % 2 == 0 {
            *of = areas[area];
        }
    }
    all
}

fn at(shows: &Shows, area: &str, stratum: &str) -> Option<f64> {
    shows[&(area.to_owned(), stratum.to_owned())]
}

/// Two tables that were protected alone gave this away: the total withheld in one stood in the other.
#[test]
fn a_total_withheld_in_one_is_withheld_in_all_and_sums_of_many_are_told() {
    let now = each([4, 30, 20]);
    let shows = show(&KINDS[..2], &now, None).unwrap();
    holds(&KINDS[..2], &now, &shows).unwrap();
    assert_eq!((at(&shows[1], "32", "age_0_5"), at(&shows[1], "31", "age_0_5")), (Some(60.0), None));
}

#[test]
fn a_revision_of_many_is_told() {
    let now = each([30, 30, 30]);
    let before = show(&KINDS[..5], &now, None).unwrap();
    assert!(before.iter().flat_map(BTreeMap::values).all(Option::is_some));
    let then = each([30, 50, 30]);
    let after = show(&KINDS[..5], &then, Some((&now, &before))).unwrap();
    assert_eq!(at(&after[1], "32", "age_0_5"), Some(100.0));
    assert_eq!(at(&after[4], "32", "female.age_0_5"), Some(50.0));
}

/// By sex and age, after sex: where the sexes are told, but one age of one sex is few, the row is not told; the sexes are.
#[test]
fn the_sums_that_two_have_in_common_are_told_where_the_first_tells_them() {
    let mut now = each([30, 30, 30]);
    now[0] = 4;
    let kinds = [KINDS[0], KINDS[4]];
    let shows = show(&kinds, &now, None).unwrap();
    let row =
        ["female._T", "_T.age_0_5", "female.age_0_5", "male.age_6_11"].map(|of| at(&shows[1], "31", of));
    assert_eq!(row, [at(&shows[0], "31", "female"), None, None, None]);
    assert_eq!(at(&shows[1], "32", "female.age_0_5"), Some(30.0));
}

/// Of the registered, three were not served: neither number of that place beside the other.
#[test]
fn those_who_are_not_among_the_others_are_not_worked_out() {
    let mut now = each([0, 0, 0]);
    (now[1], now[25], now[49], now[0]) = (37, 40, 50, 3);
    (now[24], now[48]) = (20, 30);
    let kinds = [KINDS[2], KINDS[5]];
    let shows = show(&kinds, &now, None).unwrap();
    assert_eq!((at(&shows[0], "31", "_T"), at(&shows[1], "31", "_T")), (Some(40.0), None));
    assert_eq!(at(&shows[1], "32", "_T"), Some(40.0));
    assert_eq!(at(&shows[1], COUNTRY, "_T"), None, "the country without the others is that place");
}

/// By sex, by age, then by both: rows that may be told are told. By form, by sex and form, by age and form, and then by sex and age would be
/// a circle.
#[test]
fn one_that_hangs_on_two_tells_its_rows() {
    let mut now = each([30, 30, 30]);
    now[0] = 4;
    let kinds = [KINDS[0], KINDS[1], KINDS[4]];
    let shows = show(&kinds, &now, None).unwrap();
    assert_eq!(at(&shows[2], "32", "female.age_0_5"), Some(30.0));
    assert_eq!(at(&shows[2], "31", "female.age_0_5"), None);
    assert_eq!(at(&shows[2], "31", "_T.age_0_5"), at(&shows[1], "31", "age_0_5"));
    assert_eq!(at(&shows[2], COUNTRY, "female.age_0_5"), None);
}

/// Those who are not among the others are enough by sex and few by age.
#[test]
fn those_who_are_not_among_the_others_are_few_by_the_second_thing_too() {
    let mut now = each([0, 0, 0]);
    for area in 0..3 {
        for (age, rest) in [(0, 12), (1, 4), (2, 12)] {
            let leaf = area * 24 + age * 2;
            (now[leaf], now[leaf + 1]) = (rest, 30);
        }
    }
    let kinds = [KINDS[0], KINDS[1], KINDS[8]];
    let shows = show(&kinds, &now, None).unwrap();
    assert_eq!((at(&shows[0], "31", "female"), at(&shows[1], "31", "age_6_11")), (Some(118.0), Some(34.0)));
    assert_eq!(at(&shows[2], "31", "_T.age_6_11"), None, "four are not among them");
}

/// By sex and form, by age and form: by sex and age as well would be a circle, and it tells only what the others tell.
#[test]
fn one_that_closes_a_circle_tells_nothing_of_its_own() {
    let form = strata::codes("form")[0];
    let member = |breakdown: &'static str, codes: [&str; 2]| {
        let strata = [["_T", "_T"], [codes[0], "_T"], ["_T", codes[1]], codes];
        let held = Held { value: 100.0, base: None, before: None };
        let places = ["31", COUNTRY].into_iter().flat_map(|area| {
            strata
                .iter()
                .map(move |codes| ((area.to_owned(), strata::joined(codes)), held))
                .collect::<Vec<_>>()
        });
        Member { breakdown, among: Vec::new(), cells: places.collect(), may: None }
    };
    let members = [
        member("sex_form", ["female", form]),
        member("age_band_form", ["age_12_14", form]),
        member("sex_age_band", ["female", "age_12_14"]),
    ];
    let Joint::Shows(shows) = shield(FEW, &members) else { panic!("they count the same children") };
    assert_eq!(at(&shows[1], "31", &strata::joined(&["age_12_14", form])), Some(100.0));
    assert_eq!(at(&shows[2], "31", "female._T"), Some(100.0));
    assert_eq!(at(&shows[2], "31", "_T.age_12_14"), Some(100.0));
    assert_eq!(at(&shows[2], "31", "female.age_12_14"), None);
}

#[test]
fn what_is_not_of_the_same_children_is_told_apart() {
    let now = each([30, 30, 30]);
    let mut members: Vec<Member<'_>> = Vec::new();
    for (among, times) in [(Vec::new(), 1.0), (vec![1], 2.0)] {
        let held = |(place, cell): (Place, Part)| {
            (place, Held { value: cell.count(&now) * times, base: None, before: None })
        };
        let cells = KINDS[2].places().into_iter().map(held).collect();
        members.push(Member { breakdown: "none", among, cells, may: None });
    }
    assert_eq!(shield(FEW, &members), Joint::Differs(1), "more among them than there are");
    members[1].among = Vec::new();
    assert_eq!(shield(FEW, &members), Joint::Differs(1), "not the same");
}
