//! Notices about content to a platform, a hotline or the police, and what became of them. References and hashes alone; an address is
//! written broken apart, so that nothing opens it by itself.

use serde::{Deserialize, Serialize};

use crate::exchange::text::{Code, Line, List, Long, Text, Uuid};

/// A notice. Said again it has the same number and counts on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The sender's number of the notice.
    pub notice_id: Uuid,
    /// How often it has been said, this time included.
    pub times: u32,
    /// Until when the sender asks for action (ms since 1970, UTC).
    pub act_by: i64,
    /// Code of list `online-harm`.
    pub harm: Code,
    /// Code of list `content-class-scheme`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_scheme: Option<Code>,
    /// The label in that scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_label: Option<Line>,
    /// Code of list `outgoing-basis`: on what law the sender asks.
    pub legal_basis: Code,
    /// The address, broken apart; for hotlines, police and the platform addressed alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Text<4096>>,
    /// The account, as it is called there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Line>,
    /// Hashes, each as kind, colon and digits.
    #[serde(default)]
    pub hashes: List<Text<80>, 8>,
}

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeResult {
    /// It was taken down.
    Removed,
    /// It cannot be reached any more.
    Unavailable,
    /// It is elsewhere by now.
    Moved,
    /// The one addressed finds nothing illegal in it.
    NotIllegal,
    /// Whoever was concerned objects to what was done.
    Appeal,
}

impl NoticeResult {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Unavailable => "unavailable",
            Self::Moved => "moved",
            Self::NotIllegal => "not_illegal",
            Self::Appeal => "appeal",
        }
    }
}

/// The answer of the one addressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeAnswer {
    /// The notice.
    pub notice_id: Uuid,
    /// What became of it.
    pub result: NoticeResult,
    /// In words, without an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Long>,
}
