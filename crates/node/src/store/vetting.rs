//! Whether staff may work with children: the newest vetting of each account, and which roles ask for one.

use model::time::Zone;
use model::{Id, Kind, Record, kinds};

use super::{custody, staff};
use crate::acts::open_root;
use crate::db::Tx;
use crate::error::Result;

/// One vetting as lists need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vetted {
    pub(crate) id: Id,
    pub(crate) state: String,
    /// `2027-03-05`
    pub(crate) until: Option<String>,
}

/// The newest vetting of somebody, whatever became of it.
pub(crate) async fn newest(tx: &mut Tx, account: Id) -> Result<Option<Vetted>> {
    let row = tx
        .row(
            "select m.id, m.state, k.valid_until from vetting_of v join matter m on m.id = v.id join k_vetting k on k.id = v.id
             where v.account_id = $1 order by v.id desc limit 1",
            &[account.into()],
        )
        .await?;
    row.map(|row| Ok(Vetted { id: row.id(0)?, state: row.text(1)?, until: row.text_opt(2)? })).transpose()
}

/// Whether somebody's vetting holds today.
pub(crate) async fn holds(tx: &mut Tx, account: Id) -> Result<bool> {
    let today = tx.now.date(Zone::Wib).to_string();
    let newest = newest(tx, account).await?;
    Ok(newest.is_some_and(|one| one.state == "valid" && one.until.is_some_and(|until| until >= today)))
}

/// Whether posts of this one's role are held by whoever was vetted, as its organisation says.
pub(crate) async fn asked_for(tx: &mut Tx, post: Id) -> Result<bool> {
    let row = tx
        .row(
            "select p.id from post p join vetted_role v on v.role = p.role and v.organisation_id = p.organisation_id
             where p.id = $1",
            &[post.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// Asks for a vetting of somebody; it lies with a post that is not theirs.
pub(crate) async fn ask(tx: &mut Tx, organisation: Id, custodian: Id, account: Id) -> Result<Id> {
    let meta = <kinds::Vetting as Kind>::META;
    let mut record = Record::empty(meta);
    record.set(meta, "member", staff::name_of(tx, account).await?.into());
    let id = open_root(tx, meta, organisation, custodian, &record).await?;
    tx.run("insert into vetting_of (id, account_id) values ($1, $2)", &[id.into(), account.into()]).await?;
    Ok(id)
}

/// About whom a vetting is.
pub(crate) async fn about(tx: &mut Tx, vetting: Id) -> Result<Option<Id>> {
    let row = tx.row("select account_id from vetting_of where id = $1", &[vetting.into()]).await?;
    row.map(|row| row.id(0)).transpose()
}

/// Posts that somebody holds now.
pub(crate) async fn posts_of(tx: &mut Tx, account: Id) -> Result<Vec<Id>> {
    let now = tx.now;
    tx.rows(
        "select distinct t.post_id from tenure t join post p on p.id = t.post_id where t.account_id = $1
           and t.from_at <= $2 and (t.to_at is null or t.to_at > $2) and p.state <> 'abolished' order by t.post_id",
        &[account.into(), now.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// Where the vetting of whoever holds a post lies: with the post above, else with whoever leads child protection.
pub(crate) async fn custodian(tx: &mut Tx, organisation: Id, post: Id) -> Result<Id> {
    if let Some(above) = custody::above(tx, post).await? {
        return Ok(above);
    }
    Ok(custody::leads(tx, organisation).await?.first().copied().unwrap_or(post))
}
