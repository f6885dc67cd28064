//! Two nodes of one invented network, and bytes carried between them by hand.

use model::time::DAY;
use model::{Draft, Id};
use node::acts::exchange::{AdoptDirectory, EnrolMember, SetAnchor};
use node::acts::people::ViewPerson;
use node::acts::staff::FoundNode;
use node::exchange::{OwnKeys, TAKEN};
use node::{Node, Place};
use seal::SigningKey;
use seal::exchange::{
    Code, DIRECTORY_TYPE, Directory, Dsse, Hash, ListedKey, ListedMember, ListedSealing, ListedWitness,
    MemberStatus, Policy,
};

use crate::world::{START, Staff, World};

pub(super) const ABROAD: &str = "PH/HOT/HALIMBAWA";

/// A node in Indonesia (of the engine under test) and one abroad, in one directory.
pub(super) struct Net {
    pub(super) here: World,
    pub(super) abroad: World,
    pub(super) worker: Staff,
    pub(super) intake: Staff,
    /// The post here that stands for the member abroad.
    pub(super) peer: Id,
    pub(super) directory: Directory,
    /// The witness of either node; the directory names neither yet.
    pub(super) witnesses: Vec<ListedWitness>,
}

pub(super) fn operators() -> [SigningKey; 2] {
    [SigningKey::from_bytes(&[21; 32]), SigningKey::from_bytes(&[22; 32])]
}

pub(super) fn signed(directory: &Directory) -> Dsse {
    let [one, two] = operators();
    Dsse::sign(DIRECTORY_TYPE, serde_json::to_vec(directory).unwrap(), &[&one, &two])
}

pub(super) fn listed(keys: &OwnKeys, name: &str) -> ListedMember {
    ListedMember {
        id: keys.member.clone(),
        status: MemberStatus::Active,
        name: name.try_into().unwrap(),
        signing: vec![ListedKey { key: keys.signing, from: keys.from, until: keys.signing_until }],
        sealing: vec![ListedSealing {
            kid: keys.kid.clone(),
            key: keys.sealing,
            from: keys.from,
            until: keys.sealing_until,
        }],
        log: vec![ListedKey { key: keys.log, from: keys.from, until: keys.signing_until }],
        endpoint: Some("node.invalid:443".try_into().unwrap()),
        tls: vec![Hash::of(keys.member.as_str().as_bytes())],
        kinds: TAKEN.iter().map(|kind| Code::try_from(*kind).unwrap()).collect(),
        min_version: 1,
        contact_post: "intake".try_into().unwrap(),
        abroad: true,
    }
}

pub(super) fn witness(keys: &OwnKeys) -> ListedWitness {
    ListedWitness { member: keys.member.clone(), verifier: keys.witness.as_str().try_into().unwrap() }
}

pub(super) async fn enrol(world: &World) -> OwnKeys {
    let member = world.node.origin().to_owned();
    world.node.perform(&world.node.system("set-up"), EnrolMember { member }).await.unwrap()
}

pub(super) async fn adopt(world: &World, directory: &Directory) {
    let act = AdoptDirectory { document: signed(directory) };
    world.node.perform(&world.node.system("set-up"), act).await.unwrap();
}

impl Net {
    pub(super) async fn new(here: World) -> Self {
        Self::with(here, ABROAD).await
    }

