//! Differential privacy: the accounts, the ledger, and records made with it.

use proptest::prelude::*;
use statistics::microdata::private::{Settings, private};
use statistics::microdata::{Attacks, Microdata, Utility, halves, synthesize};
use statistics::privacy::{Entry, Ledger, Loss, Noised, Source, account};

/// Bytes that repeat themselves, for tests alone.
struct Seeded(u64);

impl Source for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is asked for in whatever order: what is left is never negative, what was spent never exceeds the grant, a refused
    /// release changes nothing, and the same release twice costs once.
    #[test]
    fn the_ledger_is_never_overspent(
        granted in (0_u64..1_000_000, 0_u64..1_000),
        asked in proptest::collection::vec((0_u8..30, 0_u64..300_000, 0_u64..400), 0..60),
    ) {
        let granted = Loss { rho: granted.0, delta: granted.1 };
        let mut ledger = Ledger::grant(granted);
        for (name, rho, delta) in asked {
            let (before, loss) = (ledger.clone(), Loss { rho, delta });
            match ledger.spend(&format!("release {name}"), loss) {
                Ok(true) => {
                    prop_assert_eq!(ledger.spent().rho, before.spent().rho + rho);
                    prop_assert_eq!(ledger.spent().delta, before.spent().delta + delta);
                }
                Ok(false) | Err(_) => prop_assert_eq!(&ledger, &before),
            }
            let (spent, left) = (ledger.spent(), ledger.left());
            prop_assert_eq!((spent.rho + left.rho, spent.delta + left.delta), (granted.rho, granted.delta));
        }
        let kept = Ledger::kept(granted, ledger.entries().to_vec());
        prop_assert_eq!(kept, Ok(ledger));
    }

    /// The tight turn from rho to epsilon is never looser than the simple bound, and both directions agree on the safe side.
    #[test]
    fn accounts_err_on_the_safe_side(epsilon in 0.01_f64..20.0, digits in 3_i32..12) {
        let delta = 10_f64.powi(-digits);
        let rho = account::rho(epsilon, delta);
        prop_assert!(rho > 0.0 && account::delta(rho, epsilon) <= delta);
        prop_assert!(account::epsilon(rho, delta) <= epsilon * (1.0 + 1e-6));
        // Bun and Steinke: rho-zCDP implies (rho + 2 sqrt(rho ln(1/delta)), delta).
        let simple = rho + 2.0 * (rho * (1.0 / delta).ln()).sqrt();
        prop_assert!(simple >= epsilon * (1.0 - 1e-9), "{simple} {epsilon}");
        prop_assert!(account::rho(epsilon * 1.1, delta) > rho && account::rho(epsilon, delta / 10.0) < rho);
    }
}

#[test]
fn accounts_match_a_figure_that_can_be_worked_out() {
    // With alpha = 1 + epsilon/(2 rho) - 1/2 and the factor (1 - 1/alpha)^alpha/(alpha - 1) below one, the bound of
    // Bun and Steinke is exp(-(epsilon - rho)^2 / (4 rho)); the tight one lies below it, by less than two powers of ten.
    for (rho, epsilon) in [(0.05_f64, 1.5_f64), (0.5, 5.0), (0.01, 0.5)] {
        let simple = (-(epsilon - rho).powi(2) / (4.0 * rho)).exp();
        let tight = account::delta(rho, epsilon);
        assert!(tight < simple && tight > simple / 100.0, "{tight} {simple}");
    }
    let entry = Entry { release: "a".into(), loss: Loss { rho: 2, delta: 0 } };
    assert!(Ledger::kept(Loss { rho: 1, delta: 0 }, vec![entry]).is_err(), "a ledger that was tampered with");
    assert!(Loss::allowed(0.0, 1e-7).is_err() && Loss::allowed(1.0, 0.1).is_err());
}

/// Records of five columns that lean on one another; the last value of the first column is one child's alone.
fn records(many: usize) -> Microdata {
    let mut table = Microdata::new(["form", "sex", "age", "region", "means"].map(str::to_owned).to_vec());
    for at in 0..many {
        let form = at * at % 7 % 3;
        let age = (at % 11 / 4 + form) % 3;
        let cells = [
            if at == 0 { "alone" } else { ["labour", "sexual", "begging"][form] },
            if form == 1 { "f" } else { ["f", "m"][at % 5 / 3] },
            ["0-5", "6-11", "12-17"][age],
            ["32", "33", "51"][at % 13 / 5],
            if age == 2 { ["debt", "threat"][at % 2] } else { "" },
        ];
        assert!(table.add(cells.into_iter()));
    }
    table
}

fn settings(epsilon: f64) -> Settings {
    Settings { length: 3, loss: Loss::allowed(epsilon, 1e-7).unwrap(), each: 1 }
}

