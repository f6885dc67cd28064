//! What happens in the plan, and by which post.

use model::{Date, Draft};

/// A post of the plan, by its place in [`Plan::posts`](super::Plan::posts).
pub(crate) type PostKey = usize;
/// Somebody of the staff, by their place in [`Plan::staff`](super::Plan::staff).
pub(crate) type StaffKey = usize;
/// A record that an event brings about, so that later events can speak of it.
pub(crate) type Key = usize;

/// One thing that a post does on one day. What concerns one matter lies at least a day apart, so that all events of one
/// day can be carried out side by side.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// The day, in western Indonesia.
    pub(crate) on: Date,
    /// The post that acts; for what the public does, the post that will see it.
    pub(crate) who: PostKey,
    /// What it does.
    pub(crate) what: What,
}

/// Kinds of parts that events open and move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Assessment,
    Goal,
    Service,
    Legal,
    /// Any other kind, by its slug.
    Other(&'static str),
}

/// What an event does.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// Somebody takes a post.
    Tenure { staff: StaffKey, acting: bool, until: Option<Date> },
    /// A member of staff writes down a report.
    Report { key: Key, draft: Draft },
    /// Somebody tells without signing in and gets a receipt.
    PublicReport { key: Key, draft: Draft },
    /// A message in the thread of a public report.
    Say { report: Key, by_reporter: bool, text: &'static str },
    /// A step of a report.
    StepReport { report: Key, action: &'static str, draft: Draft },
    /// A case with its child, from a report or without one.
    OpenCase { key: Key, child: Box<Draft>, case: Box<Draft>, report: Option<Key>, custodian: PostKey },
    /// A step of a case.
    StepCase { case: Key, action: &'static str, draft: Draft },
    /// A part of a case.
    OpenPart { key: Key, part: Part, case: Key, draft: Draft },
    /// A step of a part.
    StepPart {
        key: Key,
        part: Part,
        #[cfg_attr(not(test), expect(dead_code, reason = "the proofs ask which matter an event is about"))]
        case: Key,
        action: &'static str,
        draft: Draft,
    },
    /// A root matter of another kind, by its slug.
    OpenRoot { key: Key, kind: &'static str, draft: Draft },
    /// A service with places: name, sex that they are for, how many.
    OpenPlace { key: Key, name: &'static str, sex: Option<&'static str>, places: i64 },
    /// A place there for the child of a service, or a place in its line.
    TakePlace {
        #[cfg_attr(not(test), expect(dead_code, reason = "the proofs ask which matter an event is about"))]
        case: Key,
        service: Key,
        place: Key,
    },
    /// What a conference decided, for the post that acts.
    Decide {
        key: Key,
        #[cfg_attr(not(test), expect(dead_code, reason = "the proofs ask which matter an event is about"))]
        case: Key,
        conference: Key,
        draft: Draft,
    },
    /// Posts sit in a conference, and were there.
    Assemble {
        #[cfg_attr(not(test), expect(dead_code, reason = "the proofs ask which matter an event is about"))]
        case: Key,
        conference: Key,
        posts: Vec<PostKey>,
    },
    /// The question whether a case may be closed.
    AskApproval { key: Key, case: Key },
    /// A yes to it.
    Approve {
        #[cfg_attr(not(test), expect(dead_code, reason = "the proofs ask which matter an event is about"))]
        case: Key,
        approval: Key,
    },
    /// A step of the follow-up that was to be made about this day.
    StepFollowUp { case: Key, action: &'static str, draft: Draft },
}

impl What {
    /// The root matter that this is about, if it is about one.
    #[cfg(test)]
    pub(crate) fn root(&self) -> Option<Key> {
        match self {
            Self::Tenure { .. } | Self::OpenPlace { .. } => None,
            Self::Report { key, .. }
            | Self::PublicReport { key, .. }
            | Self::OpenRoot { key, .. }
            | Self::OpenCase { key, .. } => Some(*key),
            Self::Say { report, .. } | Self::StepReport { report, .. } => Some(*report),
            Self::StepCase { case, .. }
            | Self::OpenPart { case, .. }
            | Self::StepPart { case, .. }
            | Self::TakePlace { case, .. }
            | Self::AskApproval { case, .. }
            | Self::Approve { case, .. }
            | Self::Decide { case, .. }
            | Self::Assemble { case, .. }
            | Self::StepFollowUp { case, .. } => Some(*case),
        }
    }

    /// The draft that is typed in, if there is one.
    #[cfg(test)]
    pub(crate) fn drafts(&self) -> Vec<&Draft> {
        match self {
            Self::Tenure { .. }
            | Self::Say { .. }
            | Self::OpenPlace { .. }
            | Self::AskApproval { .. }
            | Self::Approve { .. }
            | Self::Assemble { .. }
            | Self::TakePlace { .. } => Vec::new(),
            Self::OpenCase { child, case, .. } => vec![child, case],
            Self::Report { draft, .. }
            | Self::OpenRoot { draft, .. }
            | Self::PublicReport { draft, .. }
            | Self::StepReport { draft, .. }
            | Self::StepCase { draft, .. }
            | Self::OpenPart { draft, .. }
            | Self::StepPart { draft, .. }
            | Self::Decide { draft, .. }
            | Self::StepFollowUp { draft, .. } => vec![draft],
        }
    }
}
