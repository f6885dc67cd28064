//! The object for machines.

use serde_json::{Value, json};
use statistics::mse::analyse::{Near, Otherwise};
use statistics::mse::carry::Carried;
use statistics::mse::fit::Fit;
use statistics::mse::{Analysis, Answer, Overlaps, Plan};

/// Everything that was found.
pub(super) struct Figures<'a> {
    pub(super) table: &'a Overlaps,
    pub(super) analysis: &'a Analysis,
    pub(super) carried: Option<&'a Carried>,
}

/// Lists with how many stand on them.
pub(super) fn lists(table: &Overlaps) -> Value {
    let all = table.lists().iter().enumerate();
    all.map(
        |(at, name)| json!({ "name": name, "people": table.on(1 << at), "alone": table.exactly(1 << at) }),
    )
    .collect()
}

impl Figures<'_> {
    /// Estimate and interval to tell: those that carry the doubt of the linkage, where it is known.
    pub(super) fn headline(&self) -> (f64, f64, f64) {
        match (self.carried, self.analysis.answers.first()) {
            (Some(carried), _) => (carried.estimate, carried.low, carried.high),
            (None, Some(first)) => (first.estimate, first.low, first.high),
            (None, None) => (f64::NAN, f64::NAN, f64::NAN),
        }
    }

    /// People on any list, over all clusterings where the doubt of the linkage is carried.
    pub(super) fn observed(&self) -> f64 {
        self.carried.map_or(self.table.observed() as f64, |carried| carried.observed.floor())
    }

    pub(super) fn object(&self, plan: &Plan) -> Value {
        let (estimate, low, high) = self.headline();
        let first = self.analysis.answers.first();
        let model = first.and_then(|first| first.fit.as_ref()).map(|fit| fit.model.name(self.table));
        let observed = self.observed();
        json!({
            "ok": true, "estimate": estimate, "low": low, "high": high, "model": model,
            "estimate_of_likeliest_linkage": self.carried.and(first).map(|first| first.estimate),
            "method": first.map(|first| first.name.clone()), "observed": observed as u64, "unobserved": estimate - observed,
            "methods": self.analysis.answers.iter().map(|answer| self.method(answer)).collect::<Vec<_>>(),
            "models": self.analysis.near.iter().map(|near| self.near(near)).collect::<Vec<_>>(),
            "lists": lists(self.table), "diagnostics": self.diagnostics(),
            "otherwise": self.analysis.otherwise.iter().map(|other| self.other(other)).collect::<Vec<_>>(),
            "cautions": self.analysis.cautions.iter().map(|caution| caution.code()).collect::<Vec<_>>(),
            "linkage": self.carried.map(linkage), "graphs": self.graphs(), "latent": self.latent(),
            "threads": plan.intervals.threads,
        })
    }

    fn method(&self, answer: &Answer) -> Value {
        let finite = |value: f64| value.is_finite().then_some(value);
        json!({
            "name": answer.name, "estimate": finite(answer.estimate), "low": finite(answer.low), "high": finite(answer.high),
            "settled": answer.settled, "model": answer.fit.as_ref().map(|fit| fit.model.name(self.table)),
            "bias_correction": answer.interval.as_ref().map(|interval| interval.bias),
            "acceleration": answer.interval.as_ref().map(|interval| interval.acceleration),
            "without_estimate": answer.interval.as_ref().map(statistics::mse::bootstrap::Interval::without_estimate),
        })
    }

    fn fit(&self, fit: &Fit) -> Value {
        let at = |terms: &[u32]| terms.iter().map(|term| self.table.name(*term)).collect::<Vec<_>>();
        let effects: serde_json::Map<String, Value> = fit
            .effects
            .iter()
            .map(|(term, effect)| {
                let name = if *term == 0 { "intercept".to_owned() } else { self.table.name(*term) };
                (name, json!(effect))
            })
            .collect();
        json!({
            "model": fit.model.name(self.table), "estimate": fit.total, "standard_error": fit.error, "aic": fit.aic(),
            "bic": fit.bic(self.table.observed()), "deviance": fit.deviance, "parameters": fit.parameters,
            "at_minus_infinity": at(&fit.at_minus_infinity), "effects": effects,
        })
    }

    fn near(&self, near: &Near) -> Value {
        let mut object = self.fit(&near.fit);
        if let Value::Object(fields) = &mut object {
            fields.insert("behind".into(), json!(near.behind));
        }
        object
    }

    fn other(&self, other: &Otherwise) -> Value {
        let what = if other.combined { "combined" } else { "left_out" };
        json!({ what: self.table.name(other.lists), "estimate": other.estimate })
    }

    fn diagnostics(&self) -> Value {
        let found = &self.analysis.diagnostics;
        let pairs: Vec<Value> = found
            .pairs
            .iter()
            .map(|pair| {
                json!({
                    "pair": self.table.name(pair.pair), "both": pair.both, "expected": pair.expected,
                    "chance": pair.chance, "alone": pair.alone,
                })
            })
            .collect();
        let name = |at: usize| self.table.lists().get(at).cloned().unwrap_or_default();
        let thin = found
            .thin
            .iter()
            .map(|thin| json!({ "list": name(thin.list), "people": thin.on, "shared": thin.shared }));
        json!({
            "by_number_of_lists": found.by_number, "pairs": pairs, "empty_pairs": found.empty_pairs,
            "empty_combinations": found.empty_cells, "thin_lists": thin.collect::<Vec<_>>(),
        })
    }

    fn graphs(&self) -> Value {
        let Some(averaged) = &self.analysis.averaged else { return Value::Null };
        let best = averaged.graphs.iter().take(10).map(|(model, chance, mean)| {
            json!({ "model": model.name(self.table), "chance": chance, "mean": mean })
        });
        let joined = averaged.joined.iter().map(|(pair, chance)| (self.table.name(*pair), json!(chance)));
        json!({
            "median": averaged.median, "mean": averaged.mean, "best": best.collect::<Vec<_>>(),
            "joined": joined.collect::<serde_json::Map<_, _>>(),
        })
    }

    fn latent(&self) -> Value {
        let Some(latent) = &self.analysis.latent else { return Value::Null };
        json!({ "median": latent.median, "mean": latent.mean, "r_hat": latent.apart, "samples": latent.sampled.len() })
    }
}

fn linkage(carried: &Carried) -> Value {
    json!({
        "clusterings": carried.by_clustering.len(), "observed": carried.observed, "estimate": carried.estimate, "low": carried.low, "high": carried.high,
        "shares": { "linkage": carried.linkage, "threshold": carried.threshold, "sampling": carried.sampling, "model": carried.choice },
        "by_clustering": carried.by_clustering, "without_estimate": carried.without_estimate,
    })
}
