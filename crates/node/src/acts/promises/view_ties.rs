//! `view-ties`: what an entry of the network's memory comes from and leads to, and what of it the public reads.

use std::collections::BTreeSet;

use model::{Id, kinds};
use serde::Serialize;

use super::{public_copy, tie_entries};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::held::Seen;
use crate::store::{ShownRecord, fields};

/// Looks at it.
pub struct ViewTies {
    /// The entry.
    pub id: Id,
}

/// An entry with what it is tied to.
#[derive(Debug)]
pub struct Ties {
    /// Its kind.
    pub kind: &'static str,
    /// Its readable number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// What it comes from.
    pub from: Vec<Tied>,
    /// What it leads to.
    pub to: Vec<Tied>,
    /// Other recommendations that say the same, earlier or later.
    pub cluster: Vec<Tied>,
    /// Kinds that it may lead to.
    pub leads_to: Vec<&'static str>,
    /// Practice that others tried about the same form of exploitation, or in the same place.
    pub practice: Vec<Tied>,
    /// The words that the public would read.
    pub words: String,
    /// Whether the public reads it.
    pub out: bool,
    /// Whether the public reads an older text.
    pub changed_since: bool,
    /// Whether the actor may tie it.
    pub may_tie: bool,
    /// Whether the actor may put it out.
    pub may_put_out: bool,
}

/// Something at the other end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tied {
    /// Id.
    pub id: Id,
    /// Kind.
    pub kind: &'static str,
    /// Readable number.
    pub code: String,
    /// State.
    pub state: String,
    /// What it says in one line.
    pub title: String,
}

/// At most so many of one sort.
const MOST: usize = 200;

#[async_trait::async_trait]
impl Act for ViewTies {
    type Facts = MatterFacts;
    type Output = Ties;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-ties"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        access::load::matter(tx, self.id, false).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Ties> {
        let (facts, actor) = (permit.facts(), permit.actor());
        let id = facts.id;
        let from = ids(tx, "select from_id from tie where to_id = $1 order by made_at, id", id).await?;
        let to = ids(tx, "select to_id from tie where from_id = $1 order by made_at, id", id).await?;
        let cluster = if facts.kind.slug == "recommendation" { cluster(tx, id).await? } else { Vec::new() };
        let near = ids(tx, NEAR, id).await?;
        let near: Vec<Id> = near.into_iter().filter(|one| !to.contains(one)).collect();
        let put_out = tx
            .row(
                "select version from public_commitment where id = $1
                 union all select version from public_recommendation where id = $1",
                &[id.into()],
            )
            .await?;
        let version = put_out.map(|row| row.int(0)).transpose()?;
        let may = |verb: &str| access::by_scope(actor, verb, facts.kind.slug, facts).allows();
        let leads = tie_entries::LEADS.iter().find(|(kind, _)| *kind == facts.kind.slug);
        let ties = Ties {
            kind: facts.kind.slug,
            code: facts.code.clone(),
            state: facts.state.clone(),
            from: titles(permit, tx, &from).await?,
            to: titles(permit, tx, &to).await?,
            cluster: titles(permit, tx, &cluster).await?,
            leads_to: leads.map(|(_, to)| to.to_vec()).unwrap_or_default(),
            practice: titles(permit, tx, &near).await?,
            words: words(permit, tx).await?,
            out: public_copy::is_out(tx, id).await?,
            changed_since: version.is_some_and(|version| version < facts.version),
            may_tie: may("edit") && leads.is_some(),
            may_put_out: may("put-out"),
        };
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(id);
        let all = ties.from.iter().chain(&ties.to).chain(&ties.cluster).chain(&ties.practice);
        tx.trace.listed = all.map(|one| one.id).collect();
        Ok(ties)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

/// What an entry would say to the public, as one text.
async fn words(permit: &Permit<'_, ViewTies>, tx: &mut Tx) -> Result<String> {
    let facts = permit.facts();
    let record = permit.reveal(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
    let names = ["title", "strategy", "intervention", "output", "text", "translation", "response", "summary"];
    let texts: Vec<String> =
        names.iter().map(|name| record.text(name)).filter(|text| !text.is_empty()).collect();
    Ok(texts.join("\n"))
}

/// Published practice about one of the same forms of exploitation, or in the same province or one of its regencies; of an alert also what bears
/// on the commitment that it is about.
const NEAR: &str =
    "select n.id from matter n where n.kind = 'practice-note' and n.state = 'published' and n.id <> $1
    and (exists (select 1 from coded a join coded b on b.code = a.code
           where (a.record_id = $1 or a.record_id = (select r.commitment from k_rule_alert r where r.id = $1)) and b.record_id = n.id and b.field in ('themes', 'capabilities')
             and a.field in ('forms', 'themes', 'capabilities', 'exploitation_forms'))
      or exists (select 1 from matter o where o.id = $1
           and (o.region = n.region or o.region = substr(n.region, 1, 2) or substr(o.region, 1, 2) = n.region)))
    order by n.opened_at desc, n.id desc limit 20";

async fn ids(tx: &mut Tx, sql: &'static str, id: Id) -> Result<Vec<Id>> {
    let rows = tx.rows(sql, &[id.into()]).await?;
    rows.iter().take(MOST).map(|row| row.id(0)).collect()
}

/// Practice that bears on a matter, for whoever takes it over.
pub(crate) async fn practice_near(tx: &mut Tx, id: Id) -> Result<Vec<Id>> {
    ids(tx, NEAR, id).await
}

/// Recommendations that repeat one another, directly or through others.
async fn cluster(tx: &mut Tx, id: Id) -> Result<Vec<Id>> {
    let (mut found, mut next) = (BTreeSet::from([id]), vec![id]);
    while let Some(at) = next.pop() {
        let near = ids(
            tx,
            "select repeats from k_recommendation where id = $1 and repeats is not null
             union select id from k_recommendation where repeats = $1 order by 1",
            at,
        )
        .await?;
        for other in near {
            if found.len() < MOST && found.insert(other) {
                next.push(other);
            }
        }
    }
    found.remove(&id);
    Ok(found.into_iter().collect())
}

/// What stands at the other ends, as far as the actor may see it.
async fn titles(permit: &Permit<'_, ViewTies>, tx: &mut Tx, ids: &[Id]) -> Result<Vec<Tied>> {
    let mut tied = Vec::with_capacity(ids.len());
    for facts in access::load::matters(tx, ids).await? {
        let decision = access::by_scope(permit.actor(), "view", facts.kind.slug, &facts);
        let Decision::Allow(rule) = decision else { continue };
        let record = permit.reveal_by(&rule, fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
        tied.push(said(&facts, &record)?);
    }
    tied.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(tied)
}

/// An entry in one line.
pub(crate) fn said(facts: &MatterFacts, record: &Seen<ShownRecord>) -> Result<Tied> {
    let kind = kinds::by_slug(facts.kind.slug).ok_or_else(|| Error::Storage("an unknown kind".into()))?;
    let names = ["title", "name", "statement", "text", "need", "article", "capability"];
    let title = names.iter().map(|name| record.text(name)).find(|text| !text.is_empty()).unwrap_or_default();
    let line = title.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(LINE).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    let (code, state) = (facts.code.clone(), facts.state.clone());
    Ok(Tied { id: facts.id, kind: kind.slug, code, state, title: short })
}

/// Characters of a line.
const LINE: usize = 160;
