use std::io::Write;

use formats::{Claim, Limits, RefusalKind, refuse_carried, refuse_carried_file};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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

fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

/// Ways in which a picture of one pixel travels inside something else.
fn carriers(picture: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let digits = base64(picture);
    let percent: String = picture.iter().map(|byte| format!("%{byte:02X}")).collect();
    let printable: String = picture.iter().map(|byte| format!("={byte:02X}")).collect();
    let numbers: Vec<String> = picture.iter().map(u8::to_string).collect();
    let pieces: Vec<String> = digits
        .as_bytes()
        .chunks(7)
        .map(|piece| format!("\"{}\"", std::str::from_utf8(piece).unwrap()))
        .collect();
    let multipart =
        [b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".as_slice(), picture, b"\r\n--x--"]
            .concat();
    let wide: Vec<u8> = digits.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let escaped: String = digits.chars().map(|c| format!("\\u{:04x}", c as u32)).collect();
    let references: String = digits.chars().map(|c| format!("&#{};", c as u32)).collect();
    vec![
        ("plain", picture.to_vec()),
        ("multipart, binary", multipart),
        (
            "multipart, base64",
            format!("--x\r\nContent-Transfer-Encoding: base64\r\n\r\n{digits}\r\n--x--").into_bytes(),
        ),
        ("multipart, quoted-printable", format!("--x\r\n\r\n{printable}\r\n--x--").into_bytes()),
        ("form", format!("teks=halo&isi={percent}").into_bytes()),
        ("base64 in JSON", format!("{{\"a\":[{{\"b\":\"{digits}\"}}]}}").into_bytes()),
        ("escaped base64 in JSON", format!("{{\"a\":\"{escaped}\"}}").into_bytes()),
        ("base64 in pieces", format!("[{}]", pieces.join(",")).into_bytes()),
        ("numbers", format!("{{\"data\":[{}]}}", numbers.join(",")).into_bytes()),
        ("base64 in XML", format!("<a><b>{digits}</b></a>").into_bytes()),
        ("references in XML", format!("<a>{references}</a>").into_bytes()),
        ("data address", format!("<a href=\"data:image/png;base64,{digits}\"/>").into_bytes()),
        (
            "JSON in JSON",
            serde_json::json!({ "a": serde_json::json!({ "b": digits }).to_string() })
                .to_string()
                .into_bytes(),
        ),
        ("UTF-16", wide),
        ("archive", zipped("a.txt", picture)),
        ("archive in archive", zipped("b.zip", &zipped("a.png", picture))),
        ("archive in base64", base64(&zipped("a.png", picture)).into_bytes()),
        ("behind words", [b"Surat biasa saja.\n".as_slice(), picture].concat()),
    ]
}

#[test]
fn a_pixel_is_refused_in_every_carrier() {
    for (carrier, bytes) in carriers(PIXEL) {
        let refusal = refuse_carried(&bytes).expect_err(carrier);
        assert!(refusal.kind.wants_routing(), "{carrier}: {refusal}");
        assert!(!refusal.to_string().contains("iVBOR"));
    }
}

#[test]
fn names_and_media_types_of_parts_are_believed() {
    let part = |head: &str| refuse_carried(format!("--x\r\n{head}\r\n\r\nisi\r\n--x--").as_bytes());
    assert_eq!(part("Content-Type: image/webp").unwrap_err().kind, RefusalKind::Picture);
    assert_eq!(part("content-type: VIDEO/mp4").unwrap_err().kind, RefusalKind::Video);
    assert_eq!(
        part("Content-Disposition: form-data; name=\"f\"; filename=\"liburan.JPG\"").unwrap_err().kind,
        RefusalKind::Picture
    );
    assert_eq!(
        part("Content-Disposition: form-data; filename=\"a.mp4.txt\"").unwrap_err().kind,
        RefusalKind::Video
    );
    assert_eq!(part("Content-Disposition: form-data; filename=\"daftar.csv\""), Ok(()));
}

#[test]
fn honest_bodies_pass() {
    for body in [
        "",
        "nama=Contoh&cerita=Data+rekaan+100%25+benar%2C+umur+9",
        "{\"narrative\":\"Data rekaan: anak tinggal bersama nenek\",\"ages\":[9,11,13,14,15,16,17,18,9,9],\"hash\":\"d41d8cd98f00b204e9800998ecf8427e\"}",
        "<report><reason>Setoran &amp; tarikan = 100%</reason></report>",
        "[\"satu\",\"dua\",\"tiga\"]",
        "MMXXVI, GIF89a adalah nama format; RIFF; PK; II* ; = = %zz & &#; &#x;",
        "{\"pdq\":\"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\"}",
    ] {
        assert_eq!(refuse_carried(body.as_bytes()), Ok(()), "{body}");
    }
    let ids: Vec<String> = (0..500).map(|n| format!("01890a5d-ac96-774b-bcce-{n:012x}")).collect();
    let many = serde_json::json!({ "cases": ids, "hashes": ids.join("\n").replace('-', "") });
    assert_eq!(refuse_carried(many.to_string().as_bytes()), Ok(()), "many ids");
}

#[test]
fn a_file_is_judged_by_its_name_its_type_and_what_it_is() {
    let look = |name: &str, media_type: Option<&str>, bytes: &[u8]| {
        let claim = Claim { name: Some(name), media_type };
        refuse_carried_file(bytes, &claim, &Limits::default())
    };
    for name in ["daftar.csv", "isi.xml", "tanpa-akhiran", "foto.png"] {
        assert_eq!(look(name, None, PIXEL).unwrap_err().kind, RefusalKind::Picture, "{name}");
    }
    assert_eq!(look("liburan.mp4", None, b"a,b\n1,2\n").unwrap_err().kind, RefusalKind::Video);
    assert_eq!(look("daftar.csv", Some("image/png"), b"a,b\n").unwrap_err().kind, RefusalKind::Picture);
    let xml = format!("<a><b>{}</b></a>", base64(PIXEL));
    assert!(look("isi.xml", Some("text/xml"), xml.as_bytes()).is_err());
    assert!(look("daftar.csv", None, format!("nama\n{}\n", base64(PIXEL)).as_bytes()).is_err());
    // What else is wrong with a file is said by whoever reads it.
    for (name, bytes) in
        [("daftar.csv", &b"nama\nContoh\n"[..]), ("x.docx", b"bukan docx"), ("x.json", b"{\"a\":1}")]
    {
        assert_eq!(look(name, None, bytes), Ok(()), "{name}");
    }
}

proptest! {
    #[test]
    fn a_pixel_is_found_whatever_lies_around_it(before in "[ -~\\n]{0,60}", after in "\\PC{0,60}") {
        let bytes = [before.as_bytes(), PIXEL, after.as_bytes()].concat();
        prop_assert!(refuse_carried(&bytes).is_err());
        let json = serde_json::json!({ "a": before, "b": [base64(PIXEL), after] }).to_string();
        prop_assert!(refuse_carried(json.as_bytes()).is_err());
    }

    #[test]
    fn words_pass(text in "[a-zA-Z ,.!?\n]{0,300}") {
        prop_assert_eq!(refuse_carried(text.as_bytes()), Ok(()));
        let json = serde_json::json!({ "narrative": text, "list": [1, 2, 3] }).to_string();
        prop_assert_eq!(refuse_carried(json.as_bytes()), Ok(()));
    }

    #[test]
    fn nothing_falls_over(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = refuse_carried(&bytes);
    }
}
