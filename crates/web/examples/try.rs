//! Serves an invented node on this machine, for looking at pages: `cargo run -p web --example try`, then sign in as
//! `pekerja@contoh.invalid`, `supervisor@contoh.invalid` or `admin@contoh.invalid` with the password `contoh`.
//! `TRY_OPEN=1` lets everybody in as the case worker, for screenshots. Data lies in a temporary directory.
#![allow(clippy::print_stdout, reason = "it speaks to the person at the terminal")]

use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use model::{Draft, Id, Lang};
use node::access::Origin;
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::staff::{FoundNode, OpenAccount, OpenPost, OpenUnit, StartTenure};
use node::{Actor, Node, NodeSecrets, Place, SystemChance, SystemClock, registry};
use web::auth::{Auth, DevAuth, Session, SignedIn};
use web::{Settings, WebState};

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let dir = tempfile::tempdir()?;
    let secrets = NodeSecrets {
        node: seal::NodeKey::from_bytes([7; 32]),
        signing: seal::SigningKey::from_bytes(&[9; 32]),
    };
    let place = Place::Sqlite(dir.path().join("node.db"));
    let node =
        Node::open(&place, "ID/NGO/CONTOH-KASIH", secrets, Arc::new(SystemClock), Arc::new(SystemChance))
            .await?;
    let auth = Arc::new(DevAuth::new("contoh", None));
    let worker = people(&node, &auth).await?;
    work(&node, worker).await?;
    let auth: Arc<dyn Auth> =
        if std::env::var("TRY_OPEN").is_ok() { Arc::new(Everybody(worker)) } else { auth };
    let settings = Settings {
        secure: false,
        demo: true,
        name: "Yayasan Contoh Kasih (rekaan)".into(),
        ..Settings::default()
    };
    let app = web::router(WebState::new(node, settings, auth));
    let listener =
        tokio::net::TcpListener::bind(std::env::var("TRY_AT").unwrap_or_else(|_| "127.0.0.1:8099".into()))
            .await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await?;
    Ok(())
}

/// Everybody is the case worker: only for pictures of pages.
struct Everybody(Id);

impl Auth for Everybody {
    fn resume<'a>(&'a self, node: &'a Node, _: &'a str) -> BoxFuture<'a, node::Result<Session>> {
        Box::pin(async move {
            Ok(Session {
                actor: node.actor(self.0, Lang::Id, Origin::Online).await?,
                account: self.0,
                lang: Lang::Id,
                form_token: "0".repeat(64),
                name: "Petugas Contoh".into(),
                must_enrol: false,
            })
        })
    }
    fn sign_in<'a>(
        &'a self,
        _: &'a Node,
        _: &'a str,
        _: &'a str,
        _: Lang,
    ) -> BoxFuture<'a, node::Result<SignedIn>> {
        Box::pin(async { Ok(SignedIn::Session("everybody".into())) })
    }
    fn confirm<'a>(&'a self, _: &'a Node, _: &'a str, _: &'a str) -> BoxFuture<'a, node::Result<String>> {
        Box::pin(async { Ok("everybody".into()) })
    }
    fn sign_out<'a>(&'a self, _: &'a Node, _: &'a str) -> BoxFuture<'a, node::Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

async fn people(node: &Node, auth: &DevAuth) -> Outcome<Id> {
    let found = FoundNode {
        member_id: "ID/NGO/CONTOH-KASIH".into(),
        name: "Yayasan Contoh Kasih (rekaan)".into(),
        email: "admin@contoh.invalid".into(),
        admin_name: "Admin Contoh".into(),
    };
    let founded = node.perform(&node.system("set-up"), found).await?;
    auth.add("admin@contoh.invalid", founded.account, "Admin Contoh");
    let admin = node.actor(founded.account, Lang::Id, Origin::Command).await?;
    let unit = node.perform(&admin, OpenUnit { name: "Unit Layanan Satu".into() }).await?.id;
    let worker = hire(node, &admin, unit, ("case-worker", "pekerja", "Petugas Contoh"), auth).await?;
    hire(node, &admin, unit, ("supervisor", "supervisor", "Supervisor Contoh"), auth).await?;
    Ok(worker)
}

