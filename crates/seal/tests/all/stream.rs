use std::io::{self, Read, Write};

use proptest::prelude::*;
use seal::{OpenReader, STREAM_CHUNK, SealWriter, StreamError, StreamHeader, SymmetricKey};

use crate::seeded::Seeded;

const SEALED_CHUNK: usize = STREAM_CHUNK + 16;
const HEADER: usize = 8 + 1 + 1 + KEY_ID.len() + 19;
const KEY_ID: &str = "backup-1";

fn key(seed: u64) -> SymmetricKey {
    SymmetricKey::generate(&mut Seeded::new(seed))
}

fn sealed(plain: &[u8], seed: u64) -> Vec<u8> {
    let mut writer = SealWriter::new(Vec::new(), &key(1), KEY_ID, &mut Seeded::new(seed)).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap()
}

fn opened(mut sealed: &[u8], key: &SymmetricKey) -> io::Result<Vec<u8>> {
    let header = StreamHeader::read(&mut sealed)?;
    let mut out = Vec::new();
    OpenReader::new(sealed, &header, key)?.read_to_end(&mut out)?;
    Ok(out)
}

fn reason(result: io::Result<Vec<u8>>) -> StreamError {
    *result.unwrap_err().get_ref().unwrap().downcast_ref::<StreamError>().unwrap()
}

fn sample(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n * 31 % 251) as u8).collect()
}

#[test]
fn streams_of_every_awkward_length_open_again() {
    for length in
        [0, 1, STREAM_CHUNK - 1, STREAM_CHUNK, STREAM_CHUNK + 1, 2 * STREAM_CHUNK, 2 * STREAM_CHUNK + 7]
    {
        let plain = sample(length);
        let sealed = sealed(&plain, 2);
        let chunks = length.div_ceil(STREAM_CHUNK).max(1);
        assert_eq!(sealed.len(), HEADER + length + 16 * chunks, "length {length}");
        assert!(opened(&sealed, &key(1)).unwrap() == plain, "length {length}");
    }
}

#[test]
fn small_writes_and_reads_give_the_same() {
    let plain = sample(STREAM_CHUNK + 1000);
    let mut writer = SealWriter::new(Vec::new(), &key(1), KEY_ID, &mut Seeded::new(2)).unwrap();
    for piece in plain.chunks(777) {
        writer.write_all(piece).unwrap();
        writer.flush().unwrap();
    }
    let written = writer.finish().unwrap();
    assert!(written == sealed(&plain, 2));
    let mut rest = written.as_slice();
    let header = StreamHeader::read(&mut rest).unwrap();
    assert_eq!(header.key_id(), KEY_ID);
    let mut reader = OpenReader::new(rest, &header, &key(1)).unwrap();
    let (mut out, mut piece) = (Vec::new(), [0; 501]);
    loop {
        let n = reader.read(&mut piece).unwrap();
        if n == 0 {
            break;
        }
        out.extend_from_slice(&piece[..n]);
    }
    assert!(out == plain);
}

#[test]
fn cutting_at_any_chunk_is_noticed() {
    let whole = sealed(&sample(3 * STREAM_CHUNK), 2);
    for chunks in 0..3 {
        let cut = &whole[..HEADER + chunks * SEALED_CHUNK];
        let chunk = u32::try_from(chunks).unwrap().saturating_sub(1);
        assert_eq!(reason(opened(cut, &key(1))), StreamError::NotAuthentic { chunk });
    }
    let unfinished = {
        let mut writer = SealWriter::new(Vec::new(), &key(1), KEY_ID, &mut Seeded::new(2)).unwrap();
        writer.write_all(&sample(2 * STREAM_CHUNK)).unwrap();
        whole[..HEADER + SEALED_CHUNK].to_vec()
    };
    assert!(opened(&unfinished, &key(1)).is_err());
}

#[test]
fn reordering_repeating_joining_and_appending_are_noticed() {
    let whole = sealed(&sample(3 * STREAM_CHUNK), 2);
    let (head, body) = whole.split_at(HEADER);
    let chunks: Vec<_> = body.chunks(SEALED_CHUNK).collect();
    let join =
        |order: &[usize]| [head.to_vec(), order.iter().flat_map(|n| chunks[*n].to_vec()).collect()].concat();
    assert!(opened(&join(&[0, 1, 2]), &key(1)).is_ok());
    for order in [[1, 0, 2].as_slice(), &[0, 0, 1, 2], &[0, 2], &[0, 1, 2, 2], &[0, 1], &[1, 2], &[2]] {
        assert!(opened(&join(order), &key(1)).is_err(), "{order:?}");
    }
    let other = sealed(&sample(3 * STREAM_CHUNK), 3);
    let mixed = [&whole[..HEADER + SEALED_CHUNK], &other[HEADER + SEALED_CHUNK..]].concat();
    assert_eq!(reason(opened(&mixed, &key(1))), StreamError::NotAuthentic { chunk: 1 });
    assert!(opened(&[whole, vec![0]].concat(), &key(1)).is_err());
}

#[test]
fn a_broken_reader_stays_broken() {
    let mut bytes = sealed(&sample(2 * STREAM_CHUNK), 2);
    let at = HEADER + SEALED_CHUNK + 5;
    bytes[at] ^= 1;
    let mut rest = bytes.as_slice();
    let header = StreamHeader::read(&mut rest).unwrap();
    let mut reader = OpenReader::new(rest, &header, &key(1)).unwrap();
    let mut out = Vec::new();
    assert!(reader.read_to_end(&mut out).is_err());
    assert_eq!(out.len(), STREAM_CHUNK, "the first chunk was genuine");
    assert!(reader.read(&mut [0; 8]).is_err());
}

#[test]
fn the_header_is_checked() {
    let whole = sealed(b"x", 2);
    assert_eq!(reason(opened(&whole, &key(9))), StreamError::NotAuthentic { chunk: 0 });
    assert_eq!(reason(opened(b"PK\x03\x04 something else", &key(1))), StreamError::NotOurs);
    assert_eq!(reason(opened(b"JEJ", &key(1))), StreamError::NotOurs);
    assert_eq!(reason(opened(&whole[..HEADER - 1], &key(1))), StreamError::DamagedHeader);
    let mut newer = whole.clone();
    newer[8] = 2;
    assert_eq!(reason(opened(&newer, &key(1))), StreamError::UnknownForm(2));
    let mut renamed = whole;
    renamed[10] = b'B';
    assert_eq!(reason(opened(&renamed, &key(1))), StreamError::NotAuthentic { chunk: 0 });
    let long = SealWriter::new(Vec::new(), &key(1), &"k".repeat(256), &mut Seeded::new(1));
    assert!(long.is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_altered_byte_passes(length in 0..2 * STREAM_CHUNK, at: prop::sample::Index, flip in 1_u8..) {
        let mut bytes = sealed(&sample(length), 2);
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        prop_assert!(opened(&bytes, &key(1)).is_err());
    }
}
