//! What people, programs and other members hand over to be compared: hashes, changes of a list, web addresses, telephones, accounts, wallets, vessels,
//! and narratives that name them. Shared with the tests of `signals`.

use signals::links::{
    IdentifierKind, account, address, broken_apart, gather, handle, iban, imo, named, phone, vehicle, wallet,
};
use signals::{Delta, Digest, DigestKind, HashBook, HashList, Keys, ListRole, Opinion, Scratch};

/// Whatever the bytes are, this ends without a panic, in bounded time and memory.
pub fn marks(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    addresses(&text);
    for line in text.lines().take(200) {
        addresses(line);
        for identifier in
            [phone(line), iban(line), wallet(line), imo(line), vehicle(line)].into_iter().flatten()
        {
            assert!(!identifier.key().is_empty());
        }
        for kind in [IdentifierKind::Venue, IdentifierKind::Employer, IdentifierKind::Vessel] {
            let _ = named(kind, line);
        }
        let (first, second) = line.split_once([':', ' ']).unwrap_or((line, ""));
        let _ = (account(first, second), handle(first, second));
        let _ = DigestKind::of_code(first);
    }
    let mut found = gather(&text);
    let all = found.len();
    found.dedup();
    assert_eq!(found.len(), all, "each once");
    lists(bytes, &text);
}

/// An address that is shown is broken apart, is known again, and holds nothing that a program would open.
fn addresses(text: &str) {
    let Some(shown) = broken_apart(text) else {
        assert!(address(text).is_none(), "what is known is shown broken apart");
        return;
    };
    let lower = shown.to_lowercase();
    assert!(!lower.contains("http://") && !lower.contains("https://"), "{shown}");
    assert_eq!(address(&shown), address(text), "{shown}");
    assert_eq!(broken_apart(&shown).as_deref(), Some(shown.as_str()), "broken apart once");
}

/// Digits of each kind, and changes of a list made of them: what was read is written again as it was, what was taken back is met no more.
fn lists(bytes: &[u8], text: &str) {
    let mut digests = Vec::new();
    for kind in DigestKind::ALL {
        for line in text.lines().take(50) {
            let digits = line.split_once(':').map_or(line, |(_, digits)| digits);
            if let Ok(digest) = Digest::parse(kind, digits) {
                assert_eq!(Digest::parse(kind, &digest.digits()), Ok(digest));
                digests.push(digest);
            }
        }
    }
    // Any 32 bytes are a hash.
    for part in bytes.chunks_exact(32).take(16) {
        let digits: String = part.iter().map(|byte| format!("{byte:02x}")).collect();
        digests.extend(Digest::parse(DigestKind::Pdq, &digits));
        digests.extend(Digest::parse(DigestKind::Sha256, &digits));
    }
    let (from, to) = match bytes {
        [from, to, ..] => (u32::from(*from % 4), u32::from(*to % 4)),
        _ => (0, 1),
    };
    let mut book = HashBook::new(Keys(7, 11));
    let Some(list) = book.subscribe(HashList::new("contoh", "ID/HOT/CONTOH", ListRole::Signal)) else {
        return;
    };
    let _ = book.apply(list, &Delta { from, to, add: digests.clone(), remove: digests.clone() });
    let _ = book.apply(list, &Delta { from, to, add: digests.clone(), remove: Vec::new() });
    let held = book.list(list).map_or(0, |list| list.version);
    let there =
        book.apply(list, &Delta { from: held, to: held + 1, add: digests.clone(), remove: Vec::new() });
    assert_eq!(there, Ok(()), "the next change applies");
    let mut scratch = Scratch::default();
    for digest in &digests {
        assert!(!book.look_up(digest, &mut scratch).is_empty(), "what stands is met");
        assert!(book.say(digest, "ID/HOT/CONTOH", Opinion::NegativeClass));
    }
    let mut once = digests.clone();
    once.sort_unstable();
    once.dedup();
    let back = book.apply(list, &Delta { from: held + 1, to: held + 2, add: Vec::new(), remove: once });
    assert_eq!(back, Ok(()), "and is taken back");
    for digest in &digests {
        assert!(book.look_up(digest, &mut scratch).is_empty(), "what was taken back is met no more");
    }
}
