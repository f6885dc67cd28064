//! Whatever carries a picture is refused before anything of it lies anywhere, by every way in, and that it came is written down without it. Both
//! engines; each address of the table is tried, so that a new one cannot be forgotten.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use futures_util::StreamExt;
use model::time::HOUR;
use node::acts::staff::SetDutyPost;
use node::{Node, Way};
use serde_json::json;
use web::routes::{ROUTES, To};

use crate::gateway::Gateway;
use crate::offline_queue::{Phone, visit};
use crate::openrosa::{App, case_with_visit, on_both, report};
use crate::world::{Browser, Page, World};

/// A picture of one pixel, made for this test.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

fn digits() -> String {
    seal::to_base64(PIXEL)
}

/// How often this node has written down that something was refused for what it carried.
async fn noted(node: &Node) -> u64 {
    let figures = node.metrics().await.unwrap();
    let found = figures.iter().find(|(name, _)| name == "jejaring_files_refused_total").unwrap();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    let count = found.1 as u64;
    count
}

/// Every way in that is not an address of the table tried in `each_address`.
const OTHERWISE: [&str; 6] =
    ["/app/again", "/app/carry", "/app/hello", "/app/queue", "/gateway/{id}", "/openrosa/submission"];

fn filled(path: &str) -> String {
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    path.replace("{kind}", "case")
        .replace("{action}", "close")
        .replace("{slug}", "open-report")
        .replace("{form}", "contoh")
        .replace("{number}", "1234567812345678")
        .replace("{id}", id)
        .replace("{eid}", id)
}

/// The bodies that a picture can come in: a field of a form, a file of a form, a text of JSON, of XML.
fn bodies(token: &str) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let data = format!("data:image/png;base64,{}", digits());
    let field = data.replace(':', "%3A").replace(';', "%3B").replace('+', "%2B").replace('/', "%2F");
    let part = |name: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"");
    let file = [
        format!("{}\r\n\r\n{token}\r\n{}; filename=\"daftar.csv\"\r\n\r\n", part("form_token"), part("file"))
            .as_bytes(),
        PIXEL,
        b"\r\n--x--\r\n",
    ]
    .concat();
    vec![
        (
            "field",
            "application/x-www-form-urlencoded",
            format!("form_token={token}&isi={field}").into_bytes(),
        ),
        ("file", "multipart/form-data; boundary=x", file),
        ("json", "application/json", json!({ "fields": { "narrative": data } }).to_string().into_bytes()),
        ("xml", "application/xml", format!("<a><b>{}</b></a>", digits()).into_bytes()),
    ]
}

