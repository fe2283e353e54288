//! What keeps the pages safe: headers, forms, limits, scanners.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use super::{PASSWORD, sign_in, two_owners};
use crate::support::pages::{Pages, form};

const JIM: &str = "jim@bigshoes.example";

#[test]
fn every_answer_has_the_headers() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    let too_long = format!("code={}", "x".repeat(20_000));
    let answers = [
        jim.get("/"),
        jim.get("/invitation"),
        jim.get("/style.css"),
        jim.get("/healthz"),
        jim.get("/no/such/page"),
        jim.get("/accounts/C100002-4"),
        jim.send("DELETE", "/", ""),
        jim.send("POST", "/invitation", &too_long),
    ];
    for answer in answers {
        for (name, value) in
            [("referrer-policy", "no-referrer"), ("cache-control", "no-store"), ("x-content-type-options", "nosniff")]
        {
            assert_eq!(answer.header(name), Some(value), "{answer}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "script-src 'sha384-"] {
            assert!(policy.contains(part), "{policy}");
        }
    }
}

#[test]
fn foreign_form_changes_nothing() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    let invite = [("email", "ann@bigshoes.example"), ("role", "guest")];
    let path = "/accounts/C100001-9/invite";
    let token = jim.get("/accounts/C100001-9").ok().field("token").unwrap();
    let mut foreign = sign_in(&pages, "tia@teahouse.example");
    let other = foreign.get("/").ok().field("token").unwrap();
    for bad in ["", "x", &other] {
        jim.post(path, &[invite[0], invite[1], ("token", bad)]).is(403);
    }
    let with_token = form(&[invite[0], invite[1], ("token", &token)]);
    for headers in [
        vec![],
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![("Origin", "https://evil.example")],
        vec![("Origin", "null")],
        vec![("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-origin")],
    ] {
        let mut elsewhere = jim.clone();
        elsewhere.headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        elsewhere.send("POST", path, &with_token).is(403);
    }
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["2"]);
    jim.headers = vec![("Origin".to_owned(), "http://127.0.0.1".to_owned())];
    jim.send("POST", path, &with_token).is(303);
}

