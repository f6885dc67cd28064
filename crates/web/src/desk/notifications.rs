//! `/notifications`: what one's posts were told, grouped by what it is; it never says about whom.

use askama::Template;
use axum::extract::State;
use node::acts::desk::{ListNotifications, NotificationRow, ReadNotifications};

use super::ids;
use crate::error::Answer;
use crate::frame::{Frame, done, draw};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/notifications.html")]
struct NotificationsPage {
    f: Frame,
    unread: i64,
    groups: Vec<Group>,
}

/// News of one sort.
struct Group {
    title: String,
    rows: Vec<Row>,
    fresh: usize,
    ids: Vec<String>,
}

/// One of them.
struct Row {
    href: Option<String>,
    what: String,
    code: String,
    post: String,
    when: String,
    read: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let told = state.node.perform(&who.session.actor, ListNotifications).await?;
    let f = Frame::of(&state, &who);
    let mut groups: Vec<Group> = Vec::new();
    for row in &told.rows {
        let title = f.t(key(&row.code)).into_owned();
        let at = groups.iter().position(|group| group.title == title).unwrap_or_else(|| {
            groups.push(Group { title, rows: Vec::new(), fresh: 0, ids: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            if !row.read {
                group.fresh += 1;
                group.ids.push(row.id.to_string());
            }
            group.rows.push(said(&f, row));
        }
    }
    draw(&NotificationsPage { unread: told.unread, groups, f })
}

pub(crate) async fn read(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let act = ReadNotifications { ids: ids(&posted, "id") };
    state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, "/notifications", "read-notifications"))
}

fn said(f: &Frame, row: &NotificationRow) -> Row {
    let matter = row.matter.as_ref();
    Row {
        href: match row.code.as_str() {
            // What has ended is no longer open to everybody who took part; the list of moves says what became of it.
            "move-revoked" | "move-expired" | "move-rejected" | "consent-withdrawn" => Some(f.url("/moves")),
            // Whoever looked explains it on a page of their own.
            "access-explain" => Some(f.url("/my-looks")),
            "uncovered-hour" => Some(f.url("/roster")),
            "training-gap" => Some(f.url("/learning")),
            "rule-alert-digest" => Some(f.url("/monitoring")),
            "pairs-wait" => Some(f.url("/data-centre/pairs")),
            _ => matter.filter(|_| row.open).map(|(kind, id, _)| f.url(&format!("/{kind}/{id}"))),
        },
        what: matter.map(|(kind, ..)| f.t(&format!("kind-{kind}")).into_owned()).unwrap_or_default(),
        code: matter.map(|(_, _, code)| code.clone()).unwrap_or_default(),
        post: row.post.clone(),
        when: say::ago(f.words, row.at, f.now),
        read: row.read,
    }
}

/// What is told, and its words.
const TOLD: &[(&str, &str)] = &[
    ("assigned", "told-assigned"),
    ("commitment-commented", "told-commitment-commented"),
    ("listing-unsure", "told-listing-unsure"),
    ("policy-review-due", "told-policy-review-due"),
    ("evidence-due", "told-evidence-due"),
    ("agreement-ends", "told-agreement-ends"),
    ("agreement-over", "told-agreement-over"),
    ("venue-visit-due", "told-venue-visit-due"),
    ("training-gap", "told-training-gap"),
    ("listing-hidden", "told-listing-hidden"),
    ("glass-broken", "told-glass-broken"),
    ("field-conflict", "told-field-conflict"),
    ("guardian-suspect", "told-guardian-suspect"),
    ("likely-guardian", "told-likely-guardian"),
    ("name-unhidden", "told-name-unhidden"),
    ("no-living-holder", "told-custody-vacant"),
    ("custody-vacant", "told-custody-vacant"),
    ("handover-due", "told-handover-due"),
    ("handover-offered", "told-handover-offered"),
    ("handover-accepted", "told-handover-accepted"),
    ("handover-contested", "told-handover-contested"),
    ("handover-assigned", "told-handover-assigned"),
    ("mandate-transfer", "told-mandate-transfer"),
    ("overdue", "told-overdue"),
    ("overdue-above", "told-overdue-above"),
    ("stalled", "told-stalled"),
    ("stalled-above", "told-stalled-above"),
    ("approval-asked", "told-approval-asked"),
    ("approval-given", "told-approval-given"),
    ("approval-refused", "told-approval-refused"),
    ("access-review", "told-access-review"),
    ("access-explain", "told-access-explain"),
    ("access-explained", "told-access-explained"),
    ("clock-escalated", "told-clock-escalated"),
    ("clock-missed", "told-clock-missed"),
    ("assignment-accepted", "told-assignment-accepted"),
    ("assignment-contested", "told-assignment-contested"),
    ("move-rejected", "told-move-rejected"),
    ("move-revoked", "told-move-revoked"),
    ("move-unanswered", "told-move-unanswered"),
    ("move-expired", "told-move-expired"),
    ("referral", "told-referral"),
    ("referral-accepted", "told-referral-accepted"),
    ("referral-done", "told-referral-done"),
    ("referral-redirected", "told-referral-redirected"),
    ("transfer", "told-transfer"),
    ("transfer-accepted", "told-transfer-accepted"),
    ("transfer-request", "told-transfer-request"),
    ("transfer-request-accepted", "told-transfer-request-accepted"),
    ("consent-review", "told-consent-review"),
    ("consent-expiring", "told-consent-expiring"),
    ("consent-withdrawn", "told-consent-withdrawn"),
    ("legal-basis", "told-legal-basis"),
    ("child-unseen", "told-child-unseen"),
    ("reopen-proposed", "told-reopen-proposed"),
    ("report-merged", "told-report-merged"),
    ("part-recorded", "told-part-recorded"),
    ("outside-opened", "told-outside-opened"),
    ("outside-locked", "told-outside-locked"),
    ("hearing-soon", "told-hearing-soon"),
    ("vetting-due", "told-vetting-due"),
    ("staff-vetting-asked", "told-staff-vetting-asked"),
    ("staff-vetting-due", "told-staff-vetting-due"),
    ("staff-vetting-own", "told-staff-vetting-own"),
    ("staff-vetting-expired", "told-staff-vetting-expired"),
    ("staff-vetting-barred", "told-staff-vetting-barred"),
    ("place-free", "told-place-free"),
    ("uncovered-hour", "told-uncovered-hour"),
    ("rule-alert-opened", "told-rule-alert-opened"),
    ("rule-alert-digest", "told-rule-alert-digest"),
    ("retention-due", "told-retention-due"),
    ("pairs-wait", "told-pairs-wait"),
    ("data-request-ended", "told-data-request-ended"),
    ("data-requested", "told-data-requested"),
    ("data-refused", "told-data-refused"),
    ("desk-open", "told-desk-open"),
    ("records-ready", "told-records-ready"),
    ("identity-asked", "told-identity-asked"),
    ("identity-answered", "told-identity-answered"),
    ("incoming-referral", "told-incoming-referral"),
    ("incoming-referral-corrected", "told-incoming-referral-corrected"),
    ("incoming-referral-told", "told-incoming-referral-told"),
    ("incoming-referral-revoked", "told-incoming-referral-revoked"),
    ("undelivered", "told-undelivered"),
    ("incoming-transfer", "told-incoming-transfer"),
    ("incoming-transfer-came", "told-incoming-transfer-came"),
    ("incoming-transfer-revoked", "told-incoming-transfer-revoked"),
    ("list-came", "told-list-came"),
    ("security-check-due", "told-security-check-due"),
    ("directory-waits", "told-directory-waits"),
    ("transfer-said-yes", "told-transfer-said-yes"),
    ("incoming-rfi", "told-incoming-rfi"),
    ("incoming-rfi-withdrawn", "told-incoming-rfi-withdrawn"),
    ("rfi-answered", "told-rfi-answered"),
    ("match-query", "told-match-query"),
    ("match-hit", "told-match-hit"),
    ("match-contacted", "told-match-contacted"),
    ("submission-kept", "told-submission-kept"),
    ("incoming-alert", "told-incoming-alert"),
    ("incoming-alert-recalled", "told-incoming-alert-recalled"),
    ("notice-appealed", "told-notice-appealed"),
    ("notice-answered", "told-notice-answered"),
    ("content-moved", "told-content-moved"),
    ("content-told", "told-content-told"),
    ("hold-ended", "told-hold-ended"),
    ("incoming-notice", "told-incoming-notice"),
    ("incoming-notice-again", "told-incoming-notice-again"),
    ("hash-recalled", "told-hash-recalled"),
    ("overlap", "told-overlap"),
    ("overlap-contact", "told-overlap-contact"),
    ("overlap-query", "told-overlap-query"),
    ("overlap-query-objected", "told-overlap-query-objected"),
    ("sector-lead", "told-sector-lead"),
    ("lead-grew", "told-lead-grew"),
    ("notice-link-opened", "told-notice-link-opened"),
    ("notice-link-locked", "told-notice-link-locked"),
    ("hash-list-shared", "told-hash-list-shared"),
    ("hash-list-ended", "told-hash-list-ended"),
    ("hash-submission", "told-hash-submission"),
    ("hash-challenge", "told-hash-challenge"),
    ("challenge-answered", "told-challenge-answered"),
    ("submission-answered", "told-submission-answered"),
    ("transaction-feedback", "told-transaction-feedback"),
    ("feedback-arrived", "told-feedback-arrived"),
    ("feedback-failed", "told-feedback-failed"),
    ("transaction-party-named", "told-transaction-party-named"),
];

/// The words of what was told. A code of another program version says that something waits.
fn key(code: &str) -> &'static str {
    TOLD.iter().find(|(known, _)| *known == code).map_or("told-something", |(_, key)| key)
}
