//! Counters of requests by route, never by address.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;

use axum::http::{Method, StatusCode};

/// How many requests, and how long they took.
#[derive(Debug, Default)]
pub(crate) struct Metrics(Mutex<BTreeMap<Key, Sum>>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    route: String,
    method: String,
    status: u16,
}

#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    count: u64,
    millis: i64,
}

impl Metrics {
    pub(crate) fn observe(&self, route: &str, method: &Method, status: StatusCode, millis: i64) {
        // Methods are counted by name only where they are known, so that nobody can fill the table.
        let known = [Method::GET, Method::POST, Method::HEAD].contains(method);
        let method = if known { method.as_str() } else { "other" };
        let key = Key { route: route.to_owned(), method: method.to_owned(), status: status.as_u16() };
        if let Ok(mut sums) = self.0.lock() {
            let sum = sums.entry(key).or_default();
            sum.count += 1;
            sum.millis += millis;
        }
    }

    pub(crate) fn text(&self) -> String {
        let sums = self.0.lock().map(|sums| sums.clone()).unwrap_or_default();
        let mut out = String::from(
            "# HELP jejaring_requests_total Requests answered.\n# TYPE jejaring_requests_total counter\n",
        );
        let labels = |key: &Key| {
            format!("route=\"{}\",method=\"{}\",status=\"{}\"", key.route, key.method, key.status)
        };
        for (key, sum) in &sums {
            // Writing into a text does not fail.
            let _ = writeln!(out, "jejaring_requests_total{{{}}} {}", labels(key), sum.count);
        }
        out.push_str("# HELP jejaring_request_seconds_total Time spent answering.\n# TYPE jejaring_request_seconds_total counter\n");
        for (key, sum) in &sums {
            let seconds = sum.millis as f64 / 1_000.0;
            let _ = writeln!(out, "jejaring_request_seconds_total{{{}}} {seconds:.3}", labels(key));
        }
        out
    }
}
