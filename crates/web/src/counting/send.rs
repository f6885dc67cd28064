//! `/lists-sent`: lists that go to the data centre of another organisation, plain or as keyed encodings, and their receipts.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use formats::{Claim, ReadOptions, open_table_with};
use model::codes;
use node::Error;
use node::acts::exchange::{ListSentLists, SendList, Sent, SentListRow};
use node::counting::{Encoding, ListTable, NoEncoding, Taken, encoded_table, knows, knows_filters};

use crate::casework::form_page::{problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Form, Input, Section};
use crate::frame::{Frame, done, draw, draw_with};
use crate::i18n::Words;
use crate::import::{self, upload::Upload};
use crate::kinds::today;
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "counting/sent.html")]
struct SentPage {
    f: Frame,
    lists: Vec<Line>,
}

/// One list in words.
struct Line {
    who: String,
    what: String,
    period: String,
    rows: String,
    how: String,
    state: Badge,
    proof: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let found = state.node.perform(&who.session.actor, ListSentLists).await?;
    let f = Frame::of(&state, &who);
    draw(&SentPage { lists: found.lists.iter().map(|row| line(&f, row)).collect(), f })
}

fn line(f: &Frame, row: &SentListRow) -> Line {
    let w = f.words;
    let (parts, signed) = row.parts;
    let state = if row.lost > 0 {
        Badge { text: w.t("lists-lost").into_owned(), tone: "late" }
    } else if let Some(at) = row.decided_at {
        Badge { text: w.with("lists-taken", &[("at", &say::time(w, at))]).into_owned(), tone: "ok" }
    } else {
        let counts = [("signed", signed.to_string()), ("parts", parts.to_string())];
        let counts = counts.each_ref().map(|(name, text)| (*name, text.as_str()));
        Badge { text: w.with("lists-under-way", &counts).into_owned(), tone: "soon" }
    };
    Line {
        who: row.name.clone(),
        what: w.code("counted-entity", &row.entity).to_owned(),
        period: super::home::days(f, &row.period.0, &row.period.1),
        rows: say::grouped(w, row.rows),
        how: w.t(if row.encoded { "lists-encoded" } else { "lists-plain" }).into_owned(),
        state,
        proof: f.url(&format!("/exchange/{}", row.eid)),
    }
}

/// What the form says of the list.
#[derive(Default)]
struct Told {
    to: String,
    entity: String,
    from: String,
    until: String,
    way: String,
    secret: String,
    schema: String,
}

impl Told {
    fn of(upload: &Upload) -> Self {
        let text = |name: &str| upload.text(name).to_owned();
        Self {
            to: text("to"),
            entity: text("entity"),
            from: text("from"),
            until: text("until"),
            way: text("way"),
            secret: text("secret"),
            schema: text("schema"),
        }
    }
}

#[derive(Template)]
#[template(path = "counting/send.html")]
struct SendPage {
    f: Frame,
    form: Form,
    problem: Option<String>,
    nobody: bool,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    let told = Told { entity: "children".into(), way: "encoded".into(), ..Told::default() };
    show(&state, &who, &told, None, None).await
}

/// Why nothing can leave.
enum Unfit {
    Table(ListTable),
    Schema,
    Secret,
    Items,
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, upload: Upload) -> Answer {
    if !super::may(&who, "send", "list-delivery", state.node.now()) {
        return Err(Error::Denied("no-right").into());
    }
    let (told, id, day) = (Arc::new(Told::of(&upload)), upload.text("act").parse().ok(), today(&state));
    let asked = told.clone();
    let made = tokio::task::spawn_blocking(move || made(&upload.bytes, &upload.name, day, &asked))
        .await
        .map_err(|_| Fault::Drawing)?;
    let list = match made {
        Ok(list) => list,
        Err(why) => {
            let why = worded(who.words(), &why);
            return show(&state, &who, &told, None, Some(why)).await;
        }
    };
    let (to, entity) = (told.to.clone(), told.entity.clone());
    let act = SendList { to, entity, from: told.from.clone(), until: told.until.clone(), list };
    let id = id.unwrap_or_else(|| state.node.new_id());
    match state.node.perform_as(id, &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, "/lists-sent", "send-list")),
        Err(error) => show(&state, &who, &told, Some(&shown(error)?), None).await,
    }
}

