//! What good practice adds to a case: concerns and incidents as records, a safety plan, the version of the plan with its
//! approval, measures before and after, a conference with decisions, feedback, hearings and claims.

use model::{Date, Draft};

use super::book::CaseFile;
use super::concern::Concern;
use super::dice::later;
use super::event::{Key, Part, What};
use super::texts;

fn on(field: &str, day: Date) -> Draft {
    Draft::default().with(field, day.to_string())
}

/// Concerns, an incident, a first measure and, where the risk is high, a safety plan.
pub(crate) fn early(file: &mut CaseFile<'_>, concern: &Concern, risk: &str) -> Option<()> {
    let worker = file.hands.worker;
    if file.dice.percent(30) {
        let day = file.go(1, 2)?;
        let code = concern.concerns.split_whitespace().next().unwrap_or("other");
        let draft = on("date_concern_identified", day).with("protection_concern_type", code);
        file.open(day, worker, Part::Other("concern"), draft);
    }
    if file.dice.percent(22) {
        let day = file.go(1, 2)?;
        let happened = later(day, -file.dice.between(3, 120));
        let mut draft = on("date_of_first_report", day).with("incident_date", happened.to_string());
        draft.set("exploitation_forms", concern.forms);
        draft.set(
            "cp_incident_location_type",
            file.dice.pick(&["work_place", "home", "online", "vessel", "street"]),
        );
        draft.set("cp_incident_identification_violence", "discovered_by_service_provider");
        file.open(day, worker, Part::Other("incident"), draft);
    }
    if file.dice.percent(25) {
        measure(file, "intake", (1, 5))?;
    }
    if risk == "high" && file.dice.percent(45) {
        safety_plan(file)?;
    }
    if concern.concerns.contains("caafag") || concern.concerns.contains("terror_network") {
        release_path(file)?;
    }
    Some(())
}

fn measure(file: &mut CaseFile<'_>, moment: &'static str, (low, high): (i64, i64)) -> Option<()> {
    let (worker, day) = (file.hands.worker, file.go(1, 2)?);
    let draft = on("planned_for", day).with("moment", moment);
    let key = file.open(day, worker, Part::Other("measure"), draft);
    let day = file.go(1, 3)?;
    let score = file.dice.between(low, high);
    let severity = ["severe", "severe", "moderate", "moderate", "mild", "mild", "none"];
    let at = usize::try_from((score - 1).clamp(0, 6)).unwrap_or(0);
    let mut draft = on("measured_on", day).with("wellbeing", score.to_string());
    draft.set("severity", severity.get(at).copied().unwrap_or("moderate"));
    draft.set("measured_with", "child");
    file.step_part(day, worker, (Part::Other("measure"), key), "take", draft);
    Some(())
}

fn safety_plan(file: &mut CaseFile<'_>) -> Option<()> {
    let (worker, day) = (file.hands.worker, file.go(1, 2)?);
    let mut draft = Draft::default().with("safety_plan_needed", "true");
    draft.set("warning_signs", "Ada yang datang mencari ke rumah (rekaan).");
    draft.set("safe_places", "Rumah kerabat di dekat pasar (rekaan).");
    draft.set("safe_people", "Bibi dan guru kelas (rekaan).");
    draft.set("steps_to_leave", "Lewat pintu samping, langsung ke rumah kerabat (rekaan).");
    draft.set("signal", "Mengirim satu kata yang disepakati (rekaan).");
    let key = file.open(day, worker, Part::Other("safety-plan"), draft);
    file.safety = Some(key);
    let day = file.go(1, 4)?;
    let review = later(day, 30);
    let mut draft = on("completion_date", day).with("review_date", review.to_string());
    draft.set("developed_with_child", "true");
    file.step_part(day, worker, (Part::Other("safety-plan"), key), "agree", draft);
    Some(())
}

