//! Those around the case, each on the first day with a phone: a child and a parent without an account, a platform that gets a notice, the
//! analyst of a financial-intelligence unit, whoever writes policy, runs programmes and teaches, and a minister who took office.

use std::net::SocketAddr;

use super::walk::Walk;
use crate::world::{PASSWORD, World};

const TODAY: &str = "2026-03-05";
const LATER: &str = "2026-12-01";

/// Everybody who works there already, by the address with which they sign in.
struct People {
    analyst: String,
    operator: String,
    financial: String,
    compliance: String,
    policy: String,
    programme: String,
    trainer: String,
    manager: String,
    minister: String,
    worker: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_around_a_case_finds_their_way_on_the_first_day() {
    let world = World::of_member("ID/HOT/CONTOH").await;
    let hire = async |role: &str| world.hire(role).await.1;
    let people = People {
        analyst: hire("hotline-analyst").await,
        operator: hire("intake-operator").await,
        financial: hire("fiu-analyst").await,
        compliance: hire("compliance-officer").await,
        policy: hire("policy-officer").await,
        programme: hire("programme-officer").await,
        trainer: hire("trainer").await,
        manager: hire("manager").await,
        minister: hire("minister").await,
        worker: hire("case-worker").await,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let app = world.app.clone().into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let walked = tokio::task::spawn_blocking(move || {
        let walk = &mut Walk::begin(base);
        a_child_tells(walk);
        a_parent_tells_and_is_answered(walk, &people);
        a_platform_answers(walk, &people);
        money_leaves_a_trace(walk, &people);
        a_bank_reports(walk, &people);
        a_promise_is_kept_in_sight(walk, &people);
        a_programme_gets_its_books(walk, &people);
        a_course_is_held(walk, &people);
    });
    walked.await.expect("everybody arrives");
    server.abort();
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A child needs no account and no long words: what happened, whether it is dangerous now, and a receipt.
fn a_child_tells(walk: &mut Walk) {
    walk.signs_out();
    walk.goes("/anak?lang=id");
    assert!(walk.sees("#leave"), "the way out is always in sight");
    walk.chooses("harm", "bullying");
    walk.chooses("danger", "false");
    walk.types("more", "Data rekaan: teman sekelas mengejek saya di grup.");
    walk.shows("child");
    walk.taps("main form button", "main .code-big");
    assert_eq!(digits(&walk.text("main .code-big")).len(), 16);
}

/// A parent tells something, comes back with the receipt, and reads what the officer asked.
fn a_parent_tells_and_is_answered(walk: &mut Walk, people: &People) {
    walk.signs_out();
    walk.goes("/lapor?lang=id");
    walk.types("narrative", "Data rekaan: anak tetangga bekerja sampai malam dan tidak bersekolah.");
    walk.chooses("imminent_danger", "false");
    walk.taps("main form button", "main .code-big");
    let receipt = digits(&walk.text("main .code-big"));

    walk.signs_in(&people.operator, PASSWORD);
    walk.through_the_menu("/triage", "main a[href^='/report/']");
    walk.taps("main a[href^='/report/']", "#thread");
    walk.unfolds("#thread form");
    walk.shows("operator-thread");
    walk.types("text", "Terima kasih. Di desa mana? (rekaan)");
    walk.taps("#thread form button", "main .thread li");

    walk.signs_out();
    walk.goes("/lapor?lang=id");
    walk.taps("main a[href^='/lapor/kembali']", "main [name=receipt]");
    walk.types("receipt", &receipt);
    walk.taps("main form button", "main h1 ~ section .thread");
    let answered = walk.words().contains("Di desa mana?");
    walk.types("text", "Di dekat balai desa (rekaan).");
    walk.taps("main form:has(textarea) button", ".notice.good");
    walk.shows("parent-thread");
    assert!(answered || walk.words().contains("Di dekat balai desa"), "both sides are read in one place");
}

/// The hotline sends a notice; the platform's officer has no account, opens the link once and says what was done.
fn a_platform_answers(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.analyst, PASSWORD);
    walk.through_the_menu("/content-report", "main a[href='/content-report/new']");
    walk.taps("main a[href='/content-report/new']", "main [name=address]");
    walk.chooses("channel", "email");
    walk.chooses("harm", "image_spread");
    walk.chooses("imminent_danger", "false");
    walk.types("address", "https://contoh-rekaan.invalid/x");
    walk.taps("main form .actions button", ".notice.good");
    let report = walk.here();
    let id = report.trim_start_matches("/content-report/").to_owned();
    walk.taps("main a[href$='/assess']", "main [name=class_label]");
    walk.chooses("class_scheme", "ab");
    walk.types("class_label", "B2");
    walk.taps("main form .actions button", ".notice.good");
    let new = format!("main a[href='/content-notice/new?parent={id}']");
    walk.unfolds(&new);
    walk.taps(&new, "main [name=addressee]");
    walk.chooses("contact_kind", "platform");
    walk.types("addressee", "Contohgram (rekaan)");
    walk.chooses("legal_basis", "pp_tunas");
    walk.taps("main form .actions button", ".notice.good");
    if !walk.here().starts_with("/content-notice/") {
        let notice = "main a[href^='/content-notice/']:not([href*='new'])";
        walk.unfolds(notice);
        walk.taps(notice, "main a[href$='/send']");
    }
    walk.taps("main a[href$='/confirm-host']", "main [name=host_finding]");
    walk.chooses("host_finding", "same");
    walk.chooses("host_source", "own_tools");
    walk.shows("notice-host");
    walk.taps("main form .actions button", ".notice.good");
    walk.taps("main a[href$='/send']", "main [name=sent_way]");
    walk.chooses("sent_way", "email");
    walk.taps("main form .actions button", ".notice.good");
    let notice = walk.here();
    walk.taps("main a[href$='/link']", "main form button");
    walk.taps("main form button", "main .code-big");
    walk.shows("notice-link");
    let number = digits(&walk.text("main section:nth-of-type(1) .code-big"));
    let code = digits(&walk.text("main section:nth-of-type(2) .code-big"));

    walk.signs_out();
    walk.goes(&format!("/pemberitahuan/{number}?lang=id"));
    walk.types("code", &code);
    walk.taps("main form button", "main .code-big");
    assert!(walk.words().contains("contoh-rekaan[.]invalid"), "the address is broken apart");
    assert!(!walk.sees("main a[href*='contoh-rekaan']"), "and leads nowhere");
    walk.shows("notice-open");
    walk.chooses("result", "removed");
    walk.types("note", "Sudah dihapus (rekaan).");
    walk.taps("main form button", ".notice.good");

    walk.signs_in(&people.analyst, PASSWORD);
    walk.goes(&notice);
    assert!(walk.words().contains("Sudah dihapus (rekaan)."), "what the platform said");
    assert!(walk.sees("main a[href$='/check']"), "said is not seen: the notice stays open");
}

/// A report of a bank reaches the analyst, who looks at its grounds, reports it and writes down what came back. Nobody else knows of it.
fn money_leaves_a_trace(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.financial, PASSWORD);
    walk.through_the_menu("/transaction-report", "main a[href='/transaction-report/new']");
    walk.taps("main a[href='/transaction-report/new']", "main [name=institution]");
    walk.chooses("direction", "from_institution");
    walk.chooses("report_code", "STR");
    walk.types("institution", "Bank Contoh (rekaan)");
    walk.taps("main form .actions button", ".notice.good");
    let report = walk.here();
    walk.taps("main a[href$='/review']", "main [name=grounds]");
    walk.types("grounds", "Data rekaan: banyak setoran kecil dari luar negeri.");
    walk.taps("main form .actions button", ".notice.good");
    walk.taps("main a[href$='/give_feedback'], main a[href$='/give-feedback']", "main [name=feedback_given]");
    walk.types("feedback_given", "Diteruskan kepada penyidik (rekaan).");
    walk.dates("feedback_given_on", TODAY);
    walk.taps("main form .actions button", ".notice.good");
    walk.signs_in(&people.manager, PASSWORD);
    walk.goes(&report);
    assert!(!walk.words().contains("Bank Contoh"), "not even those above may know of it");
}

/// The compliance post of a bank writes a suspicion down, makes its goAML, notes that it was handed in and what came back, and finds nothing else
/// of the house in its menu. The unit's analyst in the same house finds no way to give feedback on a report that goes out.
fn a_bank_reports(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.compliance, PASSWORD);
    walk.through_the_menu("/transaction-report", "main a[href='/transaction-report/new']");
    for list in ["/case", "/report", "/content-report", "/overlap", "/hash-lists", "/sector-lead"] {
        assert!(!walk.sees(&format!(".main-nav a[href='{list}']")), "{list} is nothing for a bank");
    }
    walk.taps("main a[href='/transaction-report/new']", "main [name=institution]");
    walk.chooses("direction", "to_fiu");
    walk.chooses("report_code", "STR");
    walk.types("institution", "Bank Contoh (rekaan)");
    walk.types("parties", "entity: PT Contoh Rekaan");
    walk.shows("bank-report");
    walk.taps("main form .actions button", ".notice.good");
    let report = walk.here();
    walk.taps("main a[href$='/review']", "main [name=grounds]");
    walk.types("grounds", "Data rekaan: setoran kecil berulang kepada satu penerima.");
    walk.taps("main form .actions button", ".notice.good");
    assert!(!walk.sees("main a[href$='/match']"), "a bank does not ask cases");
    walk.taps("main a[href$='/goaml']", "main [name=profile]");
    walk.shows("bank-goaml");
    walk.goes(&report);
    walk.taps(&format!("main a[href='{report}/report']"), "main [name=reported_to]");
    walk.types("reported_to", "Unit Contoh (rekaan)");
    walk.dates("reported_on", TODAY);
    walk.taps("main form .actions button", ".notice.good");
    assert!(!walk.sees("main a[href$='/give-feedback']"), "feedback is given on what came");
    walk.taps("main a[href$='/note-feedback']", "main [name=feedback]");
    walk.types("feedback", "Sangat membantu (rekaan).");
    walk.taps("main form .actions button", ".notice.good");
    assert!(walk.words().contains("Sangat membantu (rekaan)."));
    walk.signs_in(&people.manager, PASSWORD);
    walk.goes(&report);
    assert!(!walk.words().contains("Bank Contoh"), "not even those above may know of it");
}

