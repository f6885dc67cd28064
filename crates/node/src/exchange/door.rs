//! Where bytes go in and out. Whoever carries them needs to know nothing of what is inside.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures_util::future::{BoxFuture, join_all};
use model::Id;
use seal::evidence::Proven;
use seal::exchange::{
    BundleItem, Delivery, Dsse, Hash, MemberId, Payload, Receipt, Refusal, check, read_bundle,
};
use serde::Serialize;

use super::receipts::{self, Said};
use super::witness::{Answer, Asked};
use super::{bytes, directory, keys};
use crate::access::Actor;
use crate::acts::exchange::{
    CosignCheckpoint, Cosigned, DispatchOutbox, Dispatched, OfferCheckpoint, ReceiveEnvelope, Seen,
    ServeMailbox, ServeReceipts, TakeCosignature, TakeReceipt, Untold, untold,
};
use crate::db::{Sql, Tx};
use crate::error::{Error, Result};
use crate::node::Node;

/// Receipts and deliveries that are looked at in one statement, and receipts that are taken side by side.
const AT_ONCE: usize = 64;
/// Points that a guardian evaluated: time goes on with what waits for them.
const EVALUATED: &str = "match.evaluated";

/// One thing to send.
pub type DueItem = Dispatched;

/// One item of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxItem {
    /// Where to go on.
    pub cursor: Id,
    /// A delivery.
    pub delivery: Vec<u8>,
}

/// What became of bytes that came.
#[derive(Debug, Clone, Serialize)]
pub struct Accepted {
    /// The receipts, one for each member of this node that is concerned.
    pub receipts: Vec<Dsse>,
}

impl Accepted {
    /// As they travel: a JSON list.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.receipts).unwrap_or_default()
    }
}

/// What a first look, which changes nothing, finds out for one member.
enum Look {
    /// It was here before, or is refused: this is the receipt.
    Said(Dsse),
    /// It is to be received by this member, as far as could be seen.
    Receive(MemberId, Box<Seen>),
}

impl Node {
    /// What is due to be sent. `told` are receipts of an earlier call that arrived, `missed` items whose attempt failed.
    ///
    /// # Errors
    /// [`Error::Refused`] `no-directory`; [`Error::Storage`].
    pub async fn exchange_due(&self, told: Vec<Id>, missed: Vec<Id>) -> Result<Vec<DueItem>> {
        let some = self
            .db()
            .read(|tx: &mut Tx| -> BoxFuture<'_, Result<bool>> { Box::pin(super::outbox::any_due(tx)) })
            .await?;
        if !some && missed.is_empty() && told.is_empty() {
            return Ok(Vec::new());
        }
        self.perform(&self.system("exchange"), DispatchOutbox { missed, told }).await
    }

    /// Takes a delivery. The receipts go back to whoever brought it; they say `delivered` only after the commit.
    ///
    /// # Errors
    /// [`Error::Refused`] `not-an-envelope` for what cannot even be answered, `no-directory`; [`Error::Storage`].
    pub async fn exchange_accept(&self, bytes: &[u8]) -> Result<Accepted> {
        let delivery = Delivery::parse(bytes).map_err(|_| Error::Refused("not-an-envelope"))?;
        let mut accepted = self.accept_some(vec![Arc::new(delivery)]).await?;
        accepted.pop().unwrap_or(Err(Error::Refused("not-an-envelope")))
    }

    /// Takes what one call brought: a delivery, or several as a bundle, which share the commits of the database.
    ///
    /// # Errors
    /// As [`exchange_accept`](Self::exchange_accept); of several, what cannot be taken is left out, and its sender tries again.
    pub async fn exchange_accept_all(&self, bytes: &[u8]) -> Result<Accepted> {
        let Ok(items) = read_bundle(bytes) else { return self.exchange_accept(bytes).await };
        let mut deliveries = Vec::with_capacity(items.len());
        for item in &items {
            let BundleItem::Delivery(bytes) = item else { continue };
            match Delivery::parse(bytes) {
                Ok(delivery) => deliveries.push(Arc::new(delivery)),
                Err(error) => tracing::info!(%error, "one of several deliveries could not be read"),
            }
        }
        let mut receipts = Vec::with_capacity(deliveries.len());
        for accepted in self.accept_some(deliveries).await? {
            match accepted {
                Ok(accepted) => receipts.extend(accepted.receipts),
                Err(error) => tracing::info!(%error, "one of several deliveries could not be taken"),
            }
        }
        Ok(Accepted { receipts })
    }

    /// Looks at all of them at once, then takes each by an act of its own.
    async fn accept_some(&self, deliveries: Vec<Arc<Delivery>>) -> Result<Vec<Result<Accepted>>> {
        let seen = deliveries.clone();
        let looks = self
            .db()
            .read(move |tx: &mut Tx| -> BoxFuture<'_, Result<Vec<Vec<Look>>>> {
                Box::pin(async move { look(tx, &seen).await })
            })
            .await?;
        let taken =
            deliveries.into_iter().zip(looks).map(|(delivery, looks)| self.accept_one(delivery, looks));
        Ok(join_all(taken).await)
    }

