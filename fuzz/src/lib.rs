//! The entry points through which foreign bytes come in. Whatever the bytes are, each of these ends without a panic, in bounded
//! time and memory; what it answers does not matter here.

pub mod foreign;

use std::collections::BTreeMap;

use formats::{Claim, Limits, ReadOptions, admit, open_table_with};
use model::{Draft, Id, kinds};
use seal::exchange::{self, Delivery, Directory, Dsse, Message, Payload, Receipt};
use seal::tree::Tile;
use seal::{Checkpoint, NodeKey, NoteVerifier, Place, SignedNote, StreamHeader};

/// A list of cases: CSV in any encoding, TSV, XLSX.
pub fn tables(bytes: &[u8]) {
    for name in ["daftar.csv", "daftar.tsv", "daftar.txt", "daftar.xlsx"] {
        if let Ok(rows) = open_table_with(bytes, &Claim::named(name), &ReadOptions::default()) {
            let names = rows.header().names.len();
            // A row names nothing beyond what was read, whatever its length.
            for row in rows.flatten().take(2_000) {
                let _ = (0..=names).map(|column| row.text(column).len()).sum::<usize>();
            }
        }
    }
}

/// Any document, before anything of it is kept: pictures, embedded files and bombs are refused here.
pub fn documents(bytes: &[u8]) {
    for name in ["berkas.txt", "berkas.csv", "berkas.xlsx", "berkas.docx", "berkas.pdf", "berkas", ""] {
        let _ = admit(bytes, &Claim::named(name), &Limits::default());
    }
    let _ = formats::refuse_picture_text(&String::from_utf8_lossy(bytes));
}

/// What other nodes and stolen disks hand over: signed notes, checkpoints, keys, tile paths, sealed values, streams.
pub fn envelopes(bytes: &[u8]) {
    let key = NodeKey::from_bytes([7; 32]).subkey("fuzz");
    let place = Place { table: "message", row: "1", column: "text" };
    let _ = seal::open(&key, place, bytes);
    let mut rest = bytes;
    if let Ok(header) = StreamHeader::read(&mut rest)
        && let Ok(mut opened) = seal::OpenReader::new(rest, &header, &key)
    {
        let _ = std::io::copy(&mut opened, &mut std::io::sink());
    }
    let text = String::from_utf8_lossy(bytes);
    let verifier = NoteVerifier::parse(&text);
    let _ = Checkpoint::parse(&text);
    let _ = Tile::parse(&text);
    if let Ok(request) = seal::witness::AddCheckpoint::parse(&text) {
        assert_eq!(seal::witness::AddCheckpoint::parse(&request.to_string()), Ok(request));
    }
    if let Ok(note) = SignedNote::parse(&text) {
        // What was read is written back as it was.
        assert_eq!(note.to_string(), text);
        let _ = note.verify(&verifier.into_iter().collect::<Vec<_>>());
    }
}

/// What other members send: deliveries, envelopes, receipts, directories, and the messages inside. A message that is understood
/// says the same when it is written and read again.
pub fn exchange(bytes: &[u8]) {
    if let Ok(delivery) = Delivery::parse(bytes) {
        let again = Delivery::parse(&delivery.to_bytes()).map(|again| again == delivery);
        assert_eq!(again, Ok(true));
    }
    if let Ok(dsse) = Dsse::parse(bytes) {
        let _ = Payload::parse(&dsse.payload.0);
        let _ = Receipt::peek(&dsse);
        let _ = Directory::adopted(&dsse);
    }
    if let Ok(items) = exchange::read_bundle(bytes) {
        assert_eq!(exchange::write_bundle(&items), bytes);
    }
    let _ = seal::evidence::Proven::read_list(bytes);
    let _ = seal::evidence::Bundle::parse(bytes);
    let _ = seal::evidence::LogFile::parse(bytes);
    if let Ok(history) = seal::evidence::History::parse(bytes) {
        assert_eq!(seal::evidence::History::parse(&history.to_bytes()), Ok(history));
    }
    let _ = Payload::parse(bytes);
    let _ = serde_json::from_slice::<Directory>(bytes);
    for kind in Message::KINDS {
        if let Ok(message) = Message::parse(kind, Message::VERSION, bytes) {
            assert_eq!(Message::parse(kind, Message::VERSION, &message.to_bytes()), Ok(message));
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = exchange::is_media(&text);
    if let Ok(member) = text.parse::<exchange::MemberId>() {
        assert_eq!(member.as_str(), text);
    }
}

/// A draft as the API takes it, for every kind, new and as a change.
pub fn drafts(bytes: &[u8]) {
    let Ok(fields) = serde_json::from_slice::<BTreeMap<String, String>>(bytes) else { return };
    let today = model::Timestamp::from_millis(1_772_700_000_000).date(model::time::Zone::default());
    let draft = Draft(fields);
    for meta in kinds::ALL {
        if let Ok(record) = draft.parse(meta, today) {
            // What was understood says the same when it is written and read again.
            let mut again = Draft::of(meta, &record);
            // What the node itself writes is in no draft.
            again.0.retain(|name, _| meta.field(name).is_some_and(|(_, field)| !field.computed));
            let again = again.parse(meta, today);
            assert_eq!(again.as_ref(), Ok(&record), "{}", meta.slug);
        }
    }
    for text in draft.0.values() {
        let _ = text.parse::<Id>();
    }
}
