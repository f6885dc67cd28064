//! `/person/{id}`: a person with the matters they take part in.

use askama::Template;
use axum::extract::State;
use model::Id;
use node::acts::people::{EraseReason, PersonView, ViewPerson};

use super::hit::{self, HitView, MatterLink};
use super::{OnePath, PERSON, may};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::kinds::history::by;
use crate::kinds::view::{Fields, fields};
use crate::people::apart::{self, ApartView};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/person.html")]
struct PersonPage {
    f: Frame,
    id: Id,
    name: String,
    about: String,
    erased: Option<String>,
    merged_into: Option<Id>,
    merges: Vec<(Id, Id, String)>,
    /// Records of somebody else, with who decided that.
    distinct: Vec<(Id, String)>,
    told: Fields,
    matters: Vec<MatterLink>,
    may_edit: bool,
    may_erase: bool,
    may_request: bool,
    may_merge: bool,
    may_unhide: bool,
    likely: Vec<HitView>,
    conflicts: Vec<ApartView>,
    changed: Vec<Told>,
    looked: Vec<Told>,
}

struct Told {
    what: String,
    who: String,
    when: String,
    reason: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let viewed = state.node.perform(&who.session.actor, ViewPerson { id }).await?;
    let f = Frame::of(&state, &who);
    let words = f.words;
    let (looked, changed) = history(words, &who, &viewed);
    let merges = viewed.merges.iter().map(|merge| (merge.id, merge.merged, say::time(words, merge.at)));
    let page = PersonPage {
        id,
        name: if viewed.erased_at.is_some() {
            words.t("person-erased").into_owned()
        } else {
            hit::name(words, &viewed.person)
        },
        about: hit::about(&f, &viewed.person),
        erased: viewed
            .erased_at
            .map(|at| words.with("person-erased-on", &[("when", &say::time(words, at))]).into_owned()),
        merged_into: viewed.merged_into,
        merges: merges.collect(),
        distinct: viewed.distinct.iter().map(|one| (one.other, hit::decided(words, one))).collect(),
        told: fields(&f, &viewed.person),
        matters: viewed.matters.iter().map(|matter| hit::matter_link(&f, matter)).collect(),
        may_edit: viewed.may_edit,
        may_erase: viewed.may_erase,
        may_request: viewed.erased_at.is_none() && may(&state, &who, "open", "subject-request"),
        may_merge: viewed.erased_at.is_none()
            && viewed.merged_into.is_none()
            && may(&state, &who, "merge", "person"),
        may_unhide: viewed.may_unhide,
        likely: hit::some(&f, &viewed.likely),
        conflicts: apart::all(&f, PERSON, &viewed.person, &viewed.conflicts),
        changed,
        looked,
        f,
    };
    draw(&page)
}

/// Looks apart from changes, newest first.
fn history(words: Words, who: &SignedIn, viewed: &PersonView) -> (Vec<Told>, Vec<Told>) {
    let (mut looked, mut changed) = (Vec::new(), Vec::new());
    for entry in &viewed.history {
        let said = Told {
            what: words.t(&format!("{}.done", entry.act)).into_owned(),
            who: by(words, who, entry),
            when: say::time(words, entry.at),
            reason: entry.detail.reason.clone().map(|reason| coded(words, &reason)),
        };
        let look = entry.act.starts_with("view-") || entry.act.starts_with("search-");
        if look { looked.push(said) } else { changed.push(said) }
    }
    (looked, changed)
}

/// The reason of an erasure is a code; every other reason is what somebody wrote.
fn coded(words: Words, reason: &str) -> String {
    let known = EraseReason::from_code(reason);
    known.map_or_else(|| reason.to_owned(), |_| words.t(&format!("erase-reason-{reason}")).into_owned())
}
