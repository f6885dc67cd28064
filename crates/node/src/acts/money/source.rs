//! What came with a file, kept as it came.

use formats::iati::{Activity, IatiDocument, LIMITS, Records, read_iati, write_iati};
use model::Id;
use seal::Place;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::{lookup_tag, open_text};

const TABLE: &str = "iati_source";

/// The tag by which an activity is known again.
pub(super) fn tag(tx: &Tx, identifier: &str) -> Vec<u8> {
    lookup_tag(&tx.context.keys, "iati-identifier", identifier)
}

/// The programme that an organisation took in with an activity.
pub(super) async fn programme_of(tx: &mut Tx, organisation: Id, tag: &[u8]) -> Result<Option<Id>> {
    let row = tx
        .row(
            "select matter_id from iati_source where organisation_id = $1 and identifier_tag = $2",
            &[organisation.into(), tag.to_vec().into()],
        )
        .await?;
    row.map(|row| row.id(0)).transpose()
}

/// Keeps an activity beside its programme, sealed under the programme's key.
pub(super) async fn keep(
    tx: &mut Tx,
    (programme, key_id, organisation): (Id, Id, Id),
    activity: &Activity,
) -> Result<()> {
    let (now, tag) = (tx.now, tag(tx, &activity.identifier));
    let sealed = sealed(tx, (programme, key_id), activity).await?;
    tx.run(
        "insert into iati_source (matter_id, organisation_id, identifier_tag, source, taken_at) values ($1, $2, $3, $4, $5)",
        &[programme.into(), organisation.into(), tag.into(), sealed.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Keeps a newer one in its place.
pub(super) async fn renew(tx: &mut Tx, (programme, key_id): (Id, Id), activity: &Activity) -> Result<()> {
    let (now, sealed) = (tx.now, sealed(tx, (programme, key_id), activity).await?);
    tx.run_one(
        "update iati_source set source = $2, taken_at = $3 where matter_id = $1",
        &[programme.into(), sealed.into(), now.into()],
    )
    .await
}

async fn sealed(tx: &mut Tx, (programme, key_id): (Id, Id), activity: &Activity) -> Result<Vec<u8>> {
    let document = IatiDocument {
        generated: None,
        records: Records::Activities(vec![activity.clone()]),
        carried: formats::iati::Carried::default(),
    };
    let row = programme.to_string();
    let key = tx.key_for_writing(key_id).await?;
    Ok(tx.seal(&key, Place { table: TABLE, row: &row, column: "source" }, &write_iati(&document)))
}

/// What came with a file for a programme; nothing where it was entered by hand.
pub(super) async fn of(tx: &mut Tx, programme: Id, key_id: Id) -> Result<Option<Activity>> {
    let row = tx.row("select source from iati_source where matter_id = $1", &[programme.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let (key, id) = (tx.person_key(key_id).await?, programme.to_string());
    let text = open_text(&key, Place { table: TABLE, row: &id, column: "source" }, &row.bytes(0)?)?;
    match read_iati(text.as_bytes(), &LIMITS) {
        Ok(IatiDocument { records: Records::Activities(list), .. }) => Ok(list.into_iter().next()),
        _ => Err(Error::Sealed),
    }
}
