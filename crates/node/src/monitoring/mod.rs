//! Monitoring: indicators and their observations, rules that watch them, briefs that quote them. What is true stays in `observation.held`;
//! pages, files, alerts and briefs read `observation.shown`, which [`block`] decided.

pub(crate) mod block;
pub(crate) mod brief;
pub(crate) mod cube;
pub(crate) mod family;
#[cfg(test)]
mod family_proofs;
pub(crate) mod feed;
pub(crate) mod observation;
pub(crate) mod period;
pub(crate) mod population;
#[cfg(test)]
mod proofs;
pub(crate) mod rule;
pub(crate) mod sheet;
pub(crate) mod spans;
#[cfg(test)]
mod spans_proofs;
pub mod strata;
pub(crate) mod watch;

use model::{Id, KindMeta, ProblemCode, Record, Step};

use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};

pub use brief::{Asked, BriefNumber, BriefText, Paragraph, written};

/// Kinds of this area that are changed while they are drafts only.
const DRAFTS: [&str; 4] = ["alert-rule", "brief", "brief-paragraph", "brief-ask"];

/// Whether a record of this area may stand as it is; other kinds may.
pub(crate) fn check(meta: &KindMeta, record: &Record) -> Result<()> {
    match meta.slug {
        "indicator" => {
            let reference = record.text(meta, "reference");
            let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
            if !reference.chars().all(plain) {
                return Err(Error::field("reference", ProblemCode::NotAnIdentifier));
            }
            let frequency = period::Frequency::from_code(record.text(meta, "frequency"));
            let fits = frequency.is_some_and(|frequency| {
                feed::fits(record.text(meta, "feed"), frequency, record.text(meta, "strata"))
            });
            if fits { Ok(()) } else { Err(Error::field("strata", ProblemCode::UnknownCode)) }
        }
        "indicator-target" => {
            let wrong = ["base_value", "target_value"]
                .into_iter()
                .find(|name| rule::number(record.text(meta, name)).is_none());
            wrong.map_or(Ok(()), |name| Err(Error::field(name, ProblemCode::NotANumber)))
        }
        "alert-rule" => rule::Said::of(record).check(),
        _ => Ok(()),
    }
}

/// Parts of a brief are added while its numbers are open.
pub(crate) fn may_add(root: &MatterFacts) -> Result<()> {
    if root.kind.slug == "brief" && root.state != "draft" {
        Err(Error::Refused("not-a-draft"))
    } else {
        Ok(())
    }
}

/// A rule that was tested and a brief whose numbers are locked are no longer changed.
pub(crate) fn may_edit(facts: &MatterFacts) -> Result<()> {
    match facts.kind.slug {
        "rule-alert" => Err(Error::Refused("said-once")),
        slug if DRAFTS.contains(&slug) && facts.root_state != "draft" => Err(Error::Refused("not-a-draft")),
        _ => Ok(()),
    }
}

/// What follows from opening a root matter, by somebody. The trace stays that of the opening.
pub(crate) async fn opened_root(
    tx: &mut Tx,
    (meta, id): (&'static KindMeta, Id),
    record: &Record,
    by: Option<Id>,
) -> Result<()> {
    if meta.slug == "indicator" {
        sheet::opened(tx, id, record).await?;
        sheet::written_by(tx, id, by).await?;
    }
    Ok(())
}

/// What follows from a change of fields, by somebody.
pub(crate) async fn edited(
    tx: &mut Tx,
    facts: &MatterFacts,
    (old, new): (&Record, &Record),
    by: Option<Id>,
) -> Result<()> {
    if facts.kind.slug == "indicator" {
        sheet::edited(tx, facts, old, new).await?;
        sheet::written_by(tx, facts.id, by).await?;
    }
    Ok(())
}

/// What must hold before a step.
pub(crate) async fn before(tx: &mut Tx, actor: &Actor, facts: &MatterFacts, step: &Step) -> Result<()> {
    let own = |by: Option<Id>| by.is_some() && by == actor.account();
    match (facts.kind.slug, step.action) {
        // Who wrote an indicator does not put it to use or before the public.
        ("indicator", "activate" | "publish") if own(sheet::writer(tx, facts.id).await?) => {
            Err(Error::Refused("own-entry"))
        }
        ("brief", "approve") if own(brief::locked(tx, facts.id).await?.and_then(|(by, _)| by)) => {
            Err(Error::Refused("own-work"))
        }
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
        ("alert-rule", "test") => watch::try_out(tx, facts, record).await,
        ("rule-alert", "close" | "dismiss") => watch::closed(tx, facts.id).await,
        ("brief", "lock") => brief::lock(tx, facts, actor.account()).await,
        ("brief", "unlock") => brief::unlock(tx, facts.id).await,
        ("brief", "publish") => brief::publish(tx, facts, record).await,
        ("brief", "correct") => brief::correct(tx, facts, record, false).await,
        ("brief", "withdraw") => brief::correct(tx, facts, record, true).await,
        _ => Ok(()),
    }
}
