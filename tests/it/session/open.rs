//! Entering: by which way, as whom, with which permissions.

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{DEDICATED, RAVI, enter, everything, let_in, people};
use crate::support::World;

/// The code is another in each run of the tests' key, so that it is cut out of what is compared.
fn without_code(run: crate::support::Run) -> String {
    let text = run.to_string();
    let start = text.find("pcs_").unwrap();
    let end = start + text[start..].find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap();
    assert_eq!(end - start, "pcs_1_".len() + 34, "{text}");
    format!("{}[CODE]{}", &text[..start], &text[end..])
}

/// S0.10, S0.18
#[test]
fn one_click_enters_by_requested_link() {
    let mut world = people();
    assert_snapshot!(without_code(enter(&mut world, "big-shoes").ok()), @"
    $ partnerctl session open -c big-shoes --as ravi@jimsweb.example -m phone
    [CODE]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ravi@jimsweb.example enters big-shoes (C100001-9): ses_1, until 21 Nov 2026 17:00 UTC at the latest.
    hint: the code opens the portal once, within a minute; it is not shown again
    --- exit 0
    ");
    let again = world.run(&format!("session open -c big-shoes --as {RAVI} -m phone --json")).ok().json();
    assert_eq!(again["session_id"], "ses_1");
    assert_eq!(again["email"], RAVI);
    assert_eq!(again["login"], RAVI);
    assert_eq!(again["link_id"], "lnk_1");
    assert_eq!(again["permissions"], serde_json::json!(["invoices", "tickets"]));
    assert!(again["role"].is_null() && again["login_url"].is_null());
}

/// S0.17, S0.18
#[test]
fn client_link_enters_as_dedicated_user() {
    let mut world = people();
    assert_snapshot!(without_code(enter(&mut world, "tea-house").ok()), @"
    $ partnerctl session open -c tea-house --as ravi@jimsweb.example -m phone
    [CODE]
    --- stderr
    ▸ tea-house  C100002-4  Tea House  teahouse.example  [from --client]
    ravi@jimsweb.example enters tea-house (C100002-4) as tea-house@jims.invalid: ses_1, until 21 Nov 2026 17:00 UTC at the latest.
    hint: the code opens the portal once, within a minute; it is not shown again
    --- exit 0
    ");
    let again = world.run(&format!("session open -c tea-house --as {RAVI} -m phone --json")).ok().json();
    assert_eq!((again["email"].as_str(), again["login"].as_str()), (Some(RAVI), Some(DEDICATED)));
    assert_eq!((again["role"].as_str(), again["link_id"].as_str()), (Some("admin"), Some("lnk_2")));
    assert_eq!(
        world
            .sql("SELECT s.login_id <> s.entered_as, l.email FROM session AS s JOIN login AS l ON l.id = s.entered_as"),
        [format!("1|{DEDICATED}")]
    );
}

#[test]
fn grant_precedes_the_partners_link() {
    let mut world = people();
    let_in(&mut world, RAVI, "big-shoes", "guest");
    let opened = world.run(&format!("session open -c big-shoes --as {RAVI} -m phone --json")).ok().json();
    assert_eq!(opened["role"], "guest");
    assert!(opened["link_id"].is_null());
    // Under one login both ways count, as for `access check`.
    assert_eq!(opened["permissions"], serde_json::json!(["profile", "invoices", "tickets"]));
    world.run("session open -c moon --as mo@moon.example -m phone").ok();
    assert_eq!(world.sql("SELECT id, grant_id IS NOT NULL, link_id FROM session"), ["1|1|", "2|1|"]);
}

#[test]
fn portal_link_hides_the_code_from_servers() {
    let mut world = people();
    world.run("config set portal.login_url https://portal.example/enter#top").fails(2).says("has a fragment");
    world.run("config set portal.login_url https://portal.example/enter?tenant=7").ok();
    let shown = enter(&mut world, "big-shoes").ok().id();
    let code = shown.strip_prefix("https://portal.example/enter?tenant=7#").unwrap();
    assert!(code.starts_with("pcs_1_"), "{shown}");
    let record = world.run(&format!("session open -c big-shoes --as {RAVI} -m phone --json")).ok().json();
    let (code, link) = (record["code"].as_str().unwrap(), record["login_url"].as_str().unwrap());
    assert_eq!(link, format!("https://portal.example/enter?tenant=7#{code}"));
    // The whole link may be posted; the code is found in it.
    world.stdin(link).run("session verify --code-stdin").ok();
}

#[test]
fn same_client_is_the_same_session() {
    let mut world = people();
    let first = enter(&mut world, "big-shoes").ok().id();
    world.pass(Span::from_ms(20 * 60_000));
    assert_snapshot!(without_code(enter(&mut world, "big-shoes").ok()), @"
    $ partnerctl session open -c big-shoes --as ravi@jimsweb.example -m phone
    [CODE]
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ravi@jimsweb.example is in big-shoes (C100001-9) already: ses_1, until 21 Nov 2026 17:00 UTC at the latest.
    hint: the code opens the portal once, within a minute; it is not shown again
    --- exit 0
    ");
    assert_eq!(world.sql("SELECT count(*), max(used_at - opened_at) FROM session"), ["1|1201000"], "it counts as use");
    super::verify(&mut world, &first).fails(6).says("was handed off again");
    let result = world.run(&format!("session open -c big-shoes --as {RAVI} -m phone --json")).ok().json();
    assert_eq!(result["result"], "unchanged");
}

#[test]
fn dry_run_shows_all_but_a_code() {
    let mut world = people();
    let before = everything(&world);
    let run = world.run(&format!("session open -c big-shoes --as {RAVI} -m phone -n --json")).ok();
    let record = run.json();
    assert!(record["code"].is_null() && record["login_url"].is_null() && record["code_expires_at"].is_null());
    assert!(record["session_id"].is_null());
    assert_snapshot!(world.run(&format!("session open -c big-shoes --as {RAVI} -m phone -n")).ok(), @"
    $ partnerctl session open -c big-shoes --as ravi@jimsweb.example -m phone -n
    --- stderr
    ▸ big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example  [from --client]
    ravi@jimsweb.example would enter big-shoes (C100001-9), until 21 Nov 2026 17:00 UTC at the latest.
    note: this is a dry run (--dry-run): it shows what would happen, and nothing is changed
    --- exit 0
    ");
    assert_eq!(everything(&world), before);
}

/// S0.21: what is missing, and the command for it.
#[test]
fn refused_person_sees_what_is_missing() {
    let mut world = people();
    let before = everything(&world);
    assert_snapshot!(world.run(&format!("session open -c big-shoes -m phone --as {}", "nobody@x.example")), @"
    $ partnerctl session open -c big-shoes -m phone --as nobody@x.example
    --- stderr
    error: --as names nobody@x.example, who is not known here
    hint: look the person up with `partnerctl client find ADDRESS`
    --- exit 5
    ");
    assert_snapshot!(world.run("session open -c big-shoes -m phone"), @"
    $ partnerctl session open -c big-shoes -m phone
    --- stderr
    error: jane may not `session open` in their own name: it is for others to do
    hint: name the person with `--as EMAIL --reason TEXT`
    --- exit 5
    ");
    assert_snapshot!(enter(&mut world, "moon"), @r#"
    $ partnerctl session open -c moon --as ravi@jimsweb.example -m phone
    --- stderr
    error: no client is named "moon"
    hint: look it up with `partnerctl client find WORD`
    hint: ravi@jimsweb.example may not know of it either way; support looks with `partnerctl access list --user ravi@jimsweb.example`
    --- exit 3
    "#);
    assert_eq!(everything(&world), before);
    world.run("link request -p jims-web --target moon").ok();
    assert_snapshot!(enter(&mut world, "moon"), @"
    $ partnerctl session open -c moon --as ravi@jimsweb.example -m phone
    --- stderr
    ▸ moon  C100003-5  Moon  [from --client]
    error: ravi@jimsweb.example may not enter moon (C100003-5): lnk_3 is pending
    hint: the partner's request waits for the client's answer; an owner or admin of the client must do that
    --- exit 5
    ");
    world.run("link deny lnk_3 -c moon --as mo@moon.example -m phone").ok();
    assert_snapshot!(enter(&mut world, "moon"), @"
    $ partnerctl session open -c moon --as ravi@jimsweb.example -m phone
    --- stderr
    ▸ moon  C100003-5  Moon  [from --client]
    error: ravi@jimsweb.example may not enter moon (C100003-5): the partner has no link here
    hint: the client is not associated with the partner; support does it with `partnerctl client associate moon -p jims-web`
    hint: the client has made no dedicated user for the partner; an owner or admin of the client must do that
    hint: the client has not linked the partner; an owner or admin of the client must do that
    hint: or the partner asks, and its people enter under their own logins: `partnerctl link request -p jims-web --target moon`
    --- exit 5
    ");
    world.run("link create -p jims-web -c moon --as mo@moon.example -m phone").ok();
    assert_snapshot!(enter(&mut world, "moon"), @"
    $ partnerctl session open -c moon --as ravi@jimsweb.example -m phone
    --- stderr
    ▸ moon  C100003-5  Moon  [from --client]
    error: ravi@jimsweb.example may not enter moon (C100003-5): the client created the link, and has made no dedicated user yet
    hint: the client has made no dedicated user for the partner; the client does it with `partnerctl user add -c moon -r supervisor --for-partner jims-web --as mo@moon.example -m 'asked for by phone'`
    --- exit 5
    ");
    let_in(&mut world, "max@moon.example", "moon", "manager --for 1d");
    world.pass(Span::days(2));
    assert_snapshot!(world.run("session open -c moon --as max@moon.example -m phone"), @r#"
    $ partnerctl session open -c moon --as max@moon.example -m phone
    --- stderr
    warning: the clock of this machine says 23 Nov 2026 09:00 UTC, more than a day after the newest audit row, 27 of 21 Nov 2026 09:00 UTC: is it right?
    error: no client is named "moon"
    hint: look it up with `partnerctl client find WORD`
    hint: max@moon.example may not know of it either way; support looks with `partnerctl access list --user max@moon.example`
    --- exit 3
    "#);
}

#[test]
fn partner_user_enters_only_chosen_clients() {
    let mut world = people();
    let names = "--first-name Zoe --last-name Web --password-file password";
    world.run(&format!("partner add-user zoe@jimsweb.example -p jims-web {names} --clients tea-house")).ok();
    world.run("session open -c tea-house --as zoe@jimsweb.example -m phone").ok();
    let run = world.run("session open -c big-shoes --closing tea-house --as zoe@jimsweb.example -m phone");
    assert!(matches!(run.code, 3 | 5), "{run}");
    assert_eq!(super::state(&mut world, "ses_1"), "open", "nothing was left");
}

#[test]
fn client_log_shows_who_entered_and_how() {
    let mut world = people();
    enter(&mut world, "big-shoes").ok();
    world.run(&format!("session open -c tea-house --closing big-shoes --as {RAVI} -m phone")).ok();
    world.run(&format!("session close --as {RAVI} -m bye")).ok();
    assert_snapshot!(log(&mut world, "tea-house", 2), @"
    21 Nov 2026 09:00 UTC  jane for ravi@jimsweb.example closed ses_2, saying “bye”
    21 Nov 2026 09:00 UTC  jane for ravi@jimsweb.example opened ses_2 as tea-house@jims.invalid through lnk_2, leaving ses_1, saying “phone”
    ");
    assert_snapshot!(log(&mut world, "big-shoes", 2), @"
    21 Nov 2026 09:00 UTC  jane for ravi@jimsweb.example closed ses_1, saying “phone”
    21 Nov 2026 09:00 UTC  jane for ravi@jimsweb.example opened ses_1 through lnk_1, saying “phone”
    ");
    let both = world.sql("SELECT action, client_id FROM audit ORDER BY id DESC LIMIT 3");
    assert_eq!(both, ["session.close|100002", "session.open|100002", "session.close|100001"]);
}

fn log(world: &mut World, client: &str, lines: u32) -> String {
    world.run(&format!("client log {client} --limit {lines}")).ok().out
}
