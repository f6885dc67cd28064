//! `/terbitan` and `/terbitan/{id}`: releases as anybody reads them. No cookie, no account, no trace.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use node::public::PublicRelease;

use super::period;
use super::tables::{self, About, Table};
use crate::casework::OnePath;
use crate::error::Answer;
use crate::frame::draw;
use crate::i18n::Words;
use crate::public::Around;
use crate::say::{self, Badge};
use crate::session::Anyone;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "counting/publications.html")]
struct ListPage {
    a: Around,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    title: String,
    organisation: String,
    code: String,
    state: Badge,
    identity: String,
}

fn title(w: Words, one: &PublicRelease) -> String {
    format!("{}, {}", w.code("release-table", &one.table), period(w, &one.period))
}

fn state(w: Words, one: &PublicRelease) -> Badge {
    let meta = <model::kinds::Publication as model::Kind>::META;
    say::state(w, meta, &one.state, "closed")
}

pub(crate) async fn list(State(web): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let found = web.node.publications().await?;
    let a = Around::new(&web, &visitor).await?;
    let w = a.f.words;
    let row = |one: &PublicRelease| Row {
        href: a.here(&format!("/terbitan/{}", one.id)),
        title: title(w, one),
        organisation: one.organisation.clone(),
        code: one.code.clone(),
        state: state(w, one),
        identity: one.identity.clone(),
    };
    let rows = found.iter().map(row).collect();
    draw(&ListPage { rows, a })
}

#[derive(Template)]
#[template(path = "counting/published.html")]
struct OnePage {
    a: Around,
    title: String,
    state: Badge,
    code: String,
    table: Table,
    notes: Vec<String>,
    made_of: Vec<(String, String)>,
    files: Vec<(&'static str, String)>,
}

pub(crate) async fn one(
    State(web): State<WebState>,
    Anyone(visitor): Anyone,
    OnePath(id): OnePath,
    uri: Uri,
) -> Answer {
    let (release, published) = web.node.publication(id).await?;
    let a = Around::new(&web, &visitor).await?;
    let w = a.f.words;
    let title = title(w, &release);
    if let Some(form @ ("csv" | "sdmx")) = query(&uri, "form").as_deref() {
        let about = About { title: &title, source: &release.organisation, period: &release.period };
        let (kind, bytes) = tables::file(w, &published, &about, form)?;
        let name = format!("attachment; filename=\"{}.csv\"", release.code.to_lowercase());
        return Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response());
    }
    let said = |key: &str, text: String| (w.t(key).into_owned(), text);
    let made_of = vec![
        said("research-identity", release.identity.clone()),
        said("research-inputs", release.inputs_hash.clone()),
        said("research-program", release.code_version.clone()),
        said("research-made", say::time(w, release.at)),
    ];
    let file = |form: &str| format!("{}&form={form}", a.here(&format!("/terbitan/{id}")));
    let page = OnePage {
        state: state(w, &release),
        code: release.code.clone(),
        table: tables::table(w, &published)?,
        notes: tables::notes(w, &published),
        made_of,
        files: vec![("CSV", file("csv")), ("SDMX-CSV", file("sdmx"))],
        title,
        a,
    };
    draw(&page)
}
