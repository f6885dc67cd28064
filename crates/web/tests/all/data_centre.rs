//! The data centre by its pages: a list comes in, is linked, a pair is decided, a figure is taken apart and released.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use linkage::invented::{HEADER, Plan};
use model::Lang;
use node::acts::counting::ListPairs;
use web::i18n::Words;

use crate::kinds::settled;
use crate::world::{Browser, Page, World};

/// The lists of invented agencies as files.
pub(crate) fn files() -> Vec<(String, String)> {
    let (rows, _) = Plan { seed: 3, records: 500, ..Plan::default() }.rows();
    let mut files: Vec<(String, String)> = Vec::new();
    for row in &rows {
        let agency = &row.cells[1];
        let place = files.iter().position(|(known, _)| known == agency).unwrap_or_else(|| {
            files.push((agency.clone(), format!("{},bentuk\n", HEADER.join(","))));
            files.len() - 1
        });
        let form = ["child_labour", "child_marriage"][usize::try_from(row.child % 2).unwrap()];
        let cells: Vec<String> = row.cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        files[place].1.push_str(&format!("{},{form}\n", cells.join(",")));
    }
    files.sort();
    files
}

async fn upload(browser: &mut Browser<'_>, fields: &[(&str, &str)], file: &str) -> Page {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--mark\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!(
        "--mark\r\ncontent-disposition: form-data; name=\"file\"; filename=\"daftar.csv\"\r\n\r\n{file}\r\n--mark--\r\n"
    ));
    let request = browser
        .request(Method::POST, "/data-centre/deliver")
        .header("content-type", "multipart/form-data; boundary=mark")
        .header("origin", "http://contoh.invalid")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

pub(crate) async fn deliver(browser: &mut Browser<'_>, agency: &str, file: &str) -> Page {
    let page = browser.get("/data-centre/deliver").await;
    let (token, act) = (page.input("form_token"), page.input("act"));
    let fields = [
        ("form_token", token.as_str()),
        ("act", act.as_str()),
        ("agency", agency),
        ("counted_entity", "children"),
        ("period_from", "2024-01-01"),
        ("period_to", "2025-12-31"),
    ];
    upload(browser, &fields, file).await
}

/// Nothing on a page is a key that nobody wrote, and a page has one heading.
fn whole(page: &Page, path: &str) {
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    for start in [
        ">dc-",
        ">estimate-",
        ">rec-",
        ">pair-",
        ">run-",
        ">level-",
        ">column-",
        ">why-",
        ">dim-",
        ">part-",
        ">trouble-",
    ] {
        assert!(!page.body.contains(start), "{path} shows a bare key {start}");
    }
}

/// An estimate, one that is refused for want of data, and a period that is none.
async fn estimates(s: &mut Browser<'_>) -> Vec<String> {
    whole(&s.get("/data-centre/estimate").await, "no estimate yet");
    let mut estimates = Vec::new();
    for period in ["", "1999"] {
        let page = s.get("/data-centre/estimate").await;
        let (token, act) = (page.input("form_token"), page.input("act"));
        let fields = [("form_token", &*token), ("act", &*act), ("period", period), ("region", "")];
        let made = s.post("/data-centre/estimate", &fields).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        estimates.push(made.location().split('?').next().unwrap().to_owned());
    }
    let page = s.get("/data-centre/estimate").await;
    let (token, act) = (page.input("form_token"), page.input("act"));
    let fields = [("form_token", &*token), ("act", &*act), ("period", "sometime"), ("region", "")];
    assert_eq!(s.post("/data-centre/estimate", &fields).await.status, StatusCode::CONFLICT);
    estimates
}

/// A reviewer decides with one button and takes it back.
async fn decided_and_undone(r: &mut Browser<'_>, pair: &str) {
    let page = r.get(pair).await;
    let (token, act) = (page.input("form_token"), page.input("act"));
    let sent = r.post(pair, &[("form_token", &token), ("act", &act), ("verdict", "different")]).await;
    assert_eq!(sent.location(), format!("{pair}?done=decide-pair"));
    let page = r.get(pair).await;
    let (token, act) = (page.input("form_token"), page.input("act"));
    let sent = r.post(pair, &[("form_token", &token), ("act", &act), ("verdict", "undo")]).await;
    assert_eq!(sent.location(), format!("{pair}?done=undo-decision"));
}

