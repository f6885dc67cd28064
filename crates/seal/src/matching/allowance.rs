//! How much a member may ask. Both guardians decide it separately, each by its own count; the asking member decides it for its posts.

/// What a member may have evaluated. Counts are points: a query of one person has up to 24.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Points for queries in one day of UTC, all posts together.
    pub member_day: u32,
    /// Points for queries in one day of one post, counted inside the member.
    pub post_day: u32,
    /// Points in one epoch for the member's own register.
    pub register_epoch: u64,
}

/// What has been used so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Used {
    /// By the member today.
    pub member_day: u32,
    /// By the post today; a guardian, who knows no posts, leaves it at 0.
    pub post_day: u32,
    /// For the register in this epoch.
    pub register_epoch: u64,
}

/// Which budget does not suffice, and what is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OverBudget {
    /// The member's for today.
    #[error(
        "the organisation's matching budget of today has {left} points left: ask tomorrow, or ask the network for more"
    )]
    MemberDay {
        /// Points left.
        left: u32,
    },
    /// The post's for today.
    #[error("the post's matching budget of today has {left} points left: ask tomorrow, or ask a colleague")]
    PostDay {
        /// Points left.
        left: u32,
    },
    /// The register's for this epoch.
    #[error("the register's matching budget of this epoch has {left} points left: ask the network for more")]
    RegisterEpoch {
        /// Points left.
        left: u64,
    },
}

impl Allowance {
    /// Counts a query of `points` points, or says why not. Nothing is counted by halves.
    ///
    /// # Errors
    /// [`OverBudget::MemberDay`], [`OverBudget::PostDay`].
    pub fn query(self, used: Used, points: u32) -> Result<Used, OverBudget> {
        let left = self.member_day.saturating_sub(used.member_day);
        if points > left {
            return Err(OverBudget::MemberDay { left });
        }
        let left = self.post_day.saturating_sub(used.post_day);
        if points > left {
            return Err(OverBudget::PostDay { left });
        }
        Ok(Used { member_day: used.member_day + points, post_day: used.post_day + points, ..used })
    }

    /// Counts `points` points of the register, or says why not.
    ///
    /// # Errors
    /// [`OverBudget::RegisterEpoch`].
    pub fn register(self, used: Used, points: u64) -> Result<Used, OverBudget> {
        let left = self.register_epoch.saturating_sub(used.register_epoch);
        if points > left {
            return Err(OverBudget::RegisterEpoch { left });
        }
        Ok(Used { register_epoch: used.register_epoch + points, ..used })
    }
}

/// From when an answer given at `answered` counts among those shown to the asker: the beginning of the next window, so that
/// neither a quick nor a slow review can be told from its time. Milliseconds.
#[must_use]
pub fn shown_from(answered: i64, window: i64) -> i64 {
    let window = window.max(1);
    (answered.div_euclid(window) + 1).saturating_mul(window)
}