/// The policy officer writes a promise down, with a first step; the minister finds it.
fn a_promise_is_kept_in_sight(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.policy, PASSWORD);
    walk.through_the_menu("/promises", "main a[href='/commitment/new']");
    walk.taps("main a[href='/commitment/new']", "main [name=title]");
    walk.types("title", "Rumah aman di tiap provinsi (rekaan)");
    walk.types("lead", "Kementerian Contoh (rekaan)");
    walk.dates("target_on", LATER);
    walk.taps("main form .actions button", ".notice.good");
    let promise = walk.here();
    let id = promise.trim_start_matches("/commitment/").to_owned();
    let new = format!("main a[href='/milestone/new?parent={id}']");
    walk.unfolds(&new);
    walk.taps(&new, "main [name=due_on]");
    walk.types("title", "Rancangan anggaran (rekaan)");
    walk.dates("due_on", "2026-06-01");
    walk.taps("main form .actions button", ".notice.good");

    walk.signs_in(&people.minister, PASSWORD);
    walk.through_the_menu("/promises", "main h1");
    walk.shows("minister");
    walk.taps("main .notice a[href*='unreviewed']", "main table, main .rows, main ul");
    walk.taps(&format!("main a[href='{promise}']"), "main a[href$='/review']");
    assert!(!walk.sees("main a[href$='/edit']"), "deciding is not writing");
    for step in ["review", "adopt"] {
        walk.taps(&format!("main a[href$='/{step}']"), "main form .actions button");
        walk.taps("main form .actions button", ".notice.good");
    }
    walk.through_the_menu("/promises", "main h1");
    walk.shows("minister-after");
    assert!(walk.words().contains("Rumah aman di tiap provinsi (rekaan)"), "{}", walk.words());
}

