//! Lists as files.

use axum::http::StatusCode;

use crate::world::{World, case};

#[tokio::test]
async fn a_list_goes_out_as_a_file_to_those_who_may() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    worker.open("case", None, case()).await;
    worker.open("case", None, case().with("risk_level", "low")).await;
    let csv = worker.get("/case/export?format=csv&risk_level=low").await;
    assert_eq!(csv.status, StatusCode::OK);
    assert!(csv.headers["content-disposition"].to_str().unwrap().contains("case.csv"));
    let lines: Vec<&str> = csv.body.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 2, "the head and what the filter leaves");
    assert!(lines[0].starts_with("Nomor,Status,") && lines[1].contains(",Rendah,"), "{lines:?}");
    assert!(!csv.body.contains("Data rekaan"), "no text of a record");
    let xlsx = worker.get("/case/export?format=xlsx").await;
    assert!(xlsx.body.starts_with("PK"));
    assert_eq!(worker.get("/case/export?format=exe").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        worker.get("/report/export?format=csv").await.status,
        StatusCode::FORBIDDEN,
        "no right to export reports"
    );
}

/// A list of any length goes out page by page: the first page is on its way before the last one is read.
#[tokio::test]
async fn a_long_list_is_on_its_way_before_it_is_read_to_its_end() {
    use axum::body::Body;
    use futures_util::StreamExt as _;
    use node::acts::promises::ImportRoadmap;
    use node::import::roadmap::RoadmapRow;
    use tower::ServiceExt as _;

    let world = World::new().await;
    let one = world.staff("policy-officer").await;
    let row = |number: u32| {
        let draft = model::Draft::default()
            .with("title", format!("Keluaran rekaan {number} {}", "panjang sekali ".repeat(8)))
            .with("strategy", "Strategi rekaan")
            .with("output", format!("Keluaran rekaan {number}"))
            .with("lead", "Kementerian Contoh")
            .with("target_on", "2027-12-31");
        RoadmapRow { number, draft }
    };
    let rows = (0..450).map(row).collect();
    world.node.perform(&one.actor, ImportRoadmap { rows, dry_run: false }).await.unwrap();
    let request = one.request(axum::http::Method::GET, "/commitment/export?format=csv");
    let answer = world.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let mut pieces = answer.into_body().into_data_stream();
    let mut text = pieces.next().await.unwrap().unwrap().to_vec();
    assert!(text.starts_with(b"\xef\xbb\xbf"));
    let mut more = 0;
    while let Some(piece) = pieces.next().await {
        text.extend(piece.unwrap());
        more += 1;
    }
    let text = String::from_utf8(text).unwrap();
    assert!(more >= 2, "{more} {} {}", text.len(), text.lines().count());
    assert_eq!(text.lines().count(), 451, "the head and every row");
}

/// The same pages on the other engine: what storage decides is seen through a browser once on each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_are_the_same_on_postgresql() {
    let cluster = trial::postgres::Cluster::shared().expect("PostgreSQL for tests");
    let database = cluster.scratch(None).expect("a database");
    let place = node::Place::Postgres(database.url());
    let world = World::at(place, tempfile::tempdir().unwrap(), web::Settings::default()).await;
    let mut worker = world.staff("case-worker").await;
    let (id, parts) = worker.case_with_parts().await;
    let seen = worker.get(&format!("/case/{id}")).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    for (_, part) in parts {
        assert!(seen.body.contains(&part.to_string()));
    }
    let list = worker.get("/case?region=32&risk_level=high&sort=due").await;
    assert!(list.body.contains("1 catatan"), "a province stands for its regencies");
    let csv = worker.get("/case/export?format=csv").await;
    assert_eq!(csv.body.lines().count(), 2);
    drop(world);
    drop(database);
}
