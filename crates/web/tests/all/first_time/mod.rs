//! Each role on its first day, with a phone: from signing in to the one thing that this role must get done, by what can be seen.

mod driver;
mod national;
mod network;
mod walk;

use std::net::SocketAddr;

use crate::world::{PASSWORD, World};
use walk::Walk;

const SHELTER: &str = "penyedia@contoh.invalid";
const AUDITOR: &str = "auditor@contoh.invalid";
const LIAISON: &str = "polisi@contoh.invalid";
const LAWYER: &str = "hukum@contoh.invalid";
const NEW: &str = "sandi rekaan yang panjang";
/// Today, by the clock of the node.
const TODAY: &str = "2026-03-05";
const SOON: &str = "2026-03-07";

/// Everybody who works there already, by the address with which they sign in.
struct People {
    operator: String,
    worker: String,
    colleague: String,
    supervisor: String,
    manager: String,
    lead: String,
    statistician: String,
    admin: String,
}

async fn people(world: &World) -> People {
    let hire = async |role: &str| world.hire(role).await.1;
    People {
        // A colleague, to whom a case can be given.
        colleague: hire("case-worker").await,
        operator: hire("intake-operator").await,
        worker: hire("case-worker").await,
        supervisor: hire("supervisor").await,
        manager: hire("manager").await,
        lead: hire("protection-lead").await,
        statistician: hire("statistician").await,
        admin: hire("administrator").await,
    }
}

/// The administrator opens a post, lets somebody hold it and hands out a code that is shown once; the newcomer sets a password.
fn invite(walk: &mut Walk, people: &People, (role, title, email): (&str, &str, &str)) {
    walk.signs_in(&people.admin, PASSWORD);
    walk.through_the_menu("/admin", "main a[href='/admin/accounts']");
    walk.taps("main a[href='/admin/accounts']", "main a[href='/admin/accounts/new']");
    walk.taps("main a[href='/admin/accounts/new']", "main [name=email]");
    walk.types("name", &format!("Petugas {title}"));
    walk.types("email", email);
    walk.chooses("lang", "id");
    walk.taps("main form button", "main details.act");
    walk.unfolds("main form input[value=invite]");
    walk.taps("main form:has(input[value=invite]) button", "main .code-big");
    let code = walk.text("main .code-big");
    walk.goes("/admin/posts");
    walk.taps("main a[href='/admin/posts/new']", "main [name=title_id]");
    walk.types("title_id", title);
    walk.chooses("role", role);
    walk.taps("main form button", "main details.act");
    let account = walk.choice("account", &format!("Petugas {title}"));
    walk.chooses("account", &account);
    walk.chooses("acting", "false");
    walk.taps("main form:has(input[value=start]) button", ".notice.good");

    walk.signs_out();
    walk.goes("/set-password?lang=id");
    walk.types("code", code.trim());
    walk.types("new", NEW);
    walk.types("again", NEW);
    walk.taps("main form button", "main [name=email]");
    walk.signs_in(email, NEW);
}

/// The operator logs a call and sees by when it must be taken on.
fn log_a_call(walk: &mut Walk, people: &People) -> String {
    walk.signs_in(&people.operator, PASSWORD);
    walk.through_the_menu("/calls/new", "main [name=narrative]");
    walk.types("narrative", "Data rekaan: anak bekerja di gudang sampai malam.");
    walk.chooses("imminent_danger", "false");
    walk.chooses("reporter_mode", "confidential");
    walk.chooses("call_type", "new_referral_action_required");
    walk.taps("main button[name=do][value=save]", "main a[href^='/report/']");
    walk.taps("main a[href^='/report/']", "main a[href$='/acknowledge']");
    let report = walk.here();
    walk.taps("main a[href$='/acknowledge']", "main form button");
    walk.taps("main form button", ".notice.good");
    assert!(walk.sees("main a[href$='/triage'], main a[href^='/people?report=']"), "what comes next");
    report
}

