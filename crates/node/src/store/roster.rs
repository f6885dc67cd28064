//! The duty roster: who is on duty when, which hours nobody covers, and the numbers that the public page shows.

use model::roster::{Hours, Span, uncovered};
use model::time::{DAY, Zone};
use model::{Date, Id, Timestamp};
use serde::Serialize;

use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::custody;

/// Duties that a roster covers (list `roster-duty`).
pub(crate) const DUTIES: [&str; 4] =
    ["intake_line", "urgent_content", "break_glass_review", "police_liaison"];

/// One shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// Its id.
    pub id: Id,
    /// Which duty.
    pub duty: String,
    /// The post on duty.
    pub post: Id,
    /// Who stands in when the post has no living holder.
    pub stand_in: Option<Id>,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub to: Timestamp,
    /// Whether the post or its stand-in has a living holder now.
    pub held: bool,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmergencyLine {
    /// Its id.
    pub id: Id,
    /// Who answers, in Indonesian.
    pub label_id: String,
    /// Who answers, in English.
    pub label_en: String,
    /// The number as people write it.
    pub number: String,
    /// Who made sure of it.
    pub assured_by: String,
    /// When.
    pub assured_on: Date,
}

impl EmergencyLine {
    /// Days after which a number asks to be assured again.
    const STALE: i32 = 180;
    /// Days after which it is not shown any more.
    const HIDDEN: i32 = 365;

    fn age(&self, today: Date) -> i32 {
        today.since(self.assured_on).map_or(i32::MAX, |span| span.get_days())
    }

    /// Whether it was assured too long ago to be relied on.
    pub fn is_stale(&self, today: Date) -> bool {
        self.age(today) > Self::STALE
    }

    /// Whether it is too old to be shown to anybody.
    pub fn is_hidden(&self, today: Date) -> bool {
        self.age(today) > Self::HIDDEN
    }
}

fn shift(row: &Row) -> Result<Shift> {
    Ok(Shift {
        id: row.id(0)?,
        duty: row.text(1)?,
        post: row.id(2)?,
        stand_in: row.id_opt(3)?,
        from: row.time(4)?,
        to: row.time(5)?,
        held: false,
    })
}

/// Shifts of an organisation that touch a window, by time.
pub(crate) async fn shifts(tx: &mut Tx, organisation: Id, window: Span) -> Result<Vec<Shift>> {
    let rows = tx
        .rows(
            "select id, duty, post_id, stand_in_post, from_at, to_at from duty_shift
             where organisation_id = $1 and dropped_at is null and to_at > $2 and from_at < $3 order by from_at, id",
            &[organisation.into(), window.from.into(), window.to.into()],
        )
        .await?;
    let mut found = rows.iter().map(shift).collect::<Result<Vec<_>>>()?;
    for shift in &mut found {
        shift.held = on_duty(tx, shift).await?.is_some();
    }
    Ok(found)
}

/// Who answers for a shift: its post, else its stand-in, if somebody holds it.
async fn on_duty(tx: &mut Tx, shift: &Shift) -> Result<Option<Id>> {
    for post in [Some(shift.post), shift.stand_in].into_iter().flatten() {
        if custody::holder(tx, post).await?.is_some() {
            return Ok(Some(post));
        }
    }
    Ok(None)
}

/// The post on a duty at this instant.
pub(crate) async fn now_on(tx: &mut Tx, organisation: Id, duty: &str) -> Result<Option<Id>> {
    let window = Span { from: tx.now, to: tx.now.plus(1) };
    for shift in shifts(tx, organisation, window).await?.iter().filter(|shift| shift.duty == duty) {
        if let Some(post) = on_duty(tx, shift).await? {
            return Ok(Some(post));
        }
    }
    Ok(None)
}

/// The hours in which a duty must be covered, if the organisation said so.
pub(crate) async fn hours(tx: &mut Tx, organisation: Id) -> Result<Vec<(String, Hours)>> {
    tx.rows(
        "select duty, days, from_minute, to_minute from duty_hours where organisation_id = $1 order by duty",
        &[organisation.into()],
    )
    .await?
    .iter()
    .map(|row| {
        let digits = row.text(1)?;
        let days = digits.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| u8::try_from(d).ok());
        Ok((row.text(0)?, Hours { days: days.collect(), from_minute: row.int(2)?, to_minute: row.int(3)? }))
    })
    .collect()
}

/// Stretches of a window in which a duty that must be covered is not.
pub(crate) async fn gaps(tx: &mut Tx, organisation: Id, window: Span) -> Result<Vec<(String, Span)>> {
    let shifts = shifts(tx, organisation, window).await?;
    let mut gaps = Vec::new();
    for (duty, hours) in hours(tx, organisation).await? {
        let covered: Vec<Span> = shifts
            .iter()
            .filter(|shift| shift.duty == duty && shift.held)
            .map(|shift| Span { from: shift.from, to: shift.to })
            .collect();
        let needed = hours.within(window, Zone::Wib);
        gaps.extend(uncovered(&needed, &covered).into_iter().map(|gap| (duty.clone(), gap)));
    }
    Ok(gaps)
}

/// When the next shift of a duty begins that somebody holds, within a fortnight.
pub(crate) async fn next(tx: &mut Tx, organisation: Id, duty: &str) -> Result<Option<Timestamp>> {
    let window = Span { from: tx.now, to: tx.now.plus(14 * DAY) };
    let shifts = shifts(tx, organisation, window).await?;
    Ok(shifts.iter().find(|shift| shift.duty == duty && shift.held).map(|shift| shift.from.max(window.from)))
}

/// The numbers of an organisation that are still in use, oldest first.
pub(crate) async fn lines(tx: &mut Tx, organisation: Id) -> Result<Vec<EmergencyLine>> {
    let rows = tx
        .rows(
            "select id, label_id, label_en, number, assured_by, assured_on from emergency_line
             where organisation_id = $1 and retired_at is null order by id",
            &[organisation.into()],
        )
        .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        // A date that cannot be read assures nothing.
        let Ok(assured_on) = row.text(5)?.parse() else { continue };
        lines.push(EmergencyLine {
            id: row.id(0)?,
            label_id: row.text(1)?,
            label_en: row.text(2)?,
            number: row.text(3)?,
            assured_by: row.text(4)?,
            assured_on,
        });
    }
    Ok(lines)
}
