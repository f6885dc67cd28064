//! The chromedriver process.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::{Error, chromedriver, chromium};

/// A chromedriver on a free port. Dropping the value ends it and the browsers it started.
#[derive(Debug)]
pub(crate) struct Driver {
    child: Child,
    port: u16,
    // Kept open: a driver whose output nobody takes dies of it.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    pub(crate) fn start() -> Result<Self, Error> {
        let program =
            chromedriver().ok_or_else(|| missing("chromedriver", "chromium-driver", "CHROMEDRIVER"))?;
        let mut child = Command::new(program)
            .args(["--port=0", "--log-level=WARNING"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Its own process group, so that the browsers it started can be ended with it.
            .process_group(0)
            .spawn()
            .map_err(|e| Error::while_doing("starting chromedriver", e))?;
        let output = child.stdout.take().ok_or_else(|| Error::new("chromedriver has no output"))?;
        let mut output = BufReader::new(output);
        match port_said_in(&mut output) {
            Some(port) => Ok(Self { child, port, _output: output }),
            None => {
                let status = child.kill().and_then(|()| child.wait());
                Err(Error::new(format!("chromedriver said no port before it ended ({status:?})")))
            }
        }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        // Nothing to tell anyone here: what is already gone cannot be ended again.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The browser that chromedriver drives.
pub(crate) fn browser_program() -> Result<PathBuf, Error> {
    chromium().ok_or_else(|| missing("chromium", "chromium", "CHROMIUM"))
}

fn missing(program: &str, package: &str, variable: &str) -> Error {
    Error::new(format!(
        "no {program} found. On Debian or Ubuntu: apt-get install {package}; elsewhere set {variable} to its path"
    ))
}

/// Reads until "ChromeDriver was started successfully on port N."
fn port_said_in(output: &mut impl BufRead) -> Option<u16> {
    let mut line = String::new();
    while output.read_line(&mut line).ok()? > 0 {
        if let Some((_, rest)) = line.split_once("successfully on port ") {
            return rest.trim().trim_end_matches('.').parse().ok();
        }
        line.clear();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::port_said_in;

    #[test]
    fn the_port_is_read_from_the_greeting() {
        let mut said: &[u8] =
            b"Starting ChromeDriver 1 on port 0\nChromeDriver was started successfully on port 41439.\n";
        assert_eq!(port_said_in(&mut said), Some(41439));
        assert_eq!(port_said_in(&mut &b"bind() failed\n"[..]), None);
    }
}
