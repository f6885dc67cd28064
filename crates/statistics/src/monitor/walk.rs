//! Going through a series with a rule, and trying a rule on history.

use super::alert::{Followed, Outcome, settle};
use super::method::{Method, Ready, Score};
use super::rule::{Rule, Side};
use super::series::{Series, Value};

/// A period in which a rule found a series unusual. Every number in it follows from what is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The period.
    pub period: i32,
    /// The figure, where it is shown.
    pub shown: Option<f64>,
    /// What was expected.
    pub expected: f64,
    /// How unusual it is, in the measure of the method.
    pub score: f64,
    /// Beyond which score the rule answers.
    pub limit: f64,
}

impl Rule {
    /// Every period in which the series is unusual.
    #[must_use]
    pub fn walk(&self, series: &Series) -> Vec<Hit> {
        self.judge(series).1
    }

    /// The last period alone.
    #[must_use]
    pub fn latest(&self, series: &Series) -> Option<Hit> {
        let last = period(series, series.values.len().checked_sub(1)?);
        self.walk(series).last().copied().filter(|hit| hit.period == last)
    }

    /// How many periods could be judged, and the hits.
    fn judge(&self, series: &Series) -> (usize, Vec<Hit>) {
        let ready = self.ready(series);
        let (mut judged, mut known, mut hits) = (0, 0, Vec::new());
        for (at, score) in self.method.scores(&ready).into_iter().enumerate() {
            let enough = known >= self.min_history;
            known += usize::from(ready.empty.get(at) == Some(&false));
            let Some(score) = score.filter(|_| enough) else { continue };
            judged += 1;
            if score.score > score.limit && self.is_large_enough(&ready, at, score) {
                hits.push(self.hit(series, at, score));
            }
        }
        (judged, hits)
    }

    fn hit(&self, series: &Series, at: usize, score: Score) -> Hit {
        let shown = match series.values.get(at) {
            Some(Value::Shown(value)) => Some(*value),
            _ => None,
        };
        let signed = |value: f64| if self.is_turned() { -value } else { value };
        let threshold = matches!(self.method, Method::Threshold { .. });
        let (score_of, limit) =
            if threshold { (signed(score.score), signed(score.limit)) } else { (score.score, score.limit) };
        Hit { period: period(series, at), shown, expected: signed(score.expected), score: score_of, limit }
    }

    fn is_large_enough(&self, ready: &Ready, at: usize, score: Score) -> bool {
        let size = match self.method {
            Method::Overdue { .. } => return true,
            Method::Silence { .. } => score.expected,
            _ if self.side == Side::Fall => score.expected.abs(),
            _ => ready.judged.get(at).copied().unwrap_or(f64::NAN),
        };
        size >= self.min_count
    }

    /// Whether figures are turned around zero.
    fn is_turned(&self) -> bool {
        self.side == Side::Fall && !matches!(self.method, Method::Overdue { .. } | Method::Silence { .. })
    }

    /// Figures as numbers. A withheld one is never judged to have risen, and where it is what is usual it stands for the most that a
    /// small count can be. For a fall it is the other way round, and for a silence what is usual is the least.
    fn ready(&self, series: &Series) -> Ready {
        let turned = self.is_turned();
        let sign = if turned { -1.0 } else { 1.0 };
        let (least, most) = self.withheld.unwrap_or((f64::NAN, f64::NAN));
        let (judged, usual) = match self.method {
            _ if turned => (-most, -least),
            Method::Silence { .. } => (f64::NAN, least),
            _ => (f64::NAN, most),
        };
        let of = |value: &Value, withheld: f64| match value {
            Value::NoData => f64::NAN,
            Value::Withheld => withheld,
            Value::Shown(value) => sign * value,
        };
        let is_zero = |value: &Value| matches!(value, Value::Shown(shown) if shown.abs() < f64::EPSILON);
        Ready {
            sign,
            judged: series.values.iter().map(|value| of(value, judged)).collect(),
            usual: series.values.iter().map(|value| of(value, usual)).collect(),
            silent: series.values.iter().map(|value| *value == Value::NoData || is_zero(value)).collect(),
            empty: series.values.iter().map(|value| *value == Value::NoData).collect(),
        }
    }
}

fn period(series: &Series, at: usize) -> i32 {
    series.first.saturating_add(i32::try_from(at).unwrap_or(i32::MAX))
}

/// What a rule would have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BackTest {
    /// Series.
    pub series: usize,
    /// Periods that could be judged, over all series.
    pub judged: usize,
    /// Periods in which it would have answered.
    pub hits: usize,
    /// Alerts that it would have opened: answers one after the other are one alert.
    pub alerts: usize,
    /// Series that it would have answered in.
    pub series_hit: usize,
}

/// Tries a rule on history. An alert is taken to be closed when a period passes without an answer.
#[must_use]
pub fn back_test<'a>(rule: &Rule, history: impl IntoIterator<Item = &'a Series>) -> BackTest {
    let mut test = BackTest::default();
    for series in history {
        let (judged, hits) = rule.judge(series);
        test.series += 1;
        test.judged += judged;
        test.hits += hits.len();
        test.series_hit += usize::from(!hits.is_empty());
        let mut followed: Option<Followed> = None;
        for hit in hits {
            if let Some(open) = &mut followed
                && open.closed.is_none()
                && hit.period > open.last_seen.saturating_add(1)
            {
                open.closed = Some(open.last_seen.saturating_add(1));
            }
            let outcome = settle(followed.as_ref(), hit.period, rule.cool_down);
            test.alerts += usize::from(outcome.opens());
            followed = outcome.after(followed, hit.period);
        }
    }
    test
}

impl Outcome {
    /// What is followed after it.
    fn after(self, before: Option<Followed>, period: i32) -> Option<Followed> {
        match (self, before) {
            (Self::Opens | Self::Reopens, _) | (Self::Attaches, None) => {
                Some(Followed { first_seen: period, last_seen: period, closed: None })
            }
            (Self::Attaches, Some(open)) => Some(Followed { last_seen: open.last_seen.max(period), ..open }),
            (Self::Quiet, before) => before,
        }
    }
}
