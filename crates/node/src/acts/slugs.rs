//! Names of the generic acts: verb and kind, as in `close-case`.

use std::collections::HashMap;
use std::sync::LazyLock;

use model::{KindMeta, kinds};

/// Verbs that every kind has; the steps of its lifecycle come on top.
pub(crate) const COMMON: [&str; 4] = ["open", "view", "list", "edit"];

/// Verbs that only root matters have, and parts that may be given to another post.
pub(crate) const ROOT: [&str; 1] = ["assign"];

/// Every verb of a kind that has an act.
pub(crate) fn verbs(meta: &'static KindMeta) -> impl Iterator<Item = &'static str> {
    let root = ROOT.into_iter().filter(|_| kinds::assignable(meta));
    COMMON.into_iter().chain(root).chain(meta.lifecycle.steps.iter().map(|step| step.action))
}

static SLUGS: LazyLock<HashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    let mut slugs = HashMap::new();
    for meta in kinds::ALL {
        for verb in verbs(meta) {
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
