//! `/conference/{id}/decision`: what was decided, until when, and which post answers for it.

use axum::extract::State;
use model::kinds::{Conference, ConferenceDecision};
use model::{Draft, Id, Kind};
use node::acts::staff::ListPosts;
use node::acts::{AddDecision, View, Viewed};
use node::{Error, Result};

use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Choice, Control, FieldUse, FormBuilder, Input, typed};
use crate::frame::{Frame, done};
use crate::kinds::today;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

const META: &model::KindMeta = ConferenceDecision::META;

fn asked() -> Vec<FieldUse> {
    let fields = ["decision", "due"].into_iter().filter_map(|name| META.field(name));
    fields.map(|(_, field)| FieldUse { field, required: true }).collect()
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let viewed = state.node.perform(&who.session.actor, View::<Conference>::new(id)).await?;
    show(&state, &who, &viewed, (&Draft::default(), ""), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let actor = &who.session.actor;
    let draft = typed(&posted, &asked());
    let post = posted.text("post");
    let added = match post.parse::<Id>() {
        Ok(post) => {
            let add = AddDecision { conference: id, post, draft: draft.clone() };
            state.node.perform_as(posted.act(&state), actor, add).await.map(|_| ())
        }
        Err(_) => Err(Error::field("post", model::ProblemCode::Missing)),
    };
    match added {
        Ok(()) => Ok(done(&state, &format!("/conference/{id}"), "add-decision")),
        Err(error) => {
            let error = shown(error)?;
            let viewed = state.node.perform(actor, View::<Conference>::new(id)).await?;
            show(&state, &who, &viewed, (&draft, post), Some(&error)).await
        }
    }
}

/// Posts that somebody holds.
async fn posts(state: &WebState, who: &SignedIn, chosen: &str) -> Result<Vec<Choice>> {
    let posts = state.node.perform(&who.session.actor, ListPosts).await?;
    let held = posts.iter().filter(|post| ["filled", "acting"].contains(&post.state));
    let choices = held.map(|post| {
        let title = if who.words().lang == model::Lang::Id { &post.title_id } else { &post.title_en };
        let holder = post.tenures.iter().find(|tenure| tenure.current).map(|tenure| tenure.name.as_str());
        let label = [Some(title.as_str()), holder].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let id = post.id.to_string();
        Choice::new(&id, label, id == chosen)
    });
    Ok(choices.collect())
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    viewed: &Viewed,
    (draft, post): (&Draft, &str),
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let problems = match error {
        Some(Error::Invalid(problems)) => problems.as_slice(),
        _ => &[],
    };
    let own: Vec<_> = problems.iter().filter(|one| one.field != "post").cloned().collect();
    let mut form = FormBuilder::new(f.words, META, today(state), draft).problems(&own).flat().build(&asked());
    let choose = Control::new("post", f.t("decision-post"), Input::Select(posts(state, who, post).await?))
        .required()
        .value(post)
        .problem(problem(&f, error, "post"));
    if let Some(section) = form.sections.first_mut() {
        section.controls.push(choose);
    }
    let path = format!("/conference/{}", viewed.envelope.id);
    let mut page =
        ActPage::new(f, "add-decision", &format!("{path}/decision"), &path, Vec::new()).refused(error);
    page.about = viewed.envelope.code.clone();
    page.lead = vec![page.f.t("decision-lead").into_owned()];
    page.form = form;
    page.answer()
}
