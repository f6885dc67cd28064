//! The order of elements and what may stand in them, as one table: the reader judges by it, and the writer's proofs too.

use super::lists::{Annotation, FileAnnotation, HashType, IncidentType, IpEvent};
use crate::finding::Finding;
use crate::xml::Element;

/// What an element holds.
pub(super) enum Form {
    /// A text of at most so many characters.
    Text(usize),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// An instant with a time zone.
    Instant,
    /// A day.
    Day,
    /// `true` or `false`.
    Flag,
    /// A whole number within bounds.
    Number(u32, u32),
    /// Elements in this order.
    Group(&'static [Part]),
    /// Empty elements of these names, each at most once, in any order.
    Marks(&'static [&'static str]),
    /// Exactly one of these elements.
    Either(&'static [Part]),
}

/// An element in a group.
pub(super) struct Part {
    name: &'static str,
    least: usize,
    most: usize,
    form: &'static Form,
    attributes: &'static [(&'static str, Form)],
}

const MANY: usize = 1_000;

const fn one(name: &'static str, form: &'static Form) -> Part {
    Part { name, least: 1, most: 1, form, attributes: &[] }
}
const fn maybe(name: &'static str, form: &'static Form) -> Part {
    Part { name, least: 0, most: 1, form, attributes: &[] }
}
const fn many(name: &'static str, form: &'static Form) -> Part {
    Part { name, least: 0, most: MANY, form, attributes: &[] }
}
const fn with(part: Part, attributes: &'static [(&'static str, Form)]) -> Part {
    Part { attributes, ..part }
}

static SHORT: Form = Form::Text(500);
static LONG: Form = Form::Text(3_000);
static FLAG: Form = Form::Flag;
static INSTANT: Form = Form::Instant;
static DAY: Form = Form::Day;

static PERSON: Form = Form::Group(&[
    maybe("firstName", &SHORT),
    maybe("lastName", &SHORT),
    many("phone", &SHORT),
    many("email", &SHORT),
    many("address", &SHORT),
    with(maybe("age", &Form::Number(0, 150)), &[("ageAssertionDiscrepancy", Form::Flag)]),
    maybe("dateOfBirth", &DAY),
]);

static CAPTURE: Form = Form::Group(&[
    one("ipAddress", &Form::Text(64)),
    maybe("eventName", &Form::OneOf(IpEvent::CODES)),
    maybe("dateTime", &INSTANT),
    maybe("possibleProxy", &FLAG),
    maybe("port", &Form::Number(0, 65_535)),
]);

static INCIDENT: Form = Form::Group(&[
    one("incidentType", &Form::OneOf(IncidentType::CODES)),
    maybe("platform", &SHORT),
    maybe("escalateToHighPriority", &LONG),
    maybe("reportAnnotations", &Form::Marks(Annotation::CODES)),
    one("incidentDateTime", &INSTANT),
    maybe("incidentDateTimeDescription", &LONG),
]);

const REMARK: Part = maybe("additionalInfo", &LONG);

static DETAILS: Form = Form::Either(&[
    one("webPageIncident", &Form::Group(&[many("url", &Form::Text(2_083)), REMARK])),
    one("emailIncident", &Form::Group(&[many("emailAddress", &SHORT), maybe("content", &LONG), REMARK])),
    one(
        "newsgroupIncident",
        &Form::Group(&[maybe("newsgroupName", &SHORT), maybe("content", &LONG), REMARK]),
    ),
    one(
        "chatImIncident",
        &Form::Group(&[
            maybe("chatClient", &SHORT),
            maybe("chatRoomName", &SHORT),
            maybe("content", &LONG),
            REMARK,
        ]),
    ),
    one("onlineGamingIncident", &Form::Group(&[maybe("gameName", &SHORT), maybe("content", &LONG), REMARK])),
    one("cellPhoneIncident", &Form::Group(&[maybe("phoneNumber", &SHORT), REMARK])),
    one("nonInternetIncident", &Form::Group(&[maybe("locationName", &SHORT), REMARK])),
    one(
        "peer2peerIncident",
        &Form::Group(&[maybe("client", &SHORT), many("ipCaptureEvent", &CAPTURE), REMARK]),
    ),
]);

