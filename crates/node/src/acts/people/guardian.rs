//! The guardian who is named along with a child: a person of their own, tied to the case by a participation.

use linkage::people::Query;
use model::{Date, Draft, Id, Participant, ParticipantRole, Problem, ProblemCode, Record, codes};

use crate::db::Tx;
use crate::error::Result;
use crate::store::participation::{self, NewParticipation};
use crate::store::{fields, notification, person};

/// Names under which a guardian is typed or imported along with a child, and the fields that they are of a guardian's own record.
const FIELDS: [(&str, &str); 2] = [("guardian_name", "name"), ("guardian_phone", "phone")];
const RELATION: &str = "guardian_relation";
const SUSPECT: &str = "guardian_is_suspect";

/// A child's draft taken apart.
pub(crate) struct Split {
    /// The child alone.
    pub(crate) child: Draft,
    /// The case, with the switch where it was typed beside the child.
    pub(crate) case: Draft,
    /// The guardian, if one was named.
    pub(crate) guardian: Option<Named>,
}

/// A guardian as typed.
pub(crate) struct Named {
    person: Draft,
    relation: String,
}

/// A guardian about to be known.
pub(crate) struct NewGuardian {
    pub(crate) person: Record,
    pub(crate) relation: Option<String>,
}

/// Takes the guardian out of what was typed about a child.
pub(crate) fn split(child: &Draft, case: &Draft) -> Split {
    let (mut child, mut case, mut person) = (child.clone(), case.clone(), Draft::default());
    for (typed, own) in FIELDS {
        if let Some(text) = child.0.remove(typed).filter(|text| !text.trim().is_empty()) {
            person.set(own, text);
        }
    }
    let relation = child.0.remove(RELATION).unwrap_or_default().trim().to_owned();
    if let Some(suspect) = child.0.remove(SUSPECT).filter(|text| !text.trim().is_empty())
        && case.text(SUSPECT).is_empty()
    {
        case.set(SUSPECT, suspect);
    }
    let named = !person.0.is_empty() || !relation.is_empty();
    Split { child, case, guardian: named.then_some(Named { person, relation }) }
}

impl Named {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Every problem, under the name by which the guardian was typed.
    pub(crate) fn parse(mut self, today: Date) -> std::result::Result<NewGuardian, Vec<Problem>> {
        self.person.set("sex", sex_of(&self.relation));
        let list = codes::list("family-relationship");
        let known = self.relation.is_empty() || list.is_some_and(|list| list.get(&self.relation).is_some());
        let mut problems = match self.person.parse(person::META, today) {
            Ok(person) if known => {
                let relation = Some(self.relation).filter(|relation| !relation.is_empty());
                return Ok(NewGuardian { person, relation });
            }
            Ok(_) => Vec::new(),
            Err(problems) => problems,
        };
        for problem in &mut problems {
            problem.field = format!("guardian_{}", problem.field);
        }
        if !known {
            problems.push(Problem { field: RELATION.to_owned(), code: ProblemCode::UnknownCode });
        }
        Err(problems)
    }
}

/// What a relation says of somebody's sex.
fn sex_of(relation: &str) -> &'static str {
    match relation {
        "mother" | "aunt" | "grandmother" | "sister" | "wife" => "female",
        "father" | "uncle" | "grandfather" | "brother" | "husband" => "male",
        _ => "unknown",
    }
}

/// A guardian becomes known: a new person who takes part in the case. Whoever has the case is told when somebody known is likely
/// the same; a report in the night does not wait for it.
pub(crate) async fn add(tx: &mut Tx, organisation: Id, case: (Id, Id), guardian: NewGuardian) -> Result<Id> {
    crate::acts::guards::texts(person::META, &guardian.person)?;
    let query = Query::form(&person::traits(&guardian.person));
    let known = !tx.context.people.likely(&query, organisation).is_empty();
    let (id, _) = person::insert(tx, organisation, &guardian.person).await?;
    let said =
        Participant { relation: guardian.relation, is_caregiver: Some(true), ..Participant::default() };
    let new = NewParticipation { person: id, role: ParticipantRole::Guardian, said };
    participation::add(tx, case, new).await?;
    if known {
        let row = tx.row("select custodian_post from matter where id = $1", &[case.0.into()]).await?;
        if let Some(post) = row.map(|row| row.id_opt(0)).transpose()?.flatten() {
            notification::tell(tx, post, "likely-guardian", Some(case.0)).await?;
        }
    }
    Ok(id)
}

/// A list brings a case up to date: its one guardian gets the name that the list has now; a case without one gets one.
pub(crate) async fn update(
    tx: &mut Tx,
    organisation: Id,
    case: (Id, Id),
    guardian: NewGuardian,
) -> Result<()> {
    let found = tx
        .rows(
            "select person_id from participation where matter_id = $1 and role = 'guardian' and to_at is null
             order by id",
            &[case.0.into()],
        )
        .await?;
    let [only] = found.as_slice() else {
        return if found.is_empty() { add(tx, organisation, case, guardian).await.map(drop) } else { Ok(()) };
    };
    let facts = person::facts(tx, only.id(0)?, true).await?;
    let held = fields::load(tx, person::META, facts.id, facts.key).await?;
    let old = held.into_inner().reveal_all()?.to_record();
    let mut new = old.clone();
    for (_, own) in FIELDS {
        if let Some(value) = guardian.person.get(person::META, own).filter(|value| !value.is_missing()) {
            new.set(person::META, own, value.clone());
        }
    }
    let names = old.changed(person::META, &new);
    if names.is_empty() { Ok(()) } else { person::change(tx, &facts, &new, &names).await }
}
