//! Programmes and their money: layers kept apart, what was sent and never arrived, files of the IATI Standard in and out.

pub(crate) mod books;
mod export_iati;
mod export_organisations;
mod export_own_organisation;
mod import_iati;
mod import_organisations;
mod organisation_file;
pub(crate) mod rules;
mod source;
mod update_iati;
mod view_money;
mod view_organisations;

pub use export_iati::{ExportIati, Exported};
pub use export_organisations::ExportOrganisations;
pub use export_own_organisation::ExportOwnOrganisation;
pub use import_iati::{ActivityOutcome, IatiDone, ImportIati};
pub use import_organisations::{ImportOrganisations, OrganisationsDone};
pub use view_money::{Lost, Money, ProgrammeMoney, ViewMoney};
pub use view_organisations::{OrganisationTold, ViewOrganisations, YearTold};
