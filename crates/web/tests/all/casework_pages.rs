//! The whole job of a case worker through forms, as a browser sends them: from a report to a case that is closed and opened
//! again. No name of a child stands in an address or a title on the way.

use axum::http::StatusCode;
use model::Lang;

use crate::world::{self, Browser, Page, World, report};

/// An invented name that cannot stand anywhere by chance.
const NAME: &str = "Melati Rekaan Kencana";
const PART: &str = "Rekaan";

/// Neither the address sent to nor the title tells who the child is.
fn discreet(page: &Page) {
    assert!(!page.location().contains(PART), "{}", page.location());
    let title =
        page.body.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    assert!(!title.contains(PART), "{title}");
    for at in page.body.split("href=\"").skip(1).chain(page.body.split("action=\"").skip(1)) {
        let address = at.split('"').next().unwrap();
        assert!(!address.contains(PART), "{address}");
    }
}

async fn look(browser: &mut Browser<'_>, path: &str) -> Page {
    let page = world::look(browser, path).await;
    discreet(&page);
    page
}

async fn send(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = world::send(browser, path, fields).await;
    discreet(&page);
    page
}

/// Sends a form that must succeed; gives the address it leads to, without what was done.
async fn go(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let page = send(browser, path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "POST {path}: {}", page.body);
    page.location().split('?').next().unwrap().to_owned()
}

const CHILD: &[(&str, &str)] = &[
    ("child-name", NAME),
    ("child-sex", "female"),
    ("child-birth_year", "2013"),
    ("child-age_basis", "estimated"),
];
const CASE: &[(&str, &str)] = &[
    ("registration_date", "2026-03-05"),
    ("risk_level", "high"),
    ("region", "32.73"),
    ("circumstances", "Data rekaan: belum bersekolah."),
];

