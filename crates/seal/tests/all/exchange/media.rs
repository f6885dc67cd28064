use proptest::prelude::*;
use seal::exchange::{Message, Refusal, Text, is_media};

use super::world::offer;

#[test]
fn pictures_in_disguise_are_seen() {
    let long = seal::to_base64(&[7; 300]);
    let broken: String =
        long.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line) + "\n").collect();
    for text in [
        "lihat data:image/png;base64,iVBORw0KGgo=",
        "DATA:application/octet-stream;base64,AAAA",
        "jenis image/jpeg",
        "video/mp4;codecs=avc1",
        "<svg viewBox='0 0 1 1'>",
        "GIF89a",
        "iVBORw0KGgoAAAANSUhEUgAAAAE",
        "x /9j/4AAQSkZJRgABAQEAYABgAAD y",
        long.as_str(),
        broken.as_str(),
    ] {
        assert!(is_media(text), "{text}");
        assert!(Text::<4096>::try_from(text).is_err(), "{text}");
    }
}

#[test]
fn what_people_write_is_left_alone() {
    for text in [
        "Pelaku mengirim video/foto lewat gawai; image/gambar tidak disimpan.",
        "Data: nama/alamat, umur, dan sekolah.",
        "Nomor 0800-0000-1234, ms. 3F2A9C7E-1111-2222-3333-444455556666",
        "https://contoh.invalid/halaman/panjang/sekali/dengan/banyak/bagian?x=1",
        "ketua RT/RW/kelurahan/kecamatan/kabupaten/provinsi",
    ] {
        assert!(!is_media(text), "{text}");
    }
}

#[test]
fn media_in_a_message_is_refused_by_name() {
    let plain = String::from_utf8(offer("RUANG").to_bytes()).unwrap();
    for hidden in ["data:image/png;base64,AAAA", "\\u0064ata:image\\/png;base64,AAAA", "GIF89a"] {
        let bytes = plain.replace("RUANG", hidden).into_bytes();
        assert_eq!(Message::parse("referral.offer", 1, &bytes), Err(Refusal::MediaRefused), "{hidden}");
    }
}

proptest! {
    #[test]
    fn words_are_no_media(words in prop::collection::vec("[a-z]{1,12}", 0..60)) {
        prop_assert!(!is_media(&words.join(" ")));
    }

    #[test]
    fn bytes_written_out_are_media(bytes in prop::collection::vec(any::<u8>(), 160..400)) {
        prop_assert!(is_media(&seal::to_base64(&bytes)), "base64");
        prop_assert!(is_media(&seal::to_base64url(&bytes)), "base64url");
        prop_assert!(is_media(&seal::to_hex(&bytes)), "hexadecimal");
    }
}
