//! What fuzzing begins with: one sound example of everything that comes from other members, kept in `fuzz/seeds/exchange`.
//! `UPDATE_SNAPSHOTS=1` writes them anew.

use std::path::PathBuf;

use seal::evidence::{Bundle, History, LogFile, Proven};
use seal::exchange::{BundleItem, Delivery, Dsse, ReceiptState, read_bundle, write_bundle};

use super::proven::Step::{Renewed, Suspended};
use super::proven::{WITNESSES, chain, checkpoint, evidence, leaves, receipt};

/// Name, bytes, and whether a parser takes them.
type Seed = (&'static str, Vec<u8>, fn(&[u8]) -> bool);

fn seeds() -> Vec<Seed> {
    let (network, delivery, bundle) = evidence();
    let signed = receipt(&network, &delivery, ReceiptState::Delivered, 3).sign(&network.receiver.signing);
    let origin = network.receiver.id.as_str();
    let mut log = LogFile::new(bundle.directory.clone(), origin, leaves().concat());
    log.checkpoints = vec![checkpoint(&network, origin, &leaves(), &WITNESSES).to_string()];
    let items = [
        BundleItem::Delivery(delivery.to_bytes()),
        BundleItem::Receipts(serde_json::to_vec(&[&signed]).unwrap()),
    ];
    let versions = chain(&[Renewed(&[0, 1]), Suspended(&[2]), Renewed(&[0, 1])]);
    vec![
        ("kiriman.bin", delivery.to_bytes(), |bytes| Delivery::parse(bytes).is_ok()),
        ("tanda-terima.json", serde_json::to_vec(&[&signed]).unwrap(), |bytes| {
            Proven::read_list(bytes).is_some()
        }),
        ("direktori.json", bundle.directory.to_bytes(), |bytes| Dsse::parse_directory(bytes).is_ok()),
        ("berkas.jjb", write_bundle(&items), |bytes| read_bundle(bytes).is_ok()),
        ("bukti.json", bundle.to_bytes(), |bytes| Bundle::parse(bytes).is_ok()),
        ("jurnal.json", log.to_bytes(), |bytes| LogFile::parse(bytes).is_ok()),
        ("versi.json", History::new(versions).to_bytes(), |bytes| History::parse(bytes).is_ok()),
    ]
}

#[test]
fn fuzzing_begins_with_one_sound_example_of_everything_that_comes() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/exchange");
    for (name, bytes, taken) in seeds() {
        let path = dir.join(name);
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::create_dir_all(&dir).unwrap();
            std::fs::write(&path, &bytes).unwrap();
        }
        let kept =
            std::fs::read(&path).unwrap_or_else(|_| panic!("{name} is missing: run with UPDATE_SNAPSHOTS=1"));
        assert_eq!(kept, bytes, "{name}");
        assert!(taken(&kept), "{name}");
        // Cut anywhere it is refused, and nothing breaks. How long sealed content has to be only its envelope says.
        let short = if name == "kiriman.bin" { 200 } else { kept.len() };
        for at in (0..short).step_by(short / 40 + 1) {
            assert!(!taken(&kept[..at]), "{name} cut at {at}");
        }
    }
}
