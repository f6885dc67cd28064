//! Roles that were read before. A role is a hundred rows and more, and every request asks for those of its actor.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::Id;

use super::Role;

/// The editions of roles that this process has read. An edition is an id of its own, new with every change of a role, also one that
/// another process makes; so an edition that stands in the database always means the rights kept under it.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    read: Mutex<HashMap<String, (Id, Arc<Role>)>>,
}

impl Roles {
    pub(crate) fn get(&self, slug: &str, edition: Id) -> Option<Arc<Role>> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.get(slug).filter(|(known, _)| *known == edition).map(|(_, role)| role.clone())
    }

    pub(crate) fn put(&self, edition: Id, role: &Arc<Role>) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.insert(role.slug.clone(), (edition, role.clone()));
    }
}
