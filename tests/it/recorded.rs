//! A recorded scenario: about 200 commands that make every action of the audit. What they print to machines, every audit
//! row with its hash, and the sentences of the logs must stay byte for byte the same: scripts, undo and the chain of the
//! databases that exist depend on it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use insta::assert_snapshot;
use partnerctl::domain::audit_event::Action;
use partnerctl::domain::time::Span;

use crate::mail::bounce::{POSTFIX, notification};
use crate::support::World;

/// The commands, each in one machine format. `+10d` lets time pass, `-5m` sets the clock back, `!` is a statement, and
/// `rm NAME` removes a file. A line after `@ADDRESS` gets the newest code that was mailed there on standard input, the
/// code that a line after `>` prints is kept in the file `code`, `{mail:ADDRESS}` is the
/// newest mail to it, and `{dsn:ADDRESS}` the notification that this came back.
const SCENARIO: &str = include_str!("recorded/scenario.txt");

/// Runs the scenario; the commands with their standard output and exit code.
fn play(world: &mut World) -> String {
    let mut output = String::new();
    for line in SCENARIO.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(statement) = line.strip_prefix('!') {
            world.tamper(statement);
        } else if let Some(name) = line.strip_prefix("rm ") {
            std::fs::remove_file(world.path(name)).unwrap();
        } else if let Some(span) = line.strip_prefix('+') {
            world.pass(Span::parse(span).unwrap());
        } else if let Some(span) = line.strip_prefix('-') {
            world.pass(Span::from_ms(-Span::parse(span).unwrap().ms()));
        } else {
            command(world, line, &mut output);
        }
    }
    output
}

fn command(world: &mut World, line: &str, output: &mut String) {
    let keeps_code = line.starts_with('>');
    let mut line = line.trim_start_matches('>').to_owned();
    if let Some(rest) = line.strip_prefix('@') {
        let (address, rest) = rest.split_once(' ').unwrap();
        let code = world.code_for(address);
        world.stdin(code);
        line = rest.to_owned();
    }
    if let Some((before, address)) = line.split_once(" {dsn:") {
        let address = address.trim_end_matches('}');
        let dsn = notification(world, POSTFIX, &newest_mail(world, address));
        world.stdin(dsn);
        line = before.to_owned();
    }
    if let Some((before, rest)) = line.split_once("{mail:") {
        let (address, after) = rest.split_once('}').unwrap();
        line = format!("{before}{}{after}", newest_mail(world, address));
    }
    let run = world.run(&line);
    writeln!(output, "$ partnerctl {line}\n{}--- exit {}", run.out, run.code).unwrap();
    if keeps_code {
        let code = run.ok().json()["code"].as_str().unwrap().to_owned();
        world.write_private("code", &code);
    }
}

fn newest_mail(world: &World, address: &str) -> String {
    world.sql(&format!("SELECT 'msg_' || max(id) FROM mail WHERE recipient = '{address}'")).remove(0)
}

fn world() -> World {
    let world = World::empty();
    world.write_private("password", "walrus teapot 94 gravel\n");
    world.write_private("other", "plover sandbar wicket 29 umbra\n");
    world.write(
        "clients.csv",
        "name,slug,owners,plan\nNorth Shop,north,no@north.example,pro\nBig Shoes Inc.,big-shoes,x@y.example,\n",
    );
    world.write(
        "people.csv",
        "client_slug,email,role\nbig-shoes,bo@bigshoes.example,guest\nbig-shop,x@y.example,guest\n",
    );
    world
}

/// The audit as stored, with the hash of each row in hexadecimal.
fn audit(world: &World) -> String {
    let rows = world.sql(
        "SELECT id, at, actor, acting_as, (SELECT group_concat(c.client_id) FROM audit_client AS c WHERE c.audit_id = a.id),
           action, entity_id, outcome, error_code, reason, details, lower(hex(hash)) FROM audit AS a ORDER BY id",
    );
    rows.join("\n")
}

/// Every action that was done, by itself or along with another.
fn done(world: &World) -> BTreeSet<String> {
    let rows = world.sql("SELECT action, details FROM audit WHERE outcome = 'done'");
    let mut actions = BTreeSet::new();
    for row in rows {
        let (action, details) = row.split_once('|').unwrap();
        actions.insert(action.to_owned());
        let details: serde_json::Value = serde_json::from_str(details).unwrap();
        let also = &details["also"];
        let also = also.as_array().cloned().unwrap_or_else(|| vec![also.clone()]);
        actions.extend(also.iter().filter_map(|action| action.as_str()).map(str::to_owned));
    }
    actions
}

/// What people do on the pages alone, which no command line makes.
const ON_PAGES: [&str; 3] = ["user.sign-in", "user.sign-out", "user.set-language"];

#[test]
fn recorded_scenario_stays_the_same() {
    let mut world = world();
    let output = play(&mut world);
    let done = done(&world);
    let missing: Vec<&str> = Action::ALL
        .iter()
        .map(|action| action.name())
        .filter(|name| !done.contains(*name) && !ON_PAGES.contains(name))
        .collect();
    assert_snapshot!("output", output);
    assert_snapshot!("audit", audit(&world));
    assert!(missing.is_empty(), "the scenario does not make {missing:?}");
}