    async fn accept_one(&self, delivery: Arc<Delivery>, looks: Vec<Look>) -> Result<Accepted> {
        let mut receipts = Vec::with_capacity(looks.len());
        for look in looks {
            receipts.push(match look {
                Look::Said(receipt) => receipt,
                Look::Receive(member, seen) => {
                    let payload = &seen.checked.payload;
                    let (from, goes_on) = (Actor::peer(payload.from.as_str()), &*payload.kind == EVALUATED);
                    let act = ReceiveEnvelope { delivery: delivery.clone(), member, seen: Some(seen) };
                    let received = self.perform(&from, act).await?;
                    if goes_on {
                        // A register goes on with its next children.
                        self.running().due.notify_one();
                    }
                    received.receipt
                }
            });
        }
        Ok(Accepted { receipts })
    }

    /// Takes receipts, as they travel; answers how many said something new. One that nobody signed whom the directory knows, or
    /// that is about nothing sent from here, is left aside.
    ///
    /// # Errors
    /// [`Error::Refused`] `not-a-receipt`; [`Error::Storage`].
    pub async fn exchange_receipts(&self, bytes: &[u8]) -> Result<usize> {
        if bytes.len() > 4 << 20 {
            return Err(Error::Refused("not-a-receipt"));
        }
        let listed = Arc::new(Proven::read_list(bytes).ok_or(Error::Refused("not-a-receipt"))?);
        let seen = listed.clone();
        let by = self
            .db()
            .read(move |tx: &mut Tx| -> BoxFuture<'_, Result<Vec<Option<MemberId>>>> {
                Box::pin(async move { genuine(tx, &seen).await })
            })
            .await?;
        let genuine: Vec<_> = listed.iter().zip(by).filter_map(|(proven, by)| Some((proven, by?))).collect();
        let mut new = 0;
        for some in genuine.chunks(AT_ONCE) {
            let take = |(proven, by): &(&Proven, MemberId)| {
                let (by, act) = (Actor::peer(by.as_str()), TakeReceipt { proven: (*proven).clone() });
                async move { self.perform(&by, act).await }
            };
            // Together they share a commit.
            for taken in join_all(some.iter().map(take)).await {
                new += usize::from(taken?);
            }
        }
        Ok(new)
    }

    /// What waits for a member that has no public address. Whoever calls this has made sure of who it is, by its certificate.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_mailbox(&self, member: &MemberId, after: Option<Id>) -> Result<Vec<MailboxItem>> {
        self.perform(&Actor::peer(member.as_str()), ServeMailbox { after }).await
    }

    /// What was not told to a member about its messages, after it named what it has `heard`. A quiet night leaves no entries.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_untold(
        &self,
        member: &MemberId,
        heard: Vec<Hash>,
        after: Option<Id>,
    ) -> Result<Vec<Untold>> {
        let asks = member.clone();
        let some = self
            .db()
            .read(move |tx: &mut Tx| -> BoxFuture<'_, Result<bool>> {
                Box::pin(async move { Ok(!untold(tx, asks.as_str(), None, 1).await?.is_empty()) })
            })
            .await?;
        if !some {
            return Ok(Vec::new());
        }
        self.perform(&Actor::peer(member.as_str()), ServeReceipts { heard, after }).await
    }

    /// A file says which receipts were heard, by the SHA-256 of their items: whoever can name it has read them. Each member that
    /// something waits for is looked at.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_heard(&self, heard: Vec<Hash>) -> Result<()> {
        let members = self
            .db()
            .read(|tx: &mut Tx| -> BoxFuture<'_, Result<Vec<MemberId>>> {
                Box::pin(async move {
                    let rows = tx
                        .rows("select distinct to_member from exchange_notice where told_at is null order by to_member", &[])
                        .await?;
                    rows.iter().map(|row| keys::member(&row.text(0)?)).collect()
                })
            })
            .await?;
        for member in members {
            self.exchange_untold(&member, heard.clone(), None).await?;
        }
        Ok(())
    }

    /// The version of the directory in use: partners are asked for a newer one only.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_directory_version(&self) -> Result<Option<u64>> {
        let directory = self.db().read(|tx| Box::pin(directory::newest(tx))).await?;
        Ok(directory.map(|directory| directory.version))
    }

    /// Witnesses to be shown the newest checkpoint now; nobody when that is not due.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_offers(&self) -> Result<Vec<Asked>> {
        let due = self
            .db()
            .read(|tx: &mut Tx| -> BoxFuture<'_, Result<bool>> { Box::pin(super::witness::due(tx)) })
            .await?;
        if due { self.perform(&self.system("exchange"), OfferCheckpoint).await } else { Ok(Vec::new()) }
    }

    /// Another node shows a checkpoint; answers the lines of this node's witnesses, or why there are none. Whoever calls this
    /// has made sure of who it is, by its certificate.
    ///
    /// # Errors
    /// [`Error::Refused`] `no-directory`; [`Error::Storage`].
    pub async fn exchange_cosign(&self, member: &MemberId, body: String) -> Result<Cosigned> {
        self.perform(&Actor::peer(member.as_str()), CosignCheckpoint { body }).await
    }

    /// Takes what a witness answered; says whether the checkpoint has one cosignature more.
    ///
    /// # Errors
    /// [`Error::Refused`] `not-a-cosignature`; [`Error::Storage`].
    pub async fn exchange_cosigned(&self, asked: &Asked, answer: Answer) -> Result<bool> {
        let act = TakeCosignature { size: asked.size, answer };
        self.perform(&Actor::peer(asked.witness.as_str()), act).await
    }

    /// The directory in use, as it was signed.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_directory(&self) -> Result<Option<Dsse>> {
        self.db().read(|tx| Box::pin(directory::signed(tx))).await
    }

    /// Every version of the directory that was adopted here, as it was signed, the oldest first.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_directories(&self) -> Result<Vec<Dsse>> {
        self.db().read(|tx| Box::pin(directory::all(tx))).await
    }

    /// The member that shows this certificate, by its SHA-256, if the directory lists it and it is active.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_member_by_certificate(&self, certificate: Hash) -> Result<Vec<MemberId>> {
        let directory = self.db().read(|tx| Box::pin(directory::newest(tx))).await?;
        let now = self.now().millis();
        let listed = directory.iter().flat_map(|directory| {
            directory.members.iter().filter(|member| !directory.member_revoked(&member.id, now))
        });
        Ok(listed
            .filter(|member| member.status == seal::exchange::MemberStatus::Active)
            .filter(|member| member.tls.contains(&certificate))
            .map(|member| member.id.clone())
            .collect())
    }
}

