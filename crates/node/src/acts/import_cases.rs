//! `import-cases`: rows of a foreign list become cases, a batch in one transaction.
//!
//! The same list twice changes nothing: a row is known again by a keyed tag of its number at the source, or of its whole
//! content when it has none. A row that looks like a child who is known already is held back for a human.

use model::{Draft, Id, Kind, Problem, Record, Timestamp, kinds};
use serde::{Deserialize, Serialize};

use super::edit::{changed_record, write_change};
use super::people::guardian::{self, NewGuardian};
use super::people::{CaseOpening, NewChild, likely_same, open_case_in};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::import::CaseRow;
use crate::keys::lookup_tag;
use crate::store::matter::Touch;
use crate::store::{custody, fields, matter, person};

const CASE: &model::KindMeta = <kinds::Case as Kind>::META;

/// Most rows in one batch.
pub const BATCH: usize = 200;

/// Takes in a batch of rows.
pub struct ImportCases {
    /// The rows, at most [`BATCH`].
    pub rows: Vec<CaseRow>,
    /// The post that takes custody; the actor's own when `None`.
    pub post: Option<Id>,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Take in also what looks like a child who is known already.
    pub take_likely: bool,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum RowOutcome {
    /// A new case, or in a dry run what would be one.
    Created,
    /// Taken in before, and nothing changed since.
    Unchanged,
    /// Taken in before; the case was brought up to date.
    Updated,
    /// Taken in before, and the case is closed or no longer in the importer's reach: nothing was changed.
    LeftAlone,
    /// Somebody who is known looks like this child: compare, then open the case by hand or import with consent to likely
    /// duplicates.
    LikelyDuplicate,
    /// Fields that cannot be taken in.
    Invalid {
        /// The problems.
        problems: Vec<Problem>,
    },
}

/// A row and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowResult {
    /// Row as the spreadsheet shows it.
    pub row: u32,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: RowOutcome,
}

#[async_trait::async_trait]
impl Act for ImportCases {
    type Facts = Timestamp;
    type Output = Vec<RowResult>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "import-cases"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "import", "case", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<RowResult>> {
        let act = permit.act();
        if act.rows.len() > BATCH {
            return Err(Error::Refused("too-much-at-once"));
        }
        let organisation = permit.organisation()?;
        let post = act.post.or(permit.rule().post).ok_or(Error::Refused("no-such-post"))?;
        if custody::post(tx, post).await?.0 != organisation {
            return Err(Error::Refused("post-elsewhere"));
        }
        let mut results = Vec::with_capacity(act.rows.len());
        let mut listed = Vec::new();
        for row in &act.rows {
            let outcome = take(permit, tx, (organisation, post), row, &mut listed).await?;
            results.push(RowResult { row: row.row, outcome });
        }
        tx.trace = crate::journal::Trace { kind: Some("case"), listed, ..Default::default() };
        tx.trace.detail.reason = act.dry_run.then(|| "dry-run".to_owned());
        Ok(results)
    }
}

async fn take(
    permit: &Permit<'_, ImportCases>,
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    row: &CaseRow,
    listed: &mut Vec<Id>,
) -> Result<RowOutcome> {
    let today = tx.now.date(Default::default());
    let (records, guardian) = read(row, today);
    let (case, child) = match records {
        Ok(records) => records,
        Err(problems) => return Ok(RowOutcome::Invalid { problems }),
    };
    if let Err(Error::Invalid(problems)) = person::check(&child) {
        return Ok(RowOutcome::Invalid { problems });
    }
    let tags = tags(tx, organisation, row)?;
    if let Some((case, content)) = known(tx, organisation, &tags.row).await? {
        if content == tags.content {
            return Ok(RowOutcome::Unchanged);
        }
        return update(permit, tx, organisation, case, (row, guardian), &tags, listed).await;
    }
    if !permit.act().take_likely && likely_same(tx, permit.actor(), organisation, &child).await? {
        return Ok(RowOutcome::LikelyDuplicate);
    }
    if !permit.act().dry_run {
        let id = create(tx, (organisation, post), row, (case, child, guardian)).await?;
        remember(tx, organisation, &tags, id).await?;
        listed.push(id);
    }
    Ok(RowOutcome::Created)
}

/// Case and child of a row, or what is wrong with them.
type CaseAndChild = std::result::Result<(Record, Record), Vec<model::Problem>>;

/// The records of a row and the guardian whom it names.
fn read(row: &CaseRow, today: model::Date) -> (CaseAndChild, Option<NewGuardian>) {
    let typed = guardian::split(&row.person, &row.case);
    let child = typed.child.parse(person::META, today);
    let guardian = typed.guardian.map(|named| named.parse(today)).transpose();
    match (typed.case.parse(CASE, today), child, guardian) {
        (Ok(case), Ok(child), Ok(guardian)) => (Ok((case, child)), guardian),
        (case, child, guardian) => {
            let mut problems = case.err().unwrap_or_default();
            problems.extend(child.err().unwrap_or_default());
            problems.extend(guardian.err().unwrap_or_default());
            (Err(problems), None)
        }
    }
}

