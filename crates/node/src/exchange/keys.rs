//! Keys of the members on this node.

use model::{Id, Timestamp};
use seal::exchange::{Code, Hash, MemberId, SealingKey};
use seal::witness::WitnessVerifier;
use seal::{Place, SigningKey};
use serde::{Deserialize, Serialize};

use crate::db::Tx;
use crate::error::{Error, Result};

/// How long a signing key is used: a year and a month, so that the next one overlaps.
pub(crate) const SIGNING_LIFE: i64 = 396 * model::time::DAY;
/// How long new envelopes are sealed to a sealing key: a quarter and a month.
pub(crate) const SEALING_LIFE: i64 = 122 * model::time::DAY;

/// The public half of what a member enrols with: this goes into the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnKeys {
    /// The member.
    pub member: MemberId,
    /// Its signing key, 64 hexadecimal digits.
    pub signing: Hash,
    /// Name of its sealing key.
    pub kid: Code,
    /// Its sealing key.
    pub sealing: Hash,
    /// From when they are valid (ms since 1970, UTC).
    pub from: i64,
    /// Until when it signs.
    pub signing_until: i64,
    /// Until when new envelopes may be sealed to it.
    pub sealing_until: i64,
    /// With which its node signs checkpoints of the journal.
    pub log: Hash,
    /// With which it countersigns those of others: a verifier key of signed notes.
    pub witness: String,
}

/// A member of this node that takes part in the exchange.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    pub(crate) organisation: Id,
    pub(crate) member: MemberId,
}

fn place(row: &str) -> Place<'_> {
    Place { table: "exchange_key", row, column: "secret" }
}

async fn secret(tx: &mut Tx, organisation: Id, id: &str, sealed: &[u8]) -> Result<[u8; 32]> {
    let key = tx.member_key(organisation).await?.subkey("exchange");
    let bytes = seal::open(&key, place(id), sealed)?;
    bytes.as_slice().try_into().map_err(|_| Error::Sealed)
}

/// Makes a key pair and keeps it.
async fn keep(
    tx: &mut Tx,
    organisation: Id,
    (key_use, kid): (&'static str, &str),
    (public, secret): ([u8; 32], &[u8; 32]),
    until: i64,
) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now);
    let row = id.to_string();
    let key = tx.member_key(organisation).await?.subkey("exchange");
    let sealed = seal::seal(&key, place(&row), secret, &mut *tx.entropy);
    tx.run(
        "insert into exchange_key (id, organisation_id, key_use, kid, public_key, secret, from_at, until_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            id.into(),
            organisation.into(),
            key_use.into(),
            kid.into(),
            public.to_vec().into(),
            sealed.into(),
            now.into(),
            now.plus(until).into(),
        ],
    )
    .await?;
    Ok(())
}

/// New keys of a member.
pub(crate) async fn make(tx: &mut Tx, own: &Own) -> Result<OwnKeys> {
    let signing = SigningKey::generate(&mut *tx.entropy);
    let public = signing.verifying_key().to_bytes();
    keep(tx, own.organisation, ("signing", "sign"), (public, signing.expose_bytes()), SIGNING_LIFE).await?;
    let sealing = SealingKey::generate(&mut *tx.entropy);
    let sealing_public = sealing.public()?.to_bytes();
    let kid: String = seal::to_hex(&seal::sha256(&sealing_public)).chars().take(12).collect();
    let bytes = (sealing_public, sealing.expose_bytes());
    keep(tx, own.organisation, ("sealing", &kid), bytes, SEALING_LIFE).await?;
    let witness = make_witness(tx, own).await?;
    let (now, log) = (tx.now, tx.context.keys.signing.verifying_key().to_bytes());
    Ok(OwnKeys {
        member: own.member.clone(),
        signing: Hash(public),
        kid: Code::try_from(kid).map_err(|_| Error::Sealed)?,
        sealing: Hash(sealing_public),
        from: now.millis(),
        signing_until: now.plus(SIGNING_LIFE).millis(),
        sealing_until: now.plus(SEALING_LIFE).millis(),
        log: Hash(log),
        witness,
    })
}

/// How long a witness's key is used. It signs nothing but what everybody may see, and whoever knows it believes what it signed.
const WITNESS_LIFE: i64 = 3660 * model::time::DAY;

/// The witness's key of a member, made when there is none; answers the public side.
async fn make_witness(tx: &mut Tx, own: &Own) -> Result<String> {
    let key = match witness(tx, own.organisation).await? {
        Some(key) => key,
        None => {
            let key = SigningKey::generate(&mut *tx.entropy);
            let bytes = (key.verifying_key().to_bytes(), key.expose_bytes());
            keep(tx, own.organisation, ("witness", "witness"), bytes, WITNESS_LIFE).await?;
            key
        }
    };
    let verifier = WitnessVerifier::new(own.member.as_str(), key.verifying_key());
    verifier.map(|verifier| verifier.to_string()).map_err(|_| Error::Sealed)
}

/// The key with which a member countersigns checkpoints.
pub(crate) async fn witness(tx: &mut Tx, organisation: Id) -> Result<Option<SigningKey>> {
    let row = tx
        .row(
            "select id, secret from exchange_key where organisation_id = $1 and key_use = 'witness'
             order by from_at desc, id desc limit 1",
            &[organisation.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SigningKey::from_bytes(&secret(tx, organisation, &row.text(0)?, &row.bytes(1)?).await?)))
}

/// The signing key of a member: the newest that is valid.
pub(crate) async fn signing(tx: &mut Tx, organisation: Id) -> Result<SigningKey> {
    let now = tx.now;
    signing_at(tx, organisation, now).await
}

/// The signing key that a member had at an instant: what is dated then is signed with it.
pub(crate) async fn signing_at(tx: &mut Tx, organisation: Id, at: Timestamp) -> Result<SigningKey> {
    let row = tx
        .row(
            "select id, secret from exchange_key where organisation_id = $1 and key_use = 'signing'
               and from_at <= $2 and until_at > $2 order by from_at desc, id desc limit 1",
            &[organisation.into(), at.into()],
        )
        .await?;
    let row = row.ok_or(Error::Refused("no-exchange-keys"))?;
    Ok(SigningKey::from_bytes(&secret(tx, organisation, &row.text(0)?, &row.bytes(1)?).await?))
}

/// One sealing key of a member; old ones open what was sealed before.
pub(crate) async fn sealing(tx: &mut Tx, organisation: Id, kid: &str) -> Result<Option<SealingKey>> {
    let row = tx
        .row(
            "select id, secret from exchange_key where organisation_id = $1 and key_use = 'sealing' and kid = $2
             order by id limit 1",
            &[organisation.into(), kid.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SealingKey::from_bytes(secret(tx, organisation, &row.text(0)?, &row.bytes(1)?).await?)))
}

/// Members of this node that have keys, in the order of their names.
pub(crate) async fn own(tx: &mut Tx) -> Result<Vec<Own>> {
    tx.rows(
        "select o.id, o.member_id from organisation o
         where exists (select 1 from exchange_key k where k.organisation_id = o.id) order by o.member_id",
        &[],
    )
    .await?
    .iter()
    .map(|row| Ok(Own { organisation: row.id(0)?, member: member(&row.text(1)?)? }))
    .collect()
}

/// A member name as it lies in the database.
pub(crate) fn member(text: &str) -> Result<MemberId> {
    text.parse().map_err(|_| Error::Refused("no-such-member"))
}
