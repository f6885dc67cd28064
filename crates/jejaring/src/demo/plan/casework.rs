//! The course of one case: contact, assessment, plan, services, follow-ups, closure and what comes after it.
//!
//! Each step comes some days after the one before. Where the day passes the last one on which anybody works on the case,
//! the course stops there, and what was due stays open: that is how overdue and stalled work comes about.

use model::{Date, Draft};

use super::book::CaseFile;
use super::concern::Concern;
use super::dice::later;
use super::event::{Key, Part};
use super::{practice, texts};

/// Months after closure at which the node looks for a child again.
const AFTER_CLOSURE: [i64; 4] = [1, 3, 6, 12];

fn on(field: &str, day: Date) -> Draft {
    Draft::default().with(field, day.to_string())
}

/// Carries one case on from the day after it was opened. A case with a legal track is never a light one.
pub(crate) fn run(file: &mut CaseFile<'_>, concern: &Concern, (risk, legal): (&'static str, bool)) {
    file.high_risk = risk == "high";
    let light = !legal && risk != "high" && file.dice.percent(76);
    let _ = course(file, concern, (risk, light));
}

/// `None` as soon as nobody works on the case any more.
fn course(file: &mut CaseFile<'_>, concern: &Concern, (risk, light): (&'static str, bool)) -> Option<()> {
    let day = file.go(1, 4)?;
    if file.stops(4) {
        return None;
    }
    file.step(day, "contact", on("first_contact_on", day));
    // Many cases need advice, a visit and no more.
    if light {
        visits(file)?;
        return end(file, concern, 12);
    }
    practice::early(file, concern, risk)?;
    assessment(file, risk)?;
    let goals = plan(file)?;
    let services = services(file, concern)?;
    practice::conference(file, risk)?;
    visits(file)?;
    finish_goals(file, &goals)?;
    if services == Left::Open { None } else { end(file, concern, 14) }
}

/// Days before the end of the history in which a case may still be going on.
const GOES_ON: i64 = 150;

/// The child is visited on, every two to four weeks, to the end of the history.
fn go_on(file: &mut CaseFile<'_>) -> Option<()> {
    loop {
        let day = file.go(6, 26)?;
        let draft = seen(file, day, 92);
        file.follow_up(day, "record", draft);
    }
}

/// Closes the case, unless it goes on (about three times so many of a hundred of late), and what comes after.
fn end(file: &mut CaseFile<'_>, concern: &Concern, goes_on: usize) -> Option<()> {
    if file.is_late(GOES_ON) && file.dice.percent(goes_on * 3) {
        return go_on(file);
    }
    close(file)?;
    let closed = file.day;
    if file.dice.percent(5) {
        return reopen(file, concern);
    }
    after_closure(file, closed);
    Some(())
}

fn assessment(file: &mut CaseFile<'_>, risk: &'static str) -> Option<()> {
    let kind = file.dice.weighted(&[
        (44, "rapid"),
        (26, "comprehensive"),
        (12, "trafficking_screening"),
        (8, "safety"),
        (10, "best_interest"),
    ]);
    let day = file.go(1, 3)?;
    let due = later(day, file.dice.between(5, 14));
    let draft = on("due", due).with("assessment_kind", kind);
    let key = file.open(day, file.hands.worker, Part::Assessment, draft);
    let day = file.go(2, 11)?;
    if file.stops(8) {
        return None;
    }
    submit(file, day, key, risk);
    if file.dice.percent(5) {
        let day = file.go(1, 5)?;
        let note = Draft::default().with("return_note", file.dice.pick(texts::RETURN_NOTES));
        file.step_part(day, file.hands.approver, (Part::Assessment, key), "send_back", note);
        let day = file.go(1, 7)?;
        submit(file, day, key, risk);
    }
    let day = file.go(1, 6)?;
    if file.stops(6) {
        return None;
    }
    file.step_part(day, file.hands.approver, (Part::Assessment, key), "approve", Draft::default());
    Some(())
}

fn submit(file: &mut CaseFile<'_>, day: Date, key: Key, risk: &'static str) {
    let dice = &mut file.dice;
    let mut draft = on("done_on", day).with("risk_level", risk).with("findings", dice.pick(texts::FINDINGS));
    if dice.percent(60) {
        draft.set("child_view", dice.pick(texts::CHILD_VIEWS));
    }
    let action = if risk == "high" { "urgent_intervention" } else { "ongoing_monitoring" };
    draft.set("further_action", action);
    file.step_part(day, file.hands.worker, (Part::Assessment, key), "submit", draft);
}

