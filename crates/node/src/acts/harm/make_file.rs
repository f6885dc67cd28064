//! `make-file`: one file about one content report for a receiver who is no member, by a post of class HOT or LEA. The file is given out once and
//! kept nowhere; what stays is that it was made, for whom, on which legal basis, and its fingerprint.

use model::kinds::HandedFile;
use model::{Draft, Id, Kind, KindMeta, Value};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::open::open_part;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::{basis, content, files};
use crate::store::fields;

const META: &KindMeta = HandedFile::META;

/// Makes a file.
pub struct MakeFile {
    /// The content report.
    pub report: Id,
    /// Fields of a handed file: format, receiver, its class, the legal basis, whether the address goes along.
    pub draft: Draft,
}

/// A file, given out once.
#[derive(Debug, Clone)]
pub struct MadeFile {
    /// What stays of it.
    pub id: Id,
    /// Ending of its name.
    pub ending: &'static str,
    /// Its words.
    pub text: String,
}

#[async_trait::async_trait]
impl Act for MakeFile {
    type Facts = MatterFacts;
    type Output = MadeFile;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "make-file"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.report, true).await?, content::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        let decision = access::by_scope(actor, "make", META.slug, facts);
        let Decision::Allow(rule) = &decision else { return decision };
        let mandated =
            rule.post.and_then(|post| actor.holding(post)).is_some_and(access::Holding::checks_content);
        if mandated { decision } else { Decision::Deny("class-may-not") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<MadeFile> {
        let (act, facts) = (permit.act(), permit.facts());
        let today = tx.now.date(Default::default());
        let mut record = act.draft.parse(META, today).map_err(Error::Invalid)?;
        crate::acts::guards::texts(META, &record)?;
        basis::must_fit(&record.to_text(META, "legal_basis"), basis::Item::File)?;
        record = crate::harm::tidy(META, record)?;
        let shown = permit.reveal(fields::load(tx, content::META, facts.id, facts.key).await?)?;
        let row = tx.row("select name from organisation where id = $1", &[facts.organisation.into()]).await?;
        let (ending, made) = files::write(&files::Wanted {
            report: &shown.to_record(),
            format: &record.to_text(META, "format"),
            class: &record.to_text(META, "receiver_class"),
            basis: &record.to_text(META, "legal_basis"),
            with_address: record.to_text(META, "with_address") == "true",
            code: &facts.code,
            from: &row.ok_or(Error::NotFound)?.text(0)?,
            id: facts.id.to_u128().to_be_bytes(),
            opened: facts.opened_at.millis(),
            now: tx.now.millis(),
        })?;
        record.set(META, "fingerprint", Value::from(seal::to_hex(&seal::sha256(made.as_bytes()))));
        for name in ["receiver_number", "handed_on", "discard_note"] {
            if let Some((_, field)) = META.field(name) {
                record.set(META, name, field.empty());
            }
        }
        let id = open_part(tx, META, facts, &record).await?;
        Ok(MadeFile { id, ending, text: made })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }
}
