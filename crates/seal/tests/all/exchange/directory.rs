use proptest::prelude::*;
use seal::exchange::{
    Anchor, DIRECTORY_TYPE, DirectoryError, Dsse, Hash, ListedGuardian, ListedMember, MAX_DIRECTORY,
    MAX_PAYLOAD, MemberId, MemberStatus, Refusal, check,
};

use super::world::{DAY, NOW, network};

#[test]
fn enough_operators_make_a_version() {
    let net = network();
    let anchor = net.anchor();
    let adopt = |signers: &[usize]| anchor.adopt(&net.signed(&net.directory, signers), None, NOW).map(|_| ());
    assert_eq!(adopt(&[0, 1]), Ok(()));
    assert_eq!(adopt(&[2, 1, 0]), Ok(()));
    assert_eq!(adopt(&[1]), Err(DirectoryError::Signatures));
    assert_eq!(adopt(&[1, 1]), Err(DirectoryError::Signatures), "one operator counts once");
    let twice = Anchor { operators: vec![anchor.operators[1]; 2], ..anchor.clone() };
    assert_eq!(
        twice.adopt(&net.signed(&net.directory, &[1]), None, NOW).map(|_| ()),
        Err(DirectoryError::Signatures)
    );
    let careless = Anchor { threshold: 0, ..anchor };
    assert!(careless.adopt(&net.signed(&net.directory, &[]), None, NOW).is_err());
}

#[test]
fn versions_rise_and_are_valid_for_a_while() {
    let net = network();
    let (anchor, signed) = (net.anchor(), net.signed(&net.directory, &[0, 1]));
    assert_eq!(anchor.adopt(&signed, Some(1), NOW).map(|_| ()), Err(DirectoryError::Rollback));
    assert_eq!(anchor.adopt(&signed, None, NOW + 4 * DAY).map(|_| ()), Err(DirectoryError::NotValid));
    assert_eq!(anchor.adopt(&signed, None, NOW - 2 * DAY).map(|_| ()), Err(DirectoryError::NotValid));
    let other = Anchor { network: "lain".try_into().unwrap(), ..anchor };
    assert_eq!(other.adopt(&signed, None, NOW).map(|_| ()), Err(DirectoryError::Network));
}

#[test]
fn a_directory_may_be_longer_than_an_envelope_and_has_its_own_end() {
    let net = network();
    let mut directory = net.directory.clone();
    let model = directory.members[0].clone();
    directory.members.extend((0..1_000).map(|at| {
        let id = format!("ID/NGO/CONTOH-BANYAK-{at}").parse().unwrap();
        ListedMember { id, ..model.clone() }
    }));
    let signed = net.signed(&directory, &[0, 1]);
    assert!(signed.payload.0.len() > MAX_PAYLOAD);
    assert!(Dsse::parse(&signed.to_bytes()).is_err(), "what anybody may send stays short");
    let again = Dsse::parse_directory(&signed.to_bytes()).unwrap();
    assert_eq!(net.anchor().adopt(&again, None, NOW).unwrap(), directory);
    let keys: Vec<_> = net.operators.iter().collect();
    let endless = Dsse::sign(DIRECTORY_TYPE, vec![b' '; MAX_DIRECTORY + 1], &keys);
    assert_eq!(net.anchor().adopt(&endless, None, NOW), Err(DirectoryError::TooLong));
    assert!(Dsse::parse_directory(&endless.to_bytes()).is_err());
}

