//! The form sections of a Primero configuration as XLSForms, with a report of what became a question and what did not.
//!
//! Read is what Primero's interface gives under `forms` and `lookups` (version 2): sections with fields, and lists of options. Nothing
//! is left out in silence; what takes pictures, sound or files is named and never becomes a question.

mod options;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::sheets::{Line, Sheet, Workbook};
use options::Options;

/// Texts by code of their language.
type Texts = BTreeMap<String, String>;

/// Why a field of the configuration became no question, or another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteCode {
    /// It became a question of the same sort.
    Mapped,
    /// Its options are kept elsewhere in Primero (agencies, locations, users): it became a question for words.
    AsText,
    /// It is switched off there.
    SwitchedOff,
    /// It takes a picture, sound or a file.
    Attachment,
    /// Its section within a section is not in the file.
    SectionMissing,
    /// Its sort is not known here.
    UnknownSort,
    /// It only parts a page there.
    Separator,
}

impl NoteCode {
    /// A fixed code for reports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mapped => "mapped",
            Self::AsText => "as-text",
            Self::SwitchedOff => "switched-off",
            Self::Attachment => "attachment",
            Self::SectionMissing => "section-missing",
            Self::UnknownSort => "unknown-sort",
            Self::Separator => "separator",
        }
    }
}

/// What became of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Id of the section.
    pub form: String,
    /// Name of the field.
    pub field: String,
    /// Its sort in Primero.
    pub sort: String,
    /// What became of it.
    pub code: NoteCode,
}

/// Forms made of a configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Id and sheets of each form.
    pub forms: Vec<(String, Workbook)>,
    /// What became of every field.
    pub notes: Vec<Note>,
}

/// It is no configuration of Primero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotPrimero;

#[derive(Deserialize)]
struct Configuration {
    #[serde(alias = "data", alias = "form_sections")]
    forms: Vec<Section>,
    #[serde(default)]
    lookups: Vec<options::Lookup>,
}

#[derive(Deserialize)]
struct Section {
    unique_id: String,
    #[serde(default, alias = "name_i18n")]
    name: Texts,
    #[serde(default)]
    is_nested: bool,
    #[serde(default)]
    visible: Option<bool>,
    #[serde(default, alias = "fields_attributes")]
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    sort: String,
    #[serde(default, alias = "display_name_i18n")]
    display_name: Texts,
    #[serde(default, alias = "help_text_i18n")]
    help_text: Texts,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    multi_select: bool,
    #[serde(default)]
    visible: Option<bool>,
    #[serde(default)]
    disabled: Option<bool>,
    #[serde(default)]
    option_strings_source: Option<String>,
    #[serde(default, alias = "option_strings_text_i18n")]
    option_strings_text: Option<options::Inline>,
    #[serde(default, alias = "subform_unique_id")]
    subform_section_unique_id: Option<String>,
    #[serde(default, alias = "subform_section")]
    subform: Option<Section>,
}

/// Makes forms of a configuration. `version` becomes the version of each.
///
/// # Errors
/// [`NotPrimero`] for anything but JSON with form sections.
pub fn import(json: &str, version: &str) -> Result<Imported, NotPrimero> {
    let configuration = serde_json::from_str::<Configuration>(json)
        .or_else(|_| {
            let forms = serde_json::from_str(json)?;
            Ok::<_, serde_json::Error>(Configuration { forms, lookups: Vec::new() })
        })
        .map_err(|_| NotPrimero)?;
    let nested: BTreeMap<&str, &Section> =
        configuration.forms.iter().map(|section| (section.unique_id.as_str(), section)).collect();
    let mut imported = Imported::default();
    for section in configuration.forms.iter().filter(|section| !section.is_nested) {
        let mut sheets = Sheets::new(section, &configuration.lookups, &nested);
        sheets.fields(&section.fields, section, &mut imported.notes);
        if sheets.questions > 0 {
            imported.forms.push((name(&section.unique_id), sheets.workbook(section, version)));
        }
    }
    Ok(imported)
}

