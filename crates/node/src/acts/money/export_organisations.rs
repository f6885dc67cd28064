//! `export-organisations`: what organisation files told, as a file of the IATI Standard 2.03 again. Nothing of it is lost; what would not be valid
//! is told with its place and is not handed out.

use formats::iati::{IatiDocument, LIMITS, Records, check_iati, write_iati};
use model::Timestamp;

use super::export_iati::Exported;
use super::organisation_file;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Writes them.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportOrganisations;

#[async_trait::async_trait]
impl Act for ExportOrganisations {
    type Facts = Timestamp;
    type Output = Exported;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "export-organisations"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "programme", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Exported> {
        let kept = organisation_file::all(tx, permit.organisation()?).await?;
        if kept.is_empty() {
            return Err(Error::Refused("no-organisations"));
        }
        let list = kept.into_iter().map(|kept| kept.organisation).collect();
        let xml = write_iati(&IatiDocument::new(&tx.now.to_string(), Records::Organisations(list)));
        let verdict = check_iati(xml.as_bytes(), &LIMITS, tx.now.millis());
        tx.trace.kind = Some("programme");
        Ok(Exported {
            code: "organisations".to_owned(),
            xml: verdict.errors.is_empty().then_some(xml),
            errors: verdict.errors,
            warnings: verdict.warnings,
        })
    }
}
