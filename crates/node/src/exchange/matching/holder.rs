//! Whoever is asked: the question is stored at once and looked up later by the clock, so that nobody can tell from a receipt whether
//! anything was found; what is found waits for the person who has the child's case.

use linkage::recipes::{Evidence, RECIPES_VERSION, Recipe, Recipes};
use model::time::{DAY, Zone};
use model::{Id, Kind, KindMeta, Record, Timestamp, Value, kinds};
use seal::Place;
use seal::exchange::message::{AskedToken, MatchContact, MatchQuery};
use seal::exchange::{MemberId, Uuid};
use seal::matching::{MatchToken, shown_from};

use super::register::{self, Register};
use super::{Said, WINDOW, asker, epoch, organisation_of, post_of, queue};
use crate::access::{MatterFacts, load};
use crate::acts::open_for_node;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::effects::{Inbound, Judged};
use crate::exchange::outbox::{self, InThread};
use crate::exchange::{directory, keys, peers};
use crate::keys::open_text;
use crate::store::matter::{Touch, touch};
use crate::store::{notification, person};

const META: &KindMeta = <kinds::MatchHit as Kind>::META;

/// Tokens that more people bear bring nobody in (as measured, docs/MEASUREMENTS.md).
const MOST_BEARERS: usize = 300;
/// Children shown for one question at most.
const MOST_SHOWN: usize = 3;
/// The longest that a question may wait.
const LONGEST: i64 = 92 * DAY;

fn place(row: &str) -> Place<'_> {
    Place { table: "match_question", row, column: "tokens" }
}

/// A question came from another node.
pub(crate) async fn came(tx: &mut Tx, inbound: &Inbound<'_>, ask: &MatchQuery) -> Result<Judged> {
    let sent = InThread { eid: inbound.eid, thread: inbound.payload.thread.clone() };
    keep(tx, inbound.own.organisation, &inbound.payload.from, ask, Some(&sent)).await?;
    Ok(Ok(None))
}

/// Stores a question. What this node cannot look up (another epoch, other recipes) is heard and comes to nothing, like any other.
pub(super) async fn keep(
    tx: &mut Tx,
    organisation: Id,
    from: &MemberId,
    ask: &MatchQuery,
    sent: Option<&InThread>,
) -> Result<()> {
    let now = tx.now.millis();
    let epoch = epoch::named(&*directory::required(tx).await?, &ask.epoch);
    let known = ask.recipes == RECIPES_VERSION && ask.answer_by > now && !ask.tokens.is_empty();
    let Some(epoch) = epoch.filter(|epoch| known && now < epoch.until) else { return Ok(()) };
    let id = tx.new_id();
    let tokens = serde_json::to_string(&*ask.tokens).map_err(|_| Error::Storage("tokens".into()))?;
    let key = tx.member_key(organisation).await?.subkey("matching");
    let sealed = tx.seal(&key, place(&id.to_string()), &tokens);
    let (eid, thread) = sent.map(|sent| (sent.eid.to_string(), (*sent.thread).to_owned())).unzip();
    tx.run(
        "insert into match_question (id, organisation_id, from_member, query_id, reference, epoch, purpose, legal_basis,
           answer_by, tokens, eid, thread_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (organisation_id, from_member, query_id) do nothing",
        &[
            id.into(),
            organisation.into(),
            from.as_str().into(),
            (*ask.query_id).into(),
            (*ask.reference).into(),
            epoch.code.into(),
            (*ask.purpose).into(),
            (*ask.legal_basis).into(),
            ask.answer_by.min(epoch.until).min(now.saturating_add(LONGEST)).into(),
            sealed.into(),
            eid.into(),
            thread.into(),
        ],
    )
    .await
    .map(drop)
}

/// Questions that were not looked up in the register as it is now.
const WAITING: &str = "select q.id, q.organisation_id, q.epoch, r.stamp, q.from_member, q.reference, q.purpose, q.legal_basis,
       q.answer_by, q.tokens
     from match_question q join match_register r on r.organisation_id = q.organisation_id and r.epoch = q.epoch
     where r.stamp > 0 and (q.looked is null or q.looked < r.stamp) and q.answer_by > $1
     order by q.id limit $2";

/// Whether a question waits; makes the tables ready that it is looked up in, because a writer should not wait for that.
pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    let rows = tx.rows(WAITING, &[now.into(), 50.into()]).await?;
    let mut ready = false;
    for row in &rows {
        ready |= register::make_ready(tx, row.id(1)?, &row.text(2)?, row.int(3)?).await?;
    }
    Ok(ready)
}

/// One question as it is looked up.
struct Question {
    id: Id,
    organisation: Id,
    from: String,
    reference: String,
    purpose: String,
    legal_basis: String,
    answer_by: Timestamp,
    tokens: Vec<(u8, MatchToken)>,
}

