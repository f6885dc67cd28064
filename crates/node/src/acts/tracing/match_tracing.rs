//! `match-tracing`: people who may be the one sought, with the fields that were compared and what speaks for and against.

use linkage::people::Query;
use model::{Id, Kind, kinds};
use serde::Serialize;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::people::{MatterRef, by_person, seen_matters};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::search::{self, LIKELY_SCORE, Loading};
use crate::store::{ShownRecord, fields, person};

const META: &model::KindMeta = <kinds::TracingRequest as Kind>::META;

/// Looks for people who may be the one sought.
pub struct MatchTracing {
    /// The tracing request.
    pub id: Id,
}

/// People who may be the one sought.
#[derive(Debug)]
pub struct Matches {
    /// The request, as far as it may be seen.
    pub sought: Seen<ShownRecord>,
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Set while not everybody has been read yet: somebody may be missing.
    pub still_loading: Option<Loading>,
    /// Whether the actor may say that one of them is the one.
    pub may_confirm: bool,
}

/// Somebody who may be the one sought.
#[derive(Debug, Serialize)]
pub struct Candidate {
    /// The person.
    pub id: Id,
    /// Share of the evidence that agrees, 0 to 1.
    pub score: f32,
    /// Weight of the evidence in bits; negative when it speaks against.
    pub bits: f32,
    /// Whether enough agrees to call it likely; else it is possible.
    pub likely: bool,
    /// Codes of the reasons, worded as `ground-<code>`.
    pub grounds: Vec<&'static str>,
    /// What the actor may see of them.
    pub person: Seen<ShownRecord>,
    /// Matters of theirs that the actor may see.
    pub matters: Vec<MatterRef>,
}

/// People shown at most.
const MOST: usize = 10;
/// Hits looked at to find them.
const GATHERED: usize = 40;

#[async_trait::async_trait]
impl Act for MatchTracing {
    type Facts = MatterFacts;
    type Output = Matches;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "match-tracing"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.id, false).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "match", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Matches> {
        let (facts, actor) = (permit.facts(), permit.actor());
        let sought = permit.reveal(fields::load(tx, META, facts.id, facts.key).await?)?;
        let asked = |name: &str| match name {
            "name" => sought.text("sought_name"),
            "sex" => sought.text("sought_sex"),
            "birth_year" => sought.text("sought_birth_year"),
            "phone" => sought.text("sought_phone"),
            "region" => sought.text("region"),
            _ => String::new(),
        };
        let texts: Vec<(&str, String)> =
            ["name", "sex", "birth_year", "phone", "region"].map(|name| (name, asked(name))).into();
        let read = |name: &str| texts.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
        let people = tx.context.people.clone();
        let still_loading = people.loading();
        let organisation = facts.organisation;
        let query = Query::form(&search::of_texts(read));
        let hits = people.search(&query, GATHERED, |_, of| of == Some(organisation));
        let own = own_child(tx, facts.root).await?;
        let mut candidates = Vec::new();
        for hit in hits {
            let id = Id::from_u128(hit.id);
            if Some(id) == own || candidates.len() == MOST {
                continue;
            }
            let known = match person::facts(tx, id, false).await {
                Ok(known) if known.erased_at.is_none() && known.merged_into.is_none() => known,
                Ok(_) | Err(crate::error::Error::NotFound) => continue,
                Err(error) => return Err(error),
            };
            // Beyond what the actor may see there is no hint.
            let Decision::Allow(rule) = by_person(actor, "view", &known) else { continue };
            tx.trace.listed.push(id);
            let person = permit.reveal_by(&rule, person::load_for(tx, actor, &known).await?)?;
            candidates.push(Candidate {
                id,
                score: hit.score,
                bits: hit.bits,
                likely: hit.score >= LIKELY_SCORE && hit.bits >= linkage::people::LIKELY_BITS,
                grounds: hit.grounds.into_iter().map(search::ground_code).collect(),
                person,
                matters: seen_matters(actor, &known),
            });
        }
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        let may_confirm = access::by_scope(actor, "edit", META.slug, facts).allows() && facts.is_open();
        Ok(Matches { sought, candidates, still_loading, may_confirm })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}

async fn own_child(tx: &mut Tx, case: Id) -> Result<Option<Id>> {
    let row = tx.row("select child from k_case where id = $1", &[case.into()]).await?;
    Ok(row.map(|row| row.id_opt(0)).transpose()?.flatten())
}
