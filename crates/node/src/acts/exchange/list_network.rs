//! `list-network`: who belongs to the network, whether they can be reached, and who watches over this node's journal.

use model::{Id, Timestamp};
use seal::exchange::{Directory, ListedMember, MemberStatus};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::{directory, keys, witness};
use crate::journal;

/// Looks at the network.
pub struct ListNetwork;

/// The network as this node knows it.
#[derive(Debug, Clone, Serialize)]
pub struct Network {
    /// Its name.
    pub network: String,
    /// Version of the directory in use.
    pub version: u64,
    /// Until when it is valid.
    pub valid_until: Timestamp,
    /// How many of how many operators sign a version.
    pub operators: (usize, usize),
    /// Its members, in the order of their names on the wire.
    pub members: Vec<MemberRow>,
    /// Who countersigns this node's journal.
    pub witnesses: Vec<WitnessRow>,
    /// This node's journal.
    pub journal: JournalRow,
    /// Journals of others that this node saw as a witness: name, entries, when.
    pub seen: Vec<(String, i64, Timestamp)>,
    /// Journals that showed two faces.
    pub faces: Vec<(String, String, Timestamp)>,
    /// The two holders of the matching keys, with their epoch.
    pub guardians: Vec<(String, String)>,
    /// Versions of the directory that were adopted, newest first: number, when, until when valid.
    pub versions: Vec<(i64, Timestamp, Timestamp)>,
}

/// One member.
#[derive(Debug, Clone, Serialize)]
pub struct MemberRow {
    /// Its name on the wire.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// `here`, `active`, `suspended`, `withdrawn`, `revoked`.
    pub state: &'static str,
    /// Whether others can call its node; otherwise it comes for its messages.
    pub reachable: bool,
    /// Kinds of messages that it takes.
    pub kinds: Vec<String>,
    /// Until when messages can be sealed to it.
    pub sealing_until: Option<Timestamp>,
    /// Messages of the reader's organisation that are on their way to it.
    pub waiting: i64,
    /// Since when the oldest of them waits.
    pub waiting_since: Option<Timestamp>,
    /// When something signed by it last came here.
    pub heard_at: Option<Timestamp>,
}

/// One witness.
#[derive(Debug, Clone, Serialize)]
pub struct WitnessRow {
    /// The member.
    pub member: String,
    /// Its name for people.
    pub name: String,
    /// Entries of this node's journal that it has countersigned.
    pub size: i64,
    /// When it did so last.
    pub signed_at: Option<Timestamp>,
    /// Why it did not sign last time: `ahead`, `refused`.
    pub trouble: Option<String>,
}

/// How far this node's journal is countersigned.
#[derive(Debug, Clone, Serialize)]
pub struct JournalRow {
    /// Entries in the tree.
    pub size: u64,
    /// Entries that enough witnesses have seen.
    pub cosigned: i64,
    /// When they were shown to them.
    pub cosigned_at: Option<Timestamp>,
    /// How many witnesses are enough.
    pub needed: i64,
}

#[async_trait::async_trait]
impl Act for ListNetwork {
    type Facts = Timestamp;
    type Output = Network;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-network"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "exchange", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Network> {
        let organisation = permit.organisation()?;
        let directory = directory::required(tx).await?;
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(organisation);
        let mut members = Vec::with_capacity(directory.members.len());
        for listed in &directory.members {
            members.push(member(tx, &directory, listed, organisation).await?);
        }
        members.sort_by(|one, other| one.id.cmp(&other.id));
        let guardians = directory.guardians.iter();
        Ok(Network {
            network: directory.network.to_string(),
            version: directory.version,
            valid_until: Timestamp::from_millis(directory.valid_until),
            operators: (directory.threshold.into(), directory.operators.len()),
            members,
            witnesses: witnesses(tx, &directory).await?,
            journal: own_journal(tx, &directory).await?,
            seen: seen(tx).await?,
            faces: faces(tx).await?,
            guardians: guardians.map(|one| (one.member.to_string(), one.epoch.to_string())).collect(),
            versions: versions(tx).await?,
        })
    }
}

