//! A list that another member delivers to the data centre, in parts. It takes effect once, when the last part has come, whichever
//! that is.

use formats::{Claim, ReadOptions, open_table_with};
use model::time::Zone;
use model::{Draft, Id, Kind, Value, kinds};
use seal::Place;
use seal::exchange::message::{ListAbout, ListPart};
use seal::exchange::{ReceiptState, Refusal};

use super::{Inbound, Judged};
use crate::acts::insert_root;
use crate::counting::{Taken, knows, taken_encodings};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::bytes;
use crate::exchange::receipts::{self, Said};
use crate::store::counting::lists;
use crate::store::{duty, notification};

const META: &model::KindMeta = kinds::ListDelivery::META;

/// A list that is on its way.
struct Coming {
    id: Id,
    parts: i64,
    schema: String,
    delivery: Option<Id>,
}

/// A part came.
pub(super) async fn part(tx: &mut Tx, inbound: &Inbound<'_>, part: &ListPart) -> Result<Judged> {
    let Some(about) = part.subject() else { return Ok(Err(Refusal::Schema)) };
    let (number, parts) = part.numbered();
    let coming = coming(tx, inbound, part, about).await?;
    if coming.parts != i64::from(parts) || coming.schema != **part.schema() {
        return Ok(Err(Refusal::Schema));
    }
    if coming.delivery.is_some() {
        return Ok(Ok(coming.delivery));
    }
    let new = tx
        .run(
            "insert into exchange_list_part (list_id, part, eid) values ($1, $2, $3) on conflict do nothing",
            &[coming.id.into(), i64::from(number).into(), inbound.eid.to_string().into()],
        )
        .await?;
    if new == 1 {
        keep(tx, inbound, (&coming, number), part).await?;
    }
    let here = tx
        .row("select count(*) from exchange_list_part where list_id = $1", &[coming.id.into()])
        .await?
        .map_or(Ok(0), |row| row.int(0))?;
    if here < coming.parts {
        return Ok(Ok(None));
    }
    match whole(tx, inbound, &coming, about).await? {
        Ok(id) => {
            tx.run_one(
                "update exchange_list set delivery_id = $2 where id = $1",
                &[coming.id.into(), id.into()],
            )
            .await?;
            let (to, said) = (&inbound.payload.from, Said::state(ReceiptState::Decided));
            let receipt = receipts::give(tx, inbound.own, to, inbound.eid, said).await?;
            receipts::tell(tx, to, &receipt).await?;
            Ok(Ok(Some(id)))
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

async fn coming(tx: &mut Tx, inbound: &Inbound<'_>, part: &ListPart, about: &ListAbout) -> Result<Coming> {
    let (id, now, from) = (tx.new_id(), tx.now, inbound.payload.from.as_str());
    let organisation = inbound.own.organisation;
    tx.run(
        "insert into exchange_list (id, organisation_id, from_member, shared_id, parts, schema, entity, period_from,
           period_to, began_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (organisation_id, from_member, shared_id) do nothing",
        &[
            id.into(),
            organisation.into(),
            from.into(),
            (**part.list_id()).into(),
            i64::from(part.numbered().1).into(),
            (**part.schema()).into(),
            (*about.entity).into(),
            (*about.from).into(),
            (*about.to).into(),
            now.into(),
        ],
    )
    .await?;
    let row = tx
        .row(
            "select id, parts, schema, delivery_id from exchange_list
             where organisation_id = $1 and from_member = $2 and shared_id = $3",
            &[organisation.into(), from.into(), (**part.list_id()).into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Coming { id: row.id(0)?, parts: row.int(1)?, schema: row.text(2)?, delivery: row.id_opt(3)? })
}

fn place(list: Id, part: i64) -> String {
    format!("list:{list}:{part}")
}

/// Keeps a part, sealed, until the others are there.
async fn keep(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    (coming, number): (&Coming, u32),
    part: &ListPart,
) -> Result<()> {
    let key = tx.member_key(inbound.own.organisation).await?.subkey("exchange");
    let owner = place(coming.id, i64::from(number));
    let text = serde_json::to_vec(part).map_err(|_| Error::Storage("a part of a list".into()))?;
    let at = Place { table: "exchange_list_part", row: &owner, column: "content" };
    let sealed = seal::seal(&key, at, &text, &mut *tx.entropy);
    bytes::keep(tx, &owner, &sealed).await
}

async fn open(tx: &mut Tx, organisation: Id, list: Id, number: i64) -> Result<ListPart> {
    let key = tx.member_key(organisation).await?.subkey("exchange");
    let owner = place(list, number);
    let sealed = bytes::load(tx, &owner).await?.ok_or(Error::Sealed)?;
    let at = Place { table: "exchange_list_part", row: &owner, column: "content" };
    serde_json::from_slice(&seal::open(&key, at, &sealed)?).map_err(|_| Error::Sealed)
}

/// All parts are there: the list is received as if somebody had delivered it here.
async fn whole(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    coming: &Coming,
    about: &ListAbout,
) -> Result<std::result::Result<Id, Refusal>> {
    let organisation = inbound.own.organisation;
    let Some(post) = officer(tx, organisation).await? else { return Ok(Err(Refusal::KindNotAccepted)) };
    let (mut table, mut encodings) = (String::new(), Vec::new());
    for number in 1..=coming.parts {
        let part = open(tx, organisation, coming.id, number).await?;
        let (columns, rows) = part.table();
        if table.is_empty() {
            line(&mut table, columns);
        }
        rows.iter().for_each(|row| line(&mut table, row));
        encodings.extend(part.encodings().iter().map(|encoded| encoded.0.clone()));
        bytes::destroy(tx, &place(coming.id, number)).await?;
    }
    let today = tx.now.date(Zone::default());
    let taken = if encodings.is_empty() {
        let options = ReadOptions { known_name: Some(&knows), ..ReadOptions::default() };
        let read = open_table_with(table.as_bytes(), &Claim::named("list.csv"), &options).ok();
        read.and_then(|table| Taken::read(table, today).ok())
    } else {
        taken_encodings(&coming.schema, &encodings)
    };
    let Some(taken) = taken else { return Ok(Err(Refusal::Schema)) };
    let agency = inbound.sender(tx).await?;
    let draft = Draft::default()
        .with("agency", agency.chars().take(120).collect::<String>())
        .with("counted_entity", &*about.entity)
        .with("period_from", &*about.from)
        .with("period_to", &*about.to);
    let Ok(mut record) = draft.parse(META, today) else { return Ok(Err(Refusal::Schema)) };
    let rows = i64::try_from(taken.rows.len()).unwrap_or(i64::MAX);
    record.set(META, "rows_taken", Value::from(rows));
    record.set(META, "rows_aside", Value::from(i64::try_from(taken.aside).unwrap_or(i64::MAX)));
    let (key_id, key) = tx.make_person_key(organisation).await?;
    let id = tx.new_id();
    insert_root(tx, META, id, (organisation, post), (key_id, &key), &record).await?;
    lists::keep(tx, (id, organisation), &agency, &key, &taken).await?;
    notification::tell(tx, post, "list-came", Some(id)).await?;
    Ok(Ok(id))
}

fn line(table: &mut String, cells: &[seal::exchange::Text<64>]) {
    let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    table.push_str(&cells.join(","));
    table.push('\n');
}

/// The post that receives lists: one that does so by its role, a held one before a vacant one, else whoever receives for the
/// organisation.
async fn officer(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    for post in duty::held_first(tx, Some(organisation), &[]).await? {
        let role = crate::access::load::role(tx, &post.role).await?;
        if role.reach("deliver", META.slug).is_some() {
            return Ok(Some(post.id));
        }
    }
    Ok(duty::receiver(tx, Some(organisation)).await?.map(|receiver| receiver.post))
}
