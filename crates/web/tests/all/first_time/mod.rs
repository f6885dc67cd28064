//! Each role on its first day, with a phone: from signing in to the one thing that this role must get done, by what can be seen.

use super::Demo;
use super::walk::Walk;

const WORKER: &str = "pekerja1.barat@kasih.contoh.invalid";
const OPERATOR: &str = "lapor.barat@kasih.contoh.invalid";
const SUPERVISOR: &str = "supervisor.barat@kasih.contoh.invalid";
const MANAGER: &str = "direktur@kasih.contoh.invalid";
const LEAD: &str = "perlindungan@kasih.contoh.invalid";
const STATISTICIAN: &str = "data@kasih.contoh.invalid";
const ADMIN: &str = "admin@kasih.contoh.invalid";
const SHELTER: &str = "penyedia@kasih.contoh.invalid";
const AUDITOR: &str = "auditor@kasih.contoh.invalid";
const LIAISON: &str = "polisi@kasih.contoh.invalid";
const NEW: &str = "sandi rekaan yang panjang";

/// The administrator opens a post, lets somebody hold it and hands out a code that is shown once; the newcomer sets a password.
async fn invite(walk: &mut Walk<'_>, (role, title, email): (&str, &str, &str)) {
    walk.signs_in(ADMIN).await;
    walk.through_the_menu("/admin", "main a[href='/admin/accounts']").await;
    walk.taps("main a[href='/admin/accounts']", "main a[href='/admin/accounts/new']").await;
    walk.taps("main a[href='/admin/accounts/new']", "main [name=email]").await;
    walk.types("name", &format!("Petugas {title}")).await;
    walk.types("email", email).await;
    walk.chooses("lang", "id").await;
    walk.taps("main form button", "main details.act").await;
    walk.unfolds("main form input[value=invite]").await;
    walk.taps("main form:has(input[value=invite]) button", "main .code-big").await;
    let code = walk.text("main .code-big").await;
    walk.goes("/admin/posts").await;
    walk.taps("main a[href='/admin/posts/new']", "main [name=title_id]").await;
    walk.types("title_id", title).await;
    walk.chooses("role", role).await;
    walk.taps("main form button", "main details.act").await;
    let account = walk.option("account", &format!("Petugas {title}")).await;
    walk.chooses("account", &account).await;
    walk.chooses("acting", "false").await;
    walk.taps("main form:has(input[value=start]) button", ".notice.good").await;

    walk.browser.client().delete_all_cookies().await.expect("signed out");
    walk.goes("/set-password?lang=id").await;
    walk.types("code", code.trim()).await;
    walk.types("new", NEW).await;
    walk.types("again", NEW).await;
    walk.taps("main form button", "main [name=email]").await;
    walk.signs_in_with(email, NEW).await;
}

/// The operator logs a call and sees by when it must be taken on.
async fn log_a_call(walk: &mut Walk<'_>) -> String {
    walk.signs_in(OPERATOR).await;
    walk.through_the_menu("/calls/new", "main [name=narrative]").await;
    walk.types("narrative", "Data rekaan: anak bekerja di gudang sampai malam.").await;
    walk.chooses("imminent_danger", "false").await;
    walk.chooses("reporter_mode", "confidential").await;
    walk.chooses("call_type", "new_referral_action_required").await;
    walk.taps("main button[name=do][value=save]", "main a[href^='/report/']").await;
    walk.taps("main a[href^='/report/']", "main a[href$='/acknowledge']").await;
    let report = walk.here().await;
    walk.taps("main a[href$='/acknowledge']", "main form button").await;
    walk.taps("main form button", ".notice.good").await;
    assert!(walk.sees("main a[href$='/triage'], main a[href^='/people?report=']").await, "what comes next");
    report
}

/// The worker opens a case after a search, meets the child, plans and gives a service.
async fn open_a_case(walk: &mut Walk<'_>) -> String {
    walk.signs_in(WORKER).await;
    walk.through_the_menu("/people", "main [name=free]").await;
    walk.types("free", "Sekarlangit Rekaan Wibawa").await;
    walk.taps("main form[action='/people/search'] button", "main .new-child").await;
    walk.taps("main .new-child button", "main [name=child-sex], main [name=child-name]").await;
    walk.types("child-name", "Sekarlangit Rekaan Wibawa").await;
    walk.chooses("child-sex", "female").await;
    walk.types("child-birth_year", "2013").await;
    walk.dates("registration_date", 0).await;
    walk.chooses("risk_level", "medium").await;
    walk.taps("main .actions.sticky button", "main .case-head").await;
    let case = walk.here().await;
    assert!(walk.sees(".case .next .button").await, "the next step is in sight");
    walk.taps(".case .next a.button[href$='/contact']", "main [name=first_contact_on]").await;
    walk.dates("first_contact_on", 0).await;
    walk.taps("main form button", ".notice.good").await;
    let id = case.trim_start_matches("/case/").to_owned();
    for (kind, fields) in
        [("plan-goal", &[("domain", "education")][..]), ("service", &[("service_type", "health_care")][..])]
    {
        let new = format!("main a[href='/{kind}/new?parent={id}']");
        walk.unfolds(&new).await;
        walk.taps(&new, "main form .actions button").await;
        for (name, value) in fields {
            walk.chooses(name, value).await;
        }
        if kind == "plan-goal" {
            walk.types("goal", "Kembali bersekolah (rekaan)").await;
            walk.dates("due", 30).await;
        }
        walk.taps("main form .actions button", ".notice.good").await;
        walk.goes(&case).await;
    }
    case
}

