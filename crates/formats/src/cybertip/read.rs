//! Reading: judged first, then taken over.

use super::grammar;
use super::lists::{Annotation, FileAnnotation, HashType, IncidentType, IpEvent};
use super::report::{
    Detail, Device, FileDetails, Incident, IpCapture, Person, Police, Report, Reporter, Subject, Victim,
};
use crate::carried::{refuse_carried, refuse_in_element};
use crate::finding::Finding;
use crate::xml::{Element, XmlLimits, parse};
use crate::xsd::epoch_millis;

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CyberTipDocument {
    /// A report.
    Report(Box<Report>),
    /// What is known of a file.
    File(FileDetails),
}

/// Judges a document.
#[must_use]
pub fn check_cybertip(bytes: &[u8], limits: &XmlLimits) -> Vec<Finding> {
    judged(bytes, limits).err().unwrap_or_default()
}

/// Reads a document strictly.
///
/// # Errors
/// Every [`Finding`], each with line and place; none of them repeats a value.
pub fn read_cybertip(bytes: &[u8], limits: &XmlLimits) -> Result<CyberTipDocument, Vec<Finding>> {
    let root = judged(bytes, limits)?;
    // What was judged holds everything that is taken here; a hole would be a mistake of the table.
    let hole = || vec![Finding::new(root.line, "/", "the document is not understood")];
    match root.name.local.as_str() {
        "report" => report(&root).map(|report| CyberTipDocument::Report(Box::new(report))).ok_or_else(hole),
        _ => file(&root).map(CyberTipDocument::File).ok_or_else(hole),
    }
}

fn judged(bytes: &[u8], limits: &XmlLimits) -> Result<Element, Vec<Finding>> {
    let one = |line, reason: &str| vec![Finding::new(line, "/", reason)];
    refuse_carried(bytes).map_err(|refusal| one(0, &refusal.to_string()))?;
    let root = parse(bytes, limits).map_err(|problem| one(problem.line, problem.reason))?;
    let mut findings = grammar::judge(&root);
    refuse_in_element(&root, &mut findings);
    if findings.is_empty() { Ok(root) } else { Err(findings) }
}

