//! What of a row somebody may see who reaches it by a grant alone: as much as the grant opens, in lists as on the page.

use std::collections::HashMap;

use model::Id;
use model::field::{DataGroup, Groups};

use super::list::Envelope;
use crate::access::Actor;
use crate::db::Tx;
use crate::error::Result;
use crate::store::scope::Builder;

/// The live grants of an actor's posts.
pub(crate) struct GrantedTo {
    posts: Vec<Id>,
    groups: HashMap<Id, Groups>,
}

/// Reads the grants of the posts that somebody holds now: as many as there are open referrals to them.
pub(crate) async fn to(tx: &mut Tx, actor: &Actor) -> Result<GrantedTo> {
    let now = tx.now;
    let posts: Vec<Id> = actor.holdings_at(now).map(|holding| holding.post).collect();
    let mut builder = Builder::new("select matter_id, data_groups from matter_grant where post_id in (''");
    for post in &posts {
        builder.text(", ").value(*post);
    }
    builder.text(") and from_at <= ").value(now).text(" and (until_at is null or until_at > ").value(now);
    builder.text(") order by id");
    let mut groups: HashMap<Id, Groups> = HashMap::new();
    for row in &tx.rows(builder.sql, &builder.params).await? {
        let opened = groups.entry(row.id(0)?).or_default();
        *opened = opened.or(Groups::from_text(&row.text(1)?));
    }
    Ok(GrantedTo { posts, groups })
}

impl GrantedTo {
    /// What may be seen of a row at most: everything that the role sees, unless another post has it and a grant opens it.
    pub(crate) fn most(&self, row: &Envelope) -> Groups {
        if self.posts.contains(&row.custodian) {
            return Groups::ALL;
        }
        let opened = [row.id, row.root].into_iter().filter_map(|id| self.groups.get(&id)).copied();
        opened.reduce(Groups::or).map_or(Groups::ALL, |groups| groups.with(DataGroup::Record))
    }
}
