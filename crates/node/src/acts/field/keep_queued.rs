//! `keep-queued`: an act of the offline app could not be done as it was meant; it is sealed and lies with the device's post until a
//! person decides.

use model::{Id, Kind, KindMeta, Record, Value, kinds};

use super::receive_submission::DeviceFacts;
use crate::access::{Actor, Decision, Rule, load};
use crate::act::{Act, Permit};
use crate::acts::open_for_node;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::field::answers::{self, Said};
use crate::keys::lookup_tag;
use crate::store::{notification, offer};

const META: &KindMeta = kinds::FieldSubmission::META;

/// Codes of list `submission-reason` for which an act is kept.
pub const KEPT_REASONS: [&str; 10] = [
    "out_of_reach",
    "no_right",
    "post_left",
    "likely_duplicate",
    "closed",
    "changed",
    "invalid",
    "refused",
    "no_target",
    "carries_file",
];

/// Keeps an act. [`Node::keep_queued`](crate::Node::keep_queued) performs it.
pub struct KeepQueued {
    /// The device that sent it.
    pub device: Id,
    /// The act's own id.
    pub act: Id,
    /// What it is called, in words.
    pub title: String,
    /// What was typed: label and value.
    pub lines: Vec<(String, String)>,
    /// Its name in the API and its body, as JSON, so that somebody may perform it later.
    pub queued: String,
    /// Why it was not done: one of [`KEPT_REASONS`].
    pub reason: &'static str,
}

impl KeepQueued {
    /// For the policy matrix.
    pub(crate) fn sample() -> Self {
        let nobody = Id::from_u128(0);
        let (title, lines, queued) = (String::new(), Vec::new(), String::new());
        Self { device: nobody, act: nobody, title, lines, queued, reason: "refused" }
    }
}

#[async_trait::async_trait]
impl Act for KeepQueued {
    type Facts = DeviceFacts;
    type Output = Id;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "keep-queued"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<DeviceFacts> {
        DeviceFacts::load(tx, self.device).await
    }

    /// The device's user, also when the device was ended or the post left: what was written in the field is not lost by that.
    fn policy(&self, actor: &Actor, facts: &DeviceFacts) -> Decision {
        if actor.account().is_some() && actor.account() == Some(facts.account) {
            let groups = model::field::Groups::NONE.with(model::DataGroup::Record);
            Decision::Allow(Rule { name: "device", post: Some(facts.post), groups })
        } else {
            Decision::Hide("no-device")
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Id> {
        let (act, facts) = (permit.act(), permit.facts());
        let mut record = Record::empty(META);
        record.set(META, "form", Value::from(act.title.as_str()));
        record.set(META, "filled_on", Value::from(tx.now.date(Default::default()).to_string()));
        record.set(META, "reason", Value::from(act.reason));
        let id = open_for_node(tx, META, (facts.organisation, facts.post), None, &record).await?;
        let key = load::matter(tx, id, false).await?.key;
        let key = tx.key_for_writing(key).await?;
        let said = Said { xml: None, kept: act.lines.clone(), queued: Some(act.queued.clone()) };
        answers::write(tx, id, &key, &said).await?;
        let tag = lookup_tag(&tx.context.keys, "offline-act", &act.act.to_string());
        let now = tx.now;
        tx.run(
            "insert into field_instance (instance_tag, submission_id, content_tag, device_id, version_id, received_at)
             values ($1, $2, $3, $4, null, $5)",
            &[tag.clone().into(), id.into(), tag.into(), act.device.into(), now.into()],
        )
        .await?;
        offer::reach(tx, id, META, if act.reason == "changed" { "conflict" } else { "kept" }).await?;
        notification::tell(tx, facts.post, "submission-kept", Some(id)).await?;
        Ok(id)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.device)
    }

    fn again(subject: Option<Id>) -> Option<Id> {
        subject
    }
}
