//! From sheets to a form.

use super::choices::{self, Choice, ChoiceList, Source};
use super::columns::{Table, place};
use super::item::{Default, Formula, Item, ItemId, Kind, Question};
use super::lists::{add_others, check_lists, external_lists, take_files};
use super::names::{self, Names};
use super::references::Fill;
use super::rows::{self, Skeleton, parameters};
use super::text::{LocalText, Templated};
use super::{Form, entity, graph, settings, sort};
use crate::problem::{Place, Problem, ProblemCode, Severity};
use crate::sheets::{Line, Workbook};
use crate::xpath::Expr;

/// A form, or nothing when it has errors, and everything that is to be said about it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The form, when it has no errors.
    pub form: Option<Form>,
    /// Errors and warnings in the order of the file.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// The problems that stand in the way.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity() == Severity::Error)
    }
}

/// Reads a form from its sheets. `name` is its id when the settings give none.
#[must_use]
pub fn read(book: &Workbook, name: &str) -> Reading {
    let mut problems = Vec::new();
    let form = read_sheets(book, name, &mut problems);
    sort(&mut problems);
    let usable = problems.iter().all(|problem| problem.severity() != Severity::Error);
    Reading { form: form.filter(|_| usable), problems }
}

fn read_sheets(book: &Workbook, name: &str, problems: &mut Vec<Problem>) -> Option<Form> {
    look_at_sheets(book, problems);
    let Some(survey) = book.sheet("survey") else {
        problems.push(Problem::new(ProblemCode::NoSurvey, Place::sheet("survey"), &[]));
        return None;
    };
    let survey = Table::of("survey", survey, problems);
    for missing in ["type", "name"].iter().filter(|base| survey.column(base).is_none()) {
        problems.push(Problem::new(ProblemCode::MissingColumn, Place::sheet("survey"), &[missing]));
    }
    look_at_columns(&survey, problems);
    let empty = crate::sheets::Sheet::default();
    let given = book.sheet("settings").map(|sheet| Table::of("settings", sheet, problems));
    let settings = settings::read(given.as_ref(), name, problems);
    let choices = Table::of("choices", book.sheet("choices").unwrap_or(&empty), problems);
    let mut lists = match book.sheet("choices") {
        Some(_) => choices::read(&choices, &Source::Choices, settings.duplicate_choices, problems),
        None => Vec::new(),
    };
    if let Some(sheet) = book.sheet("external_choices") {
        let external = Table::of("external_choices", sheet, problems);
        lists.extend(external_lists(
            choices::read(&external, &Source::External, true, problems),
            &lists,
            problems,
        ));
    }
    let skeleton = rows::build(&survey, &settings.root, problems);
    if skeleton.items.len() < 2 {
        problems.push(Problem::new(ProblemCode::NoQuestions, Place::sheet("survey"), &[]));
    }
    add_others(&skeleton.others, &mut lists);
    names::check(&skeleton.items, problems);
    let names = Names::of(&skeleton.items);
    let mut items = fill_items(&survey, &skeleton, &names, problems);
    let fill = Fill::new(&skeleton.items, &names);
    let sheet = book.sheet("entities").map(|sheet| Table::of("entities", sheet, problems));
    let entity = sheet.as_ref().and_then(|table| entity::read(table, &fill, problems));
    entity::check_saves(&items, entity.as_ref(), problems);
    let instance_name = instance_name(&fill, &settings.instance_name, problems);
    let files = take_files(book, &mut lists, &items, (&survey, &skeleton), problems);
    check_lists(&mut items, &lists, &survey, &skeleton, problems);
    let languages = languages(&items, &lists);
    let mut form =
        Form { settings, languages, items, lists, files, instance_name, entity, order: Vec::new() };
    look_at_languages(&form, problems);
    form.order = graph::order(&form.items, problems);
    Some(form)
}

fn look_at_sheets(book: &Workbook, problems: &mut Vec<Problem>) {
    for sheet in &book.sheets {
        let code = match sheet.name.trim().to_lowercase().as_str() {
            "survey" | "choices" | "settings" | "entities" | "external_choices" => continue,
            "osm" => ProblemCode::UnsupportedSheet,
            name if name.starts_with('_') => continue,
            _ => ProblemCode::UnknownSheet,
        };
        if !sheet.rows.is_empty() {
            problems.push(Problem::new(code, Place::sheet(&sheet.name), &[&sheet.name]));
        }
    }
}

