//! Rules at work: tried on history, then looked through whenever numbers are new or a day has passed. One alert is open for each rule, area
//! and stratum; what comes later belongs to it.

use std::collections::BTreeMap;

use model::kinds::{AlertRule, RuleAlert};
use model::time::Zone;
use model::{Id, Kind, Record, Value};
use statistics::monitor::{Followed, Hit, Outcome, Rule, Series, settle};

use super::block::{COUNTRY, Guard, Place};
use super::period::Frequency;
use super::rule::{self, Said};
use super::sheet::{self, Sheet};
use crate::access::{self, MatterFacts};
use crate::acts::open::open_for_node;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{fields, notification};

/// Answers of a trial that are kept: enough for a page, and the count is whole.
const KEPT: usize = 200;

/// A rule with what it goes through.
struct Ready {
    rule: Rule,
    series: BTreeMap<Place, Series>,
    frequency: Frequency,
    revision: i64,
}

async fn ready(tx: &mut Tx, said: &Said, organisation: Id) -> Result<Ready> {
    said.check()?;
    let Some(indicator) = said.indicator.filter(|_| !said.is_standing()) else {
        let series = rule::standing(tx, said, organisation).await?;
        return Ok(Ready { rule: said.rule(Guard::Open)?, series, frequency: Frequency::Month, revision: 0 });
    };
    let sheet = sheet::get(tx, indicator).await?;
    if sheet.organisation != organisation {
        return Err(Error::NotFound);
    }
    let last = sheet.frequency().of(tx.now.date(Zone::Wib)) - 1;
    let series = rule::series(tx, said, &sheet, last).await?;
    Ok(Ready {
        rule: said.rule(sheet.guard())?,
        series,
        frequency: sheet.frequency(),
        revision: sheet.revision,
    })
}

/// Tries a rule on everything that has been, and keeps when it would have answered.
pub(crate) async fn try_out(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let ready = ready(tx, &Said::of(record), facts.organisation).await?;
    tx.run("delete from rule_trial where rule_id = $1", &[facts.id.into()]).await?;
    let (mut place, mut fired) = (0_i64, 0_i64);
    for (at, series) in &ready.series {
        let mut followed: Option<Followed> = None;
        for hit in ready.rule.walk(series) {
            if let Some(open) = &mut followed
                && open.closed.is_none()
                && hit.period > open.last_seen + 1
            {
                open.closed = Some(open.last_seen + 1);
            }
            let outcome = settle(followed.as_ref(), hit.period, ready.rule.cool_down);
            fired += i64::from(outcome.opens());
            followed = match (outcome, followed) {
                (Outcome::Attaches, Some(open)) => Some(Followed { last_seen: hit.period, ..open }),
                (Outcome::Quiet, before) => before,
                _ => Some(Followed { first_seen: hit.period, last_seen: hit.period, closed: None }),
            };
            if usize::try_from(place).is_ok_and(|place| place < KEPT) {
                keep_trial(
                    tx,
                    facts.id,
                    place,
                    at,
                    (&ready.frequency.name(hit.period), &hit, outcome.opens()),
                )
                .await?;
            }
            place += 1;
        }
    }
    let today = tx.now.date(Zone::Wib).to_string();
    tx.run(
        "update k_alert_rule set tested_on = $2, would_fire = $3 where id = $1",
        &[facts.id.into(), today.into(), fired.into()],
    )
    .await?;
    Ok(())
}

