//! From sealed acts to ordinary ones: each is opened, tied to its device, performed under that device's permits, and written down with
//! what became of it, so that sending it again tells the same.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::sync::Arc;

use flate2::read::DeflateDecoder;
use model::{Id, Lang, Timestamp};
use node::acts::field::KeepQueued;
use node::field::Device;
use node::field::offline::{LONGEST_SEALED, Outcome, Queued, Settled};
use node::registry::KindEntry;
use node::{Actor, Error, Node, Way};
use serde_json::{Map, Value, json};

use super::{kept, search};
use crate::api::acts::{perform_named, resolve};
use crate::error::Fault;
use crate::i18n::Words;
use crate::state::WebState;
use crate::visitor::Visitor;

/// What a filled form is called in the queue; it is no act, but becomes some.
const SUBMIT: &str = "submit-form";

/// Longest act in bytes of JSON.
const MOST_JSON: usize = 256 * 1024;

/// What the app is told of one sealed act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// It was not sealed to this node, or says nothing that this program knows.
    Unreadable,
    /// No such device, or a wrong secret, and no room to keep it.
    Unknown,
    /// No such device: it lies sealed until the telephone is registered again.
    Parked(Id),
    /// What became of it.
    Settled(Id, Settled),
}

impl Told {
    pub(super) fn json(&self) -> Value {
        match self {
            Self::Unreadable => json!({ "outcome": "unreadable" }),
            Self::Unknown => json!({ "outcome": "unknown-device" }),
            Self::Parked(act) => json!({ "act": act, "outcome": "parked", "reason": null, "record": null }),
            Self::Settled(act, settled) => json!({
                "act": act, "outcome": settled.outcome.code(), "reason": settled.reason, "record": settled.record,
            }),
        }
    }
}

/// One batch.
pub(super) struct Taking<'s> {
    state: &'s WebState,
    visitor: Arc<Visitor>,
    devices: HashMap<(String, String), Option<Device>>,
}

impl<'s> Taking<'s> {
    pub(super) fn new(state: &'s WebState, visitor: Arc<Visitor>) -> Self {
        Self { state, visitor, devices: HashMap::new() }
    }

    /// Takes a batch in its order, then whatever had waited for it.
    ///
    /// # Errors
    /// Trouble of the node itself: the app keeps what it has and sends it again.
    pub(super) async fn all(&mut self, sealed: Vec<Vec<u8>>) -> Result<Vec<Told>, Error> {
        let opened = self.state.node.open_offline(&sealed).await?;
        let (mut told, mut touched) = (Vec::with_capacity(sealed.len()), Vec::new());
        for (sealed, plain) in sealed.into_iter().zip(opened) {
            told.push(self.one(sealed, plain, &mut touched).await?);
        }
        for device in touched.into_iter().collect::<HashSet<_>>() {
            self.held(device).await?;
        }
        // What was held when it came may have been done since.
        for told in &mut told {
            if let Told::Settled(act, settled) = told
                && settled.outcome == Outcome::Held
                && let Some(now) = self.state.node.queued_before(*act).await?
            {
                *settled = now;
            }
        }
        Ok(told)
    }

    async fn one(
        &mut self,
        sealed: Vec<u8>,
        plain: Option<Vec<u8>>,
        touched: &mut Vec<Id>,
    ) -> Result<Told, Error> {
        let queued = plain.and_then(opened).and_then(|json| serde_json::from_slice::<Queued>(&json).ok());
        let Some(queued) = queued.filter(|_| sealed.len() <= LONGEST_SEALED) else {
            return Ok(Told::Unreadable);
        };
        let carries = formats::refuse_carried(queued.body.to_string().as_bytes()).is_err();
        let Some(device) = self.device(&queued).await? else {
            if carries {
                // What came from nobody that is known lies nowhere, not even sealed.
                self.state.node.note_carried(&Actor::public(Lang::Id), Way::Queue).await?;
                return Ok(Told::Unreadable);
            }
            let parked = self.state.node.park_queued(&queued, sealed).await?;
            return Ok(if parked { Told::Parked(queued.act) } else { Told::Unknown });
        };
        touched.push(device.id);
        let before = self.state.node.queued_before(queued.act).await?;
        if let Some(settled) = before.filter(|settled| settled.outcome != Outcome::Held) {
            return Ok(Told::Settled(queued.act, settled));
        }
        let settled = if carries {
            self.state.node.note_carried(&device.actor, Way::Queue).await?;
            Settled::CARRIES
        } else {
            self.settle(&device, &queued).await?
        };
        let sealed = (settled.outcome == Outcome::Held).then_some(sealed);
        let made_at = self.made_at(&queued);
        self.state.node.note_queued(&device, &queued, &settled, made_at, sealed).await?;
        Ok(Told::Settled(queued.act, settled))
    }

