//! The national forms that come with the program: whole in it, so that a node has them from its first minute.

use std::sync::LazyLock;

use forms::Form;
use forms::mapping::Mapping;
use forms::sheets::Workbook;

use super::target::{self, Target};

/// A form that comes with the program.
pub(crate) struct Ready {
    pub(crate) book: Workbook,
    pub(crate) form: Form,
    pub(crate) mapping: Mapping,
    /// As it lies in `forms/`.
    pub(crate) mapping_text: &'static str,
    /// MD5 of what devices download.
    pub(crate) md5: String,
}

type Source = (&'static [u8], &'static [u8], &'static [u8], &'static str);

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        &[ $( (
            include_bytes!(concat!("../../../../forms/", $name, "/survey.csv")),
            include_bytes!(concat!("../../../../forms/", $name, "/choices.csv")),
            include_bytes!(concat!("../../../../forms/", $name, "/settings.csv")),
            include_str!(concat!("../../../../forms/", $name, "/mapping.json")),
        ) ),* ]
    };
}

const SOURCES: &[Source] = sources![
    "report",
    "intake",
    "consent",
    "assessment",
    "safety-plan",
    "follow-up",
    "shelter-intake",
    "outreach",
    "child-interview",
    "trafficking",
];

static READY: LazyLock<Vec<Ready>> = LazyLock::new(|| SOURCES.iter().filter_map(read).collect());

/// Every form of this release; read once, when somebody first asks.
pub(crate) fn ready() -> &'static [Ready] {
    &READY
}

/// How many there should be: a test counts them.
#[cfg(test)]
pub(crate) const COUNT: usize = SOURCES.len();

fn read((survey, choices, settings, mapping_text): &Source) -> Option<Ready> {
    let parts: [(&str, &[u8]); 3] = [("survey", survey), ("choices", choices), ("settings", settings)];
    let book = Workbook::of_csv(&parts).ok()?;
    let form = forms::read(&book, "form").form?;
    let mapping = Mapping::parse(mapping_text).ok()?;
    let md5 = seal::openrosa_checksum(target::document(&form, Target::of(&mapping)).as_bytes());
    Some(Ready { book, form, mapping, mapping_text, md5 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ten_are_there_and_fit_their_kinds() {
        assert_eq!(ready().len(), COUNT);
        for ready in ready() {
            assert_eq!(ready.mapping.problems(&ready.form), [], "{}", ready.form.settings.id);
        }
    }
}
