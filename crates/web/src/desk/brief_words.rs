//! What the system says of each matter of a hand-over, in words.

use node::acts::handover::{HandoverItem, HandoverView, Told};

use crate::i18n::Words;
use crate::say;

/// One line: what it is, its number, its code, its day, the post.
pub(super) fn line(words: Words, told: &Told) -> String {
    let mut said = words.t(key(told.what)).into_owned();
    let mut add = |text: &str| {
        said.push_str(if said.ends_with(':') { " " } else { ", " });
        said.push_str(text);
    };
    if let Some((list, code)) = &told.coded {
        add(words.code(list, code));
    }
    if let Some(post) = &told.post {
        add(post);
    }
    if let Some(number) = &told.number {
        add(number);
    }
    if let Some(day) = told.on {
        add(&say::date(words, day));
    }
    said
}

fn key(what: &str) -> &'static str {
    match what {
        "risk" => "brief-risk",
        "urgent" => "brief-urgent",
        "guardian" => "brief-guardian",
        "flag" => "brief-flag",
        "safety-plan" => "kind-safety-plan",
        "protection-request" => "kind-protection-request",
        "service" => "kind-service",
        "referral" => "kind-referral",
        "transfer" => "kind-transfer",
        "hearing" => "kind-hearing",
        "conference" => "kind-conference",
        _ => "brief-grant",
    }
}

/// The lines of one matter under their headings.
pub(super) fn of_item(words: Words, item: &HandoverItem) -> Vec<(String, Vec<String>)> {
    let brief = &item.brief;
    let under = |key: &str, lines: &[Told]| {
        let lines: Vec<String> = lines.iter().map(|told| line(words, told)).collect();
        (!lines.is_empty()).then(|| (words.t(key).into_owned(), lines))
    };
    [
        under("handover-brief-risks", &brief.risks),
        under("handover-brief-promises", &brief.promises),
        under("handover-meetings", &brief.meetings),
        under("handover-brief-contacts", &brief.contacts),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// With what an empty box of the brief begins: the lines of every matter, each with its number. The leaver completes it.
pub(super) fn prefill(words: Words, view: &HandoverView, name: &str) -> String {
    let lines = |item: &HandoverItem| -> Vec<String> {
        let brief = &item.brief;
        let told: Vec<&Told> = match name {
            "promises" => brief.promises.iter().chain(&brief.meetings).collect(),
            "contacts" => brief.contacts.iter().collect(),
            "risks" => brief.risks.iter().collect(),
            _ => Vec::new(),
        };
        told.into_iter().map(|told| line(words, told)).collect()
    };
    let mut text = String::new();
    for item in &view.items {
        let lines = lines(item);
        let next = format!("{}: {}\n", item.code, lines.join("; "));
        // A box holds so much; what does not fit stands in the list above it.
        if !lines.is_empty() && text.chars().count() + next.chars().count() <= 7_500 {
            text.push_str(&next);
        }
    }
    text.trim_end().to_owned()
}
