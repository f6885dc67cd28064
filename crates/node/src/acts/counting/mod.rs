//! The data centre: agencies deliver lists, the lists are linked, people decide doubtful pairs, one figure is published.
//!
//! Linking and protecting take longer than a transaction may: an act gathers (and is journalled as a look), the work is done
//! beside the database, and an act keeps what came out. [`Node::link_lists`](crate::Node::link_lists) and
//! [`Node::lay_out_release`](crate::Node::lay_out_release) do all three.

mod beside;
mod count_release;
mod decide_pair;
mod deliver_list;
mod explain_change;
mod gather_lists;
mod gather_overlaps;
mod keep_estimate;
mod keep_linkage;
mod keep_release;
mod list_cell_records;
mod list_pairs;
mod reconcile_figure;
mod undo_decision;
mod view_dashboard;
mod view_data_centre;
mod view_estimate;
mod view_estimates;
mod view_linkage;
mod view_pair;
mod view_release;

pub use beside::Repeated;
pub use count_release::{CountRelease, Gauged};
pub use decide_pair::{DecidePair, PairFacts};
pub use deliver_list::DeliverList;
pub use explain_change::{ExplainChange, Explained};
pub use gather_lists::GatherLists;
pub use gather_overlaps::GatherOverlaps;
pub use keep_estimate::KeepEstimate;
pub use keep_linkage::KeepLinkage;
pub use keep_release::KeepRelease;
pub use list_cell_records::{CellRecord, CellRecords, ListCellRecords};
pub use list_pairs::{ListPairs, Queue};
pub use reconcile_figure::{ReconcileFigure, Reconciliation};
pub use undo_decision::UndoDecision;
pub use view_dashboard::{Dashboard, ViewDashboard};
pub use view_data_centre::{DataCentre, Missing, ViewDataCentre};
pub use view_estimate::ViewEstimate;
pub use view_estimates::{Estimates, ViewEstimates};
pub use view_linkage::{Linkage, ViewLinkage};
pub use view_pair::{FieldWeight, PairShown, RowShown, ViewPair};
pub use view_release::{Released, ViewRelease};

pub use crate::store::counting::estimates::HiddenEstimate;
pub use crate::store::counting::lists::ListRow;
pub use crate::store::counting::pairs::PairRow;
pub use crate::store::counting::releases::Release;
pub use crate::store::counting::runs::Run;

use std::collections::HashMap;

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::counting::{Fact, Linked, Slice};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::counting::{lists, runs};

/// Whether somebody may look at the figures of their data centre.
fn may_view(actor: &Actor, now: &Timestamp) -> Decision {
    access::holds_right(actor, "view", "data-centre", *now)
}

/// Whether somebody sees numbers without noise: whoever works with the lists.
fn sees_exact(actor: &Actor, now: Timestamp) -> bool {
    access::holds_right(actor, "count", "data-centre", now).allows()
}

/// A run with everything that figures are counted from.
pub(super) struct Loaded {
    run: Run,
    pub(super) facts: Vec<Fact>,
    pub(super) children: Vec<String>,
    agencies: Vec<String>,
    doubts: Vec<crate::counting::Doubt>,
}

impl Loaded {
    /// The child of each row.
    fn by_row(&self) -> HashMap<Id, String> {
        let rows = self.facts.iter().zip(&self.children);
        rows.map(|(fact, child)| (fact.row, child.clone())).collect()
    }

    async fn newest(tx: &mut Tx, organisation: Id) -> Result<Option<Self>> {
        match runs::newest(tx, organisation).await? {
            Some(run) => Self::of(tx, run).await.map(Some),
            None => Ok(None),
        }
    }

    pub(super) async fn of(tx: &mut Tx, run: Run) -> Result<Self> {
        let inputs: Vec<Id> = runs::inputs(tx, run.id).await?.into_iter().map(|(list, _)| list).collect();
        let (facts, agencies) = lists::facts(tx, &inputs).await?;
        let members = runs::members(tx, run.id).await?;
        let child = |fact: &Fact| members.get(&fact.row).map(|(child, _)| child.clone()).unwrap_or_default();
        let children = facts.iter().map(child).collect();
        let doubts = runs::doubts(tx, run.id).await?;
        Ok(Self { run, facts, children, agencies, doubts })
    }

    fn linked(&self) -> Linked<'_> {
        Linked {
            facts: &self.facts,
            children: &self.children,
            agencies: &self.agencies,
            doubts: &self.doubts,
            scale: self.run.scale,
        }
    }
}

/// Sex and age are of children, not of rows: whoever counts rows does not know them.
fn sound(slice: &Slice) -> Result<()> {
    sound_estimate(slice)?;
    let of_children = [("sex", &slice.sex), ("age", &slice.age)];
    match of_children.into_iter().find(|(_, value)| value.is_some()) {
        Some((field, _)) => Err(Error::field(field, model::ProblemCode::UnknownCode)),
        None => Ok(()),
    }
}

fn sound_estimate(slice: &Slice) -> Result<()> {
    if slice.is_sound() { Ok(()) } else { Err(Error::field("period", model::ProblemCode::UnknownCode)) }
}
