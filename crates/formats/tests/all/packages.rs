//! Workbooks made by hand for the guard: honest ones, and one for every trick.

use std::io::{Cursor, Write};

use formats::{Claim, FormatError, Limits, Refusal, RefusalKind, admit, open_table};
use rust_xlsxwriter::{Image, Note, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// One grey pixel: signature, header chunk, data chunk, end chunk.
pub(crate) const PIXEL: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
\0\0\0\x0aIDAT\x78\xda\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82";

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;

/// A bare workbook with more parts besides.
pub(crate) fn package(more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let base: [(&str, &[u8]); 2] =
        [("[Content_Types].xml", TYPES.as_bytes()), ("xl/workbook.xml", b"<workbook/>")];
    for (name, content) in base.iter().chain(more) {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn verdict(bytes: &[u8]) -> Refusal {
    admit(bytes, &Claim::named("tabel.xlsx"), &Limits::default()).unwrap_err()
}

fn expect(more: &[(&str, &[u8])], kind: RefusalKind, detail_code: &str) {
    let refusal = verdict(&package(more));
    assert_eq!(
        (refusal.kind, refusal.detail_code),
        (kind, detail_code),
        "{:?}",
        more.first().map(|part| part.0)
    );
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Nama Anak").unwrap();
    sheet.write_string(0, 1, "Usia").unwrap();
    sheet.write_string(1, 0, "Contoh Rekaan").unwrap();
    sheet.write_number(1, 1, 12).unwrap();
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_plain_package_is_let_in() {
    assert!(admit(&package(&[]), &Claim::default(), &Limits::default()).is_ok());
}

#[test]
fn a_pixel_drawn_in_a_sheet_is_refused() {
    let image = Image::new_from_buffer(PIXEL).unwrap();
    let bytes = workbook(|sheet| {
        sheet.insert_image(3, 3, &image).unwrap();
    });
    assert_eq!(verdict(&bytes).kind, RefusalKind::Picture);
    assert!(matches!(open_table(&bytes, "tabel.xlsx"), Err(FormatError::Refused(_))));
}

#[test]
fn a_pixel_set_into_a_cell_or_behind_the_sheet_is_refused() {
    let image = Image::new_from_buffer(PIXEL).unwrap();
    let in_cell = workbook(|sheet| {
        sheet.embed_image(3, 3, &image).unwrap();
    });
    let behind = workbook(|sheet| {
        sheet.insert_background_image(&image);
    });
    assert_eq!(verdict(&in_cell).kind, RefusalKind::Picture);
    assert_eq!(verdict(&behind).kind, RefusalKind::Picture);
}

#[test]
fn comments_and_formulas_of_honest_workbooks_are_let_in() {
    let bytes = workbook(|sheet| {
        sheet.insert_note(1, 1, &Note::new("periksa usia")).unwrap();
        sheet.write_formula(2, 1, rust_xlsxwriter::Formula::new("=SUM(B2)").set_result("12")).unwrap();
    });
    let rows: Vec<_> = open_table(&bytes, "tabel.xlsx").unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].text(1), "12");
}

#[test]
fn forbidden_parts_are_refused_by_name() {
    expect(&[("xl/media/image1.dat", b"text")], RefusalKind::Picture, "xlsx_media");
    expect(&[("docProps/thumbnail.jpeg", b"text")], RefusalKind::Picture, "xlsx_thumbnail");
    expect(&[("xl/embeddings/oleObject1.bin", b"text")], RefusalKind::EmbeddedObject, "xlsx_embedding");
    expect(&[("xl/activeX/activeX1.xml", b"<a/>")], RefusalKind::EmbeddedObject, "xlsx_activex");
    expect(&[("xl/vbaProject.bin", b"text")], RefusalKind::Macro, "xlsx_vba");
    expect(&[("xl/macrosheets/sheet1.xml", b"<a/>")], RefusalKind::Macro, "xlsx_macro_sheet");
    expect(&[("word/document.xml", b"<a/>")], RefusalKind::Document, "docx");
    expect(&[("xl/strange/one.xml", b"<a/>")], RefusalKind::UnknownKind, "xlsx_part");
    expect(&[("xl/worksheets/../../etc.xml", b"<a/>")], RefusalKind::UnknownKind, "xlsx_part");
}

#[test]
fn forbidden_content_is_refused_under_an_honest_name() {
    expect(&[("xl/theme/theme1.xml", PIXEL)], RefusalKind::Picture, "png");
    expect(&[("xl/worksheets/inner.xml", &package(&[]))], RefusalKind::Archive, "zip");
    expect(
        &[("xl/drawings/drawing1.xml", b"<x><a:blip r:embed='1'/></x>")],
        RefusalKind::Picture,
        "xlsx_blip",
    );
    expect(&[("xl/drawings/v.vml", b"<v:imagedata src='a'/>")], RefusalKind::Picture, "xlsx_imagedata");
    expect(&[("xl/worksheets/s.xml", b"<oleObjects/>")], RefusalKind::EmbeddedObject, "xlsx_ole");
    expect(&[("xl/worksheets/s.bin", b"plain")], RefusalKind::UnknownKind, "xlsx_part");
    expect(
        &[("xl/theme/t.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")],
        RefusalKind::UnknownKind,
        "xml_doctype",
    );
    expect(&[("xl/theme/t.xml", b"\xff\xfe<\0a\0")], RefusalKind::UnknownKind, "xml_encoding");
    expect(
        &[("xl/printerSettings/printerSettings1.bin", &[b"DEVMODE\0\0".as_slice(), PIXEL].concat())],
        RefusalKind::Picture,
        "png",
    );
    let shared = b"<sst><si><t>data:image/png;base64,iVBORw0KGgo=</t></si></sst>";
    expect(&[("xl/sharedStrings.xml", shared)], RefusalKind::Picture, "data_uri");
}

#[test]
fn words_about_macros_in_a_cell_are_only_words() {
    let shared = b"<sst><si><t>oleobject and vbaProject explained</t></si></sst>";
    assert!(
        admit(&package(&[("xl/sharedStrings.xml", shared)]), &Claim::default(), &Limits::default()).is_ok()
    );
}

#[test]
fn bombs_are_refused_before_they_burst() {
    let zeros = vec![b' '; 40 << 20];
    let refusal = verdict(&package(&[("xl/worksheets/sheet1.xml", &zeros)]));
    assert_eq!((refusal.kind, refusal.detail_code), (RefusalKind::TooLarge, "expansion_ratio"));

    let tight = Limits { expanded_bytes: 1000, ..Limits::default() };
    let refusal =
        admit(&package(&[("xl/theme/t.xml", &zeros[..5000])]), &Claim::default(), &tight).unwrap_err();
    assert_eq!(refusal.detail_code, "expanded_bytes");

    let names: Vec<String> = (0..600).map(|index| format!("xl/worksheets/sheet{index}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"<a/>".as_slice())).collect();
    assert_eq!(verdict(&package(&many)).detail_code, "zip_entries");

    expect(&[("xl/worksheets/a/b/c/d/e/f.xml", b"<a/>")], RefusalKind::TooLarge, "depth");
    let small = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(admit(&package(&[]), &Claim::default(), &small).unwrap_err().detail_code, "bytes");
}

#[test]
fn bytes_outside_the_parts_are_refused() {
    let honest = package(&[]);
    let after = [honest.as_slice(), PIXEL].concat();
    assert_eq!(verdict(&after).kind, RefusalKind::HiddenData);
    let before = [PIXEL, honest.as_slice()].concat();
    assert_eq!(verdict(&before).kind, RefusalKind::Picture);
}

#[test]
fn a_part_the_directory_does_not_name_is_refused() {
    // The directory entry of the workbook part is cut out; its bytes stay behind as a gap.
    let bytes = package(&[
        ("xl/theme/theme1.xml", b"<a>some words that take more room than a descriptor</a>"),
        ("xl/styles.xml", b"<a/>"),
    ]);
    let mark = b"PK\x01\x02";
    let starts: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(mark)).collect();
    let mut cut = bytes;
    cut.drain(starts[2]..starts[3]);
    let end = cut.len() - 22;
    let removed = u32::try_from(starts[3] - starts[2]).unwrap();
    let size = u32::from_le_bytes(cut[end + 12..end + 16].try_into().unwrap()) - removed;
    cut[end + 8] = 3;
    cut[end + 10] = 3;
    cut[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    assert_eq!(verdict(&cut).kind, RefusalKind::HiddenData);
}

#[test]
fn an_encrypted_part_is_refused() {
    let mut bytes = package(&[("xl/styles.xml", b"<a/>")]);
    let directory = (0..bytes.len()).rfind(|at| bytes[*at..].starts_with(b"PK\x01\x02")).unwrap();
    bytes[directory + 8] |= 1;
    assert_eq!(verdict(&bytes).kind, RefusalKind::Encrypted);
}

#[test]
fn truncated_workbooks_are_errors_at_every_length() {
    let whole = workbook(|_| {});
    for length in (0..whole.len()).step_by(37) {
        assert!(open_table(&whole[..length], "tabel.xlsx").is_err(), "{length}");
    }
    assert!(open_table(&whole, "tabel.xlsx").is_ok());
}
