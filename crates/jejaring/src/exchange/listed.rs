//! The entry of a member in the directory.

use node::exchange::{OwnKeys, TAKEN};
use seal::exchange::{self, ListedKey, ListedMember, ListedSealing, MemberStatus};

use super::identity::Identity;
use crate::failure::{Failure, Result};

/// The entry of a member of this node.
pub(crate) fn listed(
    keys: &OwnKeys,
    name: &str,
    endpoint: Option<String>,
    identity: &Identity,
) -> Result<ListedMember> {
    let bad = |error: exchange::BadText| Failure::new(error.to_string());
    let kinds =
        TAKEN.iter().map(|kind| exchange::Code::try_from(*kind)).collect::<std::result::Result<_, _>>();
    Ok(ListedMember {
        id: keys.member.clone(),
        status: MemberStatus::Active,
        name: name.try_into().map_err(bad)?,
        signing: vec![ListedKey { key: keys.signing, from: keys.from, until: keys.signing_until }],
        sealing: vec![ListedSealing {
            kid: keys.kid.clone(),
            key: keys.sealing,
            from: keys.from,
            until: keys.sealing_until,
        }],
        log: vec![ListedKey { key: keys.log, from: keys.from, until: keys.signing_until }],
        endpoint: endpoint.map(exchange::Line::try_from).transpose().map_err(bad)?,
        tls: vec![identity.pin()],
        kinds: kinds.map_err(bad)?,
        min_version: 1,
        contact_post: exchange::Code::try_from("intake").map_err(bad)?,
        abroad: false,
    })
}
