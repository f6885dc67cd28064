//! Letters in Office Open XML: the words and nothing else. Every part is looked at by the guard first; a picture, an embedded
//! file, a macro or a part of unknown kind refuses the whole file.

use crate::limits::Limits;
use crate::package::{self, Family};
use crate::refusal::{Refusal, RefusalKind};

/// Beginnings of part names that say what they carry.
const FORBIDDEN: &[(&str, RefusalKind, &str)] = &[
    ("word/media/", RefusalKind::Picture, "docx_media"),
    ("docprops/thumbnail", RefusalKind::Picture, "docx_thumbnail"),
    ("word/embeddings/", RefusalKind::EmbeddedObject, "docx_embedding"),
    ("word/activex/", RefusalKind::EmbeddedObject, "docx_activex"),
    ("word/fonts/", RefusalKind::EmbeddedObject, "docx_font"),
    ("word/vba", RefusalKind::Macro, "docx_vba"),
    ("customui/", RefusalKind::Macro, "docx_custom_ui"),
];

/// Parts known to hold nothing but XML about words, styles and links between parts.
const KNOWN: &[&str] = &[
    "[content_types].xml",
    "_rels/",
    "docprops/",
    "docmetadata/",
    "customxml/",
    "word/_rels/",
    "word/comments",
    "word/document.xml",
    "word/endnotes.xml",
    "word/fonttable.xml",
    "word/footer",
    "word/footnotes.xml",
    "word/glossary/",
    "word/header",
    "word/numbering.xml",
    "word/people.xml",
    "word/settings.xml",
    "word/styles",
    "word/theme/",
    "word/websettings.xml",
];

const LETTER: Family = Family {
    by_name: inspect_name,
    main: "word/document.xml",
    keeps: |name| name == "word/document.xml" || name == "word/footnotes.xml",
};

fn inspect_name(name: &str) -> Result<(), Refusal> {
    for (start, kind, detail) in FORBIDDEN {
        if name.starts_with(start) {
            return Err(Refusal::new(*kind, detail));
        }
    }
    let is_folder = name.ends_with('/') && KNOWN.iter().any(|known| known.starts_with(name));
    let is_known = KNOWN.iter().any(|known| name.starts_with(known));
    let plain = !name.contains("..") && !name.contains('\\');
    if (is_folder || is_known) && plain {
        Ok(())
    } else {
        Err(Refusal::new(RefusalKind::UnknownKind, "docx_part"))
    }
}

/// The words of a letter, paragraph by paragraph.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<String, Refusal> {
    let mut out = String::new();
    for (_, content) in package::open(bytes, limits, &LETTER)? {
        let xml =
            String::from_utf8(content).map_err(|_| Refusal::new(RefusalKind::UnknownKind, "xml_encoding"))?;
        words(&xml, &mut out);
    }
    Ok(out)
}

/// Text runs of one part. What was deleted under change tracking stands in other elements and stays away.
fn words(xml: &str, out: &mut String) {
    let mut inside = false;
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/').split([' ', '/', '\t', '\r', '\n']).next().unwrap_or_default();
        match (name, closing) {
            ("w:t", _) => inside = !closing && !tag.ends_with('/'),
            ("w:tab", false) => out.push('\t'),
            ("w:br" | "w:cr", false) | ("w:p", true) => out.push('\n'),
            ("w:tc", true) => out.push('\t'),
            _ => {}
        }
        if inside {
            unescape(text, out);
        }
    }
}

fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((entity, behind)) = after.split_once(';') else {
            out.push('&');
            rest = after;
            continue;
        };
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let known = match entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match entity.strip_prefix("#x") {
                Some(digits) => number(digits, 16),
                None => entity.strip_prefix('#').and_then(|digits| number(digits, 10)),
            },
        };
        out.extend(known);
        rest = behind;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_come_out_as_they_were_written() {
        let xml = "<w:p><w:r><w:t xml:space=\"preserve\">Surat &amp; contoh</w:t></w:r><w:r><w:tab/><w:t>&#x41;</w:t></w:r></w:p>\
                   <w:p><w:del><w:r><w:delText>dihapus</w:delText></w:r></w:del><w:r><w:t>Kedua</w:t></w:r></w:p>";
        let mut out = String::new();
        words(xml, &mut out);
        assert_eq!(out, "Surat & contoh\tA\nKedua\n");
    }
}
