//! Every kind's declaration holds together: its lists exist, its steps lead somewhere, its columns are unique.

use std::collections::BTreeSet;

use model::{KindMeta, Role, Shape, codes, kinds};

fn each(mut check: impl FnMut(&'static KindMeta)) {
    kinds::ALL.iter().copied().for_each(&mut check);
}

#[test]
fn every_code_field_names_a_list() {
    each(|kind| {
        for field in kind.fields {
            if let Shape::Code(list) | Shape::Codes(list) = field.shape {
                assert!(codes::list(list).is_some(), "{}.{}: no list {list}", kind.slug, field.name);
            }
            if let Shape::Link(other) = field.shape {
                assert!(kinds::by_slug(other).is_some(), "{}.{}: no kind {other}", kind.slug, field.name);
            }
        }
    });
}

#[test]
fn every_step_starts_and_ends_in_a_state_and_asks_for_real_fields() {
    each(|kind| {
        let life = &kind.lifecycle;
        let mut actions = BTreeSet::new();
        for step in life.steps {
            assert!(actions.insert(step.action), "{}: two steps {}", kind.slug, step.action);
            assert!(life.state(step.to).is_some(), "{}.{}: no state {}", kind.slug, step.action, step.to);
            for from in step.from {
                assert!(life.state(from).is_some(), "{}.{}: no state {from}", kind.slug, step.action);
            }
            for name in step.needs.iter().chain(step.offers) {
                let (_, field) = kind.field(name).unwrap_or_else(|| panic!("{}: no field {name}", kind.slug));
                assert!(!field.computed, "{}.{name} is written by acts alone", kind.slug);
            }
        }
    });
}

#[test]
fn every_state_can_be_reached_or_is_reached_by_a_move() {
    // States that only a move between organisations, a merge, a later version, the answer given, the clock or an act of its
    // own leads to.
    let by_move = BTreeSet::from([
        "transferred",
        "duplicate",
        "superseded",
        "refused",
        "unable_to_ask",
        "expired",
        "approved",
        "rejected",
        "explained",
        "offered",
        "revoked",
        "contested",
        "vacant",
        "escalated",
        "accepted",
        "assigned",
        "answered",
        "withdrawn",
        "recalled",
        "ended",
        "due_for_assurance",
        "expiring",
        "kept",
        "conflict",
        "applied",
        "unassured",
        "removed",
        "unavailable",
        "observed_gone",
        "contact_agreed",
        "done",
        "asked",
        "contacted",
        "lapsed",
        "upheld",
        "taken",
        "declined",
        "feedback_sent",
        "feedback_failed",
    ]);
    each(|kind| {
        let life = &kind.lifecycle;
        for state in life.states.iter().skip(1) {
            let reached = life.steps.iter().any(|step| step.to == state.name) || by_move.contains(state.name);
            assert!(reached, "{}: nothing leads to {}", kind.slug, state.name);
        }
    });
}

#[test]
fn every_state_has_words() {
    each(|kind| {
        for state in kind.lifecycle.states {
            let label = codes::list(kind.state_list).and_then(|list| list.get(state.name));
            assert!(label.is_some(), "{}: list {} has no {}", kind.slug, kind.state_list, state.name);
        }
    });
}

#[test]
fn names_are_unique_and_the_due_field_exists() {
    let mut slugs = BTreeSet::new();
    let mut prefixes = BTreeSet::new();
    each(|kind| {
        assert!(slugs.insert(kind.slug) && prefixes.insert(kind.prefix), "{} is not unique", kind.slug);
        assert_eq!(kind.code, kind.slug.replace('-', "_"));
        assert_eq!(kind.table, format!("k_{}", kind.code));
        let names: BTreeSet<_> = kind.fields.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), kind.fields.len(), "{}: a field is declared twice", kind.slug);
        if let Some(due) = kind.due {
            assert!(kind.field(due).is_some(), "{}: no field {due}", kind.slug);
        }
        if let Role::Part(root) = kind.role {
            assert_eq!(kinds::by_slug(root).map(|root| root.role), Some(Role::Root));
        }
    });
}

#[test]
fn what_could_find_a_child_is_sealed() {
    let open = [
        "name",
        "aliases",
        "nik",
        "phone",
        "address",
        "birth_day",
        "guardian_name",
        "narrative",
        "circumstances",
    ];
    each(|kind| {
        for field in kind.fields.iter().filter(|field| open.contains(&field.name)) {
            assert_eq!(field.keep, model::Keep::Sealed, "{}.{}", kind.slug, field.name);
        }
        for field in kind.fields {
            if matches!(field.shape, Shape::Line(_) | Shape::Narrative(_)) {
                assert_eq!(field.keep, model::Keep::Sealed, "{}.{}: free text", kind.slug, field.name);
            }
        }
    });
}

proptest::proptest! {
    /// The score of a report is the number of answered questions, whatever else stands in it.
    #[test]
    fn report_quality_counts_what_lets_somebody_act(
        suspects: bool, child: bool, place: bool, time: bool, imminence in 0..3_usize, reason: bool,
    ) {
        use model::kinds::Report;
        use model::{Kind, Record, Value};
        let mut record = Record::empty(Report::META);
        let mut set = |name: &str, there: bool, text: &str| {
            if there {
                assert!(record.set(Report::META, name, Value::from(text)));
            }
        };
        set("suspects", suspects, "Orang rekaan");
        set("children", child, "Seorang anak (rekaan)");
        set("places", place, "Pasar rekaan");
        set("incident_date", time, "2026-03-01");
        set("imminent_reason", reason, "Masih di sana");
        set("imminent_danger", true, ["true", "false", "unknown"][imminence]);
        set("reporter_name", true, "Pelapor Contoh");
        let expected = [suspects, child || place, time, imminence < 2 || reason].iter().filter(|b| **b).count();
        proptest::prop_assert_eq!(usize::from(Report::quality(&record)), expected);
        proptest::prop_assert!(Report::quality(&record) <= Report::BEST_QUALITY);
    }
}
