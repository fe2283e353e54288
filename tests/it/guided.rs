//! A command that lacks something asks for it at a terminal, shows the line that it makes of the answers, and runs that
//! line. A script is asked nothing, and is given all that is missing at once.

use partnerctl::commands::catalogue::all;
use partnerctl::term::Facts;

use crate::support::{Real, Run, World};

const ENTER: &str = "";

fn at_terminal() -> World {
    let mut world = World::with_story();
    world.run("user add ann@bigshoes.example -c big-shoes -r manager").ok();
    world.run("link request -p jims-web --target big-shoes").ok();
    world.at_terminal(100);
    world
}

/// A line, the answers, and the whole line.
const CASES: &[(&str, &[&str], &str)] = &[
    (
        "client add",
        &["Old Mill", "mia@mill.example max@mill.example", ENTER],
        "client add 'Old Mill' --owner mia@mill.example --owner max@mill.example",
    ),
    ("client add 'Old Mill'", &["mia@mill.example", ENTER], "client add 'Old Mill' --owner mia@mill.example"),
    ("partner add", &["Ledger & Co", "", ENTER], "partner add 'Ledger & Co' --slug ledger-co"),
    ("partner add Ledger", &["tax", ENTER], "partner add Ledger --slug tax"),
    (
        "partner add-user --generate-password",
        &["pat@jimsweb.example", "jims-web", "Pat", "-Lee", ENTER],
        "partner add-user --generate-password pat@jimsweb.example -p jims-web --first-name Pat --last-name=-Lee",
    ),
    // What `undo` takes back runs at once.
    (
        "user add",
        &["eve@bigshoes.example", "big-shoes", "manager"],
        "user add eve@bigshoes.example -c big-shoes -r manager",
    ),
    (
        "user add eve@bigshoes.example -r guest",
        &["C100001-9", ENTER],
        "user add eve@bigshoes.example -r guest -c C100001-9",
    ),
    ("invite send", &["", "big-shoes", ENTER], "invite send --owners -c big-shoes"),
    (
        "invite send",
        &["eve@bigshoes.example", "big-shoes", "admin", ENTER],
        "invite send eve@bigshoes.example -c big-shoes -r admin",
    ),
    ("invite send ann@bigshoes.example", &["big-shoes", "", ENTER], "invite send ann@bigshoes.example -c big-shoes"),
    (
        "user add",
        &["eve@bigshoes.example", "big-shoes", "guest", ENTER],
        "user add eve@bigshoes.example -c big-shoes -r guest",
    ),
    ("link request", &["jims-web", "teahouse.example", ENTER], "link request -p jims-web --target teahouse.example"),
];

#[test]
fn answers_make_the_line_that_is_run() {
    for (line, answers, whole) in CASES {
        let mut world = at_terminal();
        let run = world.answers(answers).run(line).ok();
        assert!(run.err.contains(&format!("The same in one line: partnerctl {whole}\n")), "{whole}: {run}");
        let mut other = at_terminal();
        let typed = other.run(whole).ok();
        assert_eq!(run.out, typed.out, "{line}");
        let last = |world: &World| world.sql("SELECT action, outcome, client_id FROM audit ORDER BY id DESC LIMIT 1");
        assert_eq!(last(&world), last(&other), "{line}");
    }
}

#[test]
fn approval_by_phone_is_asked_for() {
    let mut world = at_terminal();
    world.run("invite send --owners -c big-shoes").ok();
    crate::invite::accept(&mut world, "jim@bigshoes.example");
    let answers = ["lnk_1", "big-shoes", "jim@bigshoes.example", "by phone", ENTER];
    let run = world.answers(&answers).run("link approve").ok();
    let whole = "link approve lnk_1 -c big-shoes --as jim@bigshoes.example -m 'by phone'";
    assert!(run.err.contains(&format!("The same in one line: partnerctl {whole}\n")), "{run}");
    assert_eq!(world.run("link show lnk_1 --json").ok().json()["state"], "linked");
    let reason = world.sql("SELECT reason FROM audit WHERE action = 'link.approve'");
    assert_eq!(reason, ["by phone"]);
}

#[test]
fn code_replaces_a_proof_when_typed() {
    for (line, answers) in [
        ("link approve", &["", "no code"][..]),
        ("link approve lnk_1", &["", "no code"]),
        ("link approve", &["lnk_1", "big-shoes", "", "no code"]),
        ("link approve lnk_1 -c big-shoes", &["", "no code"]),
    ] {
        at_terminal().answers(answers).run(line).fails(2).says("this is not a code");
    }
}