/// A name that a form may give to an element.
fn name(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '_' })
        .collect();
    if plain.starts_with(|first: char| first.is_ascii_digit()) || plain.is_empty() {
        format!("f_{plain}")
    } else {
        plain
    }
}

/// The sheets of one form while they grow.
struct Sheets<'a> {
    languages: Vec<String>,
    survey: Vec<Vec<String>>,
    choices: Vec<Vec<String>>,
    lists: BTreeSet<String>,
    questions: usize,
    options: Options<'a>,
    nested: &'a BTreeMap<&'a str, &'a Section>,
}

impl<'a> Sheets<'a> {
    fn new(
        section: &'a Section,
        lookups: &'a [options::Lookup],
        nested: &'a BTreeMap<&'a str, &'a Section>,
    ) -> Self {
        let mut languages: BTreeSet<&str> = section.name.keys().map(String::as_str).collect();
        languages
            .extend(section.fields.iter().flat_map(|field| field.display_name.keys()).map(String::as_str));
        let languages = languages.into_iter().map(str::to_owned).collect();
        Self {
            languages,
            survey: Vec::new(),
            choices: Vec::new(),
            lists: BTreeSet::new(),
            questions: 0,
            options: Options { lookups },
            nested,
        }
    }

    fn texts(&self, texts: &Texts) -> Vec<String> {
        let text = |language: &String| texts.get(language).cloned().unwrap_or_default();
        self.languages.iter().map(text).collect()
    }

    fn row(&mut self, sort: &str, own: &str, label: &Texts, hint: &Texts, required: bool) {
        let mut cells =
            vec![sort.to_owned(), own.to_owned(), if required { "yes".into() } else { String::new() }];
        cells.extend(self.texts(label));
        cells.extend(self.texts(hint));
        self.survey.push(cells);
    }

    fn fields(&mut self, fields: &[Field], section: &Section, notes: &mut Vec<Note>) {
        for field in fields {
            let code = if field.visible == Some(false)
                || field.disabled == Some(true)
                || section.visible == Some(false)
            {
                NoteCode::SwitchedOff
            } else {
                self.field(field, notes)
            };
            notes.push(Note {
                form: section.unique_id.clone(),
                field: field.name.clone(),
                sort: field.sort.clone(),
                code,
            });
        }
    }

    fn field(&mut self, field: &Field, notes: &mut Vec<Note>) -> NoteCode {
        let sort = match field.sort.as_str() {
            "text_field" | "textarea" => "text",
            "numeric_field" | "tally_field" => "integer",
            "date_field" => "date",
            "date_range" => return self.range(field),
            "tick_box" => "select_one primero_tick",
            "radio_button" | "select_box" => return self.select(field),
            "subform" => return self.repeat(field, notes),
            "photo_upload_box" | "audio_upload_box" | "document_upload_box" | "signature" => {
                return NoteCode::Attachment;
            }
            "separator" => return NoteCode::Separator,
            _ => return NoteCode::UnknownSort,
        };
        if sort.ends_with("primero_tick") && self.lists.insert("primero_tick".to_owned()) {
            for (code, id, en) in [("true", "Ya", "Yes"), ("false", "Tidak", "No")] {
                let label = [("id".to_owned(), id.to_owned()), ("en".to_owned(), en.to_owned())].into();
                self.choice("primero_tick", code, &label);
            }
        }
        self.question(sort, field)
    }

    fn question(&mut self, sort: &str, field: &Field) -> NoteCode {
        let label = if field.display_name.is_empty() {
            // A question without words would be asked of nobody.
            self.languages.iter().map(|language| (language.clone(), field.name.clone())).collect()
        } else {
            field.display_name.clone()
        };
        self.row(sort, &name(&field.name), &label, &field.help_text, field.required);
        self.questions += 1;
        NoteCode::Mapped
    }

