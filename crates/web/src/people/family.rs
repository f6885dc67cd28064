//! `/family/{id}`: brothers and sisters, who belongs to their family, and what is known of it.

use askama::Template;
use axum::extract::State;
use model::{Id, Kind, KindMeta, kinds};
use node::acts::family::{FamilyView, ViewFamily};

use super::apart::{self, ApartView};
use super::rows::{self, PersonRow};
use crate::casework::{OnePath, hit};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::kinds::view::{Fields, fields};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

/// The declaration of a family.
pub(super) const FAMILY: &KindMeta = <kinds::Family as Kind>::META;

#[derive(Template)]
#[template(path = "people/family.html")]
struct FamilyPage {
    f: Frame,
    id: Id,
    cases: Vec<ChildCase>,
    /// Cases of which one learns whom to ask.
    others: Vec<String>,
    members: Vec<PersonRow>,
    guardian_is_suspect: bool,
    told: Fields,
    may_edit: bool,
    may_consent: bool,
    may_close: bool,
    /// The day on which the matter of the family was closed.
    closed: Option<String>,
    conflicts: Vec<ApartView>,
    history: Vec<(String, String, String)>,
}

/// The case of one child.
struct ChildCase {
    id: Id,
    name: String,
    about: String,
    code: String,
    state: String,
    custodian: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let viewed = state.node.perform(&who.session.actor, ViewFamily { id }).await?;
    let f = Frame::of(&state, &who);
    let words = f.words;
    let others = viewed.others.iter().map(|case| {
        let said = [("code", case.code.as_str()), ("post", case.custodian.as_str())];
        words.with("family-other", &said).into_owned()
    });
    let page = FamilyPage {
        id,
        cases: cases(&f, &viewed),
        others: others.collect(),
        members: rows::all(&f, &viewed.members),
        guardian_is_suspect: viewed.guardian_is_suspect,
        told: fields(&f, &viewed.family),
        may_edit: viewed.may_edit,
        may_consent: viewed.may_consent,
        may_close: viewed.may_close,
        closed: viewed.family.text("closed_on").parse().ok().map(|day| say::date(words, day)),
        conflicts: apart::all(&f, FAMILY, &viewed.family, &viewed.conflicts),
        history: history(&f, &viewed),
        f,
    };
    draw(&page)
}

fn cases(f: &Frame, viewed: &FamilyView) -> Vec<ChildCase> {
    let one = |case: &node::acts::family::SiblingCase| ChildCase {
        id: case.id,
        name: match &case.child {
            Some(child) if !child.text("name").is_empty() => child.text("name"),
            _ => case.code.clone(),
        },
        about: case.child.as_ref().map(|child| hit::about(f, child)).unwrap_or_default(),
        code: case.code.clone(),
        state: f.words.code("case-status", &case.state).to_owned(),
        custodian: case.custodian.clone(),
    };
    viewed.cases.iter().map(one).collect()
}

fn history(f: &Frame, viewed: &FamilyView) -> Vec<(String, String, String)> {
    let changes = viewed.history.iter().filter(|told| !told.act.starts_with("view-"));
    let said = changes.map(|told| {
        let what = f.t(&format!("{}.done", told.act)).into_owned();
        (what, told.by.clone(), say::time(f.words, told.at))
    });
    said.collect()
}
