use proptest::prelude::*;
use statistics::monitor::{
    BackTest, By, Course, Ears, Followed, Hit, Method, Outcome, Progress, Rule, Series, Side, Value,
    back_test, settle,
};
use statistics::{Rule as Protection, Zeros};

fn shown(counts: &[u32]) -> Series {
    Series::new(1, counts.iter().map(|count| Value::Shown(f64::from(*count))).collect())
}

fn rule(method: Method, side: Side) -> Rule {
    let rule = Rule::of_counts(method, side, Protection::default());
    rule.check().unwrap();
    rule
}

fn periods(rule: &Rule, counts: &[u32]) -> Vec<i32> {
    rule.walk(&shown(counts)).iter().map(|hit| hit.period).collect()
}

#[test]
fn a_threshold_is_passed_in_its_direction_alone() {
    let limit = Method::Threshold { limit: 20.0 };
    assert_eq!(periods(&rule(limit, Side::Rise), &[19, 20, 21, 30, 12]), [3, 4]);
    assert_eq!(periods(&rule(limit, Side::Fall), &[19, 20, 21, 30, 12]), [1, 5]);
    let hit = rule(limit, Side::Fall).walk(&shown(&[12]))[0];
    assert_eq!((hit.score, hit.limit, hit.expected, hit.shown), (12.0, 20.0, 20.0, Some(12.0)));
}

#[test]
fn a_change_is_measured_as_a_share_or_as_a_difference() {
    let share = Method::Change { back: 1, by: By::Share(0.5) };
    assert_eq!(periods(&rule(share, Side::Rise), &[20, 29, 30, 46, 20, 30]), [4, 6]);
    assert_eq!(periods(&rule(share, Side::Fall), &[40, 20, 11, 0, 0]), [2, 4]);
    let year = Method::Change { back: 3, by: By::Amount(10.0) };
    assert_eq!(periods(&rule(year, Side::Rise), &[20, 90, 20, 30, 99, 99]), [4, 6]);
}

#[test]
fn scores_are_those_of_the_textbooks() {
    // Mean 20, sample standard deviation 2.
    let base = [18, 18, 20, 22, 22, 20];
    let z = rule(Method::Z { window: 6, limit: 3.0 }, Side::Rise);
    let with = |last: u32| [base.as_slice(), &[last]].concat();
    let spread = (16.0_f64 / 5.0).sqrt();
    let hit = z.latest(&shown(&with(30))).unwrap();
    assert!((hit.score - 10.0 / spread).abs() < 1e-9 && (hit.expected - 20.0).abs() < 1e-9, "{hit:?}");
    assert_eq!(z.latest(&shown(&with(25))), None);
    // Median 20, median absolute deviation 2: one outlier in the history moves nothing.
    let robust = rule(Method::ModifiedZ { window: 7, limit: 3.5 }, Side::Rise);
    let hit = robust.latest(&shown(&[18, 18, 20, 900, 22, 22, 20, 40])).unwrap();
    assert!((hit.score - 0.6745 * 20.0 / 2.0).abs() < 1e-9, "{hit:?}");
    // More than half the same: 1.2533 times the mean absolute deviation.
    let hit = robust.latest(&shown(&[20, 20, 20, 20, 20, 20, 27, 40])).unwrap();
    assert!((hit.score - 20.0 / 1.253_314).abs() < 1e-9, "{hit:?}");
}

#[test]
fn ears_finds_a_jump_and_c3_a_slow_rise() {
    let ears = |of, limit| rule(Method::Ears { of, window: 7, limit }, Side::Rise);
    let jump = [14, 15, 16, 15, 14, 15, 16, 15, 15, 30, 15];
    assert_eq!(periods(&ears(Ears::C1, 3.0), &jump), [10]);
    assert_eq!(periods(&ears(Ears::C2, 3.0), &jump), [10]);
    // C3 remembers the jump for two periods more.
    assert_eq!(periods(&ears(Ears::C3, 2.0), &jump), [10, 11]);
    // C1 takes the rise for what is usual; C2 does not.
    let slow = [20, 22, 21, 20, 22, 21, 20, 21, 22, 22, 23, 23, 24, 25];
    assert_eq!(periods(&ears(Ears::C1, 3.0), &slow), [0; 0]);
    assert!(periods(&ears(Ears::C2, 3.0), &slow).contains(&13));
    // A quiet baseline has a least spread of 0.2, so that it can answer and does not divide by zero.
    assert_eq!(periods(&ears(Ears::C1, 3.0), &[12, 12, 12, 12, 12, 12, 12, 13]), [8]);
}

#[test]
fn cusum_adds_up_what_each_period_hides_and_begins_anew() {
    let method = Method::Cusum { window: 6, lag: 2, slack: 0.5, limit: 4.0 };
    let counts = [18, 22, 20, 18, 22, 20, 18, 22, 23, 23, 24, 24, 20, 20];
    let found = periods(&rule(method, Side::Rise), &counts);
    assert_eq!(found.first(), Some(&11), "{found:?}");
    assert!(found.windows(2).all(|pair| pair[1] - pair[0] > 1), "begins at zero after an alarm: {found:?}");
    assert_eq!(periods(&rule(method, Side::Rise), &[20; 14]), [0; 0]);
}

