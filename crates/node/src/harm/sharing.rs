//! Lists of hashes beyond one node: the owner tells each member it shares a list with what changes in it, readers tell the owner what they think
//! and what they would add or take back. Whoever reads a list does not learn who else does; opinions come by the owner.

use model::kinds::{HashChallenge, HashSubmission};
use model::{Id, Kind, KindMeta, Record, Value};
use seal::exchange::message::{HashDelta, HashSaid, HashWord, HashWordKind, OneHash, OpinionValue};
use seal::exchange::{List, Marking, Message, Text, Uuid};
use signals::{Digest, Opinion};

use super::{answers, challenges, hashes};
use crate::acts::{moves, open_for_node};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, InThread, Outgoing, code};
use crate::exchange::peers;
use crate::store::notification;

const SUBMITTED: &KindMeta = HashSubmission::META;
const CHALLENGED: &KindMeta = HashChallenge::META;
/// Versions with which a list can begin to be shared: each is one envelope.
const MOST_VERSIONS: i64 = 2_000;
/// Hashes of one challenge, each a matter of its own.
const MOST_CHALLENGED: usize = 20;

fn unfit<T>(_: T) -> Error {
    Error::Refused("exchange-text-refused")
}

fn travelling(digests: &[Digest]) -> Result<Vec<OneHash>> {
    digests.iter().map(|digest| Text::try_from(hashes::plain(digest)).map_err(unfit)).collect()
}

/// A list that is kept here, as it is told.
struct Kept {
    id: Id,
    organisation: Id,
    name: String,
    role: String,
    version: i64,
}

async fn kept(tx: &mut Tx, list: Id) -> Result<Option<Kept>> {
    let row = tx
        .row(
            "select organisation_id, name, role, version from hash_list where id = $1 and shared_id is null",
            &[list.into()],
        )
        .await?;
    row.map(|row| {
        let (organisation, name, role) = (row.id(0)?, row.text(1)?, row.text(2)?);
        Ok(Kept { id: list, organisation, name, role, version: row.int(3)? })
    })
    .transpose()
}

impl Kept {
    /// A delta between two versions, still without content.
    fn delta(&self, from: i64, to: i64) -> Result<HashDelta> {
        let number = |version: i64| u32::try_from(version).map_err(unfit);
        Ok(HashDelta {
            list_id: outbox::uuid(self.id)?,
            name: Text::try_from(self.name.as_str()).map_err(unfit)?,
            role: code(&self.role)?,
            from: number(from)?,
            to: number(to)?,
            provenance: None,
            add: List::default(),
            remove: List::default(),
            said: List::default(),
            ends: false,
        })
    }

    fn changed(&self, version: i64, (add, remove): (&[Digest], &[Digest]), why: &str) -> Result<HashDelta> {
        let mut delta = self.delta(version - 1, version)?;
        delta.add = List::try_from(travelling(add)?).map_err(unfit)?;
        delta.remove = List::try_from(travelling(remove)?).map_err(unfit)?;
        delta.provenance = Some(Text::try_from(why).map_err(unfit)?);
        Ok(delta)
    }
}

pub(super) async fn marking(tx: &mut Tx, organisation: Id, basis: Option<&str>) -> Result<Marking> {
    let mut marking = moves::marking(tx, organisation, None).await?;
    marking.purpose = seal::exchange::Code::try_from("protect_child").into_iter().collect();
    if let Some(basis) = basis {
        marking.legal_basis = Text::try_from(format!("outgoing-basis:{basis}")).map_err(unfit)?;
    }
    Ok(marking)
}

/// A member on another node that gets what changes in a list.
#[derive(Clone)]
struct Share {
    to: Id,
    thread: Option<Uuid>,
    basis: String,
}

/// Queues one message of a conversation about a list; answers the conversation.
async fn queue(
    tx: &mut Tx,
    own: (Id, Id),
    to: Id,
    said: (Message, Option<Uuid>, Option<&str>),
) -> Result<Uuid> {
    Ok(send(tx, own, to, said, None).await?.thread)
}

