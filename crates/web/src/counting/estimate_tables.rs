//! Tables of an estimate for whoever checks it: everything that the command tells.

use node::counting::{Hidden, Says, Stratum};

use super::{category, whole};
use crate::i18n::Words;
use crate::say;

/// A table with its heads; the first cell of each row says what the row is of.
pub(super) struct Wide {
    pub(super) title: String,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<(String, Vec<String>)>,
}

/// Numbers as this reader writes them.
#[derive(Clone, Copy)]
struct Written(Words);

impl Written {
    fn whole(self, number: Option<f64>) -> String {
        number.map_or_else(|| "∞".to_owned(), |number| say::grouped(self.0, whole(number)))
    }

    fn count(self, number: u64) -> String {
        say::grouped(self.0, i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn decimal(self, number: Option<f64>, digits: usize) -> String {
        number.map_or_else(|| "–".to_owned(), |number| say::decimal(self.0, format!("{number:.digits$}")))
    }

    fn share(self, share: Option<f64>) -> String {
        share.map_or_else(|| "–".to_owned(), |share| format!("{} %", self.decimal(Some(share * 100.0), 1)))
    }

    fn range(self, low: Option<f64>, high: Option<f64>) -> String {
        format!("{} – {}", self.whole(low), self.whole(high))
    }

    fn table(self, title: &str, heads: &[&str], rows: Vec<(String, Vec<String>)>) -> Wide {
        let word = |key: &&str| self.0.t(key).into_owned();
        Wide { title: word(&title), heads: heads.iter().map(word).collect(), rows }
    }
}

/// All of them that have a row.
pub(super) fn all(w: Words, found: &Hidden) -> Vec<Wide> {
    let to = Written(w);
    let tables =
        [strata(to, found), methods(to, found), models(to, found), effects(to, found), pairs(to, found)];
    let others = [thin(to, found), graphs(to, found)];
    tables.into_iter().chain(others).filter(|table| !table.rows.is_empty()).collect()
}

fn strata(to: Written, found: &Hidden) -> Wide {
    let row = |one: &Stratum| {
        let dimension = to.0.t(&format!("dim-{}", one.by)).into_owned();
        let name = format!("{dimension}: {}", category(to.0, &one.by, &one.code));
        let observed = one.observed.map_or_else(|| "–".to_owned(), |n| to.count(n));
        let cells = match &one.refusal {
            Some(code) => {
                vec![observed, "–".to_owned(), to.0.t(&format!("estimate-refused-{code}")).into_owned()]
            }
            None => vec![observed, to.whole(one.estimate), to.range(one.low, one.high)],
        };
        (name, cells)
    };
    let heads = ["estimate-of", "estimate-observed", "dc-children", "estimate-ends"];
    to.table("estimate-strata", &heads, found.strata.iter().map(row).collect())
}

fn methods(to: Written, found: &Hidden) -> Wide {
    let row = |says: &Says| {
        let own = says.method.clone().unwrap_or_default();
        let model = own.model.unwrap_or_default();
        let settled = if own.settled { "estimate-settled" } else { "estimate-unsettled" };
        let cells = vec![
            to.whole(says.estimate),
            to.range(says.low, says.high),
            to.decimal(own.bias, 2),
            to.decimal(own.acceleration, 3),
            to.share(own.without_estimate),
            to.0.t(settled).into_owned(),
            model,
        ];
        (says.name.clone(), cells)
    };
    let heads = [
        "estimate-method",
        "dc-children",
        "estimate-ends",
        "estimate-bias",
        "estimate-acceleration",
        "estimate-without",
        "estimate-trust",
        "estimate-model",
    ];
    to.table("estimate-methods", &heads, found.methods.iter().map(row).collect())
}

fn models(to: Written, found: &Hidden) -> Wide {
    let row = |says: &Says| {
        let own = says.model.clone().unwrap_or_default();
        let cells = vec![
            to.whole(says.estimate),
            to.decimal(Some(own.behind), 1),
            to.decimal(Some(own.bic), 1),
            to.decimal(Some(own.aic), 1),
            to.decimal(Some(own.deviance), 1),
            to.count(own.parameters),
        ];
        (says.name.clone(), cells)
    };
    let heads = [
        "estimate-model",
        "dc-children",
        "estimate-behind",
        "estimate-bic",
        "estimate-aic",
        "estimate-deviance",
        "estimate-parameters",
    ];
    to.table("estimate-models", &heads, found.models.iter().map(row).collect())
}

/// Of the best model.
fn effects(to: Written, found: &Hidden) -> Wide {
    let best = found.models.first().and_then(|says| says.model.clone()).unwrap_or_default();
    let name =
        |lists: String| if lists.is_empty() { to.0.t("estimate-intercept").into_owned() } else { lists };
    let row = |(lists, effect): (String, f64)| (name(lists), vec![to.decimal(Some(effect), 3)]);
    to.table(
        "estimate-effects",
        &["estimate-lists", "estimate-effect"],
        best.effects.into_iter().map(row).collect(),
    )
}

fn pairs(to: Written, found: &Hidden) -> Wide {
    let row = |pair: &node::counting::Leaning| {
        let cells = vec![
            to.count(pair.both),
            to.decimal(Some(pair.expected), 1),
            to.decimal(pair.chance, 4),
            to.whole(pair.alone),
        ];
        (pair.pair.clone(), cells)
    };
    let heads =
        ["estimate-lists", "estimate-both", "estimate-expected", "estimate-chance", "estimate-two-alone"];
    to.table("estimate-pairs", &heads, found.pairs.iter().map(row).collect())
}

fn thin(to: Written, found: &Hidden) -> Wide {
    let row = |list: &node::counting::ThinList| {
        (list.name.clone(), vec![to.count(list.children), to.count(list.shared)])
    };
    let heads = ["estimate-lists", "dc-children", "estimate-shared"];
    to.table("estimate-thin", &heads, found.thin.iter().map(row).collect())
}

fn graphs(to: Written, found: &Hidden) -> Wide {
    let row = |graph: &node::counting::GraphSays| {
        (graph.model.clone(), vec![to.share(Some(graph.chance)), to.whole(Some(graph.mean))])
    };
    let heads = ["estimate-model", "estimate-chance-of", "dc-children"];
    to.table("estimate-graphs", &heads, found.graphs.iter().map(row).collect())
}
