//! `tell-view`: a child or young person says what they think. No account, no name, no contact, no address of the device: an age band and the
//! words. Somebody reads it before anybody else does.

use model::time::HOUR;
use model::{Draft, Id, Kind, Timestamp, kinds};

use crate::access::{Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::intake::Source;
use crate::acts::{guards, open};
use crate::challenge::ProofOfWork;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::attempts::{self, Limit};
use crate::store::duty;

/// Views of one source in an hour without proof of work. A whole class may share one address.
const SLOW_LANE: Limit = Limit { purpose: "tell-view", most: 60, window: HOUR };

/// Sends a view.
pub struct TellView {
    /// What it is about.
    pub topic: Id,
    /// Code of list `age-band`.
    pub age_band: String,
    /// What they think.
    pub said: String,
    /// A solved challenge: no limit for this one.
    pub work: Option<ProofOfWork>,
    /// Where it came from, for the limit of the slow lane; kept nowhere.
    pub source: Option<Source>,
}

/// Who will read it.
pub struct TopicFacts {
    about: String,
    receiver: Option<duty::Receiver>,
    now: Timestamp,
}

impl From<&MatterFacts> for TopicFacts {
    fn from(matter: &MatterFacts) -> Self {
        let receiver = duty::Receiver { organisation: matter.organisation, post: matter.custodian };
        Self { about: String::new(), receiver: Some(receiver), now: matter.now }
    }
}

#[async_trait::async_trait]
impl Act for TellView {
    type Facts = TopicFacts;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "tell-view"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<TopicFacts> {
        let row = tx
            .row(
                "select t.kind, t.organisation_id, m.custodian_post from public_topic t join matter m on m.id = t.id
                 where t.id = $1 and t.closed_at is null",
                &[self.topic.into()],
            )
            .await?
            .ok_or(Error::NotFound)?;
        let organisation = row.id(1)?;
        let receiver = match row.id_opt(2)? {
            Some(post) => Some(duty::Receiver { organisation, post }),
            None => duty::receiver(tx, Some(organisation)).await?,
        };
        Ok(TopicFacts { about: row.text(0)?, receiver, now: tx.now })
    }

    fn policy(&self, actor: &Actor, _: &TopicFacts) -> Decision {
        if actor.is_public() { Decision::allow("public") } else { Decision::Deny("public-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, facts) = (permit.act(), permit.facts());
        let meta = kinds::YouthView::META;
        let draft = Draft::default()
            .with("how_asked", "web")
            .with("age_band", act.age_band.as_str())
            .with("said", act.said.as_str());
        let mut record = draft.parse(meta, facts.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(meta, &record)?;
        record.set(meta, "about_kind", facts.about.as_str().into());
        record.set(meta, "about", act.topic.to_string().into());
        let receiver = facts.receiver.as_ref().ok_or(Error::Refused("nobody-receives"))?;
        lane(tx, act).await?;
        // No finer time than the minute is kept of a child who wants to stay unknown.
        tx.now = facts.now.whole_minute();
        open::open_root(tx, meta, receiver.organisation, receiver.post, &record).await.map(drop)
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}

async fn lane(tx: &mut Tx, act: &TellView) -> Result<()> {
    if let Some(work) = &act.work {
        let key = tx.context.keys.lookup.subkey("challenge");
        if let Some(expires) = work.holds(&key, tx.now)
            && attempts::spend(tx, "challenge", work.challenge.as_bytes(), expires).await?
        {
            return Ok(());
        }
    }
    let source = act.source.as_ref().map_or(&b""[..], |source| &source.0);
    if attempts::count(tx, &SLOW_LANE, source).await? >= SLOW_LANE.most {
        return Err(Error::TooMany(SLOW_LANE.wait(tx.now)));
    }
    attempts::add(tx, &SLOW_LANE, source).await
}
