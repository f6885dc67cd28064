//! `list-visits`: the choices that a form brings along to a device: open cases of its post, or visits that are due. Numbers and days;
//! names only where the post's role shows them and the person wanted them on this device.

use model::time::{DAY, Zone};
use model::{DataGroup, Id, Timestamp};

use super::receive_submission::DeviceFacts;
use crate::access::{self, Actor, Decision, Rule, by_scope};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::field::Target;
use crate::store::person;

/// Fetches the list. [`Node::visits_for`](crate::Node::visits_for) performs it.
pub struct ListVisits {
    pub(crate) device: Id,
    pub(crate) target: Target,
}

impl ListVisits {
    /// For the policy matrix.
    pub(crate) fn sample() -> Self {
        Self { device: Id::from_u128(0), target: Target::Case }
    }
}

/// Whose device it is.
pub type VisitFacts = DeviceFacts;

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// The case or the visit.
    pub id: Id,
    /// Number of the case.
    pub code: String,
    /// When the visit is due.
    pub due: Option<Timestamp>,
    /// The child's name, where it may be shown.
    pub name: Option<String>,
    /// The version of the record.
    pub version: i64,
}

/// Days ahead for which visits are handed out.
const AHEAD: i64 = 45 * DAY;
/// Rows of one list.
const MOST: i64 = 500;

#[async_trait::async_trait]
impl Act for ListVisits {
    type Facts = DeviceFacts;
    type Output = Vec<VisitRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-visits"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<DeviceFacts> {
        DeviceFacts::load(tx, self.device).await
    }

    /// The device's user, while they hold its post and its role lists cases.
    fn policy(&self, actor: &Actor, facts: &DeviceFacts) -> Decision {
        if !facts.is_of(actor) {
            return Decision::Hide("no-device");
        }
        let holding = actor.holdings_at(facts.now).find(|holding| holding.post == facts.post);
        match holding.filter(|holding| holding.role.reach("list", "case").is_some()) {
            Some(holding) => {
                let groups = holding.role.groups.without(DataGroup::Reporter).with(DataGroup::Record);
                Decision::Allow(Rule { name: "device", post: Some(facts.post), groups })
            }
            None => Decision::Deny("no-right"),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<VisitRow>> {
        let post = permit.facts().post;
        let found = match permit.act().target {
            Target::Nothing => return Err(Error::NotFound),
            Target::Case => cases(tx, post).await?,
            Target::Visit => visits(tx, post).await?,
        };
        let ids: Vec<Id> = found.iter().map(|(row, _)| row.id).collect();
        let facts = access::load::matters(tx, &ids).await?;
        let mut rows = Vec::with_capacity(found.len());
        for (mut row, child) in found {
            let Some(matter) = facts.iter().find(|facts| facts.id == row.id) else { continue };
            let Decision::Allow(rule) = by_scope(permit.actor(), "view", matter.kind.slug, matter) else {
                continue;
            };
            if let (true, Some(child)) = (permit.facts().names, child) {
                row.name = name(permit, tx, &rule, child).await?;
            }
            row.version = matter.version;
            rows.push(row);
        }
        tx.trace.kind = Some(match permit.act().target {
            Target::Visit => "follow-up",
            _ => "case",
        });
        tx.trace.listed = rows.iter().map(|row| row.id).collect();
        Ok(rows)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.device)
    }
}

type Found = Vec<(VisitRow, Option<Id>)>;

async fn cases(tx: &mut Tx, post: Id) -> Result<Found> {
    let rows = tx
        .rows(
            "select m.id, m.code, m.due_at, k.child from matter m join k_case k on k.id = m.id
             where m.kind = 'case' and m.custodian_post = $1 and m.phase <> 'closed'
             order by m.code, m.id limit $2",
            &[post.into(), MOST.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((read(row, None)?, row.id_opt(3)?))).collect()
}

async fn visits(tx: &mut Tx, post: Id) -> Result<Found> {
    let until = tx.now.plus(AHEAD);
    let rows = tx
        .rows(
            "select m.id, r.code, m.due_at, k.child from matter m join matter r on r.id = m.root_id
               join k_case k on k.id = r.id
             where m.kind = 'follow-up' and m.state = 'due' and coalesce(m.custodian_post, r.custodian_post) = $1
               and m.due_at <= $2
             order by m.due_at, m.id limit $3",
            &[post.into(), until.into(), MOST.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((read(row, row.time_opt(2)?)?, row.id_opt(3)?))).collect()
}

fn read(row: &crate::db::Row, due: Option<Timestamp>) -> Result<VisitRow> {
    Ok(VisitRow { id: row.id(0)?, code: row.text(1)?, due, name: None, version: 0 })
}

async fn name(
    permit: &Permit<'_, ListVisits>,
    tx: &mut Tx,
    rule: &Rule,
    child: Id,
) -> Result<Option<String>> {
    let facts = match person::facts(tx, child, false).await {
        Ok(facts) => facts,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    // A protected identity stays in the office, whatever was opened there.
    if facts.protected || facts.erased_at.is_some() {
        return Ok(None);
    }
    let shown = permit.reveal_by(rule, person::load_for(tx, permit.actor(), &facts).await?)?;
    Ok(Some(shown.text("name")).filter(|name| !name.is_empty()))
}

impl VisitRow {
    /// The choice as the worker reads it: number, day, and the name where it may be shown.
    pub fn label(&self) -> String {
        let mut label = self.code.clone();
        if let Some(due) = self.due {
            label.push_str(&format!(" · {}", due.date(Zone::default())));
        }
        if let Some(name) = &self.name {
            label.push_str(&format!(" · {name}"));
        }
        label
    }
}
