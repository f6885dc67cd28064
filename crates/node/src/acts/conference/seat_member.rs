//! `seat-member`: somebody is asked to a conference: a post, a person of the case, or somebody named. Who is said to have harmed
//! the child, a guardian whose word is void, and relatives do not sit there.

use model::{Id, ParticipantRole, ProblemCode};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::conference::{self, NewSeat};
use crate::store::{custody, participation};

/// Who is asked.
pub enum Member {
    /// A post; whoever holds it comes.
    Post(Id),
    /// Somebody who takes part in the case.
    Person(Id),
    /// Somebody whom no record names.
    Named {
        /// Name.
        name: String,
        /// Where they come from.
        organisation: String,
    },
}

/// Gives them a seat.
pub struct SeatMember {
    /// The conference.
    pub conference: Id,
    /// Who.
    pub member: Member,
    /// Heard, without a voice in what is decided; the child and the family are never more.
    pub heard: bool,
}

#[async_trait::async_trait]
impl Act for SeatMember {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "seat-member"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        super::facts(tx, self.conference, true).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "seat", "conference", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        super::may_change(facts)?;
        let mut new = NewSeat { heard: act.heard, ..NewSeat::default() };
        match &act.member {
            Member::Post(post) => {
                new.post = Some(*post);
                new.account = Some(post_may_sit(tx, facts, *post).await?);
            }
            Member::Person(person) => {
                new.person = Some(*person);
                new.heard = person_may_sit(tx, facts, *person).await? || act.heard;
            }
            Member::Named { name, organisation } => {
                named(name, organisation)?;
                conference::unknown_to(tx, facts.root, name).await?;
                conference::may_tell_somebody(tx, facts.root, !organisation.trim().is_empty()).await?;
                (new.name, new.organisation) = (name.as_str(), organisation.as_str());
            }
        }
        let seats = conference::of(tx, facts.id).await?;
        let known = |id: Option<Id>, seated: Option<Id>| id.is_some() && id == seated;
        if seats.iter().any(|seat| known(new.post, seat.post) || known(new.person, seat.person)) {
            return Err(Error::Refused("seated-already"));
        }
        conference::seat(tx, facts, &new).await?;
        conference::count(tx, facts.id).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.conference)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// A post that somebody holds who is no relative; one of another organisation only where it may be told. Answers the account.
async fn post_may_sit(tx: &mut Tx, facts: &MatterFacts, post: Id) -> Result<Id> {
    let (organisation, _) = custody::post(tx, post).await?;
    let tenure = custody::holder(tx, post).await?.ok_or(Error::Refused("no-living-holder"))?;
    let row = tx.row("select account_id from tenure where id = $1", &[tenure.into()]).await?;
    let account = row.ok_or(Error::NotFound)?.id(0)?;
    conference::unrelated(tx, facts.root, account).await?;
    conference::may_tell(tx, facts.root, organisation).await?;
    Ok(account)
}

/// Somebody who takes part in the case now; answers whether they are heard only.
async fn person_may_sit(tx: &mut Tx, facts: &MatterFacts, person: Id) -> Result<bool> {
    let row = tx.row("select child from k_case where id = $1", &[facts.root.into()]).await?;
    if row.map(|row| row.id_opt(0)).transpose()?.flatten() == Some(person) {
        return Ok(true);
    }
    let parts = participation::of_matter(tx, facts.root).await?;
    let roles: Vec<ParticipantRole> =
        parts.iter().filter(|part| part.person == person).map(|part| part.role).collect();
    if roles.is_empty() {
        return Err(Error::Refused("takes-no-part"));
    }
    conference::may_sit(tx, facts.root, person).await?;
    let helps =
        |role: &ParticipantRole| matches!(role, ParticipantRole::Professional | ParticipantRole::Supporter);
    Ok(!roles.iter().all(helps))
}

fn named(name: &str, organisation: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::field("name", ProblemCode::Missing));
    }
    for (field, text) in [("name", name), ("organisation", organisation)] {
        if text.chars().count() > LONGEST {
            return Err(Error::field(field, ProblemCode::TooLong));
        }
        if crate::carried::carries(text) {
            return Err(Error::field(field, ProblemCode::Picture));
        }
    }
    Ok(())
}

/// Characters of a name.
const LONGEST: usize = 160;
