//! What the holder's machine knows of an asker's person and one of its own: which recipes both have, which of them hit, and how
//! many bear the name.

use super::recipe::{Recipe, Recipes};
use super::weights::{THRESHOLD, WEIGHTS};

/// Number of features that are weighed.
pub const FEATURES: usize = 30;
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
}

const PHONE: &[Recipe] =
    &[Recipe::Phone, Recipe::PhoneCall, Recipe::PhoneBirth, Recipe::PhoneBeginning];
const GUARDIAN: &[Recipe] = &[
    Recipe::GuardianCall,
    Recipe::GuardianBirth,
    Recipe::GuardianBeginning,
    Recipe::GuardianYear,
    Recipe::GuardianYearOdd,
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
const BEGINNING: &[Recipe] = &[
    Recipe::BeginningBirth,
    Recipe::BeginningRegency,
    Recipe::PhoneBeginning,
    Recipe::GuardianBeginning,
];
const DAY: &[Recipe] = &[
    Recipe::CallBirth,
    Recipe::BeginningBirth,
    Recipe::LastBirth,
    Recipe::BirthRegency,
    Recipe::PhoneBirth,
    Recipe::GuardianBirth,
];
const EVEN: &[Recipe] = &[Recipe::WholeYear, Recipe::CallRegency, Recipe::GuardianYear, Recipe::BeginningRegency];
const ODD: &[Recipe] = &[Recipe::WholeYearOdd, Recipe::CallRegencyOdd, Recipe::GuardianYearOdd];
const REGENCY: &[Recipe] = &[
    Recipe::BirthRegency,
    Recipe::CallRegency,
    Recipe::CallRegencyOdd,
    Recipe::WholeRegency,
    Recipe::CallDistrict,
    Recipe::GuardianYear,
    Recipe::GuardianYearOdd,
    Recipe::BeginningRegency,
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

    /// What is weighed, in eighths: 8 for what is so, or eighths of a bit for the rarity of a name.
    #[must_use]
    pub fn features(&self) -> [i32; FEATURES] {
        let [document, handle] = [self.says(&[Recipe::Document]), self.says(&[Recipe::Handle])];
        let [phone, guardian] = [self.says(PHONE), self.says(GUARDIAN)];
        let [call, whole, beginning] = [self.says(CALL), self.says(WHOLE), self.says(BEGINNING)];
        let [day, regency] = [self.says(DAY), self.says(REGENCY)];
        let last = self.says(&[Recipe::LastBirth]);
        let (even, odd) = (self.says(EVEN), self.says(ODD));
        let named = call.agrees || whole.agrees;
        let household = phone.agrees || guardian.agrees;
        let same_year = even.agrees && odd.agrees;
        let some_year = even.agrees || odd.agrees;
        let known_year = even.agrees || even.differs;
        let so = |fact: bool| if fact { ONE } else { 0 };
        let rare = |fact: bool, bearers: u32| if fact { self.rarity(bearers) } else { 0 };
        [
            ONE,
            so(document.agrees),
            so(document.differs),
            so(handle.agrees),
            so(phone.agrees),
            so(phone.differs),
            so(guardian.agrees),
            so(guardian.differs),
            so(call.agrees),
            so(call.differs),
            so(whole.agrees),
            so(whole.differs && call.agrees),
            so(beginning.agrees && !call.agrees),
            so(last.agrees && !whole.agrees),
            so(day.agrees),
            so(day.differs),
            so(same_year && !day.agrees),
            so(some_year && !same_year && !day.agrees),
            so(known_year && !some_year && !day.agrees && named),
            so(regency.agrees),
            so(regency.differs && (whole.agrees || day.agrees)),
            so(self.hits.has(Recipe::CallDistrict)),
            rare(whole.agrees, self.whole_bearers),
            rare(call.agrees && !whole.agrees, self.call_bearers),
            so(named && household),
            so(named && day.agrees),
            so(day.agrees && household),
            so(phone.agrees && guardian.agrees),
            so(document.agrees && named),
            so(document.agrees && (day.agrees || some_year)),
        ]
    }

    /// How much speaks for one person rather than two, in 1/1024 bit.
    #[must_use]
    pub fn score(&self) -> i32 {
        self.features().iter().zip(WEIGHTS).map(|(feature, weight)| feature.saturating_mul(weight)).sum()
    }

    /// Whether that is enough to be shown to a person for review.
    #[must_use]
    pub fn suffices(&self) -> bool {
        self.score() >= THRESHOLD
    }
}
