//! Facts about plans, measures, opinions, moves and legal tracks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::kinds::{Feedback, LegalProcess, Satisfaction};
use model::time::{DAY, Zone};
use model::{Id, Timestamp};

use super::difficulty;
use super::load::{canonical, date};
use super::{Facts, IncidentFact, MeasureFact, MoveFact, OpinionFact, PlanFact, TrackFact};
use crate::db::{Row, Tx};
use crate::error::Result;
use crate::keys::open_text;
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
    facts.incidents = incidents(tx, &narrow).await?.into_iter().filter(|one| counted(&one.case)).collect();
    facts.moves = moves(tx, &narrow, known).await?;
    facts.disability = disability(tx, &narrow, known).await?;
    Ok(())
}

/// The codes of a column that holds several.
pub(super) fn codes(text: Option<String>) -> Vec<String> {
    text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

async fn incidents(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<IncidentFact>> {
    let mut b = Builder::new(
        "select x.id, x.root_id, k.incident_date, k.date_of_first_report, k.region, k.cp_incident_violence_type,
           k.exploitation_forms, k.cp_incident_location_type, k.perpetrator_relationship",
    );
    b.text(PARTS).text(" join k_incident k on k.id = x.id where x.state <> 'duplicate'");
    narrow(&mut b);
    b.text(" order by x.id");
    let read = |row: &Row| {
        Ok(IncidentFact {
            incident: row.id(0)?,
            case: row.id(1)?,
            on: date(row.text_opt(2)?),
            told: date(row.text_opt(3)?),
            region: row.text_opt(4)?,
            violence: row.text_opt(5)?,
            forms: codes(row.text_opt(6)?),
            place: row.text_opt(7)?,
            relation: row.text_opt(8)?,
        })
    };
    tx.rows(b.sql, &b.params).await?.iter().map(read).collect()
}

/// What is known of the disability of children who were given a service: sealed in their record, opened here only to be counted.
async fn disability(
    tx: &mut Tx,
    narrow: impl Fn(&mut Builder),
    (_, kept, silent): Known<'_>,
) -> Result<BTreeMap<Id, BTreeSet<difficulty::Said>>> {
    let mut b = Builder::new(
        "select y.id, y.key_id, w.organisation_id, w.wrapped, y.disability, y.difficulty_seeing, y.difficulty_hearing,
           y.difficulty_walking, y.difficulty_remembering, y.difficulty_self_care, y.difficulty_communicating
         from k_person y join person_key w on w.id = y.key_id
         where (y.disability is not null or y.difficulty_seeing is not null or y.difficulty_hearing is not null
             or y.difficulty_walking is not null or y.difficulty_remembering is not null
             or y.difficulty_self_care is not null or y.difficulty_communicating is not null)
           and w.wrapped is not null and exists (select 1",
    );
    b.text(PARTS).text(
        " join k_case k on k.id = m.id where k.child = y.id and x.kind = 'service' and x.state = 'delivered'",
    );
    narrow(&mut b);
    b.text(") order by y.id");
    let mut found = BTreeMap::new();
    for row in &tx.rows(b.sql, &b.params).await? {
        let person = row.id(0)?;
        let child = canonical(person, kept);
        let Some(wrapped) = row.bytes_opt(3)? else { continue };
        if silent.contains(&child) {
            continue;
        }
        // One record that does not open must not keep the others from being counted.
        let Ok(key) = tx.open_person_key(row.id(1)?, row.id(2)?, wrapped).await else { continue };
        let person = person.to_string();
        let open = |at: usize, column: &str| {
            let place = seal::Place { table: "k_person", row: &person, column };
            let sealed = row.bytes_opt(at)?;
            Ok::<_, crate::error::Error>(sealed.and_then(|sealed| open_text(&key, place, &sealed).ok()))
        };
        let mut answers: [Option<String>; 6] = Default::default();
        for ((answer, (column, _)), at) in answers.iter_mut().zip(difficulty::QUESTIONS).zip(5..) {
            *answer = open(at, column)?;
        }
        let said = difficulty::said(open(4, "disability")?, &answers);
        if !said.is_empty() {
            found.entry(child).or_insert(said);
        }
    }
    Ok(found)
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
           x.state, r.outcome, r.service_types, o.id, u.name, f.name, v.name, g.name
         from offer o join matter x on x.id = o.id join k_case k on k.id = o.matter_id
           join matter c on c.id = k.id join post p on p.id = o.from_post
           join post q on q.id = o.to_post join organisation f on f.id = o.from_organisation
           join organisation g on g.id = o.to_organisation left join unit u on u.id = p.unit_id
           left join unit v on v.id = q.unit_id and o.to_organisation = o.from_organisation
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
        let unit = |unit: Option<String>, organisation: String| unit.unwrap_or(organisation);
        Ok(MoveFact {
            offer: row.id(11)?,
            units: (unit(row.text_opt(12)?, row.text(13)?), unit(row.text_opt(14)?, row.text(15)?)),
            child: canonical(row.id(0)?, kept),
            sex: row.text_opt(1)?,
            referral: row.text(2)? == "referral",
            outside: row.id(3)? != row.id(4)?,
            basis: row.text(5)?,
            offered: offered.date(Zone::Wib),
            answered: answered.map(|at| (at.millis() - offered.millis()) / DAY),
            accepted: ["accepted", "done"].contains(&state.as_str()),
            delivered: state == "done" && row.text_opt(9)?.as_deref() == Some("delivered"),
            services: codes(row.text_opt(10)?),
        })
    };
    let all: Vec<MoveFact> = tx.rows(b.sql, &b.params).await?.iter().map(read).collect::<Result<_>>()?;
    Ok(all.into_iter().filter(|one| !silent.contains(&one.child)).collect())
}

async fn tracks(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<TrackFact>> {
    let now = tx.now;
    let mut b = Builder::new(
        "select x.id, x.root_id, k.reported_on, k.restitution_ordered, k.restitution_paid, s.state, s.from_at, s.to_at,
           k.incident, k.verdict_result",
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
            incident: row.id_opt(8)?,
            reported: date(row.text_opt(2)?),
            convicted: row
                .text_opt(9)?
                .is_some_and(|said| LegalProcess::CONVICTIONS.contains(&said.as_str())),
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
