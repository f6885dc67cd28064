//! A database that goes away with the test.

use super::Cluster;

/// A database of one test. Dropping the value drops the database and ends its connections.
#[derive(Debug)]
pub struct Database<'a> {
    cluster: &'a Cluster,
    name: String,
}

impl<'a> Database<'a> {
    pub(crate) fn new(cluster: &'a Cluster, name: String) -> Self {
        Self { cluster, name }
    }

    /// Its name in the cluster.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address, for a SQL driver.
    pub fn url(&self) -> String {
        self.cluster.url(&self.name)
    }
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        // A database left behind goes with the cluster.
        let _ = self.cluster.drop_database(&self.name);
    }
}
