//! The same children by months and by years, and shares of them: what one showing withholds no other gives back, in whatever order they come.

use model::kinds::Indicator;
use model::{Draft, Id};
use node::acts::monitoring::{ImportObservations, ObservationOutcome, ObservationRow};
use node::acts::{Move, Open};
use node::{Actor, Error};

use crate::world::World;

fn indicator(reference: &str, frequency: &str) -> Draft {
    Draft::default()
        .with("reference", reference)
        .with("name", "Anak dengan kasus terdaftar (rekaan)")
        .with("name_en", "Children with a registered case (invented)")
        .with("class", "process")
        .with("definition", "Anak yang kasusnya terdaftar dalam periode itu, masing-masing satu kali.")
        .with("unit", "number")
        .with("counted_entity", "children")
        .with("source", "Sistem kasus rekaan")
        .with("frequency", frequency)
        .with("strata", "none")
        .with("direction", "neither")
        .with("feed", "file")
        .with("minimum", "11")
        .with("custodian", "Statistisi")
        .with("caveat", "Rekaan.")
        .with("caveat_en", "Invented.")
}

async fn public(world: &World, (one, other): (&Actor, &Actor), draft: Draft) -> Id {
    let id = world.node.perform(one, Open::<Indicator>::root(draft)).await.unwrap().id;
    for action in ["activate", "publish"] {
        let step = Move::<Indicator>::new(id, action, Draft::default()).unwrap();
        world.node.perform(other, step).await.unwrap();
    }
    id
}

/// Numbers of one period: the country, and three provinces.
fn numbers(indicator: &str, period: &str, values: [u32; 4]) -> Vec<ObservationRow> {
    let areas = ["ID", "31", "32", "33"];
    let row = |(number, (area, value)): (usize, (&str, u32))| ObservationRow {
        number: u32::try_from(number).unwrap() + 2,
        indicator: indicator.into(),
        area: area.into(),
        period: period.into(),
        value: value.to_string(),
        ..ObservationRow::default()
    };
    areas.into_iter().zip(values).enumerate().map(row).collect()
}

async fn import(world: &World, actor: &Actor, rows: Vec<ObservationRow>) -> Vec<ObservationOutcome> {
    let done = world.node.perform(actor, ImportObservations { rows, dry_run: false }).await.unwrap();
    done.rows.into_iter().map(|(_, outcome)| outcome).collect()
}

async fn shown(world: &World, id: Id, period: &str) -> [Option<f64>; 4] {
    let found = world.node.public_observations(id, None).await.unwrap();
    ["ID", "31", "32", "33"].map(|area| {
        found.rows.iter().find(|row| row.area == area && row.period == period).and_then(|row| row.shown)
    })
}

async fn officers(world: &World) -> (Actor, Actor) {
    (world.staff("statistician", None).await.actor, world.staff("manager", None).await.actor)
}

on_both!(a_quarter_gives_no_month_of_few_back, |world| {
    let (one, other) = officers(&world).await;
    let months = public(&world, (&one, &other), indicator("ANAK-BULAN", "month")).await;
    let quarters = indicator("ANAK-TRIWULAN", "quarter").with("same_as", months.to_string());
    let quarters = public(&world, (&one, &other), quarters).await;
    for (month, values) in
        [("2025-01", [120, 40, 50, 30]), ("2025-02", [120, 40, 50, 30]), ("2025-03", [94, 40, 50, 4])]
    {
        import(&world, &one, numbers("ANAK-BULAN", month, values)).await;
    }
    let march = shown(&world, months, "2025-03").await;
    assert_eq!((march[0], march[3]), (Some(94.0), None), "four children");
    import(&world, &one, numbers("ANAK-TRIWULAN", "2025-Q1", [334, 120, 150, 64])).await;
    let quarter = shown(&world, quarters, "2025-Q1").await;
    assert_eq!(quarter[3], None, "64 less 30 and 30 are four children");
    assert_eq!(quarter[0], Some(334.0), "what every month tells the quarter tells");
    // What each of the months withholds for the sake of the four is not given back either.
    for (at, told) in quarter.iter().enumerate() {
        assert!(told.is_none() || march[at].is_some());
    }
    // Beside nothing it is told as it is.
    import(&world, &one, numbers("ANAK-TRIWULAN", "2024-Q4", [334, 120, 150, 64])).await;
    assert_eq!(shown(&world, quarters, "2024-Q4").await.map(|n| n.is_some()), [true; 4]);
    // The months that come after it give way.
    for month in ["2024-10", "2024-11", "2024-12"] {
        let done = import(&world, &one, numbers("ANAK-BULAN", month, [120, 40, 50, 30])).await;
        assert_eq!(done, [ObservationOutcome::Kept; 4]);
        assert_eq!(shown(&world, months, month).await, [None; 4]);
    }
    assert_eq!(shown(&world, quarters, "2024-Q4").await.map(|n| n.is_some()), [true; 4]);
});

