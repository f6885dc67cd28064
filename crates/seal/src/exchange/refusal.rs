//! Why a receiver refuses an envelope.

use serde::{Deserialize, Serialize};

/// The refusals of the protocol. Each is sent back as the reason of a signed receipt.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No active member of this name in the directory, or no valid key of it signed.
    #[error("unknown_sender")]
    UnknownSender,
    /// The key that signed, or its member, was revoked.
    #[error("revoked_key")]
    RevokedKey,
    /// The receiver's copy of the directory is too old to judge.
    #[error("directory_expired")]
    DirectoryExpired,
    /// The sender speaks a version of the protocol or kind that is not spoken any more.
    #[error("version_too_old")]
    VersionTooOld,
    /// None of the members of this node is in `to`.
    #[error("not_addressed")]
    NotAddressed,
    /// The receiver takes no envelopes of this kind.
    #[error("kind_not_accepted")]
    KindNotAccepted,
    /// A mark that cannot be honoured.
    #[error("marking_unknown")]
    MarkingUnknown,
    /// The group or its version is not in the directory, or somebody in `to` does not belong to it.
    #[error("group_unknown")]
    GroupUnknown,
    /// Not what the kind's schema says.
    #[error("schema")]
    Schema,
    /// It is or could hold a picture or a video.
    #[error("media_refused")]
    MediaRefused,
    /// More bytes than the kind may have.
    #[error("too_large")]
    TooLarge,
    /// Written later than now, beyond what clocks may differ.
    #[error("clock")]
    Clock,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// The same message id from the same sender with other content.
    #[error("conflict")]
    Conflict,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 14] = [
        Self::UnknownSender,
        Self::RevokedKey,
        Self::DirectoryExpired,
        Self::VersionTooOld,
        Self::NotAddressed,
        Self::KindNotAccepted,
        Self::MarkingUnknown,
        Self::GroupUnknown,
        Self::Schema,
        Self::MediaRefused,
        Self::TooLarge,
        Self::Clock,
        Self::Expired,
        Self::Conflict,
    ];

    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownSender => "unknown_sender",
            Self::RevokedKey => "revoked_key",
            Self::DirectoryExpired => "directory_expired",
            Self::VersionTooOld => "version_too_old",
            Self::NotAddressed => "not_addressed",
            Self::KindNotAccepted => "kind_not_accepted",
            Self::MarkingUnknown => "marking_unknown",
            Self::GroupUnknown => "group_unknown",
            Self::Schema => "schema",
            Self::MediaRefused => "media_refused",
            Self::TooLarge => "too_large",
            Self::Clock => "clock",
            Self::Expired => "expired",
            Self::Conflict => "conflict",
        }
    }

    /// Whether trying again later can help, because it lies with the receiver's copy of the directory or with a clock.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(self, Self::UnknownSender | Self::DirectoryExpired | Self::GroupUnknown | Self::Clock)
    }
}
