//! The stages of a linkage in their order, each a query to the executors or a step of the client.

use std::collections::HashSet;
use std::path::Path;
use std::time::Instant;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::Int64Type;
use linkage::link::{
    Blocks, Compared, Decisions, Edge, Keys, LARGEST_BLOCK, Linked, Model, PACKED_RECORD, Patterns, People,
    Policy, ROUNDS, RULES, RuleCount, Settings, in_order, learned, lesson_rules, link_compared,
};

use crate::Result;
use crate::estimate::{Estimate, rate};
use crate::folder::{RunFolder, rule_and_key};
use crate::session::Session;

/// What a linkage runs by.
pub(crate) struct Order<'a> {
    /// The scheduler's address and port.
    pub(crate) scheduler: &'a str,
    /// The folder shared with the executors.
    pub(crate) folder: &'a Path,
    /// Parts of a shuffle, and of the gathering.
    pub(crate) parts: usize,
    /// Threads of the client.
    pub(crate) threads: usize,
    /// Learned from the records where there is none.
    pub(crate) model: Option<Model>,
    /// Stop once the cost is known.
    pub(crate) estimate_only: bool,
    /// Tasks that all executors together work on at once, as far as the estimate knows.
    pub(crate) tasks: usize,
}

/// A stage that is over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done {
    pub(crate) stage: &'static str,
    /// What it gave: records, blocks, pairs, patterns or clusters.
    pub(crate) rows: u64,
    pub(crate) seconds: f64,
}

/// What a run tells those who wait.
pub(crate) enum Told {
    /// A stage has begun.
    Begun(&'static str),
    /// A stage is over.
    Done(Done),
    /// What lies ahead.
    Cost(Box<Estimate>),
    /// Pairs looked at, of how many.
    Pairs(u64, u64),
}

/// What came out.
pub(crate) struct Outcome {
    /// Nothing where only the cost was asked.
    pub(crate) linked: Option<Linked>,
    pub(crate) estimate: Estimate,
    pub(crate) stages: Vec<Done>,
}

/// A run on its way.
struct Way<'a> {
    people: &'a People,
    order: &'a Order<'a>,
    folder: RunFolder,
    session: Session,
    keys: Keys,
    /// Rounds of refinement so far.
    rounds: usize,
    done: Vec<Done>,
    tell: &'a mut (dyn FnMut(Told) + Send),
    begun: Instant,
}

/// Links a gathering on the executors of a scheduler: the same outcome as [`linkage::link::link`] gives on this machine alone.
pub(crate) async fn run(
    people: &People,
    order: &Order<'_>,
    tell: &mut (dyn FnMut(Told) + Send),
) -> Result<Outcome> {
    let begun = Instant::now();
    tell(Told::Begun("gather"));
    let folder = RunFolder::new(order.folder, people, order.parts)?;
    let session = Session::new(order.scheduler, order.parts, &folder.records()).await?;
    let keys = Keys::new(people, order.threads);
    let mut way = Way { people, order, folder, session, keys, rounds: 0, done: Vec::new(), tell, begun };
    way.end("gather", people.len() as u64);
    let counts = way.blocks().await?;
    let estimate = way.cost(&counts)?;
    (way.tell)(Told::Cost(Box::new(estimate.clone())));
    if order.estimate_only {
        return Ok(Outcome { linked: None, estimate, stages: way.done });
    }
    let model = match &order.model {
        Some(model) => model.clone(),
        None => way.learn(&counts).await?,
    };
    way.folder.put_model(&model)?;
    let (edges, compared) = way.compare(&counts).await?;
    let linked = way.resolve(model, counts, edges, compared);
    Ok(Outcome { linked: Some(linked), estimate, stages: way.done })
}