fn release_path(file: &mut CaseFile<'_>) -> Option<()> {
    let (worker, day) = (file.hands.worker, file.go(1, 3)?);
    let part = Part::Other("release-path");
    let draft = on("next_review", later(day, 14)).with("armed_force_or_group_type", "unknown");
    let key = file.open(day, worker, part, draft);
    let day = file.go(2, 8)?;
    let draft = on("screened_on", day).with("next_review", later(day, 14).to_string());
    file.step_part(day, worker, (part, key), "screen", draft);
    Some(())
}

/// A version of the plan: drafted, submitted and, mostly, approved by somebody else.
pub(crate) fn case_plan(file: &mut CaseFile<'_>) -> Option<()> {
    let (worker, approver) = (file.hands.worker, file.hands.approver);
    let part = Part::Other("case-plan");
    let day = file.go(1, 3)?;
    let due = later(day, 7);
    let key = file.open(day, worker, part, on("due", due).with("review_due", later(day, 90).to_string()));
    let day = file.go(1, 4)?;
    let mut draft = on("date_case_plan", day);
    if file.dice.percent(60) {
        draft.set("child_wishes", file.dice.pick(texts::WISHES));
    }
    draft.set("child_took_part", if file.dice.percent(85) { "true" } else { "false" });
    file.step_part(day, worker, (part, key), "submit", draft);
    if file.dice.percent(82) {
        let day = file.go(1, 4)?;
        file.step_part(day, approver, (part, key), "approve", Draft::default());
    }
    Some(())
}

/// A place in the agency's shelter.
pub(crate) fn take_place(file: &mut CaseFile<'_>, service: Key) -> Option<()> {
    let Some(place) = file.shelter else { return Some(()) };
    let (who, case, day) = (file.hands.worker, file.case, file.go(1, 2)?);
    file.note(day, who, What::TakePlace { case, service, place });
    Some(())
}

/// A conference, for some cases of high risk; its decision is carried out.
pub(crate) fn conference(file: &mut CaseFile<'_>, risk: &str) -> Option<()> {
    if !(risk == "high" && file.dice.percent(22)) {
        return Some(());
    }
    let (worker, approver) = (file.hands.worker, file.hands.approver);
    let part = Part::Other("conference");
    let day = file.go(1, 4)?;
    let mut posts = vec![file.hands.custodian, worker, approver, file.hands.legal];
    posts.sort_unstable();
    posts.dedup();
    let kind = file.dice.pick(&["case_conference", "best_interest_determination", "inter_agency"]);
    // Three decide about the best interest of a child.
    let kind = if posts.len() < 3 { "case_conference" } else { kind };
    let held = later(day, 5);
    let mut draft = on("date", held).with("conference_type", kind);
    draft.set("reason", "Menentukan tempat tinggal dan bantuan berikutnya (rekaan).");
    let key = file.open(day, worker, part, draft);
    let (day, case) = (file.go(1, 2)?, file.case);
    file.note(day, worker, What::Assemble { case, conference: key, posts });
    let day = file.go(2, 4)?;
    let mut draft = Draft::default();
    draft.set("child_view", file.dice.pick(texts::CHILD_VIEWS));
    file.step_part(day, worker, (part, key), "hold", draft);
    let day = file.go(1, 2)?;
    let draft = on("due", later(day, 21)).with("decision", "Menyiapkan sekolah terdekat (rekaan).");
    let decision = file.book.key();
    let case = file.case;
    file.note(day, worker, What::Decide { key: decision, case, conference: key, draft });
    let day = file.go(1, 2)?;
    let draft = Draft::default().with("minutes", "Disepakati bersama (rekaan).").with("outcome", "case_open");
    file.step_part(day, worker, (part, key), "minute", draft);
    let day = file.go(1, 4)?;
    file.step_part(day, approver, (part, key), "approve", Draft::default());
    let day = file.go(4, 16)?;
    file.step_part(
        day,
        worker,
        (Part::Other("conference-decision"), decision),
        "carry_out",
        on("done_on", day),
    );
    Some(())
}

