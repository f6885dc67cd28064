//! Whom to sign in as: one password for all, printed once by the demonstration, in both languages.

use std::sync::atomic::{AtomicUsize, Ordering};

use model::Lang;
use node::acts::staff::{InviteAccount, SetPassword};
use node::{Actor, Node, Result, Settings};
use seal::PasswordCost;

use super::perform::Stage;
use super::plan::Plan;

/// The password of every account of the demonstration. It protects nothing: all data is invented.
pub(crate) const PASSWORD: &str = "kapal-kertas-biru-27";

/// A way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignIn {
    /// Name of the agency.
    pub(crate) agency: &'static str,
    /// Indonesian title of the post.
    pub(crate) title_id: String,
    /// English title of the post.
    pub(crate) title_en: String,
    /// Slug of the role.
    pub(crate) role: &'static str,
    /// Address to sign in with.
    pub(crate) email: String,
}

/// The address of an agency's administrator.
pub(crate) fn administrator(domain: &str) -> String {
    format!("admin@{domain}.contoh.invalid")
}

/// The ways in that a newcomer needs: for each agency its administrator and one holder of each role, and with them those
/// whose posts have something to show.
pub(crate) fn of_plan(plan: &Plan) -> Vec<SignIn> {
    let mut ways = Vec::new();
    for (at, agency) in plan.node.agencies.iter().enumerate() {
        let mut shown: Vec<&str> = Vec::new();
        for staff in plan.staff.iter().filter(|staff| staff.agency == at) {
            let Some(post) = staff.post.and_then(|post| plan.posts.get(post)) else { continue };
            if shown.contains(&post.role) {
                continue;
            }
            shown.push(post.role);
            ways.push(SignIn {
                agency: agency.name,
                title_id: post.title_id.clone(),
                title_en: post.title_en.clone(),
                role: post.role,
                email: staff.email.clone(),
            });
        }
        ways.push(SignIn {
            agency: agency.name,
            title_id: "Administrator".into(),
            title_en: "Administrator".into(),
            role: "administrator",
            email: administrator(agency.domain),
        });
    }
    ways
}

/// What the node of a demonstration runs with: no second factor, and passwords that cost little to check, because every
/// account has the same printed one.
pub(crate) fn settings() -> Settings {
    let cheap = PasswordCost { memory_kib: 256, passes: 1, lanes: 1 };
    Settings::default().without_second_factor().with_password_cost(cheap)
}

/// The same while it is being seeded. Open the node again with [`settings`] before anybody uses it.
pub(crate) fn seeding_settings() -> Settings {
    settings().in_a_hurry()
}

/// Gives every account the one password, by the way that everybody gets theirs: an invitation.
pub(crate) async fn give_passwords(node: &Node, stage: &Stage, acts: &AtomicUsize) -> Result<()> {
    let system = node.system("demo");
    let admins = stage.admins.iter().filter_map(Actor::account);
    for account in admins.chain(stage.accounts.iter().copied()) {
        let invited = node.perform(&system, InviteAccount { account }).await?;
        node.set_password(Lang::Id, SetPassword::new(invited.token(), PASSWORD)).await?;
        acts.fetch_add(2, Ordering::Relaxed);
    }
    Ok(())
}

/// What holds of all ways in: one password, in both languages.
pub(crate) fn heading() -> String {
    format!(
        "Semua data rekaan; semua akun memakai satu kata sandi. / All data is invented; all accounts share one password.\n\
         Kata sandi / Password: {PASSWORD}"
    )
}

/// The ways into one node as a table to print.
pub(crate) fn table(ways: &[SignIn]) -> String {
    let width =
        |text: fn(&SignIn) -> &str| ways.iter().map(|way| text(way).chars().count()).max().unwrap_or(0);
    let (titles, english) = (width(|way| &way.title_id), width(|way| &way.title_en));
    let mut lines = Vec::new();
    let mut agency = "";
    for way in ways {
        if way.agency != agency {
            agency = way.agency;
            lines.push(format!("  {agency}"));
        }
        lines.push(format!("    {:titles$}  {:english$}  {}", way.title_id, way.title_en, way.email));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::plan::{CONTOH_KASIH, Options};
    use super::*;

    #[test]
    fn the_table_names_every_agency_and_role_with_an_address_of_nobody() {
        let today = model::Date::constant(2026, 3, 5);
        let plan = Plan::draw(CONTOH_KASIH, Options { children: 3, today, seed: 9 });
        let ways = of_plan(&plan);
        let table = table(&ways);
        for agency in CONTOH_KASIH.agencies {
            assert!(table.contains(agency.name));
        }
        for role in [
            "intake-operator",
            "case-worker",
            "supervisor",
            "manager",
            "legal-officer",
            "protection-lead",
            "statistician",
            "administrator",
        ] {
            assert!(ways.iter().any(|way| way.role == role), "{role}");
        }
        assert!(ways.iter().all(|way| way.email.ends_with(".contoh.invalid")));
        assert_eq!(heading().matches(PASSWORD).count(), 1);
        assert!(!table.lines().any(|line| line.ends_with(' ')));
    }
}
