//! What a telephone queued without a network: sealed to the node, taken once, in any order, never lost.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use model::kinds::{Assignment, Case, FollowUp};
use model::{Draft, Id, Lang};
use node::access::Origin;
use node::acts::field::{EndDevice, ListSubmissions, OpenDevice, OpenedDevice};
use node::acts::moves::ListMoves;
use node::acts::{Assign, Edit, Move, View};
use seal::exchange::SealingPublic;
use serde_json::{Value, json};

use crate::openrosa::{case_with_visit, on_both};
use crate::world::{Browser, Page, World};

/// Chance that is the same in every run and never twice the same.
pub(crate) struct Chance(pub(crate) u64);

impl seal::Entropy for Chance {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = self.0.to_be_bytes()[0];
        }
    }
}

/// A telephone with the app.
#[derive(Clone)]
pub(crate) struct Phone<'w> {
    pub(crate) world: &'w World,
    pub(crate) device: OpenedDevice,
    pub(crate) account: Id,
    pub(crate) key: SealingPublic,
    pub(crate) seq: i64,
    /// How far what it takes for the node's time is off, in milliseconds.
    pub(crate) off: i64,
}

impl<'w> Phone<'w> {
    pub(crate) async fn new(world: &'w World, role: &str, names: bool) -> Self {
        let (account, _) = world.hire(role).await;
        let actor = world.node.actor(account, Lang::Id, Origin::Online).await.unwrap();
        let device = world.node.perform(&actor, OpenDevice { post: None, names }).await.unwrap();
        let key = SealingPublic::from_bytes(&world.node.offline_key().await.unwrap()).unwrap();
        Self { world, device, account, key, seq: 0, off: 0 }
    }

    pub(crate) async fn actor(&self) -> node::Actor {
        self.world.node.actor(self.account, Lang::Id, Origin::Online).await.unwrap()
    }

    pub(crate) fn request(&self, method: Method, path: &str, body: Body) -> Request<Body> {
        let pair = format!("{}:{}", self.device.user_name, self.device.secret);
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", "contoh.invalid")
            .header("content-type", "application/json")
            .header("authorization", format!("Basic {}", seal::to_base64(pair.as_bytes())))
            .body(body)
            .unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.world.stranger().send(self.request(Method::GET, path, Body::empty())).await
    }

    pub(crate) async fn carry(&self, cases: &[Id]) -> Value {
        let body = json!({ "cases": cases }).to_string();
        let page =
            self.world.stranger().send(self.request(Method::POST, "/app/carry", Body::from(body))).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        serde_json::from_str(&page.body).unwrap()
    }

    fn seal(&self, value: &Value) -> Vec<u8> {
        let mut chance = Chance(u64::try_from(self.seq).unwrap() + 99);
        self.key.seal(value.to_string().as_bytes(), b"jejaring/offline/1", &mut chance).unwrap()
    }

    /// Queues an act; answers its id and the sealed act.
    pub(crate) fn queue(&mut self, slug: &str, body: Value, needs: &[Id]) -> (Id, Vec<u8>) {
        self.seq += 1;
        let act = self.world.node.new_id();
        let made_at = self.world.node.now().millis() + self.off;
        let (user, secret) = (&self.device.user_name, &self.device.secret);
        let sealed = self.seal(&json!([user, secret, act, self.seq, slug, body, needs, made_at]));
        (act, sealed)
    }

    pub(crate) async fn send(&self, sealed: &[&[u8]]) -> Vec<Value> {
        let mut body = Vec::new();
        for one in sealed {
            body.extend(u32::try_from(one.len()).unwrap().to_be_bytes());
            body.extend_from_slice(one);
        }
        let request = Request::builder()
            .method(Method::POST)
            .uri("/app/queue")
            .header("host", "contoh.invalid")
            .header("content-type", "application/octet-stream")
            .body(Body::from(body))
            .unwrap();
        let page = self.world.stranger().send(request).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let said: Value = serde_json::from_str(&page.body).unwrap();
        said["outcomes"].as_array().unwrap().clone()
    }

