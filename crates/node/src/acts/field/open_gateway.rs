//! `open-gateway`: an administrator lets a gateway of short messages speak with this node. What it signs with is shown once.

use model::{Id, Timestamp};
use seal::Place;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Makes a gateway.
pub struct OpenGateway;

/// What is given to the gateway's operator.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedGateway {
    /// The gateway.
    pub id: Id,
    /// 64 hexadecimal digits to sign with, shown once.
    pub secret: String,
}

impl std::fmt::Debug for OpenedGateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenedGateway(…)")
    }
}

#[async_trait::async_trait]
impl Act for OpenGateway {
    type Facts = Timestamp;
    type Output = OpenedGateway;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-gateway"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "gateway", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OpenedGateway> {
        let organisation = permit.organisation()?;
        let (id, now) = (tx.new_id(), tx.now);
        let mut secret = [0; 32];
        tx.entropy.fill(&mut secret);
        let secret = seal::to_hex(&secret);
        let key = tx.context.keys.clone();
        let row = id.to_string();
        let place = Place { table: "field_gateway", row: &row, column: "secret" };
        let sealed = tx.seal(&key.own, place, &secret);
        tx.run(
            "insert into field_gateway (id, organisation_id, secret, made_at) values ($1, $2, $3, $4)",
            &[id.into(), organisation.into(), sealed.into(), now.into()],
        )
        .await?;
        tx.trace.kind = Some("gateway");
        tx.trace.subject = Some(id);
        Ok(OpenedGateway { id, secret })
    }
}
