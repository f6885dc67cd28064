//! `request-data`: a researcher asks for a seat at the desk. The request goes to an officer who assesses; the seat stays the asker's.

use model::kinds::DataRequest;
use model::{Draft, Id, Kind, ProblemCode, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::open::open_root;
use crate::acts::{Opened, guards};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{notification, research};

/// Asks.
#[derive(Debug, Clone)]
pub struct RequestData {
    /// The fields of a data request that the asker may say.
    pub draft: Draft,
}

impl RequestData {
    /// What an asker says; everything else is for officers.
    pub const FIELDS: [&str; 13] = [
        "requester",
        "institution",
        "contact",
        "purpose",
        "wanted",
        "access",
        "variables",
        "period_from",
        "period_to",
        "legal_basis",
        "ethics",
        "ethics_body",
        "ethics_number",
    ];

    /// What must be said before anybody can assess it.
    const NEEDED: [&str; 5] = ["access", "variables", "period_from", "period_to", "legal_basis"];
}

#[async_trait::async_trait]
impl Act for RequestData {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "request-data"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "request", "research-desk", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (said, meta) = (&permit.act().draft, DataRequest::META);
        let draft =
            Self::FIELDS.iter().fold(Draft::default(), |draft, name| draft.with(name, said.text(name)));
        let record = draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(meta, &record)?;
        let empty = |name: &&&str| said.text(name).trim().is_empty();
        if let Some(missing) = Self::NEEDED.iter().find(empty) {
            return Err(Error::field(missing, ProblemCode::Missing));
        }
        if said.text("period_to") < said.text("period_from") {
            return Err(Error::field("period_to", ProblemCode::DateOutOfRange));
        }
        let organisation = permit.organisation()?;
        let own = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let officer = research::assessor(tx, organisation).await?.ok_or(Error::Refused("nobody-assesses"))?;
        let id = open_root(tx, meta, organisation, officer, &record).await?;
        research::take_seat(tx, id, organisation, own).await?;
        notification::tell(tx, officer, "data-requested", Some(id)).await?;
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
