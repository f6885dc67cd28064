//! `offer-form`: an organisation says which posts may use a form, or that it is offered no more. What a phone still holds is taken
//! all the same.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::field::shelf;
use crate::store::custody;

/// Says how a form is offered.
pub struct OfferForm {
    /// Id of the form.
    pub form_id: String,
    /// Whether it is offered at all.
    pub offered: bool,
    /// To these posts alone; to every post whose rights suffice when empty.
    pub posts: Vec<Id>,
}

#[async_trait::async_trait]
impl Act for OfferForm {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "offer-form"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "publish", "form", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        let known = shelf::newest(tx, organisation).await?;
        if !known.iter().any(|known| known.form_id == act.form_id) {
            return Err(Error::NotFound);
        }
        for post in &act.posts {
            if custody::post(tx, *post).await?.0 != organisation {
                return Err(Error::Refused("post-elsewhere"));
            }
        }
        let posts: Vec<String> = act.posts.iter().map(Id::to_string).collect();
        tx.run(
            "insert into field_form_offer (organisation_id, form_id, offered, posts) values ($1, $2, $3, $4)
             on conflict (organisation_id, form_id) do update set offered = excluded.offered, posts = excluded.posts",
            &[
                organisation.into(),
                act.form_id.as_str().into(),
                act.offered.into(),
                posts.join(" ").into(),
            ],
        )
        .await?;
        tx.trace.kind = Some("form");
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
