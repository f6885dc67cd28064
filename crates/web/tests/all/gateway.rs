//! A simulated gateway of short messages: it signs what it brings and checks what it is answered.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use model::kinds::Report;
use model::{Draft, Id, Kind};
use node::acts::field::{EndGateway, OpenGateway};
use node::acts::intake::AnswerReporter;
use node::acts::{ListQuery, Move};
use node::registry;
use seal::SymmetricKey;

use crate::openrosa::on_both;
use crate::world::{Page, World};

pub(crate) struct Gateway<'w> {
    world: &'w World,
    id: Id,
    key: SymmetricKey,
}

impl<'w> Gateway<'w> {
    pub(crate) async fn open(world: &'w World) -> Self {
        let opened = world.node.perform(&world.admin, OpenGateway).await.unwrap();
        let bytes: [u8; 32] = seal::from_hex(&opened.secret).unwrap().try_into().unwrap();
        Gateway { world, id: opened.id, key: SymmetricKey::from_bytes(bytes) }
    }

    fn sign(&self, at: i64, direction: &str, body: &str) -> String {
        let signed = format!("{at}\n{direction}\n{body}");
        seal::to_hex(&seal::tag(&self.key, signed.as_bytes()))
    }

    async fn post(&self, at: i64, signature: &str, body: &str) -> Page {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/gateway/{}", self.id))
            .header("host", "contoh.invalid")
            .header("accept-language", "id")
            .header("content-type", "application/json")
            .header("x-jejaring-time", at.to_string())
            .header("x-jejaring-signature", signature)
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.world.stranger().send(request).await
    }

    /// Brings what is no message of ours, signed.
    pub(crate) async fn bring_unread(&self, body: &str) -> StatusCode {
        let at = self.world.node.now().millis();
        self.post(at, &self.sign(at, "in", body), body).await.status
    }

    /// Brings a message; answers the reply, after its signature was checked.
    pub(crate) async fn bring(&self, number: &str, from: &str, text: &str) -> String {
        let body = serde_json::json!({ "id": number, "from": from, "text": text }).to_string();
        let sent = self.world.node.now().millis();
        let page = self.post(sent, &self.sign(sent, "in", &body), &body).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
        let at: i64 = header("x-jejaring-time").parse().unwrap();
        let answered = |message: &str| self.sign(at, &format!("out\n{message}"), &page.body);
        let other = serde_json::json!({ "id": "other", "from": from, "text": text }).to_string();
        let of_another = answered(&self.sign(sent, "in", &other));
        let signature = header("x-jejaring-signature");
        assert_eq!(
            signature,
            answered(&self.sign(sent, "in", &body)),
            "the answer is ours, and to this message"
        );
        assert_ne!(signature, of_another, "it cannot be given to another");
        let reply: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        reply["reply"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_short_message_is_a_report_and_its_answers_reveal_nothing() {
    on_both(async |world| {
        let mut intake = world.staff("intake-operator").await;
        let gateway = Gateway::open(&world).await;
        let from = "+62 000 0000 7731";
        let told = "LAPOR Seorang anak bekerja malam di gudang (rekaan)";
        let taken = gateway.bring("m1", from, told).await;
        let number: String = taken.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(number.len(), 16, "{taken}");
        assert_eq!(gateway.bring("m1", from, told).await, taken, "brought twice, it is one");
        let reports = registry::kind("report").unwrap();
        let listed =
            || reports.list(&world.node, &intake.actor, ListQuery { limit: 9, ..Default::default() });
        let rows = listed().await.unwrap();
        assert_eq!(rows.total, 1);
        let report = rows.rows[0].envelope.id;
        let page = intake.get(&format!("/report/{report}")).await;
        assert!(page.body.contains("bekerja malam di gudang") && !page.body.contains("7731"));

        assert!(gateway.bring("m2", from, &format!("cek {number}")).await.contains("sudah tiba"));
        let step = Move::<Report>::new(report, "acknowledge", Draft::default()).unwrap();
        world.node.perform(&intake.actor, step).await.unwrap();
        assert!(gateway.bring("m3", from, &format!("2*{number}")).await.contains("sedang dibaca"));
        let answer = AnswerReporter { report, text: "Di gudang yang mana (rekaan)?".into() };
        world.node.perform(&intake.actor, answer).await.unwrap();
        let said = gateway.bring("m4", from, &format!("CEK {number}")).await;
        assert!(said.contains("Ada jawaban") && !said.contains("gudang"), "{said}");
        assert!(gateway.bring("m5", from, "CEK 1234 1234 1234 1234").await.contains("tidak dikenal"));
        assert!(gateway.bring("m6", from, "halo").await.contains("LAPOR"));
        for word in ["anak", "laporan", "kasus", "eksploitasi"] {
            assert!(!taken.contains(word) && !said.contains(word), "{word}");
        }
        let mut replies = Vec::new();
        for n in 0..12 {
            replies.push(gateway.bring(&format!("n{n}"), from, "LAPOR lagi (rekaan)").await);
        }
        assert!(replies.last().unwrap().contains("Terlalu banyak"), "{replies:?}");

        // Whoever cannot sign, or signs anew what was signed long ago, is not heard.
        let body = serde_json::json!({ "id": "x", "from": from, "text": "LAPOR palsu (rekaan)" }).to_string();
        let now = world.node.now().millis();
        let stale = now - 600_000;
        for (at, signature) in [
            (now, "00".repeat(32)),
            (now, String::new()),
            (now, gateway.sign(now, "out", &body)),
            (stale, gateway.sign(stale, "in", &body)),
        ] {
            assert_eq!(gateway.post(at, &signature, &body).await.status, StatusCode::UNAUTHORIZED);
        }
        world.node.perform(&world.admin, EndGateway { gateway: gateway.id }).await.unwrap();
        let ended = gateway.post(now, &gateway.sign(now, "in", &body), &body).await;
        assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
        assert_eq!(<Report as Kind>::META.slug, "report");
    })
    .await;
}
