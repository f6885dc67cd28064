//! A small invented network in a real database, the same for every test.

use std::future::Future;
use std::sync::Arc;

use model::kinds::Assignment;
use model::{Draft, Id, Lang, Timestamp};
use node::access::Origin;
use node::acts::Move;
use node::acts::moves::ListMoves;
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::staff::{FoundNode, OpenAccount, OpenPost, OpenUnit, StartTenure};
use node::{Actor, Node, NodeSecrets, Place, SeededChance, SetClock, Settings};
use trial::postgres::Cluster;

/// Which engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

/// A node with an organisation, two units and people in their posts.
pub(crate) struct World {
    pub(crate) node: Node,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) place: Place,
    pub(crate) admin: Actor,
    pub(crate) unit: Id,
    pub(crate) other_unit: Id,
    _sqlite: Option<tempfile::TempDir>,
}

/// Somebody in a post.
pub(crate) struct Staff {
    pub(crate) actor: Actor,
    pub(crate) account: Id,
    pub(crate) post: Id,
}

pub(crate) const START: Timestamp = Timestamp::from_millis(1_772_700_000_000); // 2026-03-05 in Indonesia

/// The same key in every test: secrets are not what these tests are about.
pub(crate) fn secrets() -> NodeSecrets {
    NodeSecrets { node: seal::NodeKey::from_bytes([7; 32]), signing: seal::SigningKey::from_bytes(&[9; 32]) }
}

pub(crate) const ORIGIN: &str = "ID/NGO/CONTOH-KASIH";

impl World {
    pub(crate) async fn open(place: Place, clock: Arc<SetClock>, seed: u64) -> Node {
        Self::open_as(place, clock, seed, ORIGIN).await
    }

    /// The same under another member's name.
    pub(crate) async fn open_as(place: Place, clock: Arc<SetClock>, seed: u64, origin: &str) -> Node {
        let chance = Arc::new(SeededChance::new(seed));
        // The cheapest argon2id there is: these tests do not measure it.
        let cost = seal::PasswordCost { memory_kib: 8, passes: 1, lanes: 1 };
        let settings = Settings::default().with_password_cost(cost);
        // Simulations write thousands of acts and take no power away.
        let settings = if origin.contains("SIMULASI") { settings.in_a_hurry() } else { settings };
        Node::open_with(&place, origin, secrets(), clock, chance, settings).await.expect("the node opens")
    }

    /// Founds the network on an empty database; a directory given along lives as long.
    pub(crate) async fn found(place: Place, sqlite: Option<tempfile::TempDir>) -> Self {
        Self::found_as(place, sqlite, ORIGIN, 1).await
    }

    /// The same under another member's name, with chance of its own.
    pub(crate) async fn found_as(
        place: Place,
        sqlite: Option<tempfile::TempDir>,
        origin: &str,
        seed: u64,
    ) -> Self {
        let clock = Arc::new(SetClock::at(START));
        let node = Self::open_as(place.clone(), clock.clone(), seed, origin).await;
        let found = FoundNode {
            member_id: origin.into(),
            name: "Yayasan Contoh Kasih (rekaan)".into(),
            email: "admin@contoh.invalid".into(),
            admin_name: "Admin Contoh".into(),
        };
        let founded = node.perform(&node.system("set-up"), found).await.expect("founded");
        let admin = node.actor(founded.account, Lang::Id, Origin::Online).await.expect("the administrator");
        let unit =
            node.perform(&admin, OpenUnit { name: "Unit Layanan Satu".into() }).await.expect("unit").id;
        let other_unit =
            node.perform(&admin, OpenUnit { name: "Unit Layanan Dua".into() }).await.expect("unit").id;
        Self { node, clock, place, admin, unit, other_unit, _sqlite: sqlite }
    }

    /// Somebody new in a new post with a role.
    pub(crate) async fn staff(&self, role: &str, unit: Option<Id>) -> Staff {
        self.staff_by(&self.admin, role, unit).await
    }

    /// The same in the organisation of another administrator.
    pub(crate) async fn staff_by(&self, admin: &Actor, role: &str, unit: Option<Id>) -> Staff {
        let post = OpenPost {
            title_id: format!("Jabatan {role}"),
            title_en: format!("Post {role}"),
            role: role.into(),
            unit,
            parent: None,
        };
        let post = self.node.perform(admin, post).await.expect("post").id;
        let email = format!("{}@contoh.invalid", self.node.new_id());
        let account = OpenAccount { email, name: format!("Petugas {role}"), lang: "id".into() };
        let account = self.node.perform(admin, account).await.expect("account").id;
        let tenure = StartTenure { post, account, acting: false, until: None };
        self.node.perform(admin, tenure).await.expect("tenure");
        let actor = self.node.actor(account, Lang::Id, Origin::Online).await.expect("actor");
        Staff { actor, account, post }
    }

