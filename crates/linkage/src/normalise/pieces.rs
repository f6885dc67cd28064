//! A folded name cut into words, with titles and degrees taken off.

use super::titles::{is_degree, is_late, is_title};

/// A word of a name and whether a full stop followed it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) dotted: bool,
}

/// Cuts a folded name into words and takes titles and degrees off. At least one word stays if there was one.
pub(super) fn pieces(folded: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    for chunk in folded.split(|c: char| c.is_whitespace() || c == ',') {
        push_chunk(chunk, &mut all);
    }
    join_dotted(&mut all);
    strip_ends(&mut all);
    all
}

fn push_chunk(chunk: &str, all: &mut Vec<Piece>) {
    // Malaysian and Singaporean identity papers: anak lelaki, anak perempuan, son of, daughter of.
    if matches!(chunk, "a/l" | "a/p" | "s/o" | "d/o") {
        all.push(Piece { text: "bin".into(), dotted: false });
        return;
    }
    let bare: String = chunk.chars().filter(|c| *c != '.' && *c != '/').collect();
    let inner_dot = chunk.trim_end_matches('.').contains('.');
    if inner_dot && !all.is_empty() && is_degree(&bare) {
        return;
    }
    for word in chunk.split_inclusive(['.', '/']) {
        let text = word.trim_end_matches(['.', '/']);
        if !text.is_empty() {
            all.push(Piece { text: text.into(), dotted: word.ends_with('.') });
        }
    }
}

/// Titles and degrees written apart: "S. Pd.", "K. H.", "M. Si".
fn join_dotted(all: &mut Vec<Piece>) {
    let mut at = 0;
    while let (Some(first), Some(second)) = (all.get(at), all.get(at + 1)) {
        let joined = format!("{}{}", first.text, second.text);
        let degree = at > 0 && is_degree(&joined);
        let title = joined.len() == 2 && is_title(&joined) && all.len() > 2;
        if first.dotted && (degree || title) {
            all.drain(at..at + 2);
        } else {
            at += 1;
        }
    }
}

fn strip_ends(all: &mut Vec<Piece>) {
    if all.iter().any(|p| !is_late(&p.text)) {
        all.retain(|p| !is_late(&p.text));
    }
    while all.len() > 1 && all.first().is_some_and(is_front) {
        all.remove(0);
    }
    while all.len() > 1 && all.last().is_some_and(|p| is_degree(&p.text)) {
        all.pop();
    }
}

/// "R." is Raden, a bare R an initial; "an." is short for anak, a bare An may be a name.
fn is_front(piece: &Piece) -> bool {
    match piece.text.as_str() {
        "r" | "an" => piece.dotted,
        text => is_title(text),
    }
}
