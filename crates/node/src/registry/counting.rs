//! Acts of the data centre.

use model::Id;

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::counting::{
        CountRelease, DecidePair, DeliverList, ExplainChange, GatherLists, GatherOverlaps, KeepEstimate,
        KeepLinkage, KeepRelease, ListCellRecords, ListPairs, PairFacts, ReconcileFigure, UndoDecision,
        ViewDashboard, ViewDataCentre, ViewEstimate, ViewEstimates, ViewLinkage, ViewPair, ViewRelease,
    };
    let nobody = Id::from_u128(0);
    let text = String::new;
    let taken = crate::counting::Taken::default();
    let deliver = DeliverList { agency: text(), entity: text(), from: text(), to: text(), taken };
    let release = CountRelease { table: text(), period: text(), minimum: 11 };
    vec![
        info("deliver-list", "list-delivery", deliver, |m| m.now),
        info("gather-lists", "data-centre", GatherLists::default(), |m| m.now),
        info("keep-linkage", "data-centre", KeepLinkage::nothing(), |m| m.now),
        info("decide-pair", "linkage-pair", DecidePair { pair: nobody, verdict: text() }, PairFacts::through),
        info("undo-decision", "linkage-pair", UndoDecision { pair: nobody }, PairFacts::through),
        info("list-pairs", "linkage-pair", ListPairs, |m| m.now),
        info("view-pair", "linkage-pair", ViewPair { pair: nobody }, PairFacts::through),
        info("list-cell-records", "linkage-pair", ListCellRecords::default(), |m| m.now),
        info("view-data-centre", "data-centre", ViewDataCentre, |m| m.now),
        info("view-linkage", "data-centre", ViewLinkage { run: nobody }, |m| m.now),
        info("reconcile-figure", "data-centre", ReconcileFigure::default(), |m| m.now),
        info("explain-change", "data-centre", ExplainChange::default(), |m| m.now),
        info("view-dashboard", "data-centre", ViewDashboard::default(), |m| m.now),
        info("count-release", "publication", release, |m| m.now),
        info("keep-release", "publication", KeepRelease::nothing(), |m| m.now),
        info("gather-overlaps", "data-centre", GatherOverlaps::default(), |m| m.now),
        info("keep-estimate", "data-centre", KeepEstimate::nothing(), |m| m.now),
        info("view-estimates", "data-centre", ViewEstimates, |m| m.now),
        info("view-estimate", "data-centre", ViewEstimate { estimate: nobody }, |m| m.now),
        info("view-release", "publication", ViewRelease { id: nobody }, |m| m.now),
    ]
}
