//! The IATI Standard 2.03 (<https://iatistandard.org/en/iati-standard/203/>): activity and organisation files in and out.
//!
//! [`check_iati`] judges a file by the official schemas, by the standard ruleset and by the code lists. [`read_iati`] gives what a
//! node understands of it; whatever else stands in an element goes along as [`Carried`] and is written again by [`write_iati`], with
//! comments alone left out. What was not changed is written as it came.

mod activity;
mod books;
mod carried;
mod check;
mod codes;
mod document;
mod money;
mod narrative;
mod organisation;
mod rules;

pub use activity::{Activity, Participant, RelatedActivity, Share};
pub use books::{BookSum, Books, DocumentLink, SumLine, SumOf};
pub use carried::Carried;
pub use check::{IatiVerdict, check_iati, standard_rules};
pub use codes::is_code;
pub use document::{IatiDocument, Records, read_iati, write_iati};
pub use money::{Amount, Budget, Party, PlannedDisbursement, Transaction};
pub use narrative::{Narrative, in_language};
pub use organisation::{Organisation, OrganisationBudget};
pub use rules::{Ruleset, RulesetProblem};

use crate::xml::XmlLimits;

/// The version that is written and judged.
pub const VERSION: &str = "2.03";

/// Findings of one sort after which no more are told.
const MOST_FINDINGS: usize = 200;

/// Ceilings for files of this standard, which hold all activities of an organisation.
pub const LIMITS: XmlLimits =
    XmlLimits { bytes: 32 << 20, depth: 64, elements: 1_000_000, attributes: 64, text: 4 << 20 };
