//! What someone tries who wants in: requests that no browser sends, and the right requests at the wrong time.

use partnerctl::domain::code::CodeKind;

use super::{OTHER, PASSWORD, dump, guess, sign_in, two_owners};
use crate::support::pages::Pages;

const JIM: &str = "jim@bigshoes.example";

#[test]
fn sign_in_ends_the_former_session() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut former = sign_in(&pages, JIM);
    let mut browser = former.clone();
    browser.get("/").ok();
    browser.post("/sign-in", &[("email", "tia@teahouse.example"), ("password", PASSWORD)]).is(303);
    browser.get("/").ok().shows("Tea House");
    former.get("/").is(303);
}

/// A token that was planted before is not that of the session.
#[test]
fn planted_token_opens_nothing() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let planted = "A".repeat(43);
    let mut browser = pages.browser();
    browser.cookies.insert("session".to_owned(), planted.clone());
    browser.get("/sign-in").ok();
    browser.post("/sign-in", &[("email", JIM), ("password", PASSWORD)]).is(303);
    assert_ne!(browser.cookies["session"], planted);
    let mut thief = pages.browser();
    thief.cookies.insert("session".to_owned(), planted);
    thief.get("/").is(303);
}

/// A guess counts where it is tried: in the form, or in the cookie that the form would set.
#[test]
fn guesses_by_cookie_are_held_back() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut statuses = Vec::new();
    for n in 0..10 {
        for (page, kind) in [
            ("/invitation/answer", CodeKind::Invitation),
            ("/link/answer", CodeKind::Link),
            ("/password/new", CodeKind::Password),
            ("/address/confirm", CodeKind::Address),
            ("/recovery/stop", CodeKind::Recovery),
        ] {
            let mut browser = pages.browser();
            browser.cookies.insert("code".to_owned(), guess(kind, 1, n));
            statuses.push(browser.get(page).status);
        }
    }
    assert!(statuses[..30].iter().all(|status| *status == 404), "{statuses:?}");
    assert!(statuses[30..].iter().all(|status| *status == 429), "{statuses:?}");
}

#[test]
fn only_what_forms_send_is_read() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    let token = jim.get("/accounts/C100001-9").ok().field("token").unwrap();
    let body = format!("email=ann@bigshoes.example&role=guest&token={token}");
    let session = &jim.cookies["session"];
    for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x", ""] {
        let answer = pages.raw(&format!(
            "POST /accounts/C100001-9/invite HTTP/1.1\r\nHost: x\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: session={session}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        assert!(answer.starts_with("HTTP/1.1 415 "), "{kind}: {answer}");
    }
    assert_eq!(world.sql("SELECT count(*) FROM invitation"), ["2"]);
}

/// Of two lengths none makes a second request of the rest.
#[test]
fn request_has_one_end() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let inner = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    let head = "POST /invitation HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n";
    let length = format!("Content-Length: {}\r\n", 5 + inner.len());
    let chunked = "Transfer-Encoding: chunked\r\n";
    for lengths in [
        format!("{length}{chunked}"),
        format!("{chunked}{length}"),
        chunked.to_owned(),
        "Transfer-Encoding: xchunked\r\n".to_owned(),
        "Transfer-Encoding: chunked, identity\r\n".to_owned(),
        "Transfer-Encoding : chunked\r\n".to_owned(),
        format!("Content-Length: 5\r\n{length}"),
        "Content-Length: +5\r\n".to_owned(),
    ] {
        let answer = pages.raw(&format!("{head}{lengths}\r\n0\r\n\r\n{inner}"));
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{lengths:?}: {answer}");
    }
}

#[test]
fn request_names_one_host() {
    let world = two_owners();
    let pages = Pages::of(&world);
    for hosts in ["", "Host: a\r\nHost: b\r\n"] {
        let answer = pages.raw(&format!("GET /healthz HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 400 "), "{hosts:?}: {answer}");
    }
    // Which host it is changes nothing, in no answer.
    for host in ["evil.example", "127.0.0.1\\@evil.example"] {
        let answer = pages.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        assert!(answer.contains("\r\nlocation: /sign-in\r\n") && !answer.contains("evil"), "{answer}");
    }
}

