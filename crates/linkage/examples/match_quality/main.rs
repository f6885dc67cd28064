//! Quality of private matching on invented pairs: prints JSON with recall and false hits, for a register of so many people.
//! `cargo run --release -p linkage --example match_quality [people] [queries] [first seed]`
//! With `tune` as the last word it fits the weights of the recipes instead and prints them; use seeds below 1000 for that.
//!
//! The two oblivious functions are left out: a plain keyed hash stands in for them, because they map equal texts to equal tokens
//! and unequal ones to unequal tokens just the same. Table, recipes and scoring are those of the node.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

mod fit;
mod world;

use linkage::recipes::{Evidence, FEATURES, RECIPES_VERSION, Recipe, Recipes, threshold};
use seal::matching::{MatchToken, TokenTable};
use world::{Query, World, keyed};

/// Tokens that more people bear bring nobody in.
const MOST_BEARERS: usize = 300;

/// One person of the register that a query came near to.
#[derive(Clone)]
pub(crate) struct Near {
    pub(crate) evidence: Evidence,
    pub(crate) right: bool,
    pub(crate) query: u32,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: usize| words.get(at).and_then(|w| w.parse().ok()).unwrap_or(usual);
    let (people, queries, seed) = (number(0, 1_000_000), number(1, 100_000), number(2, 1001));
    let files = words.iter().any(|word| word == "files");
    let world = World::invent(people, queries, seed as u64, files);
    eprintln!("{:?}", world.table);
    let near = all_near(&world);
    if words.last().is_some_and(|word| word == "tune") {
        fit::fit(&near, &world);
    } else {
        report(&near, &world, seed, files);
    }
}

fn all_near(world: &World) -> Vec<Near> {
    let mut near = Vec::new();
    for (at, query) in (0..).zip(&world.queries) {
        near.extend(candidates(&world.table, query).map(|(person, evidence)| Near {
            evidence,
            right: query.person == Some(person),
            query: at,
        }));
    }
    near
}

fn candidates(table: &TokenTable, query: &Query) -> impl Iterator<Item = (u32, Evidence)> {
    let tokens: Vec<(u8, MatchToken)> =
        query.subject.tokens().iter().map(|token| (token.recipe.number(), keyed(&token.text))).collect();
    let mut asked = Recipes::default();
    for (label, _) in &tokens {
        asked = asked.with(Recipe::from_number(*label).expect("a recipe"));
    }
    let bearers = |recipe: Recipe| {
        let asked = tokens.iter().filter(|(label, _)| *label == recipe.number());
        let counts = asked.map(|(label, token)| table.bearers(*token, *label) as u32);
        counts.filter(|count| *count > 0).min().unwrap_or(0)
    };
    let (whole_bearers, call_bearers) = (bearers(Recipe::Whole), bearers(Recipe::Call));
    let people = table.people() as u32;
    let finds = |label: u8| Recipe::from_number(label).is_some_and(Recipe::finds);
    let found = table.candidates(&tokens, MOST_BEARERS, finds);
    found.into_iter().map(move |one| {
        let (hits, held) = (Recipes::from_bits(one.hits), Recipes::from_bits(one.held));
        (one.person, Evidence { asked, held, hits, people, whole_bearers, call_bearers, fewest: one.fewest })
    })
}

/// Name, full date of birth, and a document, telephone or guardian.
fn well_known(recipes: Recipes) -> bool {
    let number = [Recipe::Document, Recipe::Handle, Recipe::PhoneCall, Recipe::GuardianCall];
    recipes.has(Recipe::CallBirth) && recipes.meets(Recipes::of(&number))
}

/// How well one threshold does.
#[derive(Default)]
pub(crate) struct Verdict {
    /// Share of questions about people in the register that show the right one; of well-known children; and where the holder knows
    /// the child well too.
    pub(crate) recall: [f64; 3],
    /// Wrong people shown for 10,000 questions: about people in the register, about others, about well-known children.
    pub(crate) wrong: [f64; 3],
    /// Share of well-known children in all questions.
    pub(crate) well_known: f64,
}

