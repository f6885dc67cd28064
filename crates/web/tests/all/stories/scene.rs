//! The stage: two organisations, people at browsers, strangers, and a clock that moves.

use axum::http::StatusCode;
use model::time::{DAY, HOUR, Zone};
use model::{Date, Id};
use node::access::Origin;
use node::acts::staff::{FoundNode, SetDutyPost};
use node::{Actor, Node, Place};
use serde_json::{Value, json};
use trial::postgres::Cluster;
use web::Settings;

use crate::world::{Browser, Page, World};

/// Which engine a story runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

/// A node with two organisations.
pub(crate) struct Scene {
    pub(crate) world: World,
    /// Administrator of the second organisation.
    pub(crate) next_door: Actor,
}

/// Somebody in a post, at a browser.
pub(crate) struct Someone<'s> {
    pub(crate) browser: Browser<'s>,
    pub(crate) post: String,
    pub(crate) tenure: Id,
    scene: &'s Scene,
}

/// Everybody whom most stories need.
pub(crate) struct Cast<'s> {
    pub(crate) operator: Someone<'s>,
    pub(crate) worker: Someone<'s>,
    pub(crate) colleague: Someone<'s>,
    pub(crate) chief: Someone<'s>,
    pub(crate) lead: Someone<'s>,
    pub(crate) manager: Someone<'s>,
    /// Of the second organisation.
    pub(crate) provider: Someone<'s>,
    /// People with accounts who have nothing to do with any of it.
    pub(crate) outsiders: Vec<Someone<'s>>,
}

impl Scene {
    async fn at(place: Place, dir: tempfile::TempDir) -> Self {
        let settings = Settings { secure: false, ..Settings::default() };
        let world = World::at(place, dir, settings).await;
        world.node.load_people(None).await.expect("the people index");
        let found = FoundNode {
            member_id: "ID/NGO/CONTOH-TETANGGA".into(),
            name: "Lembaga Contoh Tetangga (rekaan)".into(),
            email: "admin@tetangga.invalid".into(),
            admin_name: "Admin Tetangga".into(),
        };
        let founded = world.node.perform(&world.node.system("set-up"), found).await.expect("founded");
        let next_door = world.node.actor(founded.account, model::Lang::Id, Origin::Online).await;
        Self { world, next_door: next_door.expect("an administrator") }
    }

    pub(crate) fn node(&self) -> &Node {
        &self.world.node
    }

    /// Somebody in a new post under another one.
    pub(crate) async fn hire(&self, role: &str, parent: Option<&Someone<'_>>) -> Someone<'_> {
        let parent = parent.map(|above| above.post.parse().expect("an id"));
        let hired = self.world.hire_by(&self.world.admin, role, Some(self.world.unit), parent).await;
        self.sit(hired).await
    }

    /// Somebody of the second organisation.
    pub(crate) async fn hire_next_door(&self, role: &str) -> Someone<'_> {
        let hired = self.world.hire_by(&self.next_door, role, None, None).await;
        self.sit(hired).await
    }

