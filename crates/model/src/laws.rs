//! Indonesian law that the program names (`data/legal/laws.tsv`): where its official text stands, what rests on it, and whether a
//! lawyer has checked that. A page that shows a rule of law says so.

use std::sync::LazyLock;

use crate::Lang;

/// One law or regulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// `UU 35/2014`
    pub number: &'static str,
    title_id: &'static str,
    title_en: &'static str,
    /// Where the official text stands: the State Gazette (Lembaran Negara, LN) with year and number.
    pub source: &'static str,
    /// What of the program rests on it.
    pub used_for: &'static str,
    /// Whether a lawyer has checked title, source and use.
    pub confirmed: bool,
}

impl Law {
    /// Its title.
    #[must_use]
    pub const fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.title_id,
            Lang::En => self.title_en,
        }
    }
}

const TEXT: &str = include_str!("../data/legal/laws.tsv");

static LAWS: LazyLock<Vec<Law>> = LazyLock::new(|| {
    TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).filter_map(parse).collect()
});

fn parse(line: &'static str) -> Option<Law> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(Law {
        number: next()?,
        title_id: next()?,
        title_en: next()?,
        source: next()?,
        used_for: next()?,
        confirmed: next()? == "true",
    })
}

/// Every law of this release.
#[must_use]
pub fn all() -> &'static [Law] {
    &LAWS
}

/// The law with this number, as `UU 35/2014` or `uu-35-2014`.
#[must_use]
pub fn get(number: &str) -> Option<&'static Law> {
    let code = |number: &str| number.to_lowercase().replace([' ', '/'], "-");
    all().iter().find(|law| code(law.number) == code(number))
}
