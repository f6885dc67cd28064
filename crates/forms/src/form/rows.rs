//! Rows of the survey sheet become items: groups are opened and closed, types read, helper items added.

use super::columns::{Table, place};
use super::item::{Item, ItemId, Kind, Question, RangeOf};
use super::kinds::{Typed, read};
use super::tables::Asked;
use crate::problem::{Place, Problem, ProblemCode};
use crate::sheets::Line;

/// Most items of a form.
const ITEMS: usize = 5_000;
/// Groups within groups.
const DEPTH: usize = 20;

/// Items without their expressions, each with the row that it comes from.
pub(super) struct Skeleton<'a> {
    pub(super) items: Vec<Item>,
    /// Side by side with the items.
    pub(super) lines: Vec<Option<&'a Line>>,
    /// Expressions of helper items: item, column and text.
    pub(super) added: Vec<(ItemId, &'static str, String, Place)>,
    /// Selects with a further choice "other", by their lists.
    pub(super) others: Vec<String>,
    /// Questions whose choices lie in a file: the file, and its columns for what is stored and what is shown.
    pub(super) from_files: Vec<(ItemId, [String; 3])>,
    /// Questions whose choices lie in the sheet `external_choices`.
    pub(super) external: Vec<ItemId>,
    /// Tables that the form names for its expressions, and where.
    pub(super) tables: Vec<(String, Place)>,
    /// Expressions for the number of rows of a repeat, and the helper item that holds it.
    pub(super) counts: Vec<(ItemId, Option<ItemId>)>,
}

struct Builder<'a, 'p> {
    table: &'a Table<'a>,
    out: Skeleton<'a>,
    /// Open groups, with the word that must close them.
    open: Vec<(ItemId, bool)>,
    problems: &'p mut Vec<Problem>,
}

/// Reads all rows.
pub(super) fn build<'a>(table: &'a Table<'a>, root: &str, problems: &mut Vec<Problem>) -> Skeleton<'a> {
    let form = Item::new(root, Kind::Group, 0);
    let out = Skeleton {
        items: vec![form],
        lines: vec![None],
        added: Vec::new(),
        others: Vec::new(),
        from_files: Vec::new(),
        external: Vec::new(),
        tables: Vec::new(),
        counts: Vec::new(),
    };
    let mut builder = Builder { table, out, open: vec![(ItemId::ROOT, false)], problems };
    for line in table.rows {
        builder.row(line);
    }
    for (id, repeat) in builder.open.split_off(1) {
        let item = builder.out.items.get(id.0);
        let (name, row) = item.map(|item| (item.name.clone(), item.row)).unwrap_or_default();
        let word = if repeat { "end repeat" } else { "end group" };
        builder.problems.push(Problem::new(
            ProblemCode::NotClosed,
            Place::row("survey", row),
            &[&name, word],
        ));
    }
    builder.out
}

