//! What a partner's file says, as fields of a content report. Pure. A report has one place for an address, one for an account and one for each
//! kind of hash: what comes first has it, the rest is named.

use std::collections::BTreeMap;

use formats::JsonLimits;
use formats::case_uco::{CaseHash, CaseMaterial, CaseRefusal, read_case};
use formats::cybertip::{Annotation, CyberTipDocument, Detail, IncidentType, Report, read_cybertip};
use formats::stix::{self, HashName, Sought, StixBundle, Tlp, read_stix};
use formats::xml::XmlLimits;
use model::time::Zone;
use model::{Draft, Timestamp, codes};

use crate::error::{Error, Result};
use crate::exchange::indicators::holds_address;

/// Longest text of a note that comes from a file, and the most that is named as left out in it.
const LONGEST: usize = 2_000;
const MOST_NAMED: usize = 40;

/// A file as a draft, with what was read of it and what was not, each by what it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Came {
    pub(crate) draft: Draft,
    pub(crate) taken: BTreeMap<String, usize>,
    pub(crate) left: BTreeMap<String, usize>,
}

impl Came {
    fn new(harm: &str) -> Self {
        let draft = Draft::default().with("harm", harm).with("imminent_danger", "unknown");
        Self { draft, ..Self::default() }
    }

    fn set(&mut self, field: &str, value: &str) {
        self.draft.set(field, value.to_owned());
    }

    /// A reference for a field, which has it if it is the first.
    fn refer(&mut self, field: &'static str, what: &str, value: &str) {
        let free = self.draft.0.get(field).is_none_or(String::is_empty);
        let same = self.draft.0.get(field).is_some_and(|known| known == value);
        if free {
            self.set(field, value);
        }
        let tally = if free || same { &mut self.taken } else { &mut self.left };
        *tally.entry(what.to_owned()).or_default() += 1;
    }

    fn leave(&mut self, what: impl Into<String>, times: usize) {
        if times > 0 {
            *self.left.entry(what.into()).or_default() += times;
        }
    }

    /// Whether anything was found that somebody could look into.
    fn refers(&self) -> bool {
        let fields = ["address", "account", "hash_md5", "hash_sha1", "hash_sha256", "hash_pdq"];
        fields.iter().any(|name| self.draft.0.contains_key(*name))
    }

    /// Puts the words of a file into the note, and after them what was left out, so that nobody takes the report for the whole.
    fn noted(mut self, words: &[String]) -> Self {
        let plain =
            words.iter().map(|words| words.trim()).filter(|words| !words.is_empty() && !holds_address(words));
        let mut lines: Vec<String> = plain.map(str::to_owned).collect();
        let words: String = lines.join("\n").chars().take(LONGEST).collect();
        lines = if words.is_empty() { Vec::new() } else { vec![words] };
        let all: usize = self.left.values().sum();
        if all > 0 {
            let named = self.left.iter().take(MOST_NAMED).map(|(what, times)| format!("{what} ×{times}"));
            lines.push(format!("[+{all}] {}", named.collect::<Vec<_>>().join("; ")));
        }
        let note = lines.join("\n");
        self.set("note", &note);
        self
    }
}

fn unreadable<T>(_: T) -> Error {
    Error::Refused("content-file-unreadable")
}

/// A CyberTipline report.
pub(crate) fn cybertipline(document: &[u8]) -> Result<Came> {
    let limits = XmlLimits { bytes: 1 << 20, ..XmlLimits::default() };
    let CyberTipDocument::Report(report) = read_cybertip(document, &limits).map_err(unreadable)? else {
        return Err(Error::Refused("content-file-unreadable"));
    };
    Ok(of_report(&report))
}

fn of_report(report: &Report) -> Came {
    let incident = &report.incident;
    let extortion = incident.annotations.contains(&Annotation::Sextortion);
    let harm = match incident.kind {
        _ if extortion => "sexual_extortion",
        IncidentType::Grooming => "grooming",
        IncidentType::Trafficking => "trafficking_offer",
        IncidentType::Material => "abuse_material",
        _ => "other",
    };
    let mut came = Came::new(harm);
    for detail in &report.details {
        match detail {
            Detail::WebPage { addresses, .. } => {
                addresses.iter().for_each(|address| came.refer("address", "webPageIncident/url", address));
            }
            _ => came.leave("internetDetails", 1),
        }
    }
    came.leave("victim", report.victims.len());
    came.leave("intendedRecipient", report.recipients.len());
    let account = report.reported.as_ref();
    let account =
        account.and_then(|subject| subject.screen_name.clone().or_else(|| subject.account_id.clone()));
    if let Some(account) = account {
        came.refer("account", "personOrUserReported", &account);
    }
    let urgent = incident.urgent.as_deref();
    if urgent.is_some() {
        came.set("imminent_danger", "true");
    }
    came.set("imminent_reason", urgent.filter(|words| !holds_address(words)).unwrap_or_default());
    came.set("platform", incident.platform.as_deref().unwrap_or_default());
    let day = Timestamp::from_millis(incident.at).date(Zone::default());
    came.set("seen_on", &day.to_string());
    came.noted(&report.additional.iter().cloned().collect::<Vec<_>>())
}

