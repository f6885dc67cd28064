//! A Primero configuration becomes forms that can be used, and every field is accounted for.

use forms::primero::{NotPrimero, NoteCode, import};
use forms::read;

const CONFIGURATION: &str = r#"{
  "data": [
    { "unique_id": "basic_identity", "name": {"en": "Basic identity", "id": "Identitas"}, "fields": [
      { "name": "nick name", "type": "text_field", "display_name": {"en": "Nickname", "id": "Panggilan"}, "required": true },
      { "name": "sex", "type": "select_box", "display_name": {"en": "Sex"}, "option_strings_source": "lookup lookup-gender" },
      { "name": "needs", "type": "select_box", "multi_select": true, "display_name": {"en": "Needs"},
        "option_strings_text": [{"id": "warm clothes", "display_text": {"en": "Warm clothes", "id": "Pakaian hangat"}},
                                {"id": "food", "display_text": {"en": "Food"}}] },
      { "name": "agency", "type": "select_box", "display_name": {"en": "Agency"}, "option_strings_source": "Agency" },
      { "name": "alive", "type": "tick_box", "display_name": {"en": "Alive"} },
      { "name": "stay", "type": "date_range", "display_name": {"en": "Stay"} },
      { "name": "photos", "type": "photo_upload_box", "display_name": {"en": "Photos"} },
      { "name": "line", "type": "separator", "display_name": {"en": "More"} },
      { "name": "old", "type": "text_field", "display_name": {"en": "Old"}, "visible": false },
      { "name": "odd", "type": "hologram", "display_name": {"en": "Odd"} },
      { "name": "siblings", "type": "subform", "display_name": {"en": "Siblings"}, "subform_section_unique_id": "sibling_section" },
      { "name": "ghosts", "type": "subform", "display_name": {"en": "Ghosts"}, "subform_section_unique_id": "not_there" } ] },
    { "unique_id": "sibling_section", "is_nested": true, "name": {"en": "Sibling"}, "fields": [
      { "name": "sibling_name", "type": "text_field", "display_name": {"en": "Name"} },
      { "name": "sibling_age", "type": "numeric_field", "display_name": {"en": "Age"} } ] } ],
  "lookups": [ { "unique_id": "lookup-gender", "values": [
      {"id": "male", "display_text": {"en": "Male", "id": "Laki-laki"}}, {"id": "female", "display_text": {"en": "Female"}} ] } ]
}"#;

#[test]
fn every_field_becomes_a_question_or_is_named() {
    let imported = import(CONFIGURATION, "1").unwrap();
    let [(id, book)] = imported.forms.as_slice() else { panic!("one form: the section within is no form") };
    assert_eq!(id, "basic_identity");
    let reading = read(book, id);
    let errors: Vec<String> = reading.errors().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let form = reading.form.unwrap();
    assert_eq!(form.settings.version, "1");
    for path in
        ["nick_name", "sex", "needs", "agency", "alive", "stay_from", "stay_to", "siblings/sibling_age"]
    {
        assert!(form.at_path(&format!("/data/{path}")).is_some(), "{path}");
    }
    let needs = form.list("needs").unwrap();
    assert!(needs.get("warm_clothes").is_some(), "a space parts answers and may not stand in one");
    let note = |field: &str| imported.notes.iter().find(|note| note.field == field).unwrap().code;
    for (field, code) in [
        ("nick name", NoteCode::Mapped),
        ("agency", NoteCode::AsText),
        ("photos", NoteCode::Attachment),
        ("line", NoteCode::Separator),
        ("old", NoteCode::SwitchedOff),
        ("odd", NoteCode::UnknownSort),
        ("ghosts", NoteCode::SectionMissing),
        ("sibling_name", NoteCode::Mapped),
    ] {
        assert_eq!(note(field), code, "{field}");
    }
    assert_eq!(imported.notes.len(), 14, "twelve fields and two within");
}

#[test]
fn what_is_no_configuration_is_said() {
    for text in ["", "{}", "[1]", "{\"data\": 3}"] {
        assert_eq!(import(text, "1"), Err(NotPrimero), "{text}");
    }
}
