//! `view-case`, `view-report`, …: one record with its parts, its child and its history, in one look and one entry.

use std::collections::HashSet;

use model::field::Groups;
use model::{Id, Kind, KindMeta, ParticipantRole, Role, Shape, Step, Timestamp, kinds};

use super::edit::of_kind;
use super::moves::OfferView;
use super::of::Of;
use super::practice::{self, Practice};
use super::{moves, slugs};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::held::Seen;
use crate::journal::read::{self, Told};
use crate::store::list::{self, Envelope, ListQuery, ShownRow, Sort};
use crate::store::stage::{self, Stage};
use crate::store::{
    Conflict, ShownParticipant, ShownRecord, conflict, custody, fields, guardian, participation, person, who,
};
use crate::store::{MatterClock, clocks, next_step, report_merge};

/// Looks at a record of a kind.
pub struct ViewMatter {
    meta: &'static KindMeta,
    id: Id,
}

/// The same of kind `K`.
pub type View<K> = Of<K, ViewMatter>;

impl ViewMatter {
    /// The record with this id.
    pub const fn new(meta: &'static KindMeta, id: Id) -> Self {
        Self { meta, id }
    }
}

impl<K: Kind> View<K> {
    /// The record with this id.
    pub fn new(id: Id) -> Self {
        Self::made(ViewMatter::new(K::META, id))
    }
}

/// Entries of history that a page shows.
const HISTORY: i64 = 100;

/// A record as somebody may see it.
#[derive(Debug)]
pub struct Viewed {
    /// The envelope.
    pub envelope: Envelope,
    /// Changes so far; an edit names the version it started from.
    pub version: i64,
    /// What its custodian promised to do next: a line without names. Whoever sees the matter by a move is not told.
    pub next_step: Option<String>,
    /// The fields.
    pub record: Seen<ShownRecord>,
    /// The child whom a case is about.
    pub child: Option<Seen<ShownRecord>>,
    /// Of a part: the number of its root, and whom that is about.
    pub part_of: Option<PartOf>,
    /// Who else takes part in a case, as far as the actor may know of them.
    pub people: Vec<ShownParticipant>,
    /// Whether a guardian of the child is a suspect: then nothing is asked of or sent to them.
    pub guardian_is_suspect: bool,
    /// Parts, by kind.
    pub parts: Vec<PartList>,
    /// Steps that the record's state and the actor's rights allow.
    pub steps: Vec<&'static Step>,
    /// Whether the actor may change fields.
    pub may_edit: bool,
    /// Whether the actor may pass custody to another post.
    pub may_assign: bool,
    /// Title of the custodian post.
    pub custodian: String,
    /// How long it stood in each state, first to last.
    pub stages: Vec<Stage>,
    /// Of a report: how many of the [things that let somebody act](kinds::Report::quality) are there, for who may see them.
    pub quality: Option<u8>,
    /// Time limits, the first to run out first.
    pub clocks: Vec<MatterClock>,
    /// Of a report: the one that it was merged into, with its number.
    pub merged_into: Option<(Id, String)>,
    /// Of a report: those that were merged into it, with their numbers.
    pub merged: Vec<(Id, String)>,
    /// Records that its fields point to and that the reader may not open: they are named, and no link leads there.
    pub closed: HashSet<Id>,
    /// Fields that were changed twice apart, with both values, as far as the actor may see them.
    pub conflicts: Vec<Conflict>,
    /// Why the reader sees the record although another post has it, if that is so: then only a part of it is shown.
    pub granted: Option<Granted>,
    /// Of a move: who offered what to whom.
    pub offer: Option<OfferView>,
    /// Of a case: `refer`, `transfer`, `override-consent`, `request-transfer`, `consent`, as far as the reader may.
    pub ways: Vec<&'static str>,
    /// Until when the viewer may look, if an emergency alone lets them.
    pub emergency_until: Option<Timestamp>,
    /// What was done, newest first; nothing for whoever sees it by a move.
    pub history: Vec<Told>,
    /// Of a case: what its parts say together.
    pub practice: Option<Practice>,
}

impl Viewed {
    /// The record that a field points to, if the reader may open it.
    pub fn leads(&self, field: &str) -> Option<Id> {
        self.record.text(field).parse().ok().filter(|id| !self.closed.contains(id))
    }
}

/// A look at somebody else's matter by a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// Slug of the move's kind; `part` for whoever answers for a part of the case alone.
    pub kind: &'static str,
    /// The move, or the case itself.
    pub id: Id,
    /// What may be seen.
    pub groups: Groups,
}

/// What a part belongs to, so that nobody reads or writes about the wrong child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// Its number.
    pub code: String,
    /// The child of the case, for whoever may know who it is.
    pub child: Option<String>,
}

/// The parts of one kind.
#[derive(Debug)]
pub struct PartList {
    /// The kind.
    pub meta: &'static KindMeta,
    /// Its records.
    pub rows: Vec<Seen<ShownRow>>,
    /// Whether the actor may add one.
    pub may_open: bool,
}

