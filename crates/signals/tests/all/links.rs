use std::collections::BTreeSet;

use proptest::prelude::*;
use signals::links::{
    CommonGuard, Identifier, IdentifierKind, Verdict, account, address, broken_apart, gather, handle, iban,
    imo, named, phone, shared, vehicle, wallet,
};

fn key(identifier: Option<Identifier>) -> String {
    identifier.expect("an identifier").key().to_owned()
}

#[test]
fn what_means_the_same_has_the_same_key() {
    assert_eq!(key(phone("0800-0000-1234")), key(phone("+62 800 0000 1234")));
    assert_eq!(key(account("Bank Contoh", "000-111 222")), key(account("BANK CONTOH", "000111222")));
    assert_eq!(key(handle("Contoh Gram", "@Anak_Rekaan")), key(handle("contohgram", "anak_rekaan")));
    assert_eq!(
        key(named(IdentifierKind::Vessel, "KM. Contoh Bahari")),
        key(named(IdentifierKind::Vessel, "contoh  bahari"))
    );
    assert_eq!(key(named(IdentifierKind::Employer, "PT Rekaan Jaya, Tbk")), "rekaan jaya");
    assert_eq!(key(vehicle("b 9990 xyz")), "B9990XYZ");
    assert_eq!(key(imo("IMO 9074729")), "IMO:9074729");
    assert_eq!(key(iban("GB82 WEST 1234 5698 7654 32")), "IBAN:GB82WEST12345698765432");
    let upper = format!("0x{}", "AB".repeat(20));
    assert_eq!(key(wallet(&upper)), key(wallet(&upper.to_lowercase().replace("0X", "0x"))));
}

#[test]
fn what_says_too_little_is_no_identifier() {
    assert_eq!(named(IdentifierKind::Venue, "PT"), None);
    assert_eq!(named(IdentifierKind::Phone, "Contoh Bahari"), None);
    assert_eq!(imo("IMO 9074728"), None);
    assert_eq!(iban("GB82 WEST 1234 5698 7654 33"), None);
    assert_eq!(wallet("Tersangka"), None);
    assert_eq!(wallet("1111111111111111111111111111"), None);
    assert_eq!(account("", "123456"), None);
    assert_eq!(phone("129"), None);
    assert_eq!(address("contoh"), None);
    assert_eq!(address("javascript:alert(1)"), None);
}

#[test]
fn addresses_are_shown_broken_apart_and_known_again() {
    let written = "HTTPS://User@Www.Contoh.INVALID:443/a.b?c=http://lain.invalid#bagian";
    let shown = broken_apart(written).unwrap();
    assert_eq!(shown, "hxxps://Www[.]Contoh[.]INVALID[:]443/a[.]b?c=http[://]lain[.]invalid");
    assert_eq!(key(address(&shown)), key(address(written)));
    assert_eq!(key(address(written)), "https://www.contoh.invalid/a.b?c=http://lain.invalid");
    assert_eq!(key(address("www.contoh.invalid")), "http://www.contoh.invalid/");
}

#[test]
fn a_narrative_gives_what_it_names_and_nothing_else() {
    let text = "Nomor 0800-0000-1234, lalu (+62 000 1111 2222); lihat hxxps://contoh[.]invalid/x. NIK 3291901203100001, \
                tanggal 12-03-2026, Rp 1.500.000, umur 14.";
    let kinds: Vec<(&str, String)> =
        gather(text).iter().map(|i| (i.kind().code(), i.key().to_owned())).collect();
    assert!(kinds.contains(&("phone", "+6280000001234".into())), "{kinds:?}");
    assert!(kinds.contains(&("url", "https://contoh.invalid/x".into())), "{kinds:?}");
    assert!(kinds.iter().all(|(kind, key)| *kind != "phone" || key.starts_with("+62")), "{kinds:?}");
    assert!(kinds.iter().all(|(_, key)| !key.contains("3291901203100001")), "{kinds:?}");
}

#[test]
fn what_everybody_shares_is_no_lead() {
    let guard = CommonGuard { most_cases: 3, ..CommonGuard::default() };
    let (rare, common) = (phone("080000001111").unwrap(), phone("080000002222").unwrap());
    let mut mentions: Vec<(Identifier, u32)> = (0..10).map(|case| (common.clone(), case)).collect();
    mentions.extend([(rare.clone(), 1), (rare.clone(), 2), (rare.clone(), 1)]);
    let found = shared(mentions, &guard);
    let rare_found = found.iter().find(|s| s.identifier == rare).unwrap();
    assert_eq!((rare_found.verdict, &rare_found.cases, rare_found.count), (Verdict::Lead, &vec![1, 2], 2));
    let common_found = found.iter().find(|s| s.identifier == common).unwrap();
    assert_eq!(
        (common_found.verdict, common_found.cases.len(), common_found.count),
        (Verdict::TooCommon, 0, 10)
    );
    let known = CommonGuard { known: BTreeSet::from([rare.clone()]), ..CommonGuard::default() };
    assert_eq!(known.verdict(&rare, 2, 2), Verdict::TooCommon);
}

proptest! {
    #[test]
    fn nothing_falls_over(text in "\\PC{0,200}", other in "\\PC{0,60}") {
        let _ = gather(&text);
        for kind in [IdentifierKind::Vessel, IdentifierKind::Employer] {
            if let Some(identifier) = named(kind, &text) {
                // Normalising is stable.
                prop_assert_eq!(named(kind, identifier.key()).map(|i| i.key().to_owned()), Some(identifier.key().to_owned()));
            }
        }
        let _ = (address(&text), broken_apart(&text), wallet(&text), iban(&text), imo(&text), vehicle(&text));
        let _ = (phone(&text), handle(&text, &other), account(&text, &other));
    }

    #[test]
    fn no_address_can_be_opened_when_it_is_shown(host in "[a-z]{1,10}(\\.[a-z]{1,8}){1,3}", path in "[a-z0-9./:?=&-]{0,30}") {
        let whole = format!("https://{host}.invalid/{path}");
        let shown = broken_apart(&whole).unwrap();
        prop_assert!(!shown.contains("http://") && !shown.contains("https://"));
        let bare: String = shown.replace("[.]", "");
        prop_assert!(!bare.contains('.'));
        prop_assert_eq!(address(&shown).map(|i| i.key().to_owned()), address(&whole).map(|i| i.key().to_owned()));
    }

    /// No lead names an identifier of more cases than the guard allows; order and repetition change nothing.
    #[test]
    fn leads_obey_the_guard(mentions in prop::collection::vec((0u8..6, 0u16..40), 0..200), most in 2usize..10, turn in any::<prop::sample::Index>()) {
        let guard = CommonGuard { most_cases: most, ..CommonGuard::default() };
        let named = |n: u8| phone(&format!("08000000{n:04}")).unwrap();
        let all: Vec<(Identifier, u16)> = mentions.iter().map(|(n, case)| (named(*n), *case)).collect();
        let found = shared(all.clone(), &guard);
        let mut turned = all.clone();
        if !turned.is_empty() {
            turned.rotate_left(turn.index(all.len()));
        }
        turned.extend(all.clone());
        prop_assert_eq!(&shared(turned, &guard), &found);
        for one in &found {
            let cases: BTreeSet<u16> = all.iter().filter(|(i, _)| *i == one.identifier).map(|(_, case)| *case).collect();
            prop_assert_eq!(one.count, cases.len());
            prop_assert!(one.count >= 2);
            prop_assert_eq!(one.verdict == Verdict::Lead, one.count <= most);
            prop_assert_eq!(one.cases.is_empty(), one.verdict == Verdict::TooCommon);
        }
    }
}
