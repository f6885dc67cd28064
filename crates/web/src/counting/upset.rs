//! The overlap picture after Lex and others 2014 (UpSet): a column for each combination of agencies, its bar the children whom
//! exactly these agencies name. The table beside it says the same.

use std::fmt::Write;

use node::counting::{Overlap, Reconciled};

use crate::i18n::Words;
use crate::say;

/// Combinations drawn; the table has all of them.
const MOST: usize = 14;
const LABELS: usize = 190;
const STEP: usize = 34;
const BARS: usize = 150;
const LINE: usize = 24;

/// The agencies of a combination in words.
pub(super) fn names(w: Words, figure: &Reconciled, sources: &[usize]) -> String {
    let name = |at: &usize| figure.sources.get(*at).map_or("", |line| line.agency.as_str());
    match sources {
        [one] => w.with("rec-overlap-only", &[("agency", name(one))]).into_owned(),
        several => several.iter().map(name).collect::<Vec<_>>().join(" + "),
    }
}

/// The picture.
pub(super) fn draw(w: Words, figure: &Reconciled) -> String {
    let shown: Vec<&Overlap> = figure.overlaps.iter().take(MOST).collect();
    let mut used: Vec<usize> = shown.iter().flat_map(|overlap| overlap.sources.clone()).collect();
    used.sort_unstable();
    used.dedup();
    if shown.is_empty() {
        return String::new();
    }
    let largest = shown.iter().map(|overlap| overlap.children).max().unwrap_or(1).max(1);
    let (width, height) = (LABELS + shown.len() * STEP + 8, BARS + used.len() * LINE + 34);
    let mut svg = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"overlap-title\"><title id=\"overlap-title\">{}</title>",
        escape(&w.t("rec-overlap"))
    );
    for (row, at) in used.iter().enumerate() {
        let y = BARS + 34 + row * LINE;
        if row % 2 == 0 {
            let _ = write!(
                svg,
                "<rect class=\"stripe\" x=\"0\" y=\"{}\" width=\"{width}\" height=\"{LINE}\"/>",
                y - 12
            );
        }
        let agency = figure.sources.get(*at).map_or("", |line| line.agency.as_str());
        let _ = write!(
            svg,
            "<text x=\"4\" y=\"{}\" font-size=\"13\">{}</text>",
            y + 4,
            escape(&shortened(agency))
        );
    }
    for (column, overlap) in shown.iter().enumerate() {
        let x = LABELS + column * STEP + STEP / 2;
        let share = f64::from(i32::try_from(overlap.children).unwrap_or(i32::MAX))
            / f64::from(i32::try_from(largest).unwrap_or(i32::MAX));
        let high = (share * (BARS as f64 - 24.0)).max(1.0);
        let top = BARS as f64 - high + 12.0;
        let _ = write!(
            svg,
            "<g><title>{}: {}</title><rect class=\"bar\" x=\"{}\" y=\"{top:.1}\" width=\"22\" height=\"{high:.1}\"/>\
             <text x=\"{x}\" y=\"{:.1}\" font-size=\"12\" text-anchor=\"middle\">{}</text>",
            escape(&names(w, figure, &overlap.sources)),
            overlap.children,
            x - 11,
            top - 4.0,
            say::grouped(w, overlap.children)
        );
        let rows: Vec<usize> =
            overlap.sources.iter().filter_map(|at| used.iter().position(|known| known == at)).collect();
        if let (Some(first), Some(last)) = (rows.iter().min(), rows.iter().max()) {
            let y = |row: &usize| BARS + 34 + row * LINE;
            let _ = write!(svg, "<path class=\"tie\" d=\"M{x} {}V{}\"/>", y(first), y(last));
        }
        for row in 0..used.len() {
            let class = if rows.contains(&row) { "dot" } else { "dot off" };
            let _ = write!(
                svg,
                "<circle class=\"{class}\" cx=\"{x}\" cy=\"{}\" r=\"6\"/>",
                BARS + 34 + row * LINE
            );
        }
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    svg
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= 24 {
        label.to_owned()
    } else {
        label.chars().take(23).chain(['…']).collect()
    }
}

/// Text as it may stand in SVG.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
