//! The decision itself: pure, so that it can be tried on any history of consents.

use std::collections::BTreeSet;

use model::field::{DataGroup, Groups};
use model::{Date, Id, Timestamp};

use crate::error::Error;

/// One consent as the decision sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) id: Id,
    /// Code of list `consent-kind`.
    pub(crate) kind: String,
    /// Code of list `consent-giver`.
    pub(crate) by: String,
    /// Code of list `consent-state`.
    pub(crate) state: String,
    pub(crate) purposes: Vec<String>,
    pub(crate) groups: Groups,
    /// Classes of recipients, and organisations by name.
    pub(crate) classes: Vec<String>,
    pub(crate) organisations: Vec<Id>,
    pub(crate) withheld_classes: Vec<String>,
    pub(crate) withheld_organisations: Vec<Id>,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    /// When it was said, and when that last changed.
    pub(crate) at: Timestamp,
    pub(crate) changed: Timestamp,
    /// Ways in which whoever said it may be reached safely.
    pub(crate) channels: Vec<String>,
}

/// What there is to know of a case before anything of it is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CaseConsents {
    pub(crate) organisation: Id,
    /// The guardian-is-suspect switch.
    pub(crate) suspect: bool,
    /// Whether the child survived gender-based violence: then consent to services is what counts.
    pub(crate) survivor: bool,
    /// Oldest first.
    pub(crate) said: Vec<Said>,
}

/// Who would receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipient {
    pub(crate) id: Id,
    /// Code of list `consent-recipient`.
    pub(crate) class: &'static str,
}

/// That a sharing may go on, and on what it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Code of list `share-basis`.
    pub(crate) basis: &'static str,
    /// Consents used.
    pub(crate) consents: Vec<Id>,
    /// The last day on which all of them hold.
    pub(crate) until: Option<Date>,
}

impl Standing {
    /// Nothing leaves the organisation.
    pub(crate) const OWN_ORGANISATION: Self =
        Self { basis: "own_organisation", consents: Vec::new(), until: None };
}

/// Why a sharing may not go on without a right to override.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stop {
    /// It was said that this recipient shall not know.
    Withheld,
    /// The child said no.
    ChildRefused,
    /// Only a guardian who is a suspect said yes.
    GuardianIsSuspect,
    /// Nobody said yes.
    NoConsent,
    /// Somebody said yes, to less.
    TooWide,
}

impl Stop {
    /// Somebody said no, rather than nobody yes.
    pub(crate) const fn was_said(self) -> bool {
        matches!(self, Self::Withheld | Self::ChildRefused)
    }

    /// The refusal.
    pub(crate) const fn refusal(self) -> Error {
        match self {
            Self::Withheld => Error::Refused("share-withheld"),
            Self::ChildRefused => Error::Refused("share-child-refused"),
            Self::GuardianIsSuspect => Error::Refused("share-guardian-is-suspect"),
            Self::NoConsent => Error::Refused("share-without-consent"),
            Self::TooWide => Error::Refused("share-wider-than-consent"),
        }
    }
}

const LEGAL: &str = "legal_basis_without_consent";
/// Stands for whoever gave a consent and takes part as a suspect: their yes carries nothing.
pub(super) const SUSPECT_GIVER: &str = "suspect_giver";

impl Said {
    fn is_for(&self, purpose: &str) -> bool {
        self.purposes.iter().any(|code| code == purpose)
    }

    fn in_force(&self, today: Date) -> bool {
        self.state == "given"
            && self.from.is_none_or(|from| from <= today)
            && self.until.is_none_or(|until| today <= until)
    }

    fn names(&self, recipient: &Recipient) -> bool {
        self.organisations.contains(&recipient.id)
            || self.classes.iter().any(|class| class == recipient.class)
    }

    /// A no that names nobody is meant for everybody.
    fn denies(&self, recipient: &Recipient) -> bool {
        let nobody = self.organisations.is_empty() && self.classes.is_empty();
        matches!(self.state.as_str(), "refused" | "withdrawn") && (nobody || self.names(recipient))
    }

    fn withholds(&self, recipient: &Recipient) -> bool {
        self.withheld_organisations.contains(&recipient.id)
            || self.withheld_classes.iter().any(|class| class == recipient.class)
    }

    fn withholds_from_home(&self) -> bool {
        self.withheld_classes.iter().any(|class| class == "guardian" || class == "family")
    }

    /// Whether it is a yes that can carry a sharing: the assent of a child stands beside a guardian's consent and does not
    /// replace it, and a guardian who is a suspect speaks for nobody.
    fn carries(&self, suspect: bool) -> bool {
        match (self.kind.as_str(), self.by.as_str()) {
            (LEGAL, "court" | "legal_mandate") | ("young_person_consent", "child") => true,
            ("guardian_consent", "guardian") => !suspect,
            ("guardian_consent", "other_guardian") => true,
            _ => false,
        }
    }
}

impl CaseConsents {
    /// Whether a recipient is not to know.
    fn keeps_from(&self, recipient: &Recipient, today: Date) -> bool {
        self.kept(Said::withholds, |said| said.names(recipient), recipient, today)
    }

