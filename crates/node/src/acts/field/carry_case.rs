//! `carry-case`: a worker takes a case of their own post along on a device, for seven days without contact. What lies on which device
//! is written down, so that everybody knows what was on it when it is lost.

use model::{Id, Timestamp};

use super::receive_submission::DeviceFacts;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::field::offline::{CARRIED_FOR, MOST_CARRIED};

const META: &model::KindMeta = <model::kinds::Case as model::Kind>::META;

/// Takes a case along, or takes it along anew.
pub struct CarryCase {
    /// The case.
    pub case: Id,
    /// The device.
    pub device: Id,
}

/// The case and the device.
pub struct CarryFacts {
    matter: MatterFacts,
    device: Option<DeviceFacts>,
}

impl From<&MatterFacts> for CarryFacts {
    fn from(matter: &MatterFacts) -> Self {
        Self { matter: matter.clone(), device: None }
    }
}

#[async_trait::async_trait]
impl Act for CarryCase {
    type Facts = CarryFacts;
    type Output = Timestamp;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "carry-case"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<CarryFacts> {
        let matter = of_kind(access::load::matter(tx, self.case, false).await?, META)?;
        Ok(CarryFacts { matter, device: Some(DeviceFacts::load(tx, self.device).await?) })
    }

    /// Only whoever may look at it, and only from the post that answers for it.
    fn policy(&self, actor: &Actor, facts: &CarryFacts) -> Decision {
        let decision = access::by_scope(actor, "view", META.slug, &facts.matter);
        let Decision::Allow(rule) = decision else { return decision };
        match &facts.device {
            Some(device) if !device.is_of(actor) => Decision::Hide("no-device"),
            Some(device) if !device.names => Decision::Deny("device-without-names"),
            _ if rule.post != Some(facts.matter.custodian) => Decision::Deny("carry-own-only"),
            _ => Decision::Allow(rule),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Timestamp> {
        let (act, facts) = (permit.act(), &permit.facts().matter);
        if !facts.is_open() {
            return Err(Error::Refused("matter-closed"));
        }
        let now = tx.now;
        let sql =
            "select count(*) from offline_carried where device_id = $1 and until_at > $2 and matter_id <> $3";
        let carried = tx.row(sql, &[act.device.into(), now.into(), act.case.into()]).await?;
        if carried.map_or(Ok(0), |row| row.int(0))? >= MOST_CARRIED {
            return Err(Error::Refused("too-many-carried"));
        }
        let until = now.plus(CARRIED_FOR);
        tx.run(
            "insert into offline_carried (device_id, matter_id, carried_at, until_at) values ($1, $2, $3, $4)
             on conflict (device_id, matter_id) do update set carried_at = excluded.carried_at,
               until_at = excluded.until_at",
            &[act.device.into(), act.case.into(), now.into(), until.into()],
        )
        .await?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(until)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }
}
