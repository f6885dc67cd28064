//! Whether whoever asks about a child's data is somebody who may be answered: what helps to find or to silence the child goes to nobody
//! from whom the child must be protected (domain model, sections 6.1, rule 3, and 6.3, rule 2).

use model::Id;

use crate::consent::{self, Whom};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::guardian;

/// Who asks about whom.
pub(super) struct Requester<'r> {
    /// The person whose data it is.
    pub(super) person: Id,
    /// Code of list `subject-requester`.
    pub(super) as_what: &'r str,
    /// Their own record, where they are not the person and not a court.
    pub(super) who: Option<Id>,
    /// Whether data would be handed out, and not only changed or a consent taken back.
    pub(super) receives: bool,
}

impl Requester<'_> {
    /// Refuses whoever must not be answered.
    ///
    /// # Errors
    /// `guardian-is-suspect`, `guardian-withheld`, `requester-unknown`, `requester-not-of-case`.
    pub(super) async fn may_be_answered(&self, tx: &mut Tx) -> Result<()> {
        let guardian = self.as_what == "guardian";
        if !guardian && self.as_what != "representative" {
            return Ok(());
        }
        let cases = cases(tx, self.person).await?;
        for case in &cases {
            self.not_kept_from(tx, *case, guardian).await?;
        }
        let who = self.who.ok_or(Error::Refused("requester-unknown"))?;
        let mut belongs = !guardian;
        for case in &cases {
            if guardian::accused(tx, *case).await?.contains(&who) {
                return Err(Error::Refused("guardian-is-suspect"));
            }
            belongs = belongs || takes_part(tx, *case, who).await?;
        }
        if belongs { Ok(()) } else { Err(Error::Refused("requester-not-of-case")) }
    }

    async fn not_kept_from(&self, tx: &mut Tx, case: Id, guardian: bool) -> Result<()> {
        match consent::kept_from(tx, case, Whom::Guardian).await? {
            Some("guardian-is-suspect") if guardian => Err(Error::Refused("guardian-is-suspect")),
            Some(_) if guardian && self.receives => Err(Error::Refused("guardian-withheld")),
            _ => Ok(()),
        }
    }
}

async fn cases(tx: &mut Tx, child: Id) -> Result<Vec<Id>> {
    let rows = tx.rows("select id from k_case where child = $1 order by id", &[child.into()]).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Whether somebody takes part in a case as one who cares for the child.
async fn takes_part(tx: &mut Tx, case: Id, who: Id) -> Result<bool> {
    let row = tx
        .row(
            "select id from participation where matter_id = $1 and person_id = $2 and to_at is null
               and role in ('guardian', 'caregiver', 'family_member') limit 1",
            &[case.into(), who.into()],
        )
        .await?;
    Ok(row.is_some())
}
