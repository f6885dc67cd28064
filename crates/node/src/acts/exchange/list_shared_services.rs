//! `list-shared-services`: services that members on other nodes give, with who says so and since when nobody has made sure.

use model::time::{Span, Zone};
use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Days after which a service that nobody assured again is not shown any more.
const HOLDS: i64 = 400;
/// Services shown at most.
const MOST: i64 = 200;

/// Looks for them.
#[derive(Debug, Clone, Default)]
pub struct ListSharedServices {
    /// Only of this type, a code of list `service-type`.
    pub service_type: Option<String>,
}

/// One service of another member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedService {
    /// Its id here.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The member that says so, on the wire.
    pub member: String,
    /// Its name for people.
    pub source: String,
    /// The post that stands for it, to which a case can be referred.
    pub post: Option<Id>,
    /// A code of list `service-type`.
    pub service_type: String,
    /// A code of list `confidentiality-level`: `public` or `front_gate`.
    pub level: String,
    /// Codes of regions.
    pub area: Vec<String>,
    /// How it is asked for.
    pub access: String,
    /// Day on which it was last assured.
    pub assured_on: String,
}

#[async_trait::async_trait]
impl Act for ListSharedServices {
    type Facts = Timestamp;
    type Output = Vec<SharedService>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-shared-services"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "exchange", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<SharedService>> {
        let organisation = permit.organisation()?;
        let since = tx.now.date(Zone::Wib).checked_sub(Span::new().days(HOLDS));
        let since = since.map_err(|_| Error::Storage("a day out of range".into()))?.to_string();
        tx.trace.kind = Some("exchange");
        // Of whom the directory suspends or lets go nothing is offered.
        let rows = tx
            .rows(
                "select s.id, s.name, s.from_member, o.name, p.post_id, s.service_type, s.level, s.area, s.access, s.assured_on
                 from shared_service s
                   join organisation o on o.member_id = s.from_member and o.membership_state = 'active'
                   left join exchange_peer p on p.organisation_id = o.id
                 where s.organisation_id = $1 and s.removed = $2 and s.assured_on >= $3
                   and ($4 = '' or s.service_type = $4)
                 order by s.service_type, s.name, s.id limit $5",
                &[
                    organisation.into(),
                    false.into(),
                    since.into(),
                    permit.act().service_type.clone().unwrap_or_default().into(),
                    MOST.into(),
                ],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok(SharedService {
                    id: row.id(0)?,
                    name: row.text(1)?,
                    member: row.text(2)?,
                    source: row.text(3)?,
                    post: row.id_opt(4)?,
                    service_type: row.text(5)?,
                    level: row.text(6)?,
                    area: row.text(7)?.split_whitespace().map(str::to_owned).collect(),
                    access: row.text(8)?,
                    assured_on: row.text(9)?,
                })
            })
            .collect()
    }
}
