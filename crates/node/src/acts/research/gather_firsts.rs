//! `gather-firsts`: takes the first event of each child from the run that a seat looks at. Nobody is shown anything.

use model::Id;

use super::{SeatFacts, answers_for, at_seat};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::counting::Loaded;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::research::{Asked, Precision, Seed, first_events, in_order, inputs};
use crate::store::counting::runs;
use crate::store::research;

/// Gathers.
#[derive(Debug, Clone)]
pub struct GatherFirsts {
    /// The data request.
    pub request: Id,
    /// Dimensions of a table and its precision; all approved variables when records are to be made.
    pub table: Option<(Vec<String>, Precision)>,
}

/// First events, ready to be counted. They cannot be shown.
pub struct Firsts {
    pub(super) request: Id,
    pub(super) organisation: Id,
    pub(super) run: Id,
    pub(super) kind: &'static str,
    pub(super) wanted: String,
    pub(super) asked: Option<Asked>,
    pub(super) variables: Vec<String>,
    pub(super) period: (String, String),
    pub(super) share: i64,
    pub(super) inputs_hash: String,
    /// What was counted, under a secret of the node: a plain hash would let a guess of the children be tried.
    pub(super) counted: String,
    pub(super) seed: Seed,
    /// Nothing where it was answered before: then nothing has to be counted.
    pub(super) records: Option<Vec<Vec<String>>>,
}

#[async_trait::async_trait]
impl Act for GatherFirsts {
    type Facts = SeatFacts;
    type Output = Firsts;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "gather-firsts"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SeatFacts> {
        SeatFacts::load(tx, self.request).await
    }

    fn policy(&self, actor: &Actor, facts: &SeatFacts) -> Decision {
        match self.table {
            Some(_) => at_seat(actor, "use", facts),
            None => answers_for(actor, facts),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Firsts> {
        let seat = &permit.facts().seat;
        tx.trace.kind = Some("research-desk");
        tx.trace.subject = Some(seat.request);
        let run = permit.facts().open()?;
        let period = (seat.from.as_str(), seat.to.as_str());
        let (kind, asked) = match &permit.act().table {
            Some((by, precision)) => ("table", Some(Asked::new(by, &seat.variables, period, *precision)?)),
            None if seat.access == "synthetic_records" => ("records", None),
            None => return Err(Error::Refused("no-records-approved")),
        };
        let variables = asked.as_ref().map_or_else(|| in_order(&seat.variables), |asked| asked.by.clone());
        let share = seat.allotted - seat.spent;
        // Records cost half of what is left of the share; asked for again they are the same.
        let wanted = match &asked {
            Some(asked) => asked.text(),
            None => format!("{{\"request\":\"{}\"}}", seat.request),
        };
        let run = runs::get(tx, seat.organisation, run).await?;
        let known = research::same(tx, seat.organisation, run.id, kind, &wanted).await?;
        let (inputs_hash, run_id) = (inputs(&run), run.id);
        let records = match known {
            Some(_) => None,
            None => {
                let loaded = Loaded::of(tx, run).await?;
                Some(first_events(&loaded.facts, &loaded.children, &variables, period))
            }
        };
        let secret = tx.context.keys.lookup.subkey("research-noise");
        let counted = seal::to_hex(&seal::tag(&secret, format!("{records:?}").as_bytes()));
        Ok(Firsts {
            request: seat.request,
            organisation: seat.organisation,
            run: run_id,
            kind,
            seed: Seed::of(&secret, run_id, kind, &wanted),
            wanted,
            asked,
            variables,
            period: (seat.from.clone(), seat.to.clone()),
            share,
            inputs_hash,
            counted,
            records,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.request)
    }
}
