//! Acts of programmes and money.

use model::Id;
use statistics::money::Layer;

use super::acts::{ActInfo, info};

/// Its acts.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::money::{
        ExportIati, ExportOrganisations, ExportOwnOrganisation, ImportIati, ImportOrganisations, ViewMoney,
        ViewOrganisations,
    };
    let organisations = ImportOrganisations { organisations: Vec::new(), dry_run: true };
    let import = ImportIati { activities: Vec::new(), dry_run: true };
    vec![
        info("view-money", "programme", ViewMoney { layer: Layer::Disbursed }, |m| m.now),
        info("import-iati", "programme", import, |m| m.now),
        info("import-organisations", "programme", organisations, |m| m.now),
        info("export-organisations", "programme", ExportOrganisations, |m| m.now),
        info("export-own-organisation", "programme", ExportOwnOrganisation, |m| m.now),
        info("view-organisations", "programme", ViewOrganisations, |m| m.now),
        info("export-iati", "programme", ExportIati { id: Id::from_u128(0) }, Clone::clone),
    ]
}
