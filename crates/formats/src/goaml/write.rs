//! Writing, in the order of schema 5.

use super::profile::Profile;
use super::report::{Account, Activity, Address, Entity, Party, Person, Phone, Report, Side, Transaction};
use crate::instant::instant;
use crate::picture_text::refuse_picture_text;
use crate::xml::Writer;

/// Why a report was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GoamlProblem {
    /// The unit takes no reports of this code.
    #[error("the unit takes no reports of this code: choose one of its list")]
    ReportCode,
    /// The unit's list has no such indicator, or none is given.
    #[error("name at least one indicator, each from the unit's list")]
    Indicator,
    /// There is neither a transaction nor an activity.
    #[error("report at least one transaction or activity")]
    Nothing,
    /// A mandatory value is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A text carries a picture or a file.
    #[error("a text holds a picture or a file: only words and numbers may go out")]
    Picture,
}

/// Writes a report. Whether it fits the unit's schema is for [`crate::xsd::check`] to say.
///
/// # Errors
/// [`GoamlProblem`] says what is missing.
pub fn write_goaml(report: &Report, profile: &Profile) -> Result<String, GoamlProblem> {
    judge(report, profile)?;
    let mut out = Writer::new();
    out.open("report", &[]);
    out.text("schema_version", &profile.schema_version);
    out.text("rentity_id", &report.entity_id);
    out.optional("rentity_branch", report.branch.as_deref());
    out.text("submission_code", if report.electronic { "E" } else { "M" });
    out.text("report_code", &report.code);
    out.text("entity_reference", &report.reference);
    out.optional("fiu_ref_number", report.fiu_reference.as_deref());
    out.text("submission_date", &moment(report.submitted));
    out.text("currency_code_local", &profile.currency);
    person(&mut out, "reporting_person", &report.reporter);
    out.optional("reason", report.reason.as_deref());
    out.optional("action", report.action.as_deref());
    report.transactions.iter().for_each(|one| transaction(&mut out, one));
    if !report.activity.is_empty() {
        activity(&mut out, &report.activity);
    }
    out.open("report_indicators", &[]);
    report.indicators.iter().for_each(|code| out.text("indicator", code));
    out.close();
    let xml = out.finish();
    refuse_picture_text(&xml).map_err(|_| GoamlProblem::Picture)?;
    Ok(xml)
}

fn judge(report: &Report, profile: &Profile) -> Result<(), GoamlProblem> {
    if !profile.report_codes.contains(&report.code) {
        return Err(GoamlProblem::ReportCode);
    }
    let listed = |code: &String| profile.indicators.iter().any(|indicator| indicator.code == *code);
    if report.indicators.is_empty() || !report.indicators.iter().all(listed) {
        return Err(GoamlProblem::Indicator);
    }
    if report.transactions.is_empty() && report.activity.is_empty() {
        return Err(GoamlProblem::Nothing);
    }
    let transactions = report.transactions.iter().flat_map(|one| {
        [
            ("the number of a transaction", one.number.as_str()),
            ("the location of a transaction", &one.location),
            ("the description of a transaction", &one.description),
            ("the mode of a transaction", &one.mode),
            ("the amount of a transaction", &one.amount),
        ]
    });
    let own = [("the reporting entity", report.entity_id.as_str()), ("our reference", &report.reference)];
    match own.into_iter().chain(transactions).find(|(_, text)| text.trim().is_empty()) {
        Some((what, _)) => Err(GoamlProblem::Missing(what)),
        None => Ok(()),
    }
}

/// goAML writes local times without a zone; ours are UTC.
fn moment(millis: i64) -> String {
    instant(millis).chars().take(19).collect()
}

fn transaction(out: &mut Writer, transaction: &Transaction) {
    out.open("transaction", &[]);
    out.text("transactionnumber", &transaction.number);
    out.text("transaction_location", &transaction.location);
    out.text("transaction_description", &transaction.description);
    out.text("date_transaction", &moment(transaction.at));
    out.text("transmode_code", &transaction.mode);
    out.text("amount_local", &transaction.amount);
    side(out, "from", &transaction.from);
    side(out, "to", &transaction.to);
    out.close();
}

