//! The node that is measured: an invented organisation with its staff, its cases and their history.

use model::{Id, Lang};
use node::access::Origin;
use node::acts::staff::{
    FoundNode, InviteAccount, OpenAccount, OpenPost, OpenUnit, SetPassword, StartTenure,
};
use node::acts::{FillInvented, MarkInvented};
use node::{Actor, Node};
use serde::{Deserialize, Serialize};

use super::tell;
use crate::failure::Result;

pub(super) const MEMBER: &str = "ID/NGO/CONTOH-UKUR";
pub(super) const NAME: &str = "Yayasan Contoh Ukur (rekaan)";
/// The password of every account. It protects nothing: all data is invented.
pub(super) const PASSWORD: &str = "kapal-kertas-ukur-27";
/// Cases of one transaction.
const BATCH: usize = 250;
/// Posts of a unit besides its supervisor's.
const IN_UNIT: usize = 20;
/// Case workers who sign in.
const WORKERS: usize = 16;
/// Supervisors who sign in.
const SUPERVISORS: usize = 4;

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Size {
    pub(super) cases: usize,
    pub(super) entries: usize,
}

impl Size {
    /// Posts that share the cases: two hundred each, as a busy district has them, and no more than five hundred posts.
    pub(super) fn posts(self) -> usize {
        (self.cases / 200).clamp(1, 500)
    }

    fn units(self) -> usize {
        self.posts().div_ceil(IN_UNIT)
    }

    /// Entries of each case besides the one that opens it.
    fn looks(self) -> usize {
        (self.entries / self.cases.max(1)).saturating_sub(1)
    }
}

/// Whoever signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Worker(usize),
    Supervisor(usize),
    /// Sees the whole organisation; measured without HTTP, because a served node asks managers for a second factor.
    Manager,
}

impl Who {
    /// Everybody of a node of this size.
    pub(super) fn all(size: Size) -> Vec<Self> {
        let mut all: Vec<Self> = (0..WORKERS.min(size.posts())).map(Self::Worker).collect();
        all.extend((0..SUPERVISORS.min(size.units())).map(Self::Supervisor));
        all.push(Self::Manager);
        all
    }

    pub(super) fn email(self) -> String {
        match self {
            Self::Worker(number) => format!("petugas{number}@contoh.invalid"),
            Self::Supervisor(number) => format!("supervisor{number}@contoh.invalid"),
            Self::Manager => "manajer@contoh.invalid".to_owned(),
        }
    }
}

/// Fills an empty node.
pub(super) async fn seed(node: &Node, size: Size) -> Result<()> {
    let system = node.system("bench");
    node.perform(&system, MarkInvented).await?;
    let found = FoundNode {
        member_id: MEMBER.into(),
        name: NAME.into(),
        email: "admin@contoh.invalid".into(),
        admin_name: "Administrator Contoh".into(),
    };
    let founded = node.perform(&system, found).await?;
    let admin = node.actor(founded.account, Lang::Id, Origin::Online).await?;
    let posts = staff(node, &admin, size).await?;
    let mut workers = Vec::new();
    for who in Who::all(size) {
        workers.push(node.actor_by_email(&who.email(), Lang::Id).await?);
    }
    let mut done = 0;
    while done < size.cases {
        let cases = BATCH.min(size.cases - done);
        let actor =
            workers.get(done / BATCH % workers.len().max(1)).cloned().unwrap_or_else(|| admin.clone());
        let fill = FillInvented { cases, looks: size.looks(), posts: posts.clone(), actor };
        node.perform(&system, fill).await?;
        done += cases;
        if done % 10_000 < cases {
            tell(format_args!("seeded {done} of {} cases", size.cases));
        }
    }
    // The tree of the journal is complete before anything is measured.
    while node.place_waiting().await? > 0 {}
    Ok(())
}

/// Units with their posts and those who sign in; answers the posts that share the cases.
async fn staff(node: &Node, admin: &Actor, size: Size) -> Result<Vec<Id>> {
    let mut posts = Vec::new();
    let mut wide = Vec::new();
    for unit in 0..size.units() {
        let name = format!("Unit Layanan {}", unit + 1);
        let unit = node.perform(admin, OpenUnit { name }).await?.id;
        wide.push(post(node, admin, "supervisor", Some(unit)).await?);
        for _ in 0..IN_UNIT.min(size.posts() - posts.len()) {
            posts.push(post(node, admin, "case-worker", Some(unit)).await?);
        }
    }
    let manager = post(node, admin, "manager", None).await?;
    for who in Who::all(size) {
        let holds = match who {
            // Spread over the units.
            Who::Worker(number) => posts.get(number * posts.len() / WORKERS.min(posts.len())),
            Who::Supervisor(number) => wide.get(number),
            Who::Manager => Some(&manager),
        };
        if let Some(post) = holds {
            account(node, admin, who, *post).await?;
        }
    }
    Ok(posts)
}

async fn post(node: &Node, admin: &Actor, role: &str, unit: Option<Id>) -> Result<Id> {
    let (title_id, title_en) = match role {
        "supervisor" => ("Supervisor", "Supervisor"),
        "manager" => ("Manajer lembaga", "Manager"),
        _ => ("Pekerja sosial", "Case worker"),
    };
    let open = OpenPost {
        title_id: title_id.into(),
        title_en: title_en.into(),
        role: role.into(),
        unit,
        parent: None,
    };
    Ok(node.perform(admin, open).await?.id)
}

async fn account(node: &Node, admin: &Actor, who: Who, post: Id) -> Result<()> {
    let open = OpenAccount { email: who.email(), name: "Petugas Contoh".into(), lang: "id".into() };
    let account = node.perform(admin, open).await?.id;
    let tenure = StartTenure { post, account, acting: false, until: None };
    node.perform(admin, tenure).await?;
    let invited = node.perform(&node.system("bench"), InviteAccount { account }).await?;
    node.set_password(Lang::Id, SetPassword::new(invited.token(), PASSWORD)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_size_has_five_hundred_posts_and_ten_entries_a_case() {
        let full = Size { cases: 100_000, entries: 1_000_000 };
        assert_eq!((full.posts(), full.units(), full.looks()), (500, 25, 9));
        assert_eq!(Who::all(full).len(), 21);
        let small = Size { cases: 150, entries: 10 };
        assert_eq!((small.posts(), small.units(), small.looks()), (1, 1, 0));
        assert_eq!(Who::all(small).len(), 3);
    }
}
