//! What the system itself can say about each matter of a hand-over: risks, promises, days ahead, who else looks into it. Codes,
//! dates, numbers and titles of posts, never a name: the successor reads it before the matter is theirs.

use std::collections::BTreeMap;

use model::{Date, Id, Lang, Timestamp};
use serde::Serialize;

use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::guardian;

/// The brief of one matter as the system knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MatterBrief {
    /// Risks and safety notes.
    pub risks: Vec<Told>,
    /// What was promised: services, referrals.
    pub promises: Vec<Told>,
    /// Hearings and conferences ahead.
    pub meetings: Vec<Told>,
    /// Posts beyond the custodian's that may see it.
    pub contacts: Vec<Told>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// What it is: `risk`, `urgent`, `guardian`, `flag`, `safety-plan`, `protection-request`, `service`, `referral`, `transfer`,
    /// `hearing`, `conference`, `grant`.
    pub what: &'static str,
    /// The record's number, where it is one.
    pub number: Option<String>,
    /// A code with its list.
    pub coded: Option<(&'static str, String)>,
    /// Until when, or on which day.
    pub on: Option<Date>,
    /// Title of the post that it concerns.
    pub post: Option<String>,
}

/// Somebody else's matter into which the leaving post may look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndingAccess {
    /// Its number.
    pub code: String,
    /// Its kind.
    pub kind: String,
    /// Until when; nothing where it has no end of its own.
    pub until: Option<Timestamp>,
}

/// A device of whoever leaves, on which work may lie that the node has not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnsentWork {
    /// When the node last heard of it.
    pub seen_at: Option<Timestamp>,
    /// Matters that it carries.
    pub carries: i64,
    /// Acts that came from it and wait for others that have not come.
    pub held: i64,
}

/// Matters `m` of a hand-over with what belongs to each: the whole of a root, a part alone.
const OWN: &str = " from handover_item i join matter m on m.id = i.matter_id
     join matter x on x.root_id = m.root_id and (m.root_id = m.id or x.id = m.id)";

/// The briefs of everything that a hand-over lists.
pub(super) async fn of(
    tx: &mut Tx,
    handover: Id,
    (lang, kept_from): (Lang, &[Id]),
) -> Result<BTreeMap<Id, MatterBrief>> {
    let mut briefs = BTreeMap::new();
    cases(tx, handover, &mut briefs).await?;
    risks(tx, handover, &mut briefs).await?;
    promises(tx, handover, lang, &mut briefs).await?;
    meetings(tx, handover, kept_from, &mut briefs).await?;
    contacts(tx, handover, lang, &mut briefs).await?;
    Ok(briefs)
}

type Briefs = BTreeMap<Id, MatterBrief>;

fn told(what: &'static str) -> Told {
    Told { what, number: None, coded: None, on: None, post: None }
}

fn day(text: Option<String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}

async fn rows(tx: &mut Tx, handover: Id, (select, rest): (&'static str, &'static str)) -> Result<Vec<Row>> {
    let mut sql = crate::db::Sql::from(select);
    sql.push(OWN).push(rest);
    tx.rows(sql, &[handover.into()]).await
}

async fn cases(tx: &mut Tx, handover: Id, briefs: &mut Briefs) -> Result<()> {
    let select = "select m.id, k.risk_level, k.urgent_protection_concern";
    let rest = " join k_case k on k.id = x.id where i.handover_id = $1 order by m.id";
    for row in &rows(tx, handover, (select, rest)).await? {
        let case = row.id(0)?;
        let brief: &mut MatterBrief = briefs.entry(case).or_default();
        if let Some(risk) = row.text_opt(1)? {
            brief.risks.push(Told { coded: Some(("risk-level", risk)), ..told("risk") });
        }
        if row.flag_opt(2)? == Some(true) {
            brief.risks.push(told("urgent"));
        }
        if guardian::guardian_is_suspect(tx, case).await? {
            brief.risks.push(told("guardian"));
        }
    }
    Ok(())
}

async fn risks(tx: &mut Tx, handover: Id, briefs: &mut Briefs) -> Result<()> {
    let select = "select m.id, x.kind, x.code, x.state, coalesce(f.date, s.review_date)";
    let rest = " left join k_flag f on f.id = x.id left join k_safety_plan s on s.id = x.id
         where i.handover_id = $1 and x.phase <> 'closed' and x.kind in ('flag', 'safety-plan', 'protection-request')
         order by m.id, x.kind, x.id";
    for row in &rows(tx, handover, (select, rest)).await? {
        let (what, list) = match row.text(1)?.as_str() {
            "flag" => ("flag", None),
            "safety-plan" => ("safety-plan", Some("safety-plan-state")),
            _ => ("protection-request", Some("protection-request-state")),
        };
        let state = row.text(3)?;
        let line = Told {
            number: Some(row.text(2)?),
            coded: list.map(|list| (list, state)),
            on: day(row.text_opt(4)?),
            ..told(what)
        };
        briefs.entry(row.id(0)?).or_default().risks.push(line);
    }
    Ok(())
}

