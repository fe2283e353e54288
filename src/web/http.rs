//! Headers, cookies and forms: what comes in is bounded and checked, and what goes out has the headers that keep it
//! safe.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use axum::RequestExt as _;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{MatchedPath, RawPathParams, Request};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use data_encoding::BASE64;
use http_body_util::{BodyExt as _, Limited};
use sha2::{Digest as _, Sha384};
use tokio::time::{Instant, timeout};

use crate::domain::code::{CodeKind, mask};
use crate::domain::language::Language;
use crate::error::{Error, Result};

use super::connections::Connection;
use super::desk::Desks;
use super::pages::code::{self, Entrance};
use super::pages::{self, FormGuard, Handler};
use super::refusal::Refusal;
use super::view::{Frame, Menu, Scripts};
use super::visit::{Channel, Form, Reply, Visit};
use super::{ByBrowser, Site};

/// The most bytes of a form.
const LONGEST_FORM: usize = 16 * 1024;
/// How long a form may take to come in.
const FORM: Duration = Duration::from_secs(10);
/// How long an answer may take; then the reader is asked to try again.
const ANSWER: Duration = Duration::from_secs(30);

const STYLE: &str = include_str!("assets/style.css");
const CODE_SCRIPT: &str = include_str!("assets/code.js");
const PASSWORD_SCRIPT: &str = include_str!("assets/password.js");
const ENTER_SCRIPT: &str = include_str!("assets/enter.js");

/// Who is at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The digests of the scripts.
pub fn scripts() -> Scripts {
    let digest = |script: &str| -> &'static str { format!("sha384-{}", BASE64.encode(&Sha384::digest(script))).leak() };
    Scripts { code: digest(CODE_SCRIPT), password: digest(PASSWORD_SCRIPT), enter: digest(ENTER_SCRIPT) }
}

/// Why the server could not answer, for the log.
#[derive(Debug, Clone)]
struct Fault(Arc<str>);

/// The pages, with what is around each request.
///
/// # Errors
/// `bug` when a page cannot be made.
pub fn router(site: &Arc<Site>, desks: Desks, log: &SyncSender<String>) -> Result<Router> {
    let at = |path: &str| format!("{}{path}", site.base);
    let mut router = Router::new()
        .route(&at("/healthz"), get(async || "ok\n"))
        .route(&at("/style.css"), asset(STYLE, "text/css; charset=utf-8"))
        .route(&at("/code.js"), asset(CODE_SCRIPT, SCRIPT))
        .route(&at("/password.js"), asset(PASSWORD_SCRIPT, SCRIPT))
        .route(&at("/enter.js"), asset(ENTER_SCRIPT, SCRIPT));
    for route in pages::ROUTES {
        let mut methods = MethodRouter::new();
        // A page that is shown in answer to a form can be read again where it has the same path.
        let is_page = route.get.is_some();
        if let Some(handler) = route.get {
            methods = methods.get(page(site, &desks, Page { path: route.path, is_page, handler, guard: None }));
        }
        if let Some((handler, guard)) = route.post {
            let guard = Some(guard);
            methods = methods.post(page(site, &desks, Page { path: route.path, is_page, handler, guard }));
        }
        if route.path == "/" && !site.base.is_empty() {
            // The address in `web.base_url` itself, as people type it.
            router = router.route(&site.base, methods.clone());
        }
        router = router.route(&at(route.path), methods);
    }
    for kind in code::ENTRANCES {
        router = router.route(&at(code::page(*kind)), entrance(site, *kind)?);
    }
    let lost = Arc::clone(site);
    router = router.fallback(move |headers: HeaderMap| {
        let page = refused(&lost, &Visit::new(UNKNOWN, lost.channel, &headers), Refusal::NoSuchPage);
        let lost = Arc::clone(&lost);
        async move { respond(&lost, page) }
    });
    let (around, log) = (Around::of(site)?, log.clone());
    Ok(router.layer(axum::middleware::from_fn(move |request: Request, next: Next| {
        let (around, log) = (Arc::clone(&around), log.clone());
        async move { around.answer(request, next, &log).await }
    })))
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

fn asset(content: &'static str, kind: &'static str) -> MethodRouter {
    get(async move || ([(header::CONTENT_TYPE, kind)], content))
}

/// A page that takes a code: made once for each language, and sent without a look at the database.
fn entrance(site: &Arc<Site>, kind: CodeKind) -> Result<MethodRouter> {
    let mut pages = Vec::new();
    for language in Language::ALL {
        let frame = site.frame(language, ByBrowser::Yes);
        let menu = Menu::of(pages::LANGUAGE, code::page(kind).to_owned(), language);
        let frame = Frame { menu: Some(menu), ..frame };
        pages.push((language, Bytes::from(site.views.render("enter.html", &frame, Entrance::of(kind, language))?)));
    }
    let site = Arc::clone(site);
    Ok(get(move |headers: HeaderMap| {
        let language = site.of_stranger(&Visit::new(UNKNOWN, site.channel, &headers));
        let page = pages.iter().find(|(known, _)| *known == language).map(|(_, page)| page.clone());
        let headers = [(header::CONTENT_TYPE, HTML), (header::CONTENT_LANGUAGE, language.name()), (header::VARY, VARY)];
        async move { (headers, page.unwrap_or_default()) }
    }))
}

/// What the language of a page for a stranger depends on.
const VARY: &str = "Accept-Language, Cookie";
/// Where it does not matter who asks.
const UNKNOWN: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// A page for a stranger that refuses.
fn refused(site: &Site, visit: &Visit, refusal: Refusal) -> Reply {
    site.refuse(refusal, &site.frame(site.of_stranger(visit), ByBrowser::Yes))
}

const HTML: &str = "text/html; charset=utf-8";

/// A page that needs a desk.
#[derive(Clone, Copy)]
struct Page {
    path: &'static str,
    /// Whether it can be read under this path.
    is_page: bool,
    handler: Handler,
    /// What a form has to bring along; none where nothing is sent.
    guard: Option<FormGuard>,
}

fn page(
    site: &Arc<Site>,
    desks: &Desks,
    page: Page,
) -> impl Fn(Request) -> std::pin::Pin<Box<dyn Future<Output = Response> + Send>> + Clone + Send + Sync + 'static {
    let (site, desks) = (Arc::clone(site), desks.clone());
    move |request| {
        let (site, desks) = (Arc::clone(&site), desks.clone());
        Box::pin(async move {
            let connection = request.extensions().get::<Arc<Connection>>().cloned();
            let reply = match visit(&site, page, request).await {
                Ok(visit) => {
                    // Until here the reader has the word; from here on the connection does not give way.
                    let _busy = connection.as_deref().map(Connection::busy);
                    answer(&site, &desks, page, visit).await
                }
                Err(reply) => reply,
            };
            respond(&site, reply)
        })
    }
}