fn worded(w: Words, why: &Unfit) -> String {
    match why {
        Unfit::Table(ListTable::NoNames) => w.t("deliver-no-names").into_owned(),
        Unfit::Table(ListTable::TooLong) => w.t("deliver-too-long").into_owned(),
        Unfit::Table(ListTable::Broken(error)) => import::words::file(w, error),
        Unfit::Schema => w.t("lists-bad-schema").into_owned(),
        Unfit::Secret => w.t("lists-short-secret").into_owned(),
        Unfit::Items => w.t("refused-list-does-not-fit").into_owned(),
    }
}

/// The list as it leaves. The secret is used here and kept nowhere.
fn made(bytes: &[u8], name: &str, day: model::Date, told: &Told) -> Result<Sent, Unfit> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let name = format!("list.{ending}");
    let open = |known: &dyn Fn(&str) -> bool| {
        let options = ReadOptions { known_name: Some(known), ..ReadOptions::default() };
        open_table_with(bytes, &Claim::named(&name), &options)
            .map_err(|error| Unfit::Table(ListTable::Broken(error)))
    };
    if let Some((name, items)) =
        encoded_table(open(&|heading: &str| knows(heading) || knows_filters(heading))?)
            .map_err(Unfit::Table)?
    {
        return Ok(Sent::Encodings(name, items));
    }
    let table = open(&knows)?;
    if told.way == "plain" {
        let columns = table.header().names.clone();
        let rows = table.map(|row| {
            let row = row.map_err(|error| Unfit::Table(ListTable::Broken(error)))?;
            Ok((0..columns.len()).map(|place| row.text(place).to_owned()).collect::<Vec<_>>())
        });
        let rows = rows.collect::<Result<Vec<_>, Unfit>>()?;
        return Ok(Sent::Rows(columns, rows));
    }
    let encoding = Encoding::agreed(&told.schema, told.secret.as_bytes()).map_err(|why| match why {
        NoEncoding::Schema => Unfit::Schema,
        NoEncoding::Secret => Unfit::Secret,
    })?;
    let taken = Taken::read(table, day).map_err(Unfit::Table)?;
    let (name, items) = encoding.list(&taken, told.way == "facts").ok_or(Unfit::Items)?;
    Ok(Sent::Encodings(name, items))
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    told: &Told,
    error: Option<&Error>,
    problem_of_file: Option<String>,
) -> Answer {
    let found = state.node.perform(&who.session.actor, ListSentLists).await?;
    let f = Frame::of(state, who);
    let to = found.receivers.iter().map(|(id, name)| Choice::new(id, name.clone(), *id == told.to));
    let to: Vec<Choice> = to.collect();
    let nobody = to.is_empty();
    let entities = codes::list("counted-entity").into_iter().flat_map(|list| list.offered());
    let entities =
        entities.map(|code| Choice::new(code.code, code.label(f.words.lang), code.code == told.entity));
    let ways = ["encoded", "facts", "plain"];
    let ways =
        ways.map(|way| Choice::new(way, f.t(&format!("lists-way-{way}")).into_owned(), way == told.way));
    let given = |name: &str, input: Input, value: &str| {
        let label = f.t(&format!("lists-{name}")).into_owned();
        Control::new(name, label, input).value(value).problem(problem(&f, error, name))
    };
    let controls = vec![
        given("to", Input::Select(to), &told.to).required(),
        given("entity", Input::Select(entities.collect()), &told.entity).required().nothing(""),
        given("from", Input::Date(None), &told.from).required(),
        given("until", Input::Date(None), &told.until).required(),
        given("way", Input::Radios(ways.to_vec()), &told.way).required(),
        given("secret", Input::Password, "").hint(f.t("lists-secret.hint")),
        given("schema", Input::Narrative(40_000), &told.schema).hint(f.t("lists-schema.hint")),
    ];
    let refused = match error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(f.words).text),
        _ => problem_of_file,
    };
    let form = Form { sections: vec![Section { title: String::new(), controls }], elsewhere: Vec::new() };
    let bad = refused.is_some() || form.failed();
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw_with(status, &SendPage { form, problem: refused, nobody, f })
}
