//! Indicators of the same children, and of children among them. One of them, the first, is protected as a whole table ([`block`]); the others
//! follow it, one after the other. A follower hangs on those that are shown already by the sums that they have in common, and shows those
//! sums where those do and nowhere else. All the parts of an area are shown where the common sums and every part may be told; the parts
//! of the country where what lies outside those areas is, part by part, nobody or enough.
//!
//! So a follower never tells anything of the common sums that was not told before, and since it has no others in common with anybody and
//! closes no circle (one that would shows nothing of its own), tables that fit each one fit all of them: nothing is worked out from
//! several that is not worked out from one and its common sums. What follows holds even against somebody who knows every common sum: of a
//! cell between an area and a part, known are its row and its column alone, and such a cell is certain only where it equals one of the two
//! (Fréchet's bounds).

use std::collections::{BTreeMap, BTreeSet};

use statistics::table::{TOTAL, UNKNOWN};

use super::block::{self, COUNTRY, Guard, Held, Place, Verdict};
use super::cube::{self, Codes};
use super::strata;

/// One indicator of a family, in one period.
#[derive(Debug, Clone)]
pub(crate) struct Member<'a> {
    pub(crate) breakdown: &'a str,
    /// Whose children these are among, from all of them inwards; nothing of those that count all of them.
    pub(crate) among: Vec<usize>,
    pub(crate) cells: BTreeMap<Place, Held>,
    /// What else stands beside it allows this and no more; nothing when there is nothing beside it.
    pub(crate) may: Option<BTreeSet<Place>>,
}

impl Member<'_> {
    fn by(&self) -> Vec<&'static str> {
        strata::dimensions(self.breakdown)
    }

    /// What is left of a showing: to show less than may be shown gives nothing more away.
    fn bounded(&self, mut shows: Shows) -> Shows {
        if let Some(may) = &self.may {
            for (_, shown) in shows.iter_mut().filter(|(at, _)| !may.contains(*at)) {
                *shown = None;
            }
        }
        shows
    }

    /// Whether something that was shown would be shown no more.
    fn loses(&self, shows: &Shows) -> bool {
        let lost =
            |(at, held): (&Place, &Held)| was_shown(held) && shows.get(at).copied().flatten().is_none();
        self.cells.iter().any(lost)
    }
}

pub(crate) type Shows = BTreeMap<Place, Option<f64>>;

/// What becomes of a family.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Joint {
    /// What each member shows, the first first.
    Shows(Vec<Shows>),
    /// All stays as it was shown, because the change would tell of few children.
    Stays,
    /// The numbers of this member are not those of the others.
    Differs(usize),
}

