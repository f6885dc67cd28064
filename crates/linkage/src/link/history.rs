//! Clusters through time: ids that last from run to run, and what became of earlier clusters.

use std::collections::BTreeMap;

use super::cluster::Clusters;
use super::decided::places;
use super::letters::{QuickMap, mix};
use super::people::People;

/// A cluster as an earlier run left it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Earlier {
    /// Its id.
    pub id: u64,
    /// Keys of its records: see [`super::record_key`].
    pub members: Vec<u64>,
}

/// A cluster that holds records of several earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joined {
    /// Its id now.
    pub id: u64,
    /// Ids of the earlier clusters, ordered.
    pub from: Vec<u64>,
}

/// An earlier cluster whose records lie in several now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Split {
    /// Its id.
    pub id: u64,
    /// Ids of the clusters of today, ordered.
    pub into: Vec<u64>,
}

/// How the clusters of today go on from those of an earlier run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Continued {
    /// The id of every record's cluster, by place in the order of [`People::rows`].
    pub ids: Vec<u64>,
    /// Clusters that kept an id.
    pub kept: u64,
    /// Clusters with an id that was not there before.
    pub new: u64,
    /// Joins, by id.
    pub joined: Vec<Joined>,
    /// Splits, by id.
    pub split: Vec<Split>,
    /// Earlier ids that no cluster bears any more, ordered. An id is never given to another cluster afterwards, as long as
    /// it is among the earlier clusters handed in.
    pub gone: Vec<u64>,
}

/// Gives every cluster the id of the earlier cluster it shares most records with.
///
/// Pairs of an earlier cluster and one of today are taken in order: more shared records first, then the lower earlier
/// id, then the lower number of today. Each earlier id goes to one cluster at most, and each cluster takes one at most. A cluster that
/// gets none bears the least key of its records, or, where an earlier cluster has that number, the next free one in a
/// row that depends on that key alone.
#[must_use]
pub fn go_on(people: &People, clusters: &Clusters, earlier: &[Earlier]) -> Continued {
    let numbers = clusters.numbers(people);
    let mut shared: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    let place_of = places(people, earlier.iter().flat_map(|old| old.members.iter().copied()));
    for old in earlier {
        let now = old.members.iter().filter_map(|key| numbers.get(*place_of.get(key)? as usize));
        for number in now {
            *shared.entry((old.id, *number)).or_default() += 1;
        }
    }
    let mut ranked: Vec<(u64, u64, u64)> =
        shared.iter().map(|((id, number), count)| (u64::MAX - count, *id, *number)).collect();
    ranked.sort_unstable();
    let (mut taken, mut id_of): (QuickMap<u64, ()>, QuickMap<u64, u64>) = Default::default();
    for (_, id, number) in ranked {
        if !taken.contains_key(&id) && !id_of.contains_key(&number) {
            taken.insert(id, ());
            id_of.insert(number, id);
        }
    }
    let mut continued = Continued { kept: id_of.len() as u64, ..Continued::default() };
    continued.gone = earlier.iter().map(|old| old.id).filter(|id| !taken.contains_key(id)).collect();
    continued.gone.sort_unstable();
    continued.gone.dedup();
    let mut used: QuickMap<u64, ()> = earlier.iter().map(|old| (old.id, ())).collect();
    let mut ordered: Vec<u64> = numbers.clone();
    ordered.sort_unstable();
    ordered.dedup();
    for number in ordered {
        if id_of.contains_key(&number) {
            continue;
        }
        let mut id = number;
        while used.contains_key(&id) || id == 0 {
            id = mix(id ^ number);
        }
        used.insert(id, ());
        id_of.insert(number, id);
        continued.new += 1;
    }
    let id = |number: &u64| id_of.get(number).copied().unwrap_or(*number);
    continued.ids = numbers.iter().map(id).collect();
    tell(&mut continued, shared.keys().map(|(old, number)| (*old, id(number))));
    continued
}

/// Tells joins and splits from the pairs of earlier and present ids that share a record.
fn tell(continued: &mut Continued, pairs: impl Iterator<Item = (u64, u64)>) {
    let (mut from, mut into): (BTreeMap<u64, Vec<u64>>, BTreeMap<u64, Vec<u64>>) = Default::default();
    for (old, now) in pairs {
        from.entry(now).or_default().push(old);
        into.entry(old).or_default().push(now);
    }
    let several = |(id, mut others): (u64, Vec<u64>)| {
        others.sort_unstable();
        (others.len() > 1).then_some((id, others))
    };
    continued.joined = from.into_iter().filter_map(several).map(|(id, from)| Joined { id, from }).collect();
    continued.split = into.into_iter().filter_map(several).map(|(id, into)| Split { id, into }).collect();
}

impl Clusters {
    /// For every record its row as delivered and the number of its cluster, which depends on nothing but the ids of its
    /// records.
    #[must_use]
    pub fn cluster_numbers(&self, people: &People) -> Vec<(u32, u64)> {
        people.row_numbers().zip(self.numbers(people)).collect()
    }

    /// For every record, by place, the least key of its cluster's records.
    pub(crate) fn numbers(&self, people: &People) -> Vec<u64> {
        let mut least: Vec<u64> = vec![u64::MAX; people.records.len()];
        for (record, cluster) in people.records.iter().zip(&self.of) {
            if let Some(held) = least.get_mut(*cluster as usize) {
                *held = record.hash.min(*held);
            }
        }
        self.of.iter().map(|cluster| least.get(*cluster as usize).copied().unwrap_or_default()).collect()
    }
}
