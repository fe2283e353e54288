//! The server of the pages over the database of a world, and a browser without a screen: cookies, forms and redirects.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use partnerctl::app::env::{Clock, Entropy};
use partnerctl::domain::actor::Actor;
use partnerctl::domain::language::Language;
use partnerctl::domain::password::Strength;
use partnerctl::domain::time::{Instant, Span, Zone};
use partnerctl::error::Result;
use partnerctl::ops::deliver::{DeliveryEnv, RateLimiter};
use partnerctl::ops::unit_of_work::KeyStore;
use partnerctl::ops::{database, staff};
use partnerctl::web::{self, Bound, Desk, MakeDesk, Options, Running};

use super::{Seeded, World};

/// The portal of the tests.
pub const PORTAL: &str = "http://127.0.0.1:9/enter";

/// A clock that all desks of a server share. It moves on by a millisecond with each look.
#[derive(Clone)]
struct Shared(Arc<AtomicI64>, std::time::Instant);

impl Clock for Shared {
    fn now(&self) -> Instant {
        Instant::from_ms(self.0.fetch_add(1, Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        self.1.elapsed()
    }

    fn sleep(&self, span: Duration) {
        std::thread::sleep(span);
    }
}

/// Random numbers that can break in the middle of a change.
struct Breaking(Seeded, Arc<AtomicBool>);

impl Entropy for Breaking {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        assert!(!self.1.load(Ordering::SeqCst), "the random numbers break");
        self.0.fill(bytes)
    }
}

/// A server that runs.
pub struct Pages {
    /// Whether whatever draws a random number breaks.
    pub breaks: Arc<AtomicBool>,
    running: Option<Running>,
    now: Arc<AtomicI64>,
    address: SocketAddr,
}

impl Pages {
    /// Serves the database of a world, a second later than it is there.
    pub fn of(world: &World) -> Self {
        Self::with(world, |_| ())
    }

    /// As [`Pages::of`], with other options.
    pub fn with(world: &World, change: impl FnOnce(&mut Options)) -> Self {
        Self::on(Self::bind(), world, change)
    }

    /// An address for a server, with which `web.base_url` can be set before it starts.
    pub fn bind() -> Bound {
        web::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap()
    }

    /// As [`Pages::with`], at an address that is taken already.
    pub fn on(bound: Bound, world: &World, change: impl FnOnce(&mut Options)) -> Self {
        let now = Arc::new(AtomicI64::new(world.now().ms() + 1000));
        let mut options = Options {
            tls: None,
            client_header: None,
            base_url: "http://127.0.0.1".to_owned(),
            portal: Some(PORTAL.to_owned()),
            desk_name: None,
            language: Language::English,
        };
        change(&mut options);
        let breaks = Arc::new(AtomicBool::new(false));
        let running = bound.serve(&options, &make_desk(world, &now, &breaks)).unwrap();
        Self { breaks, address: running.address, running: Some(running), now }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets time pass on the server.
    pub fn pass(&self, span: Span) {
        self.now.fetch_add(span.ms(), Ordering::SeqCst);
    }

    /// The lines of the log so far.
    pub fn log(&self) -> Vec<String> {
        self.running.as_ref().unwrap().log.try_iter().collect()
    }

    /// Sends these bytes, and gives what comes back until the server closes the connection.
    pub fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    }

    /// A browser that was never here.
    pub fn browser(&self) -> Browser {
        Browser::at(self.address)
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop();
        }
    }
}

fn make_desk(world: &World, now: &Arc<AtomicI64>, breaks: &Arc<AtomicBool>) -> MakeDesk {
    let (place, account) = (world.location(), world.account_of());
    let (now, breaks) = (Arc::clone(now), Arc::clone(breaks));
    let begun = std::time::Instant::now();
    // Two servers over one database draw different tokens.
    static SEEDS: AtomicU64 = AtomicU64::new(1_000_000);
    let (mut store, _) = database::open_again(&place, &account).unwrap();
    let runs_as = store.read(|tx| Ok(staff::list(tx)?.remove(0).member)).map(Actor::Staff).unwrap();
    Arc::new(move || {
        let (store, info) = database::open_again(&place, &account)?;
        let clock: Rc<dyn Clock> = Rc::new(Shared(Arc::clone(&now), begun));
        let post = DeliveryEnv {
            outbox: place.paths().outbox(),
            sharing: place.sharing(),
            zone: Zone::utc(),
            time: RateLimiter::new(Rc::clone(&clock), || Ok(())),
            patience: Duration::from_secs(10),
            wording: partnerctl::shell::sentence,
        };
        Ok(Desk {
            store,
            info,
            key_store: KeyStore::new(place.paths().key()),
            entropy: Box::new(Breaking(Seeded::new(SEEDS.fetch_add(1, Ordering::SeqCst)), Arc::clone(&breaks))),
            clock,
            zone: Zone::utc(),
            strength: Strength::TEST,
            post,
            later: None,
            runs_as: runs_as.clone(),
        })
    })
}

