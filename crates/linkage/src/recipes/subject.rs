//! A person and the tokens made of it.

use std::fmt;

use super::RECIPES_VERSION;
use super::parts::{self, NameParts};
use super::recipe::{RECIPES, Recipe};
use crate::normalise::{BirthDate, Nik, Phone, RULES_VERSION, Region, Sex};

/// Most tokens of one person.
pub const MOST_TOKENS: usize = 24;
/// Names, telephones, guardians, documents and handles looked at, each.
const MOST_EACH: usize = 3;
/// Recipes of which every value is taken before any of the others.
const CHIEF: usize = 15;

/// What is known of a child and can be matched by. `Debug` shows how much is there, not what.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Names as written, the chief one first.
    pub names: Vec<String>,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// Date or year of birth; of an estimated age the year alone.
    pub birth: Option<BirthDate>,
    /// Where the child lives or lived.
    pub region: Option<Region>,
    /// National identity numbers, which may turn out to be a guardian's.
    pub niks: Vec<Nik>,
    /// Numbers of other identity documents, as written.
    pub documents: Vec<String>,
    /// Telephones, the family's included.
    pub phones: Vec<Phone>,
    /// Names of mother, father or guardian, as written.
    pub guardians: Vec<String>,
    /// Names with online services, the service in front (`service:name`).
    pub handles: Vec<String>,
    /// The year in which this was recorded: two-digit years of identity numbers are read from it.
    pub recorded: u16,
}

/// One token before it is keyed. The text identifies a person: it stays in memory and is wiped by its holder as soon as it is
/// blinded. `Debug` shows the recipe alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// What it is made of.
    pub recipe: Recipe,
    /// Version, recipe and properties, a line for each.
    pub text: String,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.recipe.key())
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject({} names, {} phones)", self.names.len(), self.phones.len())
    }
}

/// One value of each property that has several.
#[derive(Clone, Copy, Default)]
struct Choice<'a> {
    name: Option<&'a NameParts>,
    phone: Option<&'a str>,
    guardian: Option<&'a [String; 2]>,
    document: Option<&'a str>,
    handle: Option<&'a str>,
}

/// Properties that have one value.
struct Fixed {
    sex: Option<&'static str>,
    day: Option<String>,
    years: Option<[String; 2]>,
    regency: Option<String>,
    district: Option<String>,
}

impl Subject {
    /// The tokens, at most [`MOST_TOKENS`], no two alike, in an order that depends on nothing but the subject. Chief values come
    /// first; when there is room, further names, telephones and guardians follow.
    #[must_use]
    pub fn tokens(&self) -> Vec<Token> {
        let names: Vec<NameParts> = self.names.iter().filter_map(|raw| NameParts::of(raw)).collect();
        let phones: Vec<String> = self.phones.iter().map(|phone| phone.number().to_string()).collect();
        let guardians: Vec<[String; 2]> =
            self.guardians.iter().filter_map(|raw| parts::guardian(raw)).collect();
        let documents = self.own_documents();
        let handles: Vec<String> = self.handles.iter().filter_map(|raw| parts::handle(raw)).collect();
        let fixed = self.fixed();
        let mut out: Vec<Token> = Vec::with_capacity(MOST_TOKENS);
        let mut take = |at: [usize; 3], recipes: &[Recipe]| {
            let [name, phone, guardian] = at;
            // Documents and handles stand alone: their number runs with the names.
            let choice = Choice {
                name: names.get(name),
                phone: phones.get(phone).map(String::as_str),
                guardian: guardians.get(guardian),
                document: documents.get(name).map(String::as_str),
                handle: handles.get(name).map(String::as_str),
            };
            for token in recipes.iter().filter_map(|recipe| token(*recipe, choice, &fixed)) {
                if out.len() < MOST_TOKENS && !out.contains(&token) {
                    out.push(token);
                }
            }
        };
        let (chief, rest) = RECIPES.split_at(CHIEF);
        take([0; 3], chief);
        combinations().for_each(|at| take(at, chief));
        take([0; 3], rest);
        combinations().for_each(|at| take(at, rest));
        out
    }

