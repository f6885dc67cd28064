//! What children and young people are asked, what they said, and what changed because of them.

use model::Id;
use serde::Serialize;

use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::node::Node;

/// Something that children and young people are, or were, asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// Id.
    pub id: Id,
    /// `campaign` or `policy_draft`.
    pub kind: String,
    /// Title in Indonesian and in English.
    pub title: [String; 2],
    /// What it is about, in Indonesian and in English.
    pub words: [String; 2],
    /// Whether views are taken now.
    pub open: bool,
    /// Views that were published.
    pub views: i64,
}

/// A view with its answer. When it was said is nobody's business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicView {
    /// Code of list `age-band`.
    pub age_band: String,
    /// What they said.
    pub said: String,
    /// What they were answered.
    pub answer: String,
    /// What changed because of them.
    pub what_changed: String,
}

const TOPIC: &str = "select t.id, t.kind, t.title_id, t.title_en, t.words_id, t.words_en, t.closed_at,
    (select count(*) from public_view v where v.topic_id = t.id) from public_topic t";

fn topic_of(row: &Row) -> Result<Topic> {
    Ok(Topic {
        id: row.id(0)?,
        kind: row.text(1)?,
        title: [row.text(2)?, row.text(3)?],
        words: [row.text(4)?, row.text(5)?],
        open: row.time_opt(6)?.is_none(),
        views: row.int(7)?,
    })
}

impl Node {
    /// Everything that children are or were asked about, the newest first.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn topics(&self) -> Result<Vec<Topic>> {
        self.db().read(|tx| Box::pin(topics(tx))).await
    }

    /// One of them, with what was published.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what nobody was asked about, [`Error::Storage`].
    pub async fn topic(&self, id: Id) -> Result<(Topic, Vec<PublicView>)> {
        self.db().read(move |tx| Box::pin(one(tx, id))).await
    }
}

async fn topics(tx: &mut Tx) -> Result<Vec<Topic>> {
    let mut sql = crate::db::Sql::from(TOPIC);
    sql.push(" order by t.opened_at desc, t.id limit 100");
    tx.rows(sql, &[]).await?.iter().map(topic_of).collect()
}

async fn one(tx: &mut Tx, id: Id) -> Result<(Topic, Vec<PublicView>)> {
    let mut sql = crate::db::Sql::from(TOPIC);
    sql.push(" where t.id = $1");
    let topic = topic_of(&tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?)?;
    let views = tx
        .rows(
            "select age_band, said, answer, what_changed from public_view where topic_id = $1 order by id limit 500",
            &[id.into()],
        )
        .await?;
    let view = |row: &Row| {
        Ok(PublicView {
            age_band: row.text(0)?,
            said: row.text(1)?,
            answer: row.text(2)?,
            what_changed: row.text(3)?,
        })
    };
    Ok((topic, views.iter().map(view).collect::<Result<Vec<_>>>()?))
}
