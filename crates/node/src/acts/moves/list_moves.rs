//! `list-moves`: what my posts have sent and what they were sent, with the clocks; no name and no narrative.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::scope::Builder;

/// Lists the moves of the posts that one holds: open ones first, then the newest.
pub struct ListMoves;

/// Most rows of one list.
const MOST: i64 = 200;

/// Moves, sent and received.
#[derive(Debug, Serialize)]
pub struct Moves {
    /// Offered by my posts, or of matters that are in their custody now.
    pub sent: Vec<MoveRow>,
    /// Offered to my posts. What has ended stays in the list without a way to the case.
    pub received: Vec<MoveRow>,
}

/// One move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoveRow {
    /// The move.
    pub id: Id,
    /// `assignment`, `referral`, `transfer`, `transfer-request`.
    pub kind: String,
    /// Its number.
    pub code: String,
    /// Code of list `transition-status`.
    pub state: String,
    /// `urgent` or `normal`.
    pub priority: String,
    /// The matter that is moved, with its kind and number; nothing for a receiver whose access has ended.
    pub matter: Option<MatterName>,
    /// Title of the post that offered it, with its organisation.
    pub from: String,
    /// Title of the post that answers, with its organisation.
    pub to: String,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// By when it is to be answered.
    pub respond_by: Timestamp,
    /// When it was answered.
    pub responded_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When the posts above were told that nobody answers.
    pub escalated_at: Option<Timestamp>,
    /// Code of list `share-basis`.
    pub basis: String,
    /// Of a referral: code of list `referral-outcome`.
    pub outcome: Option<String>,
    /// Whether it was received, and is the reader's to answer.
    pub mine: bool,
}

/// A matter by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatterName {
    /// Id.
    pub id: Id,
    /// Kind.
    pub kind: String,
    /// Number.
    pub code: String,
}

#[async_trait::async_trait]
impl Act for ListMoves {
    type Facts = Timestamp;
    type Output = Moves;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-moves"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        let lists = |kind: &&str| access::holds_right(actor, "list", kind, *now);
        let held = model::kinds::MOVES.iter().map(lists).find(Decision::allows);
        held.unwrap_or(Decision::Deny("no-right"))
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Moves> {
        let actor = permit.actor();
        let posts: Vec<Id> = actor.holdings_at(tx.now).map(|holding| holding.post).collect();
        let english = actor.lang() == model::Lang::En;
        let mut sent = select(english);
        sent.text(" where (o.from_post in (");
        among(&mut sent, &posts);
        sent.text(") or (m.kind <> 'transfer-request' and r.custodian_post in (");
        among(&mut sent, &posts);
        // Of a case that was taken over, what was offered before is its former owner's.
        sent.text(") and o.from_organisation = r.organisation_id))");
        let mut received = select(english);
        received.text(" where ((m.kind <> 'transfer-request' and o.to_post in (");
        among(&mut received, &posts);
        received.text(")) or (m.kind = 'transfer-request' and r.custodian_post in (");
        among(&mut received, &posts);
        received.text(")))");
        let moves = Moves { sent: read(tx, sent, false).await?, received: read(tx, received, true).await? };
        tx.trace.kind = Some("referral");
        let mut listed: Vec<Id> = moves.sent.iter().chain(&moves.received).map(|row| row.id).collect();
        listed.sort_unstable();
        listed.dedup();
        tx.trace.listed = listed;
        Ok(moves)
    }
}

fn select(english: bool) -> Builder {
    let mut builder = Builder::new(
        "select o.id, m.kind, m.code, m.state, m.priority, r.id, r.kind, r.code, o.offered_at, o.respond_by,
           o.responded_at, o.ended_at, o.escalated_at, o.basis, k.outcome, fo.name, ro.name, ",
    );
    builder.text(if english { "fp.title_en, rp.title_en" } else { "fp.title_id, rp.title_id" }).text(
        ", o.from_organisation, r.organisation_id from offer o join matter m on m.id = o.id join matter r on r.id = o.matter_id
           join post fp on fp.id = o.from_post join organisation fo on fo.id = o.from_organisation
           join post rp on rp.id = o.to_post join organisation ro on ro.id = o.to_organisation
           left join k_referral k on k.id = o.id",
    );
    builder
}

fn among(builder: &mut Builder, posts: &[Id]) {
    builder.text("''");
    for post in posts {
        builder.text(", ").value(*post);
    }
}

async fn read(tx: &mut Tx, mut builder: Builder, received: bool) -> Result<Vec<MoveRow>> {
    builder.text(" order by case when o.ended_at is null then 0 else 1 end,");
    builder.text(" case when o.ended_at is null then o.respond_by else -o.ended_at end, o.id desc limit ");
    builder.value(MOST);
    let rows = tx.rows(builder.sql, &builder.params).await?;
    rows.iter()
        .map(|row| {
            let (kind, ended_at) = (row.text(1)?, row.time_opt(11)?);
            let name = MatterName { id: row.id(5)?, kind: row.text(6)?, code: row.text(7)? };
            // Somebody else's case is shown only as long as the move opens it, one's own as long as it is one's own.
            let own = row.id(19)? == row.id(20)?;
            let shown = ended_at.is_none() || (!received && own);
            Ok(MoveRow {
                id: row.id(0)?,
                code: row.text(2)?,
                state: row.text(3)?,
                priority: row.text(4)?,
                matter: shown.then_some(name),
                from: format!("{}, {}", row.text(17)?, row.text(15)?),
                to: format!("{}, {}", row.text(18)?, row.text(16)?),
                offered_at: row.time(8)?,
                respond_by: row.time(9)?,
                responded_at: row.time_opt(10)?,
                ended_at,
                escalated_at: row.time_opt(12)?,
                basis: row.text(13)?,
                outcome: row.text_opt(14)?,
                mine: received,
                kind,
            })
        })
        .collect()
}
