//! The few places where the engines differ, each with a name.

use super::Engine;

/// Opens a transaction that will write.
pub(crate) const fn begin_write(engine: Engine) -> &'static str {
    match engine {
        // Takes the write lock at once instead of failing later.
        Engine::Sqlite => "begin immediate",
        // Locks of a process that stands still are let go after this, and what it had half done is undone.
        Engine::Postgres => "begin; set local idle_in_transaction_session_timeout = '10s'",
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

/// Ends a `select` of rows that one of several processes takes for itself: those that another is taking are left out.
pub(crate) const fn take_rows(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => " for update skip locked",
    }
}

/// Run first by whoever changes the schema: one process at a time.
pub(crate) const fn alone(engine: Engine) -> &'static str {
    match engine {
        // It has the write lock already.
        Engine::Sqlite => "select 1",
        Engine::Postgres => "select 1 from pg_advisory_xact_lock(7431226901)",
    }
}

/// Connections that the server takes, and how many of them it keeps for its own administrators.
pub(crate) const fn connection_limit(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "select 0, 0",
        Engine::Postgres => {
            "select current_setting('max_connections')::bigint, current_setting('superuser_reserved_connections')::bigint"
        }
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

/// Columns of the table `$1`: name, declared type, place in the primary key (0 for none).
pub(crate) const fn columns(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "select name, lower(type), pk from pragma_table_info($1) order by cid",
        Engine::Postgres => {
            "select c.column_name::text, c.data_type::text, coalesce(k.ordinal_position, 0)::bigint
             from information_schema.columns c
             left join information_schema.table_constraints t on t.table_schema = c.table_schema
               and t.table_name = c.table_name and t.constraint_type = 'PRIMARY KEY'
             left join information_schema.key_column_usage k on k.constraint_schema = t.constraint_schema
               and k.constraint_name = t.constraint_name and k.table_name = c.table_name
               and k.column_name = c.column_name
             where c.table_schema = current_schema() and c.table_name = $1 order by c.ordinal_position"
        }
    }
}

/// Lets rows of one transaction refer to rows that come later. Only for filling an empty database.
pub(crate) const fn defer_references(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "pragma defer_foreign_keys = on",
        Engine::Postgres => {
            "do $$ declare c record; begin
               for c in select conrelid::regclass as t, conname as n from pg_constraint
                 where contype = 'f' and connamespace = current_schema()::regnamespace loop
                 execute format('alter table %s alter constraint %I deferrable initially deferred', c.t, c.n);
               end loop; end $$"
        }
    }
}

/// Checks every reference and makes them strict again, before the same transaction commits.
pub(crate) const fn settle_references(engine: Engine) -> &'static str {
    match engine {
        // The commit checks them and ends the leniency.
        Engine::Sqlite => "",
        Engine::Postgres => {
            "set constraints all immediate;
             do $$ declare c record; begin
               for c in select conrelid::regclass as t, conname as n from pg_constraint
                 where contype = 'f' and connamespace = current_schema()::regnamespace loop
                 execute format('alter table %s alter constraint %I not deferrable', c.t, c.n);
               end loop; end $$"
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
