//! Exports of Primero in JSON: read as a table, with a word about everything that has no place in one.

use formats::{FormatError, LeftOut, Limits, RefusalKind, looks_like_json, open_primero};

const SAMPLE: &[u8] = include_bytes!("../../../../samples/primero-cases-contoh.json");

#[test]
fn every_field_is_a_column_or_is_named() {
    assert!(looks_like_json(SAMPLE));
    let export = open_primero(SAMPLE, &Limits::default()).unwrap();
    let names = export.table.header().names.clone();
    let rows: Vec<_> = export.table.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    let column = |name: &str| names.iter().position(|known| known == name).unwrap();
    assert_eq!(rows[0].text(column("name")), "Raka Rekaan");
    assert_eq!(rows[0].number, 2, "as if the fields stood above them");
    assert_eq!(rows[1].text(column("protection_concerns")), "trafficked_smuggled; child_labour");
    assert_eq!(export.fields["case_id_display"], 5);
    assert_eq!(export.left_out["notes_section"], (LeftOut::Section, 5));
    assert_eq!(export.left_out.get("services_section").map(|(_, n)| *n), Some(3));
    assert!(!export.left_out.contains_key("photos"), "nothing was attached");
}

#[test]
fn attachments_and_pictures_never_come_in() {
    let attached = br#"[{"name": "Rekaan", "photos": [{"file_name": "a"}]}]"#;
    let export = open_primero(attached, &Limits::default()).unwrap();
    assert_eq!(export.left_out["photos"], (LeftOut::Attachment, 1));
    let long = "iVBORw0KGgoAAAANSUhEUgAA".repeat(8);
    let hidden = format!(r#"[{{"name": "Rekaan", "note": "data:image/png;base64,{long}"}}]"#);
    let refused = open_primero(hidden.as_bytes(), &Limits::default());
    assert!(matches!(refused, Err(FormatError::Refused(refusal)) if refusal.kind == RefusalKind::Picture));
}

#[test]
fn what_is_no_export_is_refused() {
    for (bytes, kind) in [
        (b"{".as_slice(), RefusalKind::Damaged),
        (b"{\"a\": 1}", RefusalKind::UnknownKind),
        (b"\"text\"", RefusalKind::UnknownKind),
        (b"[\xff]", RefusalKind::NotText),
    ] {
        let refused = open_primero(bytes, &Limits::default());
        assert!(matches!(refused, Err(FormatError::Refused(found)) if found.kind == kind), "{kind:?}");
    }
    let few = Limits { rows: 2, ..Limits::default() };
    assert!(matches!(open_primero(SAMPLE, &few), Err(FormatError::TooManyRows { limit: 2 })));
    assert!(!looks_like_json(b"Nama;Umur"));
}