/// A browser: it keeps cookies, the token of the last form, and what each form showed of an invitation.
#[derive(Clone)]
pub struct Browser {
    address: SocketAddr,
    pub cookies: BTreeMap<String, String>,
    /// What is sent with every request.
    pub headers: Vec<(String, String)>,
    token: String,
    /// The hidden field `offer` of a form, by where the form goes.
    offers: BTreeMap<String, String>,
}

impl Browser {
    /// A browser that was never at this address.
    pub fn at(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
            headers: vec![("Sec-Fetch-Site".to_owned(), "same-origin".to_owned())],
            token: String::new(),
            offers: BTreeMap::new(),
        }
    }

    pub fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, "")
    }

    /// Sends a form with the token and the offer of the page before it.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token.clone();
        let mut all: Vec<(&str, &str)> = fields.to_vec();
        if !fields.iter().any(|(name, _)| *name == "token") {
            all.push(("token", &token));
        }
        let offer = self.offers.get(path).cloned();
        if let Some(offer) = offer.as_ref().filter(|_| !fields.iter().any(|(name, _)| *name == "offer")) {
            all.push(("offer", offer));
        }
        self.send("POST", path, &form(&all))
    }

    /// Opens the link of a mail: the script of the page puts the code into the form. The page where that leads.
    pub fn open(&mut self, page: &str, code: &str) -> Page {
        let entrance = self.get(page);
        assert_eq!(entrance.status, 200, "{entrance}");
        self.post(page, &[("code", code)]).follow(self)
    }

    /// Sends any request.
    pub fn send(&mut self, method: &str, path: &str, body: &str) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !cookies.is_empty() {
            head.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        if !body.is_empty() {
            let kind = "application/x-www-form-urlencoded";
            head.push_str(&format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len()));
        }
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let page = Page::parse(&String::from_utf8(answer).unwrap());
        self.keep(&page);
        page
    }

    fn keep(&mut self, page: &Page) {
        for (_, cookie) in page.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some(token) = page.field("token") {
            self.token = token;
        }
        for part in page.body.split("<form ").skip(1) {
            let form = part.split("</form>").next().unwrap_or_default();
            let (action, offer) = (attribute(form, "action=\""), attribute(form, "name=\"offer\" value=\""));
            if let (Some(action), Some(offer)) = (action, offer) {
                self.offers.insert(action, offer);
            }
        }
    }
}

/// What comes between this beginning of an attribute and the quote that ends it.
fn attribute(html: &str, begin: &str) -> Option<String> {
    html.split_once(begin)?.1.split('"').next().map(str::to_owned)
}

/// What a server answered.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Page {
    fn parse(answer: &str) -> Self {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Self {
            status: status.unwrap_or_else(|| panic!("no answer: {answer:?}")),
            headers,
            body: body.replace("&#x2f;", "/"),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Goes where the answer sends the browser.
    #[track_caller]
    pub fn follow(&self, browser: &mut Browser) -> Self {
        match self.header("location") {
            Some(to) => {
                assert_eq!(self.status, 303, "{self}");
                let to = to.to_owned();
                browser.get(&to)
            }
            None => self.clone(),
        }
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> Option<String> {
        attribute(&self.body, &format!("name=\"{name}\" value=\""))
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{self}");
        self
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(self.body.contains(text), "{text:?} is not in {self}");
        self
    }

    #[track_caller]
    pub fn shows_not(self, text: &str) -> Self {
        assert!(!self.body.contains(text), "{text:?} is in {self}");
        self
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}\n{}", self.status, self.headers, self.body)
    }
}

/// Fields as browsers send them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect()
    };
    fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&")
}
