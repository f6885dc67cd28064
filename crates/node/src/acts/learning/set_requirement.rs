//! `set-requirement`: which courses a post with a role needs.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Sets or lifts a need of every post with a role.
pub struct SetRequirement {
    /// Slug of the role.
    pub role: String,
    /// An approved course.
    pub course: Id,
    /// Whether it is needed.
    pub needed: bool,
}

#[async_trait::async_trait]
impl Act for SetRequirement {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-requirement"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "require", "training", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, organisation, now) = (permit.act(), permit.organisation()?, tx.now);
        let course = tx
            .row(
                "select c.id from public_course c join matter m on m.id = c.id
                 where c.id = $1 and c.organisation_id = $2 and m.state = 'approved'",
                &[act.course.into(), organisation.into()],
            )
            .await?;
        let role = tx.row("select slug from role where slug = $1", &[act.role.as_str().into()]).await?;
        if course.is_none() || role.is_none() {
            return Err(Error::Refused("course-not-approved"));
        }
        let key = [organisation.into(), act.role.as_str().into(), act.course.into()];
        tx.run(
            "delete from post_requirement where organisation_id = $1 and role = $2 and course_id = $3",
            &key,
        )
        .await?;
        if act.needed {
            let [organisation, role, course] = key;
            tx.run(
                "insert into post_requirement (organisation_id, role, course_id, since_at) values ($1, $2, $3, $4)",
                &[organisation, role, course, now.into()],
            )
            .await?;
        }
        tx.trace.kind = Some("course");
        tx.trace.subject = Some(act.course);
        Ok(Opened { id: act.course })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
