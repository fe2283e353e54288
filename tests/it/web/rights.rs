//! The table of rights once more, over HTTP: every kind of person × every form × their own account and a foreign one gets
//! what the command line gives.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::dump;
use crate::rights;
use crate::support::World;
use crate::support::pages::{Browser, Page, Pages};

const PASSWORD: &str = "plover sandbar wicket 29 umbra";

/// Everyone who has a password, by the heading of the table of rights.
const PEOPLE: [(&str, &str); 7] = [
    ("owner", "jim@bigshoes.example"),
    ("admin", "ann@bigshoes.example"),
    ("superv", "sue@bigshoes.example"),
    ("manager", "max@bigshoes.example"),
    ("guest", "gus@else.example"),
    ("p-all", "pat@jimsweb.example"),
    ("p-some", "pete@jimsweb.example"),
];

/// A command of the table of rights, and the page or form that does the same.
struct Form {
    command: &'static str,
    method: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

const fn get(command: &'static str, path: &'static str) -> Form {
    Form { command, method: "GET", path, fields: &[] }
}

const fn post(command: &'static str, path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Form {
    Form { command, method: "POST", path, fields }
}

/// `{c}` is the id of the client, `{user}` and `{req}` a person and a request in it, `{inv}` an invitation to it.
const FORMS: &[Form] = &[
    get("user list -c {c}", "/accounts/{c}"),
    post(
        "invite send more@bigshoes.example -c {c} -r manager -n",
        "/accounts/{c}/invite",
        &[("email", "more@bigshoes.example"), ("role", "manager")],
    ),
    get("user edit {member} -c {c} -r guest -n", "/accounts/{c}/people/{user}"),
    post(
        "user edit {member} -c {c} -r guest -n",
        "/accounts/{c}/people/{user}/change",
        &[("role", "guest"), ("permission", "profile")],
    ),
    post("user remove {member} -c {c} -n", "/accounts/{c}/people/{user}/remove", &[]),
    post(
        "link approve {req} -c {c} -n",
        "/accounts/{c}/links/{req}/approve",
        &[("permission", "profile"), ("lets_in", "")],
    ),
    post("link deny {req} -c {c} -n", "/accounts/{c}/links/{req}/deny", &[]),
    post("invite resend {member} -c {c} -n", "/accounts/{c}/people/{user}/invite-again", &[]),
    post("invite cancel {member} -c {c} -n", "/accounts/{c}/people/{user}/withdraw", &[]),
    post(
        "link edit {lnk} -c {c} --permissions profile --for 30d -n",
        "/accounts/{c}/links/{lnk}/change",
        &[("permission", "profile"), ("term", "30d")],
    ),
    post("link remove {lnk} -c {c} -n", "/accounts/{c}/links/{lnk}/end", &[]),
    post("invite accept {inv} -c {c} -n", "/invitations/{inv}/accept", &[]),
    post("invite decline {inv} -c {c} -n", "/invitations/{inv}/decline", &[]),
    post("session open -c {c} -n", "/enter/{c}", &[]),
];

/// What a command or a page means, whatever it calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// There is no right, or it must not be known.
    Refused,
    /// The right is there, and something else stops it.
    Stopped,
}

fn of_command(exit: u8) -> Outcome {
    match exit {
        0 => Outcome::Done,
        3 | 5 => Outcome::Refused,
        _ => Outcome::Stopped,
    }
}

fn of_page(page: &Page) -> Outcome {
    match page.status {
        200 | 303 => Outcome::Done,
        403 | 404 => Outcome::Refused,
        409 | 410 | 422 => Outcome::Stopped,
        other => panic!("{other}: {page}"),
    }
}

/// The path, in a client.
fn path(world: &World, path: &str, client: &str) -> String {
    let number = if client == "big-shoes" { "100001" } else { "100002" };
    let member = if client == "big-shoes" { "max@bigshoes.example" } else { "moe@teahouse.example" };
    let user = world.sql(&format!("SELECT 'usr_' || id FROM login WHERE email_key = '{member}'")).remove(0);
    let id = if client == "big-shoes" { "C100001-9" } else { "C100002-4" };
    assert_eq!(world.sql(&format!("SELECT count(*) FROM client WHERE id = {number}")), ["1"]);
    rights::fill(world, &path.replace("{c}", id).replace("{user}", &user), client)
}

