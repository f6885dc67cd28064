//! People who signed in through the form, and what they send.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::bare;
use super::seed::{PASSWORD, Size, Who};
use super::wire::{Answer, Call, Line};
use crate::failure::{Failure, Result};

/// A session with the cases it may see.
pub(super) struct Person {
    cookie: String,
    form_token: String,
    cases: Vec<String>,
    names: Vec<String>,
}

/// What somebody does over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// The page with the list of open cases.
    CaseList,
    /// The page of one case.
    CasePage,
    /// The search for people by a whole name.
    PeopleSearch,
    /// A changed case, saved.
    Save,
    /// The same list for a program.
    CaseListApi,
    /// The same case for a program.
    CasePageApi,
    /// A report taken down.
    OpenReport,
}

impl Work {
    /// What is measured one by one at the full rate.
    pub(super) const EACH: [Self; 6] = [
        Self::CaseList,
        Self::CasePage,
        Self::PeopleSearch,
        Self::Save,
        Self::CaseListApi,
        Self::CasePageApi,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::CaseList => "case_list",
            Self::CasePage => "case_page",
            Self::PeopleSearch => "people_search",
            Self::Save => "save",
            Self::CaseListApi => "case_list_api",
            Self::CasePageApi => "case_page_api",
            Self::OpenReport => "open_report",
        }
    }

    /// A day's work in small: ten requests of which four look at a case, two at a list, two search and two save.
    pub(super) const fn of_a_day(turn: usize) -> Self {
        match turn % 10 {
            0 | 2 | 5 | 7 => Self::CasePage,
            1 | 6 => Self::CaseList,
            3 | 8 => Self::PeopleSearch,
            _ => Self::Save,
        }
    }

    /// The request that somebody sends on their turn.
    pub(super) fn call(self, people: &[Person], turn: usize) -> Option<Call> {
        let person = people.get(turn % people.len().max(1))?;
        // Another case each time, and not the same one in two requests that may run at once.
        let round = turn / people.len().max(1);
        let case = person.cases.get(round % person.cases.len().max(1))?;
        let cookie = &person.cookie;
        Some(match self {
            Self::CaseList => Call::get("/case?phase=open", cookie),
            Self::CasePage => Call::get(&format!("/case/{case}"), cookie),
            Self::CaseListApi => Call::get("/api/case?phase=open", cookie),
            Self::CasePageApi => Call::get(&format!("/api/case/{case}"), cookie),
            Self::PeopleSearch => {
                let name = person.names.get(round % person.names.len().max(1))?;
                let pairs = [("form_token", person.form_token.as_str()), ("free", name)];
                Call::form("/people/search", cookie, &pairs)
            }
            Self::Save => {
                let body = json!({ "id": case, "fields": bare::change(turn).0 });
                Call::act("edit-case", cookie, &person.form_token, &body)
            }
            Self::OpenReport => {
                Call::act("open-report", cookie, &person.form_token, &json!({ "fields": bare::report().0 }))
            }
        })
    }
}

/// A report under an id of its own, so that it may be sent again.
pub(super) fn report_as(people: &[Person], turn: usize, act: model::Id) -> Option<Call> {
    let person = people.get(turn % people.len().max(1))?;
    let body = json!({ "act": act, "fields": bare::report().0 });
    Some(Call::act("open-report", &person.cookie, &person.form_token, &body))
}

/// Signs in case workers and supervisors.
pub(super) async fn sign_in(address: SocketAddr, size: Size) -> Result<Vec<Person>> {
    let mut people = Vec::new();
    for who in Who::all(size).into_iter().filter(|who| *who != Who::Manager) {
        let person = one(address, who).await.map_err(|error| {
            Failure::new(format!("the server does not let {} in ({})", who.email(), error.kind()))
        })?;
        people.push(person);
    }
    Ok(people)
}

async fn one(address: SocketAddr, who: Who) -> std::io::Result<Person> {
    let refused = |what: &str| std::io::Error::other(what.to_owned());
    let mut line = Line::open(address).await?;
    let form = line.send(&Call::get_plain("/sign-in", "")).await?;
    let text = String::from_utf8_lossy(&form.body).into_owned();
    let form_token = hidden(&text, "form_token").ok_or(refused("no form token"))?;
    let email = who.email();
    let pairs = [("form_token", form_token), ("next", ""), ("email", &email), ("password", PASSWORD)];
    let entered = line.send(&Call::form("/sign-in", &cookies(&form), &pairs)).await?;
    let cookie = cookies(&entered);
    let session = line.send(&Call::get_plain("/api/session", &cookie)).await?;
    let session: Value = serde_json::from_slice(&session.body)?;
    let form_token =
        session.get("form_token").and_then(Value::as_str).ok_or(refused("no session"))?.to_owned();
    let listed = line.send(&Call::get_plain("/api/case?phase=open&limit=200", &cookie)).await?;
    let listed: Value = serde_json::from_slice(&listed.body)?;
    let texts = |name: &str| -> Vec<String> {
        let rows = listed.get("rows").and_then(Value::as_array).into_iter().flatten();
        rows.filter_map(|row| row.get(name)?.as_str().map(str::to_owned)).collect()
    };
    Ok(Person { cookie, form_token, cases: texts("id"), names: texts("name") })
}

/// The cookies that an answer sets, without those that it takes away.
fn cookies(answer: &Answer) -> String {
    let pairs = answer.headers("set-cookie").filter(|line| !line.contains("Max-Age=0"));
    let pairs: Vec<&str> = pairs.filter_map(|line| line.split(';').next()).collect();
    pairs.join("; ")
}

/// The value of a hidden field.
fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hidden_field_of_a_form_is_found() {
        let page = r#"<input type="hidden" name="form_token" value="ab12"><input name="email">"#;
        assert_eq!(hidden(page, "form_token"), Some("ab12"));
        assert_eq!(hidden(page, "email"), None);
    }

    #[test]
    fn a_day_holds_all_four_kinds_of_work() {
        let day: Vec<Work> = (0..10).map(Work::of_a_day).collect();
        let count = |work| day.iter().filter(|each| **each == work).count();
        assert_eq!([Work::CasePage, Work::CaseList, Work::PeopleSearch, Work::Save].map(count), [4, 2, 2, 2]);
    }
}
