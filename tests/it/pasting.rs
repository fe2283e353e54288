//! Every command that is printed can be pasted into a shell, whatever letters the people's addresses have (docs/reference.md#terms
//! allows a backtick, `|`, `$`, `'` and more), and names, files and reasons too.

pub mod source;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use crate::rights;
use crate::support::{LETTERS, Run, World, disguised, printed_commands};

/// Steps that the state forbids, or that leave something to do, and who must do it.
const AFTERWARDS: [&str; 28] = [
    "user deactivate max@bigshoes.example --confirm max@bigshoes.example",
    "user deactivate sue@bigshoes.example",
    "user reset-password max@bigshoes.example",
    "invite send max@bigshoes.example -c big-shoes -r guest",
    "invite resend max@bigshoes.example -c big-shoes",
    "invite send newbie@bigshoes.example -c big-shoes -r guest",
    "invite cancel newbie@bigshoes.example -c big-shoes",
    "invite resend newbie@bigshoes.example -c big-shoes",
    "user show newbie@bigshoes.example -c big-shoes",
    "user remove gus@else.example -c big-shoes --confirm big-shoes",
    "user edit gus@else.example -c big-shoes -r manager",
    "client add 'Shoe Two' --slug shoe-two --owner two@shoes.example",
    "client show shoe-two",
    "user show two@shoes.example -c big-shoes",
    "user remove jim@bigshoes.example -c big-shoes --confirm big-shoes",
    "user add ben@bigshoes.example -c big-shoes -r manager",
    "user add ben@bigshoes.example -c big-shoes -r guest",
    "user rename ben@bigshoes.example ann@bigshoes.example",
    "user rename ben@bigshoes.example bob@bigshoes.example",
    "undo -c big-shoes",
    "partner add-user pat@jimsweb.example -p jims-web --first-name Other --last-name Name --generate-password",
    "partner add-user ann@bigshoes.example -p jims-web --first-name Ann --last-name Shoe --generate-password",
    "partner edit-user pat@jimsweb.example -p others --first-name Pat",
    "session open -c tea-house --as jim@bigshoes.example",
    "session open -c big-shoes --as pat@jimsweb.example",
    "partner offboard-user pat@jimsweb.example",
    "client show big-shoes",
    "last --format json",
];

/// What a POSIX shell makes of each command: its words.
fn pasted(commands: &BTreeSet<String>) -> Vec<Vec<String>> {
    let mut script =
        "partnerctl() { for word; do printf '%s\\0' \"$word\"; done; printf '\\n\\0'; }\nset -eu\n".to_owned();
    for command in commands {
        writeln!(script, "partnerctl {}", command.trim_start_matches("partnerctl ")).unwrap();
    }
    let shown = Command::new("/bin/sh").args(["-c", &script]).env("PATH", "").output().unwrap();
    let complaint = String::from_utf8_lossy(&shown.stderr).into_owned();
    assert!(shown.status.success() && complaint.is_empty(), "{complaint}\n{script}");
    let shown = String::from_utf8(shown.stdout).unwrap();
    let mut every = vec![Vec::new()];
    for word in shown.split_terminator('\0') {
        match word {
            "\n" => every.push(Vec::new()),
            word => every.last_mut().unwrap().push(word.to_owned()),
        }
    }
    assert_eq!(every.pop(), Some(Vec::new()));
    assert_eq!(every.len(), commands.len());
    every
}

/// Each command in a text of ours, and in the cells of a JSON record.
fn gather(run: &Run, found: &mut BTreeSet<String>) {
    found.extend(printed_commands(&run.err));
    let mut cells = vec![serde_json::from_str(&run.out).unwrap_or_default()];
    while let Some(cell) = cells.pop() {
        match cell {
            serde_json::Value::Array(inner) => cells.extend(inner),
            serde_json::Value::Object(inner) => cells.extend(inner.into_iter().map(|(_, value)| value)),
            serde_json::Value::String(text) if text.starts_with("partnerctl ") => {
                found.extend(text.split(" && ").map(str::to_owned));
            }
            serde_json::Value::String(text) => found.extend(printed_commands(&text)),
            _ => {}
        }
    }
}

