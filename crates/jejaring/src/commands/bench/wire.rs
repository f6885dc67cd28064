//! A small HTTP/1.1 client for one host: enough to press the server hard while costing little itself.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request as it goes over the wire.
#[derive(Debug, Clone)]
pub(super) struct Call(Vec<u8>);

impl Call {
    /// Asks for a page or a record, as a browser would: compressed where the server compresses.
    pub(super) fn get(path: &str, cookie: &str) -> Self {
        Self(
            format!(
                "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n"
            )
            .into(),
        )
    }

    /// The same, and the answer must be read: nothing is compressed.
    pub(super) fn get_plain(path: &str, cookie: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n").into())
    }

    /// Sends a form.
    pub(super) fn form(path: &str, cookie: &str, pairs: &[(&str, &str)]) -> Self {
        let body: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
        Self::post(path, cookie, "application/x-www-form-urlencoded", "", &body.join("&"))
    }

    /// Performs an act.
    pub(super) fn act(slug: &str, cookie: &str, form_token: &str, body: &serde_json::Value) -> Self {
        let header = format!("X-Form-Token: {form_token}\r\n");
        Self::post(&format!("/api/acts/{slug}"), cookie, "application/json", &header, &body.to_string())
    }

    fn post(path: &str, cookie: &str, media: &str, header: &str, body: &str) -> Self {
        let length = body.len();
        Self(
            format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n\
                 Content-Type: {media}\r\n{header}Content-Length: {length}\r\n\r\n{body}"
            )
            .into(),
        )
    }
}

/// Everything but letters and digits as `%XX`.
fn escape(text: &str) -> String {
    let each = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(each).collect()
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Values of a header.
    pub(super) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Whether the act was done or the page shown; a browser is sent on after a form.
    pub(super) fn succeeded(&self) -> bool {
        (200..400).contains(&self.status)
    }
}

/// A connection that stays open.
pub(super) struct Line {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Line {
    pub(super) async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads its answer to the last byte.
    pub(super) async fn send(&mut self, call: &Call) -> io::Result<Answer> {
        self.stream.write_all(&call.0).await?;
        let end = loop {
            match find(&self.read, b"\r\n\r\n") {
                Some(at) => break at,
                None => self.more().await?,
            }
        };
        let rest = self.read.split_off(end + 4);
        let head = String::from_utf8_lossy(&std::mem::replace(&mut self.read, rest)).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
        let mut answer = Answer { status, head, body: Vec::new() };
        let chunked = answer.headers("transfer-encoding").any(|value| value == "chunked");
        let length = answer.headers("content-length").next().and_then(|length| length.parse().ok());
        answer.body = if chunked { self.chunks().await? } else { self.take(length.unwrap_or(0)).await? };
        Ok(answer)
    }

    async fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                match find(&self.read, b"\r\n") {
                    Some(at) => break at,
                    None => self.more().await?,
                }
            };
            let line = self.take(end + 2).await?;
            let text = std::str::from_utf8(&line).map_err(|_| broken())?.trim();
            let size = usize::from_str_radix(text, 16).map_err(|_| broken())?;
            let mut chunk = self.take(size + 2).await?;
            if size == 0 {
                return Ok(body);
            }
            chunk.truncate(size);
            body.append(&mut chunk);
        }
    }

    async fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.read.len() < length {
            self.more().await?;
        }
        let rest = self.read.split_off(length);
        Ok(std::mem::replace(&mut self.read, rest))
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn broken() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn answers_of_either_length_are_read_whole_over_one_connection() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = [0; 4096];
            for answer in [
                "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\nContent-Length: 5\r\n\r\nsatu!",
                "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ndua\r\nA\r\n, sepuluh.\r\n0\r\n\r\n",
            ] {
                assert!(stream.read(&mut asked).await.unwrap() > 0);
                let (first, second) = answer.split_at(answer.len() / 2);
                stream.write_all(first.as_bytes()).await.unwrap();
                tokio::task::yield_now().await;
                stream.write_all(second.as_bytes()).await.unwrap();
            }
        });
        let mut line = Line::open(address).await.unwrap();
        let one = line.send(&Call::get("/", "")).await.unwrap();
        assert!(one.succeeded() && one.body == b"satu!");
        assert_eq!(one.headers("set-cookie").collect::<Vec<_>>(), ["a=1; Path=/", "b=2"]);
        let two = line.send(&Call::form("/", "", &[("a", "b c")])).await.unwrap();
        assert!(!two.succeeded() && two.body == b"dua, sepuluh.");
    }

    #[test]
    fn what_is_typed_is_escaped() {
        assert_eq!(escape("Bunga Angin+1é"), "Bunga%20Angin%2B1%C3%A9");
    }
}
