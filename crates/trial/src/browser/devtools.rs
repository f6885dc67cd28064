//! What only the browser's own tools can do: a slower processor, a telephone's own lock.

use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};

use super::session::Browser;
use crate::Error;

/// A command of the DevTools protocol, through chromedriver.
#[derive(Debug)]
struct Command {
    method: &'static str,
    params: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.method, "params": self.params }).to_string()))
    }
}

impl Browser {
    /// Gives a command of the Chrome DevTools protocol and returns what it answers.
    ///
    /// # Errors
    /// When the browser does not know it or refuses.
    pub async fn devtools(&self, method: &'static str, params: Value) -> Result<Value, Error> {
        let said = self.client().issue_cmd(Command { method, params }).await;
        said.map_err(|e| Error::while_doing(&format!("asking the browser for {method}"), e))
    }
}
