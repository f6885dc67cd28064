//! Learning by its pages: one's own courses, the sheet and its table, badges that strangers check, what the public reads, and the one page
//! that may stand in a frame.

use axum::http::StatusCode;
use model::kinds::{Campaign, Course, CourseQuestion, TrainingSession};
use model::{Draft, Id};
use node::acts::learning::SetRequirement;
use node::acts::{Move, Open};

use crate::world::{Page, World};

/// Nothing on a page is a key that nobody wrote, and a page has one heading.
fn whole(page: &Page, path: &str) {
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    for start in [
        ">learning-",
        ">training-",
        ">sheet-",
        ">badge-",
        ">views-",
        ">lessons-",
        ">data-",
        ">campaign-",
        ">days-",
    ] {
        assert!(!page.body.contains(start), "{path} shows a bare key {start}");
    }
}

/// An approved course with a question, and a planned session of it.
async fn taught(world: &World, trainer: &node::Actor, manager: &node::Actor) -> (Id, Id) {
    let course = Draft::default()
        .with("title", "Menerima laporan anak (rekaan)")
        .with("course_kind", "new_staff")
        .with("competencies", "Mendengar dan mencatat.")
        .with("hours", "6")
        .with("pass_mark", "60");
    let course = world.node.perform(trainer, Open::<Course>::root(course)).await.unwrap().id;
    let question = Draft::default()
        .with("question", "Apa yang dilakukan lebih dahulu?")
        .with("choices", "Mendengarkan\nMencatat")
        .with("answer_line", "1");
    world.node.perform(trainer, Open::<CourseQuestion>::part(course, question)).await.unwrap();
    let approve = Move::<Course>::new(course, "approve", Draft::default()).unwrap();
    world.node.perform(manager, approve).await.unwrap();
    let session = Draft::default()
        .with("starts_on", "2026-12-20")
        .with("place", "Aula contoh")
        .with("trainer", "Pelatih rekaan")
        .with("seats", "5");
    let session =
        world.node.perform(trainer, Open::<TrainingSession>::part(course, session)).await.unwrap().id;
    (course, session)
}

#[tokio::test]
async fn a_course_is_taken_tested_and_its_badge_checked_by_a_stranger() {
    let world = World::new().await;
    let mut trainer = world.staff("trainer").await;
    let mut manager = world.staff("manager").await;
    let mut worker = world.staff("case-worker").await;
    let (course, session) = taught(&world, &trainer.actor, &manager.actor).await;
    let need = SetRequirement { role: "case-worker".into(), course, needed: true };
    world.node.perform(&trainer.actor, need).await.unwrap();
    let day = worker.get("/").await;
    assert!(day.body.contains("Menerima laporan anak (rekaan)"), "the day says what is missing");

    let page = worker.get("/learning").await;
    whole(&page, "/learning");
    let (token, post) = (page.input("form_token"), page.input("post"));
    let seat = [("form_token", token.as_str()), ("session", &session.to_string()), ("post", &post)];
    assert_eq!(worker.post("/learning/enrol", &seat).await.status, StatusCode::SEE_OTHER);
    let enrolment = world.node.perform(&worker.actor, node::acts::learning::ViewLearning).await.unwrap();
    let test = format!("/learning/test/{}", enrolment.courses[0].id);
    whole(&worker.get(&test).await, &test);
    let path = format!("/training-session/{session}/people");
    let sheet = trainer.get(&path).await;
    whole(&sheet, &path);
    let table = "Nomor;Hadir;Sebelum;Sesudah\n1;ya;30;90\n9;ya;1;2\n2;mungkin";
    let token = sheet.input("form_token");
    let taken = trainer.post(&path, &[("form_token", &token), ("do", "table"), ("table", table)]).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert!(taken.body.contains("tidak terbaca"), "an answer for each line");
    let file = path.replace("/people", "/sheet");
    let table = "Nomor,Hadir,Sebelum,Sesudah\n1,ya,30,90\n9,ya,1,2\n";
    let sent = trainer.upload_to((&path, &file), ("daftar-hadir.csv", table), false).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(sent.body.contains("nomor tidak ada"), "an answer for each line of a file too");
    assert_eq!(worker.get(&path).await.status, StatusCode::FORBIDDEN, "scores are not for everybody");

    let badge =
        world.node.perform(&worker.actor, node::acts::learning::ViewLearning).await.unwrap().badges[0].id;
    let file = worker.get(&format!("/learning/badge/{badge}")).await;
    assert_eq!(file.headers["content-type"], "application/vc+jwt");
    let mut stranger = world.stranger();
    whole(&stranger.get("/lencana?lang=en").await, "/lencana");
    let checked = stranger.post("/lencana?lang=en", &[("token", file.body.trim())]).await;
    whole(&checked, "/lencana, checked");
    assert!(checked.body.contains("The signature is genuine"));
    let forged = stranger.post("/lencana?lang=en", &[("token", "a.b.c")]).await;
    assert!(forged.body.contains("not known here"));
    let keys: serde_json::Value =
        serde_json::from_str(&stranger.get("/lencana/kunci.json").await.body).unwrap();
    assert_eq!(
        (keys["keys"][0]["kty"].as_str(), keys["keys"][0]["crv"].as_str()),
        (Some("OKP"), Some("Ed25519"))
    );
    let issuer: serde_json::Value =
        serde_json::from_str(&stranger.get("/lencana/penerbit.json").await.body).unwrap();
    assert_eq!(keys["keys"][0]["kid"].as_str().unwrap(), format!("{}#0", issuer["id"].as_str().unwrap()));
    for kind in ["course-module", "course-question", "training-session"] {
        let path = format!("/{kind}/new?parent={course}");
        whole(&trainer.get(&path).await, &path);
    }
    for path in [
        "/course".to_owned(),
        "/course/new".into(),
        format!("/course/{course}"),
        format!("/training-session/{session}"),
    ] {
        whole(&trainer.get(&path).await, &path);
    }
    for path in ["/training", "/training/need", "/first-days"] {
        whole(&manager.get(path).await, path);
    }
    whole(&worker.get("/first-days").await, "/first-days");
}

