//! The demonstration as a newcomer meets it: three nodes on three ports; a report becomes a case here, the case is referred to
//! another node and accepted there, the receipt is seen, and the national count has the child once.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::demo::Demo;

impl Demo {
    /// Somebody signed in at a node.
    pub(crate) fn visitor(&self, node: u16, email: &str) -> Visitor {
        let password = self.password();
        let mut visitor = Visitor { port: self.port + node, cookies: Vec::new(), token: String::new() };
        let form = visitor.get("/sign-in?lang=id");
        let mut fields = form.hidden();
        fields.extend([("email".into(), email.into()), ("password".into(), password.into())]);
        let sent = visitor.send("POST", "/sign-in", ("application/x-www-form-urlencoded", &encode(&fields)));
        assert_eq!(sent.status, 303, "{email}: {}", sent.body);
        let session = visitor.get("/api/session").json();
        session["form_token"].as_str().unwrap().clone_into(&mut visitor.token);
        visitor
    }
}

pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    /// Hidden fields of the form in the middle of the page.
    fn hidden(&self) -> Vec<(String, String)> {
        let main = self.body.split("<main").nth(1).unwrap_or_default();
        let inputs = main.split("<input type=\"hidden\"").skip(1);
        let of = |input: &str, name: &str| {
            let after = input.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
            after.split('"').next().unwrap_or_default().to_owned()
        };
        inputs.map(|input| (of(input, "name"), of(input, "value"))).collect()
    }
}

fn encode(fields: &[(String, String)]) -> String {
    let plain = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    fields.iter().map(|(name, text)| format!("{}={}", plain(name), plain(text))).collect::<Vec<_>>().join("&")
}

/// Somebody at a browser.
pub(crate) struct Visitor {
    port: u16,
    cookies: Vec<(String, String)>,
    token: String,
}

impl Visitor {
    fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, ("text/plain", ""))
    }

    fn send(&mut self, method: &str, path: &str, what: (&str, &str)) -> Page {
        self.attempt(method, path, what).expect("an answer")
    }

    /// The same of a server that may be gone before it has answered.
    pub(crate) fn attempt(&mut self, method: &str, path: &str, (kind, body): (&str, &str)) -> Option<Page> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nAccept-Language: id\r\nCookie: {}\r\n\
             X-Form-Token: {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.port,
            cookies.join("; "),
            self.token,
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n")?;
        for line in head.lines() {
            let Some((name, value)) = line.split_once(": ") else { continue };
            if name.eq_ignore_ascii_case("set-cookie") {
                let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                self.cookies.retain(|(other, _)| other != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Page { status, body: unchunked(head, body) })
    }

    pub(crate) fn does(&mut self, slug: &str, body: &Value) -> Value {
        let done = self.send("POST", &format!("/api/acts/{slug}"), ("application/json", &body.to_string()));
        assert_eq!(done.status, 200, "{slug}: {}", done.body);
        done.json()
    }

    fn opens(&mut self, slug: &str, body: &Value) -> String {
        self.does(slug, body)["id"].as_str().unwrap().to_owned()
    }

    /// Uploads an agency's list and takes it into the count.
    fn delivers(&mut self, agency: &str, year: &str, list: &str) {
        let form = self.get("/data-centre/deliver");
        let mut fields = form.hidden();
        fields.extend(
            [
                ("agency", agency),
                ("counted_entity", "children"),
                ("period_from", &format!("{year}-01-01")),
                ("period_to", &format!("{year}-12-31")),
            ]
            .map(|(name, text)| (name.to_owned(), text.to_owned())),
        );
        // The token is the first part.
        fields.sort_by_key(|(name, _)| name != "form_token");
        let mut body = String::new();
        for (name, text) in &fields {
            body += &format!("--pisah\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        }
        body += &format!(
            "--pisah\r\nContent-Disposition: form-data; name=\"file\"; filename=\"daftar.csv\"\r\n\r\n{list}\r\n--pisah--\r\n"
        );
        let sent = self.send("POST", "/data-centre/deliver", ("multipart/form-data; boundary=pisah", &body));
        assert_eq!(sent.status, 303, "{}", sent.body);
        let lists = self.get("/api/list-delivery?phase=open").json();
        let id = lists["rows"][0]["id"].as_str().unwrap();
        for step in ["check", "accept"] {
            self.does(&format!("{step}-list-delivery"), &json!({ "id": id, "fields": {} }));
        }
    }

    /// Links what was accepted; gives the national figure.
    fn counts(&mut self) -> i64 {
        let mut fields = self.get("/data-centre").hidden();
        fields.dedup_by(|one, other| one.0 == other.0);
        let sent = self.send("POST", "/data-centre", ("application/x-www-form-urlencoded", &encode(&fields)));
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = self.get("/data-centre").body;
        let figure = page.split("class=\"big\"").nth(1).unwrap_or_else(|| panic!("no figure in {page}"));
        let children = figure.split("class=\"count\">").nth(1).unwrap().split('<').next().unwrap();
        let digits: String = children.chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    }
}

/// The body of an answer that may have come in chunks.
fn unchunked(head: &str, body: &str) -> String {
    if !head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let (mut rest, mut whole) = (body, String::new());
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap();
        if size == 0 {
            break;
        }
        let (chunk, after) = after.split_at(size);
        whole += chunk;
        rest = after.trim_start_matches("\r\n");
    }
    whole
}

/// Asks again until something is there.
fn soon<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(40), "{what} never came");
        std::thread::sleep(Duration::from_millis(300));
    }
}

