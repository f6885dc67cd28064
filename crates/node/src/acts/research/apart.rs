//! Work that is done beside the database, between an act that gathers and an act that pays and keeps.

use std::sync::Arc;

use model::Id;

use super::{BuildTable, GatherFirsts, MakeRecords, TableBuilt};
use crate::access::Actor;
use crate::acts::Opened;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::research::{Precision, Telling, invent};

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Storage("the work did not end".into()))?
}

impl Node {
    /// Answers a table that a researcher asks for: gathers, counts and draws noise beside the database, pays and keeps. A question
    /// that was answered before gets the same answer, and costs the children nothing more. `act` is the id of the act that keeps.
    ///
    /// # Errors
    /// What the acts answer; [`Error::Refused`] `budget-spent` or `share-spent` when less is left than it costs.
    pub async fn build_table(
        &self,
        act: Id,
        actor: &Actor,
        request: Id,
        by: Vec<String>,
        precision: Precision,
    ) -> Result<TableBuilt> {
        let firsts = self.perform(actor, GatherFirsts { request, table: Some((by, precision)) }).await?;
        let made = apart(move || {
            let cells = match (&firsts.asked, &firsts.records) {
                (Some(asked), Some(records)) => {
                    let counts = asked.count(records);
                    let cells = asked.precision.noised().tell(&counts, &mut firsts.seed.noise("cells"));
                    Some(Telling { cells })
                }
                _ => None,
            };
            Ok((firsts, cells))
        });
        let made = Some(Arc::new(made.await?));
        self.perform_as(act, actor, BuildTable { request, made }).await
    }

    /// Makes synthetic records for a seat, for half of what is left of its share. `act` is the id of the act that keeps.
    ///
    /// # Errors
    /// As [`Node::build_table`].
    pub async fn make_records(&self, act: Id, actor: &Actor, request: Id) -> Result<Opened> {
        let firsts = self.perform(actor, GatherFirsts { request, table: None }).await?;
        let made = apart(move || {
            let period = (firsts.period.0.as_str(), firsts.period.1.as_str());
            let records = match &firsts.records {
                Some(records) => {
                    Some(invent(&firsts.variables, period, records, firsts.share / 2, &firsts.seed)?)
                }
                None => None,
            };
            Ok((firsts, records))
        });
        let made = Some(Arc::new(made.await?));
        self.perform_as(act, actor, MakeRecords { request, made }).await
    }
}