async fn hire(
    node: &Node,
    admin: &Actor,
    unit: Id,
    (role, address, name): (&str, &str, &str),
    auth: &DevAuth,
) -> Outcome<Id> {
    let (title_id, title_en) = (format!("Jabatan {role}"), format!("Post {role}"));
    let post = OpenPost { title_id, title_en, role: role.into(), unit: Some(unit), parent: None };
    let post = node.perform(admin, post).await?.id;
    let email = format!("{address}@contoh.invalid");
    let account = OpenAccount { email: email.clone(), name: name.into(), lang: "id".into() };
    let account = node.perform(admin, account).await?.id;
    node.perform(admin, StartTenure { post, account, acting: false, until: None }).await?;
    auth.add(&email, account, name);
    Ok(account)
}

async fn work(node: &Node, worker: Id) -> Outcome {
    let actor = node.actor(worker, Lang::Id, Origin::Online).await?;
    let draft = |pairs: &[(&str, &str)]| {
        pairs.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
    };
    let open = |kind: &'static str, parent: Option<Id>, draft: Draft| {
        let (node, actor) = (node.clone(), actor.clone());
        async move {
            let entry = registry::kind(kind).ok_or(node::Error::NotFound)?;
            Ok::<Id, node::Error>(entry.open(&node, node.new_id(), &actor, parent, draft).await?.id)
        }
    };
    for (region, danger) in [("32.73", "true"), ("51.71", "false"), ("53.71", "unknown")] {
        let report = draft(&[
            ("channel", "phone"),
            ("reporter_mode", "confidential"),
            (
                "narrative",
                "Data rekaan: seorang anak bekerja di tempat yang tidak aman dan tidak bersekolah.",
            ),
            ("imminent_danger", danger),
            ("region", region),
            ("exploitation_forms", "forced_labour debt_bondage"),
        ]);
        open("report", None, report).await?;
    }
    let today = node.now().date(model::time::Zone::default());
    let day = |days: i32| {
        today
            .checked_add(model::time::Span::new().days(days))
            .map_or_else(|_| today.to_string(), |d| d.to_string())
    };
    node.load_people(None).await?;
    let children = ["Melati Rekaan", "Bintang Contoh", "Rekaan Senja", "Anak Contoh Laut"];
    let places = [("high", "32.73"), ("medium", "35.78"), ("low", "73.71"), ("high", "21.71")];
    for ((risk, region), name) in places.into_iter().zip(children) {
        let case = draft(&[
            ("registration_date", &day(-3)),
            ("risk_level", risk),
            ("region", region),
            ("urgent_protection_concern", if risk == "high" { "true" } else { "false" }),
            ("exploitation_forms", "forced_labour"),
            (
                "circumstances",
                "Data rekaan: anak pindah bersama keluarganya dan bekerja di sebuah gudang.\nTetangga memberi tahu petugas.",
            ),
        ]);
        let child = draft(&[
            ("name", name),
            ("sex", "female"),
            ("birth_year", "2013"),
            ("age_basis", "estimated"),
            ("region", region),
            ("guardian_name", "Wali Rekaan"),
        ]);
        let search = node.perform(&actor, SearchPeople::form(child.clone())).await?.search;
        let case = OpenCase::new(NewCase::child(case, child), search).confirmed_not_duplicate();
        let case = node.perform(&actor, case).await?.id;
        let goal = [("domain", "education"), ("goal", "Kembali bersekolah"), ("due", &day(20))];
        let goal = open("plan-goal", Some(case), draft(&goal)).await;
        drop(goal);
        let visit = [("followup_type", "in_care"), ("needed_by", &day(-2))];
        open("follow-up", Some(case), draft(&visit)).await?;
        let service = [("service_type", "health_care"), ("appointment_date", &day(1))];
        drop(open("service", Some(case), draft(&service)).await);
        let entry = registry::kind("case").ok_or("no case")?;
        let change = draft(&[("household", "Data rekaan: tinggal bersama nenek.")]);
        entry.edit(node, node.new_id(), &actor, case, change, None).await?;
    }
    Ok(())
}
