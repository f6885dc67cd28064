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

/// The numbers of a free text, in the fields that they can belong to: nothing is typed twice.
fn numbers_only(text: &str, fields: &mut Draft) {
    let number = |word: &str| {
        word.bytes().any(|b| b.is_ascii_digit())
            && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'(' | b')'))
    };
    let mut runs: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let year = word.len() == 4 && !word.starts_with('0') && word.bytes().all(|b| b.is_ascii_digit());
        match (number(word), runs.last_mut()) {
            // A telephone number is written in groups; a year stands alone.
            (true, Some(run)) if !year || run.starts_with(['0', '+']) => run.push_str(word),
            (true, _) => runs.extend([word.to_owned(), String::new()]),
            (false, _) => runs.push(String::new()),
        }
    }
    for run in runs {
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let field = match digits.len() {
            4 if (1900..=2200).contains(&digits.parse().unwrap_or(0)) => "birth_year",
            16 => "nik",
            9..=15 if run.starts_with(['0', '+', '8']) || run.starts_with("62") => "phone",
            _ => continue,
        };
        if fields.text(field).is_empty() {
            fields.set(field, if field == "phone" { run } else { digits });
        }
    }
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
    numbers_only(&asked.free, &mut child);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_in_one_line_is_carried_into_its_fields() {
        let read = |text: &str| {
            let mut fields = Draft::default();
            numbers_only(text, &mut fields);
            ["birth_year", "nik", "phone"].map(|name| fields.text(name).to_owned())
        };
        assert_eq!(words_only("Sari 2012 Rekaan"), "Sari Rekaan");
        assert_eq!(read("Sari Rekaan 2012"), ["2012", "", ""]);
        assert_eq!(read("sari 3276901204120001 2012"), ["2012", "3276901204120001", ""]);
        assert_eq!(read("0800 0000 1234 sari"), ["", "", "080000001234"]);
        assert_eq!(read("+62-800-0000-1234"), ["", "", "+62-800-0000-1234"]);
        assert_eq!(read("sari 12 tahun 9999"), ["", "", ""], "an age is no year");
    }
}
