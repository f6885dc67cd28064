//! A form as it was meant: questions in groups and repeats, lists of choices, settings; every expression read, every name resolved.

mod choices;
mod columns;
mod entity;
mod graph;
mod item;
mod kinds;
mod lists;
mod names;
mod reading;
mod references;
mod rows;
mod settings;
mod tables;
mod text;

pub use choices::{Choice, ChoiceList, Source};
pub use entity::Entity;
pub use item::{Default, Formula, Item, ItemId, Kind, Question, RangeOf};
pub use kinds::Preload;
pub use reading::{Reading, read};
pub use settings::Settings;
pub use tables::TableFile;
pub(crate) use tables::csv;
pub use text::{LocalText, Piece, Templated};

use crate::problem::Problem;

/// A form that can be compiled and whose answers can be checked.
#[derive(Debug, Clone)]
pub struct Form {
    /// Title, id, version, languages.
    pub settings: Settings,
    /// Languages in the order in which they first appear; empty when texts carry none.
    pub languages: Vec<String>,
    /// Everything that can hold an answer, in the order of the document; the first is the form itself.
    pub items: Vec<Item>,
    /// Lists of choices: those of the sheets in their order, then those of files.
    pub lists: Vec<ChoiceList>,
    /// Tables beside the form that it reads.
    pub files: Vec<TableFile>,
    /// What names a filled form.
    pub instance_name: Option<Formula>,
    /// What a submission makes or changes in a list of entities.
    pub entity: Option<Entity>,
    /// Items in an order in which whatever an expression needs comes before it.
    pub(crate) order: Vec<ItemId>,
}

impl Form {
    /// An item.
    #[must_use]
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.get(id.0)
    }

    /// Every item with its id, the form itself first.
    pub fn ids(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.items.iter().enumerate().map(|(index, item)| (ItemId(index), item))
    }

    /// The way to an item: `/data/group/question`.
    #[must_use]
    pub fn path(&self, id: ItemId) -> String {
        path(&self.items, id)
    }

    /// The item at a path.
    #[must_use]
    pub fn at_path(&self, path: &str) -> Option<ItemId> {
        let mut names = path.split('/').skip(1);
        if names.next()? != self.items.first()?.name {
            return None;
        }
        names.try_fold(ItemId::ROOT, |above, name| self.child(above, name))
    }

    /// The child of an item by its name.
    #[must_use]
    pub fn child(&self, above: ItemId, name: &str) -> Option<ItemId> {
        let children = &self.item(above)?.children;
        children.iter().copied().find(|id| self.item(*id).is_some_and(|item| item.name == name))
    }

    /// A list of choices by its name.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&ChoiceList> {
        self.lists.iter().find(|list| list.name == name)
    }

    /// The table of an id.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&TableFile> {
        self.files.iter().find(|table| table.id == id)
    }

    /// The language that is shown when nobody chose one.
    #[must_use]
    pub fn default_language(&self) -> Option<&str> {
        let named = self.settings.default_language.as_deref();
        let known = named.filter(|named| self.languages.iter().any(|language| language == named));
        known.or_else(|| self.languages.first().map(String::as_str))
    }
}

pub(crate) fn path(items: &[Item], id: ItemId) -> String {
    let above = std::iter::successors(items.get(id.0), |item| item.parent.and_then(|id| items.get(id.0)));
    let names: Vec<&str> = above.map(|item| item.name.as_str()).collect();
    names.iter().rev().map(|name| format!("/{name}")).collect()
}

/// Problems in the order of the file, errors and warnings together.
pub(crate) fn sort(problems: &mut Vec<Problem>) {
    problems.sort_by(|a, b| {
        (&a.place.sheet, a.place.row, a.place.letters.len(), &a.place.letters, a.code).cmp(&(
            &b.place.sheet,
            b.place.row,
            b.place.letters.len(),
            &b.place.letters,
            b.code,
        ))
    });
    problems.dedup();
}
