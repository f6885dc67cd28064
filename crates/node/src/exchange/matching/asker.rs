//! Whoever asks: after a colleague's yes the tokens are made and sent; whoever may know the child is heard of, and nobody else.

use linkage::recipes::{MOST_TOKENS, RECIPES_VERSION};
use model::{Id, KindMeta, Record, Value, kinds};
use seal::exchange::message::{AskedToken, MatchContact, MatchQuery};
use seal::exchange::{Code, Hash, List, Text};

use super::blind::{self, Item, Made};
use super::{Said, epoch, holder, queue, register};
use crate::access::{MatterFacts, load};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::effects::{Inbound, Judged};
use crate::exchange::{directory, outbox, peers};
use crate::store::matter::{Touch, end_of, touch};
use crate::store::{fields, notification, person};

pub(crate) const META: &KindMeta = <kinds::MatchQuery as model::Kind>::META;

/// The child that a case is about.
async fn child(tx: &mut Tx, case: Id) -> Result<Id> {
    let row = tx.row("select child from k_case where id = $1", &[case.into()]).await?;
    row.map_or(Ok(None), |row| row.id_opt(0))?.ok_or(Error::Refused("match-too-little"))
}

/// Whether a child may be asked about, and enough of it is known.
///
/// # Errors
/// [`Error::Refused`] `match-protected`, `match-too-little`.
pub(crate) async fn may_ask(tx: &mut Tx, case: Id) -> Result<()> {
    let child = child(tx, case).await?;
    if person::facts(tx, child, false).await?.protected {
        return Err(Error::Refused("match-protected"));
    }
    if register::subject(tx, child).await?.tokens().is_empty() {
        return Err(Error::Refused("match-too-little"));
    }
    Ok(())
}

/// A colleague approved: the guardians are asked.
pub(crate) async fn approved(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let directory = directory::required(tx).await?;
    let epoch = epoch::at(&directory, tx.now.millis()).ok_or(Error::Refused("no-guardians"))?;
    let case: Id = record.read(META, "concerns").ok_or(Error::Refused("match-too-little"))?;
    may_ask(tx, case).await?;
    let child = child(tx, case).await?;
    let tokens = register::subject(tx, child).await?.tokens();
    let item = Item { subject: facts.id, key: facts.key, tokens };
    blind::ask(tx, facts.organisation, &epoch, Some(facts.id), &[item]).await.map(drop)
}

/// The tokens are whole: each holder is asked by itself, so that none learns of the others.
pub(super) async fn send(tx: &mut Tx, query: Id, epoch: &str, made: &[Made]) -> Result<()> {
    let facts = load::matter(tx, query, true).await?;
    let tokens = made.iter().flat_map(|one| &one.tokens);
    let tokens = tokens.map(|(recipe, token)| AskedToken { recipe: *recipe, token: Hash(token.to_bytes()) });
    let tokens = filled(tx, tokens.collect());
    let ask = message(tx, &facts, epoch, tokens).await?;
    if facts.state != "approved" {
        return Ok(());
    }
    let own = peers::member_id(tx, facts.organisation).await?;
    let rows = tx
        .rows(
            "select organisation_id from match_asked where query_id = $1 order by organisation_id",
            &[query.into()],
        )
        .await?;
    for row in &rows {
        let to = row.id(0)?;
        if peers::member_of(tx, to).await?.is_none() {
            holder::keep(tx, to, &own, &ask, None).await?;
            continue;
        }
        let said = Said {
            organisation: facts.organisation,
            post: facts.custodian,
            to,
            message: ask.clone().into(),
            until: ask.answer_by,
            matter: Some(query),
            answers: None,
        };
        match queue(tx, said).await {
            // Whoever has left the network meanwhile is not asked.
            Err(error) if super::waits(&error) => {}
            sent => drop(sent?),
        }
    }
    let state = Some(("asked", model::Phase::Open.code()));
    touch(tx, &facts, Touch { state, ..Touch::default() }).await
}

