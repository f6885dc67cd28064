//! What a word is within a name.

/// What a word is within a name; it decides how much agreement on the word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The person's own name, or a family name: Indonesia does not tell them apart.
    Own = 0,
    /// The parent's name after bin, binti, a/l, a/p.
    Patronym = 1,
    /// Birth order, caste or generation: said of many (Balinese I, Ni, Wayan, Ketut, Ida Bagus; Jr.).
    Weak = 2,
    /// A single letter standing for a name.
    Initial = 3,
    /// An article or preposition (al, de, la, van).
    Particle = 4,
}

impl Kind {
    /// Share of a word's weight that agreement on it may count for.
    #[must_use]
    pub fn factor(self) -> f32 {
        match self {
            Self::Own => 1.0,
            Self::Patronym => 0.5,
            Self::Weak => 0.2,
            Self::Initial => 0.2,
            Self::Particle => 0.05,
        }
    }

    pub(crate) fn from_u8(value: u8) -> Option<Self> {
        [Self::Own, Self::Patronym, Self::Weak, Self::Initial, Self::Particle]
            .get(usize::from(value))
            .copied()
    }
}

/// Balinese words of birth order and caste that say "Balinese" by themselves.
const BALI: &[&str] = &[
    "cokorda", "desak", "dewa", "gede", "gde", "gusti", "i", "ida", "kadek", "ketut", "komang", "luh",
    "made", "ni", "nengah", "nyoman", "pande", "putu", "wayan",
];

/// Words that belong to the Balinese run once it has begun, but are plain names elsewhere.
const BALI_INNER: &[&str] = &["agung", "anak", "ayu", "bagus", "ngurah"];

const PARTICLES: &[&str] = &[
    "al", "ar", "as", "ash", "az", "da", "de", "del", "den", "der", "di", "dos", "el", "la", "las", "los",
    "van", "von",
];

const GENERATIONS: &[&str] = &["ii", "iii", "iv", "jnr", "jr", "sr"];

/// The kinds of the words before any patronym, in order. A name of nothing but weak words is the person's own.
pub(super) fn kinds(words: &[String]) -> Vec<Kind> {
    let run = balinese_run(words);
    let kinds: Vec<Kind> = words.iter().enumerate().map(|(at, word)| kind(words, at, word, run)).collect();
    if kinds.contains(&Kind::Own) { kinds } else { vec![Kind::Own; words.len()] }
}

fn kind(words: &[String], at: usize, word: &str, run: usize) -> Kind {
    let last = at + 1 == words.len();
    if at < run || (at > 0 && last && GENERATIONS.contains(&word)) {
        Kind::Weak
    } else if word.chars().count() == 1 {
        Kind::Initial
    } else if !last && PARTICLES.contains(&word) {
        Kind::Particle
    } else {
        Kind::Own
    }
}

/// Length of the leading run of Balinese words. "Ayu Lestari" has none, "Ni Putu Ayu Lestari" one of three.
fn balinese_run(words: &[String]) -> usize {
    let anak_agung = words.iter().take(2).map(String::as_str).eq(["anak", "agung"]);
    if !anak_agung && !words.first().is_some_and(|w| BALI.contains(&w.as_str())) {
        return 0;
    }
    words.iter().take_while(|w| BALI.contains(&w.as_str()) || BALI_INNER.contains(&w.as_str())).count()
}
