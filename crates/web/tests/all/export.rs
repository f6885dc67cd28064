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
