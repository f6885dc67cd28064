//! `/conference/{id}/seats`: who sits in a conference, whether they were there, and whether they are enough.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::kinds::{Case, Conference};
use model::{Id, ProblemCode};
use node::acts::conference::{ListSeats, Member, NoteAttendance, SeatMember, ShownSeat, UnseatMember};
use node::acts::moves::ListReceivers;
use node::acts::staff::ListPosts;
use node::acts::{View, Viewed};
use node::{Error, Result, access};

use crate::casework::OnePath;
use crate::casework::form_page::{problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, ChoiceGroup, Control, Form, Input, Section};
use crate::frame::{Frame, done, draw_with};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "practice/seats.html")]
struct SeatsPage {
    f: Frame,
    about: String,
    back: String,
    action: String,
    rows: Vec<SeatView>,
    quorum: bool,
    may_change: bool,
    form: Form,
    refused: Option<String>,
}

/// A seat, said.
struct SeatView {
    id: String,
    /// Each form is an act of its own.
    act: String,
    name: String,
    from: String,
    there: String,
    tone: &'static str,
    voice: String,
    present: bool,
    absent: bool,
    conflict: bool,
    note: String,
    /// Nothing is noted of it yet, so that it can be taken away.
    bare: bool,
    /// What was typed of it was not taken: it stands open.
    open: bool,
}

