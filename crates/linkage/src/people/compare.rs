//! Field by field: what speaks for and against, in bits.

use super::align::NameAgreement;
use super::expand::How;
use super::hit::{Ground, Grounds};
use super::index::{Brief, Entry, Place};
use super::numbers::span;
use super::query::Query;
use crate::normalise::{BirthAgreement, BirthDate, Nik, Region, Sex};

/// Evidence added up.
#[derive(Default)]
pub(super) struct Evidence {
    pub(super) bits: f32,
    /// Bits there would be if everything known on both sides agreed.
    pub(super) most: f32,
    pub(super) grounds: Grounds,
}

/// Most that a whole name can say, in bits.
const NAME_CAP: f32 = 16.0;
/// Given names that differ: the chance that one child goes by two unlike names is small, but not nil.
const GIVEN_DIFFERS: f32 = -8.0;

/// What remains against two unlike given names once the child's own NIK agrees: most of their weight is taken back.
const NICKNAME: f32 = 6.0;

impl Evidence {
    fn add(&mut self, bits: f32, most: f32, ground: Option<Ground>) {
        self.bits += bits;
        self.most += most;
        if let Some(ground) = ground {
            self.grounds.add(ground);
        }
    }

    /// The share of the evidence that agrees.
    pub(super) fn score(&self) -> f32 {
        if self.most > 0.0 { (self.bits / self.most).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// A search box asks for a part of a name: what is held beyond it matters little.
    pub(super) fn add_name_part(&mut self, name: &NameAgreement) {
        let most = name.asked_bits;
        self.add(most * name.asked * (0.9 + 0.1 * name.held), most, name_ground(name));
    }

    /// A form gives the whole name: words on either side that find no answer speak against.
    pub(super) fn add_whole_name(&mut self, name: &NameAgreement) {
        let most = name.asked_bits.min(name.held_bits).min(NAME_CAP);
        let (less, more) = (name.asked.min(name.held), name.asked.max(name.held));
        let agreement = 0.7 * more + 0.3 * less;
        let bits = if name.given_differs {
            GIVEN_DIFFERS
        } else if agreement < 0.5 {
            GIVEN_DIFFERS * (1.0 - 2.0 * agreement)
        } else {
            most * agreement
        };
        self.add(bits, most, name_ground(name));
        if name.given_differs {
            self.grounds.add(Ground::GivenDiffers);
        }
    }

    /// Everything but the name. A number shared by persons of different given names is a household's.
    pub(super) fn add_facts(&mut self, query: &Query, entry: &Entry, given_differs: bool) {
        self.add_birth(query.birth, entry.birth);
        self.add_nik(query, entry, given_differs);
        self.add_phones(query, entry, given_differs);
        self.add_region(query.region, entry.region());
        self.add_sex(query.sex, entry.sex());
    }

    /// Everything but the name and numbers, for people who share no number that was asked for.
    pub(super) fn add_brief(&mut self, query: &Query, place: Place, brief: &Brief) {
        self.add_birth(query.birth, brief.birth);
        if let Some(shared) = place.shared_levels(brief.place) {
            self.bits += place_bits(shared);
        }
        self.add_sex(query.sex, brief.sex());
    }

    fn add_sex(&mut self, asked: Option<Sex>, held: Option<Sex>) {
        if let (Some(a), Some(b)) = (asked, held) {
            let same = a == b;
            let ground = if same { Ground::SexAgrees } else { Ground::SexDiffers };
            self.add(if same { 1.0 } else { -4.0 }, 1.0, Some(ground));
        }
    }

    fn add_birth(&mut self, asked: Option<BirthDate>, held: Option<BirthDate>) {
        let (Some(a), Some(b)) = (asked, held) else { return };
        let vague = !a.is_full() || !b.is_full() || a.is_default_day() || b.is_default_day();
        let most = if vague { 4.0 } else { 10.0 };
        let (bits, ground) = match a.agreement(b) {
            BirthAgreement::Exact => (10.0, Ground::BirthDateExact),
            BirthAgreement::Swapped => (7.0, Ground::BirthDateSwapped),
            BirthAgreement::OnePart => (most / 2.0, Ground::BirthDateNear),
            BirthAgreement::SameYear => (4.0, Ground::BirthYearSame),
            BirthAgreement::OtherDay => (-2.0, Ground::BirthDiffers),
            BirthAgreement::YearNear(1) => (if vague { 1.0 } else { -2.0 }, Ground::BirthYearNear),
            BirthAgreement::YearNear(_) => (if vague { 0.0 } else { -4.0 }, Ground::BirthYearNear),
            BirthAgreement::Differs => (-7.0, Ground::BirthDiffers),
        };
        self.add(bits, most, Some(ground));
    }

    fn add_nik(&mut self, query: &Query, entry: &Entry, given_differs: bool) {
        let Some(held) = entry.nik() else { return };
        if let Some(asked) = query.nik {
            let (alike, unlike, ground) = match () {
                () if asked == held => (14.0, 3.0, Ground::NikExact),
                () if asked.one_digit_off(held) => (9.0, 1.0, Ground::NikOneDigit),
                () => (-3.0, -3.0, Ground::NikDiffers),
            };
            // A guardian's number stands on the papers of every child. The child's own tells the date of birth, and
            // then an unlike name is rather a nickname.
            let own = || [query.birth, entry.birth].into_iter().flatten().any(|date| asked.tells_birth(date));
            let bits = match given_differs {
                true if ground == Ground::NikExact && own() => alike + NICKNAME,
                true => unlike,
                false => alike,
            };
            self.add(bits, if bits > 0.0 { 14.0 } else { 0.0 }, Some(ground));
        }
        if query.nik_prefix.as_deref().is_some_and(|digits| begins(held, digits)) {
            self.add(6.0, 6.0, Some(Ground::NikPrefix));
        }
    }

    fn add_phones(&mut self, query: &Query, entry: &Entry, given_differs: bool) {
        let numbers = entry.phones();
        if query.phones.iter().any(|p| numbers.contains(&p.number())) {
            self.add(if given_differs { 0.5 } else { 6.0 }, 6.0, Some(Ground::PhoneExact));
        } else if let Some(digits) = &query.phone_prefix
            && numbers.iter().any(|n| n.to_string().starts_with(digits))
        {
            self.add(5.0, 5.0, Some(Ground::PhonePrefix));
        }
    }

    fn add_region(&mut self, asked: Option<Region>, held: Option<Region>) {
        let (Some(a), Some(b)) = (asked, held) else { return };
        let most = if a.levels() >= 2 && b.levels() >= 2 { 3.0 } else { 1.0 };
        let shared = a.shared_levels(b);
        let ground = match shared {
            0 => None,
            1 => Some(Ground::SameProvince),
            2 => Some(Ground::SameRegency),
            _ => Some(Ground::SameDistrict),
        };
        self.add(place_bits(shared), most, ground);
    }
}

/// What the levels shared of two regions say, in bits.
fn place_bits(shared: u8) -> f32 {
    match shared {
        0 => -1.0,
        1 => 0.5,
        2 => 2.0,
        _ => 3.0,
    }
}

fn begins(nik: Nik, digits: &str) -> bool {
    span(digits, 16).is_some_and(|(low, high)| (low..=high).contains(&nik.number()))
}

fn name_ground(name: &NameAgreement) -> Option<Ground> {
    let worst = name.worst?;
    Some(match worst {
        _ if !name.whole => Ground::NamePartial,
        How::Exact => Ground::NameExact,
        How::Sound => Ground::NameSound,
        How::Typo => Ground::NameTypo,
        How::Beginning => Ground::NamePartial,
    })
}
