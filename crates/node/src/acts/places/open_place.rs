//! `open-place`: a service that has places, with how many for whom.

use model::{Id, ProblemCode, codes};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Opens a service with places. Where it stands is not recorded: a secret address is nobody's to list.
pub struct OpenPlace {
    /// Name of the institution, at most 120 characters.
    pub name: String,
    /// A code of list `service-type`.
    pub service_type: String,
    /// Province or regency.
    pub region: Option<String>,
    /// Its places.
    pub bands: Vec<NewBand>,
}

/// Places for children of one sex and age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBand {
    /// `female`, `male`, or nothing for any.
    pub sex: Option<String>,
    /// Youngest age in years.
    pub age_from: i64,
    /// Oldest age in years.
    pub age_to: i64,
    /// How many.
    pub places: i64,
}

/// More places than any one house has.
pub(super) const MOST: i64 = 10_000;

impl NewBand {
    fn check(&self) -> Result<()> {
        let sex = self.sex.as_deref().is_none_or(|sex| ["female", "male"].contains(&sex));
        let age = (0..=25).contains(&self.age_from) && (self.age_from..=25).contains(&self.age_to);
        match (sex, age, (0..=MOST).contains(&self.places)) {
            (false, ..) => Err(Error::field("sex", ProblemCode::UnknownCode)),
            (_, false, _) => Err(Error::field("age_to", ProblemCode::OutOfRange)),
            (.., false) => Err(Error::field("places", ProblemCode::OutOfRange)),
            _ => Ok(()),
        }
    }
}

impl OpenPlace {
    fn check(&self) -> Result<()> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Error::field("name", ProblemCode::Missing));
        }
        if name.chars().count() > 120 {
            return Err(Error::field("name", ProblemCode::TooLong));
        }
        if codes::list("service-type").and_then(|list| list.get(&self.service_type)).is_none() {
            return Err(Error::field("service_type", ProblemCode::UnknownCode));
        }
        if self.region.as_deref().is_some_and(|region| model::regions::get(region).is_none()) {
            return Err(Error::field("region", ProblemCode::UnknownRegion));
        }
        if self.bands.is_empty() {
            return Err(Error::field("places", ProblemCode::Missing));
        }
        self.bands.iter().try_for_each(NewBand::check)
    }
}

#[async_trait::async_trait]
impl Act for OpenPlace {
    type Facts = model::Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-place"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<model::Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &model::Timestamp) -> Decision {
        access::holds_right(actor, "open", "place", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        act.check()?;
        let organisation = permit.organisation()?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let (id, now) = (tx.new_id(), tx.now);
        tx.run(
            "insert into place_service (id, organisation_id, post_id, name, service_type, region, active, changed_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                id.into(),
                organisation.into(),
                post.into(),
                act.name.trim().into(),
                act.service_type.as_str().into(),
                act.region.clone().into(),
                true.into(),
                now.into(),
                1.into(),
            ],
        )
        .await?;
        for band in &act.bands {
            let row = tx.new_id();
            tx.run(
                "insert into place_band (id, service_id, sex, age_from, age_to, places, taken, changed_at)
                 values ($1, $2, $3, $4, $5, $6, 0, $7)",
                &[
                    row.into(),
                    id.into(),
                    band.sex.clone().into(),
                    band.age_from.into(),
                    band.age_to.into(),
                    band.places.into(),
                    now.into(),
                ],
            )
            .await?;
        }
        tx.trace.kind = Some("place");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