/// The worker opens a case after a search, meets the child, plans and gives a service.
fn open_a_case(walk: &mut Walk, people: &People) -> String {
    walk.signs_in(&people.worker, PASSWORD);
    walk.through_the_menu("/people", "main [name=free]");
    walk.types("free", "Sekarlangit Rekaan Wibawa");
    walk.taps("main form[action='/people/search'] button", "main .new-child");
    walk.taps("main .new-child button", "main [name=child-sex], main [name=child-name]");
    walk.types("child-name", "Sekarlangit Rekaan Wibawa");
    walk.chooses("child-sex", "female");
    walk.types("child-birth_year", "2013");
    walk.dates("registration_date", TODAY);
    walk.chooses("risk_level", "medium");
    walk.taps("main .actions.sticky button", "main .case-head");
    let case = walk.here();
    assert!(walk.sees(".case .next .button"), "the next step is in sight");
    walk.taps(".case .next a.button[href$='/contact']", "main [name=first_contact_on]");
    walk.dates("first_contact_on", TODAY);
    walk.taps("main form button", ".notice.good");
    let id = case.trim_start_matches("/case/").to_owned();
    for (kind, fields) in
        [("plan-goal", &[("domain", "education")][..]), ("service", &[("service_type", "health_care")][..])]
    {
        let new = format!("main a[href='/{kind}/new?parent={id}']");
        walk.unfolds(&new);
        walk.taps(&new, "main form .actions button");
        for (name, value) in fields {
            walk.chooses(name, value);
        }
        if kind == "plan-goal" {
            walk.types("goal", "Kembali bersekolah (rekaan)");
            walk.dates("due", "2026-04-01");
        }
        walk.taps("main form .actions button", ".notice.good");
        walk.goes(&case);
    }
    case
}

/// Refers the case to somebody of the same house.
fn refer(walk: &mut Walk, people: &People, case: &str, title: &str) {
    walk.signs_in(&people.worker, PASSWORD);
    walk.goes(case);
    walk.taps(&format!("main a[href='{case}/refer']"), "main [name=reason]");
    let to = walk.choice("to", title);
    walk.chooses("to", &to);
    walk.chooses("service_types", "health_care");
    walk.types("reason", "Data rekaan: anak perlu bantuan.");
    for group in ["identity", "services", "legal"] {
        walk.chooses("groups", group);
    }
    walk.taps("main form .actions button", ".notice.good");
}

/// Whoever was asked answers from the day's list.
fn answer(walk: &mut Walk) {
    assert!(walk.sees("main a[href^='/referral/']"), "it is in the day");
    walk.taps("main a[href^='/referral/']", "main a[href$='/accept']");
    walk.taps("main a[href$='/accept']", "main [name=first_contact_by]");
    walk.dates("first_contact_by", SOON);
    walk.taps("main form button", ".notice.good");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_finds_its_way_on_the_first_day() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    world.node.place_waiting().await.expect("a checkpoint");
    let people = people(&world).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let app = world.app.clone().into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let walked = tokio::task::spawn_blocking(move || first_days(&mut Walk::begin(base), &people));
    walked.await.expect("everybody arrives");
    server.abort();
}

/// Who writes for longer than a session lasts, or while the network is gone, keeps every word and saves it after signing in again.
fn write_too_long(walk: &mut Walk, people: &People, case: &str) {
    const WORDS: &str = "Data rekaan: catatan panjang tentang kunjungan.";
    let save = "main form .actions button";
    walk.signs_in(&people.worker, PASSWORD);
    let id = case.trim_start_matches("/case/");
    walk.goes(&format!("/flag/new?parent={id}"));
    walk.dates("date", SOON);
    walk.types("message", WORDS);
    walk.writes_too_long();
    walk.stays_with(save, "main .lost a[href='/sign-in']");
    walk.stays_with(save, "main .lost");
    assert_eq!(walk.typed("message"), WORDS);
    walk.signs_in_beside(&people.worker, PASSWORD);
    walk.taps(save, ".notice.good");
    assert!(walk.fetches("main .part-rows a[href^='/flag/']").contains(WORDS), "{}", walk.words());
}

