//! What the holder's machine knows of an asker's person and one of its own: which recipes both have, which of them hit, and how
//! many bear the name.

use super::recipe::{Recipe, Recipes};
use super::weights::{WEIGHTS, threshold};

/// Number of features that are weighed.
pub const FEATURES: usize = 99;
/// Stands for the number of bearers where the name's token was not asked.
pub const NAME_SHARE_UNKNOWN: u32 = 0;

/// One unit of evidence: features count in eighths.
const ONE: i32 = 8;

/// What two people have in common, as far as tokens tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Recipes of which the query has a token.
    pub asked: Recipes,
    /// Recipes of which the holder's person has a token.
    pub held: Recipes,
    /// Recipes that hit.
    pub hits: Recipes,
    /// People of the table.
    pub people: u32,
    /// Of those, how many bear the whole name that was asked.
    pub whole_bearers: u32,
    /// And how many are called alike.
    pub call_bearers: u32,
    /// People who bear the rarest token that hit.
    pub fewest: u32,
}

const PHONE: &[Recipe] =
    &[Recipe::PhoneCall, Recipe::PhoneBirth, Recipe::PhoneBeginning, Recipe::PhoneEnding];
const GUARDIAN: &[Recipe] = &[
    Recipe::GuardianCall,
    Recipe::GuardianBirth,
    Recipe::GuardianBeginning,
    Recipe::GuardianEnding,
    Recipe::GuardianYear,
];
const CALL: &[Recipe] = &[
    Recipe::Call,
    Recipe::PhoneCall,
    Recipe::GuardianCall,
    Recipe::CallBirth,
    Recipe::CallRegency,
    Recipe::CallRegencyOdd,
    Recipe::CallDistrict,
];
const WHOLE: &[Recipe] = &[Recipe::Whole, Recipe::WholeYear, Recipe::WholeYearOdd, Recipe::WholeRegency];
const BEGINNING: &[Recipe] = &[Recipe::BeginningBirth, Recipe::PhoneBeginning, Recipe::GuardianBeginning];
const ENDING: &[Recipe] = &[Recipe::EndingBirth, Recipe::PhoneEnding, Recipe::GuardianEnding];
const DAY: &[Recipe] = &[
    Recipe::CallBirth,
    Recipe::BeginningBirth,
    Recipe::EndingBirth,
    Recipe::LastBirth,
    Recipe::BirthRegency,
    Recipe::PhoneBirth,
    Recipe::GuardianBirth,
];
const EVEN: &[Recipe] = &[Recipe::WholeYear, Recipe::CallRegency];
const ODD: &[Recipe] = &[Recipe::WholeYearOdd, Recipe::CallRegencyOdd];
const REGENCY: &[Recipe] = &[
    Recipe::BirthRegency,
    Recipe::CallRegency,
    Recipe::CallRegencyOdd,
    Recipe::WholeRegency,
    Recipe::CallDistrict,
    Recipe::GuardianYear,
];

/// Whether a property agrees, differs, or is not known to both.
struct Says {
    agrees: bool,
    differs: bool,
}

impl Evidence {
    fn says(&self, recipes: &[Recipe]) -> Says {
        let recipes = Recipes::of(recipes);
        let agrees = self.hits.meets(recipes);
        Says { agrees, differs: !agrees && self.asked.both(self.held).meets(recipes) }
    }

    /// Eighths of a bit in a name that so many bear.
    fn rarity(&self, bearers: u32) -> i32 {
        if bearers == NAME_SHARE_UNKNOWN {
            return 0;
        }
        let share = f64::from(self.people.max(1)) / f64::from(bearers);
        // At most 32 bits, so nothing is cut off.
        (share.log2() * f64::from(ONE)).round().clamp(0.0, 256.0) as i32
    }

    /// Telephone and guardian: 0 not known to both, 1 differ, 2 one guardian, 3 one telephone, 4 both.
    fn household(&self) -> usize {
        let [phone, guardian] = [self.says(PHONE), self.says(GUARDIAN)];
        match (phone.agrees, guardian.agrees) {
            (true, true) => 4,
            (true, false) => 3,
            (false, true) => 2,
            _ => usize::from(phone.differs || guardian.differs),
        }
    }

