//! `request-approval`: somebody asks for a second pair of eyes. The question lies with the post above.

use model::{Draft, Id, Kind, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::acts::guards;
use crate::acts::open::open_part;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{custody, notification};

/// Asks for an approval about a case.
pub struct RequestApproval {
    /// The case.
    pub case: Id,
    /// `approval_type` and `request_note`.
    pub draft: Draft,
}

#[async_trait::async_trait]
impl Act for RequestApproval {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "request-approval"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, <kinds::Case as Kind>::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "request", "approval", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts, meta) = (permit.act(), permit.facts(), <kinds::Approval as Kind>::META);
        guards::may_add(facts, meta)?;
        let record = act.draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(meta, &record)?;
        let kind = record.text(meta, "approval_type");
        if pending(tx, facts.id, kind).await? {
            return Err(Error::Refused("already-asked"));
        }
        let holding =
            permit.rule().post.and_then(|post| permit.actor().holding(post)).ok_or(Error::NotFound)?;
        let approver = custody::above(tx, holding.post).await?.ok_or(Error::Refused("nobody-above"))?;
        let id = open_part(tx, meta, facts, &record).await?;
        // A decision lies with whoever takes it, not with whoever has the case.
        custody::pass(tx, id, approver).await?;
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        tx.run(
            "insert into approval_request (id, account_id, post_id, acting) values ($1, $2, $3, $4)",
            &[id.into(), account.into(), holding.post.into(), holding.acting.into()],
        )
        .await?;
        notification::tell(tx, approver, "approval-asked", Some(id)).await?;
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

async fn pending(tx: &mut Tx, case: Id, kind: &str) -> Result<bool> {
    let row = tx
        .row(
            "select m.id from matter m join k_approval k on k.id = m.id
             where m.root_id = $1 and m.kind = 'approval' and m.state = 'requested' and k.approval_type = $2 limit 1",
            &[case.into(), kind.into()],
        )
        .await?;
    Ok(row.is_some())
}
