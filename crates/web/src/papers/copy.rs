//! `/subject-request/{id}/copy`: the copy of a person's own data, to be printed or as a table; what is about others is not in it.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::{CsvOptions, write_csv};
use model::KindMeta;
use node::ShownRecord;
use node::acts::rights::{AccessCopy, CopyOfData};

use super::official;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::kinds::RecordPath;
use crate::say::{self, There};
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "papers/copy.html")]
struct CopyPage {
    f: Frame,
    w: Words,
    house: String,
    code: String,
    sections: Vec<(String, Vec<(String, String)>)>,
    csv: String,
    back: String,
    made: String,
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, request): RecordPath,
    uri: Uri,
) -> Answer {
    if entry.meta.slug != "subject-request" {
        return Err(Fault::NOT_FOUND);
    }
    let copy = state.node.perform(&who.session.actor, AccessCopy { request }).await?;
    let w = official(&state);
    let sections = sections(w, &copy);
    if query(&uri, "format").as_deref() == Some("csv") {
        return csv(w, &copy.code, &sections);
    }
    let f = Frame::of(&state, &who);
    let path = format!("/subject-request/{request}");
    let page = CopyPage {
        house: f.organisation.clone(),
        code: copy.code,
        sections,
        csv: f.url(&format!("{path}/copy?format=csv")),
        back: f.url(&path),
        made: say::time(w, f.now),
        w,
        f,
    };
    draw(&page)
}

fn sections(w: Words, copy: &CopyOfData) -> Vec<(String, Vec<(String, String)>)> {
    let person = <model::kinds::Person as model::Kind>::META;
    let mut all = vec![(w.t("kind-person").into_owned(), rows(w, person, &copy.person))];
    for case in &copy.cases {
        let meta = <model::kinds::Case as model::Kind>::META;
        let title = format!("{} {}", w.t("kind-case"), case.envelope.code);
        all.push((title, rows(w, meta, &case.record)));
        for (envelope, record) in &case.parts {
            let Some(meta) = model::kinds::by_slug(envelope.kind) else { continue };
            let title = format!("{} {}", w.t(&format!("kind-{}", meta.slug)), envelope.code);
            all.push((title, rows(w, meta, record)));
        }
    }
    all
}

fn rows(w: Words, meta: &KindMeta, record: &ShownRecord) -> Vec<(String, String)> {
    let said = record.fields().map(|(field, shown)| (field, say::value(w, field, shown)));
    let there = said.filter(|(_, said)| said.there == There::Yes && said.href.is_none());
    there.map(|(field, said)| (w.field(meta.slug, field.name).into_owned(), said.text)).collect()
}

fn csv(w: Words, code: &str, sections: &[(String, Vec<(String, String)>)]) -> Answer {
    let header = ["copy-section", "copy-field", "copy-value"].map(|key| w.t(key).into_owned());
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = sections.iter().flat_map(|(title, rows)| {
        rows.iter().map(move |(label, value)| vec![title.clone(), label.clone(), value.clone()])
    });
    let mut out = Vec::new();
    write_csv(&mut out, &header, rows, CsvOptions { mark: true, ..CsvOptions::default() })
        .map_err(|_| Fault::Drawing)?;
    let name = format!("attachment; filename=\"{code}.csv\"");
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], out)
        .into_response())
}
