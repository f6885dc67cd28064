//! Recipes: what meets, what does not, and that nothing leaks or grows.

use linkage::normalise::{BirthDate, Nik, Phone, Region, Sex};
use linkage::recipes::{
    Evidence, MOST_TOKENS, RECIPES, Recipe, Recipes, Subject, THRESHOLD, Token, threshold,
};
use proptest::prelude::*;

fn child() -> Subject {
    Subject {
        names: vec!["Siti Nur Haliza".into()],
        sex: Some(Sex::Female),
        birth: BirthDate::ymd(2012, 5, 3),
        region: Region::parse("32.73.91"),
        niks: Nik::parse("3273914305120001").ok().into_iter().collect(),
        documents: Vec::new(),
        phones: Phone::parse("+62 000 1234 5678").ok().into_iter().collect(),
        guardians: vec!["Ibu Sri Wahyuni, S.Pd.".into()],
        handles: vec!["contoh:@Haliza_12".into()],
        recorded: 2024,
    }
}

fn tokens(change: impl FnOnce(&mut Subject)) -> Vec<Token> {
    let mut subject = child();
    change(&mut subject);
    subject.tokens()
}

/// Recipes on which two subjects meet.
fn meet(a: &[Token], b: &[Token]) -> Recipes {
    a.iter().filter(|token| b.contains(token)).fold(Recipes::default(), |set, token| set.with(token.recipe))
}

fn meets(change: impl FnOnce(&mut Subject)) -> Recipes {
    meet(&child().tokens(), &tokens(change))
}

#[test]
fn a_child_gives_each_recipe_once() {
    let own = child().tokens();
    assert_eq!(own.len(), RECIPES.len());
    assert!(own.iter().map(|token| token.recipe).eq(RECIPES));
    assert!(
        own.iter().all(|token| token.text.starts_with("jejaring/1.")),
        "the version is part of each token"
    );
}

#[test]
fn misspelled_swapped_and_shortened_records_still_meet() {
    let respelled = meets(|s| s.names = vec!["SITTI NOER HALIZAH".into()]);
    assert!(respelled.has(Recipe::WholeYear) && respelled.has(Recipe::CallBirth), "{respelled:?}");
    let mistyped = meets(|s| s.names = vec!["Siti Nur Halzia".into()]);
    assert!(mistyped.has(Recipe::BeginningBirth) && !mistyped.has(Recipe::Call));
    let early = meets(|s| s.names = vec!["Siti Nur Hxaliza".into()]);
    assert!(early.has(Recipe::EndingBirth) && early.has(Recipe::PhoneEnding));
    let one_name = meets(|s| s.names = vec!["Haliza".into()]);
    assert!(one_name.has(Recipe::CallBirth) && one_name.has(Recipe::CallRegency));
    let turned = meets(|s| s.names = vec!["Haliza Siti Nur".into()]);
    assert!(turned.has(Recipe::WholeYear) && turned.has(Recipe::CallBirth));
    let day_and_month = meets(|s| s.birth = BirthDate::ymd(2012, 3, 5));
    assert!(day_and_month.has(Recipe::CallBirth) && day_and_month.has(Recipe::PhoneBirth));
}

#[test]
fn neighbouring_years_meet_and_others_do_not() {
    for (year, meeting) in [(2011, true), (2012, true), (2013, true), (2010, false), (2014, false)] {
        let met = meets(|s| s.birth = BirthDate::year_month(year, None));
        let years = met.has(Recipe::WholeYear) || met.has(Recipe::WholeYearOdd);
        assert_eq!(years, meeting, "{year}");
        assert_eq!(met.has(Recipe::WholeYear) && met.has(Recipe::WholeYearOdd), year == 2012, "{year}");
        assert!(!met.has(Recipe::CallBirth), "a year is no date");
    }
}

#[test]
fn what_stands_for_unknown_makes_no_token() {
    let of = |change: fn(&mut Subject)| {
        tokens(change).iter().fold(Recipes::default(), |set, token| set.with(token.recipe))
    };
    assert!(!of(|s| s.birth = BirthDate::ymd(2012, 1, 1)).has(Recipe::CallBirth), "1 January");
    let guardians = |s: &mut Subject| s.niks = Nik::parse("3273910707800001").ok().into_iter().collect();
    assert!(!of(guardians).has(Recipe::Document), "a guardian's number is not the child's");
    let unknown_birth = |s: &mut Subject| {
        (s.birth, s.niks) = (None, Nik::parse("3273910707800001").ok().into_iter().collect());
    };
    assert!(!of(unknown_birth).has(Recipe::Document), "nobody of 44 years is a child");
    assert!(
        !of(|s| s.niks = Nik::parse("1111111111111111").ok().into_iter().collect()).has(Recipe::Document)
    );
    assert_eq!(tokens(|s| *s = Subject::default()), []);
    assert!(of(|s| s.names = vec!["---".into()]).meets(Recipes::of(&[Recipe::PhoneBirth, Recipe::Document])));
    assert!(!of(|s| s.names = Vec::new()).has(Recipe::Call));
}

