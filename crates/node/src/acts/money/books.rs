//! Records as the books of an activity, and codes of the standard as codes of our lists.

use formats::iati::{Activity, Amount, Budget, Narrative, Participant, Party, Share, Transaction};
use model::{Date, Draft, codes};
use statistics::money::{Amount as Sum, Entry, Layer};

use crate::store::ShownRecord;

/// The code of the standard that one of ours stands for.
pub(super) fn standard(list: &str, code: &str) -> Option<&'static str> {
    codes::list(list)?.get(code)?.extra("iati")
}

/// Our code for one of the standard.
fn ours(list: &str, code: &str) -> Option<&'static str> {
    codes::list(list)?.mapped_to("iati", code).next().map(|found| found.code)
}

/// What a record says, or nothing.
pub(super) fn said(record: &ShownRecord, name: &str) -> Option<String> {
    Some(record.text(name)).filter(|text| !text.is_empty())
}

/// Days since 1970 of `2026-03-05`.
pub(super) fn day(text: &str) -> i64 {
    let epoch = Date::default();
    let Ok(date) = text.parse::<Date>() else { return 0 };
    let from = Date::new(1970, 1, 1).unwrap_or(epoch);
    from.until(date).map_or(0, |span| i64::from(span.get_days()))
}

/// The layer of a part of a programme.
pub(super) fn layer(kind: &str, record: &ShownRecord) -> Option<Layer> {
    match kind {
        "pledge" => Some(Layer::Pledged),
        "budget-line" => (record.text("budget_status") == "committed").then_some(Layer::Allocated),
        "transaction" => {
            let kind = standard("iati-transaction-type", &record.text("transaction_type"))?;
            Layer::of_transaction(kind)
        }
        _ => None,
    }
}

/// A part as an entry of the books of a programme.
pub(crate) fn entry(activity: &str, kind: &str, record: &ShownRecord) -> Option<Entry> {
    let party = |names: [&str; 3]| names.iter().find_map(|name| said(record, name)).unwrap_or_default();
    Some(Entry {
        layer: layer(kind, record)?,
        activity: activity.to_owned(),
        day: day(&record.text("happened_on")),
        amount: Sum::parse(&record.text("amount"))?,
        currency: record.text("currency"),
        from: party(["provider_activity", "provider_ref", "provider"]),
        to: party(["receiver_activity", "receiver_ref", "receiver"]),
    })
}

fn name(text: &str) -> Vec<Narrative> {
    if text.is_empty() { Vec::new() } else { vec![Narrative::new("id", text)] }
}

fn amount(record: &ShownRecord) -> Amount {
    Amount {
        value: Sum::parse(&record.text("amount")).map(|sum| sum.to_string()).unwrap_or_default(),
        currency: said(record, "currency"),
        value_date: record.text("value_on"),
    }
}

/// A line of a budget as the standard writes it.
pub(super) fn budget(record: &ShownRecord) -> Budget {
    let code = |list, field| standard(list, &record.text(field)).map(str::to_owned);
    Budget {
        kind: code("iati-budget-type", "budget_type"),
        status: code("iati-budget-status", "budget_status"),
        start: record.text("starts_on"),
        end: record.text("ends_on"),
        amount: amount(record),
        ..Budget::default()
    }
}

/// A transaction as the standard writes it.
pub(super) fn transaction(code: &str, record: &ShownRecord) -> Transaction {
    let party = |side: &str| {
        let text = |part: &str| said(record, &format!("{side}{part}"));
        let party = Party {
            reference: text("_ref"),
            kind: None,
            activity: text("_activity"),
            names: name(&text("").unwrap_or_default()),
        };
        (party != Party::default()).then_some(party)
    };
    Transaction {
        reference: Some(code.to_owned()),
        kind: standard("iati-transaction-type", &record.text("transaction_type")).unwrap_or_default().into(),
        date: record.text("happened_on"),
        amount: amount(record),
        description: name(&record.text("purpose")),
        provider: party("provider"),
        receiver: party("receiver"),
        ..Transaction::default()
    }
}

/// Lays what a programme says now over what came with a file, if anything did.
pub(super) fn laid_over(mut activity: Activity, state: &str, record: &ShownRecord) -> Activity {
    let text = |name: &str| record.text(name);
    let is_new = activity.identifier.is_empty();
    activity.identifier = text("iati_identifier");
    activity.status = standard("programme-state", state).unwrap_or("2").to_owned();
    for (kind, field) in
        [("1", "planned_start"), ("2", "actual_start"), ("3", "planned_end"), ("4", "actual_end")]
    {
        let held = activity.dates.iter_mut().find(|(held, _)| held == kind);
        match (said(record, field), held) {
            (Some(day), Some(held)) => held.1 = day,
            (Some(day), None) => activity.dates.push((kind.to_owned(), day)),
            (None, _) => {}
        }
    }
    if !is_new {
        return activity;
    }
    let org = |names: &str, reference: &str, role: Option<&str>| Participant {
        reference: said(record, reference),
        role: role.map(str::to_owned),
        names: name(&text(names)),
        ..Participant::default()
    };
    activity.currency = said(record, "currency");
    activity.reporting = org("reporting_org", "reporting_ref", None);
    activity.reporting.kind = standard("iati-organisation-type", &text("reporting_type")).map(str::to_owned);
    activity.title = name(&text("title"));
    activity.title.extend(said(record, "title_en").map(|title| Narrative::new("en", &title)));
    activity.descriptions = vec![(Some("1".to_owned()), name(&text("description")))];
    activity.participants = vec![org("reporting_org", "reporting_ref", Some("2"))];
    for (names, reference, role) in [("funder", "funder_ref", "1"), ("implementer", "implementer_ref", "4")] {
        if said(record, names).is_some() || said(record, reference).is_some() {
            activity.participants.push(org(names, reference, Some(role)));
        }
    }
    activity.countries = vec![Share { code: "ID".to_owned(), ..Share::default() }];
    let sector = standard("iati-sector", &text("sector")).unwrap_or_default();
    activity.sectors = vec![Share { code: sector.to_owned(), ..Share::default() }];
    activity
}

