//! `review-handover`: the list and the brief of a hand-over, as far as the reader may see the matters themselves.

use model::{Id, Kind, KindMeta, Timestamp, kinds};
use serde::Serialize;

use super::META;
use super::brief::{self, EndingAccess, MatterBrief, UnsentWork};
use super::record::{self, Parties};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::promises::{Tied, view_ties};
use crate::db::{Effect, Row, Tx};
use crate::error::{Error, Result};
use crate::held::Seen;
use crate::store::list::{self, Envelope};
use crate::store::{ShownRecord, conference, fields, next_step, who};

/// Opens the list of a hand-over.
pub struct ReviewHandover {
    /// Which.
    pub handover: Id,
}

/// A hand-over as somebody may see it.
#[derive(Debug)]
pub struct HandoverView {
    /// The envelope.
    pub envelope: Envelope,
    /// Changes so far.
    pub version: i64,
    /// Reason and brief.
    pub record: Seen<ShownRecord>,
    /// The post that gives the caseload away.
    pub from: Id,
    /// Its title.
    pub from_title: String,
    /// The post that shall take it, with its title.
    pub to: Option<(Id, String)>,
    /// Title of the post that must move it next.
    pub custodian: String,
    /// What it lists, most urgent first.
    pub items: Vec<HandoverItem>,
    /// What others tried about the same things: part of every brief.
    pub practice: Vec<Tied>,
    /// Matters of others that the leaving post may see: that access ends for whoever leaves.
    pub ending: Vec<EndingAccess>,
    /// Devices of the leaving post on which work may lie that has not come yet.
    pub unsent: Vec<UnsentWork>,
    /// Whether the actor may complete the brief and offer it.
    pub may_offer: bool,
    /// Whether the actor may take or contest it.
    pub may_answer: bool,
    /// Whether the actor may decide about it.
    pub may_decide: bool,
}

/// One matter of the list.
#[derive(Debug, Serialize)]
pub struct HandoverItem {
    /// The matter.
    pub id: Id,
    /// Its kind.
    pub kind: &'static str,
    /// Its readable number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// Its phase.
    pub phase: String,
    /// `urgent`, `high`, `normal`, `low`; that of the root for a part.
    pub priority: String,
    /// Due, if ever. A hand-over does not move it.
    pub due_at: Option<Timestamp>,
    /// Last change in it or its parts.
    pub moved_at: Timestamp,
    /// `waiting`, `accepted`, `contested`, `assigned`, `gone`.
    pub answer: String,
    /// Whether it is taken one by one.
    pub one_by_one: bool,
    /// The child, for who may see the matter already.
    pub name: Option<Seen<ShownRecord>>,
    /// Whether the reader may open the matter.
    pub opens: bool,
    /// What its custodian promised to do next: a line without names.
    pub next_step: Option<String>,
    /// What the system knows of risks, promises, meetings and contacts.
    pub brief: MatterBrief,
    /// Its open parts, first due first.
    pub parts: Vec<PartLine>,
}

/// One open part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartLine {
    /// Its kind.
    pub kind: &'static str,
    /// Its readable number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// Due, if ever.
    pub due_at: Option<Timestamp>,
}

#[async_trait::async_trait]
impl Act for ReviewHandover {
    type Facts = MatterFacts;
    type Output = HandoverView;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "review-handover"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.handover, false).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<HandoverView> {
        let (facts, actor) = (permit.facts(), permit.actor());
        let parties = record::parties(tx, facts.id).await?;
        let record = permit.reveal(fields::load(tx, META, facts.id, facts.key).await?)?;
        let items = items(permit, tx, &parties).await?;
        let practice = practice(permit, tx, &items).await?;
        let may = |verb: &str| access::by_scope(actor, verb, META.slug, facts).allows();
        let state = facts.state.as_str();
        let to = match parties.to {
            Some(to) => Some((to, who::title(tx, to, actor.lang()).await?)),
            None => None,
        };
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.listed = items.iter().map(|item| item.id).collect();
        Ok(HandoverView {
            envelope: list::envelope(tx, facts.id, META).await?,
            version: facts.version,
            record,
            from: parties.from,
            from_title: who::title(tx, parties.from, actor.lang()).await?,
            to,
            custodian: who::title(tx, facts.custodian, actor.lang()).await?,
            items,
            practice,
            ending: brief::ending(tx, parties.from).await?,
            unsent: brief::unsent(tx, parties.from).await?,
            may_offer: may("offer") && ["handover_due", "escalated", "contested"].contains(&state),
            may_answer: may("accept") && state == "offered" && actor.holding(facts.custodian).is_some(),
            may_decide: may("decide") && ["escalated", "contested", "vacant"].contains(&state),
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.handover)
    }
}

/// Notes at most.
const NOTES: usize = 10;

