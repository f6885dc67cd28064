//! `/admin/posts/{id}`: one post: who holds it, who takes it, who leaves it, and whether it is there at all.

use axum::extract::{Path, State};
use model::Id;
use model::time::{DAY, Zone};
use node::Error;
use node::acts::desk::SetMailbox;
use node::acts::staff::{
    AbolishPost, AccountRow, EditPost, EndTenure, ListAccounts, PostRow, SetDutyPost, StartTenure,
};

use super::panel::{Panel, ThingPage, Tried, id};
use super::posts::{PostForm, holders, state_badge, title};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done};
use crate::i18n::Words;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, Path(post): Path<Id>) -> Answer {
    show(&state, &who, post, Tried::default()).await
}

pub(crate) async fn step(
    State(state): State<WebState>,
    who: SignedIn,
    Path(post): Path<Id>,
    posted: Posted,
) -> Answer {
    match perform(&state, &who, post, &posted).await? {
        Ok(slug) => Ok(done(&state, &format!("/admin/posts/{post}"), slug)),
        Err(error) => show(&state, &who, post, Tried::failed(who.words(), posted, error)?).await,
    }
}

async fn perform(
    state: &WebState,
    who: &SignedIn,
    post: Id,
    posted: &Posted,
) -> Result<Result<&'static str, Error>, Fault> {
    let (node, actor, act) = (&state.node, &who.session.actor, posted.act(state));
    Ok(match posted.text("do") {
        "edit" => {
            let edit = EditPost {
                post,
                title_id: posted.text("title_id").to_owned(),
                title_en: posted.text("title_en").to_owned(),
                role: posted.text("role").to_owned(),
                unit: id(posted, "unit"),
                parent: id(posted, "parent"),
            };
            node.perform_as(act, actor, edit).await.map(|_| "edit-post")
        }
        "start" => match id(posted, "account") {
            Some(account) => {
                let acting = posted.text("acting") == "true";
                // The last day is a day in the post.
                let day = posted.text("until").parse::<model::Date>().ok();
                let until = day.map(|day| model::Timestamp::start_of(day, Zone::default()).plus(DAY));
                let start = StartTenure { post, account, acting, until };
                node.perform_as(act, actor, start).await.map(|_| "start-tenure")
            }
            None => Err(Error::field("account", model::ProblemCode::Missing)),
        },
        "end" => match id(posted, "tenure") {
            Some(tenure) => {
                // The last day is a day in the post: the tenure ends with it.
                let day = posted.text("on").parse::<model::Date>().ok();
                let on = day.map(|day| model::Timestamp::start_of(day, Zone::default()).plus(DAY));
                let end = EndTenure { tenure, on, reason: posted.text("reason").to_owned() };
                node.perform_as(act, actor, end).await.map(|_| "end-tenure")
            }
            None => Err(Error::field("tenure", model::ProblemCode::Missing)),
        },
        "mailbox" => {
            let mailbox = SetMailbox { post, mailbox: posted.text("mailbox").to_owned() };
            node.perform_as(act, actor, mailbox).await.map(|_| "set-mailbox")
        }
        "duty" => node.perform_as(act, actor, SetDutyPost { post }).await.map(|_| "set-duty-post"),
        "abolish" => node.perform_as(act, actor, AbolishPost { post }).await.map(|_| "abolish-post"),
        _ => return Err(Fault::Unreadable),
    })
}

async fn show(state: &WebState, who: &SignedIn, post: Id, tried: Tried) -> Answer {
    let form = PostForm::load(state, who).await?;
    let accounts = state.node.perform(&who.session.actor, ListAccounts).await?;
    let found = form.posts.iter().find(|one| one.id == post).ok_or(Fault::NOT_FOUND)?;
    let f = Frame::of(state, who);
    let w = f.words;
    let held = holders(found);
    let mut facts = vec![
        ("admin-state", state_badge(w, found.state).text),
        ("admin-holder", if held.is_empty() { w.t("admin-nobody").into_owned() } else { held }),
        ("admin-role", form.role(w, &found.role)),
        ("admin-open-matters", crate::say::grouped(w, found.open_matters)),
    ];
    for tenure in found.tenures.iter().filter(|tenure| !tenure.current) {
        let until = tenure.until.map(|until| f.time(&until)).unwrap_or_default();
        facts.push(("admin-held-before", format!("{} ({} – {until})", tenure.name, f.time(&tenure.from))));
    }
    let panels =
        if found.state == "abolished" { Vec::new() } else { panels(w, &form, found, &accounts, &tried) };
    let page = ThingPage {
        title: title(w, found),
        back: (f.url("/admin/posts"), w.t("admin-posts").into_owned()),
        action: f.url(&format!("/admin/posts/{post}")),
        facts: facts.into_iter().map(|(key, text)| (w.t(key).into_owned(), text)).collect(),
        secret: None,
        refused: tried.refused.clone(),
        panels,
        act: f.act,
        f,
    };
    tried.draw(&page)
}

