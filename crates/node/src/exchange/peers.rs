//! Members on other nodes, as organisations with one post that nobody here holds.

use model::Id;
use seal::exchange::{Directory, ListedMember, MemberId, MemberStatus};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::staff::{self, NewPost};

/// The role of such a post: it can be asked, and nothing more.
pub(crate) const ROLE: &str = "network-member";

/// Brings the organisations of other nodes up to a directory.
pub(crate) async fn follow(tx: &mut Tx, directory: &Directory) -> Result<usize> {
    let mut changed = 0;
    for member in &directory.members {
        changed += usize::from(follow_one(tx, member).await?);
    }
    Ok(changed)
}

async fn follow_one(tx: &mut Tx, member: &ListedMember) -> Result<bool> {
    let state = match member.status {
        MemberStatus::Active => "active",
        MemberStatus::Suspended => "suspended",
        MemberStatus::Withdrawn => "withdrawn",
    };
    let known = tx
        .row(
            "select o.id, p.organisation_id, o.membership_state, o.name from organisation o
               left join exchange_peer p on p.organisation_id = o.id where o.member_id = $1",
            &[member.id.as_str().into()],
        )
        .await?;
    let now = tx.now;
    let organisation = match known {
        // A member of this node is what this node says it is.
        Some(row) if row.id_opt(1)?.is_none() => return Ok(false),
        Some(row) if row.text(2)? == state && row.text(3)? == *member.name => return Ok(false),
        Some(row) => row.id(0)?,
        None if member.status != MemberStatus::Active => return Ok(false),
        None => new(tx, member).await?,
    };
    tx.run_one(
        "update organisation set membership_state = $2, name = $3 where id = $1",
        &[organisation.into(), state.into(), (*member.name).into()],
    )
    .await?;
    tx.run_one(
        "update exchange_peer set changed_at = $2 where organisation_id = $1",
        &[organisation.into(), now.into()],
    )
    .await?;
    Ok(true)
}

async fn new(tx: &mut Tx, member: &ListedMember) -> Result<Id> {
    staff::ready_roles(tx).await?;
    let organisation = staff::organisation(tx, member.id.as_str(), &member.name).await?;
    let post = NewPost {
        organisation,
        unit: None,
        parent: None,
        title_id: "Penerima di simpul lain",
        title_en: "Intake on another node",
        role: ROLE,
    };
    let (post, now) = (staff::post(tx, post).await?, tx.now);
    tx.run(
        "insert into exchange_peer (organisation_id, post_id, member_id, changed_at) values ($1, $2, $3, $4)",
        &[organisation.into(), post.into(), member.id.as_str().into(), now.into()],
    )
    .await?;
    Ok(organisation)
}

/// The name of an organisation on the wire, wherever it lives.
pub(crate) async fn member_id(tx: &mut Tx, organisation: Id) -> Result<MemberId> {
    if let Some(known) = tx.context.directory.name(organisation) {
        return Ok(known);
    }
    let row = tx.row("select member_id from organisation where id = $1", &[organisation.into()]).await?;
    let member = super::keys::member(&row.ok_or(Error::NotFound)?.text(0)?)?;
    tx.context.directory.keep_name(organisation, &member);
    Ok(member)
}

/// The member behind an organisation, if it lives on another node.
pub(crate) async fn member_of(tx: &mut Tx, organisation: Id) -> Result<Option<MemberId>> {
    let row = tx
        .row("select member_id from exchange_peer where organisation_id = $1", &[organisation.into()])
        .await?;
    row.map(|row| row.text(0)?.parse().map_err(|_| Error::NotFound)).transpose()
}

/// The organisation of a member on another node.
pub(crate) async fn organisation_of(tx: &mut Tx, member: &MemberId) -> Result<Option<Id>> {
    let row = tx
        .row("select organisation_id from exchange_peer where member_id = $1", &[member.as_str().into()])
        .await?;
    row.map(|row| row.id(0)).transpose()
}
