//! `/case/{id}/links`: what a case shares with other cases that the reader may see, as a picture drawn here and as a table that says the same.

use std::fmt::Write;

use askama::Template;
use axum::extract::State;
use node::acts::harm::{Links, Thing, ViewLinks};

use crate::casework::OnePath;
use crate::counting::escape;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::session::SignedIn;
use crate::state::WebState;

const WIDTH: usize = 720;
const ROW: usize = 34;
const LEFT: usize = 210;
const RIGHT: usize = 420;

#[derive(Template)]
#[template(path = "harm/links.html")]
struct LinksPage {
    f: Frame,
    code: String,
    back: String,
    drawing: String,
    rows: Vec<Row>,
    common: Vec<(String, String)>,
    more: bool,
}

struct Row {
    kind: String,
    value: String,
    /// Number and address of each case.
    cases: Vec<(String, String)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewLinks { case: path.0 }).await?;
    let f = Frame::of(&state, &who);
    let kind = |thing: &Thing| f.words.code("identifier-kind", thing.kind).to_owned();
    let case = |at: &usize| {
        let case = found.cases.get(*at)?;
        Some((case.code.clone(), f.url(&format!("/case/{}", case.id))))
    };
    let rows = found.things.iter().filter(|thing| !thing.common).map(|thing| Row {
        kind: kind(thing),
        value: thing.value.clone(),
        cases: thing.cases.iter().filter_map(case).collect(),
    });
    let common = found.things.iter().filter(|thing| thing.common);
    let page = LinksPage {
        rows: rows.collect(),
        common: common.map(|thing| (kind(thing), thing.value.clone())).collect(),
        drawing: drawing(f.words, &found),
        back: f.url(&format!("/case/{}", path.0)),
        code: found.code.clone(),
        more: found.more,
        f,
    };
    draw(&page)
}

/// Two columns, cases and what they name, each row of the second put as near as there is room to the middle of the cases that name it: few lines
/// cross, and the same facts give the same picture.
fn drawing(w: Words, links: &Links) -> String {
    let mut things: Vec<(usize, &Thing)> = links
        .things
        .iter()
        .filter(|thing| thing.cases.len() > 1)
        .map(|thing| (middle(thing), thing))
        .collect();
    things.sort_by(|one, two| (one.0, one.1.kind, &one.1.value).cmp(&(two.0, two.1.kind, &two.1.value)));
    if things.is_empty() {
        return String::new();
    }
    let height = (links.cases.len().max(things.len()) + 1) * ROW;
    let y = |row: usize| row * ROW + ROW;
    let title = escape(&w.t("view-links"));
    let mut svg = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"links-title\"><title id=\"links-title\">{title}</title>"
    );
    for (row, (_, thing)) in things.iter().enumerate() {
        for case in &thing.cases {
            let (from, to) = (y(*case), y(row));
            let _ = write!(svg, "<path class=\"tie\" d=\"M{LEFT} {from}L{RIGHT} {to}\"/>");
        }
    }
    for (row, case) in links.cases.iter().enumerate() {
        let (at, code) = (y(row), escape(&case.code));
        let _ = write!(
            svg,
            "<circle class=\"dot\" cx=\"{LEFT}\" cy=\"{at}\" r=\"6\"/><text x=\"{}\" y=\"{}\" font-size=\"13\" \
             text-anchor=\"end\">{code}</text>",
            LEFT - 12,
            at + 4
        );
    }
    for (row, (_, thing)) in things.iter().enumerate() {
        let at = y(row);
        let label = format!("{}: {}", w.code("identifier-kind", thing.kind), thing.value);
        let _ = write!(
            svg,
            "<circle class=\"dot\" cx=\"{RIGHT}\" cy=\"{at}\" r=\"6\"/><text x=\"{}\" y=\"{}\" font-size=\"13\">{}</text>",
            RIGHT + 12,
            at + 4,
            escape(&shortened(&label))
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Twice the mean position of the cases that name something.
fn middle(thing: &Thing) -> usize {
    thing.cases.iter().sum::<usize>() * 2 / thing.cases.len().max(1)
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= 36 {
        label.to_owned()
    } else {
        label.chars().take(35).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use model::Id;
    use node::acts::harm::LinkedCase;

    use super::*;

    fn links(things: Vec<Thing>) -> Links {
        let case = |n: u128| LinkedCase { id: Id::from_u128(n), code: format!("KS-26-{n}") };
        Links { code: "KS-26-1".into(), cases: vec![case(1), case(2), case(3)], things, more: false }
    }

    fn thing(value: &str, cases: Vec<usize>) -> Thing {
        Thing { kind: "venue", value: value.into(), common: cases.is_empty(), cases }
    }

    #[test]
    fn a_picture_has_a_line_for_each_naming_and_none_for_what_is_common() {
        let words = Words::new(model::Lang::En);
        let drawn = drawing(words, &links(vec![thing("A <b>", vec![0, 1, 2]), thing("Station", Vec::new())]));
        assert_eq!(drawn.matches("class=\"tie\"").count(), 3);
        assert!(drawn.contains("A &lt;b&gt;") && !drawn.contains("Station"));
        assert_eq!(drawing(words, &links(vec![thing("A", vec![0])])), "", "one case alone is no link");
    }
}
