//! `propose-directory`: an operator lays out the next version of the directory, for operators to sign.

use std::fmt;

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::change::{self, Wish};
use crate::exchange::{bytes, directory};
use crate::store::notification;

/// Asks for a change.
#[derive(Clone, Default)]
pub struct ProposeDirectory {
    /// `enrol`, `suspend`, `readmit`, `withdraw`, `revoke`, `revoke_key`, `witness`, `appoint` (a guardian), `renew`.
    pub what: String,
    /// The member that it is about, on the wire; an enrolment says it in its entry.
    pub member: String,
    /// The entry of a member, as `jejaring exchange enrol` wrote it.
    pub entry: String,
    /// Its fingerprint, as somebody of the organisation read it aloud.
    pub fingerprint: String,
    /// With whom it was compared, and over which way.
    pub compared_with: String,
    /// A key that is revoked, the verifier key of a witness, or the public key of a guardian.
    pub key: String,
    /// Why a key or a member is revoked; everybody in the network reads it.
    pub reason: String,
    /// Days for which the version is valid, 1 to 90.
    pub days: i64,
    /// At once, with one signature, for a day.
    pub urgent: bool,
    /// Of a guardian: the name of the epoch, such as `2026-4`.
    pub epoch: String,
    /// Its first day (civil date); a second guardian shares the time of the first.
    pub begins: String,
    /// Points that a member may have evaluated for questions in a day; a question has 24 at most.
    pub budget: i64,
}

impl fmt::Debug for ProposeDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProposeDirectory").field("what", &self.what).finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl Act for ProposeDirectory {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "propose-directory"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "operate", "directory", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        let by = permit.actor().account().ok_or(Error::Refused("no-such-post"))?;
        if act.what == "enrol" && act.compared_with.trim().is_empty() {
            return Err(Error::field("compared_with", model::ProblemCode::Missing));
        }
        let known = directory::required(tx).await?;
        let wish = Wish {
            what: &act.what,
            member: &act.member,
            entry: &act.entry,
            fingerprint: &act.fingerprint,
            key: &act.key,
            reason: &act.reason,
            days: act.days,
            urgent: act.urgent,
            epoch: &act.epoch,
            begins: &act.begins,
            budget: act.budget,
        };
        let now = tx.now;
        let (next, about) = change::next(&known, &wish, now.millis())?;
        let payload = serde_json::to_vec(&next).map_err(|_| Error::Storage("a directory".into()))?;
        let id = tx.new_id();
        bytes::keep(tx, &place(id), &payload).await?;
        let version = i64::try_from(next.version).map_err(|_| Error::Refused("too-much-at-once"))?;
        tx.run(
            "insert into directory_change (id, organisation_id, version, what, member_id, urgent, proposed_by, proposed_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            &[
                id.into(),
                organisation.into(),
                version.into(),
                act.what.as_str().into(),
                about.as_ref().map(|member| member.as_str().to_owned()).into(),
                act.urgent.into(),
                by.into(),
                now.into(),
            ],
        )
        .await?;
        tell(tx, organisation).await?;
        tx.trace.kind = Some("directory");
        tx.trace.subject = Some(id);
        tx.trace.detail.to = Some(format!("{} {version}", act.what));
        let compared = act.compared_with.trim();
        tx.trace.detail.reason = (!compared.is_empty()).then(|| compared.to_owned());
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// Where the draft of a change lies.
pub(super) fn place(change: Id) -> String {
    format!("chg:{change}")
}

/// Tells the posts that may sign.
async fn tell(tx: &mut Tx, organisation: Id) -> Result<()> {
    let posts = tx
        .rows(
            "select distinct p.id from post p join role_right r on r.role = p.role
             where p.organisation_id = $1 and p.state <> 'abolished' and r.kind = 'directory' and r.verb = 'operate'
             order by p.id",
            &[organisation.into()],
        )
        .await?;
    for row in &posts {
        notification::tell(tx, row.id(0)?, "directory-waits", None).await?;
    }
    Ok(())
}
