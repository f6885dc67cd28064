//! What the public reads are copies that somebody put out. A copy of a listing is made without what its confidentiality forbids,
//! so that nothing that is made of copies can give it away (domain model, section 10.1 and invariant 16).

use model::{Id, KindMeta, Record, Step, Value};

use super::rules::degrees;
use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::ShownRecord;

/// Puts out a commitment as it stands.
pub(super) async fn commitment(tx: &mut Tx, facts: &MatterFacts, record: &ShownRecord) -> Result<()> {
    let now = tx.now;
    tx.run("delete from public_commitment where id = $1", &[facts.id.into()]).await?;
    let text = |name: &str| Value::from(record.text(name));
    tx.run(
        "insert into public_commitment
           (id, code, title, strategy, intervention, output, lead, supporting, source, version, put_out_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            facts.id.into(),
            facts.code.as_str().into(),
            text("title"),
            text("strategy"),
            text("intervention"),
            text("output"),
            text("lead"),
            text("supporting"),
            text("source_uri"),
            facts.version.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Puts out a recommendation as it stands.
pub(super) async fn recommendation(tx: &mut Tx, facts: &MatterFacts, record: &ShownRecord) -> Result<()> {
    let now = tx.now;
    tx.run("delete from public_recommendation where id = $1", &[facts.id.into()]).await?;
    let text = |name: &str| Value::from(record.text(name));
    tx.run(
        "insert into public_recommendation
           (id, code, reference, words, translation, response, addressee, source, version, put_out_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            facts.id.into(),
            facts.code.as_str().into(),
            text("reference"),
            text("text"),
            text("translation"),
            text("response"),
            text("addressee"),
            text("source_uri"),
            facts.version.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Puts out a comment with its answer.
pub(super) async fn comment(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let now = tx.now;
    let text = |name: &str| Value::from(record.text(facts.kind, name).to_owned());
    tx.run(
        "insert into public_comment (id, commitment_id, organisation, comment, answer, at)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            facts.id.into(),
            facts.root.into(),
            text("organisation"),
            text("comment"),
            text("answer"),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes an entry back from the public.
pub(super) async fn withdraw(tx: &mut Tx, id: Id) -> Result<()> {
    for table in [
        "delete from public_commitment where id = $1",
        "delete from public_recommendation where id = $1",
        "delete from public_listing where id = $1",
    ] {
        tx.run(table, &[id.into()]).await?;
    }
    Ok(())
}

/// Whether the public reads an entry.
pub(super) async fn is_out(tx: &mut Tx, id: Id) -> Result<bool> {
    let row = tx
        .row(
            "select id from public_commitment where id = $1
             union all select id from public_recommendation where id = $1
             union all select id from public_listing where id = $1",
            &[id.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// States in which a listing is shown; one that nobody assures any more is hidden.
const SHOWN: [&str; 2] = ["published", "due_for_assurance"];

/// Brings the copy of a listing in line with a change of its fields: more confidential works at once.
pub(super) async fn listing(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    copy_listing(tx, facts, facts.state.as_str(), record).await
}

/// The same after a step.
pub(super) async fn listing_moved(
    tx: &mut Tx,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    copy_listing(tx, facts, step.to, record).await
}

/// Whether a place with this level may be spoken of in public, and whether all of it may.
fn told(level: &str) -> Option<bool> {
    match level {
        "public" => Some(true),
        "front_gate" => Some(false),
        // Partners and secret, and whatever a later release may add.
        _ => None,
    }
}

async fn copy_listing(tx: &mut Tx, facts: &MatterFacts, state: &str, record: &Record) -> Result<()> {
    tx.run("delete from public_listing where id = $1", &[facts.id.into()]).await?;
    let listing = Fields { meta: facts.kind, record };
    let Some(open) = told(&listing.text("confidentiality")) else { return Ok(()) };
    if !SHOWN.contains(&state) {
        return Ok(());
    }
    let organisation = listing.text("organisation");
    let tag = crate::keys::lookup_tag(&tx.context.keys, "directory-organisation", &organisation);
    let head: [u8; 16] = tag.first_chunk().copied().ok_or_else(|| Error::Storage("a short tag".into()))?;
    let key = Id::from_u128(u128::from_be_bytes(head));
    let now = tx.now;
    let mut row: Vec<Value> = vec![facts.id.into(), key.into(), organisation.into()];
    row.extend(listing.words(open));
    row.push(now.into());
    let mut sql = crate::db::Sql::from(
        "insert into public_listing (id, organisation_key, organisation, name, description, application, service_type,
           status, eligibility, minimum_age, maximum_age, languages, days, opens, closes, fees, free, region, nationwide,
           phone, email, url, address, city, postal_code, latitude, longitude, no_address, capacity, available,
           counted_on, accessibility, accreditation, assured_on, assurer, assurance_due, changed_at) values (",
    );
    sql.params(1, row.len()).push(")");
    tx.run(sql, &row).await.map(drop)
}

/// The fields of a listing on their way out.
struct Fields<'r> {
    meta: &'static KindMeta,
    record: &'r Record,
}

impl Fields<'_> {
    fn text(&self, name: &str) -> String {
        self.record.text(self.meta, name).to_owned()
    }

    fn value(&self, name: &str, empty: Value) -> Value {
        self.record.get(self.meta, name).cloned().unwrap_or(empty)
    }

    fn number(&self, name: &str) -> Value {
        self.value(name, Value::Int(None))
    }

    fn yes(&self, name: &str) -> Value {
        self.value(name, Value::Bool(None))
    }

    /// From the name to the day of assurance. Unless all may be known, free text and everything that finds the place stay.
    fn words(&self, open: bool) -> Vec<Value> {
        let said = |name: &str| Value::from(self.text(name));
        let if_open = |name: &str| Value::from(if open { self.text(name) } else { String::new() });
        let degree = |name: &str, most| Value::Real(degrees(&self.text(name), most).filter(|_| open));
        let address = if open { self.text("address") } else { String::new() };
        let no_address = match (open, address.is_empty()) {
            (false, _) => "front_gate",
            (true, true) => "not_given",
            (true, false) => "",
        };
        let region = self.text("region");
        vec![
            said("name"),
            if_open("description"),
            said("front_gate"),
            said("service_type"),
            said("status"),
            if_open("eligibility"),
            self.number("minimum_age"),
            self.number("maximum_age"),
            said("languages"),
            said("days"),
            said("opens"),
            said("closes"),
            if_open("fees"),
            self.yes("free"),
            Value::Text(Some(region).filter(|region| !region.is_empty())),
            self.yes("nationwide"),
            if_open("phone"),
            if_open("email"),
            if_open("url"),
            address.into(),
            if_open("city"),
            if_open("postal_code"),
            degree("latitude", 90.0),
            degree("longitude", 180.0),
            no_address.into(),
            self.number("capacity"),
            self.number("available"),
            Value::Text(Some(self.text("counted_on")).filter(|day| !day.is_empty())),
            if_open("accessibility"),
            said("accreditation"),
            said("assured_on"),
            if_open("assurer"),
            said("assurance_due"),
        ]
    }
}
