//! Two units at work on the same thing without knowing it (exchange specification, section 10): both supervisors hear of it, each about the
//! own side alone. Whoever asked learns nothing, and neither side learns what the other knows before both want contact.

use std::collections::BTreeSet;

use model::kinds::Overlap;
use model::{Id, Kind, KindMeta, Record, Value};
use signals::links::Identifier;

use super::marks::{self, Mark, Where};
use crate::access::{MatterFacts, load};
use crate::acts::open_for_node;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::matter::{Touch, touch};
use crate::store::{custody, fields, notification, who};

const META: &KindMeta = Overlap::META;

/// One side: a unit at work on a root matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    organisation: Id,
    unit: Option<Id>,
    post: Id,
    root: Id,
}

/// The post that works on a root, with its unit: of a question the post that asked it.
async fn side(tx: &mut Tx, root: Id) -> Result<Side> {
    let row = tx
        .row(
            "select p.organisation_id, p.unit_id, p.id from matter m
               left join overlap_asked a on a.query_id = m.id
               join post p on p.id = coalesce(a.post_id, m.custodian_post)
             where m.id = $1",
            &[root.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Side { organisation: row.id(0)?, unit: row.id_opt(1)?, post: row.id(2)?, root })
}

/// Tells both supervisors of everybody outside one's own unit who works on the same thing.
pub(crate) async fn raise(tx: &mut Tx, root: Id, identifier: &Identifier) -> Result<()> {
    let mark = Mark::Named(identifier.clone());
    let found = marks::others(tx, std::slice::from_ref(&mark), root).await?;
    let own = side(tx, root).await?;
    let others: BTreeSet<Id> = found.into_values().flatten().map(|place: Where| place.root).collect();
    let mut told = BTreeSet::new();
    for other in others {
        let other = side(tx, other).await?;
        let same_unit = other.organisation == own.organisation && other.unit == own.unit;
        if same_unit || !told.insert((other.organisation, other.unit)) || known(tx, &own, &other).await? {
            continue;
        }
        pair(tx, &own, &other, identifier.kind().code()).await?;
    }
    Ok(())
}

/// A transaction report names what cases name: the supervisors of those cases hear that others work on the same thing, and nothing of who or why.
/// The other side is the post that asked itself, without a ladder: above it nobody may know that there is a report. Answers how many hear of it.
pub(crate) async fn from_money(
    tx: &mut Tx,
    report: &MatterFacts,
    (cases, kind): (&BTreeSet<Id>, &'static str),
) -> Result<usize> {
    let own = side(tx, report.id).await?;
    let mut told = 0;
    for case in cases {
        let other = side(tx, *case).await?;
        if known(tx, &own, &other).await? {
            continue;
        }
        let Some(there) = place(tx, &other, kind, false).await? else { continue };
        let mut record = Record::empty(META);
        record.set(META, "kind", Value::from(kind));
        record.set(META, "asked_here", Value::from(true));
        let here = open_for_node(tx, META, (own.organisation, own.post), None, &record).await?;
        tx.run_one("update matter set due_at = null where id = $1", &[here.into()]).await?;
        for (one, peer, root, peer_root) in
            [(here, there, own.root, other.root), (there, here, other.root, own.root)]
        {
            tx.run(
                "insert into overlap_pair (overlap_id, peer_id, root_id, peer_root) values ($1, $2, $3, $4)",
                &[one.into(), peer.into(), root.into(), peer_root.into()],
            )
            .await?;
        }
        told += 1;
    }
    Ok(told)
}

async fn known(tx: &mut Tx, own: &Side, other: &Side) -> Result<bool> {
    let row = tx
        .row(
            "select overlap_id from overlap_pair
             where (root_id = $1 and peer_root = $2) or (root_id = $2 and peer_root = $1) order by overlap_id limit 1",
            &[own.root.into(), other.root.into()],
        )
        .await?;
    Ok(row.is_some())
}

async fn pair(tx: &mut Tx, own: &Side, other: &Side, kind: &'static str) -> Result<()> {
    let (here, there) = (place(tx, own, kind, true).await?, place(tx, other, kind, false).await?);
    for (one, peer, root, peer_root) in [(here, there, own, other), (there, here, other, own)] {
        let Some(one) = one else { continue };
        tx.run(
            "insert into overlap_pair (overlap_id, peer_id, root_id, peer_root) values ($1, $2, $3, $4)",
            &[one.into(), peer.into(), root.root.into(), peer_root.root.into()],
        )
        .await?;
    }
    Ok(())
}

/// Opens one side of an overlap at the supervisor of the post that works on it; nothing where nobody stands above it.
async fn place(tx: &mut Tx, side: &Side, kind: &'static str, asked: bool) -> Result<Option<Id>> {
    let Some(post) = custody::above(tx, side.post).await? else { return Ok(None) };
    let row = tx.row("select code from matter where id = $1", &[side.root.into()]).await?;
    let mut record = Record::empty(META);
    record.set(META, "kind", Value::from(kind));
    record.set(META, "own_side", Value::from(row.ok_or(Error::NotFound)?.text(0)?));
    record.set(META, "asked_here", Value::from(asked));
    let organisation = custody::post(tx, post).await?.0;
    let id = open_for_node(tx, META, (organisation, post), None, &record).await?;
    notification::tell(tx, post, "overlap", Some(id)).await?;
    Ok(Some(id))
}

/// One supervisor wants contact. When the other one does, too, each is told who the other is and what they wrote.
pub(super) async fn contact(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let row = tx.row("select peer_id from overlap_pair where overlap_id = $1", &[facts.id.into()]).await?;
    let Some(peer) = row.map(|row| row.id_opt(0)).transpose()?.flatten() else { return Ok(()) };
    let other = load::matter(tx, peer, true).await?;
    if other.state != "contact_asked" {
        return Ok(());
    }
    let said = fields::load(tx, META, peer, other.key).await?.into_inner().reveal_all()?.to_record();
    let words = [record.to_text(META, "contact_note"), said.to_text(META, "contact_note")];
    let [own, theirs] = words;
    agree(tx, facts.id, other.custodian, &theirs).await?;
    agree(tx, peer, facts.custodian, &own).await
}

async fn agree(tx: &mut Tx, overlap: Id, with: Id, note: &str) -> Result<()> {
    let facts = load::matter(tx, overlap, true).await?;
    let title = who::title(tx, with, model::Lang::Id).await?;
    let organisation = custody::post(tx, with).await?.0;
    let row = tx.row("select name from organisation where id = $1", &[organisation.into()]).await?;
    let name = row.ok_or(Error::NotFound)?.text(0)?;
    let mut record = Record::empty(META);
    record.set(META, "other_side", Value::from(format!("{title}, {name}")));
    record.set(META, "other_note", Value::from(note));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, overlap, &key, &record, &["other_side", "other_note"]).await?;
    let state = Some(("contact_agreed", model::Phase::Open.code()));
    touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
    notification::tell(tx, facts.custodian, "overlap-contact", Some(overlap)).await
}

/// A reviewer finds a question out of order: whoever asked hears that it was reviewed so, and the post above the reviewer, too.
pub(super) async fn objected(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    notification::tell_above(tx, facts.custodian, "overlap-query-objected", Some(facts.id)).await?;
    let row = tx.row("select post_id from overlap_asked where query_id = $1", &[facts.id.into()]).await?;
    match row {
        Some(row) => notification::tell(tx, row.id(0)?, "overlap-query-objected", None).await,
        None => Ok(()),
    }
}
