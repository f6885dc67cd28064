//! Documents for paper as PDF, without a browser: headings, paragraphs, notes and bars on A4, in the two faces that every reader has
//! (Helvetica, PDF 32000-1, section 9.6.2.2). No picture, no embedded font, no date: the same blocks give the same bytes.

mod faces;
mod sheet;

use pdf_writer::{Finish, Name, Pdf, Rect, Ref, TextStr};

use sheet::{HEIGHT, Layout, WIDTH};

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// What the document is called.
    Title(String),
    /// A heading in it.
    Heading(String),
    /// A paragraph; lines that were broken stay broken.
    Text(String),
    /// A paragraph in bold.
    Strong(String),
    /// A paragraph in small print.
    Small(String),
    /// A paragraph with a line beside it, to be read before all else.
    Notice(String),
    /// Bars under a title.
    Bars(String, Vec<Bar>),
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// Its length, from 0 to 1; nothing where the number is withheld.
    pub share: Option<f32>,
    /// The number in words.
    pub said: String,
}

/// Writes a document. `lang` is a BCP 47 tag, `foot` stands at the foot of every page beside its number.
#[must_use]
pub fn write_pdf(lang: &str, title: &str, foot: &str, blocks: &[Block]) -> Vec<u8> {
    let mut layout = Layout::default();
    blocks.iter().for_each(|block| layout.put(block));
    let pages = layout.finish(foot);
    let mut ids = (1..).map(Ref::new);
    let mut next = || ids.next().unwrap_or(Ref::new(1));
    let (catalog, tree, info, plain, bold) = (next(), next(), next(), next(), next());
    let pages: Vec<_> = pages.into_iter().map(|content| (next(), next(), content)).collect();
    let mut pdf = Pdf::new();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(lang));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages.iter().map(|(page, ..)| *page)).count(count);
    pdf.document_info(info).title(TextStr(title));
    for (id, face) in [(plain, &b"Helvetica"[..]), (bold, b"Helvetica-Bold")] {
        pdf.type1_font(id).base_font(Name(face)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    for (page, stream, content) in pages {
        let mut drawn = pdf.page(page);
        drawn.parent(tree).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(stream);
        drawn.resources().fonts().pair(faces::PLAIN, plain).pair(faces::BOLD, bold);
        drawn.finish();
        pdf.stream(stream, &content);
    }
    pdf.finish()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    fn document() -> Vec<Block> {
        let bar = |label: &str, share, said: &str| Bar { label: label.into(), share, said: said.into() };
        vec![
            Block::Title("Layanan belum mengejar laporan (rekaan)".into()),
            Block::Notice("Dikoreksi: angka tahun lalu keliru.".into()),
            Block::Heading("Yang dilaporkan".into()),
            Block::Text("Pada 2026 dilaporkan 1.240 anak – “rekaan”. ".repeat(200)),
            Block::Bars(
                "Anak yang dilaporkan".into(),
                vec![
                    bar("2025", Some(0.5), "620"),
                    bar("2026", Some(1.0), "1.240"),
                    bar("2027", None, "dirahasiakan"),
                ],
            ),
            Block::Strong("Sediakan satu pekerja sosial.".into()),
            Block::Small("Sumber: rekaan".into()),
        ]
    }

    #[test]
    fn the_same_blocks_give_the_same_bytes_and_a_whole_document() {
        let one = write_pdf("id", "Layanan (rekaan)", "RZ-26-1", &document());
        assert_eq!(one, write_pdf("id", "Layanan (rekaan)", "RZ-26-1", &document()));
        assert!(one.starts_with(b"%PDF-1.7") && one.ends_with(b"%%EOF"));
        let text = String::from_utf8_lossy(&one);
        assert!(text.contains("/Count 3"), "long texts go on overleaf");
        for kept_out in ["/Image", "/EmbeddedFile", "/JavaScript", "/URI", "/CreationDate"] {
            assert!(!text.contains(kept_out), "{kept_out}");
        }
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        let bytes = write_pdf("id", "Layanan (rekaan)", "RZ-26-1", &document());
        let text =
            crate::extract_text(&bytes, &crate::Claim::named("ringkasan.pdf"), &crate::Limits::default());
        let text = text.unwrap();
        for said in ["Layanan belum mengejar laporan", "1.240", "Yang dilaporkan", "RZ-26-1"] {
            assert!(text.contains(said), "{said}");
        }
    }
}
