//! `jejaring form compare`

use std::path::Path;

use forms::compare::{Change, changes};
use model::Lang;
use serde_json::json;

use super::{open, report};
use crate::failure::{Failure, Result};
use crate::out::Out;

pub(super) fn run(old: &Path, new: &Path, lang: Lang, out: &mut Out) -> Result<()> {
    let mut read = Vec::new();
    for path in [old, new] {
        let reading = open(path)?;
        match reading.form {
            Some(form) => read.push(form),
            None => return report::verdict(path, &reading, lang, out),
        }
    }
    let [before, after] = read.as_slice() else { return Err(Failure::new("two forms are needed")) };
    let found = changes(before, after);
    for change in &found {
        out.say(change.line(lang));
    }
    if found.is_empty() {
        out.say(match lang {
            Lang::Id => "Tidak ada yang berubah.",
            Lang::En => "Nothing changes.",
        });
    }
    let one = |change: &Change| {
        json!({ "code": change.code.code(), "place": change.place, "before": change.before, "after": change.after,
            "breaks_series": change.code.breaks_series() })
    };
    out.finish(&json!({ "ok": true, "changes": found.iter().map(one).collect::<Vec<_>>() }));
    Ok(())
}