    pub(crate) fn greeting(&self) -> String {
        let sealed = self.seal(&json!({ "user": self.device.user_name, "secret": self.device.secret }));
        json!({ "hello": seal::to_hex(&sealed) }).to_string()
    }

    pub(crate) async fn hello(&self) -> Value {
        let body = self.greeting();
        let request = Request::builder()
            .method(Method::POST)
            .uri("/app/hello")
            .header("host", "contoh.invalid")
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap();
        serde_json::from_str(&self.world.stranger().send(request).await.body).unwrap()
    }

    /// Submissions that wait for a person: state and how many.
    pub(crate) async fn waiting(&self) -> Vec<(&'static str, i64)> {
        let parts = self.world.node.perform(&self.actor().await, ListSubmissions).await.unwrap();
        parts.iter().filter(|part| part.count > 0).map(|part| (part.state, part.count)).collect()
    }

    pub(crate) async fn visits(&self, case: Id) -> usize {
        let seen = self.world.node.perform(&self.actor().await, View::<Case>::new(case)).await.unwrap();
        seen.parts.iter().find(|part| part.meta.slug == "follow-up").unwrap().rows.len()
    }
}

pub(crate) fn visit(case: impl serde::Serialize) -> Value {
    json!({ "parent": case, "fields": { "followup_type": "for_service", "needed_by": "2026-03-12" } })
}

#[tokio::test]
async fn each_act_is_done_once_however_often_and_in_whatever_order_it_comes() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let (case, due) = case_with_visit(&world, &phone.actor().await, "Contoh Kenanga").await;
        let (open, opening) = phone.queue("open-follow-up", visit(case), &[]);
        let recording = json!({ "id": format!("@{open}"),
            "fields": { "followup_date": "2026-03-05", "seen_child": true, "comments": "Catatan rekaan." } });
        let (record, recorded) = phone.queue("record-follow-up", recording, &[open]);
        let (_, note) = phone.queue(
            "write-note",
            json!({ "matter": case, "visibility": "post", "text": "Catatan luring." }),
            &[],
        );
        let (_, look) = phone.queue("view-case", json!({ "id": case }), &[]);

        // What builds on another waits for it; then both are there.
        let told = phone.send(&[&recorded, &note]).await;
        assert_eq!((&told[0]["outcome"], &told[1]["outcome"]), (&json!("held"), &json!("applied")));
        assert_eq!(told[0]["act"], json!(record));
        assert_eq!(phone.visits(case).await, 1);
        let told = phone.send(&[&opening, &look]).await;
        assert_eq!((&told[0]["outcome"], &told[1]["outcome"]), (&json!("applied"), &json!("applied")));
        for _ in 0..3 {
            let told = phone.send(&[&opening, &recorded, &note, &look]).await;
            assert!(told.iter().all(|told| told["outcome"] == "applied"), "{told:?}");
        }
        let both: [&[u8]; 2] = [&opening, &recorded];
        let turned: [&[u8]; 2] = [&recorded, &opening];
        let (a, b) = tokio::join!(phone.send(&both), phone.send(&turned));
        assert_eq!(a[0], b[1]);
        assert_eq!(phone.visits(case).await, 2, "one more than before");
        let made: Id = a[0]["record"].as_str().unwrap().parse().unwrap();
        let seen = world.node.perform(&phone.actor().await, View::<FollowUp>::new(made)).await.unwrap();
        assert_eq!((&*seen.envelope.state, &*seen.record.text("comments")), ("done", "Catatan rekaan."));
        assert_ne!(made, due);

        // What was not sealed to this node or not by a device of it, or was changed on the way, is told apart and takes nothing.
        let mut changed = opening.clone();
        *changed.last_mut().unwrap() ^= 1;
        phone.device.secret = "aaaa-aaaa-aaaa-aaaa-aaaa-aaaa".into();
        let (_, forged) = phone.queue("open-follow-up", visit(case), &[]);
        let told = phone.send(&[&changed, &forged]).await;
        let outcomes = (&told[0]["outcome"], &told[1]["outcome"]);
        assert_eq!(outcomes, (&json!("unreadable"), &json!("unknown-device")));
        assert!(phone.waiting().await.is_empty());
        assert_eq!(phone.visits(case).await, 2);
    })
    .await;
}

