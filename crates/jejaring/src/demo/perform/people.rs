//! Families, guardians who are suspects, searches for a family and care arrangements: work beside the course of single cases,
//! done on the last evening by whoever leads the work of an agency.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;

use model::kinds::{CareArrangement, Case, TracingRequest};
use model::{Date, Draft, Id, Participant, ParticipantRole};
use node::acts::family::JoinFamily;
use node::acts::people::{AddParticipant, MergePeople, SearchPeople, Whom};
use node::acts::{Move, Open, View, Viewed};
use node::{Actor, Node, Result};

use super::super::plan::{Event, Plan, PostKey, What, later};
use super::found::{Stage, act};

/// One case in so many has a guardian who is a suspect, a search for somebody of the family, a child in care.
const SUSPECT: usize = 23;
const TRACING: usize = 17;
const CARE: usize = 9;

/// A case of the plan with what says whose brother or sister the child is.
struct Known {
    post: PostKey,
    case: Id,
    household: String,
}

/// Does it.
///
/// # Errors
/// What an act answers.
pub(super) async fn enrich(node: &Node, stage: &Stage, plan: &Plan, acts: &AtomicUsize) -> Result<()> {
    let cases: Vec<Known> = plan.events.iter().filter_map(|event| known(stage, event)).collect();
    let mut households: BTreeMap<(Option<Id>, &str), Vec<&Known>> = BTreeMap::new();
    for one in &cases {
        let organisation = stage.organisation(one.post).ok();
        households.entry((organisation, &one.household)).or_default().push(one);
    }
    for ((_, household), siblings) in &households {
        // Without an address the same name says nothing.
        if household.starts_with(' ') {
            continue;
        }
        if let [first, rest @ ..] = siblings.as_slice() {
            for other in rest {
                family(node, stage, plan, (first, other), acts).await?;
            }
        }
    }
    for (at, one) in cases.iter().enumerate() {
        let (suspected, traced, cared) = (at % SUSPECT == 3, at % TRACING == 5, at % CARE == 1);
        if !(suspected || traced || cared) {
            continue;
        }
        let Some(lead) = leader(stage, plan, one.post) else { continue };
        let seen = act(node, acts, lead, View::<Case>::new(one.case)).await?;
        if seen.envelope.phase == "closed" {
            continue;
        }
        if suspected {
            suspect(node, lead, &seen, acts).await?;
        }
        if traced {
            tracing(node, lead, one.case, plan.today, acts).await?;
        }
        if cared {
            care(node, lead, one.case, (at, plan.today), acts).await?;
        }
    }
    Ok(())
}

fn known(stage: &Stage, event: &Event) -> Option<Known> {
    let What::OpenCase { key, child, custodian, .. } = &event.what else { return None };
    let household = format!("{} {}", child.text("address"), child.text("guardian_name"));
    Some(Known { post: *custodian, case: stage.made(*key).ok()?, household })
}

/// Whoever leads the work of the agency that has a case.
fn leader<'s>(stage: &'s Stage, plan: &Plan, post: PostKey) -> Option<&'s Actor> {
    let agency = plan.posts.get(post)?.agency;
    let leads = |key: &PostKey| {
        plan.posts.get(*key).is_some_and(|post| post.agency == agency && post.role == "protection-lead")
    };
    let manages = |key: &PostKey| {
        plan.posts.get(*key).is_some_and(|post| post.agency == agency && post.role == "manager")
    };
    let held = |key: &PostKey| stage.actor(*key).ok();
    let posts: Vec<PostKey> = (0..plan.posts.len()).collect();
    let lead = posts.iter().filter(|key| leads(key)).find_map(held);
    lead.or_else(|| posts.iter().filter(|key| manages(key)).find_map(held))
}

/// Brothers and sisters come into one family, and their guardian turns out to be one person.
async fn family(
    node: &Node,
    stage: &Stage,
    plan: &Plan,
    (first, other): (&Known, &Known),
    acts: &AtomicUsize,
) -> Result<()> {
    let Some(lead) = leader(stage, plan, first.post) else { return Ok(()) };
    let left = act(node, acts, lead, View::<Case>::new(first.case)).await?;
    let right = act(node, acts, lead, View::<Case>::new(other.case)).await?;
    if right.envelope.phase == "closed" {
        return Ok(());
    }
    act(node, acts, lead, JoinFamily { case: other.case, sibling: first.case }).await?;
    let guardian = |seen: &Viewed| {
        seen.people.iter().find(|one| one.role == ParticipantRole::Guardian).map(|one| one.person)
    };
    if let (Some(kept), Some(merged)) = (guardian(&left), guardian(&right))
        && kept != merged
    {
        let reason = "Wali kakak dan adik adalah orang yang sama (data rekaan).".to_owned();
        act(node, acts, lead, MergePeople { kept, merged, reason }).await?;
    }
    Ok(())
}

async fn suspect(node: &Node, lead: &Actor, seen: &Viewed, acts: &AtomicUsize) -> Result<()> {
    let guardian = seen.people.iter().find(|one| one.role == ParticipantRole::Guardian);
    let Some(guardian) = guardian.filter(|_| !seen.guardian_is_suspect) else { return Ok(()) };
    let name = guardian.record.text("name");
    let search = act(node, acts, lead, SearchPeople::free(&name)).await?.search;
    let said = Participant { relation: Some("primary_caregiver".to_owned()), ..Participant::default() };
    let add = AddParticipant {
        case: seen.envelope.id,
        whom: Whom::Known(guardian.person),
        role: ParticipantRole::Suspect,
        said,
        search,
        confirmed: true,
    };
    act(node, acts, lead, add).await?;
    Ok(())
}

async fn tracing(node: &Node, lead: &Actor, case: Id, today: Date, acts: &AtomicUsize) -> Result<()> {
    let sought = Draft::default()
        .with("sought_name", "Kerabat Rekaan")
        .with("relation", "aunt")
        .with("sought_sex", "female")
        .with("separation_cause", "migration")
        .with("place_last", "Desa Rekaan, sebelum pindah bekerja");
    let id = act(node, acts, lead, Open::<TracingRequest>::part(case, sought)).await?.id;
    let begun = Draft::default()
        .with("next_search_on", later(today, 9).to_string())
        .with("search_note", "Data rekaan: kantor desa akan ditanya kembali.");
    act(node, acts, lead, Move::<TracingRequest>::new(id, "trace", begun)?).await?;
    Ok(())
}

async fn care(
    node: &Node,
    lead: &Actor,
    case: Id,
    (at, today): (usize, Date),
    acts: &AtomicUsize,
) -> Result<()> {
    let institution = at % 2 == 0;
    let (kind, name) = match institution {
        true => ("residential_care", "Rumah Aman Rekaan"),
        false => ("kinship_care_extended_family", "Keluarga Rekaan"),
    };
    let review = later(today, if at % 3 == 0 { -6 } else { 40 });
    let proposed = Draft::default()
        .with("care_arrangements_type", kind)
        .with("name_caregiver", name)
        .with("review_due", review.to_string())
        .with("child_view", "Data rekaan: anak merasa aman di sana.");
    act(node, acts, lead, Open::<CareArrangement>::part(case, proposed)).await?;
    Ok(())
}
