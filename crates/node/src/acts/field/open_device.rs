//! `open-device`: a person registers a telephone or tablet for one of their posts. Its secret is shown once.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::field::device;

/// Registers a device.
pub struct OpenDevice {
    /// For this post of the actor's; the one that the right came from when none is named.
    pub post: Option<Id>,
    /// Whether lists of visits on it may carry names, where the post's role shows them.
    pub names: bool,
}

/// What is typed into the device.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedDevice {
    /// The device.
    pub id: Id,
    /// Name drawn by the node.
    pub user_name: String,
    /// Shown once; a keyed hash of it is kept.
    pub secret: String,
}

impl std::fmt::Debug for OpenedDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenedDevice(…)")
    }
}

/// Devices of one person at a time.
const MOST: i64 = 5;
/// Letters of five bits: 120 bits.
const SECRET: usize = 24;

#[async_trait::async_trait]
impl Act for OpenDevice {
    type Facts = Timestamp;
    type Output = OpenedDevice;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-device"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "device", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OpenedDevice> {
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        let post = permit.act().post.or(permit.rule().post).ok_or(Error::Refused("no-such-post"))?;
        let holding = permit.actor().holdings_at(tx.now).find(|holding| holding.post == post);
        let holding = holding.filter(|holding| holding.role.reach("open", "device").is_some());
        let organisation = holding.ok_or(Error::Refused("no-such-post"))?.organisation;
        let live = tx
            .row(
                "select count(*) from field_device where account_id = $1 and ended_at is null",
                &[account.into()],
            )
            .await?;
        if live.map_or(Ok(0), |row| row.int(0))? >= MOST {
            return Err(Error::Refused("too-many-devices"));
        }
        let id = tx.new_id();
        let user_name = format!("hp-{}", device::letters(&mut *tx.entropy, 8));
        let secret = device::letters(&mut *tx.entropy, SECRET);
        let row = [
            id.into(),
            account.into(),
            post.into(),
            organisation.into(),
            user_name.as_str().into(),
            device::secret_tag(tx, &user_name, &secret).into(),
            permit.act().names.into(),
            tx.now.into(),
        ];
        tx.run(
            "insert into field_device (id, account_id, post_id, organisation_id, user_name, secret_tag, names, made_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            &row,
        )
        .await?;
        tx.trace.kind = Some("device");
        tx.trace.subject = Some(id);
        Ok(OpenedDevice { id, user_name, secret: device::grouped(&secret) })
    }
}
