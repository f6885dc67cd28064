//! `search-people`: who is known already. Asked before a case is opened.

use std::collections::{HashMap, HashSet};

use linkage::people::{Hit, LIKELY_BITS, Query};
use model::{Draft, Id, ProblemCode, Timestamp};
use serde::Serialize;

use super::by_person;
use super::view_person::{MatterRef, seen_matters};
use crate::access::{self, Actor, Decision, Scope};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::held::Seen;
use crate::search::{self, LIKELY_SCORE, Loading};
use crate::store::{Distinct, PersonFacts, ShownRecord, distinct, person};

/// Searches by what is typed into one box, or by the fields of a form.
pub struct SearchPeople {
    text: String,
    fields: Option<Draft>,
    beside: Option<Id>,
}

/// People shown at most.
const MOST: usize = 20;
/// Cases of colleagues pointed at, at most.
const MOST_KNOWN: usize = 5;
/// Hits looked at to fill both.
const GATHERED: usize = 60;

impl SearchPeople {
    /// Words of a name, a year or date of birth, digits of a NIK or telephone number.
    pub fn free(text: &str) -> Self {
        Self { text: text.to_owned(), fields: None, beside: None }
    }

    /// The fields of a person as far as they are known: every one speaks for or against.
    pub fn form(fields: Draft) -> Self {
        Self { text: String::new(), fields: Some(fields), beside: None }
    }

    /// For somebody who may have two records: that one is left out, and who was found to be somebody else is marked.
    #[must_use]
    pub fn beside(mut self, person: Id) -> Self {
        self.beside = Some(person);
        self
    }

    fn query(&self) -> Query {
        match &self.fields {
            Some(fields) => Query::form(&search::of_texts(|name| fields.text(name))),
            None => Query::free(&self.text),
        }
    }

    /// What was asked, for the sealed part of the journal.
    fn asked(&self) -> String {
        match &self.fields {
            Some(fields) => {
                let filled = fields.0.iter().filter(|(_, text)| !text.is_empty());
                filled.map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join("\n")
            }
            None => self.text.clone(),
        }
    }
}

/// What was found.
#[derive(Debug, Serialize)]
pub struct Found {
    /// The id of this search; whoever opens a case cites it.
    pub search: Id,
    /// People whom the actor may see, best first.
    pub hits: Vec<PersonHit>,
    /// Cases of the own organisation whose child is likely the same, but whom the actor may not see.
    pub known: Vec<KnownCase>,
    /// Set while not everybody has been read yet: somebody may be missing.
    pub still_loading: Option<Loading>,
}

/// A person found.
#[derive(Debug, Serialize)]
pub struct PersonHit {
    /// The person.
    pub id: Id,
    /// Share of the evidence that agrees, 0 to 1.
    pub score: f32,
    /// Weight of the evidence in bits; negative when it speaks against.
    pub bits: f32,
    /// Codes of the reasons, worded as `ground-<code>`.
    pub grounds: Vec<&'static str>,
    /// What the actor may see of them.
    pub person: Seen<ShownRecord>,
    /// The record that is kept instead, once this one turned out to be the same person.
    pub merged_into: Option<Id>,
    /// Who decided that this is not the person whom another record is looked for of.
    pub distinct: Option<Distinct>,
    /// Matters of theirs that the actor may see.
    pub matters: Vec<MatterRef>,
}

/// A case that a colleague has: enough to ask them, and nothing about the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownCase {
    /// Readable number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// Title of the custodian post in Indonesian.
    pub title_id: String,
    /// Title of the custodian post in English.
    pub title_en: String,
}

