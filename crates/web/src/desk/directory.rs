//! `/network/directory`: the signed directory, and its next version: laid out by one operator, signed by two.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use model::Id;
use node::Error;
use node::acts::exchange::{
    ChangeShown, DirectoryShown, ExportDirectoryDraft, ListedShown, ProposeDirectory, SignDirectory,
    ViewDirectory,
};

use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw};
use crate::kinds::today;
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// What can be asked for, in the order of the page.
const CHANGES: [&str; 9] =
    ["enrol", "renew", "suspend", "readmit", "withdraw", "revoke", "revoke_key", "witness", "appoint"];

/// Points that a member may have evaluated in a day, where nobody said otherwise: twenty questions.
const USUAL_BUDGET: i64 = 480;

#[derive(Template)]
#[template(path = "desk/directory.html")]
struct DirectoryPage {
    f: Frame,
    lead: String,
    signers: String,
    members: Vec<Member>,
    changes: Vec<Change>,
    offers: Vec<(String, String)>,
    guardians: Vec<(String, String)>,
    witnesses: Vec<(String, String)>,
    revoked: Vec<(String, String)>,
    operators: Vec<String>,
}

/// A member in words.
struct Member {
    name: String,
    id: String,
    state: Badge,
    fingerprint: String,
    keys: Vec<String>,
    address: String,
    pins: Vec<String>,
}

/// A change in words.
struct Change {
    what: String,
    member: String,
    state: Badge,
    when: String,
    href: Option<String>,
    draft: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let shown = state.node.perform(&who.session.actor, ViewDirectory).await?;
    let f = Frame::of(&state, &who);
    let (version, until) = (shown.version.to_string(), say::time(f.words, shown.valid.1));
    let lead: [(&str, &str); 3] =
        [("network", shown.network.as_str()), ("version", &version), ("until", &until)];
    let (needed, all) = (shown.threshold.to_string(), shown.operators.len().to_string());
    let signers: [(&str, &str); 3] =
        [("needed", needed.as_str()), ("all", &all), ("fingerprint", &shown.fingerprint)];
    let offers = CHANGES.into_iter().filter(|_| shown.may_operate).map(|what| {
        (
            f.t(&format!("directory-{what}")).into_owned(),
            f.url(&format!("/network/directory/change?what={what}")),
        )
    });
    draw(&DirectoryPage {
        lead: f.words.with("signed-directory-lead", &lead).into_owned(),
        signers: f.words.with("directory-signers", &signers).into_owned(),
        members: shown.members.iter().map(|one| member(&f, one)).collect(),
        changes: shown.changes.iter().map(|one| change(&f, &shown, one)).collect(),
        offers: offers.collect(),
        guardians: shown
            .guardians
            .iter()
            .map(|(member, epoch, budget)| {
                let told: [(&str, &str); 2] =
                    [("epoch", epoch.as_str()), ("budget", &say::grouped(f.words, i64::from(*budget)))];
                (member.clone(), f.words.with("directory-guardian", &told).into_owned())
            })
            .collect(),
        witnesses: shown.witnesses.clone(),
        revoked: shown
            .revoked
            .iter()
            .map(|(what, at, why)| (what.clone(), format!("{}: {why}", say::time(f.words, *at))))
            .collect(),
        operators: shown.operators.clone(),
        f,
    })
}

fn member(f: &Frame, one: &ListedShown) -> Member {
    let w = f.words;
    let tone = match one.state {
        "active" => "ok",
        "suspended" => "soon",
        _ => "late",
    };
    let until = |key: &str, name: &str, at| {
        let short: String = name.chars().take(16).collect();
        w.with(key, &[("key", &short), ("until", &say::time(w, at))]).into_owned()
    };
    let signing = one.signing.iter().map(|(key, at, revoked)| {
        until(if *revoked { "directory-key-revoked" } else { "directory-signs" }, key, *at)
    });
    let sealing = one.sealing.iter().map(|(kid, at)| until("directory-seals", kid, *at));
    Member {
        name: one.name.clone(),
        id: one.id.clone(),
        state: Badge { text: f.t(&format!("network-state-{}", one.state)).into_owned(), tone },
        fingerprint: grouped(&one.fingerprint),
        keys: signing.chain(sealing).collect(),
        address: one.endpoint.clone().unwrap_or_else(|| f.t("network-comes").into_owned()),
        pins: one.tls.iter().map(|pin| pin.chars().take(16).collect()).collect(),
    }
}

