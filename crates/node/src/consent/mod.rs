//! What a child and those who speak for it agreed to, asked each time before anything is shared or sent (domain model,
//! section 8). Everybody who shares calls [`allows`]; everybody who writes to a person outside calls [`safe_contact`].

mod contact;
mod read;
mod verdict;

#[cfg(test)]
mod proofs;

use model::Id;
use model::field::{DataGroup, Groups};

use crate::db::Tx;
use crate::error::Result;

pub(crate) use crate::store::guardian::guardian_is_suspect;
pub(crate) use contact::{Contact, Whom, kept_from, safe_contact};
pub(crate) use verdict::{Standing, Stop};

/// What is to be shared, of which case, with whom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The case.
    pub(crate) case: Id,
    /// Organisation that would receive.
    pub(crate) recipient: Id,
    /// What it would see.
    pub(crate) groups: Groups,
    /// Whether services are asked for (a referral), or the whole case is given away (a transfer).
    pub(crate) services: bool,
}

/// Whether the consents of a case allow a sharing now, and on which of them it would rest.
///
/// # Errors
/// [`crate::Error::Storage`]; a refusal is a [`Stop`].
pub(crate) async fn allows(tx: &mut Tx, asked: Asked) -> Result<std::result::Result<Standing, Stop>> {
    let recipient = read::recipient(tx, asked.recipient).await?;
    let case = read::case(tx, asked.case).await?;
    if case.organisation == recipient.id {
        return Ok(Ok(Standing::OWN_ORGANISATION));
    }
    let today = tx.now.date(Default::default());
    Ok(verdict::decide(&case, &recipient, asked.groups, asked.services, today))
}

/// Whether the consents of a case allow that somebody hears of it who belongs to no member of the network: somebody of another
/// organisation, or somebody for themselves.
pub(crate) async fn allows_somebody(
    tx: &mut Tx,
    case: Id,
    of_organisation: bool,
    groups: Groups,
) -> Result<std::result::Result<Standing, Stop>> {
    let class = if of_organisation { "other_organizations" } else { "others" };
    // No organisation has this id, so only what was said of the class counts.
    let recipient = verdict::Recipient { id: Id::from_u128(0), class };
    let today = tx.now.date(Default::default());
    Ok(verdict::decide(&read::case(tx, case).await?, &recipient, groups, false, today))
}

/// What may go out while the guardian is a suspect: neither where the child is found nor how the household is reached.
pub(crate) const fn without_contact(groups: Groups) -> Groups {
    groups.without(DataGroup::Contact).without(DataGroup::Family)
}

/// What was last said about statistics: `Some(false)` keeps the child out of published figures, whoever looks; `None` is no
/// answer.
pub(crate) async fn statistics(tx: &mut Tx, case: Id) -> Result<Option<bool>> {
    Ok(verdict::statistics(&read::case(tx, case).await?))
}

/// Cases whose child is kept out of published figures. A withdrawal counts from the next snapshot on.
pub(crate) async fn kept_out_of_statistics(tx: &mut Tx) -> Result<Vec<Id>> {
    let rows = tx
        .rows(
            "select distinct m.root_id from coded d join matter m on m.id = d.record_id
             where d.field = 'purposes' and d.code = 'statistics' and m.kind = 'consent'
               and m.state in ('refused', 'withdrawn') order by m.root_id",
            &[],
        )
        .await?;
    let mut out = Vec::new();
    for row in &rows {
        let case = row.id(0)?;
        if statistics(tx, case).await? == Some(false) {
            out.push(case);
        }
    }
    Ok(out)
}
