//! The recipes and what each is made of.

/// What a token is made of. The number of a recipe is its place in [`RECIPES`] and travels with the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Recipe {
    /// Number of an identity document that is the child's own.
    Document,
    /// Name under which the child is known to an online service.
    Handle,
    /// Telephone and the sound of what the child is called.
    PhoneCall,
    /// Guardian and the sound of what the child is called.
    GuardianCall,
    /// Sound of what the child is called and date of birth.
    CallBirth,
    /// Sounds of all words and year of birth, even years first.
    WholeYear,
    /// The same, odd years first: together they allow for one year.
    WholeYearOdd,
    /// Sound of what the child is called, regency, year of birth, even years first.
    CallRegency,
    /// The same, odd years first.
    CallRegencyOdd,
    /// Sounds of all words and regency.
    WholeRegency,
    /// Telephone and date of birth.
    PhoneBirth,
    /// Guardian and date of birth.
    GuardianBirth,
    /// Date of birth, regency and sex.
    BirthRegency,
    /// Sounds of all words: tells how rare the name is.
    Whole,
    /// Sound of what the child is called: never enough, and tells how rare it is.
    Call,
    /// Beginning of what the child is called and date of birth.
    BeginningBirth,
    /// Ending of what the child is called and date of birth.
    EndingBirth,
    /// Sound of the last word and date of birth.
    LastBirth,
    /// Telephone and the beginning of what the child is called.
    PhoneBeginning,
    /// Telephone and the ending of what the child is called.
    PhoneEnding,
    /// Guardian and the beginning of what the child is called.
    GuardianBeginning,
    /// Guardian and the ending of what the child is called.
    GuardianEnding,
    /// Sound of what the child is called, sex, district.
    CallDistrict,
    /// The guardian's whole name, regency and year of birth in two years.
    GuardianYear,
}

/// All recipes, those first that are kept first when there are more tokens than allowed.
pub const RECIPES: [Recipe; 24] = [
    Recipe::Document,
    Recipe::Handle,
    Recipe::PhoneCall,
    Recipe::GuardianCall,
    Recipe::CallBirth,
    Recipe::WholeYear,
    Recipe::WholeYearOdd,
    Recipe::CallRegency,
    Recipe::CallRegencyOdd,
    Recipe::WholeRegency,
    Recipe::PhoneBirth,
    Recipe::GuardianBirth,
    Recipe::BirthRegency,
    Recipe::Whole,
    Recipe::Call,
    Recipe::BeginningBirth,
    Recipe::EndingBirth,
    Recipe::LastBirth,
    Recipe::PhoneBeginning,
    Recipe::PhoneEnding,
    Recipe::GuardianBeginning,
    Recipe::GuardianEnding,
    Recipe::CallDistrict,
    Recipe::GuardianYear,
];

impl Recipe {
    /// Its name inside tokens and in reports.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Handle => "handle",
            Self::PhoneCall => "phone+call",
            Self::PhoneBirth => "phone+birth",
            Self::GuardianCall => "guardian+call",
            Self::GuardianBirth => "guardian+birth",
            Self::CallBirth => "call+birth",
            Self::BirthRegency => "birth+regency+sex",
            Self::WholeYear => "whole+year",
            Self::WholeYearOdd => "whole+year-odd",
            Self::CallRegency => "call+regency+year",
            Self::CallRegencyOdd => "call+regency+year-odd",
            Self::WholeRegency => "whole+regency",
            Self::PhoneBeginning => "phone+beginning",
            Self::PhoneEnding => "phone+ending",
            Self::GuardianBeginning => "guardian+beginning",
            Self::GuardianEnding => "guardian+ending",
            Self::BeginningBirth => "beginning+birth",
            Self::EndingBirth => "ending+birth",
            Self::LastBirth => "last+birth",
            Self::CallDistrict => "call+sex+district",
            Self::GuardianYear => "whole-guardian+regency+year",
            Self::Whole => "whole",
            Self::Call => "call",
        }
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The recipe with this number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        RECIPES.get(usize::from(number)).copied()
    }

    /// Whether a hit on this recipe alone is enough to look at the person who has the token. The others are borne by too many.
    #[must_use]
    pub fn finds(self) -> bool {
        !matches!(self, Self::Call)
    }
}

/// A set of recipes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Recipes(u32);

impl Recipes {
    /// These recipes.
    #[must_use]
    pub fn of(recipes: &[Recipe]) -> Self {
        recipes.iter().fold(Self::default(), |set, recipe| set.with(*recipe))
    }

    /// The set with one more.
    #[must_use]
    pub fn with(self, recipe: Recipe) -> Self {
        Self(self.0 | 1 << recipe.number())
    }

    /// Adds one.
    pub fn insert(&mut self, recipe: Recipe) {
        *self = self.with(recipe);
    }

    /// Is it one of them?
    #[must_use]
    pub fn has(self, recipe: Recipe) -> bool {
        self.0 & 1 << recipe.number() != 0
    }

    /// Is any of those one of them?
    #[must_use]
    pub fn meets(self, those: Self) -> bool {
        self.0 & those.0 != 0
    }

    /// Those in both sets.
    #[must_use]
    pub fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// How many.
    #[must_use]
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set as a number, one bit for each recipe.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The set of a number made by [`Recipes::bits`]; bits of unknown recipes are dropped.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        Self(bits & ((1 << RECIPES.len()) - 1))
    }
}
