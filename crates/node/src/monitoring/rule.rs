//! Alert rules: from the fields of a form to a rule of the crate `statistics`, and the series that it goes through.

use std::collections::BTreeMap;

use model::kinds::AlertRule;
use model::{Id, Kind, ProblemCode, Record};
use statistics::Rule as Protection;
use statistics::monitor::{By, Ears, Method, Rule, Series, Side, Value as Figure};
use statistics::table::TOTAL;

use super::block::{COUNTRY, Guard, Place};
use super::period::Frequency;
use super::sheet::Sheet;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Rules that look at how things stand today instead of at an indicator.
pub(crate) const STANDING: [&str; 3] = ["capacity_below", "assurance_expired", "custody_vacant"];

/// A rule as its form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) indicator: Option<Id>,
    pub(crate) method: String,
    pub(crate) areas: String,
    side: String,
    bound: String,
    periods: Option<i64>,
    back: Option<i64>,
    min_history: i64,
    min_count: i64,
    cool_down: i64,
}

impl Said {
    pub(crate) fn of(record: &Record) -> Self {
        let meta = AlertRule::META;
        let text = |name| record.to_text(meta, name);
        let number = |name| text(name).parse::<i64>().ok();
        Self {
            indicator: text("indicator").parse().ok(),
            method: text("method"),
            areas: text("areas"),
            side: text("side"),
            bound: text("bound"),
            periods: number("periods"),
            back: number("back"),
            min_history: number("min_history").unwrap_or(0),
            min_count: number("min_count").unwrap_or(0),
            cool_down: number("cool_down").unwrap_or(0),
        }
    }

    /// Whether it looks at how things stand today.
    pub(crate) fn is_standing(&self) -> bool {
        STANDING.contains(&self.method.as_str())
    }

    fn bound(&self) -> Result<f64> {
        let read = number(&self.bound).filter(|bound| bound.abs() < 1e12);
        read.ok_or_else(|| match self.bound.trim() {
            "" => Error::field("bound", ProblemCode::Missing),
            _ => Error::field("bound", ProblemCode::NotANumber),
        })
    }

    fn periods(&self) -> Result<usize> {
        whole(self.periods).ok_or_else(|| Error::field("periods", ProblemCode::Missing))
    }

    fn method(&self) -> Result<Method> {
        let back = || whole(self.back).ok_or_else(|| Error::field("back", ProblemCode::Missing));
        let ears = |of| Ok(Method::Ears { of, window: self.periods()?, limit: self.bound()? });
        match self.method.as_str() {
            "change_share" => Ok(Method::Change { back: back()?, by: By::Share(self.bound()? / 100.0) }),
            "change_amount" => Ok(Method::Change { back: back()?, by: By::Amount(self.bound()?) }),
            "z" => Ok(Method::Z { window: self.periods()?, limit: self.bound()? }),
            "modified_z" => Ok(Method::ModifiedZ { window: self.periods()?, limit: self.bound()? }),
            "ears_c1" => ears(Ears::C1),
            "ears_c2" => ears(Ears::C2),
            "ears_c3" => ears(Ears::C3),
            "cusum" => {
                Ok(Method::Cusum { window: self.periods()?, lag: 0, slack: 0.5, limit: self.bound()? })
            }
            "overdue" => Ok(Method::Overdue { allowed: whole(self.back).unwrap_or(0) }),
            "silence" => Ok(Method::Silence { window: self.periods()?, chance: 0.01 }),
            _ => Ok(Method::Threshold { limit: self.bound()? }),
        }
    }

    /// The rule, for figures that are protected so.
    ///
    /// # Errors
    /// [`Error::Invalid`] at the field that is missing or makes no sense.
    pub(crate) fn rule(&self, guard: Guard) -> Result<Rule> {
        let falls = self.side == "fall" || self.method == "capacity_below";
        let side = if falls { Side::Fall } else { Side::Rise };
        let method = self.method()?;
        let mut rule = match guard {
            Guard::Counts(minimum) => {
                let protection = Protection::with_minimum(minimum).unwrap_or_default();
                Rule::of_counts(method, side, protection)
            }
            Guard::Rates(..) | Guard::Open => {
                Rule { withheld: None, ..Rule::of_counts(method, side, Protection::default()) }
            }
        };
        rule.min_history = whole(Some(self.min_history)).unwrap_or(0);
        rule.min_count = f64::from(i32::try_from(self.min_count).unwrap_or(i32::MAX));
        rule.cool_down = u32::try_from(self.cool_down).unwrap_or(0);
        rule.check().map_err(|_| Error::field("bound", ProblemCode::OutOfRange))?;
        Ok(rule)
    }

    /// Whether the rule may stand as it is.
    ///
    /// # Errors
    /// As [`rule`](Self::rule).
    pub(crate) fn check(&self) -> Result<()> {
        if !self.is_standing() && self.indicator.is_none() {
            return Err(Error::field("indicator", ProblemCode::Missing));
        }
        let level = ["threshold", "change_share", "change_amount"].contains(&self.method.as_str());
        if level && self.side.is_empty() {
            return Err(Error::field("side", ProblemCode::Missing));
        }
        self.rule(Guard::Open).map(drop)
    }

    fn watches(&self, area: &str) -> bool {
        match self.areas.as_str() {
            "national" => area == COUNTRY,
            "provinces" => area != COUNTRY,
            _ => true,
        }
    }
}

fn whole(number: Option<i64>) -> Option<usize> {
    number.and_then(|number| usize::try_from(number).ok())
}

/// Whether digits stand in groups of three after one kind of sign and nothing else: `4.800`, `1,250,000`. In a file of a program the same
/// may be a fraction.
fn in_groups(plain: &str) -> bool {
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let mark = match (digits.contains('.'), digits.contains(',')) {
        (true, false) => '.',
        (false, true) => ',',
        _ => return false,
    };
    let mut groups = digits.split(mark);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|group| group.len() == 3)
}

