//! A gathering as bytes: all that another process needs to compare its records exactly as this one would.

use super::letters::Word;
use super::lexicon::{Entry, Lexicon};
use super::people::People;
use super::record::{Birth, NikWorth, Record, Term};

/// Bytes of one record.
pub const PACKED_RECORD: usize = 96;
/// Bytes of one word.
pub const PACKED_WORD: usize = 18;

impl People {
    /// The records in their order; nothing where the list is of encoded values, whose filters do not travel.
    #[must_use]
    pub fn packed_records(&self) -> Option<impl Iterator<Item = [u8; PACKED_RECORD]> + '_> {
        self.encoded.is_none().then(|| self.records.iter().map(pack_record))
    }

    /// The words of all names in their order.
    pub fn packed_words(&self) -> impl Iterator<Item = [u8; PACKED_WORD]> + '_ {
        self.lexicon.all().iter().map(pack_word)
    }

    /// What was packed. The names of the sources and what was set aside stay where they are: comparing asks for neither.
    pub fn unpacked<'a>(
        records: impl Iterator<Item = &'a [u8; PACKED_RECORD]>,
        words: impl Iterator<Item = &'a [u8; PACKED_WORD]>,
    ) -> Self {
        let lexicon = Lexicon::of_entries(words.map(unpack_word).collect());
        Self { records: records.map(unpack_record).collect(), lexicon, ..Self::default() }
    }
}

/// Numbers written one behind the other, the least byte first.
struct Written<'a>(&'a mut [u8]);

impl Written<'_> {
    fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        let (place, rest) = std::mem::take(&mut self.0).split_at_mut_checked(N).unwrap_or_default();
        place.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
        self.0 = rest;
    }
}

/// The same read back; zeros behind the end.
struct Told<'a>(&'a [u8]);

impl Told<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (bytes, rest) = self.0.split_first_chunk::<N>().map_or(([0; N], [].as_slice()), |(b, r)| (*b, r));
        self.0 = rest;
        bytes
    }

    fn byte(&mut self) -> u8 {
        let [byte] = self.take();
        byte
    }

    fn short(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn number(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn long(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    fn terms<const N: usize>(&mut self) -> [Term; N] {
        std::array::from_fn(|_| Term::of_number(self.number()))
    }
}

fn pack_record(record: &Record) -> [u8; PACKED_RECORD] {
    let mut bytes = [0; PACKED_RECORD];
    let mut out = Written(&mut bytes);
    for long in [record.hash, record.nik, record.phone] {
        out.put(long.to_le_bytes());
    }
    for term in record.name.iter().chain(&record.guardian) {
        out.put(term.number().to_le_bytes());
    }
    out.put(record.birth.date.to_le_bytes());
    out.put(record.birth.first.to_le_bytes());
    out.put(record.birth.last.to_le_bytes());
    for number in [record.province, record.regency, record.row] {
        out.put(number.to_le_bytes());
    }
    out.put(record.district.to_le_bytes());
    out.put(record.source.to_le_bytes());
    out.put([record.sex, record.nik_worth as u8, record.phone_bits, record.regency_bits]);
    out.put([record.province_bits, record.call_at, record.name_bits, record.guardian_bits]);
    out.put(record.name_word_bits);
    out.put(record.guardian_word_bits);
    bytes
}

fn unpack_record(bytes: &[u8; PACKED_RECORD]) -> Record {
    let mut told = Told(bytes);
    // Fields are read in the order in which they stand here.
    Record {
        hash: told.long(),
        nik: told.long(),
        phone: told.long(),
        name: told.terms(),
        guardian: told.terms(),
        birth: Birth { date: told.number(), first: told.short(), last: told.short() },
        province: told.number(),
        regency: told.number(),
        row: told.number(),
        district: told.short(),
        source: told.short(),
        sex: told.byte(),
        nik_worth: match told.byte() {
            2 => NikWorth::Own,
            1 => NikWorth::Doubtful,
            _ => NikWorth::None,
        },
        phone_bits: told.byte(),
        regency_bits: told.byte(),
        province_bits: told.byte(),
        call_at: told.byte(),
        name_bits: told.byte(),
        guardian_bits: told.byte(),
        name_word_bits: told.take(),
        guardian_word_bits: told.take(),
    }
}

fn pack_word(entry: &Entry) -> [u8; PACKED_WORD] {
    let mut bytes = [0; PACKED_WORD];
    let mut out = Written(&mut bytes);
    out.put(entry.word.number().to_le_bytes());
    out.put(entry.sound.to_le_bytes());
    out.put(entry.shape.to_le_bytes());
    out.put([entry.bits, u8::from(entry.front)]);
    bytes
}

fn unpack_word(bytes: &[u8; PACKED_WORD]) -> Entry {
    let mut told = Told(bytes);
    Entry {
        word: Word::of_number(told.long()),
        sound: told.number(),
        shape: told.number(),
        bits: told.byte(),
        front: told.byte() == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::Kind;

    #[test]
    fn a_record_comes_back_whole() {
        let record = Record {
            hash: u64::MAX - 1,
            nik: 3_201_990_101_000_001,
            phone: 62_000_111,
            name: std::array::from_fn(|at| Term::new(at as u32 + 7, Kind::Own)),
            guardian: std::array::from_fn(|at| Term::new(at as u32 + 70, Kind::Patronym)),
            birth: Birth { date: 20_110_704, first: 40_000, last: 40_001 },
            province: 32,
            regency: 3201,
            district: 99,
            source: 12,
            row: 4_000_000_000,
            sex: 2,
            nik_worth: NikWorth::Own,
            phone_bits: 1,
            regency_bits: 2,
            province_bits: 3,
            call_at: 4,
            name_bits: 5,
            guardian_bits: 6,
            name_word_bits: [7, 8, 9, 10, 11],
            guardian_word_bits: [12, 13, 14],
        };
        let back = unpack_record(&pack_record(&record));
        assert_eq!(format!("{back:?}"), format!("{record:?}"));
        let entry = Entry { word: Word::pack("lestari"), sound: 9, shape: 8, bits: 7, front: true };
        assert_eq!(format!("{:?}", unpack_word(&pack_word(&entry))), format!("{entry:?}"));
    }
}
