//! The embedded texts and their bundles.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};
use model::Lang;
use unic_langid::LanguageIdentifier;

macro_rules! texts {
    ($lang:literal) => {
        &[
            include_str!(concat!("../../locales/", $lang, "/frame.ftl")),
            include_str!(concat!("../../locales/", $lang, "/kinds.ftl")),
            include_str!(concat!("../../locales/", $lang, "/acts.ftl")),
            include_str!(concat!("../../locales/", $lang, "/practice.ftl")),
            include_str!(concat!("../../locales/", $lang, "/practice-acts.ftl")),
            include_str!(concat!("../../locales/", $lang, "/practice-pages.ftl")),
            include_str!(concat!("../../locales/", $lang, "/errors.ftl")),
            include_str!(concat!("../../locales/", $lang, "/account.ftl")),
            include_str!(concat!("../../locales/", $lang, "/day.ftl")),
            include_str!(concat!("../../locales/", $lang, "/public.ftl")),
            include_str!(concat!("../../locales/", $lang, "/import.ftl")),
            include_str!(concat!("../../locales/", $lang, "/admin.ftl")),
            include_str!(concat!("../../locales/", $lang, "/casework.ftl")),
            include_str!(concat!("../../locales/", $lang, "/moves.ftl")),
            include_str!(concat!("../../locales/", $lang, "/outside.ftl")),
            include_str!(concat!("../../locales/", $lang, "/intake.ftl")),
            include_str!(concat!("../../locales/", $lang, "/intake-desk.ftl")),
            include_str!(concat!("../../locales/", $lang, "/desk.ftl")),
            include_str!(concat!("../../locales/", $lang, "/indicators.ftl")),
            include_str!(concat!("../../locales/", $lang, "/people.ftl")),
            include_str!(concat!("../../locales/", $lang, "/exchange.ftl")),
            include_str!(concat!("../../locales/", $lang, "/network.ftl")),
            include_str!(concat!("../../locales/", $lang, "/matching.ftl")),
            include_str!(concat!("../../locales/", $lang, "/requests.ftl")),
            include_str!(concat!("../../locales/", $lang, "/alerts.ftl")),
            include_str!(concat!("../../locales/", $lang, "/counting.ftl")),
            include_str!(concat!("../../locales/", $lang, "/counting-pages.ftl")),
            include_str!(concat!("../../locales/", $lang, "/numbers.ftl")),
            include_str!(concat!("../../locales/", $lang, "/research.ftl")),
            include_str!(concat!("../../locales/", $lang, "/promises.ftl")),
            include_str!(concat!("../../locales/", $lang, "/promises-acts.ftl")),
            include_str!(concat!("../../locales/", $lang, "/promises-pages.ftl")),
            include_str!(concat!("../../locales/", $lang, "/glossary.ftl")),
            include_str!(concat!("../../locales/", $lang, "/governance.ftl")),
            include_str!(concat!("../../locales/", $lang, "/governance-acts.ftl")),
            include_str!(concat!("../../locales/", $lang, "/governance-pages.ftl")),
            include_str!(concat!("../../locales/", $lang, "/harm.ftl")),
            include_str!(concat!("../../locales/", $lang, "/harm-pages.ftl")),
            include_str!(concat!("../../locales/", $lang, "/field.ftl")),
            include_str!(concat!("../../locales/", $lang, "/programmes.ftl")),
            include_str!(concat!("../../locales/", $lang, "/programmes-acts.ftl")),
            include_str!(concat!("../../locales/", $lang, "/programmes-pages.ftl")),
            include_str!(concat!("../../locales/", $lang, "/vetting.ftl")),
            include_str!(concat!("../../locales/", $lang, "/lists.ftl")),
            include_str!(concat!("../../locales/", $lang, "/security.ftl")),
            include_str!(concat!("../../locales/", $lang, "/directory.ftl")),
            include_str!(concat!("../../locales/", $lang, "/learning-kinds.ftl")),
            include_str!(concat!("../../locales/", $lang, "/learning.ftl")),
            include_str!(concat!("../../locales/", $lang, "/monitoring.ftl")),
            include_str!(concat!("../../locales/", $lang, "/monitoring-acts.ftl")),
            include_str!(concat!("../../locales/", $lang, "/monitoring-pages.ftl")),
        ]
    };
}

const ID: &[&str] = texts!("id");
const EN: &[&str] = texts!("en");

const fn texts(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Id => ID,
        Lang::En => EN,
    }
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> =
    LazyLock::new(|| [build(Lang::Id), build(Lang::En)]);

fn build(lang: Lang) -> FluentBundle<FluentResource> {
    let mut bundle =
        FluentBundle::new_concurrent(vec![lang.code().parse::<LanguageIdentifier>().unwrap_or_default()]);
    // Both languages run from left to right; the marks would only show up in copied text.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Id => |value, _| number(value, Lang::Id),
        Lang::En => |value, _| number(value, Lang::En),
    }));
    for text in texts(lang) {
        // A line that does not parse is left out; a test finds it because its key is missing.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Numbers in texts are written as everywhere else: digits in groups.
fn number(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "only whole numbers are given to texts")]
        FluentValue::Number(number) => {
            Some(crate::say::grouped(super::Words::new(lang), number.value as i64))
        }
        _ => None,
    }
}

pub(super) fn of(lang: Lang) -> &'static FluentBundle<FluentResource> {
    let [id, en] = &*BUNDLES;
    match lang {
        Lang::Id => id,
        Lang::En => en,
    }
}

pub(super) fn keys(lang: Lang) -> Vec<String> {
    let mut keys = Vec::new();
    let mut message = "";
    for line in texts(lang).iter().flat_map(|text| text.lines()) {
        let Some((name, _)) = line.split_once(" =") else { continue };
        if let Some(attribute) = name.trim_start().strip_prefix('.') {
            keys.push(format!("{message}.{attribute}"));
        } else if name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.contains(' ') {
            message = name;
            keys.push(name.to_owned());
        }
    }
    keys.sort();
    keys
}