/// Looks at deliveries for every member of this node that each names. Strangers' bytes are answered without leaving anything
/// behind, so that nobody can fill the disk.
async fn look(tx: &mut Tx, deliveries: &[Arc<Delivery>]) -> Result<Vec<Vec<Look>>> {
    let (own, directory) = (keys::own(tx).await?, directory::required(tx).await?);
    let known = known(tx, deliveries).await?;
    let mut all = Vec::with_capacity(deliveries.len());
    for delivery in deliveries {
        let eid = delivery.eid();
        let named: Vec<&keys::Own> = match Payload::parse(&delivery.envelope.payload.0) {
            Ok(payload) => own.iter().filter(|own| payload.to.contains(&own.member)).collect(),
            Err(_) => Vec::new(),
        };
        // Somebody has to sign the refusal.
        let concerned = if named.is_empty() { own.iter().take(1).collect() } else { named };
        let (mut looks, at) = (Vec::with_capacity(concerned.len()), tx.now.millis());
        for own in concerned {
            looks.push(match known.get(&(eid.to_string(), own.organisation)) {
                Some(receipt) => Look::Said(receipt.clone()),
                None => match check(delivery, &directory, &own.member, at) {
                    Ok(checked) => Look::Receive(
                        own.member.clone(),
                        Box::new(Seen { directory: directory.clone(), checked, at }),
                    ),
                    Err(refusal) => Look::Said(refuse(tx, own, eid, refusal).await?),
                },
            });
        }
        all.push(looks);
    }
    Ok(all)
}

