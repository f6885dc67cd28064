//! Letters get their number when they are issued: one row of numbers for each organisation and year, without a gap.

mod addressee;

pub(crate) use addressee::may_go;

use model::kinds::Document;
use model::time::Zone;
use model::{Kind, Record};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::Result;
use crate::store::fields;

/// Months as official letters number them.
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/// Writes the next number of the year into an outgoing letter, in the usual layout: `012/PA/III/2026`.
pub(crate) async fn number(tx: &mut Tx, facts: &MatterFacts) -> Result<()> {
    let today = tx.now.date(Zone::Wib);
    let year = i64::from(today.year());
    tx.run(
        "insert into letter_number (organisation_id, year, last) values ($1, $2, 1)
         on conflict (organisation_id, year) do update set last = letter_number.last + 1",
        &[facts.organisation.into(), year.into()],
    )
    .await?;
    let row = tx
        .row(
            "select last from letter_number where organisation_id = $1 and year = $2",
            &[facts.organisation.into(), year.into()],
        )
        .await?;
    let last = row.map_or(Ok(0), |row| row.int(0))?;
    let month = usize::try_from(today.month()).unwrap_or(1).saturating_sub(1);
    let month = ROMAN.get(month).copied().unwrap_or_default();
    let mut record = Record::empty(Document::META);
    record.set(Document::META, "number", format!("{last:03}/PA/{month}/{year}").into());
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, Document::META, facts.id, &key, &record, &["number"]).await
}
