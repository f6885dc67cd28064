//! `export-evidence`: everything that proves one exchange to a third party, as one file that `jejaring-verify` checks offline.

use model::{Id, Timestamp};
use seal::evidence::{Bundle, Proven, Revealed};
use seal::exchange::{Bytes, Dsse, Eid, Hash, Payload};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::keys::{self, Own};
use crate::exchange::{bytes, directory};
use crate::harm::feedback::QUIET;

/// Exports the evidence about one envelope that was sent from here or came here.
pub struct ExportEvidence {
    /// Content address of the envelope.
    pub eid: Eid,
    /// Whether the content is revealed. Only who received it can, and nobody can take it back.
    pub reveal: bool,
}

impl ExportEvidence {
    /// For an envelope by its content address as text.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is none.
    pub fn of(eid: &str, reveal: bool) -> Result<Self> {
        eid.parse().map(|eid| Self { eid, reveal }).map_err(|_| Error::NotFound)
    }
}

#[async_trait::async_trait]
impl Act for ExportEvidence {
    type Facts = Timestamp;
    type Output = Bundle;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "export-evidence"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match by_system(actor) {
            Decision::Allow(rule) => Decision::Allow(rule),
            _ => access::holds_right(actor, "prove", "exchange", *now),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Bundle> {
        let act = permit.act();
        let eid = act.eid.to_string();
        let (organisation, created, received) = found(tx, &eid).await?.ok_or(Error::NotFound)?;
        if permit.rule().post.is_some() && permit.organisation()? != organisation {
            return Err(Error::NotFound);
        }
        if permit.rule().post.is_some() && shut(tx, permit.actor(), &eid).await? {
            return Err(Error::NotFound);
        }
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(organisation);
        tx.trace.detail.to = Some(if act.reveal { format!("{eid} content") } else { eid.clone() });
        let envelope = bytes::load(tx, &bytes::signed(&eid)).await?.ok_or(Error::NotFound)?;
        let envelope = Dsse::parse(&envelope).map_err(|_| Error::Sealed)?;
        let (known, before) = of_that_time(tx, created).await?;
        let mut bundle = Bundle::new(known, envelope);
        bundle.before = before;
        bundle.receipts = receipts(tx, &eid, organisation).await?;
        if act.reveal {
            let own = keys::own(tx).await?.into_iter().find(|own| own.organisation == organisation);
            let own = own.filter(|_| received).ok_or(Error::Refused("content-not-here"))?;
            bundle.content = Some(revealed(tx, &own, &bundle.envelope, &eid).await?);
        }
        Ok(bundle)
    }
}

/// Whether an envelope is of a kind whose existence only those may know who may open what it is about.
async fn shut(tx: &mut Tx, actor: &Actor, eid: &str) -> Result<bool> {
    let row = tx
        .row(
            "select kind, subject_id from exchange_sent where eid = $1 and kind = $2
             union all select kind, matter_id from exchange_inbox where eid = $1 and kind = $2",
            &[eid.into(), QUIET.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    match row.id_opt(1)? {
        Some(matter) => Ok(!access::load::closed_to(tx, actor, &[matter]).await?.is_empty()),
        None => Ok(true),
    }
}

/// Whose envelope it is, when it was written, and whether it came from elsewhere.
async fn found(tx: &mut Tx, eid: &str) -> Result<Option<(Id, i64, bool)>> {
    let sent =
        tx.row("select organisation_id, created_at from exchange_sent where eid = $1", &[eid.into()]).await?;
    if let Some(row) = sent {
        return Ok(Some((row.id(0)?, row.int(1)?, false)));
    }
    let came = tx
        .row(
            "select organisation_id, created_at from exchange_inbox where eid = $1 order by organisation_id limit 1",
            &[eid.into()],
        )
        .await?;
    came.map(|row| Ok((row.id(0)?, row.int(1)?, true))).transpose()
}

/// The directory that was in use then, with the versions that it rests on: the newest one adopted by that time, or the first one
/// after it.
async fn of_that_time(tx: &mut Tx, created: i64) -> Result<(Dsse, Vec<Dsse>)> {
    let row = tx
        .row(
            "select network, version from exchange_directory where adopted_at <= $1
             order by version desc, network limit 1",
            &[created.into()],
        )
        .await?;
    let row = match row {
        Some(row) => Some(row),
        None => {
            tx.row("select network, version from exchange_directory order by version, network limit 1", &[])
                .await?
        }
    };
    let row = row.ok_or(Error::Refused("no-directory"))?;
    directory::with_ground(tx, &row.text(0)?, row.int(1)?).await
}

/// Receipts that came, and those that this member gave, with their places where these are proven.
async fn receipts(tx: &mut Tx, eid: &str, organisation: Id) -> Result<Vec<Proven>> {
    // A refusal that passed was given each time anew; the verifier wants the last word of each state, which is what is kept.
    let rows = tx
        .rows(
            "select document, at, by_member, state, inclusion from exchange_receipt where eid = $1
             union all
             select g.document, g.at, o.member_id, g.state, g.inclusion from exchange_given g
               join organisation o on o.id = g.organisation_id
             where g.eid = $1 and g.organisation_id = $2
             order by 2, 3, 4",
            &[eid.into(), organisation.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let receipt = Dsse::parse(row.text(0)?.as_bytes()).map_err(|_| Error::Sealed)?;
            let inclusion = row.text_opt(4)?.map(|text| serde_json::from_str(&text)).transpose();
            Ok(Proven { receipt, inclusion: inclusion.map_err(|_| Error::Sealed)? })
        })
        .collect()
}

/// Salt and text of an envelope that came here.
async fn revealed(tx: &mut Tx, own: &Own, envelope: &Dsse, eid: &str) -> Result<Revealed> {
    let payload = Payload::parse(&envelope.payload.0).map_err(|_| Error::Sealed)?;
    let wrapped = payload.seal.keys.iter().find(|key| key.to == own.member);
    let kid = wrapped.map(|key| key.kid.clone()).ok_or(Error::Refused("content-not-here"))?;
    let key = keys::sealing(tx, own.organisation, &kid).await?.ok_or(Error::Refused("content-not-here"))?;
    let sealed = bytes::load(tx, &bytes::sealed(eid)).await?.ok_or(Error::Refused("content-not-here"))?;
    let opened = payload.open(&own.member, &kid, &key, &sealed)?;
    let plain = Bytes(opened.plain.to_vec());
    Ok(Revealed { salt: Hash(*opened.salt), plain })
}
