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

use linkage::recipes::{Evidence, FEATURES, RECIPES_VERSION, Recipe, Recipes, THRESHOLD};
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
        report(&near, &world, seed);
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
        (one.person, Evidence { asked, held, hits, people, whole_bearers, call_bearers })
    })
}

/// Name, full date of birth, and a document, telephone or guardian.
fn well_known(recipes: Recipes) -> bool {
    let number = [Recipe::Document, Recipe::Handle, Recipe::PhoneCall, Recipe::GuardianCall];
    recipes.has(Recipe::CallBirth) && recipes.meets(Recipes::of(&number))
}

/// Recall of questions about well-known children, and of those whom the holder knows well too; then the share of such questions and
/// their false hits.
pub(crate) fn judge_well_known(
    near: &[Near],
    world: &World,
    score: impl Fn(&Evidence) -> f64,
    threshold: f64,
) -> [f64; 4] {
    let known: Vec<(bool, bool)> = world
        .queries
        .iter()
        .map(|query| {
            let asked = query.subject.tokens().iter().fold(Recipes::default(), |set, t| set.with(t.recipe));
            let held = query.person.map(|person| Recipes::from_bits(world.table.labels_of(person)));
            (well_known(asked), well_known(asked) && held.is_some_and(well_known))
        })
        .collect();
    let shown: Vec<&Near> = near.iter().filter(|n| score(&n.evidence) >= threshold).collect();
    let asked = known.iter().filter(|k| k.0).count() as f64;
    let inside = world.queries.iter().zip(&known).filter(|(q, k)| q.person.is_some() && k.0).count() as f64;
    let both = known.iter().filter(|k| k.1).count() as f64;
    let right = |n: &&&Near| n.right && known[n.query as usize].0;
    let right_both = |n: &&&Near| n.right && known[n.query as usize].1;
    let wrong = shown.iter().filter(|n| !n.right && known[n.query as usize].0).count() as f64;
    let count = |keep: &dyn Fn(&&&Near) -> bool| shown.iter().filter(|n| keep(n)).count() as f64;
    [count(&right) / inside, count(&right_both) / both, asked / known.len() as f64, wrong / asked * 1e4]
}

/// Recall, and false hits for 10,000 queries, of those about people in the register and those about others.
pub(crate) fn judge(
    near: &[Near],
    world: &World,
    score: impl Fn(&Evidence) -> f64,
    threshold: f64,
) -> [f64; 3] {
    let inside = |n: &&Near| world.queries[n.query as usize].person.is_some();
    let shown: Vec<&Near> = near.iter().filter(|n| score(&n.evidence) >= threshold).collect();
    let right = shown.iter().filter(|n| n.right).count() as f64;
    let wrong = |known: bool| shown.iter().filter(|n| !n.right && inside(n) == known).count() as f64;
    let asked = |known: bool| world.queries.iter().filter(|q| q.person.is_some() == known).count() as f64;
    [right / asked(true), wrong(true) / asked(true) * 1e4, wrong(false) / asked(false) * 1e4]
}

fn report(near: &[Near], world: &World, seed: usize) {
    let [recall, inside, outside] = judge(near, world, |e| e.score().into(), THRESHOLD.into());
    let found = near.iter().filter(|n| n.right).count() as f64;
    let known = world.queries.iter().filter(|q| q.person.is_some()).count();
    println!(
        "{{\"people\":{},\"tokens\":{},\"table_bytes\":{},\"queries_known\":{known},\"queries_unknown\":{},\
         \"seed\":{seed},\"recipes\":{RECIPES_VERSION},\"features\":{FEATURES},\"recall_before_scoring\":{:.4},\
         \"recall\":{recall:.4},\"false_hits_per_10000_known\":{inside:.2},\"false_hits_per_10000_unknown\":{outside:.2},\
         \"near_per_query\":{:.1}}}",
        world.table.people(),
        world.table.len(),
        world.table.bytes(),
        world.queries.len() - known,
        found / known as f64,
        near.len() as f64 / world.queries.len() as f64,
    );
}
