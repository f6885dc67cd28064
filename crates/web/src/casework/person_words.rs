//! A child's age in words.

use model::Date;
use node::ShownRecord;

use crate::i18n::Words;

/// `12 tahun`, `±12 tahun (perkiraan)`, or nothing when no year of birth is known or may be seen.
pub(super) fn age(words: Words, person: &ShownRecord, today: Date) -> Option<String> {
    let year: i64 = person.text("birth_year").parse().ok()?;
    let day = person.text("birth_day");
    let rough = day.is_empty();
    let basis = person.text("age_basis");
    let before = !rough && format!("{:02}-{:02}", today.month(), today.day()) < day;
    let age = i64::from(today.year()) - year - i64::from(before);
    let years = words.count("age-years", age.max(0));
    let mut said = if rough { format!("±{years}") } else { years.into_owned() };
    // Only what makes an age unsure is said; a document or a statement is on the person's own page.
    if basis == "estimated" {
        said = format!("{said} ({})", words.t("age-estimated"));
    }
    Some(said)
}
