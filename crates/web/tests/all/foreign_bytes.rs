//! Foreign bytes, by chance and as mutated samples: nothing of ours falls over. `fuzz/` goes further with the same entry points.

use proptest::prelude::*;

#[allow(dead_code, reason = "shared with the fuzz targets")]
#[path = "../../../../fuzz/src/lib.rs"]
mod entries;

const CSV: &[u8] = include_bytes!("../../../../samples/kasus-contoh.csv");
const XLSX: &[u8] = include_bytes!("../../../../samples/primero-export-contoh.xlsx");
const NOTE: &[u8] =
    b"ID/NGO/CONTOH-KASIH\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\xe2\x80\x94 contoh AAAAAAAA\n";
const TILE: &[u8] = b"tile/0/x001/067.p/17";
const DRAFT: &[u8] = br#"{"registration_date":"2026-03-04","risk_level":"high","region":"32.73","circumstances":"Data rekaan",
    "channel":"phone","reporter_mode":"named","narrative":"Data rekaan","imminent_danger":"false","name":"Contoh"}"#;

const ASK: &[u8] = br#"{"request_id":"0195e3a0-0000-7000-8000-000000000001","question":"Data rekaan","needed_by":1772700000000}"#;
const DSSE: &[u8] = br#"{"payloadType":"application/vnd.jejaring.receipt.v1+json","payload":"eyJlaWQiOiJhYmFiIn0=","signatures":[{"sig":"AAAA"}]}"#;
const DELIVERY: &[u8] =
    b"JJ1\n\0\0\0\x33{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[{\"sig\":\"\"}]}sealed";

fn everywhere(bytes: &[u8]) {
    entries::tables(bytes);
    entries::documents(bytes);
    entries::envelopes(bytes);
    entries::exchange(bytes);
    entries::drafts(bytes);
}

/// One thing that happens to bytes on their way.
#[derive(Debug, Clone)]
enum Harm {
    Change(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Double(prop::sample::Index, prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Change(at, byte)),
        1 => at().prop_map(Harm::Cut),
        1 => (at(), at()).prop_map(|(from, to)| Harm::Double(from, to)),
        2 => (at(), prop::collection::vec(any::<u8>(), 1..12)).prop_map(|(at, new)| Harm::Insert(at, new)),
    ]
}

fn harmed(sample: &[u8], harms: &[Harm]) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for harm in harms {
        let length = bytes.len() + 1;
        match harm {
            Harm::Change(at, byte) => {
                let at = at.index(length);
                if let Some(old) = bytes.get_mut(at) {
                    *old ^= byte;
                }
            }
            Harm::Cut(at) => bytes.truncate(at.index(length)),
            Harm::Double(from, to) => {
                let (from, to) = (from.index(length), to.index(length));
                let part = bytes[from.min(to)..from.max(to)].to_vec();
                bytes.extend(part);
            }
            Harm::Insert(at, new) => {
                let at = at.index(length);
                bytes.splice(at..at, new.iter().copied());
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_by_chance_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..3_000)) {
        everywhere(&bytes);
    }

    #[test]
    fn texts_by_chance_are_answered(text in "(?s)[ -~\\n\\t,;\"=À-ÿ\u{2014}]{0,400}") {
        everywhere(text.as_bytes());
    }

    #[test]
    fn harmed_samples_are_answered(
        sample in prop::sample::select(vec![CSV, XLSX, NOTE, TILE, DRAFT, ASK, DSSE, DELIVERY]),
        harms in prop::collection::vec(harm(), 0..8),
    ) {
        everywhere(&harmed(sample, &harms));
    }

    #[test]
    fn any_text_in_any_field_of_a_draft_is_answered(
        fields in prop::collection::btree_map(
            prop::sample::select(model::kinds::ALL.iter().flat_map(|meta| meta.fields).map(|field| field.name).collect::<Vec<_>>()),
            "(?s).{0,40}",
            0..20,
        ),
    ) {
        entries::drafts(&serde_json::to_vec(&fields).unwrap());
    }
}