/// Practice that bears on the matters handed over, as far as the reader may see it.
async fn practice(
    permit: &Permit<'_, ReviewHandover>,
    tx: &mut Tx,
    items: &[HandoverItem],
) -> Result<Vec<Tied>> {
    let mut ids: Vec<Id> = Vec::new();
    for item in items {
        let near = view_ties::practice_near(tx, item.id).await?;
        ids.extend(near.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
        if ids.len() >= NOTES {
            break;
        }
    }
    ids.truncate(NOTES);
    let mut notes = Vec::with_capacity(ids.len());
    for facts in access::load::matters(tx, &ids).await? {
        let decision = access::by_scope(permit.actor(), "view", facts.kind.slug, &facts);
        let Decision::Allow(rule) = decision else { continue };
        let record = permit.reveal_by(&rule, fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
        notes.push(view_ties::said(&facts, &record)?);
    }
    notes.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(notes)
}

async fn items(
    permit: &Permit<'_, ReviewHandover>,
    tx: &mut Tx,
    parties: &Parties,
) -> Result<Vec<HandoverItem>> {
    let rows = tx
        .rows(
            "select m.id, m.kind, m.code, m.state, m.phase, r.priority, m.due_at, i.state, m.changed_at,
               (select max(x.changed_at) from matter x where x.root_id = m.id),
               case r.priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end as rank
             from handover_item i join matter m on m.id = i.matter_id join matter r on r.id = m.root_id
             where i.handover_id = $1 order by rank, m.due_at, m.id",
            &[parties.id.into()],
        )
        .await?;
    let kept_from = conference::kept_from(tx, permit.actor()).await?;
    let mut briefs = brief::of(tx, parties.id, (permit.actor().lang(), &kept_from)).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        let brief = briefs.remove(&row.id(0)?).unwrap_or_default();
        items.push(HandoverItem { brief, ..item(permit, tx, row, &kept_from).await? });
    }
    Ok(items)
}

async fn item(
    permit: &Permit<'_, ReviewHandover>,
    tx: &mut Tx,
    row: &Row,
    kept_from: &[Id],
) -> Result<HandoverItem> {
    let id = row.id(0)?;
    let kind = kind_of(&row.text(1)?)?;
    let facts = access::load::matter(tx, id, false).await?;
    let decision = access::by_scope(permit.actor(), "view", kind.slug, &facts);
    let name = match &decision {
        Decision::Allow(rule) => child(permit, tx, &facts, rule).await?,
        Decision::Deny(_) | Decision::Hide(_) => None,
    };
    let next_step = permit.reveal(next_step::of(tx, id, facts.key).await?)?.into_inner();
    let priority = row.text(5)?;
    let changed = row.time(8)?;
    Ok(HandoverItem {
        id,
        kind: kind.slug,
        code: row.text(2)?,
        state: row.text(3)?,
        phase: row.text(4)?,
        due_at: row.time_opt(6)?,
        answer: row.text(7)?,
        moved_at: row.time_opt(9)?.unwrap_or(changed).max(changed),
        one_by_one: ["urgent", "high"].contains(&priority.as_str()),
        priority,
        name,
        opens: decision.allows(),
        next_step,
        brief: MatterBrief::default(),
        parts: parts(tx, id, kept_from).await?,
    })
}

fn kind_of(slug: &str) -> Result<&'static KindMeta> {
    kinds::by_slug(slug).ok_or_else(|| Error::Storage("a matter of an unknown kind".into()))
}

/// The child of a case, under the rule through which the reader may see that case.
async fn child(
    permit: &Permit<'_, ReviewHandover>,
    tx: &mut Tx,
    facts: &MatterFacts,
    rule: &access::Rule,
) -> Result<Option<Seen<ShownRecord>>> {
    let row = tx.row("select child from k_case where id = $1", &[facts.root.into()]).await?;
    let Some(child) = row.map(|row| row.id_opt(0)).transpose()?.flatten() else { return Ok(None) };
    let held = fields::load(tx, <kinds::Person as Kind>::META, child, facts.key).await?;
    permit.reveal_by(rule, held).map(Some)
}

async fn parts(tx: &mut Tx, root: Id, kept_from: &[Id]) -> Result<Vec<PartLine>> {
    let rows = tx
        .rows(
            "select kind, code, state, due_at, id, case when due_at is null then 1 else 0 end as undated from matter
             where root_id = $1 and id <> $1 and phase <> 'closed' order by undated, due_at, id limit 20",
            &[root.into()],
        )
        .await?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in &rows {
        if !kept_from.contains(&row.id(4)?) {
            shown.push(PartLine {
                kind: kind_of(&row.text(0)?)?.slug,
                code: row.text(1)?,
                state: row.text(2)?,
                due_at: row.time_opt(3)?,
            });
        }
    }
    Ok(shown)
}