fn side(out: &mut Writer, prefix: &str, side: &Side) {
    let client = if side.my_client { "_my_client" } else { "" };
    out.open(&format!("t_{prefix}{client}"), &[]);
    out.text(&format!("{prefix}_funds_code"), &side.funds);
    party(out, &format!("{prefix}_"), &side.party);
    out.text(&format!("{prefix}_country"), &side.country);
    out.close();
}

fn party(out: &mut Writer, prefix: &str, party: &Party) {
    match party {
        Party::Person(one) => person(out, &format!("{prefix}person"), one),
        Party::Account(one) => account(out, &format!("{prefix}account"), one),
        Party::Entity(one) => entity(out, &format!("{prefix}entity"), one),
    }
}

fn activity(out: &mut Writer, all: &[Activity]) {
    out.open("activity", &[]);
    out.open("report_parties", &[]);
    for one in all {
        out.open("report_party", &[]);
        party(out, "", &one.party);
        if let Some(significance) = one.significance {
            out.text("significance", &significance.min(10).to_string());
        }
        out.optional("reason", one.reason.as_deref());
        out.close();
    }
    out.close();
    out.close();
}

fn person(out: &mut Writer, name: &str, person: &Person) {
    out.open(name, &[]);
    out.optional("gender", person.gender.as_deref());
    out.text("first_name", &person.first_name);
    out.text("last_name", &person.last_name);
    out.optional("birthdate", person.born.map(moment).as_deref());
    out.optional("id_number", person.id_number.as_deref());
    out.optional("nationality1", person.nationality.as_deref());
    out.optional("residence", person.residence.as_deref());
    phones(out, &person.phones);
    addresses(out, &person.addresses);
    out.optional("email", person.email.as_deref());
    out.optional("occupation", person.occupation.as_deref());
    if person.is_protected {
        out.text("is_protected", "true");
    }
    out.close();
}

fn phones(out: &mut Writer, phones: &[Phone]) {
    if phones.is_empty() {
        return;
    }
    out.open("phones", &[]);
    for phone in phones {
        out.open("phone", &[]);
        out.text("tph_contact_type", &phone.contact);
        out.text("tph_communication_type", &phone.communication);
        out.optional("tph_country_prefix", phone.prefix.as_deref());
        out.text("tph_number", &phone.number);
        out.close();
    }
    out.close();
}

fn addresses(out: &mut Writer, addresses: &[Address]) {
    if addresses.is_empty() {
        return;
    }
    out.open("addresses", &[]);
    for address in addresses {
        out.open("address", &[]);
        out.text("address_type", &address.kind);
        out.text("address", &address.address);
        out.text("city", &address.city);
        out.text("country_code", &address.country);
        out.text("state", &address.state);
        out.close();
    }
    out.close();
}

fn account(out: &mut Writer, name: &str, account: &Account) {
    out.open(name, &[]);
    out.optional("institution_name", account.institution.as_deref());
    match &account.institution_code {
        Some(code) => out.text("institution_code", code),
        None => out.text("swift", account.swift.as_deref().unwrap_or_default()),
    }
    out.text("account", &account.number);
    out.optional("currency_code", account.currency.as_deref());
    out.text("account_name", &account.name);
    if let Some(signatory) = &account.signatory {
        out.open("signatory", &[]);
        person(out, "t_person", signatory);
        out.close();
    }
    out.optional("opened", account.opened.map(moment).as_deref());
    out.close();
}

fn entity(out: &mut Writer, name: &str, entity: &Entity) {
    out.open(name, &[]);
    out.text("name", &entity.name);
    out.optional("incorporation_number", entity.registration.as_deref());
    out.optional("business", entity.business.as_deref());
    phones(out, &entity.phones);
    addresses(out, &entity.addresses);
    out.optional("incorporation_country_code", entity.country.as_deref());
    out.close();
}