#[test]
fn guesses_are_delayed_and_write_nothing() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let rows = || {
        world.sqls(&[
            "SELECT count(*) FROM audit",
            "SELECT count(*) FROM throttle",
            "SELECT total(seq) FROM (SELECT count(*) AS seq FROM code)",
        ])
    };
    let before = rows();
    let mut browser = pages.browser();
    let statuses: Vec<u16> = (0..40)
        .map(|n| {
            browser.post("/invitation", &[("code", &format!("pci_{n}_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))]).status
        })
        .collect();
    assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 30);
    assert!(statuses[30..].iter().all(|status| *status == 429), "{statuses:?}");
    assert_eq!(before, rows());
    // Everyone else at this address can still read, and sign in.
    sign_in(&pages, JIM);
}

/// Pages mail no one more often than a person does.
#[test]
fn invitations_from_pages_are_limited() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/accounts/C100001-9").ok();
    let mut send = |n: usize| {
        let address = format!("p{n}@else.example");
        jim.post("/accounts/C100001-9/invite", &[("email", &*address), ("role", "guest")]).status
    };
    assert!((0..60).all(|n| send(n) == 303));
    // One more fits in each second that passes.
    assert!((60..1000).any(|n| send(n) == 429));
}

#[test]
fn source_comes_from_the_trusted_header_only() {
    let world = two_owners();
    let guess = |pages: &Pages, n: usize| {
        let mut browser = pages.browser();
        let port = if n.is_multiple_of(2) { ":4711" } else { "" };
        browser.headers.push(("X-Real-Ip".to_owned(), format!("192.0.2.{n}{port}")));
        browser.post("/invitation", &[("code", "nonsense")]).status
    };
    let direct = Pages::of(&world);
    assert_eq!((0..40).map(|n| guess(&direct, n)).filter(|status| *status == 429).count(), 10);
    let behind = Pages::with(&world, |options| options.client_header = Some("x-real-ip".parse().unwrap()));
    assert!((0..40).all(|n| guess(&behind, n) == 404));
}

#[test]
fn hostile_names_are_shown_harmlessly() {
    let mut world = two_owners();
    let name = "<script>alert(1)</script> \"O'Neil\" & Co";
    world.run_words(&["client", "edit", "big-shoes", "--name", name].map(str::to_owned)).ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    for path in ["/", "/accounts/C100001-9"] {
        let page = jim.get(path).ok().shows_not("<script>alert").shows("&lt;script&gt;alert(1)");
        assert!(!page.body.contains("\"O'Neil\""), "{page}");
    }
}

#[test]
fn cookies_over_tls_are_bound_to_the_host() {
    let world = two_owners();
    let pages = Pages::with(&world, |options| options.base_url = "https://access.example.com/portal".to_owned());
    let mut browser = pages.browser();
    let page = browser.get("/portal/sign-in").ok().shows("action=\"/portal/sign-in\"");
    let cookie = page.header("set-cookie").unwrap();
    for part in ["__Host-visit=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(page.header("strict-transport-security").is_some());
    let fields = [("email", JIM), ("password", PASSWORD)];
    let signed_in = browser.post("/portal/sign-in", &fields).is(303);
    assert_eq!(signed_in.header("location"), Some("/portal/"));
    for home in ["/portal/", "/portal"] {
        browser.get(home).ok().shows("Big Shoes Inc.").shows("href=\"/portal/password/change\"");
    }
    for elsewhere in ["/sign-in", "/", "/portal//", "/portalx"] {
        browser.get(elsewhere).is(404);
    }
}

#[test]
fn slow_and_long_requests_block_no_one() {
    let world = two_owners();
    let pages = Pages::of(&world);
    // As many connections as the server holds, and more, that never end a head.
    let mut slow: Vec<TcpStream> = Vec::new();
    for _ in 0..400 {
        let mut stream = TcpStream::connect(pages.address()).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
        slow.push(stream);
    }
    sign_in(&pages, JIM);
    let mut long = TcpStream::connect(pages.address()).unwrap();
    long.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    long.write_all(
        b"POST /invitation HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n\
          Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1073741824\r\n\r\n",
    )
    .unwrap();
    let chunk = vec![b'x'; 64 * 1024];
    let sent = (0..16_384).take_while(|_| long.write_all(&chunk).is_ok()).count();
    assert!(sent < 1000, "the server read {sent} chunks");
    let mut answer = String::new();
    let _ = long.read_to_string(&mut answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    pages.browser().get("/healthz").ok();
}

/// Each test that the checklist in docs/asvs.md names exists.
#[test]
fn checklist_names_tests_that_exist() {
    fn texts(folder: &std::path::Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                texts(&entry, found);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                found.push_str(&std::fs::read_to_string(entry).unwrap());
            }
        }
    }
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    texts(&top.join("src"), &mut code);
    texts(&top.join("tests/it"), &mut code);
    let checklist = std::fs::read_to_string(top.join("docs/asvs.md")).unwrap();
    let named = checklist.split('`').skip(1).step_by(2);
    let is_test = |word: &&str| {
        word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let tests: Vec<&str> = named.filter(is_test).collect();
    assert!(tests.len() > 50, "{}", tests.len());
    for test in tests {
        assert!(code.contains(&format!("fn {test}()")), "docs/asvs.md names {test}, which is not there");
    }
}

#[test]
fn missing_page_says_so_in_its_title() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut browser = pages.browser();
    browser.get("/nowhere").is(404).shows("<title>Page not found - the support desk</title>");
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    jim.get("/accounts/C100002-4").is(404).shows("<title>Page not found - the support desk</title>");
}

/// The account that runs the server is looked up again with each change.
#[test]
fn removed_account_serves_no_change() {
    let mut world = two_owners();
    world.run("staff add ravi --name Ravi").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    jim.get("/accounts/C100001-9").ok();
    let before = world.sql("SELECT count(*) FROM invitation");
    world.account("ravi").run("staff remove jane").ok();
    let invite = [("email", "ann@bigshoes.example"), ("role", "guest")];
    jim.post("/accounts/C100001-9/invite", &invite).is(503).shows("Nothing was changed").shows_not("jane");
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), before);
}
