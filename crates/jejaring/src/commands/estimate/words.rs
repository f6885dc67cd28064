//! What the figure means, and what it does not, in both languages.

use statistics::mse::Refusal;
use statistics::mse::analyse::{Caution, spread};
use statistics::mse::fit::NoFit;

use super::Tongue;
use super::figures::Figures;
use super::strata::Stratum;

/// A sentence in the language asked for.
fn say(lang: Tongue, id: impl Into<String>, en: impl Into<String>) -> String {
    match lang {
        Tongue::Id => id.into(),
        Tongue::En => en.into(),
    }
}

/// A whole number with the separator of the language.
fn whole(lang: Tongue, value: f64) -> String {
    if !value.is_finite() {
        return "∞".to_owned();
    }
    let digits = format!("{:.0}", value.max(0.0));
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(if lang == Tongue::Id { '.' } else { ',' });
        }
        out.push(digit);
    }
    out
}

/// Three digits that mean something: more would promise what an estimate cannot keep.
fn about(lang: Tongue, value: f64) -> String {
    if value < 1000.0 || !value.is_finite() {
        return whole(lang, value);
    }
    let step = 10_f64.powf(value.log10().floor() - 2.0);
    whole(lang, (value / step).round() * step)
}

fn per_cent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

/// Why there is no estimate: a code, and what to do.
pub(super) fn refusal(lang: Tongue, refusal: &Refusal, lists: usize) -> (&'static str, String) {
    match refusal {
        Refusal::Empty => (
            "nobody-observed",
            say(
                lang,
                "tidak seorang pun ada dalam daftar: periksa apakah kolom jumlah terbaca",
                "nobody stands on any list: see whether the column of counts was read",
            ),
        ),
        Refusal::NoOverlap => (
            "no-overlap",
            say(
                lang,
                "tidak seorang pun ada di dua daftar: tanpa tumpang tindih tidak ada yang dapat diperkirakan; tautkan dahulu \
                 daftar-daftarnya, atau tambahkan daftar yang mungkin memuat orang yang sama",
                "nobody stands on two lists: without overlap nothing can be estimated; link the lists first, or add a list \
                 that may hold the same people",
            ),
        ),
        Refusal::TooFewShared { shared, least } => (
            "too-few-shared",
            say(
                lang,
                format!(
                    "hanya {shared} orang ada di lebih dari satu daftar, kurang dari {least}: data ini tidak sanggup memikul \
                     perkiraan; gabungkan masa, wilayah atau kelompok"
                ),
                format!(
                    "only {shared} people stand on more than one list, fewer than {least}: the data cannot carry an estimate; \
                     take periods, regions or groups together"
                ),
            ),
        ),
        Refusal::HoldsEverybody { list } => (
            "holds-everybody",
            say(
                lang,
                format!(
                    "daftar {list} memuat semua orang, sehingga tidak ada yang diketahui luput darinya: keluarkan daftar itu \
                     dengan --ignore bila ia hanya gabungan dari yang lain"
                ),
                format!(
                    "the list {list} holds everybody, so nobody is known to have been missed by it: leave it out with --ignore \
                     if it merely sums up the others"
                ),
            ),
        ),
        Refusal::NoEstimate(no) => no_estimate(lang, *no, lists),
        Refusal::Unbounded { share } => (
            "no-upper-end",
            say(
                lang,
                format!(
                    "perkiraan ini tidak mempunyai batas atas ({} % ulangan tanpa hasil): tumpang tindihnya terlalu tipis; \
                     gabungkan daftar dengan --combine, atau gabungkan masa dan wilayah",
                    per_cent(*share)
                ),
                format!(
                    "the estimate has no upper end ({} % of the repetitions had none): the overlaps are too thin; take lists \
                     together with --combine, or periods and regions",
                    per_cent(*share)
                ),
            ),
        ),
        Refusal::TooWide { low, high } => (
            "too-wide",
            say(
                lang,
                format!(
                    "rentangnya dari {} sampai {} dan tidak mengatakan apa-apa: gabungkan daftar, masa atau wilayah",
                    about(lang, *low),
                    about(lang, *high)
                ),
                format!(
                    "the interval runs from {} to {} and says nothing: take lists, periods or regions together",
                    about(lang, *low),
                    about(lang, *high)
                ),
            ),
        ),
        Refusal::NoSuchMethod(name) => {
            ("no-such-method", format!("there is no method {name} for {lists} lists: use {}", methods(lists)))
        }
    }
}