impl Way<'_> {
    fn begin(&mut self, stage: &'static str) {
        self.begun = Instant::now();
        (self.tell)(Told::Begun(stage));
    }

    fn end(&mut self, stage: &'static str, rows: u64) {
        self.over(stage, rows, self.begun.elapsed().as_secs_f64());
    }

    fn over(&mut self, stage: &'static str, rows: u64, seconds: f64) {
        let done = Done { stage, rows, seconds };
        self.done.push(done);
        (self.tell)(Told::Done(done));
    }

    /// The blocks of some rules, as a table of block and record.
    fn keyed(&self, rules: impl IntoIterator<Item = usize>) -> String {
        let bits = rules.into_iter().fold(0, |bits, rule| bits | 1_i64 << rule);
        format!(
            "SELECT at, unnest(linkage_keys('{}', {}, at, {bits})) AS block FROM records",
            self.folder.name(),
            self.rounds
        )
    }

    /// Keys, refined until no block is too large, and how many pairs share them.
    async fn blocks(&mut self) -> Result<[RuleCount; 16]> {
        self.begin("keys");
        let largest = self.order.model.as_ref().map_or(LARGEST_BLOCK, |model| model.largest_block);
        let mut counts = [RuleCount::default(); 16];
        for round in 0..=ROUNDS {
            let (pairs, crowded) = self.count(largest).await?;
            for (count, pairs) in counts.iter_mut().zip(pairs) {
                count.pairs = pairs;
                if round == 0 {
                    count.before = pairs;
                }
            }
            // What is still too large after the last round stays so.
            if crowded.is_empty() || round == ROUNDS {
                break;
            }
            let told: HashSet<(usize, u32)> = crowded.iter().map(|block| rule_and_key(*block)).collect();
            for (rule, _) in &told {
                if let Some(count) = counts.get_mut(*rule) {
                    count.refined += 1;
                }
            }
            self.folder.put_crowded(round, &crowded)?;
            self.keys.refine(self.people, round, &told);
            self.rounds = round + 1;
        }
        let rows = (0..).take(self.people.len()).map(|at| self.keys.of(at));
        let keyed = rows.map(|keys| keys.iter().filter(|key| **key != 0).count() as u64).sum();
        self.end("keys", keyed);
        self.over("pairs", counts.iter().map(|count| count.pairs).sum(), 0.0);
        Ok(counts)
    }

    /// Pairs by rule, and the blocks that are too large: one row for each of these, and one for all others of a rule.
    async fn count(&mut self, largest: usize) -> Result<([u64; 16], Vec<i64>)> {
        let query = format!(
            "SELECT what, sum(n * (n - 1) / 2) AS pairs FROM \
             (SELECT CASE WHEN n > {largest} THEN block ELSE -1 - (block >> 32) END AS what, n FROM \
             (SELECT block, count(*) AS n FROM ({}) GROUP BY block) WHERE n > 1) GROUP BY what",
            self.keyed(0..RULES.len())
        );
        let (mut pairs, mut crowded) = ([0; 16], Vec::new());
        for [what, here] in numbers::<2>(&self.session.ask(&query).await?)? {
            let rule = if what < 0 { usize::try_from(-1 - what)? } else { rule_and_key(what).0 };
            if what >= 0 {
                crowded.push(what);
            }
            *pairs.get_mut(rule).ok_or("a rule that is none")? += u64::try_from(here)?;
        }
        Ok((pairs, crowded))
    }

    fn cost(&self, counts: &[RuleCount; 16]) -> Result<Estimate> {
        let pairs: u64 = counts.iter().map(|count| count.pairs).sum();
        let keys = self.done.iter().find(|done| done.stage == "keys");
        // Comparing brings the blocks together once more, as every count of them has.
        let passed = keys.map_or(0.0, |keys| keys.seconds / (self.rounds + 1) as f64);
        Ok(Estimate {
            counts: *counts,
            gathering: self.folder.bytes()?,
            held: self.people.len() as u64 * HELD,
            shuffled: keys.map_or(0, |keys| keys.rows * SHUFFLED * (self.rounds as u64 + 2)),
            seconds: passed
                + pairs as f64 / rate(self.people, &self.keys, pairs) / self.order.tasks.max(1) as f64,
        })
    }

    /// Patterns, counted by the executors, and the model that follows from them.
    async fn learn(&mut self, counts: &[RuleCount; 16]) -> Result<Model> {
        self.begin("count patterns");
        let mut lessons = Vec::new();
        let mut bytes = 0;
        for rule in lesson_rules() {
            let all = counts.get(rule).map_or(0, |count| count.pairs);
            let query = format!(
                "SELECT linkage_patterns('{}', {}, block, members, {all}) AS patterns FROM ({})",
                self.folder.name(),
                self.rounds,
                self.members([rule])
            );
            let mut patterns = Patterns::default();
            each_bytes(&self.session.ask(&query).await?, |some| {
                bytes += some.len() as u64;
                patterns.add_bytes(some);
            })?;
            lessons.push(patterns);
        }
        self.end("count patterns", bytes / 124);
        self.begin("learn");
        let model = learned(self.people, lessons, self.order.threads);
        self.end("learn", self.people.len() as u64);
        Ok(model)
    }

    fn members(&self, rules: impl IntoIterator<Item = usize>) -> String {
        format!(
            "SELECT block, array_agg(at) AS members FROM ({}) GROUP BY block HAVING count(*) > 1",
            self.keyed(rules)
        )
    }

    /// Pairs that no earlier rule has held, compared some rules at a time; those worth keeping come back.
    async fn compare(&mut self, counts: &[RuleCount; 16]) -> Result<(Vec<Edge>, u64)> {
        self.begin("compare");
        let (mut edges, mut compared, mut looked) = (Vec::new(), 0, 0);
        let all = counts.iter().map(|count| count.pairs).sum();
        for (rules, pairs) in batches(counts) {
            let query = format!(
                "SELECT linkage_compare('{}', {}, block, members) AS kept FROM ({})",
                self.folder.name(),
                self.rounds,
                self.members(rules)
            );
            each_bytes(&self.session.ask(&query).await?, |bytes| {
                if let Some((first, rest)) = bytes.split_first_chunk::<8>() {
                    compared += u64::from_le_bytes(*first);
                    edges.extend(rest.as_chunks::<16>().0.iter().map(Edge::from_bytes));
                }
            })?;
            looked += pairs;
            (self.tell)(Told::Pairs(looked, all));
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        // A pair belongs to the first rule that holds it: which pairs are distinct is decided where they are compared.
        self.over("distinct", compared, 0.0);
        self.over("compare", edges.len() as u64, seconds);
        Ok((edges, compared))
    }

    /// Scores, components and clusters, on the client: they take time in proportion to the kept pairs.
    fn resolve(
        &mut self,
        model: Model,
        counts: [RuleCount; 16],
        mut edges: Vec<Edge>,
        compared: u64,
    ) -> Linked {
        self.begin("score, components, resolve");
        in_order(&mut edges, self.order.threads);
        let (threads, given) = (self.order.threads, self.order.model.clone());
        let settings = Settings { threads, model: given, policy: Policy::default() };
        let blocks = Blocks::counted(std::mem::take(&mut self.keys), counts);
        let compared = Compared { model, blocks, compared, edges };
        let linked = link_compared(self.people, &settings, &Decisions::new(), compared, &mut |_| {});
        self.end("score, components, resolve", linked.clusters.count() as u64);
        linked
    }
}

