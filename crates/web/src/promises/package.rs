//! The public directory, page by page, and its tabular package as a stream: nothing is gathered whole, neither here nor on the way.

use formats::FormatError;
use formats::hsds::{self, Package, TABLES};
use model::{Id, Lang};
use node::Node;
use node::public::{DirectoryQuery, PublicListing};

use crate::error::Fault;
use crate::pieces::{Pieces, Spool};

/// Listings that are read at once.
const PAGE: i64 = 200;

/// Public listings, page by page, in the order of their ids.
#[derive(Clone)]
pub struct Listings {
    node: Node,
    query: DirectoryQuery,
    after: Option<Id>,
    is_over: bool,
}

impl Listings {
    /// Every public listing that has not changed since now.
    #[must_use]
    pub fn new(node: &Node) -> Self {
        Self::of(node, DirectoryQuery { until: Some(node.now()), ..DirectoryQuery::default() })
    }

    pub(crate) fn of(node: &Node, query: DirectoryQuery) -> Self {
        Self {
            node: node.clone(),
            query: DirectoryQuery { limit: PAGE, ..query },
            after: None,
            is_over: false,
        }
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// [`node::Error::Storage`].
    pub async fn next(&mut self) -> node::Result<Option<Vec<PublicListing>>> {
        if self.is_over {
            return Ok(None);
        }
        let query = DirectoryQuery { after: self.after, ..self.query.clone() };
        let rows = self.node.directory_rows(query).await?;
        self.is_over = i64::try_from(rows.len()).unwrap_or(0) < PAGE;
        self.after = rows.last().map(|row| row.id);
        Ok(Some(rows).filter(|rows| !rows.is_empty()))
    }

    /// From the first one again. What has changed in the meantime is left out.
    pub fn again(&mut self) {
        (self.after, self.is_over) = (None, false);
    }
}

/// The tabular package of the public directory in one language, piece by piece.
pub struct PackageStream {
    listings: Listings,
    lang: Lang,
    spool: Spool,
    /// Nothing once it is finished.
    package: Option<Package<Spool>>,
    /// Tables that are written.
    tables: usize,
    services: u64,
}

impl PackageStream {
    /// Of the directory as it is now. A listing that changes while it is written may lack its details; it never lacks what it points at.
    #[must_use]
    pub fn new(node: &Node, lang: Lang) -> Self {
        let spool = Spool::default();
        let package = Some(Package::begin(spool.clone()));
        Self { listings: Listings::new(node), lang, spool, package, tables: 0, services: 0 }
    }

    /// Services so far.
    #[must_use]
    pub const fn services(&self) -> u64 {
        self.services
    }

    /// The next piece; `None` after the last. No piece is longer than what a page of listings makes.
    ///
    /// # Errors
    /// [`Fault::Node`] when the directory cannot be read; then the package must not be used.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let broken = |_: FormatError| Fault::Drawing;
        while let Some(package) = &mut self.package {
            match TABLES.get(self.tables) {
                Some((table, _)) => match self.listings.next().await? {
                    Some(rows) => {
                        let rows: Vec<hsds::Listing> =
                            rows.iter().map(|row| row.to_hsds(self.lang)).collect();
                        package.add(table, &rows).map_err(broken)?;
                        self.services += if *table == "service" { rows.len() as u64 } else { 0 };
                    }
                    None => {
                        self.listings.again();
                        self.tables += 1;
                    }
                },
                None => {
                    let package = self.package.take();
                    package.map(Package::finish).transpose().map_err(broken)?;
                }
            }
            let piece = self.spool.take();
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }
}

impl Pieces for PackageStream {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        Self::next(self).await
    }
}
