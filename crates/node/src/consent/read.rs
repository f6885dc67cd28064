//! Reading what was consented to.

use std::collections::HashMap;

use model::field::Groups;
use model::{Date, Id, codes};

use super::verdict::{CaseConsents, Recipient, SUSPECT_GIVER, Said};
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::store::guardian;

/// Everything said about sharing in a case.
pub(super) async fn case(tx: &mut Tx, case: Id) -> Result<CaseConsents> {
    let row = tx.row("select organisation_id from matter where id = $1", &[case.into()]).await?;
    let organisation = row.ok_or(Error::NotFound)?.id(0)?;
    let rows = tx
        .rows(
            "select m.id, k.consent_kind, k.given_by, m.state, k.purposes, k.data_groups, k.recipients,
               k.withhold_from, k.valid_from, k.valid_until, m.opened_at, m.state_since, k.safe_channels, k.giver
             from matter m join k_consent k on k.id = m.id
             where m.root_id = $1 and m.kind = 'consent' order by m.opened_at, m.id",
            &[case.into()],
        )
        .await?;
    let mut named = organisations(tx, case).await?;
    let mut said = Vec::with_capacity(rows.len());
    let accused = guardian::accused(tx, case).await?;
    for row in &rows {
        let mut one = read(row, &mut named)?;
        if row.id_opt(13)?.is_some_and(|giver| accused.contains(&giver)) {
            SUSPECT_GIVER.clone_into(&mut one.by);
        }
        said.push(one);
    }
    let suspect = guardian::guardian_is_suspect(tx, case).await?;
    Ok(CaseConsents { organisation, suspect, survivor: survivor(tx, case).await?, said })
}

type Named = HashMap<Id, (Vec<Id>, Vec<Id>)>;

async fn organisations(tx: &mut Tx, case: Id) -> Result<Named> {
    let rows = tx
        .rows(
            "select o.consent_id, o.organisation_id, o.withheld from consent_organisation o
               join matter m on m.id = o.consent_id
             where m.root_id = $1 order by o.consent_id, o.organisation_id",
            &[case.into()],
        )
        .await?;
    let mut named = Named::new();
    for row in &rows {
        let (allowed, withheld) = named.entry(row.id(0)?).or_default();
        if row.flag(2)? { withheld.push(row.id(1)?) } else { allowed.push(row.id(1)?) }
    }
    Ok(named)
}

fn read(row: &Row, named: &mut Named) -> Result<Said> {
    let id = row.id(0)?;
    let words = |at: usize| -> Result<Vec<String>> {
        Ok(row.text_opt(at)?.unwrap_or_default().split_whitespace().map(str::to_owned).collect())
    };
    let date =
        |at: usize| -> Result<Option<Date>> { Ok(row.text_opt(at)?.and_then(|text| text.parse().ok())) };
    let (organisations, withheld_organisations) = named.remove(&id).unwrap_or_default();
    Ok(Said {
        id,
        kind: row.text_opt(1)?.unwrap_or_default(),
        by: row.text_opt(2)?.unwrap_or_default(),
        state: row.text(3)?,
        purposes: words(4)?,
        groups: Groups::from_text(&row.text_opt(5)?.unwrap_or_default()),
        classes: words(6)?,
        organisations,
        withheld_classes: words(7)?,
        withheld_organisations,
        from: date(8)?,
        until: date(9)?,
        at: row.time(10)?,
        changed: row.time(11)?,
        channels: words(12)?,
    })
}

async fn survivor(tx: &mut Tx, case: Id) -> Result<bool> {
    let rows = tx
        .rows(
            "select code from coded where record_id = $1 and field = 'protection_concerns' order by code",
            &[case.into()],
        )
        .await?;
    let list = codes::list("protection-concern");
    let mut survivor = false;
    for row in &rows {
        let text = row.text(0)?;
        let code = list.and_then(|list| list.get(&text));
        survivor |= code.is_some_and(|code| code.targets("primero").any(|target| target == "gbv_survivor"));
    }
    Ok(survivor)
}

/// An organisation as a recipient.
pub(super) async fn recipient(tx: &mut Tx, id: Id) -> Result<Recipient> {
    let row = tx
        .row("select member_class, member_id from organisation where id = $1", &[id.into()])
        .await?
        .ok_or(Error::NotFound)?;
    let (class, member) = (row.text_opt(0)?, row.text(1)?);
    // A member's id names its class in the second place: `ID/GOV/…`.
    let class = class.or_else(|| member.split('/').nth(1).map(str::to_owned)).unwrap_or_default();
    let class = match class.as_str() {
        "IGO" if member.contains("UNHCR") => "unhcr",
        "GOV" | "LEA" | "NCB" | "FIU" => "authorities",
        _ => "other_organizations",
    };
    Ok(Recipient { id, class })
}