    fn own_documents(&self) -> Vec<String> {
        let niks = self.niks.iter().filter_map(|nik| parts::own_nik(*nik, self.birth, self.recorded));
        let others =
            self.documents.iter().filter_map(|raw| parts::handle(raw)).map(|text| format!("x{text}"));
        niks.chain(others).collect()
    }

    fn fixed(&self) -> Fixed {
        let (regency, district) = self.region.map(parts::area).unwrap_or_default();
        Fixed {
            sex: self.sex.map(parts::sex),
            day: self.birth.and_then(parts::day),
            years: self.birth.map(parts::years),
            regency,
            district,
        }
    }
}

/// Which value of name, telephone and guardian besides the chief ones: one other at a time.
fn combinations() -> impl Iterator<Item = [usize; 3]> {
    (1..MOST_EACH).flat_map(|n| [[n, 0, 0], [0, n, 0], [0, 0, n]])
}

fn token(recipe: Recipe, choice: Choice<'_>, fixed: &Fixed) -> Option<Token> {
    let name = choice.name;
    let call = name.map(|n| n.call.as_str());
    let beginning = name.map(|n| n.beginning.as_str());
    let ending = name.map(|n| n.ending.as_str());
    let whole = name.map(|n| n.whole.as_str());
    let [guardian, parent] = choice.guardian.map_or([None; 2], |g| g.each_ref().map(|n| Some(n.as_str())));
    let day = fixed.day.as_deref();
    let regency = fixed.regency.as_deref();
    let [even, odd] = fixed.years.as_ref().map_or([None; 2], |y| y.each_ref().map(|y| Some(y.as_str())));
    let parts: [Option<&str>; 3] = match recipe {
        Recipe::Document => [choice.document, Some(""), Some("")],
        Recipe::Handle => [choice.handle, Some(""), Some("")],
        Recipe::PhoneCall => [choice.phone, call, Some("")],
        Recipe::PhoneBirth => [choice.phone, day, Some("")],
        Recipe::PhoneBeginning => [choice.phone, beginning, Some("")],
        Recipe::PhoneEnding => [choice.phone, ending, Some("")],
        Recipe::GuardianCall => [guardian, call, Some("")],
        Recipe::GuardianBirth => [guardian, day, Some("")],
        Recipe::GuardianBeginning => [guardian, beginning, Some("")],
        Recipe::GuardianEnding => [guardian, ending, Some("")],
        Recipe::CallBirth => [call, day, Some("")],
        Recipe::BeginningBirth => [beginning, day, Some("")],
        Recipe::EndingBirth => [ending, day, Some("")],
        Recipe::LastBirth => [name.map(|n| n.last.as_str()), day, Some("")],
        Recipe::BirthRegency => [day, regency, fixed.sex],
        Recipe::WholeYear => [whole, even, Some("")],
        Recipe::WholeYearOdd => [whole, odd, Some("")],
        Recipe::CallRegency => [call, regency, even],
        Recipe::CallRegencyOdd => [call, regency, odd],
        Recipe::WholeRegency => [whole, regency, Some("")],
        Recipe::CallDistrict => [call, fixed.sex, fixed.district.as_deref()],
        Recipe::GuardianYear => [parent, regency, even],
        Recipe::Whole => [whole, Some(""), Some("")],
        Recipe::Call => [call, Some(""), Some("")],
    };
    let [first, second, third] = parts;
    let (first, second, third) = (first?, second?, third?);
    let key = recipe.key();
    let text = format!("jejaring/{RECIPES_VERSION}.{RULES_VERSION}\n{key}\n{first}\n{second}\n{third}");
    Some(Token { recipe, text })
}
