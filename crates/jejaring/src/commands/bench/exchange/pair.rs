//! Two invented nodes of one network in one process, each with its database, its certificate and its port.

use std::path::Path;
use std::sync::Arc;

use model::time::{DAY, HOUR};
use model::{Id, Lang};
use node::access::Origin;
use node::acts::exchange::{AdoptDirectory, EnrolMember, SetAnchor};
use node::acts::staff::{FoundNode, OpenAccount, OpenPost, OpenUnit, StartTenure};
use node::{Actor, Node, NodeSecrets, Upkeep};
use seal::SigningKey;
use seal::exchange::{DIRECTORY_TYPE, Directory, Dsse, Hash, ListedMember, Policy};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use crate::exchange::{Identity, Post, listed, listen_on};
use crate::failure::{Failure, Result};
use crate::home::{Config, Home, chance};

/// Members of the pair.
const NAMES: [&str; 2] = ["ID/NGO/UKUR-SATU", RECEIVER];
/// The one that is sent to.
pub(super) const RECEIVER: &str = "ID/GOV/UKUR-DUA";

/// How what is sent comes to the receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The receiver has an address and is called.
    Called,
    /// It has none, and comes for what waits.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the first way is measured"))]
    Fetched,
}

/// One of the two.
pub(super) struct Side {
    pub(super) node: Node,
    identity: Arc<Identity>,
    /// Somebody who may ask, warn and send lists.
    pub(super) boss: Actor,
}

/// Both, joined.
pub(super) struct Pair {
    pub(super) from: Side,
    pub(super) to: Side,
    directory: Mutex<Directory>,
    operators: [SigningKey; 2],
    door: JoinHandle<()>,
}

fn said(error: impl std::fmt::Display) -> Failure {
    Failure::new(error.to_string())
}

async fn side(dir: &Path, name: &str) -> Result<Side> {
    let home = Home::at(dir, Config::new(name.parse().map_err(Failure::new)?, name, None));
    let secrets = NodeSecrets::generate(&mut *node::Chance::stream(&*chance()));
    home.write_secrets(&home.key_path(), &secrets)?;
    let identity = Arc::new(Identity::of(&home)?);
    let node = home.opened(&home.place(None)?, secrets).await?;
    let found = FoundNode {
        member_id: name.to_owned(),
        name: format!("{name} (rekaan)"),
        email: "admin@contoh.invalid".into(),
        admin_name: "Admin Contoh".into(),
    };
    let founded = node.perform(&node.system("bench"), found).await?;
    let admin = node.actor(founded.account, Lang::Id, Origin::Online).await?;
    let unit = node.perform(&admin, OpenUnit { name: "Unit Ukur".into() }).await?.id;
    staff(&node, &admin, ("intake-operator", Some(unit))).await?;
    let boss = staff(&node, &admin, ("manager", None)).await?;
    node.start(Upkeep::default()).await?;
    Ok(Side { node, identity, boss })
}

async fn staff(node: &Node, admin: &Actor, (role, unit): (&str, Option<Id>)) -> Result<Actor> {
    let (title_id, title_en) = (format!("Jabatan {role}"), format!("Post {role}"));
    let post = OpenPost { title_id, title_en, role: role.into(), unit, parent: None };
    let post = node.perform(admin, post).await?.id;
    let account = OpenAccount {
        email: format!("{role}@contoh.invalid"),
        name: "Petugas Contoh".into(),
        lang: "id".into(),
    };
    let account = node.perform(admin, account).await?.id;
    node.perform(admin, StartTenure { post, account, acting: false, until: None }).await?;
    Ok(node.actor(account, Lang::Id, Origin::Online).await?)
}

async fn entry(side: &Side, name: &str, endpoint: Option<&str>) -> Result<ListedMember> {
    let enrol = EnrolMember { member: name.to_owned() };
    let keys = side.node.perform(&side.node.system("bench"), enrol).await?;
    listed(&keys, name, endpoint.map(str::to_owned), &side.identity)
}

