//! What each field weighs, as a chart; the table beside it says the same.

use std::fmt::Write;

use node::acts::counting::FieldWeight;

use super::upset::escape;
use crate::i18n::Words;
use crate::say;

/// Together as wide as a card on a phone.
const LABELS: f64 = 92.0;
const HALF: f64 = 86.0;
const LINE: f64 = 26.0;
/// 1/1024 bit.
const BIT: f64 = 1024.0;

/// Bits, signed, as people of the language write them.
pub(super) fn bits(w: Words, weight: i64) -> String {
    say::decimal(w, format!("{:+.1}", weight as f64 / BIT).replace('-', "−"))
}

/// The chart.
pub(super) fn draw(w: Words, weights: &[FieldWeight]) -> String {
    let most = weights.iter().map(|weight| weight.weight.abs()).max().unwrap_or(1).max(1) as f64;
    let (width, height) = (LABELS + 2.0 * HALF + 30.0, LINE * weights.len() as f64 + 6.0);
    let middle = LABELS + HALF + 15.0;
    let mut svg = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"weights-title\"><title id=\"weights-title\">{}</title>\
         <path class=\"tie\" d=\"M{middle} 0V{height}\"/>",
        escape(&w.t("pair-weights"))
    );
    for (row, weight) in (0_u32..).zip(weights) {
        let y = f64::from(row) * LINE + 4.0;
        let long = weight.weight as f64 / most * (HALF - 28.0);
        let (left, class) = if long < 0.0 { (middle + long, "bar less") } else { (middle, "bar") };
        let (at, anchor) =
            if long < 0.0 { (middle + long - 5.0, "end") } else { (middle + long + 5.0, "start") };
        let _ = write!(
            svg,
            "<text x=\"4\" y=\"{:.1}\" font-size=\"13\">{}</text><rect class=\"{class}\" x=\"{left:.1}\" y=\"{y:.1}\" \
             width=\"{:.1}\" height=\"18\"/><text x=\"{at:.1}\" y=\"{:.1}\" font-size=\"12\" text-anchor=\"{anchor}\">{}</text>",
            y + 14.0,
            escape(&w.t(&format!("field-{}", weight.field))),
            long.abs(),
            y + 14.0,
            bits(w, weight.weight)
        );
    }
    svg.push_str("</svg>");
    svg
}
