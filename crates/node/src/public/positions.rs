//! Where states stand to instruments: facts that came with the program, and acts that were entered by hand.

use std::collections::{BTreeMap, BTreeSet};

use model::instruments::{self, DatedAct, Position, position};
use serde::Serialize;

use crate::db::Tx;
use crate::error::Result;
use crate::node::Node;

/// Where one state stands to one instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The instrument.
    pub instrument: String,
    /// The state.
    pub country: String,
    /// A code of list `treaty-status`.
    pub status: &'static str,
    /// Year since which.
    pub since: Option<i16>,
    /// Reservations that stand.
    pub reservations: usize,
    /// Whether everything that it rests on was reviewed.
    pub reviewed: bool,
    /// With what it was compared; empty where nobody did.
    pub checked_against: String,
}

impl Node {
    /// Where states stand, as far as it was reviewed.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn standings(&self) -> Result<Vec<Standing>> {
        self.db().read(move |tx| Box::pin(async move { load(tx, true).await })).await
    }
}

type Acts = BTreeMap<(String, String), Vec<(DatedAct, bool)>>;

/// Everything that is known, or with `reviewed` only what somebody reviewed. An act that was entered by hand stands beside the fact
/// that came with the program.
pub(crate) async fn load(tx: &mut Tx, reviewed: bool) -> Result<Vec<Standing>> {
    let rows = tx
        .rows(
            "select instrument, country, checked_against from confirmed_act order by instrument, country",
            &[],
        )
        .await?;
    let mut confirmed: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in &rows {
        confirmed.insert((row.text(0)?, row.text(1)?), row.text(2)?);
    }
    let mut acts = Acts::new();
    for fact in instruments::facts() {
        let key = (fact.instrument.to_owned(), fact.country.to_owned());
        let sure = confirmed.contains_key(&key);
        acts.entry(key).or_default().push((fact.act(), sure));
    }
    let rows = tx
        .rows(
            "select k.instrument, k.country, k.act_type, k.acted_on, m.state from k_state_act k
             join matter m on m.id = k.id where m.state <> 'rejected' order by k.id",
            &[],
        )
        .await?;
    for row in &rows {
        let act = DatedAct { act: row.text(2)?, on: row.text(3)?.parse().ok() };
        let sure = row.text(4)? == "reviewed";
        acts.entry((row.text(0)?, row.text(1)?)).or_default().push((act, sure));
    }
    by_membership(&mut acts);
    let mut standings = Vec::new();
    for ((instrument, country), known) in acts {
        let used: Vec<DatedAct> =
            known.iter().filter(|(_, sure)| *sure || !reviewed).map(|(act, _)| act.clone()).collect();
        if used.is_empty() && !known.is_empty() {
            continue;
        }
        let Some(Position { status, since, reservations }) = position(&instrument, &country, &used) else {
            continue;
        };
        standings.push(Standing {
            status: status.code(),
            since: since.map(|day| day.year()),
            reservations,
            reviewed: known.iter().all(|(_, sure)| *sure),
            checked_against: confirmed
                .get(&(instrument.clone(), country.clone()))
                .cloned()
                .unwrap_or_default(),
            instrument,
            country,
        });
    }
    Ok(standings)
}

/// Who is bound as a member has done nothing that could be listed.
fn by_membership(acts: &mut Acts) {
    let european: BTreeSet<&str> = instruments::EU.into_iter().collect();
    for instrument in instruments::all().iter().filter(|instrument| instrument.body == "EU") {
        for country in &european {
            acts.entry((instrument.code.to_owned(), (*country).to_owned())).or_default();
        }
    }
}
