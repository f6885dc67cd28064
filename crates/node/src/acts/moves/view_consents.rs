//! `view-consents`: what stands for one child now: what may be shared and counted, and how somebody may be reached safely.

use model::{Id, Kind, ParticipantRole, kinds};
use serde::Serialize;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::consent::{self, Contact, Whom};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::store::{ShownParticipant, ShownRecord, fields, guardian, participation};

const META: &model::KindMeta = kinds::Consent::META;

/// Looks at the consents of a case.
pub struct ViewConsents {
    /// The case.
    pub case: Id,
}

/// What stands.
#[derive(Debug)]
pub struct Consents {
    /// Every word, newest first.
    pub rows: Vec<ConsentRow>,
    /// Whether the guardian is a suspect, so that the guardian's word counts for nothing.
    pub guardian_is_suspect: bool,
    /// What was last said about statistics.
    pub statistics: Option<bool>,
    /// Ways in which the child may be reached safely (codes of list `safe-channel`).
    pub child_channels: Vec<String>,
    /// Ways in which the guardian may be reached safely.
    pub guardian_channels: Vec<String>,
    /// Whether the reader may write down a new one.
    pub may_give: bool,
    /// Number of the case.
    pub code: String,
    /// Who may speak for the child, of those who take part in the case and are no suspects.
    pub givers: Vec<ShownParticipant>,
}

/// One consent.
#[derive(Debug)]
pub struct ConsentRow {
    /// Id.
    pub id: Id,
    /// Number.
    pub code: String,
    /// Code of list `consent-state`.
    pub state: String,
    /// The fields.
    pub record: Seen<ShownRecord>,
    /// Organisations that it names.
    pub organisations: Vec<NamedOrganisation>,
}

/// An organisation that a consent names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedOrganisation {
    /// How it is called.
    pub name: String,
    /// Whether it shall not know.
    pub withheld: bool,
}

#[async_trait::async_trait]
impl Act for ViewConsents {
    type Facts = MatterFacts;
    type Output = Consents;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-consents"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, false).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Consents> {
        let facts = permit.facts();
        let found = tx
            .rows(
                "select id, code, state from matter where root_id = $1 and kind = 'consent'
                 order by opened_at desc, id desc",
                &[facts.id.into()],
            )
            .await?;
        let mut rows = Vec::with_capacity(found.len());
        for row in &found {
            let id = row.id(0)?;
            rows.push(ConsentRow {
                id,
                code: row.text(1)?,
                state: row.text(2)?,
                record: permit.reveal(fields::load(tx, META, id, facts.key).await?)?,
                organisations: named(tx, id).await?,
            });
        }
        tx.trace.kind = Some("case");
        tx.trace.subject = Some(facts.id);
        Ok(Consents {
            rows,
            guardian_is_suspect: consent::guardian_is_suspect(tx, facts.id).await?,
            statistics: consent::statistics(tx, facts.id).await?,
            child_channels: safe(tx, facts.id, Whom::Child).await?,
            guardian_channels: safe(tx, facts.id, Whom::Guardian).await?,
            may_give: facts.is_open() && access::by_scope(permit.actor(), "give", META.slug, facts).allows(),
            code: facts.code.clone(),
            givers: givers(permit, tx).await?,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }
}

async fn givers(permit: &Permit<'_, ViewConsents>, tx: &mut Tx) -> Result<Vec<ShownParticipant>> {
    let facts = permit.facts();
    let accused = guardian::accused(tx, facts.id).await?;
    let held = participation::people(tx, permit.actor(), facts.id, facts.key).await?;
    let seen = held.into_iter().map(|held| Ok(permit.reveal(held)?.into_inner()));
    let mut givers: Vec<_> = seen.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    givers.retain(|one| {
        let speaks = matches!(
            one.role,
            ParticipantRole::Guardian | ParticipantRole::Caregiver | ParticipantRole::FamilyMember
        );
        speaks && !accused.contains(&one.person)
    });
    Ok(givers)
}

async fn named(tx: &mut Tx, consent: Id) -> Result<Vec<NamedOrganisation>> {
    tx.rows(
        "select o.name, c.withheld from consent_organisation c join organisation o on o.id = c.organisation_id
         where c.consent_id = $1 order by o.name, o.id",
        &[consent.into()],
    )
    .await?
    .iter()
    .map(|row| Ok(NamedOrganisation { name: row.text(0)?, withheld: row.flag(1)? }))
    .collect()
}

async fn safe(tx: &mut Tx, case: Id, whom: Whom) -> Result<Vec<String>> {
    let mut safe = Vec::new();
    for channel in model::codes::list("safe-channel").into_iter().flat_map(|list| list.offered()) {
        if consent::safe_contact(tx, case, whom, channel.code).await? == Contact::Allowed {
            safe.push(channel.code.to_owned());
        }
    }
    Ok(safe)
}
