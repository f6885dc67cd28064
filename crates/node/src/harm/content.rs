//! Content reports: what they share with earlier ones, and how they are classified.

use model::kinds::ContentReport;
use model::{Id, Kind, KindMeta, ProblemCode, Record, Value};

use super::marks;
use crate::access::load;
use crate::acts::open_root;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::fields;

pub(crate) const META: &KindMeta = ContentReport::META;

/// Names, on a new report, the earliest one of the same organisation that shares an address, an account or a hash. Likely the same is no
/// merger: both stay, and a person decides.
pub(super) async fn link(tx: &mut Tx, id: Id, record: &Record) -> Result<()> {
    let shared = marks::others(tx, &marks::of_record(META, record), id).await?;
    let mut earlier: Vec<_> = shared.into_values().flatten().collect();
    earlier.sort_by_key(|place| (place.opened_at, place.matter));
    let own = load::matter(tx, id, true).await?;
    for place in earlier {
        let row = tx
            .row(
                "select id from matter where id = $1 and kind = 'content-report' and organisation_id = $2",
                &[place.matter.into(), own.organisation.into()],
            )
            .await?;
        if row.is_some() {
            let mut same = Record::empty(META);
            same.set(META, "duplicate_of", Value::from(place.matter));
            let key = tx.key_for_writing(own.key).await?;
            return fields::change(tx, META, id, &key, &same, &["duplicate_of"]).await;
        }
    }
    Ok(())
}

/// A label must be one of its scheme, where the scheme has a closed list.
pub(super) fn assess(record: &Record) -> Result<()> {
    let (scheme, label) = (record.to_text(META, "class_scheme"), record.to_text(META, "class_label"));
    let closed: &[&str] = match scheme.as_str() {
        "iccam" => &["BA", "NA", "DO", "IG"],
        "ab" => &["A1", "A2", "B1", "B2"],
        "copine" => &[
            "level-1", "level-2", "level-3", "level-4", "level-5", "level-6", "level-7", "level-8",
            "level-9", "level-10",
        ],
        _ => return Ok(()),
    };
    if closed.contains(&label.as_str()) {
        Ok(())
    } else {
        Err(Error::field("class_label", ProblemCode::UnknownCode))
    }
}

/// Opens a report on the new address of what another report is about; answers its id.
pub(super) async fn moved(tx: &mut Tx, from: Id, address: &str) -> Result<Id> {
    let old = load::matter(tx, from, true).await?;
    let said = fields::load(tx, META, from, old.key).await?.into_inner().reveal_all()?.to_record();
    let mut record = Record::empty(META);
    let same = [
        "channel",
        "harm",
        "imminent_danger",
        "imminent_reason",
        "platform",
        "account",
        "hash_md5",
        "hash_sha1",
        "hash_sha256",
        "hash_pdq",
        "offender_hint",
        "victim_hint",
        "region",
        "flagged_by",
    ];
    for name in same {
        if let Some(value) = said.get(META, name) {
            record.set(META, name, value.clone());
        }
    }
    record.set(META, "address", Value::from(address));
    record.set(META, "moved_from", Value::from(from));
    let score = ContentReport::score(&record);
    record.set(META, "quality", Value::from(score));
    open_root(tx, META, old.organisation, old.custodian, &record).await
}
