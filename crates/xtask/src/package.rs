//! `cargo xtask package`: a Debian package of the program with its units, made by `dpkg-deb` alone.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use trial::workspace_root;

use crate::process::{Outcome, cargo, complete, say};

const PROGRAM: &str = "usr/bin/jejaring";
const UNITS: [&str; 6] = [
    "jejaring.service",
    "jejaring-web@.service",
    "jejaring-backup.service",
    "jejaring-backup.timer",
    "jejaring-doctor.service",
    "jejaring-doctor.timer",
];

/// What is packed, and where to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The program; built when none is named.
    binary: Option<PathBuf>,
    /// Directory of the package; `target` when none is named.
    out: Option<PathBuf>,
}

/// Reads the arguments.
pub(crate) fn read(arguments: &[String]) -> Result<Plan, String> {
    let mut plan = Plan::default();
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        let value = rest.next().map(PathBuf::from).ok_or_else(|| format!("{name} needs a path"))?;
        match name.as_str() {
            "--binary" => plan.binary = Some(value),
            "--out" => plan.out = Some(value),
            other => return Err(format!("unknown argument: {other}")),
        }
    }
    Ok(plan)
}

/// Builds the package and says where it lies.
pub(crate) fn run(plan: Plan) -> Outcome {
    let root = workspace_root();
    let binary = match plan.binary {
        Some(binary) => binary,
        None => {
            say("building the program");
            complete(cargo().args(["build", "--release", "--locked", "--bin", "jejaring"]), "cargo build")?;
            root.join("target/release/jejaring")
        }
    };
    let out = plan.out.unwrap_or_else(|| root.join("target"));
    let made = build(&root, &binary, &out)?;
    println!("{}", made.display());
    Ok(())
}

fn build(root: &Path, binary: &Path, out: &Path) -> Result<PathBuf, String> {
    let architecture = told(Command::new("dpkg").arg("--print-architecture"))?;
    let version = env!("CARGO_PKG_VERSION");
    let tree = out.join(format!("jejaring_{version}_{architecture}"));
    if tree.exists() {
        fs::remove_dir_all(&tree).map_err(|e| format!("{}: {e}", tree.display()))?;
    }
    lay_out(root, binary, &tree)?;
    let control = format!(
        "Package: jejaring\nVersion: {version}\nArchitecture: {architecture}\nSection: admin\nPriority: optional\n\
         Maintainer: Jejaring <jejaring@contoh.invalid>\nDepends: libc6, adduser | systemd\nRecommends: ca-certificates\n\
         Suggests: postgresql (>= 15)\nDescription: shared system of the network that protects children\n \
         Case management, referral and counting for governments, police, hotlines and\n organisations, on one small server.\n"
    );
    write(&tree.join("DEBIAN/control"), control.as_bytes(), 0o644)?;
    let package = tree.with_extension("").with_file_name(format!("jejaring_{version}_{architecture}.deb"));
    let mut command = Command::new("dpkg-deb");
    command.args(["--root-owner-group", "--build"]).arg(&tree).arg(&package);
    complete(&mut command, "dpkg-deb")?;
    Ok(package)
}

/// Every file at its place.
fn lay_out(root: &Path, binary: &Path, tree: &Path) -> Outcome {
    copy(binary, &tree.join(PROGRAM), 0o755)?;
    for unit in UNITS {
        copy(&root.join("ops/systemd").join(unit), &tree.join("usr/lib/systemd/system").join(unit), 0o644)?;
    }
    let debian = root.join("ops/debian");
    copy(&debian.join("jejaring.sysusers"), &tree.join("usr/lib/sysusers.d/jejaring.conf"), 0o644)?;
    copy(&debian.join("jejaring.tmpfiles"), &tree.join("usr/lib/tmpfiles.d/jejaring.conf"), 0o644)?;
    for script in ["postinst", "prerm", "postrm"] {
        copy(&debian.join(script), &tree.join("DEBIAN").join(script), 0o755)?;
    }
    let shelf = tree.join("usr/share/doc/jejaring");
    copy(&root.join("LICENSE"), &shelf.join("copyright"), 0o644)?;
    copy(&root.join("docs/OPERATING.md"), &shelf.join("OPERATING.md"), 0o644)?;
    copy(&root.join("ops/prometheus/jejaring.rules.yml"), &shelf.join("jejaring.rules.yml"), 0o644)?;
    copy(&root.join("ops/grafana/jejaring.json"), &shelf.join("grafana.json"), 0o644)?;
    let books = root.join("docs/runbooks");
    for book in fs::read_dir(&books).map_err(|e| format!("{}: {e}", books.display()))? {
        let book = book.map_err(|e| e.to_string())?;
        copy(&book.path(), &shelf.join("runbooks").join(book.file_name()), 0o644)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path, mode: u32) -> Outcome {
    let bytes = fs::read(from).map_err(|e| format!("{}: {e}", from.display()))?;
    write(to, &bytes, mode)
}

fn write(to: &Path, bytes: &[u8], mode: u32) -> Outcome {
    let trouble = |e: std::io::Error| format!("{}: {e}", to.display());
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(trouble)?;
    }
    fs::write(to, bytes).map_err(trouble)?;
    fs::set_permissions(to, fs::Permissions::from_mode(mode)).map_err(trouble)
}

