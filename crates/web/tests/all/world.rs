//! A small invented network behind the real router, spoken to as a browser speaks.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode};
use model::{Draft, Id, Lang, Timestamp};
use node::access::Origin;
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::staff::{
    FoundNode, InviteAccount, OpenAccount, OpenPost, OpenUnit, SetPassword, StartTenure,
};
use node::registry;
use node::{Actor, Node, NodeSecrets, Place, SeededChance, SetClock};
use tower::ServiceExt;
use web::{Settings, WebState};

pub const ORIGIN: &str = "ID/NGO/CONTOH-KASIH";
pub const PASSWORD: &str = "sandi contoh rekaan";
const START: Timestamp = Timestamp::from_millis(1_772_700_000_000); // 2026-03-05 in Indonesia

/// A node, its pages and its people.
pub struct World {
    pub node: Node,
    pub clock: Arc<SetClock>,
    pub app: Router,
    pub admin: Actor,
    pub unit: Id,
    place: Place,
    emails: std::sync::Mutex<std::collections::HashMap<Id, String>>,
    _dir: tempfile::TempDir,
}

/// Somebody with a browser.
pub struct Browser<'w> {
    world: &'w World,
    pub actor: Actor,
    email: String,
    cookies: Vec<(String, String)>,
    lang: Lang,
}

/// Somebody in a post, not signed in yet.
pub struct Hired {
    pub account: Id,
    pub email: String,
    pub post: Id,
    pub tenure: Id,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Page {
    pub fn location(&self) -> &str {
        self.headers.get("location").and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
    /// The value of a hidden field or another input.
    pub fn input(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let at = self.body.find(&mark).map(|at| at + mark.len());
        at.map(|at| self.body[at..].split('"').next().unwrap().to_owned()).unwrap_or_default()
    }
}

fn secrets() -> NodeSecrets {
    NodeSecrets { node: seal::NodeKey::from_bytes([7; 32]), signing: seal::SigningKey::from_bytes(&[9; 32]) }
}

/// The cheapest argon2id there is, and nobody is made to set up an authenticator but where a test says so.
fn cheap(rules: node::Settings) -> node::Settings {
    rules.with_password_cost(seal::PasswordCost { memory_kib: 8, passes: 1, lanes: 1 })
}

impl World {
    pub async fn new() -> Self {
        Self::with(Settings {
            secure: false,
            name: "Yayasan Contoh Kasih (rekaan)".into(),
            demo: true,
            ..Settings::default()
        })
        .await
    }

    pub async fn with(settings: Settings) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let place = Place::Sqlite(dir.path().join("node.db"));
        Self::at(place, dir, settings).await
    }

    pub async fn at(place: Place, dir: tempfile::TempDir, settings: Settings) -> Self {
        Self::under(place, dir, settings, node::Settings::default().without_second_factor()).await
    }

    /// A node whose house rules make some roles set up an authenticator.
    pub async fn strict() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let place = Place::Sqlite(dir.path().join("node.db"));
        let settings = Settings { secure: false, ..Settings::default() };
        Self::under(place, dir, settings, node::Settings::default()).await
    }