/// Receipts that were given before for some of these, by content address and organisation.
async fn known(tx: &mut Tx, deliveries: &[Arc<Delivery>]) -> Result<HashMap<(String, Id), Dsse>> {
    let mut known = HashMap::new();
    for some in deliveries.chunks(AT_ONCE) {
        let eids = bytes::padded(some.iter().map(|delivery| delivery.eid().to_string().into()).collect());
        let mut sql = Sql::from("select eid, organisation_id, receipt from exchange_inbox where eid in (");
        sql.params(1, eids.len()).push(") order by eid, organisation_id");
        for row in &tx.rows(sql, &eids).await? {
            let receipt = Dsse::parse(row.text(2)?.as_bytes()).map_err(|_| Error::Sealed)?;
            known.insert((row.text(0)?, row.id(1)?), receipt);
        }
    }
    Ok(known)
}

async fn refuse(tx: &mut Tx, own: &keys::Own, eid: Hash, refusal: Refusal) -> Result<Dsse> {
    receipts::sign(tx, own, eid, Said::refused(refusal)).await
}

/// Who signed each receipt, where it is about something that was sent from here to that member.
async fn genuine(tx: &mut Tx, listed: &[Proven]) -> Result<Vec<Option<MemberId>>> {
    let said: Vec<Option<Receipt>> = listed.iter().map(|one| Receipt::peek(&one.receipt).ok()).collect();
    let ours = sent(tx, said.iter().flatten()).await?;
    let (directory, now) = (directory::required(tx).await?, tx.now.millis());
    let signed = |document: &Dsse, said: &Receipt| {
        let member = directory.member(&said.by)?;
        let mut signing = member.signing_at(said.at);
        signing.retain(|key| !directory.key_revoked(&Hash(key.to_bytes()), now));
        let good = !directory.member_revoked(&said.by, now) && Receipt::verify(document, &signing).is_ok();
        good.then(|| said.by.clone())
    };
    let by = listed.iter().zip(&said).map(|(one, said)| {
        let said = said.as_ref()?;
        let asked = ours.contains(&(said.eid.to_string(), said.by.to_string()));
        if asked { signed(&one.receipt, said) } else { None }
    });
    Ok(by.collect())
}

/// Which of the envelopes that receipts speak of were sent from here, with the members to whom.
async fn sent(tx: &mut Tx, said: impl Iterator<Item = &Receipt>) -> Result<HashSet<(String, String)>> {
    let said: Vec<(String, String)> = said.map(|one| (one.eid.to_string(), one.by.to_string())).collect();
    let mut sent = HashSet::new();
    for some in said.chunks(AT_ONCE) {
        let column = |of: fn(&(String, String)) -> &String| {
            let mut values: Vec<&String> = some.iter().map(of).collect();
            values.sort_unstable();
            values.dedup();
            bytes::padded(values.into_iter().map(|value| value.as_str().into()).collect())
        };
        let (mut params, members) = (column(|one| &one.0), column(|one| &one.1));
        let mut sql = Sql::from("select eid, to_member from exchange_outbox where eid in (");
        sql.params(1, params.len()).push(") and to_member in (");
        sql.params(params.len() + 1, params.len() + members.len()).push(") order by eid, to_member");
        params.extend(members);
        for row in &tx.rows(sql, &params).await? {
            sent.insert((row.text(0)?, row.text(1)?));
        }
    }
    Ok(sent)
}

