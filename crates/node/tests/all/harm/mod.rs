//! Online harm, platforms and money.

mod content;
mod hashes;
mod hosts;
mod links;
mod money;
mod notice_link;
mod shared;
mod told;

use model::{Draft, Id, Lang};
use node::Actor;
use node::access::Origin;
use node::acts::staff::FoundNode;

use crate::world::{Staff, World};

/// An organisation of a class on the same node; answers its administrator.
async fn organisation(world: &World, member: &str) -> Actor {
    let found = FoundNode {
        member_id: member.into(),
        name: format!("Lembaga {member} (rekaan)"),
        email: format!("{}@contoh.invalid", world.node.new_id()),
        admin_name: "Admin Contoh".into(),
    };
    let founded = world.node.perform(&world.node.system("set-up"), found).await.unwrap();
    world.node.actor(founded.account, Lang::Id, Origin::Online).await.unwrap()
}

/// Somebody in a role of such an organisation.
async fn analyst(world: &World, member: &str, role: &str) -> Staff {
    let admin = organisation(world, member).await;
    world.staff_by(&admin, role, None).await
}

const ADDRESS: &str = "https://contoh-rekaan.invalid/halaman?x=1";
const BROKEN: &str = "hxxps://contoh-rekaan[.]invalid/halaman?x=1";

fn content() -> Draft {
    Draft::default()
        .with("channel", "email")
        .with("harm", "image_spread")
        .with("imminent_danger", "false")
        .with("platform", "Contohgram")
        .with("account", "@akun_rekaan")
        .with("address", ADDRESS)
        .with("seen_on", "2026-03-04")
}

/// What each post was told.
async fn told(world: &World, post: Id) -> Vec<String> {
    let sql = format!("select code from notification where post_id = '{post}' order by code");
    world.sql(&sql).await.into_iter().flatten().collect()
}

/// What somebody who looked says of who hosts it: the party addressed.
pub(crate) fn hosted() -> Draft {
    Draft::default().with("host_finding", "same").with("host_source", "own_tools")
}
