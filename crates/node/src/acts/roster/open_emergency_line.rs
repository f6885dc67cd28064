//! `open-emergency-line`: a number for the public page, with who made sure of it and when.

use model::time::Zone;
use model::{Date, Id, ProblemCode, Timestamp};

use super::line;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Adds a number to call.
pub struct OpenEmergencyLine {
    /// Who answers, in Indonesian.
    pub label_id: String,
    /// Who answers, in English.
    pub label_en: String,
    /// The number as people write it.
    pub number: String,
    /// Who made sure that it is right and answered.
    pub assured_by: String,
    /// When.
    pub assured_on: Date,
}

#[async_trait::async_trait]
impl Act for OpenEmergencyLine {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-emergency-line"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "emergency-line", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        if act.assured_on > tx.now.date(Zone::Wib) {
            return Err(Error::field("assured_on", ProblemCode::InFuture));
        }
        let number = line("number", &act.number, 40)?;
        if !number.chars().any(|c| c.is_ascii_digit()) {
            return Err(Error::field("number", ProblemCode::NotANumber));
        }
        let id = tx.new_id();
        let row = [
            id.into(),
            organisation.into(),
            line("label_id", &act.label_id, 80)?.into(),
            line("label_en", &act.label_en, 80)?.into(),
            number.into(),
            line("assured_by", &act.assured_by, 80)?.into(),
            act.assured_on.to_string().into(),
        ];
        tx.run(
            "insert into emergency_line (id, organisation_id, label_id, label_en, number, assured_by, assured_on)
             values ($1, $2, $3, $4, $5, $6, $7)",
            &row,
        )
        .await?;
        tx.trace.kind = Some("emergency-line");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