const CHILD: &str = "Melati Rekaan Penyeberang";
const HEADER: &str =
    "no_register,nama,jenis_kelamin,tanggal_lahir,nik,tanggal_laporan,kode_wilayah,bentuk_eksploitasi";

/// A report, a case with consent, a referral to a member on another node; gives the referral.
fn refers(worker: &mut Visitor, to: &str, today: &str) -> String {
    let report = json!({ "fields": { "channel": "phone", "reporter_mode": "confidential", "region": "32.73",
        "narrative": "Data rekaan: anak berpindah bersama keluarganya.", "imminent_danger": false } });
    let report = worker.opens("open-report", &report);
    worker.does("acknowledge-report", &json!({ "id": report, "fields": {} }));
    let child = json!({ "name": CHILD, "sex": "female", "birth_year": 2012, "age_basis": "stated" });
    let search = worker.does("search-people", &json!({ "fields": child }));
    let case = json!({ "search": search["search"], "report": report, "child": child, "fields": {
        "registration_date": today, "risk_level": "medium", "region": "32.73",
        "circumstances": "Data rekaan: anak belum bersekolah." } });
    let case = worker.opens("open-case", &case);
    for (kind, by) in [("guardian_consent", "guardian"), ("child_assent", "child")] {
        worker.does(
            "give-consent",
            &json!({ "case": case, "fields": { "consent_kind": kind, "given_by": by, "decision": "given",
                "purposes": ["services", "information_sharing", "statistics"],
                "data_groups": ["identity", "contact", "services"],
                "recipients": ["authorities", "other_organizations"], "explained_in": "id",
                "method": "oral_with_witness", "safe_channels": ["visit"] } }),
        );
    }
    let receivers = worker.does("list-receivers", &json!({}));
    let receivers = receivers["receivers"].as_array().unwrap();
    let to = receivers.iter().find(|one| one["organisation_name"].as_str().unwrap().starts_with(to)).unwrap();
    let asked = json!({ "case": case, "to": to["post"], "groups": ["identity", "services"], "fields": {
        "service_types": ["psychological_support"], "reason": "Data rekaan: pendampingan di tempat baru." } });
    worker.opens("refer-case", &asked)
}

#[test]
fn a_newcomer_crosses_three_nodes_and_the_child_counts_once() {
    let demo = Demo::start(24);
    for (at, member) in ["ID/GOV/CONTOH", "ID/NGO/CONTOH-KASIH", "PH/HOT/HALIMBAWA"].iter().enumerate() {
        let address = demo.address(u16::try_from(at).unwrap());
        let printed = demo.said.iter().any(|line| line.starts_with(&address) && line.ends_with(member));
        assert!(printed, "{address} {member}: {:?}", demo.said);
    }
    let mut worker = demo.visitor(1, "pekerja1.barat@kasih.contoh.invalid");
    let mut abroad = demo.visitor(2, "lapor.helpline@halimbawa.contoh.invalid");
    let mut officer = demo.visitor(0, "statistik@kementerian.contoh.invalid");
    let before = abroad.get("/api/incoming-referral?phase=open").json()["total"].as_i64().unwrap();
    let cases = |visitor: &mut Visitor| visitor.get("/api/case").json()["total"].as_i64().unwrap();
    let cases_abroad = cases(&mut abroad);
    let today = model_day();

    let referral = refers(&mut worker, "Hotline", &today);
    let came = soon("the referral", || {
        let listed = abroad.get("/api/incoming-referral?phase=open&sort=newest").json();
        (listed["total"].as_i64() > Some(before))
            .then(|| listed["rows"][0]["id"].as_str().unwrap().to_owned())
    });
    let state = |worker: &mut Visitor| {
        let seen = worker.get(&format!("/api/referral/{referral}")).json();
        seen["envelope"]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(&mut worker), "in_progress", "sent is not accepted");
    let told = abroad.get(&format!("/incoming-referral/{came}")).body;
    assert!(!told.contains(CHILD), "nothing that finds the child before a yes");
    abroad.does("accept-incoming-referral", &json!({ "id": came, "fields": { "first_contact_by": today } }));
    soon("the yes", || (state(&mut worker) == "accepted").then_some(()));
    soon("the name", || {
        let told = abroad.get(&format!("/incoming-referral/{came}")).body;
        told.contains(CHILD).then_some(())
    });
    // What became of her comes home, and closes the loop there; whoever helped abroad keeps no way to the case.
    abroad.does(
        "finish-incoming-referral",
        &json!({ "id": came, "fields": { "outcome": "delivered", "outcome_on": today,
            "outcome_note": "Didampingi di tempat baru (rekaan)." } }),
    );
    soon("the outcome", || (state(&mut worker) == "done").then_some(()));
    let seen = worker.get(&format!("/api/referral/{referral}")).json();
    assert_eq!(seen["fields"]["outcome"], "delivered", "{seen}");
    assert!(seen.to_string().contains("Didampingi di tempat baru (rekaan)."));
    // The receipt stands on the page of messages, and nobody became a case abroad.
    soon("the receipt", || worker.get("/exchange").body.contains("Sampai").then_some(()));
    assert_eq!(cases(&mut abroad), cases_abroad);

    // Both deliver their lists; the data centre counts the child once.
    let year = today.get(..4).unwrap();
    let first = officer.counts();
    let row = |name: &str| {
        format!("{HEADER}\n1,{name},perempuan,2012-04-09,3273904904120001,{today},32.73,child_labour\n")
    };
    officer.delivers("Yayasan Contoh Kasih (rekaan)", year, &row(CHILD));
    let second = officer.counts();
    officer.delivers("Hotline Halimbawa (rekaan)", year, &row(&CHILD.to_uppercase()));
    let third = officer.counts();
    assert_eq!((second - first, third - second), (1, 0), "{first}, {second}, {third}");
}

