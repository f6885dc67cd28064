//! jejaring
mod demo;
fn main() {}
