//! `/case/{id}/directory`: services of the directory that may help this child, those that fit first; each leads to a referral.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use model::{Id, codes};
use node::access::holds_right;
use node::acts::exchange::{ListSharedServices, SharedService};
use node::acts::moves::{Fits, Receiver, SuggestServices, SuggestedService};

use super::{OnePath, receivers};
use crate::error::Answer;
use crate::forms::Choice;
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "casework/directory.html")]
struct DirectoryPage {
    f: Frame,
    case: String,
    types: Vec<Choice>,
    rows: Vec<Row>,
    shared: Vec<Shared>,
}

/// One service that another member says it gives.
struct Shared {
    name: String,
    source: String,
    facts: String,
    access: String,
    refer: Option<String>,
}

/// One service.
struct Row {
    name: String,
    code: String,
    /// Type, organisation, ages, region and the like, in one line.
    facts: Vec<String>,
    contact: Option<String>,
    fits: Vec<Badge>,
    refer: String,
    /// Whether its organisation is not on the network.
    outside: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, path: OnePath, uri: Uri) -> Answer {
    let service_type = query(&uri, "type").filter(|text| !text.is_empty());
    let chosen = service_type.clone().unwrap_or_default();
    let act = SuggestServices { case: path.0, service_type };
    let shared = ListSharedServices { service_type: act.service_type.clone() };
    let found = state.node.perform(&who.session.actor, act).await?;
    let shared = if holds_right(&who.session.actor, "list", "exchange", state.node.now()).allows() {
        state.node.perform(&who.session.actor, shared).await?
    } else {
        Vec::new()
    };
    let receivers = receivers::all(&state, &who).await?;
    let f = Frame::of(&state, &who);
    let types = codes::list("service-type").into_iter().flat_map(|list| list.offered());
    let types = types.map(|code| Choice::new(code.code, code.label(f.words.lang), code.code == chosen));
    let page = DirectoryPage {
        types: types.collect(),
        case: f.url(&format!("/case/{}", path.0)),
        shared: shared.iter().map(|one| told(&f, path.0, one)).collect(),
        rows: found.iter().map(|one| row(&f, path.0, one, &receivers)).collect(),
        f,
    };
    draw(&page)
}

fn told(f: &Frame, case: Id, one: &SharedService) -> Shared {
    let w = f.words;
    let area = one.area.iter().filter_map(|code| model::regions::get(code)).map(|region| region.name);
    let mut facts = vec![w.code("service-type", &one.service_type).to_owned()];
    facts.extend(area.map(str::to_owned));
    let day = one.assured_on.parse().map_or(one.assured_on.clone(), |day| say::short_date(w, day));
    facts.push(w.with("shared-assured", &[("day", &day)]).into_owned());
    Shared {
        name: one.name.clone(),
        source: w.with("shared-source", &[("who", &one.source)]).into_owned(),
        facts: facts.join(" · "),
        access: one.access.clone(),
        refer: one.post.map(|post| f.url(&format!("/case/{case}/refer?to={post}"))),
    }
}

/// The organisation of a service among those that can receive.
pub(super) fn receiving<'r>(receivers: &'r [Receiver], organisation: &str) -> Option<&'r Receiver> {
    let plain = |text: &str| text.trim().to_lowercase();
    receivers.iter().find(|receiver| plain(&receiver.organisation_name) == plain(organisation))
}

fn row(f: &Frame, case: Id, one: &SuggestedService, found: &[Receiver]) -> Row {
    let outside = one.organisation.as_deref().is_some_and(|name| receiving(found, name).is_none());
    let way = if outside { "refer-outside" } else { "refer" };
    Row {
        name: one.name.clone().unwrap_or_else(|| f.t("suggest-confidential").into_owned()),
        code: one.code.clone(),
        facts: facts(f, one),
        contact: one.contact.clone(),
        fits: fits(f, one.fits),
        refer: f.url(&format!("/case/{case}/{way}?listing={}", one.id)),
        outside,
    }
}

fn facts(f: &Frame, one: &SuggestedService) -> Vec<String> {
    let w = f.words;
    let mut facts = vec![w.code("service-type", &one.service_type).to_owned()];
    facts.extend(one.organisation.clone());
    if one.nationwide {
        facts.push(f.t("suggest-nationwide").into_owned());
    } else {
        facts.extend(one.region.as_deref().map(say::region));
    }
    let age = |years: Option<i64>| years.map_or_else(String::new, |years| years.to_string());
    if one.ages != (None, None) {
        facts.push(
            w.with("suggest-ages", &[("from", &age(one.ages.0)), ("to", &age(one.ages.1))]).into_owned(),
        );
    }
    facts.extend(one.sex.as_deref().filter(|sex| *sex != "unknown").map(|sex| w.code("sex", sex).to_owned()));
    let languages: Vec<_> = one.languages.iter().map(|code| w.code("language", code)).collect();
    if !languages.is_empty() {
        facts.push(languages.join(", "));
    }
    let day =
        |text: &Option<String>| text.as_deref().and_then(|day| day.parse().ok()).map(|day| say::date(w, day));
    if let (Some(free), counted) = (one.places.0, day(&one.places.2)) {
        let said = w.count("suggest-free", free).into_owned();
        facts.push(counted.map_or(said.clone(), |day| format!("{said} ({day})")));
    }
    facts.extend(day(&one.assured_on).map(|day| format!("{} {day}", f.t("suggest-assured"))));
    facts
}

/// What speaks for and against it.
fn fits(f: &Frame, fits: Fits) -> Vec<Badge> {
    let said = [
        (fits.age, "suggest-age", "suggest-age-no"),
        (fits.sex, "suggest-sex", "suggest-sex-no"),
        (fits.area, "suggest-area", "suggest-area-no"),
        (fits.language, "suggest-language", "suggest-language-no"),
        (fits.free, "suggest-place", "suggest-place-no"),
    ];
    let badge = |(fit, yes, no): (Option<bool>, &str, &str)| {
        let fits = fit?;
        let text = f.t(if fits { yes } else { no }).into_owned();
        Some(Badge { text, tone: if fits { "closed" } else { "high" } })
    };
    said.into_iter().filter_map(badge).collect()
}