/// A server over a fresh copy of the world, with everyone signed in who was needed so far.
struct Stage {
    world: World,
    pages: Pages,
    browsers: BTreeMap<&'static str, Browser>,
}

impl Stage {
    fn new() -> Self {
        let world = rights::world();
        Self { pages: Pages::of(&world), world, browsers: BTreeMap::new() }
    }

    fn play(&mut self, email: &'static str, form: &Form, client: &str) -> Page {
        let path = path(&self.world, form.path, client);
        let pages = &self.pages;
        let browser = self.browsers.entry(email).or_insert_with(|| {
            let mut browser = pages.browser();
            browser.get("/sign-in").ok();
            browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]).is(303);
            if browser.get("/").status == 303 {
                // The password that support set is temporary.
                browser.get("/password/change").ok();
                let own = "nine green rivers sang";
                let new = [("password", PASSWORD), ("new_password", own), ("new_password_again", own)];
                browser.post("/password/change", &new).is(303);
                browser.get("/").ok();
            }
            browser
        });
        browser.get("/").ok();
        if form.method == "GET" { browser.get(&path) } else { browser.post(&path, form.fields) }
    }
}

#[test]
fn every_form_gives_what_its_command_gives() {
    let mut asked = rights::world();
    let mut stage = Stage::new();
    let mut differences = String::new();
    for form in FORMS {
        for (heading, email) in PEOPLE {
            for client in ["big-shoes", "tea-house"] {
                let line = rights::fill(&asked, form.command, client);
                let command = of_command(asked.run(&format!("{line} --as {email} -m testing")).code);
                let page = stage.play(email, form, client);
                let outcome = of_page(&page);
                // Another account's page, person, request or invitation does not exist.
                if outcome != command || (client == "tea-house" && page.status != 404) {
                    writeln!(
                        differences,
                        "{heading} {} {} {client}: {command:?}, {}",
                        form.method, form.path, page.status
                    )
                    .unwrap();
                }
                if outcome == Outcome::Done && form.method == "POST" {
                    stage = Stage::new();
                }
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// Who never chose a password, and who was switched off, gets no further than the door.
#[test]
fn invited_and_inactive_people_do_nothing() {
    let mut world = rights::world();
    let gus = "gus@else.example";
    let pages = Pages::of(&world);
    let mut inside = pages.browser();
    inside.get("/sign-in").ok();
    inside.post("/sign-in", &[("email", gus), ("password", PASSWORD)]).is(303);
    inside.get("/").ok();
    world.run(&format!("user deactivate {gus} --confirm {gus}")).ok();
    for email in [gus, "newbie@bigshoes.example"] {
        let mut browser = pages.browser();
        browser.get("/sign-in").ok();
        browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]).is(403);
        assert!(!browser.cookies.contains_key("session"));
    }
    let before = dump(&world);
    for form in FORMS {
        for client in ["big-shoes", "tea-house"] {
            let path = path(&world, form.path, client);
            for browser in [&mut inside.clone(), &mut pages.browser()] {
                let page = if form.method == "GET" { browser.get(&path) } else { browser.post(&path, form.fields) };
                assert!(matches!(page.status, 303 | 403), "{path}: {page}");
                assert!(page.header("location").is_none_or(|to| to == "/sign-in"), "{path}: {page}");
            }
        }
    }
    assert_eq!(before, dump(&world));
}

/// An id of another account in the form of one's own is not found: nothing is said about it.
#[test]
fn ids_of_two_accounts_do_not_mix() {
    let world = rights::world();
    let pages = Pages::of(&world);
    let mut jim = pages.browser();
    jim.get("/sign-in").ok();
    jim.post("/sign-in", &[("email", "jim@bigshoes.example"), ("password", PASSWORD)]).is(303);
    jim.get("/").ok();
    for form in FORMS.iter().filter(|form| form.path.contains("{user}") || form.path.contains("{req}")) {
        let foreign = path(&world, &form.path.replace("{c}", "C100001-9"), "tea-house");
        assert!(foreign.starts_with("/accounts/C100001-9/"), "{foreign}");
        let page = if form.method == "GET" { jim.get(&foreign) } else { jim.post(&foreign, form.fields) };
        page.is(404).shows_not("moe@").shows_not("Tea House").shows_not("Others");
        jim.get("/").ok();
    }
}
