use proptest::prelude::*;
use statistics::money::{Amount, Entry, Layer, Layers, Rate, Rates, links, unmatched};
use statistics::output::{FlowWords, flows};

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

#[test]
fn amounts_are_read_as_people_and_files_write_them() {
    for (written, expected) in [
        ("1500000000", "1500000000"),
        ("25000.50", "25000.5"),
        ("25000,5", "25000.5"),
        ("1.500", "1500"),
        ("1.500.000", "1500000"),
        ("1,500,000.25", "1500000.25"),
        ("1.500.000,25", "1500000.25"),
        ("1.500,255", "1500.255"),
        (" -250 000 ", "-250000"),
        ("0,0001", "0.0001"),
    ] {
        assert_eq!(amount(written).to_string(), expected, "{written}");
    }
    for wrong in [
        "",
        "Rp",
        "1.50.000",
        "12e3",
        "1..5",
        "1.2.3",
        "1,2,3",
        "0.00001",
        "--1",
        "9999999999999999999999",
        "1500.000.000",
    ] {
        assert_eq!(Amount::parse(wrong), None, "{wrong}");
    }
    let decimal = |text| Amount::of_decimal(text).map(|amount| amount.to_string());
    assert_eq!(decimal("25000.500").as_deref(), Some("25000.5"));
    assert_eq!((decimal("-.00005").as_deref(), decimal("+1.").as_deref()), (Some("-0.0001"), Some("1")));
    assert_eq!((decimal("1.500.000"), decimal("."), decimal("1e3"), decimal("")), (None, None, None, None));
    assert_eq!((amount("2.5").rounded(), amount("-2.5").rounded(), amount("2.49").rounded()), (3, -3, 2));
}

#[test]
fn another_currency_has_the_rate_of_its_day_or_stands_apart() {
    let mut rates = Rates::to("IDR", 31);
    rates.note("USD", 100, Rate::parse("16000").unwrap());
    rates.note("USD", 120, Rate::parse("16250.5").unwrap());
    let convert = |day| rates.convert(amount("2.5"), "USD", day).map(|(sum, on)| (sum.to_string(), on));
    assert_eq!(convert(110), Some(("40000".to_owned(), 100)));
    assert_eq!(convert(120), Some(("40626.25".to_owned(), 120)));
    assert_eq!((convert(99), convert(152)), (None, None));
    assert_eq!(rates.convert(amount("7"), "IDR", 1), Some((amount("7"), 1)));
    assert_eq!(rates.convert(amount("7"), "EUR", 110), None);
    assert_eq!((Rate::parse("0"), Rate::parse("-1"), Rate::parse("x")), (None, None, None));
    let mut layers = Layers::default();
    layers.add(Layer::Pledged, Some(amount("40000")), ("USD", amount("2.5")));
    layers.add(Layer::Pledged, None, ("EUR", amount("7")));
    layers.add(Layer::Spent, Some(amount("5")), ("IDR", amount("5")));
    let pledged = layers.of(Layer::Pledged).unwrap();
    assert_eq!(
        (pledged.total, pledged.entries, pledged.apart.get("EUR")),
        (amount("40000"), 2, Some(&amount("7")))
    );
    assert_eq!((layers.of(Layer::Spent).unwrap().total, layers.of(Layer::Received)), (amount("5"), None));
}

#[test]
fn types_of_transactions_fall_into_layers_and_some_into_none() {
    let codes: Vec<_> =
        (1..=13).map(|kind| Layer::of_transaction(&kind.to_string()).map_or("", Layer::code)).collect();
    let expected = [
        "received",
        "committed",
        "disbursed",
        "spent",
        "",
        "",
        "",
        "",
        "",
        "",
        "expected",
        "pledged",
        "pledged",
    ];
    assert_eq!(codes, expected);
    assert!(Layer::ALL.into_iter().all(|layer| Layer::from_code(layer.code()) == Some(layer)));
}

fn entry(layer: Layer, activity: &str, day: i64, sum: &str, from: &str, to: &str) -> Entry {
    Entry {
        layer,
        activity: activity.into(),
        day,
        amount: amount(sum),
        currency: "IDR".into(),
        from: from.into(),
        to: to.into(),
    }
}

