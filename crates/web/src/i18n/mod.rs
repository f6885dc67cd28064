//! Words of the pages. Indonesian is the source language, English is complete; a test keeps both equal and all keys used.
//!
//! Keys: `<kind-slug>-<field>` with an optional `.hint`, `kind-<slug>` with `.plural`, the slug of an act with `.done`,
//! `refused-<code>`, `denied-<code>`, `problem-<code>`, and words of pages under the page's own prefix.

mod bundle;
mod choose;

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};
pub use model::Lang;

pub(crate) use choose::from_accept_language;

/// The words of one language. Cheap to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words {
    /// The language.
    pub lang: Lang,
}

impl Words {
    /// The words of a language.
    pub const fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The text under a key; `key.attribute` names an attribute. An unknown key is shown as it is, so that a page never
    /// breaks over a word.
    pub fn t(&self, key: &str) -> Cow<'static, str> {
        self.find(key, None).unwrap_or_else(|| Cow::Owned(key.to_owned()))
    }

    /// The text under a key, if there is one.
    pub fn maybe(&self, key: &str) -> Option<Cow<'static, str>> {
        self.find(key, None)
    }

    /// The text under a key with a number in it, inflected where the language does so.
    pub fn count(&self, key: &str, n: i64) -> Cow<'static, str> {
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(n));
        self.find(key, Some(&args)).unwrap_or_else(|| Cow::Owned(key.to_owned()))
    }

    /// The text under a key with named texts in it.
    pub fn with(&self, key: &str, texts: &[(&'static str, &str)]) -> Cow<'static, str> {
        let mut args = FluentArgs::new();
        for (name, text) in texts {
            args.set(*name, FluentValue::from((*text).to_owned()));
        }
        self.find(key, Some(&args)).unwrap_or_else(|| Cow::Owned(key.to_owned()))
    }

    /// The label of a kind's field.
    pub fn field(&self, kind: &str, field: &str) -> Cow<'static, str> {
        self.t(&format!("{kind}-{field}"))
    }

    /// The label of a code; an unknown code is shown as it is.
    pub fn code<'a>(&self, list: &str, code: &'a str) -> &'a str {
        model::codes::label_or_code(list, code, self.lang)
    }

    fn find(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<Cow<'static, str>> {
        let bundle = bundle::of(self.lang);
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attr)| (id, Some(attr)));
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors);
        Some(Cow::Owned(text.into_owned()))
    }
}

/// Every message and attribute key of a language, sorted; for tests and tools.
pub fn keys(lang: Lang) -> Vec<String> {
    bundle::keys(lang)
}
