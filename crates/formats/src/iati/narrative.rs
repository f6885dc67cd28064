//! Texts in several languages.

use crate::xml::Element;

/// A text in a language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrative {
    /// Language tag; `None`: the default of the activity.
    pub lang: Option<String>,
    /// The text.
    pub text: String,
}

impl Narrative {
    /// A text in a language.
    #[must_use]
    pub fn new(lang: &str, text: &str) -> Self {
        Self { lang: Some(lang.to_owned()), text: text.to_owned() }
    }
}

/// The text in a language, else the first there is. `default` is the language of texts that name none.
#[must_use]
pub fn in_language<'a>(texts: &'a [Narrative], lang: &str, default: Option<&str>) -> Option<&'a str> {
    let said = |text: &&Narrative| text.lang.as_deref().or(default) == Some(lang);
    texts.iter().find(said).or_else(|| texts.first()).map(|text| text.text.as_str())
}

pub(super) fn read(at: &Element) -> Vec<Narrative> {
    let one = |at: &Element| Narrative {
        lang: at.attribute_of("http://www.w3.org/XML/1998/namespace", "lang").map(str::to_owned),
        text: at.text.clone(),
    };
    at.named("narrative").filter(|child| child.name.space.is_empty()).map(one).collect()
}

/// Puts the texts into an element.
pub(super) fn put(mut into: Element, texts: &[Narrative]) -> Element {
    for text in texts {
        into.put(Element::new("narrative").with_some("xml:lang", text.lang.as_deref()).holding(&text.text));
    }
    into
}