    /// Names: 0 nothing, 1 beginning or ending, 2 both, 3 what the child is called, 4 all words.
    fn name(&self) -> usize {
        let [call, whole] = [self.says(CALL), self.says(WHOLE)];
        let ends = [BEGINNING, ENDING].map(|end| usize::from(self.says(end).agrees));
        match (whole.agrees, call.agrees) {
            (true, _) => 4,
            (false, true) => 3,
            _ => ends.iter().sum(),
        }
    }

    /// Birth: 0 not known to both, 1 another, 2 another day in about the same year, 3 about the same year, 4 the same year,
    /// 5 the same day.
    fn birth(&self) -> usize {
        let day = self.says(DAY);
        let [even, odd] = [self.says(EVEN), self.says(ODD)];
        let years = usize::from(even.agrees) + usize::from(odd.agrees);
        match (day.agrees, day.differs, years) {
            (true, ..) => 5,
            (_, true, 0) => 1,
            (_, true, _) => 2,
            (_, _, 1) => 3,
            (_, _, 2) => 4,
            _ => usize::from(even.differs && self.name() > 2),
        }
    }

    /// Region: 0 not known to both, 1 another regency, 2 the same, 3 the same district.
    fn region(&self) -> usize {
        let regency = self.says(REGENCY);
        match (self.hits.has(Recipe::CallDistrict), regency.agrees) {
            (true, _) => 3,
            (_, true) => 2,
            _ => usize::from(regency.differs && self.name() > 2),
        }
    }

    /// Day and regency agree, and both know the sex, but not the same.
    fn sex_differs(&self) -> bool {
        self.birth() == 5 && self.region() > 1 && self.says(&[Recipe::BirthRegency]).differs
    }

    /// What is weighed, in eighths: 8 for what is so, or eighths of a bit for the rarity of a name. Household, name, birth and
    /// region each stand alone and in pairs, because a telephone says much of a stranger and nothing of a brother.
    #[must_use]
    pub fn features(&self) -> [i32; FEATURES] {
        let (household, name, birth, region) = (self.household(), self.name(), self.birth(), self.region());
        let document = self.says(&[Recipe::Document]);
        let mut out = [0; FEATURES];
        let mut at = 0;
        let mut put = |value: i32| {
            if let Some(slot) = out.get_mut(at) {
                *slot = value;
            }
            at += 1;
        };
        let so = |fact: bool| if fact { ONE } else { 0 };
        put(ONE);
        put(so(document.agrees));
        put(so(document.differs));
        put(so(self.says(&[Recipe::Handle]).agrees));
        put(so(self.hits.has(Recipe::LastBirth)));
        put(so(self.hits.has(Recipe::GuardianYear)));
        put(so(self.sex_differs()));
        put(so(self.fewest == 1));
        put(self.rarity(self.fewest).min(160));
        put(if name == 4 { self.rarity(self.whole_bearers) } else { 0 });
        put(if name == 3 { self.rarity(self.call_bearers) } else { 0 });
        for (state, states) in [(household, 5), (name, 5), (birth, 6), (region, 4)] {
            (1..states).for_each(|one| put(so(state == one)));
        }
        for (first, second) in [
            ((household, 5), (name, 5)),
            ((household, 5), (birth, 6)),
            ((name, 5), (birth, 6)),
            ((name, 5), (region, 4)),
        ] {
            for one in 1..first.1 {
                (1..second.1).for_each(|other| put(so(first.0 == one && second.0 == other)));
            }
        }
        (1..5).for_each(|one| put(so(document.agrees && name == one)));
        out
    }

    /// How much speaks for one person rather than two, in 1/1024 bit.
    #[must_use]
    pub fn score(&self) -> i32 {
        self.features().iter().zip(WEIGHTS).map(|(feature, weight)| feature.saturating_mul(weight)).sum()
    }

    /// Whether a strong token hit: a document or a handle of the child's own, and no name that is another altogether.
    #[must_use]
    pub fn is_strong(&self) -> bool {
        self.hits.meets(Recipes::of(&[Recipe::Document, Recipe::Handle]))
            && (self.name() > 0 || !self.says(CALL).differs)
    }

    /// Whether anything of the child's own agrees: part of the name, a document or a handle. Telephone, guardian, region and birth
    /// without it are those of a twin.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.name() > 0 || self.is_strong()
    }

    /// Whether that is enough to be shown to a person for review: a strong hit, or enough weak ones, of which one at least is on the
    /// child's own name.
    #[must_use]
    pub fn suffices(&self) -> bool {
        self.is_strong() || (self.is_own() && self.score() >= threshold(self.people))
    }
}