static POLICE: Form = Form::Group(&[
    one("agencyName", &SHORT),
    maybe("caseNumber", &SHORT),
    maybe("officerContact", &PERSON),
    maybe("reportedToLe", &FLAG),
    maybe("servedLegalProcessDomestic", &FLAG),
    maybe("servedLegalProcessInternational", &FLAG),
]);

static REPORTER: Form = Form::Group(&[
    one("reportingPerson", &PERSON),
    maybe("contactPerson", &PERSON),
    maybe("companyTemplate", &SHORT),
    maybe("termsOfService", &LONG),
    maybe("legalURL", &Form::Text(2_083)),
]);

macro_rules! account {
    ($person:literal $(, $school:expr)?) => {
        Form::Group(&[
            maybe($person, &PERSON),
            maybe("espIdentifier", &SHORT),
            maybe("screenName", &SHORT),
            $($school,)?
            many("ipCaptureEvent", &CAPTURE),
            many("deviceId", &SHORT),
            many("priorCTReports", &SHORT),
            maybe("estimatedLocation", &SHORT),
            many("associatedAccount", &SHORT),
            REMARK,
        ])
    };
}

static REPORTED: Form = account!("personOrUserReportedPerson");
static RECIPIENT: Form = account!("intendedRecipientPerson");
static VICTIM: Form = account!("victimPerson", maybe("schoolName", &SHORT));

static REPORT: Form = Form::Group(&[
    maybe("batchedReport", &FLAG),
    one("incidentSummary", &INCIDENT),
    many("internetDetails", &DETAILS),
    with(maybe("lawEnforcement", &POLICE), &[("fleaCountry", Form::Text(2))]),
    one("reporter", &REPORTER),
    maybe("personOrUserReported", &REPORTED),
    many("intendedRecipient", &RECIPIENT),
    many("victim", &VICTIM),
    maybe("additionalInfo", &LONG),
]);

static FILE_DETAILS: Form = Form::Group(&[
    one("reportId", &Form::Text(64)),
    with(
        Part { name: "originalFileHash", least: 1, most: MANY, form: &Form::Text(128), attributes: &[] },
        &[("hashType", Form::OneOf(HashType::CODES))],
    ),
    maybe("fileRelevance", &Form::OneOf(&["Reported", "Supplemental Reported"])),
    maybe("industryClassification", &Form::OneOf(&["A1", "A2", "B1", "B2"])),
    maybe("fileAnnotations", &Form::Marks(FileAnnotation::CODES)),
    maybe("additionalInfo", &LONG),
]);

/// Judges a document by its root: `report` or `fileDetails`.
pub(super) fn judge(root: &Element) -> Vec<Finding> {
    let mut findings = Vec::new();
    let place = format!("/{}", root.name.local);
    match root.name.local.as_str() {
        "report" => form(root, &REPORT, &place, &mut findings),
        "fileDetails" => form(root, &FILE_DETAILS, &place, &mut findings),
        _ => findings.push(Finding::new(root.line, place, "the root must be report or fileDetails")),
    }
    findings
}

fn form(at: &Element, asked: &Form, place: &str, findings: &mut Vec<Finding>) {
    let elements = matches!(asked, Form::Group(_) | Form::Marks(_) | Form::Either(_));
    if elements && !at.text.trim().is_empty() {
        findings.push(Finding::new(at.line, place, "holds text, where only elements may stand"));
    }
    match asked {
        Form::Group(parts) => group(at, parts, place, findings),
        Form::Marks(names) => marks(at, names, place, findings),
        Form::Either(parts) => match at.children.as_slice() {
            [child] => match parts.iter().find(|part| part.name == child.name.local) {
                Some(part) => part_of(child, part, &format!("{place}/{}", part.name), findings),
                None => {
                    findings.push(Finding::new(
                        child.line,
                        place,
                        "holds an element that may not stand here",
                    ));
                }
            },
            _ => findings.push(Finding::new(at.line, place, "must hold exactly one element")),
        },
        value => {
            if !at.children.is_empty() {
                findings.push(Finding::new(at.line, place, "no element may stand here, only a value"));
            } else if let Err(reason) = judge_value(at.text.trim(), value) {
                findings.push(Finding::new(at.line, place, reason));
            }
        }
    }
}

