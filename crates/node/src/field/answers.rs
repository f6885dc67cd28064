//! The answers of a submission as they lie sealed beside it.

use forms::submission::{AnswerValue, Answers};
use model::Id;
use seal::{PersonKey, Place};
use serde::{Deserialize, Serialize};

use super::shelf::Whole;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::open_text;

/// What lies sealed: the filled form as it came, or, once its answers became records of several people, only what belongs to
/// none of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    /// As it came.
    pub(crate) xml: Option<String>,
    /// Question and answer.
    pub(crate) kept: Vec<(String, String)>,
    /// Of an act of the offline app that was not done: its name in the API and its body, as JSON.
    #[serde(default)]
    pub(crate) queued: Option<String>,
}

fn place(row: &str) -> Place<'_> {
    Place { table: "field_answers", row, column: "answers" }
}

/// Writes them under a key, in place of what stood there.
pub(crate) async fn write(tx: &mut Tx, submission: Id, key: &PersonKey, said: &Said) -> Result<()> {
    let text = serde_json::to_string(said).map_err(|_| Error::Storage("answers".into()))?;
    let row = submission.to_string();
    let sealed = tx.seal(key, place(&row), &text);
    tx.run(
        "insert into field_answers (submission_id, answers) values ($1, $2)
         on conflict (submission_id) do update set answers = excluded.answers",
        &[submission.into(), sealed.into()],
    )
    .await?;
    Ok(())
}

/// Reads them; nothing when they were erased with the key that sealed them.
pub(crate) async fn load(tx: &mut Tx, submission: Id, key: Id) -> Result<Option<Said>> {
    let row =
        tx.row("select answers from field_answers where submission_id = $1", &[submission.into()]).await?;
    let Some(sealed) = row.map(|row| row.bytes_opt(0)).transpose()?.flatten() else { return Ok(None) };
    let key = match tx.person_key(key).await {
        Ok(key) => key,
        Err(Error::Sealed) => return Ok(None),
        Err(error) => return Err(error),
    };
    let text = open_text(&key, place(&submission.to_string()), &sealed)?;
    serde_json::from_str(&text).map(Some).map_err(|_| Error::Sealed)
}

/// Answers that the mapping keeps in the submission, each behind its question.
pub(crate) fn lines(whole: &Whole, answers: &Answers) -> Vec<(String, String)> {
    let language = whole.form.default_language();
    let mut lines = Vec::new();
    for path in &whole.mapping.kept {
        let Some(value) = answers.tree.at(path) else { continue };
        let item = whole.form.at_path(&format!("/{}/{path}", whole.form.settings.root));
        let item = item.and_then(|id| whole.form.item(id));
        let label = item.map(|item| item.label.text.best(language)).unwrap_or_default();
        let list = item.and_then(|item| item.question()).and_then(|question| question.list());
        let list = list.and_then(|name| whole.form.list(name));
        let name = |code: &str| {
            let choice = list.and_then(|list| list.get(code));
            choice.map_or_else(|| code.to_owned(), |choice| choice.label.best(language).to_owned())
        };
        let said = match value {
            AnswerValue::Text(text) => text.clone(),
            AnswerValue::Integer(number) => number.to_string(),
            AnswerValue::Decimal(number) => number.to_string(),
            AnswerValue::Choice(code) => name(code),
            AnswerValue::Choices(codes) => codes.iter().map(|code| name(code)).collect::<Vec<_>>().join(", "),
            AnswerValue::Date(day) => day.to_string(),
            AnswerValue::Time(time) => format!("{:02}:{:02}", time.hour(), time.minute()),
            AnswerValue::Acknowledged => "✓".to_owned(),
            // A place is never kept: nobody is put on a map.
            AnswerValue::Instant(_) | AnswerValue::Point(_) | AnswerValue::Points(_) => continue,
        };
        lines.push((if label.is_empty() { path.clone() } else { label.to_owned() }, said));
    }
    lines
}