    /// A node of another member, with a clock and chance of its own.
    pub async fn of_member(origin: &str) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let place = Place::Sqlite(dir.path().join("node.db"));
        let settings = Settings { secure: false, ..Settings::default() };
        let rules = node::Settings::default().without_second_factor();
        Self::founded((origin, 2), place, dir, settings, rules).await
    }

    async fn under(place: Place, dir: tempfile::TempDir, settings: Settings, rules: node::Settings) -> Self {
        Self::founded((ORIGIN, 1), place, dir, settings, rules).await
    }

    async fn founded(
        (origin, seed): (&str, u64),
        place: Place,
        dir: tempfile::TempDir,
        settings: Settings,
        rules: node::Settings,
    ) -> Self {
        let (clock, chance) = (Arc::new(SetClock::at(START)), Arc::new(SeededChance::new(seed)));
        let node = Node::open_with(&place, origin, secrets(), clock.clone(), chance, cheap(rules)).await;
        let node = node.expect("the node opens");
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
        let app = web::router(WebState::new(node.clone(), settings));
        Self { node, clock, app, admin, unit, place, emails: Default::default(), _dir: dir }
    }

    /// Everything that a backup of now holds.
    pub async fn backup(&self) -> Vec<Vec<u8>> {
        let (send, mut take) = tokio::sync::mpsc::channel(1);
        let collecting = async {
            let mut frames = Vec::new();
            while let Some(frame) = take.recv().await {
                frames.push(frame);
            }
            frames
        };
        let (dumped, frames) = tokio::join!(self.node.dump(send), collecting);
        dumped.expect("a backup");
        frames
    }

    /// The node that comes out of a backup, with the same keys, in a database of the same engine: `empty` on PostgreSQL, else a file.
    pub async fn restored(&self, backup: Vec<Vec<u8>>, empty: &str, settings: Settings) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let place = match &self.place {
            Place::Sqlite(_) => Place::Sqlite(dir.path().join("node.db")),
            Place::Postgres(_) => Place::Postgres(empty.into()),
        };
        let blank = node::Blank::open(&place, self.clock.clone(), Arc::new(SeededChance::new(5))).await;
        let (send, take) = tokio::sync::mpsc::channel(backup.len().max(1));
        for frame in backup {
            send.send(frame).await.expect("room");
        }
        drop(send);
        let blank = blank.expect("an empty database");
        blank.load(take).await.expect("loaded");
        drop(blank);
        let rules = cheap(node::Settings::default().without_second_factor());
        let chance = Arc::new(SeededChance::new(6));
        let node = Node::open_with(&place, ORIGIN, secrets(), self.clock.clone(), chance, rules).await;
        let node = node.expect("the node opens");
        let taken_at = node.now();
        node.perform(&node.system("restore"), node::acts::operate::RestoreNode { taken_at })
            .await
            .expect("restored");
        let account = self.admin.account().expect("a person");
        let admin = node.actor(account, Lang::Id, Origin::Online).await.expect("the administrator");
        let app = web::router(WebState::new(node.clone(), settings));
        let emails = self.emails.lock().expect("no panic while locked").clone();
        let (clock, unit) = (self.clock.clone(), self.unit);
        Self { node, clock, app, admin, unit, place, emails: emails.into(), _dir: dir }
    }

    pub fn admin(&self) -> &Actor {
        &self.admin
    }

    /// Whoever holds the first post with a role.
    pub async fn actor_of(&self, role: &str) -> Actor {
        let posts = self.node.perform(&self.admin, node::acts::staff::ListPosts).await.expect("posts");
        let post = posts.into_iter().find(|post| post.role == role).expect("a post");
        self.node.actor(post.tenures[0].account, Lang::Id, Origin::Online).await.expect("actor")
    }

    /// Somebody new in a new post with a role, at a browser, not signed in yet. Gives the address to sign in with.
    pub async fn hire(&self, role: &str) -> (Id, String) {
        let hired = self.hire_by(&self.admin, role, Some(self.unit), None).await;
        (hired.account, hired.email)
    }

    /// The same in any organisation, unit and line of answering.
    pub async fn hire_by(&self, admin: &Actor, role: &str, unit: Option<Id>, parent: Option<Id>) -> Hired {
        let (title_id, title_en) = (format!("Jabatan {role}"), format!("Post {role}"));
        let post = OpenPost { title_id, title_en, role: role.into(), unit, parent };
        let post = self.node.perform(admin, post).await.expect("post").id;
        let (account, email, tenure) = self.appoint(admin, post, role).await;
        Hired { account, email, post, tenure }
    }

    /// Lets somebody new hold a post.
    pub async fn appoint(&self, admin: &Actor, post: Id, role: &str) -> (Id, String, Id) {
        let email = format!("{}@contoh.invalid", self.node.new_id());
        let account =
            OpenAccount { email: email.clone(), name: format!("Petugas {role}"), lang: "id".into() };
        let account = self.node.perform(admin, account).await.expect("account").id;
        let tenure = StartTenure { post, account, acting: false, until: None };
        let tenure = self.node.perform(admin, tenure).await.expect("tenure").id;
        let pass = self.node.perform(admin, InviteAccount { account }).await.expect("invited");
        let set = SetPassword::new(pass.token(), PASSWORD);
        self.node.set_password(Lang::Id, set).await.expect("a password");
        self.emails.lock().expect("no panic while locked").insert(account, email.clone());
        (account, email, tenure)
    }

    /// The same, signed in.
    pub async fn staff(&self, role: &str) -> Browser<'_> {
        let (account, email) = self.hire(role).await;
        self.seat(account, email).await
    }

    /// An account at a browser, signed in.
    pub async fn seat(&self, account: Id, email: String) -> Browser<'_> {
        let actor = self.node.actor(account, Lang::Id, Origin::Online).await.expect("actor");
        let browser = Browser { world: self, actor, email, cookies: Vec::new(), lang: Lang::Id };
        self.back(browser).await
    }

    /// Somebody signed in again, after a session has ended by the clock.
    pub async fn back<'w>(&'w self, mut browser: Browser<'w>) -> Browser<'w> {
        let sent = browser.sign_in().await;
        assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/"), "{}", sent.body);
        browser
    }

    /// An account at a browser, signed in, whatever its address.
    pub async fn seat_of(&self, account: Id) -> Browser<'_> {
        let email = self.emails.lock().expect("no panic while locked").get(&account).cloned();
        self.seat(account, email.expect("hired here")).await
    }

    /// Ends every tenure of an account.
    pub async fn leave(&self, account: Id) {
        let posts = self.node.perform(&self.admin, node::acts::staff::ListPosts).await.expect("posts");
        let held = posts.iter().flat_map(|post| &post.tenures).filter(|held| held.account == account);
        for tenure in held.filter(|held| held.current) {
            let end = node::acts::staff::EndTenure::now(tenure.id);
            self.node.perform(&self.admin, end).await.expect("left");
        }
    }

    /// Somebody whom nobody knows.
    pub fn stranger(&self) -> Browser<'_> {
        let actor = Actor::public(Lang::Id);
        Browser { world: self, actor, email: String::new(), cookies: Vec::new(), lang: Lang::Id }
    }
}

