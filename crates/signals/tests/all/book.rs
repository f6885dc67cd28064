use proptest::prelude::*;
use signals::{
    Delta, DeltaProblem, Digest, Gap, HashBook, HashList, Keys, ListId, ListRole, Opinion, Pdq, Scratch,
    Standing, may_act,
};

fn book() -> (HashBook, ListId) {
    let mut book = HashBook::new(Keys(1, 2));
    let list = book.subscribe(HashList::new("daftar-contoh", "ID/HOT/CONTOH", ListRole::Signal)).unwrap();
    (book, list)
}

fn md5(n: u8) -> Digest {
    Digest::Md5([n; 16])
}

fn delta(from: u32, to: u32, add: &[Digest], remove: &[Digest]) -> Delta {
    Delta { from, to, add: add.to_vec(), remove: remove.to_vec() }
}

fn hits(book: &HashBook, digest: &Digest) -> usize {
    book.look_up(digest, &mut Scratch::default()).len()
}

#[test]
fn a_signal_begins_as_a_seed_and_only_ones_own_review_lets_act() {
    let (mut book, list) = book();
    book.apply(list, &delta(0, 1, &[md5(1)], &[])).unwrap();
    let signal = &book.look_up(&md5(1), &mut Scratch::default())[0];
    assert_eq!((signal.standing, signal.distance, signal.warned), (Standing::InvestigationSeed, 0, false));
    assert!(book.say(&md5(1), "ID/HOT/SATU", Opinion::PositiveClass));
    assert!(book.say(&md5(1), "ID/LEA/DUA", Opinion::NegativeClass));
    assert_eq!(book.look_up(&md5(1), &mut Scratch::default())[0].standing, Standing::Disputed);
    // A later word replaces an earlier one.
    assert!(book.say(&md5(1), "ID/LEA/DUA", Opinion::PositiveClass));
    assert_eq!(book.held(&md5(1)).unwrap().standing, Standing::PositiveClass);
    assert!(
        !may_act(None) && !may_act(Some(Opinion::InvestigationSeed)) && may_act(Some(Opinion::PositiveClass))
    );
    assert!(!book.say(&md5(9), "ID/HOT/SATU", Opinion::PositiveClass));
}

#[test]
fn a_delta_applies_to_the_version_it_names_and_gaps_stay_visible() {
    let (mut book, list) = book();
    let gap = |book: &HashBook| book.list(list).unwrap().gap;
    assert_eq!(book.apply(list, &delta(1, 2, &[md5(2)], &[])), Err(DeltaProblem::Gap { held: 0, from: 1 }));
    assert_eq!(gap(&book), Some(Gap { held: 0, waits_for: 1, newest: 2 }));
    assert_eq!(book.apply(list, &delta(4, 5, &[md5(5)], &[])), Err(DeltaProblem::Gap { held: 0, from: 4 }));
    assert_eq!(gap(&book), Some(Gap { held: 0, waits_for: 1, newest: 5 }));
    assert_eq!(hits(&book, &md5(2)), 0);
    book.apply(list, &delta(0, 1, &[md5(1)], &[])).unwrap();
    book.apply(list, &delta(1, 2, &[md5(2)], &[])).unwrap();
    assert_eq!(gap(&book), Some(Gap { held: 2, waits_for: 2, newest: 5 }));
    assert_eq!(book.apply(list, &delta(1, 2, &[md5(2)], &[])), Err(DeltaProblem::Known { held: 2 }));
    book.apply(list, &delta(2, 5, &[md5(5)], &[])).unwrap();
    assert_eq!((gap(&book), book.list(list).unwrap().version), (None, 5));
    assert_eq!(book.apply(list, &delta(5, 5, &[], &[])), Err(DeltaProblem::NotForward));
    assert_eq!(book.apply(ListId(9), &delta(0, 1, &[], &[])), Err(DeltaProblem::NoSuchList));
}