    async fn sit(&self, hired: crate::world::Hired) -> Someone<'_> {
        let browser = self.world.seat(hired.account, hired.email).await;
        Someone { browser, post: hired.post.to_string(), tenure: hired.tenure, scene: self }
    }

    /// Somebody new in a post that is there.
    pub(crate) async fn appoint(&self, post: &str, role: &str) -> Someone<'_> {
        let id = post.parse().expect("an id");
        let (account, email, tenure) = self.world.appoint(&self.world.admin, id, role).await;
        let browser = self.world.seat(account, email).await;
        Someone { browser, post: post.to_owned(), tenure, scene: self }
    }

    pub(crate) async fn cast(&self) -> Cast<'_> {
        let manager = self.hire("manager", None).await;
        let chief = self.hire("supervisor", Some(&manager)).await;
        let operator = self.hire("intake-operator", Some(&chief)).await;
        let duty = SetDutyPost { post: operator.post.parse().expect("an id") };
        self.node().perform(&self.world.admin, duty).await.expect("a duty post");
        let outsiders = vec![
            self.hire_next_door("case-worker").await,
            self.hire_next_door("manager").await,
            self.hire("trainer", None).await,
            self.hire("auditor", None).await,
            self.hire("service-provider", None).await,
        ];
        Cast {
            worker: self.hire("case-worker", Some(&chief)).await,
            colleague: self.hire("case-worker", Some(&chief)).await,
            lead: self.hire("protection-lead", None).await,
            provider: self.hire_next_door("case-worker").await,
            operator,
            chief,
            manager,
            outsiders,
        }
    }

    /// Today in western Indonesia.
    pub(crate) fn today(&self) -> Date {
        self.node().now().date(Zone::Wib)
    }

    /// A day so many days from today, as forms take it.
    pub(crate) fn day(&self, days: i64) -> String {
        self.node().now().plus(days * DAY).date(Zone::Wib).to_string()
    }

    /// Lets days pass; the node does what falls due.
    pub(crate) async fn later(&self, days: i64) {
        self.hours(days * 24).await;
    }

    pub(crate) async fn hours(&self, hours: i64) {
        self.world.clock.advance(hours * HOUR);
        self.node().turn_clock().await.expect("the clock turns");
    }

    /// Lets time pass until a day.
    pub(crate) async fn until(&self, day: &str) {
        let day: Date = day.parse().expect("a date");
        let days = i64::from((day - self.today()).get_days());
        self.later(days).await;
    }

    /// Somebody without an account tells something at the public page; gives the receipt.
    pub(crate) async fn tell(&self, stranger: &mut Browser<'_>, fields: &[(&str, &str)]) -> String {
        let form = stranger.get("/lapor?lang=id").await;
        assert!(form.headers.get("set-cookie").is_none(), "no cookie for a reporter");
        let act = form.input("act");
        let mut all = vec![("act", act.as_str())];
        all.extend_from_slice(fields);
        let sent = stranger.post("/lapor?lang=id", &all).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        let after = sent.body.split("code-big number\">").nth(1).expect("a receipt");
        after.split('<').next().expect("a receipt").to_owned()
    }
}

/// The part of a day's page under a heading; empty when there is none.
fn bucket<'p>(page: &'p Page, slug: &str) -> &'p str {
    let from = page.body.split(&format!("id=\"{slug}\" aria-labelledby")).nth(1).unwrap_or_default();
    from.split("</section>").next().unwrap_or_default()
}

impl<'s> Someone<'s> {
    /// Signs in again when the session has ended.
    async fn awake(&mut self) {
        if self.browser.get("/api/session").await.status != StatusCode::OK {
            let sent = self.browser.sign_in().await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        }
    }

    /// A page that must be there.
    pub(crate) async fn page(&mut self, path: &str) -> Page {
        let page = self.answer(path).await;
        assert_eq!(page.status, StatusCode::OK, "GET {path}: {}", page.body);
        page
    }

    /// Whatever an address answers.
    pub(crate) async fn answer(&mut self, path: &str) -> Page {
        self.awake().await;
        self.browser.get(path).await
    }

    /// Something that does not exist for this person.
    pub(crate) async fn nothing_at(&mut self, path: &str) {
        let page = self.answer(path).await;
        let hidden = [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&page.status);
        assert!(hidden, "GET {path}: {} {}", page.status, page.body);
    }

    /// A form that must be taken; gives where it leads.
    pub(crate) async fn sends(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let page = self.tries(path, fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "POST {path}: {}", page.body);
        page.location().split('?').next().expect("an address").to_owned()
    }

    /// A form, whatever becomes of it.
    pub(crate) async fn tries(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.awake().await;
        let token = self.browser.token().await;
        let mut all = vec![("form_token", token.as_str())];
        all.extend_from_slice(fields);
        self.browser.post(path, &all).await
    }

