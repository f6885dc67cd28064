//! Where events gather, and the days on which one matter is already busy.

use std::collections::BTreeSet;

use model::{Date, Draft};

use super::dice::{Dice, is_workday, later};
use super::event::{Event, Key, Part, PostKey, What};

/// Days before the end of the history in which work may be left lying.
const OF_LATE: i64 = 120;

/// What a plan counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    /// Different children.
    pub(crate) children: usize,
    /// Records of children; a child known to two agencies has two.
    pub(crate) records: usize,
    /// Cases, one for each record of a child.
    pub(crate) cases: usize,
    /// Reports, with and without a case.
    pub(crate) reports: usize,
    /// Events.
    pub(crate) events: usize,
}

/// Events as they are thought of; put in order at the end.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) events: Vec<Event>,
    pub(crate) tally: Tally,
    keys: Key,
}

impl Book {
    /// A key for a record to come.
    pub(crate) fn key(&mut self) -> Key {
        self.keys += 1;
        self.keys - 1
    }

    /// How many keys were given out.
    pub(crate) fn keys(&self) -> usize {
        self.keys
    }

    /// Notes an event.
    pub(crate) fn note(&mut self, on: Date, who: PostKey, what: What) {
        self.events.push(Event { on, who, what });
    }

    /// The events in the order of their days; within one day as they were noted.
    pub(crate) fn in_order(mut self) -> (Vec<Event>, Tally) {
        self.events.sort_by_key(|event| event.on);
        self.tally.events = self.events.len();
        (self.events, self.tally)
    }
}

/// The posts that work on one matter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hands {
    /// Answers for the matter.
    pub(crate) custodian: PostKey,
    /// Does the daily work.
    pub(crate) worker: PostKey,
    /// Approves what the worker submits.
    pub(crate) approver: PostKey,
    /// Works on the legal track.
    pub(crate) legal: PostKey,
}

/// One case, day after day, until the work on it stops.
pub(crate) struct CaseFile<'a> {
    pub(crate) book: &'a mut Book,
    pub(crate) dice: Dice,
    pub(crate) case: Key,
    pub(crate) hands: Hands,
    /// The last day on which anybody works on it.
    pub(crate) until: Date,
    pub(crate) day: Date,
    /// Whether somebody else must agree before it is closed.
    pub(crate) high_risk: bool,
    /// A safety plan that has not ended.
    pub(crate) safety: Option<Key>,
    /// The agency's shelter, if it has one.
    pub(crate) shelter: Option<Key>,
    busy: BTreeSet<Date>,
}

impl<'a> CaseFile<'a> {
    /// A file that begins on this day.
    pub(crate) fn new(
        book: &'a mut Book,
        dice: Dice,
        case: Key,
        hands: Hands,
        from: Date,
        until: Date,
    ) -> Self {
        Self {
            book,
            dice,
            case,
            hands,
            until,
            day: from,
            high_risk: false,
            safety: None,
            shelter: None,
            busy: BTreeSet::from([from]),
        }
    }

    /// Goes on by some days, to a day that is free; `None` once nobody works on it any more.
    pub(crate) fn go(&mut self, low: i64, high: i64) -> Option<Date> {
        let day = later(self.day, self.dice.between(low.max(1), high.max(1)));
        self.day = self.free(day);
        (self.day <= self.until).then_some(self.day)
    }

    /// Whether the work stops here, in so many of a hundred cases. What stopped long ago somebody has seen to since: only a case
    /// of late lies where it was left.
    pub(crate) fn stops(&mut self, share: usize) -> bool {
        self.dice.percent(share) && self.is_late(OF_LATE)
    }

    /// Whether the course has come to the last days on which anybody works on the case.
    pub(crate) fn is_late(&self, days: i64) -> bool {
        self.day > later(self.until, -days)
    }

    /// The first free working day from this one on.
    pub(crate) fn free(&self, from: Date) -> Date {
        let mut day = from;
        while self.busy.contains(&day) || !is_workday(day) {
            day = later(day, 1);
        }
        day
    }

    /// A free day so many days after another, for work beside the course of the case.
    pub(crate) fn after(&mut self, day: Date, low: i64, high: i64) -> Date {
        let ahead = self.dice.between(low.max(1), high);
        self.free(later(day, ahead))
    }

    /// Notes an event of this case.
    pub(crate) fn note(&mut self, on: Date, who: PostKey, what: What) {
        self.busy.insert(on);
        self.book.note(on, who, what);
    }

    /// The worker takes a step with the case itself.
    pub(crate) fn step(&mut self, on: Date, action: &'static str, draft: Draft) {
        let (who, case) = (self.hands.worker, self.case);
        self.note(on, who, What::StepCase { case, action, draft });
    }

    /// Opens a part.
    pub(crate) fn open(&mut self, on: Date, who: PostKey, part: Part, draft: Draft) -> Key {
        let (key, case) = (self.book.key(), self.case);
        self.note(on, who, What::OpenPart { key, part, case, draft });
        key
    }

    /// Takes a step with a part.
    pub(crate) fn step_part(
        &mut self,
        on: Date,
        who: PostKey,
        (part, key): (Part, Key),
        action: &'static str,
        draft: Draft,
    ) {
        let case = self.case;
        self.note(on, who, What::StepPart { key, part, case, action, draft });
    }

    /// Takes a step with the follow-up that is due about this day.
    pub(crate) fn follow_up(&mut self, on: Date, action: &'static str, draft: Draft) {
        let (who, case) = (self.hands.worker, self.case);
        self.note(on, who, What::StepFollowUp { case, action, draft });
    }
}
