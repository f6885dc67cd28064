//! What changes between two versions is said, the weightiest first.

use forms::compare::{ChangeCode, changes};
use model::Lang;

use crate::support::form;

const OLD: &str = "
    # survey
    type|name|label|required|constraint
    text|nama|Nama|yes|
    integer|umur|Umur||. < 18
    select_one l|mau|Mau?||
    text|lama|Lama||
    text|pindah|Yang pindah||
    # choices
    list_name|name|label
    l|y|Ya
    l|t|Tidak
    # settings
    form_id|version
    f|1";

fn new() -> String {
    OLD.replace("integer|umur|Umur||. < 18", "decimal|umur|Umur (tahun)|yes|. < 19")
        .replace("text|nama|Nama|yes|", "text|nama|Nama||")
        .replace("text|lama|Lama||", "date|baru|Baru||")
        .replace("text|pindah|Yang pindah||", "text|pindahan|Yang pindah||")
        .replace("l|t|Tidak", "l|m|Mungkin")
        .replace("f|1", "f|2")
}

#[test]
fn every_change_is_named() {
    let found = changes(&form(OLD), &form(&new()));
    let named: Vec<(ChangeCode, &str)> =
        found.iter().map(|change| (change.code, change.place.as_str())).collect();
    assert_eq!(
        named,
        [
            (ChangeCode::Removed, "/data/lama"),
            (ChangeCode::Renamed, "/data/pindahan"),
            (ChangeCode::Retyped, "/data/umur"),
            (ChangeCode::ChoiceGone, "l"),
            (ChangeCode::Required, "/data/umur"),
            (ChangeCode::Rule, "/data/umur"),
            (ChangeCode::Added, "/data/baru"),
            (ChangeCode::ChoiceAdded, "l"),
            (ChangeCode::Optional, "/data/nama"),
            (ChangeCode::Reworded, "/data/umur"),
        ]
    );
    assert!(found[0].code.breaks_series() && !found[9].code.breaks_series());
    assert_eq!(found[2].line(Lang::Id), "/data/umur: jenisnya berubah dari integer menjadi decimal.");
    assert_eq!(found[3].line(Lang::En), "List l: the choice “t” is no longer offered.");
}

#[test]
fn nothing_changes_between_a_form_and_itself() {
    assert!(changes(&form(OLD), &form(OLD)).is_empty());
}

#[test]
fn a_change_without_a_new_version_is_said() {
    let same = new().replace("f|2", "f|1");
    assert!(changes(&form(OLD), &form(&same)).iter().any(|change| change.code == ChangeCode::SameVersion));
    let other = OLD.replace("f|1", "g|1");
    assert_eq!(changes(&form(OLD), &form(&other))[0].code, ChangeCode::OtherForm);
}
