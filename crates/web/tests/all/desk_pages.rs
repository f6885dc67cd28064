//! The desk through its pages: hand-over, notifications, notes, approvals, calendar, load, figures, looks.

use axum::http::StatusCode;
use model::Id;
use node::acts::staff::{EndTenure, SetDutyPost};

use crate::world::{Page, World, case, report, send};

fn low() -> model::Draft {
    case().with("risk_level", "low")
}

fn path_of(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.location().split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_caseload_is_handed_over_page_by_page() {
    let world = World::new().await;
    let mut leaver = world.staff("case-worker").await;
    let mut next = world.staff("case-worker").await;
    let (plain, high) = (leaver.open("case", None, low()).await, leaver.open("case", None, case()).await);
    let step = format!("/case/{high}/next-step");
    assert!(leaver.get(&format!("/case/{high}")).await.body.contains(&format!("href=\"{step}\"")));
    assert!(leaver.get(&step).await.body.contains("Jangan menulis nama"));
    let long = send(&mut leaver, &step, &[("text", &"a".repeat(161))]).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", long.body);
    assert_eq!(
        path_of(&send(&mut leaver, &step, &[("text", "Kunjungan hari Senin")]).await),
        format!("/case/{high}")
    );
    assert!(
        leaver.get(&format!("/case/{high}")).await.body.contains("Langkah berikutnya: Kunjungan hari Senin")
    );
    let form = leaver.get("/handover/new").await;
    assert!(form.body.contains("Semua perkara terbuka pada jabatan Anda didaftar"), "{}", form.body);
    let post = leaver.actor.holdings()[0].post.to_string();
    let raised = send(&mut leaver, "/handover/new", &[("post", &post), ("reason", "leave")]).await;
    let path = path_of(&raised);
    let page = leaver.get(&path).await;
    assert!(
        page.body.contains(&plain.to_string()) && page.body.contains("belum ada penerus"),
        "{}",
        page.body
    );

    let offer = format!("{path}/offer");
    let to = next.actor.holdings()[0].post.to_string();
    assert!(leaver.get(&offer).await.body.contains(&to));
    let preview = send(&mut leaver, &offer, &[("do", "share"), ("posts", &to)]).await;
    assert!(preview.body.contains(&format!("name=\"to-{plain}\"")) && preview.body.contains("2 perkara"));
    let boxed = preview.body.split("name=\"risks\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(boxed.contains("Tingkat risiko: Tinggi"), "the box begins with what is known: {boxed}");
    let names = [format!("to-{plain}"), format!("to-{high}")];
    let fields = [
        ("do", "offer"),
        ("posts", &*to),
        (&names[0], &to),
        (&names[1], &to),
        ("promises", "Menjemput rapor (rekaan)"),
    ];
    path_of(&send(&mut leaver, &offer, &fields).await);

    assert!(next.get("/").await.body.contains("class=\"bell\""));
    let told = next.get("/notifications").await;
    assert!(
        told.body.contains("Serah terima ditawarkan kepada Anda") && told.body.contains(&path),
        "{}",
        told.body
    );
    assert!(!told.body.contains("Contoh 0"), "no name of a child");
    let blind = send(&mut next, &format!("{path}/accept"), &[]).await;
    assert_eq!(blind.status, StatusCode::CONFLICT, "the list comes first");
    let list = next.get(&path).await;
    assert!(
        list.body.contains("Menjemput rapor (rekaan)")
            && list.body.contains("satu per satu")
            && list.body.contains("Langkah berikutnya: Kunjungan hari Senin")
            && list.body.contains("Tingkat risiko: Tinggi"),
        "{}",
        list.body
    );
    path_of(&send(&mut next, &format!("{path}/accept"), &[]).await);
    let contest = format!("{path}/contest");
    let bare = send(&mut next, &contest, &[("matters", &high.to_string()), ("reason", "")]).await;
    assert!(bare.body.contains("id=\"reason-problem\""), "{}", bare.body);
    path_of(&send(&mut next, &format!("{path}/accept"), &[("matter", &high.to_string())]).await);
    assert!(next.get(&path).await.body.contains("Diterima"));
    assert_eq!(next.get(&format!("/case/{high}")).await.status, StatusCode::OK);
    assert_eq!(leaver.get(&format!("/case/{high}")).await.status, StatusCode::NOT_FOUND);
    path_of(&send(&mut next, "/notifications", &[]).await);
    assert!(next.get("/notifications").await.body.contains("Semua sudah dibaca"));
}

#[tokio::test]
async fn the_post_above_decides_about_a_vacancy() {
    let world = World::new().await;
    let leaver = world.staff("case-worker").await;
    let mut chief = world.staff("supervisor").await;
    let next = world.staff("case-worker").await;
    let duty = SetDutyPost { post: chief.actor.holdings()[0].post };
    world.node.perform(world.admin(), duty).await.unwrap();
    leaver.open("case", None, low()).await;
    let end = EndTenure::now(leaver.actor.holdings()[0].tenure);
    let handover = world.node.perform(world.admin(), end).await.unwrap().handover.unwrap();
    let path = format!("/handover/{handover}");
    let page = chief.get(&path).await;
    assert!(page.body.contains("Putuskan siapa yang memegang"), "{}", page.body);
    let to = next.actor.holdings()[0].post.to_string();
    let decide = format!("{path}/decide");
    let short = send(&mut chief, &decide, &[("post", &to), ("reason", "ya")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    path_of(&send(&mut chief, &decide, &[("post", &to), ("reason", "Paling dekat dengan anak")]).await);
    assert!(chief.get("/handover").await.body.contains("Ditugaskan"));
}

#[tokio::test]
async fn closing_at_high_risk_leads_to_an_approval() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let mut chief = world.staff("supervisor").await;
    let id = worker.open("case", None, case()).await;
    let page = worker.get(&format!("/case/{id}")).await;
    let ask = format!("/case/{id}/request-approval");
    assert!(page.body.contains(&format!("href=\"{ask}\"")), "{}", page.body);
    let form = worker.get(&ask).await;
    assert!(form.body.contains("Minta persetujuan"), "{}", form.body);
    path_of(&send(&mut worker, &ask, &[("approval_type", "closure"), ("request_note", "Selesai")]).await);
    let twice = send(&mut worker, &ask, &[("approval_type", "closure")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let told = chief.get("/notifications").await;
    let path = told.body.split("href=\"/approval/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/approval/{path}");
    assert!(chief.get(&path).await.body.contains(&format!("{path}/decide")));
    let bare = send(&mut chief, &format!("{path}/decide"), &[("granted", "false"), ("note", "")]).await;
    assert!(bare.body.contains("id=\"note-problem\""), "{}", bare.body);
    path_of(&send(&mut chief, &format!("{path}/decide"), &[("granted", "true")]).await);
    assert!(worker.get(&path).await.body.contains("Disetujui"));
}

#[tokio::test]
async fn notes_say_who_reads_them() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let mut chief = world.staff("supervisor").await;
    let id = worker.open("case", None, low()).await;
    let path = format!("/case/{id}/notes");
    assert!(worker.get(&path).await.body.contains("Belum ada catatan"));
    let bare = send(&mut worker, &path, &[("visibility", "post"), ("text", "")]).await;
    assert!(bare.body.contains("id=\"text-problem\""), "{}", bare.body);
    path_of(&send(&mut worker, &path, &[("visibility", "post"), ("text", "untuk jabatan saya")]).await);
    assert!(!chief.get(&path).await.body.contains("untuk jabatan saya"));
    let page = worker.get(&path).await;
    let note = page.input("note");
    let fields = [("note", &*note), ("visibility", "team"), ("reason", "Supervisor perlu tahu")];
    path_of(&send(&mut worker, &path, &fields).await);
    assert!(chief.get(&path).await.body.contains("untuk jabatan saya"));
}

#[tokio::test]
async fn a_calendar_and_its_secret_address() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let id = worker.open("case", None, low()).await;
    let page = worker.get("/calendar?month=2026-03").await;
    assert!(page.body.contains("Maret 2026") && page.body.contains(&id.to_string()), "{}", page.body);
    assert!(worker.get("/calendar?month=2027-01").await.body.contains("Tidak ada tenggat bulan ini"));
    let made = send(&mut worker, "/calendar", &[("do", "start")]).await;
    let token = made.body.split("/calendar-feed/").nth(1).unwrap()[..64].to_owned();
    assert!(!worker.get("/calendar").await.body.contains(&token), "shown once");
    let mut anybody = world.stranger();
    let feed = anybody.get(&format!("/calendar-feed/{token}.ics")).await;
    assert_eq!(feed.status, StatusCode::OK);
    assert!(feed.headers["content-type"].to_str().unwrap().starts_with("text/calendar"));
    assert!(
        feed.body.starts_with("BEGIN:VCALENDAR\r\n") && feed.body.contains("SUMMARY:Kasus KS-26-"),
        "{}",
        feed.body
    );
    assert!(!feed.body.contains("Contoh"), "no name");
    path_of(&send(&mut worker, "/calendar", &[("do", "end")]).await);
    assert_eq!(anybody.get(&format!("/calendar-feed/{token}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn supervisors_see_load_and_figures() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let mut chief = world.staff("supervisor").await;
    let mut statistician = world.staff("statistician").await;
    worker.open("case", None, case()).await;
    worker.open("report", None, report()).await;
    let page = chief.get("/workload").await;
    assert!(page.body.contains("Kasus terbuka") && page.body.contains("Undi kasus"), "{}", page.body);
    let empty = send(&mut chief, "/workload", &[("size", "5"), ("days", "90")]).await;
    assert!(empty.body.contains("Perpanjang jumlah harinya"), "{}", empty.body);
    assert_eq!(worker.get("/workload").await.status, StatusCode::FORBIDDEN);
    let figures = chief.get("/indicators").await;
    assert!(figures.body.contains("Anak dengan kasus baru") && !figures.body.contains("kurang dari 11"));
    assert!(!figures.body.contains("SIMFONI") && figures.body.contains("tables=yes"));
    let tables = chief.get("/indicators?tables=yes&from=2026-01-01&to=2026-12-31").await;
    assert!(
        tables.body.contains("Bentuk SIMFONI PPA") && tables.body.contains("Kembali ke indikator"),
        "{}",
        tables.body
    );
    assert!(tables.body.contains("· Maret 2026"), "a month by its name: {}", tables.body);
    let csv = chief.get("/indicators/csv").await;
    assert!(
        csv.body.contains("number_of_cases") && csv.body.contains("time_to_first_contact"),
        "{}",
        csv.body
    );
    let shown = statistician.get("/indicators?from=2026-01-01&to=2026-12-31").await;
    assert!(shown.body.contains("kurang dari 11"), "{}", shown.body);
    let tables = statistician.get("/indicators?tables=yes&from=2026-01-01&to=2026-12-31").await;
    assert!(!tables.body.contains("· Maret 2026"), "no cells beside their sums: {}", tables.body);
    assert_eq!(worker.get("/indicators").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_look_is_explained_on_ones_own_page() {
    let world = World::new().await;
    let worker = world.staff("case-worker").await;
    let mut manager = world.staff("manager").await;
    let id = worker.open("case", None, low().with("media_prominence", "viral")).await;
    world.node.place_waiting().await.unwrap();
    world.node.turn_clock().await.unwrap();
    assert!(manager.get("/my-looks").await.body.contains("Tidak ada akses Anda yang perlu dijelaskan"));
    assert_eq!(manager.get(&format!("/case/{id}")).await.status, StatusCode::OK);
    world.node.place_waiting().await.unwrap();
    world.node.turn_clock().await.unwrap();
    assert!(manager.get("/notifications").await.body.contains("Akses Anda perlu dijelaskan"));
    let page = manager.get("/my-looks").await;
    let review: Id = page.input("review").parse().unwrap();
    let short = send(&mut manager, "/my-looks", &[("review", &review.to_string()), ("text", "ya")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("review", &*review.to_string()), ("text", "Menyiapkan jawaban kepada kementerian")];
    path_of(&send(&mut manager, "/my-looks", &fields).await);
    path_of(
        &send(
            &mut manager,
            "/my-looks",
            &[("names", "Bunga Contoh\nAndika Contoh"), ("phones", ""), ("address", "")],
        )
        .await,
    );
    assert!(manager.get("/my-looks").await.body.contains("Andika Contoh"));
}

#[tokio::test]
async fn administrators_move_units_and_settle_approvals() {
    let world = World::new().await;
    let mut admin = world.staff("administrator").await;
    send(&mut admin, "/admin/units", &[("do", "open"), ("name", "Unit Baru")]).await;
    let page = admin.get("/admin/units/transfer").await;
    assert!(page.body.contains("Unit Baru") && page.body.contains("Dasar hukum"), "{}", page.body);
    let from = world.unit.to_string();
    let same =
        send(&mut admin, "/admin/units/transfer", &[("from", &from), ("to", &from), ("legal_act", "SK 1")])
            .await;
    assert_eq!(same.status, StatusCode::CONFLICT, "{}", same.body);
    path_of(&send(&mut admin, "/admin/roles/case-worker/approvals", &[("types", "case_plan")]).await);
    assert!(
        admin.get("/admin/roles/case-worker/approvals").await.body.contains("value=\"case_plan\" checked")
    );
}

#[tokio::test]
async fn a_legal_track_is_about_an_incident_that_is_chosen_and_not_typed() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let id = worker.open("case", None, low()).await;
    let told = model::Draft::default().with("date_of_first_report", "2026-03-05");
    let incident = worker.open("incident", Some(id), told).await;
    let form = worker.get(&format!("/legal-process/new?parent={id}")).await;
    assert!(form.body.contains(&format!("<option value=\"{incident}\"")), "{}", form.body);
    let service = worker.get(&format!("/service/new?parent={id}")).await;
    assert!(service.body.contains("<select id=\"listing\""), "{}", service.body);
    let said = [("reported_on", "2026-03-05"), ("incident", &*incident.to_string())];
    path_of(&send(&mut worker, &format!("/legal-process/new?parent={id}"), &said).await);
}
