//! `/admin/units/transfer` and `/admin/roles/{slug}/approvals`: what administrators settle for the desk.

use axum::extract::{Path, State};
use node::Error;
use node::acts::desk::RequireApproval;
use node::acts::handover::MandateTransfer;
use node::acts::staff::{ListPosts, ListUnits};

use super::{ids, post_choices};
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input, of_list};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn transfer_form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show_transfer(&state, &who, &Posted::default(), None).await
}

pub(crate) async fn transfer(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let one = |name: &str| ids(&posted, name).first().copied();
    let moved = match (one("from"), one("to")) {
        (Some(from), Some(to)) => {
            let legal_act = posted.text("legal_act").to_owned();
            let act = MandateTransfer { from, to, parent: one("parent"), legal_act };
            state.node.perform_as(posted.act(&state), &who.session.actor, act).await
        }
        (None, _) => Err(Error::field("from", model::ProblemCode::Missing)),
        (_, None) => Err(Error::field("to", model::ProblemCode::Missing)),
    };
    match moved {
        Ok(_) => Ok(done(&state, "/admin/posts", "mandate-transfer")),
        Err(error) => show_transfer(&state, &who, &posted, Some(shown(error)?)).await,
    }
}

async fn show_transfer(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<Error>) -> Answer {
    let (node, actor) = (&state.node, &who.session.actor);
    let (units, posts) = (node.perform(actor, ListUnits).await?, node.perform(actor, ListPosts).await?);
    let f = Frame::of(state, who);
    let error = error.as_ref();
    let unit = |name: &str, key: &str| {
        let choice = |unit: &node::acts::staff::UnitRow| {
            let id = unit.id.to_string();
            Choice::new(&id, unit.name.clone(), id == posted.text(name))
        };
        Control::new(name, f.t(key), Input::Select(units.iter().map(choice).collect()))
            .required()
            .value(posted.text(name))
            .problem(problem(&f, error, name))
    };
    let parents = post_choices(f.words, &posts, posted.text("parent"));
    let controls = vec![
        unit("from", "transfer-from"),
        unit("to", "transfer-to"),
        Control::new("parent", f.t("transfer-parent"), Input::Select(parents))
            .hint(f.t("transfer-parent.hint"))
            .value(posted.text("parent"))
            .problem(problem(&f, error, "parent")),
        Control::new("legal_act", f.words.field("handover", "legal_act"), Input::Line(200))
            .required()
            .value(posted.text("legal_act"))
            .problem(problem(&f, error, "legal_act")),
    ];
    let lead = f.t("transfer-lead").into_owned();
    let mut page =
        ActPage::new(f, "mandate-transfer", "/admin/units/transfer", "/admin/units", controls).refused(error);
    page.lead = vec![lead];
    page.answer()
}

pub(crate) async fn approvals_form(
    State(state): State<WebState>,
    who: SignedIn,
    Path(slug): Path<String>,
) -> Answer {
    let roles = state.node.perform(&who.session.actor, node::acts::staff::ListRoles).await?;
    let role = roles.iter().find(|role| role.slug == slug).ok_or(crate::error::Fault::NOT_FOUND)?;
    let f = Frame::of(&state, &who);
    let mut types = of_list(f.words, "approval-type", &role.approvals);
    types.retain(|kind| ["closure", "case_plan", "consent_override"].contains(&kind.code.as_str()));
    let lead = f.t("approvals-lead").into_owned();
    let control = Control::new("types", f.t("approvals-types"), Input::Checks(types));
    let path = format!("/admin/roles/{slug}/approvals");
    let mut page = ActPage::new(f, "require-approval", &path, &format!("/admin/roles/{slug}"), vec![control]);
    page.about = slug;
    page.lead = vec![lead];
    page.answer()
}

pub(crate) async fn approvals(
    State(state): State<WebState>,
    who: SignedIn,
    Path(slug): Path<String>,
    posted: Posted,
) -> Answer {
    let types = posted.all("types").map(str::to_owned).collect();
    let act = RequireApproval { role: slug.clone(), types };
    state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, &format!("/admin/roles/{slug}"), "require-approval"))
}
