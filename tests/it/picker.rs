//! A read that names no client lets one choose at a terminal; a change never does, and a script is never asked.

use insta::assert_snapshot;
use partnerctl::commands::{NOUNS, command};

use crate::invite::accept;
use crate::registry::lines_of;
use crate::support::{Run, World};

const BIG: &str = "big-shoes  C100001-9  Big Shoes Inc.  bigshoes.example";
const TEA: &str = "tea-house  C100002-4  Tea House  teahouse.example";

fn at_terminal() -> World {
    let mut world = World::with_story();
    world.at_terminal(120);
    world
}

fn picking(world: &mut World, line: &str, answers: &[&str]) -> Run {
    world.answers(answers).run(line)
}

#[test]
fn read_without_a_client_shows_candidates() {
    let mut world = at_terminal();
    // One match is shown too: nothing is taken that was not chosen.
    assert_snapshot!(picking(&mut world, "user list --columns client_slug,email", &["shoes", BIG]), @"
    $ partnerctl user list --columns client_slug,email
    [1mclient_slug  email[0m
    ─────────────────────────────────
    big-shoes    jim@bigshoes.example
    --- exit 0
    ");
    assert_snapshot!(picking(&mut world, "user list --columns client_slug,email", &["nowhere", "teahouse", TEA]), @"
    $ partnerctl user list --columns client_slug,email
    [1mclient_slug  email[0m
    ─────────────────────────────────
    tea-house    tia@teahouse.example
    --- stderr
    note: no client is found by nowhere
    --- exit 0
    ");
    assert_snapshot!(picking(&mut world, "user list", &[""]), @"
    $ partnerctl user list
    --- stderr
    [1m[31merror:[0m no client given
    [36mhint:[0m name one client with `-c CLIENT`, or take all with `-A`
    --- exit 10
    ");
}

#[test]
fn every_read_offers_a_choice_of_client() {
    let mut world = at_terminal();
    for line in [
        "user list",
        "user show jim@bigshoes.example",
        "invite list",
        "link list",
        "access list",
        "access why jim@bigshoes.example",
        "session list",
    ] {
        picking(&mut world, line, &["shoes", BIG]).ok();
        // Without a terminal it is as it was.
        world.run(line).fails(10).says("name");
        picking(&mut world, &format!("{line} --no-input"), &[]).fails(10);
        picking(&mut world, &format!("{line} --json"), &[]).fails(10);
    }
    // Where the output goes elsewhere, so may the input come from.
    world.streams(partnerctl::term::Facts {
        stdin_tty: true,
        stdout_tty: false,
        stderr_tty: true,
        width: None,
        height: None,
        owner: None,
    });
    picking(&mut world, "user list", &[]).fails(10);
}

#[test]
fn user_chooses_among_visible_clients() {
    let mut world = at_terminal();
    world.run("invite send --owners -c tea-house").ok();
    accept(&mut world, "tia@teahouse.example");
    picking(&mut world, "user list --as tia@teahouse.example", &["shoes", "tea", TEA])
        .ok()
        .says("no client is found by shoes");
}

/// docs/reference.md#never-the-wrong-client. Only a person who enters one of their own accounts chooses it from a list (S1.13); a code and a
/// session name their client by themselves.
#[test]
fn change_never_takes_its_client_from_a_list() {
    let mut world = at_terminal();
    world.run("invite send --owners -c big-shoes").ok();
    accept(&mut world, "jim@bigshoes.example");
    let before = world.sql("SELECT count(*) FROM audit WHERE outcome = 'done'");
    let mut tried = Vec::new();
    for noun in NOUNS {
        for entry in noun.verbs {
            let name = format!("{} {}", noun.name, entry.name).trim_start().to_owned();
            // A mail may be about no client; `mail::retry` shows that one which is has to be named.
            if noun.name == "session" || name == "mail retry" {
                continue;
            }
            for words in entry.examples.iter().flat_map(|example| lines_of(example)) {
                let line = std::iter::once("partnerctl").chain(words.iter().map(String::as_str));
                let matches = command::tree().try_get_matches_from(line).unwrap();
                let (called, inner, _) = command::find(&matches).unwrap();
                let own = called.name == entry.name && called.examples == entry.examples;
                let Some(at) = words.iter().position(|word| word == "-c" || word == "--client") else { continue };
                let by_code = words.iter().any(|word| word.starts_with("--code"));
                if by_code || !own || !called.class(inner).unwrap().is_change() {
                    continue;
                }
                let mut bare = words.clone();
                bare.drain(at..at + 2);
                // The actor is looked at first, and so is someone who may act.
                if let Some(at) = bare.iter().position(|word| word == "--as") {
                    bare[at + 1] = "jim@bigshoes.example".to_owned();
                }
                // Some ask for its id or slug, which is typed.
                let asks = entry.asks.iter().any(|question| question.id() == "client");
                let run = world.answers(if asks { &[""] } else { &[] }).run_words(&bare);
                tried.push(format!("{name}: {}", run.code));
            }
        }
    }
    assert_eq!(world.sql("SELECT count(*) FROM audit WHERE outcome = 'done'"), before);
    let other: Vec<&String> = tried.iter().filter(|shown| !shown.ends_with(": 10")).collect();
    assert_eq!(other, [""; 0]);
    assert!(tried.len() > 25, "{tried:?}");
}

/// A filter without a client leads to the same list of all clients, and asks nothing.
#[test]
fn filter_without_client_leads_to_all() {
    let mut world = at_terminal();
    for line in ["user list --state expired", "invite list --state pending", "link list --expiring 30d"] {
        let run = picking(&mut world, line, &[]).fails(10);
        run.says(&format!("in all clients: `partnerctl {line} -A`"));
        world.run(&format!("{line} -A")).ok();
    }
}
