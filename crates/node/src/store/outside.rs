//! Receivers outside the network, and the links by which each opens one referral (domain model, section 7, rule 6).

use model::{Id, Timestamp};

use super::offer::Side;
use super::staff::{self, NewPost};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::peers;

/// Wrong codes until a link is locked and its sender told.
const WRONG_CODES: i64 = 5;

/// Whether nobody on this node can answer for an organisation: it lives on another node, or outside the network.
pub(crate) async fn is_far(tx: &mut Tx, organisation: Id) -> Result<bool> {
    Ok(is_outside(tx, organisation).await? || peers::member_of(tx, organisation).await?.is_some())
}

/// Whether an organisation is outside the network.
pub(crate) async fn is_outside(tx: &mut Tx, organisation: Id) -> Result<bool> {
    let row = tx
        .row("select post_id from outside_receiver where organisation_id = $1", &[organisation.into()])
        .await?;
    Ok(row.is_some())
}

/// The receiver of this name that an organisation wrote down before, or a new one. An authority is told apart because consents
/// do.
pub(crate) async fn receiver(tx: &mut Tx, by: Id, name: &str, authority: bool) -> Result<Side> {
    let class = if authority { "GOV" } else { "NGO" };
    let known = tx
        .row(
            "select o.id, r.post_id from outside_receiver r join organisation o on o.id = r.organisation_id
             where r.by_organisation = $1 and o.name = $2 and o.member_class = $3 order by o.id limit 1",
            &[by.into(), name.into(), class.into()],
        )
        .await?;
    if let Some(row) = known {
        return Ok(Side { organisation: row.id(0)?, post: row.id(1)? });
    }
    staff::ready_roles(tx).await?;
    let member = format!("outside/{class}/{}", tx.new_id());
    let organisation = staff::organisation(tx, &member, name).await?;
    tx.run_one("update organisation set membership_state = 'outside' where id = $1", &[organisation.into()])
        .await?;
    let post = NewPost {
        organisation,
        unit: None,
        parent: None,
        title_id: "Penerima di luar jaringan",
        title_en: "Receiver outside the network",
        role: peers::ROLE,
    };
    let post = staff::post(tx, post).await?;
    tx.run(
        "insert into outside_receiver (organisation_id, post_id, by_organisation) values ($1, $2, $3)",
        &[organisation.into(), post.into(), by.into()],
    )
    .await?;
    Ok(Side { organisation, post })
}

/// A link as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) referral: Id,
    pub(crate) code_tag: Vec<u8>,
    pub(crate) expires_at: Timestamp,
    pub(crate) opened_at: Option<Timestamp>,
    pub(crate) locked_at: Option<Timestamp>,
    /// Whether the number that was presented is the one to come back with.
    pub(crate) returning: bool,
}

/// The link behind a keyed hash of a number.
pub(crate) async fn by_number(tx: &mut Tx, tag: Vec<u8>) -> Result<Option<Link>> {
    let row = tx
        .row(
            "select referral_id, code_tag, expires_at, opened_at, locked_at, case when link_tag = $1 then 0 else 1 end
             from outside_link where link_tag = $1 or return_tag = $1",
            &[tag.into()],
        )
        .await?;
    row.map(|row| {
        Ok(Link {
            referral: row.id(0)?,
            code_tag: row.bytes(1)?,
            expires_at: row.time(2)?,
            opened_at: row.time_opt(3)?,
            locked_at: row.time_opt(4)?,
            returning: row.int(5)? == 1,
        })
    })
    .transpose()
}

/// Keeps a new link of a referral; one that was issued before is void from then on.
pub(crate) async fn issue(
    tx: &mut Tx,
    referral: Id,
    (link, code): (Vec<u8>, Vec<u8>),
    expires_at: Timestamp,
) -> Result<()> {
    let now = tx.now;
    tx.run("delete from outside_link where referral_id = $1", &[referral.into()]).await?;
    tx.run(
        "insert into outside_link (referral_id, link_tag, code_tag, issued_at, expires_at, wrong)
         values ($1, $2, $3, $4, $5, 0)",
        &[referral.into(), link.into(), code.into(), now.into(), expires_at.into()],
    )
    .await?;
    Ok(())
}

/// The number in the link was used: from now on only the number to come back with opens the referral.
pub(crate) async fn opened(tx: &mut Tx, referral: Id, returning: Vec<u8>) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update outside_link set opened_at = $2, return_tag = $3 where referral_id = $1 and opened_at is null",
        &[referral.into(), now.into(), returning.into()],
    )
    .await
}

/// Somebody has looked.
pub(crate) async fn seen(tx: &mut Tx, referral: Id) -> Result<()> {
    let now = tx.now;
    tx.run_one("update outside_link set seen_at = $2 where referral_id = $1", &[referral.into(), now.into()])
        .await
}

/// Counts a wrong code; answers whether the link was locked by it.
pub(crate) async fn wrong_code(tx: &mut Tx, referral: Id) -> Result<bool> {
    let now = tx.now;
    tx.run("update outside_link set wrong = wrong + 1 where referral_id = $1", &[referral.into()]).await?;
    let locked = tx
        .run(
            "update outside_link set locked_at = $2 where referral_id = $1 and wrong >= $3 and locked_at is null",
            &[referral.into(), now.into(), WRONG_CODES.into()],
        )
        .await?;
    Ok(locked == 1)
}

/// What the sender sees of a link: never a number or a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkState {
    /// Until when it can be opened for the first time.
    pub expires_at: Timestamp,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When the receiver last looked.
    pub seen_at: Option<Timestamp>,
    /// When it was locked because of wrong codes.
    pub locked_at: Option<Timestamp>,
}

/// How the link of a referral stands; nothing for a referral within the network.
pub(crate) async fn state(tx: &mut Tx, referral: Id) -> Result<Option<LinkState>> {
    let row = tx
        .row(
            "select expires_at, opened_at, seen_at, locked_at from outside_link where referral_id = $1",
            &[referral.into()],
        )
        .await?;
    row.map(|row| {
        Ok(LinkState {
            expires_at: row.time(0)?,
            opened_at: row.time_opt(1)?,
            seen_at: row.time_opt(2)?,
            locked_at: row.time_opt(3)?,
        })
    })
    .transpose()
}

/// A referral that goes outside, or nothing that anybody may know of.
pub(crate) async fn must_be(tx: &mut Tx, referral: Id) -> Result<()> {
    state(tx, referral).await?.map(drop).ok_or(Error::NotFound)
}