/// A published release is read by anybody, one that is not out by nobody.
async fn read_by_anybody<'w>(world: &'w World, head: &mut Browser<'w>, s: &mut Browser<'w>, release: &str) {
    let id = release.rsplit('/').next().unwrap();
    let public = format!("/terbitan/{id}");
    assert_eq!(s.get(&public).await.status, StatusCode::NOT_FOUND, "a draft is not out");
    for (who, step) in [(&mut *head, "approve"), (&mut *s, "publish")] {
        let path = format!("/publication/{id}/{step}");
        let page = who.get(&path).await;
        let (token, act) = (page.input("form_token"), page.input("act"));
        assert_eq!(
            who.post(&path, &[("form_token", &token), ("act", &act)]).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let mut anybody = world.stranger();
    for lang in Lang::ALL {
        for path in ["/terbitan", &*public] {
            let page = anybody.get(&format!("{path}?lang={}", lang.code())).await;
            whole(&page, path);
            assert!(page.body.contains("release-") && page.headers.get("set-cookie").is_none());
        }
    }
    let file = anybody.get(&format!("{public}?lang=id&form=csv")).await;
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
}

/// Whoever works with the Counter-Trafficking Data Collaborative's data set reads these records with the same program.
async fn as_theirs(r: &mut Browser<'_>, records: &str) {
    let theirs = r.get(&format!("{records}?form=ctdc")).await.body;
    let (ours, heads) = (r.get(&format!("{records}?form=csv")).await.body, theirs.lines().next().unwrap());
    assert_eq!(theirs.lines().count(), ours.lines().count());
    assert!(
        heads.contains("gender") && heads.contains("isForcedLabour") && !heads.contains("sex,"),
        "{heads}"
    );
}

/// A seat at the research desk from the first page to a table, to the last of the budget, and to synthetic records.
async fn researched(world: &World, s: &mut Browser<'_>, head: &mut Browser<'_>) {
    async fn send(who: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = who.get(path).await;
        let (token, act) = (page.input("form_token"), page.input("act"));
        let mut all = vec![("form_token", &*token), ("act", &*act)];
        all.extend_from_slice(fields);
        who.post(path, &all).await
    }
    let mut r = world.staff("researcher").await;
    whole(&r.get("/research").await, "an empty desk");
    let granted = send(head, "/data-centre/research", &[("epsilon", "4,0")]).await;
    assert_eq!(granted.location(), "/data-centre/research?done=grant-budget", "{}", granted.body);
    let bare = send(&mut r, "/research/new", &[("requester", "Peneliti")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = [
        ("requester", "Peneliti Contoh"),
        ("institution", "Universitas Contoh (rekaan)"),
        ("purpose", "Data rekaan: kajian."),
        ("wanted", "Tabel"),
        ("access", "synthetic_records"),
        ("variables", "sex"),
        ("variables", "age"),
        ("variables", "form"),
        ("period_from", "2015-01-01"),
        ("period_to", "2026-01-31"),
        ("legal_basis", "public_task"),
        ("ethics", "given"),
        ("ethics_body", "Komisi Etik Contoh"),
        ("ethics_number", "KE/000"),
    ];
    let sent = send(&mut r, "/research/new", &said).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let seat = sent.location().split('?').next().unwrap().to_owned();
    let id = seat.rsplit('/').next().unwrap().to_owned();
    whole(&r.get(&seat).await, "a seat that waits");
    let step = |name: &str| format!("/data-request/{id}/{name}");
    // As a browser sends it: with what the researcher had said.
    let assessed = [
        ("assessment", "Layak"),
        ("ethics", "given"),
        ("ethics_body", "Komisi Etik Contoh"),
        ("ethics_number", "KE/000"),
    ];
    let assessed = send(s, &step("assess"), &assessed).await;
    assert_eq!(assessed.status, StatusCode::SEE_OTHER, "{}", assessed.body);
    let decided = [
        ("conditions", "Tidak diteruskan."),
        ("protection", "differential_privacy"),
        ("ends_on", "2026-06-30"),
        ("allotment", "40"),
        ("access", "synthetic_records"),
        ("variables", "sex"),
        ("variables", "age"),
        ("variables", "form"),
    ];
    let decided = send(head, &step("approve"), &decided).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    assert_eq!(send(s, &step("prepare"), &[]).await.status, StatusCode::SEE_OTHER);
    let nothing = send(&mut r, &seat, &[("precision", "fine")]).await;
    assert_eq!(nothing.status, StatusCode::CONFLICT);
    let built = send(&mut r, &seat, &[("by", "sex"), ("precision", "fine")]).await;
    assert_eq!(built.status, StatusCode::SEE_OTHER, "{}", built.body);
    let table = built.location().split('?').next().unwrap().to_owned();
    let made = send(s, "/data-centre/research", &[("request", &id)]).await;
    assert_eq!(made.location(), "/data-centre/research?done=make-records", "{}", made.body);
    let page = r.get(&seat).await;
    let records = format!("{seat}/records/{}", &page.body.split("/records/").nth(1).unwrap()[..36]);
    for lang in Lang::ALL {
        r.speaks(lang);
        s.speaks(lang);
        for path in ["/research", "/research/new", &seat, &table, &records] {
            let page = r.get(&format!("{path}?lang={}", lang.code())).await;
            whole(&page, path);
            assert!(!page.body.contains(">research-") && !page.body.contains(">refused-"), "{path}");
        }
        whole(&s.get(&format!("/data-centre/research?lang={}", lang.code())).await, "the ledger");
    }
    for path in [&table, &records] {
        let file = r.get(&format!("{path}?form=csv")).await;
        assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"), "{path}");
        assert!(s.get(path).await.status == StatusCode::NOT_FOUND, "nobody but whom it was approved for");
    }
    as_theirs(&mut r, &records).await;
    // Fine tables until the share is spent: then it says so, and what was told is still there.
    let spent = [["age", "sex"], ["age", "form"], ["sex", "form"], ["age", "age"], ["form", "form"]];
    let mut last = StatusCode::SEE_OTHER;
    for by in spent {
        last = send(&mut r, &seat, &[("by", by[0]), ("by", by[1]), ("precision", "fine")]).await.status;
    }
    assert_eq!(last, StatusCode::CONFLICT);
    assert_eq!(r.get(&table).await.status, StatusCode::OK);
    assert_eq!(r.get("/data-centre").await.status, StatusCode::FORBIDDEN);
    assert_eq!(r.get("/data-request").await.status, StatusCode::FORBIDDEN);
}

/// A release is a file in every form.
async fn taken_away(s: &mut Browser<'_>, release: &str) {
    for form in ["csv", "xlsx", "html", "sdmx"] {
        let file = s.get(&format!("{release}/{form}")).await;
        assert_eq!(file.status, StatusCode::OK, "{form}");
        assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    }
}

/// Lists are checked and accepted.
async fn taken_in(s: &mut Browser<'_>, lists: &[String]) {
    for id in lists {
        for step in ["check", "accept"] {
            let path = format!("/list-delivery/{id}/{step}");
            let page = s.get(&path).await;
            let (token, act) = (page.input("form_token"), page.input("act"));
            let sent = s.post(&path, &[("form_token", &token), ("act", &act)]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{step}: {}", sent.body);
        }
    }
}

/// Every list that waits is checked and accepted.
pub(crate) async fn accept(s: &mut Browser<'_>) {
    let home = s.get("/data-centre").await;
    let lists = home.body.split("/list-delivery/").skip(1).map(|rest| rest[..36].to_owned());
    let mut waiting = Vec::new();
    for id in lists {
        let page = s.get(&format!("/list-delivery/{id}")).await;
        if page.body.contains(&format!("/list-delivery/{id}/check")) {
            waiting.push(id);
        }
    }
    assert!(!waiting.is_empty(), "a list that waits");
    taken_in(s, &waiting).await;
}

/// An address in a language.
fn ask(path: &str, lang: Lang) -> String {
    format!("{path}{}lang={}", if path.contains('?') { "&" } else { "?" }, lang.code())
}

/// Whoever decides is shown the country as a whole; whoever checks is told everything, also why there is no answer.
async fn estimated(head: &mut Browser<'_>, s: &mut Browser<'_>, estimates: &[String], lang: Lang) {
    let (for_all, for_checking) =
        (head.get(&ask(&estimates[0], lang)).await, s.get(&ask(&estimates[0], lang)).await);
    whole(&for_all, "an estimate for whoever decides");
    assert!(for_checking.body.contains("stepwise") && !for_all.body.contains("stepwise"));
    let w = Words::new(lang);
    for told in
        ["estimate-strata", "estimate-bias", "estimate-deviance", "estimate-effects", "estimate-clusterings"]
    {
        let told = w.t(told).into_owned();
        assert!(for_checking.body.contains(&told), "{told}");
    }
    assert!(!for_all.body.contains(&*w.t("estimate-strata")));
    for way in ["lcmcr", "dga"] {
        assert!(for_checking.body.contains(way) && !for_all.body.contains(way));
    }
    // Whoever decides sees the country as a whole, never a part of it.
    assert_eq!(head.get(&ask(&estimates[1], lang)).await.status, StatusCode::NOT_FOUND);
    let refused = s.get(&ask(&estimates[1], lang)).await;
    whole(&refused, "a refused estimate");
    assert!(!refused.body.contains("estimate-"), "{}", refused.body);
}

#[tokio::test]
async fn a_list_becomes_a_figure_and_a_release() {
    let world = World::new().await;
    let mut s = world.staff("statistician").await;
    let mut r = world.staff("linkage-reviewer").await;
    let mut head = world.staff("manager").await;
    whole(&s.get("/data-centre").await, "an empty data centre");
    for (agency, file) in files() {
        let sent = deliver(&mut s, &agency, &file).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    let wrong = deliver(&mut s, "Contoh", "provinsi,tahun\nBali,2025\n").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let home = s.get("/data-centre").await;
    let lists: Vec<String> =
        home.body.split("/list-delivery/").skip(1).map(|rest| rest[..36].to_owned()).collect();
    assert!(lists.len() > 8);
    taken_in(&mut s, &lists).await;
    let (token, act) = (home.input("form_token"), home.input("act"));
    let linked = s.post("/data-centre", &[("form_token", &token), ("act", &act)]).await;
    assert_eq!(linked.location(), "/data-centre?done=keep-linkage", "{}", linked.body);

    let page = s.get("/data-centre/release/new").await;
    let (token, act) = (page.input("form_token"), page.input("act"));
    let fields = [
        ("form_token", &*token),
        ("act", &*act),
        ("release_table", "province_sex"),
        ("period", "2025"),
        ("minimum", "11"),
    ];
    let laid = s.post("/data-centre/release/new", &fields).await;
    assert_eq!(laid.status, StatusCode::SEE_OTHER, "{}", laid.body);
    let release = laid.location().split('?').next().unwrap().to_owned();
    let run = s.get("/data-centre").await.body.split("/data-centre/run/").nth(1).unwrap()[..36].to_owned();
    let queue = world.node.perform(&r.actor, ListPairs).await.unwrap();
    let pair = format!("/data-centre/pairs/{}", queue.waiting[0].id);

    let estimates = estimates(&mut s).await;

    for lang in Lang::ALL {
        s.speaks(lang);
        r.speaks(lang);
        head.speaks(lang);
        let ask = |path: &str| ask(path, lang);
        for path in [
            "/data-centre",
            "/data-centre/deliver",
            "/data-centre/dashboard",
            "/data-centre/dashboard?period=2025",
            "/data-centre/reconcile",
            "/data-centre/reconcile?period=2025-Q1&form=child_labour",
            "/data-centre/reconcile?period=unknown",
            "/data-centre/change",
            "/data-centre/pairs",
            &format!("/data-centre/run/{run}"),
            "/data-centre/release/new",
            "/data-centre/estimate",
            &estimates[0],
            &estimates[1],
            &release,
            "/list-delivery",
            "/publication",
            "/data-request",
            "/data-request/new",
        ] {
            whole(&s.get(&ask(path)).await, path);
        }
        estimated(&mut head, &mut s, &estimates, lang).await;
        for path in [&*pair, "/data-centre/pairs", "/data-centre/records?form=child_labour&period=2025"] {
            whole(&r.get(&ask(path)).await, path);
        }
        let name = format!("reconcile_{}", lang.code());
        insta::assert_snapshot!(
            name,
            settled(&s.get(&ask("/data-centre/reconcile?form=child_labour")).await)
        );
    }
    taken_away(&mut s, &release).await;
    decided_and_undone(&mut r, &pair).await;
    s.speaks(Lang::Id);
    head.speaks(Lang::Id);
    read_by_anybody(&world, &mut head, &mut s, &release).await;
    researched(&world, &mut s, &mut head).await;
    // Who may not see rows is told nothing of them.
    assert_eq!(s.get(&pair).await.status, StatusCode::NOT_FOUND);
    assert_eq!(head.get("/data-centre/records").await.status, StatusCode::FORBIDDEN);
    let mut worker = world.staff("case-worker").await;
    assert_eq!(worker.get("/data-centre").await.status, StatusCode::FORBIDDEN);
}
