//! A real browser: Chromium without a window, driven through WebDriver. It finds what a person finds: fields by their
//! label, buttons and links by their words.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::http::Method;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

/// How long a page may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// At most this many browsers run side by side; each is several processes.
static PLACES: [Mutex<()>; 2] = [Mutex::new(()), Mutex::new(())];

/// The width and height of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The narrowest, or a desktop whose text is four times as large (WCAG 2.2, 1.4.10).
    Narrow,
    Phone,
    Desktop,
}

impl Screen {
    pub const ALL: [Self; 3] = [Self::Narrow, Self::Phone, Self::Desktop];
    pub const BOTH: [Self; 2] = [Self::Phone, Self::Desktop];

    const fn size(self) -> (u32, u32) {
        match self {
            Self::Narrow => (320, 640),
            Self::Phone => (390, 844),
            Self::Desktop => (1280, 800),
        }
    }
}

/// The colours that the reader prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    Light,
    Dark,
}

impl Colors {
    pub const BOTH: [Self; 2] = [Self::Light, Self::Dark];
}

/// A browser with one window, and no cookies at its start.
pub struct Chromium {
    runtime: Runtime,
    client: Client,
    _driver: Driver,
    _place: std::sync::MutexGuard<'static, ()>,
}

impl Chromium {
    /// Starts it. Chromium runs without its sandbox, since tests run as root; it sees the pages of the test alone.
    pub fn start() -> Self {
        let place = place();
        let driver = Driver::start();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disk-cache-dir=/dev/null",
            "--lang=en",
        ];
        let options = json!({ "args": arguments });
        let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options }).as_object().cloned().unwrap();
        let connected = runtime.block_on(
            ClientBuilder::new(HttpConnector::new()).capabilities(wanted.into_iter().collect()).connect(&driver.url()),
        );
        let client = connected.unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        let browser = Self { runtime, client, _driver: driver, _place: place };
        browser.look(Screen::Desktop, Colors::Light);
        browser
    }

    /// From now on the pages are shown so.
    pub fn look(&self, screen: Screen, colors: Colors) {
        let (width, height) = screen.size();
        let mobile = screen != Screen::Desktop;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
        let scheme = if colors == Colors::Dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// From now on pages run no scripts.
    pub fn without_scripts(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    fn devtools(&self, command: &str, params: Value) -> Value {
        let command = Devtools { body: json!({ "cmd": command, "params": params }).to_string() };
        self.wait(self.client.issue_cmd(command))
    }

    #[track_caller]
    fn wait<T>(&self, answer: impl Future<Output = Result<T, CmdError>>) -> T {
        match self.runtime.block_on(answer) {
            Ok(answer) => answer,
            Err(error) => panic!("the browser answers {error}\n{}", self.description()),
        }
    }

    /// Where the browser is, and what it shows, for a test that failed.
    fn description(&self) -> String {
        let url = self.runtime.block_on(self.client.current_url()).map(String::from).unwrap_or_default();
        let shown = self.script("return document.body.innerText");
        format!("at {url}:\n{}", shown.as_str().unwrap_or_default())
    }

    fn script(&self, script: &str) -> Value {
        self.runtime.block_on(self.client.execute(script, Vec::new())).unwrap_or_default()
    }

    /// Goes to an address.
    #[track_caller]
    pub fn open(&self, url: &str) -> &Self {
        self.wait(self.client.goto(url));
        self
    }

    /// The address in the address bar.
    pub fn url(&self) -> String {
        self.wait(self.client.current_url()).into()
    }

    /// The text of the page, as it is seen.
    pub fn text(&self) -> String {
        self.script("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows this text.
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        let begun = Instant::now();
        while !self.text().contains(text) {
            assert!(begun.elapsed() < PATIENCE, "{text:?} is not shown {}", self.description());
            std::thread::sleep(Duration::from_millis(20));
        }
        self
    }

    #[track_caller]
    pub fn shows_not(&self, text: &str) -> &Self {
        assert!(!self.text().contains(text), "{text:?} is shown {}", self.description());
        self
    }

    /// Types into the field with this label, in place of what is in it.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) -> &Self {
        let field = self.field(label);
        self.wait(field.clear());
        self.wait(field.send_keys(text));
        self
    }

    /// Takes the tick from the box with this label.
    #[track_caller]
    pub fn untick(&self, label: &str) -> &Self {
        let path = format!("//label[starts-with(normalize-space(), {})]/input[@type='checkbox']", quoted(label));
        let shown = self.find(&path);
        assert!(self.wait(shown.is_selected()), "{label:?} is not ticked");
        self.wait(shown.click());
        self
    }

    /// Chooses in the list with this label.
    #[track_caller]
    pub fn choose(&self, label: &str, option: &str) -> &Self {
        let list = self.field(label);
        self.wait(list.select_by_label(option));
        self
    }

    #[track_caller]
    fn field(&self, label: &str) -> fantoccini::elements::Element {
        self.find(&format!("//*[@id=//label[normalize-space()={}]/@for]", quoted(label)))
    }

    /// Presses the button with these words, and waits for the page after it.
    #[track_caller]
    pub fn press(&self, words: &str) -> &Self {
        self.leave_by(&format!("//button[normalize-space()={0} or @aria-label={0}]", quoted(words)))
    }

    /// Follows the link with these words.
    #[track_caller]
    pub fn follow(&self, words: &str) -> &Self {
        self.leave_by(&format!("//a[normalize-space()={0} or @aria-label={0}]", quoted(words)))
    }

    /// Unfolds what is hidden below these words.
    #[track_caller]
    pub fn unfold(&self, words: &str) -> &Self {
        self.wait(self.find(&format!("//summary[normalize-space()={}]", quoted(words))).click());
        self
    }

    #[track_caller]
    fn leave_by(&self, path: &str) -> &Self {
        let element = self.find(path);
        self.leaves(|| self.wait(element.click()));
        self
    }

    /// Does something that leads to another page, and waits until that is there.
    #[track_caller]
    fn leaves(&self, act: impl FnOnce()) {
        // The mark is gone with the page.
        self.script("window.stillHere = true");
        act();
        let begun = Instant::now();
        while self.script("return window.stillHere || document.readyState != 'complete'") != json!(false) {
            assert!(begun.elapsed() < PATIENCE, "no other page came {}", self.description());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    fn find(&self, path: &str) -> fantoccini::elements::Element {
        match self.runtime.block_on(self.client.find(Locator::XPath(path))) {
            Ok(element) => element,
            Err(error) => panic!("{path}: {error}\n{}", self.description()),
        }
    }

    /// Types keys into what has the focus.
    #[track_caller]
    pub fn keys(&self, keys: &str) -> &Self {
        let focused = self.wait(self.client.active_element());
        self.wait(focused.send_keys(keys));
        self
    }

    /// Types a key that leads to another page.
    #[track_caller]
    pub fn key_leaves(&self, key: char) -> &Self {
        self.leaves(|| {
            self.keys(&key.to_string());
        });
        self
    }

    /// Goes on with Tab until what has the focus has these words or this label, which it must show that it has.
    #[track_caller]
    pub fn tab_to(&self, words: &str) -> &Self {
        for _ in 0..40 {
            self.keys("\u{e004}");
            let focused = self.script(FOCUSED);
            assert_eq!(focused["outline"], "3px solid", "no focus is seen on {focused} {}", self.description());
            if focused["words"] == words {
                return self;
            }
        }
        panic!("Tab does not lead to {words:?} {}", self.description());
    }

    /// Keeps a picture of the whole page, as `NAME.png` below the folder of the build.
    pub fn picture(&self, name: &str) -> PathBuf {
        use data_encoding::BASE64;
        let options = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.devtools("Page.captureScreenshot", options);
        let folder = built().join("browser");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, BASE64.decode(answer["data"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
        path
    }

    /// What axe-core finds wrong with the page, one line each.
    pub fn faults(&self) -> Vec<String> {
        if self.script("return typeof window.axe") != "object" {
            self.script(&axe());
        }
        let answer = self.wait(self.client.execute_async(RUN_AXE, Vec::new()));
        answer.as_array().unwrap().iter().map(|fault| fault.as_str().unwrap().to_owned()).collect()
    }

    /// By how many pixels the page is wider than the screen.
    pub fn overflow(&self) -> i64 {
        self.script("return document.documentElement.scrollWidth - window.innerWidth").as_i64().unwrap()
    }

    /// What the browser complained about since the last time: refused scripts, files that are not found. That a page
    /// says no is none of it.
    pub fn complaints(&self) -> Vec<String> {
        let answer = self.wait(self.client.issue_cmd(Log));
        let lines = answer.as_array().unwrap().iter().map(|line| line["message"].as_str().unwrap_or_default());
        let url = self.url();
        let is_refusal = |line: &str| line.starts_with(&url) && line.contains("responded with a status of 4");
        lines.filter(|line| !is_refusal(line)).map(str::to_owned).collect()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Ends Chromium; the driver is ended after it.
        let _ = self.runtime.block_on(self.client.clone().close());
    }
}

const FOCUSED: &str = "
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const words = element.labels?.length ? element.labels[0].innerText : element.ariaLabel ?? element.innerText;
    return { words: words.trim(), outline: `${style.outlineWidth} ${style.outlineStyle}` };
";

const RUN_AXE: &str = "
    const done = arguments[arguments.length - 1];
    // Foreign resources are refused by the policy of the pages, and there are none.
    window.axe.run(document, { preload: false, resultTypes: ['violations'] }).then(
        result => done(result.violations.map(one =>
            `${one.id}: ${one.help}: ` + one.nodes.map(node => `${node.html} (${node.failureSummary})`).join('; '))),
        error => done([`axe-core: ${error}`]));
";

/// The source of axe-core.
fn axe() -> String {
    let file = built().join("axe-core/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("axe-core cannot be read ({}: {error}): run scripts/needs, or the tests by scripts/test", file.display())
    })
}

/// The folder of the build.
fn built() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

fn place() -> std::sync::MutexGuard<'static, ()> {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let next = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % PLACES.len();
    PLACES[next].lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A text as XPath writes it.
fn quoted(text: &str) -> String {
    assert!(!text.contains('"'), "{text}");
    format!("\"{text}\"")
}

/// The program between the tests and Chromium.
struct Driver {
    child: Child,
    port: u16,
    /// What it and Chromium keep on disk.
    _folder: TempDir,
}

impl Driver {
    /// It takes a free port for each of two kinds of addresses, and ends where another test was first with one of them.
    fn start() -> Self {
        let started = (0..5).find_map(|_| Self::try_start());
        started.unwrap_or_else(|| panic!("chromedriver names no port"))
    }

    fn try_start() -> Option<Self> {
        // Its last process may write after its end: what that leaves stays in the folder of the build.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut command = Command::new("chromedriver");
        command.env("TMPDIR", folder.path()).env("HOME", folder.path());
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!("chromedriver does not start ({error}): run scripts/needs, or the tests by scripts/test")
        });
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut driver = Self { child, port: 0, _folder: folder };
        let mut lines = lines.map_while(Result::ok);
        let port = lines
            .find_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok());
        driver.port = port?;
        // It goes on writing, to no one.
        std::thread::spawn(move || lines.for_each(drop));
        Some(driver)
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct Devtools {
    body: String,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.clone()))
    }
}

/// Reads what the browser complained about since the last time.
#[derive(Debug)]
struct Log;

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}
