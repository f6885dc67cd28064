//! Every address of a node. A page is added here with the acts it performs; a test compares them with the node's acts.

use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};

use crate::state::WebState;
use crate::{admin, api, assets, casework, desk, import, kinds, ops, pages, public};

/// One address.
pub struct Route {
    /// Template, as the router knows it.
    pub path: &'static str,
    /// Slugs of the acts behind it; `*` stands for any part of one. Empty: it performs none, and says so in a test's list.
    pub acts: &'static [&'static str],
    /// Who may come.
    pub to: To,
    handler: fn() -> MethodRouter<WebState>,
}

/// Who may come to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// Only people who signed in.
    Staff,
    /// Everybody.
    Everybody,
    /// Everybody, with no cookie and no token: whoever wants to tell something.
    Strangers,
    /// Everybody, and not even a cookie is read: files and probes.
    Machines,
}

impl Route {
    pub(crate) fn method_router(&self) -> MethodRouter<WebState> {
        (self.handler)()
    }
}

const fn staff(
    path: &'static str,
    acts: &'static [&'static str],
    handler: fn() -> MethodRouter<WebState>,
) -> Route {
    Route { path, acts, to: To::Staff, handler }
}
const fn everybody(
    path: &'static str,
    acts: &'static [&'static str],
    handler: fn() -> MethodRouter<WebState>,
) -> Route {
    Route { path, acts, to: To::Everybody, handler }
}
const fn strangers(
    path: &'static str,
    acts: &'static [&'static str],
    handler: fn() -> MethodRouter<WebState>,
) -> Route {
    Route { path, acts, to: To::Strangers, handler }
}
const fn machines(path: &'static str, handler: fn() -> MethodRouter<WebState>) -> Route {
    Route { path, acts: &[], to: To::Machines, handler }
}

