//! Facts about plans, measures, opinions, moves and legal tracks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::kinds::{Feedback, Satisfaction};
use model::time::{DAY, Zone};
use model::{Id, Timestamp};

use super::load::{canonical, date};
use super::{Facts, MeasureFact, MoveFact, OpinionFact, PlanFact, TrackFact};
use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::scope::Builder;

/// Cases that are counted, records that have merged, children who are left out.
pub(super) type Known<'k> = (&'k BTreeSet<Id>, &'k HashMap<Id, Id>, &'k BTreeSet<Id>);

/// A part `x` of the case `m` that lies with post `p`.
const PARTS: &str = " from matter x join matter m on m.id = x.root_id join post p on p.id = m.custodian_post";

/// Adds them to the facts.
pub(super) async fn load(
    tx: &mut Tx,
    narrow: impl Fn(&mut Builder),
    facts: &mut Facts,
    known: Known<'_>,
) -> Result<()> {
    let counted = |case: &Id| known.0.contains(case);
    facts.plans = plans(tx, &narrow).await?.into_iter().filter(|plan| counted(&plan.case)).collect();
    facts.measures = measures(tx, &narrow).await?.into_iter().filter(|one| counted(&one.case)).collect();
    facts.opinions = opinions(tx, &narrow).await?.into_iter().filter(|one| counted(&one.case)).collect();
    facts.tracks = tracks(tx, &narrow).await?.into_iter().filter(|one| counted(&one.case)).collect();
    facts.moves = moves(tx, &narrow, known).await?;
    Ok(())
}

