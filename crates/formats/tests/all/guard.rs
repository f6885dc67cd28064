use formats::{Claim, FileKind, Limits, RefusalKind, admit, refuse_picture_text, sniff};
use proptest::prelude::*;

use crate::packages::PIXEL;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0u32, |word, byte| (word << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            out.push(char::from(ALPHABET[(word >> (18 - 6 * place)) as usize & 63]));
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Beginnings of real files, filled up with harmless bytes.
fn beginnings() -> Vec<(&'static str, RefusalKind, Vec<u8>)> {
    use RefusalKind::{Archive, Audio, Document, EmbeddedObject, Picture, Video};
    let table: [(&str, RefusalKind, &[u8]); 30] = [
        ("png", Picture, b"\x89PNG\r\n\x1a\n"),
        ("jpeg", Picture, b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
        ("jpeg", Picture, b"\xff\xd8\xff\xe1\0\x10Exif\0"),
        ("gif", Picture, b"GIF89a"),
        ("bmp", Picture, b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"),
        ("tiff", Picture, b"II*\0"),
        ("tiff", Picture, b"MM\0*"),
        ("webp", Picture, b"RIFF\x24\0\0\0WEBPVP8 "),
        ("heic", Picture, b"\0\0\0\x18ftypheic"),
        ("avif", Picture, b"\0\0\0\x18ftypavif"),
        ("ico", Picture, b"\0\0\x01\0\x01\0\x10\x10\0\0"),
        ("svg", Picture, b"<?xml version='1.0'?><svg xmlns='a'><image href='b'/></svg>"),
        ("mp4", Video, b"\0\0\0\x18ftypisom"),
        ("mov", Video, b"\0\0\0\x14ftypqt  "),
        ("avi", Video, b"RIFF\x24\0\0\0AVI LIST"),
        ("matroska", Video, b"\x1aE\xdf\xa3"),
        ("flv", Video, b"FLV\x01\x05"),
        ("mp3", Audio, b"ID3\x04\0"),
        ("mp3", Audio, b"\xff\xfb\x90\x64"),
        ("ogg", Audio, b"OggS"),
        ("wav", Audio, b"RIFF\x24\0\0\0WAVEfmt "),
        ("flac", Audio, b"fLaC"),
        ("m4a", Audio, b"\0\0\0\x18ftypM4A "),
        ("pdf", Document, b"%PDF-1.7"),
        ("rtf", Document, b"{\\rtf1"),
        ("zip", Archive, b"PK\x03\x04"),
        ("rar", Archive, b"Rar!\x1a\x07"),
        ("7z", Archive, b"7z\xbc\xaf\x27\x1c"),
        ("gzip", Archive, b"\x1f\x8b\x08\0"),
        ("ole", EmbeddedObject, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ];
    table.into_iter().map(|(code, kind, head)| (code, kind, [head, [7u8; 48].as_slice()].concat())).collect()
}

#[test]
fn every_signature_is_known_and_refused_whatever_the_name() {
    for (code, kind, bytes) in beginnings() {
        let magic = sniff(&bytes).unwrap_or_else(|| panic!("{code}"));
        assert_eq!((magic.code, magic.kind), (code, kind));
        for name in ["a.csv", "a.txt", "a.xlsx", "a"] {
            assert!(admit(&bytes, &Claim::named(name), &Limits::default()).is_err(), "{code} as {name}");
        }
    }
}

#[test]
fn files_written_out_in_digits_are_refused_in_text() {
    for (code, kind, bytes) in beginnings() {
        // Two signatures are too weak to be looked for in prose: icons and bare sound frames.
        if code == "ico" || bytes.starts_with(b"\xff\xfb") {
            continue;
        }
        for written in [base64(&bytes), hex(&bytes)] {
            for text in [
                written.clone(),
                format!("lihat: {written}"),
                format!("\"{}\n{}\"", &written[..20], &written[20..]),
            ] {
                let refusal = refuse_picture_text(&text).expect_err(code);
                assert_eq!(refusal.kind, kind, "{code}");
            }
        }
    }
    let spaced: String = base64(PIXEL).chars().flat_map(|digit| [digit, ' ']).collect();
    assert!(refuse_picture_text(&spaced).is_err());
    assert!(refuse_picture_text(&base64(PIXEL).replace('+', "-").replace('/', "_")).is_err());
    assert!(refuse_picture_text(&format!("\\x{}", hex(PIXEL))).is_err());
}

#[test]
fn data_addresses_and_drawings_are_refused_in_text() {
    let cases = [
        ("data:image/png;base64,AAAA", RefusalKind::Picture),
        ("<img src=\"DATA:Image/gif,x\">", RefusalKind::Picture),
        ("data:video/mp4;base64,AAAA", RefusalKind::Video),
        ("data:audio/ogg,xx", RefusalKind::Audio),
        ("data:application/pdf;base64,AAAA", RefusalKind::EmbeddedObject),
        ("data:;base64,AAAA", RefusalKind::EmbeddedObject),
        ("teks <SVG onload=x>", RefusalKind::Picture),
    ];
    for (text, kind) in cases {
        assert_eq!(refuse_picture_text(text).unwrap_err().kind, kind, "{text}");
    }
    assert_eq!(refuse_picture_text(&"QWxh".repeat(3000)).unwrap_err().detail_code, "opaque_blob");
}

#[test]
fn honest_texts_pass() {
    let texts = [
        "",
        "Anak tinggal bersama neneknya di Kabupaten Contoh; data: tiga orang saudara.",
        "Sumber data:\nlaporan guru, https://www.contoh.invalid/lembaga/berkas_2024/halaman//satu__________",
        "d41d8cd98f00b204e9800998ecf8427e e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "0000010001000000000000000000000000000000000000000000",
        "NIK 3201901203100001 telepon 0800-0000-1234 ________________________________ AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "BMX itu sepeda, RIFF itu nada, ID3 dan FORMulir dan GIFTed",
    ];
    for text in texts {
        assert_eq!(refuse_picture_text(text), Ok(()), "{text}");
        if !text.is_empty() {
            assert!(admit(text.as_bytes(), &Claim::named("a.txt"), &Limits::default()).is_ok(), "{text}");
        }
    }
}

#[test]
fn claims_are_heeded_but_not_believed() {
    let text = b"Nama;Usia\r\nContoh;9\r\n".as_slice();
    let limits = Limits::default();
    let verdict = |name: &str| admit(text, &Claim::named(name), &limits);
    assert_eq!(verdict("a.csv"), Ok(FileKind::Csv));
    assert_eq!(verdict("C:\\data\\a.TSV"), Ok(FileKind::Tsv));
    assert_eq!(admit(text, &Claim::default(), &limits), Ok(FileKind::Txt));
    let refused = |name: &str| verdict(name).unwrap_err().kind;
    assert_eq!(refused("a.xlsx"), RefusalKind::ClaimMismatch);
    assert_eq!(refused("a.jpg"), RefusalKind::Picture);
    assert_eq!(refused("a.xlsm"), RefusalKind::Macro);
    assert_eq!(refused("a.docx"), RefusalKind::Document);
    assert_eq!(refused("a.xls"), RefusalKind::Document);
    assert_eq!(refused("a.exe"), RefusalKind::UnknownKind);
    let typed =
        |media_type| admit(text, &Claim { name: Some("a.csv"), media_type: Some(media_type) }, &limits);
    assert_eq!(typed("application/vnd.ms-excel"), Ok(FileKind::Csv));
    assert_eq!(typed("image/png").unwrap_err().kind, RefusalKind::Picture);
}

#[test]
fn control_bytes_pages_and_encrypted_envelopes_are_refused() {
    let kind = |bytes: &[u8]| admit(bytes, &Claim::named("a.txt"), &Limits::default()).unwrap_err().kind;
    assert_eq!(kind(b"abc\0def"), RefusalKind::NotText);
    assert_eq!(kind(b"abc\x01"), RefusalKind::NotText);
    assert_eq!(kind(b" <html><table></table></html>"), RefusalKind::UnknownKind);
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    assert_eq!(
        kind(&[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &name].concat()),
        RefusalKind::Encrypted
    );
}

#[test]
fn a_refusal_speaks_plainly_and_names_no_content() {
    let refusal = refuse_picture_text("Contoh Rekaan data:image/png;base64,AAAA").unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the file holds a picture; remove it and send text only (picture: data_uri)"
    );
}

proptest! {
    #[test]
    fn the_guard_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..600), which in 0usize..4) {
        let prefixes: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"];
        let bytes = [prefixes[which], &bytes].concat();
        for name in ["a.csv", "a.xlsx", "a"] {
            let _ = admit(&bytes, &Claim::named(name), &Limits::default());
            if let Ok(table) = formats::open_table(&bytes, name) {
                prop_assert!(table.count() <= bytes.len());
            }
        }
    }

    #[test]
    fn prose_is_never_a_picture(text in "[a-zA-Z ,.]{0,200}") {
        prop_assert_eq!(refuse_picture_text(&text), Ok(()));
    }

    #[test]
    fn a_pixel_is_found_behind_any_words(before in "[^A-Za-z0-9+/=_-]{0,40}", after in "\\PC{0,40}") {
        let text = format!("{before}{}{after}", base64(PIXEL));
        prop_assert!(refuse_picture_text(&text).is_err());
    }

    #[test]
    fn damaged_workbooks_never_panic(at in 0usize..6000, value in any::<u8>(), cut in 0usize..6000) {
        let rows = vec![vec!["Contoh".to_owned(), "9".to_owned()]];
        let mut bytes = Vec::new();
        formats::write_xlsx(&mut bytes, &["Nama", "Usia"], rows, formats::XlsxOptions::default()).unwrap();
        let length = bytes.len();
        bytes[at % length] = value;
        let _ = formats::open_table(&bytes, "a.xlsx").map(Iterator::count);
        bytes.drain(cut % length..(cut % length + 50).min(length));
        let _ = formats::open_table(&bytes, "a.xlsx").map(Iterator::count);
    }
}
