//! What time does by itself. A node looks once a minute whether something has fallen due, and performs `turn-clock` only then,
//! so that the journal of a quiet night stays short.
//!
//! A hand of the clock is two functions: whether anything is due, and doing a batch of it. Adding one means a file here and a
//! line in [`HANDS`].

mod access_looks;
mod alerts;
mod answers;
mod climbing;
mod consents;
mod escalate;
mod exchange;
mod figures;
mod handovers;
mod hearings;
mod holds;
mod limits;
mod listings;
mod offers;
mod proofs;
mod requests;
mod retention;
mod returns;
mod review_looks;
mod security;
mod services;
mod staff_vettings;
mod tenures;
mod turn_clock;
mod vettings;
mod watch;

use futures_util::future::BoxFuture;

use crate::db::Tx;
use crate::error::Result;

pub use escalate::{Climb, Escalate};
pub use review_looks::ReviewLooks;
pub use turn_clock::{TurnClock, Turned};

/// Reads, cheaply, whether there is something to do.
type Due = for<'a> fn(&'a mut Tx) -> BoxFuture<'a, Result<bool>>;
/// Does at most [`BATCH`] of it; answers how many.
type Turn = for<'a> fn(&'a mut Tx) -> BoxFuture<'a, Result<usize>>;

/// At most so many things in one transaction.
pub(crate) const BATCH: i64 = 50;

/// One thing that happens when its time has come.
pub struct Hand {
    /// Its name in the journal.
    pub(crate) name: &'static str,
    pub(crate) due: Due,
    pub(crate) turn: Turn,
}

/// Every hand, in the order in which they are turned: who holds a post is settled before anything is told to it.
pub(crate) static HANDS: &[Hand] = &[
    Hand { name: "tenures", due: |tx| Box::pin(tenures::due(tx)), turn: |tx| Box::pin(tenures::turn(tx)) },
    Hand { name: "hearings", due: |tx| Box::pin(hearings::due(tx)), turn: |tx| Box::pin(hearings::turn(tx)) },
    Hand { name: "vettings", due: |tx| Box::pin(vettings::due(tx)), turn: |tx| Box::pin(vettings::turn(tx)) },
    Hand {
        name: "staff-vettings",
        due: |tx| Box::pin(staff_vettings::due(tx)),
        turn: |tx| Box::pin(staff_vettings::turn(tx)),
    },
    Hand { name: "limits", due: |tx| Box::pin(limits::due(tx)), turn: |tx| Box::pin(limits::turn(tx)) },
    Hand { name: "listings", due: |tx| Box::pin(listings::due(tx)), turn: |tx| Box::pin(listings::turn(tx)) },
    Hand { name: "watch", due: |tx| Box::pin(watch::due(tx)), turn: |tx| Box::pin(watch::turn(tx)) },
    Hand {
        name: "retention",
        due: |tx| Box::pin(retention::due(tx)),
        turn: |tx| Box::pin(retention::turn(tx)),
    },
    Hand { name: "answers", due: |tx| Box::pin(answers::due(tx)), turn: |tx| Box::pin(answers::turn(tx)) },
    Hand { name: "consents", due: |tx| Box::pin(consents::due(tx)), turn: |tx| Box::pin(consents::turn(tx)) },
    Hand { name: "returns", due: |tx| Box::pin(returns::due(tx)), turn: |tx| Box::pin(returns::turn(tx)) },
    Hand { name: "offers", due: |tx| Box::pin(offers::due(tx)), turn: |tx| Box::pin(offers::turn(tx)) },
    Hand { name: "requests", due: |tx| Box::pin(requests::due(tx)), turn: |tx| Box::pin(requests::turn(tx)) },
    Hand {
        name: "handovers",
        due: |tx| Box::pin(handovers::due(tx)),
        turn: |tx| Box::pin(handovers::turn(tx)),
    },
    Hand { name: "alerts", due: |tx| Box::pin(alerts::due(tx)), turn: |tx| Box::pin(alerts::turn(tx)) },
    Hand { name: "holds", due: |tx| Box::pin(holds::due(tx)), turn: |tx| Box::pin(holds::turn(tx)) },
    Hand { name: "figures", due: |tx| Box::pin(figures::due(tx)), turn: |tx| Box::pin(figures::turn(tx)) },
    Hand {
        name: "matching",
        due: |tx| Box::pin(crate::exchange::matching::hand::due(tx)),
        turn: |tx| Box::pin(crate::exchange::matching::hand::turn(tx)),
    },
    Hand { name: "climbing", due: |tx| Box::pin(climbing::due(tx)), turn: |tx| Box::pin(climbing::turn(tx)) },
    Hand {
        name: "training",
        due: |tx| Box::pin(crate::acts::learning::gaps_due(tx)),
        turn: |tx| Box::pin(crate::acts::learning::gaps_turn(tx)),
    },
    Hand { name: "security", due: |tx| Box::pin(security::due(tx)), turn: |tx| Box::pin(security::turn(tx)) },
    Hand { name: "services", due: |tx| Box::pin(services::due(tx)), turn: |tx| Box::pin(services::turn(tx)) },
    Hand { name: "exchange", due: |tx| Box::pin(exchange::due(tx)), turn: |tx| Box::pin(exchange::turn(tx)) },
    Hand { name: "proofs", due: |tx| Box::pin(proofs::due(tx)), turn: |tx| Box::pin(proofs::turn(tx)) },
];
