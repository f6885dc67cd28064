//! `/admin/accounts`: who may sign in. The node sends no mail: a code is shown once, to be handed over in person.

use axum::extract::{Path, State};
use model::Id;
use node::Error;
use node::acts::staff::{
    AccountRow, DropTotp, InviteAccount, ListAccounts, ListPosts, OpenAccount, Pass, ResetAccount,
    ResumeAccount, SuspendAccount,
};

use super::panel::{Panel, ThingPage, Tried};
use super::posts::title;
use super::table::{Line, TablePage};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw};
use crate::i18n::Words;
use crate::say::Badge;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

fn badge(w: Words, account: &AccountRow) -> Badge {
    let (key, tone) = match account {
        _ if account.state == "suspended" => ("admin-suspended", "closed"),
        _ if account.locked_until.is_some() => ("admin-locked", "late"),
        _ if !account.has_password => ("admin-invited", "waiting"),
        _ => ("admin-active", "open"),
    };
    Badge { text: w.t(key).into_owned(), tone }
}

pub(crate) async fn list(State(state): State<WebState>, who: SignedIn) -> Answer {
    let actor = &who.session.actor;
    let accounts = state.node.perform(actor, ListAccounts).await?;
    let posts = state.node.perform(actor, ListPosts).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let held = |account: &AccountRow| {
        let posts = posts.iter().filter(|post| account.posts.contains(&post.id));
        posts.map(|post| title(w, post)).collect::<Vec<_>>().join(", ")
    };
    let line = |account: &AccountRow| Line {
        label: account.name.clone(),
        href: f.url(&format!("/admin/accounts/{}", account.id)),
        badge: Some(badge(w, account)),
        cells: vec![account.email.clone(), held(account), factor(w, account)],
    };
    let page = TablePage {
        title: w.t("admin-accounts").into_owned(),
        lead: w.t("admin-accounts-lead").into_owned(),
        new: Some((f.url("/admin/accounts/new"), w.t("open-account").into_owned())),
        columns: ["admin-name", "admin-email", "admin-posts", "admin-second-factor"]
            .map(|key| w.t(key).into_owned())
            .to_vec(),
        rows: accounts.iter().map(line).collect(),
        f,
    };
    draw(&page)
}

fn factor(w: Words, account: &AccountRow) -> String {
    w.t(if account.second_factor { "yes" } else { "no" }).into_owned()
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show_new(&state, &who, Tried::default())
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let [email, name, lang] = ["email", "name", "lang"].map(|field| posted.text(field).to_owned());
    let open = OpenAccount { email, name, lang };
    match state.node.perform_as(posted.act(&state), &who.session.actor, open).await {
        Ok(opened) => Ok(done(&state, &format!("/admin/accounts/{}", opened.id), "open-account")),
        Err(error) => show_new(&state, &who, Tried::failed(who.words(), posted, error)?),
    }
}

fn show_new(state: &WebState, who: &SignedIn, tried: Tried) -> Answer {
    let f = Frame::of(state, who);
    let w = f.words;
    let langs = vec![Choice::new("id", "Bahasa Indonesia", true), Choice::new("en", "English", false)];
    let controls = [
        ("name", Control::new("name", w.t("admin-name"), Input::Line(120)).required()),
        ("email", Control::new("email", w.t("admin-email"), Input::Email).required()),
        ("lang", Control::new("lang", w.t("languages"), Input::Radios(langs)).required()),
    ];
    let panel = Panel {
        name: "open",
        title: w.t("open-account").into_owned(),
        text: w.t("admin-account-new").into_owned(),
        button: w.t("form-save").into_owned(),
        controls: controls
            .into_iter()
            .map(|(field, control)| tried.fill(w, "open", field, control))
            .collect(),
        open: true,
    };
    let page = ThingPage {
        title: w.t("open-account").into_owned(),
        back: (f.url("/admin/accounts"), w.t("admin-accounts").into_owned()),
        action: f.url("/admin/accounts/new"),
        facts: Vec::new(),
        secret: None,
        refused: tried.refused.clone(),
        panels: vec![panel],
        act: f.act,
        f,
    };
    tried.draw(&page)
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, Path(account): Path<Id>) -> Answer {
    show(&state, &who, account, Tried::default(), None).await
}

