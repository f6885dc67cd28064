//! `build-table`: pays for a table and keeps it. The journal says what was asked and never what was answered.

use std::sync::Arc;

use model::Id;

use super::gather_firsts::Firsts;
use super::{SeatFacts, Told, at_seat};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::research::Telling;
use crate::store::research;

/// Keeps a table. Only the node makes one, from what it counted itself.
pub struct BuildTable {
    pub(super) request: Id,
    pub(super) made: Option<Arc<(Firsts, Option<Telling>)>>,
}

impl BuildTable {
    /// With nothing in it, for the policy matrix; it is refused.
    pub(crate) const fn nothing() -> Self {
        Self { request: Id::from_u128(0), made: None }
    }
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct TableBuilt {
    /// The table.
    pub id: Id,
}

#[async_trait::async_trait]
impl Act for BuildTable {
    type Facts = SeatFacts;
    type Output = TableBuilt;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "build-table"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SeatFacts> {
        SeatFacts::load(tx, self.request).await
    }

    fn policy(&self, actor: &Actor, facts: &SeatFacts) -> Decision {
        at_seat(actor, "use", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<TableBuilt> {
        permit.facts().open()?;
        let made = permit.act().made.clone().ok_or(Error::Refused("desk-closed"))?;
        let (firsts, cells) = (&made.0, &made.1);
        let asked = firsts.asked.as_ref().ok_or(Error::NotFound)?;
        let told = cells.as_ref().map(|cells| {
            let many = i64::try_from(cells.cells.len()).unwrap_or(i64::MAX);
            (serde_json::to_string(cells).unwrap_or_default(), String::new(), many)
        });
        let id = tell(tx, firsts, told.map(|told| (told, Vec::new())), asked.precision.cost()).await?;
        tx.trace.kind = Some("research-desk");
        tx.trace.subject = Some(id);
        tx.trace.detail.to =
            Some(format!("{} {}/{} {}", asked.by.join(" "), asked.from, asked.to, asked.precision.code()));
        Ok(TableBuilt { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.request)
    }

    fn again(subject: Option<Id>) -> Option<TableBuilt> {
        subject.map(|id| TableBuilt { id })
    }
}

/// What was made, what only officers see of it, how many, and portions.
pub(super) type Made = ((String, String, i64), Vec<String>);

/// Pays for an answer and keeps it; what was answered before is paid by the seat alone, once, and nothing is drawn anew.
pub(super) async fn tell(tx: &mut Tx, firsts: &Firsts, made: Option<Made>, cost: i64) -> Result<Id> {
    research::hold(tx, firsts.organisation).await?;
    let known = research::same(tx, firsts.organisation, firsts.run, firsts.kind, &firsts.wanted).await?;
    if let Some(known) = known {
        let before = research::told_to(tx, firsts.request, known.id).await;
        return match before {
            Ok(told) => Ok(told.id),
            Err(Error::NotFound) => {
                research::charge(tx, firsts.request, known.id, known.cost).await?;
                Ok(known.id)
            }
            Err(error) => Err(error),
        };
    }
    let ((text, report, records), portions) = made.ok_or(Error::Conflict)?;
    research::pay(tx, firsts.organisation, cost).await?;
    let id = tx.new_id();
    let (version, seed_commitment) = (env!("CARGO_PKG_VERSION"), firsts.seed.commitment());
    let identity = format!(
        "research-release-2\n{}\n{}\n{version}\n{}\n{}\n{seed_commitment}",
        firsts.inputs_hash, firsts.counted, firsts.kind, firsts.wanted
    );
    let identity = seal::to_hex(&seal::sha256(identity.as_bytes()));
    let told = Told {
        id,
        identity: format!("{}-{}", firsts.kind, identity.get(..24).unwrap_or_default()),
        kind: firsts.kind.to_owned(),
        wanted: firsts.wanted.clone(),
        run: firsts.run,
        inputs_hash: firsts.inputs_hash.clone(),
        code_version: version.to_owned(),
        seed_commitment,
        cost,
        records,
        at: tx.now,
        told: text,
        report,
    };
    research::keep(tx, firsts.organisation, &told, &portions).await?;
    research::charge(tx, firsts.request, id, cost).await?;
    Ok(id)
}