/// What each member shows. The first counts all the children; none comes before those that it is among.
pub(crate) fn shield(minimum: u64, members: &[Member<'_>]) -> Joint {
    let Some(first) = members.first() else { return Joint::Shows(Vec::new()) };
    let lead = match leading(minimum, first) {
        Verdict::Shows(lead) => lead,
        Verdict::Stays => return Joint::Stays,
        Verdict::PartsAbove => return Joint::Differs(0),
    };
    let lead = first.bounded(lead);
    if first.loses(&lead) {
        return Joint::Stays;
    }
    let mut told = vec![lead];
    for (at, member) in members.iter().enumerate().skip(1) {
        let shows = match next(minimum, members.get(..at).unwrap_or_default(), &told, member) {
            Follows::Shows(shows) => shows,
            Follows::Stays => return Joint::Stays,
            Follows::Differs => return Joint::Differs(at),
        };
        let shows = member.bounded(shows);
        if member.loses(&shows) {
            return Joint::Stays;
        }
        told.push(shows);
    }
    Joint::Shows(told)
}

enum Follows {
    Shows(Shows),
    Stays,
    Differs,
}

fn was_shown(held: &Held) -> bool {
    matches!(held.before, Some((_, Some(_))))
}

/// The first is protected as if it were alone; when nothing of it is new it stays as it is shown.
fn leading(minimum: u64, first: &Member<'_>) -> Verdict {
    let still = |held: &Held| held.before.filter(|(value, _)| (value - held.value).abs() < 0.5);
    let same: Option<Shows> =
        first.cells.iter().map(|(at, held)| Some((at.clone(), still(held)?.1))).collect();
    match same {
        Some(same) => Verdict::Shows(same),
        None => block::shield(Guard::Counts(minimum), first.breakdown, &first.cells),
    }
}

/// One that comes after others.
fn next(minimum: u64, earlier: &[Member<'_>], told: &[Shows], member: &Member<'_>) -> Follows {
    let by = member.by();
    let told_of = || earlier.iter().zip(told);
    // The same parts are shown in the same way, whoever shows them.
    let same = told_of().find(|(one, _)| one.among == member.among && one.breakdown == member.breakdown);
    if let Some((one, shows)) = same {
        let differs = |(at, held): (&Place, &Held)| {
            one.cells.get(at).is_some_and(|other| (other.value - held.value).abs() > 0.5)
        };
        if member.cells.iter().any(differs) {
            return Follows::Differs;
        }
        let of = |at: &Place| (at.clone(), shows.get(at).copied().flatten());
        return Follows::Shows(member.cells.keys().map(of).collect());
    }
    let is_new = !earlier.iter().any(|one| one.among.starts_with(&member.among));
    let wider = member.among.split_last().map(|(_, wider)| wider);
    let fits = |one: &Member<'_>| match is_new {
        true => wider == Some(one.among.as_slice()),
        false => one.among == member.among,
    };
    let common = |one: &Member<'_>| one.by().into_iter().filter(|name| by.contains(name)).collect::<Vec<_>>();
    let mut ties: Vec<(&Member<'_>, &Shows, Vec<&str>)> =
        told_of().filter(|(one, _)| fits(one)).map(|(one, shows)| (one, shows, common(one))).collect();
    // Whatever it has in common with anybody it must have in common with one that it can hang on.
    let has = |one: &Member<'_>| {
        let wanted = common(one);
        ties.iter().any(|(_, _, here)| wanted.iter().all(|name| here.contains(name)))
    };
    if !earlier.iter().all(has) || is_circle(earlier.iter().chain([member])) {
        return copied(earlier, told, member);
    }
    // Those whose sums are sums of another's need no tie of their own.
    ties.sort_by_key(|(_, _, here)| std::cmp::Reverse(here.len()));
    let mut needed: Vec<(&Member<'_>, &Shows, Vec<&str>)> = Vec::new();
    for tie in ties {
        if !needed.iter().any(|(_, _, here)| tie.2.iter().all(|name| here.contains(name))) {
            needed.push(tie);
        }
    }
    let place = |name: &&str| by.iter().position(|mine| mine == name);
    let mut all: Option<Ties<'_>> = None;
    for (on, shows, here) in needed {
        let here: Vec<usize> = here.iter().filter_map(place).collect();
        let Some(ties) = Ties::of(on, shows, member, &here, is_new) else { return Follows::Differs };
        all = Some(match all {
            Some(before) => before.and(ties),
            None => ties,
        });
    }
    all.map_or_else(|| copied(earlier, told, member), |ties| ties.follow(minimum))
}

/// Nothing of its own: only what others tell of the same places.
fn copied(earlier: &[Member<'_>], told: &[Shows], member: &Member<'_>) -> Follows {
    let mut found = Shows::new();
    for (at, held) in &member.cells {
        let Some(codes) = strata::parts(member.by().len(), &at.1) else { continue };
        let mut shown = None;
        for (one, shows) in earlier.iter().zip(told).filter(|(one, _)| one.among == member.among) {
            let theirs = one.by();
            let code =
                |name: &&str| member.by().iter().position(|mine| mine == name).and_then(|at| codes.get(at));
            let kept =
                codes.iter().zip(member.by()).all(|(code, name)| *code == TOTAL || theirs.contains(&name));
            let stratum: Vec<&str> = theirs.iter().map(|name| code(name).copied().unwrap_or(TOTAL)).collect();
            let place = (at.0.clone(), strata::joined(&stratum));
            if let (true, Some(other)) = (kept, one.cells.get(&place)) {
                if (other.value - held.value).abs() > 0.5 {
                    return Follows::Differs;
                }
                shown = shown.or(shows.get(&place).copied().flatten());
            }
        }
        found.insert(at.clone(), shown);
    }
    Follows::Shows(found)
}

/// Whether what the members are by goes round in a circle, so that sums of several together could tell what none of them tells (an acyclic
/// family is one that can be taken apart leaf by leaf; Graham 1979, Yu and Özsoyoğlu 1979).
fn is_circle<'m>(members: impl Iterator<Item = &'m Member<'m>>) -> bool {
    let mut sets: Vec<BTreeSet<String>> = members
        .map(|one| {
            let whose = one.among.iter().map(usize::to_string);
            one.by().into_iter().map(str::to_owned).chain(whose).collect()
        })
        .collect();
    loop {
        let before: usize = sets.iter().map(|set| set.len() + 1).sum();
        // What only one of them has ties it to nobody; one whose things another has all is a leaf.
        let often = |name: &String| sets.iter().filter(|set| set.contains(name)).count() > 1;
        let mut left: Vec<BTreeSet<String>> =
            sets.iter().map(|set| set.iter().filter(|name| often(name)).cloned().collect()).collect();
        left.sort_by_key(|set| std::cmp::Reverse(set.len()));
        sets = Vec::new();
        for set in left {
            if !sets.iter().any(|other| set.is_subset(other)) {
                sets.push(set);
            }
        }
        if sets.len() <= 1 {
            return false;
        }
        if sets.iter().map(|set| set.len() + 1).sum::<usize>() == before {
            return true;
        }
    }
}

/// Those who are not among these, as a part.
const OUTSIDE: &str = "outside";

/// A part of a row: its codes, and the codes of the common sum that it is in.
type Part<'a> = (Codes<'a>, Codes<'a>);

/// An area or the country: its parts, each as it is, and as it was.
#[derive(Debug, Clone, Default)]
struct Row<'a> {
    parts: BTreeMap<Part<'a>, [i64; 2]>,
    /// Numbers that can be had besides, by what else it hangs on.
    besides: BTreeMap<Part<'a>, [i64; 2]>,
    /// Something of it was withheld before: that stays withheld.
    was_hidden: bool,
    /// The common sums of it are told.
    is_told: bool,
}

impl<'a> Row<'a> {
    /// What is left when another row is taken away.
    fn less(&mut self, other: &Self) {
        let less = |mine: &mut BTreeMap<Part<'a>, [i64; 2]>, other: &BTreeMap<Part<'a>, [i64; 2]>| {
            for (part, both) in other {
                let mine = mine.entry(part.clone()).or_default();
                mine.iter_mut().zip(both).for_each(|(n, m)| *n -= m);
            }
        };
        less(&mut self.parts, &other.parts);
        less(&mut self.besides, &other.besides);
    }

    /// The common sum that a part is in.
    fn sum(&self, common: &Codes<'a>) -> i64 {
        self.parts.iter().filter(|((_, of), _)| of == common).map(|(_, [now, _])| now).sum()
    }

    /// Nothing in it is of few.
    fn is_enough(&self, minimum: i64) -> bool {
        self.parts.values().chain(self.besides.values()).all(|[now, _]| *now == 0 || *now >= minimum)
    }

    /// No change of anything in it may be told.
    fn changes_few(&self, minimum: i64) -> bool {
        let mut all = self.parts.values().chain(self.besides.values());
        all.any(|[now, then]| is_few((now - then).abs(), minimum))
    }
}

fn is_few(n: i64, minimum: i64) -> bool {
    n > 0 && n < minimum
}

/// A follower beside the one that it hangs on.
struct Ties<'a> {
    rows: BTreeMap<&'a str, Row<'a>>,
    /// What is told of the common sums, if they are cells of the follower.
    sums: Shows,
    cells: &'a BTreeMap<Place, Held>,
    /// It hangs on several at once.
    is_several: bool,
}

