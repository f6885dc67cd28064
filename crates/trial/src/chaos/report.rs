//! What a trial says.

use std::fmt;
use std::time::Duration;

/// One fault under one seed.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name in the list.
    pub fault: &'static str,
    /// The seed that chose its victim and its moment.
    pub seed: u64,
    /// What was done.
    pub injected: String,
    /// What was seen while it lasted.
    pub observed: String,
    /// Acts that were acknowledged to clients.
    pub acknowledged: usize,
    /// Acts that nobody ever acknowledged.
    pub unanswered: usize,
    /// Acknowledged acts that are not there afterwards. Must be 0.
    pub lost: usize,
    /// Reports that stand there more than once. Must be 0.
    pub twice: usize,
    /// The longest time in which nothing was acknowledged.
    pub gap: Duration,
    /// From the end of the fault until every process is ready and acts are acknowledged again.
    pub recovery: Duration,
}

impl Line {
    /// Whether nothing was lost and nothing happened twice.
    pub fn holds(&self) -> bool {
        self.lost == 0 && self.twice == 0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (seed {}): {}; {}; acknowledged {}, lost {}, twice {}, longest silence {:.1} s, recovered after {:.1} s",
            self.fault,
            self.seed,
            self.injected,
            self.observed,
            self.acknowledged,
            self.lost,
            self.twice,
            self.gap.as_secs_f64(),
            self.recovery.as_secs_f64()
        )
    }
}

/// The whole report as one JSON object.
pub fn json(lines: &[Line]) -> String {
    let each: Vec<String> = lines.iter().map(of_line).collect();
    let ok = lines.iter().all(Line::holds);
    format!(r#"{{"ok":{ok},"trial":"chaos","lines":[{}]}}"#, each.join(","))
}

fn of_line(line: &Line) -> String {
    format!(
        r#"{{"fault":{},"seed":{},"injected":{},"observed":{},"acknowledged":{},"unanswered":{},"lost":{},"twice":{},"longest_silence_seconds":{:.2},"seconds_to_recovery":{:.2}}}"#,
        quoted(line.fault),
        line.seed,
        quoted(&line.injected),
        quoted(&line.observed),
        line.acknowledged,
        line.unanswered,
        line.lost,
        line.twice,
        line.gap.as_secs_f64(),
        line.recovery.as_secs_f64()
    )
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_what_was_lost() {
        let line = Line {
            fault: "kill-all",
            seed: 1,
            injected: "all \"at once\"".into(),
            observed: "nobody answered".into(),
            acknowledged: 5,
            unanswered: 0,
            lost: 1,
            twice: 0,
            gap: Duration::from_millis(1_500),
            recovery: Duration::from_secs(2),
        };
        assert!(!line.holds());
        let text = json(&[line]);
        assert!(
            text.starts_with(r#"{"ok":false"#) && text.contains(r#""injected":"all \"at once\"""#),
            "{text}"
        );
        assert!(text.contains(r#""longest_silence_seconds":1.50"#), "{text}");
        assert!(json(&[]).contains(r#""ok":true"#));
    }
}
