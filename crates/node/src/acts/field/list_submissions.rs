//! `list-submissions`: what arrived from devices: how much was recorded, what differs, what was kept, and the newest of each.

use std::collections::HashMap;

use model::{Id, Kind, KindMeta, Timestamp, Value, kinds};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::ListQuery;
use crate::db::{Effect, Sql, Tx};
use crate::error::Result;
use crate::store::list;

const META: &KindMeta = kinds::FieldSubmission::META;

/// Lists submissions.
pub struct ListSubmissions;

/// Submissions of one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubmissionPart {
    /// Code of the state.
    pub state: &'static str,
    /// How many, counted up to a thousand.
    pub count: i64,
    /// The newest.
    pub rows: Vec<SubmissionRow>,
}

/// One submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubmissionRow {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// Title of its form.
    pub form: String,
    /// The device's name, which names nobody.
    pub device: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Why it waits: a code of list `submission-reason`.
    pub reason: Option<String>,
}

/// Rows of one state.
const MOST: i64 = 20;

#[async_trait::async_trait]
impl Act for ListSubmissions {
    type Facts = Timestamp;
    type Output = Vec<SubmissionPart>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-submissions"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", META.slug, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<SubmissionPart>> {
        let mut parts = Vec::new();
        for state in META.lifecycle.states {
            let filters = [("state".to_owned(), state.name.to_owned())].into();
            let query = ListQuery { filters, limit: MOST, ..ListQuery::default() };
            let count = list::count(tx, META, "list", permit.actor(), &query, 1_001).await?;
            let mut rows = Vec::new();
            if count > 0 {
                for held in list::rows(tx, META, "list", permit.actor(), &query).await? {
                    let row = permit.reveal(held)?;
                    let text = |name| {
                        let field = row.fields.iter().find(|(field, _)| field.name == name);
                        field.map(|(_, shown)| shown.to_text()).filter(|text| !text.is_empty())
                    };
                    let reason = text("reason");
                    rows.push(SubmissionRow {
                        id: row.envelope.id,
                        code: row.envelope.code.clone(),
                        form: text("form").unwrap_or_default(),
                        device: String::new(),
                        received_at: row.envelope.opened_at,
                        reason,
                    });
                }
            }
            rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
            name(tx, &mut rows).await?;
            parts.push(SubmissionPart { state: state.name, count, rows });
        }
        tx.trace.kind = Some(META.slug);
        tx.trace.listed = parts.iter().flat_map(|part| part.rows.iter().map(|row| row.id)).collect();
        Ok(parts)
    }
}

/// Titles of forms and names of devices.
async fn name(tx: &mut Tx, rows: &mut [SubmissionRow]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::from(
        "select i.submission_id, v.title, d.user_name from field_instance i join field_device d on d.id = i.device_id
           left join field_form_version v on v.id = i.version_id where i.submission_id in (",
    );
    sql.params(1, rows.len()).push(")");
    let ids: Vec<Value> = rows.iter().map(|row| row.id.into()).collect();
    let mut named = HashMap::new();
    for row in &tx.rows(sql, &ids).await? {
        named.insert(row.id(0)?, (row.text_opt(1)?, row.text(2)?));
    }
    for row in rows {
        if let Some((form, device)) = named.remove(&row.id) {
            // What came from the offline app has no form; then it is called after what was to be done.
            row.form = form.unwrap_or(std::mem::take(&mut row.form));
            row.device = device;
        }
    }
    Ok(())
}
