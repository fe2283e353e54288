//! Many answers at the same moment: one wins. `PARTNERCTL_TEST_STORM=long` plays 200 codes instead of 10; it takes some
//! minutes, because the losers are as many codes that open nothing, and those are limited.

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use super::{OTHER, PASSWORD, sign_in, two_owners};
use crate::storm::long;
use crate::support::pages::{Browser, Pages};

const CLIENTS: usize = 16;
const NEW: [(&str, &str); 2] = [("new_password", PASSWORD), ("new_password_again", PASSWORD)];

/// Has each browser do something at the same moment: the statuses of the answers.
fn at_once(browsers: Vec<Browser>, act: impl Fn(usize, &mut Browser) -> u16 + Sync) -> Vec<u16> {
    let gate = Barrier::new(browsers.len());
    thread::scope(|scope| {
        let (gate, act) = (&gate, &act);
        let start = |(n, mut browser): (usize, Browser)| {
            scope.spawn(move || {
                gate.wait();
                act(n, &mut browser)
            })
        };
        let all: Vec<_> = browsers.into_iter().enumerate().map(start).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

#[test]
fn each_code_is_accepted_once() {
    let codes = if long() { 200 } else { 10 };
    let mut world = two_owners();
    let rows: String = (0..codes).map(|n| format!("big-shoes,p{n}@else.example,guest\n")).collect();
    world.write("people.csv", format!("client_slug,email,role\n{rows}"));
    world.run("invite bulk people.csv").ok();
    world.run("mail deliver").ok();
    let pages = Pages::with(&world, |options| options.client_header = Some("x-real-ip".parse().unwrap()));
    let mut successes = 0;
    for n in 0..codes {
        let code = world.code_for(&format!("p{n}@else.example"));
        let browsers = (0..CLIENTS).map(|client| {
            let mut browser = pages.browser();
            browser.headers.push(("X-Real-Ip".to_owned(), format!("10.{client}.{}.1", n % 250)));
            browser.open("/invitation", &code).ok();
            browser
        });
        let statuses = at_once(browsers.collect(), |_, browser| browser.post("/invitation/accept", &NEW).status);
        let won = statuses.iter().filter(|status| **status == 303).count();
        assert_eq!(won, 1, "code {n}: {statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 303 | 404 | 422)), "code {n}: {statuses:?}");
        successes += won;
        if long() {
            thread::sleep(Duration::from_millis(1600));
        }
    }
    assert_eq!(successes, codes);
    drop(pages);
    let done =
        world.sql("SELECT count(*) FROM audit WHERE action = 'invite.accept' AND outcome = 'done' AND actor = '@web'");
    assert_eq!(done, [codes.to_string()]);
    assert_eq!(world.sql("SELECT count(*) FROM web_session"), [codes.to_string()]);
    world.run("audit verify").ok();
}

#[test]
fn request_is_approved_or_denied_once() {
    let mut world = two_owners();
    world.run("partner add Others --slug others").ok();
    for partner in ["jims-web", "others"] {
        world.run(&format!("link request -p {partner} --target big-shoes --permissions invoices")).ok();
    }
    let pages = Pages::of(&world);
    for (link, code) in
        world.codes_for("jim@bigshoes.example").into_iter().filter(|code| code.starts_with("pcl_")).enumerate()
    {
        let browsers = (0..8).map(|_| {
            let mut browser = pages.browser();
            browser.open("/link", &code).ok();
            browser
        });
        let statuses = at_once(browsers.collect(), |n, browser| {
            let (path, fields): (_, &[_]) = match n % 2 {
                0 => ("/link/approve", &[("permission", "invoices"), ("lets_in", "")]),
                _ => ("/link/deny", &[]),
            };
            browser.post(path, fields).status
        });
        // The same answer once more is no other answer.
        let won = |kind: usize| statuses.iter().enumerate().any(|(n, status)| n % 2 == kind && *status == 303);
        assert!(won(0) != won(1), "link {link}: {statuses:?}");
    }
    drop(pages);
    let answers = "SELECT count(*) FROM audit WHERE action IN ('link.approve', 'link.deny') AND outcome = 'done'";
    assert_eq!(world.sql(answers), ["2"]);
}

/// The page and the command line at the same moment: one wins, and the other says why.
#[test]
fn page_and_command_answer_once() {
    let mut world = two_owners();
    let mut ways = std::collections::BTreeSet::new();
    for link in 1..=6 {
        world.run(&format!("partner add Part{link} --slug part{link}")).ok();
        world.run(&format!("link request -p part{link} --target big-shoes --permissions invoices")).ok();
        let code = world.code_for("jim@bigshoes.example");
        let pages = Pages::of(&world);
        let mut browser = pages.browser();
        browser.open("/link", &code).ok();
        let denied = format!("link deny lnk_{link} -c big-shoes --as jim@bigshoes.example -m phone");
        let (page, command) = thread::scope(|scope| {
            let page = scope.spawn(move || {
                thread::sleep(Duration::from_millis(link % 3 * 4));
                browser.post("/link/approve", &[("permission", "invoices"), ("lets_in", "")])
            });
            let command = world.run(&denied);
            (page.join().unwrap(), command)
        });
        drop(pages);
        match (page.status, command.code) {
            (303, 4) => assert!(command.err.contains("approved") || command.err.contains("linked"), "{command}"),
            (404 | 422, 0) => {}
            other => panic!("{other:?}: {page}{command}"),
        }
        ways.insert(page.status);
        let done = format!(
            "SELECT count(*) FROM audit WHERE action IN ('link.approve', 'link.deny') AND outcome = 'done' AND entity_id = 'lnk_{link}'"
        );
        assert_eq!(world.sql(&done), ["1"], "{ways:?}");
    }
}

#[test]
fn password_is_changed_once_at_a_time() {
    let world = two_owners();
    let pages = Pages::of(&world);
    let browsers: Vec<Browser> = (0..4)
        .map(|_| {
            let mut browser = sign_in(&pages, "jim@bigshoes.example");
            browser.get("/password/change").ok();
            browser
        })
        .collect();
    let statuses = at_once(browsers.clone(), |_, browser| {
        let new = [("password", PASSWORD), ("new_password", OTHER), ("new_password_again", OTHER)];
        let page = browser.post("/password/change", &new);
        // Anyone whose sign-in has ended by then is sent to sign in.
        if page.header("location") == Some("/sign-in") { 401 } else { page.status }
    });
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    // What was signed in before has ended, with one exception that began with the change.
    assert_eq!(world.sql("SELECT count(*) FROM web_session WHERE ended_at IS NULL"), ["1"]);
    for mut browser in browsers {
        browser.get("/").is(303);
    }
}

/// Two logins to the portal at once: the person is at work in one account.
#[test]
fn person_enters_one_account_at_a_time() {
    let mut world = two_owners();
    world.run("invite send jim@bigshoes.example -c tea-house -r guest").ok();
    let pages = Pages::of(&world);
    let mut jim = sign_in(&pages, "jim@bigshoes.example");
    jim.post("/invitations/inv_3/accept", &[]).is(303);
    jim.get("/").ok();
    let statuses = at_once(vec![jim; 8], |n, browser| {
        browser.post(if n % 2 == 0 { "/enter/C100001-9" } else { "/enter/C100002-4" }, &[]).status
    });
    assert!(statuses.contains(&200) && statuses.iter().all(|status| matches!(status, 200 | 409)), "{statuses:?}");
    assert_eq!(world.sql("SELECT count(*) FROM session WHERE state = 'open'"), ["1"]);
}
