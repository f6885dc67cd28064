//! The model as a file that a statistician can read and change.

use std::fmt::Write;

use toml::{Table, Value};

use super::fields::{FIELDS, Field, MAX_LEVELS};
use super::model::{BIT, LARGEST_BLOCK, Level, Model};

const HEAD: &str = "\
# Model of a record linkage after Fellegi and Sunter. Weights are whole 1/1024 bit.
# weight    log2(m / u): for one child against strangers
# household log2(m / h): for one child against two children of one household
# typical   information in a typical agreeing value; rarer values weigh more by the difference. 0: rarity does not matter
# m, u and h are there to be read; the weights alone decide.
";

impl Model {
    /// The model as TOML.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = HEAD.to_owned();
        let Self { prior, prior_household, slope, shift, keep, largest_block, .. } = self;
        let _ = writeln!(
            out,
            "version = 1\nprior = {prior}\nprior_household = {prior_household}\nslope = {slope}\nshift = {shift}\n\
             keep = {keep}\nlargest_block = {largest_block}"
        );
        for field in FIELDS {
            for (at, name) in (0_u8..).zip(field.levels()).skip(1) {
                let Level { m, u, h, weight, household, typical } = self.level(field, at);
                let _ = writeln!(
                    out,
                    "\n[{}.{name}]\nm = {m:.6}\nu = {u:.9}\nh = {h:.6}\nweight = {weight}\nhousehold = {household}\n\
                     typical = {typical}",
                    field.key()
                );
            }
        }
        out
    }

    /// Reads a model.
    ///
    /// # Errors
    /// A sentence that names what is missing or no number.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let table: Table = text.parse().map_err(|error| format!("the model is no TOML: {error}"))?;
        let whole = |table: &Table, name: &str, place: &str| -> Result<i32, String> {
            let number = table.get(name).and_then(Value::as_integer).and_then(|n| i32::try_from(n).ok());
            number.ok_or_else(|| format!("the model wants a whole number {name}{place}"))
        };
        let mut levels = [[Level::default(); MAX_LEVELS]; 7];
        for (field, row) in FIELDS.into_iter().zip(&mut levels) {
            let part = table.get(field.key()).and_then(Value::as_table);
            let part = part.ok_or_else(|| format!("the model has no field [{}]", field.key()))?;
            for (level, name) in row.iter_mut().zip(field.levels()).skip(1) {
                *level = level_of(part, field, name, &whole)?;
            }
        }
        let top = |name: &str| whole(&table, name, "");
        let largest =
            table.get("largest_block").and_then(Value::as_integer).and_then(|n| usize::try_from(n).ok());
        Ok(Self {
            levels,
            prior: top("prior")?,
            prior_household: top("prior_household")?,
            slope: top("slope")?,
            shift: top("shift")?,
            keep: top("keep").unwrap_or(-8 * BIT),
            largest_block: largest.filter(|n| *n >= 2).unwrap_or(LARGEST_BLOCK),
        })
    }
}

type Whole<'a> = dyn Fn(&Table, &str, &str) -> Result<i32, String> + 'a;

fn level_of(part: &Table, field: Field, name: &str, whole: &Whole<'_>) -> Result<Level, String> {
    let place = format!(" in [{}.{name}]", field.key());
    let level =
        part.get(name).and_then(Value::as_table).ok_or_else(|| format!("the model has no level{place}"))?;
    let share = |name: &str| level.get(name).and_then(Value::as_float).unwrap_or_default();
    Ok(Level {
        m: share("m"),
        u: share("u"),
        h: share("h"),
        weight: whole(level, "weight", &place)?,
        household: whole(level, "household", &place)?,
        typical: whole(level, "typical", &place).unwrap_or(0),
    })
}
