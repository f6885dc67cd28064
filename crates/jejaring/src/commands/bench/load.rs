//! Load: requests at fixed instants whatever the server does, or as many as a number of writers can have answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use super::figures::Timings;
use super::wire::{Call, Line};

/// Sends requests at a fixed rate. Each counts from the instant it was due, so that one that waits behind a slow one is
/// counted with its wait ("coordinated omission" is left no room). A request finds an idle connection or opens one.
pub(super) async fn open_loop(
    address: SocketAddr,
    rate: u32,
    seconds: u32,
    make: impl Fn(usize) -> Option<Call>,
) -> Timings {
    let idle: Arc<Mutex<Vec<Line>>> = Arc::default();
    let begin = Instant::now() + Duration::from_millis(20);
    let mut running = Vec::new();
    for turn in 0..rate * seconds {
        let due = begin + Duration::from_secs(1) * turn / rate;
        let Some(call) = make(turn as usize) else { continue };
        sleep_until(due).await;
        let idle = idle.clone();
        running.push(tokio::spawn(async move {
            let succeeded = one(address, &idle, &call).await;
            (due.elapsed(), succeeded)
        }));
    }
    let mut timings = Timings::default();
    for call in running {
        match call.await {
            Ok((took, succeeded)) => timings.note(took, succeeded),
            Err(_) => timings.note(Duration::ZERO, false),
        }
    }
    timings
}

async fn one(address: SocketAddr, idle: &Mutex<Vec<Line>>, call: &Call) -> bool {
    let found = idle.lock().await.pop();
    let line = match found {
        Some(line) => Ok(line),
        None => Line::open(address).await,
    };
    let Ok(mut line) = line else { return false };
    let Ok(answer) = line.send(call).await else { return false };
    idle.lock().await.push(line);
    answer.succeeded()
}

/// Sends requests over so many connections, each as soon as the one before was answered. Answers how long it took, too.
pub(super) async fn closed_loop(
    address: SocketAddr,
    writers: usize,
    seconds: u32,
    make: impl Fn(usize) -> Option<Call> + Send + Sync + 'static,
) -> (Timings, Duration) {
    let make = Arc::new(make);
    let begin = Instant::now();
    let until = begin + Duration::from_secs(u64::from(seconds));
    let mut running = Vec::new();
    for writer in 0..writers {
        let make = make.clone();
        running.push(tokio::spawn(async move {
            let mut timings = Timings::default();
            let Ok(mut line) = Line::open(address).await else { return timings };
            while Instant::now() < until {
                let Some(call) = make(writer) else { break };
                let sent = Instant::now();
                match line.send(&call).await {
                    Ok(answer) => timings.note(sent.elapsed(), answer.succeeded()),
                    Err(_) => {
                        timings.note(sent.elapsed(), false);
                        break;
                    }
                }
            }
            timings
        }));
    }
    let mut all = Timings::default();
    for writer in running {
        if let Ok(timings) = writer.await {
            all.add(timings);
        }
    }
    (all, begin.elapsed())
}
