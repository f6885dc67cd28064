//! `take-content-file`: what a partner sends as a CyberTipline report, a STIX bundle or a CASE document becomes a content report to be assessed like
//! any other. References and hashes are taken, a document that carries a file is refused whole, and what has no place here is named in the note
//! and in the answer: by what it is, never by its value.

use model::time::Zone;
use model::{Id, ProblemCode, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::{guards, open_root};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::came::{self, Came};
use crate::harm::content::META;
use crate::store::custody;

/// Takes a file in.
pub struct TakeContentFile {
    /// The document, as it came.
    pub document: String,
    /// `cybertipline`, `stix` or `case`.
    pub format: String,
    /// Who sent it; written down as the trusted flagger.
    pub partner: String,
}

/// What became of a file: the report, what was read of it and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenFile {
    /// The content report.
    pub id: Id,
    /// What was taken, by type, with how often.
    pub taken: Vec<(String, usize)>,
    /// What was not, in the same way.
    pub left: Vec<(String, usize)>,
}

#[async_trait::async_trait]
impl Act for TakeContentFile {
    type Facts = Timestamp;
    type Output = TakenFile;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "take-content-file"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "assess", META.slug, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<TakenFile> {
        let act = permit.act();
        let partner = super::said(&act.partner, "partner", 160)?;
        let document = act.document.trim().as_bytes();
        let Came { draft, taken, left } = match act.format.as_str() {
            "cybertipline" => came::cybertipline(document)?,
            "stix" => came::stix(document)?,
            "case" => came::case(document)?,
            _ => return Err(Error::field("format", ProblemCode::UnknownCode)),
        };
        let draft = draft.with("channel", "hotline_partner").with("flagged_by", partner);
        let record = draft.parse(META, tx.now.date(Zone::default())).map_err(Error::Invalid)?;
        guards::texts(META, &record)?;
        let record = crate::harm::tidy(META, record)?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let organisation = custody::post(tx, post).await?.0;
        let id = open_root(tx, META, organisation, post, &record).await?;
        let trace = tx.trace.clone();
        crate::harm::opened_root(tx, (META, id), &record).await?;
        tx.trace = trace;
        Ok(TakenFile { id, taken: taken.into_iter().collect(), left: left.into_iter().collect() })
    }

    /// A second time nothing is read: the report is there, and its note says what was left out.
    fn again(subject: Option<Id>) -> Option<TakenFile> {
        subject.map(|id| TakenFile { id, taken: Vec::new(), left: Vec::new() })
    }
}
