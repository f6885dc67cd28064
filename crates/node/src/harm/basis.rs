//! On which law something leaves: the list `outgoing-basis` says for each entry to what kinds of items it applies and in which country. A rule of
//! another country is an entry in that list, not a line of code.

use model::{ProblemCode, codes};

use crate::error::{Error, Result};

/// What leaves the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// A notice to a platform, hotline or police.
    Notice,
    /// A file about one content report.
    File,
    /// A record of a case.
    Record,
    /// A transaction report.
    Transaction,
    /// Hashes of a list.
    List,
}

impl Item {
    const fn code(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::File => "file",
            Self::Record => "record",
            Self::Transaction => "transaction",
            Self::List => "list",
        }
    }
}

/// Whether something may leave on a legal basis.
///
/// # Errors
/// [`Error::Invalid`] on `legal_basis`: no basis, or one for other things.
pub(crate) fn must_fit(code: &str, item: Item) -> Result<()> {
    let wrong = |why| Error::field("legal_basis", why);
    if code.is_empty() {
        return Err(wrong(ProblemCode::Missing));
    }
    let entry = codes::list("outgoing-basis").and_then(|list| list.get(code));
    let fits = entry.is_some_and(|entry| entry.targets("for").any(|one| one == item.code()));
    if fits { Ok(()) } else { Err(wrong(ProblemCode::UnknownCode)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_has_a_basis_and_money_has_its_own() {
        let items = [Item::Notice, Item::File, Item::Record, Item::Transaction, Item::List];
        for item in items {
            assert!(must_fit("law_elsewhere", item).is_ok());
            assert!(must_fit("", item).is_err());
        }
        assert!(must_fit("uu_tppu", Item::Transaction).is_ok());
        assert!(must_fit("uu_tppu", Item::Notice).is_err());
        let list = codes::list("outgoing-basis").unwrap();
        assert!(list.offered().all(|entry| entry.targets("for").next().is_some()));
    }
}
