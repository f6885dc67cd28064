//! What a request about one's own data changes once it was granted: a correction is made before it is called carried out, and a
//! withdrawal takes back what was agreed to, with everything that rests on it.

use model::kinds::{Consent, SubjectRequest};
use model::{Id, Kind, Record};

use crate::access::{self, MatterFacts};
use crate::acts::moves::{recall_finished, recheck};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{fields, notification, offer};

/// Something of the person or of their case was changed since the decision.
const CORRECTED: &str = "select j.id from journal j join matter m on m.id = $1
     where j.act in ('edit-person', 'edit-case') and j.outcome = 'done' and j.at >= m.state_since
       and (j.subject = $2 or j.subject in (select k.id from k_case k where k.child = $2)) limit 1";

/// Refuses to call a correction carried out that nobody has made.
pub(super) async fn corrected(tx: &mut Tx, request: Id, person: Id) -> Result<()> {
    match tx.row(CORRECTED, &[request.into(), person.into()]).await? {
        Some(_) => Ok(()),
        None => Err(Error::Refused("not-corrected")),
    }
}

/// Consents in force that whoever asks has given, in every case about the person as the child. Where it is known who gave one, nobody else
/// takes it back.
const GIVEN: &str =
    "select m.id, m.root_id from matter m join k_consent k on k.id = m.id join k_case c on c.id = m.root_id
     where c.child = $1 and m.state = 'given' and k.given_by = $2
       and ($3 = '' or k.giver is null or k.giver = $3) order by m.id";

/// Takes back what whoever asked had agreed to. The number of the request stands as the reason.
pub(crate) async fn withdraw(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let meta = SubjectRequest::META;
    let text = |name| record.text(meta, name);
    if (text("request_type"), text("decision")) != ("withdrawal", "granted") {
        return Ok(());
    }
    let giver = match text("requester") {
        "self" => "child",
        "representative" => "other_guardian",
        other => other,
    };
    let Some(person) = record.read::<model::Id>(meta, "person") else { return Ok(()) };
    let who = record.read::<Id>(meta, "requester_person").map(|id| id.to_string()).unwrap_or_default();
    let rows = tx.rows(GIVEN, &[person.into(), giver.into(), who.into()]).await?;
    for row in &rows {
        let (consent, case) = (row.id(0)?, row.id(1)?);
        let root = access::load::matter(tx, case, false).await?;
        let key = tx.key_for_writing(root.key).await?;
        let mut reason = Record::empty(Consent::META);
        reason.set(Consent::META, "withdrawn_reason", facts.code.as_str().into());
        fields::change(tx, Consent::META, consent, &key, &reason, &["withdrawn_reason"]).await?;
        offer::reach(tx, consent, Consent::META, "withdrawn").await?;
        recheck(tx, case).await?;
        recall_finished(tx, consent).await?;
        notification::tell(tx, root.custodian, "consent-withdrawn", Some(consent)).await?;
    }
    Ok(())
}
