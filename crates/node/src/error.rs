//! The one error of the node: about ten kinds and no words. The web floor owns the words.

use model::Problem;

/// Code of the refusal for want of disk space: free some, and the node goes on by itself.
pub(crate) const DISK_FULL: &str = "disk-full";

/// Code of the refusal while a newer program has already changed the schema: another process does it.
pub(crate) const NEWER_SCHEMA: &str = "newer-schema";

/// Result of anything the node does.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an act did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the actor may not know of it; the two are never told apart.
    #[error("not found")]
    NotFound,
    /// The actor may know of it but may not do this.
    #[error("denied: {0}")]
    Denied(&'static str),
    /// Nobody is signed in, or the session has ended.
    #[error("not signed in")]
    NotSignedIn,
    /// Fields that cannot be read as they stand.
    #[error("{} field(s) with problems", .0.len())]
    Invalid(Vec<Problem>),
    /// The state of things forbids it; the code says why and is worded in the person's language.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Somebody changed the same thing meanwhile; load it again and repeat.
    #[error("changed meanwhile")]
    Conflict,
    /// An act with this id was already performed and left nothing to give back.
    #[error("already done")]
    AlreadyDone,
    /// Too many attempts; try again after so many seconds.
    #[error("too many attempts, wait {0} s")]
    TooMany(i64),
    /// A key is missing or a sealed value does not open: destroyed on purpose, or tampered with.
    #[error("sealed value does not open")]
    Sealed,
    /// The database did not do what it should. The text names no data.
    #[error("storage: {0}")]
    Storage(String),
    /// PostgreSQL asks for the transaction to be repeated; seen outside only after several repeats.
    #[error("storage is contended, try again")]
    Transient,
    /// The database has a schema that this program does not know.
    #[error("the database has schema version {found}, this program knows up to {known}: use a newer program")]
    UnknownSchema {
        /// Version found in the database.
        found: i64,
        /// Newest version this program knows.
        known: i64,
    },
    /// A set-up mistake that an operator must mend; the text says how.
    #[error("{0}")]
    Setup(String),
}

impl Error {
    /// A refusal about a single field.
    pub fn field(field: &str, code: model::ProblemCode) -> Self {
        Self::Invalid(vec![Problem { field: field.to_owned(), code }])
    }

    /// Whether something was refused because it carries a picture, a recording or another file.
    pub(crate) fn carries(&self) -> bool {
        match self {
            Self::Invalid(problems) => problems.iter().any(|one| one.code == model::ProblemCode::Picture),
            Self::Refused(code) => *code == "content-file-carries",
            _ => false,
        }
    }
}

impl From<sqlx::Error> for Error {
    /// Keeps what helps an operator and drops what might quote a value.
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(db) => {
                let code = db.code().map(|c| c.into_owned()).unwrap_or_default();
                // Serialization failure and deadlock: the whole act may simply be repeated.
                if code == "40001" || code == "40P01" {
                    return Self::Transient;
                }
                // SQLITE_FULL, SQLITE_IOERR_SHMSIZE, and disk_full of PostgreSQL.
                if matches!(code.as_str(), "13" | "4874" | "53100") {
                    return Self::Refused(DISK_FULL);
                }
                let constraint = db.constraint().unwrap_or("");
                Self::Storage(format!("database error {code} {constraint} {}", safe_message(db.message())))
            }
            sqlx::Error::Io(io) => Self::Storage(format!("input/output: {}", io.kind())),
            sqlx::Error::PoolTimedOut => Self::Storage("no free connection in time".into()),
            other => Self::Storage(format!("driver: {other}")),
        }
    }
}

/// Database messages may quote values; what stands in quotes is blanked unless it is an identifier-like word.
fn safe_message(message: &str) -> String {
    let mut out = String::new();
    for (index, part) in message.split(['"', '\'']).enumerate() {
        let identifier =
            part.len() <= 63 && part.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.');
        if index % 2 == 0 || identifier {
            out.push_str(part);
        } else {
            out.push('…');
        }
    }
    out
}

impl From<seal::SealError> for Error {
    fn from(_: seal::SealError) -> Self {
        Self::Sealed
    }
}

impl From<model::value::ValueError> for Error {
    fn from(_: model::value::ValueError) -> Self {
        Self::Storage("a stored value does not fit its field".into())
    }
}

impl From<model::id::IdError> for Error {
    fn from(_: model::id::IdError) -> Self {
        Self::Storage("a stored id is no id".into())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn quoted_values_are_blanked() {
        assert_eq!(
            super::safe_message("column \"risk_level\" rejects 'Contoh Budi'"),
            "column risk_level rejects …"
        );
    }
}
