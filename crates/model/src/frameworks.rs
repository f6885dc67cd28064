//! Frameworks that a country may adopt and adapt (`data/frameworks/templates.tsv`): sections of a text, and measures that become commitments
//! once it is adopted. Our own words; the codes are those of list `framework-template`.

use std::sync::LazyLock;

use crate::Lang;

/// A framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// A code of list `framework-template`.
    pub code: &'static str,
    /// Its paragraphs, in order.
    pub sections: Vec<Words>,
    /// What is to be done.
    pub measures: Vec<Measure>,
}

/// Words in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    id: &'static str,
    en: &'static str,
}

impl Words {
    /// In one language.
    #[must_use]
    pub const fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }
}

/// Something to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// What.
    pub words: Words,
    /// A code of list `mnr-capability`.
    pub capability: &'static str,
    /// Months from adoption until it is due.
    pub months: i32,
}

impl Framework {
    /// The text as a draft begins with it: sections, then measures, parted by empty lines.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let sections = self.sections.iter().map(|words| words.text(lang).to_owned());
        let numbered = self.measures.iter().enumerate();
        let measures = numbered.map(|(at, measure)| format!("{}. {}.", at + 1, measure.words.text(lang)));
        sections.chain(measures).collect::<Vec<_>>().join("\n\n")
    }
}

const TEXT: &str = include_str!("../data/frameworks/templates.tsv");

static FRAMEWORKS: LazyLock<Vec<Framework>> = LazyLock::new(|| {
    let mut all: Vec<Framework> = Vec::new();
    for line in TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        take(&mut all, line);
    }
    all
});

fn take(all: &mut Vec<Framework>, line: &'static str) -> Option<()> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    let (code, part, capability, months) = (next()?, next()?, next()?, next()?);
    let words = Words { id: next()?, en: next()? };
    if all.last().is_none_or(|last| last.code != code) {
        all.push(Framework { code, sections: Vec::new(), measures: Vec::new() });
    }
    let framework = all.last_mut()?;
    match part {
        "section" => framework.sections.push(words),
        _ => framework.measures.push(Measure { words, capability, months: months.parse().ok()? }),
    }
    Some(())
}

/// Every framework of this release.
#[must_use]
pub fn all() -> &'static [Framework] {
    &FRAMEWORKS
}

/// The framework with this code.
#[must_use]
pub fn get(code: &str) -> Option<&'static Framework> {
    all().iter().find(|framework| framework.code == code)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;
    use crate::codes;

    #[test]
    fn every_line_is_read_and_every_code_is_known() {
        let lines = TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
        let read: usize = all().iter().map(|one| one.sections.len() + one.measures.len()).sum();
        assert_eq!(read, lines);
        let named: Vec<_> =
            codes::list("framework-template").unwrap().codes.iter().map(|code| code.code).collect();
        assert_eq!(all().iter().map(|one| one.code).collect::<Vec<_>>(), named);
        for framework in all() {
            assert!(!framework.sections.is_empty() && !framework.measures.is_empty());
            for measure in &framework.measures {
                assert!(codes::list("mnr-capability").unwrap().get(measure.capability).is_some());
                assert!((1..=60).contains(&measure.months));
                for lang in [Lang::Id, Lang::En] {
                    assert!(measure.words.text(lang).chars().count() <= 300);
                }
            }
        }
    }
}