async fn plans(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<PlanFact>> {
    let mut b = Builder::new("select x.root_id, x.kind, x.state, s.safety_plan_needed, s.completion_date");
    b.text(PARTS)
        .text(" left join k_safety_plan s on s.id = x.id where x.kind in ('safety-plan', 'case-plan')");
    narrow(&mut b);
    b.text(" order by x.id");
    let read = |row: &Row| {
        let (safety, state) = (row.text(1)? == "safety-plan", row.text(2)?);
        let complete = match safety {
            true => row.text_opt(4)?.is_some(),
            false => ["submitted", "approved", "superseded"].contains(&state.as_str()),
        };
        Ok(PlanFact {
            case: row.id(0)?,
            safety,
            needed: !safety || row.flag_opt(3)? == Some(true),
            complete,
            approved: ["approved", "superseded"].contains(&state.as_str()),
        })
    };
    tx.rows(b.sql, &b.params).await?.iter().map(read).collect()
}

async fn measures(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<MeasureFact>> {
    let mut b = Builder::new("select x.root_id, k.measured_on, k.wellbeing, k.severity");
    b.text(PARTS).text(" join k_measure k on k.id = x.id where x.state = 'taken'");
    narrow(&mut b);
    b.text(" order by k.measured_on, x.id");
    let mut found = Vec::new();
    for row in &tx.rows(b.sql, &b.params).await? {
        let Some(on) = date(row.text_opt(1)?) else { continue };
        let (wellbeing, severity) = (row.int_opt(2)?, row.text_opt(3)?);
        found.push(MeasureFact { case: row.id(0)?, on, wellbeing, severity });
    }
    Ok(found)
}

async fn opinions(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<OpinionFact>> {
    let mut b = Builder::new(
        "select x.root_id, k.offered_on, k.listened, k.felt_safe, k.respected, k.helped, k.knew_rights",
    );
    b.text(PARTS).text(" join k_feedback k on k.id = x.id where x.state = 'given'");
    narrow(&mut b);
    b.text(" order by k.offered_on, x.id");
    let read = |row: &Row| {
        let faces = (2..7).map(|at| row.text_opt(at)).collect::<Result<Vec<_>>>()?;
        let said: Satisfaction = Feedback::satisfaction_of(faces.iter().flatten().map(String::as_str));
        Ok(OpinionFact { case: row.id(0)?, on: date(row.text_opt(1)?), said })
    };
    tx.rows(b.sql, &b.params).await?.iter().map(read).collect()
}

/// What was offered from posts `p`; a case that went to another organisation is no longer theirs, the offer is.
async fn moves(tx: &mut Tx, narrow: impl Fn(&mut Builder), known: Known<'_>) -> Result<Vec<MoveFact>> {
    let mut b = Builder::new(
        "select k.child, y.sex, x.kind, o.from_organisation, o.to_organisation, o.basis, o.offered_at, o.responded_at,
           x.state, r.outcome, r.service_types
         from offer o join matter x on x.id = o.id join k_case k on k.id = o.matter_id
           join matter c on c.id = k.id join post p on p.id = o.from_post
           left join k_person y on y.id = k.child left join k_referral r on r.id = o.id
         where x.kind in ('referral', 'transfer') and k.child is not null and c.state <> 'duplicate'
           and coalesce(k.closure_reason, '') <> 'duplicate'",
    );
    narrow(&mut b);
    b.text(" order by o.id");
    let (_, kept, silent) = known;
    let read = |row: &Row| {
        let (offered, answered): (Timestamp, Option<Timestamp>) = (row.time(6)?, row.time_opt(7)?);
        let state = row.text(8)?;
        Ok(MoveFact {
            child: canonical(row.id(0)?, kept),
            sex: row.text_opt(1)?,
            referral: row.text(2)? == "referral",
            outside: row.id(3)? != row.id(4)?,
            basis: row.text(5)?,
            offered: offered.date(Zone::Wib),
            answered: answered.map(|at| (at.millis() - offered.millis()) / DAY),
            accepted: ["accepted", "done"].contains(&state.as_str()),
            delivered: state == "done" && row.text_opt(9)?.as_deref() == Some("delivered"),
            services: row.text_opt(10)?.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        })
    };
    let all: Vec<MoveFact> = tx.rows(b.sql, &b.params).await?.iter().map(read).collect::<Result<_>>()?;
    Ok(all.into_iter().filter(|one| !silent.contains(&one.child)).collect())
}

async fn tracks(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<TrackFact>> {
    let now = tx.now;
    let mut b = Builder::new(
        "select x.id, x.root_id, k.reported_on, k.restitution_ordered, k.restitution_paid, s.state, s.from_at, s.to_at",
    );
    b.text(PARTS)
        .text(" join k_legal_process k on k.id = x.id join stage s on s.matter_id = x.id where 1 = 1");
    narrow(&mut b);
    b.text(" order by x.id, s.from_at, s.id");
    let claims = claims(tx, &narrow).await?;
    let mut tracks: BTreeMap<Id, TrackFact> = BTreeMap::new();
    for row in &tx.rows(b.sql, &b.params).await? {
        let case = row.id(1)?;
        let some = |amount: Option<i64>| amount.is_some_and(|amount| amount > 0);
        let claimed = claims.get(&case).copied().unwrap_or_default();
        let new = TrackFact {
            case,
            reported: date(row.text_opt(2)?),
            stays: Vec::new(),
            ordered: some(row.int_opt(3)?) || claimed.0,
            paid: some(row.int_opt(4)?) || claimed.1,
        };
        let track = tracks.entry(row.id(0)?).or_insert(new);
        let (from, to) = (row.time(6)?, row.time_opt(7)?);
        let days = (to.unwrap_or(now).millis() - from.millis()) / DAY;
        track.stays.push((row.text(5)?, days, to.is_some()));
    }
    Ok(tracks.into_values().collect())
}

/// Of each case whether a claim of it was granted an amount, and whether anything was paid.
async fn claims(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<BTreeMap<Id, (bool, bool)>> {
    let mut b = Builder::new("select x.root_id, max(k.amount_ordered), max(k.amount_paid)");
    b.text(PARTS).text(" join k_restitution_claim k on k.id = x.id where k.claim_kind = 'restitution'");
    narrow(&mut b);
    b.text(" group by x.root_id order by x.root_id");
    let read = |row: &Row| {
        let some = |amount: Option<i64>| amount.is_some_and(|amount| amount > 0);
        Ok((row.id(0)?, (some(row.int_opt(1)?), some(row.int_opt(2)?))))
    };
    tx.rows(b.sql, &b.params).await?.iter().map(read).collect()
}
