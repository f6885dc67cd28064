//! All records together: what depends on more than one row.

use std::collections::BTreeMap;

use super::encoded::Encoded;
use super::intake::{Intake, Taken, Trouble};
use super::letters::{QuickMap, mix};
use super::lexicon::{Lexicon, eighths};
use super::record::{NikWorth, Record, Term, Written};
use super::work;

/// A NIK in more rows than any child has is a placeholder.
const NIK_ROWS: u32 = 200;

/// In a list of fewer records rarity is judged as if there were so many: what three people share may be rare.
const SMALL: u64 = 5_000;

/// Records packed, ordered by what they say so that like lies by like, whatever the order of delivery.
#[derive(Default)]
pub struct People {
    pub(crate) records: Vec<Record>,
    pub(crate) lexicon: Lexicon,
    /// Filters in place of words.
    pub(crate) encoded: Option<Encoded>,
    pub(crate) sources: Vec<String>,
    pub(crate) troubles: BTreeMap<Trouble, u64>,
    /// Rows set aside because an earlier row has their id.
    pub(crate) repeated: Vec<u32>,
}

impl People {
    /// Brings together what several workers took in.
    #[must_use]
    pub fn gather(intakes: Vec<Intake>) -> Self {
        Self::gather_on(intakes, 1)
    }

    /// The same on so many threads.
    #[must_use]
    pub fn gather_on(intakes: Vec<Intake>, threads: usize) -> Self {
        let mut people = Self::default();
        let (mut all, mut sources, mut filters) = (Vec::new(), BTreeMap::new(), Vec::new());
        for intake in intakes {
            for (trouble, count) in intake.troubles {
                *people.troubles.entry(trouble).or_default() += count;
            }
            sources.extend(intake.sources);
            all.extend(intake.taken);
            filters.extend(intake.encoded);
        }
        people.encoded = Encoded::gather(filters);
        let mut counted = count_words(&all, threads);
        let names: u64 = all.iter().map(|part| part.len() as u64).sum();
        let numbers = Lexicon::numbers(&mut counted);
        people.lexicon = Lexicon::new(counted, names.max(SMALL));
        let codes = codes_of_names(&all, |taken| (taken.regency_name, taken.regency));
        let provinces = codes_of_names(&all, |taken| (taken.province_name, taken.province));
        let ordered: Vec<u64> = sources.keys().copied().collect();
        people.sources = sources.into_values().collect();
        people.records =
            people.pack_all(all, &Known { numbers, codes, provinces, sources: ordered }, threads);
        people.drop_placeholders();
        people.order(threads);
        people.drop_repeated(threads);
        people.tell_rarity();
        people.tell_rarity_of_words(threads);
        people
    }

