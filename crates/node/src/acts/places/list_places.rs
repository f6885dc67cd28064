//! `list-places`: services with places in the actor's organisation, how many are free, and whether they fit a child.

use model::Id;
use serde::Serialize;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::places::{self, Band, Stay};

/// Lists services with places.
#[derive(Debug, Default)]
pub struct ListPlaces {
    /// For the child of this service row: says of each band whether it fits, and where the row stands.
    pub service: Option<Id>,
}

/// What the policy needs.
pub struct PlaceFacts {
    now: model::Timestamp,
    service: Option<MatterFacts>,
}

impl PlaceFacts {
    /// Without a service row.
    pub fn plain(now: model::Timestamp) -> Self {
        Self { now, service: None }
    }
}

/// A service with its places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceRow {
    /// Id.
    pub id: Id,
    /// Name of the institution.
    pub name: String,
    /// A code of list `service-type`.
    pub service_type: String,
    /// Province or regency.
    pub region: Option<String>,
    /// Whether it is in use.
    pub active: bool,
    /// Its places.
    pub bands: Vec<PlaceBand>,
}

/// Places for children of one sex and age, for one child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceBand {
    /// The band.
    pub band: Band,
    /// Whether the child may have one; nothing when no child was named.
    pub fits: Option<bool>,
    /// Where the child's service row stands here.
    pub stay: Option<Stay>,
}

#[async_trait::async_trait]
impl Act for ListPlaces {
    type Facts = PlaceFacts;
    type Output = Vec<PlaceRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-places"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PlaceFacts> {
        let service = match self.service {
            Some(id) => Some(access::load::matter(tx, id, false).await?),
            None => None,
        };
        if service.as_ref().is_some_and(|facts| facts.kind.slug != "service") {
            return Err(Error::NotFound);
        }
        Ok(PlaceFacts { now: tx.now, service })
    }

    fn policy(&self, actor: &Actor, facts: &PlaceFacts) -> Decision {
        match &facts.service {
            Some(service) if !access::by_scope(actor, "view", "service", service).allows() => {
                Decision::Hide("out-of-scope")
            }
            _ => access::holds_right(actor, "list", "place", facts.now),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<PlaceRow>> {
        let organisation = permit.organisation()?;
        let (mut child, mut stay) = (None, None);
        if let Some(service) = &permit.facts().service {
            child = Some(places::child_of(tx, service.root).await?);
            stay = places::stay_of(tx, service.id).await?;
            tx.trace.subject = Some(service.id);
        }
        let rows = tx
            .rows(
                "select id, name, service_type, region, active from place_service
                 where organisation_id = $1 order by name, id",
                &[organisation.into()],
            )
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = row.id(0)?;
            let bands = places::bands(tx, id).await?.into_iter().map(|band| PlaceBand {
                fits: child.as_ref().map(|child| band.fits(child)),
                stay: stay.clone().filter(|stay| stay.band == band.id),
                band,
            });
            all.push(PlaceRow {
                id,
                name: row.text(1)?,
                service_type: row.text(2)?,
                region: row.text_opt(3)?,
                active: row.flag(4)?,
                bands: bands.collect(),
            });
        }
        tx.trace.kind = Some("place");
        Ok(all)
    }
}
