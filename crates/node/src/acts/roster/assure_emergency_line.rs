//! `assure-emergency-line`: somebody called the number again and says who and when.

use model::time::Zone;
use model::{Date, Id, ProblemCode};

use super::{Whose, line, whose};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Assures a number.
pub struct AssureEmergencyLine {
    /// The number's record.
    pub line: Id,
    /// Who made sure of it.
    pub assured_by: String,
    /// When.
    pub assured_on: Date,
}

#[async_trait::async_trait]
impl Act for AssureEmergencyLine {
    type Facts = Whose;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "assure-emergency-line"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Whose> {
        let sql = "select organisation_id from emergency_line where id = $1 and retired_at is null";
        whose(tx, sql, self.line).await
    }

    fn policy(&self, actor: &Actor, facts: &Whose) -> Decision {
        access::in_organisation(actor, "assure", "emergency-line", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        if act.assured_on > tx.now.date(Zone::Wib) {
            return Err(Error::field("assured_on", ProblemCode::InFuture));
        }
        let row = [
            act.line.into(),
            line("assured_by", &act.assured_by, 80)?.into(),
            act.assured_on.to_string().into(),
        ];
        tx.run_one("update emergency_line set assured_by = $2, assured_on = $3 where id = $1", &row).await?;
        tx.trace.kind = Some("emergency-line");
        tx.trace.subject = Some(act.line);
        Ok(Opened { id: act.line })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.line)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
