//! Country profiles, frameworks, companies and the directory's import by their pages.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use formats::hsds::{self, Listing};
use model::kinds::{Company, CompanyVenue, CountryStatement, PlatformDuty, PolicyDraft};
use model::{Draft, Kind};
use node::acts::{List, ListQuery, Move, Open};

use crate::world::{Browser, Page, World};

/// Nothing on a page is a key that nobody wrote, and a page has one heading.
fn whole(page: &Page, path: &str) {
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    for start in [
        ">profile-",
        ">mapping-",
        ">frameworks-",
        ">policy-return",
        ">listings-",
        ">kind-",
        ">company-",
        ">platform-duty-",
        ">country-statement-",
        ">mandate-",
        ">agreement-",
        ">unit-",
    ] {
        assert!(!page.body.contains(start), "{path} shows a bare key {start}");
    }
}

async fn send(
    browser: &mut Browser<'_>,
    path: &str,
    fields: &[(&str, &str)],
    (name, file): (&str, &[u8]),
) -> Page {
    let token = browser.get(path).await.input("form_token");
    let mut body = Vec::new();
    for (name, value) in [("form_token", token.as_str())].iter().chain(fields) {
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    let request =
        browser.request(Method::POST, path).header("content-type", "multipart/form-data; boundary=x");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

fn workbook(theme: &str) -> Vec<u8> {
    let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
    let rows = [row(["Tema", "Pernyataan"]), row([theme, "Layanan ada di separuh kabupaten (rekaan)."])];
    let mut bytes = Vec::new();
    formats::write_sheets(&mut bytes, &[("Uraian", &rows)]).unwrap();
    bytes
}

async fn statements(world: &World, one: &Browser<'_>) -> usize {
    let all = List::<CountryStatement>::new(ListQuery { limit: 50, ..ListQuery::default() });
    world.node.perform(&one.actor, all).await.unwrap().rows.len()
}

#[tokio::test]
async fn a_profile_is_looked_through_before_it_is_taken_in() {
    let world = World::new().await;
    let mut one = world.staff("policy-officer").await;
    let path = "/promises/profile";
    let form = one.get(path).await;
    whole(&form, path);
    let example = form.body.split("<textarea").nth(1).unwrap().split('>').nth(1).unwrap();
    let mapping = example.split("</textarea").next().unwrap().replace("&#34;", "\"").replace("&quot;", "\"");
    let good = workbook("Hukum");
    let wrong = send(&mut one, path, &[("mapping", "apa = ini")], ("profil.xlsx", &good)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("baris 1") && wrong.body.contains("apa = ini"), "what was typed is kept");
    let mapped = [("mapping", mapping.as_str())];
    let bad = send(&mut one, path, &[mapped[0], ("take", "true")], ("profil.xlsx", &workbook("Cuaca"))).await;
    whole(&bad, "bad cell");
    assert!(bad.body.contains("Lembar Uraian, baris 2, kolom A") && bad.body.contains("petakan kata ini"));
    assert!(!bad.body.contains("Cuaca"), "places, not contents");
    let looked = send(&mut one, path, &mapped, ("profil.xlsx", &good)).await;
    assert!(looked.body.contains("1 pernyataan akan masuk") && statements(&world, &one).await == 0);
    let taken = send(&mut one, path, &[mapped[0], ("take", "true")], ("profil.xlsx", &good)).await;
    whole(&taken, "taken");
    assert!(taken.body.contains("1 pernyataan masuk") && statements(&world, &one).await == 1);
    for path in ["/country-statement", "/country-statement/new"] {
        whole(&one.get(path).await, path);
    }
    let mut worker = world.staff("case-worker").await;
    assert_eq!(worker.get(path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_framework_is_adopted_and_its_commitments_are_listed() {
    let world = World::new().await;
    let mut one = world.staff("policy-officer").await;
    let path = "/promises/frameworks";
    let form = one.get(path).await;
    whole(&form, path);
    let token = form.input("form_token");
    let empty =
        one.post(path, &[("form_token", &token), ("template", "national_response"), ("lead", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields =
        [("form_token", token.as_str()), ("template", "national_response"), ("lead", "Kementerian Contoh")];
    let adopted = one.post(path, &fields).await;
    assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.body);
    let draft = adopted.location().split('?').next().unwrap().to_owned();
    whole(&one.get(&draft).await, &draft);
    let back = format!("{draft}/commitments");
    whole(&one.get(&back).await, &back);
    let early = one.post(&back, &[("form_token", &token)]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    let id: model::Id = draft.rsplit('/').next().unwrap().parse().unwrap();
    let step = |action: &str, draft: Draft| Move::<PolicyDraft>::new(id, action, draft).unwrap();
    for action in ["consult", "answer"] {
        world.node.perform(&one.actor, step(action, Draft::default())).await.unwrap();
    }
    let day = world.node.now().date(Default::default()).to_string();
    let by = Draft::default().with("adopted_by", "Peraturan rekaan").with("adopted_on", day.clone());
    world.node.perform(&one.actor, step("adopt", by.with("review_on", day))).await.unwrap();
    assert!(one.get(&back).await.body.contains("5 tindakan"));
    let made = one.post(&back, &[("form_token", &token)]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let shown = one.get(&back).await;
    whole(&shown, &back);
    assert_eq!(shown.body.matches("/commitment/").count(), 5);
}

async fn opened<K: Kind>(world: &World, one: &Browser<'_>, open: Open<K>) -> model::Id {
    world.node.perform(&one.actor, open).await.unwrap().id
}

#[tokio::test]
async fn companies_and_platforms_are_drawn_with_their_parts() {
    let world = World::new().await;
    let mut one = world.staff("policy-officer").await;
    let platform = Draft::default().with("name", "Contohgram (rekaan)").with("company_kind", "platform");
    let id = opened(&world, &one, Open::<Company>::root(platform)).await;
    let venue = Draft::default()
        .with("name", "Kantor Contoh (rekaan)")
        .with("venue_kind", "worksite")
        .with("region", "32.73");
    let venue = opened(&world, &one, Open::<CompanyVenue>::part(id, venue)).await;
    let duties = world
        .node
        .perform(&one.actor, List::<PlatformDuty>::new(ListQuery { limit: 50, ..ListQuery::default() }))
        .await
        .unwrap();
    let duty = duties.rows[0].envelope.id;
    for lang in [model::Lang::Id, model::Lang::En] {
        one.speaks(lang);
        for path in [
            "/company".to_owned(),
            "/mandate".into(),
            "/mandate/new".into(),
            "/agreement".into(),
            "/agreement/new".into(),
            "/company/new".into(),
            format!("/company/{id}"),
            format!("/company/{id}/apply"),
            format!("/company-venue/{venue}"),
            format!("/company-venue/{venue}/visit"),
            format!("/platform-duty/{duty}"),
            format!("/platform-duty/{duty}/give-evidence"),
            format!("/code-criterion/new?parent={id}"),
            format!("/company-pledge/new?parent={id}"),
            format!("/company-report/new?parent={id}"),
        ] {
            whole(&one.get(&path).await, &path);
        }
    }
    let listed = one.get("/company").await;
    assert!(listed.body.contains("Contohgram (rekaan)"), "a list says what its rows are called");
}

#[tokio::test]
async fn services_of_others_are_looked_through_and_become_drafts() {
    let world = World::new().await;
    let mut one = world.staff("policy-officer").await;
    let path = "/promises/listings";
    whole(&one.get(path).await, path);
    let theirs = Listing {
        id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
        organization_id: "01890a5d-ac96-774b-bcce-b302099a8058".into(),
        organization: "Lembaga Contoh (rekaan)".into(),
        name: "Konseling anak (rekaan)".into(),
        status: "active".into(),
        service_type: ("health_care".into(), "Layanan kesehatan".into()),
        area: Some(("32.73".into(), "Kota Bandung".into())),
        ..Listing::default()
    };
    let file = hsds::service(&theirs).to_string();
    let rubbish = send(&mut one, path, &[("take", "new")], ("layanan.json", b"{\"id\": 1}")).await;
    assert_eq!(rubbish.status, StatusCode::UNPROCESSABLE_ENTITY);
    let looked = send(&mut one, path, &[("take", "look")], ("layanan.json", file.as_bytes())).await;
    whole(&looked, "looked");
    assert!(looked.body.contains("Konseling anak (rekaan)"));
    assert!(!one.get("/service-listing").await.body.contains("Konseling anak (rekaan)"));
    let taken = send(&mut one, path, &[("take", "new")], ("layanan.json", file.as_bytes())).await;
    whole(&taken, "taken");
    let listed = one.get("/service-listing").await;
    assert!(listed.body.contains("Konseling anak (rekaan)"));
    assert!(
        !world.stranger().get("/direktori").await.body.contains("Konseling anak"),
        "a draft is not public"
    );
}
