//! `/money/organisations`: what organisation files tell: who may spend how much in which year, and who has spent how much.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use node::access;
use node::acts::money::{OrganisationTold, ViewOrganisations};
use statistics::money::Amount;

use super::books::money;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "money/organisations.html")]
struct OrganisationsPage {
    f: Frame,
    columns: Vec<String>,
    all: Vec<Told>,
    may_import: bool,
}

/// An organisation, year by year, the newest first.
struct Told {
    name: String,
    identifier: String,
    came: String,
    rows: Vec<(String, Vec<String>)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewOrganisations).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let may = access::holds_right(&who.session.actor, "import", "programme", state.node.now()).allows();
    let columns = ["org-indicated", "org-committed", "org-spent"].map(|key| w.t(key).into_owned());
    let page = OrganisationsPage {
        columns: columns.to_vec(),
        all: found.iter().map(|one| told(w, one)).collect(),
        may_import: may,
        f,
    };
    draw(&page)
}

fn told(w: Words, one: &OrganisationTold) -> Told {
    let mut years: BTreeMap<(&str, &str), [Vec<String>; 3]> = BTreeMap::new();
    let budgets = one.budgets.iter().map(|year| (year, usize::from(year.committed)));
    for (year, layer) in budgets.chain(one.expenditures.iter().map(|year| (year, 2))) {
        // One that cannot be read as a number stands as the file has it.
        let said = Amount::parse(&year.value).map_or_else(
            || format!("{} {}", year.currency, year.value),
            |amount| money(w, &year.currency, amount),
        );
        let of = years.entry((year.start.as_str(), year.end.as_str())).or_default();
        if let Some(cell) = of.get_mut(layer) {
            cell.push(said);
        }
    }
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| say::date(w, day));
    let row = |((start, end), cells): (&(&str, &str), &[Vec<String>; 3])| {
        let said = |cell: &Vec<String>| if cell.is_empty() { "–".to_owned() } else { cell.join(" + ") };
        (format!("{} – {}", day(start), day(end)), cells.iter().map(said).collect())
    };
    let taken = say::date(w, one.taken_at.date(Default::default()));
    Told {
        name: one.name.clone(),
        identifier: one.identifier.clone(),
        came: w.with("org-came", &[("day", &taken)]).into_owned(),
        rows: years.iter().rev().map(row).collect(),
    }
}