/// A STIX bundle.
pub(crate) fn stix(document: &[u8]) -> Result<Came> {
    let bundle = read_stix(document, &JsonLimits::default()).map_err(unreadable)?;
    // What is marked red was told to the one who got it alone and goes into no register.
    if bundle.objects.iter().any(|object| object.kind == "indicator" && object.handling() == Tlp::Red) {
        return Err(Error::Refused("content-file-red"));
    }
    of_bundle(&bundle)
}

fn of_bundle(bundle: &StixBundle) -> Result<Came> {
    let mut came = Came::new("other");
    came.leave("?", bundle.not_read);
    for object in bundle.objects.iter().filter(|object| object.kind == "indicator") {
        let pattern = object.fields.get("pattern").and_then(serde_json::Value::as_str);
        let terms = pattern.and_then(stix::terms).unwrap_or_default();
        for sought in &terms.sought {
            let (field, what, value) = place(sought);
            came.refer(field, what, value);
        }
        terms.left.iter().for_each(|what| came.leave(what.as_str(), 1));
    }
    if !came.refers() {
        return Err(Error::Refused("content-file-unreadable"));
    }
    Ok(came.noted(&[]))
}

fn place(sought: &Sought) -> (&'static str, &'static str, &str) {
    match sought {
        Sought::Url(address) => ("address", "url:value", address),
        Sought::Account(account) => ("account", "user-account", account),
        Sought::Hash(HashName::Md5, digits) => ("hash_md5", "file:hashes.MD5", digits),
        Sought::Hash(HashName::Sha1, digits) => ("hash_sha1", "file:hashes.SHA-1", digits),
        Sought::Hash(HashName::Sha256, digits) => ("hash_sha256", "file:hashes.SHA-256", digits),
        Sought::Hash(HashName::Pdq, digits) => ("hash_pdq", "file:hashes.PDQ", digits),
    }
}

/// A CASE document of the police.
pub(crate) fn case(document: &[u8]) -> Result<Came> {
    let read = read_case(document, &JsonLimits::default()).map_err(|refusal| match refusal {
        CaseRefusal::Carries => Error::Refused("content-file-carries"),
        CaseRefusal::Wrong(_) => Error::Refused("content-file-unreadable"),
    })?;
    of_case(&read)
}

fn of_case(read: &CaseMaterial) -> Result<Came> {
    let known = |code: &&String| codes::list("online-harm").is_some_and(|list| list.get(code).is_some());
    let about = read.investigation.as_ref();
    let harm = about.and_then(|about| about.focus.iter().find(known));
    let mut came = Came::new(harm.map_or("other", String::as_str));
    came.taken = read.tally.mapped.clone();
    came.left = read.tally.left.clone();
    let mut more = Came::default();
    for (kind, digits) in &read.hashes {
        let (field, what) = match kind {
            CaseHash::Md5 => ("hash_md5", "uco-types:Hash MD5"),
            CaseHash::Sha1 => ("hash_sha1", "uco-types:Hash SHA1"),
            CaseHash::Sha256 => ("hash_sha256", "uco-types:Hash SHA256"),
        };
        more.refer(field, what, digits);
    }
    read.addresses.iter().for_each(|address| more.refer("address", "uco-observable:URLFacet", address));
    read.accounts.iter().for_each(|account| more.refer("account", "uco-observable:AccountFacet", account));
    if !more.refers() && about.is_none() {
        return Err(Error::Refused("content-file-unreadable"));
    }
    came.draft.0.extend(more.draft.0);
    // What was read and found no place of its own in the report is not taken.
    more.left.into_iter().for_each(|(what, times)| came.leave(what, times));
    let words = words(read);
    Ok(came.noted(&words))
}

/// What is investigated, on which authority, and what was done, a line each.
fn words(read: &CaseMaterial) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(about) = &read.investigation {
        words.push(about.name.clone());
        words.extend((!about.focus.is_empty()).then(|| about.focus.join(", ")));
        words.extend(about.authorization.as_ref().map(|(kind, number)| format!("{kind}: {number}")));
    }
    words.extend(read.organisations.iter().cloned());
    for action in &read.actions {
        let day = Timestamp::from_millis(action.start).date(Zone::default());
        let exhibit = action.exhibit.as_ref().map(|number| format!(" ({number})")).unwrap_or_default();
        words.push(format!("{day} {}{exhibit}", action.name));
    }
    words.extend(read.markings.iter().cloned());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_place_of_its_own_is_named_and_not_lost_in_silence() {
        let mut came = Came::new("other");
        came.refer("hash_md5", "file:hashes.MD5", "a");
        came.refer("hash_md5", "file:hashes.MD5", "a");
        came.refer("hash_md5", "file:hashes.MD5", "b");
        came.leave("process:name =", 2);
        let came = came.noted(&["Kata rekaan".into(), "lihat https://contoh.invalid".into()]);
        assert_eq!(came.taken["file:hashes.MD5"], 2);
        assert_eq!(came.draft.0["note"], "Kata rekaan\n[+3] file:hashes.MD5 ×1; process:name = ×2");
        assert_eq!(came.draft.0["hash_md5"], "a");
    }
}
