//! `/referral/{id}`, `/transfer/{id}`, …: one move, with what may be done about it.

use askama::Template;
use model::{DataGroup, KindMeta};
use node::Error;
use node::acts::Viewed;
use node::acts::moves::{LinkState, OfferView};

use crate::desk::exchange;
use crate::error::Answer;
use crate::forms::group_title;
use crate::frame::{Frame, draw};
use crate::kinds::act_slug;
use crate::kinds::history::{self, Entry};
use crate::kinds::view::{Fields, fields_of};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/offer.html")]
struct OfferPage {
    f: Frame,
    kind: String,
    code: String,
    state: Badge,
    clock: Option<Badge>,
    urgent: Option<Badge>,
    /// What is going on, in a sentence.
    lead: String,
    lines: Vec<(String, String)>,
    groups: Vec<String>,
    /// The matter that is moved.
    matter: Option<(String, String)>,
    past_consent: Option<(String, String)>,
    steps: Vec<(String, String)>,
    /// Whom else to ask, after a no.
    again: Option<String>,
    fields: Fields,
    history: Vec<Entry>,
    looks: usize,
}

pub(super) fn page(state: &WebState, who: &SignedIn, meta: &'static KindMeta, viewed: &Viewed) -> Answer {
    let offer = viewed.offer.as_ref().ok_or(Error::NotFound)?;
    let f = Frame::of(state, who);
    let (words, envelope) = (f.words, &viewed.envelope);
    let history = history::entries(&f, who, meta, viewed);
    let waits = envelope.state == "in_progress";
    let page = OfferPage {
        kind: words.t(&format!("kind-{}", meta.slug)).into_owned(),
        code: envelope.code.clone(),
        state: say::state(words, meta, &envelope.state, &envelope.phase),
        clock: waits.then(|| say::due_soon(words, offer.respond_by, f.now)),
        urgent: viewed
            .record
            .text("urgent")
            .parse::<bool>()
            .is_ok_and(|urgent| urgent)
            .then(|| Badge { text: words.code("priority", "urgent").to_owned(), tone: "urgent" }),
        lead: f.t(lead(meta.slug, &envelope.state, offer.mine)).into_owned(),
        lines: lines(&f, meta.slug, offer),
        groups: groups(&f, meta.slug, offer),
        matter: offer.matter.as_ref().map(|matter| {
            let label = format!("{} {}", words.t(&format!("kind-{}", matter.kind)), matter.code);
            (label, f.url(&format!("/{}/{}", matter.kind, matter.id)))
        }),
        past_consent: offer.past_consent.clone(),
        steps: steps(&f, meta, viewed),
        again: (["rejected", "redirected", "expired"].contains(&envelope.state.as_str()) && !offer.mine)
            .then(|| again(&f, meta, viewed))
            .flatten(),
        fields: fields_of(&f, viewed),
        looks: history.iter().filter(|entry| entry.look).count(),
        history,
        f,
    };
    draw(&page)
}

fn again(f: &Frame, meta: &KindMeta, viewed: &Viewed) -> Option<String> {
    let verb = match meta.slug {
        "referral" => "refer",
        "transfer" => "transfer",
        _ => return None,
    };
    Some(f.url(&format!("/case/{}/{verb}", viewed.envelope.root)))
}

/// What somebody has to know first.
fn lead(kind: &str, state: &str, mine: bool) -> &'static str {
    match (kind, state, mine) {
        ("assignment", "in_progress", true) => "offer-assignment-mine",
        ("transfer", "in_progress", true) => "offer-transfer-mine",
        ("transfer-request", "in_progress", true) => "offer-request-mine",
        (_, "in_progress", true) => "offer-referral-mine",
        (_, "in_progress", false) => "offer-waits",
        (_, "accepted", true) => "offer-accepted-mine",
        ("referral", "accepted", false) => "offer-accepted",
        _ => "offer-ended",
    }
}

fn lines(f: &Frame, kind: &str, offer: &OfferView) -> Vec<(String, String)> {
    let words = f.words;
    let time = |at: Option<model::Timestamp>| at.map(|at| say::time(words, at));
    let shares = matches!(kind, "referral" | "transfer");
    let all = [
        ("offer-from", Some(offer.from.clone())),
        ("offer-to", Some(offer.to.clone())),
        ("offer-at", time(Some(offer.offered_at))),
        ("offer-by", time(Some(offer.respond_by))),
        ("offer-answered", time(offer.responded_at)),
        ("offer-ended-at", time(offer.ended_at)),
        ("offer-escalated", time(offer.escalated_at)),
        (
            "exchange-delivery",
            offer
                .delivery
                .as_ref()
                .map(|sent| exchange::words(f, &sent.state, sent.receipt.as_deref(), sent.at)),
        ),
        ("outside-state", offer.outside.as_ref().map(|link| outside(f, link))),
        ("offer-basis", shares.then(|| words.code("share-basis", &offer.basis).to_owned())),
    ];
    all.into_iter().filter_map(|(key, text)| Some((f.t(key).into_owned(), text?))).collect()
}

/// How far a link has come: nobody has opened it, somebody has, or nobody can.
fn outside(f: &Frame, link: &LinkState) -> String {
    let time = |key: &str, at| f.words.with(key, &[("when", &say::time(f.words, at))]).into_owned();
    match (link.locked_at, link.opened_at, link.seen_at) {
        (Some(at), ..) => time("outside-state-locked", at),
        (None, Some(_), Some(seen)) => time("outside-state-seen", seen),
        (None, Some(at), None) => time("outside-state-seen", at),
        _ if link.expires_at <= f.now => f.t("outside-state-expired").into_owned(),
        _ => time("outside-state-waits", link.expires_at),
    }
}

fn groups(f: &Frame, kind: &str, offer: &OfferView) -> Vec<String> {
    if kind != "referral" {
        return Vec::new();
    }
    let shared =
        DataGroup::ALL.into_iter().filter(|group| *group != DataGroup::Record && offer.groups.has(*group));
    shared.map(|group| group_title(f.words, group)).collect()
}

fn steps(f: &Frame, meta: &KindMeta, viewed: &Viewed) -> Vec<(String, String)> {
    let all = viewed.steps.iter().map(|step| {
        let href = format!("/{}/{}/{}", meta.slug, viewed.envelope.id, step.action.replace('_', "-"));
        (f.t(&act_slug(step.action, meta.slug)).into_owned(), f.url(&href))
    });
    let link = viewed.offer.as_ref().filter(|_| viewed.envelope.phase != "closed");
    let renew = link.and_then(|offer| offer.outside).map(|_| {
        let href = format!("/referral/{}/renew-outside", viewed.envelope.id);
        (f.t("renew-outside").into_owned(), f.url(&href))
    });
    // What another node was told does not follow the case by itself.
    let told = viewed.envelope.state == "accepted" && viewed.steps.iter().any(|step| step.action == "revoke");
    let correct = viewed.offer.as_ref().filter(|offer| told && offer.delivery.is_some()).map(|_| {
        let href = format!("/referral/{}/correct", viewed.envelope.id);
        (f.t("correct-referral").into_owned(), f.url(&href))
    });
    renew.into_iter().chain(correct).chain(all).collect()
}