async fn create(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    row: &CaseRow,
    (mut case, child, guardian): (Record, Record, Option<NewGuardian>),
) -> Result<Id> {
    if let Some(closing) = &row.closing {
        for (field, text) in [("closure_reason", &closing.reason), ("closure_date", &closing.on.to_string())]
        {
            case.set(CASE, field, text.as_str().into());
        }
        case.set(CASE, "last_contact_on", closing.on.to_string().into());
    }
    let child = NewChild::New(child);
    let opening = CaseOpening { organisation, post, case, child, guardian, report: None };
    let id = open_case_in(tx, opening).await?;
    if row.closing.is_some() {
        let facts = access::load::matter(tx, id, true).await?;
        matter::touch(tx, &facts, Touch { state: Some(("closed", "closed")), ..Touch::default() }).await?;
        super::workflow::part_changed(tx, id).await?;
    }
    Ok(id)
}

async fn update(
    permit: &Permit<'_, ImportCases>,
    tx: &mut Tx,
    organisation: Id,
    case: Id,
    (row, guardian): (&CaseRow, Option<NewGuardian>),
    tags: &Tags,
    listed: &mut Vec<Id>,
) -> Result<RowOutcome> {
    let facts = access::load::matter(tx, case, true).await?;
    let may = access::by_scope(permit.actor(), "edit", CASE.slug, &facts).allows();
    if !may || super::guards::may_edit(&facts, CASE).is_err() {
        return Ok(RowOutcome::LeftAlone);
    }
    if permit.act().dry_run {
        return Ok(RowOutcome::Updated);
    }
    let shown = permit.reveal(fields::load(tx, CASE, facts.id, facts.key).await?)?;
    let child: Id = shown.text("child").parse()?;
    let (old, new) = changed_record(tx, CASE, &shown, &row.case, &[])?;
    write_change(tx, &facts, &old, &new, None).await?;
    let typed = guardian::split(&row.person, &row.case);
    update_child(permit, tx, child, &typed.child).await?;
    if let Some(guardian) = guardian {
        guardian::update(tx, organisation, (facts.id, facts.key), guardian).await?;
    }
    tx.run_one(
        "update import_row set content_tag = $3 where organisation_id = $1 and row_tag = $2",
        &[organisation.into(), tags.row.clone().into(), tags.content.clone().into()],
    )
    .await?;
    listed.push(case);
    Ok(RowOutcome::Updated)
}

async fn update_child(permit: &Permit<'_, ImportCases>, tx: &mut Tx, child: Id, draft: &Draft) -> Result<()> {
    let facts = person::facts(tx, child, true).await?;
    let shown = permit.reveal(person::load(tx, &facts).await?)?;
    let mut draft = draft.clone();
    // A list does not write over a name that is hidden.
    draft.0.retain(|name, _| !shown.hides(name));
    let (old, new) = changed_record(tx, person::META, &shown, &draft, &[])?;
    let names = old.changed(person::META, &new);
    if names.is_empty() { Ok(()) } else { person::change(tx, &facts, &new, &names).await }
}

struct Tags {
    row: Vec<u8>,
    content: Vec<u8>,
}

/// Keyed tags: they say that two rows are the same to whoever holds the node key, and nothing to anyone else.
fn tags(tx: &Tx, organisation: Id, row: &CaseRow) -> Result<Tags> {
    let failed = |_| Error::Storage("a row could not be tagged".into());
    let content = serde_json::to_string(&(&row.person, &row.case)).map_err(failed)?;
    let number = row.external_id.as_deref().map_or_else(|| content.clone(), |id| format!("number {id}"));
    let keys = &tx.context.keys;
    Ok(Tags {
        row: lookup_tag(keys, "import-row", &format!("{organisation} {number}")),
        content: lookup_tag(keys, "import-content", &content),
    })
}

async fn known(tx: &mut Tx, organisation: Id, tag: &[u8]) -> Result<Option<(Id, Vec<u8>)>> {
    let row = tx
        .row(
            "select case_id, content_tag from import_row where organisation_id = $1 and row_tag = $2",
            &[organisation.into(), tag.to_vec().into()],
        )
        .await?;
    row.map(|row| Ok((row.id(0)?, row.bytes(1)?))).transpose()
}

async fn remember(tx: &mut Tx, organisation: Id, tags: &Tags, case: Id) -> Result<()> {
    tx.run(
        "insert into import_row (organisation_id, row_tag, content_tag, case_id) values ($1, $2, $3, $4)",
        &[organisation.into(), tags.row.clone().into(), tags.content.clone().into(), case.into()],
    )
    .await?;
    Ok(())
}
