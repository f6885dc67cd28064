//! jejaring
fn main() {}