#[async_trait::async_trait]
impl Act for SearchPeople {
    type Facts = Timestamp;
    type Output = Found;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "search-people"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "search", "person", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Found> {
        let query = permit.act().query();
        if query.is_empty() {
            return Err(Error::field("query", ProblemCode::Missing));
        }
        let people = tx.context.people.clone();
        // Asked before the search: whoever is read in between is missing only from a list that says so.
        let still_loading = people.loading();
        let reach = Reach::of(tx, permit.actor()).await?;
        let hits =
            people.search(&query, GATHERED, |person, organisation| reach.may_meet(person, organisation));
        let distinct = distinct_from(permit, tx).await?;
        let mut found = Found { search: permit.id(), hits: Vec::new(), known: Vec::new(), still_loading };
        let ids: Vec<Id> = hits.iter().map(|hit| Id::from_u128(hit.id)).collect();
        let facts = person::facts_of(tx, &ids).await?;
        let facts: HashMap<Id, PersonFacts> = facts.into_iter().map(|facts| (facts.id, facts)).collect();
        let mut shared = Vec::new();
        for hit in hits {
            let id = Id::from_u128(hit.id);
            if permit.act().beside == Some(id) {
                continue;
            }
            let Some(facts) = facts.get(&id).filter(|facts| facts.erased_at.is_none()) else { continue };
            if let Decision::Allow(rule) = by_person(permit.actor(), "view", facts) {
                if shared.len() < MOST {
                    tx.trace.listed.push(id);
                    shared.push((hit, rule, facts));
                }
            } else if found.known.len() < MOST_KNOWN && reach.may_point_at(facts, &hit) {
                tx.trace.listed.push(id);
                found.known.extend(known_case(tx, facts).await?);
            }
        }
        let people: Vec<&PersonFacts> = shared.iter().map(|(.., facts)| *facts).collect();
        let mut records = person::load_all_for(tx, permit.actor(), &people).await?;
        for (hit, rule, facts) in shared {
            let record = records.remove(&facts.id).ok_or(Error::NotFound)?;
            let mut hit = shown(hit, permit.reveal_by(&rule, record)?, permit.actor(), facts);
            hit.distinct = distinct.iter().find(|distinct| distinct.other == facts.id).cloned();
            found.hits.push(hit);
        }
        // Who is decided already comes after whoever is not.
        found.hits.sort_by_key(|hit| hit.distinct.is_some());
        tx.trace.kind = Some("person");
        tx.trace.own_key = true;
        tx.trace.detail.query = Some(permit.act().asked());
        Ok(found)
    }
}

/// Whom the person searched for was found not to be, as far as the searcher may view that person.
async fn distinct_from(permit: &Permit<'_, SearchPeople>, tx: &mut Tx) -> Result<Vec<Distinct>> {
    let Some(beside) = permit.act().beside else { return Ok(Vec::new()) };
    let facts = person::facts(tx, beside, false).await?;
    if !by_person(permit.actor(), "view", &facts).allows() {
        return Err(Error::NotFound);
    }
    distinct::from(tx, permit.actor(), &facts).await
}

/// Whom a searcher may meet at all.
struct Reach {
    /// Everyone on this node.
    all: bool,
    /// Organisations of the posts that may search in the whole organisation.
    wide: Vec<Id>,
    /// People beyond those organisations whom the actor may view through a matter.
    outside: HashSet<Id>,
}

impl Reach {
    async fn of(tx: &mut Tx, actor: &Actor) -> Result<Self> {
        let scopes = || {
            actor
                .holdings_at(tx.now)
                .filter_map(|holding| Some((holding.role.reach("search", "person")?, holding.organisation)))
        };
        let all = scopes().any(|(scope, _)| scope == Scope::All);
        let wide: Vec<Id> =
            scopes().filter(|(scope, _)| *scope >= Scope::Organisation).map(|(_, id)| id).collect();
        let outside = if all { Vec::new() } else { person::reached_outside(tx, actor, &wide).await? };
        Ok(Self { all, wide, outside: outside.into_iter().collect() })
    }

    fn may_meet(&self, person: Id, organisation: Option<Id>) -> bool {
        self.all
            || organisation.is_some_and(|organisation| self.wide.contains(&organisation))
            || self.outside.contains(&person)
    }

    /// A colleague's case is pointed at only when it is likely the same child, so that nobody can feel their way to a person
    /// by guessing digits; a protected identity is never pointed at.
    fn may_point_at(&self, facts: &PersonFacts, hit: &Hit) -> bool {
        self.wide.contains(&facts.organisation)
            && !facts.protected
            && !facts.as_child.is_empty()
            && hit.score >= LIKELY_SCORE
            && hit.bits >= LIKELY_BITS
    }
}

pub(super) fn shown(hit: Hit, person: Seen<ShownRecord>, actor: &Actor, facts: &PersonFacts) -> PersonHit {
    PersonHit {
        id: Id::from_u128(hit.id),
        score: hit.score,
        bits: hit.bits,
        grounds: hit.grounds.into_iter().map(search::ground_code).collect(),
        person,
        merged_into: facts.merged_into,
        distinct: None,
        matters: seen_matters(actor, facts),
    }
}

/// The case to ask about: an open one before a closed one, then the newest.
async fn known_case(tx: &mut Tx, facts: &PersonFacts) -> Result<Option<KnownCase>> {
    let own = || {
        let children = facts.matters.iter().filter(|matter| facts.as_child.contains(&matter.id));
        children.filter(|matter| matter.organisation == facts.organisation)
    };
    let Some(matter) = own().find(|matter| matter.is_open()).or_else(|| own().next()) else {
        return Ok(None);
    };
    let post =
        tx.row("select title_id, title_en from post where id = $1", &[matter.custodian.into()]).await?;
    let post = post.ok_or(Error::NotFound)?;
    Ok(Some(KnownCase {
        code: matter.code.clone(),
        state: matter.state.clone(),
        title_id: post.text(0)?,
        title_en: post.text(1)?,
    }))
}