#[test]
fn a_document_a_handle_and_a_telephone_alone() {
    let met = meets(|s| {
        *s = Subject {
            niks: s.niks.clone(),
            handles: vec!["CONTOH:haliza_12".into()],
            recorded: 2024,
            ..Subject::default()
        };
    });
    assert_eq!(met, Recipes::of(&[Recipe::Document, Recipe::Handle]));
    let sister = meets(|s| {
        s.names = vec!["Siti Rahmawati".into()];
        s.birth = BirthDate::ymd(2015, 8, 20);
        (s.niks, s.handles) = (Vec::new(), Vec::new());
    });
    assert!(sister.is_empty(), "telephone and guardian alone meet nobody: {sister:?}");
}

#[test]
fn nothing_of_a_person_shows_in_debug() {
    let shown = format!("{:?} {:?}", child(), child().tokens());
    for part in ["haliza", "Haliza", "3273", "1234", "2012", "wahyuni"] {
        assert!(!shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn evidence_grows_with_agreement() {
    let all = child().tokens().iter().fold(Recipes::default(), |set, token| set.with(token.recipe));
    let with = |hits: &[Recipe]| Evidence {
        asked: all,
        held: all,
        hits: Recipes::of(hits),
        people: 1_000_000,
        whole_bearers: 20,
        call_bearers: 2_000,
        fewest: 1,
    };
    let same = Evidence { hits: all, ..with(&[]) };
    assert!(same.suffices());
    let namesake = with(&[Recipe::Whole, Recipe::Call]);
    let same_birthday = with(&[Recipe::BirthRegency]);
    let twin = with(&[Recipe::PhoneBirth, Recipe::GuardianBirth, Recipe::BirthRegency]);
    for other in [namesake, same_birthday, twin, with(&[])] {
        assert!(!other.suffices() && other.score() < same.score(), "{other:?}: {}", other.score());
    }
    // In a small register less is enough, and a namesake or a twin still is not.
    assert_eq!(threshold(1_000_000), THRESHOLD);
    assert_eq!((threshold(3), threshold(500_000)), (threshold(100), THRESHOLD - 1_400));
    for people in [100, 1_000, 50_000] {
        let few = |of: Evidence| Evidence { people, whole_bearers: 1, call_bearers: 1, ..of };
        assert!(few(same).suffices());
        assert!([namesake, same_birthday, twin].iter().all(|other| !few(*other).suffices()), "{people}");
    }
}

proptest! {
    #[test]
    fn tokens_are_few_distinct_and_repeatable(
        names in prop::collection::vec("[A-Za-z.' ]{0,30}", 0..5),
        guardians in prop::collection::vec("[A-Za-z. ]{0,20}", 0..5),
        phones in prop::collection::vec(0_u64..1_000_000, 0..6),
        year in 1990_u16..2025,
        month in 1_u8..13,
        day in 1_u8..29,
    ) {
        let subject = Subject {
            names,
            guardians,
            phones: phones.iter().filter_map(|n| Phone::parse(&format!("+6200{n:08}")).ok()).collect(),
            birth: BirthDate::ymd(year, month, day),
            ..child()
        };
        let own = subject.tokens();
        prop_assert!(own.len() <= MOST_TOKENS);
        prop_assert_eq!(&own, &subject.tokens());
        let mut distinct = own.clone();
        distinct.sort();
        distinct.dedup();
        prop_assert_eq!(distinct.len(), own.len());
        for token in &own {
            prop_assert_eq!(token.text.split('\n').count(), 5, "one line for each part, whatever was typed");
        }
    }

    #[test]
    fn scores_never_stop_the_program(asked: u32, held: u32, hits: u32, people: u32, whole: u32, call: u32, fewest: u32) {
        let [asked, held, hits] = [asked, held, hits].map(Recipes::from_bits);
        let evidence =
            Evidence { asked, held, hits, people, whole_bearers: whole, call_bearers: call, fewest };
        prop_assert!(evidence.score().abs() < 1 << 24);
    }
}
