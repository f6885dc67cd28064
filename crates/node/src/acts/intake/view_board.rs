//! `view-board`: everything that came in and is not yet decided, on one page: by state, the most urgent and oldest first, with
//! clocks, quality, and reports that may tell of the same thing.

use std::collections::HashMap;

use linkage::reports::{ReportText, alike};
use model::field::DataGroup;
use model::kinds::Report;
use model::{Id, Kind, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::list::{self, Envelope, ListQuery, Sort};
use crate::store::{MatterClock, ShownRecord, clocks, fields, report_merge, who};

/// Reports in one column at most.
const MOST: i64 = 100;

/// Looks at the board.
pub struct ViewBoard;

/// One report on the board.
#[derive(Debug, Clone)]
pub struct BoardCard {
    /// The envelope.
    pub envelope: Envelope,
    /// Channel, danger, type of call: codes alone.
    pub channel: String,
    /// `true`, `false` or `unknown`.
    pub danger: String,
    /// Type of the call, if it was one.
    pub call_type: String,
    /// Outcome, once triaged.
    pub outcome: String,
    /// How many of the four things that let somebody act are there.
    pub quality: Option<u8>,
    /// Its clocks.
    pub clocks: Vec<MatterClock>,
    /// Title of the custodian post.
    pub custodian: String,
    /// Reports that may tell of the same thing: id, number, score in percent.
    pub alike: Vec<(Id, String, u8)>,
    /// Numbers of reports that were merged into it.
    pub merged: Vec<String>,
}

/// The reports in one state.
#[derive(Debug, Clone)]
pub struct BoardColumn {
    /// The state.
    pub state: &'static str,
    /// The reports, most urgent and oldest first.
    pub cards: Vec<BoardCard>,
    /// How many there are in all.
    pub total: i64,
}

/// The board.
#[derive(Debug, Clone)]
pub struct Board {
    /// Received, acknowledged, triaged.
    pub columns: Vec<BoardColumn>,
}

#[async_trait::async_trait]
impl Act for ViewBoard {
    type Facts = Timestamp;
    type Output = Board;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-board"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "triage", "report", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Board> {
        let (mut columns, mut texts, mut known) = (Vec::new(), Vec::new(), Vec::new());
        for state in ["received", "acknowledged", "triaged"] {
            let query = ListQuery {
                filters: [("state".to_owned(), state.to_owned())].into(),
                sort: Sort::Oldest,
                limit: MOST,
                ..ListQuery::default()
            };
            let actor = permit.actor();
            let total = list::count(tx, Report::META, "triage", actor, &query, i64::MAX - 1).await?;
            let rows = list::rows(tx, Report::META, "triage", actor, &query).await?;
            let envelopes = rows.into_iter().map(|row| Ok(permit.reveal(row)?.into_inner().envelope));
            let envelopes = envelopes.collect::<Result<Vec<_>>>()?;
            let mut cards = Vec::with_capacity(envelopes.len());
            for (card, text) in cards_of(permit, tx, envelopes).await? {
                if state != "triaged" {
                    known.push((card.envelope.id, card.envelope.code.clone()));
                    texts.push(text);
                }
                cards.push(card);
            }
            cards.sort_by_key(|card| {
                let urgent = card.envelope.priority != "urgent";
                (urgent, card.envelope.opened_at, card.envelope.id)
            });
            columns.push(BoardColumn { state, cards, total });
        }
        for pair in alike(&texts) {
            let (Some(a), Some(b)) = (known.get(pair.a), known.get(pair.b)) else { continue };
            mark(&mut columns, a.0, b, pair.score);
            mark(&mut columns, b.0, a, pair.score);
        }
        tx.trace.kind = Some("report");
        let shown = columns.iter().flat_map(|column| &column.cards);
        tx.trace.listed = shown.map(|card| card.envelope.id).collect();
        Ok(Board { columns })
    }
}

fn mark(columns: &mut [BoardColumn], card: Id, other: &(Id, String), score: f64) {
    let cards = columns.iter_mut().flat_map(|column| &mut column.cards);
    for card in cards.filter(|known| known.envelope.id == card) {
        // A score of 0 to 1.
        card.alike.push((other.0, other.1.clone(), (score * 100.0) as u8));
    }
}

/// The cards of one column, read together.
async fn cards_of(
    permit: &Permit<'_, ViewBoard>,
    tx: &mut Tx,
    envelopes: Vec<Envelope>,
) -> Result<Vec<(BoardCard, ReportText)>> {
    let ids: Vec<Id> = envelopes.iter().map(|envelope| envelope.id).collect();
    let facts = access::load::matters(tx, &ids).await?;
    let keys: Vec<(Id, Id)> = facts.iter().map(|facts| (facts.id, facts.key)).collect();
    let mut records = fields::load_all(tx, Report::META, &keys).await?;
    let mut clocks = clocks::of_all(tx, &ids).await?;
    let mut merged = report_merge::into_all(tx, &ids).await?;
    let posts: HashMap<Id, Id> = facts.iter().map(|facts| (facts.id, facts.custodian)).collect();
    let custodians: Vec<Id> = posts.values().copied().collect();
    let titles = who::titles(tx, &custodians, permit.actor().lang()).await?;
    let mut cards = Vec::with_capacity(envelopes.len());
    for envelope in envelopes {
        let id = envelope.id;
        // What another transaction has just taken away is not drawn.
        let Some(record) = records.remove(&id) else { continue };
        let record = permit.reveal(record)?;
        let text = ReportText {
            text: told(&record),
            region: envelope.region.clone(),
            received: envelope.opened_at.millis(),
        };
        let whole = Report::QUALITY_FIELDS.iter().all(|name| !record.hides(name));
        let custodian = posts.get(&id).and_then(|post| titles.get(post));
        let card = BoardCard {
            channel: record.text("channel"),
            danger: record.text("imminent_danger"),
            call_type: record.text("call_type"),
            outcome: record.text("triage_outcome"),
            quality: whole.then(|| Report::quality(&record.to_record())),
            clocks: clocks.remove(&id).unwrap_or_default(),
            custodian: custodian.cloned().unwrap_or_default(),
            alike: Vec::new(),
            merged: merged.remove(&id).unwrap_or_default(),
            envelope,
        };
        cards.push((card, text));
    }
    Ok(cards)
}

/// What the reader may see of what was told.
fn told(record: &ShownRecord) -> String {
    let shown = record.fields().filter(|(field, _)| {
        field.group != DataGroup::Record
            && ["narrative", "children", "places", "suspects"].contains(&field.name)
    });
    shown.map(|(_, shown)| shown.to_text()).collect::<Vec<_>>().join(" ")
}
