//! Estimates of what nobody saw, and the research desk.

use model::kinds::DataRequest;
use model::{Id, ProblemCode};
use node::Error;
use node::acts::counting::{ViewEstimate, ViewEstimates};
use node::acts::research::{
    GrantBudget, RequestData, ViewResearchDesk, ViewResearchLedger, ViewResearchTable,
};
use node::counting::Slice;
use node::research::Precision;

use super::body::Fields;
use super::call::{acts, written};

acts! {
    "view-estimates" {} => |call| call.look(ViewEstimates).await;
    "view-estimate" { estimate: Id } => |call| {
        written(call.node.perform(call.actor, ViewEstimate { estimate }).await?.0)
    };
    "keep-estimate" {;
        period: Option<String>, region: Option<String>, form: Option<String>, sex: Option<String>, age: Option<String>
    } => |call| {
        let slice = Slice { period, region, form, sex, age };
        call.done(call.node.estimate_hidden(call.act, call.actor, slice).await?.id)
    };
    "grant-budget" { hundredths: i64 } => |call| {
        call.write(GrantBudget { hundredths }).await?;
        call.over()
    };
    "request-data" { fields: Fields<DataRequest> } => |call| {
        call.done(call.write(RequestData { draft: fields.draft()? }).await?.id)
    };
    "view-research-desk" {} => |call| call.look(ViewResearchDesk).await;
    "view-research-ledger" {} => |call| call.look(ViewResearchLedger).await;
    "build-table" { request: Id, by: Vec<String>, precision: String } => |call| {
        let precision = Precision::from_code(&precision)
            .ok_or_else(|| Error::field("precision", ProblemCode::UnknownCode))?;
        call.done(call.node.build_table(call.act, call.actor, request, by, precision).await?.id)
    };
    "view-research-table" { request: Id, table: Id } => |call| {
        call.look(ViewResearchTable { request, table }).await
    };
    "make-records" { request: Id } => |call| {
        call.done(call.node.make_records(call.act, call.actor, request).await?.id)
    };
}
