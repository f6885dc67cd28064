//! The parts a workbook may have (ECMA-376 part names) and what may stand in them. Unknown parts are refused.

use crate::picture_text::refuse_picture_text;
use crate::refusal::{Refusal, RefusalKind};
use crate::sniff::{contains_ignore_case, sniff};

use RefusalKind::{Document, EmbeddedObject, Macro, Picture, UnknownKind};

/// Beginnings of part names that say what they carry, in the order they are asked.
const FORBIDDEN: &[(&str, RefusalKind, &str)] = &[
    ("xl/media/", Picture, "xlsx_media"),
    ("docprops/thumbnail", Picture, "xlsx_thumbnail"),
    ("xl/ink/", Picture, "xlsx_ink"),
    ("xl/embeddings/", EmbeddedObject, "xlsx_embedding"),
    ("xl/activex/", EmbeddedObject, "xlsx_activex"),
    ("xl/ctrlprops/", EmbeddedObject, "xlsx_control"),
    ("xl/model/", EmbeddedObject, "xlsx_data_model"),
    ("xl/vba", Macro, "xlsx_vba"),
    ("xl/macrosheets/", Macro, "xlsx_macro_sheet"),
    ("xl/dialogsheets/", Macro, "xlsx_dialog_sheet"),
    ("customui/", Macro, "xlsx_custom_ui"),
    ("word/", Document, "docx"),
    ("ppt/", Document, "pptx"),
];

/// Folders and files known to hold nothing but XML about cells, styles and links between parts.
const KNOWN: &[&str] = &[
    "[content_types].xml",
    "_rels/",
    "docprops/",
    "docmetadata/",
    "customxml/",
    "xl/_rels/",
    "xl/calcchain.xml",
    "xl/chartsheets/",
    "xl/charts/",
    "xl/comments",
    "xl/connections.xml",
    "xl/drawings/",
    "xl/externallinks/",
    "xl/featurepropertybag/",
    "xl/metadata.xml",
    "xl/persons/",
    "xl/pivotcache/",
    "xl/pivottables/",
    "xl/printersettings/",
    "xl/querytables/",
    "xl/richdata/",
    "xl/sharedstrings.xml",
    "xl/slicercaches/",
    "xl/slicers/",
    "xl/styles.xml",
    "xl/tables/",
    "xl/theme/",
    "xl/threadedcomments/",
    "xl/timelinecaches/",
    "xl/timelines/",
    "xl/workbook.xml",
    "xl/worksheets/",
];

/// Marks inside XML that draw a picture or carry an object.
const FORBIDDEN_MARKS: &[(&str, RefusalKind, &str)] = &[
    (":blip ", Picture, "xlsx_blip"),
    ("<blip ", Picture, "xlsx_blip"),
    ("imagedata", Picture, "xlsx_imagedata"),
    ("relationships/image", Picture, "xlsx_image_relation"),
    ("relationships/ink", Picture, "xlsx_ink"),
    ("xlfn.image(", Picture, "xlsx_image_formula"),
    ("relationships/video", RefusalKind::Video, "xlsx_video_relation"),
    ("relationships/media", RefusalKind::Video, "xlsx_media_relation"),
    ("relationships/audio", RefusalKind::Audio, "xlsx_audio_relation"),
    ("oleobject", EmbeddedObject, "xlsx_ole"),
    ("relationships/package", EmbeddedObject, "xlsx_package_relation"),
    ("relationships/control", EmbeddedObject, "xlsx_control"),
    ("macroenabled", Macro, "xlsx_macro_type"),
    ("vbaproject", Macro, "xlsx_vba"),
    ("<!doctype", UnknownKind, "xml_doctype"),
    ("<!entity", UnknownKind, "xml_doctype"),
];

/// A printer's settings are the one binary part honest workbooks have; the driver writes a few kilobytes.
const PRINTER_SETTINGS: usize = 64 << 10;

/// Refuses a part by its (lower-case) name.
pub(crate) fn inspect_name(name: &str) -> Result<(), Refusal> {
    for (start, kind, detail) in FORBIDDEN {
        if name.starts_with(start) {
            return Err(Refusal::new(*kind, detail));
        }
    }
    let is_folder = name.ends_with('/') && KNOWN.iter().any(|known| known.starts_with(name));
    let is_known = KNOWN.iter().any(|known| name.starts_with(known));
    if (is_folder || is_known) && !name.contains("..") && !name.contains('\\') {
        Ok(())
    } else {
        Err(Refusal::new(UnknownKind, "xlsx_part"))
    }
}

/// Refuses a part by its content.
pub(crate) fn inspect_content(name: &str, content: &[u8]) -> Result<(), Refusal> {
    if let Some(magic) = sniff(content) {
        return Err(magic.refusal());
    }
    if name.ends_with('/') && content.is_empty() {
        return Ok(());
    }
    if name.starts_with("xl/printersettings/") && name.ends_with(".bin") {
        return inspect_printer_settings(content);
    }
    if ![".xml", ".rels", ".vml"].iter().any(|ending| name.ends_with(ending)) {
        return Err(Refusal::new(UnknownKind, "xlsx_part"));
    }
    // Only UTF-8 is inspected, so only UTF-8 is let in: in another encoding every mark below would go unseen.
    let text = std::str::from_utf8(content).map_err(|_| Refusal::new(UnknownKind, "xml_encoding"))?;
    if text.contains('\0') || declares_other_encoding(content) {
        return Err(Refusal::new(UnknownKind, "xml_encoding"));
    }
    let lower = text.to_ascii_lowercase();
    for (mark, kind, detail) in FORBIDDEN_MARKS {
        if may_stand_in_cells(mark) && holds_cell_text(name) {
            continue;
        }
        if lower.contains(mark) {
            return Err(Refusal::new(*kind, detail));
        }
    }
    refuse_picture_text(text)
}

/// Marks that are plain words could be written by a person in a cell; those are looked for elsewhere only.
fn may_stand_in_cells(mark: &str) -> bool {
    matches!(mark, "imagedata" | "oleobject" | "macroenabled" | "vbaproject")
}

fn holds_cell_text(name: &str) -> bool {
    name.starts_with("xl/sharedstrings.xml") || name.starts_with("xl/comments")
}

fn declares_other_encoding(content: &[u8]) -> bool {
    let head = content.get(..content.len().min(120)).unwrap_or_default();
    let Some(end) = head.windows(2).position(|window| window == b"?>") else { return false };
    let declaration = head.get(..end).unwrap_or_default();
    contains_ignore_case(declaration, b"encoding")
        && !contains_ignore_case(declaration, b"utf-8")
        && !contains_ignore_case(declaration, b"us-ascii")
}

/// No known signature may stand anywhere in it, not only at its start.
fn inspect_printer_settings(content: &[u8]) -> Result<(), Refusal> {
    if content.len() > PRINTER_SETTINGS {
        return Err(Refusal::new(UnknownKind, "xlsx_printer_settings"));
    }
    let hidden = (0..content.len()).find_map(|at| {
        let rest = content.get(at..).unwrap_or_default();
        let loud =
            rest.starts_with(b"\x89PNG") || rest.starts_with(b"\xff\xd8\xff") || rest.starts_with(b"GIF8");
        loud.then(|| sniff(rest)).flatten()
    });
    hidden.map_or(Ok(()), |magic| Err(magic.refusal()))
}