const COLUMNS: [&str; 20] = [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "constraint",
    "constraint_message",
    "relevant",
    "required",
    "required_message",
    "read_only",
    "default",
    "calculation",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "trigger",
    "save_to",
    "note",
];

fn look_at_columns(survey: &Table<'_>, problems: &mut Vec<Problem>) {
    for column in &survey.columns {
        let family = column.base.contains("::");
        let refused = ["image", "big_image", "audio", "video", "autoplay", "disabled"];
        if !family && !COLUMNS.contains(&column.base.as_str()) && !refused.contains(&column.base.as_str()) {
            let at = place("survey", 1, column);
            problems.push(Problem::new(ProblemCode::UnknownColumn, at, &[&column.header]));
        }
    }
}

/// One item with its row, while its cells are read.
struct Cells<'a> {
    table: &'a Table<'a>,
    fill: &'a Fill<'a>,
    id: ItemId,
    line: Option<&'a Line>,
    added: Vec<(&'static str, &'a str, &'a Place)>,
}

impl Cells<'_> {
    fn text(&self, base: &str) -> (&str, Place) {
        if let Some((_, text, place)) = self.added.iter().find(|(own, ..)| *own == base) {
            return (text, (*place).clone());
        }
        self.line
            .map_or(("", Place::default()), |line| (self.table.text(line, base), self.table.at(line, base)))
    }

    fn formula(&self, base: &str, problems: &mut Vec<Problem>) -> Option<Formula> {
        let (text, place) = self.text(base);
        if text.is_empty() {
            return None;
        }
        let filter = base == "choice_filter";
        self.fill.formula(text, self.id, filter, &place).map_err(|problem| problems.push(problem)).ok()
    }

    /// `yes`, `no` or an expression.
    fn switch(&self, base: &str, problems: &mut Vec<Problem>) -> Option<Formula> {
        let (text, _) = self.text(base);
        let fixed = match text.to_lowercase().as_str() {
            "yes" | "true" | "true()" | "ya" | "1" => true,
            "no" | "false" | "false()" | "tidak" | "0" => false,
            _ => return self.formula(base, problems),
        };
        let name = if fixed { "true" } else { "false" };
        Some(Formula {
            source: text.to_owned(),
            xpath: format!("{name}()"),
            expr: Expr::Call(name.to_owned(), Vec::new()),
            needs: Vec::new(),
        })
    }

    fn local(&self, base: &str) -> LocalText {
        self.line.map(|line| self.table.local(line, base)).unwrap_or_default()
    }

    fn templated(&self, base: &str, problems: &mut Vec<Problem>) -> Templated {
        let place = self.line.map(|line| self.table.at(line, base)).unwrap_or_default();
        let read = self.fill.templated(self.local(base), self.id, &place);
        read.map_err(|problem| problems.push(problem)).unwrap_or_default()
    }

    fn default(&self, question: Option<&Question>, problems: &mut Vec<Problem>) -> Option<Default> {
        let (text, place) = self.text("default");
        if text.is_empty() {
            return None;
        }
        if !is_dynamic(text, question) {
            return Some(Default::Fixed(text.to_owned()));
        }
        let read = self.fill.formula(text, self.id, false, &place);
        read.map_err(|problem| problems.push(problem)).ok().map(Default::Dynamic)
    }
}

/// A default is an expression when it names a question or calls a function; a day such as 2026-03-05 is no subtraction.
fn is_dynamic(text: &str, question: Option<&Question>) -> bool {
    if text.contains("${") {
        return true;
    }
    let plain =
        matches!(question, Some(Question::Text | Question::Note | Question::Barcode | Question::Hidden));
    match crate::xpath::parse(text) {
        Ok(Expr::Call(..)) => true,
        Ok(Expr::Chain(..)) if !plain => {
            let days =
                text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'.' | b'T'));
            !days && text.contains('(')
        }
        _ => false,
    }
}

