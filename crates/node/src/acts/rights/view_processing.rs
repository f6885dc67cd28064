//! `view-processing`: the record of processing (Law 27 of 2022, article 31): which kinds of record there are, who may open
//! what of them, how long they are kept, and which clocks run.

use model::Timestamp;
use serde::Serialize;

use crate::access::{self, Actor, Decision, Role};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::ClockRule;
use crate::store::clocks::{self, COUNTRY};

/// Looks at the record of processing.
pub struct ViewProcessing;

/// How long a kind of record is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RetentionRule {
    /// The kind.
    pub kind: String,
    /// Months after it was closed.
    pub months: i64,
    /// Code of where it comes from.
    pub basis: String,
    /// Whether somebody competent has confirmed it for the country.
    pub confirmed: bool,
}

/// The record of processing, beside the declarations of kinds that the program has.
#[derive(Debug)]
pub struct Processing {
    /// Roles: slug, label in Indonesian and in English, rights and groups.
    pub roles: Vec<(Role, String, String)>,
    /// Retention times.
    pub retention: Vec<RetentionRule>,
    /// Clocks.
    pub clocks: Vec<ClockRule>,
    /// People of this organisation on record, erased ones left out.
    pub people: i64,
}

#[async_trait::async_trait]
impl Act for ViewProcessing {
    type Facts = Timestamp;
    type Output = Processing;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-processing"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "view", "processing", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Processing> {
        let organisation = permit.organisation()?;
        let mut roles = Vec::new();
        for row in &tx.rows("select slug, label_id, label_en from role order by slug", &[]).await? {
            roles.push((access::load::role(tx, &row.text(0)?).await?, row.text(1)?, row.text(2)?));
        }
        let people = tx
            .row(
                "select count(*) from k_person p join person_key y on y.id = p.key_id
                 where p.organisation_id = $1 and y.destroyed_at is null",
                &[organisation.into()],
            )
            .await?
            .map_or(Ok(0), |row| row.int(0))?;
        tx.trace.kind = Some("processing");
        Ok(Processing { roles, retention: retention(tx).await?, clocks: clocks::rules(tx).await?, people })
    }
}

/// Every retention rule of the country.
pub(crate) async fn retention(tx: &mut Tx) -> Result<Vec<RetentionRule>> {
    tx.rows(
        "select kind, months, basis, confirmed from retention_rule where country = $1 order by kind",
        &[COUNTRY.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(RetentionRule {
            kind: row.text(0)?,
            months: row.int(1)?,
            basis: row.text(2)?,
            confirmed: row.flag(3)?,
        })
    })
    .collect()
}
