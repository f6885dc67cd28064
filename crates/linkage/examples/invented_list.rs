//! Writes a list of invented children as CSV: `cargo run --release -p linkage --example invented_list -- FILE [records] [seed]`.
//! The last column, `child_id`, is the truth.
#![allow(clippy::print_stdout)]

use std::fs::File;
use std::io::{BufWriter, Write};

use linkage::invented::{HEADER, Plan, TRUTH};

fn main() -> std::io::Result<()> {
    let mut given = std::env::args().skip(1);
    let path = given.next().unwrap_or_else(|| "invented.csv".to_owned());
    let mut number = |usual: u64| given.next().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let records = usize::try_from(number(100_000)).unwrap_or(100_000);
    let mut plan = Plan { records, seed: number(1), ..Plan::default() };
    plan.errors = number(50) as f64 / 100.0;
    plan.niks = number(100) as f64 / 100.0;
    plan.tail = number(230) as f64 / 100.0;
    let (rows, children) = plan.rows();
    let mut out = BufWriter::new(File::create(&path)?);
    writeln!(out, "{},{TRUTH}", HEADER.join(","))?;
    for row in &rows {
        writeln!(out, "{},C{}", row.cells.join(","), row.child)?;
    }
    println!("{} records of {children} children in {path}", rows.len());
    out.flush()
}