    fn range(&mut self, field: &Field) -> NoteCode {
        for end in ["from", "to"] {
            let own = format!("{}_{end}", name(&field.name));
            self.row("date", &own, &field.display_name, &field.help_text, field.required);
            self.questions += 1;
        }
        NoteCode::Mapped
    }

    fn select(&mut self, field: &Field) -> NoteCode {
        let Some((list, options)) = self.options.of(field) else {
            self.question("text", field);
            return NoteCode::AsText;
        };
        if self.lists.insert(list.clone()) {
            for (code, label) in options {
                self.choice(&list, &code, &label);
            }
        }
        let sort = if field.multi_select { "select_multiple" } else { "select_one" };
        self.question(&format!("{sort} {list}"), field)
    }

    fn choice(&mut self, list: &str, code: &str, label: &Texts) {
        let mut cells = vec![list.to_owned(), code.to_owned()];
        let mut texts = self.texts(label);
        if texts.iter().all(String::is_empty) {
            let any = label.values().next().map_or(code, String::as_str);
            texts.fill(any.to_owned());
        }
        cells.extend(texts);
        self.choices.push(cells);
    }

    fn repeat(&mut self, field: &Field, notes: &mut Vec<Note>) -> NoteCode {
        let named = field.subform_section_unique_id.as_deref().and_then(|id| self.nested.get(id).copied());
        let Some(inner) = field.subform.as_ref().or(named) else { return NoteCode::SectionMissing };
        let nothing = Texts::new();
        self.row("begin repeat", &name(&field.name), &field.display_name, &nothing, false);
        // A section within a section within a section is not known to Primero either.
        let flat: Vec<&Field> = inner.fields.iter().filter(|field| field.sort != "subform").collect();
        for field in flat {
            let off = field.visible == Some(false) || field.disabled == Some(true);
            let code = if off { NoteCode::SwitchedOff } else { self.field(field, notes) };
            notes.push(Note {
                form: inner.unique_id.clone(),
                field: field.name.clone(),
                sort: field.sort.clone(),
                code,
            });
        }
        self.row("end repeat", "", &nothing, &nothing, false);
        NoteCode::Mapped
    }

    fn workbook(self, section: &Section, version: &str) -> Workbook {
        let by = |column: &'static str| {
            self.languages.iter().map(move |language| format!("{column}::{}", tongue(language)))
        };
        let mut survey: Vec<String> = ["type", "name", "required"].map(str::to_owned).to_vec();
        survey.extend(by("label"));
        survey.extend(by("hint"));
        let mut choices: Vec<String> = ["list_name", "name"].map(str::to_owned).to_vec();
        choices.extend(by("label"));
        let title = section.name.values().next().cloned().unwrap_or_else(|| section.unique_id.clone());
        let settings = vec![
            ["form_title", "form_id", "version"].map(str::to_owned).to_vec(),
            vec![title, name(&section.unique_id), version.to_owned()],
        ];
        let sheet = |name: &str, head: Vec<String>, rows: Vec<Vec<String>>| Sheet {
            name: name.to_owned(),
            rows: std::iter::once(head)
                .chain(rows)
                .zip(1..)
                .map(|(cells, number)| Line { number, cells })
                .collect(),
        };
        let mut settings = settings.into_iter();
        let head = settings.next().unwrap_or_default();
        Workbook {
            sheets: vec![
                sheet("survey", survey, self.survey),
                sheet("choices", choices, self.choices),
                sheet("settings", head, settings.collect()),
            ],
            files: Vec::new(),
        }
    }
}

/// A language as forms name it.
fn tongue(code: &str) -> String {
    match code {
        "id" => "Bahasa Indonesia (id)".to_owned(),
        "en" => "English (en)".to_owned(),
        other => format!("{other} ({other})"),
    }
}
