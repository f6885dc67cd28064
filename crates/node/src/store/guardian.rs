//! Guardians who are suspects (domain model, section 6.3, rule 2): such a guardian consents to nothing, is not contacted and is
//! sent nothing.

use model::Id;

use crate::db::Tx;
use crate::error::Result;

/// Where a guardian or caregiver `g` of the case `here` is a suspect `s` in it or in the case `there` of a brother or sister.
macro_rules! suspect_guardian {
    () => {
        " participation g join participation s on s.person_id = g.person_id
            join k_case there on there.id = s.matter_id
          where g.to_at is null and g.role in ('guardian', 'caregiver')
            and s.to_at is null and s.role in ('suspect', 'convicted')
            and g.matter_id = here.id and (there.id = here.id or there.family = here.family)"
    };
}
pub(crate) use suspect_guardian;

/// Whether a guardian or caregiver of a case's child is a suspect: somebody said so by hand, or one person takes part as both, in
/// this case or in that of a brother or sister. Whoever writes to a guardian, or takes their word, asks this first.
///
/// # Errors
/// [`crate::Error::Storage`].
pub(crate) async fn guardian_is_suspect(tx: &mut Tx, case: Id) -> Result<bool> {
    let by_hand =
        tx.row("select 1 from k_case where id = $1 and guardian_is_suspect", &[case.into()]).await?;
    Ok(by_hand.is_some() || !suspect_guardians(tx, case).await?.is_empty())
}

/// The guardians and caregivers of a case who are suspects in it or in the case of a brother or sister.
///
/// # Errors
/// [`crate::Error::Storage`].
pub(crate) async fn suspect_guardians(tx: &mut Tx, case: Id) -> Result<Vec<Id>> {
    let rows = tx
        .rows(
            concat!(
                "select distinct g.person_id from k_case here,",
                suspect_guardian!(),
                " and here.id = $1 order by g.person_id"
            ),
            &[case.into()],
        )
        .await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Everybody who is a suspect in a case or in that of a brother or sister, whatever else they are.
///
/// # Errors
/// [`crate::Error::Storage`].
pub(crate) async fn accused(tx: &mut Tx, case: Id) -> Result<Vec<Id>> {
    let rows = tx
        .rows(
            "select distinct s.person_id from k_case here, participation s join k_case there on there.id = s.matter_id
             where here.id = $1 and s.to_at is null and s.role in ('suspect', 'convicted')
               and (there.id = here.id or there.family = here.family) order by s.person_id",
            &[case.into()],
        )
        .await?;
    rows.iter().map(|row| row.id(0)).collect()
}
