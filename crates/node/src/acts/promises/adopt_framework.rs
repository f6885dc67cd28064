//! `adopt-framework`: a framework of this release becomes a policy draft of one's own, to be adapted. What becomes of it afterwards is what
//! becomes of every policy draft.

use model::kinds::PolicyDraft;
use model::{Draft, Id, Kind, Lang, ProblemCode, Timestamp, codes, frameworks};

use super::follow;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::open::open_root;
use crate::acts::{Opened, guards};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Begins a policy draft with the text of a framework.
pub struct AdoptFramework {
    /// A code of list `framework-template`.
    pub template: String,
    /// The institution that leads.
    pub lead: String,
    /// In which language the text begins.
    pub language: Lang,
}

#[async_trait::async_trait]
impl Act for AdoptFramework {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "adopt-framework"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "policy-draft", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, meta) = (permit.act(), PolicyDraft::META);
        let framework = frameworks::get(&act.template)
            .ok_or_else(|| Error::field("template", ProblemCode::UnknownCode))?;
        let draft = Draft::default()
            .with("title", codes::label_or_code("framework-template", framework.code, act.language))
            .with("lead", act.lead.trim())
            .with("template", framework.code)
            .with("text", framework.text(act.language));
        let record = draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(meta, &record)?;
        let organisation = permit.organisation()?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let id = open_root(tx, meta, organisation, post, &record).await?;
        follow::opened(tx, (meta, id, organisation), &record, (permit.actor().account(), None)).await?;
        tx.trace.kind = Some(meta.slug);
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
