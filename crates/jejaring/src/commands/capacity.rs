//! `jejaring capacity`: how far a node is from its next step, and what to do then. The limits are what was measured (`docs/MEASUREMENTS.md`).

use std::path::PathBuf;

use clap::Args;
use node::{Engine, Growth, Node};
use serde_json::{Value, json};

use crate::failure::Result;
use crate::home::Home;
use crate::out::Out;

/// Say how far the node is from its next step, and what to do then
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring capacity --dir /srv/jejaring
  (the node may go on running; shares are of what was measured on two cores)")]
pub(crate) struct Capacity {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
}

/// One figure beside what it was measured up to.
struct Figure {
    name: &'static str,
    found: i64,
    carried: i64,
    then: &'static str,
}

/// From this share of what was measured on the next step is prepared.
const PREPARE: i64 = 60;

impl Figure {
    fn share(&self) -> i64 {
        self.found.saturating_mul(100) / self.carried.max(1)
    }
}

impl Capacity {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let home = Home::open(&self.dir)?;
        let node = home.node(None).await?;
        let figures = figures(&node).await?;
        let mut rows: Vec<Value> = Vec::new();
        for figure in &figures {
            let share = figure.share();
            let word = if share >= PREPARE { "prepare the next step" } else { "enough room" };
            out.say(format_args!(
                "{:<28} {:>12} of {:>12}  {share:>3} %  {word}",
                figure.name, figure.found, figure.carried
            ));
            if share >= PREPARE {
                out.say(format_args!("    {}", figure.then));
            }
            rows.push(json!({
                "figure": figure.name, "found": figure.found, "carried": figure.carried, "share_percent": share,
                "prepare": share >= PREPARE, "then": figure.then,
            }));
        }
        out.say("The steps and how to take them: docs/OPERATING.md, docs/runbooks/capacity.md");
        out.finish(&json!({ "ok": true, "prepare_from_percent": PREPARE, "figures": rows }));
        Ok(())
    }
}

async fn figures(node: &Node) -> Result<Vec<Figure>> {
    let (found, growth) = (node.examine().await?, node.growth().await?);
    let mut figures = match node.engine() {
        Engine::Sqlite => on_sqlite(&growth),
        Engine::Postgres => on_postgres(&growth),
    };
    let entries = i64::try_from(found.placed + found.waiting).unwrap_or(i64::MAX);
    figures.push(Figure {
        name: "journal entries in a year",
        // At the pace of the last week.
        found: entries.saturating_add(growth.entries_in_a_week.saturating_mul(52)),
        carried: 1_000_000,
        then: "beyond this nothing was measured: try `jejaring bench casework --entries` at twice the size, and `jejaring drill` for how long a restore takes",
    });
    if let Some(connections) = node.connections().await? {
        figures.push(Figure {
            name: "connections to PostgreSQL",
            found: connections.budget + connections.reserved,
            carried: connections.most,
            then: "raise max_connections, or lower `connections` in jejaring.toml; then start another process",
        });
    }
    Ok(figures)
}

/// One process on SQLite: 100,000 cases, 1,868 reports a second at the peak.
fn on_sqlite(growth: &Growth) -> Vec<Figure> {
    let then = "move to PostgreSQL: `jejaring move`, tried on a restored backup first";
    vec![
        Figure { name: "open cases", found: growth.open_matters, carried: 100_000, then },
        Figure { name: "acts in the busiest hour", found: growth.busiest_hour, carried: 100 * 3_600, then },
    ]
}

/// PostgreSQL on two cores, shared with the processes.
fn on_postgres(growth: &Growth) -> Vec<Figure> {
    let then = "give PostgreSQL cores of its own, then start another process: `systemctl enable --now jejaring-web@PORT`";
    vec![
        Figure { name: "open cases", found: growth.open_matters, carried: 100_000, then },
        Figure { name: "acts in the busiest hour", found: growth.busiest_hour, carried: 100 * 3_600, then },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_what_was_measured() {
        let figure = |found| Figure { name: "x", found, carried: 200, then: "" };
        assert_eq!(figure(50).share(), 25);
        assert!(figure(120).share() >= PREPARE && figure(119).share() < PREPARE);
        assert!(figure(i64::MAX).share() > PREPARE);
    }
}
