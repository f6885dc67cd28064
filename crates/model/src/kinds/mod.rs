//! The kinds of this release, one file each. `docs/ADDING-A-KIND.md` walks through one.

mod assessment;
mod care_arrangement;
mod case;
mod family;
mod follow_up;
mod legal_process;
mod person;
mod plan_goal;
mod report;
mod service;
mod tracing_request;

pub use assessment::Assessment;
pub use care_arrangement::CareArrangement;
pub use case::Case;
pub use family::Family;
pub use follow_up::FollowUp;
pub use legal_process::LegalProcess;
pub use person::Person;
pub use plan_goal::PlanGoal;
pub use report::Report;
pub use service::Service;
pub use tracing_request::TracingRequest;

use crate::kind::{Kind, KindMeta};

/// Runs a macro over every kind, so that registries in other crates cannot forget one.
#[macro_export]
macro_rules! for_each_kind {
    ($each:ident) => {
        $each!(
            $crate::kinds::Report,
            $crate::kinds::Case,
            $crate::kinds::Assessment,
            $crate::kinds::PlanGoal,
            $crate::kinds::Service,
            $crate::kinds::FollowUp,
            $crate::kinds::LegalProcess,
            $crate::kinds::CareArrangement,
            $crate::kinds::TracingRequest,
            $crate::kinds::Person,
            $crate::kinds::Family,
        );
    };
}

macro_rules! metas {
    ($($kind:ty),* $(,)?) => {
        /// The declarations of all kinds.
        pub const ALL: &[&KindMeta] = &[ $( <$kind as Kind>::META ),* ];
    };
}
for_each_kind!(metas);

/// The kind with this slug (`follow-up`) or code (`follow_up`).
pub fn by_slug(slug: &str) -> Option<&'static KindMeta> {
    ALL.iter().copied().find(|meta| meta.slug == slug || meta.code == slug)
}

/// The parts of a root kind, in the order in which a page shows them.
pub fn parts_of(root: &str) -> impl Iterator<Item = &'static KindMeta> {
    ALL.iter().copied().filter(move |meta| meta.role == crate::Role::Part(meta.root()) && meta.root() == root)
}
