//! Reading: what a lead is made of. The document is expected to have been checked against the unit's schema before.

use super::report::Involved;
use crate::carried::{refuse_carried, refuse_in_element};
use crate::finding::Finding;
use crate::xml::{Element, XmlLimits, parse};

/// Money that went from one party to another, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moved {
    /// Day, `2026-03-01`.
    pub day: String,
    /// Amount in local currency.
    pub amount: String,
    /// Code of the way it was made, and codes of the kinds of funds on either side.
    pub mode: String,
    /// Funds of whoever paid.
    pub from_funds: String,
    /// Funds of whoever was paid.
    pub to_funds: String,
    /// Who paid.
    pub from: Option<Named>,
    /// Who was paid.
    pub to: Option<Named>,
    /// Where.
    pub location: String,
    /// What it was said to be for.
    pub description: String,
}

/// A party by what finds it; of a person no more than that it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// An account: institution and number.
    Account(String, String),
    /// A company, by its name.
    Entity(String),
    /// A person, by the name.
    Person(String),
}

/// What a report names that may be shared with cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoamlFacts {
    /// Version of the schema it says it follows.
    pub schema_version: Option<String>,
    /// Report code.
    pub code: String,
    /// Number that its sender gave it.
    pub reference: String,
    /// The unit's number.
    pub fiu_reference: Option<String>,
    /// Indicator codes.
    pub indicators: Vec<String>,
    /// Transactions.
    pub transactions: usize,
    /// The same, as far as each says when, how much and between whom.
    pub moved: Vec<Moved>,
    /// Accounts: side, institution code, number.
    pub accounts: Vec<(Involved, String, String)>,
    /// Telephones, prefix and number together.
    pub phones: Vec<(Involved, String)>,
    /// Identity numbers of persons.
    pub id_numbers: Vec<(Involved, String)>,
    /// Names of companies.
    pub entities: Vec<(Involved, String)>,
}

/// Reads a report.
///
/// # Errors
/// [`Finding`]s: no XML, no report, a picture written out in a text, or no code or reference.
pub fn read_goaml(bytes: &[u8], limits: &XmlLimits) -> Result<GoamlFacts, Vec<Finding>> {
    let one = |line, reason: &str| vec![Finding::new(line, "/report", reason)];
    refuse_carried(bytes).map_err(|refusal| one(0, &refusal.to_string()))?;
    let root = parse(bytes, limits).map_err(|problem| one(problem.line, problem.reason))?;
    let mut carried = Vec::new();
    refuse_in_element(&root, &mut carried);
    if !carried.is_empty() {
        return Err(carried);
    }
    if root.name.local != "report" {
        return Err(one(root.line, "the root must be report"));
    }
    let text = |name: &str| root.text_of(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let needed = |name: &str| text(name).ok_or_else(|| one(root.line, &format!("{name} is missing")));
    let indicators = root.child("report_indicators").into_iter().flat_map(|list| list.named("indicator"));
    let mut facts = GoamlFacts {
        schema_version: text("schema_version"),
        code: needed("report_code")?,
        reference: needed("entity_reference")?,
        fiu_reference: text("fiu_ref_number"),
        indicators: indicators.map(|indicator| indicator.text.trim().to_owned()).collect(),
        transactions: root.named("transaction").count(),
        ..GoamlFacts::default()
    };
    for part in
        root.children.iter().filter(|part| ["transaction", "activity"].contains(&part.name.local.as_str()))
    {
        gather(part, Involved::Other, &mut facts);
    }
    facts.moved = root.named("transaction").map(moved).collect();
    Ok(facts)
}

fn moved(at: &Element) -> Moved {
    let text = |name: &str| at.text_of(name).unwrap_or_default().trim().to_owned();
    let side = |prefix: &str| {
        let names = [format!("t_{prefix}"), format!("t_{prefix}_my_client")];
        names.iter().find_map(|name| at.child(name))
    };
    let funds = |prefix: &str| {
        let code = side(prefix).and_then(|side| side.text_of(&format!("{prefix}_funds_code")));
        code.unwrap_or_default().trim().to_owned()
    };
    Moved {
        day: text("date_transaction").chars().take(10).collect(),
        amount: text("amount_local"),
        mode: text("transmode_code"),
        from_funds: funds("from"),
        to_funds: funds("to"),
        from: side("from").and_then(|side| named(side, "from")),
        to: side("to").and_then(|side| named(side, "to")),
        location: text("transaction_location"),
        description: text("transaction_description"),
    }
}

fn named(side: &Element, prefix: &str) -> Option<Named> {
    let text = |at: &Element, name: &str| at.text_of(name).unwrap_or_default().trim().to_owned();
    if let Some(account) = side.child(&format!("{prefix}_account")) {
        let institution =
            account.text_of("institution_code").or_else(|| account.text_of("swift")).unwrap_or_default();
        return Some(Named::Account(institution.trim().to_owned(), text(account, "account")));
    }
    if let Some(entity) = side.child(&format!("{prefix}_entity")) {
        return Some(Named::Entity(text(entity, "name")));
    }
    let person = side.child(&format!("{prefix}_person"))?;
    let (first, last) = (text(person, "first_name"), text(person, "last_name"));
    Some(Named::Person(if first == last { first } else { format!("{first} {last}") }))
}

fn gather(at: &Element, side: Involved, facts: &mut GoamlFacts) {
    let name = at.name.local.as_str();
    let side = match name {
        "t_from" | "t_from_my_client" => Involved::From,
        "t_to" | "t_to_my_client" => Involved::To,
        _ => side,
    };
    let text = |name: &str| at.text_of(name).unwrap_or_default().to_owned();
    if name.ends_with("account") && at.child("account").is_some() {
        let institution = at.text_of("institution_code").or_else(|| at.text_of("swift")).unwrap_or_default();
        facts.accounts.push((side, institution.to_owned(), text("account")));
    } else if name == "phone" {
        facts.phones.push((side, text("tph_country_prefix") + &text("tph_number")));
    } else if name.ends_with("entity") && at.child("name").is_some() {
        facts.entities.push((side, text("name")));
    } else if name.ends_with("person") && at.child("id_number").is_some() {
        facts.id_numbers.push((side, text("id_number")));
    }
    at.children.iter().for_each(|child| gather(child, side, facts));
}