/// Searches, and gives the page and the id of the search.
async fn search(browser: &mut Browser<'_>, extra: &[(&str, &str)]) -> (Page, String) {
    let mut fields = vec![("free", "Melati Rekaan Kencana 2013")];
    fields.extend_from_slice(extra);
    let page = send(browser, "/people/search", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let search = page.input("search");
    (page, search)
}

/// Opens a case of the new child of this test; with a report or without.
async fn open(browser: &mut Browser<'_>, report: &str) -> String {
    let (_, search) = search(browser, &[("report", report)]).await;
    let mut fields = vec![("search", search.as_str()), ("report", report), ("step", "save")];
    fields.extend_from_slice(CHILD);
    fields.extend_from_slice(CASE);
    go(browser, "/new-case", &fields).await
}

/// The address of the newest part of a kind, read from the case page.
async fn part(browser: &mut Browser<'_>, case: &str, kind: &str) -> String {
    let page = look(browser, case).await;
    let mark = format!("href=\"/{kind}/");
    let id = page.body.split(&mark).skip(1).map(|rest| &rest[..36]).find(|id| !id.contains("new?")).unwrap();
    format!("/{kind}/{id}")
}

#[tokio::test]
async fn the_whole_job_of_a_case_worker() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut worker = world.staff("case-worker").await;
    let told = worker.open("report", None, report()).await;
    let report = format!("/report/{told}");

    let page = look(&mut worker, &report).await;
    assert!(page.body.contains(&format!("/people?report={told}")), "a case can come of it");
    go(&mut worker, &format!("{report}/acknowledge"), &[]).await;
    let page = send(&mut worker, &format!("{report}/triage"), &[("triage_outcome", "screened_out")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "screening out needs a reason");

    let form = look(&mut worker, &format!("/people?report={told}")).await;
    assert_eq!(form.input("report"), told.to_string());
    let case = open(&mut worker, &told.to_string()).await;
    assert!(case.starts_with("/case/"), "{case}");
    let page = look(&mut worker, &case).await;
    assert!(page.body.contains(NAME) && page.body.contains("±13 tahun (perkiraan)"), "{}", page.body);
    assert!(look(&mut worker, &report).await.body.contains(&case), "the report leads to its case");

    finish(&mut worker, &case).await;
}

async fn finish(worker: &mut Browser<'_>, case: &str) {
    let id = case.trim_start_matches("/case/").to_owned();
    let page = look(worker, case).await;
    assert!(page.body.contains(&format!("href=\"/plan-goal/new?parent={id}\"")), "why a plan must wait");
    go(worker, &format!("{case}/contact"), &[("first_contact_on", "2026-03-05")]).await;

    let new = |kind: &str| format!("/{kind}/new?parent={id}");
    go(worker, &new("assessment"), &[("assessment_kind", "comprehensive"), ("due", "2026-03-12")]).await;
    let assessment = part(worker, case, "assessment").await;
    let done = [("done_on", "2026-03-05"), ("risk_level", "medium"), ("findings", "Data rekaan.")];
    go(worker, &format!("{assessment}/submit"), &done).await;
    let mut boss = worker.colleague("supervisor").await;
    go(&mut boss, &format!("{assessment}/approve"), &[]).await;

    let goal = [("domain", "education"), ("goal", "Kembali bersekolah"), ("due", "2026-04-01")];
    go(worker, &new("plan-goal"), &goal).await;
    go(worker, &new("case-plan"), &[("due", "2026-03-12")]).await;
    let plan = part(worker, case, "case-plan").await;
    go(worker, &format!("{plan}/submit"), &[("date_case_plan", "2026-03-05")]).await;
    go(&mut boss, &format!("{plan}/approve"), &[]).await;
    go(worker, &new("service"), &[("service_type", "health_care")]).await;
    let page = look(worker, case).await;
    assert!(!page.body.contains(&format!("href=\"{case}/close\"")), "open parts stand before closing");
    let service = part(worker, case, "service").await;
    go(worker, &format!("{service}/deliver"), &[("delivered_on", "2026-03-05")]).await;
    let goal = part(worker, case, "plan-goal").await;
    go(worker, &format!("{goal}/meet"), &[]).await;
    let visit = [("followup_type", "in_care"), ("needed_by", "2026-03-06")];
    go(worker, &new("follow-up"), &visit).await;
    let visit = part(worker, case, "follow-up").await;
    go(worker, &format!("{visit}/record"), &[("followup_date", "2026-03-05"), ("seen_child", "true")]).await;

    let before = look(worker, case).await.body.matches("href=\"/follow-up/").count();
    let close =
        [("closure_reason", "goals_met"), ("closure_date", "2026-03-05"), ("last_contact_on", "2026-03-05")];
    let page = look(worker, case).await;
    assert!(page.body.contains(&format!("href=\"/feedback/new?parent={id}\"")), "what closing still needs");
    go(worker, &new("feedback"), &[("offered_on", "2026-03-05")]).await;
    go(worker, &format!("{case}/close"), &close).await;
    let page = look(worker, case).await;
    let after = page.body.matches("href=\"/follow-up/").count();
    assert!(after > before, "visits after closure are listed");
    go(worker, &format!("{case}/reopen"), &[("reopened_reason", "Data rekaan: perlu bantuan lagi.")]).await;
    assert!(
        look(worker, case).await.body.contains(&format!("{case}/contact"))
            || look(worker, case).await.body.contains(&format!("{case}/close"))
            || look(worker, case).await.body.contains("/record")
    );
}

#[tokio::test]
async fn a_child_like_a_known_one_is_compared_first() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut worker = world.staff("case-worker").await;
    let first = open(&mut worker, "").await;

    let (found, search) = search(&mut worker, &[]).await;
    assert!(found.body.contains(NAME) && found.body.contains("Sangat mirip"), "{}", found.body);
    assert_eq!(found.input("child-name"), NAME, "what was typed is carried on");
    let mut fields = vec![("search", search.as_str()), ("step", "save")];
    fields.extend_from_slice(CHILD);
    fields.extend_from_slice(CASE);
    let compare = send(&mut worker, "/new-case", &fields).await;
    assert_eq!(compare.status, StatusCode::CONFLICT, "{}", compare.body);
    assert!(compare.body.contains("Apakah ini anak yang sama?"));
    let person = compare.input("person");
    assert!(!person.is_empty());

    // The same child: their open case is pointed at, and nothing typed is lost.
    let search = compare.input("search");
    let mut same = vec![("search", search.as_str()), ("step", "save"), ("person", person.as_str())];
    same.extend_from_slice(CASE);
    let refused = send(&mut worker, "/new-case", &same).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("Data rekaan: belum bersekolah.")
            && refused.body.contains("name=\"confirmed\"")
    );

    // Another child.
    fields.push(("confirmed", "true"));
    let second = go(&mut worker, "/new-case", &fields).await;
    assert_ne!(first, second);
}

