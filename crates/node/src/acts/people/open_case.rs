//! `open-case`: a child's case, after a search for the child. Search comes before create (domain model, section 6.3).

use linkage::people::Query;
use model::{Draft, Id, Kind, Participant, ParticipantRole, Record, Timestamp, kinds};

use super::by_person;
use super::guardian::{self, NewGuardian};
use super::searched::{self, Searched};
use super::tell_report::{self, OPENED};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::family::{sibling, through};
use crate::acts::open::insert_root;
use crate::acts::{Opened, guards, workflow};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::participation::{self, NewParticipation};
use crate::store::{PersonFacts, custody, distinct, person};

const CASE: &model::KindMeta = <kinds::Case as Kind>::META;

/// Opens a case.
pub struct OpenCase {
    new: NewCase,
    search: Id,
    report: Option<Id>,
    post: Option<Id>,
    sibling: Option<Id>,
    confirmed: bool,
}

/// Whose case.
pub enum Child {
    /// Somebody who is known, and whom the actor may view.
    Known(Id),
    /// Somebody new.
    New(Draft),
}

/// What is typed: the case and the child.
pub struct NewCase {
    case: Draft,
    child: Child,
}

impl NewCase {
    /// The case of a new child.
    pub fn child(case: Draft, child: Draft) -> Self {
        Self { case, child: Child::New(child) }
    }

    /// The case of a child who is known.
    pub fn of(case: Draft, person: Id) -> Self {
        Self { case, child: Child::Known(person) }
    }
}

impl OpenCase {
    /// A case in the custody of the actor's own post; `search` is the id of a search that the same account made within the
    /// last hour.
    pub fn new(new: NewCase, search: Id) -> Self {
        Self { new, search, report: None, post: None, sibling: None, confirmed: false }
    }

    /// From this report, which the actor may triage.
    #[must_use]
    pub fn from_report(mut self, report: Id) -> Self {
        self.report = Some(report);
        self
    }

    /// The case of a brother or sister of this case's child: it shares the family, and nothing of the child is copied.
    #[must_use]
    pub fn sibling_of(mut self, case: Id) -> Self {
        self.sibling = Some(case);
        self
    }

    /// In the custody of this post of the same organisation instead.
    #[must_use]
    pub fn with_custodian(mut self, post: Id) -> Self {
        self.post = Some(post);
        self
    }

    /// Somebody compared it with what is there, and it is not the same.
    #[must_use]
    pub fn confirmed_not_duplicate(mut self) -> Self {
        self.confirmed = true;
        self
    }
}

/// Facts about what the case is opened from.
pub struct OpenCaseFacts {
    person: Option<PersonFacts>,
    report: Option<MatterFacts>,
    sibling: Option<MatterFacts>,
    searched: Option<Searched>,
    now: Timestamp,
}

impl OpenCaseFacts {
    /// A new child and no report, for the policy matrix.
    pub fn plain(now: Timestamp) -> Self {
        Self { person: None, report: None, sibling: None, searched: None, now }
    }
}