fn fill_items(
    table: &Table<'_>,
    skeleton: &Skeleton<'_>,
    names: &Names,
    problems: &mut Vec<Problem>,
) -> Vec<Item> {
    let fill = Fill::new(&skeleton.items, names);
    let mut items = skeleton.items.clone();
    for (index, item) in items.iter_mut().enumerate() {
        let id = ItemId(index);
        let own = skeleton.added.iter().filter(|(to, ..)| *to == id);
        let cells = Cells {
            table,
            fill: &fill,
            id,
            line: skeleton.lines.get(index).copied().flatten(),
            added: own.map(|(_, base, text, place)| (*base, text.as_str(), place)).collect(),
        };
        fill_item(item, &cells, problems);
        if let Some((_, helper)) = skeleton.counts.iter().find(|(to, _)| *to == id) {
            fill_count(item, *helper, &cells, problems);
        }
    }
    items
}

fn fill_item(item: &mut Item, cells: &Cells<'_>, problems: &mut Vec<Problem>) {
    item.label = cells.templated("label", problems);
    item.hint = cells.templated("hint", problems);
    item.guidance = cells.templated("guidance_hint", problems);
    item.relevant = cells.formula("relevant", problems);
    item.constraint = cells.formula("constraint", problems);
    item.constraint_message = cells.local("constraint_message");
    item.required = cells.switch("required", problems);
    item.required_message = cells.local("required_message");
    item.read_only = cells.switch("read_only", problems);
    item.default = cells.default(item.question(), problems);
    item.calculation = cells.formula("calculation", problems);
    item.choice_filter = cells.formula("choice_filter", problems);
    item.appearance = cells.text("appearance").0.to_owned();
    item.parameters = parameters(cells.text("parameters").0);
    item.save_to = cells.text("save_to").0.to_owned();
    fill_trigger(item, cells, problems);
    if item.row > 0 {
        look_at_item(item, cells, problems);
    } else if cells.line.is_none() && item.name.ends_with("_other") {
        let label = LocalText(vec![(None, "Specify other.".to_owned())]);
        item.label = cells.fill.templated(label, cells.id, &Place::default()).unwrap_or_default();
    }
}

fn fill_trigger(item: &mut Item, cells: &Cells<'_>, problems: &mut Vec<Problem>) {
    let (text, place) = cells.text("trigger");
    if text.is_empty() {
        return;
    }
    match cells.fill.only(text, &place) {
        Ok(Some(trigger)) => item.trigger = Some(trigger),
        Ok(None) => problems.push(Problem::new(ProblemCode::BadTrigger, place, &[text])),
        Err(problem) => problems.push(problem),
    }
}

fn fill_count(item: &mut Item, helper: Option<ItemId>, cells: &Cells<'_>, problems: &mut Vec<Problem>) {
    let (text, place) = cells.text("repeat_count");
    let text = match helper {
        Some(_) => format!("${{{}_count}}", item.name),
        None => text.to_owned(),
    };
    match cells.fill.formula(&text, cells.id, false, &place) {
        Ok(count) => item.kind = Kind::Repeat { count: Some(count) },
        Err(problem) => problems.push(problem),
    }
}

