//! The few places where the engines differ, each with a name.

use super::Engine;

/// Opens a transaction that will write.
pub(crate) const fn begin_write(engine: Engine) -> &'static str {
    match engine {
        // Takes the write lock at once instead of failing later.
        Engine::Sqlite => "begin immediate",
        Engine::Postgres => "begin",
    }
}

/// Opens a transaction that only reads, on one snapshot.
pub(crate) const fn begin_read(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "begin deferred",
        Engine::Postgres => "begin isolation level repeatable read",
    }
}

/// Ends a `select` whose rows the transaction is about to change.
pub(crate) const fn for_update(engine: Engine) -> &'static str {
    match engine {
        // SQLite has one writer at a time.
        Engine::Sqlite => "",
        Engine::Postgres => " for update",
    }
}

/// Names of the tables of this node's schema.
pub(crate) const fn table_names(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
        }
        Engine::Postgres => {
            "select table_name::text from information_schema.tables
             where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name"
        }
    }
}

/// Bytes that the database takes up.
pub(crate) const fn size(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "select page_count * page_size from pragma_page_count(), pragma_page_size()",
        Engine::Postgres => "select pg_database_size(current_database())",
    }
}

/// Run after a key was destroyed and committed, outside any transaction: makes the engine let go of its old bytes.
pub(crate) const fn forget(engine: Engine) -> &'static str {
    match engine {
        // `secure_delete` has overwritten the page; this moves it into the file and empties the log that still holds the old one.
        Engine::Sqlite => "pragma wal_checkpoint(truncate)",
        // Reclaims the old version of the row; what an operator archives of the log is outside our reach.
        Engine::Postgres => "vacuum person_key",
    }
}
