//! Writing, in the one order that is allowed.

use super::report::{
    Detail, FileDetails, Incident, IpCapture, Person, Police, Report, Reporter, Subject, Victim,
};
use crate::finding::Finding;
use crate::instant::instant;
use crate::picture_text::refuse_picture_text;
use crate::xml::{Writer, XmlLimits, parse};

/// Why a report was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CyberTipProblem {
    /// A text carries a picture or a file.
    #[error("a text of the report holds a picture or a file: only words, references and hashes may go out")]
    Picture,
    /// Something would not be valid.
    #[error("the report would not be valid: {0}")]
    Invalid(Finding),
}

/// Writes a report. What was written has been judged by the same table as what is read.
///
/// # Errors
/// [`CyberTipProblem`]; nothing is handed out then.
pub fn write_cybertip(report: &Report) -> Result<String, CyberTipProblem> {
    let mut out = Writer::new();
    out.open("report", &[]);
    incident(&mut out, &report.incident);
    report.details.iter().for_each(|one| detail(&mut out, one));
    if let Some(police) = &report.police {
        law_enforcement(&mut out, police);
    }
    reporter(&mut out, &report.reporter);
    if let Some(reported) = &report.reported {
        subject(&mut out, "personOrUserReported", "personOrUserReportedPerson", reported, None);
    }
    for one in &report.recipients {
        subject(&mut out, "intendedRecipient", "intendedRecipientPerson", one, None);
    }
    report.victims.iter().for_each(|one| victim(&mut out, one));
    out.optional("additionalInfo", report.additional.as_deref());
    judged(out.finish())
}

/// Writes what is known of a file: its hashes, never the file.
///
/// # Errors
/// [`CyberTipProblem`]; nothing is handed out then.
pub fn write_file_details(file: &FileDetails) -> Result<String, CyberTipProblem> {
    let mut out = Writer::new();
    out.open("fileDetails", &[]);
    out.text("reportId", &file.report_id);
    out.text("fileRelevance", if file.supplemental { "Supplemental Reported" } else { "Reported" });
    marks(&mut out, "fileAnnotations", file.annotations.iter().map(|mark| mark.code()));
    out.optional("industryClassification", file.classification.as_deref());
    for (kind, digits) in &file.hashes {
        out.text_with("originalFileHash", &[("hashType", kind.code())], digits);
    }
    out.optional("additionalInfo", file.additional.as_deref());
    judged(out.finish())
}

fn judged(xml: String) -> Result<String, CyberTipProblem> {
    refuse_picture_text(&xml).map_err(|_| CyberTipProblem::Picture)?;
    let root = parse(xml.as_bytes(), &XmlLimits::default());
    let root =
        root.map_err(|problem| CyberTipProblem::Invalid(Finding::new(problem.line, "/", problem.reason)))?;
    match super::grammar::judge(&root).into_iter().next() {
        None => Ok(xml),
        Some(finding) => Err(CyberTipProblem::Invalid(finding)),
    }
}

fn marks<'a>(out: &mut Writer, name: &str, codes: impl Iterator<Item = &'a str>) {
    let mut codes = codes.peekable();
    if codes.peek().is_none() {
        return;
    }
    out.open(name, &[]);
    codes.for_each(|code| out.text(code, ""));
    out.close();
}

fn incident(out: &mut Writer, incident: &Incident) {
    out.open("incidentSummary", &[]);
    out.text("incidentType", incident.kind.code());
    out.optional("platform", incident.platform.as_deref());
    out.optional("escalateToHighPriority", incident.urgent.as_deref());
    marks(out, "reportAnnotations", incident.annotations.iter().map(|mark| mark.code()));
    out.text("incidentDateTime", &instant(incident.at));
    out.optional("incidentDateTimeDescription", incident.at_said.as_deref());
    out.close();
}