#[test]
fn a_disbursement_without_an_arrival_is_found() {
    use Layer::{Disbursed, Received, Spent};
    let books = [
        entry(Disbursed, "A", 10, "100", "A", "B"),
        entry(Received, "B", 12, "100", "A", "B"),
        // Sent once more, arrived never.
        entry(Disbursed, "A", 20, "100", "A", "B"),
        // Arrived before it was sent, or much later, or another sum: not the same money.
        entry(Disbursed, "A", 30, "200", "A", "C"),
        entry(Received, "C", 29, "200", "A", "C"),
        entry(Received, "C", 200, "200", "A", "C"),
        entry(Received, "C", 31, "199", "A", "C"),
        // The books of D are not here.
        entry(Disbursed, "A", 10, "100", "A", "D"),
        entry(Spent, "B", 14, "100", "B", ""),
        // A correction asks for nothing.
        entry(Disbursed, "A", 40, "-100", "A", "B"),
    ];
    assert_eq!(unmatched(&books), [2, 3]);
}

#[test]
fn a_picture_says_in_words_what_it_draws() {
    use Layer::{Disbursed, Spent};
    let books = [
        entry(Disbursed, "A", 1, "300", "Dana <Contoh>", "Rumah"),
        entry(Disbursed, "A", 1, "-100", "Dana <Contoh>", "Rumah"),
        entry(Disbursed, "A", 1, "500", "Dana <Contoh>", ""),
        entry(Disbursed, "A", 1, "5", "X", "Y"),
        entry(Disbursed, "A", 1, "-5", "X", "Y"),
        entry(Spent, "A", 1, "999", "P", "Q"),
    ];
    let found = links(&books, Disbursed, "IDR");
    let said: Vec<_> =
        found.iter().map(|link| (link.to.as_str(), link.amount.to_string(), link.entries)).collect();
    assert_eq!(said, [("", "500".to_owned(), 1), ("Rumah", "200".to_owned(), 2)]);
    let words = FlowWords {
        title: "Disalurkan",
        unknown: "tidak diketahui",
        others: "lainnya",
        amount: &|sum| sum.to_string(),
    };
    let svg = flows(&found, &words);
    assert!(
        svg.contains("Dana &lt;Contoh&gt; → tidak diketahui: 500; Dana &lt;Contoh&gt; → Rumah: 200"),
        "{svg}"
    );
    assert_eq!((svg.matches("<path").count(), svg.contains("999")), (2, false));
    assert!(flows(&[], &words).contains("</svg>"));
}

proptest! {
    #[test]
    fn an_amount_is_read_as_it_is_written(parts in -10_000_000_000_000_000_i128..10_000_000_000_000_000) {
        let written = Amount::from_parts(parts).to_string();
        prop_assert_eq!(Amount::of_decimal(&written).map(Amount::parts), Some(parts));
        // Typed by people, three places behind one separator are a group.
        if written.split_once('.').is_none_or(|(_, part)| part.len() != 3) {
            prop_assert_eq!(amount(&written).parts(), parts);
        }
    }

    /// What passes through a picture is what stands in the books of its layer: nothing of another layer, nothing twice.
    #[test]
    fn links_hold_the_sum_of_their_layer(entries in prop::collection::vec((0_usize..7, 1_i128..1_000_000, 0_u8..4, 0_u8..4), 0..40)) {
        let books: Vec<Entry> = entries
            .iter()
            .map(|(layer, parts, from, to)| Entry {
                amount: Amount::from_parts(*parts),
                ..entry(Layer::ALL[*layer], "A", 1, "1", &from.to_string(), &to.to_string())
            })
            .collect();
        for layer in Layer::ALL {
            let sum: i128 = books.iter().filter(|entry| entry.layer == layer).map(|entry| entry.amount.parts()).sum();
            prop_assert_eq!(links(&books, layer, "IDR").iter().map(|link| link.amount.parts()).sum::<i128>(), sum);
        }
    }

    /// With every disbursement there arrives one: nothing is missing, and each that is taken away is found.
    #[test]
    fn each_missing_arrival_is_found(sums in prop::collection::vec(1_i128..4, 1..12), lost in any::<prop::sample::Index>()) {
        let mut books = Vec::new();
        for (at, sum) in sums.iter().enumerate() {
            let day = i64::try_from(at).unwrap();
            let of = |layer, activity, day| Entry { amount: Amount::from_parts(*sum), ..entry(layer, activity, day, "1", "A", "B") };
            books.push(of(Layer::Disbursed, "A", day));
            books.push(of(Layer::Received, "B", day));
        }
        prop_assert_eq!(unmatched(&books), [0_usize; 0]);
        let at = lost.index(sums.len());
        let gone = books.remove(2 * at + 1);
        books.push(entry(Layer::Spent, "B", 1, "1", "B", ""));
        let missing = unmatched(&books);
        // Money of the same sum that came later may answer for it; then the last of that sum is the one without an answer.
        prop_assert_eq!(missing.len(), 1);
        prop_assert_eq!(books[missing[0]].amount, gone.amount);
    }
}
