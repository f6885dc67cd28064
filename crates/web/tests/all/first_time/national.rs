//! The national statistician's first day, with a phone: from the menu into the data centre, a second count after a late list, why the
//! sources differ, why the figure changed, and a table to give out.

use std::net::SocketAddr;

use super::walk::Walk;
use crate::data_centre::{accept, deliver, files};
use crate::world::{PASSWORD, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_national_statistician_finds_the_figure_and_why_it_changed() {
    let world = World::new().await;
    // What a colleague left: every list but one has been taken in and counted; one came late.
    let mut colleague = world.staff("statistician").await;
    let files = files();
    let (late, early) = files.split_last().expect("several agencies");
    for (agency, file) in early {
        deliver(&mut colleague, agency, file).await;
    }
    accept(&mut colleague).await;
    let home = colleague.get("/data-centre").await;
    let (token, act) = (home.input("form_token"), home.input("act"));
    let linked = colleague.post("/data-centre", &[("form_token", &token), ("act", &act)]).await;
    assert_eq!(linked.location(), "/data-centre?done=keep-linkage", "{}", linked.body);
    world.clock.advance(86_400_000);
    let mut colleague = world.back(colleague).await;
    deliver(&mut colleague, &late.0, &late.1).await;
    accept(&mut colleague).await;

    let (_, newcomer) = world.hire("statistician").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let app = world.app.clone().into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let agency = late.0.clone();
    let walked = tokio::task::spawn_blocking(move || {
        let walk = &mut Walk::begin(base);
        walk.signs_in(&newcomer, PASSWORD);
        counts_again(walk, &agency);
        asks_why(walk);
        lays_out_a_table(walk);
    });
    walked.await.expect("the statistician arrives");
    server.abort();
}

/// Digits of the first words that an element has.
fn number(walk: &Walk, css: &str) -> i64 {
    let text = walk.text(css);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number in {css}: {text}"))
}

/// The data centre says that a list has come since, and counts it when told to.
fn counts_again(walk: &Walk, agency: &str) {
    walk.through_the_menu("/data-centre", "main .big");
    assert_eq!(walk.text("main h1"), "Pusat data");
    walk.shows("data-centre");
    assert!(walk.sees("main .notice.warn"), "a list has not been counted yet");
    assert!(walk.words().contains(agency), "and which lists there are");
    let before = number(walk, "main .big");
    assert!(before > 0);
    walk.taps("main form[action='/data-centre'] button", ".notice.good");
    assert!(!walk.sees("main .notice.warn"), "nothing waits any more");
    assert!(number(walk, "main .big") > before, "a list more is children more: {before}");
}

/// Why the sources differ, as a table of who says what; then why the figure is not what it was, in parts that add up.
fn asks_why(walk: &Walk) {
    let now = number(walk, "main .big");
    walk.taps("main a.button[href='/data-centre/reconcile']", "main table.cards");
    assert_eq!(walk.text("main h1"), "Mengapa sumber berbeda");
    walk.shows("reconcile");
    let sources = walk.rows("main table.cards tbody tr");
    assert!(sources > 2, "each source has a line: {sources}");
    walk.chooses("form", "child_labour");
    walk.taps("main form.card button", "main table.cards");
    assert!(
        walk.words().contains("Pekerja anak") || walk.words().contains("pekerja anak"),
        "{}",
        walk.words()
    );
    walk.shows("reconcile-form");

    walk.through_the_menu("/data-centre", "main .big");
    walk.taps("main a[href='/data-centre/change']", "main dl.sums");
    assert_eq!(walk.text("main h1"), "Mengapa angka ini berubah");
    walk.shows("change");
    let parts = walk.numbers("main dl.sums dd");
    let (then, parts) = parts.split_first().expect("where it began");
    let [parts @ .., sum, told] = parts else { panic!("no sum and no figure") };
    assert_eq!(parts.iter().sum::<i64>(), *sum, "the reasons add up");
    assert_eq!(then + sum, *told, "and lead from the one figure to the other");
    assert!(*sum > 0 && *told > 0 && now > 0);
}

/// A table is laid out, small numbers withheld, and it says itself why it differs from the one before.
fn lays_out_a_table(walk: &Walk) {
    walk.through_the_menu("/data-centre", "main .big");
    walk.taps("main a[href='/data-centre/release/new']", "main [name=period]");
    walk.chooses("release_table", "province_sex");
    walk.types("period", "2025");
    walk.taps("main form .actions button", ".notice.good");
    walk.shows("release");
    assert!(walk.here().starts_with("/data-centre/release/") && walk.rows("main table tbody tr") > 2);
    assert!(walk.sees("main a[href*='/data-centre/change?since=']"), "why it may change stands beside it");
    let file = walk.fetches("main .files a[href$='/csv']");
    assert!(file.lines().count() > 3, "it can be taken along: {file}");
    assert!(!walk.sees("main a[href$='/approve']"), "nobody approves their own table");
}
