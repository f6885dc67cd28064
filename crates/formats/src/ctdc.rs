//! Columns as the Counter-Trafficking Data Collaborative names them, so that what its users wrote for its data set runs on ours.
//!
//! Only names and the parting of lists into columns of 0 and 1 follow it; whose data it is, is said in the codebook.

use crate::columns::normalise;

/// Bands of age of that data set, in years.
pub const AGES: &str = "0-8,9-17,18-20,21-23,24-26,27-29,30-38,39-47,48+";

/// Its name for the column of ages.
const AGE: &str = "ageBroad";

/// Its names for columns, and what ours may be called.
const NAMES: &[(&str, &[&str])] = &[
    (
        "yearOfRegistration",
        &["year", "tahun", "year of registration", "registration year", "tahun pendaftaran"],
    ),
    ("gender", &["gender", "sex", "jenis kelamin"]),
    (AGE, &["age", "umur", "usia", "age band", "kelompok umur"]),
    ("citizenship", &["citizenship", "nationality", "kewarganegaraan"]),
    ("CountryOfExploitation", &["country of exploitation", "country", "negara eksploitasi", "negara"]),
    ("recruiterRelationship", &["recruiter relationship", "recruiter", "hubungan perekrut", "perekrut"]),
];

/// Columns that hold forms of exploitation.
const FORMS: &[&str] =
    &["form", "forms", "form of exploitation", "exploitation", "bentuk", "bentuk eksploitasi"];

/// Its columns of 0 and 1, and parts of words of ours that make them 1.
static FLAGS: [Flag; 7] = [
    Flag {
        name: "isForcedLabour",
        parts: &[
            "labour", "labor", "scam", "fishing", "domestic", "begging", "debt", "illicit", "kerja",
            "mengemis",
        ],
    },
    Flag { name: "isSexualExploit", parts: &["sexual", "seksual", "csam"] },
    Flag { name: "isForcedMarriage", parts: &["marriage", "perkawinan"] },
    Flag { name: "isForcedMilitary", parts: &["military", "armed", "terror", "militer"] },
    Flag { name: "isOrganRemoval", parts: &["organ"] },
    Flag {
        name: "isSlaveryAndPractices",
        parts: &["slavery", "servitude", "adoption", "sale", "perbudakan", "adopsi"],
    },
    Flag { name: "isOtherExploit", parts: &[] },
];

/// A column of 0 and 1.
#[derive(Debug)]
pub struct Flag {
    /// Its name.
    pub name: &'static str,
    parts: &'static [&'static str],
}

impl Flag {
    /// 1 if a list of forms holds one that belongs here; for the last column, one that belongs to no other. Nothing in, nothing out.
    #[must_use]
    pub fn value(&self, text: &str) -> &'static str {
        let mut words = text.split([';', ',', '|', ' ']).map(normalise).filter(|word| !word.is_empty());
        match (text.trim().is_empty(), words.any(|word| self.takes(&word))) {
            (true, _) => "",
            (false, true) => "1",
            (false, false) => "0",
        }
    }

    fn takes(&self, word: &str) -> bool {
        if self.parts.is_empty() {
            return !FLAGS.iter().any(|flag| flag.parts.iter().any(|part| word.contains(part)));
        }
        self.parts.iter().any(|part| word.contains(part))
    }
}

/// What becomes of a column of ours.
#[derive(Debug, Clone, Copy)]
pub enum Becomes {
    /// It keeps its values under another name.
    Named(&'static str),
    /// Whole years fall into [`AGES`], under this name; ages that are bands already keep theirs.
    Ages(&'static str),
    /// Forms of exploitation become columns of 0 and 1.
    Flags(&'static [Flag]),
}

/// What a column of this name becomes; none if that data set has nothing like it.
#[must_use]
pub fn becomes(column: &str) -> Option<Becomes> {
    let wanted = normalise(column);
    let is = |names: &[&str]| names.iter().any(|name| normalise(name) == wanted);
    if is(FORMS) {
        return Some(Becomes::Flags(&FLAGS));
    }
    let (name, _) = NAMES.iter().find(|(_, ours)| is(ours))?;
    Some(if *name == AGE { Becomes::Ages(name) } else { Becomes::Named(name) })
}

/// A table whose cells hold neither commas nor quotes, such as one of codes, under these names: a header and lines.
#[must_use]
pub fn rename(plain: &str) -> String {
    let mut lines = plain.lines();
    let columns: Vec<(&str, Option<Becomes>)> =
        lines.next().unwrap_or_default().split(',').map(|name| (name, becomes(name))).collect();
    let mut heads: Vec<&str> = Vec::new();
    for (name, becomes) in &columns {
        match becomes {
            None => heads.push(name),
            Some(Becomes::Named(name) | Becomes::Ages(name)) => heads.push(name),
            Some(Becomes::Flags(flags)) => heads.extend(flags.iter().map(|flag| flag.name)),
        }
    }
    let mut text = heads.join(",");
    text.push('\n');
    for line in lines {
        let mut cells: Vec<&str> = Vec::new();
        for ((_, becomes), cell) in columns.iter().zip(line.split(',')) {
            match becomes {
                Some(Becomes::Flags(flags)) if is_unknown(cell) => cells.extend(flags.iter().map(|_| "")),
                Some(Becomes::Flags(flags)) => cells.extend(flags.iter().map(|flag| flag.value(cell))),
                _ => cells.push(cell),
            }
        }
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// That data set leaves a cell empty where nothing is known.
fn is_unknown(cell: &str) -> bool {
    cell == "unknown"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_become_columns_of_nought_and_one_and_all_other_values_stay() {
        let ours = "province,form,sex,year\n91,forced-labour,girl,2024\n92,unknown,boy,2025\n93,elsewhere,boy,2025\n";
        let theirs = rename(ours);
        let mut lines = theirs.lines();
        assert_eq!(
            lines.next(),
            Some(
                "province,isForcedLabour,isSexualExploit,isForcedMarriage,isForcedMilitary,isOrganRemoval,\
                 isSlaveryAndPractices,isOtherExploit,gender,yearOfRegistration"
            )
        );
        assert_eq!(lines.next(), Some("91,1,0,0,0,0,0,0,girl,2024"));
        assert_eq!(lines.next(), Some("92,,,,,,,,boy,2025"));
        assert_eq!(lines.next(), Some("93,0,0,0,0,0,0,1,boy,2025"));
        assert_eq!(lines.next(), None);
    }

    #[test]
    fn a_column_it_does_not_know_keeps_its_name() {
        assert!(becomes("province").is_none());
        assert!(matches!(becomes("Jenis Kelamin"), Some(Becomes::Named("gender"))));
        assert!(matches!(becomes("usia"), Some(Becomes::Ages("ageBroad"))));
    }
}
