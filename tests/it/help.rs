//! `help`, `commands`, `completions`: what the program says about itself.

use insta::assert_snapshot;
use partnerctl::commands::catalogue::all;
use partnerctl::commands::document::Block;
use partnerctl::commands::topics::TOPICS;
use partnerctl::commands::{NOUNS, line};
use partnerctl::error::Code;

use crate::house::rust_files;
use crate::support::World;

/// Every topic that `help` lists.
fn topics(world: &mut World) -> Vec<String> {
    let overview = world.run("help --color never").ok().out;
    let (_, topics) = overview.split_once("\nTopics:\n").unwrap();
    let named = topics.lines().take_while(|line| !line.is_empty());
    named
        .filter(|line| !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

#[test]
fn help_lists_every_command_and_topic() {
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

/// A line that is no command of ours, such as a record of JSON, is as long as it is.
#[test]
fn topics_fit_the_terminal() {
    let mut world = World::empty();
    for width in [60, 80, 140] {
        world.at_terminal(width);
        for topic in topics(&mut world) {
            let text = world.run(&format!("help {topic} --color never")).ok().out;
            assert!(!text.contains(['{', '}']) || topic == "formats", "{text}");
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(width < 140 || widest > 100 || topic == "references", "help {topic} is only {widest} wide");
            for line in
                text.lines().filter(|line| !["  ▸", "  {", "  sudo"].iter().any(|begin| line.starts_with(begin)))
            {
                assert!(line.chars().count() <= usize::from(width), "help {topic} at {width}: {line}");
            }
        }
    }
}

#[test]
fn former_names_of_topics_are_understood() {
    let mut world = World::empty();
    for (former, now) in [("formatting", "formats"), ("permissions", "roles")] {
        assert_eq!(world.run(&format!("help {former}")).ok().out, world.run(&format!("help {now}")).ok().out);
    }
}

#[test]
fn word_of_topic_and_noun_explains_both() {
    let mut world = World::empty();
    assert!(world.run("help client").ok().out.contains("Usage:\n  partnerctl client VERB"));
    let mail = world.run("help mail").ok().out;
    assert!(
        mail.contains("written  is a file in the outbox folder") && mail.contains("partnerctl mail VERB"),
        "{mail}"
    );
}

#[test]
fn help_of_a_command_is_its_long_help() {
    let mut world = World::empty();
    assert_eq!(world.run("help client add").ok().out, world.run("client add --help").ok().out);
}

#[test]
fn unknown_topic_suggests_nearest() {
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

/// As with git it is a failure, so that a script whose variable is empty does not go on.
#[test]
fn missing_verb_lists_the_verbs() {
    let mut world = World::empty();
    let noun = world.run("staff").fails(2);
    assert_eq!(noun.out, "");
    for noun in NOUNS.iter().filter(|noun| !noun.name.is_empty()) {
        let said = world.run(noun.name).fails(2).err;
        for entry in noun.verbs {
            assert!(said.lines().any(|line| line.starts_with(&format!("  {} ", entry.name))), "{said}");
        }
    }
    assert_snapshot!(world.run(""));
    assert_snapshot!(world.run("staff"));
    for line in ["-q", "--no-input"] {
        assert_eq!(world.run(line).fails(2).err, world.run("").err);
    }
    let error = world.run("--json").fails(2).error();
    assert_eq!((error["code"].as_str(), error["message"].as_str()), (Some("usage"), Some("no command given")));
    world.run("staff --json").fails(2).says("`staff` needs a verb: add, ");
}

/// The tasks of the overview are commands that work.
#[test]
fn tasks_of_the_overview_run() {
    let mut world = World::with_story();
    let said = world.run("").fails(2).err;
    let tasks: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("  partnerctl ")).take(6).collect();
    let tasks: Vec<&str> = tasks.into_iter().filter(|task| !task.starts_with("NOUN")).collect();
    assert_eq!(tasks.len(), 5, "{said}");
    for task in tasks {
        // In this world there is nothing to take back.
        assert!(matches!(world.run(task).code, 0 | 4), "{task}");
    }
}

#[test]
fn each_error_code_is_explained() {
    let mut world = World::empty();
    let text = world.run("help exit-codes").ok().out;
    for code in Code::ALL {
        let line = text.lines().find(|line| line.contains(&format!("`{}`", code.name()))).unwrap();
        assert_eq!(line.split_whitespace().next().unwrap(), code.exit().to_string(), "{line}");
    }
    assert_snapshot!(text);
}

#[test]
fn commands_lists_classes_for_programs() {
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
fn examples_can_be_pasted_at_any_width() {
    let mut world = World::empty();
    for width in [60, 80, 140] {
        world.at_terminal(width);
        for (name, entry) in all() {
            let help = world.run(&format!("{name} --help --color never")).ok().out;
            let (_, shown) = help.split_once("Examples:\n").unwrap();
            let shown = shown.split("\n\n").next().unwrap().trim_end();
            assert!(shown.lines().all(|line| line.chars().count() <= usize::from(width.max(80))), "{shown}");
            let pasted: Vec<String> = shown.replace("\\\n", "").lines().map(str::to_owned).collect();
            let words: Vec<Vec<String>> = pasted.iter().map(|line| line::words(line)).collect();
            let meant: Vec<Vec<String>> = entry.examples.iter().map(|example| line::words(example)).collect();
            assert_eq!(words, meant, "{name}");
        }
    }
}

/// Examples come first, then what is changed, then the options; those of every command are one line.
#[test]
fn help_has_its_parts_in_order() {
    let mut world = World::empty();
    world.at_terminal(80);
    for (name, entry) in all() {
        let help = world.run(&format!("{name} --help --color never")).ok().out;
        let parts = ["\nUsage:\n", "\nExamples:\n", "\nWhat it does:\n", "\nGlobal options:\n"];
        let places: Vec<usize> = parts.iter().map(|part| help.find(part).unwrap_or_else(|| panic!("{help}"))).collect();
        assert!(places.is_sorted(), "{help}");
        assert_eq!(help.lines().skip_while(|line| *line != "Global options:").count(), 2, "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        assert!(help.contains(entry.about.split(' ').next().unwrap()));
        assert_eq!(world.run(&format!("{name} -h --color never")).ok().out, help);
    }
}

#[test]
fn heads_are_bold_where_colour_is_wanted() {
    let mut world = World::empty();
    let bold = "\u{1b}[1mExamples:\u{1b}[0m";
    assert!(!world.run("client add --help").ok().out.contains('\u{1b}'));
    assert!(world.run("client add --help --color always").ok().out.contains(bold));
    world.at_terminal(80);
    assert!(world.run("client add --help").ok().out.contains(bold));
    assert!(world.run("help client add").ok().out.contains(bold));
    assert!(world.run("help mail").ok().out.contains("\u{1b}[1mMails\u{1b}[0m"));
    assert!(world.run("client").fails(2).err.contains("\u{1b}[1mVerbs:\u{1b}[0m"));
    assert!(!world.run("client add --help --color=never").ok().out.contains('\u{1b}'));
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        world.var(name, value);
        assert!(!world.run("client add --help").ok().out.contains('\u{1b}'), "{name}");
        world.no_var(name);
    }
}

/// There may be no such thing in this world, but nothing is misunderstood.
#[test]
fn each_example_parses_as_printed() {
    let mut wrong = Vec::new();
    for noun in NOUNS {
        let mut world = World::with_story();
        world.run("config set form.welcome https://access.example.com/welcome").ok();
        for example in noun.verbs.iter().flat_map(|entry| entry.examples) {
            wrong.extend(misunderstood(&mut world, example));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn commands_of_topics_are_understood() {
    let (mut wrong, mut lines) = (Vec::new(), 0);
    for topic in TOPICS {
        let mut world = World::with_story();
        for block in (topic.text)().unwrap() {
            let Block::Lines(shown) = block else { continue };
            for line in shown.iter().filter(|line| line.contains("partnerctl ") && !line.starts_with("sudo ")) {
                lines += 1;
                wrong.extend(misunderstood(&mut world, line));
            }
        }
    }
    assert!(wrong.is_empty() && lines > 30, "{lines}: {}", wrong.join("\n"));
}

/// The runs of an example that are refused because of their words.
fn misunderstood(world: &mut World, example: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    // These do not end by themselves.
    if ["--watch", "--serve", "partnerctl serve"].iter().any(|endless| example.contains(endless)) {
        return wrong;
    }
    for call in line::calls(example) {
        let run = world.run_words(&call[1..]);
        // Which accounts there are is a fact of the machine, and no file is behind `<`.
        let is_of_world = ["this system has no account", "standard input is empty", "cannot be looked at"];
        let is_of_world = is_of_world.iter().any(|known| run.err.contains(known));
        if matches!(run.code, 2 | 70) && !is_of_world {
            wrong.push(format!("{example}\n{run}"));
        }
    }
    wrong
}

/// What is missing is reported with an example. [`World::run`] sees to it that a shell takes it as it is meant.
#[test]
fn each_command_alone_prints_examples() {
    for noun in NOUNS {
        let mut world = World::with_story();
        // It does not end by itself.
        for entry in noun.verbs.iter().filter(|entry| entry.name != "serve") {
            let run = world.run(&format!("{} {}", noun.name, entry.name));
            assert_ne!(run.code, 70, "{run}");
        }
    }
}

#[test]
fn commands_that_ask_say_so() {
    let mut world = World::empty();
    let scripting = world.run("help scripting").ok().out.replace('\n', " ");
    for command in
        ["client add", "partner add", "partner add-user", "user add", "invite send", "link request", "link approve"]
    {
        let help = world.run(&format!("{command} --help")).ok().out.replace('\n', " ");
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains("At a terminal it asks for what the line lacks."), "{help}");
        assert!(scripting.contains(command), "{command} is not in: {scripting}");
    }
    let help = world.run("client edit --help").ok().out;
    assert!(!help.contains("asks for what"), "{help}");
}
