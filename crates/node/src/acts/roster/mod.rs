//! The duty roster: shifts, the hours that must be covered, and the numbers that the public page shows.

mod assure_emergency_line;
mod drop_shift;
mod open_emergency_line;
mod plan_shifts;
mod retire_emergency_line;
mod set_duty_hours;
mod view_roster;

pub use assure_emergency_line::AssureEmergencyLine;
pub use drop_shift::DropShift;
pub use open_emergency_line::OpenEmergencyLine;
pub use plan_shifts::{PlanShifts, Planned};
pub use retire_emergency_line::RetireEmergencyLine;
pub use set_duty_hours::SetDutyHours;
pub use view_roster::{DutyView, RosterView, ViewRoster};

use model::{Id, ProblemCode, Timestamp};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::roster::DUTIES;

/// Whose shift or number it is, and the instant.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    pub(crate) organisation: Id,
    pub(crate) now: Timestamp,
}

impl From<&MatterFacts> for Whose {
    fn from(matter: &MatterFacts) -> Self {
        Self { organisation: matter.organisation, now: matter.now }
    }
}

async fn whose(tx: &mut Tx, sql: &'static str, id: Id) -> Result<Whose> {
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    Ok(Whose { organisation: row.id(0)?, now: tx.now })
}

/// A duty that there is.
fn duty(text: &str) -> Result<&'static str> {
    let known = DUTIES.into_iter().find(|duty| *duty == text);
    known.ok_or_else(|| Error::field("duty", ProblemCode::UnknownCode))
}

/// Minutes of the day of `08:30`; `24:00` ends a day.
fn minute(field: &str, text: &str) -> Result<i64> {
    let parts = text.trim().split_once([':', '.']);
    let read = parts.and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)));
    match read {
        Some((hour @ 0..=23_i64, minute @ 0..=59_i64)) => Ok(hour * 60 + minute),
        Some((24, 0)) => Ok(1_440),
        _ => Err(Error::field(field, ProblemCode::OutOfRange)),
    }
}

/// Days of the week, 1 (Monday) to 7, each once and in order.
fn days(text: &str) -> Result<String> {
    let mut days: Vec<char> = text.chars().filter(|c| ('1'..='7').contains(c)).collect();
    days.sort_unstable();
    days.dedup();
    if days.is_empty() {
        Err(Error::field("days", ProblemCode::Missing))
    } else {
        Ok(days.into_iter().collect())
    }
}

/// One line that must be there and not be long.
fn line(field: &str, text: &str, longest: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::field(field, ProblemCode::Missing));
    }
    if text.chars().count() > longest {
        return Err(Error::field(field, ProblemCode::TooLong));
    }
    Ok(text.to_owned())
}
