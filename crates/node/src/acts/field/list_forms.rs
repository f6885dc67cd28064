//! `list-forms`: the forms that an organisation offers, and how.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::field::shelf;

/// Lists forms by title.
pub struct ListForms;

/// One form, by its newest version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormRow {
    /// Id that versions share.
    pub form_id: String,
    /// Title.
    pub title: String,
    /// Newest version.
    pub version: String,
    /// Whether it comes with the program.
    pub ready: bool,
    /// Published, unless it comes with the program.
    pub published_at: Option<Timestamp>,
    /// Whether it is offered.
    pub offered: bool,
    /// To these posts alone; to every post whose rights suffice when empty.
    pub posts: Vec<Id>,
    /// Submissions that came with any of its versions.
    pub submissions: i64,
}

#[async_trait::async_trait]
impl Act for ListForms {
    type Facts = Timestamp;
    type Output = Vec<FormRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-forms"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "form", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<FormRow>> {
        let organisation = permit.organisation()?;
        let mut listed = Vec::new();
        for version in shelf::newest(tx, organisation).await? {
            let offer = shelf::offer(tx, organisation, &version.form_id).await?;
            let submissions = count(tx, organisation, &version.form_id).await?;
            listed.push(FormRow {
                form_id: version.form_id,
                title: version.title,
                version: version.version,
                ready: version.organisation.is_none(),
                published_at: version.published_at,
                offered: offer.offered,
                posts: offer.posts,
                submissions,
            });
        }
        listed.sort_by(|a, b| a.title.cmp(&b.title).then_with(|| a.form_id.cmp(&b.form_id)));
        tx.trace.kind = Some("form");
        Ok(listed)
    }
}

async fn count(tx: &mut Tx, organisation: Id, form_id: &str) -> Result<i64> {
    let row = tx
        .row(
            "select count(*) from field_instance i join field_form_version v on v.id = i.version_id
               join field_form f on f.id = v.field_form_id join matter m on m.id = i.submission_id
             where f.form_id = $1 and m.organisation_id = $2",
            &[form_id.into(), organisation.into()],
        )
        .await?;
    row.map_or(Ok(0), |row| row.int(0))
}
