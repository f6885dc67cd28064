//! Pages of notices by link, shared lists, links between cases, flaggers, records and transactions.

use axum::http::StatusCode;
use model::{Draft, Lang};

use crate::world::{World, boxes, look, send};

#[tokio::test]
async fn a_platform_without_an_account_reads_and_answers_a_notice() {
    let world = World::of_member("ID/HOT/CONTOH").await;
    let mut analyst = world.staff("hotline-analyst").await;
    let content = Draft::default()
        .with("channel", "email")
        .with("harm", "image_spread")
        .with("imminent_danger", "false")
        .with("address", "https://contoh-rekaan.invalid/x");
    let report = analyst.open("content-report", None, content).await;
    let assess = [("class_scheme", "ab"), ("class_label", "B2")];
    let assessed = send(&mut analyst, &format!("/content-report/{report}/assess"), &assess).await;
    assert_eq!(assessed.status, StatusCode::SEE_OTHER, "{}", assessed.body);
    let notice = Draft::default()
        .with("contact_kind", "platform")
        .with("addressee", "Contohgram (rekaan)")
        .with("legal_basis", "pp_tunas");
    let notice = analyst.open("content-notice", Some(report), notice).await;
    let here = format!("/content-notice/{notice}");
    assert!(!look(&mut analyst, &here).await.body.contains(&format!("{here}/link")), "sent first");
    let unsaid = send(&mut analyst, &format!("{here}/send"), &[("sent_way", "email")]).await;
    assert!(unsaid.body.contains("Pastikan dahulu penyedianya"), "what to do next: {}", unsaid.body);
    let host = [("host_finding", "same"), ("host_source", "registration_data")];
    let host = send(&mut analyst, &format!("{here}/confirm-host"), &host).await;
    assert_eq!(host.status, StatusCode::SEE_OTHER, "{}", host.body);
    let seen = look(&mut analyst, &here).await;
    assert!(seen.body.contains("WHOIS") && seen.body.contains("HOT, "), "with its source and who said so");
    let sent = send(&mut analyst, &format!("{here}/send"), &[("sent_way", "email")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(look(&mut analyst, &here).await.body.contains(&format!("{here}/link")));
    look(&mut analyst, &format!("{here}/link")).await;
    let made = send(&mut analyst, &format!("{here}/link"), &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let [number, code] = boxes(&made).try_into().unwrap();
    assert!(made.body.contains(&format!("http://contoh.invalid/pemberitahuan/{number}")));

    let mut clerk = world.stranger();
    for lang in Lang::ALL {
        let ahead = look(&mut clerk, &format!("/pemberitahuan/{number}?lang={}", lang.code())).await;
        assert!(!ahead.body.contains("hxxp") && ahead.headers.get("set-cookie").is_none());
    }
    let wrong = clerk.post("/pemberitahuan", &[("number", &number), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    let other = clerk.post("/rujukan", &[("number", &number), ("code", &code)]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "it is no referral");
    let opened = clerk.post("/pemberitahuan", &[("number", &number), ("code", &code)]).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.body);
    assert!(opened.body.contains("hxxps://contoh-rekaan[.]invalid/x"), "broken apart");
    assert!(!opened.body.contains("https://contoh-rekaan"), "and no link");
    let [back] = boxes(&opened).try_into().unwrap();
    let again = clerk.post("/pemberitahuan", &[("number", &number), ("code", &code)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let key = [("number", back.as_str()), ("code", code.as_str()), ("do", "answer")];
    let with = |fields: &[(&'static str, &'static str)]| {
        key.iter().copied().chain(fields.iter().copied()).collect::<Vec<_>>()
    };
    let address = [("result", "moved"), ("note", "https://lain-rekaan.invalid")];
    let address = clerk.post("/pemberitahuan", &with(&address)).await;
    assert_eq!(address.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done =
        clerk.post("/pemberitahuan", &with(&[("result", "removed"), ("note", "Sudah (rekaan).")])).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(done.body.contains("Jawaban Anda sudah sampai"));
    let told = look(&mut analyst, &here).await;
    assert!(told.body.contains("Sudah (rekaan)."));
    assert!(told.body.contains(&format!("{here}/check")), "the notice stays open");
}

#[tokio::test]
async fn a_keeper_finds_the_pages_of_sharing_and_a_worker_does_not() {
    let world = World::new().await;
    let mut analyst = world.staff("hotline-analyst").await;
    let opened = send(&mut analyst, "/hash-lists/new", &[("name", "contoh"), ("role", "signal")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let lists = look(&mut analyst, "/hash-lists").await;
    let share = lists.body.split("/hash-lists/").find(|part| part.contains("/share\"")).unwrap();
    let list = share.split('/').next().unwrap().to_owned();
    for path in ["share", "tell"] {
        look(&mut analyst, &format!("/hash-lists/{list}/{path}")).await;
    }
    let nobody = [("member", "PH/HOT/TIDAK-ADA"), ("on", "true"), ("legal_basis", "mutual_agreement")];
    let nobody = send(&mut analyst, &format!("/hash-lists/{list}/share"), &nobody).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("PH/HOT/TIDAK-ADA"), "what was typed stays");
    let own = [("word", "submit"), ("hashes", "md5:0123456789abcdef0123456789abcdef"), ("reason", "rekaan")];
    let own = send(&mut analyst, &format!("/hash-lists/{list}/tell"), &own).await;
    assert_ne!(own.status, StatusCode::SEE_OTHER, "one's own list has no other owner");
    for path in ["/flaggers", "/content-report/take", "/hash-submission"] {
        look(&mut analyst, path).await;
    }
    let stix = "{\"type\":\"bundle\"}";
    let file = [("format", "stix"), ("partner", "Mitra (rekaan)"), ("document", stix)];
    let refused = send(&mut analyst, "/content-report/take", &file).await;
    assert!(refused.body.contains("bundel STIX"), "{}", refused.body);
    let case = r#"{"@context":{"o":"https://ontology.unifiedcyberontology.org/uco/observable/","c":"https://ontology.unifiedcyberontology.org/uco/core/","t":"https://ontology.unifiedcyberontology.org/uco/types/","i":"https://ontology.unifiedcyberontology.org/uco/identity/"},
        "@graph":[{"@id":"x:p","@type":"i:Person","c:name":"RAHASIA"},{"@id":"x:f","@type":"o:File","c:hasFacet":{"@type":"o:ContentDataFacet","o:hash":{"@type":"t:Hash","t:hashMethod":"MD5","t:hashValue":"0123456789abcdef0123456789abcdef"}}}]}"#;
    let file = [("format", "case"), ("partner", "Polisi Contoh (rekaan)"), ("document", case)];
    let taken = send(&mut analyst, "/content-report/take", &file).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert!(taken.body.contains("uco-identity:Person") && !taken.body.contains("RAHASIA"));
    let report =
        taken.body.split("href=\"/content-report/0").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let report = look(&mut analyst, &format!("/content-report/0{report}")).await;
    for there in ["0123456789abcdef0123456789abcdef", "[+1]"] {
        assert!(report.body.contains(there), "{there}: {}", report.body);
    }
    assert_eq!(analyst.get("/raised-challenge").await.status, StatusCode::OK);
    let mut worker = world.staff("case-worker").await;
    for path in ["/flaggers".to_owned(), "/content-report/take".into(), format!("/hash-lists/{list}/share")] {
        assert_ne!(worker.get(&path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn links_are_a_table_and_a_picture_and_a_record_names_nobody() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let (one, _) = worker.case_with_parts().await;
    let (two, _) = worker.case_with_parts().await;
    for case in [one, two] {
        let named = Draft::default().with("kind", "venue").with("value", "Wisma Contoh Rekaan");
        worker.open("identifier", Some(case), named).await;
        world.clock.advance(1_000);
    }
    let page = look(&mut worker, &format!("/case/{one}")).await;
    assert!(page.body.contains(&format!("/case/{one}/links")));
    for lang in Lang::ALL {
        let links = look(&mut worker, &format!("/case/{one}/links?lang={}", lang.code())).await;
        assert!(links.body.contains("<svg") && links.body.contains("<table"));
        assert!(links.body.contains(&format!("/case/{two}\"")) && links.body.contains("Wisma Contoh Rekaan"));
    }
    let path = format!("/case/{one}/htcds");
    look(&mut worker, &path).await;
    let missing = send(&mut worker, &path, &[("receiver", "Lembaga Contoh")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let file = [("receiver", "Lembaga Contoh"), ("legal_basis", "mutual_agreement")];
    let alone = send(&mut worker, &path, &file).await;
    assert_eq!(alone.status, StatusCode::CONFLICT, "somebody else says yes first: {}", alone.body);
    let mut lead = world.staff("protection-lead").await;
    let asked = [("approval_type", "export"), ("request_note", "Untuk Lembaga Contoh (rekaan)")];
    let asked = send(&mut worker, &format!("/case/{one}/request-approval"), &asked).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let told = lead.get("/notifications").await;
    let approval = told.body.split("href=\"/approval/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let decided = send(&mut lead, &format!("/approval/{approval}/decide"), &[("granted", "true")]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    let file = send(&mut worker, &path, &file).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(file.body.contains("cas_Status") && !file.body.contains("Contoh 0"));
}

#[tokio::test]
async fn transactions_are_compared_by_whoever_may_know_of_them() {
    let world = World::of_member("ID/FIU/CONTOH").await;
    let mut analyst = world.staff("fiu-analyst").await;
    let report = Draft::default()
        .with("direction", "to_fiu")
        .with("report_code", "STR")
        .with("institution", "Bank Contoh (rekaan)")
        .with("parties", "account: CONTOH 000012345678");
    let report = analyst.open("transaction-report", None, report).await;
    let path = format!("/transaction-report/{report}/match");
    assert!(look(&mut analyst, &format!("/transaction-report/{report}")).await.body.contains(&path));
    look(&mut analyst, &path).await;
    let matched = send(&mut analyst, &path, &[]).await;
    assert_eq!(matched.status, StatusCode::OK, "{}", matched.body);
    assert!(matched.body.contains("CONTOH 000012345678"));
    let mut manager = world.staff("manager").await;
    assert_eq!(manager.get(&path).await.status, StatusCode::NOT_FOUND);
}