#[tokio::test]
async fn two_values_of_one_field_are_both_shown_and_a_step_overtaken_is_kept() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let actor = phone.actor().await;
        let (case, due) = case_with_visit(&world, &actor, "Contoh Cempaka").await;
        let version = world.node.perform(&actor, View::<Case>::new(case)).await.unwrap().version;
        let edit = |risk: &str| json!({ "id": case, "version": version, "fields": { "risk_level": risk } });
        let (_, edited) = phone.queue("edit-case", edit("high"), &[]);
        let seen = world.node.perform(&actor, View::<FollowUp>::new(due)).await.unwrap();
        let step = json!({ "id": due, "version": seen.version,
            "fields": { "followup_date": "2026-03-05", "seen_child": true, "comments": "Dari telepon." } });
        let (_, recorded) = phone.queue("record-follow-up", step, &[]);
        // Meanwhile at the office.
        let office = Edit::<Case>::new(case, Draft::default().with("risk_level", "medium")).since(version);
        world.node.perform(&actor, office).await.unwrap();
        let office = Draft::default().with("comments", "Dari kantor.");
        world.node.perform(&actor, Edit::<FollowUp>::new(due, office)).await.unwrap();

        let told = phone.send(&[&edited, &recorded]).await;
        assert_eq!(told[0]["outcome"], "conflict", "{told:?}");
        assert_eq!((&told[1]["outcome"], &told[1]["reason"]), (&json!("kept"), &json!("changed")));
        let seen = world.node.perform(&actor, View::<Case>::new(case)).await.unwrap();
        let both: Vec<_> = seen.conflicts.iter().map(|c| (c.field, &*c.held, &*c.offered)).collect();
        assert_eq!(both, [("risk_level", "medium", "high")]);
        assert_eq!(phone.waiting().await, [("conflict", 1)]);
        assert_eq!(phone.send(&[&recorded]).await[0]["outcome"], "kept", "and kept once");
        assert_eq!(phone.waiting().await, [("conflict", 1)]);

        // A person sees what was typed and decides that it stands.
        let mut desk = world.seat_of(phone.account).await;
        let kept: Id = told[1]["record"].as_str().unwrap().parse().unwrap();
        let page = desk.get(&format!("/submissions/{kept}")).await;
        assert!(page.body.contains("Dari telepon."), "{}", page.body);
        let fields =
            [("form_token", &*page.input("form_token")), ("act", &*page.input("act")), ("do", "again")];
        let done = desk.post(&format!("/submissions/{kept}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let seen = world.node.perform(&actor, View::<FollowUp>::new(due)).await.unwrap();
        assert_eq!((&*seen.envelope.state, &*seen.record.text("comments")), ("done", "Dari telepon."));
        assert_eq!(phone.waiting().await, [("applied", 1)]);
    })
    .await;
}