/// A member with the address of its node and the certificates that it may show.
pub type Partner = (MemberId, String, Vec<Hash>);

impl Node {
    /// The certificates of all active members, by SHA-256: who may open a connection.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_certificates(&self) -> Result<Vec<Hash>> {
        let directory = self.db().read(|tx| Box::pin(directory::newest(tx))).await?;
        let now = self.now().millis();
        let active = seal::exchange::MemberStatus::Active;
        let members = directory.iter().flat_map(|directory| {
            directory.members.iter().filter(|member| !directory.member_revoked(&member.id, now))
        });
        Ok(members.filter(|member| member.status == active).flat_map(|member| member.tls.clone()).collect())
    }

    /// Whether a member lives on this node and takes part in the exchange.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_hosts(&self, member: &MemberId) -> Result<bool> {
        let own = self.db().read(|tx| Box::pin(keys::own(tx))).await?;
        Ok(own.iter().any(|own| own.member == *member))
    }

    /// Nodes of other members that can be called.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_addresses(&self) -> Result<Vec<Partner>> {
        self.db().read(|tx: &mut Tx| -> BoxFuture<'_, Result<Vec<Partner>>> { Box::pin(addresses(tx)) }).await
    }

    /// Nodes at which something may wait, with the member of this node that comes for it; nothing for members that others can
    /// reach.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn exchange_partners(&self) -> Result<Vec<Partner>> {
        self.db()
            .read(|tx: &mut Tx| -> BoxFuture<'_, Result<Vec<Partner>>> { Box::pin(waiting_at(tx)) })
            .await
    }

    /// Adopts a directory if it is newer than the one in use.
    ///
    /// # Errors
    /// As [`AdoptDirectory`](crate::acts::exchange::AdoptDirectory).
    pub async fn exchange_newer_directory(&self, document: Dsse) -> Result<bool> {
        let known = self.db().read(|tx| Box::pin(directory::newest(tx))).await?;
        let offered =
            seal::exchange::Directory::adopted(&document).map_err(|error| Error::Setup(error.to_string()))?;
        if known.is_some_and(|known| known.version >= offered.version) {
            return Ok(false);
        }
        let act = crate::acts::exchange::AdoptDirectory { document };
        self.perform(&self.system("exchange"), act).await.map(|_| true)
    }
}

async fn addresses(tx: &mut Tx) -> Result<Vec<Partner>> {
    let own = keys::own(tx).await?;
    let Some(directory) = directory::newest(tx).await? else { return Ok(Vec::new()) };
    let active = seal::exchange::MemberStatus::Active;
    Ok(directory
        .members
        .iter()
        .filter(|member| member.status == active && !own.iter().any(|own| own.member == member.id))
        .filter_map(|member| Some((member.id.clone(), member.endpoint.clone()?.into(), member.tls.clone())))
        .collect())
}

async fn waiting_at(tx: &mut Tx) -> Result<Vec<Partner>> {
    let Some(directory) = directory::newest(tx).await? else { return Ok(Vec::new()) };
    let mut pulls = Vec::new();
    for own in keys::own(tx).await? {
        if directory.member(&own.member).is_some_and(|listed| listed.endpoint.is_none()) {
            pulls.push(own.member);
        }
    }
    let addresses = addresses(tx).await?;
    let each = |member: &MemberId| -> Vec<Partner> {
        addresses.iter().map(|(_, endpoint, tls)| (member.clone(), endpoint.clone(), tls.clone())).collect()
    };
    Ok(pulls.iter().flat_map(each).collect())
}
