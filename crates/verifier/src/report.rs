//! What is proven, in words.

use std::fmt::Write;

use seal::evidence::{Findings, LogFindings, Stated, TakenAway, VersionFindings};

/// Lines for people. Instants are shown as the signer's clock had them.
pub(crate) fn text(findings: &Findings, show_content: bool) -> String {
    let mut out = String::new();
    let to: Vec<&str> = findings.to.iter().map(|member| member.as_str()).collect();
    // Writing to a string cannot fail.
    let _ =
        writeln!(out, "PROVEN, by directory version {} of {}:", findings.directory_version, findings.network);
    let _ = writeln!(
        out,
        "- {} (post {}) sent a {} to {} on {}, envelope {}.",
        findings.from,
        &*findings.from_post,
        &*findings.kind,
        to.join(", "),
        instant(findings.created),
        findings.eid
    );
    for stated in &findings.receipts {
        let _ = writeln!(out, "- {}", receipt(stated));
    }
    if findings.receipts.is_empty() {
        out.push_str("- No receipt is in the bundle: nothing is proven about what became of it.\n");
    }
    match &findings.content {
        Some(plain) => {
            out.push_str("- The revealed content is what the sender committed to.\n");
            if show_content {
                let _ = writeln!(out, "{}", printable(plain));
            }
        }
        None => out.push_str("- No content is revealed: what it said is not proven here.\n"),
    }
    out.truncate(out.trim_end().len());
    out
}

/// What is proven of journals.
pub(crate) fn logs(found: &[LogFindings]) -> String {
    let mut out = String::from("PROVEN: each journal is one and the same for everybody who saw it.\n");
    for one in found {
        let _ = write!(
            out,
            "- {}: {} entries; {} checkpoints of its own and {} that other nodes saw lie on their tree",
            one.origin, one.size, one.checkpoints, one.seen
        );
        let _ = match &one.cosigned {
            Some((size, names)) => {
                writeln!(out, "; countersigned up to entry {size} by {}.", names.join(", "))
            }
            None => writeln!(out, "; not countersigned: that entries were cut off cannot be excluded."),
        };
    }
    out.truncate(out.trim_end().len());
    out
}

/// What is proven of the versions of a directory. Those that one operator signed alone are named with who signed and what became of them.
pub(crate) fn directories(found: &[VersionFindings]) -> String {
    let (network, last) = found.last().map_or(("", 0), |one| (one.network.as_str(), one.version));
    let mut out = format!(
        "PROVEN: {} version(s) of the directory of {network}, up to version {last}, each signed by whom the one before it names.\n",
        found.len()
    );
    let alone = found.iter().filter_map(|one| one.alone.as_ref().map(|taken| (one, taken)));
    let mut none = true;
    for (one, taken) in alone {
        none = false;
        let _ = writeln!(out, "- {}", taken_away(one, taken));
    }
    if none {
        out.push_str("- No version was signed by fewer operators than needed.\n");
    }
    out.truncate(out.trim_end().len());
    out
}

fn taken_away(one: &VersionFindings, taken: &TakenAway) -> String {
    let keys: Vec<String> =
        one.operators.iter().map(|key| key.to_string().chars().take(16).collect()).collect();
    let members: Vec<&str> = taken.suspended.iter().map(|member| member.as_str()).collect();
    let suspended = if members.is_empty() { "nobody".to_owned() } else { members.join(", ") };
    let settled = match taken.settled_by {
        Some(version) => format!("version {version}, which enough signed, followed"),
        None => "no version that enough signed follows: ask the operators".to_owned(),
    };
    format!(
        "Version {} was signed by {} of the {} operators needed ({}), on {}, and held until {}. It only took trust away: suspended {suspended}, revoked {}; {settled}.",
        one.version,
        one.operators.len(),
        one.needed,
        keys.join(", "),
        instant(one.valid.0),
        instant(one.valid.1),
        taken.revoked
    )
}

fn receipt(stated: &Stated) -> String {
    let mut line = format!("{} stated '{}' on {}", stated.by, stated.state.code(), instant(stated.at));
    if let Some(post) = &stated.post {
        let _ = write!(line, ", post {}", &**post);
    }
    if let Some(reason) = stated.reason {
        let _ = write!(line, ", because {}", reason.code());
    }
    match &stated.logged {
        Some(logged) => {
            let names: Vec<&str> = logged.witnesses.iter().map(|(name, _)| name.as_str()).collect();
            let who = if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
            let _ = write!(
                line,
                "; entry {} of the {} in the journal of {}, countersigned by {who}.",
                logged.index, logged.size, logged.origin
            );
        }
        None => line.push_str("; only its signature speaks, no place in a journal is shown."),
    }
    line
}

/// Text without control characters, which could change what a terminal shows.
fn printable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// Milliseconds since 1970 as a date and time of UTC (proleptic Gregorian calendar).
fn instant(ms: i64) -> String {
    let (days, rest) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000) / 1000);
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_dates() {
        assert_eq!(instant(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(instant(1_709_210_096_789), "2024-02-29 12:34:56 UTC");
        assert_eq!(instant(-1), "1969-12-31 23:59:59 UTC");
    }
}