impl<'w> Browser<'w> {
    /// Sends the sign-in form with what this person knows.
    pub async fn sign_in(&mut self) -> Page {
        self.cookies.clear();
        let token = self.get("/sign-in").await.input("form_token");
        let email = self.email.clone();
        let fields = [("form_token", &*token), ("email", &*email), ("password", PASSWORD)];
        self.post("/sign-in", &fields).await
    }

    /// Somebody else of the same organisation, signed in.
    pub async fn colleague(&self, role: &str) -> Browser<'w> {
        self.world.staff(role).await
    }

    pub fn speaks(&mut self, lang: Lang) {
        self.lang = lang;
    }

    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header("host", "contoh.invalid");
        request = request.header("accept-language", self.lang.code());
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        request
    }

    /// Sends a file to a page that looks it through, and takes it in when told so.
    pub async fn upload(&mut self, path: &str, file: (&str, &str), take: bool) -> Page {
        self.upload_to((path, path), file, take).await
    }

    /// The same, with a form that stands on one page and is sent to another.
    pub async fn upload_to(
        &mut self,
        (form, path): (&str, &str),
        (name, file): (&str, &str),
        take: bool,
    ) -> Page {
        let token = self.get(form).await.input("form_token");
        let field = |name: &str, value: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body = field("form_token", &token);
        if take {
            body += &field("take", "true");
        }
        body += &format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body += file;
        body += "\r\n--x--\r\n";
        let request = self
            .request(Method::POST, path)
            .header("content-type", "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub async fn send(&mut self, request: Request<Body>) -> Page {
        let response: Response<Body> = self.world.app.clone().oneshot(request).await.expect("an answer");
        for cookie in response.headers().get_all("set-cookie") {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !rest.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), rest.split(';').next().unwrap().to_owned()));
            }
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let body = String::from_utf8_lossy(&body).into_owned();
        Page { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let request = self.request(Method::GET, path).body(Body::empty()).unwrap();
        self.send(request).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
        let request = self
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "http://contoh.invalid")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    pub async fn token(&mut self) -> String {
        let page = self.get("/api/session").await;
        let session: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        session["form_token"].as_str().unwrap().to_owned()
    }

    /// Performs an act through the API.
    pub async fn act(&mut self, slug: &str, body: serde_json::Value) -> Page {
        let token = self.token().await;
        let request = self
            .request(Method::POST, &format!("/api/acts/{slug}"))
            .header("content-type", "application/json")
            .header("x-form-token", token)
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    /// Opens a record past the pages.
    pub async fn open(&self, kind: &str, parent: Option<Id>, draft: Draft) -> Id {
        let entry = registry::kind(kind).unwrap();
        let node = &self.world.node;
        if kind == "case" {
            // A name of its own for each child, so that no two look alike.
            let child =
                Draft::default().with("name", format!("Contoh {}", node.new_id())).with("sex", "female");
            let search = SearchPeople::form(child.clone());
            let asked = node.perform(&self.actor, search).await.expect("a search");
            let open = OpenCase::new(NewCase::child(draft, child), asked.search).confirmed_not_duplicate();
            return node.perform(&self.actor, open).await.expect("a case").id;
        }
        entry.open(node, node.new_id(), &self.actor, parent, draft).await.expect("opened").id
    }

    /// A case with one part of every kind.
    pub async fn case_with_parts(&self) -> (Id, Vec<(&'static str, Id)>) {
        let case = self.open("case", None, case()).await;
        let mut parts = Vec::new();
        for (kind, draft) in parts_of_case() {
            parts.push((kind, self.open(kind, Some(case), draft).await));
        }
        (case, parts)
    }
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

pub fn report() -> Draft {
    Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "confidential")
        .with("narrative", "Data rekaan: anak bekerja di tempat yang tidak aman.")
        .with("imminent_danger", "false")
        .with("region", "32.73")
        .with("reporter_name", "Pelapor Contoh")
}

pub fn case() -> Draft {
    Draft::default()
        .with("registration_date", "2026-03-04")
        .with("risk_level", "high")
        .with("region", "32.73")
        .with("circumstances", "Data rekaan: anak belum bersekolah sejak pindah.")
}

pub fn parts_of_case() -> Vec<(&'static str, Draft)> {
    let draft = Draft::default;
    vec![
        ("assessment", draft().with("assessment_kind", first("assessment-kind")).with("due", "2026-03-10")),
        ("care-arrangement", draft().with("care_arrangements_type", "foster_care")),
        ("tracing-request", draft().with("sought_name", "Ibu Contoh").with("relation", "mother")),
        (
            "plan-goal",
            draft()
                .with("domain", first("goal-domain"))
                .with("goal", "Kembali bersekolah")
                .with("due", "2026-04-01"),
        ),
        ("service", draft().with("service_type", first("service-type"))),
        ("follow-up", draft().with("followup_type", first("followup-type")).with("needed_by", "2026-03-12")),
        ("legal-process", draft().with("reported_on", "2026-03-02")),
    ]
    .into_iter()
    .chain(practice_of_case())
    .collect()
}

/// Case practice beside the oldest kinds.
fn practice_of_case() -> Vec<(&'static str, Draft)> {
    let with = |fields: &[(&str, &str)]| {
        fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
    };
    let day = "2026-03-05";
    vec![
        ("concern", with(&[("protection_concern_type", "forced_begging"), ("date_concern_identified", day)])),
        ("incident", with(&[("date_of_first_report", day)])),
        ("case-plan", with(&[("due", "2026-03-12")])),
        ("safety-plan", with(&[("safety_plan_needed", "true")])),
        (
            "conference",
            with(&[
                ("conference_type", "case_conference"),
                ("date", "2026-03-12"),
                ("reason", "Data rekaan."),
            ]),
        ),
        ("measure", with(&[("moment", "intake"), ("planned_for", day)])),
        ("feedback", with(&[("offered_on", day)])),
        (
            "hearing",
            with(&[
                ("hearing_date", "2026-03-20"),
                ("hearing_kind", "evidence"),
                ("child_must_attend", "false"),
            ]),
        ),
        ("protection-request", with(&[("requested_on", day), ("kinds", "medical")])),
        ("restitution-claim", with(&[("claim_kind", "restitution"), ("heads_of_loss", "suffering")])),
        ("release-path", with(&[("armed_force_or_group_type", "unknown")])),
    ]
}

/// Counts for the country's mechanism, without a name.
pub fn grave_violation() -> Draft {
    [
        ("violation_type", "attack_on_schools"),
        ("incident_date", "2026-03-01"),
        ("region", "94.01"),
        ("party_type", "unknown"),
        ("period_from", "2026-01-01"),
        ("period_to", "2026-03-31"),
    ]
    .into_iter()
    .fold(Draft::default(), |draft, (name, text)| draft.with(name, text))
}

fn first(list: &str) -> &'static str {
    model::codes::list(list).unwrap().codes[0].code
}

/// A page that is there.
pub async fn look(browser: &mut Browser<'_>, path: &str) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "GET {path}: {}", page.body);
    page
}

/// Posts a form as the page would, with its token.
pub async fn send(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Page {
    let token = browser.token().await;
    let mut all = vec![("form_token", token.as_str())];
    all.extend_from_slice(fields);
    browser.post(path, &all).await
}

/// Digits in the boxes of a page, in their order.
pub fn boxes(page: &Page) -> Vec<String> {
    let parts = page.body.split("<p class=\"code-big number\">").skip(1);
    parts.map(|part| part.split('<').next().unwrap().chars().filter(char::is_ascii_digit).collect()).collect()
}
