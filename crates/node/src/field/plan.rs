//! What a filled form asks for. Pure: the same form, answers and instant give the same plan.

use forms::mapping::{self, Mapped, MappingProblem};
use forms::submission::{Answers, Arrival, Rejection, Tables, check};
use forms::xml::{self, Element, XmlLimits};
use forms::xpath::Moment;
use model::{Draft, Id, Kind, KindMeta, Timestamp, kinds};

use super::shelf::Whole;
use super::target::{self, Target};

/// One thing to do, by an act that is there already.
#[derive(Debug, Clone)]
pub(crate) enum Thing {
    /// A report, in the custody of the device's post.
    Report(Draft),
    /// A child's case, after a search.
    Case { case: Draft, child: Draft },
    /// What was said about sharing.
    Consent { case: Id, draft: Draft },
    /// A part of a case.
    Part { meta: &'static KindMeta, case: Id, draft: Draft },
    /// A step of a part that waits for it.
    Visit { meta: &'static KindMeta, id: Id, version: Option<i64>, step: String, draft: Draft },
}

impl Thing {
    /// The kind it makes or moves.
    pub(crate) fn meta(&self) -> &'static KindMeta {
        match self {
            Self::Report(_) => kinds::Report::META,
            Self::Case { .. } => kinds::Case::META,
            Self::Consent { .. } => kinds::Consent::META,
            Self::Part { meta, .. } | Self::Visit { meta, .. } => meta,
        }
    }

    /// The step it takes, if it makes nothing new.
    pub(crate) fn step(&self) -> Option<&str> {
        match self {
            Self::Visit { step, .. } => Some(step),
            _ => None,
        }
    }

    /// Fields by kind.
    pub(crate) fn drafts(&self) -> Vec<(&'static KindMeta, &Draft)> {
        match self {
            Self::Case { case, child } => {
                vec![(<kinds::Person as Kind>::META, child), (kinds::Case::META, case)]
            }
            Self::Report(draft)
            | Self::Consent { draft, .. }
            | Self::Part { draft, .. }
            | Self::Visit { draft, .. } => vec![(self.meta(), draft)],
        }
    }
}

/// Everything that a filled form asks for.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) things: Vec<Thing>,
    /// Answers that the mapping leaves in the submission: question and answer.
    pub(crate) kept: Vec<(String, String)>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoPlan {
    /// Answers that the form does not allow: path and message, never the answer.
    Answers(Vec<(String, String)>),
    /// Answers that no record takes.
    Mapping(Vec<MappingProblem>),
    /// It is about a case that was not chosen.
    NoTarget,
    /// It cannot be read at all; the code says why.
    Unreadable(&'static str),
}

impl NoPlan {
    /// Code of list `submission-reason`.
    pub(crate) const fn reason(&self) -> &'static str {
        match self {
            Self::Answers(_) | Self::Unreadable(_) => "answers",
            Self::Mapping(_) => "mapping",
            Self::NoTarget => "no_target",
        }
    }
}

/// Reads the XML of a filled form with the limits of this node.
pub(crate) fn read(xml: &[u8]) -> Result<Element, &'static str> {
    let limits = XmlLimits { bytes: super::LONGEST_SUBMISSION, ..XmlLimits::default() };
    xml::read(xml, &limits).map_err(|fault| fault.code())
}

/// What the form says it is called: the id of this filling, and the one that it corrects.
pub(crate) fn instance(root: &Element) -> Option<(String, Option<String>)> {
    let text = |name: &str| {
        let text =
            root.child("meta").and_then(|meta| meta.child(name)).map(|found| found.text().trim().to_owned());
        text.filter(|text| !text.is_empty() && text.chars().count() <= 120)
    };
    let id = text("instanceID").or_else(|| root.attribute("instanceID").map(str::to_owned))?;
    Some((id, text("deprecatedID")))
}

/// Minutes east of UTC of the office's clock.
const OFFICE: i16 = 7 * 60;

/// The checked answers.
pub(crate) fn answers(
    whole: &Whole,
    xml: &str,
    arrived: Timestamp,
) -> Result<(Answers, Option<target::Chosen>), NoPlan> {
    let mut root = read(xml.as_bytes()).map_err(NoPlan::Unreadable)?;
    let chosen = target::take(&mut root);
    let bare = root.to_document();
    let now = Moment::of_instant(arrived.millis(), OFFICE).ok_or(NoPlan::Unreadable("xml-broken"))?;
    let tables = Tables::default();
    let arrival = Arrival { now, language: None, tables: &tables, digest: Some(seal::digest) };
    let answers = check(&whole.form, bare.as_bytes(), &arrival).map_err(|rejection| match rejection {
        Rejection::Answers(problems) => {
            NoPlan::Answers(problems.into_iter().map(|problem| (problem.path, problem.message)).collect())
        }
        other => NoPlan::Unreadable(other.code()),
    })?;
    Ok((answers, chosen))
}

/// Makes the plan. A case that a person chose at the office stands before the one that the device named.
pub(crate) fn plan(
    whole: &Whole,
    xml: &str,
    arrived: Timestamp,
    chosen_here: Option<Id>,
) -> Result<Plan, NoPlan> {
    let (answers, chosen) = answers(whole, xml, arrived)?;
    let chosen = chosen_here.map(|id| target::Chosen { id, version: None }).or(chosen);
    let mapped = mapping::drafts(&whole.mapping, &whole.form, &answers).map_err(NoPlan::Mapping)?;
    let needs = whole.target() != Target::Nothing && !mapped.is_empty();
    if needs && chosen.is_none() {
        return Err(NoPlan::NoTarget);
    }
    let mut things = Vec::with_capacity(mapped.len());
    let mut child = None;
    for Mapped { kind, step, draft } in mapped {
        let meta = kinds::by_slug(&kind).ok_or(NoPlan::Unreadable("mapping"))?;
        let target = || chosen.ok_or(NoPlan::NoTarget);
        things.push(match (kind.as_str(), step) {
            ("person", None) => {
                child = Some(draft);
                continue;
            }
            ("case", None) => Thing::Case { case: draft, child: child.take().unwrap_or_default() },
            ("report", None) => Thing::Report(draft),
            ("consent", None) => Thing::Consent { case: target()?.id, draft },
            (_, None) => Thing::Part { meta, case: target()?.id, draft },
            (_, Some(step)) => {
                let target = target()?;
                Thing::Visit { meta, id: target.id, version: target.version, step, draft }
            }
        });
    }
    Ok(Plan { things, kept: super::answers::lines(whole, &answers) })
}
