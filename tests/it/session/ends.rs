//! A session ends with whatever it rests on, and does not come back with it.

use partnerctl::domain::time::Span;

use super::{DEDICATED, RAVI, enter, let_in, people, state, verify};

/// What is done while ravi is in a client, and why the session is over then.
const WAYS: &[(&str, &str, &str)] = &[
    ("big-shoes", "link remove lnk_1 -c big-shoes --confirm big-shoes", "the link is no longer in force"),
    ("tea-house", "link remove lnk_2 -c tea-house --confirm tea-house", "the link is no longer in force"),
    (
        "tea-house",
        "user remove tea-house@jims.invalid -c tea-house --confirm tea-house",
        "the dedicated user has no active login and grant",
    ),
    ("big-shoes", "client close big-shoes --confirm big-shoes:1", "the client is closed"),
];

#[test]
fn it_ends_with_link_user_or_client() {
    for (client, line, why) in WAYS {
        let mut world = people();
        let code = enter(&mut world, client).ok().id();
        assert_eq!(state(&mut world, "ses_1"), "open");
        world.run(line).ok();
        assert_eq!(state(&mut world, "ses_1"), "ended", "{line}");
        verify(&mut world, &code).fails(5).says(why);
        assert!(matches!(enter(&mut world, client).code, 5 | 14), "{line}");
    }
}

#[test]
fn another_grant_does_not_revive_it() {
    let mut world = people();
    let_in(&mut world, "ann@bigshoes.example", "big-shoes", "manager");
    let code = world.run("session open -c big-shoes --as ann@bigshoes.example -m phone").ok().id();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    assert_eq!(state(&mut world, "ses_1"), "ended");
    verify(&mut world, &code).fails(5).says("ses_1 ended: the access was taken away");
    let_in(&mut world, "ann@bigshoes.example", "big-shoes", "manager");
    assert_eq!(state(&mut world, "ses_1"), "ended", "the new grant is another");
    verify(&mut world, &code).fails(6).says("has to enter big-shoes (C100001-9) again");
    world.run("session open -c big-shoes --as ann@bigshoes.example -m phone").ok();
    assert_eq!((state(&mut world, "ses_1"), state(&mut world, "ses_2")), ("ended".to_owned(), "open".to_owned()));
}

#[test]
fn it_ends_with_a_shortened_term() {
    let mut world = people();
    let_in(&mut world, "ann@bigshoes.example", "big-shoes", "manager");
    let code = world.run("session open -c big-shoes --as ann@bigshoes.example -m phone").ok().id();
    verify(&mut world, &code).ok();
    world.run("user edit ann@bigshoes.example -c big-shoes --for 1h").ok();
    world.pass(Span::from_ms(20 * 60_000));
    world.run("session verify --session ses_1 -c big-shoes").ok();
    world.pass(Span::from_ms(20 * 60_000));
    world.run("session verify --session ses_1 -c big-shoes").ok();
    world.pass(Span::from_ms(20 * 60_000));
    world.run("session verify --session ses_1 -c big-shoes").fails(5).says("the term of the access is over");
}

#[test]
fn it_never_outlives_its_term() {
    let mut world = people();
    let_in(&mut world, "ann@bigshoes.example", "big-shoes", "manager --for 600s");
    let record = world.run("session open -c big-shoes --as ann@bigshoes.example -m phone --json").ok().json();
    let until = world.sql("SELECT until FROM access_grant WHERE until IS NOT NULL");
    assert_eq!(world.sql("SELECT expires_at FROM session"), until, "{record}");
    world.pass(Span::from_ms(10 * 60_000));
    assert_eq!(state(&mut world, "ses_1"), "expired");
}

#[test]
fn it_ends_with_the_login() {
    let mut world = people();
    enter(&mut world, "big-shoes").ok();
    world.tamper(&format!("UPDATE login SET state = 'inactive' WHERE email = '{RAVI}'"));
    assert_eq!(state(&mut world, "ses_1"), "ended");
    world.run("session verify --session ses_1 -c big-shoes").fails(5).says("the login is not active");
}

#[test]
fn it_ends_with_partner_seat_or_login() {
    for (statement, why) in [
        ("UPDATE partner SET state = 'closed'".to_owned(), "the partner is closed"),
        (
            format!("UPDATE login SET state = 'inactive' WHERE email = '{DEDICATED}'"),
            "the dedicated user has no active",
        ),
        ("UPDATE partner_user SET until = 1".to_owned(), "the person is no user of the partner any more"),
        ("UPDATE partner_user SET scope = 'clients'".to_owned(), "the client is not among those of the person"),
    ] {
        let mut world = people();
        enter(&mut world, "tea-house").ok();
        world.tamper(&statement);
        world.run("session verify --session ses_1 -c tea-house").fails(5).says(why);
    }
}

