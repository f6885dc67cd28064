//! `gather-digests`: the node looks which posts have news for their mailboxes: once a day, from six in the morning, and only
//! while somebody holds the post.

use model::time::{DAY, HOUR, Zone};
use model::{Id, Lang, Timestamp};

use super::NoteDigest;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::{custody, mailbox};

/// Gathers them.
pub struct GatherDigests;

/// What one mailbox is sent. Numbers of matters, never a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// The post.
    pub post: Id,
    /// Its mailbox.
    pub mailbox: String,
    /// The language of who holds the post.
    pub lang: Lang,
    /// Readable numbers of the first matters.
    pub codes: Vec<String>,
    /// How many news there are in all.
    pub total: i64,
    /// Those that this mail tells of.
    pub told: Vec<Id>,
}

/// The hour of western Indonesia from which mail goes out.
const FROM_HOUR: i64 = 6;
/// Numbers in one mail.
const MOST: usize = 30;

#[async_trait::async_trait]
impl Act for GatherDigests {
    type Facts = ();
    type Output = Vec<Digest>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "gather-digests"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(_: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<Digest>> {
        let mut digests = Vec::new();
        for post in due(tx).await? {
            if let Some(digest) = digest(tx, post).await? {
                digests.push(digest);
            }
        }
        tx.trace.kind = Some("notification");
        Ok(digests)
    }
}

/// The instant of today from which mail goes out.
fn morning(now: Timestamp) -> Timestamp {
    Timestamp::start_of(now.date(Zone::Wib), Zone::Wib).plus(FROM_HOUR * HOUR)
}

/// Posts whose mailbox has not had today's mail and for which there is news.
pub(crate) async fn due(tx: &mut Tx) -> Result<Vec<Id>> {
    let (now, morning) = (tx.now, morning(tx.now));
    if now < morning {
        return Ok(Vec::new());
    }
    tx.rows(
        "select b.post_id from post_mailbox b where (b.sent_at is null or b.sent_at < $1)
           and exists (select 1 from notification n where n.post_id = b.post_id and n.mailed_at is null
                         and n.read_at is null and n.at > $2)
           and exists (select 1 from tenure t where t.post_id = b.post_id and t.from_at <= $3
                         and (t.to_at is null or t.to_at > $3))
         order by b.post_id",
        &[morning.into(), now.plus(-30 * DAY).into(), now.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

async fn digest(tx: &mut Tx, post: Id) -> Result<Option<Digest>> {
    let mailbox = mailbox::of(tx, post).await?;
    let Some(tenure) = custody::holder(tx, post).await? else { return Ok(None) };
    let row = tx
        .row(
            "select a.language from tenure t join account a on a.id = t.account_id where t.id = $1",
            &[tenure.into()],
        )
        .await?;
    let lang =
        row.map(|row| row.text(0)).transpose()?.and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default();
    let rows = tx
        .rows(
            "select n.id, m.code from notification n left join matter m on m.id = n.matter_id
             where n.post_id = $1 and n.mailed_at is null and n.read_at is null order by n.at desc, n.id desc limit 1000",
            &[post.into()],
        )
        .await?;
    let (mut told, mut codes) = (Vec::new(), Vec::new());
    for row in &rows {
        told.push(row.id(0)?);
        if let Some(code) = row.text_opt(1)?.filter(|code| codes.len() < MOST && !codes.contains(code)) {
            codes.push(code);
        }
    }
    let total = i64::try_from(told.len()).unwrap_or(i64::MAX);
    Ok(Some(Digest { post, mailbox, lang, codes, total, told }))
}

impl crate::node::Node {
    /// Today's mail of posts, nothing when no post has any: looking costs no entry.
    ///
    /// # Errors
    /// [`Error::Storage`](crate::Error::Storage), [`Error::Sealed`](crate::Error::Sealed).
    pub async fn digests(&self) -> Result<Vec<Digest>> {
        let any = self.db().read(|tx: &mut Tx| Box::pin(due(tx))).await?;
        if any.is_empty() { Ok(Vec::new()) } else { self.perform(&self.system("mail"), GatherDigests).await }
    }

    /// Writes down that a mailbox has had its mail.
    ///
    /// # Errors
    /// As [`perform`](Self::perform).
    pub async fn digest_sent(&self, digest: &Digest) -> Result<()> {
        let note = NoteDigest { post: digest.post, told: digest.told.clone() };
        self.perform(&self.system("mail"), note).await
    }
}