#[test]
fn private_records_keep_what_is_common_and_hide_who_is_alone() {
    let truth = records(20_000);
    let made = private(&truth, &settings(2.0), &mut Seeded(7)).unwrap();
    assert!(made.records.records().abs_diff(20_000) < 400, "{}", made.records.records());
    let alone = (0..made.records.records()).any(|record| made.records.text(record, 0) == "alone");
    assert!(!alone && made.shown[0] == 3, "a value of one child is not shown");
    let report = Utility::of(&truth, &made.records, 200, 3);
    for length in &report.lengths {
        assert_eq!(length.kept, length.common, "{length:?}");
        assert!(length.weighted_error < 0.08, "{length:?}");
    }
    // Boys are in no record of the second form: what is impossible stays so.
    let impossible = (0..made.records.records())
        .filter(|record| made.records.text(*record, 0) == "sexual" && made.records.text(*record, 1) == "m")
        .count();
    assert_eq!(impossible, 0);
    assert_eq!(
        made,
        private(&truth, &settings(2.0), &mut Seeded(7)).unwrap(),
        "the same source, the same records"
    );
    let [one, two, three] = made.measured[..] else { panic!("three lengths") };
    assert_eq!((one.tables, two.tables, three.tables), (5, 10, 10));
    // Each length gets a third of rho, and a record touches one cell of every table.
    let rho = settings(2.0).loss.rho() / 3.0;
    assert!((three.variance as f64 - 10.0 / (2.0 * rho)).abs() <= 1.0, "{three:?}");
}

/// Drawing must not lose what the noise left: with hardly any noise the records have the counts of the true ones.
#[test]
fn drawing_keeps_what_the_noise_left() {
    let truth = records(20_000);
    let made = private(&truth, &settings(60.0), &mut Seeded(9)).unwrap();
    assert!(made.replaced < 400, "{}", made.replaced);
    for (length, most) in Utility::of(&truth, &made.records, 11, 3).lengths.iter().zip([0.005, 0.02, 0.05]) {
        assert!(length.weighted_error < most, "{length:?}");
        assert!(length.kept * 100 >= length.common * 97, "{length:?}");
    }
}

#[test]
fn less_budget_is_more_noise_and_what_cannot_be_done_is_refused() {
    let truth = records(3_000);
    let error = |epsilon: f64| {
        let made = private(&truth, &settings(epsilon), &mut Seeded(3)).unwrap();
        Utility::of(&truth, &made.records, 50, 2).lengths[1].weighted_error
    };
    assert!(error(0.05) > 2.0 * error(5.0));
    let each = Settings { each: 10, ..settings(1.0) };
    let (one, ten) = (settings(1.0), each);
    let variance =
        |settings: &Settings| private(&truth, settings, &mut Seeded(1)).unwrap().measured[0].variance as f64;
    assert!(
        (variance(&ten) / variance(&one) / 100.0 - 1.0).abs() < 0.1,
        "ten records of a child, a hundredfold variance"
    );
    for wrong in [
        Settings { length: 5, ..one },
        Settings { length: 0, ..one },
        Settings { each: 0, ..one },
        Settings { loss: Loss::default(), ..one },
        Settings { loss: Loss { rho: 1, ..one.loss }, each: 1000, ..one },
        Settings { loss: Loss { delta: 0, ..one.loss }, ..one },
    ] {
        assert!(private(&truth, &wrong, &mut Seeded(1)).is_err(), "{wrong:?}");
    }
    let mut wide = Microdata::new((0..4).map(|column| format!("c{column}")).collect());
    for row in 0..2_000 {
        let cells: Vec<String> = (0..4).map(|column| (row * (column + 1) % 1_999).to_string()).collect();
        assert!(wide.add(cells.iter().map(String::as_str)));
    }
    assert!(private(&wide, &settings(1.0), &mut Seeded(1)).is_err(), "thousands of millions of cells");
}

#[test]
fn declared_values_need_no_delta_and_nothing_else_comes_in() {
    let mut truth = Microdata::new(vec!["sex".to_owned(), "age".to_owned()]);
    truth.declare(0, ["f", "m"].into_iter());
    truth.declare(1, ["0-5", "6-11", "12-17"].into_iter());
    for at in 0..900 {
        assert!(truth.add([["f", "m", "x"][at % 3], ["0-5", "6-11"][at % 2]].into_iter()));
    }
    assert_eq!(truth.values(0), 2);
    assert_eq!(truth.text(2, 0), "");
    let loss = Loss { delta: 0, ..Loss::allowed(1.0, 1e-6).unwrap() };
    let made = private(&truth, &Settings { length: 2, loss, each: 1 }, &mut Seeded(5)).unwrap();
    assert_eq!(made.shown, [2, 3]);
    assert!(made.records.records().abs_diff(900) < 60);
}

