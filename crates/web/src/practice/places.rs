//! `/places`: services with places, how many are free, and adding or changing them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::{ProblemCode, codes};
use node::acts::places::{Band, EditPlace, ListPlaces, NewBand, OpenPlace, PlaceRow};
use node::{Error, access};

use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "practice/places.html")]
struct PlacesPage {
    f: Frame,
    rows: Vec<PlaceView>,
    may_edit: bool,
    may_open: bool,
    refused: Option<String>,
}

/// A service with its places, said.
pub(super) struct PlaceView {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) bands: Vec<BandView>,
}

/// Places for some children, said.
pub(super) struct BandView {
    pub(super) id: String,
    pub(super) whom: String,
    pub(super) free: String,
    /// How it stands out: nothing free, or something.
    pub(super) tone: &'static str,
    pub(super) places: i64,
    pub(super) counts: String,
    pub(super) changed: String,
}

pub(super) fn view(f: &Frame, row: &PlaceRow) -> PlaceView {
    let kind = f.words.code("service-type", &row.service_type).to_owned();
    let region = row.region.as_deref().map(say::region);
    PlaceView {
        name: row.name.clone(),
        about: [Some(kind), region].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        bands: row.bands.iter().map(|one| band(f, &one.band)).collect(),
    }
}

pub(super) fn band(f: &Frame, band: &Band) -> BandView {
    let sex = match band.sex.as_deref() {
        Some("female") => f.t("places-girls"),
        Some("male") => f.t("places-boys"),
        _ => f.t("places-any"),
    };
    let (from, to) = (band.age_from.to_string(), band.age_to.to_string());
    let age = f.words.with("places-age", &[("from", &from), ("to", &to)]);
    let (places, taken) = (band.places.to_string(), band.taken.to_string());
    let counts = f.words.with("places-counts", &[("taken", &taken), ("places", &places)]);
    let waiting = if band.waiting > 0 {
        format!(" · {}", f.words.count("places-waiting", band.waiting))
    } else {
        String::new()
    };
    BandView {
        id: band.id.to_string(),
        whom: format!("{sex}, {age}"),
        free: f.words.count("places-free", band.free()).into_owned(),
        tone: if band.free() > 0 { "good" } else { "late" },
        places: band.places,
        counts: format!("{counts}{waiting}"),
        changed: say::ago(f.words, band.changed_at, f.now),
    }
}

fn may(state: &WebState, who: &SignedIn, verb: &str) -> bool {
    access::holds_right(&who.session.actor, verb, "place", state.node.now()).allows()
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, None).await
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let band = posted.text("band").parse().map_err(|_| Fault::NOT_FOUND)?;
    let set = match posted.text("places").trim().parse() {
        Ok(places) => {
            let edit = EditPlace { band, places };
            state.node.perform_as(posted.act(&state), &who.session.actor, edit).await.map(|_| ())
        }
        Err(_) => Err(Error::field("places", ProblemCode::NotANumber)),
    };
    match set {
        Ok(()) => Ok(done(&state, "/places", "edit-place")),
        Err(error) => show(&state, &who, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, error: Option<&Error>) -> Answer {
    let places = state.node.perform(&who.session.actor, ListPlaces::default()).await?;
    let f = Frame::of(state, who);
    let refused = error.map(|error| match error {
        Error::Refused(code) => Fault::from(Error::Refused(code)).told(f.words).text,
        _ => problem(&f, Some(error), "places").unwrap_or_default(),
    });
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = PlacesPage {
        rows: places.iter().map(|row| view(&f, row)).collect(),
        may_edit: may(state, who, "edit"),
        may_open: may(state, who, "open"),
        refused,
        f,
    };
    draw_with(status, &page)
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !may(&state, &who, "open") {
        return Err(Error::Denied("no-right").into());
    }
    show_new(&state, &who, &Posted::default(), None)
}

pub(crate) async fn open(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let text = |name: &str| Some(posted.text(name).trim().to_owned()).filter(|text| !text.is_empty());
    let number = |name: &'static str| {
        posted.text(name).trim().parse().map_err(|_| Error::field(name, ProblemCode::NotANumber))
    };
    let band = || -> Result<NewBand, Error> {
        Ok(NewBand {
            sex: text("sex"),
            age_from: number("age_from")?,
            age_to: number("age_to")?,
            places: number("places")?,
        })
    };
    let opened = match band() {
        Ok(band) => {
            let open = OpenPlace {
                name: posted.text("name").to_owned(),
                service_type: posted.text("service_type").to_owned(),
                region: text("region"),
                bands: vec![band],
            };
            state.node.perform_as(posted.act(&state), &who.session.actor, open).await.map(|_| ())
        }
        Err(error) => Err(error),
    };
    match opened {
        Ok(()) => Ok(done(&state, "/places", "open-place")),
        Err(error) => show_new(&state, &who, &posted, Some(&shown(error)?)),
    }
}

fn show_new(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let chosen = posted.text("service_type");
    let kinds = codes::list("service-type").into_iter().flat_map(|list| list.offered());
    let kinds = kinds.map(|code| Choice::new(code.code, code.label(f.words.lang), code.code == chosen));
    let sex = [("", "places-any"), ("female", "places-girls"), ("male", "places-boys")];
    let sex = sex.map(|(code, key)| Choice::new(code, f.t(key), code == posted.text("sex")));
    let number = |name: &str, max: i64| {
        Control::new(
            name,
            f.t(&format!("places-{}", name.replace('_', "-"))),
            Input::Number(0, max, String::new()),
        )
        .required()
    };
    let regions = crate::forms::of_regions(f.words, posted.text("region"));
    let controls = vec![
        Control::new("name", f.t("places-name"), Input::Line(120)).required().hint(f.t("places-name.hint")),
        Control::new("service_type", f.t("places-service-type"), Input::Select(kinds.collect())).required(),
        Control::new("region", f.t("places-region"), Input::Groups(regions)),
        Control::new("sex", f.t("places-sex"), Input::Radios(sex.to_vec())),
        number("age_from", 25),
        number("age_to", 25),
        number("places", 10_000),
    ];
    let controls = controls.into_iter().map(|control| {
        let (value, wrong) = (posted.text(&control.name).to_owned(), problem(&f, error, &control.name));
        control.value(value).problem(wrong)
    });
    let controls = controls.collect();
    let mut page = ActPage::new(f, "open-place", "/places/new", "/places", controls).refused(error);
    page.lead = vec![page.f.t("places-new-lead").into_owned()];
    page.answer()
}
