//! Vettings of whoever works with children: most hold, one runs out soon, one was only asked for.

use model::Draft;
use model::kinds::Vetting;
use node::acts::staff::OpenVetting;
use node::{Error, Result};

use super::super::plan::Plan;
use super::found::Stage;
use super::hand::Hand;

/// Who may decide, first choice first.
const DECIDE: [&str; 2] = ["manager", "protection-lead"];
/// Whose posts meet children.
const MEETS: [&str; 3] = ["case-worker", "supervisor", "intake-operator"];
/// Vettings in each agency at most.
const MOST: usize = 6;

/// Seeds them, as of the present day of the node.
pub(super) async fn seed(hand: Hand<'_>, stage: &Stage, plan: &Plan) -> Result<()> {
    for agency in 0..stage.admins.len() {
        let of_role =
            |role: &&str| plan.posts.iter().position(|post| post.agency == agency && post.role == *role);
        let decider = DECIDE.iter().filter_map(of_role).find_map(|post| stage.actor(post).ok());
        let Some(decider) = decider else { continue };
        let meets = plan.staff.iter().enumerate().filter(|(_, staff)| {
            let role = staff.post.and_then(|post| plan.posts.get(post)).map_or("", |post| post.role);
            staff.agency == agency && MEETS.contains(&role)
        });
        for (at, (key, _)) in meets.take(MOST).enumerate() {
            let account = stage.accounts.get(key).copied().ok_or(Error::NotFound)?;
            let id = match hand.act(decider, OpenVetting { account }).await {
                Ok(opened) => opened.id,
                // Whoever decides is not vetted by themselves, and nobody twice.
                Err(Error::Refused("own-work" | "vetting-open")) => continue,
                Err(error) => return Err(error),
            };
            if at == 1 {
                continue;
            }
            let until = if at == 0 { 20 } else { 300 + i32::try_from(at).unwrap_or(0) * 40 };
            let found = Draft::default()
                .with("certificate_on", hand.day(-90))
                .with("certificate_number", "SKCK-REKAAN")
                .with("references_on", hand.day(-85))
                .with("code_signed_on", hand.day(-80))
                .with("training_on", hand.day(-60))
                .with("result", "suitable")
                .with("valid_until", hand.day(until));
            hand.step::<Vetting>(decider, id, "clear", found).await?;
        }
    }
    Ok(())
}