fn group(at: &Element, parts: &[Part], place: &str, findings: &mut Vec<Finding>) {
    let mut children = at.children.iter().peekable();
    for part in parts {
        let mut count = 0;
        while let Some(child) = children.next_if(|child| child.name.local == part.name) {
            count += 1;
            let place = if part.most > 1 {
                format!("{place}/{}[{count}]", part.name)
            } else {
                format!("{place}/{}", part.name)
            };
            if count > part.most {
                findings.push(Finding::new(child.line, &place, "stands here too often"));
            }
            part_of(child, part, &place, findings);
        }
        if count < part.least {
            let line = children.peek().map_or(at.line, |child| child.line);
            findings.push(Finding::new(
                line,
                place,
                format!("{} is missing or in the wrong place", part.name),
            ));
        }
    }
    if let Some(child) = children.next() {
        let known = parts.iter().any(|part| part.name == child.name.local);
        let reason =
            if known { "stands in the wrong place: the order is fixed" } else { "may not stand here" };
        findings.push(Finding::new(child.line, format!("{place}/{}", child.name.local), reason));
    }
}

fn part_of(child: &Element, part: &Part, place: &str, findings: &mut Vec<Finding>) {
    for (name, value) in &child.attributes {
        let known = part.attributes.iter().find(|(known, _)| *known == name.local && name.space.is_empty());
        let verdict =
            known.map_or(Err("is not declared".to_owned()), |(_, asked)| judge_value(value.trim(), asked));
        if let Err(reason) = verdict {
            findings.push(Finding::new(child.line, format!("{place}/@{}", name.local), reason));
        }
    }
    if part.name == "originalFileHash" && child.attribute("hashType").is_none() {
        findings.push(Finding::new(child.line, place, "must name its hashType"));
    }
    form(child, part.form, place, findings);
}

fn marks(at: &Element, names: &[&str], place: &str, findings: &mut Vec<Finding>) {
    for (number, child) in at.children.iter().enumerate() {
        let name = child.name.local.as_str();
        let again = at.children.iter().take(number).any(|other| other.name == child.name);
        let holds = !child.children.is_empty() || !matches!(child.text.trim(), "" | "true");
        let reason = match () {
            () if !names.contains(&name) => "is no mark that may stand here",
            () if again => "stands here twice",
            () if holds => "must be empty",
            () => continue,
        };
        findings.push(Finding::new(child.line, format!("{place}/{name}"), reason));
    }
}

fn judge_value(value: &str, asked: &Form) -> Result<(), String> {
    match asked {
        Form::Text(_) if value.is_empty() => Err("is empty: leave it out".to_owned()),
        Form::Text(most) if value.chars().count() > *most => {
            Err(format!("is too long: at most {most} characters"))
        }
        Form::OneOf(allowed) if !allowed.contains(&value) => {
            Err(format!("is none of the allowed values ({})", allowed.join(", ")))
        }
        Form::Instant => {
            let zoned = value.ends_with('Z') || value.len() > 19;
            let known = crate::xsd::moment("dateTime", value).is_some();
            if known && zoned { Ok(()) } else { Err("is no instant with a time zone".to_owned()) }
        }
        Form::Day if crate::xsd::moment("date", value).is_none() => Err("is no day (2014-03-04)".to_owned()),
        Form::Flag if !matches!(value, "true" | "false") => Err("must be true or false".to_owned()),
        Form::Number(least, most) => match value.parse::<u32>() {
            Ok(number) if (*least..=*most).contains(&number) => Ok(()),
            _ => Err(format!("must be a whole number from {least} to {most}")),
        },
        _ => Ok(()),
    }
}