impl Pair {
    pub(super) async fn new(dir: &Path, way: Way) -> Result<Self> {
        let from = side(&dir.join("one"), NAMES[0]).await?;
        let to = side(&dir.join("two"), NAMES[1]).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(said)?;
        let endpoint = listener.local_addr().map_err(said)?.to_string();
        let operators = [0, 1].map(|_| SigningKey::generate(&mut *node::Chance::stream(&*chance())));
        let called = (way == Way::Called).then_some(endpoint.as_str());
        let members =
            vec![entry(&from, NAMES[0], Some(&endpoint)).await?, entry(&to, NAMES[1], called).await?];
        let now = from.node.now().millis();
        let directory = Directory {
            network: "ukur".try_into().map_err(said)?,
            version: 0,
            valid_from: now - HOUR,
            valid_until: now + 30 * DAY,
            operators: operators.iter().map(|key| Hash(key.verifying_key().to_bytes())).collect(),
            threshold: 2,
            members,
            groups: Vec::new(),
            guardians: Vec::new(),
            witnesses: Vec::new(),
            revoked: Vec::new(),
            policy: Policy::default(),
        };
        for node in [&from.node, &to.node] {
            node.perform(&node.system("bench"), SetAnchor { anchor: directory.anchor() }).await?;
        }
        let directory = Mutex::new(directory);
        let mut pair = Self { from, to, directory, operators, door: tokio::spawn(async {}) };
        pair.adopt(&mut *pair.directory.lock().await).await?;
        let at = if way == Way::Called { &pair.to } else { &pair.from };
        let door = listen_on(at.node.clone(), &at.identity, listener);
        pair.door = door.await?.1;
        Ok(pair)
    }

    /// A version more of the directory.
    async fn adopt(&self, directory: &mut Directory) -> Result<()> {
        directory.version += 1;
        let payload = serde_json::to_vec(directory).map_err(said)?;
        let [one, two] = &self.operators;
        let document = Dsse::sign(DIRECTORY_TYPE, payload, &[one, two]);
        for node in [&self.from.node, &self.to.node] {
            let act = AdoptDirectory { document: document.clone() };
            node.perform(&node.system("bench"), act).await?;
        }
        Ok(())
    }

    /// Further members that nobody reaches: what is sent to them waits to be fetched.
    pub(super) async fn crowd(&self, recipients: u32) -> Result<()> {
        let mut directory = self.directory.lock().await;
        let Some(model) = directory.members.last().cloned() else { return Ok(()) };
        for at in 2..=recipients {
            let id = format!("ID/NGO/UKUR-BANYAK-{at}").parse().map_err(said)?;
            directory.members.push(ListedMember { id, endpoint: None, tls: Vec::new(), ..model.clone() });
        }
        self.adopt(&mut directory).await
    }

    /// What carries the sender's outbox.
    pub(super) fn post(&self) -> Post {
        Post::new(self.from.node.clone(), self.from.identity.clone())
    }

    /// The post that stands for the receiver at the sender.
    pub(super) async fn peer(&self) -> Result<Id> {
        let listed = self.from.node.perform(&self.from.boss, node::acts::moves::ListReceivers).await?;
        let peer = listed.iter().find(|one| one.organisation_name == NAMES[1]);
        peer.map(|one| one.post).ok_or_else(|| Failure::new("the receiver is not listed"))
    }

    pub(super) async fn stop(self) {
        self.door.abort();
        self.from.node.stop().await;
        self.to.node.stop().await;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use std::time::{Duration, Instant};

    use model::Draft;
    use node::acts::exchange::AskInformation;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_waits_for_a_member_without_an_address_is_fetched() {
        let dir = tempfile::tempdir().unwrap();
        let pair = Pair::new(dir.path(), Way::Fetched).await.unwrap();
        // It waits at an empty mailbox before anything is written.
        let fetching = crate::exchange::carry(pair.to.node.clone(), pair.to.identity.clone());
        tokio::time::sleep(Duration::from_millis(500)).await;
        let needed = pair.from.node.now().plus(5 * DAY).date(model::time::Zone::default());
        let draft = Draft::default()
            .with("question", "Data rekaan: apakah keluarga ini dilayani?")
            .with("needed_by", needed.to_string());
        let ask = AskInformation { to: pair.peer().await.unwrap(), case: None, draft };
        pair.from.node.perform(&pair.from.boss, ask).await.unwrap();
        let began = Instant::now();
        while !pair.from.node.exchange_health().await.unwrap().silent.is_empty() {
            assert!(began.elapsed() < Duration::from_secs(60), "nobody came for the message");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        fetching.abort();
        pair.stop().await;
    }
}
