//! `retire-emergency-line`: a number is not shown any more.

use model::Id;

use super::{Whose, whose};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Retires a number.
pub struct RetireEmergencyLine {
    /// The number's record.
    pub line: Id,
}

#[async_trait::async_trait]
impl Act for RetireEmergencyLine {
    type Facts = Whose;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "retire-emergency-line"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Whose> {
        let sql = "select organisation_id from emergency_line where id = $1 and retired_at is null";
        whose(tx, sql, self.line).await
    }

    fn policy(&self, actor: &Actor, facts: &Whose) -> Decision {
        access::in_organisation(actor, "assure", "emergency-line", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (line, now) = (permit.act().line, tx.now);
        tx.run_one("update emergency_line set retired_at = $2 where id = $1", &[line.into(), now.into()])
            .await?;
        tx.trace.kind = Some("emergency-line");
        tx.trace.subject = Some(line);
        Ok(Opened { id: line })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.line)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
