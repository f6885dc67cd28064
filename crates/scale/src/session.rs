//! The client's way to the scheduler: one query at a time, tried again where an executor was lost with its answer.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ballista_core::extension::{SessionConfigExt, SessionStateExt};
use ballista_core::utils::default_session_builder;
use datafusion::arrow::array::RecordBatch;
use datafusion::common::Result as Answer;
use datafusion::execution::{FunctionRegistry, SessionState, SessionStateBuilder};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};

use crate::Result;
use crate::functions::functions;
use crate::kernel::Kernel;

/// How often a query is asked before its failure is believed.
const TRIES: u32 = 4;

/// A session that knows the functions of the linkage, over a kernel.
pub(crate) fn state(config: SessionConfig, kernel: &Arc<Kernel>) -> Answer<SessionState> {
    let mut state = default_session_builder(config)?;
    for function in functions(kernel) {
        state.register_udf(Arc::new(function))?;
    }
    Ok(state)
}

/// A session of a client.
pub(crate) struct Session(SessionContext);

impl Session {
    /// With a scheduler, shuffling into so many parts. The table `records` is what lies in a folder.
    pub(crate) async fn new(scheduler: &str, parts: usize, records: &Path) -> Result<Self> {
        let config = SessionConfig::new_with_ballista()
            .with_target_partitions(parts)
            .with_ballista_job_name("linkage");
        let state = SessionStateBuilder::new().with_default_features().with_config(config).build();
        let context =
            SessionContext::new_with_state(state.upgrade_for_ballista(format!("http://{scheduler}"))?);
        functions(&Arc::default()).for_each(|function| context.register_udf(function));
        let path = records.to_str().ok_or("the path of the shared folder is no text")?;
        context.register_parquet("records", path, ParquetReadOptions::default()).await?;
        Ok(Self(context))
    }

    /// Asks until there is an answer. Nothing is written before the answer is whole, so that no try leaves anything behind.
    pub(crate) async fn ask(&self, query: &str) -> Result<Vec<RecordBatch>> {
        let mut tried = 1;
        loop {
            match self.once(query).await {
                Ok(answer) => return Ok(answer),
                Err(trouble) if tried < TRIES => {
                    log::warn!("a stage is tried again: {trouble}");
                    tokio::time::sleep(Duration::from_secs(1 << tried)).await;
                    tried += 1;
                }
                Err(trouble) => return Err(trouble.into()),
            }
        }
    }

    async fn once(&self, query: &str) -> Answer<Vec<RecordBatch>> {
        self.0.sql(query).await?.collect().await
    }
}
