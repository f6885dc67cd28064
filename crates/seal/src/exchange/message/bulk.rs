//! Lists that travel in parts, and listings of services.

use serde::{Deserialize, Serialize};

use crate::exchange::hash::Bytes;
use crate::exchange::text::{Code, Line, List, Text, Uuid};

/// A keyed encoding or hash: at most 256 bytes. All in one part have the same length.
pub type Encoded = Bytes<256>;

/// A part of a list: coded rows or encodings, never both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawListPart", into = "RawListPart")]
pub struct ListPart(RawListPart);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawListPart {
    list_id: Uuid,
    part: u32,
    parts: u32,
    schema: Code,
    /// What the list is about; every part says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<ListAbout>,
    /// Headings of the rows.
    #[serde(default)]
    columns: List<Text<64>, 32>,
    #[serde(default)]
    rows: List<List<Text<64>, 32>, 20_000>,
    #[serde(default)]
    encodings: List<Encoded, 20_000>,
}

/// What a list is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAbout {
    /// Code of list `counted-entity`: what a row is.
    pub entity: Code,
    /// First day of its period (civil date).
    pub from: Code,
    /// Last day.
    pub to: Code,
}

/// One row of a list.
pub type ListRow = List<Text<64>, 32>;

impl ListPart {
    /// A part of rows.
    ///
    /// # Errors
    /// The sender's mistake: a number beyond the last part, too many rows.
    pub fn of_rows(
        list_id: Uuid,
        (part, parts): (u32, u32),
        about: ListAbout,
        columns: ListRow,
        rows: Vec<ListRow>,
    ) -> Result<Self, crate::exchange::BadText> {
        let (schema, about) = (Code::try_from("people/1")?, Some(about));
        let (rows, encodings) = (List::try_from(rows)?, List::default());
        Self::try_from(RawListPart { list_id, part, parts, schema, about, columns, rows, encodings })
    }

    /// The same with what the list is about.
    #[must_use]
    pub fn about(mut self, about: ListAbout) -> Self {
        self.0.about = Some(about);
        self
    }

    /// What the list is about, if it says so.
    #[must_use]
    pub const fn subject(&self) -> Option<&ListAbout> {
        self.0.about.as_ref()
    }

    /// How rows or encodings are made.
    #[must_use]
    pub const fn schema(&self) -> &Code {
        &self.0.schema
    }

    /// Headings and rows.
    #[must_use]
    pub fn table(&self) -> (&[Text<64>], &[ListRow]) {
        (&self.0.columns, &self.0.rows)
    }

    /// A part of encodings.
    ///
    /// # Errors
    /// The sender's mistake: encodings of different length, or a number beyond the last part.
    pub fn of_encodings(
        list_id: Uuid,
        (part, parts): (u32, u32),
        schema: Code,
        encodings: Vec<Encoded>,
    ) -> Result<Self, crate::exchange::BadText> {
        let encodings = List::try_from(encodings)?;
        let (about, columns, rows) = (None, List::default(), List::default());
        Self::try_from(RawListPart { list_id, part, parts, schema, about, columns, rows, encodings })
    }

    /// Which list.
    #[must_use]
    pub fn list_id(&self) -> &Uuid {
        &self.0.list_id
    }

    /// Number of this part from 1, and how many there are.
    #[must_use]
    pub const fn numbered(&self) -> (u32, u32) {
        (self.0.part, self.0.parts)
    }

    /// The encodings.
    #[must_use]
    pub fn encodings(&self) -> &[Encoded] {
        &self.0.encodings
    }
}

impl TryFrom<RawListPart> for ListPart {
    type Error = crate::exchange::BadText;

    fn try_from(raw: RawListPart) -> Result<Self, Self::Error> {
        let numbered = (1..=raw.parts).contains(&raw.part) && raw.parts <= 10_000;
        let one_content = raw.rows.is_empty() || raw.encodings.is_empty();
        let width = raw.columns.len();
        let even = raw.rows.iter().all(|row| width == 0 || row.len() == width);
        if numbered && one_content && even && same_length(&raw.encodings) {
            Ok(Self(raw))
        } else {
            Err(crate::exchange::text::BadText("list part"))
        }
    }
}

impl From<ListPart> for RawListPart {
    fn from(part: ListPart) -> Self {
        part.0
    }
}

fn same_length(items: &[Encoded]) -> bool {
    let length = items.first().map_or(0, |first| first.0.len());
    items.iter().all(|item| item.0.len() == length)
}

/// A service as others may know it. The address of a secret place has no field here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedService {
    /// The member's number of the service.
    pub id: Uuid,
    /// Its name.
    pub name: Line,
    /// Code of list `service-type`.
    pub service_type: Code,
    /// Code of list `confidentiality-level`.
    pub level: Code,
    /// Codes of the regions served.
    #[serde(default)]
    pub area: List<Code, 64>,
    /// How it is asked for, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Text<1024>>,
    /// The day on which somebody last made sure that this is true (civil date).
    pub assured_on: Code,
}

/// Services that a member gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceListing {
    /// Services, new or changed.
    pub services: List<ListedService, 200>,
    /// Services that are given no more.
    #[serde(default)]
    pub removed: List<Uuid, 200>,
}