/// In groups of four, as it is read aloud.
fn grouped(digits: &str) -> String {
    let groups: Vec<String> =
        digits.chars().collect::<Vec<_>>().chunks(4).map(|four| four.iter().collect()).collect();
    groups.join(" ")
}

fn change(f: &Frame, shown: &DirectoryShown, one: &ChangeShown) -> Change {
    let (signed, needed) = (one.signatures.to_string(), shown.threshold.to_string());
    let told: [(&str, &str); 2] = [("signed", signed.as_str()), ("needed", &needed)];
    let state = match one.state {
        "adopted" => Badge { text: f.t("directory-adopted").into_owned(), tone: "ok" },
        "passed" => Badge { text: f.t("directory-passed").into_owned(), tone: "" },
        _ => Badge { text: f.words.with("directory-waits", &told).into_owned(), tone: "soon" },
    };
    let open = one.state == "waits" && shown.may_operate && !one.mine;
    Change {
        what: f.t(&format!("directory-{}", one.what)).into_owned(),
        member: one.member.clone().unwrap_or_default(),
        state,
        when: say::time(f.words, one.proposed_at),
        href: open.then(|| f.url(&format!("/network/directory/{}", one.id))),
        draft: open.then(|| f.url(&format!("/network/directory/{}/draft", one.id))),
    }
}

/// `/network/directory/change`: lays out the next version.
pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let of = |name: &str| query(&uri, name).unwrap_or_default();
    let asked = ProposeDirectory {
        what: of("what"),
        member: of("member"),
        days: 3,
        budget: USUAL_BUDGET,
        begins: today(&state).to_string(),
        ..Default::default()
    };
    show(&state, &who, &asked, None).await
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let text = |name: &str| posted.text(name).to_owned();
    let asked = ProposeDirectory {
        what: text("what"),
        member: text("member"),
        entry: text("entry"),
        fingerprint: text("fingerprint"),
        compared_with: text("compared_with"),
        key: text("key"),
        reason: text("reason"),
        days: posted.text("days").trim().parse().unwrap_or_default(),
        urgent: posted.text("urgent") == "yes",
        epoch: text("epoch"),
        begins: text("begins"),
        budget: posted.text("budget").trim().parse().unwrap_or_default(),
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, asked.clone()).await {
        Ok(_) => Ok(done(&state, "/network/directory", "propose-directory")),
        Err(error) => show(&state, &who, &asked, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, asked: &ProposeDirectory, error: Option<&Error>) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewDirectory).await?;
    if !found.may_operate {
        return Err(Error::Denied("no-right").into());
    }
    let what = CHANGES.into_iter().find(|one| *one == asked.what).ok_or(Error::NotFound)?;
    let f = Frame::of(state, who);
    let given = |name: &str, input: Input, value: &str| {
        let label = f.t(&format!("directory-field-{name}")).into_owned();
        Control::new(name, label, input).value(value).problem(problem(&f, error, name)).required()
    };
    let member = || {
        let choices = found.members.iter();
        let choices = choices.map(|one| Choice::new(&one.id, one.name.clone(), one.id == asked.member));
        given("member", Input::Select(choices.collect()), &asked.member)
    };
    let mut controls = match what {
        "enrol" => vec![
            given("entry", Input::Narrative(40_000), &asked.entry).hint(f.t("directory-field-entry.hint")),
            given("fingerprint", Input::Line(40), &asked.fingerprint)
                .hint(f.t("directory-field-fingerprint.hint")),
            given("compared_with", Input::Line(120), &asked.compared_with)
                .hint(f.t("directory-field-compared_with.hint")),
        ],
        "renew" => Vec::new(),
        "appoint" => vec![
            member(),
            given("epoch", Input::Line(20), &asked.epoch).hint(f.t("directory-field-epoch.hint")),
            given("key", Input::Line(64), &asked.key).hint(f.t("directory-field-guardian-key.hint")),
            given("begins", Input::Date(None), &asked.begins).hint(f.t("directory-field-begins.hint")),
            given(
                "budget",
                Input::Number(24, 100_000, f.t("directory-points").into_owned()),
                &asked.budget.to_string(),
            )
            .hint(f.t("directory-field-budget.hint")),
        ],
        "witness" | "revoke_key" => vec![member(), given("key", Input::Line(200), &asked.key)],
        _ => vec![member()],
    };
    if matches!(what, "revoke" | "revoke_key") {
        let reason = given("reason", Input::Line(200), &asked.reason);
        controls.push(reason.hint(f.t("directory-field-reason.hint")));
    }
    if matches!(what, "suspend" | "revoke" | "revoke_key") {
        let choice = |code: &str, chosen| {
            Choice::new(code, f.t(&format!("directory-urgent-{code}")).into_owned(), chosen)
        };
        let choices = vec![choice("no", !asked.urgent), choice("yes", asked.urgent)];
        controls.push(given("urgent", Input::Radios(choices), if asked.urgent { "yes" } else { "no" }));
    }
    let unit = f.t("directory-days").into_owned();
    controls.push(given("days", Input::Number(1, 90, unit), &asked.days.to_string()));
    let mut page =
        ActPage::new(f, "propose-directory", "/network/directory/change", "/network/directory", controls);
    page.title = page.f.t(&format!("directory-{what}")).into_owned();
    page.lead = vec![page.f.t("propose-directory-lead").into_owned()];
    page.hidden.push(("what".to_owned(), what.to_owned()));
    page = page.refused(error);
    page.answer()
}

