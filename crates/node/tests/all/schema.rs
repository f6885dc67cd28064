//! The tables fit the declarations.

use std::collections::BTreeMap;

use model::{Keep, Role, Value, kinds};
use node::Place;

use crate::world::World;

/// Columns of a table with their declared types.
async fn columns(world: &World, table: &str) -> BTreeMap<String, String> {
    let statement = match world.place {
        Place::Sqlite(_) => format!("select name, type from pragma_table_info('{table}')"),
        Place::Postgres(_) => {
            format!(
                "select column_name, data_type from information_schema.columns where table_name = '{table}'"
            )
        }
    };
    world.sql(&statement).await.into_iter().map(|row| (row[0].clone(), row[1].to_lowercase())).collect()
}

on_both!(every_kind_has_its_columns, |world| {
    for meta in kinds::ALL {
        let mut found = columns(&world, meta.table).await;
        let lead: &[&str] = match meta.role {
            Role::Subject => &["id", "organisation_id", "key_id", "version", "changed_at"],
            Role::Root | Role::Part(_) => &["id"],
        };
        for name in lead {
            assert!(found.remove(*name).is_some(), "{}: no column {name}", meta.table);
        }
        for field in meta.fields {
            let expected = match (field.keep, field.empty()) {
                (Keep::Sealed, _) => "bytea",
                (_, Value::Int(_)) => "bigint",
                (_, Value::Bool(_)) => "boolean",
                _ => "text",
            };
            assert_eq!(found.remove(field.name).as_deref(), Some(expected), "{}.{}", meta.table, field.name);
        }
        assert!(found.is_empty(), "{}: columns without a field: {found:?}", meta.table);
    }
});
