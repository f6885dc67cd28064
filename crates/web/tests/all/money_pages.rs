//! Programmes and money by their pages: entered by hand, taken in from a file, seen layer by layer, handed out.

use axum::http::StatusCode;
use model::kinds::{BudgetLine, Programme, Transaction};
use model::{Draft, Id, Lang};
use node::acts::Open;

use crate::world::{Browser, Page, World};

const FILE: &str = include_str!("../../../../fuzz/seeds/iati/kegiatan.xml");
const ORGANISATIONS: &str = include_str!("../../../../fuzz/seeds/iati/organisasi.xml");

async fn upload(browser: &mut Browser<'_>, file: &str, take: bool) -> Page {
    browser.upload("/money/import", ("kegiatan.xml", file), take).await
}

fn whole(page: &Page, path: &str) {
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    for start in [">money-", ">iati-", ">kind-", ">programme-", ">transaction-", ">budget-line-", ">pledge-"]
    {
        assert!(!page.body.contains(start), "{path} shows a bare key {start}");
    }
}

#[tokio::test]
async fn a_file_is_looked_through_taken_in_seen_and_handed_out() {
    let world = World::new().await;
    let mut officer = world.staff("programme-officer").await;
    whole(&officer.get("/money").await, "/money, empty");
    let broken = FILE.replace("percentage=\"60\"", "percentage=\"RAHASIA\"");
    let refused = upload(&mut officer, &broken, true).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("sector[1]/@percentage") && !refused.body.contains("RAHASIA"),
        "{}",
        refused.body
    );
    whole(&upload(&mut officer, FILE, false).await, "looked through");
    assert!(!officer.get("/money").await.body.contains("Pendampingan"), "nothing was kept yet");
    whole(&upload(&mut officer, FILE, true).await, "kept");
    for lang in Lang::ALL {
        for layer in ["", "&layer=received", "&layer=spent", "&layer=terserah"] {
            let path = format!("/money?lang={}{layer}", lang.code());
            let page = officer.get(&path).await;
            whole(&page, &path);
            assert!(
                page.body.contains("Pendampingan anak korban eksploitasi") && page.body.contains("USD"),
                "{path}"
            );
        }
    }
    let list = officer.get("/programme").await;
    let at = list.body.find("/programme/0").unwrap();
    let id: Id = list.body[at + 11..at + 47].parse().unwrap();
    let file = officer.get(&format!("/programme/{id}/iati")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body.contains("<x:lain") && file.body.starts_with("<?xml"), "{}", file.body);
    let mut worker = world.staff("case-worker").await;
    assert_eq!(worker.get("/money").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_organisation_file_is_taken_in_by_the_same_page_and_handed_out() {
    let world = World::new().await;
    let mut officer = world.staff("programme-officer").await;
    whole(&officer.get("/money/organisations").await, "empty");
    assert_eq!(officer.get("/money/organisations/iati").await.status, StatusCode::CONFLICT);
    let own = officer.get("/money/organisations/own").await;
    whole(&own, "no programme was opened here");
    assert!(own.body.contains("pengenal IATI lembaga pelapor"), "{}", own.body);
    for take in [false, true] {
        whole(&upload(&mut officer, ORGANISATIONS, take).await, "sent");
    }
    for lang in Lang::ALL {
        let page = officer.get(&format!("/money/organisations?lang={}", lang.code())).await;
        whole(&page, "organisations");
        for said in ["Yayasan Contoh Kasih", "Rp\u{a0}4", "Rp\u{a0}3", ">org-"] {
            assert_eq!(page.body.contains(said), said != ">org-", "{said}");
        }
    }
    let file = officer.get("/money/organisations/iati").await;
    assert!(file.status == StatusCode::OK && file.body.contains("<recipient-org-budget"), "{}", file.body);
    let mut worker = world.staff("case-worker").await;
    assert_eq!(worker.get("/money/organisations").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_page_of_programmes_and_money_is_drawn_in_both_languages() {
    let world = World::new().await;
    let mut officer = world.staff("programme-officer").await;
    let programme = Draft::default()
        .with("title", "Rumah aman (rekaan)")
        .with("description", "Rumah aman.")
        .with("reporting_org", "Yayasan Contoh Kasih")
        .with("planned_start", "2026-01-01")
        .with("planned_end", "2027-12-31")
        .with("sector", "s16010")
        .with("currency", "IDR");
    let root = world.node.perform(&officer.actor, Open::<Programme>::root(programme)).await.unwrap().id;
    let paid = Draft::default()
        .with("transaction_type", "disbursement")
        .with("happened_on", "2026-02-01")
        .with("amount", "1.500.000")
        .with("currency", "IDR")
        .with("value_on", "2026-02-01")
        .with("provider", "Dana Contoh")
        .with("receiver", "Rumah Contoh");
    let paid = world.node.perform(&officer.actor, Open::<Transaction>::part(root, paid)).await.unwrap().id;
    let line = Draft::default()
        .with("budget_type", "original")
        .with("budget_status", "committed")
        .with("starts_on", "2026-01-01")
        .with("ends_on", "2026-12-31")
        .with("amount", "9000000")
        .with("currency", "IDR")
        .with("value_on", "2026-01-01")
        .with("fund", "apbn");
    let line = world.node.perform(&officer.actor, Open::<BudgetLine>::part(root, line)).await.unwrap().id;
    for lang in Lang::ALL {
        let lang = lang.code();
        for path in [
            format!("/money?lang={lang}"),
            format!("/programme?lang={lang}"),
            format!("/programme/new?lang={lang}"),
            format!("/programme/{root}?lang={lang}"),
            format!("/programme/{root}/edit?lang={lang}"),
            format!("/programme/{root}/begin?lang={lang}"),
            format!("/pledge/new?parent={root}&lang={lang}"),
            format!("/budget-line/new?parent={root}&lang={lang}"),
            format!("/budget-line/{line}?lang={lang}"),
            format!("/transaction/new?parent={root}&lang={lang}"),
            format!("/transaction/{paid}?lang={lang}"),
        ] {
            whole(&officer.get(&path).await, &path);
        }
    }
    let money = officer.get("/money?lang=id").await;
    assert!(
        money.body.contains("<path")
            && money.body.contains("Dana Contoh")
            && money.body.contains("1.500.000")
    );
    // Without its identifiers a programme is no activity of the standard: the page says which are missing.
    let file = officer.get(&format!("/programme/{root}/iati?lang=id")).await;
    assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(file.body.contains("Pengenal kegiatan IATI"), "{}", file.body);
}