#[test]
fn removed_client_ends_it_for_good() {
    for (taken, given) in [
        (
            "partner unassign-clients {} -p jims-web --clients tea-house",
            "partner assign-clients {} -p jims-web --clients tea-house",
        ),
        (
            "partner edit-user {} -p jims-web --clients big-shoes --expect-clients 1",
            "partner edit-user {} -p jims-web --scope all",
        ),
    ] {
        let mut world = people();
        let names = "--first-name Zoe --last-name Web --password-file password";
        world.run(&format!("partner add-user zoe@jimsweb.example -p jims-web {names} --clients tea-house")).ok();
        world.run("session open -c tea-house --as zoe@jimsweb.example -m phone").ok();
        world.run(&taken.replace("{}", "zoe@jimsweb.example")).ok();
        assert_eq!(state(&mut world, "ses_1"), "ended", "{taken}");
        world.run(&given.replace("{}", "zoe@jimsweb.example")).ok();
        assert_eq!(state(&mut world, "ses_1"), "ended", "{given}");
        world.run("session open -c tea-house --as zoe@jimsweb.example -m phone").ok();
    }
}

/// Ann is in big-shoes; her term is shortened, goes by, and is prolonged again.
#[test]
fn extended_term_does_not_revive_it() {
    let mut world = people();
    let_in(&mut world, "ann@bigshoes.example", "big-shoes", "manager");
    world.run("session open -c big-shoes --as ann@bigshoes.example -m phone").ok();
    world.run("user edit ann@bigshoes.example -c big-shoes --for 300s").ok();
    assert_eq!(state(&mut world, "ses_1"), "open");
    world.pass(Span::from_ms(6 * 60_000));
    assert_eq!(state(&mut world, "ses_1"), "ended");
    world.run("user edit ann@bigshoes.example -c big-shoes --no-until").ok();
    assert_eq!(state(&mut world, "ses_1"), "ended");
    assert_eq!(world.sql("SELECT state, closed_because FROM session"), ["closed|term"]);
    world.run("session open -c big-shoes --as ann@bigshoes.example -m phone").ok();
}

#[test]
fn wider_seat_does_not_revive_it() {
    for (narrowed, widened, because) in [
        ("--for 300s", "--no-until", "closed|seat"),
        ("--clients tea-house --expect-clients 1", "--scope all", "closed|scope"),
        ("--no-clients", "--clients big-shoes,tea-house --expect-clients 2", "closed|scope"),
    ] {
        let mut world = people();
        enter(&mut world, "big-shoes").ok();
        let edit = format!("partner edit-user {RAVI} -p jims-web");
        world.run(&format!("{edit} {narrowed}")).ok();
        world.pass(Span::from_ms(6 * 60_000));
        assert_eq!(state(&mut world, "ses_1"), "ended", "{narrowed}");
        world.run(&format!("{edit} {widened}")).ok();
        assert_eq!(state(&mut world, "ses_1"), "ended", "{widened}");
        assert_eq!(world.sql("SELECT state, closed_because FROM session"), [because]);
        enter(&mut world, "big-shoes").ok();
    }
}

/// A membership that is narrowed to other clients leaves a session in one of those that stay alone.
#[test]
fn seat_narrowed_to_its_client_keeps_it() {
    let mut world = people();
    enter(&mut world, "big-shoes").ok();
    world.run(&format!("partner edit-user {RAVI} -p jims-web --clients big-shoes --for 1d")).ok();
    assert_eq!(state(&mut world, "ses_1"), "open");
}

#[test]
fn restored_database_opens_no_left_session() {
    let mut world = people();
    enter(&mut world, "tea-house").ok();
    world.run("session open -c big-shoes --as jim@bigshoes.example -m phone").ok();
    world.run("db backup backup.db").ok();
    world.run(&format!("session close --as {RAVI} -m bye")).ok();
    world.run("db restore backup.db --confirm live").ok().says("1 session ended");
    assert_eq!((state(&mut world, "ses_1"), state(&mut world, "ses_2")), ("ended".to_owned(), "open".to_owned()));
}
