//! The text layer of a PDF (ISO 32000-1), and nothing else of it. A file with a picture, a recording, an embedded file, a
//! script or an encrypted part is refused whole; so is one with a stream packed in a way that is not looked into.
//!
//! Only what a letter needs is read: pages, their words, and the tables by which fonts name letters. What stands in a font
//! without such a table is left out.

mod content;
mod font;
mod objects;
mod pages;

use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalKind};
use crate::sniff::sniff;
use objects::{Document, Object};

/// Unpacked bytes of all streams together.
const EXPANDED: usize = 48 << 20;
/// Bytes of a PDF: a letter is far smaller, and every byte is looked at several times.
const LONGEST: usize = 8 << 20;

/// Names of objects that say what they carry. Name escapes have been undone before.
const FORBIDDEN: &[(&str, RefusalKind, &str)] = &[
    ("Image", RefusalKind::Picture, "pdf_image"),
    ("Movie", RefusalKind::Video, "pdf_movie"),
    ("Screen", RefusalKind::Video, "pdf_screen"),
    ("RichMedia", RefusalKind::Video, "pdf_rich_media"),
    ("3D", RefusalKind::Video, "pdf_3d"),
    ("Sound", RefusalKind::Audio, "pdf_sound"),
    ("EmbeddedFile", RefusalKind::EmbeddedObject, "pdf_embedded_file"),
    ("FileAttachment", RefusalKind::EmbeddedObject, "pdf_attachment"),
    ("JavaScript", RefusalKind::Macro, "pdf_script"),
    ("Launch", RefusalKind::Macro, "pdf_launch"),
];

/// Keys under which something is carried, whatever its type.
const FORBIDDEN_KEYS: &[(&str, RefusalKind, &str)] = &[
    ("Encrypt", RefusalKind::Encrypted, "pdf_encrypted"),
    ("EmbeddedFiles", RefusalKind::EmbeddedObject, "pdf_embedded_file"),
    ("EF", RefusalKind::EmbeddedObject, "pdf_embedded_file"),
    ("JS", RefusalKind::Macro, "pdf_script"),
    ("Thumb", RefusalKind::Picture, "pdf_thumbnail"),
];

/// The text of a PDF, page by page.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<String, Refusal> {
    if bytes.len() > LONGEST || bytes.len() as u64 > limits.bytes {
        return Err(Refusal::new(RefusalKind::TooLarge, "bytes"));
    }
    let document = Document::open(bytes, EXPANDED)?;
    for object in document.all() {
        inspect(object, 0)?;
    }
    for stream in document.unpacked() {
        if let Some(magic) = sniff(stream) {
            return Err(magic.refusal());
        }
    }
    pages::text(&document)
}

/// Refuses what is carried, wherever it stands.
fn inspect(object: &Object, depth: usize) -> Result<(), Refusal> {
    if depth > objects::DEEPEST {
        return Err(Refusal::new(RefusalKind::TooLarge, "depth"));
    }
    match object {
        Object::Array(items) => items.iter().try_for_each(|item| inspect(item, depth + 1)),
        Object::Dict(entries) | Object::Stream(entries, _) => {
            for (key, value) in entries {
                if let Some((_, kind, detail)) = FORBIDDEN_KEYS.iter().find(|(name, ..)| name == key) {
                    return Err(Refusal::new(*kind, detail));
                }
                let says = matches!(key.as_str(), "Subtype" | "Type" | "S");
                if let (true, Object::Name(name)) = (says, value)
                    && let Some((_, kind, detail)) = FORBIDDEN.iter().find(|(known, ..)| known == name)
                {
                    return Err(Refusal::new(*kind, detail));
                }
                inspect(value, depth + 1)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(objects: &[&str]) -> Vec<u8> {
        let mut out = String::from("%PDF-1.4\n");
        for (index, object) in objects.iter().enumerate() {
            out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
        }
        out.push_str("trailer << /Root 1 0 R >>\n%%EOF");
        out.into_bytes()
    }

    fn page(content: &str, more: &str) -> Vec<u8> {
        let stream = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
        pdf(&[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R >> >> >>",
            &format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R {more} >>"),
            &stream,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ])
    }

    fn refused(bytes: &[u8]) -> RefusalKind {
        read(bytes, &Limits::default()).expect_err("let in").kind
    }

    #[test]
    fn words_come_out_line_by_line() {
        let content = "BT /F1 12 Tf 72 700 Td (Surat \\(rekaan\\)) Tj 0 -14 Td [(Isi) -300 (kedua)] TJ ET";
        let text = read(&page(content, ""), &Limits::default()).expect("text");
        assert_eq!(
            text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>(),
            ["Surat (rekaan)", "Isi kedua"]
        );
    }

    #[test]
    fn fonts_name_their_letters() {
        let map = "1 begincodespacerange <0000> <ffff> endcodespacerange\n\
                   1 beginbfchar <0003> <0041> endbfchar 1 beginbfrange <0004> <0006> <0062> endbfrange";
        let content = "BT /F1 9 Tf <00030004> Tj <0006> Tj ET";
        let bytes = pdf(&[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            &format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Type /Font /Subtype /Type0 /ToUnicode 6 0 R >>",
            &format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len()),
        ]);
        assert_eq!(read(&bytes, &Limits::default()).expect("text").trim(), "Abd");
    }

    #[test]
    fn whatever_is_no_text_refuses_the_whole_file() {
        let with = |more: &str| page("BT /F1 9 Tf (Halo) Tj ET", more);
        assert_eq!(refused(&with("/Thumb 9 0 R")), RefusalKind::Picture);
        assert_eq!(refused(&with("/X << /Subtype /Image >>")), RefusalKind::Picture);
        assert_eq!(refused(&with("/X << /Subtype /Im#61ge >>")), RefusalKind::Picture, "escaped");
        assert_eq!(refused(&with("/AA << /S /JavaScript >>")), RefusalKind::Macro);
        assert_eq!(refused(&with("/X << /EF << >> >>")), RefusalKind::EmbeddedObject);
        assert_eq!(refused(&page("BT ET BI /W 1 ID x EI", "")), RefusalKind::Picture, "an inline picture");
        let packed = pdf(&["<< /Filter /DCTDecode /Length 1 >>\nstream\nx\nendstream"]);
        assert_eq!(refused(&packed), RefusalKind::Picture);
        assert_eq!(
            refused(&pdf(&["<< /Filter /LZWDecode /Length 1 >>\nstream\nx\nendstream"])),
            RefusalKind::UnknownKind
        );
        let locked = [page("", "").as_slice(), b"\ntrailer << /Encrypt 9 0 R >>"].concat();
        assert_eq!(refused(&locked), RefusalKind::Encrypted);
        assert_eq!(refused(b"%PDF-1.4\nnothing"), RefusalKind::Damaged);
    }
}