async fn keep_trial(
    tx: &mut Tx,
    rule: Id,
    place: i64,
    (area, stratum): &Place,
    (period, hit, opens): (&str, &Hit, bool),
) -> Result<()> {
    tx.run(
        "insert into rule_trial (rule_id, place, area, stratum, period, shown, expected, opens) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            rule.into(),
            place.into(),
            area.as_str().into(),
            stratum.as_str().into(),
            period.into(),
            Value::Real(hit.shown),
            Value::Real(Some(hit.expected)),
            opens.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Rules that are active and have not looked at the newest numbers, or not today.
pub(crate) async fn waiting(tx: &mut Tx, most: i64) -> Result<Vec<Id>> {
    let today = tx.now.date(Zone::Wib).to_string();
    tx.rows(
        "select m.id from matter m join k_alert_rule k on k.id = m.id left join indicator_sheet s on s.indicator_id = k.indicator
           left join rule_run r on r.rule_id = m.id
         where m.kind = 'alert-rule' and m.state = 'active'
           and (r.rule_id is null or r.looked_on <> $1 or r.revision <> coalesce(s.revision, 0))
         order by m.id limit $2",
        &[today.into(), most.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// Looks through one rule. One that cannot work any more, because its indicator was retired for instance, is passed over until it is mended.
pub(crate) async fn look(tx: &mut Tx, id: Id) -> Result<()> {
    let facts = access::load::matter(tx, id, false).await?;
    let record = of_rule(tx, &facts).await?;
    let said = Said::of(&record);
    let revision = match ready(tx, &said, facts.organisation).await {
        Ok(ready) => {
            for (at, series) in &ready.series {
                if let Some(hit) = ready.rule.latest(series) {
                    answer(tx, (&facts, &record, &said), at, &ready, hit).await?;
                }
            }
            ready.revision
        }
        Err(Error::Invalid(_) | Error::NotFound) => match said.indicator {
            Some(indicator) => sheet::get(tx, indicator).await.map_or(0, |sheet: Sheet| sheet.revision),
            None => 0,
        },
        Err(error) => return Err(error),
    };
    let today = tx.now.date(Zone::Wib).to_string();
    tx.run("delete from rule_run where rule_id = $1", &[id.into()]).await?;
    tx.run(
        "insert into rule_run (rule_id, revision, looked_on) values ($1, $2, $3)",
        &[id.into(), revision.into(), today.into()],
    )
    .await?;
    Ok(())
}

/// The fields of a rule, as the node itself reads them: nothing in them is about a person.
async fn of_rule(tx: &mut Tx, facts: &MatterFacts) -> Result<Record> {
    use crate::held::Reveal;
    let held = fields::load(tx, AlertRule::META, facts.id, facts.key).await?;
    let groups = model::field::Groups::NONE.with(model::field::DataGroup::Record);
    Ok(held.into_inner().reveal(groups)?.to_record())
}

async fn answer(
    tx: &mut Tx,
    (facts, record, said): (&MatterFacts, &Record, &Said),
    (area, stratum): &Place,
    ready: &Ready,
    hit: Hit,
) -> Result<()> {
    let latest = tx
        .row(
            "select alert_id, first_seen, last_seen, closed_in from alert_series
             where rule_id = $1 and area = $2 and stratum = $3 order by alert_id desc limit 1",
            &[facts.id.into(), area.as_str().into(), stratum.as_str().into()],
        )
        .await?;
    let period = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    let followed = latest
        .as_ref()
        .map(|row| {
            Ok::<_, Error>(Followed {
                first_seen: period(row.int(1)?),
                last_seen: period(row.int(2)?),
                closed: row.int_opt(3)?.map(period),
            })
        })
        .transpose()?;
    let earlier = latest.map(|row| row.id(0)).transpose()?;
    let name = ready.frequency.name(hit.period);
    match settle(followed.as_ref(), hit.period, ready.rule.cool_down) {
        Outcome::Quiet => Ok(()),
        Outcome::Attaches => {
            let Some(alert) = earlier else { return Ok(()) };
            if followed.is_some_and(|open| open.last_seen >= hit.period) {
                return Ok(());
            }
            tx.run(
                "update alert_series set last_seen = $2 where alert_id = $1",
                &[alert.into(), i64::from(hit.period).into()],
            )
            .await?;
            seen_again(tx, alert, &name).await
        }
        Outcome::Opens | Outcome::Reopens => {
            let meta = RuleAlert::META;
            let value = |name| record.to_text(AlertRule::META, name);
            let mut alert = Record::empty(meta);
            alert.set(meta, "rule", facts.id.into());
            alert.set(meta, "indicator", Value::Text(said.indicator.map(|id| id.to_string())));
            alert.set(meta, "title", format!("{} · {}", value("name"), place_name(area)).into());
            alert.set(meta, "importance", value("importance").into());
            alert.set(meta, "region", Value::Text((area != COUNTRY).then(|| area.clone())));
            for field in ["first_seen", "last_seen"] {
                alert.set(meta, field, name.as_str().into());
            }
            alert.set(meta, "reopens", Value::Text(earlier.map(|id| id.to_string())));
            let id = open_for_node(tx, meta, (facts.organisation, facts.custodian), None, &alert).await?;
            tx.run(
                "insert into alert_series (alert_id, rule_id, area, stratum, first_seen, last_seen, closed_in)
                 values ($1, $2, $3, $4, $5, $5, null)",
                &[
                    id.into(),
                    facts.id.into(),
                    area.as_str().into(),
                    stratum.as_str().into(),
                    i64::from(hit.period).into(),
                ],
            )
            .await?;
            if value("delivery") == "digest" {
                return Ok(());
            }
            notification::tell(tx, facts.custodian, "rule-alert-opened", Some(id)).await
        }
    }
}

/// The name of an area. A stratum is not named in a title: a page says it.
fn place_name(area: &str) -> &str {
    if area == COUNTRY { "Indonesia" } else { model::regions::label(area).unwrap_or(area) }
}

async fn seen_again(tx: &mut Tx, alert: Id, period: &str) -> Result<()> {
    let facts = access::load::matter(tx, alert, true).await?;
    let key = tx.key_for_writing(facts.key).await?;
    let meta = RuleAlert::META;
    let mut record = Record::empty(meta);
    record.set(meta, "last_seen", period.into());
    fields::change(tx, meta, alert, &key, &record, &["last_seen"]).await
}

/// An alert was closed: the period in which that was counts for the rule's rest.
pub(crate) async fn closed(tx: &mut Tx, alert: Id) -> Result<()> {
    let row = tx
        .row(
            "select a.last_seen, s.frequency from alert_series a join k_rule_alert k on k.id = a.alert_id
             left join indicator_sheet s on s.indicator_id = k.indicator where a.alert_id = $1 order by a.alert_id",
            &[alert.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    let frequency = Frequency::from_code(&row.text(1).unwrap_or_default()).unwrap_or(Frequency::Month);
    let now = i64::from(frequency.of(tx.now.date(Zone::Wib))).max(row.int(0)?);
    tx.run("update alert_series set closed_in = $2 where alert_id = $1", &[alert.into(), now.into()]).await?;
    Ok(())
}

/// Posts with alerts that nobody has taken note of, from rules that tell once a day, and that were not told today.
pub(crate) async fn to_tell(tx: &mut Tx, most: i64) -> Result<Vec<Id>> {
    let today = tx.now.date(Zone::Wib).to_string();
    tx.rows(
        "select distinct m.custodian_post from matter m join k_rule_alert a on a.id = m.id join k_alert_rule r on r.id = a.rule
           left join alert_digest d on d.post_id = m.custodian_post
         where m.kind = 'rule-alert' and m.state = 'open' and r.delivery = 'digest' and m.custodian_post is not null
           and (d.post_id is null or d.told_on <> $1)
         order by m.custodian_post limit $2",
        &[today.into(), most.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// Tells a post of all its alerts at once.
pub(crate) async fn tell(tx: &mut Tx, post: Id) -> Result<()> {
    let today = tx.now.date(Zone::Wib).to_string();
    notification::tell(tx, post, "rule-alert-digest", None).await?;
    tx.run("delete from alert_digest where post_id = $1", &[post.into()]).await?;
    tx.run("insert into alert_digest (post_id, told_on) values ($1, $2)", &[post.into(), today.into()])
        .await?;
    Ok(())
}
