//! Programmes and their money: layers kept apart, what was sent and never arrived, files of the IATI Standard in and out.

pub(crate) mod books;
mod export_iati;
mod import_iati;
pub(crate) mod rules;
mod source;
mod view_money;

pub use export_iati::{ExportIati, Exported};
pub use import_iati::{ActivityOutcome, IatiDone, ImportIati};
pub use view_money::{Lost, Money, ProgrammeMoney, ViewMoney};