/// What a path names wrongly is a page that does not exist: the answer repeats none of it.
#[test]
fn path_shows_nothing_that_was_typed() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    for path in [
        "/accounts/Call%20555%20now",
        "/accounts/%ff",
        "/accounts/C100001-8",
        "/accounts/C100001-9%2f..%2fC100002-4",
        "/accounts/C100001-9/../C100002-4",
        "/accounts/C100001-9/",
        "/accounts//people/usr_1",
        "/accounts/C100001-9/people/usr_99999999999999999999",
        "/accounts/C100001-9/links/Call%20555",
        "//evil.example/",
        "/%2e%2e/",
        "/sign-in/",
    ] {
        jim.get(path).is(404).shows_not("555").shows_not("evil").shows_not("C100001-8");
    }
    jim.get("/").ok();
    for path in ["/enter/Call%20555", "/invitations/Call%20555/accept", "/accounts/Call%20555/invite"] {
        jim.post(path, &[]).is(404).shows_not("555");
    }
}

#[test]
fn field_twice_counts_once() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/accounts/C100001-9").ok();
    let twice = [("email", "one@else.example"), ("email", "two@else.example"), ("role", "guest"), ("role", "owner")];
    jim.post("/accounts/C100001-9/invite", &[twice.as_slice(), &[("client", "C100002-4")]].concat()).is(303);
    let invited = world.sql("SELECT email || ' ' || role || ' ' || client_id FROM invitation WHERE id = 3");
    assert_eq!(invited, ["one@else.example guest 100001"]);
    let with_break = [("email", "x@else.example\r\nBcc: y@else.example"), ("role", "guest")];
    jim.post("/accounts/C100001-9/invite", &with_break).is(422);
}

/// A code of one kind opens nothing of another, in the form and in the cookie.
#[test]
fn code_of_another_kind_opens_nothing() {
    let mut world = two_owners();
    world.run("invite send ann@bigshoes.example -c big-shoes -r guest").ok();
    let code = world.code_for("ann@bigshoes.example");
    let before = dump(&world);
    let pages = Pages::of(&world);
    for page in ["/link", "/password", "/address"] {
        pages.browser().post(page, &[("code", &code)]).is(404).shows("This code does not work");
    }
    for page in ["/link/answer", "/password/new", "/address/confirm"] {
        let mut browser = pages.browser();
        browser.cookies.insert("code".to_owned(), code.clone());
        browser.get(page).is(303);
    }
    assert_eq!(before, dump(&world));
}

/// Anyone who has a code and waits with the page open signs in to nothing once the person chose a password elsewhere.
#[test]
fn late_answer_proves_the_password() {
    let mut world = two_owners();
    for client in ["big-shoes", "tea-house"] {
        world.run(&format!("invite send ann@else.example -c {client} -r guest")).ok();
    }
    let codes = world.codes_for("ann@else.example");
    let pages = Pages::of(&world);
    let new = [("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    let (mut first, mut late) = (pages.browser(), pages.browser());
    first.open("/invitation", &codes[0]).ok();
    late.open("/invitation", &codes[1]).ok().shows("Choose its password");
    first.post("/invitation/accept", &new).is(303);
    let other = [("new_password", OTHER), ("new_password_again", OTHER)];
    late.post("/invitation/accept", &other).is(422).shows("Password of ann@else.example");
    assert!(!late.cookies.contains_key("session"));
    late.post("/invitation/accept", &[("password", OTHER)]).is(422);
}

/// A page that shows what went wrong does not say that something was done.
#[test]
fn failure_shows_no_notice() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, JIM);
    jim.get("/accounts/C100001-9").ok();
    jim.post("/accounts/C100001-9/invite", &[("email", "ann@bigshoes.example"), ("role", "guest")]).is(303);
    jim.post("/accounts/C100002-4/invite", &[("email", "x@else.example")]).is(404).shows_not("on its way");
    jim.get("/accounts/C100001-9").ok().shows("The invitation is on its way");
}