#[tokio::test]
async fn strangers_read_lessons_and_data_and_one_page_stands_in_frames() {
    let world = World::new().await;
    let mut stranger = world.stranger();
    for lang in ["id", "en"] {
        for path in ["/belajar", "/belajar/tubuhku", "/belajar/desa", "/suara", "/data", "/lencana"] {
            let page = stranger.get(&format!("{path}?lang={lang}")).await;
            whole(&page, path);
            assert!(!page.headers.contains_key("set-cookie"), "{path}");
            let policy = page.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        }
        let framed = stranger.get(&format!("/belajar/daring/sisip?lang={lang}")).await;
        let policy = framed.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"));
        assert!(
            !framed.body.contains("<script") && !framed.body.contains("<form"),
            "nothing runs in a frame"
        );
    }
    assert_eq!(stranger.get("/belajar/lain").await.status, StatusCode::NOT_FOUND);
    for file in ["komitmen", "platform", "instrumen", "suara", "istilah"] {
        let csv = stranger.get(&format!("/data/{file}.csv")).await;
        assert_eq!(
            (csv.status, csv.headers["content-type"].to_str().unwrap()),
            (StatusCode::OK, "text/csv; charset=utf-8")
        );
        let json = stranger.get(&format!("/data/{file}.json")).await;
        let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!(json["dataset"], file);
    }
    for wrong in ["/data/kasus.csv", "/data/komitmen.xml", "/data/komitmen"] {
        assert_eq!(stranger.get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn a_child_says_what_it_thinks_of_a_campaign() {
    let world = World::new().await;
    let mut officer = world.staff("programme-officer").await;
    let campaign = Draft::default()
        .with("title", "Ceritakan, kami mendengar (rekaan)")
        .with("purpose", "Anak tahu kepada siapa bercerita.")
        .with("audiences", "children")
        .with("channels", "school")
        .with("starts_on", "2026-12-01")
        .with("ends_on", "2026-12-31");
    let id = world.node.perform(&officer.actor, Open::<Campaign>::root(campaign)).await.unwrap().id;
    for kind in ["material", "service", "measure", "event"] {
        let path = format!("/campaign-{kind}/new?parent={id}");
        whole(&officer.get(&path).await, &path);
    }
    let path = format!("/campaign/{id}/check");
    whole(&officer.get(&path).await, &path);
    let path = format!("/topics/{id}");
    let form = officer.get(&path).await;
    whole(&form, &path);
    let token = form.input("form_token");
    let fields = [
        ("form_token", token.as_str()),
        ("title_id", "Poster di sekolahmu"),
        ("words_id", "Apakah kata-katanya jelas?"),
        ("title_en", "The posters at your school"),
        ("words_en", "Are the words clear?"),
    ];
    let missing = officer.post(&path, &fields[..3]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.body.contains("Poster di sekolahmu"), "what was typed stays");
    let sent = officer.post(&path, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);

    let mut stranger = world.stranger();
    let path = format!("/suara/{id}?lang=en");
    let page = stranger.get(&path).await;
    whole(&page, &path);
    assert!(page.body.contains("id=\"leave\""), "a way out at once");
    let empty = stranger.post(&path, &[("act", &page.input("act")), ("age_band", "age_12_14")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let view = [
        ("act", page.input("act")),
        ("age_band", "age_12_14".into()),
        ("said", "Posternya terlalu tinggi.".into()),
    ];
    let view: Vec<(&str, &str)> = view.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = stranger.post(&path, &view).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(sent.body.contains("Somebody will read it"));
    assert!(!stranger.get(&path).await.body.contains("Posternya terlalu tinggi."), "nothing shows unread");
    whole(&officer.get("/youth-view").await, "/youth-view");
}