#[async_trait::async_trait]
impl Act for ViewMatter {
    type Facts = MatterFacts;
    type Output = Viewed;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        slugs::slug("view", self.meta.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.id, false).await?, self.meta)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", self.meta.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Viewed> {
        let (facts, actor) = (permit.facts(), permit.actor());
        let record = permit.reveal(fields::load(tx, permit.act().meta, facts.id, facts.key).await?)?;
        let child = match record.text("child").parse::<Id>() {
            Ok(child) => Some(permit.reveal(person::load_by(tx, actor, child, facts.key).await?)?),
            Err(_) => None,
        };
        let meta = permit.act().meta;
        let part_of = part_of(permit, tx).await?;
        let may = |verb: &str| access::by_scope(actor, verb, meta.slug, facts).allows();
        let fits = |step: &&Step| crate::harm::offers(meta, step, |name| record.text(name));
        let steps = meta.lifecycle.steps_from(&facts.state);
        let steps = steps.filter(|step| may(step.action)).filter(fits).collect();
        let parts = match meta.slug {
            "conference" => decisions(permit, tx).await?,
            _ if meta.role == Role::Root => parts(permit, tx).await?,
            _ => Vec::new(),
        };
        let granted = granted(permit);
        // What was done inside the house before is not part of what was agreed to be shown.
        let entries = if granted.is_some() { 0 } else { HISTORY };
        let mut history = read::about(tx, facts.id, entries).await?;
        who::tell(tx, actor, &mut history).await?;
        let custodian = who::title(tx, facts.custodian, actor.lang()).await?;
        let quality = quality(permit.act().meta, &record);
        // Whoever sees a part of a case by a move is not told how the whole of it stands.
        let whole = permit.act().meta.slug == "case" && granted.is_none();
        let practice = if whole { Some(practice::of(permit, tx).await?) } else { None };
        let emergency_until = match (permit.rule().name, permit.rule().post) {
            ("grant", Some(post)) => custody::emergency(tx, facts.root, post).await?,
            _ => None,
        };
        let closed = closed(actor, tx, &record).await?;
        let next_step = match &granted {
            Some(_) => None,
            None => permit.reveal(next_step::of(tx, facts.id, facts.key).await?)?.into_inner(),
        };
        tx.trace.kind = Some(permit.act().meta.slug);
        tx.trace.subject = Some(facts.id);
        Ok(Viewed {
            envelope: list::envelope(tx, facts.id, permit.act().meta).await?,
            version: facts.version,
            next_step,
            record,
            child,
            part_of,
            people: people(permit, tx).await?,
            guardian_is_suspect: meta.slug == "case" && guardian::guardian_is_suspect(tx, facts.id).await?,
            parts,
            steps,
            may_edit: may("edit"),
            may_assign: kinds::assignable(meta) && may("assign"),
            custodian,
            stages: stage::history(tx, facts.id).await?,
            quality,
            clocks: clocks::of(tx, facts.id).await?,
            merged_into: if meta.slug == "report" { merged_into(tx, facts.id).await? } else { None },
            merged: if meta.slug == "report" { report_merge::into(tx, facts.id).await? } else { Vec::new() },
            closed,
            conflicts: conflicts(permit, tx, facts.id).await?,
            granted,
            offer: if kinds::MOVES.contains(&permit.act().meta.slug) {
                moves::offer(permit, tx).await?
            } else {
                None
            },
            ways: moves::ways(actor, facts),
            emergency_until,
            history,
            practice,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

/// Matters that a record points to and that this reader may not open. Whether they may see a person is asked where the person is.
async fn closed(actor: &Actor, tx: &mut Tx, record: &ShownRecord) -> Result<HashSet<Id>> {
    let matter = |slug| kinds::by_slug(slug).is_some_and(|meta| meta.role != Role::Subject);
    let links = record.fields().filter(|(field, _)| matches!(field.shape, Shape::Link(slug) if matter(slug)));
    let linked: Vec<Id> = links.filter_map(|(_, shown)| shown.to_text().parse().ok()).collect();
    // Most records point to no other matter; then nothing is asked.
    access::load::closed_to(tx, actor, &linked).await
}

/// What a conference decided, as far as the reader may see each of them.
async fn decisions(permit: &Permit<'_, ViewMatter>, tx: &mut Tx) -> Result<Vec<PartList>> {
    let (facts, meta) = (permit.facts(), kinds::ConferenceDecision::META);
    let sql = "select id from k_conference_decision where conference = $1 order by id";
    let own = tx.rows(sql, &[facts.id.into()]).await?;
    let own = own.iter().map(|row| row.id(0)).collect::<Result<Vec<_>>>()?;
    let query = ListQuery { root: Some(facts.root), sort: Sort::Newest, limit: 200, ..ListQuery::default() };
    let held = list::rows(tx, meta, "view", permit.actor(), &query).await?;
    let rows = held.into_iter().map(|row| permit.reveal(row)).collect::<Result<Vec<_>>>()?;
    let rows = rows.into_iter().filter(|row| own.contains(&row.envelope.id)).collect();
    Ok(vec![PartList { meta, rows, may_open: false }])
}

/// The report that one was merged into: its number is known to whoever knows the duplicate.
async fn merged_into(tx: &mut Tx, id: Id) -> Result<Option<(Id, String)>> {
    let Some(merge) = report_merge::of(tx, id).await? else { return Ok(None) };
    let row = tx.row("select code from matter where id = $1", &[merge.kept.into()]).await?;
    Ok(row.map(|row| row.text(0)).transpose()?.map(|code| (merge.kept, code)))
}

/// What is still to be chosen in a record, as far as a permit may see it.
pub(super) async fn conflicts<A: Act>(
    permit: &Permit<'_, A>,
    tx: &mut Tx,
    record: Id,
) -> Result<Vec<Conflict>> {
    let held = conflict::open(tx, permit.actor(), record).await?;
    let seen = held.into_iter().map(|held| Ok(permit.reveal(held)?.into_inner()));
    Ok(seen.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

async fn part_of(permit: &Permit<'_, ViewMatter>, tx: &mut Tx) -> Result<Option<PartOf>> {
    let (facts, meta) = (permit.facts(), permit.act().meta);
    if facts.id == facts.root {
        return Ok(None);
    }
    let row = tx
        .row(
            "select m.code, k.child from matter m left join k_case k on k.id = m.id where m.id = $1",
            &[facts.root.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    // What is offered does not name the child before it is opened.
    let child = match row.id_opt(1)? {
        Some(child) if !kinds::MOVES.contains(&meta.slug) => {
            let child = permit.reveal(person::load_by(tx, permit.actor(), child, facts.key).await?)?;
            Some(child.text("name")).filter(|name| !name.is_empty())
        }
        _ => None,
    };
    Ok(Some(PartOf { code: row.text(0)?, child }))
}

async fn people(permit: &Permit<'_, ViewMatter>, tx: &mut Tx) -> Result<Vec<ShownParticipant>> {
    if permit.act().meta.slug != "case" {
        return Ok(Vec::new());
    }
    let facts = permit.facts();
    let held = participation::people(tx, permit.actor(), facts.id, facts.key).await?;
    let seen = held.into_iter().map(|held| Ok(permit.reveal(held)?.into_inner()));
    let mut people: Vec<_> = seen.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    people.sort_by_key(|one| ParticipantRole::ALL.iter().position(|role| *role == one.role));
    Ok(people)
}

fn granted(permit: &Permit<'_, ViewMatter>) -> Option<Granted> {
    let rule = permit.rule();
    if rule.name != "grant" || kinds::MOVES.contains(&permit.act().meta.slug) {
        return None;
    }
    let facts = permit.facts();
    let live = facts.grants.iter().filter(|grant| Some(grant.post) == rule.post);
    let mut moves = live.filter_map(|grant| {
        if grant.basis == access::PART {
            return Some(Granted { kind: "part", id: facts.id, groups: rule.groups });
        }
        let kind = kinds::MOVES.iter().copied().find(|kind| *kind == grant.basis)?;
        Some(Granted { kind, id: grant.source?, groups: rule.groups })
    });
    moves.next()
}

fn quality(meta: &KindMeta, record: &ShownRecord) -> Option<u8> {
    let whole = kinds::Report::QUALITY_FIELDS.iter().all(|name| !record.hides(name));
    (meta.slug == "report" && whole).then(|| kinds::Report::quality(&record.to_record()))
}

async fn parts(permit: &Permit<'_, ViewMatter>, tx: &mut Tx) -> Result<Vec<PartList>> {
    let (facts, actor) = (permit.facts(), permit.actor());
    let mut lists = Vec::new();
    let there = list::part_kinds(tx, facts.id).await?;
    for meta in kinds::parts_of(permit.act().meta.slug) {
        if !access::by_scope(actor, "view", meta.slug, facts).allows() {
            continue;
        }
        let may_open = access::by_scope(actor, "open", meta.slug, facts).allows();
        // Most cases have parts of a few kinds only: what is not there is not asked for.
        if !there.iter().any(|kind| kind == meta.slug) {
            lists.push(PartList { meta, rows: Vec::new(), may_open });
            continue;
        }
        let query =
            ListQuery { root: Some(facts.id), sort: Sort::Newest, limit: 200, ..ListQuery::default() };
        let held = list::rows(tx, meta, "view", actor, &query).await?;
        let rows = held.into_iter().map(|row| permit.reveal(row)).collect::<Result<Vec<_>>>()?;
        lists.push(PartList { meta, rows, may_open });
    }
    Ok(lists)
}
