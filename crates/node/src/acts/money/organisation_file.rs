//! Organisations of IATI files, kept as they came and sealed under the node's own key: they belong to no matter.

use formats::iati::{Carried, IatiDocument, LIMITS, Organisation, Records, read_iati, write_iati};
use model::{Id, Timestamp};
use seal::Place;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::{lookup_tag, open_text};

const TABLE: &str = "iati_organisation";

/// An organisation that was taken in.
pub(super) struct Kept {
    pub(super) id: Id,
    pub(super) taken_at: Timestamp,
    pub(super) organisation: Organisation,
}

fn place(row: &str) -> Place<'_> {
    Place { table: TABLE, row, column: "source" }
}

fn tag(tx: &Tx, identifier: &str) -> Vec<u8> {
    lookup_tag(&tx.context.keys, "iati-organisation", identifier)
}

/// Everything that an organisation took in, by when it first came.
pub(super) async fn all(tx: &mut Tx, organisation: Id) -> Result<Vec<Kept>> {
    let rows = tx
        .rows(
            "select id, source, taken_at from iati_organisation where organisation_id = $1 order by id",
            &[organisation.into()],
        )
        .await?;
    let own = tx.context.keys.clone();
    rows.iter()
        .map(|row| {
            let id = row.id(0)?;
            let text = open_text(&own.own, place(&id.to_string()), &row.bytes(1)?)?;
            let first = match read_iati(text.as_bytes(), &LIMITS) {
                Ok(IatiDocument { records: Records::Organisations(list), .. }) => list.into_iter().next(),
                _ => None,
            };
            Ok(Kept { id, taken_at: row.time(2)?, organisation: first.ok_or(Error::Sealed)? })
        })
        .collect()
}

/// Keeps one; the newer one takes the place of what was there.
pub(super) async fn keep(tx: &mut Tx, of: Id, known: Option<Id>, organisation: &Organisation) -> Result<()> {
    let document = IatiDocument {
        generated: None,
        records: Records::Organisations(vec![organisation.clone()]),
        carried: Carried::default(),
    };
    let (now, keys) = (tx.now, tx.context.keys.clone());
    let id = known.unwrap_or_else(|| tx.new_id());
    let sealed = tx.seal(&keys.own, place(&id.to_string()), &write_iati(&document));
    if known.is_some() {
        return tx
            .run_one(
                "update iati_organisation set source = $2, taken_at = $3 where id = $1",
                &[id.into(), sealed.into(), now.into()],
            )
            .await;
    }
    let tag = tag(tx, &organisation.identifier);
    tx.run(
        "insert into iati_organisation (id, organisation_id, identifier_tag, source, taken_at) values ($1, $2, $3, $4, $5)",
        &[id.into(), of.into(), tag.into(), sealed.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Whether two are the same, what is not understood of them included; when each was made is not.
pub(super) fn same(one: &Organisation, other: &Organisation) -> bool {
    let written = |organisation: &Organisation| {
        write_iati(&IatiDocument {
            generated: None,
            records: Records::Organisations(vec![organisation.clone()]),
            carried: Carried::default(),
        })
    };
    written(one) == written(other)
}
