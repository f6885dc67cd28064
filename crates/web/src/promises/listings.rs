//! `/promises/listings`: services that others publish as HSDS (JSON or a tabular package) become drafts of the directory, with what
//! became of each; nothing that stands here is written over unless that was chosen.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use formats::hsds::{self, NoListings};
use node::Error;
use node::acts::promises::{ImportListings, ListingDone, ListingOutcome, TakeListings};

use super::may;
use crate::error::{Answer, Fault};
use crate::forms::Choice;
use crate::frame::{Frame, draw_with};
use crate::i18n::Words;
use crate::import::upload::Upload;
use crate::say::Badge;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "promises/listings.html")]
struct ListingsPage {
    f: Frame,
    problems: Vec<String>,
    takes: Vec<Choice>,
    rows: Option<Vec<Row>>,
}

/// One service and what became of it.
struct Row {
    name: String,
    href: Option<String>,
    said: Badge,
    /// Fields that differ, or what is wrong.
    more: String,
}

/// Problems of a file that are shown.
const SHOWN: usize = 20;

fn takes(w: Words, chosen: TakeListings) -> Vec<Choice> {
    [
        ("look", "listings-take-look", TakeListings::Look),
        ("new", "listings-take-new", TakeListings::New),
        ("changed", "listings-take-changed", TakeListings::NewAndChanged),
    ]
    .map(|(code, key, take)| Choice::new(code, w.t(key), take == chosen))
    .to_vec()
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !may(&state, &who, "import", "service-listing") {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(&state, &who);
    let takes = takes(f.words, TakeListings::Look);
    draw_with(StatusCode::OK, &ListingsPage { takes, problems: Vec::new(), rows: None, f })
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, sent: Upload) -> Answer {
    if !may(&state, &who, "import", "service-listing") {
        return Err(Error::Denied("no-right").into());
    }
    let take = match sent.text("take") {
        "new" => TakeListings::New,
        "changed" => TakeListings::NewAndChanged,
        _ => TakeListings::Look,
    };
    let read =
        tokio::task::spawn_blocking(move || hsds::read(&sent.bytes)).await.map_err(|_| Fault::Drawing)?;
    let f = Frame::of(&state, &who);
    let takes = takes(f.words, take);
    let listings = match read {
        Ok(listings) => listings,
        Err(why) => {
            let problems = problems(f.words, &why);
            return draw_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &ListingsPage { takes, problems, rows: None, f },
            );
        }
    };
    match state.node.perform(&who.session.actor, ImportListings { listings, take }).await {
        Ok(done) => {
            let rows = Some(done.iter().map(|one| row(&f, one, take)).collect());
            draw_with(StatusCode::OK, &ListingsPage { takes, problems: Vec::new(), rows, f })
        }
        Err(error @ Error::Refused(_)) => {
            let problems = vec![Fault::from(error).told(f.words).text];
            draw_with(StatusCode::CONFLICT, &ListingsPage { takes, problems, rows: None, f })
        }
        Err(error) => Err(error.into()),
    }
}

fn problems(w: Words, why: &NoListings) -> Vec<String> {
    match why {
        NoListings::Empty => vec![w.t("listings-empty").into_owned()],
        NoListings::Wrong(found) => {
            let mut said =
                vec![w.count("listings-wrong", i64::try_from(found.len()).unwrap_or(i64::MAX)).into_owned()];
            said.extend(found.iter().take(SHOWN).map(|one| format!("{}: {}", one.place, one.why)));
            said
        }
    }
}

fn row(f: &Frame, one: &ListingDone, take: TakeListings) -> Row {
    let w = f.words;
    let fields = |names: &[&'static str]| {
        names.iter().map(|name| w.field("service-listing", name).into_owned()).collect::<Vec<_>>().join(", ")
    };
    let (key, tone, more) = match &one.outcome {
        ListingOutcome::Created if take == TakeListings::Look => {
            ("listings-would-create", "plain", String::new())
        }
        ListingOutcome::Created => ("listings-created", "closed", String::new()),
        ListingOutcome::Unchanged => ("listings-unchanged", "closed", String::new()),
        ListingOutcome::Differs(names) => ("listings-differs", "high", fields(names)),
        ListingOutcome::Changed(names) => ("listings-changed", "closed", fields(names)),
        ListingOutcome::LeftAlone => ("listings-left-alone", "plain", String::new()),
        ListingOutcome::Refused(name, code) => {
            let label = w.field("service-listing", name);
            ("listings-refused", "late", format!("{label}: {}", crate::forms::problem_text(w, *code, None)))
        }
    };
    Row {
        name: one.name.clone(),
        href: one.id.map(|id| f.url(&format!("/service-listing/{id}"))),
        said: Badge { text: w.t(key).into_owned(), tone },
        more,
    }
}