    /// The same with another member abroad.
    pub(super) async fn with(here: World, member: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(dir.path().join("node.db"));
        let abroad = World::found_as(place, Some(dir), member, 2).await;
        let keys = [enrol(&here).await, enrol(&abroad).await];
        let witnesses = keys.iter().map(witness).collect();
        let [one, two] = &keys;
        let members =
            vec![listed(one, "Yayasan Contoh Kasih (rekaan)"), listed(two, "Hotline Halimbawa (rekaan)")];
        let directory = Directory {
            network: "contoh".try_into().unwrap(),
            version: 1,
            valid_from: START.millis(),
            valid_until: START.plus(300 * DAY).millis(),
            operators: operators().iter().map(|key| Hash(key.verifying_key().to_bytes())).collect(),
            threshold: 2,
            members,
            groups: Vec::new(),
            guardians: Vec::new(),
            witnesses: Vec::new(),
            revoked: Vec::new(),
            policy: Policy::default(),
        };
        for world in [&here, &abroad] {
            let anchor = SetAnchor { anchor: directory.anchor() };
            world.node.perform(&world.node.system("set-up"), anchor).await.unwrap();
            adopt(world, &directory).await;
        }
        let worker = here.staff("case-worker", Some(here.unit)).await;
        let intake = abroad.staff("intake-operator", Some(abroad.unit)).await;
        let peer = here.sql("select post_id from exchange_peer").await[0][0].parse().unwrap();
        Self { here, abroad, worker, intake, peer, directory, witnesses }
    }

    /// One more member of the node here, listed like the others; answers somebody in a role of it.
    pub(super) async fn joined(&mut self, member: &str, role: &str) -> Staff {
        let found = FoundNode {
            member_id: member.into(),
            name: "Lembaga Contoh (rekaan)".into(),
            email: "admin3@contoh.invalid".into(),
            admin_name: "Admin Contoh".into(),
        };
        let set_up = self.here.node.system("set-up");
        let founded = self.here.node.perform(&set_up, found).await.unwrap();
        let keys = self.here.node.perform(&set_up, EnrolMember { member: member.into() }).await.unwrap();
        self.directory.version += 1;
        self.directory.members.push(listed(&keys, "Lembaga Contoh (rekaan)"));
        for world in [&self.here, &self.abroad] {
            adopt(world, &self.directory).await;
        }
        let origin = node::access::Origin::Online;
        let admin = self.here.node.actor(founded.account, model::Lang::Id, origin).await.unwrap();
        self.here.staff_by(&admin, role, None).await
    }

    /// A case with something to tell in several data groups.
    pub(super) async fn case(&self) -> Id {
        let case = self.here.open_case(&self.worker.actor, "high").await;
        let told = Draft::default().with("circumstances", "Data rekaan: keadaan anak.");
        let edit = node::acts::Edit::<model::kinds::Case>::new(case, told);
        self.here.node.perform(&self.worker.actor, edit).await.unwrap();
        let child = self.here.sql(&format!("select child from k_case where id = '{case}'")).await;
        let child: Id = child[0][0].parse().unwrap();
        let phone = Draft::default().with("phone", "0800-0000-1234").with("birth_year", "2012");
        let edit = node::acts::people::EditPerson { id: child, draft: phone, since: None };
        self.here.node.perform(&self.worker.actor, edit).await.unwrap();
        self.here.node.perform(&self.worker.actor, ViewPerson { id: child }).await.unwrap();
        case
    }

    /// Carries everything that is due, both ways, until nothing is.
    pub(super) async fn carry(&self) -> usize {
        let mut carried = 0;
        for _ in 0..10 {
            let there = carry(&self.here.node, &self.abroad.node).await;
            let back = carry(&self.abroad.node, &self.here.node).await;
            carried += there + back;
            if there + back == 0 {
                break;
            }
        }
        carried
    }

    pub(super) async fn outbox(&self) -> Vec<(String, String)> {
        let rows = self
            .here
            .sql("select s.kind, o.state from exchange_outbox o join exchange_sent s on s.eid = o.eid order by o.id")
            .await;
        rows.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
    }
}

/// Carries everything that is due from one node to another; answers how much that was.
pub(super) async fn carry(from: &Node, to: &Node) -> usize {
    let due = from.exchange_due(Vec::new(), Vec::new()).await.unwrap();
    for item in &due {
        if item.receipt {
            to.exchange_receipts(&item.bytes).await.unwrap();
        } else {
            let accepted = to.exchange_accept(&item.bytes).await.unwrap();
            from.exchange_receipts(&accepted.to_bytes()).await.unwrap();
        }
    }
    due.len()
}