pub(crate) async fn step(
    State(state): State<WebState>,
    who: SignedIn,
    Path(account): Path<Id>,
    posted: Posted,
) -> Answer {
    let (node, actor, act) = (&state.node, &who.session.actor, posted.act(&state));
    let reason = |name: &str| posted.text(name).to_owned();
    let performed: Result<Option<Pass>, Error> = match posted.text("do") {
        "invite" => node.perform_as(act, actor, InviteAccount { account }).await.map(Some),
        "reset" => node.perform_as(act, actor, ResetAccount { account }).await.map(Some),
        "suspend" => {
            let suspend = SuspendAccount { account, reason: reason("suspend_reason") };
            node.perform_as(act, actor, suspend).await.map(|()| None)
        }
        "resume" => node.perform_as(act, actor, ResumeAccount { account }).await.map(|()| None),
        "drop" => {
            let drop = DropTotp { account, reason: reason("drop_reason") };
            node.perform_as(act, actor, drop).await.map(|()| None)
        }
        _ => return Err(Fault::Unreadable),
    };
    let slug = match posted.text("do") {
        "suspend" => "suspend-account",
        "resume" => "resume-account",
        _ => "drop-totp",
    };
    match performed {
        Ok(None) => Ok(done(&state, &format!("/admin/accounts/{account}"), slug)),
        Ok(Some(pass)) => show(&state, &who, account, Tried::default(), Some(pass)).await,
        Err(error) => show(&state, &who, account, Tried::failed(who.words(), posted, error)?, None).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, account: Id, tried: Tried, pass: Option<Pass>) -> Answer {
    let accounts = state.node.perform(&who.session.actor, ListAccounts).await?;
    let found = accounts.iter().find(|one| one.id == account).ok_or(Fault::NOT_FOUND)?;
    let f = Frame::of(state, who);
    let w = f.words;
    let facts = vec![
        ("admin-state", badge(w, found).text),
        ("admin-email", found.email.clone()),
        ("admin-second-factor", factor(w, found)),
    ];
    let secret = pass.map(|pass| {
        let texts = [("address", f.url("/set-password")), ("until", f.time(&pass.expires))];
        let texts = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
        let text = w.with("admin-code-text", &texts).into_owned();
        (w.t("admin-code").into_owned(), pass.token().to_owned(), text)
    });
    let page = ThingPage {
        title: found.name.clone(),
        back: (f.url("/admin/accounts"), w.t("admin-accounts").into_owned()),
        action: f.url(&format!("/admin/accounts/{account}")),
        facts: facts.into_iter().map(|(key, text)| (w.t(key).into_owned(), text)).collect(),
        secret,
        refused: tried.refused.clone(),
        panels: panels(w, found, &tried),
        act: f.act,
        f,
    };
    tried.draw(&page)
}

fn panels(w: Words, account: &AccountRow, tried: &Tried) -> Vec<Panel> {
    let panel = |name: &'static str, slug: &str, text: &str, controls: Vec<Control>, open: bool| Panel {
        name,
        title: w.t(slug).into_owned(),
        text: w.t(text).into_owned(),
        button: w.t(slug).into_owned(),
        controls,
        open: open || tried.is(name),
    };
    let reason = |panel: &str, name: &str| {
        let control = Control::new(name, w.t("admin-reason"), Input::Narrative(2_000)).required();
        vec![tried.fill(w, panel, "reason", control.hint(w.t("admin-reason.hint")))]
    };
    if account.state == "suspended" {
        return vec![panel("resume", "resume-account", "admin-resume-text", Vec::new(), true)];
    }
    let mut panels = Vec::new();
    if account.has_password {
        panels.push(panel(
            "reset",
            "reset-account",
            "admin-reset-text",
            Vec::new(),
            account.locked_until.is_some(),
        ));
    } else {
        panels.push(panel("invite", "invite-account", "admin-invite-text", Vec::new(), true));
    }
    if account.second_factor {
        panels.push(panel("drop", "drop-totp", "admin-drop-text", reason("drop", "drop_reason"), false));
    }
    let controls = reason("suspend", "suspend_reason");
    panels.push(panel("suspend", "suspend-account", "admin-suspend-text", controls, false));
    panels
}