fn methods(lists: usize) -> String {
    let all = statistics::mse::analyse::methods(lists, 0.02, None);
    all.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ")
}

fn no_estimate(lang: Tongue, no: NoFit, lists: usize) -> (&'static str, String) {
    match no {
        NoFit::DoesNotExist => (
            "does-not-exist",
            say(
                lang,
                "tidak ada perkiraan dengan peluang terbesar untuk tabel ini (uji program linear): terlalu banyak gabungan daftar \
                 yang kosong; gabungkan daftar dengan --combine",
                "no most likely estimate exists for this table (test by linear programming): too many combinations of lists are \
                 empty; take lists together with --combine",
            ),
        ),
        NoFit::NotIdentifiable => (
            "not-identifiable",
            say(
                lang,
                format!(
                    "tabel dengan {lists} daftar ini tidak dapat membedakan modelnya: gunakan model yang lebih kecil dengan --order"
                ),
                format!(
                    "the table of {lists} lists cannot tell the parameters of the model apart: use a smaller model with --order"
                ),
            ),
        ),
    }
}

fn caution(lang: Tongue, caution: Caution) -> String {
    match caution {
        Caution::TwoLists => say(
            lang,
            "Dengan dua daftar saja tidak ada yang menunjukkan apakah keduanya saling bergantung; perkiraan ini mengandaikan tidak.",
            "With two lists alone nothing shows whether one leans on the other; the estimate assumes that it does not.",
        ),
        Caution::ThinLists => say(
            lang,
            "Ada daftar yang hampir tidak tumpang tindih dengan yang lain; lihat hasil bila daftar itu digabung.",
            "Some lists hardly overlap with the others; see what comes of it when they are taken as one.",
        ),
        Caution::MethodsDisagree => say(
            lang,
            "Cara hitung yang berbeda memberi hasil yang jauh berbeda: jangan kutip satu angka tanpa menyebut hal ini.",
            "Different methods give figures that lie far apart: do not quote one figure without saying so.",
        ),
        Caution::SomeWithoutEstimate => say(
            lang,
            "Sebagian ulangan tidak menghasilkan perkiraan; batas atas bisa lebih tinggi daripada yang tampak.",
            "Some repetitions had no estimate; the upper end may lie higher than it looks.",
        ),
        Caution::ChainsApart => say(
            lang,
            "Rantai penyampelan kelas laten tidak sepakat; abaikan hasil cara itu.",
            "The chains of the latent classes do not agree; disregard that method.",
        ),
        Caution::AtMinusInfinity => say(
            lang,
            "Model yang terpilih menganggap sebagian daftar tidak mungkin memuat orang yang sama.",
            "The chosen model takes it that some lists cannot hold the same person.",
        ),
        Caution::HangsOnOneList => say(
            lang,
            "Hasil ini sangat bergantung pada satu daftar: tanpa daftar itu angkanya berubah lebih dari setengahnya.",
            "The figure hangs on one list: without it, it changes by more than half.",
        ),
    }
}

