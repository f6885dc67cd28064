#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| jejaring_fuzz::foreign::case(bytes));