    /// When it was done by this node's clock, as the device knew it when it was done: its own may be wrong by days, and may be set right
    /// before it sends. Never in the future.
    fn made_at(&self, queued: &Queued) -> Timestamp {
        Timestamp::from_millis(queued.made_at).min(self.state.node.now())
    }

    async fn device(&mut self, queued: &Queued) -> Result<Option<Device>, Error> {
        let pair = (queued.user.clone(), queued.secret.clone());
        if let Some(known) = self.devices.get(&pair) {
            return Ok(known.clone());
        }
        let found = match self.state.node.device_of_queue(&pair.0, &pair.1, &self.visitor.source).await {
            Ok(device) => Some(device),
            Err(Error::NotSignedIn) => None,
            Err(error) => return Err(error),
        };
        self.devices.insert(pair, found.clone());
        Ok(found)
    }

    /// What a device's earlier acts had waited for has come, perhaps; until nothing moves any more.
    async fn held(&mut self, device: Id) -> Result<(), Error> {
        loop {
            let waiting = self.state.node.queued_held(device).await?;
            let opened = self.state.node.open_offline(&waiting).await?;
            let mut moved = false;
            for (sealed, plain) in waiting.into_iter().zip(opened) {
                let told = self.one(sealed, plain, &mut Vec::new()).await?;
                moved |= matches!(told, Told::Settled(_, settled) if settled.outcome != Outcome::Held);
            }
            if !moved {
                return Ok(());
            }
        }
    }

    async fn settle(&self, device: &Device, queued: &Queued) -> Result<Settled, Error> {
        let mut made = HashMap::new();
        for need in &queued.needs {
            match self.state.node.queued_before(*need).await? {
                None | Some(Settled { outcome: Outcome::Held, .. }) => return Ok(Settled::HELD),
                Some(Settled { record: Some(record), .. }) => {
                    made.insert(*need, record);
                }
                // What it builds on was not done: neither is it, and both are looked at together.
                Some(_) => return self.keep(device, queued, &queued.body, "no_target").await,
            }
        }
        let body = filled(&queued.body, &made);
        if queued.slug == SUBMIT
            && let Some(settled) = self.submit(device, &body).await?
        {
            return Ok(settled);
        }
        let reason = if device.ended || !device.held(self.state.node.now()) {
            "post_left"
        } else {
            match self.perform(device, queued, &body).await? {
                Ok(settled) => return Ok(settled),
                Err(reason) => reason,
            }
        };
        if resolve(&queued.slug).is_some_and(|(_, verb)| verb == "view") {
            return Ok(Settled { outcome: Outcome::Refused, reason: Some(reason), record: None });
        }
        self.keep(device, queued, &body, reason).await
    }

    /// A form that was filled in the app goes the way of every submission. `None` when it is none that this node knows: it is then
    /// kept as any act is.
    async fn submit(&self, device: &Device, body: &Value) -> Result<Option<Settled>, Error> {
        let xml = body.get("xml").and_then(Value::as_str).unwrap_or_default();
        match self.state.node.take_submission(device, xml).await {
            Ok(taken) => Ok(Some(match taken.reason {
                None => Settled::applied(Some(taken.id)),
                Some(reason) => {
                    Settled { outcome: Outcome::Kept, reason: Some(reason), record: Some(taken.id) }
                }
            })),
            Err(error) => self.state.node.queued_reason(error).map(|_| None),
        }
    }

    async fn keep(
        &self,
        device: &Device,
        queued: &Queued,
        body: &Value,
        reason: &'static str,
    ) -> Result<Settled, Error> {
        let words = Words::new(Lang::Id);
        let keep = KeepQueued {
            device: device.id,
            act: queued.act,
            title: kept::title(words, &queued.slug),
            lines: kept::lines(words, &queued.slug, body),
            queued: json!({ "slug": queued.slug, "body": body }).to_string(),
            reason,
        };
        let record = self.state.node.keep_queued(device, keep).await?;
        Ok(Settled { outcome: Outcome::Kept, reason: Some(reason), record: Some(record) })
    }