#[test]
fn a_wrong_answer_is_asked_for_again() {
    let mut world = at_terminal();
    let answers = ["eve", "eve@bigshoes.example", "Big Shoes", "big-shoos", "big-shoes", "manager"];
    let run = world.answers(&answers).run("user add").ok();
    for said in [
        "\"eve\" is",
        "\"Big Shoes\" is not a slug",
        "no client is named \"big-shoos\"",
        "C100001-9  Big Shoes Inc.  bigshoes.example  [from your answer]",
    ] {
        assert!(run.err.contains(said), "{said}: {run}");
    }
}

#[test]
fn nothing_runs_before_enter() {
    let mut world = at_terminal();
    let before = world.sql("SELECT count(*) FROM audit WHERE outcome = 'done'");
    for (line, answers) in [
        ("invite send", &["", "big-shoes", "no"][..]),
        ("client add", &["Old Mill", "mia@mill.example", "stop"]),
        ("partner add", &["Ledger", "tax", "y"]),
    ] {
        world.answers(answers).run(line).fails(8).says("nothing was changed");
    }
    assert_eq!(world.sql("SELECT count(*) FROM audit WHERE outcome = 'done'"), before);
}

#[test]
fn empty_answer_stops_with_what_is_missing() {
    let mut world = at_terminal();
    world.answers(&[""]).run("client add").fails(2).says("missing: NAME, --owner EMAIL...");
    world.answers(&[""]).run("user add").fails(2).says("missing: EMAIL, -c CLIENT, -r ROLE");
    world.answers(&["eve@bigshoes.example", ""]).run("user add").fails(8).says("user add eve@bigshoes.example`");
    // What the parser does not miss is refused by the command.
    world.answers(&[""]).run("user add eve@bigshoes.example -r manager").fails(10);
}

/// In whose right it is run, and where, is found out before anything is asked.
#[test]
fn no_question_without_permission() {
    let mut world = at_terminal();
    world.run("staff add auditor --name Auditor --read-only").ok();
    world.account("auditor").answers(&[]).run("client add").fails(5);
    let mut empty = World::empty();
    empty.at_terminal(80).answers(&[]).run("client add").fails(16);
}

#[test]
fn a_dry_run_needs_no_enter() {
    let mut world = at_terminal();
    let run = world.answers(&["", "big-shoes"]).run("invite send -n").ok();
    assert!(run.err.contains("would be invited"), "{run}");
}

#[test]
fn scripts_get_no_question_and_full_errors() {
    let mut world = World::with_story();
    for (line, missing) in [
        ("client add", "NAME, --owner EMAIL..."),
        ("client add X", "--owner EMAIL..."),
        ("partner add", "NAME, --slug SLUG"),
        ("partner add-user", "EMAIL, -p PARTNER, --first-name NAME, --last-name NAME"),
        ("user add", "EMAIL, -c CLIENT, -r ROLE"),
        ("user add -r guest", "EMAIL, -c CLIENT"),
        ("invite send", "EMAIL..., -c CLIENT"),
        ("link request", "-p PARTNER, --target REF..."),
    ] {
        let said = format!("missing: {missing}\n");
        world.run(line).fails(2).says(&said);
        // A question without an answer would be a failure of the test.
        world.at_terminal(80).answers(&[]).run(&format!("{line} --json")).fails(2);
        world.streams(Facts {
            stdin_tty: false,
            stdout_tty: false,
            stderr_tty: false,
            width: None,
            height: None,
            owner: None,
        });
    }
    let run = world.run("user add ann@bigshoes.example").fails(10);
    assert!(run.err.contains("missing: -c CLIENT, -r ROLE\n"), "{run}");
    world.run("invite send ann@bigshoes.example").fails(10);
}

/// Each question is for an argument that the command has, so that its answer is understood.
#[test]
fn questions_match_existing_arguments() {
    let mut asking = Vec::new();
    for (name, entry) in all().filter(|(_, entry)| !entry.asks.is_empty()) {
        let command = entry.command();
        for question in entry.asks {
            let arg =
                command.get_arguments().find(|arg| arg.get_id() == question.id()).unwrap_or_else(|| panic!("{name}"));
            let typed =
                [arg.get_short().map(|short| format!("-{short}")), arg.get_long().map(|long| format!("--{long}"))];
            let is_positional = arg.is_positional() && question.flag().is_empty();
            assert!(is_positional || typed.iter().flatten().any(|typed| typed == question.flag()), "{name}: {arg}");
        }
        asking.push(name);
    }
    assert_eq!(
        asking,
        [
            "partner add",
            "partner add-user",
            "client add",
            "user add",
            "link request",
            "link approve",
            "link deny",
            "invite send"
        ]
    );
}

