//! The legal track of a case: it goes its own slow way, and often stands still.

use model::{Date, Draft};

use super::book::CaseFile;
use super::dice::later;
use super::event::{Key, Part};
use super::{practice, texts};

/// The usual way: step, days it takes at least and at most.
const WAY: &[(&str, i64, i64)] = &[
    ("inquire", 5, 30),
    ("investigate", 14, 60),
    ("send_file", 25, 90),
    ("hand_over", 20, 60),
    ("prosecute", 7, 30),
    ("bring_to_trial", 10, 40),
    ("decide", 40, 120),
    ("finalise", 14, 30),
    ("execute", 20, 90),
];

/// Days before the end in which a track may have come to a stand.
const STILL: i64 = 130;

/// A legal track beside the case, from its first days, before it could be closed, until the last day given.
pub(crate) fn run(file: &mut CaseFile<'_>, opened: Date, until: Date) {
    let reported = file.after(opened, 1, 8);
    if reported > until {
        return;
    }
    let mut draft = Draft::default().with("reported_on", reported.to_string());
    let number = file.dice.between(1, 980);
    draft.set("report_number", format!("LP/REKAAN/{number:03}/{}", reported.year()));
    draft.set("police_unit", "Unit PPA Contoh (rekaan)");
    draft.set("accompanied", if file.dice.percent(80) { "true" } else { "false" });
    draft.set("next_date", later(reported, file.dice.between(14, 40)).to_string());
    let who = file.hands.legal;
    let key = file.open(reported, who, Part::Legal, draft);
    stages(file, key, reported, until);
}

fn stages(file: &mut CaseFile<'_>, key: Key, from: Date, until: Date) {
    let mut day = from;
    let mut returned = false;
    let mut acquitted = None;
    let mut at = 0;
    while let Some((action, low, high)) = WAY.get(at).copied() {
        // Of late many stand still here; the next date passes and nobody sets another.
        if day > later(until, -STILL) && file.dice.percent(30) {
            return;
        }
        day = file.after(day, low, high);
        if day > until {
            return;
        }
        if let (Some(result), "execute") = (acquitted, action) {
            ended(file, key, day, result);
            return;
        }
        if at > 0 && action != "execute" && file.dice.percent(6) {
            end(file, key, day);
            return;
        }
        acquitted = acquitted.or(step(file, key, day, action));
        practice::beside_the_law(file, (day, until), action);
        at += 1;
        if action == "send_file" && !returned && file.dice.percent(24) {
            day = file.after(day, 10, 30);
            if day > until {
                return;
            }
            step(file, key, day, "return_file");
            (returned, at) = (true, at - 1);
        } else if action == "decide" && file.dice.percent(18) {
            day = file.after(day, 7, 20);
            if day > until {
                return;
            }
            step(file, key, day, "appeal");
        }
    }
}

/// Takes a step; tells the result of one that acquits.
fn step(file: &mut CaseFile<'_>, key: Key, day: Date, action: &'static str) -> Option<&'static str> {
    let dice = &mut file.dice;
    let mut draft = Draft::default().with("stage_on", day.to_string());
    if action != "execute" {
        draft.set("next_date", later(day, dice.between(14, 60)).to_string());
    }
    if dice.percent(40) {
        draft.set("stage_note", dice.pick(texts::STAGE_NOTES));
    }
    let rupiah = |dice: &mut super::dice::Dice, most| (dice.between(4, most) * 1_000_000).to_string();
    let mut acquitted = None;
    match action {
        "hand_over" => draft.set("file_complete_on", day.to_string()),
        "prosecute" => {
            draft.set("counterpart_post", "Penuntut umum pada Kejaksaan Negeri Contoh (rekaan)");
            if dice.percent(65) {
                draft.set("restitution_claimed", rupiah(dice, 120));
            }
        }
        "bring_to_trial" => {
            draft.set("court", "Pengadilan Negeri Contoh (rekaan)");
            draft.set("case_number", format!("{}/Pid.Sus/{}/PN Rekaan", dice.between(1, 400), day.year()));
        }
        "decide" => {
            let result = dice.weighted(&[
                (76, "convicted"),
                (8, "measure"),
                (10, "acquitted"),
                (6, "released_from_charge"),
            ]);
            draft.set("verdict_result", result);
            acquitted = Some(result).filter(|result| ["acquitted", "released_from_charge"].contains(result));
            if result == "convicted" {
                draft.set("sentence", format!("Pidana penjara {} tahun (rekaan)", dice.between(2, 12)));
            }
            if acquitted.is_none() && dice.percent(50) {
                draft.set("restitution_ordered", rupiah(dice, 80));
            }
        }
        "execute" if dice.percent(40) => draft.set("restitution_paid", rupiah(dice, 40)),
        _ => {}
    }
    let who = file.hands.legal;
    file.step_part(day, who, (Part::Legal, key), action, draft);
    acquitted
}

fn end(file: &mut CaseFile<'_>, key: Key, day: Date) {
    let reason = file.dice.weighted(&[
        (34, "investigation_ended"),
        (12, "prosecution_ended"),
        (28, "suspect_at_large"),
        (8, "moved_to_other_jurisdiction"),
        (8, "diverted"),
    ]);
    ended(file, key, day, reason);
}

fn ended(file: &mut CaseFile<'_>, key: Key, day: Date, reason: &'static str) {
    let draft = Draft::default().with("stage_on", day.to_string()).with("end_reason", reason);
    let who = file.hands.legal;
    file.step_part(day, who, (Part::Legal, key), "end", draft);
}