/// Looks up questions; answers how many.
pub(super) async fn look(tx: &mut Tx, limit: i64) -> Result<usize> {
    let now = tx.now;
    let rows = tx.rows(WAITING, &[now.into(), limit.into()]).await?;
    let mut looked = 0;
    for row in &rows {
        let (id, organisation, epoch, stamp): (Id, Id, _, _) =
            (row.id(0)?, row.id(1)?, row.text(2)?, row.int(3)?);
        let Some(register) = tx.context.matching.of(organisation, &epoch, stamp) else { continue };
        let key = tx.member_key(organisation).await?.subkey("matching");
        let text = open_text(&key, place(&id.to_string()), &row.bytes(9)?)?;
        let tokens: Vec<AskedToken> = serde_json::from_str(&text).map_err(|_| Error::Sealed)?;
        let question = Question {
            id,
            organisation,
            from: row.text(4)?,
            reference: row.text(5)?,
            purpose: row.text(6)?,
            legal_basis: row.text(7)?,
            answer_by: row.time(8)?,
            tokens: tokens.iter().map(|one| (one.recipe, MatchToken::from_bytes(one.token.0))).collect(),
        };
        for (person, strong) in found(&register, &question.tokens) {
            lay_before(tx, &question, person, strong).await?;
        }
        tx.run("update match_question set looked = $2 where id = $1", &[id.into(), stamp.into()]).await?;
        looked += 1;
    }
    Ok(looked)
}

/// People of whom enough agrees, the likeliest first, and whether a strong token hit.
fn found(register: &Register, tokens: &[(u8, MatchToken)]) -> Vec<(Id, bool)> {
    let table = &register.table;
    let asked = tokens.iter().filter_map(|(label, _)| Recipe::from_number(*label));
    let asked = asked.fold(Recipes::default(), Recipes::with);
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let bearers = |recipe: Recipe| {
        let same = tokens.iter().filter(|(label, _)| *label == recipe.number());
        let counts = same.map(|(label, token)| table.bearers(*token, *label));
        small(counts.filter(|count| *count > 0).min().unwrap_or_default())
    };
    let (whole_bearers, call_bearers) = (bearers(Recipe::Whole), bearers(Recipe::Call));
    let finds = |label: u8| Recipe::from_number(label).is_some_and(Recipe::finds);
    let mut near: Vec<(bool, i32, Id)> = Vec::new();
    for one in table.candidates(tokens, MOST_BEARERS, finds) {
        let evidence = Evidence {
            asked,
            held: Recipes::from_bits(one.held),
            hits: Recipes::from_bits(one.hits),
            people: small(table.people()),
            whole_bearers,
            call_bearers,
            fewest: one.fewest,
        };
        let person = register.people.get(one.person as usize);
        near.extend(
            person.filter(|_| evidence.suffices()).map(|id| (evidence.is_strong(), evidence.score(), *id)),
        );
    }
    near.sort_by(|one, other| other.cmp(one));
    near.into_iter().take(MOST_SHOWN).map(|(strong, _, id)| (id, strong)).collect()
}

/// Lays one child before whoever has the case: nobody else learns that somebody asks.
async fn lay_before(tx: &mut Tx, question: &Question, id: Id, strong: bool) -> Result<()> {
    let known = tx
        .row(
            "select 1 from match_found where question_id = $1 and person_id = $2",
            &[question.id.into(), id.into()],
        )
        .await?;
    let facts = match person::facts(tx, id, false).await {
        Err(Error::NotFound) => return Ok(()),
        facts => facts?,
    };
    let gone = facts.erased_at.is_some() || facts.merged_into.is_some() || facts.protected;
    if known.is_some() || gone {
        return Ok(());
    }
    // Matters come newest first; an open case before one that was closed.
    let cases = || {
        let own = facts.matters.iter().filter(|one| one.organisation == question.organisation);
        own.filter(|one| one.kind.slug == kinds::Case::META.slug && facts.as_child.contains(&one.id))
    };
    let Some(case) = cases().find(|one| one.state == "open").or_else(|| cases().next()) else {
        return Ok(());
    };
    let organisation = question.organisation;
    let mut record = Record::empty(META);
    record.set(META, "concerns", Value::from(case.id));
    record.set(META, "person", Value::from(id));
    record.set(META, "from_member", Value::from(name(tx, &question.from).await?));
    record.set(META, "reference", Value::from(question.reference.as_str()));
    record.set(META, "answer_by", Value::from(question.answer_by.date(Zone::default()).to_string()));
    // A code of another country's list does not stop the question.
    for (field, list, code) in [
        ("purpose", "match-purpose", &question.purpose),
        ("legal_basis", "outgoing-basis", &question.legal_basis),
    ] {
        if model::codes::list(list).is_some_and(|list| list.get(code).is_some()) {
            record.set(META, field, Value::from(code.as_str()));
        }
    }
    record.set(META, "strength", Value::from(if strong { "strong" } else { "likely" }));
    let hit = open_for_node(tx, META, (organisation, case.custodian), Some(facts.key), &record).await?;
    tx.run(
        "insert into match_found (question_id, person_id, hit_id) values ($1, $2, $3)",
        &[question.id.into(), id.into(), hit.into()],
    )
    .await?;
    notification::tell(tx, case.custodian, "match-hit", Some(hit)).await
}

