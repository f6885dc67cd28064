//! What anybody may know of the intake desk without signing in: when somebody reads, and which numbers to call. It concerns
//! nobody in particular, and a look at it is not journalled: whoever reads the public form leaves no trace.

use model::roster::Span;
use model::time::{DAY, Zone};
use model::{Id, Timestamp};

use crate::db::Tx;
use crate::error::Result;
use crate::node::Node;
use crate::store::{EmergencyLine, clocks, roster};

/// When somebody will read a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Somebody is on duty now.
    Now,
    /// Nobody is on duty before this instant.
    From(Timestamp),
    /// There is no roster, or nobody is on it within a fortnight.
    NotKnown,
}

/// The desk as the public sees it.
#[derive(Debug, Clone)]
pub struct Desk {
    /// When somebody reads.
    pub reading: Reading,
    /// Minutes within which a report is taken on, and of one about a child in danger.
    pub answered_within: (i64, i64),
    /// Numbers that somebody assured not too long ago; `true` for one whose assurance is stale.
    pub lines: Vec<(EmergencyLine, bool)>,
}

impl Node {
    /// The intake desk of an organisation, or of the node's first one.
    ///
    /// # Errors
    /// [`Error::Storage`](crate::Error::Storage).
    pub async fn desk(&self, organisation: Option<Id>) -> Result<Desk> {
        self.db().read(move |tx| Box::pin(async move { desk(tx, organisation).await })).await
    }
}

async fn desk(tx: &mut Tx, organisation: Option<Id>) -> Result<Desk> {
    let organisation = match organisation {
        Some(id) => Some(id),
        None => {
            let row = tx.row("select id from organisation order by created_at, id limit 1", &[]).await?;
            row.map(|row| row.id(0)).transpose()?
        }
    };
    let rule = clocks::rules(tx).await?.into_iter().find(|rule| rule.clock == "acknowledge");
    let answered_within = rule.map_or((0, 0), |rule| (rule.minutes, rule.urgent_minutes));
    let Some(organisation) = organisation else {
        return Ok(Desk { reading: Reading::NotKnown, answered_within, lines: Vec::new() });
    };
    let reading = match roster::next(tx, organisation, "intake_line").await? {
        Some(at) if at <= tx.now => Reading::Now,
        Some(at) => Reading::From(at),
        None => Reading::NotKnown,
    };
    let today = tx.now.date(Zone::Wib);
    let lines = roster::lines(tx, organisation).await?;
    let lines = lines.into_iter().filter(|line| !line.is_hidden(today));
    let lines = lines.map(|line| (line.is_stale(today), line)).map(|(stale, line)| (line, stale)).collect();
    Ok(Desk { reading, answered_within, lines })
}

/// The coming days that a roster page shows.
pub(crate) fn fortnight(now: Timestamp) -> Span {
    let from = Timestamp::start_of(now.date(Zone::Wib), Zone::Wib);
    Span { from, to: from.plus(14 * DAY) }
}
