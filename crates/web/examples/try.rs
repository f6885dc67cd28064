//! Serves an invented node on this machine, for looking at pages: `cargo run -p web --example try`, then sign in as
//! `pekerja@contoh.invalid`, `supervisor@contoh.invalid` or `admin@contoh.invalid` with the password `kapal biru di dermaga`.
//! `TRY_OPEN=pekerja` lets everybody in as that person, for screenshots. Data lies in a temporary directory.
#![allow(clippy::print_stdout, reason = "it speaks to the person at the terminal")]

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::COOKIE;
use axum::middleware::map_request;
use model::{Draft, Id, Lang};
use node::access::Origin;
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::staff::{
    FoundNode, InviteAccount, OpenAccount, OpenPost, OpenUnit, SetPassword, SignIn, SignedIn, StartTenure,
};
use node::{Actor, Node, NodeSecrets, Place, SystemChance, SystemClock, registry};
use web::{Settings, WebState};

const PASSWORD: &str = "kapal biru di dermaga";

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let dir = tempfile::tempdir()?;
    let secrets = NodeSecrets {
        node: seal::NodeKey::from_bytes([7; 32]),
        signing: seal::SigningKey::from_bytes(&[9; 32]),
    };
    let place = Place::Sqlite(dir.path().join("node.db"));
    let rules = node::Settings::default().without_second_factor().with_password_cost(seal::PasswordCost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    });
    let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
    let node = Node::open_with(&place, "ID/NGO/CONTOH-KASIH", secrets, clock, chance, rules).await?;
    let worker = people(&node).await?;
    work(&node, worker).await?;
    let settings = Settings {
        secure: false,
        demo: true,
        name: "Yayasan Contoh Kasih (rekaan)".into(),
        ..Settings::default()
    };
    let app = web::router(WebState::new(node.clone(), settings));
    let app = match std::env::var("TRY_OPEN") {
        Ok(name) => open_to_all(&node, app, &format!("{name}@contoh.invalid")).await?,
        Err(_) => app,
    };
    let address = std::env::var("TRY_AT").unwrap_or_else(|_| "127.0.0.1:8099".into());
    let listener = tokio::net::TcpListener::bind(&*address).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await?;
    Ok(())
}

/// Everybody is signed in as this person: only for pictures of pages.
async fn open_to_all(node: &Node, app: Router, email: &str) -> Outcome<Router> {
    let SignedIn::Session(pass) = node.sign_in(Lang::Id, SignIn::new(email, PASSWORD, "", b"")).await? else {
        return Err("nobody here has a second factor".into());
    };
    let cookie = HeaderValue::from_str(&format!("jejaring={}", pass.token()))?;
    Ok(app.layer(map_request(move |mut request: Request| {
        let cookie = cookie.clone();
        async move {
            request.headers_mut().append(COOKIE, cookie);
            request
        }
    })))
}

async fn people(node: &Node) -> Outcome<Id> {
    let found = FoundNode {
        member_id: "ID/NGO/CONTOH-KASIH".into(),
        name: "Yayasan Contoh Kasih (rekaan)".into(),
        email: "admin@contoh.invalid".into(),
        admin_name: "Admin Contoh".into(),
    };
    let founded = node.perform(&node.system("set-up"), found).await?;
    let admin = node.actor(founded.account, Lang::Id, Origin::Command).await?;
    password(node, &admin, founded.account).await?;
    let unit = node.perform(&admin, OpenUnit { name: "Unit Layanan Satu".into() }).await?.id;
    let worker = hire(node, &admin, unit, ("case-worker", "pekerja", "Petugas Contoh")).await?;
    hire(node, &admin, unit, ("supervisor", "supervisor", "Supervisor Contoh")).await?;
    Ok(worker)
}

async fn hire(
    node: &Node,
    admin: &Actor,
    unit: Id,
    (role, address, name): (&str, &str, &str),
) -> Outcome<Id> {
    let (title_id, title_en) = (format!("Jabatan {role}"), format!("Post {role}"));
    let post = OpenPost { title_id, title_en, role: role.into(), unit: Some(unit), parent: None };
    let post = node.perform(admin, post).await?.id;
    let email = format!("{address}@contoh.invalid");
    let account = OpenAccount { email: email.clone(), name: name.into(), lang: "id".into() };
    let account = node.perform(admin, account).await?.id;
    node.perform(admin, StartTenure { post, account, acting: false, until: None }).await?;
    password(node, admin, account).await?;
    Ok(account)
}

async fn password(node: &Node, admin: &Actor, account: Id) -> Outcome {
    let pass = node.perform(admin, InviteAccount { account }).await?;
    node.set_password(Lang::Id, SetPassword::new(pass.token(), PASSWORD)).await?;
    Ok(())
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
