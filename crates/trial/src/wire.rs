//! A loopback wire between a browser and a server: it can be cut, made slow like a village's signal, or lose answers. Unlike a browser's
//! own emulation it does not miss what a service worker asks for.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::Error;

/// How often a resting connection looks whether the wire was cut.
const LOOK: Duration = Duration::from_millis(50);

#[derive(Debug, Default)]
struct State {
    cut: AtomicBool,
    deaf: AtomicBool,
    /// Bytes a second in each direction; 0 for as fast as it goes.
    rate: AtomicU64,
    carried: AtomicU64,
    ended: AtomicBool,
    /// Where the wire leads.
    server: Mutex<Option<SocketAddr>>,
}

/// A wire to one server. Dropping it cuts it for good.
#[derive(Debug)]
pub struct Wire {
    state: Arc<State>,
    address: SocketAddr,
}

impl Wire {
    /// A wire on a free port that leads to a server.
    ///
    /// # Errors
    /// When no port is free.
    pub fn to(server: SocketAddr) -> Result<Self, Error> {
        let listener =
            TcpListener::bind("127.0.0.1:0").map_err(|e| Error::while_doing("laying a wire", e))?;
        let address = listener.local_addr().map_err(|e| Error::while_doing("laying a wire", e))?;
        let state = Arc::new(State { server: Mutex::new(Some(server)), ..State::default() });
        let shared = state.clone();
        thread::spawn(move || {
            for coming in listener.incoming() {
                if shared.ended.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(browser) = coming else { continue };
                if !shared.cut.load(Ordering::Relaxed) {
                    // A connection that cannot be made is one that breaks off.
                    let _ = join(browser, &shared);
                }
            }
        });
        Ok(Self { state, address })
    }

    /// Where the browser goes.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// New connections lead to another server from now on: the one before was started again on another port.
    pub fn lead_to(&self, server: SocketAddr) {
        *self.state.server.lock().unwrap_or_else(PoisonError::into_inner) = Some(server);
    }

    /// Nothing gets through any more, also on connections that stand.
    pub fn cut(&self) {
        self.state.cut.store(true, Ordering::Relaxed);
    }

    /// Everything gets through again.
    pub fn mend(&self) {
        self.state.cut.store(false, Ordering::Relaxed);
        self.state.deaf.store(false, Ordering::Relaxed);
    }

    /// What is asked arrives; the answer is lost and the connection breaks, as when a server dies at its work.
    pub fn lose_answers(&self) {
        self.state.deaf.store(true, Ordering::Relaxed);
    }

    /// So many bytes a second in each direction; 0 for as fast as it goes.
    pub fn slow(&self, bytes_a_second: u64) {
        self.state.rate.store(bytes_a_second, Ordering::Relaxed);
    }

    /// Bytes that went through in both directions.
    pub fn carried(&self) -> u64 {
        self.state.carried.load(Ordering::Relaxed)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.state.ended.store(true, Ordering::Relaxed);
        self.cut();
        // The listener waits for one more connection; this is it.
        let _ = TcpStream::connect(self.address);
    }
}

fn join(browser: TcpStream, state: &Arc<State>) -> io::Result<()> {
    let server = *state.server.lock().unwrap_or_else(PoisonError::into_inner);
    let server = TcpStream::connect(server.ok_or(io::ErrorKind::NotConnected)?)?;
    for end in [&browser, &server] {
        end.set_read_timeout(Some(LOOK))?;
        end.set_nodelay(true)?;
    }
    let (up, down) = ((browser.try_clone()?, server.try_clone()?), (server, browser));
    let (there, back) = (state.clone(), state.clone());
    thread::spawn(move || carry(up, &there, false));
    thread::spawn(move || carry(down, &back, true));
    Ok(())
}

/// Carries bytes one way until an end closes or the wire is cut.
fn carry((mut from, mut to): (TcpStream, TcpStream), state: &State, answers: bool) {
    let mut bytes = [0; 4096];
    while !state.cut.load(Ordering::Relaxed) {
        match from.read(&mut bytes) {
            Ok(0) => break,
            Ok(_) if answers && state.deaf.load(Ordering::Relaxed) => break,
            Ok(count) => {
                let some = bytes.get(..count).unwrap_or_default();
                if to.write_all(some).is_err() {
                    break;
                }
                let count = u64::try_from(count).unwrap_or_default();
                state.carried.fetch_add(count, Ordering::Relaxed);
                let pause = count.saturating_mul(1_000_000).checked_div(state.rate.load(Ordering::Relaxed));
                if let Some(pause) = pause {
                    thread::sleep(Duration::from_micros(pause));
                }
            }
            Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
    }
    for end in [from, to] {
        // Already closed is as good.
        let _ = end.shutdown(Shutdown::Both);
    }
}