fn plan(file: &mut CaseFile<'_>) -> Option<Vec<Key>> {
    let mut goals = Vec::new();
    for _ in 0..file.dice.weighted(&[(72, 1), (24, 2), (4, 3)]) {
        let day = file.go(1, 3)?;
        let (domain, goal, intervention) = file.dice.weighted(texts::GOALS);
        let due = later(day, file.dice.between(40, 160));
        let mut draft = on("due", due).with("domain", domain).with("goal", goal);
        draft.set("intervention", intervention);
        draft.set("agreed_with_child", if file.dice.percent(85) { "true" } else { "false" });
        if file.dice.percent(50) {
            draft.set("provider", file.dice.pick(texts::PROVIDERS));
        }
        goals.push(file.open(day, file.hands.worker, Part::Goal, draft));
    }
    practice::case_plan(file)?;
    Some(goals)
}

/// Whether a service was left without an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Nothing,
    Open,
}

fn services(file: &mut CaseFile<'_>, concern: &Concern) -> Option<Left> {
    let mut left = Left::Nothing;
    for _ in 0..file.dice.weighted(&[(14, 0), (54, 1), (24, 2), (8, 3)]) {
        if service(file, concern)? == Left::Open {
            left = Left::Open;
        }
    }
    Some(left)
}

fn service(file: &mut CaseFile<'_>, concern: &Concern) -> Option<Left> {
    let day = file.go(1, 8)?;
    let appointment = later(day, file.dice.between(2, 21));
    let kind = file.dice.pick(concern.services);
    let mut draft = on("appointment_date", appointment).with("service_type", kind);
    draft.set(
        "response_type",
        file.dice.weighted(&[(70, "service_provision"), (20, "action_plan"), (10, "care_plan")]),
    );
    draft.set("timeframe", file.dice.pick(&["1_day", "3_days", "3_days"]));
    draft.set("provider", file.dice.pick(texts::PROVIDERS));
    if file.dice.percent(30) {
        draft.set("transport_needed", "true");
        draft.set("implementing_agency", "Dinas Contoh (rekaan)");
        draft.set("implementing_post", "Koordinator layanan anak (rekaan)");
        draft.set("status_referred", "referred");
    }
    let worker = file.hands.worker;
    let key = file.open(day, worker, Part::Service, draft);
    let part = (Part::Service, key);
    if file.dice.percent(14) {
        let day = file.go(1, 4)?;
        file.step_part(day, worker, part, "offer", Draft::default());
    }
    if file.dice.percent(10) {
        let day = file.go(1, 6)?;
        let moved = later(day, file.dice.between(3, 14));
        file.step_part(day, worker, part, "schedule", on("appointment_date", moved));
    }
    if kind == "shelter" {
        practice::take_place(file, key)?;
    }
    let day = file.go(3, 26)?;
    if file.stops(12) {
        return Some(Left::Open);
    }
    let fate = file.dice.weighted(&[(78, 0), (9, 1), (13, 2)]);
    let note = file.dice.pick(texts::PROVIDER_NOTES);
    match fate {
        0 => {
            let mut draft = on("delivered_on", day).with("provider_note", note);
            if file.dice.percent(40) {
                draft.set("cost", (file.dice.between(2, 90) * 25_000).to_string());
            }
            file.step_part(day, worker, part, "deliver", draft);
        }
        1 => file.step_part(day, worker, part, "decline", Draft::default()),
        _ => {
            let reason = file.dice.pick(&[
                "unavailable",
                "waiting_list",
                "no_show",
                "provider_declined",
                "too_far",
                "cost",
            ]);
            let draft = Draft::default().with("not_delivered_reason", reason);
            file.step_part(day, worker, part, "abandon", draft);
        }
    }
    Some(Left::Nothing)
}

