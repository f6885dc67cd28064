//! What a record says of a child's disability: by the six questions of the Washington Group's short set where they were asked,
//! else by the older list.

use std::collections::BTreeSet;

/// A code with the list that words it.
pub(crate) type Said = (&'static str, String);

/// The six questions: column, and the code of list `disability` that a great difficulty there stands for.
pub(super) const QUESTIONS: [(&str, &str); 6] = [
    ("difficulty_seeing", "seeing"),
    ("difficulty_hearing", "hearing"),
    ("difficulty_walking", "walking"),
    ("difficulty_remembering", "remembering"),
    ("difficulty_self_care", "self_care"),
    ("difficulty_communicating", "communicating"),
];

/// Where a child has a lot of difficulty or cannot do it at all, each such domain; with all six answered and none of them so, the
/// greatest difficulty that was named. Questions that were not asked say nothing, and then the older list speaks.
pub(super) fn said(older: Option<String>, answers: &[Option<String>; 6]) -> BTreeSet<Said> {
    let great = |answer: &Option<String>| matches!(answer.as_deref(), Some("a_lot" | "cannot"));
    let found: BTreeSet<Said> = QUESTIONS
        .iter()
        .zip(answers)
        .filter(|(_, answer)| great(answer))
        .map(|((_, code), _)| ("disability", (*code).to_owned()))
        .collect();
    if !found.is_empty() {
        return found;
    }
    let older = older.map(|code| ("disability", code));
    if answers.iter().any(Option::is_none) {
        return older.into_iter().collect();
    }
    let some = answers.iter().any(|answer| answer.as_deref() == Some("some"));
    let least = if some { "some" } else { "no_difficulty" };
    BTreeSet::from([("difficulty-level", least.to_owned())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(said: [&str; 6]) -> [Option<String>; 6] {
        said.map(|one| Some(one).filter(|one| !one.is_empty()).map(str::to_owned))
    }

    #[test]
    fn a_great_difficulty_counts_in_each_of_its_domains() {
        let two = answers(["a_lot", "", "cannot", "", "some", ""]);
        let words: Vec<_> = said(Some("both".into()), &two).into_iter().map(|(_, code)| code).collect();
        assert_eq!(words, ["seeing", "walking"], "the questions go before the older list");
    }

    #[test]
    fn what_was_not_asked_is_not_none() {
        assert!(said(None, &answers([""; 6])).is_empty());
        assert!(said(None, &answers(["no_difficulty", "", "", "", "", ""])).is_empty());
        let older = said(Some("hearing".into()), &answers(["no_difficulty", "", "", "", "", ""]));
        assert_eq!(older, BTreeSet::from([("disability", "hearing".to_owned())]));
        let mut all = ["no_difficulty"; 6];
        assert_eq!(
            said(None, &answers(all)),
            BTreeSet::from([("difficulty-level", "no_difficulty".to_owned())])
        );
        all[3] = "some";
        assert_eq!(said(None, &answers(all)), BTreeSet::from([("difficulty-level", "some".to_owned())]));
    }

    #[test]
    fn every_code_is_in_its_list() {
        let level = model::codes::list("difficulty-level").unwrap();
        assert!(["a_lot", "cannot", "some", "no_difficulty"].iter().all(|code| level.get(code).is_some()));
        let domain = model::codes::list("disability").unwrap();
        assert!(QUESTIONS.iter().all(|(_, code)| domain.get(code).is_some()));
    }
}