#[test]
fn what_is_taken_back_leaves_a_tombstone_and_other_lists_alone() {
    let (mut book, first) = book();
    let second = book.subscribe(HashList::new("daftar-lain", "PH/HOT/HALIMBAWA", ListRole::Signal)).unwrap();
    book.apply(first, &delta(0, 1, &[md5(1), md5(2)], &[])).unwrap();
    book.apply(second, &delta(0, 1, &[md5(2)], &[])).unwrap();
    book.apply(first, &delta(1, 2, &[], &[md5(1), md5(2)])).unwrap();
    assert_eq!((hits(&book, &md5(1)), hits(&book, &md5(2))), (0, 1));
    let held = book.held(&md5(1)).unwrap();
    assert_eq!((held.listings[0].since, held.listings[0].taken_back), (1, 2));
    // Coming back is a new entry; the tombstone stays.
    book.apply(first, &delta(2, 3, &[md5(1)], &[])).unwrap();
    assert_eq!(hits(&book, &md5(1)), 1);
    let versions: Vec<(u32, u32)> =
        book.held(&md5(1)).unwrap().listings.iter().map(|l| (l.since, l.taken_back)).collect();
    assert_eq!(versions, [(1, 2), (3, 0)]);
}

#[test]
fn a_delta_that_cannot_be_applied_wholly_changes_nothing() {
    let (mut book, list) = book();
    book.apply(list, &delta(0, 1, &[md5(1)], &[])).unwrap();
    assert_eq!(book.apply(list, &delta(1, 2, &[md5(2)], &[md5(3)])), Err(DeltaProblem::NotListed));
    assert_eq!(
        book.apply(list, &delta(1, 2, &[md5(2), md5(1)], &[md5(1)])),
        Err(DeltaProblem::Contradiction)
    );
    assert_eq!((hits(&book, &md5(1)), hits(&book, &md5(2)), book.list(list).unwrap().version), (1, 0, 1));
}

#[test]
fn a_warning_list_warns_and_is_no_signal_of_its_own() {
    let (mut book, list) = book();
    let harmless = book.subscribe(HashList::new("kosong", "ID/GOV/CONTOH", ListRole::Warning)).unwrap();
    let blank = Digest::Pdq(Pdq([0; 4]));
    let nearly = Digest::Pdq(Pdq([3, 0, 0, 0]));
    book.apply(harmless, &delta(0, 1, &[blank, md5(7)], &[])).unwrap();
    assert_eq!((hits(&book, &blank), hits(&book, &md5(7))), (0, 0));
    book.apply(list, &delta(0, 1, &[nearly], &[])).unwrap();
    let found = book.look_up(&blank, &mut Scratch::default());
    assert_eq!((found.len(), found[0].distance, found[0].warned), (1, 2, true));
    assert_eq!(found[0].digest, nearly);
}

proptest! {
    /// Deltas in any order: what the book says is what a plain set would hold that took only the deltas that fit.
    #[test]
    fn a_book_is_the_set_that_its_deltas_make(
        steps in prop::collection::vec((0u32..6, 1u32..3, prop::collection::btree_set(0u8..12, 0..4), prop::collection::btree_set(0u8..12, 0..4)), 0..40),
    ) {
        let (mut book, list) = book();
        let mut model = std::collections::BTreeSet::new();
        let mut version = 0;
        for (from, step, add, remove) in steps {
            let digests = |set: &std::collections::BTreeSet<u8>| set.iter().map(|n| md5(*n)).collect::<Vec<_>>();
            let outcome = book.apply(list, &delta(from, from + step, &digests(&add), &digests(&remove)));
            let fits = from == version && remove.is_subset(&model) && add.is_disjoint(&remove);
            prop_assert_eq!(outcome.is_ok(), fits);
            if fits {
                model.retain(|n| !remove.contains(n));
                model.extend(&add);
                version = from + step;
            }
            let told = book.list(list).unwrap();
            prop_assert_eq!(told.version, version);
            prop_assert!(told.gap.is_none_or(|gap| gap.held == version && gap.newest > version));
        }
        for n in 0..12 {
            prop_assert_eq!(hits(&book, &md5(n)), usize::from(model.contains(&n)));
        }
    }

    #[test]
    fn a_standing_is_disputed_exactly_when_reviews_contradict(opinions in prop::collection::vec(0u8..3, 0..12)) {
        let given: Vec<Opinion> = opinions.iter().filter_map(|n| Opinion::of_number(*n)).collect();
        let standing = Standing::of(given.iter().copied());
        prop_assert_eq!(standing.number() == 3, opinions.contains(&0) && opinions.contains(&2));
        prop_assert_eq!(standing.number() == 1, !opinions.contains(&0) && !opinions.contains(&2));
        // However many others agree, nobody may act on that alone.
        prop_assert!(!may_act(None));
    }
}
