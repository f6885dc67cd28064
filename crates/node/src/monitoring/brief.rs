//! Briefs: numbers are bound to observations, locked once, and from then on say the same for ever.

use std::collections::BTreeMap;

use model::kinds::{Brief, BriefAsk, BriefParagraph};
use model::{Id, Kind, KindMeta, Lang, Record, Value};
use serde::{Deserialize, Serialize};
use statistics::table::TOTAL;

use super::block::COUNTRY;
use super::sheet;
use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::held::Reveal;
use crate::store::fields;

/// A number of a brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BriefNumber {
    /// As it stands in the text: `REFERENCE AREA PERIOD`.
    pub binding: String,
    /// Name of the indicator.
    pub name: String,
    /// Code of the area; `ID` is the country.
    pub area: String,
    /// Period.
    pub period: String,
    /// The number; nothing where it is withheld.
    pub shown: Option<f64>,
    /// Code of list `indicator-unit`.
    pub unit: String,
    /// Code of list `counted-entity`.
    pub counted_entity: String,
    /// Source.
    pub source: String,
    /// What must be known to read it.
    pub caveat: String,
    /// When it was observed, in milliseconds.
    pub observed_at: i64,
}

/// A paragraph with its numbers filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Heading; may be empty.
    pub heading: String,
    /// Text.
    pub body: String,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The gap that it starts from; empty when none was named.
    pub gap: String,
    /// Of whom.
    pub ministry: String,
    /// The line of its budget.
    pub budget_line: String,
    /// In one sentence.
    pub sentence: String,
}

/// A brief in one language, as it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BriefText {
    /// Title.
    pub title: String,
    /// For whom.
    pub audience: String,
    /// Paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// What is asked.
    pub asks: Vec<Asked>,
    /// The numbers, in the order of their bindings.
    pub numbers: Vec<BriefNumber>,
    /// Further sources.
    pub citation: String,
}

/// A binding in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Binding {
    reference: String,
    area: String,
    period: Option<String>,
}

const OPENS: &str = "[[";
const CLOSES: &str = "]]";

impl Binding {
    fn read(inside: &str) -> Option<Self> {
        let mut words = inside.split_whitespace();
        let reference = words.next()?.to_owned();
        let area = words.next().unwrap_or(COUNTRY).to_owned();
        let period = words.next().map(str::to_owned);
        words.next().is_none().then_some(Self { reference, area, period })
    }
}

/// What stands between the brackets of a text, in order.
fn insides(text: &str) -> Vec<&str> {
    let after = text.split(OPENS).skip(1);
    after.filter_map(|rest| rest.split_once(CLOSES)).map(|(inside, _)| inside.trim()).collect()
}

/// A number as people of a language write it, with at most one place behind the sign.
#[must_use]
pub fn written(lang: Lang, number: f64) -> String {
    let tenths = format!("{number:.1}");
    let (whole, part) = tenths.split_once('.').unwrap_or((&tenths, "0"));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let (thousands, decimal) = if lang == Lang::En { (',', '.') } else { ('.', ',') };
    let mut text = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if part != "0" {
        text.push(decimal);
        text.push_str(part);
    }
    text
}

/// Fills a text in. The same text and numbers give the same bytes.
fn filled(lang: Lang, text: &str, numbers: &BTreeMap<String, BriefNumber>) -> String {
    let withheld = if lang == Lang::En { "[withheld]" } else { "[dirahasiakan]" };
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPENS) {
        said.push_str(before);
        let Some((inside, tail)) = after.split_once(CLOSES) else {
            said.push_str(OPENS);
            rest = after;
            continue;
        };
        match numbers.get(inside.trim()) {
            Some(number) => match number.shown {
                Some(shown) => {
                    said.push_str(&written(lang, shown));
                    if number.unit == "percent" {
                        said.push('%');
                    }
                }
                None => said.push_str(withheld),
            },
            // A number that is not locked yet stands as its binding.
            None => {
                said.push_str(OPENS);
                said.push_str(inside);
                said.push_str(CLOSES);
            }
        }
        rest = tail;
    }
    said.push_str(rest);
    said
}

/// The parts of a brief in their order. Nothing in them is about a person.
async fn parts(tx: &mut Tx, facts: &MatterFacts, meta: &'static KindMeta) -> Result<Vec<Record>> {
    let rows = tx
        .rows(
            "select id from matter where root_id = $1 and kind = $2 order by id",
            &[facts.root.into(), meta.slug.into()],
        )
        .await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &rows {
        let held = fields::load(tx, meta, row.id(0)?, facts.key).await?.into_inner();
        let groups = model::field::Groups::NONE.with(model::field::DataGroup::Record);
        records.push(held.reveal(groups)?.to_record());
    }
    records.sort_by_key(|record| record.to_text(meta, "place").parse::<i64>().unwrap_or(i64::MAX));
    Ok(records)
}