/// The numbers of an area by the codes that are common, as they are and as they were.
type Numbers<'a> = BTreeMap<&'a str, [BTreeMap<Codes<'a>, i64>; 2]>;

fn numbers<'a>(cells: &'a BTreeMap<Place, Held>, width: usize) -> Numbers<'a> {
    let mut found: Numbers<'a> = BTreeMap::new();
    for ((area, stratum), held) in cells {
        let Some(codes) = strata::parts(width, stratum) else { continue };
        let then = held.before.map_or(held.value, |(value, _)| value);
        let of_area = found.entry(area.as_str()).or_default();
        for (numbers, n) in of_area.iter_mut().zip([held.value, then]) {
            numbers.insert(codes.clone(), n.round() as i64);
        }
    }
    found
}

impl<'a> Ties<'a> {
    /// `None` when the numbers are not of the same children.
    fn of(
        on: &'a Member<'_>,
        told: &Shows,
        member: &'a Member<'_>,
        common: &[usize],
        is_new: bool,
    ) -> Option<Self> {
        let (mine, theirs) = (member.by(), on.by());
        let named: Vec<&str> = common.iter().filter_map(|at| mine.get(*at).copied()).collect();
        let of_mine = |codes: &Codes<'a>| common.iter().filter_map(|at| codes.get(*at).copied()).collect();
        // Of the other one, the cells that have no code but the common ones: area, codes, as it stands there.
        let mut sums: BTreeMap<&str, BTreeMap<Codes<'a>, (&Held, bool)>> = BTreeMap::new();
        for (at, held) in &on.cells {
            let Some(codes) = strata::parts(theirs.len(), &at.1) else { continue };
            let by_name =
                |name: &str| theirs.iter().zip(&codes).find(|(of, _)| **of == name).map(|(_, code)| *code);
            let other = theirs.iter().zip(&codes).any(|(name, code)| !named.contains(name) && *code != TOTAL);
            if let (false, Some(codes)) = (other, named.iter().map(|name| by_name(name)).collect()) {
                let is_told = told.get(at).copied().flatten().is_some();
                sums.entry(at.0.as_str()).or_default().insert(codes, (held, is_told));
            }
        }
        let (mut rows, mut shows) = (BTreeMap::new(), Shows::new());
        for (area, [now, then]) in numbers(&member.cells, mine.len()) {
            let theirs = sums.get(area);
            let mut row = Row {
                is_told: theirs.is_some_and(|sums| sums.values().all(|(_, is_told)| *is_told)),
                ..Row::default()
            };
            let mut parts = [cube::leaves(&now)?, cube::leaves(&then)?];
            if is_new {
                let rest = theirs.and_then(|sums| outside(sums, &parts, &of_mine))?;
                row.parts.extend(rest.into_iter().map(|(of, both)| ((vec![OUTSIDE], of), both)));
            }
            for (time, parts) in parts.iter_mut().enumerate() {
                for (codes, n) in std::mem::take(parts) {
                    let of = of_mine(&codes);
                    if let Some(part) = row.parts.entry((codes, of)).or_default().get_mut(time) {
                        *part = n;
                    }
                }
            }
            for codes in now.keys() {
                let at = (area.to_owned(), strata::joined(codes));
                let Some(held) = member.cells.get(&at) else { continue };
                let has_own =
                    codes.iter().enumerate().any(|(n, code)| !common.contains(&n) && *code != TOTAL);
                if is_new || has_own {
                    row.was_hidden |= matches!(held.before, Some((_, None)));
                    continue;
                }
                let sum = theirs.and_then(|sums| sums.get(&of_mine(codes)));
                if sum.is_some_and(|(sum, _)| (sum.value - held.value).abs() > 0.5) {
                    return None;
                }
                row.is_told &= sum.is_some();
                shows.insert(at, sum.filter(|(_, is_told)| *is_told).map(|_| held.value));
            }
            rows.insert(area, row);
        }
        Some(Self { rows, sums: shows, cells: &member.cells, is_several: false })
    }