/// Random tokens of no recipe after those that mean something, so that a length does not tell how much is known of a child.
fn filled(tx: &mut Tx, mut tokens: Vec<AskedToken>) -> Vec<AskedToken> {
    while tokens.len() < MOST_TOKENS {
        let mut random = [0; 32];
        tx.entropy.fill(&mut random);
        tokens.push(AskedToken { recipe: NO_RECIPE, token: Hash(random) });
    }
    tokens
}

async fn message(
    tx: &mut Tx,
    facts: &MatterFacts,
    epoch: &str,
    tokens: Vec<AskedToken>,
) -> Result<MatchQuery> {
    let row = tx
        .row(
            "select m.code, k.purpose, k.legal_basis, k.needed_by from matter m join k_match_query k on k.id = m.id
             where m.id = $1",
            &[facts.id.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let code = |text: &str| Code::try_from(text).map_err(|_| Error::Refused("exchange-text-refused"));
    let by: model::Date = row.text(3)?.parse().map_err(|_| Error::Sealed)?;
    Ok(MatchQuery {
        query_id: outbox::uuid(facts.id)?,
        reference: Text::try_from(row.text(0)?).map_err(|_| Error::Refused("exchange-text-refused"))?,
        epoch: code(epoch)?,
        recipes: RECIPES_VERSION,
        purpose: code(&row.text(1)?)?,
        legal_basis: code(&row.text(2)?)?,
        answer_by: end_of(by).millis(),
        tokens: List::try_from(tokens).map_err(|_| Error::Refused("too-much-at-once"))?,
    })
}

/// A holder on another node wishes to be asked.
pub(crate) async fn came(tx: &mut Tx, inbound: &Inbound<'_>, said: &MatchContact) -> Result<Judged> {
    let (from, name) = (&inbound.payload.from, inbound.sender(tx).await?);
    let query = said.query_id.parse().ok();
    if let Some(query) = query {
        contacted(tx, (query, inbound.own.organisation), (from.as_str(), name)).await?;
    }
    // It is heard with the same receipt, whether somebody still waits for it or not.
    Ok(Ok(None))
}

/// Notes that a holder wishes to be asked, if it was asked and the question is open.
pub(super) async fn contacted(
    tx: &mut Tx,
    (query, organisation): (Id, Id),
    (member, name): (&str, String),
) -> Result<()> {
    let now = tx.now;
    let new = tx
        .run(
            "update match_asked set contacted_at = $3 where query_id = $1 and member_id = $2 and contacted_at is null
               and query_id in (select id from matter where organisation_id = $4 and kind = 'match-query')",
            &[query.into(), member.into(), now.into(), organisation.into()],
        )
        .await?;
    if new == 0 {
        return Ok(());
    }
    let facts = load::matter(tx, query, true).await?;
    if !matches!(facts.state.as_str(), "asked" | "contacted") {
        return Ok(());
    }
    let record = fields::load(tx, META, query, facts.key).await?.into_inner().reveal_all()?.to_record();
    let before = record.text(META, "contacts").to_owned();
    let mut record = record;
    let all = if before.is_empty() { name } else { format!("{before}\n{name}") };
    record.set(META, "contacts", Value::from(all));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, query, &key, &record, &["contacts"]).await?;
    let state = Some(("contacted", model::Phase::Open.code()));
    touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
    notification::tell(tx, facts.custodian, "match-contacted", Some(query)).await
}

/// Number of a token that no holder looks up.
const NO_RECIPE: u8 = 99;

const LATE: &str =
    "select id from matter where kind = 'match-query' and state in ('proposed', 'approved', 'asked')
       and due_at <= $1 order by id limit $2";

/// Whether the time of a question is over.
pub(super) async fn late(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    Ok(tx.row(LATE, &[now.into(), 1.into()]).await?.is_some())
}

/// Ends questions whose time is over; answers how many.
pub(super) async fn end(tx: &mut Tx, limit: i64) -> Result<usize> {
    let now = tx.now;
    let rows = tx.rows(LATE, &[now.into(), limit.into()]).await?;
    for row in &rows {
        let facts = load::matter(tx, row.id(0)?, true).await?;
        let state = Some(("ended", model::Phase::Closed.code()));
        touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
    }
    Ok(rows.len())
}
