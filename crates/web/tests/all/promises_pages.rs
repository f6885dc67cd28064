//! The network's memory by its pages: staff tie, review and put out; strangers read what was put out and nothing else.

use axum::http::StatusCode;
use model::kinds::{Commitment, LegalGap, ServiceListing};
use model::{Draft, Id, Kind};
use node::acts::{Move, Open};

use crate::world::{Page, World};

/// Nothing on a page is a key that nobody wrote, and a page has one heading.
fn whole(page: &Page, path: &str) {
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    for start in [
        ">promises-",
        ">ties-",
        ">tracker-",
        ">roadmap-",
        ">instruments-",
        ">gaps-",
        ">directory-",
        ">kind-",
        ">commitment-",
    ] {
        assert!(!page.body.contains(start), "{path} shows a bare key {start}");
    }
}

fn commitment() -> Draft {
    Draft::default()
        .with("title", "Layanan pemulihan di setiap kabupaten (rekaan)")
        .with("lead", "Kementerian Contoh")
        .with("target_on", "2027-12-31")
        .with("region", "32.73")
}

async fn step<K: Kind>(world: &World, actor: &node::Actor, id: Id, action: &str, draft: Draft) {
    world.node.perform(actor, Move::<K>::new(id, action, draft).unwrap()).await.unwrap();
}

