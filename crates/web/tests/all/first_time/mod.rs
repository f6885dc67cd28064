//! Each role on its first day, with a phone: from signing in to the one thing that this role must get done, by what can be seen.

mod driver;
mod walk;

use std::net::SocketAddr;

use crate::world::{PASSWORD, World};
use walk::Walk;

const SHELTER: &str = "penyedia@contoh.invalid";
const AUDITOR: &str = "auditor@contoh.invalid";
const LIAISON: &str = "polisi@contoh.invalid";
const NEW: &str = "sandi rekaan yang panjang";
/// Today, by the clock of the node.
const TODAY: &str = "2026-03-05";
const SOON: &str = "2026-03-07";

/// Everybody who works there already, by the address with which they sign in.
struct People {
    operator: String,
    worker: String,
    supervisor: String,
    manager: String,
    lead: String,
    statistician: String,
    admin: String,
}

async fn people(world: &World) -> People {
    let hire = async |role: &str| world.hire(role).await.1;
    // A colleague, to whom a case can be given.
    hire("case-worker").await;
    People {
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
fn log_a_call(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.operator, PASSWORD);
    walk.through_the_menu("/calls/new", "main [name=narrative]");
    walk.types("narrative", "Data rekaan: anak bekerja di gudang sampai malam.");
    walk.chooses("imminent_danger", "false");
    walk.chooses("reporter_mode", "confidential");
    walk.chooses("call_type", "new_referral_action_required");
    walk.taps("main button[name=do][value=save]", "main a[href^='/report/']");
    walk.taps("main a[href^='/report/']", "main a[href$='/acknowledge']");
    walk.taps("main a[href$='/acknowledge']", "main form button");
    walk.taps("main form button", ".notice.good");
    assert!(walk.sees("main a[href$='/triage'], main a[href^='/people?report=']"), "what comes next");
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
    let people = people(&world).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let app = world.app.clone().into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let walked = tokio::task::spawn_blocking(move || first_days(&mut Walk::begin(base), &people));
    walked.await.expect("everybody arrives");
    server.abort();
}

fn first_days(walk: &mut Walk, people: &People) {
    log_a_call(walk, people);
    let case = open_a_case(walk, people);

    // The shelter is invited, asked, and answers.
    invite(walk, people, ("service-provider", "Penyedia Layanan Contoh", SHELTER));
    assert!(walk.sees("main .empty, main .day"), "an empty day says what to do");
    refer(walk, people, &case, "Penyedia Layanan Contoh");
    walk.signs_in(SHELTER, NEW);
    answer(walk);
    walk.taps("main a[href$='/finish']", "main [name=outcome]");
    walk.chooses("outcome", "delivered");
    walk.taps("main form button", ".notice.good");

    // The police liaison reads the legal track, is offered no step that the referral does not open, and says what came of it.
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
    assert!(!walk.sees("main a[href$='/inquire']"), "nothing is offered that would be refused");
    walk.unfolds("main a[href^='/legal-process/']");
    walk.taps("main a[href^='/legal-process/']", "main .steps, main .card");
    walk.goes("/");
    walk.taps("main a[href^='/referral/']", "main a[href$='/finish']");
    walk.taps("main a[href$='/finish']", "main [name=outcome]");
    walk.chooses("outcome", "delivered");
    walk.taps("main form button", ".notice.good");

    supervise(walk, people, &case);
    lead_and_count(walk, people);
}

/// The supervisor assigns, the manager begins a hand-over.
fn supervise(walk: &mut Walk, people: &People, case: &str) {
    walk.signs_in(&people.supervisor, PASSWORD);
    walk.through_the_menu("/stalled", "main h1");
    walk.goes(case);
    walk.taps(&format!("main a[href='{case}/assign']"), "main select[name=post]");
    let to = walk.choice("post", "Jabatan case-worker");
    walk.chooses("post", &to);
    walk.taps("main form button", ".notice.good, .notice.bad");

    walk.signs_in(&people.manager, PASSWORD);
    walk.through_the_menu("/handover", "main h1");
    walk.taps("main a[href='/handover/new']", "main form button");
}

/// The lead reviews, the statistician counts, the auditor checks.
fn lead_and_count(walk: &mut Walk, people: &People) {
    walk.signs_in(&people.lead, PASSWORD);
    walk.through_the_menu("/access-review", "main h1");
    walk.through_the_menu("/processing", "main h1");
    walk.signs_in(&people.statistician, PASSWORD);
    walk.through_the_menu("/indicators", "main .figures");
    assert!(walk.sees("main a[href*='/indicators/csv']"));
    invite(walk, people, ("auditor", "Auditor Contoh", AUDITOR));
    walk.through_the_menu("/journal", "main h1");
}