/// Whoever runs a programme, or gives to one, opens it, plans its money and sees it in the books.
fn a_programme_gets_its_books(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.programme, PASSWORD);
    walk.through_the_menu("/money", "main a[href='/programme/new']");
    walk.taps("main a[href='/programme/new']", "main [name=title]");
    walk.types("title", "Kembali bersekolah (rekaan)");
    walk.types("description", "Data rekaan: beasiswa dan pendampingan.");
    walk.types("reporting_org", "Yayasan Contoh (rekaan)");
    walk.dates("planned_start", TODAY);
    walk.dates("planned_end", LATER);
    walk.chooses("sector", "s16010");
    walk.chooses("currency", "IDR");
    walk.taps("main form .actions button", ".notice.good");
    let programme = walk.here();
    let id = programme.trim_start_matches("/programme/").to_owned();
    let new = format!("main a[href='/budget-line/new?parent={id}']");
    walk.unfolds(&new);
    walk.taps(&new, "main [name=amount]");
    walk.chooses("budget_type", "original");
    walk.chooses("budget_status", "committed");
    walk.dates("starts_on", TODAY);
    walk.dates("ends_on", LATER);
    walk.types("amount", "250.000.000");
    walk.chooses("currency", "IDR");
    walk.dates("value_on", TODAY);
    walk.chooses("fund", "grant");
    walk.taps("main form .actions button", ".notice.good");
    walk.through_the_menu("/money", "main h1");
    walk.shows("books");
    assert!(walk.words().contains("Kembali bersekolah (rekaan)"), "{}", walk.words());
}