#[test]
fn two_guardians_stand_and_a_child_is_asked_about_without_being_named() {
    let demo = Demo::start(12);
    let mut keeper = demo.visitor(0, "admin@kementerian.contoh.invalid");
    let page = keeper.get("/network/matching");
    assert_eq!(page.status, 200, "{}", page.body);
    for member in ["ID/GOV/CONTOH", "ID/NGO/CONTOH-KASIH"] {
        assert!(page.body.contains(member), "{member} is a guardian");
    }
    let shown = keeper.does("view-matching", &json!({}));
    let present: Vec<&Value> =
        shown["epochs"].as_array().unwrap().iter().filter(|one| one["state"] == "now").collect();
    assert_eq!(present.len(), 1, "{shown}");
    assert_eq!(present[0]["guardians"].as_array().unwrap().len(), 2);
    assert_eq!(shown["keys"].as_array().unwrap().len(), 2, "a key for this quarter and one for the next");
    // What was asked before anybody signed in lies with whoever has the child's case abroad.
    let mut holder = demo.visitor(2, "pekerja1.helpline@halimbawa.contoh.invalid");
    let hit = soon("the child that is asked about", || {
        let listed = holder.get("/api/match-hit").json();
        Some(listed["rows"].as_array()?.first()?["id"].as_str()?.to_owned())
    });
    let told = holder.get(&format!("/match-hit/{hit}"));
    assert!(told.status == 200 && told.body.contains("Yayasan Contoh Kasih"), "{}", told.body);
    // And a new question goes the same way from the pages.
    let mut worker = demo.visitor(1, "pekerja1.barat@kasih.contoh.invalid");
    let child = json!({ "name": CHILD, "sex": "female", "birth_year": 2012, "birth_day": "04-09",
        "age_basis": "stated", "nik": "3273904904120001" });
    let search = worker.does("search-people", &json!({ "fields": child }));
    let case = worker.opens(
        "open-case",
        &json!({ "search": search["search"], "child": child, "fields": {
            "registration_date": model_day(), "risk_level": "medium", "region": "32.73" } }),
    );
    let form = worker.get(&format!("/case/{case}/match"));
    assert!(form.status == 200 && form.body.contains("Hotline Halimbawa"), "{}", form.body);
    let receivers = worker.does("list-receivers", &json!({}));
    let receivers = receivers["receivers"].as_array().unwrap();
    let abroad =
        receivers.iter().find(|one| one["organisation_name"].as_str().unwrap().starts_with("Hotline"));
    let until = later_day(20);
    let query = worker.opens(
        "ask-match",
        &json!({ "case": case, "to": [abroad.unwrap()["organisation"]], "fields": {
            "purpose": "missing_child", "legal_basis": "uu_perlindungan_anak",
            "reason": "Data rekaan: anak dicari keluarganya.", "needed_by": until } }),
    );
    let mut supervisor = demo.visitor(1, "supervisor.barat@kasih.contoh.invalid");
    supervisor.does("approve-match-query", &json!({ "id": query, "fields": {} }));
    soon("the question on its way", || {
        let seen = worker.get(&format!("/api/match-query/{query}")).json();
        (seen["envelope"]["state"] == "asked").then_some(())
    });
    // The guardians count, and see nothing else.
    let counted = keeper.does("view-matching", &json!({}));
    assert!(!counted["evaluated"].as_array().unwrap().is_empty(), "{counted}");
}

/// So many days from today where the demonstration lives.
pub(crate) fn later_day(days: u32) -> String {
    let ran = Command::new("date")
        .env("TZ", "Asia/Jakarta")
        .args(["-d", &format!("+{days} days"), "+%F"])
        .output()
        .unwrap();
    String::from_utf8(ran.stdout).unwrap().trim().to_owned()
}

/// Today where the demonstration lives.
fn model_day() -> String {
    let ran = Command::new("date").env("TZ", "Asia/Jakarta").arg("+%F").output().unwrap();
    String::from_utf8(ran.stdout).unwrap().trim().to_owned()
}
