//! The check of words marks what harms, leaves quoted titles alone, and finds whole words only.

use model::terms::{Class, all, check};
use proptest::prelude::*;

fn found(text: &str) -> Vec<(&str, Class)> {
    check(text).into_iter().map(|mark| (&text[mark.at], mark.term.class)).collect()
}

#[test]
fn the_glossary_is_whole() {
    for term in all() {
        assert_eq!(term.term, term.term.to_lowercase(), "{}", term.term);
        assert_eq!(term.class == Class::Preferred, term.instead.is_empty(), "{}", term.term);
        let better = check(term.instead).into_iter().filter(|mark| mark.term.class == Class::Avoid).count();
        assert_eq!(better, 0, "{} is replaced by a word to avoid", term.term);
    }
}

#[test]
fn words_are_marked_whole_and_quotes_are_exempt() {
    assert_eq!(found("Seminar tentang Pornografi Anak"), [("Pornografi Anak", Class::Avoid)]);
    assert_eq!(found("UU “tentang pornografi anak” dibahas"), []);
    assert_eq!(found("the \"Optional Protocol on child prostitution\" entered into force"), []);
    assert_eq!(found("child prostitutes"), [("child prostitute", Class::Avoid)]);
    assert_eq!(found("webcam child sex tourism"), [("webcam child sex tourism", Class::Avoid)]);
    assert_eq!(found("pedofilia"), [], "another word");
    assert_eq!(found("Eksploitasi seksual anak"), []);
}

proptest! {
    /// Marks lie within the text, apart from one another, and never within quotation marks.
    #[test]
    fn marks_fit_any_text(text in "[a-zA-Z \"“”«»é]{0,20}(pornografi anak|sextortion|korban|x)?[ \"”a-z]{0,12}") {
        let mut last = 0;
        for mark in check(&text) {
            prop_assert!(last <= mark.at.start && mark.at.end <= text.len());
            prop_assert!(text.get(mark.at.clone()).is_some());
            last = mark.at.end;
        }
        let quoted = format!("\"{}\"", text.replace(['"', '“', '”', '«', '»'], ""));
        prop_assert_eq!(check(&quoted), vec![]);
    }
}
