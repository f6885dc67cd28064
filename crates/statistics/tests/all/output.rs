//! What is written.

use std::collections::BTreeSet;

use statistics::output::{PROVINCE_TILES, SdmxHead, Wording, bars, page, sdmx, tidy, tiles, withheld_cells};
use statistics::protect::Effort;
use statistics::publish::{Note, Plan, Published, Shown};
use statistics::table::{CountedEntity, SumCounter};
use statistics::{Dimension, Layout, Request, Rule};

fn published() -> Published {
    let layout = Layout::new(vec![
        Dimension::flat("province", ["11", "12", "31", "96"]).unwrap(),
        Dimension::flat("sex", ["f", "<b>&"]).unwrap(),
    ])
    .unwrap();
    let mut counter = SumCounter::new(layout.clone(), false);
    for (province, sex, count) in [
        ("11", "f", Some(4)),
        ("11", "<b>&", Some(30)),
        ("12", "f", Some(55)),
        ("12", "<b>&", Some(66)),
        ("31", "f", Some(77)),
        ("31", "<b>&", Some(88)),
        ("96", "f", None),
    ] {
        let leaves =
            [layout.dimensions()[0].leaf(province).unwrap(), layout.dimensions()[1].leaf(sex).unwrap()];
        counter.add(count, &leaves).unwrap();
    }
    let requests = vec![Request::by(&["sex", "province"]), Request::by(&["province"])];
    let plan =
        Plan { requests, rule: Rule::default(), entity: CountedEntity::Children, effort: Effort::Bounded };
    plan.suppress(&counter.finish(), None).unwrap().0
}

fn with_words<T>(call: impl FnOnce(&Wording<'_>) -> T) -> T {
    let notes = ["A & B".to_owned()];
    call(&Wording {
        lang: "en",
        title: "Tables <1>",
        counted: "children",
        source_word: "Source",
        source: "invented",
        notes_word: "Notes",
        notes: &notes,
        thousands: ',',
        withheld: "withheld",
        no_data: "no data",
        incomplete: "*",
        by: "by",
        dimension: &str::to_owned,
        category: &|_, code| code.to_owned(),
        short: &str::to_owned,
    })
}

#[test]
fn every_province_has_a_tile_of_its_own_beside_another() {
    let codes: BTreeSet<&str> = PROVINCE_TILES.iter().map(|tile| tile.code).collect();
    let provinces: BTreeSet<&str> = model::regions::provinces().map(|region| region.code).collect();
    assert_eq!(codes, provinces);
    let places: BTreeSet<(u8, u8)> = PROVINCE_TILES.iter().map(|tile| (tile.column, tile.row)).collect();
    assert_eq!(places.len(), PROVINCE_TILES.len(), "two provinces in one place");
    assert!(PROVINCE_TILES.iter().all(|tile| tile.column < 16 && tile.row < 8));
}

#[test]
fn nothing_that_is_withheld_is_written_and_no_reason_is_given() {
    let published = published();
    with_words(|words| {
        let rows = tidy(&published, words).unwrap();
        let at = |name: &str| rows.header.iter().position(|column| column == name).unwrap();
        for row in rows.rows.iter().filter(|row| row[at("status")] == "withheld") {
            assert_eq!(row[at("count")], "");
        }
        let states: BTreeSet<&str> = rows.rows.iter().map(|row| row[at("status")].as_str()).collect();
        assert_eq!(states, BTreeSet::from(["shown", "withheld", "no-data", "incomplete"]));
        let withheld = withheld_cells(published.layout(), &rows.header, &rows.rows);
        for (cell, withheld) in withheld.iter().enumerate() {
            let shown = published.shown(cell);
            assert_eq!(*withheld, shown == Shown::Withheld || shown == Shown::NotAsked, "{cell}");
        }
    });
    assert!(published.notes.contains(&Note::Withheld { minimum: 11 }));
    assert!(published.notes.contains(&Note::NoDataIsNotZero) && published.notes.contains(&Note::Incomplete));
}

#[test]
fn sdmx_has_one_observation_for_each_cell_and_one_code_for_all_that_is_withheld() {
    let published = published();
    let rows = sdmx(&published, SdmxHead { flow: "X:DF(1.0)", period: "2026", counted: "children" }).unwrap();
    assert_eq!(rows.header[..5], ["STRUCTURE", "STRUCTURE_ID", "ACTION", "PROVINCE", "SEX"]);
    let keys: BTreeSet<(&str, &str)> =
        rows.rows.iter().map(|row| (row[3].as_str(), row[4].as_str())).collect();
    assert_eq!(keys.len(), rows.rows.len(), "the margin that both tables show stands once");
    for row in &rows.rows {
        let [value, status, confidential] = &row[row.len() - 3..] else { panic!("three columns") };
        assert_eq!(value.is_empty(), status == "Q" || status == "O");
        assert_eq!(confidential == "C", status == "Q");
        assert!(["F", "C"].contains(&confidential.as_str()));
    }
}

#[test]
fn the_page_can_be_heard_and_runs_nothing() {
    let published = published();
    let html = with_words(|words| page(&published, words).unwrap());
    for part in [
        "<html lang=\"en\">",
        "<caption>Tables &lt;1&gt; — children by ",
        "scope=\"col\"",
        "scope=\"row\"",
        "A &amp; B",
        "Source: invented",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("<b>") && !html.contains("<script"));
    // Two charts with a text in place of the picture.
    assert_eq!(html.matches("role=\"img\"").count(), 2);
    assert_eq!(html.matches("<desc>").count(), 2);
    // The first table has provinces down (the order of the layout) and sexes across.
    assert_eq!(html.matches("<tr").count(), 2 + 6 + 6);
}

#[test]
fn charts_say_in_words_what_they_show() {
    let published = published();
    let (bars, map) = with_words(|words| {
        let request = Request::by(&["province"]);
        (bars(&published, &request, words).unwrap(), tiles(&published, &request, words).unwrap())
    });
    for chart in [&bars, &map] {
        let (_, rest) = chart.split_once("<desc>").unwrap();
        let (words, _) = rest.split_once("</desc>").unwrap();
        assert!(words.contains("12: 121") && words.contains("96: no data"), "{words}");
        assert!(chart.starts_with("<svg") && chart.trim_end().ends_with("</svg>"));
    }
    assert_eq!(map.matches("<g>").count(), 38);
}
