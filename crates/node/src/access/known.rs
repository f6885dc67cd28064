//! Which rights mean anything to this program.

use model::kinds;

use super::ready;
use crate::acts::slugs;

/// Whether some act of this release asks for a verb on a kind: the generic ones by the kind's declaration, the special ones
/// because a ready role is given them. `*` is every verb of a kind that is known.
pub(crate) fn right(verb: &str, kind: &str) -> bool {
    if kind == "*" {
        return false;
    }
    generic(verb, kind) || special(verb, kind)
}

fn generic(verb: &str, kind: &str) -> bool {
    let Some(meta) = kinds::by_slug(kind) else { return false };
    let root = model::kinds::assignable(meta) && slugs::ROOT.contains(&verb);
    verb == "*" || root || slugs::COMMON.contains(&verb) || meta.lifecycle.step(verb).is_some()
}

fn special(verb: &str, kind: &str) -> bool {
    let mut given = ready::ROLES.iter().flat_map(|role| role.role().rights);
    given.any(|right| right.kind == kind && (verb == "*" || right.verb == verb || stands_for(kind, verb)))
}

/// Verbs of what is no matter, which ready roles have by `*`.
fn stands_for(kind: &str, verb: &str) -> bool {
    const OPEN: &[&str] = &["open", "list", "edit"];
    let verbs: &[&str] = match kind {
        "unit" => OPEN,
        "post" => &["open", "list", "edit", "abolish"],
        "tenure" => &["open", "end"],
        "account" => &["open", "list", "invite", "reset", "drop-totp", "suspend", "resume"],
        "role" => &["list", "edit"],
        "roster" => &["view", "plan"],
        "clock" => &["edit"],
        "emergency-line" => &["open", "assure"],
        _ => &[],
    };
    verbs.contains(&verb)
}
