//! From a filled form to acts. Each is performed under the permit of whoever filled the form, or of whoever decides about it later;
//! what the policy refuses stays sealed with its reason.

use std::collections::BTreeSet;

use model::{Draft, Id, Timestamp, kinds};

use super::device::Device;
use super::plan::{self, Thing};
use super::{Target, shelf};
use crate::access::Actor;
use crate::acts::field::{
    Done, ListVisits, ReceiveSubmission, Received, ReviewSubmission, SettleSubmission, VisitRow,
};
use crate::acts::moves::{GiveConsent, Named};
use crate::acts::people::{NewCase, OpenCase, SearchPeople};
use crate::acts::{MoveMatter, Open, OpenMatter, ViewMatter};
use crate::carried::{Way, carries};
use crate::error::{Error, Result};
use crate::node::Node;

/// What became of something that a device sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The submission.
    pub id: Id,
    /// Whether it was there already.
    pub before: bool,
    /// Why it waits for a person, by a code of list `submission-reason`.
    pub reason: Option<&'static str>,
}

/// What a person decided about a submission that was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// It is about this case.
    pub case: Option<Id>,
    /// The child was compared with those who look the same, and is another.
    pub other_child: bool,
    /// Of what differs from the record, these fields are taken as they were sent; the others stay as they are.
    pub fields: Option<BTreeSet<String>>,
    /// The visit is recorded as one more, beside what is there.
    pub one_more: bool,
}

/// How one thing ended.
type Outcome = std::result::Result<Id, &'static str>;

/// How often a submission is tried while copies of it are on their way.
const COPIES: u8 = 4;

impl Node {
    /// Takes a filled form from a device. A second copy is answered as the first was, and taken once.
    ///
    /// # Errors
    /// [`Error::Refused`] `submission-unread` for what is no filled form, `submission-encrypted` for one that the form encrypted,
    /// `submission-carries` for one with a picture or a file in it, `submission-no-instance` without a number of its own, `form-unknown`; [`Error::TooMany`]; [`Error::Storage`].
    pub async fn take_submission(&self, device: &Device, xml: &str) -> Result<Taken> {
        // Before anything of it lies anywhere, sealed or not.
        if carries(xml) {
            self.note_carried(&device.actor, Way::Submission).await?;
            return Err(Error::Refused("submission-carries"));
        }
        let root = plan::read(xml.as_bytes()).map_err(|_| Error::Refused("submission-unread"))?;
        if root.attribute("encrypted").is_some_and(|value| value == "yes" || value == "true") {
            return Err(Error::Refused("submission-encrypted"));
        }
        let (instance, corrects) = plan::instance(&root).ok_or(Error::Refused("submission-no-instance"))?;
        let named = |name: &str| root.attribute(name).unwrap_or_default().to_owned();
        let form = (named("id"), named("version"));
        let (organisation, wanted) = (device.organisation, form.clone());
        let found = self
            .db()
            .read(move |tx| {
                Box::pin(async move { shelf::find(tx, organisation, &wanted.0, &wanted.1).await })
            })
            .await?;
        let whole = found.ok_or(Error::Refused("form-unknown"))?;
        let held_back = match (device.held(self.now()) && !device.ended, corrects) {
            (false, _) => Some("post_left"),
            (true, Some(_)) => Some("corrects"),
            (true, None) => None,
        };
        let title = whole.version.title.clone();
        let receive = || ReceiveSubmission {
            device: device.id,
            form: form.clone(),
            title: title.clone(),
            instance: instance.clone(),
            xml: xml.to_owned(),
            held_back,
        };
        let mut copies = 0;
        loop {
            let taken = match self.perform(&device.actor, receive()).await {
                Ok(received) => self.go_on(device, &whole, xml, received).await,
                Err(error) => Err(error),
            };
            copies += 1;
            match taken {
                // Another copy came in at the same moment and is on the same way: this one finds what it made.
                Err(Error::Conflict | Error::Transient | Error::AlreadyDone | Error::Storage(_))
                    if copies < COPIES => {}
                other => return other,
            }
        }
    }

