//! `jejaring form compile`

use std::fs;
use std::path::Path;

use model::Lang;

use super::{open, report};
use crate::failure::{Failure, Result};
use crate::out::Out;

pub(super) fn run(path: &Path, to: &Path, lang: Lang, out: &mut Out) -> Result<()> {
    let reading = open(path)?;
    let Some(form) = &reading.form else { return report::verdict(path, &reading, lang, out) };
    for problem in &reading.problems {
        out.say(problem.line(lang));
    }
    fs::write(to, forms::compile(form)).map_err(|error| Failure::file(to, &error))?;
    // Devices look the choices of the sheet external_choices up in a file beside the form.
    if let Some(itemsets) = forms::itemsets(form) {
        let beside = to.with_file_name(forms::ITEMSETS);
        fs::write(&beside, itemsets).map_err(|error| Failure::file(&beside, &error))?;
        out.say(format_args!("{}", beside.display()));
    }
    let mut object = report::object(&reading);
    if let Some(fields) = object.as_object_mut() {
        fields.insert("out".to_owned(), to.display().to_string().into());
    }
    out.finish(&object);
    out.say(format_args!("{}", to.display()));
    Ok(())
}
