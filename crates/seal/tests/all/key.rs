use seal::{MemberKey, NodeKey, PersonKey, Place, SealError, SymmetricKey, Wrapped, open, seal, tag};

use crate::seeded::Seeded;

const PLACE: Place<'_> = Place { table: "person", row: "p1", column: "name" };

#[test]
fn the_hierarchy_opens_what_the_person_key_sealed() {
    let chance = &mut Seeded::new(1);
    let (node, member, person) =
        (NodeKey::generate(chance), MemberKey::generate(chance), PersonKey::generate(chance));
    let wrapped_member = node.wrap_member(&member, "ID/NGO/CONTOH", chance);
    let wrapped_person = member.wrap_person(&person, "k1", chance);
    let sealed = seal(&person, PLACE, b"Contoh", chance);

    let node = NodeKey::from_bytes(*node.expose_bytes());
    let member = node
        .unwrap_member(&Wrapped::from_bytes(wrapped_member.as_bytes().to_vec()), "ID/NGO/CONTOH")
        .unwrap();
    let person = member.unwrap_person(&Wrapped::from_bytes(wrapped_person.into_bytes()), "k1").unwrap();
    assert_eq!(open(&person, PLACE, &sealed).unwrap().as_slice(), b"Contoh");
}

#[test]
fn a_wrapped_key_opens_under_its_own_id_parent_and_kind_alone() {
    let chance = &mut Seeded::new(2);
    let (node, other) = (NodeKey::generate(chance), NodeKey::generate(chance));
    let wrapped = node.wrap_member(&MemberKey::generate(chance), "A", chance);
    assert_eq!(node.unwrap_member(&wrapped, "B").unwrap_err(), SealError::NotAuthentic);
    assert_eq!(other.unwrap_member(&wrapped, "A").unwrap_err(), SealError::NotAuthentic);
    assert_eq!(node.unwrap_member(&Wrapped::from_bytes(vec![]), "A").unwrap_err(), SealError::TooShort(0));

    let member = MemberKey::generate(chance);
    let wrapped = member.wrap_person(&PersonKey::generate(chance), "k", chance);
    assert_eq!(member.unwrap_person(&wrapped, "l").unwrap_err(), SealError::NotAuthentic);
    for at in 0..wrapped.as_bytes().len() {
        let mut bytes = wrapped.as_bytes().to_vec();
        bytes[at] ^= 1;
        assert!(member.unwrap_person(&Wrapped::from_bytes(bytes), "k").is_err(), "byte {at}");
    }
    assert!(node.unwrap_member(&wrapped, "k").is_err(), "a person key is no member key");
}

#[test]
fn rotation_keeps_the_keys_below() {
    let chance = &mut Seeded::new(3);
    let (old, new) = (NodeKey::generate(chance), NodeKey::generate(chance));
    let member = MemberKey::generate(chance);
    let wrapped = old.wrap_member(&member, "A", chance);
    let turned = old.rewrap_member(&new, &wrapped, "A", chance).unwrap();
    assert!(old.unwrap_member(&turned, "A").is_err());
    let same_member = new.unwrap_member(&turned, "A").unwrap();
    assert_eq!(tag(&member.subkey("x"), b"m"), tag(&same_member.subkey("x"), b"m"));

    let next = MemberKey::generate(chance);
    let person = PersonKey::generate(chance);
    let sealed = seal(&person, PLACE, b"v", chance);
    let wrapped = member.wrap_person(&person, "k", chance);
    let turned = member.rewrap_person(&next, &wrapped, "k", chance).unwrap();
    assert!(member.unwrap_person(&turned, "k").is_err());
    let person = next.unwrap_person(&turned, "k").unwrap();
    assert_eq!(open(&person, PLACE, &sealed).unwrap().as_slice(), b"v");
    assert!(member.rewrap_person(&next, &wrapped, "other", chance).is_err());
}

#[test]
fn subkeys_repeat_and_differ_by_label_and_parent() {
    let chance = &mut Seeded::new(4);
    let (node, other) = (NodeKey::generate(chance), NodeKey::generate(chance));
    let mark = |key: &SymmetricKey| tag(key, b"message");
    assert_eq!(mark(&node.subkey("journal-tag")), mark(&node.subkey("journal-tag")));
    assert_ne!(mark(&node.subkey("journal-tag")), mark(&node.subkey("session")));
    assert_ne!(mark(&node.subkey("session")), mark(&other.subkey("session")));
    assert_ne!(mark(&node.subkey("a").subkey("b")), mark(&node.subkey("ab")));
}

#[test]
fn no_key_shows_itself_in_debug_output() {
    let node = NodeKey::from_bytes([0xab; 32]);
    let chance = &mut Seeded::new(5);
    let wrapped = node.wrap_member(&MemberKey::generate(chance), "A", chance);
    assert_eq!(format!("{node:?} {wrapped:?}"), "NodeKey(…) Wrapped(…)");
    assert_eq!(
        format!("{:?} {:?}", PersonKey::generate(chance), MemberKey::generate(chance)),
        "PersonKey(…) MemberKey(…)"
    );
    assert_eq!(format!("{:?}", node.subkey("a")), "SymmetricKey(…)");
}