    /// Hanging on another one too: a sum is told where both tell it, a row where both tell all of its sums.
    fn and(mut self, other: Self) -> Self {
        for (area, theirs) in other.rows {
            let mine = self.rows.entry(area).or_default();
            mine.is_told &= theirs.is_told;
            mine.was_hidden |= theirs.was_hidden;
            let outside = theirs.parts.into_iter().filter(|((codes, _), _)| codes.first() == Some(&OUTSIDE));
            mine.besides.extend(outside);
        }
        for (at, theirs) in other.sums {
            let mine = self.sums.entry(at).or_insert(theirs);
            *mine = mine.and(theirs);
        }
        Self { is_several: true, ..self }
    }

    fn follow(self, minimum: u64) -> Follows {
        let Self { mut rows, sums, cells, is_several } = self;
        let minimum = i64::try_from(minimum).unwrap_or(i64::MAX);
        let country = rows.remove(COUNTRY);
        let may = |row: &Row<'_>| row.is_told && !row.was_hidden && row.is_enough(minimum);
        let mut open: BTreeSet<&str> =
            rows.iter().filter(|(_, row)| may(row)).map(|(area, _)| *area).collect();
        if open.iter().any(|area| rows.get(area).is_some_and(|row| row.changes_few(minimum))) {
            return Follows::Stays;
        }
        if let Some(country) = country.filter(may) {
            let mut rest = country.clone();
            rows.iter().filter(|(area, _)| open.contains(*area)).for_each(|(_, row)| rest.less(row));
            let hidden: Vec<&Row<'_>> =
                rows.iter().filter(|(area, _)| !open.contains(*area)).map(|(_, row)| row).collect();
            // With sums in two directions a part of the country is told only where nothing of it is hidden.
            let nobody = || rest.parts.values().chain(rest.besides.values()).all(|[now, _]| *now == 0);
            let may_tell = if is_several { nobody() } else { hides(minimum, &rest, &hidden) };
            if may_tell {
                if country.changes_few(minimum) || rest.changes_few(minimum) {
                    return Follows::Stays;
                }
                open.insert(COUNTRY);
            }
        }
        let shows = |(at, held): (&Place, &Held)| {
            let own = || open.contains(at.0.as_str()).then_some(held.value);
            (at.clone(), sums.get(at).copied().unwrap_or_else(own))
        };
        Follows::Shows(cells.iter().map(shows).collect())
    }
}