#[async_trait::async_trait]
impl Act for OpenCase {
    type Facts = OpenCaseFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-case"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<OpenCaseFacts> {
        let person = match &self.new.child {
            Child::Known(id) => Some(person::facts(tx, *id, true).await?),
            Child::New(_) => None,
        };
        let report = match self.report {
            Some(id) => {
                let report = access::load::matter(tx, id, true).await?;
                Some(of_kind(report, <kinds::Report as Kind>::META)?)
            }
            None => None,
        };
        let sibling = match self.sibling {
            Some(id) => Some(of_kind(access::load::matter(tx, id, true).await?, CASE)?),
            None => None,
        };
        let searched = searched::find(tx, self.search).await?;
        Ok(OpenCaseFacts { person, report, sibling, searched, now: tx.now })
    }

    fn policy(&self, actor: &Actor, facts: &OpenCaseFacts) -> Decision {
        let person = facts.person.as_ref().map(|person| by_person(actor, "view", person));
        let report = facts.report.as_ref().map(|report| access::by_scope(actor, "triage", "report", report));
        let sibling = facts.sibling.as_ref().map(|sibling| through(actor, "edit", sibling));
        let no = [person, report, sibling].into_iter().flatten().find(|decision| !decision.allows());
        no.unwrap_or_else(|| access::holds_right(actor, "open", "case", facts.now))
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        searched::first(facts.searched, permit.actor(), facts.now)?;
        let organisation = permit.organisation()?;
        let post = act.post.or(permit.rule().post).ok_or(Error::Refused("no-such-post"))?;
        if custody::post(tx, post).await?.0 != organisation {
            return Err(Error::Refused("post-elsewhere"));
        }
        let today = tx.now.date(Default::default());
        let typed = match &act.new.child {
            Child::New(draft) => guardian::split(draft, &act.new.case),
            Child::Known(_) => guardian::split(&Draft::default(), &act.new.case),
        };
        let case = typed.case.parse(CASE, today);
        let guardian = typed.guardian.map(|named| named.parse(today)).transpose();
        let child = match (&act.new.child, &facts.person) {
            (Child::New(_), _) => typed.child.parse(person::META, today).map(NewChild::New),
            (Child::Known(_), Some(known)) => Ok(NewChild::Known { id: known.id, key: known.key }),
            (Child::Known(_), None) => return Err(Error::NotFound),
        };
        let (case, child, guardian) = match (case, child, guardian) {
            (Ok(case), Ok(child), Ok(guardian)) => (case, child, guardian),
            (case, child, guardian) => {
                let mut problems = case.err().unwrap_or_default();
                problems.extend(child.err().unwrap_or_default());
                problems.extend(guardian.err().unwrap_or_default());
                return Err(Error::Invalid(problems));
            }
        };
        if let Some(known) = &facts.person {
            may_have_case(known, organisation, act.confirmed)?;
        }
        if let NewChild::New(record) = &child
            && !act.confirmed
            && likely_same(tx, permit.actor(), organisation, record).await?
        {
            return Err(Error::Refused("likely-duplicate"));
        }
        // Compared, and none of them: nobody is asked about these pairs again.
        let compared = match &child {
            NewChild::New(record) if act.confirmed => {
                likely(tx, permit.actor(), organisation, record).await?
            }
            _ => Vec::new(),
        };
        let opening =
            CaseOpening { organisation, post, case, child, guardian, report: facts.report.as_ref() };
        let id = open_case_in(tx, opening).await?;
        if let Some(sibling) = &facts.sibling {
            if sibling.organisation != organisation {
                return Err(Error::Refused("case-elsewhere"));
            }
            let case = access::load::matter(tx, id, false).await?;
            sibling::carry(tx, sibling, (id, case.key)).await?;
        }
        tx.trace.listed.push(act.search);
        if !compared.is_empty() {
            let new = child_of(tx, id).await?;
            for other in compared {
                distinct::decide(tx, (new, other), permit.actor().account(), permit.rule().post).await?;
            }
        }
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// A known child may get a case in the organisation that knows them. A second case beside an open one is confirmed first.
fn may_have_case(known: &PersonFacts, organisation: Id, confirmed: bool) -> Result<()> {
    if known.erased_at.is_some() {
        return Err(Error::Refused("person-erased"));
    }
    if known.merged_into.is_some() {
        return Err(Error::Refused("person-merged"));
    }
    if known.organisation != organisation {
        return Err(Error::Refused("person-elsewhere"));
    }
    let open = known
        .matters
        .iter()
        .any(|m| m.kind.slug == CASE.slug && known.as_child.contains(&m.id) && m.is_open());
    if open && !confirmed { Err(Error::Refused("case-is-open")) } else { Ok(()) }
}

async fn child_of(tx: &mut Tx, case: Id) -> Result<Id> {
    let sql = "select person_id from participation where matter_id = $1 and role = 'child' order by id";
    tx.row(sql, &[case.into()]).await?.ok_or(Error::NotFound)?.id(0)
}

/// Whether somebody in the organisation is likely the same.
pub(crate) async fn likely_same(
    tx: &mut Tx,
    actor: &Actor,
    organisation: Id,
    record: &Record,
) -> Result<bool> {
    Ok(!likely(tx, actor, organisation, record).await?.is_empty())
}

/// Who in the organisation is likely the same. Nothing is said about a protected identity that the actor may not see.
async fn likely(tx: &mut Tx, actor: &Actor, organisation: Id, record: &Record) -> Result<Vec<Id>> {
    let mut found = Vec::new();
    let hits = tx.context.people.likely(&Query::form(&person::traits(record)), organisation);
    for hit in hits {
        let facts = match person::facts(tx, Id::from_u128(hit.id), false).await {
            Ok(facts) => facts,
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        };
        // A child is compared with children; of anybody else only those whom the actor may see anyway say anything.
        let may_say = !facts.protected && !facts.as_child.is_empty();
        if facts.erased_at.is_none() && (may_say || by_person(actor, "view", &facts).allows()) {
            found.push(facts.id);
        }
    }
    Ok(found)
}

/// A case about to be opened, for this act and for imports.
pub(crate) struct CaseOpening<'a> {
    pub(crate) organisation: Id,
    /// Custodian post, of the same organisation.
    pub(crate) post: Id,
    pub(crate) case: Record,
    pub(crate) child: NewChild,
    /// The guardian who was named along with the child.
    pub(crate) guardian: Option<NewGuardian>,
    pub(crate) report: Option<&'a MatterFacts>,
}

/// The child of a case about to be opened.
pub(crate) enum NewChild {
    /// Known, with the id of their key.
    Known {
        /// The person.
        id: Id,
        /// Their key.
        key: Id,
    },
    /// New.
    New(Record),
}

/// Opens a case: person, envelope, fields, custody, participation, and the report that led to it. Whoever calls this has
/// made sure that the child was looked for.
pub(crate) async fn open_case_in(tx: &mut Tx, opening: CaseOpening<'_>) -> Result<Id> {
    let CaseOpening { organisation, post, mut case, child, guardian, report } = opening;
    guards::texts(CASE, &case)?;
    let (child, key_id) = match child {
        NewChild::Known { id, key } => (id, key),
        NewChild::New(record) => {
            guards::texts(person::META, &record)?;
            person::check(&record)?;
            person::insert(tx, organisation, &record).await?
        }
    };
    case.set(CASE, "child", child.into());
    case.set(CASE, "report", report.map(|report| report.id).into());
    let id = tx.new_id();
    let key = tx.key_for_writing(key_id).await?;
    insert_root(tx, CASE, id, (organisation, post), (key_id, &key), &case).await?;
    let part = NewParticipation { person: child, role: ParticipantRole::Child, said: Participant::default() };
    participation::add(tx, (id, key_id), part).await?;
    workflow::part_changed(tx, id).await?;
    tx.trace.listed = vec![child];
    if let Some(guardian) = guardian {
        let guardian = guardian::add(tx, organisation, (id, key_id), guardian).await?;
        tx.trace.listed.push(guardian);
    }
    if let Some(report) = report {
        if report.organisation != organisation {
            return Err(Error::Refused("report-elsewhere"));
        }
        tell_report::lead_to(tx, report, OPENED, id).await?;
        tx.trace.listed.push(report.id);
    }
    Ok(id)
}