fn panels(w: Words, form: &PostForm, post: &PostRow, accounts: &[AccountRow], tried: &Tried) -> Vec<Panel> {
    let panel = |name: &'static str, slug: &str, text: &str, controls: Vec<Control>, open: bool| Panel {
        name,
        title: w.t(slug).into_owned(),
        text: w.t(text).into_owned(),
        button: w.t(slug).into_owned(),
        controls,
        open: open || tried.is(name),
    };
    let vacant = post.state == "vacant";
    let mut panels =
        vec![panel("start", "start-tenure", "admin-start-text", start(w, accounts, tried), vacant)];
    if !vacant {
        panels.push(panel("end", "end-tenure", "admin-end-text", end(w, post, tried), false));
    }
    panels.push(panel(
        "edit",
        "edit-post",
        "admin-edit-text",
        form.controls(w, "edit", tried, Some(post)),
        false,
    ));
    let mailbox = Control::new("mailbox", w.t("admin-mailbox"), Input::Email).hint(w.t("admin-mailbox.hint"));
    let mailbox = vec![tried.fill(w, "mailbox", "mailbox", mailbox)];
    panels.push(panel("mailbox", "set-mailbox", "admin-mailbox-text", mailbox, false));
    panels.push(panel("duty", "set-duty-post", "admin-duty-text", Vec::new(), false));
    panels.push(panel("abolish", "abolish-post", "admin-abolish-text", Vec::new(), false));
    panels
}

fn start(w: Words, accounts: &[AccountRow], tried: &Tried) -> Vec<Control> {
    let active = accounts.iter().filter(|account| account.state == "active");
    let people =
        active.map(|account| Choice::new(&account.id.to_string(), account.name.clone(), false)).collect();
    let acting = [("false", "admin-full", true), ("true", "admin-acting", false)];
    let acting = acting.map(|(code, key, on)| Choice::new(code, w.t(key), on)).to_vec();
    vec![
        tried.fill(
            w,
            "start",
            "account",
            Control::new("account", w.t("admin-who"), Input::Select(people)).required(),
        ),
        tried.fill(
            w,
            "start",
            "acting",
            Control::new("acting", w.t("admin-how"), Input::Radios(acting)).required(),
        ),
        tried.fill(
            w,
            "start",
            "until",
            Control::new("until", w.t("vettings-tenure-until"), Input::Date(None))
                .hint(w.t("vettings-tenure-until.hint")),
        ),
    ]
}

fn end(w: Words, post: &PostRow, tried: &Tried) -> Vec<Control> {
    let current: Vec<_> = post.tenures.iter().filter(|tenure| tenure.current).collect();
    let alone = current.len() == 1;
    let who = current
        .iter()
        .map(|tenure| Choice::new(&tenure.id.to_string(), tenure.name.clone(), alone))
        .collect();
    let reasons = crate::forms::of_list(w, "handover-reason", "rotation");
    let reason = Control::new("reason", w.field("handover", "reason"), Input::Select(reasons)).nothing("");
    let on = Control::new("on", w.t("admin-last-day"), Input::Date(None))
        .hint(w.count("admin-last-day.hint", post.open_matters));
    vec![
        tried.fill(
            w,
            "end",
            "tenure",
            Control::new("tenure", w.t("admin-who-leaves"), Input::Radios(who)).required(),
        ),
        tried.fill(w, "end", "on", on),
        tried.fill(w, "end", "reason", reason),
    ]
}
