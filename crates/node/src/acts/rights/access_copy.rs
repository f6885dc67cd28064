//! `access-copy`: what is kept about a person, for that person. What is about others stays out of it, and it goes to nobody
//! from whom the child must be protected.

use model::field::{DataGroup, Groups};
use model::kinds::SubjectRequest;
use model::{Id, Kind, kinds};

use crate::access::{self, Actor, Decision, MatterFacts, Rule};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::held::Seen;
use crate::store::list::{self, Envelope};
use crate::store::{PersonFacts, ShownRecord, fields, person};

use super::requester::Requester;

/// Makes the copy that a request asks for.
pub struct AccessCopy {
    /// The request, decided in favour.
    pub request: Id,
}

/// One case in the copy.
#[derive(Debug)]
pub struct CopiedCase {
    /// The envelope.
    pub envelope: Envelope,
    /// The case.
    pub record: Seen<ShownRecord>,
    /// Its parts.
    pub parts: Vec<(Envelope, Seen<ShownRecord>)>,
}

/// The copy.
#[derive(Debug)]
pub struct CopyOfData {
    /// Number of the request.
    pub code: String,
    /// The person's own record.
    pub person: Seen<ShownRecord>,
    /// Cases about them as the child.
    pub cases: Vec<CopiedCase>,
}

/// What is about the person themselves. Family, suspects, reporters and what witnesses told speak of others.
const OWN: Groups = Groups::NONE
    .with(DataGroup::Record)
    .with(DataGroup::Identity)
    .with(DataGroup::Contact)
    .with(DataGroup::Health)
    .with(DataGroup::Services);

/// What becomes of a part of a case in a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InCopy {
    /// Its fields of the [own](OWN) groups are copied.
    Copied,
    /// The same, but for the person alone: a child says in it what a guardian need not read.
    ToSelf,
    /// It speaks of others, or of how the house works.
    Withheld,
}

/// What is decided for each kind that can be part of a case. A kind that nobody decided about is withheld, and a test names it.
pub const DECIDED: &[(&str, InCopy)] = &[
    ("approval", InCopy::Withheld),
    ("assessment", InCopy::Copied),
    ("assignment", InCopy::Withheld),
    ("care-arrangement", InCopy::Copied),
    ("case-plan", InCopy::Copied),
    ("concern", InCopy::Copied),
    ("conference", InCopy::Withheld),
    ("conference-decision", InCopy::Withheld),
    ("consent", InCopy::ToSelf),
    ("consent-review", InCopy::Withheld),
    ("document", InCopy::Withheld),
    ("feedback", InCopy::ToSelf),
    ("flag", InCopy::Withheld),
    ("follow-up", InCopy::Copied),
    ("hearing", InCopy::Copied),
    ("identifier", InCopy::Withheld),
    ("incident", InCopy::Copied),
    ("legal-hold", InCopy::Withheld),
    ("legal-process", InCopy::Copied),
    ("measure", InCopy::Copied),
    ("plan-goal", InCopy::Copied),
    ("protection-request", InCopy::Copied),
    ("quality-review", InCopy::Withheld),
    // To whom something was told is the person's to know.
    ("referral", InCopy::Copied),
    ("release-path", InCopy::Copied),
    ("restitution-claim", InCopy::Copied),
    ("safety-plan", InCopy::ToSelf),
    ("service", InCopy::Copied),
    // Whom the family looks for is about them.
    ("tracing-request", InCopy::Withheld),
    ("transfer", InCopy::Copied),
    ("transfer-request", InCopy::Withheld),
];

/// Whether a part goes into the copy for this requester, a code of list `subject-requester`.
fn goes(slug: &str, requester: &str) -> bool {
    match DECIDED.iter().find(|(known, _)| *known == slug) {
        Some((_, InCopy::Copied)) => true,
        Some((_, InCopy::ToSelf)) => requester == "self",
        Some((_, InCopy::Withheld)) | None => false,
    }
}

#[async_trait::async_trait]
impl Act for AccessCopy {
    type Facts = MatterFacts;
    type Output = CopyOfData;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "access-copy"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.request, false).await?, SubjectRequest::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "carry_out", "subject-request", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<CopyOfData> {
        let facts = permit.facts();
        if !["decided", "carried_out"].contains(&facts.state.as_str()) {
            return Err(Error::Refused("request-undecided"));
        }
        let meta = SubjectRequest::META;
        let request = permit.reveal(fields::load(tx, meta, facts.id, facts.key).await?)?;
        let person =
            request.text("person").parse::<Id>().map_err(|_| Error::Refused("request-without-person"))?;
        let about = person::facts(tx, person, false).await?;
        if about.organisation != facts.organisation {
            return Err(Error::Refused("person-elsewhere"));
        }
        safe(tx, &request, &about).await?;
        let rule = Rule { name: "own-data", post: permit.rule().post, groups: OWN };
        let requester = request.text("requester");
        let mut cases = Vec::new();
        for case in about.matters.iter().filter(|matter| about.as_child.contains(&matter.id)) {
            cases.push(copied(permit, tx, (&rule, &requester), case).await?);
        }
        let held = person::load(tx, &about).await?;
        tx.trace.kind = Some("subject-request");
        tx.trace.subject = Some(facts.id);
        tx.trace.listed = vec![person];
        Ok(CopyOfData { code: facts.code.clone(), person: permit.reveal_by(&rule, held)?, cases })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.request)
    }
}

/// A copy must not reach the abuser: not a guardian who is a suspect, and not by a way that nobody made sure of.
async fn safe(tx: &mut Tx, request: &ShownRecord, about: &PersonFacts) -> Result<()> {
    if request.text("request_type") != "access" {
        return Err(Error::Refused("no-copy-asked"));
    }
    if request.text("decision") == "refused" {
        return Err(Error::Refused("request-refused"));
    }
    let (as_what, who) = (request.text("requester"), request.text("requester_person").parse().ok());
    Requester { person: about.id, as_what: &as_what, who, receives: true }.may_be_answered(tx).await?;
    let by_others = ["safe_channel", "representative"].contains(&request.text("delivery").as_str());
    if by_others && request.text("delivery_safe") != "true" {
        return Err(Error::Refused("unsafe-channel"));
    }
    if about.erased_at.is_some() {
        return Err(Error::Refused("person-erased"));
    }
    Ok(())
}

async fn copied(
    permit: &Permit<'_, AccessCopy>,
    tx: &mut Tx,
    (rule, requester): (&Rule, &str),
    case: &MatterFacts,
) -> Result<CopiedCase> {
    let meta = <kinds::Case as Kind>::META;
    let record = permit.reveal_by(rule, fields::load(tx, meta, case.id, case.key).await?)?;
    let rows = tx
        .rows(
            "select id, kind from matter where root_id = $1 and id <> $1 order by opened_at, id",
            &[case.id.into()],
        )
        .await?;
    let mut parts = Vec::new();
    for row in &rows {
        let kind = row.text(1)?;
        let Some(meta) = kinds::by_slug(&kind).filter(|meta| goes(meta.slug, requester)) else { continue };
        let part = permit.reveal_by(rule, fields::load(tx, meta, row.id(0)?, case.key).await?)?;
        parts.push((list::envelope(tx, row.id(0)?, meta).await?, part));
    }
    Ok(CopiedCase { envelope: list::envelope(tx, case.id, meta).await?, record, parts })
}