fn told(command: &mut Command) -> Result<String, String> {
    let out = command.output().map_err(|e| format!("dpkg did not start: {e}; this needs a Debian system"))?;
    Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::succeeds;

    fn scratch(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("jejaring-package-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn has(program: &str) -> bool {
        trial::find_program(&[program]).is_some()
    }

    #[test]
    fn the_package_installs_in_a_clean_root_and_goes_without_the_data() {
        if !has("dpkg-deb") {
            return eprintln!("no dpkg-deb here: a Debian system checks this");
        }
        let out = scratch("install");
        let binary = out.join("program");
        write(&binary, b"#!/bin/sh\nexit 0\n", 0o755).unwrap();
        let package = build(&workspace_root(), &binary, &out).unwrap();
        let root = out.join("root");
        for dir in ["var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers"] {
            fs::create_dir_all(root.join(dir)).unwrap();
        }
        fs::write(root.join("var/lib/dpkg/status"), "").unwrap();
        let dpkg = |verb: &str, what: &Path| {
            let mut command = Command::new("dpkg");
            command.arg("--root").arg(&root);
            // What it depends on is in no clean root; its scripts run outside of it, where they find nothing of ours to touch.
            command.args([
                "--force-depends",
                "--force-not-root",
                "--force-script-chrootless",
                "--force-bad-path",
            ]);
            assert!(succeeds(command.arg("--log=/dev/null").arg(verb).arg(what)), "dpkg {verb}");
        };
        dpkg("--unpack", &package);
        for file in
            [PROGRAM, "usr/lib/systemd/system/jejaring.service", "usr/share/doc/jejaring/runbooks/restore.md"]
        {
            assert!(root.join(file).is_file(), "{file}");
        }
        let data = root.join("var/lib/jejaring/node.db");
        write(&data, b"kept", 0o600).unwrap();
        dpkg("--purge", Path::new("jejaring"));
        assert!(!root.join(PROGRAM).exists());
        assert!(data.exists(), "no package removes what is known of children");
        fs::remove_dir_all(&out).unwrap();
    }

    #[test]
    fn units_are_sound() {
        if !has("systemd-analyze") {
            return eprintln!("no systemd-analyze here: a system with systemd checks this");
        }
        let out = scratch("units");
        let program = out.join("jejaring");
        write(&program, b"#!/bin/sh\nexit 0\n", 0o755).unwrap();
        let mut command = Command::new("systemd-analyze");
        command.args(["verify", "--man=no"]);
        for unit in UNITS {
            let text = fs::read_to_string(workspace_root().join("ops/systemd").join(unit)).unwrap();
            let text = text.replace("/usr/bin/jejaring", &program.display().to_string());
            // A template is judged as the unit that it becomes.
            let path = out.join(unit.replace("@.", "@8081."));
            fs::write(&path, text).unwrap();
            command.arg(path);
        }
        let said = command.output().unwrap();
        let words = String::from_utf8_lossy(&said.stderr).into_owned();
        let ours: Vec<&str> = words.lines().filter(|line| line.contains("jejaring")).collect();
        assert!(said.status.success() && ours.is_empty(), "{words}");
        fs::remove_dir_all(&out).unwrap();
    }

    #[test]
    fn arguments_are_paths() {
        let plan = read(&["--binary".into(), "a".into(), "--out".into(), "b".into()]).unwrap();
        assert_eq!(plan, Plan { binary: Some("a".into()), out: Some("b".into()) });
        assert!(read(&["--binary".into()]).is_err());
        assert!(read(&["--other".into(), "x".into()]).is_err());
    }
}
