//! `/vettings`: who of the staff was vetted, who is due, and for which roles it is asked.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::Kind;
use model::kinds::Vetting;
use node::acts::staff::{ListVettings, OpenVetting, RequireVetting, VettingRow, Vettings};
use node::{Error, access};

use crate::error::{Answer, Fault};
use crate::forms::Choice;
use crate::frame::{Frame, done, draw_with};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "admin/vettings.html")]
struct VettingsPage {
    f: Frame,
    rows: Vec<Row>,
    summary: String,
    may_ask: bool,
    roles: Option<Vec<Choice>>,
    refused: Option<String>,
}

/// One member of staff.
struct Row {
    account: String,
    name: String,
    posts: String,
    missing: bool,
    state: Badge,
    until: Option<String>,
    href: Option<String>,
    /// Whether one may be asked for.
    ask: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, None).await
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let (node, actor, act) = (&state.node, &who.session.actor, posted.act(&state));
    let (slug, sent) = match posted.text("account").parse() {
        Ok(account) => {
            let opened = node.perform_as(act, actor, OpenVetting { account }).await;
            ("open-vetting", opened.map(drop))
        }
        Err(_) => {
            let role = posted.text("role").to_owned();
            let require = RequireVetting { role, required: posted.text("required") == "true" };
            ("require-vetting", node.perform_as(act, actor, require).await)
        }
    };
    match sent {
        Ok(()) => Ok(done(&state, "/vettings", slug)),
        Err(error @ Error::Refused(_)) => show(&state, &who, Some(error)).await,
        Err(error) => Err(error.into()),
    }
}

async fn show(state: &WebState, who: &SignedIn, error: Option<Error>) -> Answer {
    let actor = &who.session.actor;
    let listed = state.node.perform(actor, ListVettings).await?;
    let f = Frame::of(state, who);
    let may_see = access::holds_right(actor, "view", "vetting", f.now).allows();
    let missing = i64::try_from(listed.rows.iter().filter(|row| row.missing()).count()).unwrap_or(0);
    let may_require = access::holds_right(actor, "require", "vetting", f.now).allows();
    let page = VettingsPage {
        rows: listed.rows.iter().map(|row| row_view(&f, row, may_see)).collect(),
        summary: f.words.count("vettings-missing", missing).into_owned(),
        may_ask: listed.may_ask,
        roles: may_require.then(|| roles(&f, &listed)),
        refused: error.map(|error| Fault::from(error).told(f.words).text),
        f,
    };
    draw_with(if page.refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK }, &page)
}

fn row_view(f: &Frame, row: &VettingRow, may_see: bool) -> Row {
    let state = match row.state.as_str() {
        "none" => Badge {
            text: f.t("vettings-none").into_owned(),
            tone: if row.required { "late" } else { "plain" },
        },
        "due" => Badge { text: f.t("vettings-due").into_owned(), tone: "high" },
        state => {
            let phase = if row.missing() { "open" } else { "closed" };
            let said = say::state(f.words, <Vetting as Kind>::META, state, phase);
            if row.missing() { Badge { tone: "late", ..said } } else { said }
        }
    };
    let until = row.until.as_deref().and_then(|day| day.parse().ok());
    Row {
        account: row.account.to_string(),
        name: row.name.clone(),
        posts: row.posts.join(", "),
        missing: row.missing(),
        state,
        until: until.map(|day| say::date(f.words, day)),
        href: row.vetting.filter(|_| may_see).map(|id| f.url(&format!("/vetting/{id}"))),
        ask: matches!(row.state.as_str(), "none" | "ended" | "not_suitable"),
    }
}

/// Ready roles whose posts meet children or read who they are.
const WITH_CHILDREN: [&str; 9] = [
    "case-worker",
    "intake-operator",
    "supervisor",
    "service-provider",
    "legal-officer",
    "police-liaison",
    "prosecutor",
    "protection-lead",
    "manager",
];

/// Roles, and whether their posts ask for a vetting.
fn roles(f: &Frame, listed: &Vettings) -> Vec<Choice> {
    let others = listed.roles.iter().map(String::as_str).filter(|role| !WITH_CHILDREN.contains(role));
    let roles = WITH_CHILDREN.into_iter().chain(others);
    let choice = |role: &str| {
        let label = f.words.code("ready-role", &role.replace('-', "_")).to_owned();
        Choice::new(role, label, listed.roles.iter().any(|one| one == role))
    };
    roles.map(choice).collect()
}