/// Locks the numbers that a brief names, as they are shown now.
pub(crate) async fn lock(tx: &mut Tx, facts: &MatterFacts, by: Option<Id>) -> Result<()> {
    let meta = BriefParagraph::META;
    let mut said = Vec::new();
    for record in parts(tx, facts, meta).await? {
        said.push((record.to_text(meta, "body"), record.to_text(meta, "body_en")));
    }
    if said.is_empty() {
        return Err(Error::Refused("brief-empty"));
    }
    let mut wanted: BTreeMap<String, Binding> = BTreeMap::new();
    for (id, en) in &said {
        let (mut one, mut other) = (insides(id), insides(en));
        one.sort_unstable();
        other.sort_unstable();
        // Both languages say the same.
        if one != other {
            return Err(Error::Refused("brief-languages-differ"));
        }
        for inside in one {
            let binding = Binding::read(inside).ok_or(Error::Refused("brief-number-unknown"))?;
            wanted.insert(inside.to_owned(), binding);
        }
    }
    unlock(tx, facts.id).await?;
    let now = tx.now;
    tx.run(
        "insert into brief_lock (brief_id, locked_at, locked_by) values ($1, $2, $3)",
        &[facts.id.into(), now.into(), by.into()],
    )
    .await?;
    for (inside, binding) in wanted {
        keep(tx, facts, &inside, &binding).await?;
    }
    Ok(())
}

