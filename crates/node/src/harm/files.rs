//! One content report as a file of another's format: words, references and hashes. Pure.

use formats::case_uco::{CaseExport, CaseHash, Investigation, InvestigationForm, write_case};
use formats::cybertip::{
    Annotation, Detail, Incident, IncidentType, Person, Report, Reporter, Subject, write_cybertip,
};
use formats::stix::{Body, Bundle, Common, HashName, Pattern, Receiver, StixId, Tlp};
use model::time::Zone;
use model::{Date, Record, Timestamp};
use signals::links;

use super::content;
use crate::error::{Error, Result};

/// What is to be written, for whom.
pub(crate) struct Wanted<'a> {
    /// The report, as its reader sees it.
    pub(crate) report: &'a Record,
    /// A code of list `file-format`.
    pub(crate) format: &'a str,
    /// Class of the receiver.
    pub(crate) class: &'a str,
    /// A code of list `outgoing-basis`.
    pub(crate) basis: &'a str,
    /// Whether the reported address goes along.
    pub(crate) with_address: bool,
    /// Readable number of the report.
    pub(crate) code: &'a str,
    /// Name of the organisation that hands it over.
    pub(crate) from: &'a str,
    /// 128 bits from which ids in the file are made.
    pub(crate) id: [u8; 16],
    /// When the report was opened, in milliseconds since 1970.
    pub(crate) opened: i64,
    /// Now, in milliseconds since 1970.
    pub(crate) now: i64,
}

impl Wanted<'_> {
    fn said(&self, name: &str) -> Option<String> {
        let said = self.report.to_text(content::META, name);
        (!said.trim().is_empty()).then_some(said)
    }

    /// The address as it is, for a file that names it; receivers of other classes get none.
    fn address(&self) -> Result<Option<String>> {
        if !self.with_address {
            return Ok(None);
        }
        if !matches!(self.class, "HOT" | "LEA" | "NCB" | "PLT") {
            return Err(Error::Refused("address-not-for-receiver"));
        }
        Ok(self.said("address").and_then(|said| links::address(&said)).map(|whole| whole.key().to_owned()))
    }

    fn at(&self) -> i64 {
        let day: Option<Date> = self.said("seen_on").and_then(|day| day.parse().ok());
        day.map_or(self.opened, |day| Timestamp::start_of(day, Zone::default()).millis())
    }
}

/// Writes the file; answers the ending of its name and its words.
///
/// # Errors
/// [`Error::Refused`] when the format cannot say what the report says.
pub(crate) fn write(wanted: &Wanted<'_>) -> Result<(&'static str, String)> {
    match wanted.format {
        "cybertipline" => cybertipline(wanted).map(|text| ("xml", text)),
        "stix" => stix(wanted).map(|text| ("stix.json", text)),
        "case" => case(wanted).map(|text| ("case.jsonld", text)),
        _ => Err(Error::field("format", model::ProblemCode::UnknownCode)),
    }
}

fn cybertipline(wanted: &Wanted<'_>) -> Result<String> {
    let harm = wanted.said("harm").unwrap_or_default();
    let kind = match harm.as_str() {
        "grooming" => IncidentType::Grooming,
        "trafficking_offer" => IncidentType::Trafficking,
        "sexual_extortion" | "image_spread" | "abuse_material" | "live_abuse" => IncidentType::Material,
        // The interface has no word for it, and a wrong one would mislead.
        _ => return Err(Error::Refused("format-has-no-word")),
    };
    let annotations = match harm.as_str() {
        "sexual_extortion" => vec![Annotation::Sextortion],
        _ => Vec::new(),
    };
    let urgent = wanted.said("imminent_danger").is_some_and(|danger| danger == "true");
    let mut details = Vec::new();
    if let Some(address) = wanted.address()? {
        details.push(Detail::WebPage { addresses: vec![address], remark: None });
    }
    let account =
        wanted.said("account").map(|name| Subject { screen_name: Some(name), ..Subject::default() });
    let hashes = model::kinds::ContentReport::HASHES
        .iter()
        .filter_map(|(name, kind)| wanted.said(name).map(|digits| format!("{kind}: {digits}")));
    let hashes: Vec<String> = hashes.collect();
    let mut additional = vec![format!("{}; legal basis: {}", wanted.code, wanted.basis)];
    additional.extend((!hashes.is_empty()).then(|| hashes.join("\n")));
    additional.extend(wanted.said("offender_hint"));
    additional.extend(wanted.said("victim_hint"));
    let report = Report {
        incident: Incident {
            kind,
            platform: wanted.said("platform"),
            urgent: urgent
                .then(|| wanted.said("imminent_reason").unwrap_or_else(|| "imminent danger".into())),
            annotations,
            at: wanted.at(),
            at_said: wanted.said("seen_at"),
        },
        details,
        police: None,
        reporter: Reporter {
            person: Person { last_name: Some(wanted.from.chars().take(100).collect()), ..Person::default() },
            ..Reporter::default()
        },
        reported: account,
        recipients: Vec::new(),
        victims: Vec::new(),
        additional: Some(additional.join("\n\n")),
    };
    write_cybertip(&report).map_err(|_| Error::Refused("format-refuses"))
}