async fn sent(who: &mut Browser<'_>, path: &str, (kind, body): (&str, Vec<u8>), token: &str) -> Page {
    let request = who
        .request(Method::POST, path)
        .header("content-type", kind)
        .header("origin", "http://contoh.invalid")
        .header("x-form-token", token);
    who.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn each_address_that_takes_anything_refuses_a_picture_and_writes_down_that_it_came() {
    on_both(async |world: World| {
        let mut tried = 0_u32;
        let mut worker = world.staff("case-worker").await;
        for route in ROUTES.iter().filter(|route| !OTHERWISE.contains(&route.path)) {
            let path = filled(route.path);
            let mut stranger = world.stranger();
            let who = if route.to == To::Strangers { &mut stranger } else { &mut worker };
            let token = if route.to == To::Strangers { String::new() } else { who.token().await };
            for (name, kind, body) in bodies(&token) {
                let before = noted(&world.node).await;
                let page = sent(who, &path, (kind, body), &token).await;
                if page.status == StatusCode::METHOD_NOT_ALLOWED {
                    break;
                }
                let what = format!("POST {path}, {name}: {}", page.status);
                assert_eq!(noted(&world.node).await, before + 1, "{what}");
                assert!(!page.body.contains("iVBOR"), "{what}");
                // A field that a page of the public does not ask for is let fall; everything else is refused whole.
                if route.to != To::Strangers || name != "field" {
                    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
                    let words = ["hotline atau polisi", "carries"];
                    assert!(words.iter().any(|word| page.body.contains(word)), "{what}: {}", page.body);
                }
                tried += 1;
            }
            if tried >= 200 {
                // Whoever sends one after the other fills no journal; and a session ends.
                tried = 0;
                world.clock.advance(2 * HOUR);
                worker = world.back(worker).await;
            }
        }
        assert!(world.node.verify(None).await.unwrap().is_ok());
        let kept = world.backup().await.concat();
        let written = kept.windows(12).filter(|bytes| *bytes == b"carries-file").count();
        assert_eq!(written as u64, noted(&world.node).await, "each stands in the journal");
        for trace in [&b"iVBOR"[..], b"IHDR"] {
            assert!(!kept.windows(trace.len()).any(|bytes| bytes == trace));
        }
        for way in [Way::Form, Way::Upload, Way::Program] {
            let slug = way.slug().as_bytes();
            assert!(kept.windows(slug.len()).any(|bytes| bytes == slug), "{way:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_the_public_typed_stays_in_the_form_and_one_entry_tells_of_the_picture() {
    on_both(async |world: World| {
        let post = world.hire_by(&world.admin, "intake-operator", Some(world.unit), None).await.post;
        world.node.perform(&world.admin, SetDutyPost { post }).await.unwrap();
        let mut stranger = world.stranger();
        let picture = format!("Cerita %89PNG data:image/png;base64,{}", digits());
        for (path, text) in [("/lapor", "narrative"), ("/anak", "more")] {
            let act = stranger.get(path).await.input("act");
            let fields = [
                ("act", &*act),
                ("harm", "grooming"),
                ("danger", "no"),
                ("imminent_danger", "false"),
                ("child_name", "Anak rekaan"),
                ("place", "Gim rekaan"),
                (text, &*picture),
            ];
            let before = noted(&world.node).await;
            let page = stranger.post(path, &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(page.body.contains("hotline atau polisi"), "{path}: {}", page.body);
            assert!(page.body.contains("rekaan"), "{path} keeps what else was typed");
            assert_eq!(noted(&world.node).await, before + 1, "{path}: once, not twice");
        }
    })
    .await;
}

#[tokio::test]
async fn a_telephone_with_a_picture_in_its_form_or_its_queue_is_told_and_nothing_is_kept() {
    on_both(async |world: World| {
        // A filled form, with a file beside it and with one written into an answer.
        let app = App::new(&world, "intake-operator").await;
        let before = noted(&world.node).await;
        let honest = report("uuid:01890a5d-0000-4000-8000-000000000001");
        let within = honest.replace("Data rekaan dari lapangan.", &format!("Data rekaan {}", digits()));
        assert_ne!(within, honest);
        assert!(!app.submit(&within).await.status.is_success());
        assert_eq!(noted(&world.node).await, before + 1);
        assert!(app.counts().await.is_empty(), "not even sealed");
        assert_eq!(app.submit(&honest).await.status, StatusCode::CREATED);

        // An act of the queue; sent again it is told the same and written down once.
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Melati").await;
        let note = json!({ "matter": case, "visibility": "post", "text": format!("Catatan {}", digits()) });
        let (_, with) = phone.queue("write-note", note, &[]);
        let (_, honest) = phone.queue("open-follow-up", visit(case), &[]);
        let before = noted(&world.node).await;
        for _ in 0..2 {
            let told = phone.send(&[&with, &honest]).await;
            assert_eq!(told[0]["outcome"], "refused", "{told:?}");
            assert_eq!(told[0]["reason"], "carries_file");
            assert_eq!(told[1]["outcome"], "applied", "{told:?}");
        }
        assert_eq!(noted(&world.node).await, before + 1);
        assert!(phone.waiting().await.is_empty(), "no copy waits for anybody");
        for path in ["/app/hello", "/app/again", "/app/carry"] {
            let before = noted(&world.node).await;
            let body = json!({ "hello": digits(), "cases": [digits()] }).to_string();
            let request = phone.request(Method::POST, path, Body::from(body));
            let page = world.stranger().send(request).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
            assert_eq!(noted(&world.node).await, before + 1, "{path}");
        }
        // What nobody can open is nobody's, and lies nowhere.
        let before = noted(&world.node).await;
        let request =
            Request::builder().method(Method::POST).uri("/app/queue").header("host", "contoh.invalid");
        let page = world.stranger().send(request.body(Body::from(PIXEL)).unwrap()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert_eq!(noted(&world.node).await, before + 1);

        // A short message.
        let gateway = Gateway::open(&world).await;
        let before = noted(&world.node).await;
        gateway.bring("m1", "+62 000 0000 7731", &format!("LAPOR {}", digits())).await;
        assert_eq!(noted(&world.node).await, before + 1);
        // What is no message at all.
        assert_eq!(gateway.bring_unread("halo (rekaan)").await, StatusCode::BAD_REQUEST);
        assert_eq!(noted(&world.node).await, before + 1);
        let picture = format!("data:image/png;base64,{}", digits());
        assert_eq!(gateway.bring_unread(&picture).await, StatusCode::BAD_REQUEST);
        assert_eq!(noted(&world.node).await, before + 2);
    })
    .await;
}

#[tokio::test]
async fn a_recording_that_is_larger_than_any_form_is_known_by_its_first_bytes() {
    on_both(async |world: World| {
        let mut worker = world.staff("case-worker").await;
        let token = worker.token().await;
        for (name, first) in [("daftar.csv", &b"\0\0\0\x18ftypmp42"[..]), ("liburan.mp4", b"bukan apa-apa")] {
            let head = format!(
                "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n\
                 --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
            );
            let body = [head.as_bytes(), first, &vec![b'0'; 9 << 20], b"\r\n--x--\r\n"].concat();
            // As a network brings it, piece by piece.
            let pieces: Vec<Vec<u8>> = body.chunks(16 << 10).map(<[u8]>::to_vec).collect();
            let pieces = futures_util::stream::iter(pieces).then(|piece| async move {
                tokio::task::yield_now().await;
                Ok::<_, std::io::Error>(piece)
            });
            let request = worker
                .request(Method::POST, "/import")
                .header("content-type", "multipart/form-data; boundary=x")
                .body(Body::from_stream(pieces))
                .unwrap();
            let before = noted(&world.node).await;
            let page = worker.send(request).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", page.body);
            assert!(page.body.contains("hotline atau polisi"), "{name}");
            assert_eq!(noted(&world.node).await, before + 1, "{name}");
        }
    })
    .await;
}
