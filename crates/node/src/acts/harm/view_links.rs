//! `view-links`: what one case shares with other cases that the reader may see: numbers, accounts, places, employers, vessels, recruiters. Nobody
//! learns of a case by it; what many cases name says nothing of any of them and draws no line.

use std::collections::{BTreeMap, BTreeSet};

use model::field::DataGroup;
use model::kinds::Identifier as Noted;
use model::{Id, Kind, KindMeta, kinds};
use serde::Serialize;
use signals::links::{CommonGuard, Identifier, Verdict};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::harm::marks::{self, Where};
use crate::store::fields;

const META: &KindMeta = Noted::META;
/// Cases in one picture besides the one it begins with.
const MOST_CASES: usize = 40;
/// Things in one picture.
const MOST_THINGS: usize = 60;

/// Looks at what a case shares.
pub struct ViewLinks {
    /// The case.
    pub case: Id,
}

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct Links {
    /// Readable number of the case that it began with.
    pub code: String,
    /// The cases that it shares something with, by number; the one that it began with first.
    pub cases: Vec<LinkedCase>,
    /// What they name, most shared first.
    pub things: Vec<Thing>,
    /// Whether something was left out because there is no room for it.
    pub more: bool,
}

/// A case that the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkedCase {
    /// Its id.
    pub id: Id,
    /// Its readable number.
    pub code: String,
}

/// Something that cases name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Thing {
    /// A code of list `identifier-kind`.
    pub kind: &'static str,
    /// As it is written in one of the cases.
    pub value: String,
    /// Positions of the cases that name it in [`Links::cases`].
    pub cases: Vec<usize>,
    /// So many cases name it that it says nothing.
    pub common: bool,
}

/// Cases as far as the reader may see what they name.
struct Reader<'a> {
    actor: &'a Actor,
    seen: BTreeMap<Id, Option<MatterFacts>>,
}

impl Reader<'_> {
    /// A case whose identifiers the reader may see; nothing for any other.
    async fn case(&mut self, tx: &mut Tx, root: Id) -> Result<Option<MatterFacts>> {
        if let Some(known) = self.seen.get(&root) {
            return Ok(known.clone());
        }
        let facts = access::load::matter(tx, root, false).await?;
        let case = facts.kind.slug == kinds::Case::META.slug;
        let may = |verb: &str, kind: &str| match access::by_scope(self.actor, verb, kind, &facts) {
            Decision::Allow(rule) => rule.groups.has(DataGroup::Suspect),
            _ => false,
        };
        let shown = case && may("view", kinds::Case::META.slug) && may("view", META.slug);
        let facts = shown.then_some(facts);
        self.seen.insert(root, facts.clone());
        Ok(facts)
    }
}

#[async_trait::async_trait]
impl Act for ViewLinks {
    type Facts = MatterFacts;
    type Output = Links;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-links"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, false).await?, kinds::Case::META)
    }

    /// Whoever may see what a case names about suspects.
    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        let decision = access::by_scope(actor, "view", META.slug, facts);
        match &decision {
            Decision::Allow(rule) if !rule.groups.has(DataGroup::Suspect) => Decision::Deny("no-right"),
            _ => decision,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Links> {
        let own = permit.facts();
        let mut reader = Reader { actor: permit.actor(), seen: BTreeMap::new() };
        reader.seen.insert(own.id, Some(own.clone()));
        let named = marks::named(tx).await?;
        let all = marks::all_roots(tx);
        let (mut cases, mut more) = (vec![own.id], false);
        // First what the case itself names, then what those name with which it shares something.
        for round in 0..2 {
            let begun: BTreeSet<Id> = cases.iter().copied().collect();
            for (mark, places) in
                named.iter().filter(|(_, places)| places.iter().any(|at| begun.contains(&at.root)))
            {
                if common(mark, places, all) {
                    continue;
                }
                for root in roots(places) {
                    let new = !cases.contains(&root) && round == 0;
                    if new && reader.case(tx, root).await?.is_some() {
                        if cases.len() <= MOST_CASES { cases.push(root) } else { more = true }
                    }
                }
            }
        }
        let mut things = Vec::new();
        for (mark, places) in &named {
            let here: Vec<&Where> = places.iter().filter(|at| cases.contains(&at.root)).collect();
            let by: BTreeSet<Id> = here.iter().map(|at| at.root).collect();
            let common = common(mark, places, all);
            let of_own = by.contains(&own.id);
            if by.len() < 2 && !(of_own && common) {
                continue;
            }
            let Some(value) = value(permit, tx, &reader, &here).await? else { continue };
            let at = by.iter().filter_map(|root| cases.iter().position(|case| case == root));
            let cases = if common { Vec::new() } else { at.collect() };
            things.push(Thing { kind: mark.kind().code(), value, cases, common });
        }
        things.sort_by(|one, two| {
            (two.cases.len(), one.kind, &one.value).cmp(&(one.cases.len(), two.kind, &two.value))
        });
        more |= things.len() > MOST_THINGS;
        things.truncate(MOST_THINGS);
        let codes = cases.iter().filter_map(|id| {
            let facts = reader.seen.get(id)?.as_ref()?;
            Some(LinkedCase { id: *id, code: facts.code.clone() })
        });
        let linked: Vec<LinkedCase> = codes.collect();
        tx.trace.kind = Some(kinds::Case::META.slug);
        tx.trace.subject = Some(own.id);
        tx.trace.key = Some(own.key);
        tx.trace.listed = cases;
        Ok(Links { code: own.code.clone(), cases: linked, things, more })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }
}

fn roots(places: &[Where]) -> BTreeSet<Id> {
    places.iter().map(|at| at.root).collect()
}

/// Counted over all cases, also those that the reader may not see: a bus station is one for everybody.
fn common(mark: &Identifier, places: &[Where], all: usize) -> bool {
    CommonGuard::default().verdict(mark, roots(places).len(), all) == Verdict::TooCommon
}

/// As it is written in a case that the reader sees, the one that it began with before others.
async fn value(
    permit: &Permit<'_, ViewLinks>,
    tx: &mut Tx,
    reader: &Reader<'_>,
    places: &[&Where],
) -> Result<Option<String>> {
    let own = permit.facts().id;
    let mut places: Vec<&&Where> = places.iter().collect();
    places.sort_by_key(|at| (at.root != own, at.matter));
    let Some(at) = places.first() else { return Ok(None) };
    let Some(Some(facts)) = reader.seen.get(&at.root) else { return Ok(None) };
    let shown = permit.reveal(fields::load(tx, META, at.matter, facts.key).await?)?;
    let (value, holder) = (shown.text("value"), shown.text("holder"));
    let said = if holder.is_empty() { value } else { format!("{value} ({holder})") };
    Ok((!said.is_empty()).then_some(said))
}
