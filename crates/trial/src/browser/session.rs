//! One open browser window.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use tempfile::TempDir;

use super::axe::{self, Violation};
use super::driver::{Driver, browser_program};
use super::view::View;
use crate::{Error, target_dir};

const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A browser with a fresh profile. End it with [`Browser::close`]; a test that fails ends it too.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    // In this order: the processes end before their profile is removed.
    _driver: Driver,
    profile: TempDir,
}

impl Browser {
    /// Starts chromedriver and a browser that shows nothing yet.
    ///
    /// # Errors
    /// When chromium or chromedriver is missing or does not start; the message says what to install.
    pub async fn open(view: View) -> Result<Self, Error> {
        let profile = TempDir::with_prefix("jejaring-browser-")
            .map_err(|e| Error::while_doing("making a browser profile", e))?;
        Self::open_in(view, profile).await
    }

    /// Ends the browser and starts it again with what it had kept, as when a telephone was switched off.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn restart(self, view: View) -> Result<Self, Error> {
        let Self { client, _driver: driver, profile } = self;
        client.close().await.map_err(|e| Error::while_doing("closing the browser", e))?;
        drop(driver);
        Self::open_in(view, profile).await
    }

    async fn open_in(view: View, profile: TempDir) -> Result<Self, Error> {
        let capabilities = view.capabilities(profile.path(), &browser_program()?);
        let driver = Driver::start()?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.address())
            .await
            .map_err(|e| Error::while_doing("opening a browser window", e))?;
        let limits = TimeoutConfiguration::new(Some(LONGEST_WAIT), Some(LONGEST_WAIT), None);
        client
            .update_timeouts(limits)
            .await
            .map_err(|e| Error::while_doing("setting the browser's time limits", e))?;
        Ok(Self { client, _driver: driver, profile })
    }

    /// Everything else WebDriver can do: finding, clicking, typing, cookies.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Where the browser writes down everything that it keeps.
    pub fn profile(&self) -> &std::path::Path {
        self.profile.path()
    }

    /// Loads a page and waits for it.
    ///
    /// # Errors
    /// When the page does not load within half a minute.
    pub async fn goto(&self, url: &str) -> Result<(), Error> {
        self.client.goto(url).await.map_err(|e| Error::while_doing("loading a page", e))
    }

    /// Saves what the window shows as `target/screenshots/NAME.png` and gives the path. A page that looks again by itself every few
    /// seconds may do so while it is taken: then it is taken once more.
    ///
    /// # Errors
    /// When the browser or the disk refuses.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf, Error> {
        let png = match self.client.screenshot().await {
            Ok(png) => png,
            Err(_) => {
                let again = self.client.screenshot().await;
                again.map_err(|e| Error::while_doing("taking a screenshot", e))?
            }
        };
        let path = target_dir().join("screenshots").join(format!("{name}.png"));
        let dir = path.parent().unwrap_or(&path);
        fs::create_dir_all(dir)
            .and_then(|()| fs::write(&path, png))
            .map_err(|e| Error::while_doing("saving a screenshot", e))?;
        Ok(path)
    }

    /// Width and height of the page's area, in CSS pixels, as the page itself sees them.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn inner_size(&self) -> Result<(u64, u64), Error> {
        let said = self.run("return [window.innerWidth, window.innerHeight]").await?;
        let number = |index: usize| said.get(index).and_then(serde_json::Value::as_u64);
        number(0).zip(number(1)).ok_or_else(|| Error::new("the browser gave no window size"))
    }

    /// How far the page, or anything in it that scrolls by itself, is wider than its room, in CSS pixels: 0 when nobody has to
    /// scroll sideways.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn overflow(&self) -> Result<u64, Error> {
        let script = "const scrolls = e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
            const over = [document.documentElement, ...[...document.body.querySelectorAll('*')].filter(scrolls)];
            return Math.max(0, ...over.map(e => e.scrollWidth - e.clientWidth))";
        self.run(script).await?.as_u64().ok_or_else(|| Error::new("the browser gave no width"))
    }

    /// Checks the page with axe-core against WCAG 2.2 A and AA and its best practices.
    ///
    /// # Errors
    /// When axe-core is not installed or does not run.
    pub async fn axe(&self) -> Result<Vec<Violation>, Error> {
        axe::check(&self.client).await
    }

    /// Closes the window and ends its processes.
    ///
    /// # Errors
    /// When the browser has died before.
    pub async fn close(self) -> Result<(), Error> {
        self.client.clone().close().await.map_err(|e| Error::while_doing("closing the browser", e))
    }

    pub(super) async fn run(&self, script: &str) -> Result<serde_json::Value, Error> {
        let answer = self.client.execute(script, Vec::new()).await;
        answer.map_err(|e| Error::while_doing("asking the page", e))
    }
}