    /// An act through the API that must be done; gives what it answers.
    pub(crate) async fn performs(&mut self, slug: &str, body: Value) -> Value {
        self.awake().await;
        let page = self.browser.act(slug, body).await;
        assert_eq!(page.status, StatusCode::OK, "{slug}: {}", page.body);
        serde_json::from_str(&page.body).expect("an answer")
    }

    /// The same; gives the id.
    pub(crate) async fn does(&mut self, slug: &str, body: Value) -> String {
        let done = self.performs(slug, body).await;
        done["id"].as_str().unwrap_or_default().to_owned()
    }

    /// A step of a record.
    pub(crate) async fn step(&mut self, act: &str, id: &str, fields: Value) {
        self.does(act, json!({ "id": id, "fields": fields })).await;
    }

    /// A new part of a case.
    pub(crate) async fn adds(&mut self, kind: &str, case: &str, fields: Value) -> String {
        self.does(&format!("open-{kind}"), json!({ "parent": case, "fields": fields })).await
    }

    /// An act that must be refused; gives the code of the refusal, or the name of the problem.
    pub(crate) async fn is_refused(&mut self, slug: &str, body: Value) -> String {
        self.awake().await;
        let page = self.browser.act(slug, body).await;
        assert!(page.status.is_client_error(), "{slug} was done: {}", page.body);
        let problem: Value = serde_json::from_str(&page.body).expect("a problem");
        let name = problem["type"].as_str().unwrap_or_default().rsplit(':').next().unwrap_or_default();
        problem["code"].as_str().unwrap_or(name).to_owned()
    }

    /// A record as a program sees it.
    pub(crate) async fn record(&mut self, kind: &str, id: &str) -> Value {
        let page = self.page(&format!("/api/{kind}/{id}")).await;
        serde_json::from_str(&page.body).expect("a record")
    }

    pub(crate) async fn case(&mut self, id: &str) -> Value {
        self.record("case", id).await
    }

    pub(crate) async fn state(&mut self, kind: &str, id: &str) -> String {
        let record = self.record(kind, id).await;
        record["envelope"]["state"].as_str().expect("a state").to_owned()
    }

    /// Whether something stands in a part of this person's day: `late`, `today`, `week`, `new`, `undated`, `unanswered`.
    pub(crate) async fn day_has(&mut self, part: &str, id: &str) -> bool {
        let page = self.page("/").await;
        bucket(&page, part).contains(id)
    }

    /// Whether this person's post was told something that nobody has read; reads it.
    pub(crate) async fn told(&mut self, what: &str) -> bool {
        let page = self.page("/notifications").await;
        let there = page
            .body
            .split("<details")
            .skip(1)
            .any(|group| group.contains(what) && group.contains("badge soon"));
        self.performs("read-notifications", json!({})).await;
        there
    }

    /// Looks for somebody; gives the id of the search.
    pub(crate) async fn looks_for(&mut self, child: &Value) -> String {
        let found = self.performs("search-people", json!({ "fields": child })).await;
        found["search"].as_str().expect("a search").to_owned()
    }

    /// Opens the case of a child after a search, from a report or without one.
    pub(crate) async fn opens_case(&mut self, report: Option<&str>, child: Value, case: Value) -> String {
        let search = self.looks_for(&child).await;
        let mut body = json!({ "search": search, "fields": case, "child": child });
        if let Some(report) = report {
            body["report"] = json!(report);
        }
        self.does("open-case", body).await
    }

