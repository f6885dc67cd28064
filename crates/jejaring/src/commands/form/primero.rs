//! `jejaring form primero`

use std::fs;
use std::path::Path;

use forms::primero::{NoteCode, import};

use crate::failure::{Failure, Result};
use crate::out::Out;

pub(super) fn run(file: &Path, version: &str, to: &Path, out: &mut Out) -> Result<()> {
    let size = fs::metadata(file).map_err(|error| Failure::file(file, &error))?.len();
    if size > super::LARGEST * 4 {
        return Err(Failure::new(format!(
            "{} is larger than 16 MiB: a configuration is far smaller",
            file.display()
        )));
    }
    let text = fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
    let imported = import(&text, version).map_err(|_| {
        let name = file.display();
        Failure::new(format!(
            "{name} is no configuration of Primero: give what its interface answers under /api/v2/forms"
        ))
    })?;
    fs::create_dir_all(to).map_err(|error| Failure::file(to, &error))?;
    for (id, book) in &imported.forms {
        let path = to.join(format!("{id}.xlsx"));
        let bytes = book.to_xlsx().map_err(|problem| Failure::new(format!("{id}: {problem}")))?;
        fs::write(&path, bytes).map_err(|error| Failure::file(&path, &error))?;
        out.say(path.display());
    }
    let left: Vec<_> = imported.notes.iter().filter(|note| note.code != NoteCode::Mapped).collect();
    for note in &left {
        out.say(format_args!("{}: {} ({}): {}", note.form, note.field, note.sort, note.code.code()));
    }
    let mapped = imported.notes.len() - left.len();
    out.say(format_args!(
        "{} forms, {mapped} of {} fields mapped",
        imported.forms.len(),
        imported.notes.len()
    ));
    let note = |note: &&forms::primero::Note| serde_json::json!({ "form": note.form, "field": note.field, "sort": note.sort, "outcome": note.code.code() });
    out.finish(&serde_json::json!({
        "forms": imported.forms.iter().map(|(id, _)| id).collect::<Vec<_>>(),
        "fields": imported.notes.len(),
        "mapped": mapped,
        "left": left.iter().map(note).collect::<Vec<_>>(),
    }));
    Ok(())
}
