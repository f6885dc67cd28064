//! What whoever watches over others' work needs: load, figures, samples of closed cases, and reviews of looks.

mod count_indicators;
mod declare_kin;
mod draw_sample;
mod explain_access;
mod list_my_looks;
mod view_workload;

pub use count_indicators::{CountIndicators, Counted};
pub use declare_kin::{DeclareKin, Kin};
pub use draw_sample::{DrawSample, Drawn};
pub use explain_access::{ExplainAccess, LookFacts};
pub use list_my_looks::{ListMyLooks, LookRow, MyLooks};
pub use view_workload::{ViewWorkload, Workload, WorkloadRow};

use model::Timestamp;
use model::field::DataGroup;

use crate::access::{Actor, Decision, Holding, Rule, Scope};

/// The widest holding through which somebody watches over others' cases.
fn watching(actor: &Actor, now: Timestamp) -> Option<(&Holding, Scope)> {
    let reach = |holding: &Holding| holding.role.reach("list", "case").filter(|scope| *scope >= Scope::Unit);
    let held = actor.holdings_at(now).filter_map(|holding| Some((holding, reach(holding)?)));
    held.max_by_key(|(_, scope)| *scope)
}

/// Allowed to whoever watches over others' cases.
fn watchers(actor: &Actor, now: Timestamp) -> Decision {
    match watching(actor, now) {
        Some((holding, scope)) => {
            let groups = holding.groups().with(DataGroup::Record);
            Decision::Allow(Rule { name: scope.code(), post: Some(holding.post), groups })
        }
        None => Decision::Deny("no-right"),
    }
}
