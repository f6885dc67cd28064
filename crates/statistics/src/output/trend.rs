//! A line over time, with the interval around it where one is known. What is withheld or missing is a gap, never a zero.

use crate::output::xml::escape;
use crate::protect::real;

/// A period of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Its name.
    pub label: String,
    /// The number, where it is shown.
    pub shown: Option<f64>,
    /// Its interval, where one is known.
    pub between: Option<(f64, f64)>,
    /// What is said of it, number or not.
    pub said: String,
}

/// Words of a line.
pub struct TrendWords<'a> {
    /// What it shows: indicator, area, unit.
    pub title: &'a str,
    /// A number on the axis.
    pub number: &'a dyn Fn(f64) -> String,
    /// Stands beside the line of the target.
    pub target: &'a str,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 620.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 200.0;
const LINE: &str = "#1f5fa8";

/// An SVG of periods that follow one another, with the target as a dashed line. A table with all numbers belongs under it; the same is said in
/// its description.
#[must_use]
pub fn trend(points: &[Point], target: Option<f64>, words: &TrendWords<'_>) -> String {
    let all = points.iter().filter_map(|point| point.shown).chain(target);
    let all = all.chain(points.iter().filter_map(|point| point.between).flat_map(|(low, high)| [low, high]));
    let (low, high) = all.fold((0.0_f64, 0.0_f64), |(low, high), n| (low.min(n), high.max(n)));
    let reach = if high - low > 0.0 { high - low } else { 1.0 };
    let y = |n: f64| BOTTOM - (n - low) / reach * (BOTTOM - TOP);
    let count = real(points.len().saturating_sub(1).max(1) as u64);
    let x = |at: usize| LEFT + real(at as u64) / count * (RIGHT - LEFT);
    let said: Vec<String> = points.iter().map(|point| format!("{}: {}", point.label, point.said)).collect();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escape(words.title),
        escape(&said.join("; "))
    );
    for n in [low, f64::midpoint(low, low + reach), low + reach] {
        svg.push_str(&format!(
            "<path d=\"M{LEFT} {0:.1}H{RIGHT}\" stroke=\"#d0d0d0\"/><text x=\"{1}\" y=\"{2:.1}\" text-anchor=\"end\" fill=\"#1b1b1b\">{3}</text>\n",
            y(n),
            LEFT - 8.0,
            y(n) + 4.0,
            escape(&(words.number)(n))
        ));
    }
    if let Some(target) = target {
        svg.push_str(&format!(
            "<path d=\"M{LEFT} {0:.1}H{RIGHT}\" stroke=\"#8a4b00\" stroke-width=\"2\" stroke-dasharray=\"6 4\"/>\
             <text x=\"{RIGHT}\" y=\"{1:.1}\" text-anchor=\"end\" fill=\"#8a4b00\">{2}</text>\n",
            y(target),
            (y(target) - 5.0).max(12.0),
            escape(words.target)
        ));
    }
    for run in runs(points) {
        let band: Vec<(usize, (f64, f64))> =
            run.iter().filter_map(|(at, point)| Some((*at, point.between?))).collect();
        if band.len() > 1 {
            let upper = band.iter().map(|(at, (_, high))| format!("{:.1},{:.1}", x(*at), y(*high)));
            let lower = band.iter().rev().map(|(at, (low, _))| format!("{:.1},{:.1}", x(*at), y(*low)));
            let around: Vec<String> = upper.chain(lower).collect();
            svg.push_str(&format!(
                "<polygon points=\"{}\" fill=\"{LINE}\" fill-opacity=\"0.18\"/>\n",
                around.join(" ")
            ));
        }
        let line: Vec<String> = run
            .iter()
            .filter_map(|(at, point)| Some(format!("{:.1},{:.1}", x(*at), y(point.shown?))))
            .collect();
        svg.push_str(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{LINE}\" stroke-width=\"2.5\"/>\n",
            line.join(" ")
        ));
        for (at, point) in run {
            let Some(shown) = point.shown else { continue };
            svg.push_str(&format!(
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\" fill=\"{LINE}\"><title>{}: {}</title></circle>\n",
                x(at),
                y(shown),
                escape(&point.label),
                escape(&point.said)
            ));
        }
    }
    svg.push_str(&labels(points, x));
    svg.push_str("</svg>\n");
    svg
}

/// Periods one after the other that are shown.
fn runs(points: &[Point]) -> Vec<Vec<(usize, &Point)>> {
    let mut runs: Vec<Vec<(usize, &Point)>> = Vec::new();
    let mut open = false;
    for (at, point) in points.iter().enumerate() {
        if point.shown.is_none() {
            open = false;
            continue;
        }
        if !open {
            runs.push(Vec::new());
        }
        open = true;
        if let Some(run) = runs.last_mut() {
            run.push((at, point));
        }
    }
    runs
}

/// As many names as have room.
fn labels(points: &[Point], x: impl Fn(usize) -> f64) -> String {
    let step = points.len().div_ceil(7).max(1);
    let mut text = String::new();
    for (at, point) in points.iter().enumerate().step_by(step) {
        text.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#1b1b1b\">{}</text>\n",
            x(at),
            BOTTOM + 24.0,
            escape(&point.label)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(label: &str, shown: Option<f64>) -> Point {
        Point {
            label: label.into(),
            shown,
            between: shown.map(|n| (n - 1.0, n + 1.0)),
            said: format!("{shown:?}"),
        }
    }

    #[test]
    fn a_gap_is_a_gap_and_names_are_escaped() {
        let points =
            [point("a", Some(3.0)), point("b", None), point("c", Some(5.0)), point("<d>", Some(7.0))];
        let words = TrendWords { title: "A & B", number: &|n| format!("{n:.0}"), target: "10" };
        let svg = trend(&points, Some(10.0), &words);
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert_eq!(svg.matches("<circle").count(), 3);
        assert_eq!(svg.matches("<polygon").count(), 1);
        assert!(svg.contains("A &amp; B") && svg.contains("&lt;d&gt;") && !svg.contains("NaN"));
        assert!(!trend(&[], None, &words).contains("NaN"));
    }
}