#[test]
fn silence_and_delay_are_told_from_a_low_figure() {
    let mut values: Vec<Value> = [3.0, 2.0, 4.0, 3.0].map(Value::Shown).to_vec();
    values.extend([Value::Shown(0.0), Value::NoData, Value::NoData, Value::Shown(5.0)]);
    let series = Series::new(1, values);
    let silence = rule(Method::Silence { window: 4, chance: 0.001 }, Side::Fall);
    // Mean 3: three silent periods have the chance e⁻⁹, two e⁻⁶ = 0.0025.
    let found: Vec<i32> = silence.walk(&series).iter().map(|hit| hit.period).collect();
    assert_eq!(found, [7]);
    let overdue = rule(Method::Overdue { allowed: 1 }, Side::Rise);
    let found: Vec<i32> = overdue.walk(&series).iter().map(|hit| hit.period).collect();
    assert_eq!(found, [7]);
    assert_eq!(overdue.walk(&Series::new(1, vec![Value::NoData; 9])), []);
    assert_eq!(overdue.latest(&Series::of(&[(1, Value::Shown(1.0))]).until(3)).unwrap().period, 3);
}

#[test]
fn history_and_least_counts_keep_a_rule_quiet() {
    let mut rule = rule(Method::Change { back: 1, by: By::Share(1.0) }, Side::Rise);
    assert_eq!(periods(&rule, &[12, 40, 12, 40]), [2, 4]);
    rule.min_history = 3;
    assert_eq!(periods(&rule, &[12, 40, 12, 40]), [4]);
    rule.min_count = 41.0;
    assert_eq!(periods(&rule, &[12, 40, 12, 40]), [0; 0]);
}

#[test]
fn a_back_test_says_how_often_a_rule_would_have_answered() {
    let mut limit = rule(Method::Threshold { limit: 20.0 }, Side::Rise);
    let history = [shown(&[30, 30, 10, 30, 10, 10, 10, 30]), shown(&[1, 2, 3])];
    let test = back_test(&limit, &history);
    assert_eq!(test, BackTest { series: 2, judged: 11, hits: 4, alerts: 3, series_hit: 1 });
    limit.cool_down = 3;
    assert_eq!(back_test(&limit, &history).alerts, 2);
}

#[test]
fn a_rule_that_makes_no_sense_is_refused() {
    for method in [
        Method::Threshold { limit: f64::NAN },
        Method::Change { back: 0, by: By::Share(0.5) },
        Method::Change { back: 1, by: By::Amount(-1.0) },
        Method::Z { window: 1, limit: 3.0 },
        Method::ModifiedZ { window: 9_999, limit: 3.0 },
        Method::Cusum { window: 7, lag: 2, slack: -1.0, limit: 4.0 },
        Method::Ears { of: Ears::C1, window: 7, limit: 0.0 },
        Method::Silence { window: 7, chance: 1.0 },
        Method::Overdue { allowed: 10_000 },
    ] {
        let rule = Rule::of_counts(method, Side::Rise, Protection::default());
        assert!(rule.check().is_err(), "{method:?}");
    }
}

#[test]
fn progress_is_the_share_of_the_way_that_was_due() {
    let rise = Course { base: (2020, 10.0), target: (2030, 20.0) };
    for (year, value, expected) in [
        (2025, 9.0, Progress::Deterioration),
        (2025, 12.0, Progress::Limited),
        (2025, 14.0, Progress::Moderate),
        (2025, 14.9, Progress::Substantial),
        (2025, 20.0, Progress::Achieved),
        (2035, 19.0, Progress::Moderate),
        (2020, 12.0, Progress::NotAvailable),
        (2025, f64::NAN, Progress::NotAvailable),
    ] {
        assert_eq!(rise.progress(year, value), expected, "{year} {value}");
    }
    let fall = Course { base: (2020, 20.0), target: (2030, 10.0) };
    assert_eq!(
        (fall.progress(2025, 21.0), fall.progress(2025, 9.0)),
        (Progress::Deterioration, Progress::Achieved)
    );
    let keep = Course { base: (2020, 5.0), target: (2030, 5.0) };
    assert_eq!(
        (keep.progress(2025, 4.0), keep.progress(2025, 6.0)),
        (Progress::Deterioration, Progress::Achieved)
    );
}

