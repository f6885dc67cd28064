//! Finding PostgreSQL's programs, and running them as somebody other than root.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Error, find_program};

const MISSING: &str = "PostgreSQL is not installed: no `initdb` in PATH or /usr/lib/postgresql/*/bin. \
                       On Debian or Ubuntu: apt-get install postgresql";

/// PostgreSQL refuses to run as root; when root runs the tests, this account runs the database.
const USUAL_ACCOUNT: &str = "postgres";
const SPARE_ACCOUNT: &str = "jejaring-trial";

/// The directory that holds `initdb`, `pg_ctl` and `psql`.
#[derive(Debug, Clone)]
pub struct Binaries {
    dir: PathBuf,
}

impl Binaries {
    /// Looks under `/usr/lib/postgresql` for the newest version, then in `PATH`.
    ///
    /// # Errors
    /// When no `initdb` is found; the message names the package to install.
    pub fn find() -> Result<Self, Error> {
        if let Some(dir) = newest_packaged() {
            return Ok(Self { dir });
        }
        // A link in PATH may stand alone; its target has the other programs beside it.
        let initdb = find_program(&["initdb"]).ok_or_else(|| Error::new(MISSING))?;
        let real =
            fs::canonicalize(&initdb).map_err(|e| Error::while_doing("following the path of initdb", e))?;
        let dir = real.parent().ok_or_else(|| Error::new(MISSING))?.to_path_buf();
        Ok(Self { dir })
    }

    /// The path of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

/// Debian keeps versions side by side; packaged programs are also beside their peers, unlike wrappers in PATH.
fn newest_packaged() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            let dir = entry.path().join("bin");
            dir.join("initdb").is_file().then_some((version, dir))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, dir)| dir)
}

/// `psql` beside the server's programs, or the one in `PATH` where only a client is installed.
pub(crate) fn psql() -> Result<PathBuf, Error> {
    Binaries::find()
        .map(|b| b.program("psql"))
        .ok()
        .filter(|path| path.is_file())
        .or_else(|| find_program(&["psql"]))
        .ok_or_else(|| {
            Error::new("`psql` is not installed. On Debian or Ubuntu: apt-get install postgresql-client")
        })
}

/// Who runs the database.
#[derive(Debug, Clone)]
pub(crate) enum Account {
    /// Whoever runs the tests.
    Myself,
    /// Another account, because the tests run as root.
    Other { name: String, uid: u32, gid: u32 },
}

impl Account {
    /// The present user, or, for root, `postgres` or an account made for this purpose.
    pub(crate) fn choose() -> Result<Self, Error> {
        if id(&["-u"])? != 0 {
            return Ok(Self::Myself);
        }
        let name = match id(&["-u", USUAL_ACCOUNT]) {
            Ok(_) => USUAL_ACCOUNT,
            Err(_) => spare_account()?,
        };
        Ok(Self::Other { name: name.to_owned(), uid: id(&["-u", name])?, gid: id(&["-g", name])? })
    }

    /// A command that runs `program` as this account, in `dir`, without the caller's `PG…` variables.
    pub(crate) fn command(&self, program: &Path, dir: &Path) -> Command {
        let mut command = match self {
            Self::Myself => Command::new(program),
            Self::Other { name, .. } => {
                let mut command = Command::new("runuser");
                command.args(["-u", name, "--"]).arg(program);
                command
            }
        };
        command.current_dir(dir).stdin(Stdio::null());
        without_pg_variables(&mut command);
        command
    }

    /// Gives `path` to this account.
    pub(crate) fn own(&self, path: &Path) -> Result<(), Error> {
        match self {
            Self::Myself => Ok(()),
            Self::Other { uid, gid, .. } => std::os::unix::fs::chown(path, Some(*uid), Some(*gid))
                .map_err(|e| Error::while_doing("giving a directory to the database's account", e)),
        }
    }
}

/// Removes what would make a PostgreSQL program talk to another cluster than the one named.
pub(crate) fn without_pg_variables(command: &mut Command) {
    for name in ["PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGSERVICE", "PGOPTIONS", "PGDATA"]
    {
        command.env_remove(name);
    }
}

/// Runs `command` to its end and gives its standard output; on failure the error carries what it said.
pub(crate) fn output_of(command: &mut Command, what: &str) -> Result<String, Error> {
    let output = command.output().map_err(|e| Error::while_doing(what, e))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = if said.trim().is_empty() { String::from_utf8_lossy(&output.stdout) } else { said };
    Err(Error::while_doing(what, format!("{} ({})", said.trim(), output.status)))
}

fn id(arguments: &[&str]) -> Result<u32, Error> {
    let said = output_of(Command::new("id").args(arguments), "asking for an account number with `id`")?;
    said.trim().parse().map_err(|e| Error::while_doing("reading what `id` said", e))
}

fn spare_account() -> Result<&'static str, Error> {
    if id(&["-u", SPARE_ACCOUNT]).is_err() {
        let mut command = Command::new("useradd");
        command.args(["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SPARE_ACCOUNT]);
        output_of(&mut command, "making an account for PostgreSQL, which refuses to run as root")?;
    }
    Ok(SPARE_ACCOUNT)
}
