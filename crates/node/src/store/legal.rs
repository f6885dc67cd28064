//! Legal tracks side by side: codes, days and numbers, never a name.

use std::collections::BTreeMap;

use model::time::{DAY, Zone};
use model::{Id, Kind, Timestamp, kinds, stage_limits};
use serde::Serialize;

use super::scope::{self, Builder, Reach};
use crate::access::Actor;
use crate::db::{Row, Tx};
use crate::error::Result;

/// Everything that the page of legal tracks shows.
#[derive(Debug, Default, Serialize)]
pub struct LegalBoard {
    /// Open tracks, those that stand longest beyond their limit first; at most [`LegalBoard::MOST`].
    pub rows: Vec<BoardRow>,
    /// How many open tracks there are in all.
    pub total: i64,
    /// Provinces, those with most that stand still first.
    pub regions: Vec<RegionRow>,
    /// Days in each stage, for cases in the media and for the others.
    pub gap: Vec<GapRow>,
    /// Steps taken in the last 90 days for each open track and month, in hundredths: without public attention, with it.
    pub steps: (Option<i64>, Option<i64>),
}

impl LegalBoard {
    /// Rows shown.
    pub const MOST: usize = 200;
}

/// One open track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoardRow {
    /// Id.
    pub id: Id,
    /// Its number.
    pub code: String,
    /// The case.
    pub case: Id,
    /// Stage, a code of list `legal-stage`.
    pub stage: String,
    /// Where the child is.
    pub region: Option<String>,
    /// Whole days without movement.
    pub days: i64,
    /// Days after which it stands still.
    pub limit: Option<i64>,
    /// A code of list `media-prominence`; nothing when nobody said.
    pub prominence: Option<String>,
    /// Whether the complaint was withdrawn.
    pub withdrawn: bool,
    /// The next day of which somebody knows.
    pub next: Option<String>,
}

impl BoardRow {
    /// Whether it stands longer in its stage than it should.
    #[must_use]
    pub fn stalled(&self) -> bool {
        self.limit.is_some_and(|limit| self.days > limit)
    }

    /// Whether the public looks on.
    #[must_use]
    pub fn in_public(&self) -> bool {
        in_public(self.prominence.as_deref())
    }
}

fn in_public(prominence: Option<&str>) -> bool {
    prominence.is_some_and(|code| code != "none")
}

/// One province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionRow {
    /// Province, or nothing where it is not known.
    pub province: Option<String>,
    /// Open tracks.
    pub open: i64,
    /// Of them standing still.
    pub stalled: i64,
    /// Of them with a complaint that was withdrawn.
    pub withdrawn: i64,
    /// The longest time without movement in days.
    pub oldest: i64,
}

/// Median days that tracks stayed in one stage (indicator `attention_gap`), present stays included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapRow {
    /// The stage.
    pub stage: &'static str,
    /// Without public attention: how many stays, and their median.
    pub quiet: (usize, Option<i64>),
    /// With it.
    pub public: (usize, Option<i64>),
}

/// Stays that are compared at most: the newest.
const STAYS: i64 = 50_000;
/// Days in which steps are counted.
const RECENT: i64 = 90;

fn from(b: &mut Builder, actor: &Actor, now: Timestamp) {
    b.text(" from matter m join k_legal_process k on k.id = m.id join matter r on r.id = m.root_id");
    b.text(" join k_case c on c.id = m.root_id");
    b.text(" join stage s on s.matter_id = m.id where m.kind = 'legal-process'");
    let reach = Reach { verb: "list", kind: "legal-process", parts: true };
    scope::narrow(b, reach, actor, now);
}

/// Reads the board as far as the actor's right to list reaches.
pub(crate) async fn board(
    tx: &mut Tx,
    actor: &Actor,
    province: Option<&str>,
    stage: Option<&str>,
) -> Result<LegalBoard> {
    let now = tx.now;
    let mut b = Builder::new(
        "select m.id, m.code, m.root_id, m.state, m.state_since, r.region, c.media_prominence,
           k.complaint_withdrawn_on, k.next_date",
    );
    from(&mut b, actor, now);
    b.text(" and m.phase <> 'closed' and s.to_at is null order by m.state_since, m.id");
    let Builder { sql, params } = b;
    let mut rows = Vec::new();
    for row in &tx.rows(sql, &params).await? {
        rows.push(read(row, now)?);
    }
    let regions = regions(&rows);
    let steps = steps(tx, actor, &rows).await?;
    let gap = gap(tx, actor).await?;
    rows.retain(|row| {
        let here = province.is_none_or(|code| province_of(row.region.as_deref()) == Some(code));
        here && stage.is_none_or(|stage| row.stage == stage)
    });
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    rows.sort_by_key(|row| (!row.stalled(), std::cmp::Reverse(row.days), row.id));
    rows.truncate(LegalBoard::MOST);
    Ok(LegalBoard { rows, total, regions, gap, steps })
}

