//! Journals of two nodes, compared with one another by somebody who trusts neither.

use seal::Digest;
use seal::evidence::{Fault, FaultKind, LogFile, Part, Trust, verify_logs};
use seal::exchange::ListedWitness;
use seal::witness::CosignedError;

use super::proven::{WITNESSES, checkpoint, leaves, noise, trust, verifiers};
use super::world::{Network, network};

fn with_witnesses() -> Network {
    let mut network = network();
    let listed = verifiers().into_iter().map(|verifier| ListedWitness {
        member: network.sender.id.clone(),
        verifier: verifier.to_string().as_str().try_into().unwrap(),
    });
    network.directory.witnesses = listed.collect();
    network
}

fn flat(leaves: &[Digest]) -> Vec<u8> {
    leaves.iter().flatten().copied().collect()
}

/// What the receiver shows of its journal, and what the sender saw of it.
fn files(network: &Network) -> Vec<LogFile> {
    let directory = network.signed(&network.directory, &[0, 1]);
    let origin = network.receiver.id.as_str();
    let note =
        |size: usize, by: &[(&str, u64)]| checkpoint(network, origin, &leaves()[..size], by).to_string();
    let mut own = LogFile::new(directory.clone(), origin, flat(&leaves()));
    own.checkpoints = vec![note(5, &WITNESSES), note(9, &WITNESSES), note(13, &[])];
    let mut other = LogFile::new(directory, network.sender.id.as_str(), Vec::new());
    other.seen = vec![note(3, &WITNESSES[..1]), note(9, &WITNESSES)];
    vec![own, other]
}

fn fault(files: &[LogFile], trust: &Trust) -> Fault {
    let travelled: Vec<_> = files.iter().map(|file| LogFile::parse(&file.to_bytes()).unwrap()).collect();
    verify_logs(&travelled, trust).unwrap_err()
}

#[test]
fn what_everybody_saw_alike_is_proven() {
    let network = with_witnesses();
    let found = verify_logs(&files(&network), &trust(&network)).unwrap();
    assert_eq!((found[0].size, found[0].checkpoints, found[0].seen), (13, 3, 2));
    let (size, names) = found[0].cosigned.clone().unwrap();
    assert_eq!((size, names.len()), (9, 2));
    assert_eq!((found[1].size, found[1].cosigned.clone()), (0, None));
}

#[test]
fn an_altered_entry_a_cut_and_a_second_face_are_named() {
    let network = with_witnesses();
    let trust = trust(&network);
    for at in [0, 4, 8, 12] {
        let mut altered = files(&network);
        altered[0].hashes.0[at * 32] ^= 1;
        let found = fault(&altered, &trust);
        assert_eq!(found.kind, FaultKind::OtherTree, "entry {at}: {found}");
    }
    let mut cut = files(&network);
    cut[0].hashes.0.truncate(8 * 32);
    cut[0].checkpoints.truncate(1);
    let found = fault(&cut, &trust);
    assert_eq!((found.part, found.kind), (Part::Seen(2, 2), FaultKind::CutOff { said: 9, shown: 8 }));

    // Rewritten as a whole, with checkpoints that fit: what the other node saw tells.
    let mut rewritten = leaves();
    rewritten[2] = noise().0;
    let mut second = files(&network);
    second[0].hashes.0 = flat(&rewritten);
    second[0].checkpoints = vec![checkpoint(&network, "PH/HOT/HALIMBAWA", &rewritten, &[]).to_string()];
    assert_eq!(fault(&second, &trust), Fault { part: Part::Seen(2, 1), kind: FaultKind::OtherTree });

    // Two that saw different faces find out without the node's own file.
    let mut third = files(&network);
    let mut other = third.remove(1);
    other.seen = vec![checkpoint(&network, "PH/HOT/HALIMBAWA", &rewritten[..9], &WITNESSES).to_string()];
    third[0] = files(&network).remove(1);
    third.push(other);
    assert_eq!(fault(&third, &trust), Fault { part: Part::Seen(2, 1), kind: FaultKind::OtherTree });
}

#[test]
fn strangers_keys_and_networks_prove_nothing() {
    let network = with_witnesses();
    let mut forged = files(&network);
    let note = forged[1].seen[0].clone();
    forged[1].seen[0] = note.replace("PH/HOT/HALIMBAWA", "ID/NGO/CONTOH-KASIH");
    let kind = fault(&forged, &trust(&network)).kind;
    assert!(matches!(kind, FaultKind::Checkpoint(CosignedError::Checkpoint(_))), "{kind:?}");
    let mut other = trust(&network);
    other.anchor.network = "lain".try_into().unwrap();
    assert!(matches!(fault(&files(&network), &other).kind, FaultKind::Directory(_)));
    assert!(matches!(verify_logs(&[], &trust(&network)), Err(Fault { kind: FaultKind::NoBundle, .. })));
    assert!(LogFile::parse(b"{}").is_err());
}
