//! Versions of a directory, judged one after the other by somebody who has the anchor alone.

use seal::evidence::{Bundle, Fault, FaultKind, History, Part, VersionFindings, verify_directories};
use seal::exchange::{Directory, DirectoryError, Dsse};

use super::proven::Step::{Renewed, Suspended};
use super::proven::{Step, chain, evidence, trust};
use super::world::{DAY, network};

const BOTH: &[usize] = &[0, 1];

fn judged(versions: &[Dsse]) -> Result<Vec<VersionFindings>, Fault> {
    let travelled = History::parse(&History::new(versions.to_vec()).to_bytes()).unwrap();
    verify_directories(&travelled.versions, &trust(&network()))
}

fn fault(steps: &[Step<'_>]) -> Fault {
    judged(&chain(steps)).unwrap_err()
}

#[test]
fn versions_that_enough_operators_signed_stand_in_any_order() {
    let mut versions = chain(&[Renewed(BOTH), Renewed(&[1, 2]), Renewed(&[0, 1, 2])]);
    versions.rotate_left(1);
    let found = judged(&versions).unwrap();
    assert_eq!(found.iter().map(|one| one.version).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(found.iter().map(|one| one.operators.len()).collect::<Vec<_>>(), [2, 2, 3]);
    assert!(found.iter().all(|one| one.alone.is_none()));
    // One version alone is a file, too.
    assert_eq!(History::parse(&versions[0].to_bytes()).unwrap().versions, versions[..1]);
    assert!(History::parse(b"{}").is_err());
    assert_eq!(judged(&[]).unwrap_err().kind, FaultKind::NoBundle);
}

#[test]
fn one_operator_alone_is_the_first_bad_version() {
    let version = |fault: Fault| (fault.part, fault.kind);
    let part = |number| Part::Version { number, version: Some(number as u64) };
    let few = FaultKind::FewOperators { signed: 1, needed: 2 };
    assert_eq!(
        version(fault(&[Renewed(BOTH), Renewed(BOTH), Renewed(&[0]), Renewed(&[2])])),
        (part(3), few.clone())
    );
    assert_eq!(version(fault(&[Renewed(&[1]), Renewed(BOTH)])), (part(1), few.clone()));
    // Nobody takes trust away from a network that does not stand yet.
    assert_eq!(version(fault(&[Suspended(&[1]), Renewed(BOTH)])), (part(1), few));
    let twice = FaultKind::OperatorTwice { signed: 1, needed: 2 };
    assert_eq!(version(fault(&[Renewed(BOTH), Renewed(&[2, 2]), Renewed(BOTH)])), (part(2), twice));
    let none = fault(&[Renewed(BOTH), Renewed(&[])]);
    assert_eq!(none.kind, FaultKind::FewOperators { signed: 0, needed: 2 });
    assert_eq!(
        fault(&[Renewed(BOTH), Renewed(&[0])]).to_string(),
        "directory version 2 (document 2) was signed by 1 operator(s), but 2 have to sign what does more than take trust away for a day"
    );
}

#[test]
fn trust_that_one_operator_took_away_is_named_and_who_settled_it() {
    let steps = [Renewed(BOTH), Suspended(&[2]), Renewed(BOTH), Suspended(&[0])];
    let found = judged(&chain(&steps)).unwrap();
    let alone: Vec<_> =
        found.iter().filter_map(|one| one.alone.as_ref().map(|taken| (one.version, taken))).collect();
    let [(2, first), (4, second)] = alone.as_slice() else { panic!("{alone:?}") };
    assert_eq!((first.suspended.len(), first.revoked, first.settled_by), (1, 0, Some(3)));
    assert_eq!(second.settled_by, None, "nobody confirmed it yet");
    // Giving the trust back, or letting the version live longer, takes two.
    let back = fault(&[Renewed(BOTH), Suspended(&[2]), Renewed(&[2])]);
    assert!(matches!(back.kind, FaultKind::FewOperators { signed: 1, .. }), "{back}");
    let mut longer = chain(&[Renewed(BOTH), Suspended(&[2])]);
    let net = network();
    let mut stretched = Directory::adopted(&longer[1]).unwrap();
    stretched.valid_until += DAY;
    longer[1] = net.signed(&stretched, &[2]);
    assert!(matches!(judged(&longer).unwrap_err().kind, FaultKind::FewOperators { .. }));
}

#[test]
fn two_faces_of_one_version_are_found_and_foreign_operators_count_for_nothing() {
    let mut versions = chain(&[Renewed(BOTH), Renewed(BOTH)]);
    versions.extend(chain(&[Renewed(BOTH), Renewed(BOTH)]));
    assert_eq!(judged(&versions).unwrap().len(), 2, "two nodes show the same");
    versions[3] = chain(&[Renewed(BOTH), Suspended(BOTH)])[1].clone();
    let found = judged(&versions).unwrap_err();
    assert_eq!(
        found,
        Fault { part: Part::Version { number: 4, version: Some(2) }, kind: FaultKind::OtherDirectory }
    );
    let mut trust = trust(&network());
    trust.anchor.operators.rotate_left(1);
    trust.anchor.operators.truncate(1);
    assert!(verify_directories(&versions[..2], &trust).is_err());
    trust.anchor.network = "lain".try_into().unwrap();
    trust.anchor.threshold = 1;
    let kind = verify_directories(&versions[..2], &trust).unwrap_err().kind;
    assert_eq!(kind, FaultKind::Directory(DirectoryError::Network));
}

#[test]
fn evidence_of_a_day_on_which_one_operator_suspended_somebody_stands_with_the_version_before() {
    let (network, _, good) = evidence();
    let mut narrow = network.directory.clone();
    narrow.version = 2;
    (narrow.valid_from, narrow.valid_until) =
        (narrow.valid_from + DAY / 2, narrow.valid_from + DAY + DAY / 2);
    narrow.members[1].status = seal::exchange::MemberStatus::Suspended;
    let mut bundle = good.clone();
    bundle.directory = network.signed(&narrow, &[1]);
    let alone = bundle.verify(&trust(&network)).unwrap_err();
    assert_eq!(alone.part, Part::Directory, "one signature is not enough by itself");
    bundle.before = vec![good.directory.clone()];
    let travelled = Bundle::parse(&bundle.to_bytes()).unwrap();
    assert_eq!(travelled.verify(&trust(&network)).unwrap().directory_version, 2);
    // What it rests on has to be genuine.
    bundle.before = vec![network.signed(&network.directory, &[1])];
    assert_eq!(bundle.verify(&trust(&network)).unwrap_err().part, Part::Directory);
    bundle.before = vec![good.directory; 65];
    assert!(Bundle::parse(&bundle.to_bytes()).is_err());
}
