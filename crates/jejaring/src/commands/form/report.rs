//! Problems of a form, for people and for machines.

use std::path::Path;

use forms::{Problem, Reading};
use model::Lang;
use serde_json::{Value, json};

use crate::failure::{Failure, Result};
use crate::out::Out;

/// Says every problem; fails when the form cannot be used.
pub(in crate::commands) fn verdict(path: &Path, reading: &Reading, lang: Lang, out: &mut Out) -> Result<()> {
    for problem in &reading.problems {
        out.say(format_args!("{}: {}", severity(problem, lang), problem.line(lang)));
    }
    let errors = reading.errors().count();
    out.finish(&object(reading));
    if errors > 0 {
        return Err(Failure::new(match lang {
            Lang::Id => format!("{} belum dapat dipakai: {errors} kesalahan", path.display()),
            Lang::En => format!("{} cannot be used: {errors} errors", path.display()),
        }));
    }
    out.say(match lang {
        Lang::Id => "Formulir dapat dipakai.",
        Lang::En => "The form can be used.",
    });
    Ok(())
}

fn severity(problem: &Problem, lang: Lang) -> &'static str {
    match (problem.severity(), lang) {
        (forms::Severity::Error, Lang::Id) => "kesalahan",
        (forms::Severity::Warning, Lang::Id) => "peringatan",
        (forms::Severity::Error, Lang::En) => "error",
        (forms::Severity::Warning, Lang::En) => "warning",
    }
}

/// The object for machines.
pub(super) fn object(reading: &Reading) -> Value {
    let form = reading.form.as_ref().map(|form| {
        json!({ "id": form.settings.id, "version": form.settings.version, "languages": form.languages,
            "questions": form.items.iter().filter(|item| item.question().is_some()).count() })
    });
    let valid = form.is_some();
    let problems: Vec<Value> = reading.problems.iter().map(one).collect();
    json!({ "ok": valid, "valid": valid, "format": "xlsform", "form": form, "problems": problems })
}

fn one(problem: &Problem) -> Value {
    json!({
        "severity": problem.severity().code(),
        "code": problem.code.code(),
        "sheet": problem.place.sheet,
        "row": problem.place.row,
        "column": problem.place.column,
        "letters": problem.place.letters,
        "arguments": problem.arguments,
        "message": { "id": problem.message(Lang::Id), "en": problem.message(Lang::En) },
        "remedy": { "id": problem.remedy(Lang::Id), "en": problem.remedy(Lang::En) },
    })
}
