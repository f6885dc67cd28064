//! Why something sealed could not be opened.

/// Why a sealed value, a wrapped key or a recovery box could not be opened. Carries nothing of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Fewer bytes than the smallest sealed value has.
    #[error("sealed value is too short ({0} bytes): it was cut off; restore it from a backup")]
    TooShort(usize),
    /// The first byte names a form this program does not know.
    #[error(
        "sealed value has form {0}, which this version does not know: update the program before opening it"
    )]
    UnknownForm(u8),
    /// Wrong key, altered bytes, or bytes that were moved from another place.
    #[error(
        "sealed value does not open: wrong key, altered, or moved from another place; verify the journal and restore"
    )]
    NotAuthentic,
    /// It opened, but the content is not what this place holds. Only a fault in the program that sealed it can cause this.
    #[error("sealed value opened, but its content has the wrong shape; report this as a fault")]
    Malformed,
}