/// One paragraph for whoever decides.
pub(super) fn text(lang: Tongue, figures: &Figures<'_>) -> String {
    let (estimate, low, high) = figures.headline();
    let observed = figures.observed();
    let about = |value| about(lang, value);
    let (least, most) = spread(&figures.analysis.answers);
    let mut text = say(
        lang,
        format!(
            "Jumlah seluruhnya diperkirakan sekitar {} orang, dengan rentang 95 % dari {} sampai {}. Dari jumlah itu {} orang tercatat \
             dalam sedikitnya satu daftar; sekitar {} orang tidak tercatat di mana pun. Ini perkiraan, bukan hasil pencacahan: \
             dasarnya adalah seberapa sering orang yang sama muncul di lebih dari satu daftar. Angka ini berlaku bagi orang \
             yang mungkin ditemukan oleh lembaga-lembaga ini, di wilayah dan masa daftar ini; yang sama sekali tak terjangkau \
             oleh lembaga mana pun tidak termasuk. Angka ini tidak mengatakan siapa atau di mana mereka, dan tidak dapat \
             dibandingkan dengan tahun lain bila daftarnya berbeda. Sebutkan selalu rentangnya bersama angkanya.",
            about(estimate),
            about(low),
            about(high),
            whole(lang, observed),
            about(estimate - observed)
        ),
        format!(
            "There are an estimated {} people in all, with a 95 % interval from {} to {}. Of these {} are recorded on at least one \
             list; about {} are recorded nowhere. This is an estimate, not a count: it rests on how often the same people turn \
             up on more than one list. It speaks of people whom these agencies could have found, in the region and period of \
             the lists; whoever is out of reach of all of them is not included. It does not say who or where they are, and \
             it cannot be compared with another year whose lists differ. Always give the interval with the figure.",
            about(estimate),
            about(low),
            about(high),
            whole(lang, observed),
            about(estimate - observed)
        ),
    );
    if most > least * 1.05 {
        text.push(' ');
        text += &say(
            lang,
            format!("Cara hitung lain memberi antara {} dan {}.", about(least), about(most)),
            format!("Other methods give between {} and {}.", about(least), about(most)),
        );
    }
    if let Some(carried) = figures.carried {
        let [linkage, threshold, sampling, choice] =
            [carried.linkage, carried.threshold, carried.sampling, carried.choice].map(per_cent);
        text.push(' ');
        text += &say(
            lang,
            format!(
                "Dari ketidakpastian ini {linkage} % berasal dari penautan nama, {threshold} % dari ambang penautan, {sampling} % dari kebetulan, dan {choice} % dari \
                 pilihan model."
            ),
            format!(
                "Of this uncertainty {linkage} % comes of linking names, {threshold} % of its threshold, {sampling} % of chance and {choice} % of the choice of a model."
            ),
        );
    }
    for found in &figures.analysis.cautions {
        text.push(' ');
        text += &caution(lang, *found);
    }
    text
}

/// Lines for a statistician.
pub(super) fn tables(
    lang: Tongue,
    figures: &Figures<'_>,
    strata: &[Stratum],
    on_no_list: u64,
) -> Vec<String> {
    let mut lines = vec![String::new()];
    for answer in &figures.analysis.answers {
        let model = answer.fit.as_ref().map(|fit| figures.table_name(fit)).unwrap_or_default();
        lines.push(format!(
            "{:<20} {:>12} {:>12} {:>12}  {model}",
            answer.name,
            whole(lang, answer.estimate),
            whole(lang, answer.low),
            whole(lang, answer.high)
        ));
    }
    for stratum in strata {
        let what = format!("{} {}", stratum.by, stratum.value);
        lines.push(match &stratum.found {
            Ok((estimate, low, high)) => format!(
                "{what:<20} {:>12} {:>12} {:>12}",
                whole(lang, *estimate),
                whole(lang, *low),
                whole(lang, *high)
            ),
            Err((_, reason)) => format!("{what:<20} {reason}"),
        });
    }
    if on_no_list > 0 {
        lines.push(say(
            lang,
            format!("{on_no_list} orang tidak ada di daftar mana pun dan tidak dipakai."),
            format!("{on_no_list} people stand on no list and were left out."),
        ));
    }
    lines
}

impl Figures<'_> {
    fn table_name(&self, fit: &statistics::mse::fit::Fit) -> String {
        let tops: Vec<String> = fit.model.tops().iter().map(|term| self.table.name(*term)).collect();
        tops.join(" + ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_the_language() {
        assert_eq!(whole(Tongue::Id, 1_234_567.0), "1.234.567");
        assert_eq!(about(Tongue::En, 12_349.6), "12,300");
        assert_eq!(about(Tongue::Id, 185.0), "185");
    }
}
