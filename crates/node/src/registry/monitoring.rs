//! Acts of monitoring.

use model::{Id, Lang};

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::monitoring::{
        ImportObservations, NoteRate, ReadBrief, ViewAgency, ViewFunding, ViewMonitoring, ViewObservations,
        ViewTreatyReport, ViewTrial,
    };
    let id = Id::from_u128(0);
    vec![
        info("view-monitoring", "indicator", ViewMonitoring::default(), |m| m.now),
        info("view-agency", "indicator", ViewAgency, |m| m.now),
        info("view-observations", "indicator", ViewObservations { id, area: None }, Clone::clone),
        info("import-observations", "indicator", ImportObservations::default(), |m| m.now),
        info("view-trial", "alert-rule", ViewTrial { id }, Clone::clone),
        info("read-brief", "brief", ReadBrief { id, lang: Lang::Id }, Clone::clone),
        info("view-funding", "programme", ViewFunding::default(), |m| m.now),
        info("note-rate", "rate", NoteRate::default(), |m| m.now),
        info("view-treaty-report", "recommendation", ViewTreatyReport::default(), |m| m.now),
    ]
}
