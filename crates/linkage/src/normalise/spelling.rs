//! Spelling before the reform of 1972 (Ejaan Van Ophuijsen 1901, Ejaan Soewandi 1947) in today's letters.

/// Words of today that look old: "oe" is two vowels here.
const NOT_OLD: &[&str] = &["chloe", "joel", "khoe", "noel", "zoe"];

/// Old names whose only old letter is a "j" for "y": nothing else gives them away.
const OLD_J: &[(&str, &str)] = &[
    ("jacub", "yakub"),
    ("jahja", "yahya"),
    ("jahya", "yahya"),
    ("jakub", "yakub"),
    ("johanes", "yohanes"),
    ("johannes", "yohanes"),
    ("jusuf", "yusuf"),
    ("jusup", "yusup"),
    ("yohannes", "yohanes"),
];

/// Writes one folded word in today's spelling: oe→u, tj→c, dj→j, sj→sy, and in words marked as old by one of these
/// also j→y, nj→ny and ch→kh. Words without a mark are left alone, because "j" and "nj" are common today.
#[must_use]
pub fn modern(word: &str) -> String {
    if let Some((_, new)) = OLD_J.iter().find(|(old, _)| *old == word) {
        return (*new).to_owned();
    }
    let mut now = word.to_owned();
    // A replacement can uncover another mark (ddj → dj → j); each round shortens the word or uses up a letter.
    for _ in 0..=word.len() {
        let next = one_round(&now);
        if next == now {
            break;
        }
        now = next;
    }
    now
}

fn one_round(word: &str) -> String {
    let modern_oe = NOT_OLD.iter().any(|w| word.starts_with(w)) || word.starts_with("choe");
    let has_oe = !modern_oe && word.contains("oe");
    let marked = has_oe || ["tj", "dj", "sj"].iter().any(|m| word.contains(m));
    if !marked {
        return match word.strip_prefix("nj") {
            Some(rest) => format!("ny{rest}"),
            None => word.to_owned(),
        };
    }
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let (from, to) = match rest {
            r if has_oe && r.starts_with("oe") => ("oe", "u"),
            r if r.starts_with("tj") => ("tj", "c"),
            r if r.starts_with("dj") => ("dj", "j"),
            r if r.starts_with("sj") => ("sj", "sy"),
            r if r.starts_with("nj") => ("nj", "ny"),
            r if r.starts_with("ch") => ("ch", "kh"),
            r if r.starts_with('j') => ("j", "y"),
            _ => {
                out.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
                continue;
            }
        };
        out.push_str(to);
        rest = rest.get(from.len()..).unwrap_or_default();
    }
    out
}