/// What a programme says of an activity of a file. A day that the file does not tell is the other end's.
pub(super) fn programme(activity: &Activity) -> Draft {
    let lang = activity.lang.as_deref();
    let text = |texts: &[Narrative], wanted: &str| {
        formats::iati::in_language(texts, wanted, lang).unwrap_or_default().trim().to_owned()
    };
    let line = |text: String, most: usize| text.chars().take(most).collect::<String>();
    let role = |role: &str| activity.participants.iter().find(|one| one.role.as_deref() == Some(role));
    let org = |one: Option<&Participant>| one.map(|one| text(&one.names, "id")).unwrap_or_default();
    let reference = |one: Option<&Participant>| one.and_then(|one| one.reference.clone()).unwrap_or_default();
    let dates = |kinds: [&str; 4]| kinds.iter().find_map(|kind| activity.date(kind)).unwrap_or_default();
    let description = activity.descriptions.first().map(|(_, texts)| text(texts, "id")).unwrap_or_default();
    let title = text(&activity.title, "id");
    let english = Some(text(&activity.title, "en")).filter(|english| *english != title).unwrap_or_default();
    let sector = activity.sectors.iter().find_map(|share| ours("iati-sector", &share.code));
    let currency = activity
        .currency
        .as_deref()
        .filter(|code| codes::list("currency").is_some_and(|list| list.get(code).is_some()));
    let kind = activity.reporting.kind.as_deref().and_then(|code| ours("iati-organisation-type", code));
    Draft::default()
        .with("iati_identifier", line(activity.identifier.clone(), 160))
        .with("title", line(title, 300))
        .with("title_en", line(english, 300))
        .with("description", line(description, 3_900))
        .with("reporting_org", line(org(Some(&activity.reporting)), 200))
        .with("reporting_ref", line(reference(Some(&activity.reporting)), 120))
        .with("reporting_type", kind.unwrap_or_default())
        .with("funder", line(org(role("1")), 200))
        .with("funder_ref", line(reference(role("1")), 120))
        .with("implementer", line(org(role("4")), 200))
        .with("implementer_ref", line(reference(role("4")), 120))
        .with("planned_start", dates(["1", "2", "3", "4"]))
        .with("actual_start", activity.date("2").unwrap_or_default())
        .with("planned_end", dates(["3", "4", "1", "2"]))
        .with("actual_end", activity.date("4").unwrap_or_default())
        .with("sector", sector.unwrap_or("other"))
        .with("currency", currency.unwrap_or("IDR"))
}

/// Our state for one of the standard.
pub(super) fn state(activity: &Activity) -> &'static str {
    ours("programme-state", &activity.status).unwrap_or("implementation")
}

fn money(draft: Draft, amount: &Amount, default: Option<&str>) -> Draft {
    draft
        .with("amount", amount.value.trim())
        .with("currency", amount.currency.as_deref().or(default).unwrap_or_default())
        .with("value_on", amount.value_date.as_str())
}

/// A line of a budget of a file.
pub(super) fn budget_draft(budget: &Budget, default: Option<&str>) -> Draft {
    let code = |list, code: Option<&str>| ours(list, code.unwrap_or("1")).unwrap_or_default();
    let draft = Draft::default()
        .with("budget_type", code("iati-budget-type", budget.kind.as_deref()))
        .with("budget_status", code("iati-budget-status", budget.status.as_deref()))
        .with("starts_on", budget.start.as_str())
        .with("ends_on", budget.end.as_str())
        .with("fund", "other");
    money(draft, &budget.amount, default)
}

/// A transaction of a file.
pub(super) fn transaction_draft(one: &Transaction, lang: Option<&str>, default: Option<&str>) -> Draft {
    let name = |texts: &[Narrative]| {
        let text = formats::iati::in_language(texts, "id", lang).unwrap_or_default();
        text.trim().chars().take(190).collect::<String>()
    };
    let mut draft = Draft::default()
        .with("transaction_type", ours("iati-transaction-type", &one.kind).unwrap_or_default())
        .with("happened_on", one.date.as_str())
        .with("purpose", name(&one.description));
    for (side, party) in [("provider", &one.provider), ("receiver", &one.receiver)] {
        let Some(party) = party else { continue };
        draft = draft
            .with(side, name(&party.names))
            .with(&format!("{side}_ref"), party.reference.clone().unwrap_or_default())
            .with(&format!("{side}_activity"), party.activity.clone().unwrap_or_default());
    }
    // A correction of a file names no entry of ours.
    if one.amount.value.trim().starts_with('-') {
        draft = draft.with("corrects", one.reference.clone().unwrap_or_else(|| "IATI".to_owned()));
    }
    money(draft, &one.amount, default)
}
