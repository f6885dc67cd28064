//! Pages of the research desk: the researcher's own, and the ledger of whoever answers for the data.

pub(crate) mod ask;
pub(crate) mod desk;
pub(crate) mod ledger;
pub(crate) mod table;

use node::acts::research::{Seat, Told};
use node::research::{Asked, Precision};

use crate::counting::category;
use crate::frame::Frame;
use crate::i18n::Words;
use crate::say;

/// Where a seat is now, in words.
fn state(w: Words, seat: &Seat) -> say::Badge {
    let meta = <model::kinds::DataRequest as model::Kind>::META;
    let phase = meta.lifecycle.state(&seat.state).map_or("open", |state| state.phase.code());
    say::state(w, meta, &seat.state, phase)
}

/// Something that was told, in a list.
pub(crate) struct Line {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) identity: String,
    pub(crate) about: String,
}

fn day(w: Words, text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |day| say::date(w, day))
}

fn variables(w: Words, codes: &[String]) -> String {
    codes.iter().map(|code| w.code("research-variable", code).to_owned()).collect::<Vec<_>>().join(", ")
}

/// A share of a whole in percent, rounded down: what is left is never said to be more than it is.
fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 { "0".to_owned() } else { (part.max(0) * 100 / whole).to_string() }
}

fn line(f: &Frame, seat: &Seat, told: &Told) -> Line {
    let w = f.words;
    let asked: Option<Asked> = told.asked();
    let (title, what, path) = match &asked {
        Some(asked) => (variables(w, &asked.by), precision(w, asked.precision), "table"),
        None => (w.t("research-records").into_owned(), say::grouped(w, told.records), "records"),
    };
    Line {
        href: f.url(&format!("/research/{}/{path}/{}", seat.request, told.id)),
        title,
        identity: told.identity.clone(),
        about: format!("{what} · {}", say::time(w, told.at)),
    }
}

fn precision(w: Words, precision: Precision) -> String {
    let n = precision.deviation().to_string();
    match precision {
        Precision::Coarse => w.with("research-coarse", &[("n", &n)]).into_owned(),
        Precision::Fine => w.with("research-fine", &[("n", &n)]).into_owned(),
    }
}

/// A value of a variable in words.
fn value(w: Words, variable: &str, code: &str) -> String {
    match variable {
        "year" => code.to_owned(),
        _ => category(w, variable, code),
    }
}
