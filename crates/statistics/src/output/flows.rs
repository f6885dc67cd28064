//! Flows of money from left to right, as wide as they are large.

use std::collections::BTreeMap;

use crate::money::Link;
use crate::output::xml::escape;

/// Words of a picture of flows.
pub struct FlowWords<'a> {
    /// What it shows: layer, currency, time.
    pub title: &'a str,
    /// Stands for who is not known.
    pub unknown: &'a str,
    /// Stands for all that are too small to be drawn.
    pub others: &'a str,
    /// An amount.
    pub amount: &'a dyn Fn(crate::money::Amount) -> String,
}

/// Names on each side; what is smaller is drawn together.
const MOST: usize = 8;
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
/// Where the bands begin and end.
const LEFT: f64 = 220.0;
const RIGHT: f64 = 500.0;
const GAP: f64 = 8.0;

/// An SVG of links of one layer and one currency. The same is said in its description; a table with all links belongs under it.
#[must_use]
pub fn flows(links: &[Link], words: &FlowWords<'_>) -> String {
    let from = Side::of(links, words, |link| &link.from);
    let to = Side::of(links, words, |link| &link.to);
    let mut bands: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for link in links {
        *bands.entry((from.place(&link.from), to.place(&link.to))).or_default() += size(link);
    }
    let said: Vec<String> = links
        .iter()
        .map(|link| {
            let name = |name: &str| if name.is_empty() { words.unknown.to_owned() } else { name.to_owned() };
            format!("{} → {}: {}", name(&link.from), name(&link.to), (words.amount)(link.amount))
        })
        .collect();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" class=\"flows\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escape(words.title),
        escape(&said.join("; "))
    );
    let scale = from.scale().min(to.scale());
    let (mut out, mut into) = (from.tops(scale), to.tops(scale));
    for ((start, end), size) in bands {
        let wide = size * scale;
        let (Some(y1), Some(y2)) = (out.get_mut(start), into.get_mut(end)) else { continue };
        let (a, b, middle) = (*y1 + wide / 2.0, *y2 + wide / 2.0, f64::midpoint(LEFT, RIGHT));
        svg.push_str(&format!(
            "<path d=\"M{LEFT} {a:.1}C{middle} {a:.1} {middle} {b:.1} {RIGHT} {b:.1}\" fill=\"none\" stroke=\"#1f5fa8\" \
             stroke-opacity=\"0.45\" stroke-width=\"{:.1}\"/>\n",
            wide.max(1.0)
        ));
        *y1 += wide;
        *y2 += wide;
    }
    from.names(&mut svg, scale, LEFT - 8.0, "end");
    to.names(&mut svg, scale, RIGHT + 8.0, "start");
    svg.push_str("</svg>\n");
    svg
}

/// Names on one side with what passes through each, largest first.
struct Side {
    names: Vec<(String, String, f64)>,
}

impl Side {
    fn of(links: &[Link], words: &FlowWords<'_>, name: impl Fn(&Link) -> &String) -> Self {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for link in links {
            *sums.entry(name(link)).or_default() += size(link);
        }
        let mut sorted: Vec<(&str, f64)> = sums.into_iter().collect();
        sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let rest: f64 = sorted.iter().skip(MOST).map(|(_, sum)| sum).sum();
        let label = |name: &str| if name.is_empty() { words.unknown.to_owned() } else { name.to_owned() };
        let mut names: Vec<_> =
            sorted.iter().take(MOST).map(|(name, sum)| ((*name).to_owned(), label(name), *sum)).collect();
        if rest > 0.0 {
            names.push((String::new(), words.others.to_owned(), rest));
        }
        Self { names }
    }

    fn place(&self, name: &str) -> usize {
        let drawn = self.names.iter().take(MOST).position(|(held, _, _)| held == name);
        drawn.unwrap_or(self.names.len().saturating_sub(1))
    }

    /// Height of one unit of money.
    fn scale(&self) -> f64 {
        let sum: f64 = self.names.iter().map(|(_, _, sum)| sum).sum();
        let gaps = u32::try_from(self.names.len()).map_or(0.0, f64::from) * GAP;
        if sum > 0.0 { (HEIGHT - gaps - GAP) / sum } else { 0.0 }
    }

    fn tops(&self, scale: f64) -> Vec<f64> {
        let mut top = GAP;
        let place = |(_, _, sum): &(String, String, f64)| {
            let here = top;
            top += sum * scale + GAP;
            here
        };
        self.names.iter().map(place).collect()
    }

    fn names(&self, svg: &mut String, scale: f64, x: f64, anchor: &str) {
        for ((_, label, sum), top) in self.names.iter().zip(self.tops(scale)) {
            let middle = top + sum * scale / 2.0 + 4.0;
            let short: String = if label.chars().count() > 30 {
                label.chars().take(29).chain(['…']).collect()
            } else {
                label.clone()
            };
            svg.push_str(&format!(
                "<text x=\"{x}\" y=\"{middle:.1}\" text-anchor=\"{anchor}\" fill=\"#1b1b1b\">{}</text>\n",
                escape(&short)
            ));
        }
    }
}

/// How large a link is, for the eye.
fn size(link: &Link) -> f64 {
    link.amount.to_string().parse().unwrap_or(0.0)
}
