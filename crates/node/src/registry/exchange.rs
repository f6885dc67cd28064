//! Acts of the exchange between members.

use std::sync::Arc;

use seal::evidence::Proven;
use seal::exchange::{Anchor, Delivery, Dsse};

use super::acts::{ActInfo, info};
use crate::acts::exchange::{
    AdoptDirectory, AskInformation, AskMatch, CosignCheckpoint, DispatchOutbox, EnrolMember,
    ExportDirectoryDraft, ExportEvidence, ExportLog, ListExchange, ListNetwork, ListRequests, ListSentLists,
    ListSharedServices, MakeGuardianKey, OfferCheckpoint, ProposeDirectory, ReceiveEnvelope, SendList, Sent,
    ServeMailbox, ServeReceipts, SetAnchor, SignDirectory, TakeCosignature, TakeReceipt, ViewDirectory,
    ViewMatching, ViewMessage,
};
use crate::exchange::Answer;

/// Their policies. A person can ask and look, and nothing else.
pub(super) fn acts() -> Vec<ActInfo> {
    let document = || Dsse::sign("", Vec::new(), &[]);
    let id = model::Id::from_u128(0);
    let ask = AskInformation { to: id, case: Some(id), draft: model::Draft::default() };
    let (from, until) = (String::new(), String::new());
    let list = Sent::Rows(Vec::new(), Vec::new());
    let list = SendList { to: String::new(), entity: String::new(), from, until, list };
    let evidence = ExportEvidence { eid: seal::exchange::Hash([0; 32]), reveal: false };
    let mut acts = vec![
        info("list-exchange", "exchange", ListExchange, |m| m.now),
        info("export-evidence", "exchange", evidence, |m| m.now),
        info("send-list", "list-delivery", list, |m| m.now),
        info("list-shared-services", "exchange", ListSharedServices::default(), |m| m.now),
        info("view-directory", "directory", ViewDirectory, |m| m.now),
        info("propose-directory", "directory", ProposeDirectory::default(), |m| m.now),
        info("export-directory-draft", "directory", ExportDirectoryDraft { change: id }, |m| m.now),
        info("sign-directory", "directory", SignDirectory { change: id, signed: document() }, |m| m.now),
        info("list-sent-lists", "list-delivery", ListSentLists, |m| m.now),
        info("list-network", "exchange", ListNetwork, |m| m.now),
        info("view-message", "exchange", ViewMessage { eid: seal::exchange::Hash([0; 32]) }, |m| m.now),
        info("export-log", "exchange", ExportLog, |m| m.now),
        info("list-requests", "rfi", ListRequests, |m| m.now),
        info("ask-information", "rfi", ask, |m| (Some(m.clone()), m.now)),
        info(
            "ask-match",
            "match-query",
            AskMatch { case: id, to: Vec::new(), draft: model::Draft::default() },
            Clone::clone,
        ),
        info("make-guardian-key", "directory", MakeGuardianKey { epoch: String::new() }, |m| m.now),
        info("view-matching", "match-query", ViewMatching, |m| m.now),
        info("adopt-directory", "node", AdoptDirectory { document: document() }, |_| ()),
        info("offer-checkpoint", "node", OfferCheckpoint, |_| ()),
        info("cosign-checkpoint", "node", CosignCheckpoint { body: String::new() }, |_| ()),
        info("take-cosignature", "node", TakeCosignature { size: 0, answer: Answer::Refused }, |_| ()),
        info("enrol-member", "organisation", EnrolMember { member: String::new() }, |_| ()),
        info("dispatch-outbox", "node", DispatchOutbox { missed: Vec::new(), told: Vec::new() }, |_| ()),
        info("serve-mailbox", "node", ServeMailbox { after: None }, |_| ()),
        info("serve-receipts", "node", ServeReceipts { heard: Vec::new(), after: None }, |_| ()),
        info(
            "take-receipt",
            "node",
            TakeReceipt { proven: Proven { receipt: document(), inclusion: None } },
            |_| (),
        ),
    ];
    let sample = (seal::exchange::Code::try_from("network"), "XX/IGO/X".parse());
    if let (Ok(network), Ok(member)) = sample {
        let anchor = Anchor { network, operators: Vec::new(), threshold: 1 };
        acts.push(info("set-anchor", "node", SetAnchor { anchor }, |_| ()));
        let delivery = Arc::new(Delivery { envelope: document(), sealed: Vec::new() });
        let receive = ReceiveEnvelope { delivery, member, seen: None };
        acts.push(info("receive-envelope", "node", receive, |_| ()));
    }
    acts
}
