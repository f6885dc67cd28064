//! A few words of WebDriver over a plain connection: what a walk through pages needs of a browser, without a client for the whole
//! protocol.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// How the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with a fresh profile that pretends to be a cheap phone.
pub(super) struct Driver {
    child: Child,
    port: u16,
    session: String,
    // Kept open: a driver whose output nobody takes dies of it.
    _output: BufReader<ChildStdout>,
    _profile: tempfile::TempDir,
}

impl Driver {
    pub(super) fn phone() -> Self {
        let program = trial::chromedriver().expect("chromedriver is installed");
        let mut child = Command::new(program)
            .args(["--port=0", "--log-level=WARNING"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver starts");
        let mut output = BufReader::new(child.stdout.take().expect("its words"));
        let (mut line, mut port) = (String::new(), None);
        while port.is_none() && output.read_line(&mut line).expect("a line") > 0 {
            port = line
                .split_once("successfully on port ")
                .and_then(|(_, rest)| rest.trim().trim_end_matches('.').parse().ok());
            line.clear();
        }
        let profile = tempfile::tempdir().expect("a profile");
        let mut driver = Self {
            child,
            port: port.expect("a port"),
            session: String::new(),
            _output: output,
            _profile: profile,
        };
        let asked = json!({ "capabilities": { "alwaysMatch": driver.capabilities() } });
        let opened = driver.send("POST", "/session", Some(&asked));
        opened["sessionId"].as_str().expect("a session").clone_into(&mut driver.session);
        driver
    }

    fn capabilities(&self) -> Value {
        let profile = format!("--user-data-dir={}", self._profile.path().display());
        let flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--hide-scrollbars",
            "--lang=id",
            &profile,
        ];
        let metrics = json!({ "width": 360, "height": 800, "pixelRatio": 2, "mobile": true, "touch": true });
        let binary = trial::chromium().expect("chromium is installed");
        json!({ "goog:chromeOptions": { "binary": binary, "args": flags,
            "mobileEmulation": { "deviceMetrics": metrics }, "prefs": { "intl.accept_languages": "id" } } })
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("chromedriver answers");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).expect("sent");
        let mut answer = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while answer.read_line(&mut line).expect("a head") > 2 {
            if let Some(text) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = text.trim().parse().expect("a length");
            }
            line.clear();
        }
        let mut text = vec![0; length];
        answer.read_exact(&mut text).expect("an answer");
        let said: Value = serde_json::from_slice(&text).expect("JSON");
        let said = said["value"].clone();
        assert!(said.get("error").is_none(), "{method} {path}: {said}");
        said
    }

    fn command(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        self.send(method, &format!("/session/{}{path}", self.session), body)
    }

    pub(super) fn goto(&self, url: &str) {
        self.command("POST", "/url", Some(&json!({ "url": url })));
    }

    pub(super) fn run(&self, script: &str, given: &[Value]) -> Value {
        self.command("POST", "/execute/sync", Some(&json!({ "script": script, "args": given })))
    }

    pub(super) fn forget(&self) {
        self.command("DELETE", "/cookie", None);
    }

    /// The first element that `css` finds and that can be seen, brought to the middle of the window.
    pub(super) fn visible(&self, css: &str) -> Option<String> {
        let script =
            "const e = [...document.querySelectorAll(arguments[0])].find(e => e.getClientRects().length
                && e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
            e?.scrollIntoView({ block: 'center' }); return e ?? null";
        self.run(script, &[css.into()])[ELEMENT].as_str().map(str::to_owned)
    }

    pub(super) fn tap(&self, element: &str) {
        self.command("POST", &format!("/element/{element}/click"), Some(&json!({})));
    }

    pub(super) fn write(&self, element: &str, text: &str) {
        self.command("POST", &format!("/element/{element}/clear"), Some(&json!({})));
        self.command("POST", &format!("/element/{element}/value"), Some(&json!({ "text": text })));
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