    /// Whether the guardian and the family are not to know.
    pub(super) fn keeps_from_home(&self, today: Date) -> bool {
        let family = |said: &Said| said.classes.iter().any(|class| class == "family");
        self.kept(|said, ()| said.withholds_from_home(), family, &(), today)
    }

    /// "Never tell them" outlives the yes that it was said with: it holds after that has ended or was taken back, until whoever said it
    /// names the same recipient in a later yes, for as long as that is in force. A guardian who is a suspect silences nobody.
    fn kept<R>(
        &self,
        withholds: impl Fn(&Said, &R) -> bool,
        names: impl Fn(&Said) -> bool,
        recipient: &R,
        today: Date,
    ) -> bool {
        let void = |said: &Said| said.by == SUSPECT_GIVER || self.suspect && said.by == "guardian";
        let lifted = |no: &Said| {
            self.said.iter().any(|yes| {
                yes.by == no.by
                    && (yes.at, yes.id) > (no.at, no.id)
                    && yes.in_force(today)
                    && names(yes)
                    && !withholds(yes, recipient)
            })
        };
        self.said.iter().any(|said| withholds(said, recipient) && !void(said) && !lifted(said))
    }
}

/// Whether a sharing may go on.
pub(crate) fn decide(
    case: &CaseConsents,
    recipient: &Recipient,
    groups: Groups,
    services: bool,
    today: Date,
) -> Result<Standing, Stop> {
    if case.keeps_from(recipient, today) {
        return Err(Stop::Withheld);
    }
    let purposes: &[&str] = match (services, case.survivor) {
        (_, true) => &["services"],
        (true, false) => &["services", "information_sharing"],
        (false, false) => &["information_sharing"],
    };
    // A no to either is a no, whichever of them is asked.
    if ["services", "information_sharing"].iter().any(|purpose| child_refuses(case, recipient, purpose)) {
        return Err(Stop::ChildRefused);
    }
    let mut used = BTreeSet::new();
    let mut stop = None;
    for purpose in purposes {
        match carried(case, recipient, groups, purpose, today) {
            Ok(by) => used.extend(by),
            // The weightier reason is the one to be told.
            Err(why) => stop = Some(stop.map_or(why, |known: Stop| known.min(why))),
        }
    }
    if let Some(stop) = stop {
        return Err(stop);
    }
    let rests = case.said.iter().filter(|said| used.contains(&said.id));
    let legal = rests.clone().any(|said| said.kind == LEGAL);
    Ok(Standing {
        basis: if legal { "legal_basis" } else { "consent" },
        until: rests.filter_map(|said| said.until).min(),
        consents: used.into_iter().collect(),
    })
}

/// The last word of the child about a purpose and a recipient is no.
fn child_refuses(case: &CaseConsents, recipient: &Recipient, purpose: &str) -> bool {
    let about = |said: &&Said| {
        said.by == "child" && said.is_for(purpose) && (said.denies(recipient) || said.names(recipient))
    };
    let last = case.said.iter().filter(about).filter(|said| said.state != "expired");
    last.max_by_key(|said| (said.changed, said.id)).is_some_and(|said| said.denies(recipient))
}

/// The consents that together carry the groups for one purpose.
fn carried(
    case: &CaseConsents,
    recipient: &Recipient,
    groups: Groups,
    purpose: &str,
    today: Date,
) -> Result<Vec<Id>, Stop> {
    let yes = |said: &&Said| said.is_for(purpose) && said.in_force(today) && said.names(recipient);
    let later_no = |said: &Said| {
        let no = |other: &&Said| other.by == said.by && other.state == "refused" && other.is_for(purpose);
        case.said.iter().filter(no).any(|no| no.denies(recipient) && (no.at, no.id) > (said.at, said.id))
    };
    let given: Vec<&Said> = case.said.iter().filter(yes).filter(|said| !later_no(said)).collect();
    let carrying: Vec<&Said> = given.iter().copied().filter(|said| said.carries(case.suspect)).collect();
    if carrying.is_empty() {
        let void = given.iter().any(|said| said.by == SUSPECT_GIVER || case.suspect && said.by == "guardian");
        return Err(if void { Stop::GuardianIsSuspect } else { Stop::NoConsent });
    }
    let most = carrying.iter().fold(Groups::NONE.with(DataGroup::Record), |most, said| most.or(said.groups));
    if groups.within(most) { Ok(carrying.iter().map(|said| said.id).collect()) } else { Err(Stop::TooWide) }
}

/// What was last said about statistics, by the child or by a guardian who is no suspect: one no is a no.
pub(crate) fn statistics(case: &CaseConsents) -> Option<bool> {
    let mut answer = None;
    for by in ["child", "guardian", "other_guardian", "court", "legal_mandate"] {
        if by == "guardian" && case.suspect {
            continue;
        }
        let about = case.said.iter().filter(|said| said.by == by && said.is_for("statistics"));
        let last =
            about.filter(|said| said.state != "unable_to_ask").max_by_key(|said| (said.changed, said.id));
        match last.map(|said| said.state.as_str()) {
            Some("refused" | "withdrawn") => return Some(false),
            Some("given") => answer = Some(true),
            _ => {}
        }
    }
    answer
}