#[tokio::test]
async fn after_custody_post_or_telephone_are_gone_what_was_written_is_kept_for_a_person() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let other = Phone::new(&world, "case-worker", true).await;
        let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Dahlia").await;
        let to = other.actor().await.holdings_at(world.node.now()).next().unwrap().post;
        let carried = phone.carry(&[case]).await;
        assert!(carried["cases"][0]["content"]["child"]["name"] == "Contoh Dahlia", "{carried}");
        let note = json!({ "matter": case, "visibility": "post", "text": "Sesudah diserahkan." });
        let (_, first) = phone.queue("write-note", note.clone(), &[]);
        let (_, second) = phone.queue("write-note", note.clone(), &[]);
        let (_, third) = phone.queue("write-note", note, &[]);
        let (_, look) = phone.queue("view-case", json!({ "id": case }), &[]);
        let (chief, _) = world.hire("supervisor").await;
        let chief = world.node.actor(chief, Lang::Id, Origin::Online).await.unwrap();
        world.node.perform(&chief, Assign::<Case>::new(case, to)).await.unwrap();
        let moves = world.node.perform(&other.actor().await, ListMoves).await.unwrap();
        let taken = Move::<Assignment>::new(moves.received[0].id, "accept", Draft::default()).unwrap();
        world.node.perform(&other.actor().await, taken).await.unwrap();
        let told = phone.send(&[&first, &look]).await;
        assert_eq!((&told[0]["outcome"], &told[0]["reason"]), (&json!("kept"), &json!("out_of_reach")));
        assert_eq!(told[1]["outcome"], "refused", "a look leaves nothing to keep");
        assert_eq!(phone.carry(&[case]).await["cases"][0]["code"], "not-found");
        assert_eq!(phone.waiting().await, [("kept", 1)]);

        // Lost: ended from the office. It is told so, reads nothing, and what it still sends is kept.
        assert_eq!(phone.hello().await["ended"], false);
        let end = EndDevice { device: phone.device.id };
        world.node.perform(&phone.actor().await, end).await.unwrap();
        assert_eq!(phone.hello().await["ended"], true);
        assert_eq!(phone.get("/app/device").await.status, StatusCode::GONE);
        assert_eq!(phone.get("/app/cases").await.status, StatusCode::GONE);
        let told = phone.send(&[&second]).await;
        assert_eq!((&told[0]["outcome"], &told[0]["reason"]), (&json!("kept"), &json!("post_left")));
        assert_eq!(phone.waiting().await, [("kept", 2)]);
        world.leave(phone.account).await;
        assert_eq!(phone.send(&[&third]).await[0]["outcome"], "kept");
    })
    .await;
}

#[tokio::test]
async fn only_cases_of_ones_own_post_are_carried_and_only_where_names_may_be() {
    on_both(async |world| {
        let phone = Phone::new(&world, "case-worker", true).await;
        let nameless = Phone::new(&world, "case-worker", false).await;
        let (own, _) = case_with_visit(&world, &phone.actor().await, "Contoh Teratai").await;
        let (theirs, _) = case_with_visit(&world, &nameless.actor().await, "Contoh Anggrek").await;
        let said = phone.carry(&[own, theirs]).await;
        let until = said["cases"][0]["until"].as_i64().unwrap();
        let left = until - world.node.now().millis();
        assert!((7 * 86_400_000 - 5_000..=7 * 86_400_000).contains(&left), "{left}");
        assert_eq!(said["cases"][1]["code"], "not-found");
        assert_eq!(nameless.carry(&[theirs]).await["cases"][0]["code"], "device-without-names");
        let listed: Value = serde_json::from_str(&phone.get("/app/cases").await.body).unwrap();
        let listed: Vec<_> = listed["cases"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
        assert_eq!(listed, [&json!(own)]);
        let device: Value = serde_json::from_str(&phone.get("/app/device").await.body).unwrap();
        assert_eq!(device["key"], seal::to_hex(&phone.key.to_bytes()));
        let may = device["rights"]["follow-up"].as_array().unwrap();
        assert!(may.contains(&json!("open")) && may.contains(&json!("record")), "{device}");
        // Each carried case is a look and a line of its own.
        let seen = world.node.perform(&phone.actor().await, View::<Case>::new(own)).await.unwrap();
        let acts: Vec<&str> = seen.history.iter().map(|told| &*told.act).collect();
        assert!(acts.contains(&"carry-case") && acts.contains(&"view-case"), "{acts:?}");
    })
    .await;
}

/// Brings a file in at the office.
pub(crate) async fn brings(colleague: &mut Browser<'_>, content: &str) -> Page {
    let token = colleague.get("/field/queue").await.input("form_token");
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n{content}\r\n--b--\r\n"
    );
    let request = colleague
        .request(Method::POST, "/field/queue")
        .header("content-type", "multipart/form-data; boundary=b")
        .header("origin", "http://contoh.invalid")
        .body(Body::from(body))
        .unwrap();
    colleague.send(request).await
}