/// The same, and what it is about.
async fn send(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    to: Id,
    (message, thread, basis): (Message, Option<Uuid>, Option<&str>),
    matter: Option<Id>,
) -> Result<InThread> {
    let out = Outgoing {
        organisation,
        post,
        to: &[to],
        message,
        marking: marking(tx, organisation, basis).await?,
        thread,
        in_reply_to: None,
        derived_from: Vec::new(),
        matter,
        subject: matter,
        urgent: None,
    };
    outbox::queue(tx, out).await
}

fn thread(text: Option<String>) -> Result<Option<Uuid>> {
    text.map(|text| Uuid::try_from(text).map_err(|_| Error::Sealed)).transpose()
}

/// Members on other nodes who get what changes in a list.
async fn shares(tx: &mut Tx, list: Id) -> Result<Vec<Share>> {
    let rows = tx
        .rows(
            "select organisation_id, thread_id, legal_basis from hash_share where list_id = $1 order by organisation_id",
            &[list.into()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(Share { to: row.id(0)?, thread: thread(row.text_opt(1)?)?, basis: row.text(2)? }))
        .collect()
}

/// A list of one's own is shared with a member on another node: everything that ever changed in it goes there, tombstones with it.
pub(crate) async fn share(tx: &mut Tx, list: Id, post: Id, (to, basis): (Id, &str)) -> Result<()> {
    let list = kept(tx, list).await?.ok_or(Error::NotFound)?;
    if list.version > MOST_VERSIONS {
        return Err(Error::Refused("too-much-at-once"));
    }
    let now = tx.now;
    let new = tx
        .run(
            "insert into hash_share (list_id, organisation_id, legal_basis, since_at) values ($1, $2, $3, $4)
             on conflict (list_id, organisation_id) do nothing",
            &[list.id.into(), to.into(), basis.into(), now.into()],
        )
        .await?;
    if new == 0 {
        return Err(Error::Refused("list-shared-already"));
    }
    let rows = tx
        .rows(
            "select number, to_version, content, provenance from hash_delta where list_id = $1 order by number",
            &[list.id.into()],
        )
        .await?;
    let (own, first) = ((list.organisation, post), list.delta(0, 0)?.into());
    let mut within = Some(queue(tx, own, to, (first, None, Some(basis))).await?);
    for row in &rows {
        let number = row.int(0)?;
        let content = hashes::open_sealed(tx, "hash_delta", number, "content", &row.bytes(2)?)?;
        let why = hashes::open_sealed(tx, "hash_delta", number, "provenance", &row.bytes(3)?)?;
        let (add, remove) = hashes::read(&content);
        let delta = list.changed(row.int(1)?, (&add, &remove), &why)?;
        within = Some(queue(tx, own, to, (delta.into(), within, Some(basis))).await?);
    }
    tx.run_one(
        "update hash_share set thread_id = $3 where list_id = $1 and organisation_id = $2",
        &[list.id.into(), to.into(), within.as_deref().map(str::to_owned).into()],
    )
    .await
}

/// The owner shares a list no more: nothing on it counts there from now on.
pub(crate) async fn unshare(tx: &mut Tx, list: Id, post: Id, to: Id) -> Result<()> {
    let list = kept(tx, list).await?.ok_or(Error::NotFound)?;
    let share = shares(tx, list.id).await?.into_iter().find(|share| share.to == to);
    let share = share.ok_or(Error::Refused("list-not-shared"))?;
    let mut delta = list.delta(list.version, list.version)?;
    delta.ends = true;
    tell(tx, (list.organisation, post), share, delta).await?;
    tx.run_one(
        "delete from hash_share where list_id = $1 and organisation_id = $2",
        &[list.id.into(), to.into()],
    )
    .await
}

/// A list that is kept here changed: everybody it is shared with is told, whoever left the network apart.
pub(super) async fn changed(
    tx: &mut Tx,
    list: Id,
    version: i64,
    change: (&[Digest], &[Digest]),
    why: &str,
) -> Result<()> {
    let Some(list) = kept(tx, list).await? else { return Ok(()) };
    let all = shares(tx, list.id).await?;
    if all.is_empty() {
        return Ok(());
    }
    let post = keeper(tx, list.organisation).await?.ok_or(Error::Refused("no-such-post"))?;
    for share in all {
        let delta = list.changed(version, change, why)?;
        reached(tell(tx, (list.organisation, post), share, delta).await)?;
    }
    Ok(())
}

async fn tell(tx: &mut Tx, own: (Id, Id), share: Share, delta: HashDelta) -> Result<Uuid> {
    queue(tx, own, share.to, (delta.into(), share.thread, Some(&share.basis))).await
}

/// Whoever has left the network meanwhile cannot be reached any more, and holds up nobody else.
fn reached(sent: Result<Uuid>) -> Result<()> {
    match sent {
        Ok(_) | Err(Error::Refused("peer-not-active" | "peer-takes-no-such-kind")) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The post that keeps lists for an organisation.
pub(crate) async fn keeper(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    answers::receiver(tx, organisation).await
}

/// Somebody here thinks something of a hash: the owners of the lists on which it stands hear of it, and by those who keep one here the others.
pub(super) async fn thinks(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    lists: &[Id],
    (digest, opinion): (&Digest, Opinion),
    reason: &str,
) -> Result<()> {
    for list in lists {
        if kept(tx, *list).await?.is_some() {
            relay(tx, *list, organisation, &[(*digest, opinion)]).await?;
            continue;
        }
        let word = match opinion {
            Opinion::NegativeClass => HashWordKind::No,
            Opinion::InvestigationSeed => HashWordKind::Seed,
            Opinion::PositiveClass => HashWordKind::Yes,
        };
        let reason = if reason.trim().is_empty() { "-" } else { reason };
        let said = tell_owner(tx, (organisation, post), *list, (word, &[*digest], reason)).await;
        match said {
            Ok(()) | Err(Error::NotFound | Error::Refused("peer-not-active" | "peer-takes-no-such-kind")) => {
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The owner of a list tells everybody it is shared with what a member thinks, that member apart.
pub(crate) async fn relay(tx: &mut Tx, list: Id, by: Id, thinks: &[(Digest, Opinion)]) -> Result<()> {
    let Some(list) = kept(tx, list).await? else { return Ok(()) };
    let all = shares(tx, list.id).await?;
    if all.is_empty() {
        return Ok(());
    }
    let post = keeper(tx, list.organisation).await?.ok_or(Error::Refused("no-such-post"))?;
    let member = peers::member_id(tx, by).await?;
    for share in all.into_iter().filter(|share| share.to != by) {
        let mut delta = list.delta(list.version, list.version)?;
        let said = |(digest, opinion): &(Digest, Opinion)| {
            let hash = Text::try_from(hashes::plain(digest)).map_err(unfit)?;
            let value = OpinionValue::try_from(opinion.number()).map_err(unfit)?;
            Ok(HashSaid { hash, by: member.clone(), value })
        };
        let said: Result<Vec<HashSaid>> = thinks.iter().map(said).collect();
        delta.said = List::try_from(said?).map_err(unfit)?;
        reached(tell(tx, (list.organisation, post), share, delta).await)?;
    }
    Ok(())
}

/// A reader's word to the owner of a list, here or on another node.
pub(crate) async fn tell_owner(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    list: Id,
    (word, digests, reason): (HashWordKind, &[Digest], &str),
) -> Result<()> {
    let row = tx
        .row(
            "select l.organisation_id, l.shared_id, l.name from hash_list l where l.id = $1 and (l.shared_id is null
               or exists (select 1 from hash_access a where a.list_id = l.id and a.organisation_id = $2))",
            &[list.into(), organisation.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let (owner, shared, name) = (row.id(0)?, row.text_opt(1)?, row.text(2)?);
    if owner == organisation {
        return Err(Error::Refused("own-list"));
    }
    let list = Told { owner, shared, name };
    match word {
        HashWordKind::Challenge => {
            for digest in digests {
                let one = std::slice::from_ref(digest);
                challenges::raise(tx, (organisation, post), &list, (word, one, reason)).await?;
            }
            Ok(())
        }
        HashWordKind::Submit => {
            challenges::raise(tx, (organisation, post), &list, (word, digests, reason)).await
        }
        _ => list.word(tx, (organisation, post), (word, digests, reason), None).await.map(drop),
    }
}

/// A list of somebody else, to whom something is said about it.
pub(super) struct Told {
    pub(super) owner: Id,
    /// The owner's number of it, where the owner lives on another node.
    shared: Option<String>,
    pub(super) name: String,
}

/// Where a word went.
pub(super) enum Went {
    /// To another node.
    There(InThread),
    /// Before whoever keeps the list on this node: what was laid before them.
    Here(Vec<Id>),
}

impl Told {
    /// Says something about the list to its owner.
    pub(super) async fn word(
        &self,
        tx: &mut Tx,
        (organisation, post): (Id, Id),
        (word, digests, reason): (HashWordKind, &[Digest], &str),
        raised: Option<Id>,
    ) -> Result<Went> {
        let Some(number) = &self.shared else {
            let from = tx.row("select name from organisation where id = $1", &[organisation.into()]).await?;
            let from = from.ok_or(Error::NotFound)?.text(0)?;
            let laid = lay(tx, (self.owner, &self.name), &from, (word, digests, reason)).await?;
            return laid.map(Went::Here).ok_or(Error::Refused("no-such-post"));
        };
        let said = HashWord {
            list_id: Uuid::try_from(number.clone()).map_err(|_| Error::Sealed)?,
            word,
            hashes: List::try_from(travelling(digests)?).map_err(|_| Error::Refused("too-much-at-once"))?,
            reason: Text::try_from(reason).map_err(unfit)?,
            challenge_id: raised.map(outbox::uuid).transpose()?,
        };
        send(tx, (organisation, post), self.owner, (said.into(), None, None), raised).await.map(Went::There)
    }
}

/// Lays a proposal or a challenge before whoever keeps the lists; nothing where nobody does.
pub(crate) async fn lay(
    tx: &mut Tx,
    (owner, list): (Id, &str),
    from: &str,
    (word, digests, reason): (HashWordKind, &[Digest], &str),
) -> Result<Option<Vec<Id>>> {
    let Some(post) = keeper(tx, owner).await? else { return Ok(None) };
    let mut laid = Vec::new();
    if word == HashWordKind::Submit {
        let all: Vec<String> = digests.iter().map(hashes::plain).collect();
        let mut record = Record::empty(SUBMITTED);
        record.set(SUBMITTED, "list", Value::from(list));
        record.set(SUBMITTED, "from_member", Value::from(from));
        record.set(SUBMITTED, "hashes", Value::from(all.join("\n")));
        record.set(SUBMITTED, "provenance", Value::from(reason));
        let id = open_for_node(tx, SUBMITTED, (owner, post), None, &record).await?;
        notification::tell(tx, post, SUBMITTED.slug, Some(id)).await?;
        laid.push(id);
    }
    let challenged = if word == HashWordKind::Challenge { digests } else { &[] };
    for digest in challenged.iter().take(MOST_CHALLENGED) {
        let mut record = Record::empty(CHALLENGED);
        record.set(CHALLENGED, "list", Value::from(list));
        record.set(CHALLENGED, "hash_kind", Value::from(digest.kind().code()));
        record.set(CHALLENGED, "hash", Value::from(digest.digits()));
        record.set(CHALLENGED, "raised_by", Value::from(from.chars().take(160).collect::<String>()));
        record.set(CHALLENGED, "grounds", Value::from(reason));
        let id = open_for_node(tx, CHALLENGED, (owner, post), None, &record).await?;
        notification::tell(tx, post, CHALLENGED.slug, Some(id)).await?;
        laid.push(id);
    }
    Ok(Some(laid))
}
