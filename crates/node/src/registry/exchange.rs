//! Acts of the exchange between members.

use seal::evidence::Proven;
use seal::exchange::{Anchor, Delivery, Dsse};

use super::acts::{ActInfo, info};
use crate::acts::exchange::{
    AdoptDirectory, AskInformation, CosignCheckpoint, DispatchOutbox, EnrolMember, ExportEvidence, ExportLog,
    ListExchange, ListNetwork, ListRequests, OfferCheckpoint, ReceiveEnvelope, SendList, Sent, ServeMailbox,
    SetAnchor, TakeCosignature, TakeReceipt, ViewMessage,
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
        info("list-network", "exchange", ListNetwork, |m| m.now),
        info("view-message", "exchange", ViewMessage { eid: seal::exchange::Hash([0; 32]) }, |m| m.now),
        info("export-log", "exchange", ExportLog, |m| m.now),
        info("list-requests", "rfi", ListRequests, |m| m.now),
        info("ask-information", "rfi", ask, |m| (Some(m.clone()), m.now)),
        info("adopt-directory", "node", AdoptDirectory { document: document() }, |_| ()),
        info("offer-checkpoint", "node", OfferCheckpoint, |_| ()),
        info("cosign-checkpoint", "node", CosignCheckpoint { body: String::new() }, |_| ()),
        info("take-cosignature", "node", TakeCosignature { size: 0, answer: Answer::Refused }, |_| ()),
        info("enrol-member", "organisation", EnrolMember { member: String::new() }, |_| ()),
        info("dispatch-outbox", "node", DispatchOutbox { missed: Vec::new(), told: Vec::new() }, |_| ()),
        info("serve-mailbox", "node", ServeMailbox { after: None }, |_| ()),
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
        let delivery = Delivery { envelope: document(), sealed: Vec::new() };
        acts.push(info("receive-envelope", "node", ReceiveEnvelope { delivery, member }, |_| ()));
    }
    acts
}
