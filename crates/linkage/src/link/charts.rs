//! Small charts as SVG, with their figures as text for those who cannot see them.

use std::fmt::Write;

/// One bar; `part` of it is drawn dark.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) part: Option<f64>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 220.0;

/// Upright bars over a common line; values below zero hang down.
pub(super) fn bars(title: &str, bars: &[Bar]) -> String {
    let top = bars.iter().map(|bar| bar.value).fold(0.0, f64::max).max(1e-9);
    let bottom = bars.iter().map(|bar| bar.value).fold(0.0, f64::min);
    let scale = (HEIGHT - 50.0) / (top - bottom);
    let zero = 20.0 + top * scale;
    let step = WIDTH / bars.len().max(1) as f64;
    let mut out = open(title);
    let mut left = 0.0;
    for bar in bars {
        let mut draw = |value: f64, colour: &str| {
            let (high, y) = (value.abs() * scale, if value >= 0.0 { zero - value * scale } else { zero });
            let _ = write!(
                out,
                "<rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{high:.1}\" fill=\"{colour}\"><title>{}: {value:.1}</title></rect>",
                left + 1.0,
                step - 2.0,
                bar.name
            );
        };
        draw(bar.value, if bar.part.is_some() { "#b9c7e0" } else { "#3b5b92" });
        if let Some(part) = bar.part {
            draw(part, "#27406b");
        }
        let middle = left + step / 2.0;
        let _ = write!(
            out,
            "<text x=\"{middle:.1}\" y=\"{:.1}\" font-size=\"10\" text-anchor=\"middle\">{}</text>",
            HEIGHT - 6.0,
            bar.name
        );
        left += step;
    }
    out.push_str("</svg>");
    out
}

/// A line through points within the unit square.
pub(super) fn curve(title: &str, points: &[(f64, f64)]) -> String {
    let mut out = open(title);
    let place = |(x, y): &(f64, f64)| (40.0 + x * (WIDTH - 60.0), 10.0 + (1.0 - y) * (HEIGHT - 40.0));
    let path: Vec<String> = points.iter().map(place).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    for mark in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let (x, y) = place(&(mark, mark));
        let _ = write!(
            out,
            "<line x1=\"40\" x2=\"{WIDTH}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#d5dae3\"/><text x=\"4\" y=\"{:.1}\" \
             font-size=\"10\">{mark}</text><text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"10\">{mark}</text>",
            y + 3.0,
            HEIGHT - 8.0
        );
    }
    let _ = write!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#27406b\" stroke-width=\"2\"/></svg>",
        path.join(" ")
    );
    out
}

fn open(title: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>"
    )
}
