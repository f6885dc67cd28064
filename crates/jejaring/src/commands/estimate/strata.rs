//! The same for girls and boys, ages, forms and regions, one by one.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use statistics::mse::analyse::methods;
use statistics::mse::{Plan, Refusal, analyse};

use super::reading::Read;
use super::{Estimate, words};
use crate::failure::Result;

/// What one stratum says.
pub(super) struct Stratum {
    pub(super) by: String,
    pub(super) value: String,
    pub(super) observed: u64,
    /// Estimate and ends of its interval, or the code and the sentence of why there is none.
    pub(super) found: std::result::Result<(f64, f64, f64), (&'static str, String)>,
}

/// Estimates each value of each stratum column by the first method. Lists that nobody of a stratum stands on are left out
/// there.
pub(super) fn estimate(asked: &Estimate, read: &Read, plan: &Plan) -> Result<Vec<Stratum>> {
    let plan = Plan { every: false, average: false, chain: None, ..plan.clone() };
    let mut all = Vec::new();
    for (at, by) in read.strata.iter().enumerate() {
        let value = |line: &super::reading::Line| line.values.get(at).cloned().unwrap_or_default();
        let values: BTreeSet<String> = read.rows.iter().map(value).collect();
        for wanted in values {
            let mut table = asked.combined(read.table_of(|line| value(line) == wanted)?)?;
            while let Some(empty) = (0..table.lists().len()).find(|list| table.on(1 << list) == 0) {
                let Ok(less) = table.without(empty) else { break };
                table = less;
            }
            // A stratum with fewer lists may lack a method; then it has its usual one.
            let known = methods(table.lists().len(), plan.threshold, plan.order);
            let headline = asked.method.clone().filter(|wanted| known.iter().any(|(name, _)| name == wanted));
            let own = Plan { headline, ..plan.clone() };
            let found = analyse(&table, &own, &mut |_| ());
            let first = found.and_then(|analysis| {
                let first = analysis.answers.first().map(|first| (first.estimate, first.low, first.high));
                first.ok_or(Refusal::Empty)
            });
            all.push(Stratum {
                by: by.clone(),
                value: wanted,
                observed: table.observed(),
                found: first.map_err(|refusal| words::refusal(asked.lang, &refusal, table.lists().len())),
            });
        }
    }
    Ok(all)
}

pub(super) fn object(strata: &[Stratum]) -> Value {
    let one = |stratum: &Stratum| {
        let mut object = json!({ "by": stratum.by, "value": stratum.value, "observed": stratum.observed });
        if let Value::Object(fields) = &mut object {
            match &stratum.found {
                Ok((estimate, low, high)) => {
                    fields.insert("estimate".into(), json!(estimate));
                    fields.insert("low".into(), json!(low));
                    fields.insert("high".into(), json!(high));
                }
                Err((code, reason)) => {
                    fields.insert("refused".into(), json!(code));
                    fields.insert("reason".into(), json!(reason));
                }
            }
        }
        object
    };
    Value::Array(strata.iter().map(one).collect())
}
