//! Bars, with every value in words.

use crate::error::Result;
use crate::output::Wording;
use crate::output::xml::escape;
use crate::protect::real;
use crate::publish::{Published, Shown};
use crate::table::Request;

const WIDTH: f64 = 640.0;
const LABELS: f64 = 220.0;
const NUMBERS: f64 = 110.0;
const STEP: usize = 24;

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
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escape(&caption),
        escape(&all.join("; "))
    );
    for (row, (label, cell)) in values.iter().enumerate() {
        let top = row * STEP + 4;
        let base = top + 15;
        let length = count(*cell).map(|count| real(count) / real(largest) * (WIDTH - LABELS - NUMBERS));
        svg.push_str(&format!(
            "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\" fill=\"#1b1b1b\">{}</text>",
            LABELS - 8.0,
            escape(&shortened(label))
        ));
        if let Some(length) = length {
            svg.push_str(&format!(
                "<rect x=\"{LABELS}\" y=\"{top}\" width=\"{length:.1}\" height=\"{}\" fill=\"#1f5fa8\"/>",
                STEP - 4
            ));
        }
        svg.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{base}\" fill=\"#1b1b1b\">{}</text>\n",
            LABELS + length.unwrap_or(0.0) + 6.0,
            escape(&wording.cell(published, *cell))
        ));
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// Labels must fit the space left of the bars; the whole one is in the description.
fn shortened(label: &str) -> String {
    if label.chars().count() <= 30 {
        return label.to_owned();
    }
    label.chars().take(29).chain(['…']).collect()
}
