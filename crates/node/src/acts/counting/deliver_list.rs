//! `deliver-list`: an agency's list is received. Rows that cannot be used were set aside when it was read; they are counted.

use model::kinds::ListDelivery;
use model::{Draft, Id, Kind, ProblemCode, Timestamp, Value};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::open::insert_root;
use crate::counting::Taken;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::lists;

/// Receives a list.
pub struct DeliverList {
    /// Who delivers it.
    pub agency: String,
    /// What its rows are, a code of list `counted-entity`.
    pub entity: String,
    /// First day of its period.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The rows.
    pub taken: Taken,
}

#[async_trait::async_trait]
impl Act for DeliverList {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "deliver-list"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "deliver", "list-delivery", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, meta) = (permit.act(), ListDelivery::META);
        let draft = Draft::default()
            .with("agency", act.agency.trim())
            .with("counted_entity", act.entity.as_str())
            .with("period_from", act.from.as_str())
            .with("period_to", act.to.as_str());
        let mut record = draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        if act.to < act.from {
            return Err(Error::field("period_to", ProblemCode::DateOutOfRange));
        }
        if act.taken.rows.is_empty() {
            return Err(Error::Refused("list-without-rows"));
        }
        let rows = i64::try_from(act.taken.rows.len()).unwrap_or(i64::MAX);
        let aside = i64::try_from(act.taken.aside).unwrap_or(i64::MAX);
        record.set(meta, "rows_taken", Value::from(rows));
        record.set(meta, "rows_aside", Value::from(aside));
        let organisation = permit.organisation()?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let (key_id, key) = tx.make_person_key(organisation).await?;
        let id = tx.new_id();
        insert_root(tx, meta, id, (organisation, post), (key_id, &key), &record).await?;
        lists::keep(tx, (id, organisation), act.agency.trim(), &key, &act.taken).await?;
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
