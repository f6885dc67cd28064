//! `publish-form`: an XLSForm becomes a version that devices are offered. A version that was published is never changed.

use forms::mapping::Mapping;
use forms::sheets::Workbook;
use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::field::shelf::{self, NewVersion};
use crate::field::target::{self, Target};

/// Publishes a version of a form.
pub struct PublishForm {
    /// The sheets, as they were read from the file.
    pub sheets: Workbook,
    /// Where the answers go, as JSON; that of the version before, with its version raised, when it is empty.
    pub mapping: String,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version.
    pub id: Id,
    /// Id of the form.
    pub form_id: String,
}

#[async_trait::async_trait]
impl Act for PublishForm {
    type Facts = Timestamp;
    type Output = Published;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "publish-form"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "publish", "form", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Published> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        let form = forms::read(&act.sheets, "").form.ok_or(Error::Refused("form-has-errors"))?;
        let settings = &form.settings;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        if !settings.id.bytes().all(plain) {
            return Err(Error::Refused("form-id-unfit"));
        }
        if settings.id.is_empty() || settings.version.is_empty() {
            return Err(Error::Refused("form-needs-version"));
        }
        if form.entity.is_some() {
            return Err(Error::Refused("form-with-entities"));
        }
        if shelf::find(tx, organisation, &settings.id, &settings.version).await?.is_some() {
            return Err(Error::Refused("form-version-taken"));
        }
        let mapping = match act.mapping.trim() {
            "" => inherited(tx, organisation, &settings.id, &settings.version).await?,
            given => Mapping::parse(given).map_err(|_| Error::Refused("form-mapping-unread"))?,
        };
        if !mapping.problems(&form).is_empty() || !writable(&mapping) {
            return Err(Error::Refused("form-mapping-wrong"));
        }
        let text = serde_json::to_string(&mapping).map_err(|_| Error::Storage("mapping".into()))?;
        let md5 = seal::openrosa_checksum(target::document(&form, Target::of(&mapping)).as_bytes());
        let new = NewVersion {
            organisation: Some(organisation),
            book: &act.sheets,
            form: &form,
            mapping: &text,
            md5: &md5,
            by: permit.actor().account(),
        };
        let id = shelf::keep(tx, new).await?;
        tx.trace.kind = Some("form");
        tx.trace.subject = Some(id);
        Ok(Published { id, form_id: settings.id.clone() })
    }
}

/// The mapping of the version before, for the new one.
async fn inherited(tx: &mut Tx, organisation: Id, form_id: &str, version: &str) -> Result<Mapping> {
    let known = shelf::newest(tx, organisation).await?;
    let known = known.into_iter().find(|known| known.form_id == form_id);
    let known = known.ok_or(Error::Refused("form-needs-mapping"))?;
    let mut mapping = Mapping::parse(&known.mapping).map_err(|_| Error::Refused("form-mapping-unread"))?;
    version.clone_into(&mut mapping.version);
    Ok(mapping)
}

/// Only kinds that work in the field are written from forms, and of what is there only visits.
fn writable(mapping: &Mapping) -> bool {
    mapping.makes.iter().all(|makes| {
        let step = makes.step.as_deref();
        shelf::may_map(&makes.kind) && step.is_none_or(|_| makes.kind == "follow-up")
    })
}
