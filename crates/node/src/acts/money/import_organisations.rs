//! `import-organisations`: organisation files of the IATI Standard: who may spend how much, in which year. All of them or none; one that came
//! before is replaced by the newer file.

use std::collections::BTreeSet;

use formats::iati::Organisation;
use model::{Id, Timestamp};

use super::organisation_file;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Takes organisations in. The file has been found valid before.
pub struct ImportOrganisations {
    /// The organisations.
    pub organisations: Vec<Organisation>,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What became of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OrganisationsDone {
    /// Are new here, or would be.
    pub created: usize,
    /// Say something else than before, or would.
    pub updated: usize,
    /// Are here already, as the file says it.
    pub known: usize,
    /// Whether anything was kept.
    pub kept: bool,
}

/// Organisations in one act.
const MOST: usize = 500;

#[async_trait::async_trait]
impl Act for ImportOrganisations {
    type Facts = Timestamp;
    type Output = OrganisationsDone;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "import-organisations"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "import", "programme", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OrganisationsDone> {
        let act = permit.act();
        if act.organisations.len() > MOST {
            return Err(Error::Refused("too-many-activities"));
        }
        let of = permit.organisation()?;
        let here = organisation_file::all(tx, of).await?;
        let (mut done, mut seen) = (OrganisationsDone::default(), BTreeSet::new());
        for one in &act.organisations {
            let known = here.iter().find(|kept| kept.organisation.identifier == one.identifier);
            let is_second = !seen.insert(&one.identifier);
            if is_second || known.is_some_and(|kept| organisation_file::same(&kept.organisation, one)) {
                done.known += 1;
                continue;
            }
            match known {
                Some(_) => done.updated += 1,
                None => done.created += 1,
            }
            if !act.dry_run {
                organisation_file::keep(tx, of, known.map(|kept| kept.id), one).await?;
            }
        }
        done.kept = !act.dry_run;
        tx.trace.kind = Some("programme");
        Ok(done)
    }

    fn again(_: Option<Id>) -> Option<OrganisationsDone> {
        Some(OrganisationsDone { kept: true, ..OrganisationsDone::default() })
    }
}