async fn member(
    tx: &mut Tx,
    directory: &Directory,
    listed: &ListedMember,
    organisation: Id,
) -> Result<MemberRow> {
    let (id, now) = (listed.id.as_str(), tx.now.millis());
    let here = keys::own(tx).await?.iter().any(|own| own.member == listed.id);
    let state = match listed.status {
        _ if directory.member_revoked(&listed.id, now) => "revoked",
        MemberStatus::Suspended => "suspended",
        MemberStatus::Withdrawn => "withdrawn",
        MemberStatus::Active if here => "here",
        MemberStatus::Active => "active",
    };
    let waiting = tx
        .row(
            "select count(*), min(s.created_at) from exchange_outbox o join exchange_sent s on s.eid = o.eid
             where o.to_member = $1 and s.organisation_id = $2
               and o.state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry')",
            &[id.into(), organisation.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let heard = tx
        .row(
            "select max(at) from (
               select max(taken_at) as at from exchange_receipt where by_member = $1
               union all select max(received_at) as at from exchange_inbox where from_member = $1) heard",
            &[id.into()],
        )
        .await?;
    let until = listed.sealing.iter().map(|key| key.until).max();
    Ok(MemberRow {
        id: id.to_owned(),
        name: listed.name.to_string(),
        state,
        reachable: listed.endpoint.is_some(),
        kinds: listed.kinds.iter().map(|kind| (**kind).to_owned()).collect(),
        sealing_until: until.map(Timestamp::from_millis),
        waiting: waiting.int(0)?,
        waiting_since: waiting.time_opt(1)?,
        heard_at: heard.map(|row| row.time_opt(0)).transpose()?.flatten(),
    })
}

async fn witnesses(tx: &mut Tx, directory: &Directory) -> Result<Vec<WitnessRow>> {
    let mut found = Vec::new();
    for (witness, _) in witness::others(tx, directory).await? {
        let row = tx
            .row(
                "select size, signed_at, trouble from exchange_witness where member_id = $1",
                &[witness.as_str().into()],
            )
            .await?;
        let name = directory.member(&witness).map(|listed| listed.name.to_string()).unwrap_or_default();
        let (size, signed_at, trouble) = match row {
            Some(row) => (row.int(0)?, row.time_opt(1)?, row.text_opt(2)?),
            None => (0, None, None),
        };
        found.push(WitnessRow { member: witness.to_string(), name, size, signed_at, trouble });
    }
    Ok(found)
}

async fn own_journal(tx: &mut Tx, directory: &Directory) -> Result<JournalRow> {
    let needed = witness::needed(directory);
    let cosigned = witness::newest_cosigned(tx, needed).await?;
    Ok(JournalRow {
        size: journal::latest(tx).await?.map_or(0, |(checkpoint, _)| checkpoint.size()),
        cosigned: cosigned.as_ref().map_or(0, |one| one.size),
        cosigned_at: cosigned.map(|one| one.at),
        needed,
    })
}

async fn seen(tx: &mut Tx) -> Result<Vec<(String, i64, Timestamp)>> {
    let rows = tx.rows("select origin, size, at from exchange_head order by origin", &[]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?, row.time(2)?))).collect()
}

async fn faces(tx: &mut Tx) -> Result<Vec<(String, String, Timestamp)>> {
    let rows =
        tx.rows("select origin, why, at from exchange_two_faces order by at desc, id limit 20", &[]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.time(2)?))).collect()
}

async fn versions(tx: &mut Tx) -> Result<Vec<(i64, Timestamp, Timestamp)>> {
    let rows = tx
        .rows(
            "select version, adopted_at, valid_until from exchange_directory order by version desc, network limit 20",
            &[],
        )
        .await?;
    rows.iter().map(|row| Ok((row.int(0)?, row.time(1)?, row.time(2)?))).collect()
}