#[test]
fn an_epoch_has_two_guardians_of_two_organisations_or_is_none() {
    let mut directory = network().directory;
    let guardian = |epoch: &str, member: &str, key: u8, from: i64| ListedGuardian {
        epoch: epoch.try_into().unwrap(),
        member: member.parse().unwrap(),
        key: Hash([key; 32]),
        budget: 480,
        register: 1_000,
        from,
        until: from + 92 * DAY,
    };
    let (ministry, union) = ("ID/GOV/CONTOH-KEMENTERIAN", "ID/NGO/CONTOH-JEJARING");
    directory.guardians = vec![guardian("1", union, 1, NOW), guardian("1", ministry, 2, NOW)];
    let members = |of: &seal::exchange::Directory, epoch: &str| {
        of.guardians_of(epoch).map(|pair| pair.map(|one| one.member.to_string()))
    };
    assert_eq!(
        members(&directory, "1"),
        Some([ministry.into(), union.into()]),
        "in the order of their names"
    );
    assert_eq!(members(&directory, "2"), None);
    assert!(directory.epoch_at(NOW - 1).is_none() && directory.epoch_at(NOW + 92 * DAY).is_none());
    // The newest that has begun is asked in.
    directory
        .guardians
        .extend([guardian("2", union, 3, NOW + 80 * DAY), guardian("2", ministry, 4, NOW + 80 * DAY)]);
    let code = |at: i64| directory.epoch_at(at).map(|[one, _]| one.epoch.to_string());
    assert_eq!([code(NOW + DAY), code(NOW + 80 * DAY)], [Some("1".into()), Some("2".into())]);
    for wrong in [
        vec![guardian("1", union, 1, NOW)],
        vec![guardian("1", union, 1, NOW), guardian("1", "ID/NGO/CONTOH-JEJARING/BANDUNG", 2, NOW)],
        vec![guardian("1", union, 1, NOW), guardian("1", ministry, 1, NOW)],
        vec![guardian("1", union, 1, NOW), guardian("1", ministry, 2, NOW + DAY)],
    ] {
        directory.guardians = wrong;
        assert!(directory.guardians_of("1").is_none() && directory.epoch_at(NOW + 2 * DAY).is_none());
    }
}

#[test]
fn whoever_is_suspended_is_not_heard() {
    let net = network();
    let mut directory = net.directory.clone();
    directory.members[0].status = MemberStatus::Suspended;
    let refused = check(&net.delivery("Data rekaan", 1), &directory, &net.receiver.id, NOW);
    assert_eq!(refused.map(|_| ()), Err(Refusal::UnknownSender));
}

#[test]
fn a_stranger_may_stand_in_a_newer_version() {
    let net = network();
    let mut directory = net.directory.clone();
    directory.members.remove(0);
    let said = |now| check(&net.delivery("Data rekaan", 1), &directory, &net.receiver.id, now).map(|_| ());
    assert_eq!(said(NOW), Err(Refusal::UnknownSender));
    assert_eq!(said(NOW + 4 * DAY), Err(Refusal::DirectoryExpired));
}

#[test]
fn a_unit_is_found_under_its_organisation() {
    let net = network();
    let unit: MemberId = "ID/NGO/CONTOH-KASIH/BANDUNG".parse().unwrap();
    assert_eq!(net.directory.member(&unit).unwrap().id, net.sender.id);
    assert_eq!((unit.country(), unit.class(), unit.unit()), ("ID", "NGO", Some("BANDUNG")));
    assert_eq!(net.directory.member(&"ID/NGO/LAIN".parse().unwrap()), None);
}

#[test]
fn fingerprints_can_be_read_aloud() {
    let net = network();
    let fingerprint = net.anchor().fingerprint();
    assert_eq!(fingerprint.split(' ').count(), 8);
    let other = Anchor { threshold: 1, ..net.anchor() };
    assert_ne!(other.fingerprint(), fingerprint);
}

proptest! {
    #[test]
    fn names_of_members_have_one_form(text in "[A-Z]{1,3}/(NGO|GOV|XXX)/[A-Z0-9-]{0,5}(/[A-Z]{0,4})?") {
        if let Ok(id) = text.parse::<MemberId>() {
            prop_assert_eq!(id.to_string(), text.clone());
            prop_assert_eq!(id.country().len(), 2);
            prop_assert!(id.organisation().unit().is_none());
        }
        for bad in [text.to_lowercase(), format!("{text}/"), format!("/{text}"), format!("{text} "), text.replace('/', "//")] {
            prop_assert!(bad.parse::<MemberId>().is_err(), "{}", bad);
        }
    }

    #[test]
    fn no_altered_directory_is_adopted(at: prop::sample::Index, flip in 1_u8..) {
        let net = network();
        let mut signed = net.signed(&net.directory, &[0, 1]);
        let at = at.index(signed.payload.0.len());
        signed.payload.0[at] ^= flip;
        prop_assert!(net.anchor().adopt(&signed, None, NOW).is_err());
    }
}