/// Everything that ends a login, or its way in, ends what its browser may do.
#[test]
fn session_ends_with_what_it_rests_on() {
    let ann = "ann@bigshoes.example";
    for (commands, goes_on) in [
        (&["user deactivate ann@bigshoes.example --confirm ann@bigshoes.example"][..], false),
        (
            &[
                "user deactivate ann@bigshoes.example --confirm ann@bigshoes.example",
                "user activate ann@bigshoes.example",
            ],
            false,
        ),
        (&["user reset-password ann@bigshoes.example"], false),
        (&["user reset-password ann@bigshoes.example --generate-password"], false),
        (&["user rename ann@bigshoes.example ann@new.example"], false),
        (&["user remove ann@bigshoes.example -c big-shoes --confirm big-shoes"], true),
        (&["client close big-shoes --confirm big-shoes:2"], true),
    ] {
        let mut world = two_owners();
        world.var("PARTNERCTL_REASON", "testing");
        world.run(&format!("invite send {ann} -c big-shoes -r admin")).ok();
        let code = world.code_for(ann);
        world.write_private("password", PASSWORD);
        world.stdin(format!("{code}\n")).run("invite accept --code-stdin --password-file password").ok();
        let pages = Pages::of(&world);
        let mut browser = sign_in(&pages, ann);
        browser.get("/accounts/C100001-9").ok();
        for command in commands {
            world.run(command).ok();
        }
        let invite = browser.post("/accounts/C100001-9/invite", &[("email", "x@else.example"), ("role", "guest")]);
        let is_sent_away = invite.header("location") == Some("/sign-in");
        assert!(is_sent_away || goes_on && matches!(invite.status, 404 | 409), "{commands:?}: {invite}");
        assert_eq!(browser.get("/").status == 200, goes_on, "{commands:?}");
        assert_eq!(world.sql("SELECT count(*) FROM login WHERE email_key = 'x@else.example'"), ["0"]);
    }
}

/// A session that ended since the backup is not revived with it; one that goes on is in both.
#[test]
fn restore_revives_no_session() {
    let mut world = two_owners();
    let pages = Pages::of(&world);
    let (mut out, mut stays) = (sign_in(&pages, JIM), sign_in(&pages, "tia@teahouse.example"));
    let mut cookie = out.clone();
    world.run("db backup copy.db").ok();
    let mut late = sign_in(&pages, JIM);
    out.post("/sign-out", &[]).is(303);
    world.run("db restore copy.db --confirm live").ok();
    cookie.get("/").is(303);
    late.get("/").is(303);
    stays.get("/").ok().shows("Tea House");
}

/// Mail gateways and scanners open every link, with every method that reads.
#[test]
fn scanners_change_nothing() {
    let mut world = two_owners();
    world.run("invite send ann@bigshoes.example -c big-shoes -r guest").ok();
    world.run("user reset-password tia@teahouse.example").ok();
    world.run("link request -p jims-web --target big-shoes").ok();
    world.run("user rename jim@bigshoes.example jim@new.example --as jim@bigshoes.example -m 'asked for'").ok();
    let links = [
        ("/invitation", world.code_for("ann@bigshoes.example")),
        ("/password", world.code_for("tia@teahouse.example")),
        ("/link", world.codes_for(JIM).pop().unwrap()),
        ("/address", world.code_for("jim@new.example")),
    ];
    let pages = Pages::of(&world);
    let before = dump(&world);
    let agents =
        ["Barracuda Sentinel", "Mozilla/5.0 (compatible; Microsoft Safe Links)", "Proofpoint", "Googlebot/2.1"];
    // With the three methods and the five paths below, 1,005 requests for each link.
    let rounds = 67;
    for (page, code) in &links {
        for (round, agent) in agents.iter().cycle().take(rounds).enumerate() {
            let mut scanner = pages.browser();
            scanner.headers = vec![("User-Agent".to_owned(), (*agent).to_owned())];
            // Some run scripts, and come back with the code in the cookie.
            if round % 2 == 1 {
                scanner.cookies.insert("code".to_owned(), code.clone());
            }
            for method in ["GET", "HEAD", "OPTIONS"] {
                for path in [
                    format!("{page}?{code}"),
                    format!("{page}/answer"),
                    format!("{page}/new"),
                    format!("{page}/confirm"),
                    format!("{page}/accept"),
                ] {
                    scanner.send(method, &path, "");
                }
            }
        }
    }
    assert_eq!(before, dump(&world));
    for (page, code) in &links {
        pages.browser().open(page, code).ok();
    }
}