    fn pack_all(&self, all: Vec<Vec<Taken>>, known: &Known, threads: usize) -> Vec<Record> {
        let mut records = vec![Record::default(); all.iter().map(Vec::len).sum()];
        let mut rest = records.as_mut_slice();
        let mut shares: Vec<Vec<(Vec<Taken>, &mut [Record])>> = Vec::new();
        shares.resize_with(threads.max(1), Vec::new);
        let turns = shares.len();
        for (turn, part) in all.into_iter().enumerate() {
            let (into, others) = std::mem::take(&mut rest).split_at_mut(part.len());
            rest = others;
            if let Some(share) = shares.get_mut(turn % turns) {
                share.push((part, into));
            }
        }
        std::thread::scope(|scope| {
            for share in shares {
                scope.spawn(move || {
                    // Each part is let go of as soon as it is packed.
                    for (part, into) in share {
                        for (taken, record) in part.iter().zip(into) {
                            *record = self.pack(taken, known);
                        }
                    }
                });
            }
        });
        records
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Troubles met so far and how often.
    #[must_use]
    pub fn troubles(&self) -> &BTreeMap<Trouble, u64> {
        &self.troubles
    }

    /// The rows, in order of delivery, that were set aside for an id that an earlier row has.
    #[must_use]
    pub fn repeated(&self) -> &[u32] {
        &self.repeated
    }

    fn pack(&self, taken: &Taken, known: &Known) -> Record {
        let term = |written: &Written| match known.numbers.get(&written.letters()) {
            Some(word) if written.letters() != 0 => Term::new(*word, written.kind()),
            _ => Term::default(),
        };
        let name = taken.name.each_ref().map(term);
        let guardian = taken.guardian.each_ref().map(term);
        let place = |code: u32, name: u32, codes: &QuickMap<u32, u32>| {
            if code != 0 { code } else { codes.get(&name).copied().unwrap_or(name) }
        };
        Record {
            hash: taken.hash,
            nik: taken.nik,
            phone: taken.phone,
            name,
            guardian,
            call_at: self.lexicon.call(&name),
            birth: taken.birth,
            province: place(taken.province, taken.province_name, &known.provinces),
            regency: place(taken.regency, taken.regency_name, &known.codes),
            district: taken.district,
            source: known
                .sources
                .binary_search(&taken.source)
                .ok()
                .and_then(|at| u16::try_from(at).ok())
                .unwrap_or(u16::MAX),
            row: taken.row,
            sex: taken.sex,
            nik_worth: taken.nik_worth,
            ..Record::default()
        }
    }

    /// How much a shared telephone, regency or province says, by how many records have it.
    fn tell_rarity(&mut self) {
        let (mut phones, mut regencies): (QuickMap<u64, u64>, QuickMap<u32, u64>) = Default::default();
        let mut provinces: QuickMap<u32, u64> = QuickMap::default();
        for record in &self.records {
            *phones.entry(record.phone).or_default() += 1;
            *regencies.entry(record.regency).or_default() += 1;
            *provinces.entry(record.province).or_default() += 1;
        }
        let all = (self.records.len() as u64).max(SMALL);
        for record in &mut self.records {
            record.phone_bits = eighths(phones.get(&record.phone).copied().unwrap_or(1), all);
            record.regency_bits = eighths(regencies.get(&record.regency).copied().unwrap_or(1), all);
            record.province_bits = eighths(provinces.get(&record.province).copied().unwrap_or(1), all);
        }
    }

    /// Share of records with a certain NIK, by source. Decisions that NIKs can judge are weighed by the odds against
    /// being judged (after Horvitz and Thompson 1952), because agencies with few NIKs also have other errors.
    pub(crate) fn nik_shares(&self) -> Vec<f64> {
        let mut counts = vec![(0.0, 0.0); self.sources.len()];
        for record in &self.records {
            if let Some((own, all)) = counts.get_mut(usize::from(record.source)) {
                *own += f64::from(u8::from(record.nik_worth == NikWorth::Own));
                *all += 1.0;
            }
        }
        counts.into_iter().map(|(own, all): (f64, f64)| own / all.max(1.0)).collect()
    }

    fn drop_placeholders(&mut self) {
        let mut rows: QuickMap<u64, u32> = QuickMap::default();
        for record in self.records.iter().filter(|record| record.nik != 0) {
            *rows.entry(record.nik).or_default() += 1;
        }
        let mut dropped = 0;
        for record in &mut self.records {
            if rows.get(&record.nik).is_some_and(|rows| *rows > NIK_ROWS) {
                (record.nik, record.nik_worth) = (0, NikWorth::None);
                dropped += 1;
            }
        }
        if dropped > 0 {
            *self.troubles.entry(Trouble::NikPlaceholder).or_default() += dropped;
        }
    }

    /// Neighbours in this order share a sound and a region, so that most pairs to compare lie close in memory.
    fn order(&mut self, threads: usize) {
        let lexicon = &self.lexicon;
        let keys = work::runs(&self.records, threads, |run| {
            run.iter()
                .map(|r| {
                    let place = u64::from(r.regency.wrapping_mul(2_654_435_761) >> 16);
                    (lexicon.sound(r.call()) << 32 | place << 16 | u64::from(r.birth.year()), r.hash, r.row)
                })
                .collect::<Vec<_>>()
        });
        let mut keyed: Vec<(u64, u64, u32, u32)> = (0..)
            .zip(keys.into_iter().flatten())
            .map(|(at, (key, hash, row))| (key, hash, row, at))
            .collect();
        work::sort_by_key(&mut keyed, threads, |(key, hash, row, _)| (*key, *hash, *row));
        let mut from: Vec<u32> = keyed.into_iter().map(|(.., at)| at).collect();
        rearrange(&mut self.records, &mut from);
    }

    fn drop_repeated(&mut self, threads: usize) {
        let mut seen: Vec<(u64, u32)> = self.records.iter().map(|r| (r.hash, r.row)).collect();
        work::sort_by_key(&mut seen, threads, |both| *both);
        let mut repeated: Vec<u32> = Vec::new();
        for (before, after) in seen.iter().zip(seen.iter().skip(1)) {
            if before.0 == after.0 {
                repeated.push(after.1);
            }
        }
        if repeated.is_empty() {
            return;
        }
        repeated.sort_unstable();
        self.records.retain(|record| repeated.binary_search(&record.row).is_err());
        self.troubles.insert(Trouble::RepeatedId, repeated.len() as u64);
        self.repeated = repeated;
    }

    /// Up to `count` pairs of records drawn by hash: the same pairs whatever the order of delivery.
    pub(crate) fn random_pairs(&self, count: usize) -> Vec<(u32, u32)> {
        self.drawn_pairs(count, |_| 0)
    }

    /// The same of records of one province each.
    pub(crate) fn random_neighbours(&self, count: usize) -> Vec<(u32, u32)> {
        self.drawn_pairs(count, |record| record.province)
    }

    fn drawn_pairs(&self, count: usize, group: impl Fn(&Record) -> u32) -> Vec<(u32, u32)> {
        let mut drawn: Vec<(u32, u64, u32)> =
            (0..).zip(&self.records).map(|(at, record)| (group(record), mix(record.hash), at)).collect();
        drawn.sort_unstable();
        let mut pairs = Vec::with_capacity(count);
        for stride in 1..drawn.len() {
            let before = pairs.len();
            let both = drawn.iter().zip(drawn.iter().skip(stride));
            let alike = both.filter(|((group, ..), (other, ..))| group == other);
            pairs.extend(alike.map(|((.., a), (.., b))| (*a, *b)).take(count - before));
            if pairs.len() >= count || pairs.len() == before {
                break;
            }
        }
        pairs
    }
}

/// What is known of all rows together.
struct Known {
    /// Numbers of words by their letters.
    numbers: QuickMap<u64, u32>,
    /// Codes of regencies by their names.
    codes: QuickMap<u32, u32>,
    /// Codes of provinces by their names.
    provinces: QuickMap<u32, u32>,
    sources: Vec<u64>,
}

/// Puts at every place what lies at the place that `from` names, going round each ring of places once.
fn rearrange(records: &mut [Record], from: &mut [u32]) {
    for start in 0..from.len() {
        let Some(first) = records.get(start).copied() else { return };
        let mut at = start;
        while let Some(next) = from.get_mut(at).map(|next| std::mem::replace(next, at as u32) as usize) {
            if next == at {
                break;
            }
            let found = if next == start { first } else { records.get(next).copied().unwrap_or_default() };
            if let Some(place) = records.get_mut(at) {
                *place = found;
            }
            if next == start {
                break;
            }
            at = next;
        }
    }
}

fn count_words(all: &[Vec<Taken>], threads: usize) -> Vec<(u64, u64)> {
    let parts = work::runs(all, threads, |parts| {
        let mut counts: QuickMap<u64, u64> = QuickMap::default();
        for written in parts.iter().flatten().flat_map(|taken| taken.name.iter().chain(&taken.guardian)) {
            if written.letters() != 0 {
                *counts.entry(written.letters()).or_default() += 1;
            }
        }
        counts
    });
    let mut parts = parts.into_iter();
    let mut counts = parts.next().unwrap_or_default();
    for (letters, count) in parts.flatten() {
        *counts.entry(letters).or_default() += count;
    }
    counts.into_iter().collect()
}

/// Lists that give both the name and the code of a place teach the code to lists that give the name alone.
fn codes_of_names(all: &[Vec<Taken>], of: impl Fn(&Taken) -> (u32, u32)) -> QuickMap<u32, u32> {
    let mut seen: QuickMap<(u32, u32), u32> = QuickMap::default();
    for (name, code) in all.iter().flatten().map(of).filter(|(name, code)| *name != 0 && *code != 0) {
        *seen.entry((name, code)).or_default() += 1;
    }
    let mut best: QuickMap<u32, (u32, u32)> = QuickMap::default();
    for ((name, code), count) in seen {
        let held = best.entry(name).or_insert((count, code));
        *held = (*held).max((count, code));
    }
    best.into_iter().map(|(name, (_, code))| (name, code)).collect()
}

impl People {
    /// Keys of the records in their order here: see [`super::record_key`].
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.records.iter().map(|record| record.hash)
    }

    /// The same rows, as they were numbered on intake.
    pub fn row_numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.records.iter().map(|record| record.row)
    }

    /// Rows of the records in their order here, as they were delivered.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.records.iter().map(|record| record.row as usize)
    }
}
