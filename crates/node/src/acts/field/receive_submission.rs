//! `receive-submission`: a filled form arrives. It is sealed and lies with the device's post before anything is made of it; a second
//! copy finds the first one.

use model::{Id, Kind, Record, Timestamp, Value, kinds};

use crate::access::{Actor, Decision, MatterFacts, Rule, load};
use crate::act::{Act, Permit};
use crate::acts::open_for_node;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::field::answers::{self, Said};
use crate::field::{device, shelf};
use crate::keys::lookup_tag;
use crate::store::attempts;

const META: &model::KindMeta = kinds::FieldSubmission::META;

/// Why a submission is held back before anything is made of it.
const HELD_BACK: [&str; 3] = ["post_left", "corrects", "instance_differs"];

/// Takes a filled form. [`Node::take_submission`](crate::Node::take_submission) performs it.
pub struct ReceiveSubmission {
    pub(crate) device: Id,
    /// Form id and version as the form says them.
    pub(crate) form: (String, String),
    pub(crate) title: String,
    pub(crate) instance: String,
    pub(crate) xml: String,
    /// Why nothing is made of it before a person has looked, if that is known already.
    pub(crate) held_back: Option<&'static str>,
}

impl ReceiveSubmission {
    /// For the policy matrix.
    pub(crate) fn sample() -> Self {
        let nothing = String::new;
        Self {
            device: Id::from_u128(0),
            form: (nothing(), nothing()),
            title: nothing(),
            instance: nothing(),
            xml: nothing(),
            held_back: None,
        }
    }
}

/// Whose device it is.
#[derive(Debug, Clone)]
pub struct DeviceFacts {
    pub(crate) account: Id,
    pub(crate) post: Id,
    pub(crate) organisation: Id,
    pub(crate) names: bool,
    pub(crate) ended: bool,
    pub(crate) now: Timestamp,
}

impl DeviceFacts {
    pub(crate) async fn load(tx: &mut Tx, device: Id) -> Result<Self> {
        let kept = device::kept(tx, device).await?;
        Ok(Self {
            account: kept.account,
            post: kept.post,
            organisation: kept.organisation,
            names: kept.names,
            ended: kept.ended,
            now: tx.now,
        })
    }

    /// Whether this actor is the device's user, and the device still counts.
    pub(crate) fn is_of(&self, actor: &Actor) -> bool {
        !self.ended && self.was_of(actor)
    }

    /// Whether this actor is the device's user, though it may have been ended.
    pub(crate) fn was_of(&self, actor: &Actor) -> bool {
        actor.account().is_some() && actor.account() == Some(self.account)
    }
}

impl From<&MatterFacts> for DeviceFacts {
    fn from(matter: &MatterFacts) -> Self {
        Self {
            account: Id::from_u128(0),
            post: matter.custodian,
            organisation: matter.organisation,
            names: false,
            ended: false,
            now: matter.now,
        }
    }
}

/// What arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub(crate) id: Id,
    pub(crate) state: String,
    pub(crate) received_at: Timestamp,
    /// Whether it came for the first time.
    pub(crate) fresh: bool,
    /// Why nothing is made of it before a person has looked.
    pub(crate) held_back: Option<&'static str>,
}

#[async_trait::async_trait]
impl Act for ReceiveSubmission {
    type Facts = DeviceFacts;
    type Output = Received;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "receive-submission"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<DeviceFacts> {
        DeviceFacts::load(tx, self.device).await
    }

    /// The device's user; also when the device was ended, if nothing is done with the form before a person looked at it.
    fn policy(&self, actor: &Actor, facts: &DeviceFacts) -> Decision {
        if facts.is_of(actor) || (self.held_back.is_some() && facts.was_of(actor)) {
            let groups = model::field::Groups::NONE.with(model::DataGroup::Record);
            Decision::Allow(Rule { name: "device", post: Some(facts.post), groups })
        } else {
            Decision::Hide("no-device")
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Received> {
        let (act, facts) = (permit.act(), permit.facts());
        let content = lookup_tag(&tx.context.keys, "field-content", &act.xml);
        let number = format!("{} {}", facts.organisation, act.instance);
        let mut tag = lookup_tag(&tx.context.keys, "field-instance", &number);
        let mut held_back = act.held_back;
        if let Some((known, same)) = known(tx, &tag, &content).await? {
            if same {
                return again(tx, known).await;
            }
            // The same number with other answers: neither is lost.
            let number = format!("{number} {}", seal::to_hex(&content));
            tag = lookup_tag(&tx.context.keys, "field-instance", &number);
            held_back = Some("instance_differs");
            if let Some((known, _)) = self::known(tx, &tag, &content).await? {
                return again(tx, known).await;
            }
        }
        let device = act.device.to_u128().to_be_bytes();
        if attempts::count(tx, &device::BUSY, &device).await? >= device::BUSY.most {
            return Err(Error::TooMany(device::BUSY.wait(tx.now)));
        }
        attempts::add(tx, &device::BUSY, &device).await?;
        let version = match shelf::find(tx, facts.organisation, &act.form.0, &act.form.1).await? {
            Some(whole) if whole.version.id.is_some() => whole.version.id,
            _ => shelf::keep_ready(tx, &act.form.0, &act.form.1).await?,
        };
        let mut record = Record::empty(META);
        record.set(META, "form", Value::from(act.title.as_str()));
        record.set(META, "form_version", Value::from(act.form.1.as_str()));
        record.set(META, "filled_on", Value::from(tx.now.date(Default::default()).to_string()));
        record.set(META, "reason", Value::from(held_back.map(str::to_owned)));
        let id = open_for_node(tx, META, (facts.organisation, facts.post), None, &record).await?;
        let key = load::matter(tx, id, false).await?.key;
        let key = tx.key_for_writing(key).await?;
        answers::write(tx, id, &key, &Said { xml: Some(act.xml.clone()), kept: Vec::new(), queued: None })
            .await?;
        let now = tx.now;
        let new = tx
            .run(
                "insert into field_instance (instance_tag, submission_id, content_tag, device_id, version_id, received_at)
                 values ($1, $2, $3, $4, $5, $6) on conflict (instance_tag) do nothing",
                &[tag.into(), id.into(), content.into(), act.device.into(), version.into(), now.into()],
            )
            .await?;
        if new == 0 {
            // Another copy came in at the same moment; everything of this one is undone.
            return Err(Error::Conflict);
        }
        Ok(Received { id, state: "received".into(), received_at: now, fresh: true, held_back })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.device)
    }
}

async fn known(tx: &mut Tx, tag: &[u8], content: &[u8]) -> Result<Option<(Id, bool)>> {
    let row = tx
        .row(
            "select submission_id, content_tag from field_instance where instance_tag = $1",
            &[tag.to_vec().into()],
        )
        .await?;
    row.map(|row| Ok((row.id(0)?, row.bytes(1)? == content))).transpose()
}

async fn again(tx: &mut Tx, id: Id) -> Result<Received> {
    let row = tx
        .row(
            "select m.state, m.opened_at, k.reason from matter m join k_field_submission k on k.id = m.id
             where m.id = $1",
            &[id.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    // While it has just arrived, a reason says that it was held back from the start.
    let held_back = row
        .text_opt(2)?
        .map(|reason| HELD_BACK.into_iter().find(|code| *code == reason).unwrap_or("refused"));
    tx.trace.kind = Some(META.slug);
    tx.trace.subject = Some(id);
    Ok(Received { id, state: row.text(0)?, received_at: row.time(1)?, fresh: false, held_back })
}
