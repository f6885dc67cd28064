//! What a report says. Instants are milliseconds since 1970.

use super::lists::{Annotation, FileAnnotation, HashType, IncidentType, IpEvent};

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What happened and when.
    pub incident: Incident,
    /// Where on the internet, or where else.
    pub details: Vec<Detail>,
    /// Police who know already.
    pub police: Option<Police>,
    /// Who reports.
    pub reporter: Reporter,
    /// The account or person reported.
    pub reported: Option<Subject>,
    /// For whom it was meant.
    pub recipients: Vec<Subject>,
    /// The children.
    pub victims: Vec<Victim>,
    /// Anything else.
    pub additional: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Kind.
    pub kind: IncidentType,
    /// The platform.
    pub platform: Option<String>,
    /// Why it cannot wait, at most 3,000 characters; given only when a child may be in danger now.
    pub urgent: Option<String>,
    /// Remarks.
    pub annotations: Vec<Annotation>,
    /// When.
    pub at: i64,
    /// What that time is the time of.
    pub at_said: Option<String>,
}

/// Where it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A page: its addresses as they are, not broken apart. They are never opened by us.
    WebPage {
        /// Addresses.
        addresses: Vec<String>,
        /// Remark.
        remark: Option<String>,
    },
    /// Electronic mail.
    Email {
        /// Addresses.
        addresses: Vec<String>,
        /// Remark.
        remark: Option<String>,
    },
    /// Conversation.
    Chat {
        /// Program.
        client: Option<String>,
        /// Room.
        room: Option<String>,
        /// Remark.
        remark: Option<String>,
    },
    /// A game.
    Game {
        /// Name.
        name: Option<String>,
        /// Remark.
        remark: Option<String>,
    },
    /// A telephone.
    Phone {
        /// Number.
        number: String,
        /// Remark.
        remark: Option<String>,
    },
    /// Not on the internet.
    Elsewhere {
        /// Place.
        place: Option<String>,
        /// Remark.
        remark: Option<String>,
    },
}

/// Police who know already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Police {
    /// Agency.
    pub agency: String,
    /// Its number for the case.
    pub case_number: Option<String>,
    /// Officer.
    pub officer: Option<Person>,
    /// Country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// It was reported to them.
    pub reported: Option<bool>,
}

/// Who reports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reporter {
    /// Who fills in the report.
    pub person: Person,
    /// Whom to ask.
    pub contact: Option<Person>,
    /// Address of the terms of service.
    pub legal_address: Option<String>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Telephones.
    pub phones: Vec<String>,
    /// Electronic mail.
    pub emails: Vec<String>,
    /// Postal addresses, in one line each.
    pub addresses: Vec<String>,
    /// Age in years, 0 to 150.
    pub age: Option<u8>,
    /// Day of birth, `2014-03-04`.
    pub born: Option<String>,
}

/// An account or a person reported, or for whom something was meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// The person.
    pub person: Option<Person>,
    /// The platform's number for the account.
    pub account_id: Option<String>,
    /// Name on the platform.
    pub screen_name: Option<String>,
    /// Addresses seen.
    pub captures: Vec<IpCapture>,
    /// Devices.
    pub devices: Vec<Device>,
    /// Earlier reports.
    pub earlier: Vec<String>,
    /// Anything else.
    pub additional: Option<String>,
}

/// A child. Only what the receiver needs to find and help it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Victim {
    /// As for any account.
    pub subject: Subject,
    /// School.
    pub school: Option<String>,
}

/// A device, by a number of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// What the number is: IMEI, ICCID, and the like.
    pub kind: String,
    /// The number.
    pub number: String,
}

/// An address of the internet protocol, as the platform saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpCapture {
    /// Address.
    pub address: String,
    /// What it did.
    pub event: IpEvent,
    /// When.
    pub at: i64,
    /// Perhaps a proxy.
    pub possible_proxy: Option<bool>,
    /// Port.
    pub port: Option<u16>,
}

/// A file, named by its hashes alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDetails {
    /// The report it belongs to.
    pub report_id: String,
    /// Hashes.
    pub hashes: Vec<(HashType, String)>,
    /// Whether it is what was reported, or more besides.
    pub supplemental: bool,
    /// `A1`, `A2`, `B1` or `B2`.
    pub classification: Option<String>,
    /// Remarks.
    pub annotations: Vec<FileAnnotation>,
    /// Anything else.
    pub additional: Option<String>,
}
