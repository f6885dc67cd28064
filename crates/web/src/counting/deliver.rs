//! `/data-centre/deliver`: an agency's list is received: a file with a few words about it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use formats::{Claim, ReadOptions, open_table_with};
use model::codes;
use node::Error;
use node::acts::counting::DeliverList;
use node::counting::{ListTable, Taken, knows};

use crate::casework::form_page::{problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Form, Input, Section};
use crate::frame::{Frame, done, draw_with};
use crate::import::{self, upload::Upload};
use crate::kinds::today;
use crate::session::SignedIn;
use crate::state::WebState;

/// What the form says of the list.
#[derive(Default)]
struct Sent {
    agency: String,
    entity: String,
    from: String,
    to: String,
}

impl Sent {
    fn of(upload: &Upload) -> Self {
        let text = |name: &str| upload.text(name).to_owned();
        Self {
            agency: text("agency"),
            entity: text("counted_entity"),
            from: text("period_from"),
            to: text("period_to"),
        }
    }
}

#[derive(Template)]
#[template(path = "counting/deliver.html")]
struct DeliverPage {
    f: Frame,
    form: Form,
    problem: Option<String>,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !super::may(&who, "deliver", "list-delivery", state.node.now()) {
        return Err(Error::Denied("no-right").into());
    }
    show(&state, &who, &Sent { entity: "children".into(), ..Sent::default() }, None, None)
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, upload: Upload) -> Answer {
    if !super::may(&who, "deliver", "list-delivery", state.node.now()) {
        return Err(Error::Denied("no-right").into());
    }
    let (sent, id, day) = (Sent::of(&upload), upload.text("act").parse().ok(), today(&state));
    let read = tokio::task::spawn_blocking(move || read(&upload.bytes, &upload.name, day))
        .await
        .map_err(|_| Fault::Drawing)?;
    let taken = match read {
        Ok(taken) => taken,
        Err(why) => {
            let w = who.words();
            let why = match why {
                ListTable::NoNames => w.t("deliver-no-names").into_owned(),
                ListTable::TooLong => w.t("deliver-too-long").into_owned(),
                ListTable::Broken(error) => import::words::file(w, &error),
            };
            return show(&state, &who, &sent, None, Some(why));
        }
    };
    let act = DeliverList {
        agency: sent.agency.clone(),
        entity: sent.entity.clone(),
        from: sent.from.clone(),
        to: sent.to.clone(),
        taken,
    };
    let id = id.unwrap_or_else(|| state.node.new_id());
    match state.node.perform_as(id, &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, "/data-centre", "deliver-list")),
        Err(error) => show(&state, &who, &sent, Some(&shown(error)?), None),
    }
}

fn read(bytes: &[u8], name: &str, day: model::Date) -> Result<Taken, ListTable> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let name = format!("list.{ending}");
    let options = ReadOptions { known_name: Some(&knows), ..ReadOptions::default() };
    let table = open_table_with(bytes, &Claim::named(&name), &options).map_err(ListTable::Broken)?;
    Taken::read(table, day)
}

fn show(
    state: &WebState,
    who: &SignedIn,
    sent: &Sent,
    error: Option<&Error>,
    problem_of_file: Option<String>,
) -> Answer {
    let f = Frame::of(state, who);
    let label = |name: &str| f.words.field("list-delivery", name).into_owned();
    let entities = codes::list("counted-entity").into_iter().flat_map(|list| list.offered());
    let entities =
        entities.map(|code| Choice::new(code.code, code.label(f.words.lang), code.code == sent.entity));
    let given = |name: &str, input: Input, value: &str| {
        Control::new(name, label(name), input).required().value(value).problem(problem(&f, error, name))
    };
    let controls = vec![
        given("agency", Input::Line(120), &sent.agency),
        given("counted_entity", Input::Select(entities.collect()), &sent.entity).nothing(""),
        given("period_from", Input::Date(None), &sent.from),
        given("period_to", Input::Date(None), &sent.to),
    ];
    let refused = match error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(f.words).text),
        _ => problem_of_file,
    };
    let form = Form { sections: vec![Section { title: String::new(), controls }], elsewhere: Vec::new() };
    let bad = refused.is_some() || form.failed();
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw_with(status, &DeliverPage { form, problem: refused, f })
}