async fn answer(site: &Arc<Site>, desks: &Desks, page: Page, visit: Visit) -> Reply {
    let shared = Arc::clone(site);
    let language = site.of_stranger(&visit);
    let work = desks.run(move |desk| pages::answer(&shared, desk, &visit, page.path, page.handler));
    let refusal = match timeout(ANSWER, work).await {
        Ok(Some(reply)) => return reply,
        Ok(None) => Refusal::Busy,
        Err(_) => Refusal::TakesLong,
    };
    site.refuse(refusal, &site.frame(language, ByBrowser::Yes))
}

/// Reads what a page needs of a request, and refuses forms of others.
async fn visit(site: &Site, page: Page, mut request: Request) -> Result<Visit, Reply> {
    let source = source(site, &request);
    let headers = request.headers().clone();
    let path = request.uri().path().strip_prefix(&site.base).filter(|_| page.is_page).map(str::to_owned);
    let visit = Visit::new(source, site.channel, &headers);
    let refused = |refusal| Err(refused(site, &visit, refusal));
    let Ok(params) = request.extract_parts::<RawPathParams>().await else {
        return refused(Refusal::NoSuchPage);
    };
    let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let form = if page.guard.is_some() {
        if !is_from_here(site, &headers) {
            return refused(Refusal::FormOfAnotherSite);
        }
        if !is_form(&headers) {
            return refused(Refusal::NoForm);
        }
        let body = Limited::new(request.into_body(), LONGEST_FORM).collect();
        match timeout(FORM, body).await {
            Ok(Ok(body)) => Form::parse(&body.to_bytes()),
            Ok(Err(_)) => return refused(Refusal::FormTooLong),
            Err(_) => return refused(Refusal::FormTooSlow),
        }
    } else {
        Form::default()
    };
    let visit = visit.with(path, params, form);
    if page.guard == Some(FormGuard::OwnForm) && !visit.has_own_form() {
        return Err(self::refused(site, &visit, Refusal::OpenTooLong));
    }
    Ok(visit)
}

/// Who asks: the peer, or whom the trusted proxy names last.
fn source(site: &Site, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0);
    let Some(name) = &site.client_header else { return peer };
    let named = request.headers().get_all(name).iter().next_back().and_then(|value| value.to_str().ok());
    named.and_then(|value| value.rsplit(',').next()).and_then(|last| address(last.trim())).unwrap_or(peer)
}

