//! The order of elements and what may stand in them, as one table: the reader judges by it, and the writer's proofs too.

use super::lists::{Annotation, FileAnnotation, IncidentType, IpEvent};
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

static SHORT: Form = Form::Text(255);
static LONG: Form = Form::Text(3_000);
/// Conversations, conditions of service, remarks: no limit is published.
static WORDS: Form = Form::Text(100_000);
static ADDRESS_OF_PAGE: Form = Form::Text(2_083);
static FLAG: Form = Form::Flag;
static INSTANT: Form = Form::Instant;
static DAY: Form = Form::Day;
static EVENT: Form = Form::OneOf(IpEvent::CODES);

const KINDS_OF_PHONE: &[&str] = &["Mobile", "Home", "Business", "Work", "Fax", "Internet", "Recovery"];
const KINDS_OF_EMAIL: &[&str] = &["Home", "Work", "Business", "Recovery"];
const KINDS_OF_ADDRESS: &[&str] = &["Home", "Business", "Billing", "Shipping", "Technical"];

const ON_PHONE: &[(&str, Form)] = &[
    ("type", Form::OneOf(KINDS_OF_PHONE)),
    ("verified", Form::Flag),
    ("verificationDate", Form::Instant),
    ("countryCallingCode", Form::Text(4)),
    ("extension", Form::Text(10)),
];
const ON_EMAIL: &[(&str, Form)] =
    &[("type", Form::OneOf(KINDS_OF_EMAIL)), ("verified", Form::Flag), ("verificationDate", Form::Instant)];
const ON_ADDRESS: &[(&str, Form)] = &[("type", Form::OneOf(KINDS_OF_ADDRESS))];

static ADDRESS: Form = Form::Group(&[
    maybe("address", &SHORT),
    maybe("city", &SHORT),
    maybe("zipCode", &SHORT),
    maybe("state", &SHORT),
    maybe("nonUsaState", &SHORT),
    maybe("country", &SHORT),
]);

static PERSON: Form = Form::Group(&[
    maybe("firstName", &Form::Text(100)),
    maybe("lastName", &Form::Text(100)),
    with(many("phone", &SHORT), ON_PHONE),
    with(many("email", &SHORT), ON_EMAIL),
    with(many("address", &ADDRESS), ON_ADDRESS),
    maybe("age", &Form::Number(0, 150)),
    maybe("ageAssertionDiscrepancy", &FLAG),
    maybe("dateOfBirth", &DAY),
]);

static CAPTURE: Form = Form::Group(&[
    one("ipAddress", &Form::Text(64)),
    maybe("eventName", &EVENT),
    maybe("dateTime", &INSTANT),
    maybe("possibleProxy", &FLAG),
    maybe("port", &Form::Number(0, 65_535)),
]);

static DEVICE: Form = Form::Group(&[
    one("idType", &SHORT),
    one("idValue", &ADDRESS_OF_PAGE),
    maybe("eventName", &EVENT),
    maybe("dateTime", &INSTANT),
]);

static INCIDENT: Form = Form::Group(&[
    one("incidentType", &Form::OneOf(IncidentType::CODES)),
    maybe("platform", &SHORT),
    maybe("escalateToHighPriority", &LONG),
    maybe("reportAnnotations", &Form::Marks(Annotation::CODES)),
    one("incidentDateTime", &INSTANT),
    maybe("incidentDateTimeDescription", &LONG),
]);

const REMARK: Part = maybe("additionalInfo", &WORDS);
const CONTENT: Part = maybe("content", &WORDS);
const EMAILS: Part = with(many("emailAddress", &SHORT), ON_EMAIL);
const CAPTURES: Part = many("ipCaptureEvent", &CAPTURE);

static DETAILS: Form = Form::Either(&[
    with(
        one("webPageIncident", &Form::Group(&[many("url", &ADDRESS_OF_PAGE), REMARK])),
        &[("thirdPartyHostedContent", Form::Flag)],
    ),
    one("emailIncident", &Form::Group(&[EMAILS, CONTENT, REMARK])),
    one("newsgroupIncident", &Form::Group(&[maybe("name", &SHORT), EMAILS, CONTENT, REMARK])),
    one(
        "chatImIncident",
        &Form::Group(&[maybe("chatClient", &SHORT), maybe("chatRoomName", &SHORT), CONTENT, REMARK]),
    ),
    one(
        "onlineGamingIncident",
        &Form::Group(&[maybe("gameName", &SHORT), maybe("console", &SHORT), CONTENT, REMARK]),
    ),
    one(
        "cellPhoneIncident",
        &Form::Group(&[
            with(maybe("phoneNumber", &SHORT), ON_PHONE),
            maybe("latitude", &SHORT),
            maybe("longitude", &SHORT),
            REMARK,
        ]),
    ),
    one(
        "nonInternetIncident",
        &Form::Group(&[
            maybe("locationName", &SHORT),
            with(many("incidentAddress", &ADDRESS), ON_ADDRESS),
            REMARK,
        ]),
    ),
    one(
        "peer2peerIncident",
        &Form::Group(&[maybe("client", &SHORT), CAPTURES, maybe("fileNames", &WORDS), REMARK]),
    ),
]);

static POLICE: Form = Form::Group(&[
    one("agencyName", &SHORT),
    maybe("caseNumber", &Form::Text(100)),
    maybe("officerContact", &PERSON),
    maybe("reportedToLe", &FLAG),
    maybe("servedLegalProcessDomestic", &FLAG),
    // The one public source has the country here, the other on the whole.
    with(maybe("servedLegalProcessInternational", &FLAG), &[("fleaCountry", Form::Text(2))]),
]);

