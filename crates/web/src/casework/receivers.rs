//! Posts to choose from when something is given away, under the names of their organisations.

use model::Id;
use node::Result;
use node::acts::moves::{ListReceivers, Receiver};

use crate::forms::{Choice, ChoiceGroup};
use crate::frame::Frame;
use crate::session::SignedIn;
use crate::state::WebState;

/// Every post that can receive.
pub(crate) async fn all(state: &WebState, who: &SignedIn) -> Result<Vec<Receiver>> {
    state.node.perform(&who.session.actor, ListReceivers).await
}

/// As choices of a list; a post that nobody holds says so.
pub(super) fn choices(
    f: &Frame,
    receivers: &[Receiver],
    chosen: &str,
    fits: impl Fn(&Receiver) -> bool,
) -> Vec<ChoiceGroup> {
    let mut groups: Vec<ChoiceGroup> = Vec::new();
    for receiver in receivers.iter().filter(|receiver| fits(receiver)) {
        let id = receiver.post.to_string();
        let label = match receiver.held {
            true => receiver.title.clone(),
            false => format!("{} ({})", receiver.title, f.t("refer-vacant")),
        };
        let choice = Choice::new(&id, label, id == chosen);
        match groups.last_mut().filter(|group| group.label == receiver.organisation_name) {
            Some(group) => group.choices.push(choice),
            None => {
                groups.push(ChoiceGroup { label: receiver.organisation_name.clone(), choices: vec![choice] });
            }
        }
    }
    groups
}

/// The organisations, each once, without those of the visitor.
pub(crate) fn organisations(receivers: &[Receiver], who: &SignedIn) -> Vec<(Id, String)> {
    let own: Vec<Id> = who.session.actor.holdings().iter().map(|holding| holding.organisation).collect();
    let mut found: Vec<(Id, String)> = Vec::new();
    for receiver in receivers.iter().filter(|receiver| !own.contains(&receiver.organisation)) {
        if !found.iter().any(|(id, _)| *id == receiver.organisation) {
            found.push((receiver.organisation, receiver.organisation_name.clone()));
        }
    }
    found
}

/// The post above one that nobody holds, with its title.
pub(super) fn above<'r>(receivers: &'r [Receiver], post: &str) -> Option<&'r Receiver> {
    let asked = receivers.iter().find(|receiver| receiver.post.to_string() == post)?;
    receivers.iter().find(|receiver| Some(receiver.post) == asked.above && receiver.held)
}
