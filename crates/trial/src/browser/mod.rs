//! A real browser for tests of pages: chromium, driven through chromedriver.
//!
//! ```no_run
//! # async fn check() -> Result<(), trial::Error> {
//! use trial::browser::{Browser, Screen, View};
//! let browser = Browser::open(View { screen: Screen::PHONE, ..View::default() }).await?;
//! browser.goto("http://127.0.0.1:8080/").await?;
//! browser.screenshot("front-page-phone").await?;
//! assert_eq!(browser.axe().await?, []);
//! browser.close().await?;
//! # Ok(()) }
//! ```

mod axe;
mod devtools;
mod driver;
mod keys;
mod session;
mod view;

pub use axe::Violation;
pub use keys::Focus;
pub use session::Browser;
pub use view::{Screen, View};
