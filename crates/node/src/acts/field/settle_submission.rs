//! `settle-submission`: what became of a filled form is written down: everything recorded, or kept with the reason for a person to
//! decide.

use model::{Id, Kind, KindMeta, Record, Value, kinds};

use super::receive_submission::DeviceFacts;
use crate::access::{self, Actor, Decision, MatterFacts, Rule};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::field::answers::{self, Said};
use crate::store::{fields, notification, offer};

const META: &KindMeta = kinds::FieldSubmission::META;

/// Writes down what became of a submission. The node itself performs it after the acts that the form asked for.
pub struct SettleSubmission {
    pub(crate) submission: Id,
    pub(crate) done: Vec<Done>,
    /// Why something is left, by a code of list `submission-reason`.
    pub(crate) reason: Option<&'static str>,
    /// Answers that belong to no record, if the form was read.
    pub(crate) kept: Vec<(String, String)>,
}

/// What became of one thing that the form asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) position: usize,
    pub(crate) kind: &'static str,
    pub(crate) step: Option<String>,
    pub(crate) act: Id,
    /// `done`, or the reason why not.
    pub(crate) outcome: &'static str,
    pub(crate) record: Option<Id>,
}

/// How a thing ended that was done.
pub(crate) const DONE: &str = "done";

impl SettleSubmission {
    /// For the policy matrix.
    pub(crate) fn sample() -> Self {
        Self { submission: Id::from_u128(0), done: Vec::new(), reason: None, kept: Vec::new() }
    }
}

/// The submission and the device that brought it.
pub struct SettleFacts {
    matter: MatterFacts,
    device: Option<DeviceFacts>,
}

impl From<&MatterFacts> for SettleFacts {
    fn from(matter: &MatterFacts) -> Self {
        Self { matter: matter.clone(), device: None }
    }
}

#[async_trait::async_trait]
impl Act for SettleSubmission {
    type Facts = SettleFacts;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "settle-submission"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SettleFacts> {
        let matter = of_kind(access::load::matter(tx, self.submission, true).await?, META)?;
        let row = tx
            .row(
                "select device_id from field_instance where submission_id = $1 order by instance_tag limit 1",
                &[self.submission.into()],
            )
            .await?;
        let device = match row {
            Some(row) => Some(DeviceFacts::load(tx, row.id(0)?).await?),
            None => None,
        };
        Ok(SettleFacts { matter, device })
    }

    /// The device's user right after it arrived; later whoever may review it.
    fn policy(&self, actor: &Actor, facts: &SettleFacts) -> Decision {
        let fresh = facts.matter.state == "received";
        // What an ended device sent is written down as waiting for a person, and no more than that.
        let may =
            |device: &&DeviceFacts| device.is_of(actor) || (self.done.is_empty() && device.was_of(actor));
        if let Some(device) = facts.device.as_ref().filter(|device| fresh && may(device)) {
            let groups = model::field::Groups::NONE.with(model::DataGroup::Record);
            return Decision::Allow(Rule { name: "device", post: Some(device.post), groups });
        }
        access::by_scope(actor, "review", META.slug, &facts.matter)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, facts) = (permit.act(), &permit.facts().matter);
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        if META.lifecycle.state(&facts.state).is_none_or(|state| state.phase == model::Phase::Closed) {
            return Err(Error::Refused("submission-settled"));
        }
        for done in &act.done {
            note(tx, facts.id, done).await?;
        }
        tx.trace.listed = act.done.iter().filter_map(|done| done.record).collect();
        let state = match act.reason {
            None => "applied",
            Some("changed") => "conflict",
            Some(_) => "kept",
        };
        let mut record = Record::empty(META);
        record.set(META, "reason", Value::from(act.reason.map(str::to_owned)));
        let key = tx.key_for_writing(facts.key).await?;
        fields::change(tx, META, facts.id, &key, &record, &["reason"]).await?;
        if facts.state != state {
            offer::reach(tx, facts.id, META, state).await?;
        }
        tx.trace.detail.from = Some(facts.state.clone());
        tx.trace.detail.to = Some(state.to_owned());
        match act.reason {
            None => tie(tx, facts, &act.kept).await,
            Some(_) => notification::tell(tx, facts.custodian, "submission-kept", Some(facts.id)).await,
        }
    }

    fn subject(&self) -> Option<Id> {
        Some(self.submission)
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}

async fn note(tx: &mut Tx, submission: Id, done: &Done) -> Result<()> {
    let position = i64::try_from(done.position).unwrap_or(i64::MAX);
    let now = tx.now;
    let row = [
        submission.into(),
        position.into(),
        done.kind.into(),
        done.step.clone().into(),
        done.act.into(),
        done.outcome.into(),
        done.record.into(),
        now.into(),
    ];
    tx.run(
        "insert into field_outcome (submission_id, position, kind, step, act_id, outcome, record_id, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (submission_id, position) do update set act_id = excluded.act_id, outcome = excluded.outcome,
           record_id = excluded.record_id, at = excluded.at",
        &row,
    )
    .await?;
    Ok(())
}

/// What was said about one child or told in one report lies from now on under that child's or report's own key, and is erased with
/// it. Where it became records of several, only what belongs to none of them stays.
async fn tie(tx: &mut Tx, facts: &MatterFacts, kept: &[(String, String)]) -> Result<()> {
    let rows = tx
        .rows(
            "select distinct m.key_id from field_outcome o join matter m on m.id = o.record_id
             where o.submission_id = $1 and o.outcome = 'done' order by m.key_id",
            &[facts.id.into()],
        )
        .await?;
    let keys = rows.iter().map(|row| row.id(0)).collect::<Result<Vec<Id>>>()?;
    match keys.as_slice() {
        [] => Ok(()),
        [one] => follow(tx, facts, *one).await,
        _ => {
            let key = tx.key_for_writing(facts.key).await?;
            let said = Said { xml: None, kept: kept.to_vec(), queued: None };
            answers::write(tx, facts.id, &key, &said).await
        }
    }
}

async fn follow(tx: &mut Tx, facts: &MatterFacts, key_id: Id) -> Result<()> {
    let Some(said) = answers::load(tx, facts.id, facts.key).await? else { return Ok(()) };
    let held = fields::load(tx, META, facts.id, facts.key).await?;
    let record = held.into_inner().reveal_all()?.to_record();
    let key = tx.key_for_writing(key_id).await?;
    answers::write(tx, facts.id, &key, &said).await?;
    let sealed: Vec<&'static str> = META
        .fields
        .iter()
        .filter(|field| field.keep == model::Keep::Sealed)
        .map(|field| field.name)
        .collect();
    fields::change(tx, META, facts.id, &key, &record, &sealed).await?;
    tx.run_one(
        "update matter set key_id = $2, next_step = null where id = $1",
        &[facts.id.into(), key_id.into()],
    )
    .await?;
    tx.trace.key = Some(key_id);
    Ok(())
}