#[test]
fn refused_password_is_asked_again() {
    let mut world = at_terminal();
    let line = "partner add-user pat@jimsweb.example -p jims-web --first-name Pat --last-name Lee";
    let good = "seventeen blue umbrellas";
    let answers = ["short", good, "another one of these", good, good];
    let run: Run = world.answers(&answers).run(line).ok();
    for said in ["A password has 15 to 256 characters", "the password is too short", "the two passwords differ"] {
        assert!(run.err.contains(said), "{said}: {run}");
    }
    assert!(!run.err.contains("umbrellas"), "{run}");
    world.answers(&[""]).run(&line.replace("pat@", "kim@")).fails(8).says("no password was given");
}

#[test]
fn questions_are_put_at_a_real_terminal() {
    let real = Real::new();
    real.run("client add 'Big Shoes' --owner jim@bigshoes.example").ok();
    let mut terminal = real.at_terminal("user add");
    terminal.exp_string("E-mail address of the person: ").unwrap();
    terminal.send_line("ann@bigshoes.example").unwrap();
    terminal.exp_string("Client, by slug or id: ").unwrap();
    terminal.send_line("big-shoes").unwrap();
    terminal.exp_string("C100001-9").unwrap();
    terminal.exp_string("Role?").unwrap();
    terminal.send_line("manager").unwrap();
    terminal
        .exp_string("The same in one line: partnerctl user add ann@bigshoes.example -c big-shoes -r manager")
        .unwrap();
    terminal.exp_string("prepared as manager").unwrap();
    terminal.exp_eof().unwrap();
    let mut stopped = real.at_terminal("invite send --no-input");
    stopped.exp_string("missing: EMAIL..., -c CLIENT").unwrap();
    stopped.exp_eof().unwrap();
}

/// What was typed is not lost with the question that stays open.
#[test]
fn empty_answer_gives_the_line_so_far() {
    let mut world = at_terminal();
    let run = world.answers(&["Blue Boats", ""]).run("client add").fails(8);
    run.says("no answer was given; nothing was changed")
        .says("go on from here with `partnerctl client add 'Blue Boats'`");
}

/// Support sees a wrong partner, link or target when it is typed, and corrects it.
#[test]
fn wrong_answer_is_asked_again() {
    let mut world = at_terminal();
    let run = world.answers(&["jims-wed", "jims-web", "Tea House", "teahouse.example", ENTER]).run("link request").ok();
    run.says("no partner is named \"jims-wed\"").says("link request -p jims-web --target teahouse.example");
    let answers = ["lnk_99", "lnk_1", "big-shoes", "jim@bigshoes.example", "by phone", ENTER];
    world.answers(&answers).run("link approve").fails(5).says("there is no link lnk_99");
}

/// S2.11: where forms are set, the one to link is asked for, and only where a mail goes out.
#[test]
fn form_is_asked_where_forms_are_set() {
    for (line, answers, whole) in [
        (
            "invite send",
            &["eve@bigshoes.example", "big-shoes", "admin", "none", "welcome", ENTER][..],
            "invite send eve@bigshoes.example -c big-shoes -r admin --form welcome",
        ),
        (
            "invite send eve@bigshoes.example -r admin",
            &["big-shoes", "", ENTER],
            "invite send eve@bigshoes.example -r admin -c big-shoes",
        ),
        (
            "user add",
            &["eve@bigshoes.example", "big-shoes", "guest", "welcome", ENTER],
            "user add eve@bigshoes.example -c big-shoes -r guest --form welcome",
        ),
        (
            "user add",
            &["eve@bigshoes.example", "big-shoes", "manager"],
            "user add eve@bigshoes.example -c big-shoes -r manager",
        ),
    ] {
        let mut world = at_terminal();
        world.run("config set form.welcome https://forms.example/welcome").ok();
        world.run("config set form.survey https://forms.example/survey").ok();
        let run = world.answers(answers).run(line).ok();
        assert!(run.err.contains(&format!("The same in one line: partnerctl {whole}\n")), "{whole}: {run}");
    }
}

/// On someone's behalf nothing is read before the reason is known, so that no form is asked for: what is missing is said.
#[test]
fn form_is_not_asked_for_without_a_reason() {
    for (line, answers) in [
        ("user add eve@bigshoes.example -c big-shoes", &["guest", ENTER][..]),
        ("invite send eve@bigshoes.example -r admin", &["big-shoes", ENTER]),
    ] {
        let mut world = at_terminal();
        world.run("config set form.welcome https://forms.example/welcome").ok();
        world.answers(answers).run(&format!("{line} --as jim@bigshoes.example")).fails(2).says("reason");
    }
}