fn first_days(walk: &mut Walk, people: &People) {
    let report = log_a_call(walk, people);
    let case = open_a_case(walk, people);
    write_too_long(walk, people, &case);

    // The shelter is invited, asked, and answers.
    invite(walk, people, ("service-provider", "Penyedia Layanan Contoh", SHELTER));
    assert!(walk.sees("main .empty, main .day"), "an empty day says what to do");
    refer(walk, people, &case, "Penyedia Layanan Contoh");
    walk.signs_in(SHELTER, NEW);
    answer(walk);
    walk.taps("main a[href$='/finish']", "main [name=outcome]");
    walk.chooses("outcome", "delivered");
    walk.taps("main form button", ".notice.good");

    // The police liaison writes the legal track, is offered no step of the prosecutor's, and says what came of it.
    let id = case.trim_start_matches("/case/").to_owned();
    walk.signs_in(&people.worker, PASSWORD);
    walk.goes(&case);
    let new = format!("main a[href='/legal-process/new?parent={id}']");
    walk.unfolds(&new);
    walk.taps(&new, "main [name=reported_on]");
    walk.dates("reported_on", TODAY);
    walk.taps("main form .actions button", ".notice.good");
    invite(walk, people, ("police-liaison", "Penghubung Kepolisian Contoh", LIAISON));
    refer(walk, people, &case, "Penghubung Kepolisian Contoh");
    walk.signs_in(LIAISON, NEW);
    answer(walk);
    walk.goes(&case);
    let track = "main a[href^='/legal-process/']:not([href$='/inquire'])";
    walk.unfolds(track);
    walk.taps(track, "main a[href$='/inquire']");
    assert!(
        !walk.sees("main a[href$='/prosecute'], main a[href$='/assign']"),
        "nothing is offered that would be refused"
    );
    walk.taps("main a[href$='/inquire']", "main [name=stage_on]");
    walk.dates("stage_on", TODAY);
    walk.taps("main form button", ".notice.good");
    walk.goes("/");
    walk.taps("main a[href^='/referral/']", "main a[href$='/finish']");
    walk.taps("main a[href$='/finish']", "main [name=outcome]");
    walk.chooses("outcome", "delivered");
    walk.taps("main form button", ".notice.good");

    help_from_outside(walk, people, &case);
    approve_a_plan(walk, people, &case);
    keep_the_track(walk, people, &case);
    supervise(walk, people, &case);
    hand_over(walk, people);
    guard_an_identity(walk, people, &report);
    count_and_check(walk, people);
}

/// A hospital without a node gets a link and a call, opens the referral on a telephone of its own, accepts and reports back.
fn help_from_outside(walk: &mut Walk, people: &People, case: &str) {
    walk.signs_in(&people.worker, PASSWORD);
    walk.goes(&format!("{case}/consent"));
    let said = [
        ("consent_kind", "guardian_consent"),
        ("given_by", "guardian"),
        ("giver_relation", "mother"),
        ("purposes", "services"),
        ("purposes", "information_sharing"),
        ("data_groups", "identity"),
        ("data_groups", "services"),
        ("recipients", "other_organizations"),
        ("decision", "given"),
    ];
    for (name, value) in said {
        walk.chooses(name, value);
    }
    walk.taps("main form .actions button", ".notice.good");
    walk.goes(case);
    walk.taps(&format!("main a[href='{case}/refer-outside']"), "main [name=receiver]");
    walk.types("receiver", "RSUD Contoh, Unit Anak (rekaan)");
    walk.chooses("authority", "false");
    walk.chooses("service_types", "health_care");
    walk.types("reason", "Data rekaan: anak perlu diperiksa.");
    walk.chooses("groups", "identity");
    walk.shows("refer-outside");
    walk.taps("main form .actions button", "main .code-big");
    walk.shows("outside-link");
    let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = digits(walk.text("main section:nth-of-type(1) .code-big"));
    let code = digits(walk.text("main section:nth-of-type(2) .code-big"));

    walk.signs_out();
    walk.goes(&format!("/rujukan/{number}?lang=id"));
    walk.shows("outside-ask");
    walk.types("code", &code);
    walk.taps("main form button", "main .code-big");
    walk.shows("outside-open");
    assert!(!walk.words().contains("Sekarlangit"), "who the child is follows the yes");
    walk.unfolds("main [name=first_contact_by]");
    walk.dates("first_contact_by", SOON);
    walk.taps("main details[open] form button", ".notice.good");
    assert!(walk.words().contains("Sekarlangit"));
    walk.shows("outside-accepted");
    walk.chooses("outcome", "delivered");
    walk.taps("main details[open] form button", ".notice.good");
    assert!(!walk.words().contains("Sekarlangit"), "nothing stays on the page once it has ended");
}

