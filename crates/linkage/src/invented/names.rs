//! Putting invented names together.

use super::dice::Dice;
use super::peoples::{PEOPLES, People};
use super::syllables::{BOY_ENDS, FATHERS, GIRL_ENDS, MIDDLES, MOTHERS, ONSETS};

/// How far the tail of rare names reaches beyond the lists.
const TAIL: usize = 3_000;
/// Share of given names drawn from the tail at all.
const RARE: f64 = 0.38;

const BIRTH_ORDER: [&[&str]; 4] =
    [&["Wayan", "Putu", "Gede"], &["Made", "Kadek", "Nengah"], &["Nyoman", "Komang"], &["Ketut"]];

/// A child's name as its parents gave it, in words.
pub(super) fn child(
    people: &People,
    girl: bool,
    nth: usize,
    clan: Option<&str>,
    dice: &mut Dice,
) -> Vec<String> {
    let (given, after) = match girl {
        true => (people.girls, people.after_girls),
        false => (people.boys, people.after_boys),
    };
    let mut words: Vec<String> = Vec::new();
    if people.birth_order {
        words.push(if girl { "Ni" } else { "I" }.to_owned());
        let order = BIRTH_ORDER.get(nth % BIRTH_ORDER.len()).copied().unwrap_or_default();
        words.push(dice.pick(order).to_owned());
    } else if dice.chance(people.devout) {
        let front = if girl {
            ["Siti", "Nur", "Putri"].as_slice()
        } else {
            &["Muhammad", "Muhammad", "Ahmad", "Abdul"]
        };
        words.push(dice.pick(front).to_owned());
    }
    words.push(given_name(given, girl, dice));
    if let Some(clan) = clan {
        if dice.chance(0.35) {
            words.push(given_name(given, girl, dice));
        }
        words.push(clan.to_owned());
    } else if !dice.chance(people.single) {
        if dice.chance(0.30) {
            words.push(given_name(given, girl, dice));
        }
        let at = dice.rank(after.len());
        words.push(after.get(at).copied().unwrap_or("Putra").to_owned());
    }
    words.dedup();
    words
}

/// A parent's name.
pub(super) fn parent(people: &People, mother: bool, clan: Option<&str>, dice: &mut Dice) -> Vec<String> {
    let list = if mother { MOTHERS } else { FATHERS };
    let mut words = vec![given_name(list, mother, dice)];
    match clan {
        Some(clan) if !mother => words.push(clan.to_owned()),
        _ if dice.chance(0.45) => {
            let after =
                if mother && !people.after_girls.is_empty() { people.after_girls } else { people.after_boys };
            words.push(dice.pick(after).to_owned());
        }
        _ => {}
    }
    words
}

/// A people by its share, and how many of the country live where.
pub(super) fn people(dice: &mut Dice) -> &'static People {
    let [first, rest @ ..] = PEOPLES;
    let at = dice.weighted(std::iter::once(first).chain(rest).map(|p| p.weight));
    rest.get(at.wrapping_sub(1)).unwrap_or(first)
}

fn given_name(list: &[&str], girl: bool, dice: &mut Dice) -> String {
    if !dice.chance(RARE) {
        let at = dice.rank(list.len());
        return list.get(at).copied().unwrap_or_default().to_owned();
    }
    // The same rank always gives the same name, so that rare names have bearers too.
    let rank = dice.rank(TAIL);
    let ends = if girl { GIRL_ENDS } else { BOY_ENDS };
    let mut spread = Dice::new(rank as u64 * 2 + u64::from(girl));
    format!("{}{}{}", spread.pick(ONSETS), spread.pick(MIDDLES), spread.pick(ends))
}
