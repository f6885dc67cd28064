//! Acts of the research desk.

use model::{Draft, Id};

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::research::{
        BuildTable, GatherFirsts, GrantBudget, MakeRecords, RequestData, SeatFacts, TakeRecords,
        ViewResearchDesk, ViewResearchLedger, ViewResearchTable,
    };
    use crate::research::Precision;
    let nobody = Id::from_u128(0);
    let table = Some((Vec::new(), Precision::Coarse));
    let look = ViewResearchTable { request: nobody, table: nobody };
    let take = TakeRecords { request: nobody, records: nobody };
    vec![
        info("grant-budget", "research-desk", GrantBudget { hundredths: 0 }, |m| m.now),
        info("request-data", "research-desk", RequestData { draft: Draft::default() }, |m| m.now),
        info("view-research-desk", "research-desk", ViewResearchDesk, |m| m.now),
        info("view-research-ledger", "research-desk", ViewResearchLedger, |m| m.now),
        info("gather-firsts", "data-request", GatherFirsts { request: nobody, table }, SeatFacts::through),
        info("build-table", "data-request", BuildTable::nothing(), SeatFacts::through),
        info("view-research-table", "data-request", look, SeatFacts::through),
        info("make-records", "data-request", MakeRecords::nothing(), SeatFacts::through),
        info("take-records", "data-request", take, SeatFacts::through),
    ]
}
