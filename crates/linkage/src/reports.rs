//! Which reports may tell of the same thing. Two neighbours who call about one child use some of the same rare words; what
//! nearly every report says is worth nothing. The answer is a hint for a human, who compares both side by side.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

/// What is compared of one report.
#[derive(Debug, Clone, Default)]
pub struct ReportText {
    /// All that was told: narrative, children, places, suspects.
    pub text: String,
    /// Province or regency code, if known.
    pub region: Option<String>,
    /// Milliseconds since 1970 at which it was received.
    pub received: i64,
}

/// Two reports that look alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// Place of the earlier one in the list.
    pub a: usize,
    /// Place of the other.
    pub b: usize,
    /// 0 to 1.
    pub score: f64,
}

/// Below this a pair is not shown.
pub const THRESHOLD: f64 = 0.34;
/// Shorter words carry too little.
const SHORTEST: usize = 4;
/// Reports further apart are not compared, in milliseconds: thirty days.
const FARTHEST: i64 = 30 * 24 * 3_600_000;

fn words(text: &str) -> BTreeSet<String> {
    let plain: String =
        text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().to_lowercase();
    let parts = plain.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| word.chars().count() >= SHORTEST).map(str::to_owned).collect()
}

/// Pairs that look alike, the most alike first. The score is the weight of the words that both have, as a share of the
/// weight of the shorter report's words; a word weighs less the more of these reports use it.
pub fn alike(reports: &[ReportText]) -> Vec<Alike> {
    let all: Vec<BTreeSet<String>> = reports.iter().map(|report| words(&report.text)).collect();
    let mut used: HashMap<&str, usize> = HashMap::new();
    for word in all.iter().flatten() {
        *used.entry(word).or_default() += 1;
    }
    let count = all.len().max(2) as f64;
    let weight = |word: &str| (count / used.get(word).copied().unwrap_or(1) as f64).ln().max(0.0) + 0.05;
    let total = |words: &BTreeSet<String>| words.iter().map(|word| weight(word)).sum::<f64>();
    let mut pairs = Vec::new();
    for (a, (one, first)) in reports.iter().zip(&all).enumerate() {
        for (b, (other, second)) in reports.iter().zip(&all).enumerate().skip(a + 1) {
            let apart =
                matches!((&one.region, &other.region), (Some(x), Some(y)) if x.get(..2) != y.get(..2));
            if apart
                || (one.received - other.received).abs() > FARTHEST
                || first.is_empty()
                || second.is_empty()
            {
                continue;
            }
            let shared: f64 = first.intersection(second).map(|word| weight(word)).sum();
            let score = shared / total(first).min(total(second));
            if score >= THRESHOLD {
                pairs.push(Alike { a, b, score: score.min(1.0) });
            }
        }
    }
    pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.a.cmp(&y.a)).then(x.b.cmp(&y.b)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str, region: &str) -> ReportText {
        ReportText { text: text.into(), region: Some(region.into()), received: 0 }
    }

    #[test]
    fn two_calls_about_one_child_look_alike_and_others_do_not() {
        let reports = [
            report("Seorang anak bekerja malam di gudang ikan Jalan Contoh Melati, dipanggil Sari.", "32.73"),
            report(
                "Anak bernama Sari disuruh bekerja sampai malam di gudang ikan dekat Jalan Contoh Melati",
                "32.73",
            ),
            report("Seorang anak tidak sekolah dan bekerja di kebun sawit perusahaan rekaan", "32.73"),
            report("Anak bekerja malam di gudang ikan Jalan Contoh Melati, dipanggil Sari", "61.71"),
            report("", "32.73"),
        ];
        let pairs = alike(&reports);
        assert_eq!(pairs.iter().map(|pair| (pair.a, pair.b)).collect::<Vec<_>>(), [(0, 1)]);
    }

    #[test]
    fn time_keeps_reports_apart() {
        let mut reports =
            [report("gudang ikan melati sari", "32.73"), report("gudang ikan melati sari", "32.73")];
        assert_eq!(alike(&reports).len(), 1);
        reports[1].received = FARTHEST + 1;
        assert!(alike(&reports).is_empty());
    }
}
