//! Tables that were published: what anybody may take away. Drafts, and what was corrected or withdrawn since, are not among them.

use model::Id;

use crate::acts::counting::{Release, Released};
use crate::counting::{ReleaseTable, kept};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::counting::releases;

impl Node {
    /// Published tables, the newest first.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn public_releases(&self) -> Result<Vec<Release>> {
        self.db().read(|tx| Box::pin(all(tx))).await
    }

    /// One of them with its cells.
    ///
    /// # Errors
    /// [`Error::NotFound`] for any that is not published, [`Error::Storage`].
    pub async fn public_release(&self, id: Id) -> Result<Released> {
        self.db().read(move |tx| Box::pin(one(tx, id))).await
    }
}

async fn all(tx: &mut Tx) -> Result<Vec<Release>> {
    let rows = tx
        .rows(
            "select organisation_id, id from matter where kind = 'publication' and state = 'published'
             order by id desc limit 200",
            &[],
        )
        .await?;
    let mut found = Vec::new();
    for row in &rows {
        match releases::get(tx, row.id(0)?, row.id(1)?).await {
            Ok(release) => found.push(release),
            // A publication without a table is a paper, not data.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

async fn one(tx: &mut Tx, id: Id) -> Result<Released> {
    let row = tx
        .row(
            "select organisation_id from matter where id = $1 and kind = 'publication' and state = 'published'",
            &[id.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let release = releases::get(tx, row.id(0)?, id).await?;
    let cells = releases::cells(tx, id).await?;
    let table = ReleaseTable::from_code(&release.table)
        .ok_or_else(|| Error::Storage("a table of a release".into()))?;
    let minimum = u64::try_from(release.minimum).unwrap_or(u64::MAX);
    let published = kept(table, minimum, release.overlapping, &cells)?;
    Ok(Released { release, published })
}
