//! Bars, with every value in words.

use crate::error::Result;
use crate::output::Wording;
use crate::output::xml::escape;
use crate::protect::real;
use crate::publish::{Published, Shown};
use crate::table::Request;

/// As wide as a card on a phone; larger screens draw it larger.
const WIDTH: f64 = 320.0;
/// A line of words, the bar below it.
const STEP: usize = 40;

/// An SVG of one bar for each category of a table's first dimension, the totals of the others. What is withheld or
/// has no data says so in place of a bar.
///
/// # Errors
/// Whatever is wrong with the request.
pub fn bars(published: &Published, request: &Request, wording: &Wording<'_>) -> Result<String> {
    let layout = published.layout();
    let name = request.by.first().map_or("", String::as_str);
    let first = Request { by: vec![name.to_owned()], only: request.only.clone() };
    let at = layout.dimension(name)?;
    let values: Vec<(String, usize)> = published
        .cells_of(&first)?
        .into_iter()
        .filter(|cell| layout.node(*cell, at) != 0)
        .map(|cell| {
            let codes = layout.codes(cell);
            ((wording.category)(name, codes.get(at).copied().unwrap_or("")), cell)
        })
        .collect();
    let count = |cell: usize| match published.shown(cell) {
        Shown::Count(count) => Some(count),
        _ => None,
    };
    let largest = values.iter().filter_map(|(_, cell)| count(*cell)).max().unwrap_or(0).max(1);
    let caption = wording.caption(&first.by, &first.only);
    let words = |(label, cell): &(String, usize)| format!("{label}: {}", wording.cell(published, *cell));
    let all: Vec<String> = values.iter().map(words).collect();
    let height = values.len() * STEP + 8;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" class=\"bars\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escape(&caption),
        escape(&all.join("; "))
    );
    for (row, (label, cell)) in values.iter().enumerate() {
        let top = row * STEP + 4;
        let (base, bar) = (top + 13, top + 19);
        svg.push_str(&format!(
            "<text x=\"0\" y=\"{base}\" fill=\"#1b1b1b\">{}</text>\
             <text x=\"{WIDTH}\" y=\"{base}\" text-anchor=\"end\" fill=\"#1b1b1b\">{}</text>",
            escape(&shortened(label)),
            escape(&wording.cell(published, *cell))
        ));
        if let Some(count) = count(*cell) {
            let length = real(count) / real(largest) * WIDTH;
            svg.push_str(&format!(
                "<rect x=\"0\" y=\"{bar}\" width=\"{length:.1}\" height=\"12\" fill=\"#1f5fa8\"/>"
            ));
        }
        svg.push('\n');
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// Labels must leave room for the number; the whole one is in the description.
fn shortened(label: &str) -> String {
    if label.chars().count() <= 34 {
        return label.to_owned();
    }
    label.chars().take(33).chain(['…']).collect()
}