fn view(f: &Frame, state: &WebState, seat: ShownSeat, posted: &Posted) -> SeatView {
    let bare = seat.present.is_none() && !seat.conflict;
    let (there, tone) = match seat.present {
        Some(true) => ("seats-present", "good"),
        Some(false) => ("seats-absent", ""),
        None => ("seats-unnoted", "late"),
    };
    let voice = match (seat.conflict, seat.heard) {
        (true, _) => "seats-conflict",
        (false, true) => "seats-listened",
        (false, false) => "seats-deciding",
    };
    let from = match seat.person {
        Some(_) => f.words.code("participation-role", &seat.from).to_owned(),
        None => seat.from,
    };
    let open = posted.text("seat") == seat.id.to_string() && posted.text("do") != "unseat";
    let (present, conflict, note) = if open {
        let conflict = posted.all("conflict").any(|code| code == "true");
        (posted.text("present").parse().ok(), conflict, posted.text("note").to_owned())
    } else {
        (seat.present, seat.conflict, seat.note)
    };
    SeatView {
        id: seat.id.to_string(),
        act: state.node.new_id().to_string(),
        name: if seat.name.is_empty() { f.t("seats-hidden").into_owned() } else { seat.name },
        from,
        there: f.t(there).into_owned(),
        tone,
        voice: f.t(voice).into_owned(),
        present: present == Some(true),
        absent: present == Some(false),
        conflict,
        note,
        bare,
        open,
    }
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    show(&state, &who, id, &Posted::default(), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let (actor, act) = (&who.session.actor, posted.act(&state));
    let (slug, made) = match posted.text("seat") {
        "" => {
            let made = match member(&posted) {
                Ok(member) => {
                    let heard = posted.all("heard").any(|code| code == "true");
                    let seat = SeatMember { conference: id, member, heard };
                    state.node.perform_as(act, actor, seat).await.map(drop)
                }
                Err(error) => Err(error),
            };
            ("seat-member", made)
        }
        seat if posted.text("do") == "unseat" => {
            let seat = seat.parse().map_err(|_| Fault::NOT_FOUND)?;
            ("unseat-member", state.node.perform_as(act, actor, UnseatMember { seat }).await.map(drop))
        }
        seat => {
            let seat = seat.parse().map_err(|_| Fault::NOT_FOUND)?;
            let made = match posted.text("present").parse() {
                Ok(present) => {
                    let conflict = posted.all("conflict").any(|code| code == "true");
                    let note = posted.text("note").to_owned();
                    let noted = NoteAttendance { seat, present, conflict, note };
                    state.node.perform_as(act, actor, noted).await.map(drop)
                }
                Err(_) => Err(Error::field("present", ProblemCode::Missing)),
            };
            ("note-attendance", made)
        }
    };
    match made {
        Ok(()) => Ok(done(&state, &format!("/conference/{id}/seats"), slug)),
        Err(error) => show(&state, &who, id, &posted, Some(&shown(error)?)).await,
    }
}

fn member(posted: &Posted) -> Result<Member> {
    let chosen = posted.text("member");
    let (kind, id) = chosen.split_once(':').unwrap_or_default();
    let id = || id.parse::<Id>().map_err(|_| Error::field("member", ProblemCode::UnknownCode));
    match kind {
        "post" => Ok(Member::Post(id()?)),
        "person" => Ok(Member::Person(id()?)),
        _ if posted.text("name").trim().is_empty() => Err(Error::field("member", ProblemCode::Missing)),
        _ => Ok(Member::Named {
            name: posted.text("name").to_owned(),
            organisation: posted.text("organisation").to_owned(),
        }),
    }
}

/// Posts that somebody holds, in the own house and in others, and the people of the case.
async fn choices(
    f: &Frame,
    state: &WebState,
    who: &SignedIn,
    case: Id,
    chosen: &str,
) -> Result<Vec<ChoiceGroup>> {
    let actor = &who.session.actor;
    let mut groups = Vec::new();
    let choice = |kind: &str, id: Id, label: String| {
        let code = format!("{kind}:{id}");
        let on = code == chosen;
        Choice::new(&code, label, on)
    };
    let own: Vec<Id> = actor.holdings().iter().map(|holding| holding.organisation).collect();
    let posts = state.node.perform(actor, ListPosts).await?;
    let held = posts.iter().filter(|post| ["filled", "acting"].contains(&post.state));
    let id = f.words.lang == model::Lang::Id;
    let here =
        held.map(|post| choice("post", post.id, if id { &post.title_id } else { &post.title_en }.clone()));
    groups.push(ChoiceGroup { label: f.t("seats-posts").into_owned(), choices: here.collect() });
    let viewed = state.node.perform(actor, View::<Case>::new(case)).await?;
    let mut people = Vec::new();
    if let (Some(child), Ok(id)) = (&viewed.child, viewed.record.text("child").parse()) {
        people.push(choice("person", id, child.text("name")));
    }
    for one in viewed.people.iter().filter(|one| !one.role.accused()) {
        let role = f.words.code("participation-role", one.role.code());
        people.push(choice("person", one.person, format!("{} · {role}", one.record.text("name"))));
    }
    people.retain(|person| !person.label.trim().is_empty());
    groups.push(ChoiceGroup { label: f.t("seats-people").into_owned(), choices: people });
    match state.node.perform(actor, ListReceivers).await {
        Ok(receivers) => {
            let far = receivers.iter().filter(|one| one.held && !own.contains(&one.organisation));
            for one in far {
                let choice = choice("post", one.post, one.title.clone());
                match groups.iter_mut().find(|group| group.label == one.organisation_name) {
                    Some(group) => group.choices.push(choice),
                    None => groups
                        .push(ChoiceGroup { label: one.organisation_name.clone(), choices: vec![choice] }),
                }
            }
        }
        Err(Error::Denied(_)) => {}
        Err(error) => return Err(error),
    }
    groups.retain(|group| !group.choices.is_empty());
    Ok(groups)
}

fn form(f: &Frame, groups: Vec<ChoiceGroup>, posted: &Posted, error: Option<&Error>) -> Form {
    let heard = posted.all("heard").any(|code| code == "true");
    let heard = vec![Choice::new("true", f.t("seats-heard"), heard)];
    let controls = vec![
        Control::new("member", f.t("seats-member"), Input::Groups(groups))
            .hint(f.t("seats-member.hint"))
            .value(posted.text("member"))
            .problem(problem(f, error, "member")),
        Control::new("name", f.t("seats-name"), Input::Line(160))
            .value(posted.text("name"))
            .problem(problem(f, error, "name")),
        Control::new("organisation", f.t("seats-organisation"), Input::Line(160))
            .value(posted.text("organisation"))
            .problem(problem(f, error, "organisation")),
        Control::new("heard", f.t("seats-voice"), Input::Checks(heard)),
    ];
    Form { sections: vec![Section { title: String::new(), controls }], elsewhere: Vec::new() }
}

async fn show(state: &WebState, who: &SignedIn, id: Id, posted: &Posted, error: Option<&Error>) -> Answer {
    let actor = &who.session.actor;
    let viewed: Viewed = state.node.perform(actor, View::<Conference>::new(id)).await?;
    let seats = state.node.perform(actor, ListSeats { conference: id }).await?;
    let f = Frame::of(state, who);
    let open = ["called", "held"].contains(&viewed.envelope.state.as_str());
    let may_change = open && access::holds_right(actor, "seat", "conference", f.now).allows();
    let groups = match may_change {
        true => choices(&f, state, who, viewed.envelope.root, posted.text("member")).await?,
        false => Vec::new(),
    };
    // What is wrong with a note of attendance stands above; what is wrong with a new member beside its control.
    let of_note = posted.has("seat");
    let refused = error.and_then(|error| match error {
        Error::Refused(code) => Some(Fault::from(Error::Refused(code)).told(f.words).text),
        _ if of_note => problem(&f, Some(error), "note").or_else(|| problem(&f, Some(error), "present")),
        _ => None,
    });
    let form = form(&f, groups, posted, error.filter(|_| !of_note));
    let status = match (refused.is_some(), form.failed()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::OK,
    };
    let back = format!("/conference/{id}");
    let page = SeatsPage {
        about: viewed.envelope.code.clone(),
        back: f.url(&back),
        action: f.url(&format!("{back}/seats")),
        rows: seats.into_iter().map(|seat| view(&f, state, seat.into_inner(), posted)).collect(),
        quorum: viewed.record.text("quorum_met") == "true",
        may_change,
        form,
        refused,
        f,
    };
    draw_with(status, &page)
}
