//! `${name}` in expressions and texts: found, resolved, replaced by a path.

use super::item::{Formula, Item, ItemId};
use super::names::Names;
use super::text::{LocalText, Piece, Templated};
use crate::problem::{Place, Problem, ProblemCode};
use crate::xpath::{self, Axis, Expr, Path, Start, Test};

/// Replaces names by paths, seen from one item.
pub(crate) struct Fill<'a> {
    items: &'a [Item],
    names: &'a Names,
}

/// Where in an expression a reference stands.
#[derive(Default, Clone, Copy)]
struct Surroundings {
    /// Inside a predicate, where the context is another node.
    predicate: bool,
    /// An argument of indexed-repeat that names a question or a repeat.
    absolute: bool,
}

impl<'a> Fill<'a> {
    pub(super) fn new(items: &'a [Item], names: &'a Names) -> Self {
        Self { items, names }
    }

    /// Reads an expression; `filter` when it is looked at from the rows of a list instead of the item.
    pub(super) fn formula(
        &self,
        source: &str,
        from: ItemId,
        filter: bool,
        place: &Place,
    ) -> Result<Formula, Problem> {
        let mut xpath = String::new();
        let mut scan = Scan::default();
        let mut rest = source;
        while let Some((before, after)) = rest.split_once("${") {
            scan.read(before);
            xpath.push_str(before);
            let Some((name, left)) = after.split_once('}') else {
                return Err(Problem::new(ProblemCode::OpenReference, place.clone(), &[source]));
            };
            let to = self.find(name.trim(), place)?;
            let around =
                Surroundings { predicate: filter || scan.in_predicate(), absolute: scan.wants_absolute() };
            xpath.push(' ');
            xpath.push_str(&self.path(from, to, around));
            xpath.push(' ');
            rest = left;
        }
        xpath.push_str(rest);
        let expr = xpath::parse(&xpath)
            .map_err(|fault| Problem::new(fault.code.into(), place.clone(), &[&fault.what, source]))?;
        self.check_patterns(&expr, place)?;
        let needs = self.needs(&expr, from, filter, place)?;
        Ok(Formula { source: source.to_owned(), xpath, expr, needs })
    }

    /// Reads a text that may show answers.
    pub(super) fn templated(
        &self,
        text: LocalText,
        from: ItemId,
        place: &Place,
    ) -> Result<Templated, Problem> {
        let mut all = Vec::new();
        for (_, words) in &text.0 {
            let mut pieces = Vec::new();
            let mut rest = words.as_str();
            while let Some((before, after)) = rest.split_once("${") {
                let Some((name, left)) = after.split_once('}') else {
                    return Err(Problem::new(ProblemCode::OpenReference, place.clone(), &[words]));
                };
                let to = self.find(name.trim(), place)?;
                if !before.is_empty() {
                    pieces.push(Piece::Words(before.to_owned()));
                }
                pieces.push(Piece::Answer(to, self.path(from, to, Surroundings::default())));
                rest = left;
            }
            if !rest.is_empty() {
                pieces.push(Piece::Words(rest.to_owned()));
            }
            all.push(pieces);
        }
        Ok(Templated { text, pieces: all })
    }

    /// The item that a cell names and nothing else: `${name}`.
    pub(super) fn only(&self, source: &str, place: &Place) -> Result<Option<ItemId>, Problem> {
        let inner = source.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        match inner.filter(|name| !name.contains(['{', '}'])) {
            Some(name) => self.find(name.trim(), place).map(Some),
            None => Ok(None),
        }
    }

    fn find(&self, name: &str, place: &Place) -> Result<ItemId, Problem> {
        if name.starts_with("last-saved#") {
            return Err(Problem::new(ProblemCode::LastSaved, place.clone(), &[name]));
        }
        self.names.get(name).map_err(|code| match self.names.like(name) {
            Some(like) if code == ProblemCode::UnknownReference => {
                Problem::new(ProblemCode::MistypedReference, place.clone(), &[name, like])
            }
            _ => Problem::new(code, place.clone(), &[name]),
        })
    }

    /// The path to an item: relative within a row of a repeat that both share, else from the root.
    fn path(&self, from: ItemId, to: ItemId, around: Surroundings) -> String {
        let (origin, target) = (self.chain(from), self.chain(to));
        let shared = origin.iter().zip(&target).take_while(|(a, b)| a == b).count();
        // A repeat names all its rows, so only what lies around it ties it to a row.
        let in_row = target
            .iter()
            .take(shared)
            .filter(|id| **id != to)
            .any(|id| self.items.get(id.0).is_some_and(Item::is_repeat));
        if around.absolute || !in_row {
            return super::path(self.items, to);
        }
        // What both share ends before the target, so that the path always names it.
        let shared = shared.min(target.len().saturating_sub(1));
        let up = origin.len().saturating_sub(shared);
        let mut steps: Vec<&str> = vec![".."; up];
        let down = target.iter().skip(shared).filter_map(|id| self.items.get(id.0));
        steps.extend(down.map(|item| item.name.as_str()));
        let path = steps.join("/");
        if around.predicate { format!("current()/{path}") } else { path }
    }

    /// An item and everything around it, the form first.
    fn chain(&self, id: ItemId) -> Vec<ItemId> {
        let parent = |id: &ItemId| self.items.get(id.0).and_then(|item| item.parent);
        let mut chain: Vec<ItemId> = std::iter::successors(Some(id), parent).collect();
        chain.reverse();
        chain
    }

