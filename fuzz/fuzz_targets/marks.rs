#![no_main]
#[path = "../src/marks.rs"]
mod marks;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| marks::marks(bytes));