async fn name(tx: &mut Tx, member: &str) -> Result<String> {
    let row = tx.row("select name from organisation where member_id = $1", &[member.into()]).await?;
    let name = row.map(|row| row.text(0)).transpose()?;
    Ok(name.map_or_else(|| member.to_owned(), |name| format!("{name} ({member})")))
}

/// What follows from a person's decision: a yes is told in the next window; nothing else is told to anybody.
pub(crate) async fn stepped(tx: &mut Tx, facts: &MatterFacts, action: &str) -> Result<()> {
    if action != "contact" {
        return Ok(());
    }
    let at = shown_from(tx.now.millis(), WINDOW);
    tx.run(
        "update match_question set contact_at = $2 where contact_at is null
           and id in (select question_id from match_found where hit_id = $1)",
        &[facts.id.into(), at.into()],
    )
    .await
    .map(drop)
}

const WORDS: &str =
    "select id, organisation_id, from_member, query_id, eid, thread_id, answer_by from match_question
     where contact_at <= $1 and contacted_at is null order by id limit $2";

/// Whether an asker is to be told.
pub(super) async fn words_due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    Ok(tx.row(WORDS, &[now.into(), 1.into()]).await?.is_some())
}

/// Tells askers that they may turn to us; answers how many.
pub(super) async fn tell(tx: &mut Tx, limit: i64) -> Result<usize> {
    let now = tx.now;
    let rows = tx.rows(WORDS, &[now.into(), limit.into()]).await?;
    for row in &rows {
        let (id, organisation): (Id, Id) = (row.id(0)?, row.id(1)?);
        let (from, query) = (keys::member(&row.text(2)?)?, row.text(3)?);
        let sent = match row.text_opt(4)?.zip(row.text_opt(5)?) {
            Some((eid, thread)) => Some(InThread {
                eid: outbox::eid(&eid)?,
                thread: Uuid::try_from(thread).map_err(|_| Error::Sealed)?,
            }),
            None => None,
        };
        match tell_one(tx, organisation, (&from, &query), sent.as_ref()).await {
            Ok(()) => {
                tx.run("update match_question set contacted_at = $2 where id = $1", &[id.into(), now.into()])
                    .await?;
            }
            // Tried again in the next window.
            Err(error) if super::waits(&error) => {
                let next = shown_from(now.millis(), WINDOW);
                tx.run("update match_question set contact_at = $2 where id = $1", &[id.into(), next.into()])
                    .await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(rows.len())
}

async fn tell_one(
    tx: &mut Tx,
    organisation: Id,
    (from, query): (&MemberId, &str),
    sent: Option<&InThread>,
) -> Result<()> {
    let to = organisation_of(tx, from).await?.ok_or(Error::Refused("peer-not-active"))?;
    if peers::member_of(tx, to).await?.is_none() {
        let own = peers::member_id(tx, organisation).await?;
        let name = name(tx, own.as_str()).await?;
        let query = query.parse().map_err(|_| Error::Sealed)?;
        return asker::contacted(tx, (query, to), (own.as_str(), name)).await;
    }
    let post = post_of(tx, organisation).await?.ok_or(Error::Refused("no-such-post"))?;
    let query_id = Uuid::try_from(query.to_owned()).map_err(|_| Error::Sealed)?;
    let said = Said {
        organisation,
        post,
        to,
        message: MatchContact { query_id }.into(),
        until: tx.now.plus(LONGEST).millis(),
        matter: None,
        answers: sent,
    };
    queue(tx, said).await.map(drop)
}

const OVER: &str = "select id from match_question where answer_by <= $1
       and (contact_at is null or contacted_at is not null) order by id limit $2";

/// Whether the time of a question is over.
pub(super) async fn over(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    Ok(tx.row(OVER, &[now.into(), 1.into()]).await?.is_some())
}

/// Questions whose time is over go, with their tokens; what nobody decided lapses. Answers how many questions.
pub(super) async fn forget(tx: &mut Tx, limit: i64) -> Result<usize> {
    let now = tx.now;
    let rows = tx.rows(OVER, &[now.into(), limit.into()]).await?;
    for row in &rows {
        let id = row.id(0)?;
        let hits = tx
            .rows(
                "select f.hit_id from match_found f join matter m on m.id = f.hit_id
                 where f.question_id = $1 and m.state = 'waiting' order by f.hit_id",
                &[id.into()],
            )
            .await?;
        for hit in &hits {
            let facts = load::matter(tx, hit.id(0)?, true).await?;
            let state = Some(("lapsed", model::Phase::Closed.code()));
            touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
        }
        tx.run("delete from match_found where question_id = $1", &[id.into()]).await?;
        tx.run("delete from match_question where id = $1", &[id.into()]).await?;
    }
    Ok(rows.len())
}