/// Visits during the case; the last one asks for no other, so that none stays due by mistake.
fn visits(file: &mut CaseFile<'_>) -> Option<()> {
    let more = file.dice.weighted(&[(62, 0), (26, 1), (9, 2), (3, 3)]);
    for visit in 0..=more {
        let day = file.go(4, 18)?;
        let mut draft = seen(file, day, 90);
        if visit < more {
            draft.set("next_followup", later(day, file.dice.between(14, 30)).to_string());
        } else if file.dice.percent(6) {
            let reason = file.dice.pick(texts::NOT_SEEN);
            file.follow_up(day, "miss", Draft::default().with("not_seen_reason", reason));
            return Some(());
        }
        file.follow_up(day, "record", draft);
    }
    Some(())
}

fn seen(file: &mut CaseFile<'_>, day: Date, share: usize) -> Draft {
    let mut draft = on("followup_date", day);
    if file.dice.percent(share) {
        draft.set("seen_child", "true");
        draft.set("comments", file.dice.pick(texts::COMMENTS));
    } else {
        draft.set("seen_child", "false");
        draft.set("not_seen_reason", file.dice.pick(texts::NOT_SEEN));
    }
    draft
}

fn finish_goals(file: &mut CaseFile<'_>, goals: &[Key]) -> Option<()> {
    for goal in goals {
        let day = file.go(4, 30)?;
        let (action, words) = file.dice.weighted(&[
            (80, ("meet", texts::SUCCESSES)),
            (14, ("miss", texts::FAILURES)),
            (6, ("drop", texts::FAILURES)),
        ]);
        let draft = Draft::default().with("success", file.dice.pick(words));
        file.step_part(day, file.hands.worker, (Part::Goal, *goal), action, draft);
    }
    Some(())
}

fn close(file: &mut CaseFile<'_>) -> Option<()> {
    practice::before_close(file)?;
    let day = file.go(3, 50)?;
    let reason = file.dice.weighted(&[
        (66, "goals_met"),
        (10, "moved_out_of_area"),
        (9, "withdrawn_by_child_and_family"),
        (6, "adult_and_handed_over"),
        (4, "not_seen_during_verification"),
        (3, "formal_closing"),
        (2, "transferred"),
    ]);
    let last = later(day, -file.dice.between(0, 4));
    let mut draft = on("closure_date", day).with("closure_reason", reason);
    draft.set("last_contact_on", last.to_string());
    if file.dice.percent(60) {
        draft.set("closure_note", file.dice.pick(texts::CLOSINGS));
    }
    file.step(day, "close", draft);
    Some(())
}

fn reopen(file: &mut CaseFile<'_>, concern: &Concern) -> Option<()> {
    let day = file.go(40, 210)?;
    let reason = file.dice.pick(texts::REOPENINGS);
    file.step(day, "reopen", Draft::default().with("reopened_reason", reason));
    if service(file, concern)? == Left::Open {
        return Some(());
    }
    if file.is_late(GOES_ON) && file.dice.percent(55) {
        return go_on(file);
    }
    close(file)?;
    let closed = file.day;
    after_closure(file, closed);
    Some(())
}

fn after_closure(file: &mut CaseFile<'_>, closed: Date) {
    for months in AFTER_CLOSURE {
        // A quarter of the visits after closure are forgotten at first: until somebody says that they were missed, some weeks
        // later, they stay due and show as overdue.
        if file.dice.percent(26) {
            let late = later(closed, months * 30 + file.dice.between(10, 24));
            let day = file.free(late);
            if day > file.until {
                return;
            }
            let reason = file.dice.pick(texts::NOT_SEEN);
            file.follow_up(day, "miss", Draft::default().with("not_seen_reason", reason));
            continue;
        }
        let day = later(closed, months * 30 + file.dice.between(1, 7));
        let day = file.free(day);
        if day > file.until {
            return;
        }
        if file.dice.percent(12) {
            let reason = file.dice.pick(texts::NOT_SEEN);
            file.follow_up(day, "miss", Draft::default().with("not_seen_reason", reason));
            continue;
        }
        let mut draft = seen(file, day, 94);
        let dice = &mut file.dice;
        draft.set("safe", dice.weighted(&[(86, "true"), (6, "false"), (8, "unknown")]));
        draft.set("in_school_or_work", dice.weighted(&[(74, "true"), (16, "false"), (10, "unknown")]));
        draft.set("wellbeing", dice.between(4, 10).to_string());
        file.follow_up(day, "record", draft);
    }
}
