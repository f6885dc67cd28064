//! `/people` and `/people/search`: who is known already. What is asked never stands in an address.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use model::{Draft, Id};
use node::Error;
use node::acts::people::{Found, SearchPeople};

use super::hit::{self, HitView};
use super::typed::{self, CHILD_PREFIX, SEARCHED};
use super::{PERSON, may};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Form, Input};
use crate::frame::{Frame, draw_with};
use crate::kinds::today;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "casework/search.html")]
struct SearchPage {
    f: Frame,
    free: Control,
    form: Form,
    /// Whether the fields are shown opened.
    opened: bool,
    /// The report that a case is to be opened from.
    report: Option<Id>,
    /// The person whom another is looked for to be merged with.
    merge: Option<Id>,
    /// The case that somebody is to take part in.
    case: Option<Id>,
    /// The case of a brother or sister of the child who is looked for.
    sibling: Option<Id>,
    may_open: bool,
    results: Option<Results>,
}

struct Results {
    search: Id,
    count: String,
    hits: Vec<HitView>,
    known: Vec<String>,
    loading: Option<String>,
    carried: Vec<(String, String)>,
}

/// What is looked for.
struct Asked {
    free: String,
    fields: Draft,
    report: Option<Id>,
    merge: Option<Id>,
    case: Option<Id>,
    sibling: Option<Id>,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    if !may(&state, &who, "search", "person") {
        return Err(Error::Denied("no-right").into());
    }
    let id = |name| query(&uri, name).and_then(|id| id.parse().ok());
    let asked = Asked {
        free: String::new(),
        fields: Draft::default(),
        report: id("report"),
        merge: id("merge"),
        case: id("case"),
        sibling: id("sibling"),
    };
    show(&state, &who, &asked, None, false)
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    // The box at the top of every page calls it `q`.
    let free = if posted.has("free") { posted.text("free") } else { posted.text("q") };
    let mut asked = Asked {
        free: free.trim().to_owned(),
        fields: typed::read(&posted, &typed::uses(PERSON, SEARCHED), ""),
        report: posted.text("report").parse().ok(),
        merge: posted.text("merge").parse().ok(),
        case: posted.text("case").parse().ok(),
        sibling: posted.text("sibling").parse().ok(),
    };
    let filled = asked.fields.0.values().any(|text| !text.trim().is_empty() && text.trim() != "unknown");
    let search = if filled {
        let mut fields = asked.fields.clone();
        if fields.text("name").is_empty() {
            fields.set("name", words_only(&asked.free));
        }
        SearchPeople::form(fields)
    } else {
        SearchPeople::free(&asked.free)
    };
    let search = match asked.merge {
        Some(person) => search.beside(person),
        None => search,
    };
    match state.node.perform(&who.session.actor, search).await {
        Ok(found) => {
            if asked.fields.text("name").is_empty() && filled {
                asked.fields.set("name", words_only(&asked.free));
            }
            show(&state, &who, &asked, Some(&found), false)
        }
        Err(Error::Invalid(_)) => show(&state, &who, &asked, None, true),
        Err(error) => Err(error.into()),
    }
}

/// What of a free text can be a name: a year or a number is none.
fn words_only(text: &str) -> String {
    let named = text.split_whitespace().filter(|word| !word.chars().any(|c| c.is_ascii_digit()));
    named.collect::<Vec<_>>().join(" ")
}

fn show(state: &WebState, who: &SignedIn, asked: &Asked, found: Option<&Found>, empty: bool) -> Answer {
    let f = Frame::of(state, who);
    let missing = empty.then(|| f.t("people-ask-something").into_owned());
    let status = if empty { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut uses = typed::uses(PERSON, SEARCHED);
    for used in &mut uses {
        // Whoever searches knows a little, never everything.
        used.required = false;
    }
    let page = SearchPage {
        free: Control::new("free", f.t("people-free"), Input::Line(200))
            .hint(f.t("people-free.hint"))
            .value(asked.free.clone())
            .required()
            .problem(missing),
        form: typed::form(f.words, PERSON, today(state), (&asked.fields, &[]), (&uses, "")),
        opened: asked.fields.0.values().any(|text| !text.is_empty()),
        report: asked.report,
        merge: asked.merge,
        case: asked.case,
        sibling: asked.sibling,
        may_open: may(state, who, "open", "case"),
        results: found.map(|found| results(&f, asked, found)),
        f,
    };
    draw_with(status, &page)
}

fn results(f: &Frame, asked: &Asked, found: &Found) -> Results {
    let mut child = asked.fields.clone();
    if child.text("name").is_empty() {
        child.set("name", words_only(&asked.free));
    }
    Results {
        search: found.search,
        count: f.words.count("people-found", i64::try_from(found.hits.len()).unwrap_or(0)).into_owned(),
        hits: hit::hits(f, found),
        known: hit::known(f.words, &found.known),
        loading: hit::loading(f.words, found),
        carried: typed::carried(&child, CHILD_PREFIX),
    }
}

/// `/people/search` typed into the address bar, or a page loaded again.
pub(crate) async fn again(
    State(state): State<WebState>,
    _: SignedIn,
) -> Result<axum::response::Response, Fault> {
    Ok(crate::door::go(&state.settings.url("/people")))
}
