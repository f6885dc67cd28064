//! What must hold of every plan, whatever its seed.

use std::collections::{BTreeSet, HashMap};

use model::{Draft, Kind, KindMeta, kinds};
use proptest::prelude::*;

use super::*;

const TODAY: Date = Date::constant(2026, 3, 5);

fn plan(children: usize, seed: u64) -> Plan {
    Plan::draw(CONTOH_KASIH, Options { children, today: TODAY, seed })
}

fn children(plan: &Plan) -> impl Iterator<Item = &Draft> {
    plan.events.iter().filter_map(|event| match &event.what {
        What::OpenCase { child, .. } => Some(&**child),
        _ => None,
    })
}

fn numbers_cannot_be_anybodys(plan: &Plan) {
    for child in children(plan) {
        let nik = child.text("nik");
        if !nik.is_empty() {
            assert!(nik.len() == 16 && nik.bytes().all(|digit| digit.is_ascii_digit()), "{nik}");
            assert_eq!(&nik[4..5], "9", "the district part is 90 to 99: {nik}");
        }
    }
    for draft in plan.events.iter().flat_map(|event| event.what.drafts()) {
        for field in ["phone", "guardian_phone", "reporter_contact"] {
            let number = draft.text(field);
            assert!(number.is_empty() || number.starts_with("0800-0000-"), "{field}: {number}");
        }
    }
}

fn nothing_comes_before_what_it_needs(plan: &Plan) {
    let mut made: HashMap<Key, Date> = HashMap::new();
    let mut last: HashMap<Key, Date> = HashMap::new();
    let mut before = plan.from;
    for Event { on, what, .. } in &plan.events {
        assert!(*on >= before && *on < plan.today, "{on} is out of order");
        before = *on;
        let earlier = |made: &HashMap<Key, Date>, key: Key| made.get(&key).is_some_and(|day| day < on);
        match what {
            What::Tenure { .. } => {}
            What::OpenPlace { key, .. } | What::OpenRoot { key, .. } | What::AskApproval { key, .. } => {
                assert!(made.insert(*key, *on).is_none());
            }
            What::Approve { approval, .. } => assert!(earlier(&made, *approval)),
            What::TakePlace { service, place, .. } => {
                assert!(earlier(&made, *service) && earlier(&made, *place));
            }
            What::Assemble { conference, posts, .. } => {
                assert!(earlier(&made, *conference) && posts.len() > 1);
            }
            What::Decide { key, conference, .. } => {
                assert!(earlier(&made, *conference));
                assert!(made.insert(*key, *on).is_none());
            }
            What::Report { key, .. } | What::PublicReport { key, .. } => {
                assert!(made.insert(*key, *on).is_none());
            }
            What::OpenCase { key, report, .. } => {
                assert!(report.is_none_or(|report| earlier(&made, report)));
                assert!(made.insert(*key, *on).is_none());
            }
            What::OpenPart { key, case, .. } => {
                assert!(earlier(&made, *case));
                assert!(made.insert(*key, *on).is_none());
            }
            What::StepPart { key, .. } => assert!(earlier(&made, *key)),
            What::Say { report: key, .. }
            | What::StepReport { report: key, .. }
            | What::StepCase { case: key, .. }
            | What::StepFollowUp { case: key, .. } => assert!(earlier(&made, *key)),
        }
        if let Some(root) = what.root() {
            let previous = last.insert(root, *on);
            assert!(previous.is_none_or(|day| day < *on), "two events of one matter on {on}");
        }
    }
}

fn meta(part: Part) -> &'static KindMeta {
    match part {
        Part::Assessment => kinds::Assessment::META,
        Part::Goal => kinds::PlanGoal::META,
        Part::Service => kinds::Service::META,
        Part::Legal => kinds::LegalProcess::META,
        Part::Other(slug) => kinds::by_slug(slug).unwrap(),
    }
}

/// Every draft is one that the node would take on its day.
fn drafts_are_taken(plan: &Plan) {
    for Event { on, what, .. } in &plan.events {
        let read = |meta: &'static KindMeta, draft: &Draft| {
            let problems = draft.parse(meta, *on).err().unwrap_or_default();
            assert!(problems.is_empty(), "{} on {on}: {problems:?} in {draft:?}", meta.slug);
        };
        match what {
            What::Report { draft, .. } | What::PublicReport { draft, .. } => read(kinds::Report::META, draft),
            What::OpenCase { child, case, .. } => {
                // The guardian typed along becomes a person of their own.
                let mut child = (**child).clone();
                child.0.retain(|name, _| !name.starts_with("guardian_"));
                read(kinds::Person::META, &child);
                read(kinds::Case::META, case);
            }
            What::OpenPart { part, draft, .. } => read(meta(*part), draft),
            What::StepPart { part, action, draft, .. } => step_is_known(meta(*part), action, draft),
            What::StepCase { action, draft, .. } => step_is_known(kinds::Case::META, action, draft),
            What::StepReport { action, draft, .. } => step_is_known(kinds::Report::META, action, draft),
            What::StepFollowUp { action, draft, .. } => step_is_known(kinds::FollowUp::META, action, draft),
            What::OpenRoot { kind, draft, .. } => read(kinds::by_slug(kind).unwrap(), draft),
            What::Decide { draft, .. } => read(kinds::ConferenceDecision::META, draft),
            What::Tenure { .. }
            | What::Say { .. }
            | What::OpenPlace { .. }
            | What::AskApproval { .. }
            | What::Approve { .. }
            | What::Assemble { .. }
            | What::TakePlace { .. } => {}
        }
        for text in what.drafts().into_iter().flat_map(|draft| draft.0.values()) {
            assert!(formats::refuse_picture_text(text).is_ok());
        }
    }
}

