//! Case work drawn by hand: looking for people, opening a case, one case, one report, one person, custody, emergency access.
//!
//! What is typed about a child travels only in the bodies of forms; addresses hold ids, never a name.

pub(crate) mod assign;
pub(crate) mod break_glass;
mod case;
mod case_closure;
mod case_next;
mod case_parts;
mod compare;
pub(crate) mod consents;
pub(crate) mod correct;
pub(crate) mod directory;
pub(crate) mod distinct;
pub(crate) mod erase;
pub(crate) mod form_page;
pub(crate) mod give_consent;
pub(crate) mod hit;
pub(crate) mod join;
pub(crate) mod many;
pub(crate) mod many_outside;
pub(crate) mod many_parts;
pub(crate) mod merge;
pub(crate) mod moves;
pub(crate) mod new_case;
mod offer;
pub(crate) mod outside_link;
pub(crate) mod person;
pub(crate) mod person_edit;
mod person_words;
pub(crate) mod receivers;
pub(crate) mod refer;
mod report;
pub(crate) mod request_transfer;
pub(crate) mod search;
pub(crate) mod thread;
pub(crate) mod typed;

use axum::extract::State;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use model::{Id, Kind, KindMeta, kinds};
use node::Error;

use crate::error::{Answer, Fault};
use crate::kinds::{RecordPath, view};
use crate::session::SignedIn;
pub(crate) use crate::session::may;
use crate::state::WebState;

/// The declaration of a person.
pub(crate) const PERSON: &KindMeta = <kinds::Person as Kind>::META;
/// The declaration of a case.
const CASE: &KindMeta = <kinds::Case as Kind>::META;

/// The id of the only blank of an address.
pub(crate) struct OnePath(pub(crate) Id);

impl FromRequestParts<WebState> for OnePath {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Fault> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let id = path.ok().and_then(|Path(text)| text.parse().ok());
        id.map(Self).ok_or(Fault::NOT_FOUND)
    }
}

/// `/{kind}/{id}`: the page drawn by hand for a case or a report, the common one for everything else. One address for both,
/// so that a case is reached in the same way as any other record.
pub(crate) async fn record(
    state: State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    let State(app) = &state;
    let drawn = match entry.meta.slug {
        "case" => entry.view(&app.node, &who.session.actor, id).await.map(|viewed| (true, viewed)),
        "report" => entry.view(&app.node, &who.session.actor, id).await.map(|viewed| (false, viewed)),
        slug if kinds::MOVES.contains(&slug) => {
            let viewed = entry.view(&app.node, &who.session.actor, id).await?;
            return offer::page(app, &who, entry.meta, &viewed);
        }
        "handover" => return crate::desk::handover::page(app, &who, id).await,
        _ => return view::page(state, who, RecordPath(entry, id)).await,
    };
    match drawn {
        Ok((true, viewed)) => case::page(app, &who, &viewed),
        Ok((false, viewed)) => report::page(app, &who, &viewed).await,
        // Said to everybody with the right, for any number: it tells nothing about what exists.
        Err(Error::NotFound) if may(app, &who, "break-glass", "case") => break_glass::offer(app, &who, id),
        Err(error) => Err(error.into()),
    }
}