    /// Parts of a case of one kind in one state, by due date: ids.
    pub(crate) async fn parts(&mut self, case: &str, kind: &str, state: &str) -> Vec<String> {
        let seen = self.case(case).await;
        let rows = seen["parts"][kind].as_array().cloned().unwrap_or_default();
        let mut rows: Vec<_> = rows.into_iter().filter(|row| row["state"] == state).collect();
        rows.sort_by_key(|row| row["due_at"].to_string());
        rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Days on which visits are due.
    pub(crate) async fn visits_due(&mut self, case: &str) -> Vec<String> {
        let mut days = Vec::new();
        for id in self.parts(case, "follow-up", "due").await {
            let visit = self.record("follow-up", &id).await;
            days.push(visit["fields"]["needed_by"].as_str().expect("a day").to_owned());
        }
        days.sort();
        days
    }

    /// Whether an act stands in the history of a case.
    pub(crate) async fn history_has(&mut self, case: &str, act: &str) -> bool {
        let seen = self.case(case).await;
        let history = seen["history"].as_array().cloned().unwrap_or_default();
        history.iter().any(|told| told["act"] == act)
    }

    /// A line of a figure of the period from a day until today: value and of how many.
    pub(crate) async fn counts(&mut self, figure: &str, line: &str) -> (Option<i64>, Option<i64>) {
        let path = format!("/indicators/csv?from=2026-01-01&to={}", self.scene.today());
        let page = self.page(&path).await;
        let found = page.body.lines().map(cells).find(|row| row[0] == figure && row[3] == line);
        found.map_or((None, None), |row| (row[4].parse().ok(), row[5].parse().ok()))
    }
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for sign in line.trim_start_matches('\u{feff}').chars() {
        match sign {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("a cell").push(sign),
        }
    }
    cells.resize(cells.len().max(9), String::new());
    cells
}

/// What every case goes through.
impl Someone<'_> {
    pub(crate) async fn meets(&mut self, case: &str) {
        let today = self.scene.day(0);
        self.step("contact-case", case, json!({ "first_contact_on": today })).await;
    }

    /// An assessment that the chief approves; its risk is the case's from then on.
    pub(crate) async fn assesses(&mut self, case: &str, chief: &mut Someone<'_>, risk: &str) -> String {
        let (today, due) = (self.scene.day(0), self.scene.day(7));
        let asked = json!({ "assessment_kind": "comprehensive", "due": due });
        let id = self.adds("assessment", case, asked).await;
        let found = json!({ "done_on": today, "risk_level": risk, "findings": "Temuan rekaan.",
            "child_view": "Data rekaan: anak ingin pulang dan bersekolah." });
        self.step("submit-assessment", &id, found).await;
        assert_eq!(self.is_refused("approve-assessment", json!({ "id": id })).await, "no-right");
        chief.step("approve-assessment", &id, json!({})).await;
        id
    }

    /// A plan with one goal, approved; gives the goal.
    pub(crate) async fn plans(&mut self, case: &str, chief: &mut Someone<'_>) -> String {
        let (today, due) = (self.scene.day(0), self.scene.day(60));
        let goal = json!({ "domain": "education", "goal": "Kembali bersekolah (rekaan)", "due": due });
        let plan = self.adds("case-plan", case, json!({ "due": self.scene.day(7) })).await;
        let early = json!({ "id": plan, "fields": { "date_case_plan": today } });
        assert_eq!(self.is_refused("submit-case-plan", early.clone()).await, "plan-needs-goal");
        let goal = self.adds("plan-goal", case, goal).await;
        self.does("submit-case-plan", early).await;
        chief.step("approve-case-plan", &plan, json!({})).await;
        goal
    }

    /// Makes the visit that is due next, on the day on which it is due.
    pub(crate) async fn visits(&mut self, case: &str, found: Value) -> String {
        let due = self.visits_due(case).await;
        self.scene.until(&due[0]).await;
        let id = self.parts(case, "follow-up", "due").await.remove(0);
        assert!(
            self.day_has("today", &id).await || self.day_has("late", &id).await,
            "a visit that is due is in the day"
        );
        self.visits_now(case, found).await
    }

