//! Badges: Open Badges 3.0, which are W3C verifiable credentials, as a signed token. Anybody can check one with the public key alone; whether
//! it was taken back stands in a public list ([`super::badge_status`]).

use model::time::{DAY, Span, Zone};
use model::{Id, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

use super::badge_status;
use super::needs::SOON;
use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::who;

/// How a badge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BadgeState {
    /// It holds.
    Valid,
    /// It holds, and ends within two months.
    Expiring,
    /// It has ended.
    Expired,
    /// It was taken back.
    Revoked,
}

impl BadgeState {
    /// Of a badge with this end.
    #[must_use]
    pub fn at(now: Timestamp, until: Option<Timestamp>, revoked: bool) -> Self {
        match until {
            _ if revoked => Self::Revoked,
            Some(end) if end <= now => Self::Expired,
            Some(end) if end <= now.plus(SOON) => Self::Expiring,
            _ => Self::Valid,
        }
    }

    /// Its code in labels.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// What is known of a badge whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadgeStanding {
    /// To whom it was given, as the badge itself says.
    pub holder: String,
    /// What for.
    pub title: String,
    /// What whoever has it can do.
    pub criteria: String,
    /// Who gave it.
    pub issuer: String,
    /// When.
    pub issued_at: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
    /// How it stands now.
    pub state: BadgeState,
}

/// Who gives badges, and the key that they are checked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issuer {
    /// Name that carries the key (DID method `jwk`).
    pub id: String,
    /// The organisation that runs the node.
    pub name: String,
    /// The key as a JSON Web Key.
    pub jwk: String,
}

/// Facts for acts about one badge.
pub struct BadgeFacts {
    pub(super) account: Id,
    pub(super) organisation: Id,
    pub(super) now: Timestamp,
}

impl BadgeFacts {
    pub(super) async fn load(tx: &mut Tx, id: Id) -> Result<Self> {
        let row = tx
            .row("select account_id, organisation_id from credential where id = $1", &[id.into()])
            .await?
            .ok_or(Error::NotFound)?;
        Ok(Self { account: row.id(0)?, organisation: row.id(1)?, now: tx.now })
    }
}

impl From<&MatterFacts> for BadgeFacts {
    fn from(course: &MatterFacts) -> Self {
        Self { account: Id::from_u128(0), organisation: course.organisation, now: course.now }
    }
}

