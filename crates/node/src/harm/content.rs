//! Content reports: what they share with earlier ones, and how they are classified.

use model::kinds::{self, ContentReport};
use model::{Date, Draft, Id, Kind, KindMeta, ProblemCode, Record, Value};

use super::{answers, marks, tidy};
use crate::access::load;
use crate::acts::{open_for_node, open_root};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{fields, notification};

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

/// What the public form asks about something on the internet, besides the report itself.
pub(crate) const ASKED: [&str; 3] = ["platform", "account", "address"];

/// What somebody without an account told of something on the internet, as a content report of its own: the address lies there, apart from the words
/// that everybody in triage reads. Nothing where nothing of it was told.
pub(crate) async fn told(
    tx: &mut Tx,
    (report, typed): (Id, &Draft),
    said: &Record,
    today: Date,
) -> Result<Option<Id>> {
    let from = load::matter(tx, report, false).await?;
    let row = tx.row("select member_id from organisation where id = $1", &[from.organisation.into()]).await?;
    let member = row.ok_or(Error::NotFound)?.text(0)?;
    let looks = member.split('/').nth(1).is_some_and(|class| matches!(class, "HOT" | "LEA"));
    let text = |name: &str| said.to_text(kinds::Report::META, name);
    let mut draft = typed.clone();
    // Whoever has the mandate to look finds what the words name where it can be worked on.
    if looks
        && draft.text("address").is_empty()
        && let Some(address) = tidy::first_address(&text("narrative"))
    {
        draft.set("address", address);
    }
    draft.0.retain(|_, text| !text.trim().is_empty());
    if draft.0.is_empty() {
        return Ok(None);
    }
    let harm = Some(text("online_harm")).filter(|harm| !harm.is_empty()).unwrap_or_else(|| "other".into());
    let draft = draft
        .with("channel", "web")
        .with("harm", harm)
        .with("imminent_danger", text("imminent_danger"))
        .with("region", text("region"))
        .with("seen_on", text("incident_date"))
        .with("note", from.code.as_str());
    let record = tidy::tidy(META, draft.parse(META, today).map_err(Error::Invalid)?)?;
    let analyst = if looks { answers::receiver(tx, from.organisation).await? } else { None };
    let post = analyst.unwrap_or(from.custodian);
    let trace = tx.trace.clone();
    let id = open_for_node(tx, META, (from.organisation, post), None, &record).await?;
    link(tx, id, &record).await?;
    tx.trace = trace;
    notification::tell(tx, post, "content-told", Some(id)).await?;
    Ok(Some(id))
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