    /// A second organisation on the same node; answers its administrator.
    pub(crate) async fn neighbour(&self) -> Actor {
        let found = FoundNode {
            member_id: "ID/NGO/CONTOH-TETANGGA".into(),
            name: "Lembaga Contoh Tetangga (rekaan)".into(),
            email: "admin@tetangga.invalid".into(),
            admin_name: "Admin Tetangga".into(),
        };
        let founded = self.node.perform(&self.node.system("set-up"), found).await.expect("founded");
        self.node.actor(founded.account, Lang::Id, Origin::Online).await.expect("the administrator")
    }

    /// A case as it stands right after registration, in the custody of the actor's own post.
    pub(crate) async fn open_case(&self, actor: &Actor, risk: &str) -> Id {
        self.open_case_at(actor, risk, None).await
    }

    /// The same in the custody of another post.
    pub(crate) async fn open_case_at(&self, actor: &Actor, risk: &str, post: Option<Id>) -> Id {
        let case = Draft::default()
            .with("registration_date", "2026-03-04")
            .with("risk_level", risk)
            .with("region", "32.73");
        // A name of its own for each child, so that no two look alike.
        let child =
            Draft::default().with("name", format!("Contoh {}", self.node.new_id())).with("sex", "female");
        let asked = self.node.perform(actor, SearchPeople::form(child.clone())).await.expect("a search");
        let open = OpenCase::new(NewCase::child(case, child), asked.search).confirmed_not_duplicate();
        let open = match post {
            Some(post) => open.with_custodian(post),
            None => open,
        };
        self.node.perform(actor, open).await.expect("a case").id
    }

    /// Accepts everything that was assigned to somebody.
    pub(crate) async fn take_on(&self, staff: &Staff) {
        let moves = self.node.perform(&staff.actor, ListMoves).await.expect("moves");
        for row in moves.received.iter().filter(|row| row.kind == "assignment" && row.ended_at.is_none()) {
            let step = Move::<Assignment>::new(row.id, "accept", Draft::default()).expect("a step");
            self.node.perform(&staff.actor, step).await.expect("taken on");
        }
    }

    /// The actor of an account with the posts it holds at this instant.
    pub(crate) async fn again(&self, account: Id) -> Actor {
        self.node.actor(account, Lang::Id, Origin::Online).await.expect("actor")
    }

    /// Changes rows past the node.
    pub(crate) async fn sql_run(&self, statement: &str) {
        raw_sql(&self.place, &format!("{statement} returning 1")).await;
    }

    /// Raw SQL, as an attacker or a test with the file in hand would write it.
    pub(crate) async fn sql(&self, statement: &str) -> Vec<Vec<String>> {
        raw_sql(&self.place, statement).await
    }
}

/// Runs raw SQL past the node and gives back every cell as text.
pub(crate) async fn raw_sql(place: &Place, statement: &str) -> Vec<Vec<String>> {
    match place {
        Place::Sqlite(path) => {
            let out = tokio::process::Command::new("python3")
                .args(["-c", SQLITE, &path.to_string_lossy(), statement])
                .output()
                .await
                .expect("python3 runs");
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            cells(&String::from_utf8_lossy(&out.stdout))
        }
        Place::Postgres(url) => {
            let out = tokio::process::Command::new("psql")
                .args(["-X", "-q", "-A", "-t", "-F", "\u{1f}", "-v", "ON_ERROR_STOP=1", "-c", statement, url])
                .output()
                .await
                .expect("psql runs");
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            cells(&String::from_utf8_lossy(&out.stdout))
        }
    }
}

const SQLITE: &str = "
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
for row in [r for s in [sys.argv[2]] for r in db.execute(s).fetchall()]:
    print('\\x1f'.join('' if v is None else (v.hex() if isinstance(v, bytes) else str(v)) for v in row))
";

fn cells(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split('\u{1f}').map(str::to_owned).collect()).collect()
}

/// Runs a proof in a world of its own on one engine.
pub(crate) async fn in_world<F, R>(on: On, proof: F)
where
    F: FnOnce(World) -> R,
    R: Future<Output = ()>,
{
    match on {
        On::Sqlite => {
            let dir = tempfile::tempdir().expect("a directory");
            let place = Place::Sqlite(dir.path().join("node.db"));
            proof(World::found(place, Some(dir)).await).await;
        }
        On::Postgres => {
            let cluster = Cluster::shared().expect("PostgreSQL for tests");
            let database = cluster.scratch(None).expect("a database");
            let place = Place::Postgres(database.url());
            proof(World::found(place, None).await).await;
            drop(database);
        }
    }
}

/// Declares a proof that runs on both engines.
macro_rules! on_both {
    ($(#[$doc:meta])* $name:ident, |$world:ident| $proof:block) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "each proof takes what it needs")]
            use super::*;

            async fn proof($world: $crate::world::World) $proof

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::world::in_world($crate::world::On::Sqlite, proof).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::world::in_world($crate::world::On::Postgres, proof).await;
            }
        }
    };
}
