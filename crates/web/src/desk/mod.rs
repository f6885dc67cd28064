//! The desk of staff and supervisors: hand-over, what posts are told, notes, approvals, calendar, load, figures, looks.

pub(crate) mod approval;
mod brief_words;
pub(crate) mod calendar;
pub(crate) mod directory;
pub(crate) mod exchange;
pub(crate) mod handover;
pub(crate) mod handover_answers;
pub(crate) mod handover_offer;
pub(crate) mod house;
pub(crate) mod indicators;
pub(crate) mod looks;
pub(crate) mod matching;
pub(crate) mod network;
pub(crate) mod next_step;
pub(crate) mod notes;
pub(crate) mod notifications;
pub(crate) mod requests;
pub(crate) mod workload;

use model::Id;
use node::acts::staff::{ListPosts, PostRow};

use crate::error::Fault;
use crate::forms::Choice;
use crate::i18n::Words;
use crate::session::SignedIn;
use crate::state::WebState;

/// The posts of the organisation that somebody holds now.
async fn living_posts(state: &WebState, who: &SignedIn) -> Result<Vec<PostRow>, Fault> {
    let posts = state.node.perform(&who.session.actor, ListPosts).await?;
    Ok(posts.into_iter().filter(|post| ["filled", "acting"].contains(&post.state)).collect())
}

/// Title, holder, unit and load of a post.
fn post_label(words: Words, post: &PostRow) -> String {
    let title = if words.lang == model::Lang::Id { &post.title_id } else { &post.title_en };
    let holder = post.tenures.iter().find(|tenure| tenure.current).map(|tenure| tenure.name.as_str());
    let unit = post.unit.as_ref().map(|(_, name)| name.as_str());
    let open = words.count("assign-open", post.open_matters);
    [Some(title.as_str()), holder, unit, Some(&open)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn post_choices(words: Words, posts: &[PostRow], chosen: &str) -> Vec<Choice> {
    let choice = |post: &PostRow| {
        let id = post.id.to_string();
        Choice::new(&id, post_label(words, post), id == chosen)
    };
    posts.iter().map(choice).collect()
}

/// Ids that a form sent under one name.
fn ids<'p>(posted: &'p crate::session::Posted, name: &'p str) -> Vec<Id> {
    posted.all(name).filter_map(|text| text.parse().ok()).collect()
}