static REPORTER: Form = Form::Group(&[
    one("reportingPerson", &PERSON),
    maybe("contactPerson", &PERSON),
    maybe("companyTemplate", &WORDS),
    maybe("termsOfService", &WORDS),
    maybe("legalURL", &ADDRESS_OF_PAGE),
]);

static PLACE: Form =
    Form::Group(&[maybe("city", &SHORT), maybe("region", &SHORT), maybe("countryCode", &Form::Text(2))]);
const WHERE: Part =
    with(maybe("estimatedLocation", &PLACE), &[("verified", Form::Flag), ("timestamp", Form::Instant)]);

static OTHER_ACCOUNT: Form = Form::Group(&[
    maybe("platform", &SHORT),
    maybe("firstName", &SHORT),
    maybe("middleName", &SHORT),
    maybe("lastName", &SHORT),
    maybe("approximateAge", &Form::Number(0, 150)),
    maybe("ageAssertionDiscrepancy", &FLAG),
    with(many("phone", &SHORT), ON_PHONE),
    with(many("email", &SHORT), ON_EMAIL),
    maybe("allEmailsReported", &FLAG),
    with(many("address", &ADDRESS), ON_ADDRESS),
    maybe("espService", &SHORT),
    maybe("espIdentifier", &SHORT),
    many("profileUrl", &ADDRESS_OF_PAGE),
    maybe("screenName", &SHORT),
    many("displayName", &SHORT),
    maybe("profileBio", &WORDS),
    maybe("groupIdentifier", &SHORT),
    CAPTURES,
    many("deviceId", &DEVICE),
    REMARK,
]);
const OTHER_ACCOUNTS: Part = with(
    many("associatedAccount", &OTHER_ACCOUNT),
    &[
        (
            "accountType",
            Form::OneOf(&["Billing", "Linked", "Business", "Creator", "Parent/Guardian", "Other"]),
        ),
        ("thirdPartyUser", Form::Flag),
    ],
);

/// An account of whichever part: what stands before its number, between its devices and earlier reports, after these, and at the end.
macro_rules! account {
    ($person:expr, [$($before:expr),*], [$($between:expr),*], [$($after:expr),*], [$($others:expr),*]) => {
        Form::Group(&[
            $person,
            $($before,)*
            maybe("espIdentifier", &SHORT),
            maybe("espService", &Form::Text(100)),
            maybe("compromisedAccount", &FLAG),
            maybe("screenName", &SHORT),
            many("displayName", &SHORT),
            many("profileUrl", &ADDRESS_OF_PAGE),
            maybe("profileBio", &WORDS),
            CAPTURES,
            many("deviceId", &DEVICE),
            $($between,)*
            many("priorCTReports", &Form::Number(0, u32::MAX)),
            $($after,)*
            WHERE,
            maybe("allEmailsReported", &FLAG),
            $($others,)*
            REMARK,
        ])
    };
}

static REPORTED: Form = account!(
    maybe("personOrUserReportedPerson", &PERSON),
    [maybe("vehicleDescription", &Form::Text(300))],
    [maybe("thirdPartyUserReported", &FLAG)],
    [maybe("groupIdentifier", &SHORT)],
    [OTHER_ACCOUNTS]
);
static RECIPIENT: Form =
    account!(maybe("intendedRecipientPerson", &PERSON), [], [], [maybe("groupIdentifier", &SHORT)], []);
static VICTIM: Form =
    account!(one("victimPerson", &PERSON), [], [maybe("schoolName", &SHORT)], [], [OTHER_ACCOUNTS]);

static REPORT: Form = Form::Group(&[
    with(maybe("batchedReport", &Form::Marks(&[])), &[("reason", Form::OneOf(&["VIRAL_POTENTIAL_MEME"]))]),
    one("incidentSummary", &INCIDENT),
    many("internetDetails", &DETAILS),
    with(maybe("lawEnforcement", &POLICE), &[("fleaCountry", Form::Text(2))]),
    one("reporter", &REPORTER),
    maybe("personOrUserReported", &REPORTED),
    many("intendedRecipient", &RECIPIENT),
    many("victim", &VICTIM),
    REMARK,
]);

/// What is said of a file beside it. We name files by their hashes and give none away, so nothing else of this is ever written.
static FILE_DETAILS: Form = Form::Group(&[
    one("reportId", &Form::Text(64)),
    maybe("fileId", &Form::Text(64)),
    maybe("originalFileName", &Form::Text(2_056)),
    maybe("uploadedToEspTimestamp", &INSTANT),
    maybe("locationOfFile", &ADDRESS_OF_PAGE),
    maybe("fileViewedByEsp", &FLAG),
    maybe("exifViewedByEsp", &FLAG),
    maybe("publiclyAvailable", &FLAG),
    maybe("fileRelevance", &Form::OneOf(&["Reported", "Supplemental Reported"])),
    maybe("fileAnnotations", &Form::Marks(FileAnnotation::CODES)),
    maybe("industryClassification", &Form::OneOf(&["A1", "A2", "B1", "B2"])),
    with(
        Part { name: "originalFileHash", least: 1, most: MANY, form: &Form::Text(128), attributes: &[] },
        &[("hashType", Form::Text(64))],
    ),
    maybe("ipCaptureEvent", &CAPTURE),
    many("deviceId", &DEVICE),
    many("additionalInfo", &WORDS),
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
