//! A brief as PDF, for whoever must hand out paper: the same words in the same order, with bars of its numbers. Made without a browser.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::pdf_out::{Bar, Block, write_pdf};
use model::Timestamp;
use node::acts::monitoring::ReadBrief;
use node::monitoring::{BriefNumber, BriefText};

use super::words::{area, number, period};
use crate::casework::OnePath;
use crate::error::{Answer, Fault};
use crate::i18n::Words;
use crate::say;
use crate::session::{Anyone, SignedIn};
use crate::state::WebState;

/// What stands above a brief beside its words.
struct Above {
    code: String,
    /// What was wrong with it.
    correction: String,
    withdrawn: bool,
    locked: Option<Timestamp>,
}

/// As whoever works on it reads it.
pub(crate) async fn read(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let w = who.words();
    let found = state.node.perform(&who.session.actor, ReadBrief { id, lang: w.lang }).await?;
    let locked = found.locked_at.map(Timestamp::from_millis);
    let above = Above { code: found.code, correction: found.correction, withdrawn: false, locked };
    Ok(file(w, &above, &found.text))
}

/// As it was published.
pub(crate) async fn public(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    OnePath(id): OnePath,
) -> Answer {
    let w = visitor.words;
    let found = state.node.public_brief(w.lang, id).await?;
    // Of a brief that was withdrawn the page keeps title and reason; there is nothing to hand out.
    let text = found.text.filter(|_| !found.withdrawn).ok_or(Fault::NOT_FOUND)?;
    let locked = Some(found.locked_at);
    let above = Above { code: found.code, correction: found.correction, withdrawn: false, locked };
    Ok(file(w, &above, &text))
}

fn file(w: Words, above: &Above, text: &BriefText) -> axum::response::Response {
    let bytes = write_pdf(w.lang.code(), &text.title, &above.code, &blocks(w, above, text));
    let name = format!("attachment; filename=\"{}-{}.pdf\"", above.code, w.lang.code());
    ([(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response()
}

fn blocks(w: Words, above: &Above, text: &BriefText) -> Vec<Block> {
    let mut blocks = vec![Block::Title(text.title.clone())];
    if !above.correction.is_empty() {
        let said = w.t(if above.withdrawn { "brief-withdrawn" } else { "brief-corrected" });
        blocks.push(Block::Notice(format!("{said}. {}", above.correction)));
    }
    let of = above.locked.map(|at| format!(" · {} {}", w.t("brief-numbers-of"), say::time(w, at)));
    blocks.push(Block::Small(format!("{}{}", text.audience, of.unwrap_or_default())));
    for paragraph in &text.paragraphs {
        if !paragraph.heading.is_empty() {
            blocks.push(Block::Heading(paragraph.heading.clone()));
        }
        blocks.push(Block::Text(paragraph.body.clone()));
    }
    if !text.asks.is_empty() {
        blocks.push(Block::Heading(w.t("brief-asks").into_owned()));
    }
    for (at, ask) in text.asks.iter().enumerate() {
        blocks.push(Block::Strong(format!("{}. {}", at + 1, ask.sentence)));
        let gap = match ask.gap.as_str() {
            "" => String::new(),
            gap => format!(" · {} {gap}", w.t("kind-legal-gap")),
        };
        blocks.push(Block::Small(format!("{} · {}{gap}", ask.ministry, ask.budget_line)));
    }
    if !text.numbers.is_empty() {
        blocks.push(Block::Heading(w.t("brief-numbers").into_owned()));
        blocks.extend(charts(w, &text.numbers).into_iter().map(|(name, bars)| Block::Bars(name, bars)));
    }
    for one in &text.numbers {
        let counted = w.code("counted-entity", &one.counted_entity);
        let day = say::date(w, Timestamp::from_millis(one.observed_at).date(Default::default()));
        let value = number(w, &one.unit, one.shown);
        blocks.push(Block::Text(format!("{}: {value}", one.name)));
        let about = format!("{} · {} · {counted}", area(&one.area), period(w, &one.period));
        blocks.push(Block::Small(format!("{about} · {} · {day}. {}", one.source, one.caveat)));
    }
    if !text.citation.is_empty() {
        blocks.push(Block::Small(text.citation.clone()));
    }
    blocks
}

/// An indicator of which a brief names more than one number, with a bar for each.
pub(super) type Chart = (String, Vec<Bar>);

/// Places and periods of an indicator side by side.
pub(super) fn charts(w: Words, numbers: &[BriefNumber]) -> Vec<Chart> {
    let mut names: Vec<(&str, &str)> = Vec::new();
    for one in numbers {
        if !names.contains(&(one.name.as_str(), one.unit.as_str())) {
            names.push((&one.name, &one.unit));
        }
    }
    let of = |(name, unit): (&str, &str)| -> Vec<&BriefNumber> {
        let mut mine: Vec<_> = numbers.iter().filter(|one| one.name == name && one.unit == unit).collect();
        mine.sort_by(|a, b| (&a.area, &a.period).cmp(&(&b.area, &b.period)));
        mine
    };
    let drawn = names.into_iter().filter(|name| of(*name).len() > 1);
    drawn.map(|name| (name.0.to_owned(), bars(w, &of(name)))).collect()
}

/// A chart of a page: what it shows and, for each bar, its label, its length of 320 and the number in words.
pub(super) type DrawnChart = (String, Vec<(String, String, String)>);

/// The same for a page: what, how long of 320, and the number in words.
pub(super) fn drawn(w: Words, numbers: &[BriefNumber]) -> Vec<DrawnChart> {
    let long = |bar: &Bar| bar.share.map_or_else(|| "0".to_owned(), |share| format!("{:.1}", share * 320.0));
    let row = |bar: Bar| (bar.label.clone(), long(&bar), bar.said);
    charts(w, numbers).into_iter().map(|(name, bars)| (name, bars.into_iter().map(row).collect())).collect()
}

fn bars(w: Words, numbers: &[&BriefNumber]) -> Vec<Bar> {
    let most = numbers.iter().filter_map(|one| one.shown).fold(0.0_f64, f64::max);
    let bar = |one: &&BriefNumber| {
        // A share of a drawing needs no more places than a screen has.
        #[allow(clippy::cast_possible_truncation, reason = "between 0 and 1")]
        let share = one.shown.filter(|_| most > 0.0).map(|shown| (shown / most).max(0.0) as f32);
        Bar {
            label: format!("{}, {}", area(&one.area), period(w, &one.period)),
            share,
            said: number(w, &one.unit, one.shown),
        }
    };
    numbers.iter().map(bar).collect()
}
