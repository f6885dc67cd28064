//! `/{kind}/{id}/assign`: custody passes to another post of the organisation.

use axum::extract::State;
use model::Id;
use node::acts::Viewed;
use node::acts::staff::ListPosts;
use node::registry::KindEntry;
use node::{Error, Result};

use super::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done};
use crate::kinds::{RecordPath, act_slug};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    if !viewed.may_assign {
        return Err(Error::Denied("no-right").into());
    }
    show(&state, &who, entry, &viewed, ("", ""), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    posted: Posted,
) -> Answer {
    let actor = &who.session.actor;
    let (post, reason) = (posted.text("post"), posted.text("reason"));
    let assigned = match post.parse::<Id>() {
        Ok(to) => entry.assign(&state.node, posted.act(&state), actor, id, to, reason).await,
        Err(_) => Err(Error::field("post", model::ProblemCode::Missing)),
    };
    let error = match assigned {
        Ok(_) => {
            let slug = act_slug("assign", entry.meta.slug);
            // Whoever gives a matter away may no longer see it: then the list is where to go on.
            let stays = entry.view(&state.node, actor, id).await.is_ok();
            let path =
                if stays { format!("/{}/{id}", entry.meta.slug) } else { format!("/{}", entry.meta.slug) };
            return Ok(done(&state, &path, &slug));
        }
        Err(error) => shown(error)?,
    };
    let viewed = entry.view(&state.node, actor, id).await?;
    show(&state, &who, entry, &viewed, (post, reason), Some(&error)).await
}

/// Posts that somebody holds, without the one that has the matter now.
async fn posts(state: &WebState, who: &SignedIn, viewed: &Viewed, chosen: &str) -> Result<Vec<Choice>> {
    let posts = state.node.perform(&who.session.actor, ListPosts).await?;
    let here = viewed.envelope.custodian;
    let held = posts.iter().filter(|post| post.id != here && ["filled", "acting"].contains(&post.state));
    let choices = held.map(|post| {
        let title = if who.words().lang == model::Lang::Id { &post.title_id } else { &post.title_en };
        let holder = post.tenures.iter().find(|tenure| tenure.current).map(|tenure| tenure.name.as_str());
        let unit = post.unit.as_ref().map(|(_, name)| name.as_str());
        let open = who.words().count("assign-open", post.open_matters);
        let parts = [Some(title.as_str()), holder, unit, Some(&open)];
        let label = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let id = post.id.to_string();
        Choice::new(&id, label, id == chosen)
    });
    Ok(choices.collect())
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    entry: &KindEntry,
    viewed: &Viewed,
    (post, reason): (&str, &str),
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let choices = posts(state, who, viewed, post).await?;
    let path = format!("/{}/{}", entry.meta.slug, viewed.envelope.id);
    let controls = vec![
        Control::new("post", f.t("assign-post"), Input::Select(choices))
            .required()
            .value(post)
            .problem(problem(&f, error, "post")),
        Control::new("reason", f.t("assign-reason"), Input::Narrative(2_000))
            .hint(f.t("assign-reason.hint"))
            .value(reason)
            .problem(problem(&f, error, "reason")),
    ];
    // A part goes alone, a root with all its parts.
    let part = model::kinds::ASSIGNABLE.contains(&entry.meta.slug);
    let lead = if part { "assign-part-lead" } else { "assign-lead" };
    let lead = f.words.with(lead, &[("post", &viewed.custodian)]).into_owned();
    let slug = act_slug("assign", entry.meta.slug);
    let mut page = ActPage::new(f, &slug, &format!("{path}/assign"), &path, controls).refused(error);
    page.about = viewed.envelope.code.clone();
    page.lead = vec![lead];
    page.answer()
}
