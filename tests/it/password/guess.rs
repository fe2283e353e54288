//! Guessing is held back for each address, known or not, and the answer shows nothing (docs/reference.md#data,
//! "Throttle").

use insta::assert_snapshot;
use partnerctl::domain::time::Span;

use super::{JIM, NEW, OLD, set, with_jim};
use crate::support::{Run, World};

const STRANGER: &str = "ghost@nowhere.example";

fn guess(world: &mut World, person: &str) -> Run {
    set(world, person, "this is wrong for sure", NEW)
}

#[test]
fn wrong_password_is_counted_and_not_stored() {
    let mut world = with_jim();
    assert_snapshot!(guess(&mut world, JIM), @"
    $ partnerctl user set-password jim@bigshoes.example --old-password-stdin
    --- stderr
    error: jim@bigshoes.example and this password do not match; nothing was changed
    hint: capitals and blanks count
    hint: who forgot it gets a new one with `partnerctl user reset-password jim@bigshoes.example`
    --- exit 5
    ");
    assert_eq!(world.sql("SELECT email_key, failures, day_failures FROM throttle"), ["jim@bigshoes.example|1|1"]);
    assert_eq!(
        world.sql("SELECT outcome, error_code, details FROM audit ORDER BY id DESC LIMIT 1"),
        [
            r#"refused|denied|{"named":"user set-password jim@bigshoes.example --old-password-stdin","message":"jim@bigshoes.example and this password do not match; nothing was changed"}"#
        ]
    );
}

/// docs/reference.md#data: 1, 3, 5, 10 seconds. The world's clock moves on by a second before each command.
#[test]
fn each_failure_lengthens_the_wait() {
    let mut world = with_jim();
    for wait in [1, 3, 5, 10, 10] {
        guess(&mut world, JIM).fails(5);
        let failed = world.now();
        for early in 1..wait {
            let run = guess(&mut world, JIM);
            assert_eq!(run.code, 4, "{early} of {wait} seconds: {run}");
        }
        assert_eq!(world.now().since(failed), Span::seconds(wait - 1));
    }
    guess(&mut world, JIM).fails(5);
    assert_snapshot!(guess(&mut world, JIM), @"
    $ partnerctl user set-password jim@bigshoes.example --old-password-stdin
    --- stderr
    error: the last password for jim@bigshoes.example was wrong: the next is looked at in 9 seconds; this one was not
    hint: support lifts it with `partnerctl user reset-password jim@bigshoes.example`
    --- exit 4
    ");
    let run =
        world.stdin(format!("{OLD}\n{NEW}\n")).run(&format!("user set-password {JIM} --old-password-stdin --json"));
    let error = run.error();
    assert_eq!((run.code, &error["code"]), (4, &"conflict".into()), "the right one is not even looked at: {run}");
    assert_eq!(error["wait_ms"].as_i64().unwrap() / 1000, 8, "{error}");
    world.pass(Span::seconds(8));
    set(&mut world, JIM, OLD, NEW).ok();
    guess(&mut world, JIM).fails(5);
    assert_eq!(
        world.sql("SELECT failures, day_failures FROM throttle"),
        ["1|7"],
        "the steps begin again, the day does not"
    );
}

#[test]
fn hundred_failures_wait_for_the_next_day() {
    let mut world = with_jim();
    guess(&mut world, JIM).fails(5);
    let began = world.now();
    world.tamper("UPDATE throttle SET failures = 100, day_failures = 100");
    world.pass(Span::hours(12));
    let run = set(&mut world, JIM, OLD, NEW);
    run.fails(4).says("too many passwords for jim@bigshoes.example were wrong today").says("in 12 hours");
    world.next_at(began + Span::DAY);
    set(&mut world, JIM, OLD, NEW).ok();
}

#[test]
fn a_code_and_a_reset_lift_it() {
    let mut world = with_jim();
    for _ in 0..2 {
        world.pass(Span::seconds(10));
        guess(&mut world, JIM).fails(5);
    }
    guess(&mut world, JIM).fails(4);
    world.run(&format!("user reset-password {JIM}")).ok();
    set(&mut world, JIM, OLD, NEW).ok();
    for _ in 0..2 {
        world.pass(Span::seconds(10));
        guess(&mut world, JIM).fails(5);
    }
    let code = world.code_for(JIM);
    world.pass(Span::MINUTE).run(&format!("user reset-password {JIM}")).ok();
    world.stdin(format!("{code}\n{OLD}\n")).run(&format!("user set-password {JIM} --code-stdin")).fails(6);
    guess(&mut world, JIM).fails(5);
    let code = world.code_for(JIM);
    world.stdin(format!("{code}\n{OLD}\n")).run(&format!("user set-password {JIM} --code-stdin")).ok();
    assert_eq!(world.sql("SELECT count(*) FROM throttle"), ["0"]);
}

/// docs/reference.md#data: the answer, its code and its time never show whether the address exists. That an unknown
/// address costs the same work is shown next to `ops::password::compare`.
#[test]
fn unknown_address_and_wrong_password_look_alike() {
    let mut world = with_jim();
    world.run("partner add-user off@jimsweb.example -p jims-web --first-name O --last-name F --inactive --generate-password").ok();
    let people = [JIM, STRANGER, "tia@teahouse.example", "off@jimsweb.example", "usr_999"];
    let anonymous = |run: &Run, person: &str| {
        let moment = |text: &str| {
            // The instant moves on with each command.
            text.split_whitespace()
                .map(|word| if word.starts_with("2026-") { "T" } else { word })
                .collect::<Vec<_>>()
                .join(" ")
        };
        moment(&run.to_string().replace(person, "PERSON"))
    };
    for round in 0..5 {
        world.pass(Span::minutes(1));
        let mut answers: Vec<(u8, String)> = Vec::new();
        for person in people {
            let first = guess(&mut world, person);
            let second = guess(&mut world, person);
            assert_eq!(first.code, 5, "{first}");
            if round > 0 {
                assert_eq!(second.code, 4, "{second}");
            }
            let both = format!("{}\n{}", anonymous(&first, person), anonymous(&second, person));
            answers.push((first.code, both));
        }
        for answer in &answers {
            assert_eq!(*answer, answers[0], "round {round}");
        }
    }
    let counted = world.sql("SELECT email_key, failures > 0 FROM throttle ORDER BY email_key");
    assert_eq!(
        counted,
        [
            "ghost@nowhere.example|1",
            "jim@bigshoes.example|1",
            "off@jimsweb.example|1",
            "tia@teahouse.example|1",
            "usr_999|1"
        ]
    );
    // jim under his other name is the same person, and counted as such.
    world.pass(Span::minutes(1));
    guess(&mut world, JIM).fails(5);
    guess(&mut world, "usr_1").fails(4);
    // On someone's behalf it is refused before anything is looked up.
    let others = |person: &str, world: &mut World| {
        let run =
            world.stdin("a\nb\n").run(&format!("user set-password {person} --old-password-stdin --as {JIM} -m x"));
        run.to_string().replace(person, "PERSON")
    };
    assert_eq!(others(STRANGER, &mut world), others("tia@teahouse.example", &mut world));
}

#[test]
fn clock_set_back_gives_no_more_guesses() {
    let mut world = with_jim();
    guess(&mut world, JIM).fails(5);
    let before = world.now();
    world.next_at(before + Span::from_ms(-3_600_000));
    guess(&mut world, JIM).fails(4).says("in 61 minutes");
    world.next_at(before + Span::seconds(2));
    guess(&mut world, JIM).fails(5);
}

/// Addresses that no one has are counted too; a day later they count for nothing, and go.
#[test]
fn made_up_addresses_do_not_pile_up() {
    let mut world = with_jim();
    for nth in 0..20 {
        guess(&mut world, &format!("ghost{nth}@nowhere.example")).fails(5);
    }
    assert_eq!(world.sql("SELECT count(*) FROM throttle"), ["20"]);
    world.pass(Span::DAY);
    for _ in 0..3 {
        guess(&mut world, JIM).fails(5);
        world.pass(Span::seconds(10));
    }
    assert_eq!(world.sql("SELECT email_key FROM throttle"), [JIM]);
}