/// Gives a badge for an enrolment, once.
pub(super) async fn issue(tx: &mut Tx, enrolment: Id) -> Result<()> {
    let row = tx
        .row(
            "select e.organisation_id, e.course_id, e.account_id, c.validity_months
             from enrolment e join public_course c on c.id = e.course_id
             where e.id = $1 and not exists (select 1 from credential b where b.enrolment_id = e.id)",
            &[enrolment.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    let now = tx.now;
    let until = row.int_opt(3)?.map(|months| after(now, months)).transpose()?;
    let (id, number) = (tx.new_id(), badge_status::next(tx).await?);
    tx.run(
        "insert into credential (id, organisation_id, course_id, account_id, enrolment_id, issued_at, valid_until, status_number)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            id.into(),
            row.id(0)?.into(),
            row.id(1)?.into(),
            row.id(2)?.into(),
            enrolment.into(),
            now.into(),
            until.into(),
            number.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The end of the day on which so many months have passed.
fn after(now: Timestamp, months: i64) -> Result<Timestamp> {
    let out_of_range = || Error::Storage("a day out of range".into());
    let months = i32::try_from(months).map_err(|_| out_of_range())?;
    let day = now.date(Zone::Wib).checked_add(Span::new().months(months)).map_err(|_| out_of_range())?;
    Ok(Timestamp::start_of(day, Zone::Wib).plus(DAY))
}

/// What stands in one row.
struct Written {
    id: Id,
    course: Id,
    account: Id,
    title: String,
    criteria: String,
    hours: i64,
    issuer: String,
    issued_at: Timestamp,
    until: Option<Timestamp>,
    revoked: bool,
    /// Its number in the lists of what was taken back.
    number: Option<i64>,
}

async fn written(tx: &mut Tx, id: Id) -> Result<Option<Written>> {
    let row = tx
        .row(
            "select b.id, b.course_id, b.account_id, c.title, c.criteria, c.hours, o.name, b.issued_at, b.valid_until,
               b.revoked_at, b.status_number
             from credential b join public_course c on c.id = b.course_id
             join organisation o on o.id = b.organisation_id where b.id = $1",
            &[id.into()],
        )
        .await?;
    row.map(|row| {
        Ok(Written {
            id: row.id(0)?,
            course: row.id(1)?,
            account: row.id(2)?,
            title: row.text(3)?,
            criteria: row.text(4)?,
            hours: row.int(5)?,
            issuer: row.text(6)?,
            issued_at: row.time(7)?,
            until: row.time_opt(8)?,
            revoked: row.time_opt(9)?.is_some(),
            number: row.int_opt(10)?,
        })
    })
    .transpose()
}

/// The token of a badge: the same bytes each time, because an Ed25519 signature is and the public address of a node does not change.
pub(super) async fn token(tx: &mut Tx, id: Id) -> Result<String> {
    let badge = written(tx, id).await?.ok_or(Error::NotFound)?;
    let holder = who::name(tx, badge.account).await?;
    let status = badge_status::entry(tx, badge.number).await?;
    let signing = &tx.context.keys.signing;
    let mut claims = claims(&badge, &holder, &seal::to_did(&signing.verifying_key()));
    if let (Some(status), Some(members)) = (status, claims.as_object_mut()) {
        members.insert("credentialStatus".into(), status);
    }
    Ok(seal::sign_claims(signing, &claims.to_string()))
}

/// An `OpenBadgeCredential` (Open Badges 3.0) with the registered claims of RFC 7519 beside it.
fn claims(badge: &Written, holder: &str, issuer: &str) -> Value {
    let id = format!("urn:uuid:{}", badge.id);
    let mut claims = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
        ],
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.title,
        "issuer": { "id": issuer, "type": ["Profile"], "name": badge.issuer },
        "validFrom": badge.issued_at.to_string(),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                { "type": "IdentityObject", "hashed": false, "identityHash": holder, "identityType": "name" }
            ],
            "achievement": {
                "id": format!("urn:uuid:{}", badge.course),
                "type": ["Achievement"],
                "achievementType": "Course",
                "name": badge.title,
                "description": badge.criteria,
                "criteria": { "narrative": badge.criteria },
                "creditsAvailable": badge.hours
            }
        },
        "iss": issuer,
        "jti": id,
        "nbf": badge.issued_at.millis() / 1_000
    });
    if let (Some(until), Some(members)) = (badge.until, claims.as_object_mut()) {
        members.insert("validUntil".into(), until.to_string().into());
        members.insert("exp".into(), (until.millis() / 1_000).into());
    }
    claims
}

impl Node {
    /// Who gives badges here. It concerns nobody; a look at it is not journalled.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn badge_issuer(&self) -> Result<Issuer> {
        self.db()
            .read(|tx| {
                Box::pin(async move {
                    let name = tx
                        .row("select name from organisation order by created_at, id limit 1", &[])
                        .await?
                        .map_or(Ok(String::new()), |row| row.text(0))?;
                    let key = tx.context.keys.signing.verifying_key();
                    Ok(Issuer { id: seal::to_did(&key), name, jwk: seal::to_jwk(&key) })
                })
            })
            .await
    }

    /// What is known of a badge that somebody shows: nothing when this node did not sign it. Nothing is kept of the question.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn check_badge(&self, token: String) -> Result<Option<BadgeStanding>> {
        self.db().read(move |tx| Box::pin(async move { check(tx, &token).await })).await
    }
}

async fn check(tx: &mut Tx, token: &str) -> Result<Option<BadgeStanding>> {
    let key = tx.context.keys.signing.verifying_key();
    let Ok(claims) = seal::read_claims(&key, token) else { return Ok(None) };
    let Ok(claims) = serde_json::from_slice::<Value>(&claims) else { return Ok(None) };
    let text = |path: &str| claims.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(id) = text("/jti").strip_prefix("urn:uuid:").and_then(|id| id.parse().ok()) else {
        return Ok(None);
    };
    let Some(badge) = written(tx, id).await? else { return Ok(None) };
    Ok(Some(BadgeStanding {
        holder: text("/credentialSubject/identifier/0/identityHash"),
        title: text("/credentialSubject/achievement/name"),
        criteria: text("/credentialSubject/achievement/criteria/narrative"),
        issuer: text("/issuer/name"),
        issued_at: badge.issued_at,
        until: badge.until,
        state: BadgeState::at(tx.now, badge.until, badge.revoked),
    }))
}
