//! Writing a bundle.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Map, Value, json};

use super::tlp::Tlp;
use crate::instant::instant;
use crate::picture_text::refuse_picture_text;

/// An object's id: 128 bits of the caller's, written as a UUID of version 4. The bits in which versions differ are set, because the
/// standard knows no later version; the same bits always give the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StixId(pub [u8; 16]);

impl fmt::Display for StixId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.0.iter().enumerate() {
            let byte = match place {
                6 => byte & 0x0f | 0x40,
                8 => byte & 0x3f | 0x80,
                _ => *byte,
            };
            if matches!(place, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// Who receives a bundle. A reported address goes to a hotline, the police or the platform addressed, never further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// A hotline (class HOT).
    Hotline,
    /// Police (class LEA).
    Police,
    /// The platform that the notice is addressed to (class PLT).
    AddressedPlatform,
    /// Anybody else.
    Other,
}

/// Kinds of hash in a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HashName {
    /// MD5, 32 digits.
    Md5,
    /// SHA-1, 40 digits.
    Sha1,
    /// SHA-256, 64 digits.
    Sha256,
    /// PDQ, 64 digits; a name of its own, which the standard allows.
    Pdq,
}

impl HashName {
    const fn code_and_digits(self) -> (&'static str, usize) {
        match self {
            Self::Md5 => ("MD5", 32),
            Self::Sha1 => ("SHA-1", 40),
            Self::Sha256 => ("SHA-256", 64),
            Self::Pdq => ("PDQ", 64),
        }
    }
}

/// What an indicator looks for: a hash or an address, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// A file with this hash.
    Hash(HashName, String),
    /// A web address.
    Url(String),
}

/// How much a member agrees (STIX `opinion-enum`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Our 0.
    Disagree,
    /// Our 1.
    Neutral,
    /// Our 2.
    Agree,
}

/// What objects have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// The object's id.
    pub id: StixId,
    /// Milliseconds since 1970.
    pub created: i64,
    /// Milliseconds since 1970; not before `created`.
    pub modified: i64,
    /// Id of the identity that made it.
    pub created_by: Option<StixId>,
    /// How far it may go.
    pub tlp: Tlp,
    /// It was taken back.
    pub revoked: bool,
}

/// What an object says. References are by type and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// An organisation; never a child, never a person.
    Organisation {
        /// Its name.
        name: String,
    },
    /// A country or a region in it.
    Location {
        /// ISO 3166-1 alpha-2.
        country: String,
        /// ISO 3166-2 without the country, where known.
        area: Option<String>,
    },
    /// A hash or an address to look out for. It is an investigation seed, not a proof, and says so.
    Indicator {
        /// What to look for.
        pattern: Pattern,
        /// From when, milliseconds since 1970.
        valid_from: i64,
    },
    /// Somebody met an indicator.
    Sighting {
        /// The indicator.
        of: StixId,
        /// How often.
        count: u32,
    },
    /// A network alert.
    Alert {
        /// Title.
        name: String,
        /// Objects it is about: type and id.
        about: Vec<(String, StixId)>,
    },
    /// A remark.
    Note {
        /// Text.
        content: String,
        /// Objects it is about: type and id.
        about: Vec<(String, StixId)>,
    },
    /// What a member thinks.
    Opinion {
        /// Its verdict.
        verdict: Verdict,
        /// Objects it is about: type and id.
        about: Vec<(String, StixId)>,
    },
    /// A finished report.
    Report {
        /// Title.
        name: String,
        /// When it was published, milliseconds since 1970.
        published: i64,
        /// Objects it is about: type and id.
        about: Vec<(String, StixId)>,
    },
    /// One object to another.
    Relationship {
        /// Such as `based-on`, `located-at`.
        kind: String,
        /// From: type and id.
        source: (String, StixId),
        /// To: type and id.
        target: (String, StixId),
    },
}

/// Why an object was not put into a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StixProblem {
    /// A reported address for a receiver that may not read it.
    #[error("a reported address goes to a hotline, the police or the platform addressed only")]
    AddressNotForReceiver,
    /// A second address.
    #[error("one bundle holds one reported address: hand them over notice by notice")]
    AddressesInBulk,
    /// A hash of another length than its kind has.
    #[error("the hash is not as long as its kind, or holds other signs than hexadecimal digits")]
    NoHash,
    /// An object that is about nothing.
    #[error("the object must name what it is about")]
    AboutNothing,
    /// A text that is empty, too long or carries a picture.
    #[error("a text is missing, too long, or holds something other than text")]
    Text,
    /// A time before the one it must follow.
    #[error("modified lies before created")]
    Times,
    /// The same id twice.
    #[error("an object of that id is in the bundle already")]
    Twice,
}

/// A bundle in the making.
#[derive(Debug)]
pub struct Bundle {
    id: StixId,
    receiver: Receiver,
    objects: Vec<Value>,
    ids: BTreeSet<String>,
    marks: BTreeSet<Tlp>,
    addresses: u32,
}

impl Bundle {
    /// An empty bundle for a receiver.
    #[must_use]
    pub fn new(id: StixId, receiver: Receiver) -> Self {
        Self { id, receiver, objects: Vec::new(), ids: BTreeSet::new(), marks: BTreeSet::new(), addresses: 0 }
    }