/// A number in a file: one that can be read in two ways is not read.
pub(crate) fn number_of_file(written: &str) -> Option<f64> {
    let once = written.matches(['.', ',']).count() == 1;
    if once && in_groups(written.trim()) { None } else { number(written) }
}

/// A number as people write it: `1.250,5`, `4.800` and `1250.5` are read, two different signs for the same thing are not. Three digits
/// after a sign are thousands, since nobody says how many children there are to the thousandth.
pub(crate) fn number(written: &str) -> Option<f64> {
    let plain: String = written.trim().chars().filter(|c| !c.is_whitespace()).collect();
    let plain = if in_groups(&plain) { plain.replace(['.', ','], "") } else { plain };
    let text = match (plain.rfind(','), plain.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => plain.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => plain.replace(',', ""),
        (Some(_), None) => plain.replace(',', "."),
        _ => plain,
    };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let sound = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    text.parse::<f64>().ok().filter(|number| sound && number.is_finite())
}

/// What a rule goes through: the shown numbers of its indicator, area by area and stratum by stratum, until a period that should have been
/// told by now.
pub(crate) async fn series(
    tx: &mut Tx,
    said: &Said,
    sheet: &Sheet,
    until: i32,
) -> Result<BTreeMap<Place, Series>> {
    let frequency = sheet.frequency();
    let rows = tx
        .rows(
            "select area, stratum, period, shown from observation where indicator_id = $1 order by area, stratum, period",
            &[sheet.indicator.into()],
        )
        .await?;
    let mut dated: BTreeMap<Place, Vec<(i32, Figure)>> = BTreeMap::new();
    for row in &rows {
        let (area, stratum) = (row.text(0)?, row.text(1)?);
        let Some(at) = frequency.number(&row.text(2)?) else { continue };
        if said.watches(&area) {
            let figure = row.real_opt(3)?.map_or(Figure::Withheld, Figure::Shown);
            dated.entry((area, stratum)).or_default().push((at, figure));
        }
    }
    let late = ["overdue", "silence"].contains(&said.method.as_str());
    let made = |dated: &Vec<(i32, Figure)>| {
        let series = Series::of(dated);
        if late { series.until(until) } else { series }
    };
    Ok(dated.iter().map(|(at, dated)| (at.clone(), made(dated))).collect())
}

/// How things stand today, as a series of one month.
pub(crate) async fn standing(tx: &mut Tx, said: &Said, organisation: Id) -> Result<BTreeMap<Place, Series>> {
    let today = tx.now.date(model::time::Zone::Wib);
    let rows = match said.method.as_str() {
        "capacity_below" => {
            tx.rows(
                "select substr(coalesce(k.region, ''), 1, 2), cast(coalesce(sum(k.available), 0) as bigint)
                 from matter m join k_service_listing k on k.id = m.id
                 where m.kind = 'service-listing' and m.organisation_id = $1 and m.state = 'published' and k.available is not null
                 group by substr(coalesce(k.region, ''), 1, 2) order by 1",
                &[organisation.into()],
            )
            .await?
        }
        "assurance_expired" => {
            tx.rows(
                "select substr(coalesce(k.region, ''), 1, 2), count(*) from matter m join k_service_listing k on k.id = m.id
                 where m.kind = 'service-listing' and m.organisation_id = $1 and m.state in ('due_for_assurance', 'unassured')
                 group by substr(coalesce(k.region, ''), 1, 2) order by 1",
                &[organisation.into()],
            )
            .await?
        }
        _ => {
            let now = tx.now;
            tx.rows(
                "select '', count(*) from matter m where m.organisation_id = $1 and m.phase <> 'closed'
                   and m.custodian_post is not null and not exists (select 1 from tenure t where t.post_id = m.custodian_post
                     and t.from_at <= $2 and (t.to_at is null or t.to_at > $2))",
                &[organisation.into(), now.into()],
            )
            .await?
        }
    };
    let month = Frequency::Month.of(today);
    let mut found: BTreeMap<Place, f64> = BTreeMap::new();
    for row in &rows {
        let (area, n) = (row.text(0)?, f64::from(i32::try_from(row.int(1)?).unwrap_or(i32::MAX)));
        let country = (COUNTRY.to_owned(), TOTAL.to_owned());
        if !area.is_empty() && said.areas != "national" {
            found.insert((area, TOTAL.to_owned()), n);
        }
        if said.areas != "provinces" {
            *found.entry(country).or_default() += n;
        }
    }
    let one = |n: f64| Series::new(month, vec![Figure::Shown(n)]);
    Ok(found.into_iter().map(|(at, n)| (at, one(n))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written_here_and_elsewhere() {
        for (written, read) in [
            ("12", Some(12.0)),
            ("1.250,5", Some(1250.5)),
            ("1,250.5", Some(1250.5)),
            ("0,5", Some(0.5)),
            ("4.800", Some(4800.0)),
            ("-1,250,000", Some(-1_250_000.0)),
            ("0.125", Some(0.125)),
            ("12.34", Some(12.34)),
            ("1.2.3", None),
            ("-3.5", Some(-3.5)),
            ("1e5", None),
            ("NaN", None),
            ("", None),
            ("-", None),
            ("12 orang", None),
        ] {
            assert_eq!(number(written), read, "{written}");
        }
        assert_eq!(number_of_file("4.800"), None, "thousands or a fraction: nobody guesses");
        assert_eq!(number_of_file("4800"), Some(4800.0));
        assert_eq!(number_of_file("4.80"), Some(4.8));
        assert_eq!(number_of_file("1.250.000"), Some(1_250_000.0));
    }
}
