//! Searching: gather, filter, compare, rank.

use super::align::align;
use super::asked::AskedName;
use super::compare::Evidence;
use super::gather::gather;
use super::hit::{Ground, Hit};
use super::index::{Entry, PeopleIndex};
use super::query::Query;

/// Candidates compared in full for every hit wanted, and at least.
const PER_HIT: usize = 4;
const AT_LEAST: usize = 120;
/// Hits that are likely the same person: one would be enough, were there no duplicates.
const MOST_LIKELY: usize = 30;

/// Evidence below which nobody is called likely the same, in bits: about what a rare name and a year of birth say.
/// However well a common name agrees, by itself it is not enough.
pub const LIKELY_BITS: f32 = 11.0;

impl PeopleIndex {
    /// The people who best answer the question, best first, at most `limit`. `filter` is asked with id and owner tag
    /// before anyone is compared; whom it refuses does not appear and does not take anyone's place.
    /// Equal hits come in the order of their ids, whatever the order in which people were taken in.
    pub fn search(&self, query: &Query, limit: usize, filter: impl FnMut(u128, u32) -> bool) -> Vec<Hit> {
        self.ranked(query, limit, filter, |_| true)
    }

    /// Those among them who are likely the same person: `score` at least `threshold` (0.6 is a good start), evidence
    /// at least [`LIKELY_BITS`], agreement on the name or the NIK, and no different given name. At most 30. Ask with [`Query::form`].
    pub fn likely(&self, query: &Query, threshold: f32, filter: impl FnMut(u128, u32) -> bool) -> Vec<Hit> {
        self.ranked(query, MOST_LIKELY, filter, |hit| {
            hit.score >= threshold && hit.bits >= LIKELY_BITS && names_one(hit)
        })
    }

    fn ranked(
        &self,
        query: &Query,
        limit: usize,
        mut filter: impl FnMut(u128, u32) -> bool,
        keep: impl Fn(&Hit) -> bool,
    ) -> Vec<Hit> {
        if query.is_empty() || limit == 0 {
            return Vec::new();
        }
        let people = self.len();
        let names: Vec<AskedName> =
            query.names.iter().map(|n| AskedName::new(n, query.typing, &self.lexicon, people)).collect();
        let mut candidates = gather(self, query, &names);
        let most = limit.saturating_mul(PER_HIT).max(AT_LEAST);
        let mut hits = Vec::new();
        let mut compared = 0;
        while compared < most
            && let Some(candidate) = candidates.next()
        {
            let Some(entry) = self.entry(candidate.slot).filter(|e| filter(e.id, e.org)) else { continue };
            compared += 1;
            hits.extend(self.compare(query, &names, entry).filter(&keep));
        }
        candidates.end();
        hits.sort_by(|a: &Hit, b: &Hit| {
            b.score.total_cmp(&a.score).then(b.bits.total_cmp(&a.bits)).then(a.id.cmp(&b.id))
        });
        hits.truncate(limit);
        hits
    }

    fn compare(&self, query: &Query, names: &[AskedName], entry: &Entry) -> Option<Hit> {
        let mut best = Evidence::default();
        let mut given_differs = false;
        let mut first = true;
        for (which, held) in entry.names().enumerate() {
            for asked in names {
                let agreement = align(asked, &held, &self.lexicon, self.len());
                let mut evidence = Evidence::default();
                if query.typing {
                    evidence.add_name_part(&agreement);
                } else {
                    evidence.add_whole_name(&agreement);
                }
                if first || evidence.bits > best.bits {
                    first = false;
                    given_differs = agreement.given_differs && !query.typing;
                    if agreement.joined {
                        evidence.grounds.add(Ground::NameJoined);
                    }
                    if which > 0 {
                        evidence.grounds.add(Ground::NameAlias);
                    }
                    best = evidence;
                }
            }
        }
        best.add_facts(query, entry, given_differs);
        let (score, bits, grounds) = (best.score(), best.bits, best.grounds.list());
        let speaks = grounds.iter().any(|g| g.speaks_for());
        speaks.then_some(Hit { id: entry.id, score, bits, grounds })
    }
}

/// Do the names, or the NIK, say that it is this person? A date of birth, sex and village are shared by many, and a
/// different given name is another child, unless both the NIK and the date of birth are the same.
fn names_one(hit: &Hit) -> bool {
    let has = |ground| hit.grounds.contains(&ground);
    let nik = has(Ground::NikExact);
    let named =
        [Ground::NameExact, Ground::NameSound, Ground::NameTypo, Ground::NamePartial].into_iter().any(has);
    if has(Ground::GivenDiffers) { nik && has(Ground::BirthDateExact) } else { named || nik }
}
