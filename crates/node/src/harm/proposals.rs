//! Hashes that a reader proposed for a list that is kept here: whoever keeps it takes or declines them and may say what they think of them. How
//! each stands after that is part of the answer.

use model::kinds::HashSubmission;
use model::{Id, Kind, KindMeta, Record};
use signals::{Digest, Opinion, Standing};

use super::{hashes, sharing};
use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};

const META: &KindMeta = HashSubmission::META;

/// A hash with how it stands.
pub(super) type Stands = (Digest, Standing);

fn proposed(record: &Record) -> Vec<Digest> {
    record.to_text(META, "hashes").lines().filter_map(hashes::digest).collect()
}

/// What the keeper of the list said of them, if anything.
fn thought(record: &Record) -> Option<Opinion> {
    match record.text(META, "opinion") {
        "negative" => Some(Opinion::NegativeClass),
        "unsure" => Some(Opinion::InvestigationSeed),
        "positive" => Some(Opinion::PositiveClass),
        _ => None,
    }
}

/// A proposal was looked into and taken: what does not stand there yet is put on the list. Answers how each hash stands from now on.
pub(super) async fn taken(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    record: &Record,
) -> Result<Vec<Stands>> {
    let said = |name: &str| record.to_text(META, name);
    let row = tx
        .row(
            "select id from hash_list where organisation_id = $1 and name = $2 and shared_id is null",
            &[facts.organisation.into(), said("list").into()],
        )
        .await?;
    let list = row.ok_or(Error::Refused("no-such-list"))?.id(0)?;
    let (proposed, thought) = (proposed(record), thought(record));
    let there = hashes::standing(tx, list, &proposed).await?;
    let stand = hashes::stand_with(tx, facts.organisation, &proposed, thought).await?;
    let post = keeper(tx, actor, facts);
    let add: Vec<Digest> = proposed.iter().filter(|digest| !there.contains(digest)).copied().collect();
    if !add.is_empty() {
        let why = format!("{}: {}", facts.code, said("from_member"));
        hashes::change(tx, list, post, (&add, &[]), &why).await?;
    }
    if let Some(opinion) = thought {
        let by = (facts.organisation, post);
        let reason = Some(said("decision")).filter(|words| !words.is_empty()).unwrap_or_else(|| "-".into());
        for digest in &proposed {
            hashes::record(tx, by, digest, opinion, &reason).await?;
        }
        let thinks: Vec<(Digest, Opinion)> = proposed.iter().map(|digest| (*digest, opinion)).collect();
        sharing::relay(tx, list, facts.organisation, &thinks).await?;
    }
    Ok(stand)
}

/// A proposal was looked into and not taken: what was thought of it is told to whoever proposed it and to nobody else, since it stands on no
/// list by that.
pub(super) async fn declined(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<Vec<Stands>> {
    hashes::stand_with(tx, facts.organisation, &proposed(record), thought(record)).await
}

fn keeper(tx: &Tx, actor: &Actor, facts: &MatterFacts) -> Id {
    let held = actor.holdings_at(tx.now).find(|holding| holding.organisation == facts.organisation);
    held.map_or(facts.custodian, |holding| holding.post)
}