/// `/network/directory/{id}`: one operator signs.
pub(crate) async fn sign_form(
    State(state): State<WebState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer {
    sign_page(&state, &who, id.parse().map_err(|_| Error::NotFound)?, None).await
}

pub(crate) async fn sign(
    State(state): State<WebState>,
    who: SignedIn,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let change: Id = id.parse().map_err(|_| Error::NotFound)?;
    let (node, actor) = (&state.node, &who.session.actor);
    let act = if posted.text("key").trim().is_empty() {
        SignDirectory::brought(change, posted.text("signed").trim().as_bytes())
    } else {
        let draft = node.perform(actor, ExportDirectoryDraft { change }).await?;
        SignDirectory::with_key(change, draft, posted.text("key"))
    };
    let sent = match act {
        Ok(act) => node.perform_as(posted.act(&state), actor, act).await.map(drop),
        Err(error) => Err(error),
    };
    match sent {
        Ok(()) => Ok(done(&state, "/network/directory", "sign-directory")),
        Err(error) => sign_page(&state, &who, change, Some(&shown(error)?)).await,
    }
}

async fn sign_page(state: &WebState, who: &SignedIn, id: Id, error: Option<&Error>) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewDirectory).await?;
    let change = found.changes.iter().find(|one| one.id == id && one.state == "waits");
    let change = change.filter(|_| found.may_operate).ok_or(Error::NotFound)?;
    let f = Frame::of(state, who);
    let controls = vec![
        Control::new("key", f.t("directory-field-operator-key").into_owned(), Input::Password)
            .hint(f.t("directory-field-operator-key.hint")),
        Control::new("signed", f.t("directory-field-signed").into_owned(), Input::Narrative(1_000_000))
            .hint(f.t("directory-field-signed.hint")),
    ];
    let path = format!("/network/directory/{id}");
    let mut page = ActPage::new(f, "sign-directory", &path, "/network/directory", controls);
    let digest = grouped(change.digest.as_deref().and_then(|all| all.get(..32)).unwrap_or_default());
    let (version, member) = (change.version.to_string(), change.member.clone().unwrap_or_default());
    let what = page.f.t(&format!("directory-{}", change.what)).into_owned();
    page.about = format!("{what} {member}");
    let told: [(&str, &str); 2] = [("version", version.as_str()), ("digest", &digest)];
    page.lead = vec![page.f.words.with("sign-directory-lead", &told).into_owned()];
    page.warning = vec![page.f.t("sign-directory-warning").into_owned()];
    page.grave = true;
    page = page.refused(error);
    page.answer()
}

/// `/network/directory/{id}/draft`: the bytes, to be signed where the key is kept.
pub(crate) async fn draft(State(state): State<WebState>, who: SignedIn, Path(id): Path<String>) -> Answer {
    let change: Id = id.parse().map_err(|_| Fault::NOT_FOUND)?;
    let bytes = state.node.perform(&who.session.actor, ExportDirectoryDraft { change }).await?;
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, "attachment; filename=\"directory-draft.json\"".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
