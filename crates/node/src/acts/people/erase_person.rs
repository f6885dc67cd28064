//! `erase-person`: destroys the key of a person, and with it everything sealed under it. What was done stays, without
//! saying to whom (Law 27 of 2022 on personal data protection, articles 8 and 43).

use model::Id;

use super::by_person;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::search::Change;
use crate::store::{Erasure, PersonFacts, erasure, family, merge, person};

/// Erases a person.
pub struct ErasePerson {
    /// The person.
    pub id: Id,
    /// Why.
    pub reason: EraseReason,
}

/// Why somebody is erased; a code, so that the list of erasures tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EraseReason {
    /// The person, or who speaks for them, asked for it.
    SubjectRequest,
    /// A court or the supervisory authority ordered it.
    LegalOrder,
    /// The time for which the record may be kept is over.
    RetentionEnded,
    /// The record should never have been made.
    EnteredInError,
}

impl EraseReason {
    /// Every reason, in the order of a form.
    pub const ALL: [Self; 4] =
        [Self::SubjectRequest, Self::LegalOrder, Self::RetentionEnded, Self::EnteredInError];

    /// The code as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SubjectRequest => "subject-request",
            Self::LegalOrder => "legal-order",
            Self::RetentionEnded => "retention-ended",
            Self::EnteredInError => "entered-in-error",
        }
    }

    /// The reason with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Keys destroyed: the person's, and those of searches and reports that led to them.
    pub keys: usize,
    /// Numbers of reports that also speak of another child's case and were therefore kept: somebody must read them.
    pub reports_kept: Vec<String>,
}

#[async_trait::async_trait]
impl Act for ErasePerson {
    type Facts = PersonFacts;
    type Output = Erased;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "erase-person"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PersonFacts> {
        person::facts(tx, self.id, true).await
    }

    fn policy(&self, actor: &Actor, facts: &PersonFacts) -> Decision {
        by_person(actor, "erase", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Erased> {
        let (facts, reason) = (permit.facts(), permit.act().reason);
        if facts.erased_at.is_some() {
            return Err(Error::Refused("person-erased"));
        }
        if !merge::into(tx, facts.id).await?.is_empty() {
            return Err(Error::Refused("merged-people-first"));
        }
        nothing_held(tx, facts).await?;
        nothing_open(tx, facts).await?;
        let mut keys = vec![facts.key];
        keys.extend(erasure::search_keys(tx, facts.id, facts.key).await?);
        let mut reports_kept = Vec::new();
        for told in erasure::reports(tx, facts.id).await? {
            if told.shared {
                reports_kept.push(told.code);
            } else {
                close(tx, "closed", told.key).await?;
                keys.push(told.key);
            }
        }
        let (person, organisation, at) = (facts.id, facts.organisation, tx.now);
        let row = |key, person| Erasure { key, person, organisation, reason: reason.code().to_owned(), at };
        let mut destroyed = 0;
        for key in keys {
            destroyed += usize::from(erasure::destroy(tx, &row(key, person)).await?);
        }
        person::touch(tx, facts).await?;
        tx.people_changes.push(Change::Erase(person));
        // Guardians and others were written down for this child's sake alone, unless another case knows them.
        for (other, key) in erasure::known_only_through(tx, person, facts.key).await? {
            destroyed += usize::from(erasure::destroy(tx, &row(key, other)).await?);
            let other = person::facts(tx, other, true).await?;
            person::touch(tx, &other).await?;
            tx.people_changes.push(Change::Erase(other.id));
        }
        for key in family::left_behind(tx, facts.key).await? {
            destroyed += usize::from(erasure::destroy(tx, &row(key, person)).await?);
        }
        tx.trace.kind = Some("person");
        tx.trace.subject = Some(person);
        // No key: the reason is a code, and it must stay readable.
        tx.trace.detail.reason = Some(reason.code().to_owned());
        Ok(Erased { keys: destroyed, reports_kept })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

/// While a legal hold is in force nobody erases, whoever asks.
async fn nothing_held(tx: &mut Tx, facts: &PersonFacts) -> Result<()> {
    let held = tx
        .row(
            "select id from matter where key_id = $1 and kind = 'legal-hold' and phase <> 'closed' order by id limit 1",
            &[facts.key.into()],
        )
        .await?;
    if held.is_some() { Err(Error::Refused("legal-hold")) } else { Ok(()) }
}

/// What no one works on although it has not ended, and the state in which it ends with the record: visits after closure are called
/// off, a standing consent has nothing left to be about, and nobody is waited for who was asked what they think.
const ENDS: [(&str, &str); 3] =
    [("follow-up", "cancelled"), ("consent", "expired"), ("feedback", "declined")];

/// Work that still needs the record is finished first; what is left of it ends.
async fn nothing_open(tx: &mut Tx, facts: &PersonFacts) -> Result<()> {
    let open = tx
        .row(
            "select count(*) from matter where key_id = $1 and phase <> 'closed'
               and kind not in ('follow-up', 'consent', 'feedback')",
            &[facts.key.into()],
        )
        .await?
        .map_or(Ok(0), |row| row.int(0))?;
    if open > 0 {
        return Err(Error::Refused("close-cases-first"));
    }
    for (kind, state) in ENDS {
        let now = tx.now;
        tx.run(
            "update matter set state = $2, phase = 'closed', state_since = $3, closed_at = $3, changed_at = $3,
               version = version + 1
             where key_id = $1 and phase <> 'closed' and kind = $4",
            &[facts.key.into(), state.into(), now.into(), kind.into()],
        )
        .await?;
    }
    Ok(())
}

async fn close(tx: &mut Tx, state: &'static str, key: Id) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update matter set state = $2, phase = 'closed', state_since = $3, closed_at = $3, changed_at = $3,
           version = version + 1
         where key_id = $1 and phase <> 'closed'",
        &[key.into(), state.into(), now.into()],
    )
    .await?;
    Ok(())
}
