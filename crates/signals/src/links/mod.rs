//! Links between cases without opening a file: the same telephone, account, wallet, address, vessel, venue, employer or recruiter
//! in several cases. Everything here turns text into a key that can be compared, and nothing looks anything up.

mod address;
mod gather;
mod names;
mod numbers;
mod shared;

use std::fmt;

pub use address::{address, broken_apart};
pub use gather::gather;
pub use names::{handle, named};
pub use numbers::{account, iban, imo, phone, vehicle, wallet};
pub use shared::{CommonGuard, Shared, Verdict, shared};

/// What kind of thing an identifier names. Codes after the indicator types of the exchange and the kinds of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentifierKind {
    /// A telephone.
    Phone,
    /// An account with a bank or a payment company.
    Account,
    /// A name on a platform.
    Handle,
    /// A wallet of a crypto asset.
    Wallet,
    /// A web address; sealed wherever it goes, and never opened.
    Url,
    /// A road vehicle.
    Vehicle,
    /// A vessel.
    Vessel,
    /// A bar, guest house, beach, …
    Venue,
    /// An employer.
    Employer,
    /// A recruiter or agency.
    Recruiter,
}

impl IdentifierKind {
    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Account => "account",
            Self::Handle => "handle",
            Self::Wallet => "wallet",
            Self::Url => "url",
            Self::Vehicle => "vehicle",
            Self::Vessel => "vessel",
            Self::Venue => "venue",
            Self::Employer => "employer",
            Self::Recruiter => "recruiter",
        }
    }
}

/// A normalised identifier: two texts that mean the same have the same key. `Debug` shows the kind alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    kind: IdentifierKind,
    key: String,
}

impl Identifier {
    fn new(kind: IdentifierKind, key: String) -> Self {
        Self { kind, key }
    }

    /// What it names.
    #[must_use]
    pub fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The normalised text: identifying data, to be sealed like what it was made of.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({} …)", self.kind.code())
    }
}