fn said(at: &Element, name: &str) -> Option<String> {
    at.text_of(name).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn all(at: &Element, name: &str) -> Vec<String> {
    at.named(name).map(|child| child.text.trim().to_owned()).collect()
}

fn flag(at: &Element, name: &str) -> Option<bool> {
    at.text_of(name).map(|text| text == "true")
}

fn report(root: &Element) -> Option<Report> {
    Some(Report {
        incident: incident(root.child("incidentSummary")?)?,
        details: root.named("internetDetails").filter_map(detail).collect(),
        police: root.child("lawEnforcement").and_then(police),
        reporter: reporter(root.child("reporter")?)?,
        reported: root.child("personOrUserReported").map(|at| subject(at, "personOrUserReportedPerson")),
        recipients: root
            .named("intendedRecipient")
            .map(|at| subject(at, "intendedRecipientPerson"))
            .collect(),
        victims: root.named("victim").map(victim).collect(),
        additional: said(root, "additionalInfo"),
    })
}

fn incident(at: &Element) -> Option<Incident> {
    let marks = at.child("reportAnnotations").map(|marks| marks.children.as_slice()).unwrap_or_default();
    Some(Incident {
        kind: IncidentType::of_code(at.text_of("incidentType")?)?,
        platform: said(at, "platform"),
        urgent: said(at, "escalateToHighPriority"),
        annotations: marks.iter().filter_map(|mark| Annotation::of_code(&mark.name.local)).collect(),
        at: epoch_millis(at.text_of("incidentDateTime")?)?,
        at_said: said(at, "incidentDateTimeDescription"),
    })
}

/// The details that we speak; those of other kinds are judged and left out.
fn detail(at: &Element) -> Option<Detail> {
    let inside = at.children.first()?;
    let remark = said(inside, "additionalInfo");
    Some(match inside.name.local.as_str() {
        "webPageIncident" => Detail::WebPage { addresses: all(inside, "url"), remark },
        "emailIncident" => Detail::Email { addresses: all(inside, "emailAddress"), remark },
        "chatImIncident" => {
            Detail::Chat { client: said(inside, "chatClient"), room: said(inside, "chatRoomName"), remark }
        }
        "onlineGamingIncident" => Detail::Game { name: said(inside, "gameName"), remark },
        "cellPhoneIncident" => Detail::Phone { number: said(inside, "phoneNumber")?, remark },
        "nonInternetIncident" => Detail::Elsewhere { place: said(inside, "locationName"), remark },
        _ => return None,
    })
}

fn police(at: &Element) -> Option<Police> {
    Some(Police {
        agency: said(at, "agencyName")?,
        case_number: said(at, "caseNumber"),
        officer: at.child("officerContact").map(person),
        country: at.attribute("fleaCountry").map(str::to_owned),
        reported: flag(at, "reportedToLe"),
    })
}

fn reporter(at: &Element) -> Option<Reporter> {
    Some(Reporter {
        person: person(at.child("reportingPerson")?),
        contact: at.child("contactPerson").map(person),
        legal_address: said(at, "legalURL"),
    })
}

fn person(at: &Element) -> Person {
    Person {
        first_name: said(at, "firstName"),
        last_name: said(at, "lastName"),
        phones: all(at, "phone"),
        emails: all(at, "email"),
        addresses: at.named("address").map(address).collect(),
        age: at.text_of("age").and_then(|text| text.parse().ok()),
        born: said(at, "dateOfBirth"),
    }
}

/// The parts of an address in one line.
fn address(at: &Element) -> String {
    let parts: Vec<&str> =
        at.children.iter().map(|part| part.text.trim()).filter(|text| !text.is_empty()).collect();
    parts.join(", ")
}

fn device(at: &Element) -> Option<Device> {
    Some(Device { kind: said(at, "idType")?, number: said(at, "idValue")? })
}

fn victim(at: &Element) -> Victim {
    Victim { subject: subject(at, "victimPerson"), school: said(at, "schoolName") }
}

fn subject(at: &Element, person_name: &str) -> Subject {
    Subject {
        person: at.child(person_name).map(person),
        account_id: said(at, "espIdentifier"),
        screen_name: said(at, "screenName"),
        captures: at.named("ipCaptureEvent").filter_map(capture).collect(),
        devices: at.named("deviceId").filter_map(device).collect(),
        earlier: all(at, "priorCTReports"),
        additional: said(at, "additionalInfo"),
    }
}

fn capture(at: &Element) -> Option<IpCapture> {
    Some(IpCapture {
        address: said(at, "ipAddress")?,
        event: at.text_of("eventName").and_then(IpEvent::of_code).unwrap_or(IpEvent::Unknown),
        at: at.text_of("dateTime").and_then(epoch_millis)?,
        possible_proxy: flag(at, "possibleProxy"),
        port: at.text_of("port").and_then(|text| text.parse().ok()),
    })
}

fn file(at: &Element) -> Option<FileDetails> {
    let hash = |child: &Element| {
        let kind = HashType::of_code(child.attribute("hashType")?)?;
        Some((kind, child.text.trim().to_owned()))
    };
    let marks = at.child("fileAnnotations").map(|marks| marks.children.as_slice()).unwrap_or_default();
    Some(FileDetails {
        report_id: said(at, "reportId")?,
        hashes: at.named("originalFileHash").filter_map(hash).collect(),
        supplemental: at.text_of("fileRelevance") == Some("Supplemental Reported"),
        classification: said(at, "industryClassification"),
        annotations: marks.iter().filter_map(|mark| FileAnnotation::of_code(&mark.name.local)).collect(),
        additional: said(at, "additionalInfo"),
    })
}
