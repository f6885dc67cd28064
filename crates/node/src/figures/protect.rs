//! Small numbers are left out for whoever does not work with the cases themselves (domain model, section 11.1, C16).

use super::Figure;

/// Children below this number can be guessed at; the value that CTDC uses.
pub(crate) const SMALLEST: i64 = 11;

/// Leaves out small numbers. Where only one line of a figure is left out, the next smallest goes too, so that neither a total
/// nor the other lines give it back.
pub(crate) fn protect(figures: &mut Vec<Figure>) {
    // What a cell hides, its rows and columns in other figures could give back: a release shows tables, with all cells at once.
    figures.retain(|figure| !figure.is_crossed());
    for figure in figures {
        let small = |value: Option<i64>| value.is_some_and(|value| (1..SMALLEST).contains(&value));
        let mut hidden = 0;
        for line in &mut figure.lines {
            if line.what == "median-days" {
                continue;
            }
            // A median is no number of children; it is shown where enough of them stand behind it.
            let few = !line.is_measure() && small(line.value);
            if few || small(line.of) {
                line.value = None;
                // The whole tells nothing about one child while its share is gone.
                line.of = line.of.filter(|of| *of >= SMALLEST);
                line.protected = true;
                hidden += 1;
            }
        }
        if hidden == 1 {
            let open = figure.lines.iter_mut().filter(|line| !line.protected && !line.is_measure());
            if let Some(line) =
                open.filter(|line| line.value.is_some_and(|value| value > 0)).min_by_key(|l| l.value)
            {
                line.value = None;
                line.protected = true;
            }
        }
    }
}
