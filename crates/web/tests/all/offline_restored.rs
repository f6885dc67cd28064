//! A node that comes out of a backup, and telephones that went on meanwhile: nothing is lost, nothing is done twice, nobody is wiped.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use node::acts::desk::ListNotes;
use node::acts::field::OpenDevice;
use seal::exchange::SealingPublic;
use serde_json::json;
use trial::postgres::Cluster;

use crate::offline_queue::{Phone, visit};
use crate::openrosa::{case_with_visit, on_both, settings};
use crate::world::World;

async fn notes(phone: &Phone<'_>, matter: model::Id) -> usize {
    phone.world.node.perform(&phone.actor().await, ListNotes { matter }).await.unwrap().len()
}

fn note(matter: impl serde::Serialize, text: &str) -> serde_json::Value {
    json!({ "matter": matter, "visibility": "post", "text": text })
}

fn outcomes(told: &[serde_json::Value]) -> Vec<&str> {
    told.iter().map(|told| told["outcome"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_was_taken_after_the_backup_is_sent_again_and_done_once() {
    on_both(async |world: World| {
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Melati").await;
        assert_eq!(phone.hello().await["restored"], json!(null), "this database never came out of a backup");
        let (_, before) = phone.queue("write-note", note(case, "Sebelum cadangan (rekaan)."), &[]);
        assert_eq!(outcomes(&phone.send(&[&before]).await), ["applied"]);
        let backup = world.backup().await;

        // After the backup: acknowledged, and gone from the telephone's queue.
        let (open, opening) = phone.queue("open-follow-up", visit(case), &[]);
        let body = json!({ "id": format!("@{open}"), "fields": { "followup_date": "2026-03-05", "seen_child": true } });
        let (_, recording) = phone.queue("record-follow-up", body, &[open]);
        let (_, after) = phone.queue("write-note", note(case, "Sesudah cadangan (rekaan)."), &[]);
        let told = phone.send(&[&opening, &recording, &after]).await;
        assert_eq!(outcomes(&told), ["applied"; 3]);
        // Somebody's work on a record that the backup does not hold.
        let made: model::Id = told[0]["record"].as_str().unwrap().parse().unwrap();
        let (_, about) = phone.queue("edit-follow-up", json!({ "id": made, "version": 1, "fields": { "comments": "Catatan rekaan." } }), &[]);
        phone.send(&[&about]).await;
        assert_eq!((phone.visits(case).await, notes(&phone, case).await), (2, 2));

        let cluster = Cluster::shared().expect("PostgreSQL for tests");
        let empty = cluster.scratch(None).expect("a database");
        let again = world.restored(backup, &empty.url(), settings()).await;
        let there = Phone { world: &again, ..phone.clone() };
        let hello = there.hello().await;
        assert_eq!((&hello["known"], &hello["ended"]), (&json!(true), &json!(false)), "nobody is wiped");
        let restored = hello["restored"].as_str().expect("the node says that it came out of a backup");
        assert_eq!(there.hello().await["restored"], restored, "and says the same until the next time");
        assert_eq!((there.visits(case).await, notes(&there, case).await), (1, 1), "what came since is not here");

        // The telephone sends everything that it kept: what the backup holds is done once, what it does not is done now.
        for _ in 0..2 {
            let told = there.send(&[&before, &opening, &recording, &after, &about]).await;
            assert_eq!(outcomes(&told)[..4], ["applied"; 4]);
            // The record that this one names was made anew under another id: a person sees what was typed.
            assert_eq!(outcomes(&told)[4], "kept", "{told:?}");
        }
        assert_eq!((there.visits(case).await, notes(&there, case).await), (2, 2));
        assert_eq!(there.waiting().await.iter().map(|(_, count)| count).sum::<i64>(), 1, "shown to a person");
    })
    .await;
}

#[tokio::test]
async fn a_telephone_younger_than_the_backup_loses_nothing_either() {
    on_both(async |world: World| {
        // The very first thing: nobody has asked for the key to seal to yet.
        let backup = world.backup().await;
        let mut phone = Phone::new(&world, "case-worker", true).await;
        let (case, _) = case_with_visit(&world, &phone.actor().await, "Contoh Anggrek").await;
        let (_, sent) = phone.queue("write-note", note(case, "Sudah diterima (rekaan)."), &[]);
        assert_eq!(outcomes(&phone.send(&[&sent]).await), ["applied"]);
        let (_, waiting) = phone.queue("open-report", json!({ "fields": {
            "channel": "outreach", "reporter_mode": "anonymous", "narrative": "Laporan rekaan.", "imminent_danger": "unknown" } }), &[]);

        let cluster = Cluster::shared().expect("PostgreSQL for tests");
        let empty = cluster.scratch(None).expect("a database");
        let again = world.restored(backup, &empty.url(), settings()).await;
        assert_eq!(again.node.offline_key().await.unwrap(), world.node.offline_key().await.unwrap());
        let (account, _) = again.hire("case-worker").await;
        let there = Phone { world: &again, ..phone.clone() };
        let hello = there.hello().await;
        assert_eq!((&hello["known"], &hello["ended"]), (&json!(false), &json!(false)), "nobody ended it");
        assert!(hello["restored"].is_string());
        assert_eq!(outcomes(&there.send(&[&sent, &waiting]).await), ["parked"; 2], "neither is lost nor done in nobody's name");

        // Registered again, the telephone shows its old greeting.
        let actor = again.node.actor(account, model::Lang::Id, node::access::Origin::Online).await.unwrap();
        let device = again.node.perform(&actor, OpenDevice { post: None, names: true }).await.unwrap();
        let known = Phone { account, device, key: SealingPublic::from_bytes(&again.node.offline_key().await.unwrap()).unwrap(), ..there.clone() };
        let pair = format!("{}:{}", known.device.user_name, known.device.secret);
        let request = Request::builder()
            .method(Method::POST)
            .uri("/app/again")
            .header("host", "contoh.invalid")
            .header("content-type", "application/json")
            .header("authorization", format!("Basic {}", seal::to_base64(pair.as_bytes())))
            .body(Body::from(there.greeting()))
            .unwrap();
        assert_eq!(again.stranger().send(request).await.status, StatusCode::OK);
        // The report is there; the case of the note is not in this backup, so a person sees what was written of it.
        assert_eq!(outcomes(&there.send(&[&sent, &waiting]).await), ["kept", "applied"]);
        assert_eq!(known.waiting().await.iter().map(|(_, count)| count).sum::<i64>(), 1);
    })
    .await;
}
