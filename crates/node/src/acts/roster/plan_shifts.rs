//! `plan-shifts`: a post is on a duty at the same hours on some days of the coming weeks.

use model::roster::{Hours, Span};
use model::time::{DAY, Zone};
use model::{Date, Id, ProblemCode, Timestamp};

use super::{days, duty, minute};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::custody;

/// Plans shifts.
pub struct PlanShifts {
    /// The duty (list `roster-duty`).
    pub duty: String,
    /// The post on duty.
    pub post: Id,
    /// Who stands in while the post has no living holder.
    pub stand_in: Option<Id>,
    /// First day.
    pub first_day: Date,
    /// For so many weeks, 1 to 13.
    pub weeks: i64,
    /// Days of the week as digits, 1 (Monday) to 7.
    pub days: String,
    /// Begins at, as `08:00` in western Indonesia.
    pub from: String,
    /// Ends at; on the next day when it is not after the beginning.
    pub to: String,
}

/// What was planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// New shifts; hours in which the same post was on the same duty already are not planned twice.
    pub shifts: usize,
}

/// Longest plan, in weeks.
const WEEKS: i64 = 13;

#[async_trait::async_trait]
impl Act for PlanShifts {
    type Facts = Timestamp;
    type Output = Planned;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "plan-shifts"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "plan", "roster", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Planned> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        let duty = duty(&act.duty)?;
        for post in [Some(act.post), act.stand_in].into_iter().flatten() {
            if custody::post(tx, post).await?.0 != organisation {
                return Err(Error::Refused("post-elsewhere"));
            }
        }
        if act.stand_in == Some(act.post) {
            return Err(Error::Refused("stand-in-is-the-post"));
        }
        if !(1..=WEEKS).contains(&act.weeks) {
            return Err(Error::field("weeks", ProblemCode::OutOfRange));
        }
        if act.first_day < tx.now.date(Zone::Wib) {
            return Err(Error::field("first_day", ProblemCode::DateOutOfRange));
        }
        let digits = days(&act.days)?;
        let hours = Hours {
            days: digits
                .chars()
                .filter_map(|c| c.to_digit(10))
                .filter_map(|d| u8::try_from(d).ok())
                .collect(),
            from_minute: minute("from", &act.from)?,
            to_minute: minute("to", &act.to)?,
        };
        let mut shifts = 0;
        for span in spans(&hours, act.first_day, act.weeks) {
            shifts += usize::from(insert(tx, organisation, (duty, act), span).await?);
        }
        tx.trace.kind = Some("roster");
        tx.trace.subject = Some(organisation);
        tx.trace.detail.to = Some(format!("{duty} {shifts}"));
        Ok(Planned { shifts })
    }

    fn again(_: Option<Id>) -> Option<Planned> {
        Some(Planned { shifts: 0 })
    }
}

/// Whole shifts that begin in the window, the last of which may end after it.
fn spans(hours: &Hours, first_day: Date, weeks: i64) -> Vec<Span> {
    let from = Timestamp::start_of(first_day, Zone::Wib);
    let end = from.plus(weeks * 7 * DAY);
    let wide = Span { from: from.plus(-DAY), to: end.plus(2 * DAY) };
    let spans = hours.within(wide, Zone::Wib);
    spans.into_iter().filter(|span| span.from >= from && span.from < end).collect()
}

async fn insert(
    tx: &mut Tx,
    organisation: Id,
    (duty, act): (&'static str, &PlanShifts),
    span: Span,
) -> Result<bool> {
    let there = tx
        .row(
            "select id from duty_shift
             where organisation_id = $1 and duty = $2 and post_id = $3 and from_at = $4 and dropped_at is null
             order by id limit 1",
            &[organisation.into(), duty.into(), act.post.into(), span.from.into()],
        )
        .await?;
    if there.is_some() {
        return Ok(false);
    }
    let id = tx.new_id();
    tx.run(
        "insert into duty_shift (id, organisation_id, duty, post_id, stand_in_post, from_at, to_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            id.into(),
            organisation.into(),
            duty.into(),
            act.post.into(),
            act.stand_in.into(),
            span.from.into(),
            span.to.into(),
        ],
    )
    .await?;
    Ok(true)
}
