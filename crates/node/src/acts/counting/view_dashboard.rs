//! `view-dashboard`: the children of a period by province, form and age as they are known now, every number with the noise of
//! its cell, whoever looks: asking twice, or for a part and the rest, averages nothing out.

use model::{Id, Timestamp};
use statistics::publish::Published;

use super::{Loaded, may_view, sound};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::{ReleaseTable, Rows, Slice, count, perturbed};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::show;

/// Looks at the dashboard.
#[derive(Debug, Clone, Default)]
pub struct ViewDashboard {
    /// Which rows.
    pub slice: Slice,
}

/// Tables with noise.
#[derive(Debug, Clone, PartialEq)]
pub struct Dashboard {
    /// The run that they are counted from.
    pub run: Id,
    /// When it was done.
    pub at: Timestamp,
    /// By province, form, age band.
    pub tables: Vec<Published>,
    /// Years that the lists tell of, latest first.
    pub years: Vec<String>,
}

#[async_trait::async_trait]
impl Act for ViewDashboard {
    type Facts = Timestamp;
    type Output = Dashboard;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-dashboard"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        may_view(actor, now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Dashboard> {
        let slice = &permit.act().slice;
        sound(slice)?;
        tx.trace.kind = Some("data-centre");
        let loaded =
            Loaded::newest(tx, permit.organisation()?).await?.ok_or(Error::Refused("no-linkage-yet"))?;
        let children = loaded.by_row();
        let show = show(tx, false)?;
        let rows = Rows { facts: &loaded.facts, children: &children };
        let mut tables = Vec::new();
        for table in ReleaseTable::ALL {
            let counted = count(table, &rows, slice, &|name: &str| show.key(name))?;
            tables.push(perturbed(table, &counted, show.table())?);
        }
        let years: std::collections::BTreeSet<&str> =
            loaded.facts.iter().filter_map(|fact| fact.on.as_deref()?.get(..4)).collect();
        let years = years.into_iter().rev().map(str::to_owned).collect();
        Ok(Dashboard { run: loaded.run.id, at: loaded.run.at, tables, years })
    }
}
