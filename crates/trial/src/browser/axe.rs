//! Accessibility, checked by axe-core (npm, tests only).

use std::fs;

use fantoccini::Client;
use serde_json::Value;

use crate::{Error, workspace_root};

/// One rule of axe-core that the page breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule, such as `label` or `color-contrast`.
    pub id: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    /// CSS selectors of the elements that break it.
    pub nodes: Vec<String>,
}

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        found => done({ violations: found.violations.map(v => ({
            id: v.id, impact: v.impact ?? '', nodes: v.nodes.map(n => n.target.flat(2).join(' ')) })) }),
        trouble => done({ trouble: String(trouble) }));";

pub(crate) async fn check(client: &Client) -> Result<Vec<Violation>, Error> {
    let path = workspace_root().join("node_modules/axe-core/axe.min.js");
    let source = fs::read_to_string(path).map_err(|e| {
        Error::while_doing("reading axe-core (install it with `npm ci --ignore-scripts` in the root)", e)
    })?;
    // A WebDriver script is not subject to the page's content security policy; a script element would be.
    client.execute(&source, Vec::new()).await.map_err(|e| Error::while_doing("loading axe-core", e))?;
    let said = client.execute_async(RUN, Vec::new()).await;
    let said = said.map_err(|e| Error::while_doing("running axe-core", e))?;
    match said.get("violations").and_then(Value::as_array) {
        Some(violations) => Ok(violations.iter().map(violation).collect()),
        None => Err(Error::while_doing("running axe-core", &said)),
    }
}

fn violation(value: &Value) -> Violation {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let nodes = value.get("nodes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let nodes = nodes.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    Violation { id: text("id"), impact: text("impact"), nodes }
}
