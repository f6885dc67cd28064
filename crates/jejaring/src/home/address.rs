//! Addresses of databases.

use std::path::Path;

use node::Place;

use crate::failure::{Failure, Result};

/// The place that an address names; `node.db` in the node's directory without one.
pub(crate) fn place(address: Option<&str>, dir: &Path) -> Result<Place> {
    match address {
        None => Ok(Place::Sqlite(dir.join("node.db"))),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Ok(Place::Postgres(url.to_owned()))
        }
        Some(other) => match other.strip_prefix("sqlite:") {
            Some(path) if !path.trim_start_matches('/').is_empty() => Ok(Place::Sqlite(dir.join(path))),
            _ => Err(Failure::usage("a database address is postgres://user@host/name or sqlite:PATH")),
        },
    }
}

/// An address as it may be shown: without user, password and parameters.
pub(crate) fn spell(place: &Place) -> String {
    match place {
        Place::Sqlite(path) => format!("sqlite:{}", path.display()),
        Place::Postgres(url) => {
            let rest = url.split_once("://").map_or("", |(_, rest)| rest);
            let rest = rest.split('?').next().unwrap_or("");
            let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
            format!("postgres://{host}")
        }
    }
}

/// Whether an address carries a password.
pub(crate) fn has_password(place: &Place) -> bool {
    let Place::Postgres(url) = place else { return false };
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    rest.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) || rest.contains("password=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_without_secrets() {
        let place =
            place(Some("postgres://contoh:rahasia@db.invalid/jejaring?password=x"), Path::new("/n")).unwrap();
        assert_eq!(spell(&place), "postgres://db.invalid/jejaring");
        assert!(has_password(&place));
        let plain = super::place(Some("postgres://contoh@db.invalid/jejaring"), Path::new("/n")).unwrap();
        assert!(!has_password(&plain));
    }

    #[test]
    fn files_lie_in_the_directory_of_the_node() {
        let at = |address| match place(address, Path::new("/n")) {
            Ok(Place::Sqlite(path)) => path.to_string_lossy().into_owned(),
            _ => "refused".into(),
        };
        assert_eq!(at(None), "/n/node.db");
        assert_eq!(at(Some("sqlite:two.db")), "/n/two.db");
        assert_eq!(at(Some("sqlite:/m/two.db")), "/m/two.db");
        for bad in ["mysql://x", "two.db", "sqlite:", ""] {
            assert_eq!(at(Some(bad)), "refused", "{bad}");
        }
    }
}
