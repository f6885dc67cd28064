//! Why a command did not succeed, in one sentence that says what to do.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// Result of a command.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// A sentence and an exit code.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command was called in a way that can never work: exit code 2.
    Usage(String),
    /// It could not be done: exit code 1.
    Failed(String),
}

impl Failure {
    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self::Usage(sentence.into())
    }

    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self::Failed(sentence.into())
    }

    /// A file operation that failed.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        Self::Failed(match error.kind() {
            io::ErrorKind::NotFound => format!("{path} is not there: check the path"),
            io::ErrorKind::PermissionDenied => {
                format!("{path} may not be read or written: run the command as the owner of the node")
            }
            io::ErrorKind::StorageFull => format!("the disk that holds {path} is full: make room"),
            _ => format!("{path}: {error}"),
        })
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) => 2,
            Self::Failed(_) => 1,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Usage(sentence) | Self::Failed(sentence)) = self;
        f.write_str(sentence)
    }
}

impl From<node::Error> for Failure {
    fn from(error: node::Error) -> Self {
        use node::Error;
        Self::Failed(match error {
            Error::Sealed => "the keys do not open this database: use the key file that belongs to it, \
                              or restore from a backup with the recovery words"
                .into(),
            Error::Refused(code) => refusal(code),
            Error::Storage(what) => {
                format!(
                    "the database did not answer as it should ({what}): check its address, rights and disk"
                )
            }
            Error::NotFound => "there is no such account or record: check the name".into(),
            other => other.to_string(),
        })
    }
}

fn refusal(code: &str) -> String {
    match code {
        "target-not-empty" => "the target database already holds tables: name an empty one",
        "member-is-there" => "the database already holds this member: name an empty database",
        "password-is-set" => "the account already has a password: use the sign-in page to change it",
        "password-too-short" => "the password is too short: use at least 12 characters",
        "password-too-long" => "the password is too long: use a shorter one",
        "password-is-address" => "the password is the e-mail address: choose another",
        "password-too-common" => {
            "the password is among the first that are tried: choose several unrelated words"
        }
        "no-anchor" => {
            "no anchor is set: run `jejaring exchange anchor` with the file that was handed over in person"
        }
        "anchor-is-set" => "an anchor is set already and is not replaced: a node belongs to one network",
        "no-directory" => {
            "the node belongs to no network yet: run `jejaring exchange adopt` with the directory"
        }
        "no-such-member" => "there is no member of that name on this node: check --member",
        "no-exchange-keys" => "the member has no valid keys: run `jejaring exchange enrol`",
        "not-an-envelope" => {
            "the file holds something that is no message of the network: ask for another copy"
        }
        "not-a-receipt" => "the file holds something that is no receipt: ask for another copy",
        other => return format!("the node refuses this ({other})"),
    }
    .to_owned()
}