/// Of each question: is the person in the register, well known to the asker, and well known to both?
pub(crate) fn kinds(world: &World) -> Vec<[bool; 3]> {
    let kind = |query: &Query| {
        let asked = query.subject.tokens().iter().fold(Recipes::default(), |set, t| set.with(t.recipe));
        let held = query.person.map(|person| Recipes::from_bits(world.table.labels_of(person)));
        let well = well_known(asked);
        [query.person.is_some(), well, well && held.is_some_and(well_known)]
    };
    world.queries.iter().map(kind).collect()
}

pub(crate) fn judge(scored: &[(f64, bool, u32)], kinds: &[[bool; 3]], threshold: f64) -> Verdict {
    let asked =
        |keep: &dyn Fn(&[bool; 3]) -> bool| kinds.iter().filter(|kind| keep(kind)).count().max(1) as f64;
    let shown = |keep: &dyn Fn(bool, &[bool; 3]) -> bool| {
        let over = scored.iter().filter(|(score, ..)| *score >= threshold);
        over.filter(|(_, right, query)| keep(*right, &kinds[*query as usize])).count() as f64
    };
    Verdict {
        recall: [
            shown(&|right, _| right) / asked(&|k| k[0]),
            shown(&|right, k| right && k[1]) / asked(&|k| k[0] && k[1]),
            shown(&|right, k| right && k[2]) / asked(&|k| k[2]),
        ],
        wrong: [
            shown(&|right, k| !right && k[0]) / asked(&|k| k[0]) * 1e4,
            shown(&|right, k| !right && !k[0]) / asked(&|k| !k[0]) * 1e4,
            shown(&|right, k| !right && k[1]) / asked(&|k| k[1]) * 1e4,
        ],
        well_known: asked(&|k| k[1]) / kinds.len() as f64,
    }
}

/// Called alike, born the same day, and of one household: twins to whom the generator gave one name. Nobody could tell them apart.
fn is_alike(evidence: &Evidence) -> bool {
    let household = Recipes::of(&[Recipe::PhoneBirth, Recipe::GuardianBirth]);
    evidence.hits.has(Recipe::CallBirth) && evidence.hits.meets(household)
}

fn report(near: &[Near], world: &World, seed: usize, files: bool) {
    let kinds = kinds(world);
    let scored = |keep: &dyn Fn(&Near) -> bool| {
        let near = near.iter().filter(|n| n.evidence.is_own() && keep(n));
        let score = |n: &Near| if n.evidence.is_strong() { f64::INFINITY } else { n.evidence.score().into() };
        near.map(|n| (score(n), n.right, n.query)).collect::<Vec<_>>()
    };
    let (all, told_apart) = (scored(&|_| true), scored(&|n| n.right || !is_alike(&n.evidence)));
    let verdict = judge(&all, &kinds, threshold(world.table.people() as u32).into());
    let shipped = f64::from(threshold(world.table.people() as u32));
    let curve: Vec<String> = (-20..=4)
        .map(|step| {
            let threshold = shipped + f64::from(step) * 512.0;
            let [all, told] = [&all, &told_apart].map(|scored| judge(scored, &kinds, threshold));
            format!("[{threshold},{:.4?},{:.2?},{:.2?}]", all.recall, all.wrong, told.wrong)
        })
        .collect();
    let found = near.iter().filter(|n| n.right).count() as f64;
    let known = world.queries.iter().filter(|q| q.person.is_some()).count();
    let [recall, well, both] = verdict.recall;
    let [inside, outside, wrong_well] = verdict.wrong;
    println!(
        "{{\"people\":{},\"records_each\":\"{}\",\"tokens\":{},\"table_bytes\":{},\"queries_known\":{known},\"queries_unknown\":{},\
         \"seed\":{seed},\"recipes\":{RECIPES_VERSION},\"features\":{FEATURES},\"recall_before_scoring\":{:.4},\
         \"recall\":{recall:.4},\"false_hits_per_10000_known\":{inside:.2},\"false_hits_per_10000_unknown\":{outside:.2},\
         \"well_known_share\":{:.4},\"well_known_recall\":{well:.4},\"well_known_to_both_recall\":{both:.4},\
         \"well_known_false_hits_per_10000\":{wrong_well:.2},\"near_per_query\":{:.1},\
         \"curve\":[{}]}}",
        world.table.people(),
        if files { "half of the child's" } else { "one" },
        world.table.len(),
        world.table.bytes(),
        world.queries.len() - known,
        found / known as f64,
        verdict.well_known,
        near.len() as f64 / world.queries.len() as f64,
        curve.join(","),
    );
}