/// Of each common sum, those who are in none of the parts: of all the children, those who are not among these. `None` when the parts are
/// more.
fn outside<'a>(
    sums: &BTreeMap<Codes<'a>, (&Held, bool)>,
    parts: &[BTreeMap<Codes<'a>, i64>; 2],
    of_mine: &impl Fn(&Codes<'a>) -> Codes<'a>,
) -> Option<BTreeMap<Codes<'a>, [i64; 2]>> {
    let mut rest: BTreeMap<Codes<'a>, [i64; 2]> = BTreeMap::new();
    for (time, parts) in parts.iter().enumerate() {
        let number = |held: &Held| match held.before {
            Some((then, _)) if time == 1 => then.round() as i64,
            _ => held.value.round() as i64,
        };
        let given = sums.iter().map(|(codes, (held, _))| (codes.clone(), number(held))).collect();
        let mut left = cube::leaves(&given)?;
        for (codes, n) in parts {
            *left.entry(of_mine(codes)).or_default() -= n;
        }
        for (codes, n) in left {
            if time == 0 && n < 0 {
                return None;
            }
            if let Some(part) = rest.entry(codes).or_default().get_mut(time) {
                *part = n;
            }
        }
    }
    Some(rest)
}

/// Whether the sums of the hidden rows, once known, leave every small cell in them uncertain down to nobody. That nothing is of an unknown
/// part is easily guessed, so where something is the sums are not told.
fn hides(minimum: i64, rest: &Row<'_>, hidden: &[&Row<'_>]) -> bool {
    let mut elsewhere = rest.clone();
    hidden.iter().for_each(|row| elsewhere.less(row));
    let unsure = |row: &Row<'_>| {
        row.parts.iter().all(|(part, [n, _])| {
            let column = rest.parts.get(part).map_or(0, |both| both[0]);
            let sum = row.sum(&part.1);
            *n >= 0 && (!is_few(*n, minimum) || is_few(sum, minimum) || column + sum <= rest.sum(&part.1))
        })
    };
    let unknown = |(part, both): (&Part<'_>, &[i64; 2])| {
        both[0] != 0 && part.0.iter().chain(&part.1).any(|code| *code == UNKNOWN)
    };
    rest.is_enough(minimum)
        && !rest.parts.iter().any(unknown)
        && hidden.iter().all(|row| unsure(row))
        && unsure(&elsewhere)
}