/// What closing asks for: a last measure, the end of the safety plan, and the child's opinion.
pub(crate) fn before_close(file: &mut CaseFile<'_>) -> Option<()> {
    let worker = file.hands.worker;
    if file.dice.percent(22) {
        measure(file, "closure", (4, 9))?;
    }
    if let Some(key) = file.safety.take() {
        let day = file.go(1, 4)?;
        let draft = Draft::default().with("end_note", "Bahaya sudah tidak ada (rekaan).");
        file.step_part(day, worker, (Part::Other("safety-plan"), key), "end", draft);
    }
    feedback(file)?;
    if file.high_risk {
        let day = file.go(1, 3)?;
        let (key, case) = (file.book.key(), file.case);
        file.note(day, worker, What::AskApproval { key, case });
        let (day, approver) = (file.go(1, 4)?, file.hands.approver);
        file.note(day, approver, What::Approve { case, approval: key });
    }
    Some(())
}

fn feedback(file: &mut CaseFile<'_>) -> Option<()> {
    let worker = file.hands.worker;
    let part = Part::Other("feedback");
    let day = file.go(1, 4)?;
    let key = file.open(day, worker, part, on("offered_on", day));
    if file.dice.percent(20) {
        return Some(());
    }
    let day = file.go(1, 3)?;
    if file.dice.percent(15) {
        file.step_part(day, worker, (part, key), "decline", Draft::default());
        return Some(());
    }
    let mut draft = Draft::default().with("given_by", file.dice.pick(&["child", "caregiver"]));
    for question in ["listened", "felt_safe", "respected", "helped", "knew_rights"] {
        let face = file.dice.weighted(&[
            (2, "very_bad"),
            (5, "bad"),
            (14, "so_so"),
            (40, "good"),
            (39, "very_good"),
        ]);
        draft.set(question, face);
    }
    file.step_part(day, worker, (part, key), "give", draft);
    Some(())
}

/// Beside a track that has reached the court: a hearing, a request for protection, a claim. One event each, on days of their
/// own.
pub(crate) fn beside_the_law(file: &mut CaseFile<'_>, (from, until): (Date, Date), action: &str) {
    let who = file.hands.legal;
    let day = file.after(from, 1, 4);
    if day > until {
        return;
    }
    match action {
        "investigate" if file.dice.percent(30) => {
            let draft = on("requested_on", day).with("kinds", "procedural_rights psychosocial");
            file.open(day, who, Part::Other("protection-request"), draft);
        }
        "prosecute" if file.dice.percent(40) => {
            let mut draft = on("deadline", later(day, 30)).with("claim_kind", "restitution");
            draft.set("heads_of_loss", "suffering medical_and_psychological_care");
            file.open(day, who, Part::Other("restitution-claim"), draft);
        }
        "bring_to_trial" => {
            let ahead = file.dice.between(5, 30);
            let mut draft = on("hearing_date", later(day, ahead)).with("hearing_kind", "child_testimony");
            draft.set("child_must_attend", "true");
            draft.set("support", "companion recorded_interview closed_session");
            let key = file.open(day, who, Part::Other("hearing"), draft);
            let held = file.after(later(day, ahead), 1, 3);
            if held <= until && file.dice.percent(80) {
                let draft = Draft::default().with("outcome", "Anak didampingi; sidang tertutup (rekaan).");
                file.step_part(held, who, (Part::Other("hearing"), key), "record", draft);
            }
        }
        _ => {}
    }
}

/// Counts of one invented event, without anybody's name.
pub(crate) fn grave(day: Date) -> Draft {
    let happened = later(day, -20);
    let mut draft = on("incident_date", happened).with("violation_type", "attack_on_schools");
    draft.set("region", "94.01");
    draft.set("party_type", "unknown");
    draft.set("period_from", later(day, -60).to_string());
    draft.set("period_to", day.to_string());
    draft.set("report_due", later(day, 45).to_string());
    draft.set("not_known", "3");
    draft
}