#[tokio::test]
async fn a_queue_in_a_file_is_brought_in_at_the_office() {
    let world = World::with(web::Settings { secure: false, demo: true, ..web::Settings::default() }).await;
    let mut phone = Phone::new(&world, "case-worker", true).await;
    let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Seroja").await;
    let (_, opening) = phone.queue("open-follow-up", visit(case), &[]);
    let file = json!({ "jejaring-queue": 1, "items": [seal::to_hex(&opening), "kosong"] }).to_string();
    let mut colleague = world.staff("case-worker").await;
    for (content, expected) in [(&*file, "Tidak terbaca"), ("{}", "Ini bukan berkas antrean")] {
        let page = brings(&mut colleague, content).await;
        assert!(page.body.contains(expected), "{}", page.body);
    }
    assert_eq!(phone.visits(case).await, 2, "it was done as the telephone's owner");
    assert_eq!(phone.send(&[&opening]).await[0]["outcome"], "applied", "and is not done again");
    assert_eq!(phone.visits(case).await, 2);
}

#[tokio::test]
async fn an_act_keeps_the_time_at_which_it_was_done() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Kemuning").await;
        let note = |text: &str| json!({ "matter": case, "visibility": "post", "text": text });
        let (first, early) = phone.queue("write-note", note("Tiga hari sebelum ada sinyal."), &[]);
        let done = world.node.now();
        world.clock.advance(3 * 86_400_000);
        phone.off = 3 * 86_400_000;
        let (second, ahead) = phone.queue("write-note", note("Dari jam yang terlalu maju."), &[]);
        phone.off = -3 * 86_400_000;
        let (third, behind) = phone.queue("write-note", note("Dari jam yang terlambat."), &[]);
        let told = phone.send(&[&early, &ahead, &behind]).await;
        assert!(told.iter().all(|told| told["outcome"] == "applied"), "{told:?}");
        let made = async |act| world.node.queued_made_at(act).await.unwrap().unwrap().millis();
        // Whatever the telephone's clock says while it sends, what it knew when it was done stands; never in the future.
        let near = |at: i64, wanted: i64| assert!((at - wanted).abs() < 60_000, "{at} is not {wanted}");
        near(made(first).await, done.millis());
        near(made(second).await, world.node.now().millis());
        near(made(third).await, world.node.now().millis() - 3 * 86_400_000);
    })
    .await;
}

#[tokio::test]
async fn a_value_that_the_office_cleared_is_not_written_over_by_a_step() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let actor = phone.actor().await;
        let (case, due) = case_with_visit(&world, &actor, "Contoh Tanjung").await;
        let (_, untouched) = case_with_visit(&world, &actor, "Contoh Soka").await;
        let _ = case;
        let write = |id, text: &str| Edit::<FollowUp>::new(id, Draft::default().with("comments", text));
        let mut steps = Vec::new();
        for id in [due, untouched] {
            world.node.perform(&actor, write(id, "Alamat lama.")).await.unwrap();
            let seen = world.node.perform(&actor, View::<FollowUp>::new(id)).await.unwrap();
            // The form of the step showed the text, and it goes back as it was.
            let step = json!({ "id": id, "version": seen.version,
                "fields": { "followup_date": "2026-03-05", "seen_child": true, "comments": "Alamat lama." } });
            steps.push(phone.queue("record-follow-up", step, &[]).1);
        }
        world.node.perform(&actor, write(due, "")).await.unwrap();
        // Of the other, something changed that the step does not write.
        let other = Draft::default().with("needed_by", "2026-03-20");
        world.node.perform(&actor, Edit::<FollowUp>::new(untouched, other)).await.unwrap();
        let told = phone.send(&[&steps[0], &steps[1]]).await;
        assert_eq!((&told[0]["outcome"], &told[0]["reason"]), (&json!("kept"), &json!("changed")), "{told:?}");
        assert_eq!(told[1]["outcome"], "applied", "{told:?}");
        let seen = world.node.perform(&actor, View::<FollowUp>::new(due)).await.unwrap();
        assert_eq!(&*seen.record.text("comments"), "", "it stays cleared until a person decides");
    })
    .await;
}