    async fn perform(
        &self,
        device: &Device,
        queued: &Queued,
        body: &Value,
    ) -> Result<Result<Settled, &'static str>, Error> {
        let generic = resolve(&queued.slug);
        if generic.is_some_and(|(_, verb)| verb == "list") {
            return Ok(Err("invalid"));
        }
        let node = &self.state.node;
        if let Some((entry, verb)) = generic
            && !["open", "edit", "view", "assign"].contains(&verb)
        {
            match changed(node, &device.actor, entry, body).await {
                Ok(true) => return Ok(Err("changed")),
                Ok(false) => {}
                Err(fault) => return reason(node, fault).map(Err),
            }
        }
        let began = self.state.node.now();
        let mut sent = body.clone();
        if let Err(fault) = search::first(node, &device.actor, &queued.slug, &mut sent, false).await {
            return reason(node, fault).map(Err);
        }
        if let Some(members) = sent.as_object_mut() {
            members.insert("act".into(), json!(queued.act));
            // Steps take the version only to see whether what they saw still stands.
            if generic.is_some_and(|(_, verb)| verb != "edit") {
                members.remove("version");
            }
        }
        let done = match perform_named(node, &device.actor, &queued.slug, sent).await {
            Ok(done) => done,
            // It was done before this program could write down that it was.
            Err(Fault::Node(Error::AlreadyDone)) => return Ok(Ok(Settled::applied(None))),
            Err(fault) => return reason(node, fault).map(Err),
        };
        let record = done.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
        let edited = record.filter(|_| generic.is_some_and(|(_, verb)| verb == "edit"));
        let mut settled = Settled::applied(record);
        if let Some(edited) = edited
            && self.state.node.contested_since(edited, began).await?
        {
            settled.outcome = Outcome::Conflict;
        }
        Ok(Ok(settled))
    }
}

fn reason(node: &Node, fault: Fault) -> Result<&'static str, Error> {
    match fault {
        Fault::Node(error) => node.queued_reason(error),
        _ => Ok("invalid"),
    }
}

/// Whether a step would write over what somebody else wrote since the device saw the record.
async fn changed(node: &Node, actor: &Actor, entry: &KindEntry, body: &Value) -> Result<bool, Fault> {
    let seen = body.get("version").and_then(Value::as_i64);
    let id = body.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let fields = body.get("fields").and_then(Value::as_object);
    let (Some(seen), Some(id), Some(fields)) = (seen, id, fields.filter(|fields| !fields.is_empty())) else {
        return Ok(false);
    };
    let now = entry.view(node, actor, id).await?;
    if now.version == seen {
        return Ok(false);
    }
    let sent = crate::api::json::draft(entry.meta, fields).ok_or(Fault::Unreadable)?;
    // Against what the device saw: a field that was emptied since is as much somebody's word as one that was filled.
    let since = node.changed_since(id, seen).await?;
    Ok(sent
        .0
        .iter()
        .any(|(name, sent)| since.iter().any(|one| one == name) && now.record.text(name) != *sent))
}

/// What lies in a seal: JSON, or JSON made smaller (RFC 1951), which never begins like one.
pub(super) fn opened(plain: Vec<u8>) -> Option<Vec<u8>> {
    if plain.first().is_some_and(|byte| b"[{".contains(byte)) {
        return Some(plain);
    }
    let mut json = Vec::new();
    // Small bytes may stand for more than any act has.
    let most = u64::try_from(MOST_JSON).ok()?;
    DeflateDecoder::new(plain.get(1..)?).take(most).read_to_end(&mut json).ok()?;
    (json.len() < MOST_JSON).then_some(json)
}

/// The body with records in place of the acts that made them.
fn filled(body: &Value, made: &HashMap<Id, Id>) -> Value {
    match body {
        Value::String(text) => {
            let act = text.strip_prefix('@').and_then(|id| id.parse::<Id>().ok());
            match act.and_then(|act| made.get(&act)) {
                Some(record) => json!(record),
                None => body.clone(),
            }
        }
        Value::Array(each) => each.iter().map(|each| filled(each, made)).collect(),
        Value::Object(members) => {
            let each = members.iter().map(|(name, value)| (name.clone(), filled(value, made)));
            Value::Object(each.collect::<Map<_, _>>())
        }
        _ => body.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_smaller_opens_and_no_more_than_an_act_may_have() {
        use std::io::Write;
        let small = |bytes: &[u8]| {
            let mut out = flate2::write::DeflateEncoder::new(vec![0], flate2::Compression::best());
            out.write_all(bytes).expect("written");
            out.finish().expect("whole")
        };
        assert_eq!(opened(small(b"[1]")).as_deref(), Some(&b"[1]"[..]));
        assert_eq!(opened(b"[1]".to_vec()).as_deref(), Some(&b"[1]"[..]));
        assert_eq!(opened(small(&vec![b' '; MOST_JSON])), None);
        assert_eq!(opened(vec![]), None);
    }

    #[test]
    fn records_stand_in_for_the_acts_that_made_them() {
        let (act, record) = (Id::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057), Id::from_u128(7));
        let body =
            json!({ "id": format!("@{act}"), "fields": { "notes": "@siapa", "list": [format!("@{act}")] } });
        let made = HashMap::from([(act, record)]);
        let expected = json!({ "id": record, "fields": { "notes": "@siapa", "list": [record] } });
        assert_eq!(filled(&body, &made), expected);
        assert_eq!(filled(&body, &HashMap::new()), body);
    }
}
