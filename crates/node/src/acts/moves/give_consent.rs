//! `give-consent`: what a child, a guardian, a court or the law said about sharing and services, written down once. A later word
//! is a new record; the former stays as it was.

use std::collections::BTreeSet;

use model::field::Groups;
use model::{Date, Draft, Id, Kind, ParticipantRole, Problem, ProblemCode, Record, Value, kinds};

use super::standing;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::open::open_part;
use crate::acts::{Opened, guards};
use crate::consent;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{guardian, notification, offer, participation};

const META: &model::KindMeta = kinds::Consent::META;

/// Writes down a consent, a refusal, or why nobody could be asked.
pub struct GiveConsent {
    /// The case.
    pub case: Id,
    /// Fields of a consent.
    pub draft: Draft,
    /// Organisations that it names.
    pub named: Named,
}

/// Organisations that a consent names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// These may receive.
    pub recipients: Vec<Id>,
    /// From these it is kept.
    pub withheld: Vec<Id>,
}

#[async_trait::async_trait]
impl Act for GiveConsent {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "give-consent"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "give", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        give(tx, permit.facts(), &act.draft, &act.named).await.map(|id| Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// Writes down what was said in one case; answers the id of the consent.
pub(crate) async fn give(tx: &mut Tx, facts: &MatterFacts, draft: &Draft, named: &Named) -> Result<Id> {
    guards::may_add(facts, META)?;
    let today = tx.now.date(Default::default());
    let mut record = draft.parse(META, today).map_err(Error::Invalid)?;
    guards::texts(META, &record)?;
    said_by(tx, facts, &mut record).await?;
    let state = check(&record, named, today)?;
    let guardian = record.text(META, "given_by") == "guardian" && state == "given";
    if guardian && consent::guardian_is_suspect(tx, facts.id).await? {
        return Err(Error::Refused("guardian-consent-void"));
    }
    if record.text(META, "valid_from").is_empty() {
        record.set(META, "valid_from", Value::from(today.to_string()));
    }
    record.set(META, "version", Value::from(version(tx, facts.id, &record).await?));
    let id = open_part(tx, META, facts, &record).await?;
    let trace = tx.trace.clone();
    name(tx, id, named).await?;
    if state != "given" {
        offer::reach(tx, id, META, state).await?;
        standing::recheck(tx, facts.id).await?;
    }
    if record.text(META, "consent_kind") == LEGAL {
        notification::tell_above(tx, facts.custodian, "legal-basis", Some(id)).await?;
    }
    tx.trace = trace;
    Ok(id)
}

/// Who said it, of those who take part in the case: as what they take part must fit, what they are to the child is filled in, and
/// nobody speaks for a child whom they are said to have harmed, in this case or in that of a brother or sister.
async fn said_by(tx: &mut Tx, facts: &MatterFacts, record: &mut Record) -> Result<()> {
    let Ok(giver) = record.text(META, "giver").parse::<Id>() else { return Ok(()) };
    if record.text(META, "decision") == "given" && guardian::accused(tx, facts.id).await?.contains(&giver) {
        return Err(Error::Refused("giver-is-suspect"));
    }
    let fits: &[ParticipantRole] = match record.text(META, "given_by") {
        "guardian" => &[ParticipantRole::Guardian, ParticipantRole::Caregiver],
        "other_guardian" => {
            &[ParticipantRole::Guardian, ParticipantRole::Caregiver, ParticipantRole::FamilyMember]
        }
        _ => &[],
    };
    let parts = participation::of_matter(tx, facts.id).await?;
    let part = parts.iter().find(|part| part.person == giver && fits.contains(&part.role));
    let part = part.ok_or_else(|| Error::field("giver", ProblemCode::UnknownCode))?;
    if let Some(relation) = part.clear().relation {
        record.set(META, "giver_relation", Value::from(relation));
    }
    Ok(())
}

const LEGAL: &str = "legal_basis_without_consent";

/// Whether it says something that can be enforced; answers the state in which it begins.
fn check(record: &Record, named: &Named, today: Date) -> Result<&'static str> {
    let mut problems = Vec::new();
    let mut problem = |field: &str, code| problems.push(Problem { field: field.to_owned(), code });
    let state = match record.text(META, "decision") {
        "given" => "given",
        "refused" => "refused",
        "unable_to_ask" => "unable_to_ask",
        // What was given is withdrawn where it stands.
        _ => {
            problem("decision", ProblemCode::UnknownCode);
            "refused"
        }
    };
    let (kind, by) = (record.text(META, "consent_kind"), record.text(META, "given_by"));
    let fits = match kind {
        "guardian_consent" => matches!(by, "guardian" | "other_guardian"),
        "child_assent" | "young_person_consent" => by == "child",
        _ => matches!(by, "court" | "legal_mandate"),
    };
    if !fits {
        problem("given_by", ProblemCode::UnknownCode);
    }
    // Whoever speaks for a child is somebody to the child; a court and the law are not, and a child speaks for itself.
    match (by, record.text(META, "giver_relation")) {
        ("other_guardian", "") if state == "given" => problem("giver_relation", ProblemCode::Missing),
        ("child" | "court" | "legal_mandate", relation) if !relation.is_empty() => {
            problem("giver_relation", ProblemCode::UnknownCode);
        }
        _ => {}
    }
    if kind == LEGAL && record.text(META, "legitimate_basis").is_empty() {
        problem("legitimate_basis", ProblemCode::Missing);
    }
    if state == "unable_to_ask" && record.text(META, "said").is_empty() {
        problem("said", ProblemCode::Missing);
    }
    if state == "given" && shares(record) {
        if record.text(META, "recipients").is_empty() && named.recipients.is_empty() {
            problem("recipients", ProblemCode::Missing);
        }
        if Groups::from_text(record.text(META, "data_groups")) == Groups::NONE {
            problem("data_groups", ProblemCode::Missing);
        }
    }
    let both: BTreeSet<_> = named.recipients.iter().collect();
    if named.withheld.iter().any(|id| both.contains(id)) {
        problem("withhold_from", ProblemCode::UnknownCode);
    }
    let from: Date = record.text(META, "valid_from").parse().unwrap_or(today);
    if record.text(META, "valid_until").parse::<Date>().is_ok_and(|until| until < from || until < today) {
        problem("valid_until", ProblemCode::OutOfRange);
    }
    if problems.is_empty() { Ok(state) } else { Err(Error::Invalid(problems)) }
}

/// Statistics and evaluation name nobody who would receive anything.
fn shares(record: &Record) -> bool {
    record
        .text(META, "purposes")
        .split_whitespace()
        .any(|purpose| !matches!(purpose, "statistics" | "evaluation"))
}

/// The how manieth word of this kind by this giver it is.
async fn version(tx: &mut Tx, case: Id, record: &Record) -> Result<i64> {
    let row = tx
        .row(
            "select count(*) from matter m join k_consent k on k.id = m.id
             where m.root_id = $1 and k.consent_kind = $2 and k.given_by = $3",
            &[case.into(), record.text(META, "consent_kind").into(), record.text(META, "given_by").into()],
        )
        .await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? + 1)
}

async fn name(tx: &mut Tx, consent: Id, named: &Named) -> Result<()> {
    for (organisations, withheld) in [(&named.recipients, false), (&named.withheld, true)] {
        for organisation in organisations.iter().collect::<BTreeSet<_>>() {
            let known =
                tx.row("select id from organisation where id = $1", &[(*organisation).into()]).await?;
            known.ok_or(Error::Refused("no-such-organisation"))?;
            tx.run(
                "insert into consent_organisation (consent_id, organisation_id, withheld) values ($1, $2, $3)",
                &[consent.into(), (*organisation).into(), withheld.into()],
            )
            .await?;
        }
    }
    Ok(())
}
