//! `/money`: what was promised, given and spent, layer by layer; who paid whom; what was sent and never arrived.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use model::{Kind, kinds};
use node::access;
use node::acts::money::{Money, ViewMoney};
use statistics::money::{Amount, Layer, Layers};
use statistics::output::{FlowWords, flows};

use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "money/books.html")]
struct BooksPage {
    f: Frame,
    layers: Vec<String>,
    total: Vec<String>,
    programmes: Vec<Row>,
    choices: Vec<(String, String, bool)>,
    drawing: String,
    caption: String,
    links: Vec<(String, String, String, String)>,
    lost: Vec<(String, String, String, String)>,
    cut: bool,
    may_open: bool,
    may_import: bool,
}

/// A programme with an amount for each layer.
struct Row {
    href: String,
    title: String,
    code: String,
    state: Badge,
    sums: Vec<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let layer = query(&uri, "layer").and_then(|code| Layer::from_code(&code)).unwrap_or(Layer::Disbursed);
    let found = state.node.perform(&who.session.actor, ViewMoney { layer }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let may =
        |verb: &str| access::holds_right(&who.session.actor, verb, "programme", state.node.now()).allows();
    let name = |layer: Layer| w.t(&format!("money-{}", layer.code())).into_owned();
    let caption = w.with("money-flow-caption", &[("layer", &name(layer))]).into_owned();
    let unknown = w.t("money-unknown").into_owned();
    let say = |amount: Amount| rupiah(w, amount);
    let words = FlowWords { title: &caption, unknown: &unknown, others: &w.t("money-others"), amount: &say };
    let drawing = if found.flows.is_empty() { String::new() } else { flows(&found.flows, &words) };
    let named = |name: &str| if name.is_empty() { unknown.clone() } else { name.to_owned() };
    let page = BooksPage {
        layers: Layer::ALL.into_iter().map(name).collect(),
        total: sums(w, &found.layers),
        programmes: rows(&f, &found),
        choices: Layer::ALL
            .into_iter()
            .map(|one| (name(one), f.url(&format!("/money?layer={}#flows", one.code())), one == layer))
            .collect(),
        links: found
            .flows
            .iter()
            .map(|link| {
                let entries = i64::try_from(link.entries).unwrap_or(i64::MAX);
                (named(&link.from), named(&link.to), rupiah(w, link.amount), say::grouped(w, entries))
            })
            .collect(),
        lost: found
            .unmatched
            .iter()
            .map(|one| {
                let sum = money(w, &one.entry.currency, one.entry.amount);
                (f.url(&format!("/transaction/{}", one.id)), one.code.clone(), sum, named(&one.entry.to))
            })
            .collect(),
        cut: found.cut,
        may_open: may("open"),
        may_import: may("import"),
        drawing,
        caption,
        f,
    };
    draw(&page)
}

fn rows(f: &Frame, found: &Money) -> Vec<Row> {
    let w = f.words;
    let row = |one: &node::acts::money::ProgrammeMoney| Row {
        href: f.url(&format!("/programme/{}", one.id)),
        title: one.title.clone(),
        code: one.code.clone(),
        state: say::state(w, kinds::Programme::META, &one.state, &one.phase),
        sums: sums(w, &one.layers),
    };
    found.programmes.iter().map(row).collect()
}

/// One cell for each layer; a currency without a rate of its day stands apart.
fn sums(w: Words, layers: &Layers) -> Vec<String> {
    let cell = |layer| {
        let Some(sum) = layers.of(layer) else { return "–".to_owned() };
        let own = (sum.total != Amount::default() || sum.apart.is_empty()).then(|| rupiah(w, sum.total));
        let apart = sum.apart.iter().map(|(currency, amount)| money(w, currency, *amount));
        own.into_iter().chain(apart).collect::<Vec<_>>().join(" + ")
    };
    Layer::ALL.into_iter().map(cell).collect()
}

pub(crate) fn rupiah(w: Words, amount: Amount) -> String {
    format!("Rp\u{a0}{}", say::grouped(w, i64::try_from(amount.rounded()).unwrap_or(i64::MAX)))
}

pub(crate) fn money(w: Words, currency: &str, amount: Amount) -> String {
    if currency == Money::OWN {
        return rupiah(w, amount);
    }
    format!("{currency}\u{a0}{}", say::grouped(w, i64::try_from(amount.rounded()).unwrap_or(i64::MAX)))
}
