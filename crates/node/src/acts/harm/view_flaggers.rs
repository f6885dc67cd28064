//! `view-flaggers`: what became of the reports of each trusted flagger of one's organisation. Counts alone, and nothing below the minimum: what few
//! reports say is said of people.

use std::collections::BTreeMap;

use model::Timestamp;
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::harm::content;
use crate::public::MINIMUM;
use crate::store::fields;

/// Reports that are read, the newest first.
const MOST: i64 = 10_000;

/// Looks at the outcomes.
pub struct ViewFlaggers;

/// Flaggers by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flaggers {
    /// One for each.
    pub flaggers: Vec<Flagger>,
    /// Whether older reports were left out.
    pub more: bool,
}

/// What became of the reports of one flagger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flagger {
    /// As it is written on the reports.
    pub name: String,
    /// Its reports; nothing below the minimum.
    pub reports: Option<usize>,
    /// The parts of that number; nothing where one of them is below the minimum, because it could be reckoned.
    pub outcomes: Option<Outcomes>,
    /// Of the four things that let police act, tenths that its reports had on average.
    pub quality: Option<i64>,
}

/// How reports ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Outcomes {
    /// Notified and followed through, or passed on to the competent body.
    pub acted: usize,
    /// Found not illegal.
    pub not_illegal: usize,
    /// The same as another, or not enough to go on.
    pub other: usize,
    /// Not closed yet.
    pub waiting: usize,
}

/// What is counted of one flagger.
#[derive(Default)]
struct Tally {
    name: String,
    outcomes: Outcomes,
    points: i64,
}

impl Tally {
    fn shown(self) -> Flagger {
        let parts = self.outcomes;
        let parts = [parts.acted, parts.not_illegal, parts.other, parts.waiting];
        let all: usize = parts.iter().sum();
        let enough = all >= MINIMUM;
        // One small part that is left out is what the others leave of the whole.
        let small = parts.iter().any(|part| (1..MINIMUM).contains(part));
        let average = i64::try_from(all).ok().filter(|all| *all > 0).map(|all| self.points * 10 / all);
        Flagger {
            name: self.name,
            reports: enough.then_some(all),
            outcomes: (enough && !small).then_some(self.outcomes),
            quality: average.filter(|_| enough),
        }
    }
}

#[async_trait::async_trait]
impl Act for ViewFlaggers {
    type Facts = Timestamp;
    type Output = Flaggers;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-flaggers"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "view", "trusted-flagger", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Flaggers> {
        let organisation = permit.organisation()?;
        let rows = tx
            .rows(
                "select m.id, m.key_id, m.phase from matter m join k_content_report k on k.id = m.id
                 where m.kind = 'content-report' and m.organisation_id = $1 and k.flagged_by is not null
                 order by m.opened_at desc, m.id limit $2",
                &[organisation.into(), (MOST + 1).into()],
            )
            .await?;
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        for row in rows.iter().take(most) {
            let shown = permit.reveal(fields::load(tx, content::META, row.id(0)?, row.id(1)?).await?)?;
            let name = shown.text("flagged_by");
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() {
                continue;
            }
            let tally = tallies.entry(name.to_lowercase()).or_default();
            tally.name = name;
            tally.points += shown.text("quality").parse::<i64>().unwrap_or_default();
            let outcome = shown.text("outcome");
            let part = match (row.text(2)?.as_str(), outcome.as_str()) {
                ("closed", "noticed" | "passed_on") => &mut tally.outcomes.acted,
                ("closed", "not_illegal") => &mut tally.outcomes.not_illegal,
                ("closed", _) => &mut tally.outcomes.other,
                _ => &mut tally.outcomes.waiting,
            };
            *part += 1;
        }
        tx.trace.kind = Some("trusted-flagger");
        tx.trace.subject = Some(organisation);
        Ok(Flaggers { flaggers: tallies.into_values().map(Tally::shown).collect(), more: rows.len() > most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(acted: usize, not_illegal: usize, waiting: usize) -> Flagger {
        let outcomes = Outcomes { acted, not_illegal, other: 0, waiting };
        Tally { name: "Mitra".into(), outcomes, points: 30 }.shown()
    }

    #[test]
    fn nothing_below_the_minimum_is_told_or_left_to_be_reckoned() {
        assert_eq!(tally(4, 3, 3).reports, None);
        assert_eq!(tally(4, 3, 3).quality, None);
        assert_eq!((tally(20, 0, 2).reports, tally(20, 0, 2).outcomes), (Some(22), None));
        let told = tally(20, 11, 0);
        assert_eq!(
            told.outcomes.map(|parts| (parts.acted, parts.not_illegal, parts.waiting)),
            Some((20, 11, 0))
        );
        assert_eq!(told.quality, Some(9));
    }
}
