//! The generic pages of every kind, in both languages.

use axum::http::StatusCode;
use model::{Draft, Lang};
use node::registry::{self, KINDS};

use crate::world::{Page, World, case, grave_violation, report};

/// A page as it is apart from what differs in every run.
pub(crate) fn settled(page: &Page) -> String {
    let mut out = String::new();
    for line in page.body.split_inclusive('>') {
        let line = line.trim_start();
        if !line.is_empty() {
            out.push_str(line);
            out.push('\n');
        }
    }
    let out = blank(&out, |c: char| c.is_ascii_hexdigit() || c == '-', 36, "ID");
    // Numbers of matters come from chance.
    blank(&out, |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-', 15, "NUMBER")
}

/// Replaces runs of certain characters that are exactly so long, and form tokens.
fn blank(text: &str, part: impl Fn(char) -> bool, long: usize, by: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if part(c) {
            run.push(c);
            continue;
        }
        if run.len() == long {
            out.push_str(by);
        } else if run.len() == 8 && out.ends_with("?v=") {
            out.push_str("MARK");
        } else if run.len() == 64 {
            out.push_str("TOKEN");
        } else {
            out.push_str(&run);
        }
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// Kinds that are opened by acts of their own, and drawn by the proofs of those.
const BY_OWN_ACTS: &[&str] = &[
    "conference-decision",
    "consent",
    "consent-review",
    "assignment",
    "referral",
    "transfer",
    "transfer-request",
    "identity-request",
    "document",
    "legal-hold",
    "subject-request",
    "breach",
    "retention-review",
    "approval",
    "flag",
    "quality-review",
    "handover",
    "access-review",
    "incoming-referral",
    "incoming-transfer",
    "undelivered",
    "rfi",
    "incoming-rfi",
    "match-query",
    "match-hit",
    "network-alert",
    "incoming-alert",
    "list-delivery",
    "publication",
    "data-request",
    // Drawn in `promises_pages`.
    "recommendation",
    "commitment",
    "milestone",
    "self-report",
    "independent-review",
    "civil-comment",
    "state-act",
    "legal-gap",
    "capability-assessment",
    "service-listing",
    "practice-note",
    "technical-assistance",
    "policy-draft",
    "consultation",
    // Drawn in `harm_pages`, or opened by what others do.
    "content-report",
    "content-notice",
    "incoming-notice",
    "handed-file",
    "signal-review",
    "hash-challenge",
    "hash-submission",
    "raised-challenge",
    "identifier",
    "overlap",
    "overlap-query",
    "sector-lead",
    "transaction-report",
    // Drawn in `field_pages` and `openrosa`.
    "field-submission",
    "community",
    "outreach-round",
    "outreach-finding",
    // Drawn in `money_pages`.
    "programme",
    "pledge",
    "budget-line",
    "transaction",
    // Drawn in `vetting_pages`.
    "vetting",
    "security-check",
    "security-finding",
    // Drawn in `learning_pages`.
    "course",
    "course-module",
    "course-question",
    "training-session",
    "campaign",
    "campaign-material",
    "campaign-service",
    "campaign-measure",
    "campaign-event",
    "youth-view",
    // Drawn in `monitoring_pages`.
    "indicator",
    "indicator-target",
    "alert-rule",
    "rule-alert",
    "brief",
    "brief-paragraph",
    "brief-ask",
    // Drawn in `governance_pages`.
    "country-statement",
    "company",
    "code-criterion",
    "company-report",
    "company-pledge",
    "company-venue",
    "platform-duty",
    "mandate",
    "agreement",
];

#[tokio::test]
async fn every_page_of_every_kind_is_drawn_in_both_languages() {
    let world = World::new().await;
    let mut boss = world.staff("protection-lead").await;
    let report = boss.open("report", None, report()).await;
    let (case, parts) = boss.case_with_parts().await;
    let grave = boss.open("grave-violation-return", None, grave_violation()).await;
    let mut records = vec![("report", report), ("case", case), ("grave-violation-return", grave)];
    records.extend(parts);
    for lang in Lang::ALL {
        boss.speaks(lang);
        for (kind, id) in &records {
            let meta = registry::kind(kind).unwrap().meta;
            let mut paths = vec![format!("/{kind}"), format!("/{kind}/{id}"), format!("/{kind}/{id}/edit")];
            paths.push(match meta.role {
                model::Role::Part(_) => format!("/{kind}/new?parent={case}"),
                // A child is looked for before a case is opened.
                _ if *kind == "case" => "/people".to_owned(),
                _ => format!("/{kind}/new"),
            });
            let first = meta.lifecycle.initial().unwrap().name;
            paths.extend(
                meta.lifecycle
                    .steps_from(first)
                    .map(|step| format!("/{kind}/{id}/{}", step.action.replace('_', "-"))),
            );
            for path in paths {
                let mark = if path.contains('?') { '&' } else { '?' };
                let page = boss.get(&format!("{path}{mark}lang={}", lang.code())).await;
                assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
                assert!(page.body.contains(&format!("<html lang=\"{}\">", lang.code())));
                assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
                assert!(!page.body.contains(&format!(">{kind}-")), "{path} shows a bare key");
                let title = page.body.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
                assert!(!title.contains("rekaan"), "no text of a record in a title");
            }
        }
    }
    let drawn = |slug: &str| records.iter().any(|(kind, _)| *kind == slug);
    let missing: Vec<_> = KINDS.iter().map(|entry| entry.meta.slug).filter(|slug| !drawn(slug)).collect();
    assert_eq!(missing, BY_OWN_ACTS);
}

#[tokio::test]
async fn a_few_pages_stay_as_they_are() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let (case, _) = worker.case_with_parts().await;
    insta::assert_snapshot!("sign_in", settled(&world.stranger().get("/sign-in").await));
    insta::assert_snapshot!("step_form", settled(&worker.get(&format!("/case/{case}/close")).await));
    insta::assert_snapshot!("not_found", settled(&worker.get("/report/nonsense").await));
}

#[tokio::test]
async fn a_report_is_written_mended_and_kept() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let form = worker.get("/report/new").await;
    let (token, act) = (form.input("form_token"), form.input("act"));
    let story = "Data rekaan: <b>anak</b> bekerja & tidak bersekolah.";
    let mut fields = vec![
        ("form_token", token.as_str()),
        ("act", act.as_str()),
        ("channel", "phone"),
        ("narrative", story),
        ("incident_date", "2030-01-01"),
        ("exploitation_forms", ""),
        ("exploitation_forms", "forced_labour"),
        ("exploitation_forms", "debt_bondage"),
    ];
    let page = worker.post("/report/new", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("id=\"problems\"") && page.body.contains("href=\"#reporter_mode-0\""));
    assert!(page.body.contains("href=\"#incident_date\"") && page.body.contains("belum terjadi"));
    assert!(
        page.body.contains("&#60;b&#62;anak&#60;/b&#62; bekerja &#38; tidak bersekolah."),
        "what was typed is kept"
    );
    assert!(
        page.body.contains("value=\"debt_bondage\" checked") && page.body.contains("value=\"2030-01-01\"")
    );

    fields.retain(|(name, _)| *name != "incident_date");
    fields.extend([("reporter_mode", "confidential"), ("imminent_danger", "false"), ("incident_date", "")]);
    let done = worker.post("/report/new", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(done.location().ends_with("?done=open-report"), "{}", done.location());
    let again = worker.post("/report/new", &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(again.location(), done.location(), "a form sent twice acts once");

    let seen = worker.get(done.location()).await;
    assert!(seen.body.contains("role=\"status\">Laporan dicatat"));
    assert!(seen.body.contains("Jeratan utang; Kerja paksa"));
    assert!(seen.body.contains("Bagian ini tidak ditampilkan"), "a case worker never sees who reported");
    let list = worker.get("/report?phase=open").await;
    assert!(list.body.contains("1 catatan"));
    assert!(!list.body.contains("Data rekaan"), "a list shows no text of a record");
    assert!(worker.get("/report?phase=closed").await.body.contains("Tidak ada catatan yang cocok"));
}

#[tokio::test]
async fn two_people_change_one_record_and_nothing_is_lost() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let id = worker.open("case", None, case()).await;
    let path = format!("/case/{id}/edit");
    let form = worker.get(&path).await;
    let (token, version) = (form.input("form_token"), form.input("version"));
    let meanwhile = Draft::default().with("household", "Data rekaan: tinggal dengan bibi.");
    let entry = registry::kind("case").unwrap();
    entry.edit(&world.node, world.node.new_id(), &worker.actor, id, meanwhile, None).await.unwrap();

    let mine = "Data rekaan: tinggal dengan nenek.";
    let fields = vec![("form_token", token.as_str()), ("version", version.as_str()), ("household", mine)];
    let done = worker.post(&path, &fields).await;
    assert_eq!(done.location(), format!("/case/{id}?done=edit-case"), "{}", done.body);
    let page = worker.get(&format!("/case/{id}")).await;
    assert!(page.body.contains(mine) && page.body.contains("tinggal dengan bibi"), "both are shown");
    let settle = page.body.split("action=\"/conflict/").nth(1).expect("a choice")[..36].to_owned();
    let (settle, token) = (format!("/conflict/{settle}"), page.input("form_token"));
    let none = [("form_token", token.as_str()), ("kind", "case")];
    assert_eq!(worker.post(&settle, &none).await.status, StatusCode::BAD_REQUEST, "somebody chooses");
    let chosen = [("form_token", token.as_str()), ("kind", "case"), ("take", "offered")];
    let done = worker.post(&settle, &chosen).await;
    assert_eq!(done.location(), format!("/case/{id}?done=settle-conflict"), "{}", done.body);
    let seen = worker.get(&format!("/case/{id}")).await;
    assert!(!seen.body.contains("/conflict/"));
    assert!(
        seen.body.contains(mine) && seen.body.contains("tinggal dengan bibi"),
        "the history keeps the other text"
    );
    assert!(seen.body.contains("anak belum bersekolah"), "what was not on the form stays");
}

#[tokio::test]
async fn a_step_asks_refuses_and_is_taken() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let (case, parts) = worker.case_with_parts().await;
    let path = format!("/case/{case}/close");
    let form = worker.get(&path).await;
    let token = form.input("form_token");
    assert_eq!(form.input("closure_date").len(), 10, "today is offered");
    let reason = model::codes::list("closure-reason").unwrap().codes[0].code;
    let fields = [
        ("form_token", token.as_str()),
        ("closure_reason", reason),
        ("closure_date", "2026-03-05"),
        ("last_contact_on", "2026-03-05"),
        ("closure_note", "Data rekaan: catatan penutupan."),
    ];
    let refused = worker.post(&path, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("tanpa hasil") && refused.body.contains("catatan penutupan."),
        "the text is kept"
    );
    assert!(worker.get(&format!("/case/{case}/reopen")).await.body.contains("tidak tersedia lagi"));

    let visit = parts.iter().find(|(kind, _)| *kind == "follow-up").unwrap().1;
    let path = format!("/follow-up/{visit}/record");
    let token = worker.get(&path).await.input("form_token");
    let fields = [
        ("form_token", token.as_str()),
        ("followup_date", "2026-03-05"),
        ("seen_child", "true"),
        ("wellbeing", "11"),
    ];
    let page = worker.post(&path, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("antara 0 dan 10"));
    let fields = [("form_token", token.as_str()), ("followup_date", "2026-03-05"), ("seen_child", "true")];
    let done = worker.post(&path, &fields).await;
    assert_eq!(done.location(), format!("/follow-up/{visit}?done=record-follow-up"));
    assert!(worker.get(done.location()).await.body.contains("Perlu dilakukan → Sudah dilakukan"));
}

#[tokio::test]
async fn nobody_learns_of_what_is_not_theirs() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let id = worker.open("case", None, case()).await;
    let mut other = world.staff("case-worker").await;
    for path in [
        format!("/case/{id}"),
        format!("/case/{id}/edit"),
        format!("/case/{id}/close"),
        format!("/service/new?parent={id}"),
    ] {
        let page = other.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(other.get("/case").await.body.contains("Belum ada catatan"));
    let form = worker.get(&format!("/service/new?parent={id}&done=open-case")).await;
    assert!(
        form.body.contains(&format!("/service/new?parent={id}&#38;lang=en")),
        "the other language is one link away"
    );
}

#[tokio::test]
async fn long_lists_have_pages() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    for _ in 0..3 {
        worker.open("report", None, report()).await;
    }
    let first = worker.get("/report?limit=2").await;
    assert_eq!(first.body.matches("class=\"code\"").count(), 2);
    let next = first.body.split("/report?after=").nth(1).unwrap().split('"').next().unwrap();
    let second = worker.get(&format!("/report?limit=2&after={next}")).await;
    assert_eq!(second.body.matches("class=\"code\"").count(), 1);
    assert!(second.body.contains("Kembali ke awal"));
}
