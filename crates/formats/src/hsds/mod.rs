//! The Human Services Data Specification 3.0 (Open Referral): services in and out.
//!
//! What goes out is made of [`Listing`]s, which hold nothing that may not leave: whoever makes them has left it out already.

mod check;
mod check_package;
mod read;
mod read_package;
mod tables;
mod write;

pub use check::{Check, check, check_file};
pub use read::{NoListings, read};
pub use tables::{Package, TABLES, Table, package, rows};
pub use write::{organization, page, service, service_at_location, service_row, taxonomy, taxonomy_term};

/// A service as it may be known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// Id, a UUID.
    pub id: String,
    /// Id of its organisation, a UUID.
    pub organization_id: String,
    /// Name of its organisation.
    pub organization: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// `active`, `inactive`, `defunct`, `temporarily closed`.
    pub status: String,
    /// A code of our list of service types, and its label.
    pub service_type: (String, String),
    /// Who is eligible.
    pub eligibility: String,
    /// Youngest age in years.
    pub minimum_age: Option<i64>,
    /// Oldest age in years.
    pub maximum_age: Option<i64>,
    /// How one comes to it: for a place that is not told, whom to ask.
    pub application: String,
    /// What it costs.
    pub fees: String,
    /// Licence or accreditation.
    pub accreditations: String,
    /// Languages: code and name.
    pub languages: Vec<(String, String)>,
    /// Days as in RFC 5545, `MO` to `SU`.
    pub days: Vec<String>,
    /// Opens at, `08:00`.
    pub opens: String,
    /// Closes at.
    pub closes: String,
    /// Where it serves: code and name of a region; nothing is said of a whole country.
    pub area: Option<(String, String)>,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Web address.
    pub url: String,
    /// Where it stands, if that may be known whole: street, city, province, post code.
    pub address: Option<[String; 4]>,
    /// Latitude and longitude in degrees.
    pub position: Option<(f64, f64)>,
    /// How it can be reached by people with disabilities.
    pub accessibility: String,
    /// Warning, such as one that the listing is stale.
    pub alert: String,
    /// Day on which somebody assured it, `2026-03-05`.
    pub assured_date: String,
    /// Last change, RFC 3339.
    pub last_modified: String,
}

impl Listing {
    /// One of which everything is known: what can stand in a table at all.
    fn whole() -> Self {
        let text = || "-".to_owned();
        Self {
            id: text(),
            organization_id: text(),
            organization: text(),
            name: text(),
            description: text(),
            status: text(),
            service_type: (text(), text()),
            eligibility: text(),
            minimum_age: Some(0),
            maximum_age: Some(0),
            application: text(),
            fees: text(),
            accreditations: text(),
            languages: vec![(text(), text())],
            days: vec![text()],
            opens: text(),
            closes: text(),
            area: Some((text(), text())),
            phone: text(),
            email: text(),
            url: text(),
            address: Some([text(), text(), text(), text()]),
            position: Some((0.0, 0.0)),
            accessibility: text(),
            alert: text(),
            assured_date: text(),
            last_modified: text(),
        }
    }
}

/// An id that follows from another one and a word: the same thing always has the same id.
pub(crate) fn derived(id: &str, word: &str) -> String {
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).collect();
    let base = u128::from_str_radix(&digits, 16).unwrap_or_default();
    // FNV-1a; it only keeps the parts of one listing apart.
    let mixed = word.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    let hex = format!("{:032x}", base ^ mixed);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default().to_owned();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}
