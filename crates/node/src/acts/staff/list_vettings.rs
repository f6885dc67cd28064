//! `list-vettings`: who of the staff was vetted, who is due, and who works with children without a vetting that holds.

use model::time::{Span, Zone};
use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision, Holding, Scope};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::scope::Builder;
use crate::store::{vetting, who};

/// Lists staff that the actor's right reaches: those first who work with children and have no vetting that holds.
pub struct ListVettings;

/// Days before its end from which a vetting is due to be renewed.
pub const RENEW: i32 = 30;

/// Who was vetted, and for which roles it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vettings {
    /// One row for everybody who holds a post.
    pub rows: Vec<VettingRow>,
    /// Slugs of the roles whose posts ask for a vetting.
    pub roles: Vec<String>,
    /// Whether the actor may ask for one.
    pub may_ask: bool,
}

/// One member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VettingRow {
    /// Whose.
    pub account: Id,
    /// The person's name.
    pub name: String,
    /// Titles of the posts held now.
    pub posts: Vec<String>,
    /// Whether one of these posts asks for a vetting.
    pub required: bool,
    /// `none`, `asked`, `valid`, `due`, `expired`, `not_suitable` or `ended`.
    pub state: String,
    /// Until when it holds, as `2027-03-05`.
    pub until: Option<String>,
    /// The vetting.
    pub vetting: Option<Id>,
}

impl VettingRow {
    /// Whether somebody works with children and has no vetting that holds.
    pub fn missing(&self) -> bool {
        self.required && !matches!(self.state.as_str(), "valid" | "due")
    }
}

#[async_trait::async_trait]
impl Act for ListVettings {
    type Facts = Timestamp;
    type Output = Vettings;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-vettings"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "vetting", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vettings> {
        let (organisation, actor) = (permit.organisation()?, permit.actor());
        let reach = |holding: &Holding| holding.role.reach("list", "vetting");
        let held = actor.holdings_at(tx.now).filter(|one| one.organisation == organisation);
        let widest = held.filter_map(|one| Some((one, reach(one)?))).max_by_key(|(_, scope)| *scope);
        let mut rows: Vec<VettingRow> = Vec::new();
        if let Some((holding, scope)) = widest {
            rows = staff(tx, actor, holding, scope).await?;
        }
        let soon =
            tx.now.date(Zone::Wib).checked_add(Span::new().days(RENEW)).unwrap_or_default().to_string();
        for row in &mut rows {
            let Some(newest) = vetting::newest(tx, row.account).await? else { continue };
            let due = newest.state == "valid" && newest.until.as_ref().is_some_and(|until| *until <= soon);
            (row.state, row.until) = (if due { "due".to_owned() } else { newest.state }, newest.until);
            row.vetting = Some(newest.id);
        }
        // Who vets is seldom whoever supervises: the state is for both, the record for those who may open it.
        let known: Vec<Id> = rows.iter().filter_map(|row| row.vetting).collect();
        let closed = access::load::closed_to(tx, actor, &known).await?;
        for row in &mut rows {
            row.vetting = row.vetting.filter(|vetting| !closed.contains(vetting));
        }
        rows.sort_by_key(|row| (!row.missing(), row.until.clone().unwrap_or("9".into()), row.account));
        tx.trace.kind = Some("vetting");
        tx.trace.listed = rows.iter().filter_map(|row| row.vetting).collect();
        let roles = tx
            .rows(
                "select role from vetted_role where organisation_id = $1 order by role",
                &[organisation.into()],
            )
            .await?;
        let roles = roles.iter().map(|row| row.text(0)).collect::<Result<_>>()?;
        let may_ask = access::holds_right(actor, "open", "vetting", tx.now).allows();
        Ok(Vettings { rows, roles, may_ask })
    }
}

async fn staff(tx: &mut Tx, actor: &Actor, holding: &Holding, scope: Scope) -> Result<Vec<VettingRow>> {
    let now = tx.now;
    let mut b =
        Builder::new("select t.account_id, p.id, v.role from tenure t join post p on p.id = t.post_id");
    b.text(" left join vetted_role v on v.role = p.role and v.organisation_id = p.organisation_id");
    b.text(" where p.state <> 'abolished' and t.from_at <= ").value(now);
    b.text(" and (t.to_at is null or t.to_at > ").value(now).text(")");
    b.text(" and p.organisation_id = ").value(holding.organisation);
    if scope == Scope::Unit {
        b.text(" and (p.id = ").value(holding.post).text(" or p.unit_id = ").value(holding.unit).text(")");
    } else if scope < Scope::Organisation {
        b.text(" and p.id = ").value(holding.post);
    }
    b.text(" order by t.account_id, t.id");
    let held = tx.rows(b.sql, &b.params).await?;
    let all = |at| held.iter().map(|row| row.id(at)).collect::<Result<Vec<_>>>();
    let names = who::names(tx, &all(0)?).await?;
    let titles = who::titles(tx, &all(1)?, actor.lang()).await?;
    let mut rows: Vec<VettingRow> = Vec::new();
    for row in &held {
        let (account, post, required) = (row.id(0)?, row.id(1)?, row.text_opt(2)?.is_some());
        let title = titles.get(&post).cloned().unwrap_or_default();
        if rows.last().is_none_or(|last| last.account != account) {
            let name = names.get(&account).cloned().unwrap_or_default();
            rows.push(VettingRow {
                account,
                name,
                posts: Vec::new(),
                required: false,
                state: "none".into(),
                until: None,
                vetting: None,
            });
        }
        if let Some(last) = rows.last_mut() {
            last.required |= required;
            last.posts.push(title);
        }
    }
    Ok(rows)
}