fn read(row: &Row, now: Timestamp) -> Result<BoardRow> {
    let since = row.time(4)?;
    let stage = row.text(3)?;
    Ok(BoardRow {
        id: row.id(0)?,
        code: row.text(1)?,
        case: row.id(2)?,
        limit: stage_limits::of(&stage, since.date(Zone::default())).map(|limit| limit.days),
        stage,
        days: (now.millis() - since.millis()).max(0) / DAY,
        region: row.text_opt(5)?,
        prominence: row.text_opt(6)?,
        withdrawn: row.text_opt(7)?.is_some(),
        next: row.text_opt(8)?,
    })
}

fn province_of(region: Option<&str>) -> Option<&str> {
    region.and_then(|code| code.get(..2))
}

fn regions(rows: &[BoardRow]) -> Vec<RegionRow> {
    let mut by: BTreeMap<Option<String>, RegionRow> = BTreeMap::new();
    for row in rows {
        let province = province_of(row.region.as_deref()).map(str::to_owned);
        let one = by.entry(province.clone()).or_insert(RegionRow {
            province,
            open: 0,
            stalled: 0,
            withdrawn: 0,
            oldest: 0,
        });
        one.open += 1;
        one.stalled += i64::from(row.stalled());
        one.withdrawn += i64::from(row.withdrawn);
        one.oldest = one.oldest.max(row.days);
    }
    let mut all: Vec<_> = by.into_values().collect();
    all.sort_by_key(|row| std::cmp::Reverse((row.stalled, row.open)));
    all
}

/// Every stay in a stage, whether its case is in the media or not. A case whose prominence nobody noted is in neither.
async fn gap(tx: &mut Tx, actor: &Actor) -> Result<Vec<GapRow>> {
    let now = tx.now;
    let mut b = Builder::new("select s.state, s.from_at, s.to_at, c.media_prominence");
    from(&mut b, actor, now);
    b.text(" and c.media_prominence is not null order by s.from_at desc, s.id desc limit ").value(STAYS);
    let Builder { sql, params } = b;
    let mut stays: BTreeMap<String, (Vec<i64>, Vec<i64>)> = BTreeMap::new();
    for row in &tx.rows(sql, &params).await? {
        let spent = row.time_opt(2)?.unwrap_or(now).millis() - row.time(1)?.millis();
        let both = stays.entry(row.text(0)?).or_default();
        let side = if in_public(row.text_opt(3)?.as_deref()) { &mut both.1 } else { &mut both.0 };
        side.push(spent.max(0) / DAY);
    }
    let states = kinds::LegalProcess::META.lifecycle.states.iter();
    let rows = states.filter(|state| state.phase != model::Phase::Closed).filter_map(|state| {
        let (quiet, public) = stays.remove(state.name)?;
        Some(GapRow {
            stage: state.name,
            quiet: (quiet.len(), stage_limits::median(quiet)),
            public: (public.len(), stage_limits::median(public)),
        })
    });
    Ok(rows.collect())
}

/// Stages begun in the last days, for each open track and month of thirty days, in hundredths.
async fn steps(tx: &mut Tx, actor: &Actor, rows: &[BoardRow]) -> Result<(Option<i64>, Option<i64>)> {
    let now = tx.now;
    let mut b = Builder::new("select c.media_prominence, count(*)");
    from(&mut b, actor, now);
    b.text(" and m.phase <> 'closed' and c.media_prominence is not null and s.from_at >= ");
    b.value(now.plus(-RECENT * DAY)).text(" group by c.media_prominence order by c.media_prominence");
    let Builder { sql, params } = b;
    let (mut quiet, mut public) = (0, 0);
    for row in &tx.rows(sql, &params).await? {
        let side = if in_public(row.text_opt(0)?.as_deref()) { &mut public } else { &mut quiet };
        *side += row.int(1)?;
    }
    let tracks = |wanted: bool| {
        rows.iter().filter(|row| row.prominence.is_some() && row.in_public() == wanted).count()
    };
    let rate = |steps: i64, tracks: usize| {
        let tracks = i64::try_from(tracks).unwrap_or(i64::MAX);
        (tracks > 0).then(|| steps * 100 * 30 / RECENT / tracks)
    };
    Ok((rate(quiet, tracks(false)), rate(public, tracks(true))))
}
