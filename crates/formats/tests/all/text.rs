//! The text of documents: what is read, and what refuses the whole file.

use std::io::Write;

use formats::{Claim, FormatError, Limits, RefusalKind, extract_text};
use zip::write::SimpleFileOptions;

fn letter(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let types = ("[Content_Types].xml", "<Types/>");
    for (name, content) in [types].iter().chain(parts) {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const BODY: &str = "<w:document><w:body><w:p><w:r><w:t>Surat rekaan</w:t></w:r></w:p>\
                    <w:p><w:r><w:t>Isi &amp; penutup</w:t></w:r></w:p></w:body></w:document>";

fn read(bytes: &[u8], name: &str) -> Result<String, FormatError> {
    extract_text(bytes, &Claim::named(name), &Limits::default())
}

fn refused(result: Result<String, FormatError>) -> RefusalKind {
    match result {
        Err(FormatError::Refused(refusal)) => refusal.kind,
        other => panic!("let in: {other:?}"),
    }
}

#[test]
fn letters_and_lists_give_their_words() {
    assert_eq!(
        read(&letter(&[("word/document.xml", BODY)]), "surat.docx").unwrap(),
        "Surat rekaan\nIsi & penutup"
    );
    assert_eq!(read(b"Baris satu  \n\n\n\nBaris dua\n", "a.txt").unwrap(), "Baris satu\n\nBaris dua");
    assert_eq!(read(b"a;b\n1;2\n", "a.csv").unwrap(), "a;b\n1;2");
}

#[test]
fn anything_but_words_refuses_the_whole_letter() {
    for (name, kind) in [
        ("word/media/image1.png", RefusalKind::Picture),
        ("word/embeddings/oleObject1.bin", RefusalKind::EmbeddedObject),
        ("word/vbaProject.bin", RefusalKind::Macro),
        ("word/strange.bin", RefusalKind::UnknownKind),
        ("../word/document2.xml", RefusalKind::UnknownKind),
    ] {
        let file = letter(&[("word/document.xml", BODY), (name, "x")]);
        assert_eq!(refused(read(&file, "surat.docx")), kind, "{name}");
    }
    let drawn = BODY.replace("<w:body>", "<w:body><a:blip r:embed=\"rId1\"/>");
    assert_eq!(refused(read(&letter(&[("word/document.xml", &drawn)]), "surat.docx")), RefusalKind::Picture);
    assert_eq!(
        refused(read(&letter(&[("xl/workbook.xml", "<a/>")]), "surat.docx")),
        RefusalKind::UnknownKind
    );
    assert_eq!(refused(read(b"%PDF-1.7", "surat.pdf")), RefusalKind::Damaged);
    assert_eq!(
        refused(read(b"%PDF-1.7 1 0 obj <</Type/Catalog>> endobj", "surat.txt")),
        RefusalKind::Document
    );
    assert_eq!(refused(read(b"plain", "surat.docx")), RefusalKind::ClaimMismatch);
    assert_eq!(refused(read(b"\x89PNG\r\n\x1a\n", "surat.txt")), RefusalKind::Picture);
}
