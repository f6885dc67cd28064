#![no_main]
#[path = "../src/field_forms.rs"]
mod field_forms;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| field_forms::field_forms(bytes));