impl<'a> Builder<'a, '_> {
    fn row(&mut self, line: &'a Line) {
        let kind = self.table.text(line, "type");
        if kind.starts_with('#') {
            return;
        }
        if kind.is_empty() {
            if !self.table.text(line, "name").is_empty() || !self.table.local(line, "label").is_empty() {
                self.problem(ProblemCode::MissingType, line, "type", &[]);
            }
            return;
        }
        self.refuse_media(line);
        match read(kind) {
            Typed::Question(question) => {
                self.question(line, question);
            }
            Typed::OrOther(question) => self.or_other(line, question),
            Typed::External(list) => {
                let id = self.question(line, Question::SelectOne(list));
                self.out.external.extend(id);
            }
            Typed::FromFile(several, file) => self.in_file(line, several, file),
            Typed::Table(ending) => self.beside(line, ending),
            Typed::Range => {
                let range = self.range(line);
                self.question(line, range);
            }
            Typed::BeginGroup => self.begin(line, Kind::Group),
            Typed::BeginRepeat => self.begin(line, Kind::Repeat { count: None }),
            Typed::EndGroup => self.end(line, false),
            Typed::EndRepeat => self.end(line, true),
            Typed::Refused(code) => self.problem(code, line, "type", &[kind]),
            Typed::NeedsList => self.problem(ProblemCode::TypeNeedsList, line, "type", &[kind]),
            Typed::Unknown => self.problem(ProblemCode::UnknownType, line, "type", &[kind]),
        }
    }

    fn problem(&mut self, code: ProblemCode, line: &Line, base: &str, arguments: &[&str]) {
        let at = self.table.at(line, base);
        self.problems.push(Problem::new(code, at, arguments));
    }

    fn refuse_media(&mut self, line: &Line) {
        for column in &self.table.columns {
            let filled = !line.text(column.index).is_empty();
            let code = match column.base.as_str() {
                "image" | "big_image" | "audio" | "video" | "autoplay" => ProblemCode::MediaColumn,
                "disabled" => ProblemCode::UnsupportedColumn,
                base if base.starts_with("media::") => ProblemCode::MediaColumn,
                base if base.starts_with("bind::") || base.starts_with("body::") => {
                    ProblemCode::UnsupportedColumn
                }
                base if base.starts_with("instance::") || base.starts_with("control::") => {
                    ProblemCode::UnsupportedColumn
                }
                _ => continue,
            };
            if filled {
                let at = place("survey", line.number, column);
                self.problems.push(Problem::new(code, at, &[&column.header]));
            }
        }
    }

    /// The name of a row; what a device fills in may go by its type.
    fn name(&mut self, line: &Line, question: Option<&Question>) -> Option<String> {
        let name = self.table.text(line, "name");
        match question {
            Some(Question::Preload(preload)) if name.is_empty() => Some(preload.name().to_owned()),
            _ if name.is_empty() => {
                self.problem(ProblemCode::MissingName, line, "name", &[]);
                None
            }
            _ => Some(name.to_owned()),
        }
    }

    fn add(&mut self, mut item: Item, line: Option<&'a Line>) -> ItemId {
        let id = ItemId(self.out.items.len());
        if self.out.items.len() == ITEMS {
            let at = Place::row("survey", item.row);
            self.problems.push(Problem::new(ProblemCode::TooManyRows, at, &[&ITEMS.to_string()]));
        }
        item.parent = self.open.last().map(|(group, _)| *group);
        if let Some(parent) = item.parent.and_then(|parent| self.out.items.get_mut(parent.0)) {
            parent.children.push(id);
        }
        self.out.items.push(item);
        self.out.lines.push(line);
        id
    }

    fn question(&mut self, line: &'a Line, question: Question) -> Option<ItemId> {
        let name = self.name(line, Some(&question))?;
        Some(self.add(Item::new(&name, Kind::Question(question), line.number), Some(line)))
    }

    /// Choices from a file; its columns are `name` and `label` unless the parameters say otherwise.
    fn in_file(&mut self, line: &'a Line, several: bool, file: String) {
        let given = parameters(self.table.text(line, "parameters"));
        let of = |name: &str, absent: &str| {
            let found = given.iter().find(|(own, _)| own == name);
            found.map_or_else(|| absent.to_owned(), |(_, value)| value.clone())
        };
        let (value, label) = (of("value", "name"), of("label", "label"));
        let list = Asked { file: &file, value: &value, label: &label }.list();
        let question = if several { Question::SelectMultiple(list) } else { Question::SelectOne(list) };
        if let Some(id) = self.question(line, question) {
            self.out.from_files.push((id, [file, value, label]));
        }
    }

    /// A table that only expressions read: nothing is asked.
    fn beside(&mut self, line: &Line, ending: &str) {
        if let Some(name) = self.name(line, None) {
            self.out.tables.push((format!("{name}.{ending}"), self.table.at(line, "name")));
        }
    }

    /// A further text question that is asked when "other" is chosen.
    fn or_other(&mut self, line: &'a Line, question: Question) {
        if !self.table.text(line, "choice_filter").is_empty() {
            self.problem(ProblemCode::OtherWithFilter, line, "choice_filter", &[]);
        }
        if let Some(list) = question.list() {
            self.out.others.push(list.to_owned());
        }
        let Some(name) = self.name(line, Some(&question)) else { return };
        self.add(Item::new(&name, Kind::Question(question), line.number), Some(line));
        let helper = Item::new(&format!("{name}_other"), Kind::Question(Question::Text), 0);
        let id = self.add(helper, None);
        let place = self.table.at(line, "type");
        self.out.added.push((id, "relevant", format!("selected(../{name}, 'other')"), place));
    }

    fn range(&mut self, line: &Line) -> Question {
        let given = parameters(self.table.text(line, "parameters"));
        let of = |name: &str, absent: &str| {
            let found = given.iter().find(|(own, _)| own == name);
            found.map_or_else(|| absent.to_owned(), |(_, value)| value.clone())
        };
        let (start, end, step) = (of("start", "1"), of("end", "10"), of("step", "1"));
        let numbers = [&start, &end, &step].map(|text| text.parse::<f64>().unwrap_or(f64::NAN));
        if numbers.iter().any(|number| !number.is_finite()) || numbers.get(2).is_some_and(|step| *step == 0.0)
        {
            self.problem(ProblemCode::BadRange, line, "parameters", &[&start, &end, &step]);
        }
        let decimal = [&start, &end, &step].iter().any(|text| text.contains('.'));
        Question::Range(RangeOf { start, end, step, decimal })
    }

    fn begin(&mut self, line: &'a Line, kind: Kind) {
        let repeat = matches!(kind, Kind::Repeat { .. });
        // A group without a name still has to be closed, so that what follows is read as it was meant.
        let name = self.name(line, None).unwrap_or_else(|| format!("group_{}", line.number));
        let count = self.table.text(line, "repeat_count");
        let mut helper = None;
        if repeat && !count.is_empty() && !is_reference(count) {
            let place = self.table.at(line, "repeat_count");
            let item = Item::new(&format!("{name}_count"), Kind::Question(Question::Calculate), 0);
            let id = self.add(item, None);
            self.out.added.push((id, "calculation", count.to_owned(), place));
            helper = Some(id);
        }
        if self.open.len() > DEPTH {
            self.problem(ProblemCode::TooDeep, line, "type", &[&DEPTH.to_string()]);
        }
        let id = self.add(Item::new(&name, kind, line.number), Some(line));
        if repeat && !count.is_empty() {
            self.out.counts.push((id, helper));
        }
        self.open.push((id, repeat));
    }

    fn end(&mut self, line: &Line, repeat: bool) {
        let word = if repeat { "end repeat" } else { "end group" };
        let Some((id, opened)) = self.open.last().copied().filter(|(id, _)| *id != ItemId::ROOT) else {
            self.problem(ProblemCode::NothingToClose, line, "type", &[word]);
            return;
        };
        let item = self.out.items.get(id.0);
        let (name, row) = item.map(|item| (item.name.clone(), item.row)).unwrap_or_default();
        let empty = item.is_some_and(|item| item.children.is_empty());
        if opened != repeat {
            let needed = if opened { "end repeat" } else { "end group" };
            self.problem(ProblemCode::WrongClose, line, "type", &[word, &name, &row.to_string(), needed]);
        }
        if empty {
            self.problem(ProblemCode::EmptyGroup, line, "type", &[&name]);
        }
        self.open.pop();
    }
}

fn is_reference(text: &str) -> bool {
    let inner = text.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|name| !name.contains(['{', '}']))
}

/// `start=1 end=10`, parted by spaces, commas or semicolons.
pub(super) fn parameters(text: &str) -> Vec<(String, String)> {
    text.split([' ', ',', ';', '\n'])
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()))
        .filter(|(name, _)| !name.is_empty())
        .collect()
}
