//! Indicators and briefs that are public. What is withheld is in no row that these are made of; an embargo ends with the clock.

use model::time::Zone;
use model::{Id, Lang, Timestamp};

use crate::acts::monitoring::{IndicatorRow, Observations};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::monitoring::{BriefText, sheet};
use crate::node::Node;

/// A published brief.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicBrief {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// Title.
    pub title: String,
    /// Its words; nothing when it was withdrawn.
    pub text: Option<BriefText>,
    /// When its numbers were locked.
    pub locked_at: Timestamp,
    /// When it was published.
    pub published_at: Timestamp,
    /// What was wrong with it; empty when nothing was found.
    pub correction: String,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

impl Node {
    /// The public indicators with their latest numbers of an area: `ID`, or a province.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn public_indicators(&self, lang: Lang, area: &str) -> Result<Vec<IndicatorRow>> {
        let area = area.to_owned();
        self.db()
            .read(move |tx: &mut Tx| {
                Box::pin(async move {
                    let mut rows = Vec::new();
                    for sheet in sheet::public(tx).await? {
                        rows.push(crate::acts::monitoring::indicator_row(tx, &sheet, &area, lang).await?);
                    }
                    Ok(rows)
                })
            })
            .await
    }

    /// What may be shown of a public indicator: everything, or one area with the provinces of the latest period.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is not public, [`Error::Storage`].
    pub async fn public_observations(&self, id: Id, area: Option<&str>) -> Result<Observations> {
        let area = area.map(str::to_owned);
        self.db()
            .read(move |tx: &mut Tx| {
                Box::pin(async move {
                    let sheet = sheet::get(tx, id).await?;
                    if sheet.state != "published" {
                        return Err(Error::NotFound);
                    }
                    crate::acts::monitoring::observations_of(tx, sheet, area.as_deref()).await
                })
            })
            .await
    }

    /// Published briefs in a language, newest first; those under embargo are not among them.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn public_briefs(&self, lang: Lang) -> Result<Vec<PublicBrief>> {
        self.db().read(move |tx: &mut Tx| Box::pin(async move { briefs(tx, lang, None).await })).await
    }

    /// One published brief in a language.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is not published or under embargo, [`Error::Storage`].
    pub async fn public_brief(&self, lang: Lang, id: Id) -> Result<PublicBrief> {
        let found = self
            .db()
            .read(move |tx: &mut Tx| Box::pin(async move { briefs(tx, lang, Some(id)).await }))
            .await?;
        found.into_iter().next().ok_or(Error::NotFound)
    }
}

async fn briefs(tx: &mut Tx, lang: Lang, only: Option<Id>) -> Result<Vec<PublicBrief>> {
    let today = tx.now.date(Zone::Wib).to_string();
    let rows = tx
        .rows(
            "select brief_id, code, title, words, locked_at, published_at, correction, withdrawn from brief_edition
             where lang = $1 and coalesce(embargo_until, '') <= $2 and ($3 = '' or brief_id = $3)
             order by published_at desc, brief_id desc limit 200",
            &[lang.code().into(), today.into(), only.map(|id| id.to_string()).unwrap_or_default().into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let withdrawn = row.flag(7)?;
            let text = serde_json::from_str(&row.text(3)?)
                .map_err(|error| Error::Storage(format!("a brief that was published: {error}")))?;
            Ok(PublicBrief {
                id: row.id(0)?,
                code: row.text(1)?,
                title: row.text(2)?,
                text: (!withdrawn).then_some(text),
                locked_at: row.time(4)?,
                published_at: row.time(5)?,
                correction: row.text(6)?,
                withdrawn,
            })
        })
        .collect()
}
