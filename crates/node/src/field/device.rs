//! A device comes in: a name that the node drew and a random secret. Its user becomes an actor with the one post that the device was
//! registered for, if they still hold it.

use model::time::HOUR;
use model::{Id, Lang, Timestamp};
use seal::Entropy;

use crate::access::{Actor, Origin, load};
use crate::db::{Row, Tx, Verdict};
use crate::error::{Error, Result};
use crate::field::offline::parked::now_as;
use crate::keys::lookup_tag;
use crate::node::Node;
use crate::store::accounts;
use crate::store::attempts::{self, Limit};

/// Wrong secrets of one source. A field office shares one address, and a secret is typed once.
const WRONG: Limit = Limit { purpose: "field-device", most: 30, window: HOUR / 4 };
/// Requests of one device that leave something behind.
pub(crate) const BUSY: Limit = Limit { purpose: "field-submission", most: 600, window: HOUR };

/// How often the last use of a device is written down, in milliseconds.
const SEEN_EVERY: i64 = 60_000;

/// Letters and digits that are not mistaken for one another, five bits each.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Somebody at a device.
#[derive(Debug, Clone)]
pub struct Device {
    /// The device.
    pub id: Id,
    /// Its user, acting for the device's post alone; without any post once they have left it.
    pub actor: Actor,
    /// The post that it was registered for.
    pub post: Id,
    /// That post's organisation.
    pub organisation: Id,
    /// The language of the account.
    pub lang: Lang,
    /// It was ended: it reads nothing any more, and what it still held is kept for a person to look at.
    pub ended: bool,
    /// Whether it may carry names.
    pub names: bool,
}

impl Device {
    /// Whether its user still holds the post: nothing is handed out otherwise, and what comes in is kept for whoever holds it now.
    pub fn held(&self, now: Timestamp) -> bool {
        self.actor.holdings_at(now).next().is_some()
    }
}

/// A device as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) account: Id,
    pub(crate) post: Id,
    pub(crate) organisation: Id,
    pub(crate) names: bool,
    pub(crate) ended: bool,
}

/// The device with this id.
pub(crate) async fn kept(tx: &mut Tx, id: Id) -> Result<Kept> {
    let row = tx
        .row(
            "select account_id, post_id, organisation_id, names, ended_at from field_device where id = $1",
            &[id.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Kept {
        account: row.id(0)?,
        post: row.id(1)?,
        organisation: row.id(2)?,
        names: row.flag(3)?,
        ended: row.time_opt(4)?.is_some(),
    })
}

/// So many letters of chance.
pub(crate) fn letters(entropy: &mut dyn Entropy, count: usize) -> String {
    let mut bytes = vec![0; count];
    entropy.fill(&mut bytes);
    let letter = |byte: &u8| LETTERS.get(usize::from(*byte % 32)).copied().map_or('a', char::from);
    bytes.iter().map(letter).collect()
}

/// A secret as it is shown: groups of four.
pub(crate) fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a secret: a keyed hash. 120 bits of chance need no slow one.
pub(crate) fn secret_tag(tx: &Tx, user: &str, secret: &str) -> Vec<u8> {
    let plain: String = secret
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    lookup_tag(&tx.context.keys, "field-device", &format!("{user}:{plain}"))
}

impl Node {
    /// Who is at a device that shows this name and secret. `source` tells one network address from another.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for a wrong name or secret, an ended device or an account that may not act; [`Error::TooMany`].
    pub async fn device(&self, user: &str, secret: &str, source: &[u8]) -> Result<Device> {
        let (user, secret, from) = (user.to_owned(), secret.to_owned(), source.to_vec());
        let found = self
            .db()
            .read(move |tx| Box::pin(async move { find(tx, &user, &secret, &from).await }))
            .await?
            .filter(|(device, _)| !device.ended);
        let Some((device, seen_at)) = found else {
            self.note_wrong(source.to_vec()).await?;
            return Err(Error::NotSignedIn);
        };
        let now = self.now();
        if seen_at.is_none_or(|at| now.millis() - at.millis() >= SEEN_EVERY) {
            self.note_seen(device.id, now).await?;
        }
        Ok(device)
    }

    /// As [`device`](Self::device), for what a device had stored up: an ended device and one whose user may no longer act are known
    /// still, so that nothing is lost; they may read nothing.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for a wrong name or secret; [`Error::TooMany`].
    pub async fn device_of_queue(&self, user: &str, secret: &str, source: &[u8]) -> Result<Device> {
        let (user, secret, from) = (user.to_owned(), secret.to_owned(), source.to_vec());
        let found = self
            .db()
            .read(move |tx| {
                Box::pin(async move {
                    match find(tx, &user, &secret, &from).await? {
                        None => find_again(tx, &user, &secret).await,
                        found => Ok(found),
                    }
                })
            })
            .await?;
        match found {
            Some((device, _)) => Ok(device),
            None => {
                self.note_wrong(source.to_vec()).await?;
                Err(Error::NotSignedIn)
            }
        }
    }

    async fn note_wrong(&self, source: Vec<u8>) -> Result<()> {
        self.db()
            .write(move |tx: &mut Tx| {
                let source = source.clone();
                Box::pin(async move { (Verdict::Keep, attempts::add(tx, &WRONG, &source).await) })
            })
            .await
    }

    async fn note_seen(&self, device: Id, now: Timestamp) -> Result<()> {
        self.db()
            .write(move |tx: &mut Tx| {
                Box::pin(async move {
                    let sql = "update field_device set seen_at = $2 where id = $1";
                    (Verdict::Keep, tx.run(sql, &[device.into(), now.into()]).await.map(drop))
                })
            })
            .await
    }
}

/// A telephone that came back under another name, since this node had forgotten it.
async fn find_again(tx: &mut Tx, user: &str, secret: &str) -> Result<Option<(Device, Option<Timestamp>)>> {
    let tag = secret_tag(tx, user, secret);
    let Some(id) = now_as(tx, &tag).await? else { return Ok(None) };
    let sql = "select id, account_id, post_id, organisation_id, secret_tag, seen_at, ended_at, names from field_device
               where id = $1";
    match tx.row(sql, &[id.into()]).await? {
        Some(row) => read(tx, &row).await.map(Some),
        None => Ok(None),
    }
}

async fn find(
    tx: &mut Tx,
    user: &str,
    secret: &str,
    source: &[u8],
) -> Result<Option<(Device, Option<Timestamp>)>> {
    if attempts::count(tx, &WRONG, source).await? >= WRONG.most {
        return Err(Error::TooMany(WRONG.wait(tx.now)));
    }
    let row = tx
        .row(
            "select id, account_id, post_id, organisation_id, secret_tag, seen_at, ended_at, names from field_device
             where user_name = $1",
            &[user.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    if !seal::same(&secret_tag(tx, user, secret), &row.bytes(4)?) {
        return Ok(None);
    }
    read(tx, &row).await.map(Some)
}

async fn read(tx: &mut Tx, row: &Row) -> Result<(Device, Option<Timestamp>)> {
    let account = accounts::by_id(tx, row.id(1)?).await?;
    let ended = row.time_opt(6)?.is_some() || !account.is_active();
    let post = row.id(2)?;
    let actor = load::staff(tx, account.id, None, account.lang, Origin::Offline).await?.at_post(post);
    let device = Device {
        id: row.id(0)?,
        actor,
        post,
        organisation: row.id(3)?,
        lang: account.lang,
        ended,
        names: row.flag(7)?,
    };
    Ok((device, row.time_opt(5)?))
}
