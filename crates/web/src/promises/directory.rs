//! `/direktori` and `/direktori/{id}`: services that anybody may know, on a page without cookie, account or script.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use node::public::{DirectoryQuery, PublicListing};
use statistics::publish::Shown;

use crate::casework::OnePath;
use crate::error::Answer;
use crate::forms::{Control, Input, of_list, of_regions};
use crate::frame::draw;
use crate::i18n::Words;
use crate::public::Around;
use crate::say;
use crate::session::Anyone;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "promises/directory.html")]
struct DirectoryPage {
    a: Around,
    rows: Vec<Row>,
    filters: Vec<Control>,
    narrowed: bool,
    total: String,
    next: Option<String>,
    /// A tile for each province, ready to be drawn.
    map: String,
    /// The same as links: address, province, services.
    places: Vec<(String, String, u64)>,
}

#[derive(Template)]
#[template(path = "promises/listing.html")]
struct ListingPage {
    a: Around,
    row: Row,
    facts: Vec<(String, String)>,
}

/// A service in words.
struct Row {
    href: String,
    name: String,
    organisation: String,
    kind: String,
    area: String,
    open: String,
    free: bool,
    places: String,
    stale: bool,
    assured: String,
}

/// Rows of a page.
const ROWS: i64 = 30;

pub(crate) async fn list(State(state): State<WebState>, Anyone(visitor): Anyone, uri: Uri) -> Answer {
    let of = |name: &str| query(&uri, name).filter(|text| !text.is_empty());
    let skip = of("skip").and_then(|text| text.parse::<i64>().ok()).filter(|n| *n >= 0).unwrap_or(0);
    let wanted = DirectoryQuery {
        service_type: of("type"),
        region: of("region").filter(|code| model::regions::get(code).is_some()),
        age: of("age").and_then(|text| text.parse().ok()),
        skip,
        limit: ROWS,
        ..DirectoryQuery::default()
    };
    let found = state.node.directory(wanted.clone()).await?;
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let chosen = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = || w.t("dc-all").into_owned();
    let filters = vec![
        Control::new(
            "type",
            w.field("service-listing", "service_type"),
            Input::Select(of_list(w, "service-type", &chosen(&wanted.service_type))),
        )
        .nothing(all()),
        Control::new(
            "region",
            w.field("service-listing", "region"),
            Input::Groups(of_regions(w, &chosen(&wanted.region))),
        )
        .nothing(all()),
        Control::new("age", w.t("directory-age"), Input::Number(0, 25, String::new()))
            .value(wanted.age.map(|n| n.to_string()).unwrap_or_default()),
    ];
    let more = skip + ROWS < found.total;
    let next = more.then(|| {
        let mut path = format!("{}&skip={}", a.here("/direktori"), skip + ROWS);
        for (name, value) in [("type", &wanted.service_type), ("region", &wanted.region)] {
            if let Some(value) = value {
                path.push_str(&format!("&{name}={value}"));
            }
        }
        if let Some(age) = wanted.age {
            path.push_str(&format!("&age={age}"));
        }
        path
    });
    let narrowed = wanted.service_type.is_some() || wanted.region.is_some() || wanted.age.is_some();
    let rows = found.rows.iter().map(|one| row(&a, one)).collect();
    let mut places = Vec::new();
    // Whoever turns pages has seen the map.
    if skip == 0 {
        places = state.node.directory_places(wanted.clone()).await?;
    }
    let title = w.t("directory-map").into_owned();
    let count = |(area, n): &(String, u64)| (area.clone(), Shown::Count(*n));
    let map = crate::monitoring::tile_map(w, places.iter().map(count), &title);
    let map = map.filter(|_| places.len() > 1).unwrap_or_default();
    let places = places.iter().map(|(area, n)| {
        let name = model::regions::label(area).unwrap_or(area).to_owned();
        (format!("{}&region={area}", a.here("/direktori")), name, *n)
    });
    let places = places.collect();
    let total = w.count("directory-total", found.total).into_owned();
    draw(&DirectoryPage { rows, filters, narrowed, total, next, map, places, a })
}

pub(crate) async fn one(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    OnePath(id): OnePath,
) -> Answer {
    let found = state.node.listing(id).await?;
    let a = Around::new(&state, &visitor).await?;
    draw(&ListingPage { row: row(&a, &found), facts: facts(a.f.words, &found), a })
}

fn day(w: Words, text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |day| say::date(w, day))
}

fn row(a: &Around, one: &PublicListing) -> Row {
    let w = a.f.words;
    let (from, to) = &one.hours;
    // In the order of the week, as the list has it.
    let week = model::codes::list("service-day").into_iter().flat_map(|list| list.offered());
    let open = week.filter(|day| one.days.iter().any(|code| code == day.code));
    let days: Vec<_> = open.map(|day| day.label(w.lang).to_owned()).collect();
    let hours = if from.is_empty() { String::new() } else { format!(" {from}–{to}") };
    let places = match (one.places.1, &one.places.2) {
        (Some(free), Some(on)) => {
            w.with("directory-places", &[("n", &say::grouped(w, free)), ("day", &day(w, on))]).into_owned()
        }
        _ => String::new(),
    };
    Row {
        href: a.here(&format!("/direktori/{}", one.id)),
        name: one.name.clone(),
        organisation: one.organisation.clone(),
        kind: w.code("service-type", &one.service_type).to_owned(),
        area: match (one.nationwide, one.region.as_deref()) {
            (true, _) => w.t("directory-nationwide").into_owned(),
            (false, Some(code)) => say::region(code),
            (false, None) => String::new(),
        },
        open: format!("{}{hours}", days.join(", ")),
        free: one.free == Some(true),
        places,
        stale: one.stale,
        assured: one.assured.first().map(|text| day(w, text)).unwrap_or_default(),
    }
}

fn facts(w: Words, one: &PublicListing) -> Vec<(String, String)> {
    let label = |name: &str| w.field("service-listing", name).into_owned();
    let ages = match one.ages {
        (None, None) => String::new(),
        (from, to) => {
            let part = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
            w.with("directory-ages", &[("from", &part(from)), ("to", &part(to))]).into_owned()
        }
    };
    let languages: Vec<_> = one.languages.iter().map(|code| w.code("language", code).to_owned()).collect();
    let [phone, email, url] = &one.reach;
    let [street, city, post] = &one.address;
    let place = match one.no_address.as_str() {
        "front_gate" => w.t("directory-front-gate").into_owned(),
        _ => [street.as_str(), city, post]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    };
    let all = vec![
        (label("description"), one.description.clone()),
        (label("eligibility"), one.eligibility.clone()),
        (w.t("directory-age").into_owned(), ages),
        (label("languages"), languages.join(", ")),
        (label("fees"), one.fees.clone()),
        (label("front_gate"), one.application.clone()),
        (label("phone"), phone.clone()),
        (label("email"), email.clone()),
        (label("url"), url.clone()),
        (label("address"), place),
        (label("accessibility"), one.accessibility.clone()),
        (label("accreditation"), one.accreditation.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
