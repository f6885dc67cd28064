//! Services that this node's members give are told to the other members of the network: new ones, changed ones, and those that are
//! given no more. Only what the public may read of them leaves, so that a confidential place never does.

use std::collections::{BTreeMap, BTreeSet};

use model::Id;
use seal::exchange::message::{ListedService, ServiceListing};
use seal::exchange::{Line, List, MemberId, MemberStatus, Text};

use super::BATCH;
use crate::acts::moves;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, Outgoing, code};
use crate::exchange::{directory, keys, peers};
use crate::store::duty;

const KIND: &str = "service.listing";
/// Services in one message.
const MOST: usize = 100;

/// What one member has to be told by another.
struct News {
    organisation: Id,
    to: MemberId,
    services: Vec<(ListedService, String)>,
    removed: Vec<Id>,
}

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!news(tx, 1).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let news = news(tx, usize::try_from(BATCH).unwrap_or(usize::MAX)).await?;
    let mut told = 0;
    for one in &news {
        told += usize::from(tell(tx, one).await?);
    }
    Ok(told)
}

async fn tell(tx: &mut Tx, news: &News) -> Result<bool> {
    let Some(receiver) = duty::receiver(tx, Some(news.organisation)).await? else { return Ok(false) };
    let Some(to) = peers::organisation_of(tx, &news.to).await? else { return Ok(false) };
    let services: Vec<ListedService> = news.services.iter().map(|(service, _)| service.clone()).collect();
    let removed = news.removed.iter().map(|id| outbox::uuid(*id)).collect::<Result<Vec<_>>>()?;
    let unfit = |_| Error::Refused("too-much-at-once");
    let message = ServiceListing {
        services: List::try_from(services).map_err(unfit)?,
        removed: List::try_from(removed).map_err(unfit)?,
    };
    let mut marking = moves::marking(tx, news.organisation, None).await?;
    marking.purpose = seal::exchange::Code::try_from("provide_service").into_iter().collect();
    let out = Outgoing {
        organisation: news.organisation,
        post: receiver.post,
        to: &[to],
        message: message.into(),
        marking,
        thread: None,
        in_reply_to: None,
        derived_from: Vec::new(),
        matter: None,
        subject: None,
        urgent: None,
    };
    outbox::queue(tx, out).await?;
    for (service, digest) in &news.services {
        tx.run(
            "insert into told_service (listing_id, organisation_id, to_member, digest) values ($1, $2, $3, $4)
             on conflict (listing_id, to_member) do update set digest = excluded.digest",
            &[
                (*service.id).into(),
                news.organisation.into(),
                news.to.as_str().into(),
                digest.as_str().into(),
            ],
        )
        .await?;
    }
    for id in &news.removed {
        tx.run(
            "delete from told_service where listing_id = $1 and to_member = $2",
            &[(*id).into(), news.to.as_str().into()],
        )
        .await?;
    }
    Ok(true)
}

/// What has to be told, for at most so many members.
async fn news(tx: &mut Tx, most: usize) -> Result<Vec<News>> {
    let mut found = Vec::new();
    let now = tx.now;
    let Some(directory) = directory::newest(tx).await?.filter(|one| one.is_valid_at(now.millis())) else {
        return Ok(found);
    };
    let own = keys::own(tx).await?;
    let takes: Vec<&MemberId> = directory
        .members
        .iter()
        .filter(|one| one.status == MemberStatus::Active && one.takes(KIND))
        .filter(|one| {
            one.sealing_at(now.millis()).is_some() && !directory.member_revoked(&one.id, now.millis())
        })
        .filter(|one| own.iter().all(|own| own.member != one.id))
        .map(|one| &one.id)
        .collect();
    for own in &own {
        let listed = directory.member(&own.member).is_some_and(|one| one.status == MemberStatus::Active);
        if takes.is_empty() || !listed || keys::signing(tx, own.organisation).await.is_err() {
            continue;
        }
        let (given, told) = (given(tx, own.organisation).await?, told(tx, own.organisation).await?);
        for to in &takes {
            if found.len() >= most {
                return Ok(found);
            }
            let news = compare(own.organisation, to, &given, told.get(to.as_str()));
            found.extend(news);
        }
    }
    Ok(found)
}

type Told = BTreeMap<Id, String>;

fn compare(
    organisation: Id,
    to: &MemberId,
    given: &BTreeMap<Id, (ListedService, String)>,
    told: Option<&Told>,
) -> Option<News> {
    let nothing = Told::new();
    let told = told.unwrap_or(&nothing);
    let changed = given.iter().filter(|(id, (_, digest))| told.get(id) != Some(digest));
    let services: Vec<_> = changed.map(|(_, service)| service.clone()).take(MOST).collect();
    let here: BTreeSet<&Id> = given.keys().collect();
    let removed: Vec<Id> = told.keys().filter(|id| !here.contains(id)).copied().take(MOST).collect();
    let some = !services.is_empty() || !removed.is_empty();
    some.then(|| News { organisation, to: to.clone(), services, removed })
}

/// What the public may read of the listings that an organisation keeps, by number.
async fn given(tx: &mut Tx, organisation: Id) -> Result<BTreeMap<Id, (ListedService, String)>> {
    let rows = tx
        .rows(
            "select d.id, d.name, d.service_type, k.confidentiality, d.region, d.nationwide, d.application, k.assured_on
             from public_listing d join matter m on m.id = d.id join k_service_listing k on k.id = d.id
             where m.organisation_id = $1 and m.state in ('published', 'due_for_assurance')
               and k.confidentiality in ('public', 'front_gate') and k.status = 'active' and k.assured_on is not null
             order by d.id",
            &[organisation.into()],
        )
        .await?;
    let mut found = BTreeMap::new();
    for row in &rows {
        let id = row.id(0)?;
        let area = row.text_opt(4)?.map(|region| code(&region)).transpose()?;
        let words = |text: String, most: usize| text.chars().take(most).collect::<String>();
        let access = words(row.text(6)?, 300);
        let service = ListedService {
            id: outbox::uuid(id)?,
            name: match Line::try_from(words(row.text(1)?, 100)) {
                Ok(name) => name,
                // A name that cannot travel stays here.
                Err(_) => continue,
            },
            service_type: code(&row.text(2)?)?,
            level: code(&row.text(3)?)?,
            area: List::try_from(Vec::from_iter(area)).map_err(|_| Error::Refused("too-much-at-once"))?,
            access: Text::try_from(access).ok().filter(|text| !text.is_empty()),
            assured_on: code(&row.text(7)?)?,
        };
        let text = serde_json::to_vec(&service).map_err(|_| Error::Storage("a service".into()))?;
        found.insert(id, (service, seal::to_hex(&seal::sha256(&text))));
    }
    Ok(found)
}

/// What was told to whom.
async fn told(tx: &mut Tx, organisation: Id) -> Result<BTreeMap<String, Told>> {
    let rows = tx
        .rows(
            "select to_member, listing_id, digest from told_service where organisation_id = $1
             order by to_member, listing_id",
            &[organisation.into()],
        )
        .await?;
    let mut found: BTreeMap<String, Told> = BTreeMap::new();
    for row in &rows {
        found.entry(row.text(0)?).or_default().insert(row.id(1)?, row.text(2)?);
    }
    Ok(found)
}