/// The worker lays the plan before the supervisor, who reads and approves it.
fn approve_a_plan(walk: &mut Walk, people: &People, case: &str) {
    let id = case.trim_start_matches("/case/");
    walk.signs_in(&people.worker, PASSWORD);
    walk.goes(case);
    let new = format!("main a[href='/case-plan/new?parent={id}']");
    walk.unfolds(&new);
    walk.taps(&new, "main form .actions button");
    walk.dates("due", SOON);
    walk.taps("main form .actions button", ".notice.good");
    walk.goes(case);
    let plan = "main a[href^='/case-plan/']:not([href$='/submit'])";
    walk.unfolds(plan);
    walk.taps(plan, "main a[href$='/submit']");
    let plan = walk.here();
    walk.taps("main a[href$='/submit']", "main [name=date_case_plan]");
    walk.dates("date_case_plan", TODAY);
    walk.taps("main form button", ".notice.good");
    walk.goes(&plan);
    assert!(!walk.sees("main a[href$='/approve']"), "nobody is invited to approve their own work");
    walk.signs_in(&people.supervisor, PASSWORD);
    walk.goes(&plan);
    walk.taps("main a[href$='/approve']", "main form button");
    walk.taps("main form button", ".notice.good");
}

/// The legal officer is given the legal track alone, takes it on and moves it.
fn keep_the_track(walk: &mut Walk, people: &People, case: &str) {
    invite(walk, people, ("legal-officer", "Petugas Hukum Contoh", LAWYER));
    walk.signs_in(&people.worker, PASSWORD);
    walk.goes(case);
    let track = "main a[href^='/legal-process/']";
    walk.unfolds(track);
    walk.taps(track, "main a[href$='/assign']");
    walk.taps("main a[href$='/assign']", "main select[name=post]");
    let to = walk.choice("post", "Petugas Hukum Contoh");
    walk.chooses("post", &to);
    walk.taps("main form button", ".notice.good");
    walk.signs_in(LAWYER, NEW);
    walk.taps("main a[href^='/assignment/']", "main a[href$='/accept']");
    walk.taps("main a[href$='/accept']", "main form button");
    walk.taps("main form button", ".notice.good");
    walk.goes("/legal-process");
    walk.taps("main a[href^='/legal-process/']", "main a[href$='/investigate']");
    walk.taps("main a[href$='/investigate']", "main [name=stage_on]");
    walk.dates("stage_on", TODAY);
    walk.taps("main form button", ".notice.good");
    // The case around it, and nothing that somebody else answers for.
    walk.goes(case);
    assert!(!walk.sees("main a[href$='/edit'], main a[href$='/close']"));
}

/// The supervisor looks for what stands still and gives a case to somebody else, who takes it on.
fn supervise(walk: &mut Walk, people: &People, case: &str) {
    walk.signs_in(&people.supervisor, PASSWORD);
    walk.through_the_menu("/stalled", "main h1");
    walk.goes(case);
    walk.taps(&format!("main a[href='{case}/assign']"), "main select[name=post]");
    let to = walk.choice("post", "Jabatan case-worker");
    walk.chooses("post", &to);
    walk.taps("main form button", ".notice.good");
}

