//! PDF: the text layer is not read yet; the file is refused whole.

use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalKind};

/// Refuses every PDF.
pub(crate) fn read(_: &[u8], _: &Limits) -> Result<String, Refusal> {
    Err(Refusal::new(RefusalKind::Document, "pdf"))
}
