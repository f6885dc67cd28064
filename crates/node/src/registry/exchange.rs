//! Acts of the exchange between members.

use seal::exchange::{Anchor, Delivery, Dsse};

use super::acts::{ActInfo, info};
use crate::acts::exchange::{
    AdoptDirectory, AskInformation, DispatchOutbox, EnrolMember, ExportEvidence, ListExchange, ListRequests,
    ReceiveEnvelope, ServeMailbox, SetAnchor, TakeReceipt,
};

/// Their policies. A person can ask and look, and nothing else.
pub(super) fn acts() -> Vec<ActInfo> {
    let document = || Dsse::sign("", Vec::new(), &[]);
    let id = model::Id::from_u128(0);
    let ask = AskInformation { to: id, case: Some(id), draft: model::Draft::default() };
    let evidence = ExportEvidence { eid: seal::exchange::Hash([0; 32]), reveal: false };
    let mut acts = vec![
        info("list-exchange", "exchange", ListExchange, |m| m.now),
        info("export-evidence", "exchange", evidence, |m| m.now),
        info("list-requests", "rfi", ListRequests, |m| m.now),
        info("ask-information", "rfi", ask, |m| (Some(m.clone()), m.now)),
        info("adopt-directory", "node", AdoptDirectory { document: document() }, |_| ()),
        info("enrol-member", "organisation", EnrolMember { member: String::new() }, |_| ()),
        info("dispatch-outbox", "node", DispatchOutbox { missed: Vec::new(), told: Vec::new() }, |_| ()),
        info("serve-mailbox", "node", ServeMailbox { after: None }, |_| ()),
        info("take-receipt", "node", TakeReceipt { document: document() }, |_| ()),
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
