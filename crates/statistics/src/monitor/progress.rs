//! How far an indicator has come on its way to a target.

/// Base and target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Course {
    /// Year and value of the base.
    pub base: (i32, f64),
    /// Year and value of the target.
    pub target: (i32, f64),
}

/// Progress, in the words of the indicators' tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Cannot be said.
    NotAvailable,
    /// Away from the target.
    Deterioration,
    /// Less than 60 % of the way that was due by now.
    Limited,
    /// Less than 95 %.
    Moderate,
    /// 95 % and more.
    Substantial,
    /// The target is reached.
    Achieved,
}

impl Progress {
    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAvailable => "not_available",
            Self::Deterioration => "deterioration",
            Self::Limited => "limited",
            Self::Moderate => "moderate",
            Self::Substantial => "substantial",
            Self::Achieved => "achieved",
        }
    }
}

impl Course {
    /// Progress with a value of a year: the way that was made as a share of the way that was due on a straight line. The bounds of
    /// 60 % and 95 % are those of Eurostat's monitoring of the Sustainable Development Goals for indicators with a target.
    #[must_use]
    pub fn progress(&self, year: i32, value: f64) -> Progress {
        let (base_year, base) = self.base;
        let (target_year, target) = self.target;
        let way = target - base;
        if !(value.is_finite() && way.is_finite()) || target_year <= base_year || year <= base_year {
            return Progress::NotAvailable;
        }
        let left = if way >= 0.0 { target - value } else { value - target };
        if left <= 0.0 {
            return Progress::Achieved;
        }
        if way.abs() <= f64::EPSILON {
            return Progress::Deterioration;
        }
        let due = f64::from(year.min(target_year) - base_year) / f64::from(target_year - base_year);
        let made = (value - base) / way / due;
        if made < 0.0 {
            Progress::Deterioration
        } else if made < 0.6 {
            Progress::Limited
        } else if made < 0.95 {
            Progress::Moderate
        } else {
            Progress::Substantial
        }
    }
}