/// Refers the case to somebody of the same house.
async fn refer(walk: &mut Walk<'_>, case: &str, title: &str) {
    walk.signs_in(WORKER).await;
    walk.goes(case).await;
    walk.taps(&format!("main a[href='{case}/refer']"), "main [name=reason]").await;
    let to = walk.option("to", title).await;
    walk.chooses("to", &to).await;
    walk.chooses("service_types", "health_care").await;
    walk.types("reason", "Data rekaan: anak perlu bantuan.").await;
    for group in ["identity", "services", "legal"] {
        walk.chooses("groups", group).await;
    }
    walk.taps("main form .actions button", ".notice.good").await;
}

/// Whoever was asked answers from the day's list.
async fn answer(walk: &mut Walk<'_>) {
    assert!(walk.sees("main a[href^='/referral/']").await, "it is in the day");
    walk.taps("main a[href^='/referral/']", "main a[href$='/accept']").await;
    walk.taps("main a[href$='/accept']", "main [name=first_contact_by]").await;
    walk.dates("first_contact_by", 2).await;
    walk.taps("main form button", ".notice.good").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_finds_its_way_on_the_first_day() {
    let demo = Demo::start();
    let mut walk = Walk::begin(&demo).await;
    log_a_call(&mut walk).await;
    let case = open_a_case(&mut walk).await;

    // The shelter is invited, asked, and answers.
    invite(&mut walk, ("service-provider", "Penyedia Layanan Contoh", SHELTER)).await;
    assert!(walk.sees("main .empty, main .day").await, "an empty day says what to do");
    refer(&mut walk, &case, "Penyedia Layanan Contoh").await;
    walk.signs_in_with(SHELTER, NEW).await;
    answer(&mut walk).await;
    walk.taps("main a[href$='/finish']", "main [name=outcome]").await;
    walk.chooses("outcome", "delivered").await;
    walk.taps("main form button", ".notice.good").await;

    // The police liaison keeps the legal track.
    let id = case.trim_start_matches("/case/").to_owned();
    walk.signs_in(WORKER).await;
    walk.goes(&case).await;
    let new = format!("main a[href='/legal-process/new?parent={id}']");
    walk.unfolds(&new).await;
    walk.taps(&new, "main [name=reported_on]").await;
    walk.dates("reported_on", 0).await;
    walk.taps("main form .actions button", ".notice.good").await;
    invite(&mut walk, ("police-liaison", "Penghubung Kepolisian Contoh", LIAISON)).await;
    refer(&mut walk, &case, "Penghubung Kepolisian Contoh").await;
    walk.signs_in_with(LIAISON, NEW).await;
    answer(&mut walk).await;
    walk.goes(&case).await;
    walk.unfolds("main a[href^='/legal-process/'][href$='/inquire']").await;
    walk.taps("main a[href^='/legal-process/'][href$='/inquire']", "main [name=stage_on]").await;
    walk.dates("stage_on", 0).await;
    walk.taps("main form button", ".notice.good").await;

    supervise(&mut walk, &case).await;
    lead_and_count(&mut walk).await;
}

/// The supervisor assigns, the manager begins a hand-over.
async fn supervise(walk: &mut Walk<'_>, case: &str) {
    walk.signs_in(SUPERVISOR).await;
    walk.through_the_menu("/stalled", "main h1").await;
    walk.goes(case).await;
    walk.taps(&format!("main a[href='{case}/assign']"), "main select[name=post]").await;
    let to = walk.option("post", "Pekerja").await;
    walk.chooses("post", &to).await;
    walk.taps("main form button", ".notice.good, .notice.bad").await;

    walk.signs_in(MANAGER).await;
    walk.through_the_menu("/handover", "main h1").await;
    walk.taps("main a[href='/handover/new']", "main form button").await;
}

/// The lead reviews, the statistician counts, the auditor checks.
async fn lead_and_count(walk: &mut Walk<'_>) {
    walk.signs_in(LEAD).await;
    walk.through_the_menu("/access-review", "main h1").await;
    walk.through_the_menu("/processing", "main h1").await;
    walk.signs_in(STATISTICIAN).await;
    walk.through_the_menu("/indicators", "main .figures").await;
    assert!(walk.sees("main a[href*='/indicators/csv']").await);
    invite(walk, ("auditor", "Auditor Contoh", AUDITOR)).await;
    walk.through_the_menu("/journal", "main h1").await;
}