/// What is odd about a row though each of its cells can be read.
fn look_at_item(item: &Item, cells: &Cells<'_>, problems: &mut Vec<Problem>) {
    let mut say = |code, base: &str, arguments: &[&str]| {
        problems.push(Problem::new(code, cells.text(base).1, arguments));
    };
    let question = item.question();
    let shown = question.is_some_and(Question::is_shown);
    if shown && item.label.text.is_empty() && item.hint.text.is_empty() {
        say(ProblemCode::MissingLabel, "label", &[&item.name]);
    }
    if matches!(question, Some(Question::Calculate)) && item.calculation.is_none() && item.default.is_none() {
        say(ProblemCode::MissingCalculation, "calculation", &[&item.name]);
    }
    if question.is_none() && (item.constraint.is_some() || item.required.is_some()) {
        say(ProblemCode::RuleOnGroup, "constraint", &[&item.name]);
    }
    if item.constraint.is_none()
        && !item.constraint_message.is_empty()
        && cells.text("constraint").0.is_empty()
    {
        say(ProblemCode::MessageWithoutRule, "constraint_message", &[&item.name]);
    }
    if !item.is_repeat() && !cells.text("repeat_count").0.is_empty() {
        say(ProblemCode::CountWithoutRepeat, "repeat_count", &[&item.name]);
    }
    if item.choice_filter.is_some() && question.and_then(Question::list).is_none() {
        say(ProblemCode::FilterWithoutChoices, "choice_filter", &[&item.name]);
    }
    let appearance = item.appearance.as_str();
    if appearance.contains("search(") || appearance.starts_with("ex:") || appearance.contains("ex:") {
        say(ProblemCode::UnsupportedAppearance, "appearance", &[appearance]);
    }
    for column in ["constraint_message", "required_message"] {
        if cells.local(column).0.iter().any(|(_, text)| text.contains("${")) {
            say(ProblemCode::AnswerInMessage, column, &[&item.name]);
        }
    }
    let taken: &[&str] = match question {
        Some(Question::Range(_)) => &["start", "end", "step"],
        Some(Question::SelectOne(_) | Question::SelectMultiple(_) | Question::Rank(_)) => {
            &["randomize", "seed", "value", "label"]
        }
        Some(Question::Text) => &["rows"],
        Some(Question::Geopoint | Question::Geotrace | Question::Geoshape) => {
            &["capture-accuracy", "warning-accuracy", "allow-mock-accuracy"]
        }
        _ => &[],
    };
    for (name, value) in &item.parameters {
        // Values stand in expressions and attributes as they are.
        let column = matches!(name.as_str(), "value" | "label")
            && question.and_then(Question::list).is_some_and(|list| list.contains(' '))
            && choices::is_element_name(value);
        let named = matches!(name.as_str(), "value" | "label");
        let plain = value.parse::<f64>().is_ok() || matches!(value.as_str(), "true" | "false" | "yes" | "no");
        let plain = if named { column } else { plain };
        if !taken.contains(&name.as_str()) || !plain {
            say(ProblemCode::UnknownParameter, "parameters", &[&format!("{name}={value}")]);
        }
    }
}

fn instance_name(fill: &Fill<'_>, text: &str, problems: &mut Vec<Problem>) -> Option<Formula> {
    if text.is_empty() {
        return None;
    }
    let mut place = Place::row("settings", 2);
    "instance_name".clone_into(&mut place.column);
    fill.formula(text, ItemId::ROOT, false, &place).map_err(|problem| problems.push(problem)).ok()
}

/// Languages in the order in which they first appear.
fn languages(items: &[Item], lists: &[ChoiceList]) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    let of_items = items.iter().flat_map(|item| {
        [
            &item.label.text,
            &item.hint.text,
            &item.guidance.text,
            &item.constraint_message,
            &item.required_message,
        ]
    });
    // What lies beside the form brings no language of its own into it.
    let own = lists.iter().filter(|list| list.source == Source::Choices);
    let of_choices = own.flat_map(|list| &list.choices).map(|choice| &choice.label);
    for (language, _) in of_items.chain(of_choices).flat_map(|text| &text.0) {
        if let Some(language) = language
            && !languages.contains(language)
        {
            languages.push(language.clone());
        }
    }
    languages
}

fn look_at_languages(form: &Form, problems: &mut Vec<Problem>) {
    if let Some(named) = &form.settings.default_language
        && !form.languages.is_empty()
        && !form.languages.contains(named)
    {
        let place = Place::row("settings", 2);
        problems.push(Problem::new(ProblemCode::UnknownLanguage, place, &[named]));
    }
    let of_items = form.items.iter().map(|item| (item.place(), &item.name, &item.label.text));
    let of_choices = form.lists.iter().flat_map(|list| {
        let row = |choice: &Choice| Place::row(list.sheet(), choice.row);
        list.choices.iter().map(move |choice| (row(choice), &choice.name, &choice.label))
    });
    for (place, name, text) in of_items.chain(of_choices).filter(|(place, ..)| place.row > 0) {
        if !text.is_translated() {
            continue;
        }
        for language in form.languages.iter().filter(|language| text.exact(Some(language)).is_none()) {
            let code = ProblemCode::MissingTranslation;
            problems.push(Problem::new(code, place.clone(), &[name, language]));
        }
    }
}
