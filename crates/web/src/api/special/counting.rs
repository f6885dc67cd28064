//! The data centre: figures taken apart, the review queue, decisions, the linkage.

use model::Id;
use node::acts::counting::{
    DecidePair, ExplainChange, ListPairs, ReconcileFigure, UndoDecision, ViewDataCentre, ViewLinkage,
};
use node::acts::exchange::{ListSentLists, SendList, Sent};
use node::counting::Slice;

use super::call::acts;

acts! {
    "view-data-centre" {} => |call| call.look(ViewDataCentre).await;
    "list-sent-lists" {} => |call| call.look(ListSentLists).await;
    "send-list" {
        to: String, entity: String, from: String, until: String, columns: Vec<String>, rows: Vec<Vec<String>>
    } => |call| {
        let list = Sent::Rows(columns, rows);
        call.done(call.write(SendList { to, entity, from, until, list }).await?.id)
    };
    "view-linkage" { run: Id } => |call| call.look(ViewLinkage { run }).await;
    "reconcile-figure" {; period: Option<String>, region: Option<String>, form: Option<String>} => |call| {
        call.look(ReconcileFigure { slice: Slice { period, region, form, ..Slice::default() } }).await
    };
    "explain-change" {; period: Option<String>, region: Option<String>, form: Option<String>} => |call| {
        call.look(ExplainChange { since: None, slice: Slice { period, region, form, ..Slice::default() } }).await
    };
    "list-pairs" {} => |call| call.look(ListPairs).await;
    "decide-pair" { pair: Id, verdict: String } => |call| {
        call.done(call.write(DecidePair { pair, verdict }).await?.id)
    };
    "undo-decision" { pair: Id } => |call| call.done(call.write(UndoDecision { pair }).await?.id);
    "keep-linkage" {; relearn: bool} => |call| {
        call.done(call.node.link_lists(call.act, call.actor, relearn).await?.id)
    };
}
