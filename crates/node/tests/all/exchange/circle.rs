//! Three nodes that watch over one another's journals.

use node::exchange::{Answer, Asked};
use node::{Node, Place};
use seal::evidence::Trust;
use seal::exchange::MemberId;

use super::net::{Net, adopt, enrol, listed, witness};
use crate::world::World;

pub(super) const THIRD: &str = "ID/GOV/CONTOH";

pub(super) struct Circle {
    pub(super) net: Net,
    pub(super) third: World,
}

impl Circle {
    /// Each of the three is a witness of the two others.
    pub(super) async fn new(here: World) -> Self {
        let mut net = Net::new(here).await;
        let dir = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(dir.path().join("node.db"));
        let third = World::found_as(place, Some(dir), THIRD, 3).await;
        let keys = enrol(&third).await;
        net.directory.version = 2;
        net.directory.members.push(listed(&keys, "Kementerian Contoh (rekaan)"));
        net.directory.witnesses = net.witnesses.clone();
        net.directory.witnesses.push(witness(&keys));
        let anchor = node::acts::exchange::SetAnchor { anchor: net.directory.anchor() };
        third.node.perform(&third.node.system("set-up"), anchor).await.unwrap();
        for world in [&net.here, &net.abroad, &third] {
            adopt(world, &net.directory).await;
        }
        Self { net, third }
    }

    pub(super) fn node(&self, member: &MemberId) -> &Node {
        let worlds = [&self.net.here, &self.net.abroad, &self.third];
        &worlds.into_iter().find(|world| world.node.origin() == member.as_str()).unwrap().node
    }

    /// A witness looks at what it is shown.
    pub(super) async fn ask(&self, by: &Node, asked: &Asked) -> Answer {
        let from = by.origin().parse().unwrap();
        match self.node(&asked.witness).exchange_cosign(&from, asked.body.clone()).await.unwrap() {
            Ok(lines) => Answer::Signed(lines),
            Err(seal::witness::Refusal::OtherSize { latest }) => Answer::Saw(latest),
            Err(_) => Answer::Refused,
        }
    }

    /// A node shows its newest checkpoint to both others; answers how many signed.
    pub(super) async fn show(&self, node: &Node) -> usize {
        node.place_waiting().await.unwrap();
        let mut signed = 0;
        for asked in node.exchange_offers().await.unwrap() {
            let answer = self.ask(node, &asked).await;
            signed += usize::from(node.exchange_cosigned(&asked, answer).await.unwrap());
        }
        signed
    }

    pub(super) fn trust(&self) -> Trust {
        Trust { anchor: self.net.directory.anchor(), witnesses: Vec::new(), needed: None }
    }
}