    /// Makes records of a submission that arrived, or of one whose first copy broke off on the way.
    async fn go_on(
        &self,
        device: &Device,
        whole: &shelf::Whole,
        xml: &str,
        received: Received,
    ) -> Result<Taken> {
        let before = !received.fresh;
        if received.state != "received" {
            return Ok(Taken { id: received.id, before, reason: None });
        }
        let planned = plan::plan(whole, xml, received.received_at, None);
        let (done, reason, kept) = match (received.held_back, planned) {
            (Some(reason), planned) => {
                (Vec::new(), Some(reason), planned.map(|plan| plan.kept).unwrap_or_default())
            }
            (None, Err(no)) => (Vec::new(), Some(no.reason()), Vec::new()),
            (None, Ok(plan)) => {
                let acts =
                    Acts { node: self, actor: &device.actor, seed: (received.id, received.received_at) };
                let done = acts.all(&plan.things, &Choice::default(), &|_| None).await?;
                let reason = done.iter().find(|done| done.outcome != DONE).map(|done| done.outcome);
                (done, reason, plan.kept)
            }
        };
        let settle = SettleSubmission { submission: received.id, done, reason, kept };
        match self.perform(&device.actor, settle).await {
            // Two copies at once: the other one has written it down.
            Ok(()) | Err(Error::Refused("submission-settled")) | Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
        Ok(Taken { id: received.id, before, reason })
    }

    /// A person decides about a submission that was kept: the acts it asks for are performed as theirs. `act` is the decision's id.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever may not review it; [`Error::Refused`] `submission-settled`, `submission-unreadable` when
    /// nothing can be made of it; what stands in the way of its acts is written down and answered as [`Taken::reason`].
    pub async fn decide_submission(
        &self,
        act: Id,
        actor: &Actor,
        submission: Id,
        choice: &Choice,
    ) -> Result<Taken> {
        let seen = self.perform(actor, ReviewSubmission { submission, case: choice.case }).await?;
        if !matches!(seen.state.as_str(), "received" | "kept" | "conflict") {
            return Err(Error::Refused("submission-settled"));
        }
        if seen.needs_case {
            return Err(Error::Refused("submission-needs-case"));
        }
        let plan = seen.plan.ok_or(Error::Refused("submission-unreadable"))?;
        let acts = Acts { node: self, actor, seed: (act, self.now()) };
        let known = |position: usize| seen.done.get(&position).copied();
        let done = acts.all(&plan.things, choice, &known).await?;
        let reason = done.iter().find(|done| done.outcome != DONE).map(|done| done.outcome);
        let settle = SettleSubmission { submission, done, reason, kept: plan.kept };
        self.perform_as(act, actor, settle).await?;
        Ok(Taken { id: submission, before: true, reason })
    }

    /// Writes down that somebody performed an act of the offline app that had been kept. `act` is the id of their decision.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whoever may not review it; [`Error::Refused`] `submission-settled`.
    pub async fn settle_kept_act(&self, act: Id, actor: &Actor, submission: Id) -> Result<()> {
        let settle = SettleSubmission { submission, done: Vec::new(), reason: None, kept: Vec::new() };
        self.perform_as(act, actor, settle).await
    }

    /// The choices that a form brings along to a device.
    ///
    /// # Errors
    /// [`Error::Denied`] `no-right`; [`Error::NotFound`]; [`Error::Storage`].
    pub async fn visits_for(&self, device: &Device, target: Target) -> Result<Vec<VisitRow>> {
        self.perform(&device.actor, ListVisits { device: device.id, target }).await
    }
}

const DONE: &str = crate::acts::field::DONE;

/// Acts of one submission. Their ids follow from it, so that what was done before a break is not done again.
struct Acts<'a> {
    node: &'a Node,
    actor: &'a Actor,
    seed: (Id, Timestamp),
}

