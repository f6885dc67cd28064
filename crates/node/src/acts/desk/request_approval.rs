//! `request-approval`: somebody asks for a second pair of eyes. The question lies with the post above.

use model::{Draft, Id, Kind, ProblemCode, Value, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::acts::guards;
use crate::acts::moves::{refer_outside, review};
use crate::acts::open::open_part;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{custody, notification, outside};

/// Asks for an approval about a case.
pub struct RequestApproval {
    /// The case.
    pub case: Id,
    /// `approval_type` and `request_note`.
    pub draft: Draft,
    /// With whom something is to be shared although somebody said no; asked of nothing else.
    pub recipient: Option<ApprovalRecipient>,
}

/// With whom something is to be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApprovalRecipient {
    /// An organisation of the network.
    Organisation(Id),
    /// An institution outside it.
    Outside {
        /// Its name, as a referral will say it.
        name: String,
        /// Whether it is an authority of a state.
        authority: bool,
    },
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
        let asked = access::by_scope(actor, "request", "approval", facts);
        // Only who may do it themselves asks for a second pair of eyes on it.
        let own = match self.draft.text("approval_type") {
            "consent_override" => Some("override-consent"),
            "export" => Some("export"),
            _ => None,
        };
        match own {
            Some(verb) if asked.allows() && !access::by_scope(actor, verb, "case", facts).allows() => {
                Decision::Deny("no-right")
            }
            _ => asked,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts, meta) = (permit.act(), permit.facts(), <kinds::Approval as Kind>::META);
        guards::may_add(facts, meta)?;
        let mut record = act.draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        let holding =
            permit.rule().post.and_then(|post| permit.actor().holding(post)).ok_or(Error::NotFound)?;
        let recipient = recipient(act, tx, holding.organisation, record.text(meta, "approval_type")).await?;
        if let Some((_, name)) = &recipient {
            record.set(meta, "recipient", Value::from(name.clone()));
        }
        guards::texts(meta, &record)?;
        let kind = record.text(meta, "approval_type");
        let recipient = recipient.map(|(id, _)| id.to_string());
        if pending(tx, facts.id, kind, recipient.as_deref()).await? {
            return Err(Error::Refused("already-asked"));
        }
        let weighty = matches!(kind, "consent_override" | "export");
        if weighty && record.text(meta, "request_note").trim().is_empty() {
            return Err(Error::field("request_note", ProblemCode::Missing));
        }
        // What touches consent and leaves the house is judged by whoever leads protection.
        let lead = match weighty {
            true => review::reviewer(tx, facts.organisation, holding.post).await?,
            false => None,
        };
        let approver = match lead {
            Some(lead) => lead,
            None => custody::above(tx, holding.post).await?.ok_or(Error::Refused("nobody-above"))?,
        };
        let id = open_part(tx, meta, facts, &record).await?;
        // A decision lies with whoever takes it, not with whoever has the case.
        custody::pass(tx, id, approver).await?;
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        tx.run(
            "insert into approval_request (id, account_id, post_id, acting, recipient_id)
             values ($1, $2, $3, $4, $5)",
            &[
                id.into(),
                account.into(),
                holding.post.into(),
                holding.acting.into(),
                Value::Text(recipient.clone()),
            ],
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

/// The organisation for which the approval is to count, with its name for whoever decides.
async fn recipient(act: &RequestApproval, tx: &mut Tx, own: Id, kind: &str) -> Result<Option<(Id, String)>> {
    let id = match (&act.recipient, kind) {
        (None, "consent_override") => return Err(Error::field("recipient", ProblemCode::Missing)),
        (Some(ApprovalRecipient::Organisation(id)), "consent_override") => *id,
        (Some(ApprovalRecipient::Outside { name, authority }), "consent_override") => {
            let name = refer_outside::named(name)?;
            outside::receiver(tx, own, &name, *authority).await?.organisation
        }
        _ => return Ok(None),
    };
    let row = tx.row("select name from organisation where id = $1", &[id.into()]).await?;
    let name = row.ok_or_else(|| Error::field("recipient", ProblemCode::UnknownCode))?.text(0)?;
    Ok(Some((id, name)))
}

/// One question at a time; about another receiver it is another question.
async fn pending(tx: &mut Tx, case: Id, kind: &str, recipient: Option<&str>) -> Result<bool> {
    let row = tx
        .row(
            "select m.id from matter m join k_approval k on k.id = m.id join approval_request a on a.id = m.id
             where m.root_id = $1 and m.kind = 'approval' and m.state = 'requested' and k.approval_type = $2
               and coalesce(a.recipient_id, '') = $3 limit 1",
            &[case.into(), kind.into(), recipient.unwrap_or_default().into()],
        )
        .await?;
    Ok(row.is_some())
}
