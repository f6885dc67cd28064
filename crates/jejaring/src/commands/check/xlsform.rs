//! `jejaring check --format xlsform`: what `jejaring form check` says, in English as every other check.

use std::path::Path;

use model::Lang;

use crate::commands::form;
use crate::failure::Result;
use crate::out::Out;

pub(super) fn run(path: &Path, bytes: &[u8], out: &mut Out) -> Result<()> {
    let reading = form::reading(path, bytes)?;
    form::verdict(path, &reading, Lang::En, out)
}
