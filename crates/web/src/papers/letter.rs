//! `/case/{id}/letter?template=`: a letter of a case, begun from a template with what is known, finished by a person.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use model::{Draft, Id, Kind, Problem, kinds};
use node::acts::Viewed;
use node::registry::{self, KindEntry};
use node::{Error, ShownRecord};

use super::official;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Form, FormBuilder, Section, typed};
use crate::frame::{Frame, done, draw_with};
use crate::i18n::Words;
use crate::kinds::{RecordPath, as_declared, today};
use crate::people::choose;
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// Letters that can be begun from a template (list `document-template`).
const TEMPLATES: [&str; 5] =
    ["referral_letter", "police_report", "case_summary", "cover_letter", "statement"];
/// What the form asks.
const ASKED: [&str; 5] = ["addressee_kind", "addressee_person", "addressee", "subject", "body"];

#[derive(Template)]
#[template(path = "papers/letter.html")]
struct LetterPage {
    f: Frame,
    templates: Vec<(String, String, bool)>,
    template: &'static str,
    form: Form,
    controls: Vec<Control>,
    action: String,
    back: String,
    upload: String,
    refused: Option<String>,
}

fn template(text: &str) -> &'static str {
    TEMPLATES.into_iter().find(|known| *known == text).unwrap_or("referral_letter")
}

/// Only whoever may add a document to this case; to everybody else the case does not exist.
async fn case(state: &WebState, who: &SignedIn, entry: &KindEntry, id: Id) -> Result<Viewed, Fault> {
    if entry.meta.slug != "case" {
        return Err(Fault::NOT_FOUND);
    }
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    let may = viewed.parts.iter().any(|part| part.meta.slug == "document" && part.may_open);
    if may { Ok(viewed) } else { Err(Error::Denied("no-right").into()) }
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    uri: Uri,
) -> Answer {
    let viewed = case(&state, &who, entry, id).await?;
    let template = template(&query(&uri, "template").unwrap_or_default());
    let words = official(&state);
    let mut draft = Draft::default();
    draft.set("subject", words.t(&key("letter-subject", template)));
    draft.set("body", body(words, template, &viewed));
    show(&state, &who, (id, template), (&draft, &[]), (None, &viewed))
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    posted: Posted,
) -> Answer {
    let viewed = case(&state, &who, entry, id).await?;
    let template = template(posted.text("template"));
    let meta = kinds::Document::META;
    let asked: Vec<_> =
        ASKED.iter().filter_map(|name| meta.field(name)).map(|(_, f)| as_declared(f)).collect();
    let typed = typed(&posted, &asked);
    let mut draft = typed.clone();
    draft.set("direction", "outgoing");
    draft.set("template", template);
    let document = registry::kind("document").ok_or(Fault::NOT_FOUND)?;
    match document.open(&state.node, posted.act(&state), &who.session.actor, Some(id), draft).await {
        Ok(opened) => Ok(done(&state, &format!("/document/{}", opened.id), "open-document")),
        Err(Error::Invalid(problems)) => {
            show(&state, &who, (id, template), (&typed, &problems), (None, &viewed))
        }
        Err(Error::Refused(code)) => {
            let text = Fault::from(Error::Refused(code)).told(who.words()).text;
            show(&state, &who, (id, template), (&typed, &[]), (Some(text), &viewed))
        }
        Err(error) => Err(error.into()),
    }
}

fn key(start: &str, template: &str) -> String {
    format!("{start}-{}", template.replace('_', "-"))
}

fn show(
    state: &WebState,
    who: &SignedIn,
    (id, template): (Id, &'static str),
    (draft, problems): (&Draft, &[Problem]),
    (refused, viewed): (Option<String>, &Viewed),
) -> Answer {
    let f = Frame::of(state, who);
    let meta = kinds::Document::META;
    let asked: Vec<_> =
        ASKED.iter().filter_map(|name| meta.field(name)).map(|(_, f)| as_declared(f)).collect();
    let mut form =
        FormBuilder::new(f.words, meta, today(state), draft).problems(problems).flat().build(&asked);
    choose::each(&f, &mut form, (meta, &asked), &viewed.people, draft);
    let controls: Vec<Control> = form.sections.into_iter().flat_map(|section| section.controls).collect();
    let form = Form {
        sections: vec![Section { title: String::new(), controls: controls.clone() }],
        elsewhere: form.elsewhere,
    };
    let status = if refused.is_some() {
        StatusCode::CONFLICT
    } else if form.failed() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = LetterPage {
        templates: TEMPLATES
            .map(|known| {
                let href = f.url(&format!("/case/{id}/letter?template={known}"));
                (href, f.words.code("document-template", known).to_owned(), known == template)
            })
            .to_vec(),
        template,
        form,
        controls,
        action: f.url(&format!("/case/{id}/letter")),
        back: f.url(&format!("/case/{id}")),
        upload: f.url(&format!("/case/{id}/incoming")),
        refused,
        f,
    };
    draw_with(status, &page)
}

/// The words of a template, filled with what this reader may see. What is not known is left to be written.
fn body(w: Words, template: &str, viewed: &Viewed) -> String {
    let meta = <kinds::Case as Kind>::META;
    let case = |name: &str| said(w, meta, &viewed.record, name);
    let child = viewed.child.as_deref();
    let own = |name: &str| child.map(|child| said(w, kinds::Person::META, child, name)).unwrap_or_default();
    let blank = |text: String| if text.is_empty() { "…".to_owned() } else { text };
    let name = blank(child.map(|child| child.text("name")).unwrap_or_default());
    let texts = [
        ("code", viewed.envelope.code.clone()),
        ("name", name),
        ("year", blank(own("birth_year"))),
        ("sex", blank(own("sex"))),
        ("region", blank(case("region"))),
        ("registered", blank(case("registration_date"))),
        ("concerns", blank(case("protection_concerns"))),
        ("risk", blank(case("risk_level"))),
        ("told", blank(case("circumstances"))),
    ];
    let texts: Vec<(&'static str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    w.with(&key("letter-body", template), &texts).into_owned()
}

fn said(w: Words, meta: &'static model::KindMeta, record: &ShownRecord, name: &str) -> String {
    match (meta.field(name), record.get(name)) {
        (Some((_, field)), Some(node::Shown::Value(value))) => say::plain(w, field, value),
        _ => String::new(),
    }
}
