//! try
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]
use statistics::mse::analyse::*; use statistics::mse::*; use statistics::mse::bootstrap::*;
fn table(text: &str) -> Overlaps {
    let mut lines = text.lines();
    let mut lists: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    lists.pop();
    let mut table = Overlaps::new(lists).unwrap();
    for line in lines {
        let cells: Vec<u64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        let (count, on) = cells.split_last().unwrap();
        table.add(on.iter().enumerate().fold(0, |set, (at, on)| set | (*on as u32) << at), *count).unwrap();
    }
    table
}
fn main() {
    if std::env::args().len() > 3 {
        use statistics::mse::trial::Population;
        let pops = [
            Population { size: 3000, found: vec![0.15, 0.1, 0.2, 0.08], leaning: vec![] },
            Population { size: 1000, found: vec![0.3, 0.25, 0.2], leaning: vec![(3, 0.7)] },
            Population { size: 3000, found: vec![0.05, 0.08, 0.1, 0.06, 0.04], leaning: vec![(3, 1.0), (12, -0.7)] },
        ];
        for p in &pops { for r in [Resample::Observed, Resample::Population] { for (n, m) in [("fixed", Method::Fixed(p.model())), ("step", Method::Stepwise { threshold: 0.02 }), ("bic", Method::Best{criterion: Criterion::Bic, order: 2, search: Search::Downhill})] {
            let t = std::time::Instant::now();
            let c = p.coverage(&m, 400, &Settings { repetitions: 300, threads: 2, resample: r, ..Settings::default() });
            println!("{n} {r:?} {c:?} {:?}", t.elapsed());
        } } }
        return;
    }

    let dir = "crates/statistics/tests/data/mse/";
    let mut all: Vec<(String, Overlaps)> = ["new_orleans","western","uk2013_six_lists","netherlands","kosovo","korea"].map(|n| (n.to_owned(), table(&std::fs::read_to_string(format!("{dir}{n}.csv")).unwrap()))).to_vec();
    let mut no = all[0].1.clone(); no.add(0b1100, 1).unwrap();
    all.push(("no186".into(), no.clone()));
    all.push(("no5_186".into(), no.combined(0b0111_0010).unwrap()));
    all.push(("uk5".into(), all[2].1.combined(0b10_0100).unwrap()));
    for (name, table) in &all {
        println!("== {name} {} {:?}", table.observed(), table.lists());
        for (m, method) in methods(table.lists().len(), 0.02, None) { if m != "stepwise" && std::env::args().len() > 2 { continue; }
            let t = std::time::Instant::now();
            match answer(table, m, &method, &Settings { threads: 2, repetitions: if std::env::args().len() > 1 { 1000 } else { 0 }, ..Settings::default() }) {
                Ok(a) => { let f = a.fit.unwrap(); let i = a.interval.unwrap();
                    println!("{m:20} {:10.2} [{:.0}, {:.0}] z0 {:.3} a {:.4} bic {:.3} {:.2?} fail {} {}", a.estimate, a.low, a.high, i.bias, i.acceleration, f.bic(table.observed()), t.elapsed(), i.without_estimate(), f.model.tops().iter().map(|x| table.name(*x)).collect::<Vec<_>>().join(" ")); }
                Err(e) => println!("{m} {e:?}"),
            }
        }
    }
}
