//! The text form of a list.
//!
//! A head of `# key: value` lines (`id`, `version`, `source`, `licence`, `confirmed`, and where they apply
//! `official_wording` and `maps`), then one code a line: code, Indonesian label, English label and, if there is more to
//! say, `key=value;key=value`, parted by tabs.

use super::{Code, CodeList};

/// A line of a shipped list that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Id of the list, empty when the head is the trouble.
    pub list: &'static str,
    /// Line number, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// Reads one list. A line that cannot be read is left out and noted: a spoilt label must never stop a node.
pub(super) fn parse(text: &'static str, faults: &mut Vec<Fault>) -> CodeList {
    let mut list = CodeList {
        id: "",
        version: "",
        source: "",
        licence: "",
        confirmed: false,
        official_wording: false,
        maps: Vec::new(),
        codes: Vec::new(),
    };
    for (at, line) in text.lines().enumerate() {
        let outcome = match line.strip_prefix('#') {
            Some(head) => read_head(head, &mut list),
            None if line.is_empty() => Ok(()),
            None => read_code(line).map(|code| list.codes.push(code)),
        };
        if let Err(reason) = outcome {
            faults.push(Fault { list: list.id, line: at + 1, reason });
        }
    }
    if [list.id, list.version, list.source, list.licence].contains(&"") {
        faults.push(Fault {
            list: list.id,
            line: 1,
            reason: "the head lacks id, version, source or licence",
        });
    }
    list
}

fn read_head(head: &'static str, list: &mut CodeList) -> Result<(), &'static str> {
    let (key, value) = head.split_once(':').ok_or("a head line without a colon")?;
    let value = value.trim();
    match key.trim() {
        "id" => list.id = value,
        "version" => list.version = value,
        "source" => list.source = value,
        "licence" => list.licence = value,
        "confirmed" => list.confirmed = read_bool(value)?,
        "official_wording" => list.official_wording = read_bool(value)?,
        "maps" => list.maps = read_pairs(value, ',')?,
        _ => return Err("an unknown key in the head"),
    }
    Ok(())
}

fn read_code(line: &'static str) -> Result<Code, &'static str> {
    let mut cells = line.split('\t');
    let mut next = |reason| cells.next().map(str::trim).filter(|cell| !cell.is_empty()).ok_or(reason);
    let code = next("no code")?;
    let id_label = next("no Indonesian label")?;
    let en_label = next("no English label")?;
    let extra = match next("") {
        Ok(cell) => read_pairs(cell, ';')?,
        Err(_) => Vec::new(),
    };
    if cells.next().is_some() {
        return Err("more than four cells");
    }
    Ok(Code { code, id_label, en_label, extra })
}

fn read_pairs(cell: &'static str, between: char) -> Result<Vec<(&'static str, &'static str)>, &'static str> {
    cell.split(between)
        .map(|pair| {
            let (key, value) = pair.split_once('=').ok_or("a pair without an equals sign")?;
            let (key, value) = (key.trim(), value.trim());
            if key.is_empty() || value.is_empty() {
                return Err("a pair with an empty side");
            }
            Ok((key, value))
        })
        .collect()
}

fn read_bool(value: &str) -> Result<bool, &'static str> {
    value.parse().map_err(|_| "neither true nor false")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# id: x\n# version: 1\n# source: s\n# licence: l\n# confirmed: true\n";

    fn read(body: &str) -> (CodeList, Vec<Fault>) {
        let mut faults = Vec::new();
        // Lists live as long as the program; a test may leak its own.
        let list = parse(String::leak(format!("{HEAD}{body}")), &mut faults);
        (list, faults)
    }

    #[test]
    fn a_full_line_is_read() {
        let (list, faults) = read("a\tSatu\tOne\tprimero=b;perpres=e,g\n");
        assert_eq!(faults, []);
        let code = list.get("a").unwrap();
        assert_eq!(code.extra("primero"), Some("b"));
        assert_eq!(code.targets("perpres").collect::<Vec<_>>(), ["e", "g"]);
    }

    #[test]
    fn a_spoilt_line_is_left_out_and_named() {
        for bad in ["a", "a\tSatu", "a\tSatu\t", "\tSatu\tOne", "a\tSatu\tOne\tx", "a\tSatu\tOne\tx=1\ty"] {
            let (list, faults) = read(&format!("{bad}\nb\tDua\tTwo\n"));
            assert_eq!(faults.len(), 1, "{bad:?}");
            assert_eq!((faults[0].list, faults[0].line), ("x", 6), "{bad:?}");
            assert_eq!(list.codes.iter().map(|c| c.code).collect::<Vec<_>>(), ["b"], "{bad:?}");
        }
    }

    #[test]
    fn a_head_without_a_source_is_a_fault() {
        let mut faults = Vec::new();
        parse("# id: x\n# version: 1\n# licence: l\n", &mut faults);
        assert_eq!(faults.len(), 1);
    }

    #[test]
    fn an_unconfirmed_list_is_the_default() {
        let mut faults = Vec::new();
        assert!(!parse("# id: x\n# version: 1\n# source: s\n# licence: l\n", &mut faults).confirmed);
    }
}
