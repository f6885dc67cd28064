//! `view-money`: what was promised, given and spent for the programmes that somebody answers for, layer by layer, and what was sent
//! and never arrived.

use model::kinds::Programme;
use model::{Id, Kind, Timestamp, kinds};
use statistics::money::{Entry, Layer, Layers, Link, Rates, links, unmatched};

use super::books;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::fields;
use crate::store::scope::{self, Builder, Reach};

/// Looks at the money.
#[derive(Debug, Clone, Copy)]
pub struct ViewMoney {
    /// The layer whose flows are wanted.
    pub layer: Layer,
}

/// The money of all programmes that the actor may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Money {
    /// By programme, by name.
    pub programmes: Vec<ProgrammeMoney>,
    /// All together, still layer by layer.
    pub layers: Layers,
    /// From whom to whom, in one layer and in rupiah.
    pub flows: Vec<Link>,
    /// Sent, and in nobody's books here as arrived.
    pub unmatched: Vec<Lost>,
    /// Whether there were more programmes than were looked at.
    pub cut: bool,
}

/// The money of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeMoney {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// Title.
    pub title: String,
    /// State.
    pub state: String,
    /// Phase.
    pub phase: String,
    /// Layer by layer.
    pub layers: Layers,
}

/// A disbursement that nobody received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The transaction.
    pub id: Id,
    /// Its readable number.
    pub code: String,
    /// What it says.
    pub entry: Entry,
}

impl Money {
    /// Programmes that are looked at.
    pub const MOST: i64 = 200;
    /// The currency of the country, in which layers are summed.
    pub const OWN: &'static str = "IDR";
}

#[async_trait::async_trait]
impl Act for ViewMoney {
    type Facts = Timestamp;
    type Output = Money;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-money"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "programme", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Money> {
        let mut money = Money::default();
        let (mut entries, mut whose) = (Vec::new(), Vec::new());
        let ids = programmes(tx, permit.actor()).await?;
        money.cut = i64::try_from(ids.len()).is_ok_and(|found| found > Money::MOST);
        for id in ids.into_iter().take(usize::try_from(Money::MOST).unwrap_or(usize::MAX)) {
            let facts = access::load::matter(tx, id, false).await?;
            let record = permit.reveal(fields::load(tx, Programme::META, id, facts.key).await?)?;
            let activity = books::said(&record, "iati_identifier").unwrap_or_else(|| facts.code.clone());
            let mut layers = Layers::default();
            for (part, code, kind, state) in parts(tx, id).await? {
                let Some(meta) = kinds::by_slug(&kind) else { continue };
                let record = permit.reveal(fields::load(tx, meta, part, facts.key).await?)?;
                let entry = books::entry(&activity, &kind, &record).filter(|_| state != "withdrawn");
                let Some(entry) = entry else { continue };
                count(&mut layers, &entry);
                count(&mut money.layers, &entry);
                if kind == "transaction" {
                    entries.push(entry);
                    whose.push((part, code));
                }
            }
            let title = record.text("title");
            let (state, phase) = (facts.state.clone(), phase(tx, id).await?);
            money.programmes.push(ProgrammeMoney { id, code: facts.code, title, state, phase, layers });
        }
        money.flows = links(&entries, permit.act().layer, Money::OWN);
        for at in unmatched(&entries) {
            if let (Some(entry), Some((id, code))) = (entries.get(at), whose.get(at)) {
                money.unmatched.push(Lost { id: *id, code: code.clone(), entry: entry.clone() });
            }
        }
        money.programmes.sort_by(|a, b| a.title.cmp(&b.title).then_with(|| a.id.cmp(&b.id)));
        tx.trace.kind = Some("programme");
        tx.trace.listed = money.programmes.iter().map(|one| one.id).collect();
        Ok(money)
    }
}

/// Adds an entry to its layer; another currency stands apart, as no rate of its day is known here.
fn count(layers: &mut Layers, entry: &Entry) {
    let converted = Rates::to(Money::OWN, 0).convert(entry.amount, &entry.currency, entry.day);
    layers.add(entry.layer, converted.map(|(sum, _)| sum), (&entry.currency, entry.amount));
}

async fn programmes(tx: &mut Tx, actor: &Actor) -> Result<Vec<Id>> {
    let now = tx.now;
    let mut b = Builder::new(
        "select m.id from matter m join matter r on r.id = m.root_id where m.kind = 'programme'",
    );
    scope::narrow(&mut b, Reach { verb: "list", kind: "programme", parts: false }, actor, now);
    b.text(" order by m.id limit ").value(Money::MOST + 1);
    tx.rows(b.sql, &b.params).await?.iter().map(|row| row.id(0)).collect()
}

/// Id, number, kind and state of what belongs to a programme and is money.
async fn parts(tx: &mut Tx, programme: Id) -> Result<Vec<(Id, String, String, String)>> {
    let rows = tx
        .rows(
            "select id, code, kind, state from matter where root_id = $1
             and kind in ('pledge', 'budget-line', 'transaction') order by id",
            &[programme.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.id(0)?, row.text(1)?, row.text(2)?, row.text(3)?))).collect()
}

async fn phase(tx: &mut Tx, id: Id) -> Result<String> {
    let row = tx.row("select phase from matter where id = $1", &[id.into()]).await?;
    row.map_or_else(|| Ok(String::new()), |row| row.text(0))
}
