//! Each child once; what is missing is seen.

use statistics::table::{Bins, RowsCounter, SumCounter, UNKNOWN};
use statistics::{Counted, Dimension, Error, Layout, Request};

fn value(counted: &Counted, codes: &[&str]) -> Option<u64> {
    counted.value(counted.layout().find(codes).unwrap())
}

fn by_rows(rows: &[(&str, &str, &str)]) -> Counted {
    let places = [("11", None), ("11.01", Some("11")), ("11.02", Some("11")), ("12", None)];
    let layout = Layout::new(vec![
        Dimension::tree("regency", places).unwrap(),
        Dimension::flat("sex", ["f", "m"]).unwrap(),
    ])
    .unwrap();
    let mut counter = RowsCounter::new(layout.clone());
    for (child, regency, sex) in rows {
        let leaves =
            [layout.dimensions()[0].leaf(regency).unwrap(), layout.dimensions()[1].leaf(sex).unwrap()];
        counter.add(Some(child), &leaves, &|_| 0).unwrap();
    }
    counter.finish()
}

#[test]
fn a_child_counts_once_in_every_cell_and_once_in_the_total() {
    let counted = by_rows(&[
        ("k1", "11.01", "f"),
        ("k1", "11.01", "f"),
        ("k1", "11.02", "f"),
        ("k2", "12", "m"),
        ("k3", "11", ""),
        ("", "12", "m"),
        ("", "12", "m"),
    ]);
    assert_eq!(value(&counted, &["11.01", "f"]), Some(1));
    assert_eq!(value(&counted, &["11", "f"]), Some(1), "in two regencies, yet one child");
    assert_eq!(value(&counted, &["11/unknown", UNKNOWN]), Some(1), "a province alone is known");
    assert_eq!(value(&counted, &["12", "m"]), Some(3), "rows without a name count by themselves");
    assert_eq!(value(&counted, &["_T", "_T"]), Some(5));
    assert_eq!(counted.without_entity, 2);
    assert!(counted.overlapping);
    assert_eq!(value(&counted, &["12", "f"]), Some(0));
}

#[test]
fn no_rows_are_no_data_and_not_zero() {
    let counted = by_rows(&[]);
    assert!((0..counted.layout().len()).all(|cell| counted.value(cell).is_none()));
}

#[test]
fn an_empty_count_is_no_data_and_marks_its_totals() {
    let layout = Layout::new(vec![Dimension::flat("a", ["x", "y"]).unwrap()]).unwrap();
    let leaf = |code| [layout.dimensions()[0].leaf(code).unwrap()];
    let mut counter = SumCounter::new(layout.clone(), false);
    counter.add(Some(7), &leaf("x")).unwrap();
    counter.add(Some(5), &leaf("x")).unwrap();
    counter.add(None, &leaf("y")).unwrap();
    let counted = counter.finish();
    assert_eq!(
        [value(&counted, &["x"]), value(&counted, &["y"]), value(&counted, &["_T"])],
        [Some(12), None, Some(12)]
    );
    assert!(counted.is_incomplete(layout.find(&["_T"]).unwrap()));
    assert!(!counted.is_incomplete(layout.find(&["x"]).unwrap()));
}

#[test]
fn bins_are_closed_and_leave_no_gap() {
    let bins = Bins::parse("0-5,6-11,12-17,18+").unwrap();
    assert_eq!(bins.labels(), ["0-5", "6-11", "12-17", "18+"]);
    for (age, label) in [(0, "0-5"), (5, "0-5"), (6, "6-11"), (17, "12-17"), (18, "18+"), (90, "18+")] {
        assert_eq!(bins.label(age).as_deref(), Some(label));
    }
    assert_eq!(bins.label(-1), None);
    assert_eq!(Bins::parse("0,1-2").unwrap().label(3), None);
    for (text, bin) in [("0-5,7-9", 2), ("0-5,5-9", 2), ("5-0", 1), ("0+,1-2", 2), ("", 1), ("a-b", 1)] {
        assert_eq!(Bins::parse(text), Err(Error::Bins { bin }), "{text}");
    }
}

#[test]
fn what_cannot_be_a_table_is_refused() {
    let sex = || Dimension::flat("sex", ["f", "m"]).unwrap();
    assert_eq!(Layout::new(vec![]), Err(Error::NoDimension));
    assert!(matches!(Layout::new(vec![sex(), sex()]), Err(Error::Twice { .. })));
    assert!(matches!(Dimension::flat("sex", ["f", "f"]), Err(Error::Twice { .. })));
    assert!(matches!(Dimension::flat("sex", ["_T"]), Err(Error::Reserved { .. })));
    assert!(matches!(Dimension::tree("r", [("1.1", Some("1"))]), Err(Error::NoParent { .. })));
    let wide = || Dimension::flat(format!("{}", line!()), (0..500).map(|at| at.to_string()));
    let large =
        Layout::new(vec![wide().unwrap(), Dimension::flat("b", (0..500).map(|at| at.to_string())).unwrap()]);
    assert!(matches!(large, Err(Error::TooLarge { .. })));
    let layout = Layout::new(vec![sex()]).unwrap();
    assert!(matches!(Request::by(&["age"]).cells(&layout), Err(Error::UnknownDimension { .. })));
    assert!(matches!(Request::by(&["sex"]).only("sex", "f").cells(&layout), Err(Error::Twice { .. })));
    assert_eq!(Request::default().cells(&layout), Err(Error::NoDimension));
}