/// An address as proxies write it: some with the port.
fn address(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

/// Whether a form was sent by a page of this server. Browsers say so in `Sec-Fetch-Site`; in `Origin` they say `null` for a
/// page that shows no referrer.
fn is_from_here(site: &Site, headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let fetched = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    match (text(&header::ORIGIN), fetched) {
        (_, Some(fetched)) if fetched != "same-origin" => false,
        (Some(origin), _) if origin != "null" => super::plain(origin) == site.origin,
        (_, Some(_)) => true,
        (_, None) => false,
    }
}

/// Whether what comes in says that it is what forms send.
fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The answer as it goes out.
fn respond(site: &Site, reply: Reply) -> Response {
    let mut response = (reply.status, [(header::CONTENT_TYPE, HTML)], reply.body).into_response();
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(name, value);
        }
    };
    if let Some(language) = reply.language {
        put(header::CONTENT_LANGUAGE, language.name().to_owned());
    }
    if reply.by_browser {
        put(header::VARY, VARY.to_owned());
    }
    if let Some(to) = reply.location {
        put(header::LOCATION, format!("{}{to}", site.base));
    }
    let is_away = reply.status == StatusCode::SERVICE_UNAVAILABLE;
    if let Some(seconds) = reply.retry_after.or(is_away.then_some(60)) {
        put(header::RETRY_AFTER, seconds.to_string());
    }
    for cookie in reply.cookies {
        put(header::SET_COOKIE, cookie.to_string());
    }
    if let Some(error) = reply.error.filter(|_| reply.status.is_server_error()) {
        response.extensions_mut().insert(Fault(Arc::from(mask(error.message()))));
    }
    response
}

/// What is around every answer: the headers that keep it safe, and the line in the log.
struct Around {
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Around {
    fn of(site: &Site) -> Result<Arc<Self>> {
        let portal = site.portal.as_deref().and_then(super::split).map(|(origin, _)| format!(" {origin}"));
        let Scripts { code, password, enter } = site.scripts;
        let policy = format!(
            "default-src 'none'; style-src 'self'; script-src '{code}' '{password}' '{enter}'; \
             form-action 'self'{}; frame-ancestors 'none'; base-uri 'none'",
            portal.unwrap_or_default()
        );
        let value = |text: &str| HeaderValue::from_str(text).map_err(|error| Error::bug(format!("{text}: {error}")));
        let mut headers = vec![
            (header::CONTENT_SECURITY_POLICY, value(&policy)?),
            (header::REFERRER_POLICY, value("no-referrer")?),
            (header::CACHE_CONTROL, value("no-store")?),
            (header::X_CONTENT_TYPE_OPTIONS, value("nosniff")?),
            (header::X_FRAME_OPTIONS, value("DENY")?),
            (HeaderName::from_static("cross-origin-opener-policy"), value("same-origin")?),
            (HeaderName::from_static("cross-origin-resource-policy"), value("same-origin")?),
            (HeaderName::from_static("permissions-policy"), value("camera=(), geolocation=(), microphone=()")?),
        ];
        if site.channel == Channel::Tls {
            headers.push((header::STRICT_TRANSPORT_SECURITY, value("max-age=31536000")?));
        }
        Ok(Arc::new(Self { headers }))
    }

    async fn answer(&self, request: Request, next: Next, log: &SyncSender<String>) -> Response {
        let begun = Instant::now();
        let method = known(request.method());
        // Only the name of the route: what was typed after it can be a code.
        let path = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
        let is_chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
        let mut response = if names_its_host(&request) {
            next.run(request).await
        } else {
            (StatusCode::BAD_REQUEST, "A request names the host once.\n").into_response()
        };
        if is_chunked {
            // A length that a proxy in front believed instead would make the rest another request: there is no rest.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        for (name, value) in &self.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        let taken = begun.elapsed().as_millis();
        let fault = response.extensions().get::<Fault>().map(|Fault(why)| format!(": {why}")).unwrap_or_default();
        // A log that no one reads holds nothing up, and takes no memory.
        let _ = log.try_send(format!("{method} {path} {} {taken} ms{fault}", response.status().as_u16()));
        response
    }
}

/// Whether the host is named once, as HTTP/1.1 wants it. Which host it is matters to nothing here.
fn names_its_host(request: &Request) -> bool {
    request.version() != Version::HTTP_11 || request.headers().get_all(header::HOST).iter().count() == 1
}

/// The method by its name, if it is one that everyone knows.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "-",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policy_names_the_script_of_the_page() {
        let digest = format!("sha384-{}", BASE64.encode(&Sha384::digest(CODE_SCRIPT)));
        assert_eq!(scripts().code, digest);
    }
}