fn step_is_known(meta: &'static KindMeta, action: &str, draft: &Draft) {
    let step = meta.lifecycle.step(action).unwrap_or_else(|| panic!("{} has no step {action}", meta.slug));
    for need in step.needs {
        assert!(!draft.text(need).is_empty() || meta.slug == "legal-process", "{action} needs {need}");
    }
    for field in draft.0.keys() {
        assert!(step.needs.iter().chain(step.offers).any(|known| known == field), "{action}: {field}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_plan_is_sound(seed: u64, count in 1_usize..160) {
        let plan = plan(count, seed);
        prop_assert_eq!(plan.tally.children, count);
        prop_assert_eq!(plan.tally.records, children(&plan).count());
        prop_assert!(plan.tally.records >= count);
        numbers_cannot_be_anybodys(&plan);
        nothing_comes_before_what_it_needs(&plan);
        drafts_are_taken(&plan);
    }

    #[test]
    fn a_seed_gives_one_plan(seed: u64) {
        let (one, other) = (plan(40, seed), plan(40, seed));
        prop_assert_eq!(format!("{:?}", one.events), format!("{:?}", other.events));
    }
}

#[test]
fn a_full_plan_has_what_a_demonstration_shows() {
    let plan = plan(2_000, 1);
    let cases = plan.tally.cases;
    assert!((2_120..2_400).contains(&cases), "{cases} cases");
    let steps = |wanted: &str| {
        let has = |what: &What| match what {
            What::StepCase { action, .. }
            | What::StepPart { action, .. }
            | What::StepReport { action, .. }
            | What::StepFollowUp { action, .. } => *action == wanted,
            _ => false,
        };
        plan.events.iter().filter(|event| has(&event.what)).count()
    };
    for action in [
        "contact",
        "submit",
        "send_back",
        "approve",
        "take",
        "agree",
        "give",
        "hold",
        "carry_out",
        "meet",
        "miss",
        "drop",
        "offer",
        "schedule",
        "deliver",
        "decline",
        "abandon",
        "record",
        "close",
        "reopen",
        "inquire",
        "return_file",
        "appeal",
        "finalise",
        "execute",
        "end",
        "triage",
    ] {
        assert!(steps(action) >= 3, "{action}: {}", steps(action));
    }
    let closes = |event: &&Event| matches!(event.what, What::StepCase { action: "close", .. });
    let closed = plan.events.iter().filter(closes).count();
    assert!(closed > cases / 3 && closed < cases, "{closed} of {cases} closed");
    let provinces: BTreeSet<&str> = children(&plan).map(|child| &child.text("region")[..2]).collect();
    assert!(provinces.len() >= 36, "{provinces:?}");
    let names: BTreeSet<&str> = children(&plan).map(|child| child.text("name")).collect();
    assert!(names.len() * 10 > cases * 5, "{} different names", names.len());
    let busiest = children(&plan).fold(HashMap::<&str, usize>::new(), |mut seen, child| {
        *seen.entry(child.text("name")).or_default() += 1;
        seen
    });
    assert!(busiest.values().all(|count| *count <= 40));
    assert!(plan.posts.iter().any(|post| post.vacant_from.is_some()));
    assert!(plan.posts.iter().any(|post| post.acting));
}

#[test]
fn every_agency_says_that_it_is_invented() {
    for agency in NODES.iter().flat_map(|node| node.agencies) {
        assert!(agency.name.contains("(rekaan"), "{}", agency.name);
        assert!(agency.member.contains("CONTOH") || agency.member.contains("HALIMBAWA"));
    }
    for children in [1, 3, 40, 2_000] {
        assert_eq!(spread(children).iter().sum::<usize>(), children);
    }
    for staff in plan(10, 3).staff {
        assert!(staff.email.ends_with(".contoh.invalid"), "{}", staff.email);
    }
    for provider in texts::PROVIDERS {
        assert!(provider.ends_with("(rekaan)"), "{provider}");
    }
}

/// The same child at two agencies: never quite the same record, and never with another child's year by chance alone.
#[test]
fn a_second_agency_writes_the_child_down_otherwise() {
    let mut dice = Dice::new(5);
    let (mut renamed, mut swapped, mut without_nik) = (0, 0, 0);
    for _ in 0..400 {
        let family = Family::invent(&[], &mut dice);
        let child = family.child(TODAY, &mut dice);
        let other = child.elsewhere(&mut dice);
        assert_eq!((child.sex, child.region), (other.sex, other.region));
        assert_eq!(child.born.year(), other.born.year());
        renamed += usize::from(child.name != other.name);
        swapped += usize::from(child.born != other.born);
        without_nik += usize::from(child.nik.is_some() && other.nik.is_none());
        assert!(!other.name.trim().is_empty());
    }
    assert!(renamed > 240 && swapped > 20 && without_nik > 60, "{renamed} {swapped} {without_nik}");
}