    fn check_patterns(&self, expr: &Expr, place: &Place) -> Result<(), Problem> {
        let mut bad = None;
        expr.walk(&mut |expr| {
            if let Expr::Call(name, arguments) = expr
                && name == "regex"
                && let Some(Expr::Text(pattern)) = arguments.get(1)
                && xpath::compile_pattern(pattern).is_none()
            {
                bad = Some(pattern.clone());
            }
        });
        match bad {
            Some(pattern) => Err(Problem::new(ProblemCode::XPathPattern, place.clone(), &[&pattern])),
            None => Ok(()),
        }
    }

    /// The items that the paths of an expression lead to.
    fn needs(&self, expr: &Expr, from: ItemId, filter: bool, place: &Place) -> Result<Vec<ItemId>, Problem> {
        let mut paths: Vec<&Path> = Vec::new();
        collect(expr, &mut paths);
        if filter {
            // A filter is looked at from the rows of its list.
            paths.retain(|path| !matches!(path.start, Start::Here));
        }
        let mut needs = Vec::new();
        for path in paths {
            match self.follow(path, from) {
                Follow::Item(id) => needs.push(id),
                Follow::Elsewhere => {}
                Follow::Nowhere(name) => {
                    return Err(Problem::new(ProblemCode::UnknownPath, place.clone(), &[&name]));
                }
            }
        }
        needs.sort_unstable();
        needs.dedup();
        Ok(needs)
    }

    fn follow(&self, path: &Path, from: ItemId) -> Follow {
        let mut above = vec![ItemId::ROOT];
        let mut at = match &path.start {
            Start::Root => None,
            Start::Here => Some(from),
            Start::At(base, _) if matches!(&**base, Expr::Call(name, _) if name == "current") => Some(from),
            Start::At(..) => return Follow::Elsewhere,
        };
        for step in &path.steps {
            at = match (step.axis, &step.test, at) {
                (Axis::Itself, _, at) => at,
                (Axis::Parent, _, Some(id)) => self.items.get(id.0).and_then(|item| item.parent),
                (Axis::Child, Test::Name(name), None)
                    if self.items.first().is_some_and(|root| root.name == *name) =>
                {
                    above.pop()
                }
                (Axis::Child, Test::Name(name), Some(id)) => match self.child(id, name) {
                    // What stands below `meta` and the like is no item.
                    None if id == ItemId::ROOT && name == "meta" => return Follow::Elsewhere,
                    None => return Follow::Nowhere(name.clone()),
                    found => found,
                },
                _ => return Follow::Elsewhere,
            };
        }
        // The dot means an item's own answer; only a path that names it makes it wait for itself.
        let names = path.steps.iter().any(|step| step.axis == Axis::Child);
        at.filter(|id| names || *id != from).map_or(Follow::Elsewhere, Follow::Item)
    }

    fn child(&self, above: ItemId, name: &str) -> Option<ItemId> {
        let children = &self.items.get(above.0)?.children;
        children.iter().copied().find(|id| self.items.get(id.0).is_some_and(|item| item.name == name))
    }
}

enum Follow {
    Item(ItemId),
    Elsewhere,
    Nowhere(String),
}

/// The paths of an expression that begin at the item; those inside predicates begin elsewhere, unless they say `current()`.
fn collect<'e>(expr: &'e Expr, paths: &mut Vec<&'e Path>) {
    match expr {
        Expr::Number(_) | Expr::Text(_) => {}
        Expr::Negate(inner) => collect(inner, paths),
        Expr::Chain(first, rest) => {
            collect(first, paths);
            rest.iter().for_each(|(_, operand)| collect(operand, paths));
        }
        Expr::Call(_, arguments) => arguments.iter().for_each(|argument| collect(argument, paths)),
        Expr::Path(path) => {
            paths.push(path);
            let mut inner: Vec<&Expr> = path.steps.iter().flat_map(|step| &step.predicates).collect();
            if let Start::At(base, predicates) = &path.start {
                collect(base, paths);
                inner.extend(predicates);
            }
            let mut within = Vec::new();
            inner.into_iter().for_each(|predicate| collect(predicate, &mut within));
            paths.extend(within.into_iter().filter(|path| !matches!(path.start, Start::Here)));
        }
    }
}

/// Keeps count of brackets, quotes and arguments while an expression is read from the left.
#[derive(Default)]
struct Scan {
    quote: Option<char>,
    brackets: usize,
    /// The function of each open bracket and the number of its argument.
    calls: Vec<(String, usize)>,
    word: String,
}

impl Scan {
    fn read(&mut self, text: &str) {
        for letter in text.chars() {
            if let Some(quote) = self.quote {
                self.quote = (letter != quote).then_some(quote);
                continue;
            }
            match letter {
                '"' | '\'' => self.quote = Some(letter),
                '[' => self.brackets += 1,
                ']' => self.brackets = self.brackets.saturating_sub(1),
                '(' => self.calls.push((std::mem::take(&mut self.word), 0)),
                ')' => drop(self.calls.pop()),
                ',' => {
                    if let Some((_, argument)) = self.calls.last_mut() {
                        *argument += 1;
                    }
                }
                _ => {}
            }
            if letter.is_alphanumeric() || matches!(letter, '-' | '_' | ':') {
                self.word.push(letter);
            } else if !letter.is_whitespace() {
                self.word.clear();
            }
        }
    }

    fn in_predicate(&self) -> bool {
        self.brackets > 0
    }

    fn wants_absolute(&self) -> bool {
        let inside = |(name, argument): &(String, usize)| {
            name == "indexed-repeat" && (*argument == 0 || argument % 2 == 1)
        };
        self.calls.last().is_some_and(inside)
    }
}
