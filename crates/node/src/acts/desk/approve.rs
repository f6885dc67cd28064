//! `approve`: a second pair of eyes decides, for or against. Nobody decides about their own request, and a decision that an
//! acting holder asked for is taken by the post above alone.

use model::{Id, Kind, ProblemCode, Record, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{fields, notification, stage};

/// Decides about a request.
pub struct Approve {
    /// The approval.
    pub approval: Id,
    /// Whether it is granted.
    pub granted: bool,
    /// Why; must be said when it is not granted.
    pub note: String,
}

#[async_trait::async_trait]
impl Act for Approve {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "approve"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.approval, true).await?, <kinds::Approval as Kind>::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "approve", "approval", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if facts.state != "requested" {
            return Err(Error::Refused("wrong-state"));
        }
        let note = act.note.trim();
        if !act.granted && note.is_empty() {
            return Err(Error::field("note", ProblemCode::Missing));
        }
        if note.chars().count() > 2_000 {
            return Err(Error::field("note", ProblemCode::TooLong));
        }
        let asked = tx
            .row("select account_id, post_id, acting from approval_request where id = $1", &[facts.id.into()])
            .await?
            .ok_or(Error::NotFound)?;
        if Some(asked.id(0)?) == permit.actor().account() {
            return Err(Error::Refused("own-request"));
        }
        if asked.flag(2)? && permit.rule().post != Some(facts.custodian) {
            return Err(Error::Refused("countersignature-needed"));
        }
        decide(tx, permit, note).await?;
        let code = if act.granted { "approval-given" } else { "approval-refused" };
        notification::tell(tx, asked.id(1)?, code, Some(facts.id)).await?;
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.approval)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

async fn decide(tx: &mut Tx, permit: &Permit<'_, Approve>, note: &str) -> Result<()> {
    let (facts, now) = (permit.facts(), tx.now);
    let state = if permit.act().granted { "approved" } else { "rejected" };
    if !note.is_empty() {
        let mut record = Record::empty(facts.kind);
        record.set(facts.kind, "decision_note", note.into());
        crate::acts::guards::texts(facts.kind, &record)?;
        let key = tx.key_for_writing(facts.key).await?;
        fields::change(tx, facts.kind, facts.id, &key, &record, &["decision_note"]).await?;
    }
    tx.run_one(
        "update matter set state = $2, phase = 'closed', state_since = $3, changed_at = $3, closed_at = $3,
           version = version + 1
         where id = $1 and version = $4",
        &[facts.id.into(), state.into(), now.into(), facts.version.into()],
    )
    .await?;
    stage::enter(tx, facts.id, state, now).await?;
    tx.run_one(
        "update approval_request set decided_by = $2, decided_post = $3, decided_at = $4 where id = $1",
        &[
            facts.id.into(),
            permit.actor().account().map(|id| id.to_string()).into(),
            permit.rule().post.map(|id| id.to_string()).into(),
            now.into(),
        ],
    )
    .await?;
    tx.trace.kind = Some("approval");
    tx.trace.subject = Some(facts.id);
    tx.trace.key = Some(facts.key);
    tx.trace.detail.from = Some(facts.state.clone());
    tx.trace.detail.to = Some(state.to_owned());
    Ok(())
}