#[test]
fn attacks_find_what_was_copied_and_nothing_in_noise() {
    let truth = records(4_000);
    let mut unlike = Microdata::new((0..8).map(|column| format!("c{column}")).collect());
    let mut chance = Seeded(9);
    for _ in 0..1_000 {
        let mut bytes = [0_u8; 8];
        chance.fill(&mut bytes);
        let cells = bytes.map(|byte| (byte % 9).to_string());
        assert!(unlike.add(cells.iter().map(String::as_str)));
    }
    let (members, others) = halves(&unlike, 4);
    assert_eq!((members.records(), others.records()), (500, 500));
    let copied = Attacks::on(&members, &members, &others, 2);
    assert!(
        copied.nearer > 0.99 && copied.rare_members.shown == copied.rare_members.combinations,
        "{copied:?}"
    );
    assert!(copied.guessed.iter().all(|column| column.members > column.others + 0.5), "{copied:?}");
    let (members, others) = halves(&truth, 4);
    let made = private(&members, &settings(1.0), &mut Seeded(2)).unwrap();
    let noisy = Attacks::on(&made.records, &members, &others, 3);
    assert!((noisy.nearer - 0.5).abs() < 5.0 * noisy.error, "{noisy:?}");
    assert!(noisy.guessed.iter().all(|column| (column.members - column.others).abs() < 0.2), "{noisy:?}");
    let common = synthesize(&members, 11, 1);
    let kept = Attacks::on(&common.records, &members, &others, 3);
    assert_eq!(kept.rare_members.shown, 0, "{kept:?}");
}

/// Somebody who knows everybody but one child asks tables by whatever dimensions until the budget is spent, adds up every
/// table over the cells that hold the child and weighs the sums as well as anybody can. Whether the child is there must not be
/// learned better than the budget allows: zCDP of ρ bounds the distance of both worlds by √(ρ/2) (Pinsker), so the
/// chance to be right by ½ + √(ρ/2)/2.
#[test]
fn no_sequence_of_tables_tells_whether_a_child_is_there() {
    const BUDGET: u64 = 60_000_000;
    const TRIALS: u64 = 6_000;
    let mut dice = Seeded(77);
    let mut drawn = |below: u64| {
        let mut bytes = [0; 8];
        dice.fill(&mut bytes);
        u64::from_le_bytes(bytes) % below
    };
    let mut right = 0_u64;
    let mut source = Seeded(1234);
    for _ in 0..TRIALS {
        let there = drawn(2);
        let mut left = BUDGET;
        let (mut sum, mut weights) = (0.0, 0.0);
        loop {
            // Nothing is withheld here: the attacker is given more than any table shows.
            let noised = Noised { variance: [25, 50, 100, 400][drawn(4) as usize], least: i64::MIN };
            let cost = noised.cost().unwrap();
            if cost > left {
                break;
            }
            left -= cost;
            // The child is in one cell of each table; of the others the attacker knows the true counts.
            let (cells, own) = (1 + drawn(12), drawn(40));
            let at = drawn(cells) as usize;
            let mut counts = vec![own; cells as usize];
            counts[at] += there;
            let told = noised.tell(&counts, &mut source);
            let weight = 1.0 / noised.variance as f64;
            sum += weight * (told[at].unwrap() - i64::try_from(own).unwrap()) as f64;
            weights += weight;
        }
        assert!(weights > 0.0);
        right += u64::from((sum / weights > 0.5) == (there == 1));
    }
    let bound = 0.5 + (BUDGET as f64 / 1e9 / 2.0).sqrt() / 2.0;
    let error = (0.25 / TRIALS as f64).sqrt();
    let share = right as f64 / TRIALS as f64;
    assert!(share <= bound + 3.0 * error, "{share} is more than {bound}");
    assert!(share > 0.5 + 3.0 * error, "the attack is a real one: {share}");
}

/// Counts below the least are not told, costs are never rounded down, and the same source gives the same answer.
#[test]
fn small_counts_are_not_told() {
    let noised = Noised { variance: 25, least: 11 };
    assert_eq!(noised.cost(), Ok(20_000_000));
    assert_eq!(Noised { variance: 3, least: 11 }.cost(), Ok(166_666_667));
    assert!(Noised { variance: 0, least: 11 }.cost().is_err());
    let counts: Vec<u64> = (0..2_000).map(|at| at % 40).collect();
    let told = noised.tell(&counts, &mut Seeded(5));
    assert_eq!(told, noised.tell(&counts, &mut Seeded(5)));
    assert!(told.iter().flatten().all(|count| *count >= 11));
    assert!(told.iter().filter(|count| count.is_none()).count() > 300);
    let apart: Vec<f64> = told
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count > 30)
        .filter_map(|(told, count)| told.map(|told| told as f64 - *count as f64))
        .collect();
    let variance = apart.iter().map(|apart| apart * apart).sum::<f64>() / apart.len() as f64;
    assert!((variance - 25.0).abs() < 6.0, "{variance}");
}