#[test]
fn commands_that_name_people_can_be_pasted() {
    let mut world = rights::peopled(World::with_story_in_disguise());
    world.run("client associate big-shoes -p jims-web").ok();
    let mut commands = BTreeSet::new();
    for (name, line) in rights::COMMANDS {
        let home = rights::fill(&world, line, "big-shoes");
        let away = rights::fill(&world, line, "tea-house");
        let mut lines = vec![home.clone(), away, format!("{home} --as jim@bigshoes.example")];
        if ["doctor", "todo", "last", "client readiness", "partner dashboard"].contains(name) {
            lines.push(format!("{home} --format json"));
        }
        for line in lines {
            gather(&world.stdin("pci_9_nonsense").run(&line), &mut commands);
        }
    }
    for line in AFTERWARDS {
        let line = rights::fill(&world, line, "big-shoes");
        gather(&world.stdin("pci_9_nonsense").run(&line), &mut commands);
    }
    let mut naming = BTreeSet::new();
    for (words, command) in pasted(&commands).into_iter().zip(&commands) {
        for word in words.iter().filter(|word| word.contains('@')) {
            let plain = &word[word.rfind(LETTERS).map_or(0, |at| at + LETTERS.len())..];
            let whole = disguised(plain) == *word || !word.contains(LETTERS) && plain.ends_with(".invalid");
            assert!(whole, "{word:?} is no one in {command}");
            naming.insert(words[..2].join(" "));
        }
        let torn = words.iter().find(|word| !word.contains('@') && word.contains(['$', '|', '`', '{', '~']));
        assert_eq!(torn, None, "in {command}");
    }
    assert!(naming.len() >= 9, "only {naming:?} name someone");
}

/// Of each command that names one of these people, what the parser makes of it.
#[test]
fn dashed_addresses_are_no_options() {
    let mut world = World::new();
    world.run("client add Shoes --slug big-shoes --owner=-jim@bigshoes.example").ok();
    world.run("invite send -c big-shoes -r guest -- -ann@bigshoes.example").ok();
    let mut commands = BTreeSet::new();
    for line in [
        "invite send --owners -c big-shoes",
        "invite send --owners -c big-shoes",
        "invite send -c big-shoes -r guest -- -ann@bigshoes.example",
        "invite send -c big-shoes -r admin -- -ann@bigshoes.example",
        "invite resend -c big-shoes -- -bob@bigshoes.example",
        "invite cancel -c big-shoes -- -bob@bigshoes.example",
        "user add -c big-shoes -r manager -- -ann@bigshoes.example",
        "user add -c big-shoes -r manager -- -max@bigshoes.example",
        "user show -c big-shoes -- -bob@bigshoes.example",
        "user show -c big-shoes -- -ann@bigshoes.example",
        "user edit -c big-shoes -r manager -- -ann@bigshoes.example",
        "user edit -c big-shoes -r manager -- -max@bigshoes.example --until 2020-01-01",
        "user remove -c big-shoes -- -max@bigshoes.example",
        "user deactivate -- -max@bigshoes.example",
        "user reset-password -- -ann@bigshoes.example",
        "user reset-password --generate-password -- -ann@bigshoes.example",
        "user rename -- -ann@bigshoes.example -jim@bigshoes.example",
        "user rename --expect-clients 1 -- -ann@bigshoes.example -anna@bigshoes.example",
        "partner offboard-user -- -ann@bigshoes.example",
        "session open -c big-shoes --as=-jim@bigshoes.example",
        "link request -p x --target big-shoes --as=-jim@bigshoes.example",
        "access why -c big-shoes -- -jim@bigshoes.example",
        "access list --user=-jim@bigshoes.example",
        "client show big-shoes",
        "doctor --json",
        "last --json",
    ] {
        gather(&world.run(line), &mut commands);
    }
    let mut named = 0;
    for (words, line) in pasted(&commands).into_iter().zip(&commands) {
        if !words.iter().any(|word| word.contains("@bigshoes.example")) {
            continue;
        }
        named += 1;
        let words = std::iter::once("partnerctl".to_owned()).chain(words);
        let parsed = partnerctl::commands::command::tree().try_get_matches_from(words);
        assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
    }
    assert!(named >= 8, "only {named} of {commands:?}");
}

/// What a terminal would show in another way is in the command as bytes.
#[test]
fn shell_reads_back_what_is_copied() {
    for text in ["👩\u{200d}💻 Studio", "two\nlines", "it's soft\u{ad}ly \\ said", "tab\there", "plain"] {
        let word = partnerctl::domain::shell::word(text);
        let shown = partnerctl::output::sanitise::for_terminal(&word);
        let read = Command::new("bash").args(["-c", &format!("printf %s {shown}")]).output().unwrap();
        assert_eq!(String::from_utf8(read.stdout).unwrap(), text, "{word}");
    }
}
