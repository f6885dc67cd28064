//! `view-form`: one form: its versions, and where each answer goes.

use forms::mapping::{From, Mapping};
use forms::{Form, sheets::Workbook};
use model::{Id, KindMeta, Timestamp, kinds};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::field::{Target, shelf};

/// Looks at a form.
pub struct ViewForm {
    /// Id that versions share.
    pub form_id: String,
}

/// A form as it is kept.
#[derive(Debug)]
pub struct FormSeen {
    /// The newest version, read.
    pub form: Form,
    /// Whether the newest version comes with the program.
    pub ready: bool,
    /// Every version that is taken: its name, and when it was published.
    pub versions: Vec<(String, Option<Timestamp>)>,
    /// Where answers go, by question.
    pub rows: Vec<QuestionRow>,
    /// What the filled form is about.
    pub target: Target,
    /// Rights that whoever fills it needs: verb and kind.
    pub rights: Vec<(String, String)>,
    /// Whether it is offered.
    pub offered: bool,
    /// To these posts alone; to every post whose rights suffice when empty.
    pub posts: Vec<Id>,
    /// The mapping as JSON.
    pub mapping: String,
}

/// One question and where its answer goes.
#[derive(Debug, Clone)]
pub struct QuestionRow {
    /// Path within the form.
    pub path: String,
    /// What is asked, in the form's own language.
    pub label: String,
    /// Its type.
    pub question: &'static str,
    /// Kinds and fields that it fills.
    pub fills: Vec<(&'static KindMeta, String)>,
    /// Whether its answer stays in the submission.
    pub kept: bool,
    /// Whether it decides if something is made at all.
    pub decides: bool,
}

#[async_trait::async_trait]
impl Act for ViewForm {
    type Facts = Timestamp;
    type Output = FormSeen;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-form"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "form", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<FormSeen> {
        let (form_id, organisation) = (&permit.act().form_id, permit.organisation()?);
        let newest = shelf::newest(tx, organisation).await?;
        let newest = newest.into_iter().find(|known| known.form_id == *form_id).ok_or(Error::NotFound)?;
        let whole = shelf::find(tx, organisation, form_id, &newest.version).await?.ok_or(Error::NotFound)?;
        let versions = shelf::versions(tx, organisation).await?;
        let versions = versions.into_iter().filter(|known| known.form_id == *form_id);
        let offer = shelf::offer(tx, organisation, form_id).await?;
        let own = |(verb, kind): (&str, &str)| (verb.to_owned(), kind.to_owned());
        tx.trace.kind = Some("form");
        tx.trace.subject = newest.id;
        Ok(FormSeen {
            rows: rows(&whole.form, &whole.mapping),
            ready: newest.organisation.is_none(),
            versions: versions.map(|known| (known.version, known.published_at)).collect(),
            target: whole.target(),
            rights: shelf::rights(&whole.mapping).into_iter().map(own).collect(),
            offered: offer.offered,
            posts: offer.posts,
            mapping: whole.version.mapping,
            form: whole.form,
        })
    }
}

/// Where each question's answer goes.
pub(crate) fn rows(form: &Form, mapping: &Mapping) -> Vec<QuestionRow> {
    let language = form.default_language();
    let mut rows = Vec::new();
    for (id, item) in form.ids() {
        let Some(question) = item.question().filter(|question| question.name() != "note") else { continue };
        let path: String = form.path(id).split('/').skip(2).collect::<Vec<_>>().join("/");
        let mut row = QuestionRow {
            label: item.label.text.best(language).to_owned(),
            question: question.name(),
            fills: Vec::new(),
            kept: mapping.kept.contains(&path),
            decides: false,
            path,
        };
        for makes in &mapping.makes {
            let Some(meta) = kinds::by_slug(&makes.kind) else { continue };
            let within = |path: &str| match &makes.each {
                Some(each) => format!("{each}/{path}"),
                None => path.to_owned(),
            };
            row.decides |= makes.when.as_ref().is_some_and(|(path, _)| within(path) == row.path);
            for (field, from) in &makes.fields {
                let here = match from {
                    From::Question(path) => within(path) == row.path,
                    From::Lines(paths) => paths.iter().any(|path| within(path) == row.path),
                    From::Always(_) | From::FilledOn | From::DaysAfter(_) => false,
                };
                if here {
                    row.fills.push((meta, field.clone()));
                }
            }
        }
        if question.is_shown() || !row.fills.is_empty() {
            rows.push(row);
        }
    }
    rows
}

/// What a file would change, before it is published: the form as it is offered now, to compare with.
impl FormSeen {
    /// What changes from the form as it is offered now to these sheets.
    #[must_use]
    pub fn changes_to(&self, sheets: &Workbook) -> Vec<forms::compare::Change> {
        match forms::read(sheets, &self.form.settings.id).form {
            Some(new) => forms::compare::changes(&self.form, &new),
            None => Vec::new(),
        }
    }
}
