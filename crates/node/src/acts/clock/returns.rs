//! What was settled until a day comes back on that day: an adopted policy is reviewed, a met criterion or duty is shown anew, a venue is
//! visited again, an agreement ends. The post that holds it then is told.

use model::Id;
use model::time::{Span, Zone};

use super::BATCH;
use crate::db::{Sql, Tx};
use crate::error::Result;
use crate::store::{notification, stage};

/// Kind, state in which it rests, state in which it comes back, and what is told.
struct Return {
    kind: &'static str,
    rests: &'static str,
    back: &'static str,
    /// The phase of that state.
    phase: &'static str,
    /// So many days before its day.
    ahead: i32,
    told: &'static str,
    /// Those whose day is over. The custodian of a part is that of its root.
    passed: &'static str,
}

macro_rules! passed {
    ($table:literal, $day:literal) => {
        concat!(
            "select m.id, coalesce(m.custodian_post, r.custodian_post) from matter m join matter r on r.id = m.root_id join ",
            $table,
            " k on k.id = m.id where m.kind = $1 and m.state = $2 and r.phase <> 'closed' and k.",
            $day,
            " < $3 order by k.",
            $day,
            ", m.id limit $4"
        )
    };
}

const ALL: [Return; 6] = [
    Return {
        kind: "agreement",
        rests: "in_force",
        back: "expiring",
        phase: "open",
        ahead: 30,
        told: "agreement-ends",
        passed: passed!("k_agreement", "valid_until"),
    },
    Return {
        kind: "agreement",
        rests: "expiring",
        back: "expired",
        phase: "closed",
        ahead: 0,
        told: "agreement-over",
        passed: passed!("k_agreement", "valid_until"),
    },
    Return {
        kind: "policy-draft",
        rests: "adopted",
        back: "due_for_review",
        phase: "open",
        ahead: 0,
        told: "policy-review-due",
        passed: passed!("k_policy_draft", "review_on"),
    },
    Return {
        kind: "code-criterion",
        rests: "met",
        back: "lapsed",
        phase: "open",
        ahead: 0,
        told: "evidence-due",
        passed: passed!("k_code_criterion", "review_on"),
    },
    Return {
        kind: "platform-duty",
        rests: "met",
        back: "due_again",
        phase: "open",
        ahead: 0,
        told: "evidence-due",
        passed: passed!("k_platform_duty", "review_due"),
    },
    Return {
        kind: "company-venue",
        rests: "visited",
        back: "to_visit",
        phase: "open",
        ahead: 0,
        told: "venue-visit-due",
        passed: passed!("k_company_venue", "next_visit"),
    },
];

async fn passed(tx: &mut Tx, one: &Return, most: i64) -> Result<Vec<(Id, Option<Id>)>> {
    let today = tx.now.date(Zone::Wib);
    let day = today.checked_add(Span::new().days(one.ahead)).unwrap_or(today).to_string();
    let params = [one.kind.into(), one.rests.into(), day.into(), most.into()];
    let rows = tx.rows(Sql::from(one.passed), &params).await?;
    rows.iter().map(|row| Ok((row.id(0)?, row.id_opt(1)?))).collect()
}

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    for one in &ALL {
        if !passed(tx, one, 1).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let (mut done, now) = (0, tx.now);
    for one in &ALL {
        for (id, post) in passed(tx, one, BATCH).await? {
            tx.run_one(
                "update matter set state = $2, phase = $4, state_since = $3, changed_at = $3, version = version + 1 where id = $1",
                &[id.into(), one.back.into(), now.into(), one.phase.into()],
            )
            .await?;
            stage::enter(tx, id, one.back, now).await?;
            if let Some(post) = post {
                notification::tell(tx, post, one.told, Some(id)).await?;
            }
            done += 1;
        }
    }
    Ok(done)
}
