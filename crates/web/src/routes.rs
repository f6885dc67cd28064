//! Every address of a node. A page is added here with the acts it performs; a test compares them with the node's acts.

use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};

use crate::state::WebState;
use crate::{
    admin, api, assets, casework, counting, desk, field, harm, import, intake, kinds, learning, money,
    monitoring, ops, pages, papers, people, practice, promises, public, research,
};

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
    staff("/exchange", &["list-exchange"], || get(desk::exchange::page)),
    staff("/exchange/{eid}", &["view-message"], || get(desk::network::message)),
    staff("/network", &["list-network"], || get(desk::network::page)),
    staff("/network/directory", &["view-directory"], || get(desk::directory::page)),
    staff("/network/directory/change", &["view-directory", "propose-directory"], || {
        get(desk::directory::form).post(desk::directory::send)
    }),
    staff("/network/directory/{id}", &["view-directory", "sign-directory"], || {
        get(desk::directory::sign_form).post(desk::directory::sign)
    }),
    staff("/network/directory/{id}/draft", &["export-directory-draft"], || get(desk::directory::draft)),
    staff("/network/matching", &["view-matching"], || get(desk::matching::page)),
    staff("/network/matching/key", &["view-matching", "make-guardian-key"], || {
        get(desk::matching::key_form).post(desk::matching::make_key)
    }),
    staff("/network/journal", &["export-log"], || get(desk::network::journal)),
    staff("/exchange/{eid}/evidence", &["export-evidence"], || get(desk::exchange::evidence)),
    staff("/requests", &["list-requests"], || get(desk::requests::page)),
    staff("/requests/new", &["list-receivers", "ask-information"], || {
        get(desk::requests::form).post(desk::requests::send)
    }),
    staff("/account", &["list-sessions", "change-password"], || {
        get(pages::account::page).post(pages::account::change_password)
    }),
    staff("/account/language", &["change-language"], || post(pages::account::change_language)),
    staff("/account/devices", &["end-session"], || post(pages::account::end_session)),
    staff("/account/second-factor", &["start-totp", "enrol-totp"], || {
        get(pages::second_factor::page).post(pages::second_factor::send)
    }),
    // Whoever wants to tell something.
    strangers("/lapor", &["file-report"], || get(public::report::form).post(public::report::send)),
    strangers("/lapor/kembali", &["open-receipt", "write-as-reporter"], || {
        get(public::returning::form).post(public::returning::send)
    }),
    strangers("/anak", &["file-report"], || get(harm::child::form).post(harm::child::send)),
    strangers("/konten", &[], || get(harm::public::page)),
    strangers("/rujukan", &["open-outside", "answer-outside"], || {
        get(public::outside::form).post(public::outside::send)
    }),
    // What looks ahead at links may come here as often as it likes: the page asks nothing and shows nothing.
    strangers("/rujukan/{number}", &["open-outside"], || get(public::outside::linked)),
    strangers("/pemberitahuan", &["open-notice-link", "answer-notice-link"], || {
        get(harm::notice_link::form).post(harm::notice_link::send)
    }),
    strangers("/pemberitahuan/{number}", &["open-notice-link"], || get(harm::notice_link::linked)),
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
    staff("/vettings", &["list-vettings", "open-vetting", "require-vetting"], || {
        get(admin::vettings::page).post(admin::vettings::send)
    }),
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
    machines("/log/checkpoint", || get(ops::checkpoint)),
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
    staff("/person/{id}/distinct", &["decide-duplicate"], || {
        get(casework::distinct::form).post(casework::distinct::send)
    }),
    staff("/person/{id}/unmerge", &["unmerge-people"], || {
        get(casework::merge::undo_form).post(casework::merge::undo)
    }),
    staff("/person/{id}/unhide", &["unhide-name"], || get(people::unhide::form).post(people::unhide::send)),
    staff("/person/{id}/compare", &["view-person"], || get(people::compare::page)),
    staff("/participation/new", &["add-participant", "view-person"], || {
        get(people::participant::form).post(people::participant::send)
    }),
    staff("/participation/{id}", &["view-case", "edit-participation"], || {
        get(people::participant_change::form).post(people::participant_change::send)
    }),
    staff("/participation/{id}/end", &["view-case", "end-participation"], || {
        get(people::participant_change::end_form).post(people::participant_change::end)
    }),
    staff("/family/new", &["open-family"], || {
        get(people::family_forms::new_form).post(people::family_forms::new_send)
    }),
    staff("/family/join", &["join-family"], || {
        get(people::family_forms::join_form).post(people::family_forms::join)
    }),
    staff("/family/leave", &["leave-family"], || {
        get(people::family_forms::leave_form).post(people::family_forms::leave)
    }),
    staff("/family/{id}", &["view-family"], || get(people::family::page)),
    staff("/family/{id}/edit", &["view-family", "edit-family"], || {
        get(people::family_forms::edit_form).post(people::family_forms::edit_send)
    }),
    staff("/family/{id}/consent", &["view-family", "list-receivers", "give-family-consent"], || {
        get(people::family_whole::consent_form).post(people::family_whole::consent)
    }),
    staff("/family/{id}/close", &["view-family", "close-family"], || {
        get(people::family_whole::close_form).post(people::family_whole::close)
    }),
    staff("/matches/{id}", &["match-tracing", "confirm-match"], || {
        get(people::matches::page).post(people::matches::send)
    }),
    staff("/conflict/{id}", &["settle-conflict"], || post(people::apart::settle)),
    staff("/person/{id}/erase", &["view-person", "erase-person"], || {
        get(casework::erase::form).post(casework::erase::send)
    }),
    // Consent, and how a matter moves.
    staff("/moves", &["list-moves"], || get(casework::moves::page)),
    staff("/case/many/assign", &["list-*", "list-receivers", "assign-cases"], || {
        get(casework::many::assign_form).post(casework::many::assign)
    }),
    staff("/case/many/refer-outside", &["list-*", "refer-cases-outside"], || {
        get(casework::many_outside::form).post(casework::many_outside::send)
    }),
    staff("/{kind}/many/assign", &["list-*", "list-receivers", "assign-parts"], || {
        get(casework::many_parts::form).post(casework::many_parts::send)
    }),
    staff("/case/many/refer", &["list-*", "list-receivers", "refer-cases"], || {
        get(casework::many::refer_form).post(casework::many::refer)
    }),
    staff("/case/{id}/consents", &["view-consents"], || get(casework::consents::page)),
    staff("/case/{id}/consent", &["view-consents", "list-receivers", "give-consent"], || {
        get(casework::give_consent::form).post(casework::give_consent::send)
    }),
    staff("/case/{id}/refer", &["view-*", "list-receivers", "refer-case"], || {
        get(casework::refer::refer_form).post(casework::refer::refer)
    }),
    staff("/case/{id}/directory", &["suggest-services", "list-receivers"], || get(casework::directory::page)),
    staff("/case/{id}/refer-outside", &["view-*", "list-receivers", "refer-outside"], || {
        get(casework::refer::outside_form).post(casework::refer::outside)
    }),
    staff("/referral/{id}/renew-outside", &["view-referral", "renew-outside"], || {
        get(casework::outside_link::renew_form).post(casework::outside_link::renew)
    }),
    staff("/referral/{id}/correct", &["view-referral", "correct-referral"], || {
        get(casework::correct::form).post(casework::correct::send)
    }),
    staff("/case/{id}/ask", &["ask-information"], || get(desk::requests::from_case)),
    staff("/case/{id}/match", &["list-receivers", "ask-match"], || {
        get(desk::matching::form).post(desk::matching::send)
    }),
    staff("/case/{id}/transfer", &["view-*", "list-receivers", "transfer-case"], || {
        get(casework::refer::transfer_form).post(casework::refer::transfer)
    }),
    staff("/case/{id}/request-transfer", &["view-*", "request-transfer"], || {
        get(casework::request_transfer::form).post(casework::request_transfer::send)
    }),
    // Case practice beyond the common pages.
    staff("/safety-plan/{id}/card", &["view-safety-plan"], || get(practice::card::page)),
    staff("/conference/{id}/decision", &["view-conference", "list-posts", "add-decision"], || {
        get(practice::decision::form).post(practice::decision::send)
    }),
    staff(
        "/conference/{id}/seats",
        &[
            "view-conference",
            "view-case",
            "list-seats",
            "list-posts",
            "list-receivers",
            "seat-member",
            "note-attendance",
            "unseat-member",
        ],
        || get(practice::seats::page).post(practice::seats::send),
    ),
    staff("/places", &["list-places", "edit-place"], || {
        get(practice::places::page).post(practice::places::send)
    }),
    staff("/places/new", &["open-place"], || get(practice::places::form).post(practice::places::open)),
    staff("/service/{id}/place", &["list-places", "take-place", "leave-place"], || {
        get(practice::place::form).post(practice::place::send)
    }),
    staff("/legal-board", &["list-legal-board"], || get(practice::legal_board::page)),
    staff("/{kind}/{id}/assign", &["assign-*", "list-posts"], || {
        get(casework::assign::form).post(casework::assign::send)
    }),
    staff("/{kind}/{id}/break-glass", &["break-glass"], || {
        get(casework::break_glass::form).post(casework::break_glass::send)
    }),
    staff("/{kind}/{id}/answer", &["answer-reporter", "view-*", "answer-*"], || {
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
    staff("/{kind}/{id}/next-step", &["set-next-step"], || {
        get(desk::next_step::form).post(desk::next_step::send)
    }),
    staff("/{kind}/{id}/notes", &["list-notes", "write-note", "widen-note"], || {
        get(desk::notes::page).post(desk::notes::send)
    }),
    staff("/calendar", &["view-calendar", "start-feed", "end-feed"], || {
        get(desk::calendar::page).post(desk::calendar::send)
    }),
    Route {
        path: "/calendar-feed/{token}",
        acts: &["read-feed"],
        to: To::Machines,
        handler: || get(desk::calendar::feed),
    },
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
    // The intake desk, papers and the rights of the person.
    staff("/calls/new", &["log-call", "check-caller"], || get(intake::call::form).post(intake::call::send)),
    staff("/triage", &["view-board"], || get(intake::board::page)),
    staff(
        "/roster",
        &[
            "view-roster",
            "plan-shifts",
            "drop-shift",
            "set-duty-hours",
            "open-emergency-line",
            "assure-emergency-line",
            "retire-emergency-line",
            "set-clock",
        ],
        || get(intake::roster::page).post(intake::roster::send),
    ),
    staff("/processing", &["view-processing"], || get(papers::processing::page)),
    staff("/person/{id}/rights", &["view-person", "open-subject-request"], || {
        get(papers::request::form).post(papers::request::send)
    }),
    staff("/{kind}/{id}/clock", &["meet-clock"], || get(intake::clocks::form).post(intake::clocks::send)),
    staff("/{kind}/{id}/same", &["view-report", "merge-reports"], || {
        get(intake::compare::form).post(intake::compare::send)
    }),
    staff("/{kind}/{id}/unmerge", &["unmerge-reports"], || {
        get(intake::compare::undo_form).post(intake::compare::undo)
    }),
    staff("/{kind}/{id}/reporter", &["view-reporter", "view-report"], || get(intake::reporter::page)),
    staff("/{kind}/{id}/slip", &["view-report"], || get(papers::slip::page)),
    staff("/{kind}/{id}/letter", &["view-case", "open-document"], || {
        get(papers::letter::form).post(papers::letter::send)
    }),
    staff("/{kind}/{id}/incoming", &["view-case", "open-document"], || {
        get(papers::incoming::form)
            .post(papers::incoming::send)
            .layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/{kind}/{id}/print", &["view-document"], || get(papers::print::page)),
    staff("/{kind}/{id}/copy", &["access-copy"], || get(papers::copy::page)),
    // The data centre.
    staff("/data-centre", &["view-data-centre", "gather-lists", "keep-linkage"], || {
        get(counting::home::page).post(counting::home::link)
    }),
    staff("/data-centre/deliver", &["deliver-list"], || {
        get(counting::deliver::form)
            .post(counting::deliver::send)
            .layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/lists-sent", &["list-sent-lists"], || get(counting::send::page)),
    staff("/lists-sent/new", &["list-sent-lists", "send-list"], || {
        get(counting::send::form).post(counting::send::send).layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/data-centre/dashboard", &["view-dashboard"], || get(counting::dashboard::page)),
    staff("/data-centre/reconcile", &["reconcile-figure"], || get(counting::reconcile::page)),
    staff("/data-centre/records", &["list-cell-records"], || get(counting::reconcile::records)),
    staff("/data-centre/change", &["explain-change"], || get(counting::change::page)),
    staff("/data-centre/pairs", &["list-pairs"], || get(counting::pairs::page)),
    staff("/data-centre/pairs/{id}", &["view-pair", "decide-pair", "undo-decision"], || {
        get(counting::pairs::pair).post(counting::pairs::decide)
    }),
    staff("/data-centre/run/{id}", &["view-linkage", "gather-lists"], || {
        get(counting::run::page).post(counting::run::again)
    }),
    staff("/data-centre/estimate", &["view-estimates", "gather-overlaps", "keep-estimate"], || {
        get(counting::estimates::list).post(counting::estimates::make)
    }),
    staff("/data-centre/estimate/{id}", &["view-estimate"], || get(counting::estimates::page)),
    staff("/data-centre/release/new", &["count-release", "keep-release"], || {
        get(counting::release::form).post(counting::release::send)
    }),
    staff("/data-centre/release/{id}", &["view-release"], || get(counting::release::page)),
    staff("/data-centre/release/{id}/{form}", &["view-release"], || get(counting::release::file)),
    strangers("/terbitan", &[], || get(counting::published::list)),
    strangers("/terbitan/{id}", &[], || get(counting::published::one)),
    // The research desk.
    staff(
        "/data-centre/research",
        &["view-research-ledger", "grant-budget", "gather-firsts", "make-records"],
        || get(research::ledger::page).post(research::ledger::send),
    ),
    staff("/research", &["view-research-desk"], || get(research::desk::list)),
    staff("/research/new", &["request-data"], || get(research::ask::form).post(research::ask::send)),
    staff("/research/{id}", &["view-research-desk", "gather-firsts", "build-table"], || {
        get(research::desk::one).post(research::desk::build)
    }),
    staff("/research/{id}/table/{table}", &["view-research-table"], || get(research::table::page)),
    staff("/research/{id}/records/{records}", &["take-records"], || get(research::table::records)),
    // Programmes and money.
    staff("/money", &["view-money"], || get(money::books)),
    staff("/money/organisations", &["view-organisations"], || get(money::organisations)),
    staff("/money/organisations/iati", &["export-organisations"], || get(money::organisations_file)),
    staff("/money/organisations/own", &["export-own-organisation"], || get(money::own_organisation)),
    staff("/money/import", &["import-iati", "import-organisations"], || {
        get(money::import_form).post(money::import).layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/programme/{id}/iati", &["export-iati"], || get(money::export)),
    // Monitoring.
    staff("/monitoring", &["view-monitoring"], || get(monitoring::home)),
    staff("/monitoring/agency", &["view-agency"], || get(monitoring::agency)),
    staff("/monitoring/indicator/{id}", &["view-observations"], || get(monitoring::indicator::page)),
    staff("/monitoring/import", &["import-observations"], || {
        get(monitoring::import::form)
            .post(monitoring::import::send)
            .layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/monitoring/rule/{id}", &["view-trial"], || get(monitoring::trial)),
    staff("/monitoring/funding", &["view-funding", "note-rate"], || {
        get(monitoring::funding::page).post(monitoring::funding::note)
    }),
    staff("/monitoring/treaty", &["view-treaty-report"], || get(monitoring::treaty)),
    staff("/brief/{id}/read", &["read-brief"], || get(monitoring::brief::read)),
    staff("/brief/{id}/pdf", &["read-brief"], || get(monitoring::paper::read)),
    strangers("/publik/indikator", &[], || get(monitoring::public::list)),
    strangers("/publik/indikator/{id}", &[], || get(monitoring::public::one)),
    machines("/publik/indikator/{id}/{form}", || get(monitoring::public::file)),
    strangers("/publik/ringkasan", &[], || get(monitoring::brief::list)),
    strangers("/publik/ringkasan/{id}", &[], || get(monitoring::brief::public)),
    strangers("/publik/ringkasan/{id}/pdf", &[], || get(monitoring::paper::public)),
    // The network's memory.
    staff("/promises", &["view-promises"], || get(promises::home)),
    staff("/promises/listings", &["import-listings"], || {
        get(promises::listings::form)
            .post(promises::listings::send)
            .layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/promises/import", &["import-roadmap"], || {
        get(promises::roadmap_form).post(promises::roadmap).layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/promises/profile", &["import-profile"], || {
        get(promises::profile::form)
            .post(promises::profile::send)
            .layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/promises/frameworks", &["adopt-framework"], || {
        get(promises::frameworks::list).post(promises::frameworks::adopt)
    }),
    staff("/policy-draft/{id}/commitments", &["view-ties", "make-commitments"], || {
        get(promises::frameworks::back).post(promises::frameworks::make)
    }),
    staff(
        "/promises/{id}",
        &["view-ties", "tie-entries", "untie-entries", "publish-entry", "withdraw-entry"],
        || get(promises::ties).post(promises::tie),
    ),
    staff("/promises/{id}/comment", &["comment-commitment"], || {
        get(promises::comment_form).post(promises::comment)
    }),
    staff("/instruments", &["view-instruments", "confirm-state-acts"], || {
        get(promises::instruments::page).post(promises::instruments::confirm)
    }),
    staff("/gaps", &["view-gaps"], || get(promises::gaps::page)),
    strangers("/direktori", &[], || get(promises::directory::list)),
    strangers("/direktori/{id}", &[], || get(promises::directory::one)),
    machines("/hsds/", || get(promises::hsds::about)),
    machines("/hsds/services", || get(promises::hsds::services)),
    machines("/hsds/services/{id}", || get(promises::hsds::service)),
    machines("/hsds/organizations", || get(promises::hsds::organizations)),
    machines("/hsds/organizations/{id}", || get(promises::hsds::organization)),
    machines("/hsds/service_at_locations", || get(promises::hsds::at_locations)),
    machines("/hsds/service_at_locations/{id}", || get(promises::hsds::at_location)),
    machines("/hsds/taxonomies", || get(promises::hsds::taxonomies)),
    machines("/hsds/taxonomies/{id}", || get(promises::hsds::taxonomy)),
    machines("/hsds/taxonomy_terms", || get(promises::hsds::taxonomy_terms)),
    machines("/hsds/taxonomy_terms/{id}", || get(promises::hsds::taxonomy_term)),
    machines("/hsds/package.zip", || get(promises::hsds::package)),
    strangers("/istilah", &[], || get(promises::glossary::form).post(promises::glossary::send)),
    strangers("/instrumen", &[], || get(promises::instruments::public)),
    strangers("/janji", &[], || get(promises::tracker::list)),
    strangers("/janji/{id}", &[], || get(promises::tracker::one)),
    // Online harm, platforms and money.
    staff("/hash-lists", &["list-hash-lists", "subscribe-hash-list"], || {
        get(harm::lists::page).post(harm::lists::subscribe)
    }),
    staff("/hash-lists/look-up", &["look-up-hash"], || get(harm::lists::look_form).post(harm::lists::look)),
    staff("/hash-lists/new", &["open-hash-list"], || get(harm::lists::new_form).post(harm::lists::new)),
    staff("/hash-lists/judge", &["judge-hash"], || get(harm::lists::judge_form).post(harm::lists::judge)),
    staff("/hash-lists/{id}", &["change-hash-list"], || {
        get(harm::lists::change_form).post(harm::lists::change)
    }),
    staff("/hash-lists/{id}/share", &["share-hash-list"], || {
        get(harm::sharing::share_form).post(harm::sharing::share)
    }),
    staff("/hash-lists/{id}/tell", &["tell-list-owner"], || {
        get(harm::sharing::tell_form).post(harm::sharing::tell)
    }),
    staff("/content-report/take", &["take-content-file"], || {
        get(harm::content_file::form).post(harm::content_file::send)
    }),
    staff("/flaggers", &["view-flaggers"], || get(harm::flaggers::page)),
    staff("/case/{id}/links", &["view-links"], || get(harm::links::page)),
    staff("/case/{id}/htcds", &["view-*", "export-htcds"], || get(harm::htcds::form).post(harm::htcds::send)),
    staff("/content-notice/{id}/link", &["view-*", "send-notice-link"], || {
        get(harm::notice_link::issue_form).post(harm::notice_link::issue)
    }),
    staff("/transaction-report/{id}/match", &["view-*", "match-transactions"], || {
        get(harm::transactions::form).post(harm::transactions::send)
    }),
    staff("/overlaps", &["check-overlap"], || get(harm::overlaps::form).post(harm::overlaps::send)),
    staff("/content-report/{id}/file", &["make-file"], || get(harm::files::form).post(harm::files::send)),
    staff("/transaction-report/take", &["take-goaml"], || get(harm::goaml::form).post(harm::goaml::send)),
    staff("/transaction-report/{id}/goaml", &["write-goaml"], || {
        get(harm::goaml::out_form).post(harm::goaml::out)
    }),
    // Matching as other programs ask for it.
    everybody("/m/lookup", &["look-up-hash"], || get(harm::matching::lookup)),
    everybody("/m/raw_lookup", &["look-up-hash"], || get(harm::matching::raw)),
    // Field work: form apps, devices, forms, submissions.
    machines("/openrosa/formList", || get(field::openrosa::form_list)),
    machines("/openrosa/form", || get(field::openrosa::form)),
    Route {
        path: "/openrosa/manifest",
        acts: &["list-visits"],
        to: To::Machines,
        handler: || get(field::openrosa::manifest),
    },
    Route {
        path: "/openrosa/media/{file}",
        acts: &["list-visits"],
        to: To::Machines,
        handler: || get(field::openrosa::media),
    },
    Route {
        path: "/openrosa/submission",
        acts: &["receive-submission", "settle-submission"],
        to: To::Machines,
        handler: || {
            post(field::openrosa::submit)
                .head(field::openrosa::ready)
                .layer(DefaultBodyLimit::max(field::LIMIT))
        },
    },
    // The offline app. What is sealed says itself which device it is from.
    machines("/app", || get(field::offline::files::door)),
    machines("/app/", || get(field::offline::files::page)),
    machines("/app/app.js", || get(field::offline::files::script)),
    machines("/app/worker.js", || get(field::offline::files::worker)),
    machines("/app/manifest.webmanifest", || get(field::offline::files::manifest)),
    machines("/app/kinds", || get(field::offline::kinds::show)),
    machines("/app/device", || get(field::offline::carry::device)),
    machines("/app/hello", || post(field::offline::queue::hello)),
    Route {
        path: "/app/again",
        acts: &["*-*", "keep-queued", "receive-submission", "settle-submission"],
        to: To::Machines,
        handler: || post(field::offline::queue::again),
    },
    Route {
        path: "/app/cases",
        acts: &["list-*"],
        to: To::Machines,
        handler: || get(field::offline::carry::cases),
    },
    Route {
        path: "/app/desk",
        acts: &["list-*", "view-*", "list-moves", "review-handover"],
        to: To::Machines,
        handler: || get(field::offline::desk::desk),
    },
    Route {
        path: "/app/posts",
        acts: &["list-receivers"],
        to: To::Machines,
        handler: || get(field::offline::desk::posts),
    },
    machines("/app/forms", || get(field::offline::desk::forms)),
    Route {
        path: "/app/form",
        acts: &["list-visits"],
        to: To::Machines,
        handler: || get(field::offline::desk::form),
    },
    machines("/app/forms.js", || get(field::offline::files::engine)),
    Route {
        path: "/app/carry",
        acts: &["carry-case", "view-*", "list-notes"],
        to: To::Machines,
        handler: || post(field::offline::carry::carry),
    },
    Route {
        path: "/app/queue",
        acts: &["*-*", "keep-queued", "receive-submission", "settle-submission"],
        to: To::Machines,
        handler: || post(field::offline::queue::take).layer(DefaultBodyLimit::max(field::offline::LIMIT)),
    },
    staff("/field/queue", &["list-submissions", "keep-queued"], || {
        get(field::offline::bring::page)
            .post(field::offline::bring::send)
            .layer(DefaultBodyLimit::max(import::upload::LIMIT))
    }),
    staff("/field/devices", &["list-devices", "open-device", "end-device"], || {
        get(field::devices::page).post(field::devices::send)
    }),
    staff("/field/forms", &["list-forms"], || get(field::library::list)),
    staff("/field/forms/new", &["view-form", "publish-form"], || {
        get(field::library::form).post(field::library::send).layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/field/forms/primero", &[], || {
        get(field::primero::page)
            .post(field::primero::send)
            .layer(DefaultBodyLimit::max(import::upload::LIMIT))
    }),
    staff("/field/forms/{form}", &["view-form", "list-posts", "offer-form"], || {
        get(field::form::page).post(field::form::send)
    }),
    Route {
        path: "/gateway/{id}",
        acts: &["file-message", "open-receipt"],
        to: To::Machines,
        handler: || post(field::gateway::take).layer(DefaultBodyLimit::max(node::field::LONGEST_MESSAGE)),
    },
    staff("/admin/gateways", &["list-gateways", "open-gateway", "end-gateway"], || {
        get(field::gateways::page).post(field::gateways::send)
    }),
    staff("/outreach", &["view-coverage"], || get(field::outreach::page)),
    staff("/submissions", &["list-submissions"], || get(field::submissions::page)),
    staff("/submissions/{id}", &["review-submission", "settle-submission", "view-*"], || {
        get(field::submission::page).post(field::submission::decide)
    }),
    // Learning: one's own, by post, sessions, campaigns; and what the public reads.
    staff("/learning", &["view-learning"], || get(learning::home::page)),
    staff("/learning/enrol", &["enrol-post"], || post(learning::home::enrol)),
    staff("/learning/badge/{id}", &["take-badge"], || get(learning::home::badge)),
    staff("/learning/test/{id}", &["view-test", "sit-test"], || {
        get(learning::home::test).post(learning::home::sit)
    }),
    staff("/first-days", &["first-days"], || get(learning::days::page)),
    staff("/training", &["view-training"], || get(learning::training::page)),
    staff("/training/need", &["view-training", "set-requirement"], || {
        get(learning::training::form).post(learning::training::send)
    }),
    staff(
        "/training-session/{id}/people",
        &["view-session", "list-posts", "record-results", "enrol-post", "revoke-badge"],
        || get(learning::sheet::page).post(learning::sheet::send),
    ),
    staff("/training-session/{id}/sheet", &["record-results"], || {
        post(learning::sheet::upload).layer(DefaultBodyLimit::max(import::FORM_LIMIT))
    }),
    staff("/campaign/{id}/check", &["check-campaign"], || get(learning::campaign::check)),
    staff("/topics/{id}", &["open-topic", "close-topic"], || {
        get(learning::campaign::topic).post(learning::campaign::open)
    }),
    strangers("/suara", &[], || get(learning::views::list)),
    strangers("/suara/{id}", &["tell-view"], || get(learning::views::one).post(learning::views::send)),
    strangers("/lencana", &[], || get(learning::badge::form).post(learning::badge::check)),
    machines("/lencana/kunci.json", || get(learning::badge::keys)),
    machines("/lencana/penerbit.json", || get(learning::badge::issuer)),
    machines("/lencana/status/{list}", || get(learning::badge::status)),
    strangers("/belajar", &[], || get(learning::pages::list)),
    strangers("/belajar/{slug}", &[], || get(learning::pages::one)),
    strangers("/belajar/{slug}/sisip", &[], || get(learning::pages::embed)),
    strangers("/data", &[], || get(learning::open_data::page)),
    machines("/data/{file}", || get(learning::open_data::file)),
    machines("/data/rilis/{id}/{form}", || get(learning::open_data::release)),
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