    /// Puts an object in.
    ///
    /// # Errors
    /// [`StixProblem`]; the bundle is as it was before.
    pub fn add(&mut self, common: &Common, body: &Body) -> Result<(), StixProblem> {
        if common.modified < common.created {
            return Err(StixProblem::Times);
        }
        let is_address = matches!(body, Body::Indicator { pattern: Pattern::Url(_), .. });
        if is_address && self.receiver == Receiver::Other {
            return Err(StixProblem::AddressNotForReceiver);
        }
        if is_address && self.addresses > 0 {
            return Err(StixProblem::AddressesInBulk);
        }
        let (kind, mut fields) = described(body)?;
        let id = format!("{kind}--{}", common.id);
        if self.ids.contains(&id) {
            return Err(StixProblem::Twice);
        }
        fields.insert("type".into(), kind.into());
        fields.insert("spec_version".into(), "2.1".into());
        fields.insert("id".into(), id.clone().into());
        fields.insert("created".into(), instant(common.created).into());
        fields.insert("modified".into(), instant(common.modified).into());
        fields.insert("object_marking_refs".into(), json!([common.tlp.id()]));
        if let Some(by) = common.created_by {
            fields.insert("created_by_ref".into(), format!("identity--{by}").into());
        }
        if common.revoked {
            fields.insert("revoked".into(), true.into());
        }
        self.addresses += u32::from(is_address);
        self.marks.insert(common.tlp);
        self.ids.insert(id);
        self.objects.push(Value::Object(fields));
        Ok(())
    }

    /// The bundle: the marking definitions first, then the objects in the order in which they came.
    #[must_use]
    pub fn finish(self) -> Value {
        let mut objects: Vec<Value> = self.marks.iter().map(|tlp| tlp.definition()).collect();
        objects.extend(self.objects);
        json!({ "type": "bundle", "id": format!("bundle--{}", self.id), "objects": objects })
    }
}

fn described(body: &Body) -> Result<(&'static str, Map<String, Value>), StixProblem> {
    let (kind, value) = match body {
        Body::Organisation { name } => {
            ("identity", json!({ "name": text(name)?, "identity_class": "organization" }))
        }
        Body::Location { country, area } => {
            let mut value = json!({ "country": text(country)? });
            if let (Some(fields), Some(area)) = (value.as_object_mut(), area) {
                fields.insert("administrative_area".into(), text(area)?.into());
            }
            ("location", value)
        }
        Body::Indicator { pattern, valid_from } => {
            let value = json!({
                "pattern": written(pattern)?, "pattern_type": "stix", "pattern_version": "2.1",
                "valid_from": instant(*valid_from), "indicator_types": ["unknown"],
                "labels": ["investigation-seed"],
                "description": "A signal is not proof: review it before acting.",
            });
            ("indicator", value)
        }
        Body::Sighting { of, count } => {
            ("sighting", json!({ "sighting_of_ref": format!("indicator--{of}"), "count": count }))
        }
        Body::Alert { name, about } => {
            let value =
                json!({ "name": text(name)?, "context": "suspicious-activity", "object_refs": refs(about)? });
            ("grouping", value)
        }
        Body::Note { content, about } => {
            ("note", json!({ "content": text(content)?, "object_refs": refs(about)? }))
        }
        Body::Opinion { verdict, about } => {
            let opinion = match verdict {
                Verdict::Disagree => "disagree",
                Verdict::Neutral => "neutral",
                Verdict::Agree => "agree",
            };
            ("opinion", json!({ "opinion": opinion, "object_refs": refs(about)? }))
        }
        Body::Report { name, published, about } => {
            let value = json!({
                "name": text(name)?, "published": instant(*published), "object_refs": refs(about)?,
                "report_types": ["indicator"],
            });
            ("report", value)
        }
        Body::Relationship { kind, source, target } => {
            let value = json!({
                "relationship_type": text(kind)?, "source_ref": reference(source)?, "target_ref": reference(target)?,
            });
            ("relationship", value)
        }
    };
    match value {
        Value::Object(fields) => Ok((kind, fields)),
        _ => Err(StixProblem::Text),
    }
}

fn text(text: &str) -> Result<&str, StixProblem> {
    let fits = !text.trim().is_empty() && text.len() <= 4_096 && refuse_picture_text(text).is_ok();
    if fits { Ok(text) } else { Err(StixProblem::Text) }
}

fn refs(about: &[(String, StixId)]) -> Result<Vec<String>, StixProblem> {
    if about.is_empty() {
        return Err(StixProblem::AboutNothing);
    }
    about.iter().map(reference).collect()
}

fn reference((kind, id): &(String, StixId)) -> Result<String, StixProblem> {
    let plain = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if plain { Ok(format!("{kind}--{id}")) } else { Err(StixProblem::AboutNothing) }
}

fn written(pattern: &Pattern) -> Result<String, StixProblem> {
    match pattern {
        Pattern::Hash(name, digits) => {
            let (code, length) = name.code_and_digits();
            let fits = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            if fits {
                Ok(format!("[file:hashes.'{code}' = '{}']", digits.to_ascii_lowercase()))
            } else {
                Err(StixProblem::NoHash)
            }
        }
        Pattern::Url(address) => {
            let escaped = text(address)?.replace('\\', "\\\\").replace('\'', "\\'");
            Ok(format!("[url:value = '{escaped}']"))
        }
    }
}
