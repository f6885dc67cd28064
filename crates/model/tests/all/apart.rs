//! Two edits apart: what goes together goes together, and nothing that was typed is lost.

use model::kinds::Person;
use model::{Kind, Record, Value, apart};
use proptest::prelude::*;

fn record(texts: &[String; 3]) -> Record {
    let mut record = Record::empty(Person::META);
    for (name, text) in ["name", "aliases", "address"].iter().zip(texts) {
        record.set(Person::META, name, Value::from(text.as_str()));
    }
    record
}

fn texts() -> impl Strategy<Value = [String; 3]> {
    [0_u8..3, 0..3, 0..3].prop_map(|letters| letters.map(|n| ["", "a", "b"][usize::from(n)].to_owned()))
}

proptest! {
    #[test]
    fn nothing_typed_is_lost(read in texts(), theirs in texts(), mine in texts()) {
        let meta = Person::META;
        let names = ["name", "aliases", "address"];
        let changed: Vec<&str> = (0..3).filter(|at| read[*at] != theirs[*at]).map(|at| names[at]).collect();
        let before = |name: &str| names.iter().position(|known| *known == name).map(|at| read[at].as_str());
        let apart = apart::merge(meta, &record(&theirs), &record(&mine), &changed, before);
        for (at, name) in names.iter().enumerate() {
            let now = apart.record.get(meta, name).unwrap().to_text();
            let contested = apart.contested.contains(name);
            let (i_changed, they_changed) = (mine[at] != read[at], theirs[at] != read[at]);
            prop_assert_eq!(contested, i_changed && they_changed && mine[at] != theirs[at]);
            let wanted = if i_changed && !contested { &mine[at] } else { &theirs[at] };
            prop_assert_eq!(&now, wanted, "{}", name);
        }
    }

    #[test]
    fn what_is_not_known_any_more_is_asked(theirs in "[ab]", mine in "[ab]") {
        let (theirs, mine) = ([theirs, String::new(), String::new()], [mine, String::new(), String::new()]);
        let apart = apart::merge(Person::META, &record(&theirs), &record(&mine), &["name"], |_| None);
        prop_assert_eq!(apart.contested.is_empty(), theirs == mine);
        prop_assert_eq!(apart.record, record(&theirs));
    }
}
