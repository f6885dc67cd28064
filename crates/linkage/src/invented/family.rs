//! Families: children who share parents, telephone, village, and sometimes a clan or even a birthday.

use super::Plan;
use super::day::{Day, FIRST, SPAN, YEAR};
use super::dice::Dice;
use super::names;
use super::places::{Place, within};

/// One child as it truly is.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) name: Vec<String>,
    pub(super) girl: bool,
    pub(super) born: i64,
    /// The number of the child, if it has been registered at all.
    pub(super) nik: String,
    /// How many records speak of it.
    pub(super) records: usize,
    /// Days after [`FIRST`] of the first record.
    pub(super) first_seen: i64,
}

/// Brothers and sisters with what they share.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) children: Vec<Child>,
    pub(super) father: Vec<String>,
    pub(super) mother: Vec<String>,
    pub(super) father_nik: String,
    pub(super) phones: [String; 2],
    pub(super) place: Place,
}

impl Family {
    /// One of two telephones.
    pub(super) fn phone(&self, second: bool) -> String {
        let [first, other] = &self.phones;
        if second { other } else { first }.clone()
    }

    pub(super) fn draw(plan: &Plan, dice: &mut Dice) -> Self {
        let people = names::people(dice);
        let place = if dice.chance(0.75) { within(people.home, dice) } else { within(&[], dice) };
        let clan =
            people.clan.then(|| people.after_boys.get(dice.rank(people.after_boys.len())).copied()).flatten();
        let mut size = 1;
        while size < 6 && dice.chance(plan.siblings) {
            size += 1;
        }
        let mut children: Vec<Child> = Vec::with_capacity(size);
        for nth in 0..size {
            let first_seen = dice.below(SPAN) as i64;
            let twin = nth > 0 && dice.chance(plan.twins);
            let born = match children.last() {
                Some(elder) if twin => elder.born,
                Some(elder) => elder.born + 320 + dice.below(1_600) as i64,
                None => FIRST + first_seen - ((2.0 + 15.0 * dice.share().sqrt()) * YEAR) as i64,
            };
            let first_seen = first_seen.max(born - FIRST + 200).min(SPAN as i64 - 1);
            let girl = dice.chance(0.64);
            let mut name = names::child(people, girl, nth, clan, dice);
            if let (true, Some(elder)) = (twin, children.last())
                && elder.name.len() > 1
                && dice.chance(0.5)
                && let (Some(own), Some(shared)) = (name.last_mut(), elder.name.last())
            {
                own.clone_from(shared);
            }
            let nik = nik(place, born, girl, dice);
            let records = dice.heavy_tail(plan.most_records, plan.tail);
            children.push(Child { name, girl, born, nik, records, first_seen });
        }
        let parent_born = FIRST - ((24.0 + 22.0 * dice.share()) * YEAR) as i64;
        Self {
            father: names::parent(people, false, clan, dice),
            mother: names::parent(people, true, clan, dice),
            father_nik: nik(place, parent_born, false, dice),
            phones: [phone(dice), phone(dice)],
            children,
            place,
        }
    }
}

/// Sixteen digits with a district part of 90 to 99, which no district has.
fn nik(place: Place, born: i64, girl: bool, dice: &mut Dice) -> String {
    let Day { year, month, day } = Day::from_number(born);
    let day = if girl { day + 40 } else { day };
    let Place { province, regency, .. } = place;
    let (district, serial) = (90 + dice.below(10), 1 + dice.rank(400));
    format!("{province:02}{regency:02}{district}{day:02}{month:02}{:02}{serial:04}", year % 100)
}

/// A number that no exchange connects: no area or network begins with 000.
pub(super) fn phone(dice: &mut Dice) -> String {
    format!("000{:08}", dice.below(100_000_000))
}