/// Pairs after which a query is long enough: what comes back says how far the comparing is.
const BATCH: u64 = 20_000_000;

/// Rules that are compared in one query, with their pairs.
fn batches(counts: &[RuleCount; 16]) -> Vec<(Vec<usize>, u64)> {
    let mut batches: Vec<(Vec<usize>, u64)> = Vec::new();
    for (rule, count) in counts.iter().enumerate().filter(|(_, count)| count.pairs > 0) {
        match batches.last_mut().filter(|(_, pairs)| *pairs < BATCH) {
            Some((rules, pairs)) => {
                rules.push(rule);
                *pairs += count.pairs;
            }
            None => batches.push((vec![rule], count.pairs)),
        }
    }
    batches
}

/// Bytes that an executor holds for one record at most, while it reads: as read, unpacked, and its keys.
const HELD: u64 = 2 * PACKED_RECORD as u64 + 64;
/// Bytes that one key of one record travels with when blocks are brought together: block and place.
const SHUFFLED: u64 = 12;

/// Rows of whole numbers.
fn numbers<const N: usize>(batches: &[RecordBatch]) -> Result<Vec<[i64; N]>> {
    let mut rows = Vec::new();
    for batch in batches {
        let columns: Option<Vec<_>> =
            batch.columns().iter().map(|column| column.as_primitive_opt::<Int64Type>()).collect();
        let columns = columns.ok_or("a count is no whole number")?;
        for row in 0..batch.num_rows() {
            let mut cells = [0; N];
            for (cell, column) in cells.iter_mut().zip(&columns) {
                *cell = column.value(row);
            }
            rows.push(cells);
        }
    }
    Ok(rows)
}

/// Every cell of a column of bytes.
fn each_bytes(batches: &[RecordBatch], mut take: impl FnMut(&[u8])) -> Result<()> {
    for batch in batches {
        let column = batch.columns().first().and_then(|column| column.as_binary_opt::<i32>());
        column.ok_or("an answer of the executors is of another kind")?.iter().flatten().for_each(&mut take);
    }
    Ok(())
}
