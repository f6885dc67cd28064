//! Histories say who did what: the reader, a colleague by name and post, somebody else by post alone.

use axum::http::StatusCode;

use crate::world::{Browser, World};

/// Who did it, as often as the page says it.
fn authors(page: &str) -> Vec<String> {
    let lines = page.split("<p class=\"count\">").skip(1).filter_map(|rest| rest.split(" · <time").next());
    lines.map(|who| who.split("</p>").next().unwrap().to_owned()).collect()
}

async fn look(browser: &mut Browser<'_>, path: &str) -> Vec<String> {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "GET {path}: {}", page.body);
    authors(&page.body)
}

#[tokio::test]
async fn colleagues_are_named_with_their_posts() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut worker = world.staff("case-worker").await;
    let (case, parts) = worker.case_with_parts().await;
    let mut boss = world.staff("supervisor").await;
    let name = "Petugas case-worker · Jabatan case-worker";
    let mut paths = vec![format!("/case/{case}")];
    paths.extend(parts.iter().map(|(kind, id)| format!("/{kind}/{id}")));
    for path in &paths {
        let said = look(&mut boss, path).await;
        assert!(said.iter().any(|who| who == name), "{path}: {said:?}");
    }
    // Looks are told in the same way, and somebody's own acts as theirs.
    let said = look(&mut worker, &paths[0]).await;
    assert!(said.iter().any(|who| who == "Petugas supervisor · Jabatan supervisor"), "{said:?}");
    assert!(said.iter().any(|who| who == "Anda · Jabatan case-worker"), "{said:?}");

    let page = boss.get(&paths[0]).await.body;
    let at = page.find("href=\"/person/").expect("a way to the child") + "href=\"".len();
    let person = page[at..].split('"').next().unwrap().to_owned();
    assert_eq!(worker.get(&person).await.status, StatusCode::OK);
    let page = boss.get(&person).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains(name), "{}", page.body);
    assert!(!page.body.contains("Petugas lain"), "nobody stays unnamed among colleagues");
}
