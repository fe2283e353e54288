//! `help`, `commands`, `completions`: what the program says about itself.

use insta::assert_snapshot;
use partnerctl::commands::{NOUNS, line};
use partnerctl::error::Code;

use crate::house::rust_files;
use crate::support::World;

/// Every topic that `help` lists.
fn topics(world: &mut World) -> Vec<String> {
    let overview = world.run("help").ok().out;
    let (_, topics) = overview.split_once("\nTopics:\n\n").unwrap();
    let named = topics.lines().take_while(|line| !line.is_empty());
    named
        .filter(|line| !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

#[test]
fn help_alone_lists_every_command_and_topic() {
    let mut world = World::empty();
    let overview = world.run("help").ok().out;
    for noun in NOUNS {
        assert!(overview.contains(noun.name));
        for entry in noun.verbs {
            assert!(overview.split_whitespace().any(|word| word == entry.name), "{} {}", noun.name, entry.name);
        }
    }
    assert!(topics(&mut world).len() >= 10);
}

#[test]
fn each_topic_fits_a_terminal_and_leaves_nothing_open() {
    let mut world = World::empty();
    for topic in topics(&mut world) {
        let text = world.run(&format!("help {topic}")).ok().out;
        assert!(!text.contains(['{', '}']) || topic == "formatting", "{text}");
        for line in text.lines() {
            assert!(line.chars().count() <= 82 || topic == "mail", "help {topic}: {line}");
        }
    }
}

#[test]
fn a_word_that_is_topic_and_noun_explains_both() {
    let mut world = World::empty();
    assert!(world.run("help client").ok().out.contains("Usage: partnerctl client"));
    assert!(world.run("help mail").ok().out.contains("written    is a file in the outbox folder"));
}

#[test]
fn help_of_a_command_is_its_long_help() {
    let mut world = World::empty();
    assert_eq!(world.run("help client add").ok().out, world.run("client add --help").ok().out);
}

#[test]
fn help_for_what_is_not_there_names_what_is_near() {
    let mut world = World::empty();
    assert_snapshot!(world.run("help refrences"), @r#"
    $ partnerctl help refrences
    --- stderr
    error: there is no topic and no command "refrences"
    hint: did you mean `partnerctl help references`?
    hint: see all of them with `partnerctl help`
    --- exit 2
    "#);
    assert_snapshot!(world.run("help client ad"), @r#"
    $ partnerctl help client ad
    --- stderr
    error: there is no topic and no command "client ad"
    hint: see all of them with `partnerctl help`
    --- exit 2
    "#);
}

#[test]
fn a_noun_without_a_verb_names_its_verbs() {
    let mut world = World::empty();
    world.run("staff").fails(2).says("error: `staff` needs a verb: add, ").says("partnerctl staff --help");
    assert_snapshot!(world.run(""), @"
    $ partnerctl 
    --- stderr
    error: no command given
    hint: see `partnerctl help`; begin with `partnerctl init`
    --- exit 2
    ");
}

#[test]
fn each_error_code_is_explained() {
    let mut world = World::empty();
    let text = world.run("help exit-codes").ok().out;
    for code in Code::ALL {
        let line = text.lines().find(|line| line.contains(&format!("`{}`", code.name()))).unwrap();
        assert_eq!(line.split_whitespace().next().unwrap(), code.exit().to_string(), "{line}");
    }
    assert_snapshot!(text, @"
    Exit codes

      0     done, or already so; an empty list; the reader closed the pipe
      1     `failed`: I/O, configuration or damaged data
      1     `not_staff`: your operating-system account is not registered as staff
      2     `usage`: the command line or an input file is malformed
      3     `not_found`: nothing that you may see has that name
      4     `conflict`: the state forbids it: duplicate, last owner, look-alike,
            cooldown
      5     `denied`: the actor lacks the right
      6     `expired`: an invitation, link, code, session or temporary password is
            past its time
      7     `partial`: some rows of a bulk run failed, or some mails newly failed
      8     `unconfirmed`: a confirmation, a count or an input is missing or wrong
      9     `busy`: the database stayed locked past the timeout; safe to repeat
      10    `client_required`: the command needs --client
      11    `ambiguous`: a reference matches several
      12    `client_mismatch`: sources that must name the same client disagree
      13    `foreign_entity`: the named thing belongs to another client
      14    `client_state`: the client is closed, or was renamed
      15    `session`: a one-click session is already open
      16    `schema`: no database there, not our file, or newer than this program
      17    `mail`: the mail could not leave (with --require-mail)
      70    `bug`: a fault of this program
      130   `interrupted`: stopped by a signal

    Every code from 2 to 17 except 7 promises: no row of any client was changed, and
    nothing was queued for sending. 9 is safe to repeat unchanged.

    A change whose mail did not leave at once is done all the same: 0, with a warning,
    and `mail` in its output shows the state of the mail. 17 comes with --require-mail
    only, which takes the invitation back. A signal ends a command with 128 and its
    number: 129 when the terminal went away, 130 after Ctrl-C, 143 after SIGTERM.

    The word is in the field `code` of the error object that --format json and its
    sisters print on standard error. It is stable; the message with it is not.
    ");
}

#[test]
fn commands_shows_programs_who_may_give_which_command() {
    let mut world = World::empty();
    let commands = world.run("commands --format json").ok().json();
    let commands = commands.as_array().unwrap();
    assert_eq!(commands.len(), NOUNS.iter().map(|noun| noun.verbs.len()).sum::<usize>());
    let list = commands.iter().find(|command| command["command"] == "staff list").unwrap();
    assert_snapshot!(serde_json::to_string(list).unwrap(), @r#"{"command":"staff list","class":"read","staff":"own_name","on_behalf":[],"about":"List who may use this tool","columns":["staff_id","os_user","name","rights","service","created_at"],"examples":["partnerctl staff list","partnerctl staff list --json"],"otherwise":[]}"#);
}

/// Every variable that the code asks for by name.
#[test]
fn each_environment_variable_is_explained() {
    let text = World::empty().run("help environment").ok().out;
    let mut asked = Vec::new();
    for source in rust_files("src") {
        for (_, line) in source.code() {
            for call in [".var(\"", " text(\""] {
                asked.extend(line.split(call).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
            }
        }
    }
    asked.retain(|name| name.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_'));
    assert!(asked.contains(&"PARTNERCTL_DB".to_owned()) && asked.contains(&"NO_COLOR".to_owned()), "{asked:?}");
    for name in asked {
        assert!(text.contains(&name), "{name}");
    }
}

#[test]
fn each_example_can_be_pasted_at_80_columns() {
    let mut world = World::empty();
    world.at_terminal(80);
    for noun in NOUNS {
        for entry in noun.verbs {
            let help = world.run(&format!("{} {} --help", noun.name, entry.name)).ok().out;
            let (_, shown) = help.split_once("Examples:\n").unwrap();
            let shown = shown.split("\n\n").next().unwrap().trim_end();
            assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
            let pasted: Vec<String> = shown.replace("\\\n", "").lines().map(str::to_owned).collect();
            let words: Vec<Vec<String>> = pasted.iter().map(|line| line::words(line)).collect();
            let meant: Vec<Vec<String>> = entry.examples.iter().map(|example| line::words(example)).collect();
            assert_eq!(words, meant, "{} {}", noun.name, entry.name);
        }
    }
}

/// There may be no such thing in this world, but nothing is misunderstood.
#[test]
fn each_example_is_understood_as_printed() {
    let mut wrong = Vec::new();
    for noun in NOUNS {
        let mut world = World::with_story();
        world.run("config set form.welcome https://access.example.com/welcome").ok();
        // These do not end by themselves.
        let endless = ["--watch", "--serve", "partnerctl serve"];
        let ends = |example: &&&str| !endless.iter().any(|word| example.contains(word));
        for example in noun.verbs.iter().flat_map(|entry| entry.examples).filter(ends) {
            for call in line::calls(example) {
                let run = world.run_words(&call[1..]);
                // Which accounts there are is a fact of the machine, and no file is behind `<`.
                let is_of_world = ["this system has no account", "standard input is empty"];
                let is_of_world = is_of_world.iter().any(|known| run.err.contains(known));
                if matches!(run.code, 2 | 70) && !is_of_world {
                    wrong.push(format!("{example}\n{run}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is missing is reported with an example. [`World::run`] sees to it that a shell takes it as it is meant.
#[test]
fn each_command_alone_prints_what_can_be_pasted() {
    for noun in NOUNS {
        let mut world = World::with_story();
        // It does not end by itself.
        for entry in noun.verbs.iter().filter(|entry| entry.name != "serve") {
            let run = world.run(&format!("{} {}", noun.name, entry.name));
            assert_ne!(run.code, 70, "{run}");
        }
    }
}
