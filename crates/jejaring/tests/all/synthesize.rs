//! `jejaring synthesize`: records for others. All rows are invented.

use std::collections::BTreeMap;
use std::fs;

use crate::run::run;

#[test]
fn nothing_rare_leaves_the_house() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let mut text = "name,sex,age,form,province\n".to_owned();
    for at in 0..600_usize {
        let form = ["labour", "sexual", "begging"][at % 7 % 3];
        text += &format!(
            "Anak {at},{},{},{form},{}\n",
            ["f", "m"][at % 2],
            at * 5 % 18,
            ["32", "33", "51"][at % 11 / 4]
        );
    }
    text += "Anak 600,f,17,rare,91\n";
    fs::write(path("anak.csv"), text).unwrap();
    let args = ["--json", "synthesize", &path("anak.csv"), "--out", &path("aman.csv")];
    run(&args).failed_saying(&["column name", "--columns"]);
    assert!(!dir.path().join("aman.csv").exists());
    let mut more = args.to_vec();
    more.extend(["--columns", "sex,age,form,province", "--bins", "age=0-5,6-11,12-17", "--report", "3"]);
    let report = run(&more).succeeded().json();
    assert_eq!(report["lengths"].as_array().unwrap().len(), 3);
    let made = fs::read_to_string(path("aman.csv")).unwrap();
    assert!(!made.contains("rare") && !made.contains("91"), "one child is no category");
    assert!(made.starts_with("sex,age,form,province\n"));
    let mut whole: BTreeMap<&str, usize> = BTreeMap::new();
    made.lines().skip(1).for_each(|line| *whole.entry(line).or_default() += 1);
    assert!(made.lines().count() > 590 && whole.len() > 5);
}
