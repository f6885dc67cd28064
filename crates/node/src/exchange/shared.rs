//! Matters that several members know under one number: referrals, hand-overs of cases, questions, alerts, notices, challenges.

use model::Id;
use seal::exchange::{Marking, MemberId, Message, Uuid};

use super::outbox::{self, InThread, Outgoing};
use super::{keys, peers};
use crate::access::MatterFacts;
use crate::db::{Row, Sql, Tx};
use crate::error::{Error, Result};

/// What a shared matter is. Each has numbers of its own: what somebody sends as one cannot pass for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Referral,
    Transfer,
    Request,
    Alert,
    Notice,
    Challenge,
}

impl About {
    fn code(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::Transfer => "transfer",
            Self::Request => "request",
            Self::Alert => "alert",
            Self::Notice => "notice",
            Self::Challenge => "challenge",
        }
    }
}

/// A matter of this node with what the other side calls it.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) matter: Id,
    /// The number that all sides use: the id of the matter where it began.
    pub(crate) number: Uuid,
    /// The member on the other side; of an alert its issuer.
    pub(crate) member: MemberId,
    /// The organisation on this side.
    pub(crate) organisation: Id,
    /// The envelope that began it; nothing where both sides live on this node.
    pub(crate) sent: Option<InThread>,
    /// Further members to whom the same envelope went.
    pub(crate) others: Vec<MemberId>,
}

const SHARED: &str =
    "select matter_id, shared_id, member_id, organisation_id, thread_id, eid, others from exchange_shared";

impl Shared {
    fn read(row: &Row) -> Result<Self> {
        let uuid = |text: String| Uuid::try_from(text).map_err(|_| Error::Sealed);
        let sent = match row.text_opt(4)?.zip(row.text_opt(5)?) {
            Some((thread, eid)) => Some(InThread { eid: outbox::eid(&eid)?, thread: uuid(thread)? }),
            None => None,
        };
        Ok(Self {
            matter: row.id(0)?,
            number: uuid(row.text(1)?)?,
            member: keys::member(&row.text(2)?)?,
            organisation: row.id(3)?,
            sent,
            others: row.text(6)?.split_whitespace().map(keys::member).collect::<Result<_>>()?,
        })
    }

    /// A matter that begins here, under its own id.
    pub(crate) fn begun(
        matter: Id,
        organisation: Id,
        member: MemberId,
        sent: Option<InThread>,
    ) -> Result<Self> {
        let number = outbox::uuid(matter)?;
        Ok(Self { matter, number, member, organisation, sent, others: Vec::new() })
    }

    /// Keeps it.
    pub(crate) async fn keep(&self, tx: &mut Tx, about: About) -> Result<()> {
        let (thread, eid) =
            self.sent.as_ref().map(|sent| ((*sent.thread).to_owned(), sent.eid.to_string())).unzip();
        let others: Vec<&str> = self.others.iter().map(MemberId::as_str).collect();
        let row = [
            self.matter.into(),
            about.code().into(),
            (*self.number).into(),
            self.member.as_str().into(),
            self.organisation.into(),
            thread.into(),
            eid.into(),
            others.join(" ").into(),
        ];
        tx.run(
            "insert into exchange_shared (matter_id, about, shared_id, member_id, organisation_id, thread_id, eid, others)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            &row,
        )
        .await
        .map(drop)
    }

    /// The conversation that it began with.
    pub(crate) fn thread(&self) -> Option<Uuid> {
        self.sent.as_ref().map(|sent| sent.thread.clone())
    }

    /// Answers the other side, from whoever holds the matter.
    ///
    /// # Errors
    /// [`Error::Refused`] `peer-not-active` and those of [`outbox::queue`].
    pub(crate) async fn answer(
        &self,
        tx: &mut Tx,
        facts: &MatterFacts,
        message: Message,
        (marking, urgent): (Marking, Option<&'static str>),
    ) -> Result<()> {
        let to = peers::organisation_of(tx, &self.member).await?.ok_or(Error::Refused("peer-not-active"))?;
        let out = Outgoing {
            organisation: self.organisation,
            post: facts.custodian,
            to: &[to],
            message,
            marking,
            thread: self.thread(),
            in_reply_to: self.sent.as_ref().map(|sent| sent.eid),
            derived_from: Vec::new(),
            matter: Some(facts.id),
            subject: Some(facts.id),
            urgent,
        };
        outbox::queue(tx, out).await.map(drop)
    }
}

/// What a matter is to the other side, if anybody shares it.
pub(crate) async fn of_matter(tx: &mut Tx, matter: Id) -> Result<Option<Shared>> {
    let mut sql = Sql::from(SHARED);
    sql.push(" where matter_id = $1");
    tx.row(sql, &[matter.into()]).await?.as_ref().map(Shared::read).transpose()
}

/// The matter of an organisation that another member calls by a number.
pub(crate) async fn known(
    tx: &mut Tx,
    (organisation, member): (Id, &MemberId),
    about: About,
    number: &Uuid,
) -> Result<Option<Shared>> {
    let mut sql = Sql::from(SHARED);
    sql.push(" where organisation_id = $1 and member_id = $2 and about = $3 and shared_id = $4");
    let key = [organisation.into(), member.as_str().into(), about.code().into(), (**number).into()];
    tx.row(sql, &key).await?.as_ref().map(Shared::read).transpose()
}

/// The other matters of this node under the number of one that began here: those of its neighbours.
pub(crate) async fn beside(tx: &mut Tx, matter: Id) -> Result<Vec<Id>> {
    let rows = tx
        .rows(
            "select matter_id from exchange_shared where shared_id = $1 and matter_id <> $1 order by matter_id",
            &[matter.into()],
        )
        .await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Notes the envelope that brought or carried the case itself.
pub(crate) async fn carry_case(tx: &mut Tx, matter: Id, eid: &str) -> Result<()> {
    tx.run_one("update exchange_shared set case_eid = $2 where matter_id = $1", &[matter.into(), eid.into()])
        .await
        .map(drop)
}

/// The hand-over whose case an envelope carries.
pub(crate) async fn of_case(tx: &mut Tx, eid: &str) -> Result<Option<Id>> {
    let row = tx.row("select matter_id from exchange_shared where case_eid = $1", &[eid.into()]).await?;
    row.map(|row| row.id(0)).transpose()
}

/// Whether the case itself is on its way: then nothing can be taken back any more.
pub(crate) async fn under_way(tx: &mut Tx, matter: Id) -> Result<bool> {
    let row = tx
        .row(
            "select matter_id from exchange_shared where matter_id = $1 and case_eid is not null",
            &[matter.into()],
        )
        .await?;
    Ok(row.is_some())
}