fn stix(wanted: &Wanted<'_>) -> Result<String> {
    let refuses = |_| Error::Refused("format-refuses");
    let receiver = match wanted.class {
        "HOT" => Receiver::Hotline,
        "LEA" | "NCB" => Receiver::Police,
        "PLT" => Receiver::AddressedPlatform,
        _ => Receiver::Other,
    };
    let numbered = |number: u8| {
        let mut id = wanted.id;
        if let Some(last) = id.last_mut() {
            *last ^= number;
        }
        StixId(id)
    };
    let common = |number: u8, by: bool| Common {
        id: numbered(number),
        created: wanted.opened,
        modified: wanted.now.max(wanted.opened),
        created_by: by.then(|| numbered(1)),
        tlp: Tlp::Amber,
        revoked: false,
    };
    let mut bundle = Bundle::new(numbered(0), receiver);
    bundle.add(&common(1, false), &Body::Organisation { name: wanted.from.to_owned() }).map_err(refuses)?;
    let mut about = vec![("identity".to_owned(), numbered(1))];
    let mut patterns = Vec::new();
    patterns.extend(wanted.address()?.map(Pattern::Url));
    for (name, kind) in [
        ("hash_md5", HashName::Md5),
        ("hash_sha1", HashName::Sha1),
        ("hash_sha256", HashName::Sha256),
        ("hash_pdq", HashName::Pdq),
    ] {
        patterns.extend(wanted.said(name).map(|digits| Pattern::Hash(kind, digits)));
    }
    for (number, pattern) in (2..).zip(patterns) {
        let body = Body::Indicator { pattern, valid_from: wanted.opened };
        bundle.add(&common(number, true), &body).map_err(refuses)?;
        about.push(("indicator".to_owned(), numbered(number)));
    }
    let name = format!("{} ({})", wanted.code, wanted.said("harm").unwrap_or_default());
    let report = Body::Report { name, published: wanted.now, about: about.clone() };
    bundle.add(&common(40, true), &report).map_err(refuses)?;
    let basis = format!("Legal basis: {}", wanted.basis);
    bundle.add(&common(41, true), &Body::Note { content: basis, about }).map_err(refuses)?;
    serde_json::to_string_pretty(&bundle.finish()).map_err(|_| Error::Refused("format-refuses"))
}

fn case(wanted: &Wanted<'_>) -> Result<String> {
    // UCO names no near hash.
    let named =
        [("hash_md5", CaseHash::Md5), ("hash_sha1", CaseHash::Sha1), ("hash_sha256", CaseHash::Sha256)];
    let hashes = named.into_iter().filter_map(|(name, kind)| wanted.said(name).map(|digits| (kind, digits)));
    let export = CaseExport {
        id: wanted.id,
        investigation: Investigation {
            name: wanted.code.to_owned(),
            form: InvestigationForm::Incident,
            focus: wanted.said("harm").into_iter().collect(),
            authorization: Some(("legal basis".to_owned(), wanted.basis.to_owned())),
        },
        from: wanted.from.to_owned(),
        hashes: hashes.collect(),
        address: wanted.address()?,
        actions: Vec::new(),
        marking: "TLP:AMBER; use to protect children; a signal is not proof".to_owned(),
    };
    let document = write_case(&export).map_err(|_| Error::Refused("format-refuses"))?;
    serde_json::to_string_pretty(&document).map_err(|_| Error::Refused("format-refuses"))
}
