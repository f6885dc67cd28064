//! `view-family`: the family of brothers and sisters: what is known of it, their cases, and who else belongs to it.

use model::{Id, ParticipantRole};
use serde::Serialize;

use super::by_family;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::people::by_person;
use crate::acts::view::conflicts;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::journal::read::{self, Told};
use crate::store::{
    Conflict, FamilyFacts, ShownParticipant, ShownRecord, family, guardian, participation, person, who,
};

/// Looks at a family.
pub struct ViewFamily {
    /// The family.
    pub id: Id,
}

/// A family as somebody may see it.
#[derive(Debug)]
pub struct FamilyView {
    /// The family.
    pub id: Id,
    /// Changes so far; an edit names the version it started from.
    pub version: i64,
    /// The fields.
    pub family: Seen<ShownRecord>,
    /// The children's cases that the viewer may see, newest first.
    pub cases: Vec<SiblingCase>,
    /// Cases of other children of the family, with whom to ask.
    pub others: Vec<OtherCase>,
    /// Guardians and others of the family, each once.
    pub members: Vec<ShownParticipant>,
    /// Whether a guardian is a suspect in any of the cases that the viewer may see.
    pub guardian_is_suspect: bool,
    /// Whether the viewer may change fields.
    pub may_edit: bool,
    /// Whether the viewer may write down what a guardian said for all children.
    pub may_consent: bool,
    /// Whether every case is closed and nobody has closed the matter of the family.
    pub may_close: bool,
    /// Fields that were changed twice apart, with both values.
    pub conflicts: Vec<Conflict>,
    /// What was done, newest first.
    pub history: Vec<Told>,
}

/// The case of one child of the family.
#[derive(Debug)]
pub struct SiblingCase {
    /// The case.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// Title of the custodian post.
    pub custodian: String,
    /// The child, as far as the viewer may see them.
    pub child: Option<Seen<ShownRecord>>,
}

/// A case of which the viewer learns whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherCase {
    /// Readable number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// Title of the custodian post.
    pub custodian: String,
}

/// Whether somebody carries an open case of a family and may write down consents in it.
fn consents(actor: &Actor, facts: &FamilyFacts) -> bool {
    let open = facts.cases.iter().filter(|case| case.is_open());
    open.filter(|case| access::by_scope(actor, "give", "consent", case).allows()).count() > 0
}

/// Entries of history that a page shows.
const HISTORY: i64 = 100;

#[async_trait::async_trait]
impl Act for ViewFamily {
    type Facts = FamilyFacts;
    type Output = FamilyView;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-family"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<FamilyFacts> {
        family::facts(tx, self.id, false).await
    }

    fn policy(&self, actor: &Actor, facts: &FamilyFacts) -> Decision {
        by_family(actor, "view", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<FamilyView> {
        let (facts, actor) = (permit.facts(), permit.actor());
        let family = permit.reveal(family::load(tx, facts).await?)?;
        let mut view = FamilyView {
            id: facts.id,
            version: facts.version,
            family,
            cases: Vec::new(),
            others: Vec::new(),
            members: Vec::new(),
            guardian_is_suspect: false,
            may_edit: facts.erased_at.is_none() && by_family(actor, "edit", facts).allows(),
            may_consent: consents(actor, facts),
            may_close: false,
            conflicts: conflicts(permit, tx, facts.id).await?,
            history: Vec::new(),
        };
        let open = facts.cases.iter().any(access::MatterFacts::is_open);
        view.may_close = view.may_edit && !open && view.family.text("closed_on").is_empty();
        tx.trace.listed = Vec::new();
        for case in &facts.cases {
            let custodian = who::title(tx, case.custodian, actor.lang()).await?;
            let Decision::Allow(rule) = access::by_scope(actor, "view", case.kind.slug, case) else {
                let (code, state) = (case.code.clone(), case.state.clone());
                view.others.push(OtherCase { code, state, custodian });
                continue;
            };
            tx.trace.listed.push(case.id);
            let mut child = None;
            for part in participation::of_matter(tx, case.id).await? {
                if part.role != ParticipantRole::Child || child.is_some() {
                    continue;
                }
                let known = person::facts(tx, part.person, false).await?;
                if let Decision::Allow(rule) = by_person(actor, "view", &known) {
                    child = Some(permit.reveal_by(&rule, person::load_for(tx, actor, &known).await?)?);
                }
            }
            for held in participation::people(tx, actor, case.id, case.key).await? {
                let shown = permit.reveal_by(&rule, held)?.into_inner();
                view.members.extend(shown.filter(|one| one.role.of_family()));
            }
            view.guardian_is_suspect |= guardian::guardian_is_suspect(tx, case.id).await?;
            let (id, code, state) = (case.id, case.code.clone(), case.state.clone());
            view.cases.push(SiblingCase { id, code, state, custodian, child });
        }
        each_once(&mut view.members);
        view.history = read::about(tx, facts.id, HISTORY).await?;
        who::tell(tx, actor, &mut view.history).await?;
        tx.trace.kind = Some("family");
        tx.trace.subject = Some(facts.id);
        Ok(view)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

/// Somebody who is guardian of three children is one person; the role that weighs most is shown.
fn each_once(members: &mut Vec<ShownParticipant>) {
    members.sort_by_key(|one| {
        (ParticipantRole::ALL.iter().position(|role| *role == one.role), one.person, one.id)
    });
    let mut seen = Vec::new();
    members.retain(|one| {
        let new = !seen.contains(&one.person);
        seen.push(one.person);
        new
    });
}