fn method() -> impl Strategy<Value = Method> {
    let (window, limit) = (2_usize..12, 0.1_f64..6.0);
    prop_oneof![
        (-5.0_f64..60.0).prop_map(|limit| Method::Threshold { limit }),
        (1_usize..13, limit.clone()).prop_map(|(back, limit)| Method::Change { back, by: By::Share(limit) }),
        (1_usize..13, limit.clone()).prop_map(|(back, limit)| Method::Change { back, by: By::Amount(limit) }),
        (window.clone(), limit.clone()).prop_map(|(window, limit)| Method::Z { window, limit }),
        (window.clone(), limit.clone()).prop_map(|(window, limit)| Method::ModifiedZ { window, limit }),
        (window.clone(), 0_usize..4, limit.clone()).prop_map(|(window, lag, limit)| Method::Cusum {
            window,
            lag,
            slack: 0.5,
            limit
        }),
        (window.clone(), limit, prop::sample::select(vec![Ears::C1, Ears::C2, Ears::C3]))
            .prop_map(|(window, limit, of)| Method::Ears { of, window, limit }),
        (0_usize..5).prop_map(|allowed| Method::Overdue { allowed }),
        (window, 0.0001_f64..0.5).prop_map(|(window, chance)| Method::Silence { window, chance }),
    ]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let sides = prop::sample::select(vec![Side::Rise, Side::Fall]);
    let zeros = prop::sample::select(vec![Zeros::Shown, Zeros::Hidden]);
    (method(), sides, zeros, 0_usize..8, 0.0_f64..30.0, 0_u32..4).prop_map(
        |(method, side, zeros, min_history, min_count, cool_down)| {
            let protection = Protection { zeros, ..Protection::default() };
            Rule { min_history, min_count, cool_down, ..Rule::of_counts(method, side, protection) }
        },
    )
}

fn watched(counts: &[Option<u64>], protection: Protection) -> Series {
    Series::new(0, counts.iter().map(|count| Value::alone(*count, protection)).collect())
}

fn count() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![1 => Just(None), 4 => (0_u64..14).prop_map(Some), 4 => (0_u64..60).prop_map(Some)]
}

fn same(a: &[Hit], b: &[Hit]) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

proptest! {
    /// Two histories that differ in what is withheld alone have the same alerts: so an alert tells nothing of a small cell, whatever
    /// the rule, and no rules together do, nor any number of alerts.
    #[test]
    fn no_alert_tells_what_is_withheld(
        rule in any_rule(),
        cells in prop::collection::vec((count(), 1_u64..11), 1..40),
        hidden in any::<bool>(),
    ) {
        let zeros = if hidden { Zeros::Hidden } else { Zeros::Shown };
        let protection = Protection { zeros, ..Protection::default() };
        let small = |count: u64| count < protection.minimum && (count > 0 || hidden);
        let truth: Vec<_> = cells.iter().map(|(count, _)| *count).collect();
        let other: Vec<_> =
            cells.iter().map(|(count, other)| count.map(|count| if small(count) { *other } else { count })).collect();
        let (a, b) = (rule.walk(&watched(&truth, protection)), rule.walk(&watched(&other, protection)));
        prop_assert!(same(&a, &b), "{a:?} {b:?}");
        let shown = a.iter().filter_map(|hit| hit.shown);
        prop_assert!(shown.clone().all(|value| value == 0.0 && !hidden || value >= 11.0), "{a:?}");
    }

    /// What comes later changes nothing of what was said before, and the last period alone says what the walk says.
    #[test]
    fn a_rule_does_not_see_the_future(rule in any_rule(), counts in prop::collection::vec(count(), 2..40), cut in any::<prop::sample::Index>()) {
        let cut = 1 + cut.index(counts.len() - 1);
        let all = rule.walk(&watched(&counts, Protection::default()));
        let known = watched(&counts[..cut], Protection::default());
        let last = i32::try_from(cut).unwrap();
        let early: Vec<Hit> = all.into_iter().filter(|hit| hit.period < last).collect();
        prop_assert!(same(&rule.walk(&known), &early));
        prop_assert_eq!(rule.latest(&known).is_some(), early.last().is_some_and(|hit| hit.period == last - 1));
    }

    /// However answers and closings come, there is never a second open alert, and an open one takes every answer.
    #[test]
    fn there_is_one_open_alert(steps in prop::collection::vec((any::<bool>(), any::<bool>()), 0..60), cool_down in 0_u32..6) {
        let mut alerts: Vec<Followed> = Vec::new();
        for (period, (answers, closes)) in steps.into_iter().enumerate() {
            let period = i32::try_from(period).unwrap();
            if answers {
                match settle(alerts.last(), period, cool_down) {
                    Outcome::Opens | Outcome::Reopens => {
                        alerts.push(Followed { first_seen: period, last_seen: period, closed: None });
                    }
                    Outcome::Attaches => alerts.last_mut().unwrap().last_seen = period,
                    Outcome::Quiet => prop_assert!(alerts.last().unwrap().closed.is_some()),
                }
            }
            if closes && let Some(open) = alerts.last_mut() {
                open.closed.get_or_insert(period);
            }
            prop_assert!(alerts.iter().filter(|alert| alert.closed.is_none()).count() <= 1);
        }
        for pair in alerts.windows(2) {
            prop_assert!(pair[1].first_seen - pair[0].closed.unwrap() >= i32::try_from(cool_down).unwrap());
        }
    }
}
