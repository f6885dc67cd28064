//! Online harm: content reports and notices about them, shared hashes, what several cases share. By reference and hash alone; nothing here
//! opens an address, keeps a file or takes a signal for a proof.

pub(crate) mod answers;
pub(crate) mod basis;
pub(crate) mod came;
pub(crate) mod challenges;
pub(crate) mod content;
pub(crate) mod feedback;
pub(crate) mod files;
pub(crate) mod hashes;
pub(crate) mod hosts;
pub(crate) mod leads;
pub(crate) mod lines;
pub(crate) mod marks;
pub(crate) mod notices;
pub(crate) mod outside;
pub(crate) mod overlaps;
pub(crate) mod proposals;
pub(crate) mod sharing;
pub(crate) mod tidy;

use model::{Id, KindMeta, Record, Step};

use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::Result;

pub(crate) use tidy::{apart, tidy, words_apart};

/// What the node itself writes into a part about to be opened.
pub(crate) async fn prepare(
    tx: &mut Tx,
    root: &MatterFacts,
    meta: &'static KindMeta,
    record: &mut Record,
) -> Result<()> {
    match meta.slug {
        "content-notice" => notices::prepare(tx, root, record).await,
        _ => Ok(()),
    }
}

/// What follows from opening a part.
pub(crate) async fn opened(
    tx: &mut Tx,
    root: &MatterFacts,
    meta: &'static KindMeta,
    record: &Record,
) -> Result<()> {
    match meta.slug {
        "identifier" => leads::noted(tx, root, record).await,
        _ => Ok(()),
    }
}

/// What follows from opening a root matter.
pub(crate) async fn opened_root(
    tx: &mut Tx,
    (meta, id): (&'static KindMeta, Id),
    record: &Record,
) -> Result<()> {
    match meta.slug {
        "content-report" => content::link(tx, id, record).await,
        _ => Ok(()),
    }
}

/// Whether a record offers a step that its state allows: what would be refused whoever asks is not offered.
pub(crate) fn offers(meta: &KindMeta, step: &Step, text: impl Fn(&'static str) -> String) -> bool {
    match (meta.slug, step.action) {
        ("transaction-report", "give_feedback") => feedback::offered(&text("direction")),
        _ => true,
    }
}

/// What must hold before a step.
pub(crate) async fn before(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    match (facts.kind.slug, step.action) {
        ("content-report", "assess") => content::assess(record),
        ("content-report", "close") => notices::all_ended(tx, facts.id).await,
        ("content-notice", _) => notices::before(tx, actor, facts, step, record).await,
        ("transaction-report", "give_feedback") => feedback::before(record),
        _ => Ok(()),
    }
}

/// What follows from a step.
pub(crate) async fn after(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    match (facts.kind.slug, step.action) {
        ("content-notice", action) => notices::stepped(tx, actor, facts, action, record).await,
        ("incoming-notice", action) => answers::stepped(tx, facts, action, record).await,
        ("signal-review", action) => hashes::reviewed(tx, actor, facts, action, record).await,
        ("hash-challenge", "uphold") => {
            hashes::upheld(tx, actor, facts, record).await?;
            challenges::decided(tx, facts, (true, &[]), record).await
        }
        ("hash-challenge", "reject") => challenges::decided(tx, facts, (false, &[]), record).await,
        ("transaction-report", "give_feedback") => feedback::given(tx, facts, record).await,
        ("hash-submission", "take") => {
            let stands = proposals::taken(tx, actor, facts, record).await?;
            challenges::decided(tx, facts, (true, &stands), record).await
        }
        ("hash-submission", "decline") => {
            let stands = proposals::declined(tx, facts, record).await?;
            challenges::decided(tx, facts, (false, &stands), record).await
        }
        ("overlap", "ask_contact") => overlaps::contact(tx, facts, record).await,
        ("overlap-query", "object") => overlaps::objected(tx, facts).await,
        _ => Ok(()),
    }
}
