//! The intake desk of each agency: a number to call that cannot be dialled, and a duty roster with a few hours that nobody covers.

use std::sync::atomic::AtomicUsize;

use model::time::Zone;
use node::acts::roster::{OpenEmergencyLine, PlanShifts, SetDutyHours};
use node::{Node, Result};

use super::super::plan::Plan;
use super::found::{Stage, act};

/// Whoever takes reports in an agency, first choice first.
const ROLES: [&str; 2] = ["intake-operator", "supervisor"];

/// Sets the desks up, as of the present day of the node.
pub(super) async fn open(node: &Node, plan: &Plan, stage: &Stage, acts: &AtomicUsize) -> Result<()> {
    let today = node.now().date(Zone::Wib);
    for (agency, admin) in stage.admins.iter().enumerate() {
        let line = OpenEmergencyLine {
            label_id: "Nomor contoh (rekaan, jangan dihubungi)".into(),
            label_en: "Sample number (invented, do not call)".into(),
            number: "0800-0000-0000".into(),
            assured_by: "Petugas Contoh".into(),
            assured_on: today,
        };
        act(node, acts, admin, line).await?;
        let of_role =
            |role: &&str| plan.posts.iter().position(|post| post.agency == agency && post.role == *role);
        let Some(post) = ROLES.iter().find_map(of_role) else { continue };
        let (from, to) = ("07:00".to_owned(), "19:00".to_owned());
        let shifts = PlanShifts {
            duty: "intake_line".into(),
            post: stage.post(post)?,
            stand_in: None,
            first_day: today,
            weeks: 5,
            days: "1234567".into(),
            from: from.clone(),
            to,
        };
        act(node, acts, admin, shifts).await?;
        let duty = "intake_line".into();
        act(node, acts, admin, SetDutyHours { duty, days: "12345".into(), from, to: "21:00".into() }).await?;
    }
    Ok(())
}