/// The worker leaves: one list for the successor, who opens it and accepts.
fn hand_over(walk: &mut Walk, people: &People) {
    let (from, to) = (&people.colleague, &people.worker);
    walk.signs_in(from, PASSWORD);
    walk.taps("main a[href^='/assignment/']", "main a[href$='/accept']");
    walk.taps("main a[href$='/accept']", "main form button");
    walk.taps("main form button", ".notice.good");
    walk.through_the_menu("/handover", "main h1");
    walk.taps("main a[href='/handover/new']", "main form button");
    walk.chooses("reason", "rotation");
    walk.taps("main form button", "main a[href$='/offer']");
    let handover = walk.here();
    walk.taps("main a[href$='/offer']", "main [name=posts]");
    let successor = walk.box_of("posts", "Jabatan case-worker");
    walk.chooses("posts", &successor);
    walk.taps("main button[name=do][value=share]", "main button[name=do][value=offer]");
    walk.types("promises", "Menjemput rapor hari Senin (rekaan)");
    walk.taps("main button[name=do][value=offer]", ".notice.good");
    walk.signs_in(to, PASSWORD);
    walk.goes("/");
    walk.taps(&format!("main a[href='{handover}']"), "main form[action$='/accept'] button");
    walk.taps("main form[action$='/accept'] button", ".notice.good");
    assert!(!walk.sees("main form[action$='/accept'] button"), "all of it is accepted");
    // The manager sees who carries how much now.
    walk.signs_in(&people.manager, PASSWORD);
    walk.through_the_menu("/workload", "main table");
    walk.through_the_menu("/handover", "main h1");
}

/// The operator has to call the reporter back; the lead, who guards identities, decides and says why.
fn guard_an_identity(walk: &mut Walk, people: &People, report: &str) {
    let id = report.trim_start_matches("/report/");
    walk.signs_in(&people.operator, PASSWORD);
    walk.goes(&format!("{report}/reporter"));
    let ask = format!("main a[href='/identity-request/new?parent={id}']");
    walk.taps(&ask, "main [name=reason]");
    walk.chooses("purpose", "contact_reporter");
    walk.types("reason", "Data rekaan: alamat gudang belum jelas.");
    walk.taps("main form .actions button", ".notice.good");
    walk.signs_in(&people.lead, PASSWORD);
    walk.goes("/");
    walk.taps("main a[href^='/identity-request/']", "main a[href$='/grant']");
    walk.taps("main a[href$='/grant']", "main [name=answer_note]");
    walk.types("answer_note", "Boleh, untuk menanyakan alamat saja (rekaan).");
    walk.taps("main form button", ".notice.good");
    walk.through_the_menu("/access-review", "main h1");
    walk.through_the_menu("/processing", "main h1");
}

/// The statistician counts a period and takes the figures along; the auditor notes down the state of the journal.
fn count_and_check(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.statistician, PASSWORD);
    walk.through_the_menu("/indicators", "main .figures");
    walk.dates("from", "2026-03-01");
    walk.dates("to", "2026-03-31");
    walk.taps("main form button", "main .figures .card");
    let figures = walk.fetches("main a[href*='/indicators/csv']");
    assert!(figures.lines().count() > 20 && figures.contains("number_of_cases"), "{figures}");
    assert!(!figures.contains("Sekarlangit"), "a figure names nobody");
    invite(walk, people, ("auditor", "Auditor Contoh", AUDITOR));
    walk.through_the_menu("/journal", "main pre.note");
    assert!(
        walk.text("main pre.note").starts_with("ID/NGO/CONTOH-KASIH"),
        "what is noted down is the node's own"
    );
    walk.through_the_menu("/processing", "main h1");
}