/// A node that was restored from a backup which is older than the telephone.
#[tokio::test]
async fn a_telephone_that_the_node_forgot_loses_nothing() {
    on_both(async |world| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Seruni").await;
        let known = phone.device.clone();
        assert_eq!(phone.hello().await["known"], true);
        // A name and a secret that this node never gave.
        phone.device.user_name = "hp-lupaakan".into();
        phone.device.secret = "bbbb-bbbb-bbbb-bbbb-bbbb-bbbb".into();
        let said = phone.hello().await;
        assert_eq!((&said["known"], &said["ended"]), (&json!(false), &json!(false)), "nobody ended it");
        let (open, opening) = phone.queue("open-follow-up", visit(case), &[]);
        let body = json!({ "id": format!("@{open}"), "fields": { "followup_date": "2026-03-05", "seen_child": true } });
        let (_, recording) = phone.queue("record-follow-up", body, &[open]);
        for _ in 0..2 {
            let told = phone.send(&[&opening, &recording]).await;
            assert!(told.iter().all(|told| told["outcome"] == "parked"), "{told:?}");
        }
        assert_eq!((phone.visits(case).await, phone.waiting().await.len()), (1, 0), "nobody does it in their name");
        let mut desk = world.seat_of(phone.account).await;
        let page = desk.get("/field/queue").await;
        assert!(page.body.contains("hp-lupaakan") && page.body.contains("tersegel: 2"), "{}", page.body);

        // Only a device that is known and shows the old greeting may have it.
        let greeting = phone.greeting();
        let ask = async |device: &OpenedDevice, body: &str| {
            let pair = format!("{}:{}", device.user_name, device.secret);
            let request = Request::builder()
                .method(Method::POST)
                .uri("/app/again")
                .header("host", "contoh.invalid")
                .header("content-type", "application/json")
                .header("authorization", format!("Basic {}", seal::to_base64(pair.as_bytes())))
                .body(Body::from(body.to_owned()))
                .unwrap();
            world.stranger().send(request).await
        };
        assert_eq!(ask(&phone.device, &greeting).await.status, StatusCode::UNAUTHORIZED);
        let done = ask(&known, &greeting).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        assert_eq!(phone.visits(case).await, 2, "both were done, in their order");
        let told = phone.send(&[&opening, &recording]).await;
        assert!(told.iter().all(|told| told["outcome"] == "applied"), "{told:?}");
        let (_, later) = phone.queue("open-follow-up", visit(case), &[]);
        assert_eq!(phone.send(&[&later]).await[0]["outcome"], "applied", "sealed under the old name, sent later");
        assert_eq!(phone.visits(case).await, 3);
        assert!(!desk.get("/field/queue").await.body.contains("hp-lupaakan"));

        // Nobody else takes it over, and no device that is known is taken over.
        let other = Phone::new(&world, "case-worker", true).await;
        assert_eq!(ask(&other.device, &greeting).await.status, StatusCode::CONFLICT);
        assert_eq!(ask(&known, &other.greeting()).await.status, StatusCode::CONFLICT);
    })
    .await;
}
