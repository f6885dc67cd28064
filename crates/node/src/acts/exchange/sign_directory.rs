//! `sign-directory`: an operator signs the next version. When enough different people with different keys did, it is in use.

use model::{Id, Timestamp};
use seal::exchange::{Bytes, DIRECTORY_TYPE, Dsse, Hash, Signature};
use seal::{SigningKey, VerifyingKey};

use super::adopt_directory::adopt;
use super::propose_directory::place;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::{bytes, directory};

/// Adds a signature.
pub struct SignDirectory {
    /// The change.
    pub change: Id,
    /// The draft with the signature of one operator. The key itself never comes here.
    pub signed: Dsse,
}

impl SignDirectory {
    /// From the draft as an operator signed it elsewhere.
    ///
    /// # Errors
    /// [`Error::Refused`] `not-this-directory` for what is no signed directory.
    pub fn brought(change: Id, signed: &[u8]) -> Result<Self> {
        let signed = Dsse::parse_directory(signed).map_err(|_| Error::Refused("not-this-directory"))?;
        Ok(Self { change, signed })
    }

    /// Signs the draft with an operator's key as its file has it. The key is used here and kept nowhere.
    ///
    /// # Errors
    /// [`Error::Refused`] `not-an-operator-key` for what is no key.
    pub fn with_key(change: Id, draft: Vec<u8>, key: &str) -> Result<Self> {
        let seed: Option<[u8; 32]> = seal::from_hex(key.trim()).ok().and_then(|seed| seed.try_into().ok());
        let key = SigningKey::from_bytes(&seed.ok_or(Error::Refused("not-an-operator-key"))?);
        Ok(Self { change, signed: Dsse::sign(DIRECTORY_TYPE, draft, &[&key]) })
    }
}

/// How far it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectorySigned {
    /// Signatures so far.
    pub signatures: usize,
    /// How many are needed.
    pub needed: usize,
    /// Whether it is in use by now.
    pub adopted: bool,
}

#[async_trait::async_trait]
impl Act for SignDirectory {
    type Facts = Timestamp;
    type Output = DirectorySigned;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "sign-directory"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "operate", "directory", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<DirectorySigned> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        let by = permit.actor().account().ok_or(Error::Refused("no-such-post"))?;
        tx.trace.kind = Some("directory");
        tx.trace.subject = Some(act.change);
        let row = tx
            .row(
                "select version, urgent from directory_change where id = $1 and organisation_id = $2 and adopted_at is null",
                &[act.change.into(), organisation.into()],
            )
            .await?
            .ok_or(Error::NotFound)?;
        let (version, urgent) = (row.int(0)?, row.flag(1)?);
        let known = directory::required(tx).await?;
        if u64::try_from(version).ok() != Some(known.version.saturating_add(1)) {
            // Another version came first: this one says what held before it.
            return Err(Error::Refused("directory-moved-on"));
        }
        let payload = bytes::load(tx, &place(act.change)).await?.ok_or(Error::Sealed)?;
        if act.signed.payload.0 != payload {
            return Err(Error::Refused("not-this-directory"));
        }
        let operators: Vec<VerifyingKey> =
            known.operators.iter().filter_map(|key| VerifyingKey::from_bytes(&key.0).ok()).collect();
        let signers = act.signed.signers(DIRECTORY_TYPE, &operators).unwrap_or_default();
        let [key] = signers.as_slice() else { return Err(Error::Refused("not-an-operator-key")) };
        keep(tx, act, (by, key)).await?;
        let document = gathered(tx, act.change, payload).await?;
        let (signatures, needed) = (document.signatures.len(), usize::from(known.threshold));
        let adopted = signatures >= needed || urgent;
        if adopted {
            adopt(tx, &document).await?;
            let now = tx.now;
            tx.run_one(
                "update directory_change set adopted_at = $2 where id = $1",
                &[act.change.into(), now.into()],
            )
            .await?;
        }
        Ok(DirectorySigned { signatures, needed, adopted })
    }
}

/// Keeps one signature. Two of them need two people and two keys.
async fn keep(tx: &mut Tx, act: &SignDirectory, (by, key): (Id, &VerifyingKey)) -> Result<()> {
    let holds = |one: &&Signature| {
        let alone = Dsse { signatures: vec![(*one).clone()], ..act.signed.clone() };
        alone.signers(DIRECTORY_TYPE, &[*key]).is_ok_and(|found| !found.is_empty())
    };
    let signature = act.signed.signatures.iter().find(holds).ok_or(Error::Refused("not-an-operator-key"))?;
    let (name, now) = (Hash(key.to_bytes()).to_string(), tx.now);
    let before = tx
        .row(
            "select 1 from directory_signature where change_id = $1 and (operator_key = $2 or account_id = $3)",
            &[act.change.into(), name.as_str().into(), by.into()],
        )
        .await?;
    if before.is_some() {
        return Err(Error::Refused("four-eyes"));
    }
    tx.run(
        "insert into directory_signature (change_id, operator_key, account_id, signature, at) values ($1, $2, $3, $4, $5)",
        &[act.change.into(), name.into(), by.into(), signature.sig.0.clone().into(), now.into()],
    )
    .await
    .map(drop)
}

/// The draft with all its signatures.
async fn gathered(tx: &mut Tx, change: Id, payload: Vec<u8>) -> Result<Dsse> {
    let rows = tx
        .rows(
            "select signature from directory_signature where change_id = $1 order by at, operator_key",
            &[change.into()],
        )
        .await?;
    let signature = |row: &crate::db::Row| Ok(Signature { keyid: String::new(), sig: Bytes(row.bytes(0)?) });
    let signatures = rows.iter().map(signature).collect::<Result<_>>()?;
    Ok(Dsse { payload_type: DIRECTORY_TYPE.to_owned(), payload: Bytes(payload), signatures })
}
