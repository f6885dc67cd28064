//! States of a kind and the named actions that lead from one to the next. A state is never typed, only reached.

/// What a state means for the person who must answer (domain model, section 1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The next move is ours.
    Open,
    /// The next move is somebody else's.
    Waiting,
    /// There is an outcome.
    Closed,
}

impl Phase {
    /// The code of list `phase`, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
        }
    }
}

/// One state.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// Its code.
    pub name: &'static str,
    /// What it means for work lists.
    pub phase: Phase,
}

/// One named action along the lifecycle.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The verb; with the kind's slug it names the act: `close` on `case` is `close-case`.
    pub action: &'static str,
    /// States it may start from.
    pub from: &'static [&'static str],
    /// State it leads to.
    pub to: &'static str,
    /// Fields that must be filled when the step is taken; the form of the step asks for them.
    pub needs: &'static [&'static str],
    /// Fields that the form of the step offers besides.
    pub offers: &'static [&'static str],
}

/// All states and steps of a kind. The first state is where a record begins.
#[derive(Debug, Clone, Copy)]
pub struct Lifecycle {
    /// States, initial one first.
    pub states: &'static [State],
    /// Steps.
    pub steps: &'static [Step],
}

impl Lifecycle {
    /// For records that have no states of their own, such as people.
    pub const NONE: Self = Self { states: &[], steps: &[] };

    /// Where a record begins.
    pub fn initial(&self) -> Option<&'static State> {
        self.states.first()
    }

    /// The state with this name.
    pub fn state(&self, name: &str) -> Option<&'static State> {
        self.states.iter().find(|state| state.name == name)
    }

    /// The step with this action.
    pub fn step(&self, action: &str) -> Option<&'static Step> {
        self.steps.iter().find(|step| step.action == action)
    }

    /// Steps that may be taken from a state.
    pub fn steps_from(&self, state: &str) -> impl Iterator<Item = &'static Step> {
        self.steps.iter().filter(move |step| step.from.contains(&state))
    }
}
