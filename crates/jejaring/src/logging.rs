//! Logs of the server: JSON lines on standard error, without anything that identifies a person. What was done by whom is the
//! journal's business, not the log's.

use tracing_subscriber::EnvFilter;

/// Starts logging. `JEJARING_LOG` takes filters such as `info,node=debug`.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("JEJARING_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let started = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_current_span(false)
        .with_span_list(false)
        .with_writer(std::io::stderr)
        .try_init();
    // Another logger is there already: the embedding program's wish counts.
    drop(started);
}

/// Logging for a demonstration on a terminal: warnings only.
pub(crate) fn quiet() {
    let filter = EnvFilter::try_from_env("JEJARING_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let started = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    drop(started);
}