impl Acts<'_> {
    fn id(&self, position: usize, part: u8) -> Id {
        let key = self.node.keys().lookup.subkey("field-act");
        let parts: [&[u8]; 3] = [&self.seed.0.to_u128().to_be_bytes(), &position.to_be_bytes(), &[part]];
        let tag = seal::tag(&key, &seal::frame("jejaring/field-act/1", &parts));
        let mut random = [0; 10];
        random.iter_mut().zip(tag).for_each(|(byte, drawn)| *byte = drawn);
        Id::new(self.seed.1, random)
    }

    /// Everything in its order. What an earlier attempt did is left alone; the first thing that cannot be done does not keep the
    /// others from being done.
    async fn all(
        &self,
        things: &[Thing],
        choice: &Choice,
        known: &(dyn Fn(usize) -> Option<Id> + Send + Sync),
    ) -> Result<Vec<Done>> {
        let mut done = Vec::with_capacity(things.len());
        for (position, thing) in things.iter().enumerate() {
            let outcome = match known(position) {
                Some(record) => Ok(record),
                None => self.one(position, thing, choice).await?,
            };
            done.push(Done {
                position,
                kind: thing.meta().slug,
                step: thing.step().map(str::to_owned),
                act: self.id(position, 0),
                outcome: outcome.err().unwrap_or(DONE),
                record: outcome.ok(),
            });
        }
        Ok(done)
    }

    async fn one(&self, position: usize, thing: &Thing, choice: &Choice) -> Result<Outcome> {
        let (node, actor, act) = (self.node, self.actor, self.id(position, 0));
        let result = match thing {
            Thing::Report(draft) => {
                let open = Open::<kinds::Report>::root(draft.clone());
                node.perform_as(act, actor, open).await.map(|opened| opened.id)
            }
            Thing::Case { case, child } => self.case(act, case, child, choice.other_child).await,
            Thing::Consent { case, draft } => {
                let give = GiveConsent { case: *case, draft: draft.clone(), named: Named::default() };
                node.perform_as(act, actor, give).await.map(|opened| opened.id)
            }
            Thing::Part { meta, case, draft } => {
                let open = OpenMatter::new(meta, Some(*case), draft.clone());
                node.perform_as(act, actor, open).await.map(|opened| opened.id)
            }
            Thing::Visit { .. } => return self.visit(position, thing, choice).await,
        };
        outcome(result)
    }

    /// A child is looked for first, as at the office.
    async fn case(&self, act: Id, case: &Draft, child: &Draft, other_child: bool) -> Result<Id> {
        let found = self.node.perform(self.actor, SearchPeople::form(child.clone())).await?;
        let open = OpenCase::new(NewCase::child(case.clone(), child.clone()), found.search);
        let open = if other_child { open.confirmed_not_duplicate() } else { open };
        self.node.perform_as(act, self.actor, open).await.map(|opened| opened.id)
    }

    /// A visit is recorded where it waits. What somebody else wrote meanwhile is never overwritten in silence.
    async fn visit(&self, position: usize, thing: &Thing, choice: &Choice) -> Result<Outcome> {
        let Thing::Visit { meta, id, version, step, draft } = thing else { return Ok(Err("invalid")) };
        let seen = match self.node.perform(self.actor, ViewMatter::new(meta, *id)).await {
            Ok(seen) => seen,
            Err(error) => return outcome(Err(error)),
        };
        let waits =
            meta.lifecycle.step(step).is_some_and(|step| step.from.contains(&seen.envelope.state.as_str()));
        let differs = |name: &str, sent: &str| {
            let now = seen.record.text(name);
            !now.is_empty() && now != sent
        };
        let some_differ = draft.0.iter().any(|(name, sent)| differs(name, sent));
        if choice.one_more {
            return self
                .one_more(position, thing, seen.envelope.root, &seen.record.text("followup_type"))
                .await;
        }
        if !waits {
            // The same visit written down twice is one visit.
            return Ok(if some_differ { Err("changed") } else { Ok(*id) });
        }
        let mut draft = draft.clone();
        match &choice.fields {
            Some(fields) => draft.0.retain(|name, sent| !differs(name, sent) || fields.contains(name)),
            None if some_differ && *version != Some(seen.version) => return Ok(Err("changed")),
            None => {}
        }
        let moved = match MoveMatter::new(meta, *id, step, draft) {
            Ok(moved) => self.node.perform_as(self.id(position, 0), self.actor, moved).await,
            Err(error) => Err(error),
        };
        outcome(moved.map(|opened| opened.id))
    }

    /// The same visit as one more of the case: opened on its day, and recorded.
    async fn one_more(&self, position: usize, thing: &Thing, case: Id, kind: &str) -> Result<Outcome> {
        let Thing::Visit { meta, step, draft, .. } = thing else { return Ok(Err("invalid")) };
        let day = draft.text("followup_date");
        let day = if day.is_empty() {
            self.node.now().date(Default::default()).to_string()
        } else {
            day.to_owned()
        };
        let fresh = Draft::default().with("followup_type", kind).with("needed_by", day);
        let open = OpenMatter::new(meta, Some(case), fresh);
        let opened = match self.node.perform_as(self.id(position, 1), self.actor, open).await {
            Ok(opened) => opened.id,
            Err(error) => return outcome(Err(error)),
        };
        let moved = match MoveMatter::new(meta, opened, step, draft.clone()) {
            Ok(moved) => self.node.perform_as(self.id(position, 0), self.actor, moved).await,
            Err(error) => Err(error),
        };
        outcome(moved.map(|opened| opened.id))
    }
}

/// What stood in the way, as a code of list `submission-reason`; trouble of the node itself is no answer and goes up.
fn outcome(result: Result<Id>) -> Result<Outcome> {
    match result {
        Ok(id) => Ok(Ok(id)),
        Err(error) => reason_of(error).map(Err),
    }
}

/// What stood in the way, as a code of list `submission-reason`; trouble of the node itself is no answer and goes up.
pub(super) fn reason_of(error: Error) -> Result<&'static str> {
    Ok(match error {
        Error::NotFound => "out_of_reach",
        Error::Denied(_) => "no_right",
        Error::Refused("likely-duplicate") => "likely_duplicate",
        Error::Refused("matter-closed") => "closed",
        Error::Refused("wrong-state") => "changed",
        Error::Refused(crate::error::DISK_FULL) => return Err(Error::Refused(crate::error::DISK_FULL)),
        Error::Refused(_) | Error::Conflict | Error::AlreadyDone => "refused",
        Error::Invalid(_) => "invalid",
        error => return Err(error),
    })
}
