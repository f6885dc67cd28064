//! Facts for figures, from the clear columns of the cases that somebody watches over.

use std::collections::{BTreeSet, HashMap};

use model::time::Zone;
use model::{Date, Id, Timestamp};

use super::{CaseFact, Facts, HandoverFact, LoadFact, PartFact, load_more};
use crate::consent;
use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::scope::Builder;

/// Cases `m` whose custodian post is `p`. What was closed because it is another case is in no figure.
const CASES: &str = " from matter m join k_case k on k.id = m.id join post p on p.id = m.custodian_post
     left join k_person y on y.id = k.child left join matter n on n.id = k.report
     where m.kind = 'case' and m.state not in ('duplicate', 'transferred') and k.child is not null
       and coalesce(k.closure_reason, '') <> 'duplicate'";

/// Reads what `narrow` leaves: it adds conditions on post `p`.
pub(crate) async fn load(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Facts> {
    let kept = merged(tx).await?;
    let mut b = Builder::new(
        "select m.id, k.child, m.phase, k.registration_date, n.opened_at, k.first_contact_on,
           k.closure_date, k.closure_reason, k.region, y.sex, y.birth_year, k.media_prominence, k.workflow,
           k.identification_source, k.protection_concerns",
    );
    b.text(CASES);
    narrow(&mut b);
    b.text(" order by m.id");
    let rows = tx.rows(b.sql, &b.params).await?;
    let mut cases = rows.iter().map(|row| case(row, &kept)).collect::<Result<Vec<_>>>()?;
    // A no to statistics is the child's, whichever of the child's cases it was said in.
    let silent = silent(tx, &kept).await?;
    let left_out: BTreeSet<Id> =
        cases.iter().map(|case| case.child).filter(|child| silent.contains(child)).collect();
    cases.retain(|case| !silent.contains(&case.child));
    let counted: BTreeSet<Id> = cases.iter().map(|case| case.case).collect();
    let mut parts = parts(tx, &narrow).await?;
    parts.retain(|part| counted.contains(&part.case));
    let mut facts = Facts {
        cases,
        parts,
        load: custody(tx, &narrow).await?,
        kept_out: i64::try_from(left_out.len()).unwrap_or(i64::MAX),
        handovers: handovers(tx, &narrow).await?,
        unheld: unheld(tx, &narrow).await?,
        posts: posts(tx, &narrow).await?,
        ..Facts::default()
    };
    load_more::load(tx, &narrow, &mut facts, (&counted, &kept, &silent)).await?;
    Ok(facts)
}

/// Children whose last word about statistics is no.
async fn silent(tx: &mut Tx, kept: &HashMap<Id, Id>) -> Result<BTreeSet<Id>> {
    let mut silent = BTreeSet::new();
    for case in consent::kept_out_of_statistics(tx).await? {
        let row = tx.row("select child from k_case where id = $1", &[case.into()]).await?;
        if let Some(child) = row.map(|row| row.id_opt(0)).transpose()?.flatten() {
            silent.insert(canonical(child, kept));
        }
    }
    Ok(silent)
}

/// Records that turned out to be another one's child.
async fn merged(tx: &mut Tx) -> Result<HashMap<Id, Id>> {
    let sql = "select merged_id, kept_id from person_merge where undone_at is null order by id";
    tx.rows(sql, &[]).await?.iter().map(|row| Ok((row.id(0)?, row.id(1)?))).collect()
}

/// The record that stands for a child, through several merges if need be.
pub(super) fn canonical(child: Id, kept: &HashMap<Id, Id>) -> Id {
    let mut child = child;
    for _ in 0..kept.len() {
        match kept.get(&child) {
            Some(next) => child = *next,
            None => break,
        }
    }
    child
}

pub(super) fn date(text: Option<String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}

fn case(row: &Row, kept: &HashMap<Id, Id>) -> Result<CaseFact> {
    let registered = date(row.text_opt(3)?);
    let reported: Option<Timestamp> = row.time_opt(4)?;
    Ok(CaseFact {
        case: row.id(0)?,
        child: canonical(row.id(1)?, kept),
        open: row.text(2)? != "closed",
        registered,
        reported: reported.map(|at| at.date(Zone::Wib)).or(registered),
        contact: date(row.text_opt(5)?),
        closed: date(row.text_opt(6)?),
        closure_reason: row.text_opt(7)?,
        region: row.text_opt(8)?,
        sex: row.text_opt(9)?,
        born: row.int_opt(10)?,
        prominent: row.text_opt(11)?.map(|said| said != "none"),
        workflow: row.text_opt(12)?,
        source: row.text_opt(13)?,
        concerns: load_more::codes(row.text_opt(14)?),
    })
}

/// Who answered for which case and when. The post is the one that had it then.
async fn custody(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<LoadFact>> {
    let mut b = Builder::new(
        "select c.post_id, m.id, c.from_at, c.to_at, m.phase, k.closure_date, m.closed_at
         from custody c join matter m on m.id = c.matter_id join k_case k on k.id = m.id join post p on p.id = c.post_id
         where m.kind = 'case' and m.state not in ('duplicate', 'transferred') and k.child is not null
           and coalesce(k.closure_reason, '') <> 'duplicate'",
    );
    narrow(&mut b);
    b.text(" order by c.id");
    let read = |row: &Row| {
        let closed_at: Option<Timestamp> = row.time_opt(6)?;
        let closed = date(row.text_opt(5)?).or(closed_at.map(|at| at.date(Zone::Wib)));
        Ok(LoadFact {
            post: row.id(0)?,
            case: row.id(1)?,
            from: row.time(2)?.date(Zone::Wib),
            until: row.time_opt(3)?.map(|at| at.date(Zone::Wib)),
            closed: closed.filter(|_| row.text(4).is_ok_and(|phase| phase == "closed")),
        })
    };
    tx.rows(b.sql, &b.params).await?.iter().map(read).collect()
}

async fn parts(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<PartFact>> {
    let mut b = Builder::new(
        "select x.root_id, x.kind, x.state, coalesce(s.service_type, g.domain, f.followup_type),
           coalesce(s.delivered_on, f.followup_date, a.done_on),
           f.after_closure, f.safe, f.in_school_or_work, f.seen_child,
           f.followup_service_type
         from matter x join matter m on m.id = x.root_id join post p on p.id = m.custodian_post
           left join k_service s on s.id = x.id left join k_plan_goal g on g.id = x.id
           left join k_follow_up f on f.id = x.id left join k_assessment a on a.id = x.id
         where m.kind = 'case' and m.state not in ('duplicate', 'transferred')
           and x.kind in ('assessment', 'plan-goal', 'service', 'follow-up')",
    );
    narrow(&mut b);
    b.text(" order by x.id");
    tx.rows(b.sql, &b.params)
        .await?
        .iter()
        .map(|row| {
            Ok(PartFact {
                case: row.id(0)?,
                kind: row.text(1)?,
                state: row.text(2)?,
                code: row.text_opt(3)?,
                done: date(row.text_opt(4)?),
                after_closure: row.flag_opt(5)?.unwrap_or(false),
                safe: row.text_opt(6)?,
                busy: row.text_opt(7)?,
                unseen: row.flag_opt(8)? == Some(false),
                about: row.text_opt(9)?,
            })
        })
        .collect()
}

async fn handovers(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<Vec<HandoverFact>> {
    let mut b = Builder::new(
        "select m.opened_at, h.settled_at,
           case when exists (select 1 from stage s where s.matter_id = m.id and s.state = 'contested') then 1 else 0 end
         from handover h join matter m on m.id = h.id join k_handover k on k.id = m.id join post p on p.id = h.from_post
         where k.reason <> 'mandate_transfer'",
    );
    narrow(&mut b);
    b.text(" order by m.id");
    tx.rows(b.sql, &b.params)
        .await?
        .iter()
        .map(|row| {
            let (raised, settled) = (row.time(0)?, row.time_opt(1)?);
            let days = settled.map(|at| (at.millis() - raised.millis()) / model::time::DAY);
            Ok(HandoverFact { contested: row.int(2)? == 1, days })
        })
        .collect()
}

async fn unheld(tx: &mut Tx, narrow: impl Fn(&mut Builder)) -> Result<i64> {
    let now = tx.now;
    let mut b = Builder::new(
        "select count(*) from matter m join post p on p.id = m.custodian_post where m.phase <> 'closed'
           and m.kind <> 'handover' and not exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= ",
    );
    b.value(now).text(" and (t.to_at is null or t.to_at > ").value(now).text("))");
    narrow(&mut b);
    tx.row(b.sql, &b.params).await?.map_or(Ok(0), |row| row.int(0))
}

async fn posts(
    tx: &mut Tx,
    narrow: impl Fn(&mut Builder),
) -> Result<std::collections::BTreeMap<String, (i64, i64)>> {
    let now = tx.now;
    let mut b =
        Builder::new("select p.role, count(case when exists (select 1 from tenure t where t.post_id = p.id");
    b.text(" and t.from_at <= ").value(now).text(" and (t.to_at is null or t.to_at > ").value(now);
    b.text(")) then 1 end), count(*) from post p where p.state <> 'abolished'");
    narrow(&mut b);
    b.text(" group by p.role order by p.role");
    tx.rows(b.sql, &b.params)
        .await?
        .iter()
        .map(|row| {
            let (filled, all) = (row.int(1)?, row.int(2)?);
            Ok((row.text(0)?, (filled, all - filled)))
        })
        .collect()
}