    /// Makes the visit that is due next, today.
    pub(crate) async fn visits_now(&mut self, case: &str, found: Value) -> String {
        let id = self.parts(case, "follow-up", "due").await.remove(0);
        let mut fields = json!({ "followup_date": self.scene.day(0), "seen_child": true });
        for (name, value) in found.as_object().into_iter().flatten() {
            fields[name] = value.clone();
        }
        self.step("record-follow-up", &id, fields).await;
        id
    }

    /// Asks what the child thinks, and closes the case.
    pub(crate) async fn closes(&mut self, case: &str, reason: &str) {
        let today = self.scene.day(0);
        let asked = self.adds("feedback", case, json!({ "offered_on": today })).await;
        let said =
            json!({ "given_by": "child", "listened": "good", "felt_safe": "very_good", "helped": "good" });
        self.step("give-feedback", &asked, said).await;
        let closing = json!({ "closure_reason": reason, "closure_date": today, "last_contact_on": today,
            "closure_note": "Catatan penutup rekaan." });
        self.step("close-case", case, closing).await;
    }

    /// Looks for the child at one, three, six and twelve months after closure.
    pub(crate) async fn looks_after(&mut self, case: &str) {
        for left in (0..4).rev() {
            let well = json!({ "safe": "true", "in_school_or_work": "true", "wellbeing": 8,
                "living_with": "parent_s" });
            self.visits(case, well).await;
            assert_eq!(self.visits_due(case).await.len(), left, "nothing follows but what was scheduled");
        }
    }
}

impl Cast<'_> {
    /// Nobody who has nothing to do with a case sees anything of it, anywhere.
    pub(crate) async fn nobody_else_sees(&mut self, case: &str, name: &str) {
        for outsider in &mut self.outsiders {
            outsider.sees_nothing(case, name).await;
        }
    }
}

impl Someone<'_> {
    pub(crate) async fn sees_nothing(&mut self, case: &str, name: &str) {
        for path in [format!("/case/{case}"), format!("/api/case/{case}"), format!("/case/{case}/notes")] {
            self.nothing_at(&path).await;
        }
        for path in ["/", "/case", "/notifications", "/calendar", "/moves", "/api/case"] {
            let page = self.answer(path).await;
            assert!(!page.body.contains(case) && !page.body.contains(name), "{path} tells an outsider");
        }
    }
}

/// The child and the case as most stories have them.
pub(crate) fn child(name: &str, sex: &str) -> Value {
    json!({ "name": name, "sex": sex, "birth_year": 2012, "age_basis": "estimated" })
}

pub(crate) fn case_of(scene: &Scene, risk: &str) -> Value {
    json!({ "registration_date": scene.day(0), "risk_level": risk, "region": "32.73",
        "circumstances": "Data rekaan: anak belum bersekolah." })
}

/// Lets a story run on one engine.
pub(crate) async fn in_scene(on: On, story: impl AsyncFnOnce(&Scene)) {
    let dir = tempfile::tempdir().expect("a directory");
    match on {
        On::Sqlite => {
            let place = Place::Sqlite(dir.path().join("node.db"));
            story(&Scene::at(place, dir).await).await;
        }
        On::Postgres => {
            let cluster = Cluster::shared().expect("PostgreSQL for tests");
            let database = cluster.scratch(None).expect("a database");
            story(&Scene::at(Place::Postgres(database.url()), dir).await).await;
            drop(database);
        }
    }
}

/// Declares a story that runs on both engines.
macro_rules! story {
    ($(#[$doc:meta])* $name:ident, |$scene:ident| $body:block) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "each story takes what it needs")]
            use super::*;

            async fn tale($scene: &$crate::stories::scene::Scene) $body

            #[tokio::test]
            async fn sqlite() {
                $crate::stories::scene::in_scene($crate::stories::scene::On::Sqlite, tale).await;
            }

            #[tokio::test]
            async fn postgres() {
                $crate::stories::scene::in_scene($crate::stories::scene::On::Postgres, tale).await;
            }
        }
    };
}
pub(crate) use story;