/// A trainer writes a course, somebody else approves it, a worker comes, and the badge is the worker's.
fn a_course_is_held(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.trainer, PASSWORD);
    walk.through_the_menu("/training", "main a[href='/course']");
    walk.taps("main a[href='/course']", "main a[href='/course/new']");
    walk.taps("main a[href='/course/new']", "main [name=title]");
    walk.types("title", "Mendengarkan anak (rekaan)");
    walk.chooses("course_kind", "new_staff");
    walk.types("competencies", "Mendengarkan tanpa menghakimi (rekaan).");
    walk.types("hours", "6");
    walk.taps("main form .actions button", ".notice.good");
    let course = walk.here();
    let id = course.trim_start_matches("/course/").to_owned();

    walk.signs_in(&people.manager, PASSWORD);
    walk.goes(&course);
    walk.taps("main a[href$='/approve']", "main form .actions button");
    walk.taps("main form .actions button", ".notice.good");

    walk.signs_in(&people.trainer, PASSWORD);
    walk.goes(&course);
    let new = format!("main a[href='/training-session/new?parent={id}']");
    walk.unfolds(&new);
    walk.taps(&new, "main [name=starts_on]");
    walk.dates("starts_on", TODAY);
    walk.types("place", "Balai Contoh (rekaan)");
    walk.types("trainer", "Pelatih Contoh (rekaan)");
    walk.types("seats", "20");
    walk.taps("main form .actions button", ".notice.good");

    walk.signs_in(&people.worker, PASSWORD);
    walk.through_the_menu("/learning", "main h1");
    walk.shows("learning");
    assert!(walk.words().contains("Mendengarkan anak (rekaan)"), "{}", walk.words());
    walk.taps("main form[action='/learning/enrol'] button", ".notice.good");

    walk.signs_in(&people.trainer, PASSWORD);
    walk.goes(&course);
    let session = "main a[href^='/training-session/']:not([href*='new'])";
    walk.unfolds(session);
    walk.taps(session, "main a[href$='/people']");
    walk.taps("main a[href$='/people']", "main [name^='came-']");
    walk.ticks("came-1");
    walk.types("after-1", "90");
    walk.shows("attendance");
    walk.taps("main form:has([name^='came-']) button", ".notice.good");
}