async fn promises(tx: &mut Tx, handover: Id, lang: Lang, briefs: &mut Briefs) -> Result<()> {
    let select = "select m.id, x.code, s.service_type, s.appointment_date";
    let rest = " join k_service s on s.id = x.id
         where i.handover_id = $1 and x.state in ('offered', 'agreed', 'scheduled') order by m.id, x.id";
    for row in &rows(tx, handover, (select, rest)).await? {
        let line = Told {
            number: Some(row.text(1)?),
            coded: row.text_opt(2)?.map(|code| ("service-type", code)),
            on: day(row.text_opt(3)?),
            ..told("service")
        };
        briefs.entry(row.id(0)?).or_default().promises.push(line);
    }
    let select = "select m.id, x.kind, x.code, x.state, p.title_id, p.title_en";
    let rest = " join offer o on o.id = x.id join post p on p.id = o.to_post
         where i.handover_id = $1 and x.kind in ('referral', 'transfer') and x.state in ('in_progress', 'accepted')
         order by m.id, x.id";
    for row in &rows(tx, handover, (select, rest)).await? {
        let line = Told {
            number: Some(row.text(2)?),
            coded: Some(("transition-status", row.text(3)?)),
            post: Some(title(row, 4, lang)?),
            ..told(if row.text(1)? == "referral" { "referral" } else { "transfer" })
        };
        briefs.entry(row.id(0)?).or_default().promises.push(line);
    }
    Ok(())
}

/// A post's title, from two columns that begin here.
fn title(row: &Row, at: usize, lang: Lang) -> Result<String> {
    row.text(if lang == Lang::En { at + 1 } else { at })
}

/// Without conferences from which the reader is kept.
async fn meetings(tx: &mut Tx, handover: Id, kept_from: &[Id], briefs: &mut Briefs) -> Result<()> {
    let select = "select m.id, x.kind, x.code, coalesce(h.hearing_kind, c.conference_type), coalesce(h.hearing_date, c.date), x.id";
    let rest = " left join k_hearing h on h.id = x.id left join k_conference c on c.id = x.id
         where i.handover_id = $1 and x.kind in ('hearing', 'conference') and x.state in ('scheduled', 'called')
         order by m.id, coalesce(h.hearing_date, c.date), x.id";
    for row in &rows(tx, handover, (select, rest)).await? {
        if kept_from.contains(&row.id(5)?) {
            continue;
        }
        let (what, list) = match row.text(1)?.as_str() {
            "hearing" => ("hearing", "hearing-kind"),
            _ => ("conference", "conference-type"),
        };
        let line = Told {
            number: Some(row.text(2)?),
            coded: row.text_opt(3)?.map(|code| (list, code)),
            on: day(row.text_opt(4)?),
            ..told(what)
        };
        briefs.entry(row.id(0)?).or_default().meetings.push(line);
    }
    Ok(())
}

/// Who else may look into a matter now, by a referral or another grant.
async fn contacts(tx: &mut Tx, handover: Id, lang: Lang, briefs: &mut Briefs) -> Result<()> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select m.id, p.title_id, p.title_en, max(g.until_at) from handover_item i join matter m on m.id = i.matter_id
               join matter_grant g on g.matter_id = m.root_id join post p on p.id = g.post_id
             where i.handover_id = $1 and g.from_at <= $2 and (g.until_at is null or g.until_at > $2)
               and g.basis <> 'break-glass'
             group by m.id, p.id, p.title_id, p.title_en order by m.id, p.id",
            &[handover.into(), now.into()],
        )
        .await?;
    for row in &rows {
        let until: Option<Timestamp> = row.time_opt(3)?;
        let line = Told {
            post: Some(title(row, 1, lang)?),
            on: until.map(|until| until.date(model::time::Zone::Wib)),
            ..told("grant")
        };
        briefs.entry(row.id(0)?).or_default().contacts.push(line);
    }
    Ok(())
}

/// Matters of others that the leaving post may see: that access stays with the post, and ends for whoever leaves it.
pub(super) async fn ending(tx: &mut Tx, post: Id) -> Result<Vec<EndingAccess>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select m.code, m.kind, max(g.until_at) from matter_grant g join matter m on m.id = g.matter_id
             where g.post_id = $1 and g.from_at <= $2 and (g.until_at is null or g.until_at > $2) and m.kind <> 'handover'
               and (m.custodian_post is null or m.custodian_post <> $1)
             group by m.id, m.code, m.kind order by m.code limit 100",
            &[post.into(), now.into()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(EndingAccess { code: row.text(0)?, kind: row.text(1)?, until: row.time_opt(2)? }))
        .collect()
}

/// Devices that the leaving post works with away from the network.
pub(super) async fn unsent(tx: &mut Tx, post: Id) -> Result<Vec<UnsentWork>> {
    let rows = tx
        .rows(
            "select d.seen_at,
               (select count(*) from offline_carried c where c.device_id = d.id),
               (select count(*) from offline_act a where a.device_id = d.id and a.outcome = 'held')
             from field_device d where d.post_id = $1 and d.ended_at is null order by d.id",
            &[post.into()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(UnsentWork { seen_at: row.time_opt(0)?, carries: row.int(1)?, held: row.int(2)? }))
        .collect()
}
