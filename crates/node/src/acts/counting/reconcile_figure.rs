//! `reconcile-figure`: what each agency says of a period, a region and a form of exploitation, the sum, the children, and why
//! these differ.

use std::collections::BTreeSet;

use model::Timestamp;
use serde::Serialize;

use super::{Loaded, may_view, sees_exact, sound};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::{Line, Reconciled, Slice, breakdown, reconcile};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::runs::Run;
use crate::store::counting::show;

/// Reconciles a figure of the newest run.
#[derive(Debug, Clone, Default)]
pub struct ReconcileFigure {
    /// Which figure.
    pub slice: Slice,
}

/// The figure taken apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reconciliation {
    /// The run that it is counted from.
    pub run: Run,
    /// Which figure.
    pub slice: Slice,
    /// The reconciliation.
    pub figure: Reconciled,
    /// The children by something narrower: what, and the numbers, which always carry noise.
    pub by: Vec<(&'static str, Vec<Line>)>,
    /// Years that the lists tell of, latest first.
    pub years: Vec<String>,
    /// Forms that the lists tell of.
    pub forms: Vec<String>,
}

#[async_trait::async_trait]
impl Act for ReconcileFigure {
    type Facts = Timestamp;
    type Output = Reconciliation;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "reconcile-figure"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        may_view(actor, now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Reconciliation> {
        let slice = permit.act().slice.clone();
        sound(&slice)?;
        let organisation = permit.organisation()?;
        tx.trace.kind = Some("data-centre");
        let mut loaded = Loaded::newest(tx, organisation).await?.ok_or(Error::Refused("no-linkage-yet"))?;
        tx.trace.subject = Some(loaded.run.id);
        let exact = sees_exact(permit.actor(), tx.now);
        let show = show(tx, exact)?;
        if !exact {
            super::view_data_centre::hide(&mut loaded.run);
        }
        let linked = loaded.linked();
        let by =
            ["region", "form", "period", "sex", "age"].map(|by| (by, breakdown(&linked, &slice, by, &show)));
        let years: BTreeSet<&str> =
            loaded.facts.iter().filter_map(|fact| fact.on.as_deref()?.get(..4)).collect();
        let forms: BTreeSet<&str> = loaded.facts.iter().filter_map(|fact| fact.form.as_deref()).collect();
        Ok(Reconciliation {
            figure: reconcile(&linked, &slice, &show),
            by: by.to_vec(),
            years: years.into_iter().rev().map(str::to_owned).collect(),
            forms: forms.into_iter().map(str::to_owned).collect(),
            run: loaded.run.clone(),
            slice,
        })
    }
}
