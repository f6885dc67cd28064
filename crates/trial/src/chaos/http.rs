//! As much HTTP as a trial needs: one request, one connection, one answer.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Error;

/// The password of everybody on a node that `jejaring bench fill` made. It protects nothing: all data is invented.
pub(super) const PASSWORD: &str = "kapal-kertas-ukur-27";

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    /// Content.
    pub body: String,
}

impl Answer {
    /// The first value of a header.
    pub fn header<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.headers(name).next()
    }

    fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    fn cookies(&self) -> String {
        let set = self.headers("set-cookie").filter(|line| !line.contains("Max-Age=0"));
        set.filter_map(|line| line.split(';').next()).collect::<Vec<_>>().join("; ")
    }
}

/// Sends one request and reads the answer to its end.
///
/// # Errors
/// When the connection cannot be made, breaks, or is silent for longer than `patience`.
pub fn ask(to: SocketAddr, patience: Duration, head: &str, body: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&to, patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    write!(stream, "{head}\r\nHost: localhost\r\nConnection: close\r\n{length}\r\n{body}")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let broken = || io::Error::new(io::ErrorKind::UnexpectedEof, "no whole answer");
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
    let whole = head.lines().filter_map(|line| line.split_once(':'));
    let mut whole = whole.filter(|(key, _)| key.eq_ignore_ascii_case("content-length"));
    if let Some(length) = whole.next().and_then(|(_, value)| value.trim().parse::<usize>().ok())
        && body.len() < length
    {
        return Err(broken());
    }
    Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

/// Somebody who signed in.
#[derive(Debug, Clone)]
pub struct Person {
    cookie: String,
    form_token: String,
}

const PATIENCE: Duration = Duration::from_secs(30);

impl Person {
    /// Signs in through the form, as a browser does.
    ///
    /// # Errors
    /// When the process does not let them in.
    pub fn sign_in(at: SocketAddr, email: &str, password: &str) -> Result<Self, Error> {
        let failed = |e: io::Error| Error::while_doing("signing in", e);
        let form = ask(at, PATIENCE, "GET /sign-in HTTP/1.1", "").map_err(failed)?;
        let token = between(&form.body, "name=\"form_token\" value=\"", "\"").unwrap_or_default();
        let body =
            format!("form_token={token}&next=&email={}&password={password}", email.replace('@', "%40"));
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded",
            form.cookies()
        );
        let entered = ask(at, PATIENCE, &head, &body).map_err(failed)?;
        let cookie = entered.cookies();
        let known = Self { cookie, form_token: String::new() };
        let session = known.get(at, "/api/session").map_err(failed)?;
        let form_token = between(&session.body, "\"form_token\":\"", "\"");
        let form_token =
            form_token.ok_or_else(|| Error::new(format!("nobody was let in: {}", entered.status)))?;
        Ok(Self { form_token: form_token.to_owned(), ..known })
    }

    /// Asks for something.
    ///
    /// # Errors
    /// As [`ask`].
    pub fn get(&self, at: SocketAddr, path: &str) -> io::Result<Answer> {
        ask(at, PATIENCE, &format!("GET {path} HTTP/1.1\r\nCookie: {}", self.cookie), "")
    }

    /// Performs an act of the API.
    ///
    /// # Errors
    /// As [`ask`].
    pub fn act(&self, at: SocketAddr, patience: Duration, slug: &str, body: &str) -> io::Result<Answer> {
        let head = format!(
            "POST /api/acts/{slug} HTTP/1.1\r\nCookie: {}\r\nX-Form-Token: {}\r\nContent-Type: application/json",
            self.cookie, self.form_token
        );
        ask(at, patience, &head, body)
    }

    /// Opens an invented report under the id of an act.
    ///
    /// # Errors
    /// As [`ask`].
    pub fn report(&self, at: SocketAddr, patience: Duration, act: &str) -> io::Result<Answer> {
        let fields = r#"{"channel":"phone","reporter_mode":"confidential","narrative":"Data rekaan.","imminent_danger":"false","region":"32.73","reporter_name":"Pelapor Contoh"}"#;
        self.act(at, patience, "open-report", &format!(r#"{{"act":"{act}","fields":{fields}}}"#))
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}