/// The table.
pub const ROUTES: &[Route] = &[
    // Before and around signing in.
    everybody("/sign-in", &["sign-in"], || get(pages::sign_in::form).post(pages::sign_in::send)),
    everybody("/sign-in/code", &["confirm-second-factor"], || get(pages::code::form).post(pages::code::send)),
    staff("/sign-out", &["sign-out"], || post(pages::sign_out::send)),
    everybody("/set-password", &["set-password"], || {
        get(pages::set_password::form).post(pages::set_password::send)
    }),
    // One's own day and account.
    staff("/", &["my-day"], || get(pages::day::page)),
    staff("/stalled", &["list-stalled"], || get(pages::stalled::page)),
    staff("/account", &["list-sessions", "change-password"], || {
        get(pages::account::page).post(pages::account::change_password)
    }),
    staff("/account/devices", &["end-session"], || post(pages::account::end_session)),
    staff("/account/second-factor", &["start-totp", "enrol-totp"], || {
        get(pages::second_factor::page).post(pages::second_factor::send)
    }),
    // Whoever wants to tell something.
    strangers("/lapor", &["file-report"], || get(public::report::form).post(public::report::send)),
    strangers("/lapor/kembali", &["open-receipt", "write-as-reporter"], || {
        get(public::returning::form).post(public::returning::send)
    }),
    strangers("/umum", &[], || get(public::leave::page)),
    // The house.
    staff("/admin", &[], || get(admin::page)),
    staff("/admin/posts", &["list-posts"], || get(admin::posts::list)),
    staff("/admin/posts/new", &["open-post"], || get(admin::posts::form).post(admin::posts::send)),
    staff(
        "/admin/posts/{id}",
        &["edit-post", "abolish-post", "start-tenure", "end-tenure", "set-duty-post", "set-mailbox"],
        || get(admin::post::page).post(admin::post::step),
    ),
    staff("/admin/units", &["list-units", "open-unit"], || {
        get(admin::posts::units).post(admin::posts::open_unit)
    }),
    staff("/admin/accounts", &["list-accounts"], || get(admin::accounts::list)),
    staff("/admin/accounts/new", &["open-account"], || {
        get(admin::accounts::form).post(admin::accounts::send)
    }),
    staff(
        "/admin/accounts/{id}",
        &["invite-account", "reset-account", "suspend-account", "resume-account", "drop-totp"],
        || get(admin::accounts::page).post(admin::accounts::step),
    ),
    staff("/admin/roles", &["list-roles"], || get(admin::roles::list)),
    staff("/admin/roles/{slug}", &["edit-role"], || get(admin::roles::page).post(admin::roles::step)),
    staff("/journal", &[], || get(admin::journal::page)),
    // Lists from elsewhere.
    staff("/import", &[], || {
        get(import::pages::form).post(import::pages::send).layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/import/{id}", &["import-cases"], || get(import::pages::page).post(import::pages::step)),
    staff("/import/{id}/problems", &[], || get(import::pages::problems)),
    // Programs.
    machines("/healthz", || get(ops::healthz)),
    machines("/readyz", || get(ops::readyz)),
    machines("/metrics", || get(ops::metrics_page)),
    machines("/.well-known/jejaring.json", || get(ops::well_known)),
    machines("/static/{file}", || get(assets::file)),
    machines("/api/openapi.json", || get(api::openapi::document)),
    staff("/api/session", &[], || get(api::session::show)),
    staff("/api/acts/{slug}", &["open-*", "edit-*", "*-*"], || post(api::acts::send)),
    staff("/api/{kind}", &["list-*"], || get(api::list::show)),
    staff("/api/{kind}/{id}", &["view-*"], || get(api::view::show)),
    // Case work, drawn by hand. What is typed about a person is always sent as a form.
    staff("/people", &["search-people"], || get(casework::search::form)),
    staff("/people/search", &["search-people"], || get(casework::search::again).post(casework::search::send)),
    staff("/new-case", &["open-case", "search-people"], || {
        get(casework::new_case::again).post(casework::new_case::send)
    }),
    staff("/person/{id}", &["view-person"], || get(casework::person::page)),
    staff("/person/{id}/edit", &["view-person", "edit-person"], || {
        get(casework::person_edit::form).post(casework::person_edit::send)
    }),
    staff("/person/{id}/merge", &["view-person", "merge-people"], || {
        get(casework::merge::form).post(casework::merge::send)
    }),
    staff("/person/{id}/unmerge", &["unmerge-people"], || {
        get(casework::merge::undo_form).post(casework::merge::undo)
    }),
    staff("/person/{id}/erase", &["view-person", "erase-person"], || {
        get(casework::erase::form).post(casework::erase::send)
    }),
    staff("/{kind}/{id}/assign", &["assign-*", "list-posts"], || {
        get(casework::assign::form).post(casework::assign::send)
    }),
    staff("/{kind}/{id}/break-glass", &["break-glass"], || {
        get(casework::break_glass::form).post(casework::break_glass::send)
    }),
    staff("/{kind}/{id}/answer", &["answer-reporter"], || {
        get(casework::thread::form).post(casework::thread::send)
    }),
    staff("/{kind}/{id}/join", &["join-report"], || get(casework::join::form).post(casework::join::send)),
    // Hand-over, and the desk of staff and supervisors.
    staff("/notifications", &["list-notifications", "read-notifications"], || {
        get(desk::notifications::page).post(desk::notifications::read)
    }),
    staff("/handover/new", &["raise-handover"], || get(desk::handover::new).post(desk::handover::raise)),
    staff("/handover/{id}/offer", &["review-handover", "hand-over", "list-posts"], || {
        get(desk::handover_offer::form).post(desk::handover_offer::send)
    }),
    staff("/handover/{id}/accept", &["accept-handover"], || post(desk::handover_answers::accept)),
    staff("/handover/{id}/contest", &["review-handover", "contest-handover"], || {
        get(desk::handover_answers::contest_form).post(desk::handover_answers::contest)
    }),
    staff("/handover/{id}/decide", &["review-handover", "decide-handover", "list-posts"], || {
        get(desk::handover_answers::decide_form).post(desk::handover_answers::decide)
    }),
    staff("/case/{id}/request-approval", &["view-case", "request-approval"], || {
        get(desk::approval::request_form).post(desk::approval::request)
    }),
    staff("/approval/{id}/decide", &["view-approval", "approve"], || {
        get(desk::approval::decide_form).post(desk::approval::decide)
    }),
    staff("/{kind}/{id}/notes", &["list-notes", "write-note", "widen-note"], || {
        get(desk::notes::page).post(desk::notes::send)
    }),
    staff("/calendar", &["view-calendar", "start-feed", "end-feed"], || {
        get(desk::calendar::page).post(desk::calendar::send)
    }),
    Route { path: "/calendar-feed/{token}", acts: &["read-feed"], to: To::Machines, handler: || {
        get(desk::calendar::feed)
    } },
    staff("/workload", &["view-workload", "draw-sample"], || {
        get(desk::workload::page).post(desk::workload::draw)
    }),
    staff("/indicators", &["count-indicators"], || get(desk::indicators::page)),
    staff("/indicators/csv", &["count-indicators"], || get(desk::indicators::csv)),
    staff("/my-looks", &["list-my-looks", "explain-access", "declare-kin"], || {
        get(desk::looks::page).post(desk::looks::send)
    }),
    staff("/admin/units/transfer", &["mandate-transfer"], || {
        get(desk::house::transfer_form).post(desk::house::transfer)
    }),
    staff("/admin/roles/{slug}/approvals", &["require-approval"], || {
        get(desk::house::approvals_form).post(desk::house::approvals)
    }),
    // Every kind has these; a page drawn by hand for one kind is added above them under its own address.
    staff("/{kind}", &["list-*"], || get(kinds::list::page)),
    staff("/{kind}/export", &["list-*"], || get(kinds::export::file)),
    staff("/{kind}/new", &["open-*", "view-*"], || get(kinds::open::form).post(kinds::open::send)),
    staff("/{kind}/{id}", &["view-*", "view-thread", "review-handover"], || get(casework::record)),
    staff("/{kind}/{id}/edit", &["view-*", "edit-*"], || get(kinds::edit::form).post(kinds::edit::send)),
    staff("/{kind}/{id}/{action}", &["view-*", "*-*"], || get(kinds::step::form).post(kinds::step::send)),
];

fn find(base: &str, path: &str) -> Option<&'static Route> {
    let path = path.strip_prefix(base)?;
    let path = if path.is_empty() { "/" } else { path };
    ROUTES.iter().find(|route| route.path == path)
}

/// Whether everybody may come; a route that nobody wrote down is not public.
pub(crate) fn is_public(base: &str, path: &str) -> bool {
    find(base, path).is_some_and(|route| route.to != To::Staff)
}

/// Whether not even a cookie is read.
pub(crate) fn is_bare(base: &str, path: &str) -> bool {
    find(base, path).is_some_and(|route| matches!(route.to, To::Machines | To::Strangers))
}