async fn keep(tx: &mut Tx, facts: &MatterFacts, inside: &str, binding: &Binding) -> Result<()> {
    let found = sheet::by_reference(tx, facts.organisation, &binding.reference).await?;
    let sheet = found.ok_or(Error::Refused("brief-number-unknown"))?;
    if sheet.state != "published" {
        return Err(Error::Refused("brief-number-not-public"));
    }
    let row = tx
        .row(
            "select period, shown, source, at from observation
             where indicator_id = $1 and area = $2 and stratum = $3 and ($4 = '' or period = $4)
             order by period desc limit 1",
            &[
                sheet.indicator.into(),
                binding.area.as_str().into(),
                TOTAL.into(),
                binding.period.clone().unwrap_or_default().into(),
            ],
        )
        .await?
        .ok_or(Error::Refused("brief-number-unknown"))?;
    let [name_id, name_en] = sheet.name;
    let [caveat_id, caveat_en] = sheet.caveat;
    tx.run(
        "insert into brief_number (brief_id, binding, indicator_id, area, period, shown, unit, counted_entity, source, name_id, name_en,
           caveat_id, caveat_en, observed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            facts.id.into(),
            inside.into(),
            sheet.indicator.into(),
            binding.area.as_str().into(),
            row.text(0)?.into(),
            Value::Real(row.real_opt(1)?),
            sheet.unit.into(),
            sheet.entity.into(),
            row.text(2)?.into(),
            name_id.into(),
            name_en.into(),
            caveat_id.into(),
            caveat_en.into(),
            row.time(3)?.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Lets the numbers go, so that the words may be changed.
pub(crate) async fn unlock(tx: &mut Tx, brief: Id) -> Result<()> {
    tx.run("delete from brief_number where brief_id = $1", &[brief.into()]).await?;
    tx.run("delete from brief_lock where brief_id = $1", &[brief.into()]).await?;
    Ok(())
}

/// Who locked the numbers, and when.
pub(crate) async fn locked(tx: &mut Tx, brief: Id) -> Result<Option<(Option<Id>, i64)>> {
    let row =
        tx.row("select locked_by, locked_at from brief_lock where brief_id = $1", &[brief.into()]).await?;
    row.map(|row| Ok((row.id_opt(0)?, row.int(1)?))).transpose()
}

async fn numbers(tx: &mut Tx, brief: Id, lang: Lang) -> Result<BTreeMap<String, BriefNumber>> {
    let rows = tx
        .rows(
            "select binding, area, period, shown, unit, counted_entity, source, name_id, name_en, caveat_id, caveat_en, observed_at
             from brief_number where brief_id = $1 order by binding",
            &[brief.into()],
        )
        .await?;
    let (name, caveat) = if lang == Lang::En { (8, 10) } else { (7, 9) };
    rows.iter()
        .map(|row| {
            let binding = row.text(0)?;
            let number = BriefNumber {
                binding: binding.clone(),
                name: row.text(name)?,
                area: row.text(1)?,
                period: row.text(2)?,
                shown: row.real_opt(3)?,
                unit: row.text(4)?,
                counted_entity: row.text(5)?,
                source: row.text(6)?,
                caveat: row.text(caveat)?,
                observed_at: row.int(11)?,
            };
            Ok((binding, number))
        })
        .collect()
}

/// A brief in one language. The same snapshot gives the same bytes.
pub(crate) async fn render(
    tx: &mut Tx,
    facts: &MatterFacts,
    record: &Record,
    lang: Lang,
) -> Result<BriefText> {
    let meta = Brief::META;
    let in_lang = |name: &str| if lang == Lang::En { format!("{name}_en") } else { name.to_owned() };
    let numbers = numbers(tx, facts.id, lang).await?;
    let mut brief = BriefText {
        title: record.to_text(meta, &in_lang("title")),
        audience: record.to_text(meta, "audience"),
        paragraphs: Vec::new(),
        asks: Vec::new(),
        citation: record.to_text(meta, "citation"),
        numbers: Vec::new(),
    };
    for one in parts(tx, facts, BriefParagraph::META).await? {
        let said = |name: &str| one.to_text(BriefParagraph::META, &in_lang(name));
        brief
            .paragraphs
            .push(Paragraph { heading: said("heading"), body: filled(lang, &said("body"), &numbers) });
    }
    for one in parts(tx, facts, BriefAsk::META).await? {
        let said = |name: &str| one.to_text(BriefAsk::META, name);
        let gap = match said("gap").parse::<Id>() {
            Ok(gap) => gap_name(tx, facts.organisation, gap).await?,
            Err(_) => String::new(),
        };
        let (ministry, budget_line) = (said("ministry"), said("budget_line"));
        brief.asks.push(Asked { gap, ministry, budget_line, sentence: said(&in_lang("sentence")) });
    }
    brief.numbers = numbers.into_values().collect();
    Ok(brief)
}

/// The number of a gap; one of another organisation is not named.
async fn gap_name(tx: &mut Tx, organisation: Id, gap: Id) -> Result<String> {
    let row = tx
        .row(
            "select code from matter where id = $1 and kind = 'legal-gap' and organisation_id = $2 order by id",
            &[gap.into(), organisation.into()],
        )
        .await?;
    row.map_or(Ok(String::new()), |row| row.text(0))
}

/// Puts a brief before the public, in both languages.
pub(crate) async fn publish(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let (_, locked_at) = locked(tx, facts.id).await?.ok_or(Error::Refused("brief-empty"))?;
    let embargo = Some(record.to_text(Brief::META, "embargo_until")).filter(|day| !day.is_empty());
    let now = tx.now;
    for lang in Lang::ALL {
        let brief = render(tx, facts, record, lang).await?;
        let words =
            serde_json::to_string(&brief).map_err(|error| Error::Storage(format!("a brief: {error}")))?;
        tx.run(
            "insert into brief_edition (brief_id, lang, code, title, words, locked_at, published_at, embargo_until, correction, withdrawn)
             values ($1, $2, $3, $4, $5, $6, $7, $8, '', $9)",
            &[
                facts.id.into(),
                lang.code().into(),
                facts.code.as_str().into(),
                brief.title.into(),
                words.into(),
                locked_at.into(),
                now.into(),
                embargo.clone().into(),
                false.into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// Says above a published brief what was wrong with it. One that is withdrawn keeps its title and the reason.
pub(crate) async fn correct(
    tx: &mut Tx,
    facts: &MatterFacts,
    record: &Record,
    withdrawn: bool,
) -> Result<()> {
    for lang in Lang::ALL {
        let name = if lang == Lang::En { "correction_en" } else { "correction" };
        tx.run(
            "update brief_edition set correction = $3, withdrawn = $4 where brief_id = $1 and lang = $2",
            &[
                facts.id.into(),
                lang.code().into(),
                record.to_text(Brief::META, name).into(),
                withdrawn.into(),
            ],
        )
        .await?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    fn number(shown: Option<f64>, unit: &str) -> BriefNumber {
        BriefNumber {
            binding: "A".into(),
            name: String::new(),
            area: COUNTRY.into(),
            period: "2026".into(),
            shown,
            unit: unit.into(),
            counted_entity: "children".into(),
            source: String::new(),
            caveat: String::new(),
            observed_at: 0,
        }
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        assert_eq!(written(Lang::Id, 1_234_567.0), "1.234.567");
        assert_eq!(written(Lang::En, -1234.56), "-1,234.6");
        assert_eq!(written(Lang::Id, 0.5), "0,5");
    }

    #[test]
    fn a_text_is_filled_in_and_what_is_unknown_stays() {
        let numbers = BTreeMap::from([
            ("A".to_owned(), number(Some(1500.0), "number")),
            ("B 32".to_owned(), number(None, "percent")),
        ]);
        let text = "Ada [[A]] anak, [[ B 32 ]] di sana, [[C]] lagi [[ dan";
        assert_eq!(
            filled(Lang::Id, text, &numbers),
            "Ada 1.500 anak, [dirahasiakan] di sana, [[C]] lagi [[ dan"
        );
        assert_eq!(insides(text), ["A", "B 32", "C"]);
        assert_eq!(Binding::read("A 32 2026").unwrap().period.as_deref(), Some("2026"));
        assert_eq!(Binding::read("A 32 2026 sekali"), None);
    }
}
