//! Names of the generic acts: verb and kind, as in `close-case`.

use std::collections::HashMap;
use std::sync::LazyLock;

use model::kinds;

/// Verbs that every kind has; the steps of its lifecycle come on top.
pub(crate) const COMMON: [&str; 4] = ["open", "view", "list", "edit"];

static SLUGS: LazyLock<HashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    let mut slugs = HashMap::new();
    for meta in kinds::ALL {
        let steps = meta.lifecycle.steps.iter().map(|step| step.action);
        for verb in COMMON.into_iter().chain(steps) {
            // A few dozen names, made once and kept for the life of the process.
            let slug: &'static str =
                Box::leak(format!("{}-{}", verb.replace('_', "-"), meta.slug).into_boxed_str());
            slugs.insert((verb, meta.slug), slug);
        }
    }
    slugs
});

/// The slug of a verb on a kind.
pub(crate) fn slug(verb: &'static str, kind: &'static str) -> &'static str {
    SLUGS.get(&(verb, kind)).copied().unwrap_or("unknown-act")
}