#[tokio::test]
async fn what_was_typed_is_kept_beside_its_problem() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let (_, search) = search(&mut worker, &[]).await;
    let typed = [
        ("search", search.as_str()),
        ("step", "save"),
        ("child-name", NAME),
        ("circumstances", "Cerita rekaan"),
    ];
    let page = send(&mut worker, "/new-case", &typed).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.input("search"), search);
    assert!(
        page.body.contains(NAME)
            && page.body.contains("Cerita rekaan")
            && page.body.contains("id=\"child-sex-problem\"")
    );
    let page = send(&mut worker, "/people/search", &[("free", " ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = send(
        &mut worker,
        "/new-case",
        &[("step", "save"), ("registration_date", "2026-03-05"), ("child-name", NAME), ("child-sex", "male")],
    )
    .await;
    assert_eq!(page.status, StatusCode::CONFLICT, "no case without a search");
    assert!(page.body.contains(NAME));
}

#[tokio::test]
async fn custody_erasure_and_emergencies_have_pages() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut lead = world.staff("protection-lead").await;
    let mut other = world.staff("case-worker").await;
    let case = open(&mut lead, "").await;
    let page = look(&mut lead, &format!("{case}/assign")).await;
    let posts: Vec<&str> = page
        .body
        .split("<option value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|id| id.len() == 36)
        .collect();
    assert_eq!(posts.len(), 2, "the administrator's and the worker's");
    assert_eq!(
        send(&mut lead, &format!("{case}/assign"), &[]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(other.get(&case).await.status, StatusCode::NOT_FOUND);
    go(&mut lead, &format!("{case}/assign"), &[("post", posts[1])]).await;
    assert_eq!(other.get(&case).await.status, StatusCode::OK, "custody passed");

    let person = look(&mut lead, &case).await;
    let id = person.body.split("href=\"/person/").nth(1).unwrap()[..36].to_owned();
    let erase = format!("/person/{id}/erase");
    for lang in Lang::ALL {
        lead.speaks(lang);
        for path in [
            format!("/person/{id}"),
            format!("/person/{id}/edit"),
            erase.clone(),
            "/people".to_owned(),
            case.clone(),
            format!("{case}/break-glass"),
        ] {
            look(&mut lead, &path).await;
        }
    }
    let wrong = send(&mut lead, &erase, &[("reason", "subject-request"), ("number", "KS-0")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "the number is typed to be sure");
    let already =
        send(&mut lead, &format!("{case}/break-glass"), &[("reason", "Data rekaan: keadaan darurat")]).await;
    assert_eq!(already.status, StatusCode::CONFLICT, "whoever may look needs no hammer");
    assert!(already.body.contains("Data rekaan: keadaan darurat"), "what was typed is kept");
}

#[tokio::test]
async fn a_report_joins_a_case_that_is_there() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut worker = world.staff("case-worker").await;
    let case = open(&mut worker, "").await;
    let told = worker.open("report", None, report()).await.to_string();
    let (found, _) = search(&mut worker, &[("report", &told)]).await;
    let id = case.trim_start_matches("/case/");
    assert!(found.body.contains(&format!("action=\"/report/{told}/join\"")));
    assert_eq!(found.input("case"), id, "the open case is offered");
    let back = go(&mut worker, &format!("/report/{told}/join"), &[("case", id)]).await;
    assert_eq!(back, format!("/report/{told}"));
    let page = look(&mut worker, &back).await;
    assert!(page.body.contains(&case), "the report leads to the case");
    let answer =
        send(&mut worker, &format!("{back}/answer"), &[("text", "Data rekaan: terima kasih.")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "told by telephone: nobody would read it");
    assert!(answer.body.contains("Data rekaan: terima kasih."), "what was typed is kept");
}

#[tokio::test]
async fn an_emergency_is_offered_without_telling_what_exists() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut worker = world.staff("case-worker").await;
    let case = open(&mut worker, "").await;
    let mut auditor = world.staff("administrator").await;
    assert!(!auditor.get(&case).await.body.contains("break-glass"), "only with the right");
    let mut lead = world.staff("supervisor").await;
    let nowhere = "/case/01890a5d-ac96-774b-bcce-b302099a8057";
    let page = lead.get(nowhere).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains(&format!("{nowhere}/break-glass")));
}

#[tokio::test]
async fn an_emergency_tells_how_long_it_lasts() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut lead = world.staff("protection-lead").await;
    let case = open(&mut lead, "").await;
    let mut boss = world.staff("supervisor").await;
    // Her post leaves the unit, and with it the supervisor's sight.
    let move_out = node::acts::staff::EditPost {
        post: lead.actor.holdings()[0].post,
        title_id: "Jabatan di luar unit".into(),
        title_en: "Post outside the unit".into(),
        role: "protection-lead".into(),
        unit: None,
        parent: None,
    };
    world.node.perform(&world.admin, move_out).await.expect("moved");
    assert_eq!(boss.get(&case).await.status, StatusCode::NOT_FOUND);

    let form = look(&mut boss, &format!("{case}/break-glass")).await;
    assert!(
        form.body.contains("<p class=\"actions\"><button class=\"grave\">"),
        "its button follows the form"
    );
    let reason = [("reason", "Data rekaan: anak dibawa ke rumah sakit")];
    let there = go(&mut boss, &format!("{case}/break-glass"), &reason).await;
    assert_eq!(there, case);
    let until = "Akses darurat sampai 5 Maret 2026, ";
    assert!(look(&mut boss, &case).await.body.contains(until), "how long it lasts stands on the page");
    assert!(!look(&mut lead, &case).await.body.contains(until), "for nobody else");
}

/// Opening the second case said that they are two children: nobody suggests the pair again until that is taken back.
async fn not_asked_again(boss: &mut Browser<'_>, one: &str, two: &str) {
    let decided = "Diputuskan bukan orang yang sama oleh Petugas supervisor · Jabatan supervisor";
    let back = format!("/person/{one}/distinct?other={two}&amp;back=1");
    for path in [format!("/person/{one}"), format!("/person/{two}")] {
        assert!(look(boss, &path).await.body.contains(decided), "{path}");
    }
    let (found, _) = search(boss, &[("merge", one)]).await;
    assert!(found.body.contains(decided) && found.body.contains(&back), "{}", found.body);
    assert!(!found.body.contains(&format!("action=\"/person/{one}/merge\"")), "not suggested");
    look(boss, &back.replace("&amp;", "&")).await;
    let path = format!("/person/{one}/distinct");
    let unsaid = send(boss, &path, &[("other", two), ("back", "1")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "why is written down");
    let reason = [("other", two), ("back", "1"), ("reason", "Data rekaan: NIK sama")];
    assert_eq!(go(boss, &path, &reason).await, format!("/person/{one}"));
    assert!(!look(boss, &format!("/person/{one}")).await.body.contains(decided));
    // Decided anew and taken back once more, by hand.
    let (found, _) = search(boss, &[("merge", one)]).await;
    assert!(found.body.contains(&format!("/person/{one}/distinct?other={two}\"")), "{}", found.body);
    let apart = [("other", two), ("reason", "Data rekaan: dua anak")];
    assert_eq!(go(boss, &path, &apart).await, format!("/person/{one}"));
    assert!(look(boss, &format!("/person/{one}")).await.body.contains(decided));
    go(boss, &path, &reason).await;
}

#[tokio::test]
async fn two_records_are_merged_and_taken_apart() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut boss = world.staff("supervisor").await;
    open(&mut boss, "").await;
    let (_, search) = search(&mut boss, &[]).await;
    let mut fields = vec![("search", search.as_str()), ("step", "save"), ("confirmed", "true")];
    fields.extend_from_slice(CHILD);
    fields.extend_from_slice(CASE);
    go(&mut boss, "/new-case", &fields).await;

    let (found, _) = self::search(&mut boss, &[]).await;
    let mut people: Vec<String> =
        found.body.split("href=\"/person/").skip(1).map(|rest| rest[..36].to_owned()).collect();
    people.dedup();
    assert_eq!(people.len(), 2);
    let (one, two) = (people[0].clone(), people[1].clone());
    not_asked_again(&mut boss, &one, &two).await;
    let (found, _) = self::search(&mut boss, &[("merge", &one)]).await;
    let merge = format!("/person/{one}/merge");
    let compare = format!("/person/{one}/compare?other={two}");
    assert!(found.body.contains(&compare));
    let pair = look(&mut boss, &compare).await;
    assert!(pair.body.contains(&format!("action=\"{merge}\"")) && pair.body.contains("pair-row"));
    let form = send(&mut boss, &merge, &[("step", "start"), ("other", &two)]).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    let unsaid = send(&mut boss, &merge, &[("other", &two), ("kept", &one)]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "why they are the same is written down");
    let reason = [("other", two.as_str()), ("kept", one.as_str()), ("reason", "Data rekaan: NIK sama")];
    assert_eq!(go(&mut boss, &merge, &reason).await, format!("/person/{one}"));
    let gone = look(&mut boss, &format!("/person/{two}")).await;
    assert!(gone.body.contains(&format!("/person/{one}")), "the merged record points at the one in use");
    let kept = look(&mut boss, &format!("/person/{one}")).await;
    let undo = kept.body.split("/unmerge?merge=").nth(1).expect("a way back")[..36].to_owned();
    look(&mut boss, &format!("/person/{one}/unmerge?merge={undo}")).await;
    let apart = [("merge", undo.as_str()), ("reason", "Data rekaan: dua anak")];
    go(&mut boss, &format!("/person/{one}/unmerge"), &apart).await;
    assert!(!look(&mut boss, &format!("/person/{one}")).await.body.contains("/unmerge?merge="));
}
