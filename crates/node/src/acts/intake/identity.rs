//! The seal over who reported: what follows when somebody asks to open it, and when the custodian of identities answers.

use model::time::HOUR;
use model::{Id, Step};

use crate::access::{Actor, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{custody, notification};

/// How long an opened identity may be looked at, in milliseconds.
const OPEN_FOR: i64 = 4 * HOUR;
/// The role of the custodian of identities.
const CUSTODIAN: &str = "protection-lead";

/// The post that guards identities in an organisation: a held one before a vacant one.
pub(crate) async fn custodian(tx: &mut Tx, organisation: Id) -> Result<Option<Id>> {
    let rows = tx
        .rows(
            "select id from post where organisation_id = $1 and role = $2 and state <> 'abolished' order by id",
            &[organisation.into(), CUSTODIAN.into()],
        )
        .await?;
    let mut vacant = None;
    for row in &rows {
        let post = row.id(0)?;
        if custody::holder(tx, post).await?.is_some() {
            return Ok(Some(post));
        }
        vacant = vacant.or(Some(post));
    }
    Ok(vacant)
}

/// A request lies with the custodian of identities; the post that asked may follow it.
pub(crate) async fn asked(tx: &mut Tx, report: &MatterFacts, request: Id, by: Option<Id>) -> Result<()> {
    let guardian =
        custodian(tx, report.organisation).await?.ok_or(Error::Refused("no-identity-custodian"))?;
    tx.run_one("update matter set custodian_post = $2 where id = $1", &[request.into(), guardian.into()])
        .await?;
    custody::start(tx, request, guardian).await?;
    if let Some(post) = by {
        let (id, now) = (tx.new_id(), tx.now);
        tx.run(
            "insert into matter_grant (id, matter_id, post_id, data_groups, verbs, from_at, basis)
             values ($1, $2, $3, 'record', 'view list', $4, 'identity-request')",
            &[id.into(), request.into(), post.into(), now.into()],
        )
        .await?;
    }
    notification::tell(tx, guardian, "identity-asked", Some(request)).await
}

/// Who asked: account and post of the act that opened the request.
async fn asker(tx: &mut Tx, request: Id) -> Result<(Id, Id)> {
    let row = tx
        .row(
            "select account, post from journal
             where subject = $1 and act = 'open-identity-request' and outcome = 'done' order by at, id limit 1",
            &[request.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    Ok((row.id(0)?, row.id(1)?))
}

/// Nobody answers their own request, from whatever post: it takes two people to open an identity.
pub(crate) async fn not_own(tx: &mut Tx, actor: &Actor, request: &MatterFacts) -> Result<()> {
    let (account, post) = asker(tx, request.id).await?;
    let own = actor.account() == Some(account) || actor.holding(post).is_some();
    if own { Err(Error::Refused("own-request")) } else { Ok(()) }
}

/// The answer takes effect, and the post that asked is told that there is one.
pub(crate) async fn answered(tx: &mut Tx, request: &MatterFacts, step: &Step) -> Result<()> {
    let (account, post) = asker(tx, request.id).await?;
    let now = tx.now;
    match step.action {
        "grant" => {
            let row = [
                request.id.into(),
                request.root.into(),
                account.into(),
                post.into(),
                now.into(),
                now.plus(OPEN_FOR).into(),
            ];
            tx.run(
                "insert into identity_opening (request_id, report_id, account_id, post_id, from_at, until_at)
                 values ($1, $2, $3, $4, $5, $6)",
                &row,
            )
            .await?;
        }
        "end" => {
            tx.run(
                "update identity_opening set until_at = $2 where request_id = $1 and until_at > $2",
                &[request.id.into(), now.into()],
            )
            .await?;
        }
        _ => {}
    }
    notification::tell(tx, post, "identity-answered", Some(request.id)).await
}