fn detail(out: &mut Writer, detail: &Detail) {
    out.open("internetDetails", &[]);
    let (name, texts, remark): (_, Vec<(&str, &str)>, _) = match detail {
        Detail::WebPage { addresses, remark } => {
            ("webPageIncident", addresses.iter().map(|text| ("url", text.as_str())).collect(), remark)
        }
        Detail::Email { addresses, remark } => {
            ("emailIncident", addresses.iter().map(|text| ("emailAddress", text.as_str())).collect(), remark)
        }
        Detail::Chat { client, room, remark } => {
            let client = client.iter().map(|text| ("chatClient", text.as_str()));
            let room = room.iter().map(|text| ("chatRoomName", text.as_str()));
            ("chatImIncident", client.chain(room).collect(), remark)
        }
        Detail::Game { name, remark } => {
            ("onlineGamingIncident", name.iter().map(|text| ("gameName", text.as_str())).collect(), remark)
        }
        Detail::Phone { number, remark } => {
            ("cellPhoneIncident", vec![("phoneNumber", number.as_str())], remark)
        }
        Detail::Elsewhere { place, remark } => (
            "nonInternetIncident",
            place.iter().map(|text| ("locationName", text.as_str())).collect(),
            remark,
        ),
    };
    out.open(name, &[]);
    texts.into_iter().for_each(|(name, text)| out.text(name, text));
    out.optional("additionalInfo", remark.as_deref());
    out.close();
    out.close();
}

fn law_enforcement(out: &mut Writer, police: &Police) {
    let country: Vec<(&str, &str)> =
        police.country.iter().map(|code| ("fleaCountry", code.as_str())).collect();
    out.open("lawEnforcement", &country);
    out.text("agencyName", &police.agency);
    out.optional("caseNumber", police.case_number.as_deref());
    if let Some(officer) = &police.officer {
        person(out, "officerContact", officer);
    }
    out.optional("reportedToLe", police.reported.map(flag));
    out.close();
}

const fn flag(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

fn reporter(out: &mut Writer, reporter: &Reporter) {
    out.open("reporter", &[]);
    person(out, "reportingPerson", &reporter.person);
    if let Some(contact) = &reporter.contact {
        person(out, "contactPerson", contact);
    }
    out.optional("legalURL", reporter.legal_address.as_deref());
    out.close();
}

fn person(out: &mut Writer, name: &str, person: &Person) {
    out.open(name, &[]);
    out.optional("firstName", person.first_name.as_deref());
    out.optional("lastName", person.last_name.as_deref());
    person.phones.iter().for_each(|text| out.text("phone", text));
    person.emails.iter().for_each(|text| out.text("email", text));
    for line in &person.addresses {
        out.open("address", &[]);
        out.text("address", line);
        out.close();
    }
    if let Some(age) = person.age {
        out.text("age", &age.to_string());
    }
    out.optional("dateOfBirth", person.born.as_deref());
    out.close();
}

fn victim(out: &mut Writer, victim: &Victim) {
    subject(out, "victim", "victimPerson", &victim.subject, victim.school.as_deref());
}

fn subject(out: &mut Writer, name: &str, person_name: &str, subject: &Subject, school: Option<&str>) {
    out.open(name, &[]);
    if let Some(someone) = &subject.person {
        person(out, person_name, someone);
    }
    out.optional("espIdentifier", subject.account_id.as_deref());
    out.optional("screenName", subject.screen_name.as_deref());
    subject.captures.iter().for_each(|one| capture(out, one));
    for device in &subject.devices {
        out.open("deviceId", &[]);
        out.text("idType", &device.kind);
        out.text("idValue", &device.number);
        out.close();
    }
    out.optional("schoolName", school);
    subject.earlier.iter().for_each(|number| out.text("priorCTReports", number));
    out.optional("additionalInfo", subject.additional.as_deref());
    out.close();
}

fn capture(out: &mut Writer, capture: &IpCapture) {
    out.open("ipCaptureEvent", &[]);
    out.text("ipAddress", &capture.address);
    out.text("eventName", capture.event.code());
    out.text("dateTime", &instant(capture.at));
    out.optional("possibleProxy", capture.possible_proxy.map(flag));
    out.optional("port", capture.port.map(|port| port.to_string()).as_deref());
    out.close();
}
