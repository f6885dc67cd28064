//! The entry points of the fuzz targets, by chance and with mutated samples.

use proptest::prelude::*;

#[allow(dead_code, unreachable_pub, reason = "shared with the fuzz targets")]
#[path = "../../../../fuzz/src/foreign.rs"]
mod entries;

const CORPUS: [&[u8]; 9] = [
    include_bytes!("../../../../fuzz/seeds/stix/bundel.json"),
    include_bytes!("../../../../fuzz/seeds/cybertip/laporan.xml"),
    include_bytes!("../../../../fuzz/seeds/reports/transaksi.xml"),
    include_bytes!("../../../../fuzz/seeds/reports/htcds.csv"),
    include_bytes!("../../../../fuzz/seeds/schemas/kecil.xsd"),
    include_bytes!("../../../../fuzz/seeds/carried/bagian.txt"),
    include_bytes!("../../../../fuzz/seeds/iati/kegiatan.xml"),
    include_bytes!("../../../../fuzz/seeds/iati/organisasi.xml"),
    include_bytes!("../../../../fuzz/seeds/case/kasus.json"),
];

fn everywhere(bytes: &[u8]) {
    entries::stix(bytes);
    entries::case(bytes);
    entries::cybertip(bytes);
    entries::reports(bytes);
    entries::schemas(bytes);
    entries::carried(bytes);
    entries::iati(bytes);
}

#[test]
fn the_samples_are_understood() {
    use formats::xml::XmlLimits;
    assert!(formats::stix::read_stix(CORPUS[0], &formats::JsonLimits::default()).is_ok());
    assert_eq!(formats::cybertip::check_cybertip(CORPUS[1], &XmlLimits::default()), []);
    assert!(formats::goaml::read_goaml(CORPUS[2], &XmlLimits::default()).is_ok());
    assert!(formats::htcds::read_htcds(CORPUS[3], "a.csv", &formats::Limits::default()).is_ok());
    assert!(formats::xsd::load(CORPUS[4], formats::xsd::Options::default(), &mut |_| None).is_ok());
    assert_eq!(formats::refuse_carried(CORPUS[5]), Ok(()));
    assert!(formats::case_uco::read_case(CORPUS[8], &formats::JsonLimits::default()).is_ok());
    CORPUS.iter().for_each(|sample| everywhere(sample));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn harmed_samples_do_no_harm(which in 0usize..9, harms in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0usize..12), 0..6)) {
        let mut bytes = CORPUS[which].to_vec();
        for (at, byte, cut) in harms {
            let at = at.index(bytes.len().max(1));
            if cut > 0 {
                let end = (at + cut).min(bytes.len());
                bytes.splice(at.min(end)..end, std::iter::repeat_n(byte, cut / 2));
            } else if let Some(old) = bytes.get_mut(at) {
                *old ^= byte;
            }
        }
        everywhere(&bytes);
    }

    #[test]
    fn chance_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "[<>/a-z =\"'&;#{}\\[\\]:,0-9]{0,200}") {
        everywhere(&bytes);
        everywhere(text.as_bytes());
    }
}
