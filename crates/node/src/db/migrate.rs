//! Forward-only migrations: one text for both engines. A line that starts with `--sqlite ` or `--postgres ` is meant for
//! that engine alone; to the other it is a comment. A database with a schema newer than this program is refused.

use model::Value;

use super::{Db, Engine, Sql, Tx, Verdict, dialect};
use crate::error::{Error, Result};

struct Migration {
    version: i64,
    name: &'static str,
    text: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),* $(,)?) => {
        &[ $( Migration {
            version: $version,
            name: $name,
            text: include_str!(concat!("../../migrations/", $name, ".sql")),
        } ),* ]
    };
}

const ALL: &[Migration] = migrations![
    1 "0001_ground",
    2 "0002_kinds",
    3 "0003_desk",
    4 "0004_casework",
    5 "0005_moves",
    6 "0006_handover",
    7 "0007_intake",
    8 "0008_people",
    9 "0009_ground",
    10 "0010_exchange",
    11 "0011_counting",
    12 "0012_promises",
    13 "0013_requests",
    14 "0014_harm",
    15 "0015_field",
    16 "0016_programmes",
    17 "0017_exchange",
    18 "0018_casework",
    19 "0019_numbers",
    20 "0020_monitoring",
    21 "0021_learning",
    22 "0022_offline",
    23 "0023_research",
    24 "0024_vetting",
    25 "0025_exchange",
    26 "0026_harm",
    28 "0028_governance",
    29 "0029_many",
    30 "0030_matching",
    31 "0031_programmes",
    32 "0032_harm",
    34 "0034_devices",
    35 "0035_estimates",
    36 "0036_casework",
    38 "0038_harm",
    41 "0041_case",
];

/// The newest schema that this program knows.
pub(crate) fn known() -> i64 {
    ALL.last().map_or(0, |migration| migration.version)
}

/// Every version that this program knows, oldest first.
pub(crate) fn versions() -> Vec<i64> {
    ALL.iter().map(|migration| migration.version).collect()
}

/// Brings the schema up to date; answers whether it was not.
pub(crate) async fn migrate(db: &Db) -> Result<bool> {
    db.write(|tx| {
        Box::pin(async move {
            let result = bring_up(tx).await;
            (if result.is_ok() { Verdict::Keep } else { Verdict::Undo }, result)
        })
    })
    .await
}

async fn bring_up(tx: &mut Tx) -> Result<bool> {
    bring_up_to(tx, known()).await
}

/// Brings the schema up to a version that this program knows: a backup is loaded into the schema that it was taken from.
pub(crate) async fn bring_up_to(tx: &mut Tx, to: i64) -> Result<bool> {
    tx.row(dialect::alone(tx.engine()), &[]).await?;
    let found = version(tx).await?;
    let newest = found.max(to);
    if newest > known() {
        return Err(Error::UnknownSchema { found: newest, known: known() });
    }
    let mut changed = false;
    for migration in ALL.iter().filter(|migration| migration.version > found && migration.version <= to) {
        let text = for_engine(migration.text, tx.engine());
        let mut sql = Sql::from("");
        for line in text {
            sql.push(line).push("\n");
        }
        tx.script(sql).await?;
        let row = [migration.version.into(), migration.name.into(), tx.now.into()];
        tx.run("insert into schema_version (version, name, applied_at) values ($1, $2, $3)", &row).await?;
        changed = true;
    }
    Ok(changed)
}

/// The version of a schema that is there, for a process that has run on it.
pub(crate) async fn newest(tx: &mut Tx) -> Result<i64> {
    let row = tx.row("select coalesce(max(version), 0) from schema_version", &[] as &[Value]).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// The version of the schema found, 0 for an empty database.
pub(crate) async fn version(tx: &mut Tx) -> Result<i64> {
    let tables = tx.rows(dialect::table_names(tx.engine()), &[]).await?;
    let mut has = false;
    for table in &tables {
        has |= table.text(0)? == "schema_version";
    }
    if !has {
        return Ok(0);
    }
    newest(tx).await
}

fn for_engine(text: &'static str, engine: Engine) -> impl Iterator<Item = &'static str> {
    let mark = match engine {
        Engine::Sqlite => "--sqlite ",
        Engine::Postgres => "--postgres ",
    };
    text.lines().map(move |line| line.strip_prefix(mark).unwrap_or(line))
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests know their sizes")]
mod tests {
    use super::*;

    /// The last migration before processes of two versions had to share one database.
    const TOGETHER_SINCE: i64 = 29;

    #[test]
    fn what_an_older_process_reads_stays_as_it_knows_it() {
        for migration in ALL.iter().filter(|migration| migration.version >= TOGETHER_SINCE) {
            let text = migration.text.to_lowercase();
            for taken in ["drop table", "drop column", "rename ", "alter column", "truncate", "delete from"] {
                assert!(
                    !text.contains(taken),
                    "{}: `{taken}` takes something from processes still running",
                    migration.name
                );
            }
        }
    }

    #[test]
    fn versions_only_grow() {
        assert!(versions().windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(versions().last(), Some(&known()));
    }
}
