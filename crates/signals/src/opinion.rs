//! What members think of a signal. Numbers after ThreatExchange; `3` is never given, it is computed.

/// One member's opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opinion {
    /// 0: it is not what it is listed as.
    NegativeClass,
    /// 1: worth looking into; what everything starts as.
    InvestigationSeed,
    /// 2: reviewed and confirmed by the one who says so.
    PositiveClass,
}

impl Opinion {
    /// The number on the wire.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::NegativeClass => 0,
            Self::InvestigationSeed => 1,
            Self::PositiveClass => 2,
        }
    }

    /// The opinion of a number. `3` is an aggregate and nobody's opinion.
    #[must_use]
    pub const fn of_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::NegativeClass),
            1 => Some(Self::InvestigationSeed),
            2 => Some(Self::PositiveClass),
            _ => None,
        }
    }
}

/// How a signal stands among those who said something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 0: those who reviewed it say no.
    NegativeClass,
    /// 1: nobody reviewed it yet.
    InvestigationSeed,
    /// 2: those who reviewed it say yes.
    PositiveClass,
    /// 3: reviews contradict each other.
    Disputed,
}

impl Standing {
    /// Counts opinions, one for each member. Whoever says "seed" says nothing for or against.
    pub fn of(opinions: impl IntoIterator<Item = Opinion>) -> Self {
        let (mut no, mut yes) = (false, false);
        for opinion in opinions {
            no |= opinion == Opinion::NegativeClass;
            yes |= opinion == Opinion::PositiveClass;
        }
        match (no, yes) {
            (false, false) => Self::InvestigationSeed,
            (true, false) => Self::NegativeClass,
            (false, true) => Self::PositiveClass,
            (true, true) => Self::Disputed,
        }
    }

    /// The number on the wire, 0 to 3.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::NegativeClass => 0,
            Self::InvestigationSeed => 1,
            Self::PositiveClass => 2,
            Self::Disputed => 3,
        }
    }
}

/// Whether a receiver may act upon a signal: only after **its own** review said yes. How many others said so, and how near a
/// match is, changes nothing.
#[must_use]
pub fn may_act(own_review: Option<Opinion>) -> bool {
    own_review == Some(Opinion::PositiveClass)
}
