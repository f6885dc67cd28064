//! `view-directory`: the signed directory as operators read it: members, keys, pins, witnesses, guardians, and what waits.

use model::{Id, Timestamp};
use seal::exchange::{Directory, Hash, ListedMember, MemberStatus};
use serde::Serialize;

use super::propose_directory::place;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::exchange::{bytes, directory};

/// Looks at the directory.
#[derive(Debug, Clone, Copy)]
pub struct ViewDirectory;

/// The directory in use.
#[derive(Debug, Clone, Serialize)]
pub struct DirectoryShown {
    /// The network.
    pub network: String,
    /// The version in use.
    pub version: u64,
    /// From when and until when it is valid.
    pub valid: (Timestamp, Timestamp),
    /// Fingerprint of the anchor of the next version.
    pub fingerprint: String,
    /// Keys of the operators.
    pub operators: Vec<String>,
    /// How many of them sign.
    pub threshold: u8,
    /// Members, by their names on the wire.
    pub members: Vec<ListedShown>,
    /// Guardians of matching keys: member, epoch, tokens in a day.
    pub guardians: Vec<(String, String, u32)>,
    /// Witnesses: member, verifier key.
    pub witnesses: Vec<(String, String)>,
    /// What must not be trusted: key or member, from when, why.
    pub revoked: Vec<(String, Timestamp, String)>,
    /// Changes that wait for signatures, and the last that were adopted; newest first.
    pub changes: Vec<ChangeShown>,
    /// Whether the reader may lay out and sign changes.
    pub may_operate: bool,
}

/// One member as it is listed.
#[derive(Debug, Clone, Serialize)]
pub struct ListedShown {
    /// Its name on the wire.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// `active`, `suspended`, `withdrawn`, `revoked`.
    pub state: &'static str,
    /// Fingerprint of its newest signing key, to be compared by voice.
    pub fingerprint: String,
    /// Signing keys: key, until when, whether revoked.
    pub signing: Vec<(String, Timestamp, bool)>,
    /// Sealing keys: name, until when.
    pub sealing: Vec<(String, Timestamp)>,
    /// `host:port`, if others can call it.
    pub endpoint: Option<String>,
    /// SHA-256 of the certificates of its node.
    pub tls: Vec<String>,
}

/// One change.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeShown {
    /// Its id.
    pub id: Id,
    /// The version that it would be.
    pub version: i64,
    /// What it does, as in [`ProposeDirectory`](super::ProposeDirectory).
    pub what: String,
    /// Whom it is about.
    pub member: Option<String>,
    /// Whether one signature is enough for a day.
    pub urgent: bool,
    /// When it was laid out.
    pub proposed_at: Timestamp,
    /// `waits`, `adopted`, `passed` when another version came first.
    pub state: &'static str,
    /// Signatures so far.
    pub signatures: i64,
    /// Whether the reader has signed it.
    pub mine: bool,
    /// SHA-256 of its bytes, which both operators compare.
    pub digest: Option<String>,
}

#[async_trait::async_trait]
impl Act for ViewDirectory {
    type Facts = Timestamp;
    type Output = DirectoryShown;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-directory"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "view", "directory", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<DirectoryShown> {
        let (organisation, now) = (permit.organisation()?, tx.now);
        let known = directory::required(tx).await?;
        tx.trace.kind = Some("directory");
        let may_operate = access::holds_right(permit.actor(), "operate", "directory", now).allows();
        let account = permit.actor().account();
        let mut members: Vec<ListedShown> =
            known.members.iter().map(|one| listed(&known, one, now.millis())).collect();
        members.sort_by(|one, other| one.id.cmp(&other.id));
        let name = |key: &Hash| key.to_string();
        Ok(DirectoryShown {
            network: known.network.to_string(),
            version: known.version,
            valid: (Timestamp::from_millis(known.valid_from), Timestamp::from_millis(known.valid_until)),
            fingerprint: known.anchor().fingerprint(),
            operators: known.operators.iter().map(name).collect(),
            threshold: known.threshold,
            members,
            guardians: known
                .guardians
                .iter()
                .map(|one| (one.member.to_string(), one.epoch.to_string(), one.budget))
                .collect(),
            witnesses: known
                .witnesses
                .iter()
                .map(|one| (one.member.to_string(), one.verifier.to_string()))
                .collect(),
            revoked: known
                .revoked
                .iter()
                .map(|one| {
                    let what = one.member.as_ref().map(ToString::to_string);
                    let what = what.or_else(|| one.key.as_ref().map(name)).unwrap_or_default();
                    (what, Timestamp::from_millis(one.at), one.reason.to_string())
                })
                .collect(),
            changes: changes(tx, organisation, account, &known).await?,
            may_operate,
        })
    }
}

fn listed(known: &Directory, one: &ListedMember, now: i64) -> ListedShown {
    let state = match one.status {
        _ if known.member_revoked(&one.id, now) => "revoked",
        MemberStatus::Active => "active",
        MemberStatus::Suspended => "suspended",
        MemberStatus::Withdrawn => "withdrawn",
    };
    let until = Timestamp::from_millis;
    ListedShown {
        id: one.id.to_string(),
        name: one.name.to_string(),
        state,
        fingerprint: one.fingerprint(),
        signing: one
            .signing
            .iter()
            .map(|key| (key.key.to_string(), until(key.until), known.key_revoked(&key.key, now)))
            .collect(),
        sealing: one.sealing.iter().map(|key| (key.kid.to_string(), until(key.until))).collect(),
        endpoint: one.endpoint.clone().map(String::from),
        tls: one.tls.iter().map(ToString::to_string).collect(),
    }
}

async fn changes(
    tx: &mut Tx,
    organisation: Id,
    account: Option<Id>,
    known: &Directory,
) -> Result<Vec<ChangeShown>> {
    let rows = tx
        .rows(
            "select c.id, c.version, c.what, c.member_id, c.urgent, c.proposed_at, c.adopted_at,
               (select count(*) from directory_signature s where s.change_id = c.id),
               (select count(*) from directory_signature s where s.change_id = c.id and s.account_id = $2)
             from directory_change c where c.organisation_id = $1 order by c.proposed_at desc, c.id desc limit 20",
            &[organisation.into(), account.into()],
        )
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let (id, version) = (row.id(0)?, row.int(1)?);
        let state = match row.time_opt(6)? {
            Some(_) => "adopted",
            None if u64::try_from(version).ok() == Some(known.version.saturating_add(1)) => "waits",
            None => "passed",
        };
        let digest = match state {
            "waits" => bytes::load(tx, &place(id)).await?.map(|payload| Hash::of(&payload).to_string()),
            _ => None,
        };
        found.push(ChangeShown {
            id,
            version,
            what: row.text(2)?,
            member: row.text_opt(3)?,
            urgent: row.flag(4)?,
            proposed_at: row.time(5)?,
            state,
            signatures: row.int(7)?,
            mine: row.int(8)? > 0,
            digest,
        });
    }
    Ok(found)
}
