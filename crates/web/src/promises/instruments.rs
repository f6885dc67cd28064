//! `/instruments` for staff and `/instrumen` for everybody: where states stand to treaties and regional instruments, as a grid of
//! tiles for ASEAN and a table for the world. What nobody reviewed is marked for staff and not shown to anybody else.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use model::codes;
use model::instruments::{self, ASEAN, Instrument};
use node::Error;
use node::acts::instruments::{ConfirmStateActs, ViewInstruments};
use node::public::Standing;

use crate::casework::form_page::{problem, shown};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, draw, draw_with};
use crate::i18n::Words;
use crate::public::Around;
use crate::session::{Anyone, Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "promises/instruments.html")]
struct StaffPage {
    f: Frame,
    view: View,
    confirm: Option<Confirm>,
    may_open: bool,
    refused: bool,
}

#[derive(Template)]
#[template(path = "promises/instruments_public.html")]
struct PublicPage {
    a: Around,
    view: View,
}

/// One instrument in words.
struct View {
    code: String,
    title: String,
    facts: Vec<(String, String)>,
    chooser: Control,
    tiles: Vec<Tile>,
    asean: Vec<Line>,
    world: Vec<Line>,
    counts: Vec<(String, String)>,
    /// Every instrument with how many of ASEAN are bound.
    overview: Vec<(String, String, String)>,
}

/// A tile of the grid, in units of the drawing.
struct Tile {
    x: usize,
    y: usize,
    code: String,
    class: &'static str,
    year: String,
    told: String,
}

/// A state in the table.
struct Line {
    country: String,
    status: String,
    tone: &'static str,
    since: String,
    note: String,
}

/// What the form of a confirmation asks.
struct Confirm {
    countries: Control,
    source: Control,
}

/// Where each member of ASEAN stands in the grid: column and row, roughly as on a map.
const GRID: [(&str, usize, usize); 11] = [
    ("MM", 0, 0),
    ("LA", 1, 0),
    ("VN", 2, 0),
    ("TH", 0, 1),
    ("KH", 1, 1),
    ("PH", 3, 1),
    ("MY", 1, 2),
    ("BN", 2, 2),
    ("SG", 1, 3),
    ("ID", 2, 3),
    ("TL", 3, 3),
];

/// Width and height of a tile with its margin.
const TILE: usize = 78;

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    show(&state, &who, query(&uri, "instrument").as_deref(), None).await
}

pub(crate) async fn confirm(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let act = ConfirmStateActs {
        instrument: posted.text("instrument").to_owned(),
        countries: posted.all("countries").map(str::to_owned).collect(),
        checked_against: posted.text("checked_against").to_owned(),
    };
    let code = act.instrument.clone();
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        // Only a code of our own list becomes part of an address.
        Ok(_) => {
            let path = format!("/instruments?instrument={code}&done=confirm-state-acts");
            Ok(crate::door::go(&state.settings.url(&path)))
        }
        Err(error) => show(&state, &who, Some(&code), Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, code: Option<&str>, error: Option<&Error>) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewInstruments).await?;
    let f = Frame::of(state, who);
    let chosen = chosen(code);
    let view = view(f.words, chosen, &found.standings);
    let open: Vec<&Standing> = found
        .standings
        .iter()
        .filter(|one| one.instrument == chosen.code && !one.reviewed && ASEAN.contains(&one.country.as_str()))
        .filter(|one| {
            instruments::facts()
                .iter()
                .any(|fact| fact.instrument == one.instrument && fact.country == one.country)
        })
        .collect();
    let confirm = (found.may_confirm && !open.is_empty()).then(|| {
        let label = |code: &str| f.words.code("country", code).to_owned();
        let choices = open.iter().map(|one| Choice::new(&one.country, label(&one.country), false)).collect();
        Confirm {
            countries: Control::new("countries", f.t("instruments-confirm-which"), Input::Checks(choices))
                .required()
                .problem(problem(&f, error, "countries")),
            source: Control::new("checked_against", f.t("instruments-confirm-source"), Input::Line(300))
                .required()
                .hint(f.t("instruments-confirm-source.hint"))
                .problem(problem(&f, error, "checked_against")),
        }
    });
    let page = StaffPage { confirm, may_open: found.may_open, refused: error.is_some(), view, f };
    let status = if page.refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw_with(status, &page)
}

pub(crate) async fn public(State(state): State<WebState>, Anyone(visitor): Anyone, uri: Uri) -> Answer {
    let standings = state.node.standings().await?;
    let a = Around::new(&state, &visitor).await?;
    let view = view(a.f.words, chosen(query(&uri, "instrument").as_deref()), &standings);
    draw(&PublicPage { view, a })
}

fn chosen(code: Option<&str>) -> &'static Instrument {
    static NONE: Instrument = Instrument {
        code: "OPSC",
        kind: "protocol",
        body: "UN",
        adopted: 2000,
        parent: "CRC",
        monitoring: "",
        report_every: None,
        domestic_act: "",
        legal_review: false,
    };
    let international = |one: &&Instrument| one.is_international();
    let known = code.and_then(instruments::get).filter(international);
    known.or_else(|| instruments::get("OPSC")).unwrap_or(&NONE)
}