#[tokio::test]
async fn a_promise_is_tied_put_out_and_read_by_strangers() {
    let world = World::new().await;
    let mut one = world.staff("policy-officer").await;
    let mut other = world.staff("policy-officer").await;
    whole(&one.get("/promises").await, "/promises");
    let id = world.node.perform(&one.actor, Open::<Commitment>::root(commitment())).await.unwrap().id;
    step::<Commitment>(&world, &other.actor, id, "review", Draft::default()).await;
    let mut stranger = world.stranger();
    assert_eq!(stranger.get(&format!("/janji/{id}?lang=id")).await.status, StatusCode::NOT_FOUND);
    whole(&stranger.get("/janji?lang=en").await, "/janji, empty");
    let path = format!("/promises/{id}");
    let form = other.get(&path).await;
    whole(&form, &path);
    let token = form.input("form_token");
    let sent = other.post(&path, &[("form_token", &token), ("do", "put-out")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    for lang in ["id", "en"] {
        for path in ["/janji".to_owned(), format!("/janji/{id}")] {
            let page = stranger.get(&format!("{path}?lang={lang}")).await;
            whole(&page, &path);
            assert!(page.body.contains("Layanan pemulihan") && page.headers.get("set-cookie").is_none());
        }
    }
    let form = one.get(&path).await;
    let token = form.input("form_token");
    let wrong = one.post(&path, &[("form_token", &token), ("do", "tie"), ("to", "KM-26-TIDAK-ADA")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("KM-26-TIDAK-ADA"), "what was typed is kept");
    for path in ["/promises", "/promises/import", "/instruments", "/instruments?instrument=PALERMO", "/gaps"]
    {
        whole(&one.get(path).await, path);
    }
    let mut civil = world.staff("civil-society").await;
    whole(&civil.get(&format!("{path}/comment")).await, "comment");
    assert_eq!(civil.get("/promises").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn gaps_and_instruments_are_drawn() {
    let world = World::new().await;
    let mut one = world.staff("policy-officer").await;
    let gap = Draft::default()
        .with("country", "ID")
        .with("article", "OPSC.3")
        .with("class", "structural")
        .with("law_exists", "yes")
        .with("conforms", "partial")
        .with("practice", "poor")
        .with("outcome", "no_data")
        .with("citations", "UU rekaan 1/2020 pasal 2")
        .with("statement", "Rekaan.")
        .with("severity", "major")
        .with("assessor", "Tim Contoh")
        .with("method", "Pembacaan dokumen")
        .with("assessed_on", "2026-03-01");
    world.node.perform(&one.actor, Open::<LegalGap>::root(gap)).await.unwrap();
    let page = one.get("/gaps").await;
    whole(&page, "/gaps");
    assert!(page.body.contains("OPSC"));
    let page = one.get("/instruments?instrument=CRC").await;
    whole(&page, "/instruments");
    assert!(page.body.contains("1990") && page.body.contains("checked_against"));
    let token = page.input("form_token");
    let confirm =
        [("form_token", token.as_str()), ("instrument", "CRC"), ("countries", "ID"), ("checked_against", "")];
    assert_eq!(one.post("/instruments", &confirm).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let confirm = [
        ("form_token", token.as_str()),
        ("instrument", "CRC"),
        ("countries", "ID"),
        ("checked_against", "Penyimpan"),
    ];
    assert_eq!(one.post("/instruments", &confirm).await.status, StatusCode::SEE_OTHER);
    let mut stranger = world.stranger();
    let page = stranger.get("/instrumen?lang=en&instrument=CRC").await;
    whole(&page, "/instrumen");
    assert!(page.body.contains("Indonesia") && page.body.contains("1990"));
}

#[tokio::test]
async fn the_directory_leaves_as_hsds_without_its_secrets() {
    let world = World::new().await;
    let one = world.staff("policy-officer").await;
    let listing = |level: &str| {
        Draft::default()
            .with("name", format!("Layanan {level} (rekaan)"))
            .with("organisation", "Yayasan Contoh (rekaan)")
            .with("service_type", "shelter")
            .with("status", "active")
            .with("region", "32.73")
            .with("address", "Jalan-Rahasia-7")
            .with("city", "Bandung")
            .with("postal_code", "00007")
            .with("latitude", "-6.917")
            .with("longitude", "107.619")
            .with("confidentiality", level)
            .with("confidentiality_reason", "Rekaan")
    };
    let mut open = None;
    for level in ["public", "front_gate", "partners", "secret"] {
        let draft = if level == "public" {
            listing(level).with("address", "Jalan Terbuka 1")
        } else {
            listing(level)
        };
        let id = world.node.perform(&one.actor, Open::<ServiceListing>::root(draft)).await.unwrap().id;
        let assured = Draft::default().with("assured_on", "2026-03-01").with("assurance_due", "2026-06-01");
        step::<ServiceListing>(&world, &one.actor, id, "publish", assured).await;
        open.get_or_insert(id);
    }
    let open = open.unwrap();
    let mut stranger = world.stranger();
    let paths = [
        "/hsds/",
        "/hsds/services",
        "/hsds/services?full=true",
        "/hsds/organizations",
        "/hsds/service_at_locations",
        "/hsds/taxonomies",
        "/hsds/taxonomy_terms?per_page=200",
        "/direktori?lang=id",
        "/direktori?lang=en&region=32&age=10",
    ];
    for path in paths {
        let page = stranger.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert!(!page.body.contains("Jalan-Rahasia-7") && !page.body.contains("Layanan secret"), "{path}");
        assert!(page.headers.get("set-cookie").is_none(), "{path}");
    }
    let page = stranger.get("/hsds/services?full=true").await;
    let (rows, found) = formats::hsds::check_file(page.body.as_bytes()).unwrap();
    assert_eq!((rows, found), (2, vec![]));
    let service = stranger.get(&format!("/hsds/services/{open}?lang=en")).await;
    assert!(service.body.contains("Jalan Terbuka 1") && service.body.contains("-6.917"));
    whole(&stranger.get(&format!("/direktori/{open}?lang=id")).await, "/direktori/{id}");
    let zip = stranger.get("/hsds/package.zip").await;
    assert_eq!(zip.status, StatusCode::OK);
    assert_eq!(stranger.get("/hsds/services/not-an-id").await.status, StatusCode::NOT_FOUND);
}

/// What leaves is on its way before it is all read: a listing that becomes confidential after the first piece left is in no later one.
#[tokio::test]
async fn the_package_leaves_while_the_directory_is_read() {
    use axum::body::Body;
    use axum::http::Request;
    use futures_util::StreamExt as _;
    use tower::ServiceExt as _;

    let world = World::new().await;
    let one = world.staff("policy-officer").await;
    let listing = |n: usize| {
        Draft::default()
            .with("name", format!("Layanan rekaan {n}"))
            .with("organisation", "Yayasan Contoh (rekaan)")
            .with("service_type", "shelter")
            .with("status", "active")
            .with("region", "32.73")
            .with("phone", format!("+62 000 000{n}"))
            .with("confidentiality", "public")
    };
    let mut ids = Vec::new();
    for n in 0..3 {
        let id = world.node.perform(&one.actor, Open::<ServiceListing>::root(listing(n))).await.unwrap().id;
        let assured = Draft::default().with("assured_on", "2026-03-01").with("assurance_due", "2026-06-01");
        step::<ServiceListing>(&world, &one.actor, id, "publish", assured).await;
        ids.push(id);
    }
    world.clock.advance(1_000);
    let request = Request::get("/hsds/package.zip?lang=en").body(Body::empty()).unwrap();
    let answer = world.app.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers().get("content-length").is_none(), "nobody knows yet how long it will be");
    let mut pieces = answer.into_body().into_data_stream();
    let mut bytes = pieces.next().await.unwrap().unwrap().to_vec();
    assert!(bytes.starts_with(b"PK"), "a package begins");
    // From now on it is told to nobody.
    world.clock.advance(1_000);
    let secret = Draft::default().with("confidentiality", "secret").with("confidentiality_reason", "Rekaan");
    world.node.perform(&one.actor, node::acts::Edit::<ServiceListing>::new(ids[1], secret)).await.unwrap();
    let mut more = 0;
    while let Some(piece) = pieces.next().await {
        bytes.extend(piece.unwrap());
        more += 1;
    }
    assert!(more > 3, "one piece for each table at least: {more}");
    let (_, found) = formats::hsds::check_file(&bytes).unwrap();
    assert_eq!(found, vec![], "it is whole and valid");
    let told = formats::hsds::read(&bytes).unwrap();
    let hidden = told.iter().find(|one| one.id == ids[1].to_string());
    assert!(hidden.is_none_or(|one| one.phone.is_empty()), "{hidden:?}");
    assert_eq!(told.iter().filter(|one| !one.phone.is_empty()).count(), 2);
}

/// The least that a record of a kind needs: something fitting in every field that must be filled.
fn least(meta: &model::KindMeta) -> Draft {
    use model::Shape;
    let mut draft = Draft::default();
    for field in meta.fields.iter().filter(|field| field.required) {
        let text = match field.shape {
            Shape::Code(list) | Shape::Codes(list) => model::codes::list(list).unwrap().codes[0].code,
            Shape::Date { future: true } => "2027-12-31",
            Shape::Date { future: false } => "2026-03-01",
            Shape::Number { .. } => "1",
            Shape::Region => "32.73",
            _ => "Rekaan",
        };
        draft.set(field.name, text);
    }
    match meta.slug {
        "state-act" => draft.with("acted_on", "2012-01-01"),
        _ => draft,
    }
}

#[tokio::test]
async fn every_page_of_every_kind_of_memory_is_drawn() {
    use node::registry;
    let world = World::new().await;
    let mut one = world.staff("policy-officer").await;
    let commitment = world.node.perform(&one.actor, Open::<Commitment>::root(commitment())).await.unwrap().id;
    let kind = |slug: &str| registry::kind(slug).unwrap();
    let mut records = vec![("commitment", commitment, None)];
    for slug in [
        "recommendation",
        "state-act",
        "legal-gap",
        "capability-assessment",
        "service-listing",
        "practice-note",
        "technical-assistance",
        "policy-draft",
    ] {
        let entry = kind(slug);
        let opened = entry.open(&world.node, world.node.new_id(), &one.actor, None, least(entry.meta)).await;
        records.push((slug, opened.unwrap().id, None));
    }
    let policy = records.last().unwrap().1;
    for (slug, root) in [
        ("milestone", commitment),
        ("self-report", commitment),
        ("civil-comment", commitment),
        ("consultation", policy),
    ] {
        let entry = kind(slug);
        let draft = least(entry.meta);
        let opened = entry.open(&world.node, world.node.new_id(), &one.actor, Some(root), draft).await;
        records.push((slug, opened.unwrap().id, Some(root)));
    }
    for lang in model::Lang::ALL {
        for (slug, id, root) in &records {
            let meta = kind(slug).meta;
            let parent = root.map(|root| format!("?parent={root}")).unwrap_or_default();
            let mut paths = vec![format!("/{slug}"), format!("/{slug}/{id}"), format!("/{slug}/new{parent}")];
            let first = meta.lifecycle.initial().unwrap();
            if first.phase != model::Phase::Closed {
                paths.push(format!("/{slug}/{id}/edit"));
            }
            let steps = meta.lifecycle.steps_from(first.name);
            paths.extend(steps.map(|step| format!("/{slug}/{id}/{}", step.action.replace('_', "-"))));
            for path in paths {
                let mark = if path.contains('?') { '&' } else { '?' };
                let page = one.get(&format!("{path}{mark}lang={}", lang.code())).await;
                assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
                assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
                assert!(!page.body.contains(&format!(">{slug}-")), "{path} shows a bare key");
            }
        }
    }
}