on_both!(a_quarter_waits_for_its_months_and_tells_nothing_of_who_came_again, |world| {
    let (one, other) = officers(&world).await;
    let months = public(&world, (&one, &other), indicator("ANAK-BULAN", "month")).await;
    let quarters = indicator("ANAK-TRIWULAN", "quarter").with("same_as", months.to_string());
    let quarters = public(&world, (&one, &other), quarters).await;
    let month = |month: &str| numbers("ANAK-BULAN", month, [120, 40, 50, 30]);
    import(&world, &one, month("2025-01")).await;
    import(&world, &one, month("2025-02")).await;
    // In the second province four of them came in two months.
    let quarter = numbers("ANAK-TRIWULAN", "2025-Q1", [336, 120, 126, 90]);
    import(&world, &one, quarter.clone()).await;
    assert_eq!(shown(&world, quarters, "2025-Q1").await, [None; 4], "a month is not there yet");
    import(&world, &one, month("2025-03")).await;
    assert_eq!(shown(&world, months, "2025-03").await, [120.0, 40.0, 50.0, 30.0].map(Some));
    import(&world, &one, quarter.clone()).await;
    let told = shown(&world, quarters, "2025-Q1").await;
    assert_eq!(
        told.map(|n| n.is_some()),
        [true; 4],
        "24 came again in one province, nobody elsewhere: {told:?}"
    );
    // Of the next quarter four came again: that is told nowhere, nor by what is left.
    for at in ["2025-04", "2025-05", "2025-06"] {
        import(&world, &one, month(at)).await;
    }
    import(&world, &one, numbers("ANAK-TRIWULAN", "2025-Q2", [356, 120, 146, 90])).await;
    let told = shown(&world, quarters, "2025-Q2").await;
    assert_eq!((told[0], told[2]), (None, None), "150 less 146 are four");
    // A month that is corrected must not tell of few either.
    let done = import(&world, &one, numbers("ANAK-BULAN", "2025-01", [108, 40, 38, 30])).await;
    assert!(done.iter().all(|one| *one == ObservationOutcome::Kept), "{done:?}");
    assert_eq!(
        shown(&world, months, "2025-01").await[2],
        Some(38.0),
        "twelve fewer, and twelve who came again"
    );
    let done = import(&world, &one, numbers("ANAK-BULAN", "2025-01", [97, 40, 27, 30])).await;
    assert!(done.contains(&ObservationOutcome::Left("change-too-small")), "{done:?}");
    assert_eq!(shown(&world, months, "2025-01").await[2], Some(38.0), "one child would have come again");
    let done = import(&world, &one, numbers("ANAK-BULAN", "2025-02", [100, 40, 30, 30])).await;
    assert!(done.contains(&ObservationOutcome::Left("change-too-small")), "more than its months: {done:?}");
});

on_both!(a_share_is_told_only_where_those_it_is_of_are, |world| {
    let (one, other) = officers(&world).await;
    let all = public(&world, (&one, &other), indicator("ANAK", "year")).await;
    let share = indicator("PERSEN", "year").with("unit", "percent").with("within", all.to_string());
    let unfit = share.clone().with("reference", "PERSEN-BULAN").with("frequency", "month");
    let refused = world.node.perform(&one, Open::<Indicator>::root(unfit)).await;
    assert!(matches!(refused, Err(Error::Refused("population-unfit"))), "a share of other periods");
    let share = public(&world, (&one, &other), share).await;
    let shares = |year: &str, of: [(&str, u32); 4]| -> Vec<ObservationRow> {
        let rows = numbers("PERSEN", year, [0; 4]).into_iter().zip(of);
        rows.map(|(row, (value, base))| ObservationRow { value: value.into(), base: base.to_string(), ..row })
            .collect()
    };
    let half = [("50", 300), ("50", 100), ("50", 120), ("50", 80)];
    let done = import(&world, &one, shares("2025", half)).await;
    assert_eq!(done, [ObservationOutcome::Left("population-first"); 4]);
    import(&world, &one, numbers("ANAK", "2025", [300, 100, 120, 80])).await;
    assert_eq!(import(&world, &one, shares("2025", half)).await, [ObservationOutcome::Kept; 4]);
    assert_eq!(shown(&world, share, "2025").await, [Some(50.0); 4], "half of each is enough");
    // Of another year one province has few: its own number is withheld, and so is every share that would give it back.
    import(&world, &one, numbers("ANAK", "2024", [205, 100, 101, 4])).await;
    let count = shown(&world, all, "2024").await;
    assert_eq!(count[3], None);
    let few = [("50", 205), ("50", 100), ("50.5", 101), ("25", 4)];
    import(&world, &one, shares("2024", few)).await;
    let told = shown(&world, share, "2024").await;
    for at in 0..4 {
        assert!(told[at].is_none() || count[at].is_some(), "{told:?} beside {count:?}");
    }
    // A share of others than it says is not taken.
    import(&world, &one, numbers("ANAK", "2023", [300, 100, 120, 80])).await;
    let others = [("50", 300), ("50", 100), ("50", 130), ("50", 70)];
    let done = import(&world, &one, shares("2023", others)).await;
    assert_eq!(done, [ObservationOutcome::Left("population-differs"); 4]);
});

on_both!(a_rate_of_a_known_population_is_told_where_its_count_is, |world| {
    let (one, other) = officers(&world).await;
    let count = public(&world, (&one, &other), indicator("ANAK", "year")).await;
    let rate = indicator("PER-100K", "year").with("unit", "per_100k").with("same_as", count.to_string());
    let rate = public(&world, (&one, &other), rate).await;
    import(&world, &one, numbers("ANAK", "2025", [164, 40, 120, 4])).await;
    let rows = numbers("PER-100K", "2025", [0; 4]).into_iter();
    let rates = [("5.5", 3_000_000), ("4.0", 1_000_000), ("12.0", 1_000_000), ("0.4", 1_000_000)];
    let rows = rows.zip(rates).map(|(row, (value, base))| ObservationRow {
        value: value.into(),
        base: base.to_string(),
        ..row
    });
    assert_eq!(import(&world, &one, rows.collect()).await, [ObservationOutcome::Kept; 4]);
    let (count, rate) = (shown(&world, count, "2025").await, shown(&world, rate, "2025").await);
    assert_eq!(count[3], None, "four children");
    for at in 0..4 {
        assert!(rate[at].is_none() || count[at].is_some(), "{rate:?} beside {count:?}");
    }
    assert!(rate.iter().flatten().count() > 0);
});