const fn class(status: &str) -> &'static str {
    match status.as_bytes() {
        b"state_party" | b"bound_by_membership" => "bar",
        b"signatory" => "less",
        _ => "off",
    }
}

fn view(w: Words, chosen: &Instrument, standings: &[Standing]) -> View {
    let of =
        |country: &str| standings.iter().find(|one| one.instrument == chosen.code && one.country == country);
    let status = |one: Option<&Standing>| match one {
        Some(one) => w.code("treaty-status", one.status).to_owned(),
        None => w.t("instruments-not-known").into_owned(),
    };
    let line = |country: &str| {
        let one = of(country);
        Line {
            country: w.code("country", country).to_owned(),
            status: status(one),
            tone: match one.map(|one| one.status) {
                Some("state_party" | "bound_by_membership") => "closed",
                Some("signatory") => "waiting",
                _ => "plain",
            },
            since: one.and_then(|one| one.since).map(|year| year.to_string()).unwrap_or_default(),
            note: note(w, one),
        }
    };
    let tiles = GRID.iter().map(|(code, column, row)| {
        let one = of(code);
        Tile {
            x: column * TILE,
            y: row * TILE,
            code: (*code).to_owned(),
            class: one.map_or("off", |one| class(one.status)),
            year: one.and_then(|one| one.since).map(|year| year.to_string()).unwrap_or_default(),
            told: format!("{}: {}", w.code("country", code), status(one)),
        }
    });
    let mut world: Vec<&Standing> = standings.iter().filter(|one| one.instrument == chosen.code).collect();
    world.sort_by_key(|one| w.code("country", &one.country));
    let mut counts: std::collections::BTreeMap<&str, i64> = std::collections::BTreeMap::new();
    for one in &world {
        *counts.entry(one.status).or_default() += 1;
    }
    let title = w.code("instrument", chosen.code).to_owned();
    let international = || instruments::all().iter().filter(|one| one.is_international());
    let choices = international().map(|one| {
        Choice::new(
            one.code,
            format!("{} · {}", one.code, w.code("instrument", one.code)),
            one.code == chosen.code,
        )
    });
    View {
        code: chosen.code.to_owned(),
        title,
        facts: facts(w, chosen),
        chooser: Control::new("instrument", w.t("instruments-choose"), Input::Select(choices.collect()))
            .required()
            .nothing(""),
        tiles: tiles.collect(),
        asean: ASEAN.iter().map(|country| line(country)).collect(),
        world: world.iter().map(|one| line(&one.country)).collect(),
        counts: counts
            .into_iter()
            .map(|(code, n)| (w.code("treaty-status", code).to_owned(), crate::say::grouped(w, n)))
            .collect(),
        overview: international().map(|one| bound(w, one, standings)).collect(),
    }
}

/// How many members of ASEAN an instrument binds, of those of which something is known.
fn bound(w: Words, one: &Instrument, standings: &[Standing]) -> (String, String, String) {
    let of =
        |standing: &&Standing| standing.instrument == one.code && ASEAN.contains(&standing.country.as_str());
    let known: Vec<&Standing> = standings.iter().filter(of).collect();
    let bound = known.iter().filter(|standing| class(standing.status) == "bar").count();
    let said = match known.is_empty() {
        true => w.t("instruments-not-known").into_owned(),
        false => w
            .with("instruments-bound", &[("n", &bound.to_string()), ("all", &ASEAN.len().to_string())])
            .into_owned(),
    };
    (one.code.to_owned(), w.code("instrument", one.code).to_owned(), said)
}

fn note(w: Words, one: Option<&Standing>) -> String {
    let Some(one) = one else { return String::new() };
    let mut notes = Vec::new();
    if !one.reviewed {
        notes.push(w.t("instruments-unreviewed").into_owned());
    }
    if one.reservations > 0 {
        let n = i64::try_from(one.reservations).unwrap_or(i64::MAX);
        notes.push(w.count("instruments-reservations", n).into_owned());
    }
    notes.join(" · ")
}

fn facts(w: Words, one: &Instrument) -> Vec<(String, String)> {
    let label = |key: &str| w.t(key).into_owned();
    let articles = codes::list("instrument-article").map_or(0, |list| {
        let prefix = format!("{}.", one.code);
        list.codes.iter().filter(|code| code.code.starts_with(&prefix)).count()
    });
    let domestic = match (one.domestic_act, one.legal_review) {
        ("", _) => String::new(),
        (act, true) => act.to_owned(),
        (act, false) => format!("{act} ({})", w.t("instruments-not-by-lawyer")),
    };
    let every = one.report_every.map(|years| w.count("instruments-years", years).into_owned());
    let all = vec![
        (label("instruments-adopted"), one.adopted.to_string()),
        (label("instruments-monitoring"), one.monitoring.to_owned()),
        (label("instruments-report"), every.unwrap_or_default()),
        (label("instruments-domestic"), domestic),
        (label("instruments-articles"), if articles > 0 { articles.to_string() } else { String::new() }),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
