//! What is kept has no times relative to now: machine formats, and text through a pipe. Machine formats have no local times
//! either.

use std::collections::BTreeSet;

use partnerctl::domain::time::Span;

use crate::rights;
use crate::support::{Run, World};

const ZONE: &str = "Europe/Berlin";

/// Lines besides one for each command: with people in every state, terms, and what has happened.
const MORE: &[&str] = &[
    "client show tea-house",
    "user show jim@bigshoes.example -c big-shoes",
    "user show newbie@bigshoes.example -c big-shoes",
    "user show gus@else.example -c big-shoes",
    "user list -A",
    "invite list -A",
    "invite show inv_1",
    "invite show inv_2",
    "link list -A",
    "link show lnk_1",
    "link show lnk_2",
    "access list -A",
    "access list -c big-shoes --during 2026-11",
    "access why jim@bigshoes.example -c big-shoes --as-of 2026-11-21T00:00:00Z",
    "access why pat@jimsweb.example -c big-shoes",
    "session list -A",
    "last 50 --all",
    "client log big-shoes",
    "audit list",
    "mail list -A",
    "undo -c big-shoes -n",
];

/// What a mail says is the text that was sent, in the words of its reader.
const VERBATIM: &[&str] = &["mail show"];

fn world() -> World {
    let mut world = rights::world();
    world.zone(ZONE);
    world.run("user edit gus@else.example -c big-shoes --until 2026-12-31").ok();
    world.run("user edit sue@bigshoes.example -c big-shoes --for 90d").ok();
    world.run("partner edit-user pete@jimsweb.example -p jims-web --until 2027-01-31").ok();
    world.run("session open -c big-shoes --as pat@jimsweb.example -m phone").ok();
    world.run("user remove ann@bigshoes.example -c big-shoes --confirm big-shoes").ok();
    world.pass(Span::HOUR);
    world
}

fn lines() -> Vec<(&'static str, &'static str)> {
    let all = rights::COMMANDS.iter().copied().chain(MORE.iter().map(|line| ("", *line)));
    all.filter(|(name, _)| !VERBATIM.contains(name)).collect()
}

fn run(world: &mut World, line: &str, format: &str) -> Run {
    let line = rights::fill(world, line, "big-shoes");
    world.stdin("pci_9_nonsense").run(&format!("{line} {format}"))
}

const UNITS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The phrases of a text that say how far off something is.
fn relative(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_unit = |word: &str| UNITS.contains(&word.trim_end_matches('s'));
    let mut found = BTreeSet::new();
    for three in words.windows(3) {
        let counted = three[1].parse::<u64>().is_ok() && is_unit(three[2]);
        let ago = three[0].parse::<u64>().is_ok() && is_unit(three[1]) && three[2] == "ago";
        if three[0] == "in" && counted || ago {
            found.insert(three.join(" "));
        }
    }
    for two in words.windows(2).filter(|two| *two == ["just", "now"]) {
        found.insert(two.join(" "));
    }
    found
}

/// The phrases of a text that say a date as people do: `21 Nov 2026`.
fn local(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let days = words.windows(3).filter(|three| {
        three[0].parse::<u8>().is_ok() && MONTHS.contains(&three[1]) && three[2].parse::<u16>().is_ok()
    });
    days.map(|three| three.join(" ")).collect()
}

#[test]
fn machine_formats_have_only_utc_times() {
    let mut world = world();
    let mut wrong = Vec::new();
    for (_, line) in lines() {
        for format in ["--json", "--format ndjson", "--csv", "--format tsv"] {
            let run = run(&mut world, line, format);
            // An error is an object for programs too.
            let error = if run.code == 0 { "" } else { &*run.err };
            for text in [&*run.out, error] {
                let phrases: Vec<String> = relative(text).into_iter().chain(local(text)).collect();
                if !phrases.is_empty() {
                    wrong.push(format!("{} says {phrases:?}", run.line));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn piped_text_has_no_relative_time() {
    let mut world = world();
    let mut wrong = Vec::new();
    for (_, line) in lines() {
        let run = run(&mut world, line, "");
        let phrases: BTreeSet<String> = relative(&run.out).into_iter().chain(relative(&run.err)).collect();
        if !phrases.is_empty() {
            wrong.push(format!("{} says {phrases:?}", run.line));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same record prints the same an hour later.
#[test]
fn record_prints_the_same_later() {
    let mut world = world();
    for line in
        MORE.iter().filter(|line| !["undo", "last", "access why", "session"].iter().any(|verb| line.starts_with(verb)))
    {
        for format in ["--json", ""] {
            let first = run(&mut world, line, format);
            world.pass(Span::HOUR);
            assert_eq!(run(&mut world, line, format).out, first.out, "{line} {format}");
        }
    }
}

/// A terminal has both.
#[test]
fn terminal_has_relative_time() {
    let mut world = world();
    world.at_terminal(200);
    let shown = run(&mut world, "client show big-shoes", "");
    assert!(!relative(&shown.out).is_empty(), "{shown}");
}

#[test]
fn finder_of_phrases_finds_them() {
    assert_eq!(relative("Last login 3 days ago, in 1 hour (just now)").len(), 3);
    assert_eq!(local("until 21 Nov 2026 15:05 CET").len(), 1);
    assert!(relative("asked for 90 days").is_empty() && local("2026-11-21T14:05:00Z").is_empty());
}

#[test]
fn spreadsheet_names_its_time_zone() {
    let mut world = World::with_story();
    world.zone(ZONE);
    let line = "client list --csv --columns client_slug,created_at --spreadsheet-safe";
    let run = world.run(line).ok();
    assert!(run.out.contains("big-shoes,2026-11-21 10:00:0"), "{run}");
    assert_eq!(run.err, "note: times are local: Europe/Berlin (UTC+01:00)\n");
    world.run("client list --csv --columns client_slug --spreadsheet-safe").ok().says_not("times are local");
    world.run("client list --csv --columns client_slug,created_at").ok().prints("T09:00:0").says_not("times are local");
}

#[test]
fn spreadsheet_keeps_texts_like_numbers() {
    let mut world = World::new();
    let texts = ["00123", "1e10", "2026-01-01", "May 5", "9007199254740993"];
    for (nth, text) in texts.iter().enumerate() {
        let name = ["apple", "birch", "cedar", "daisy", "elder"][nth];
        world
            .run(&format!("client add {name} --slug {name}-works --owner {name}@{name}.example --field ref='{text}'"))
            .ok();
    }
    let line = "client list --csv --columns client_slug,field.ref";
    let exact = world.run(line).ok();
    let safe = world.run(&format!("{line} --spreadsheet-safe")).ok();
    for text in texts {
        assert!(exact.out.contains(&format!(",{text}\n")), "{exact}");
        assert!(safe.out.contains(&format!(",'{text}\n")), "{safe}");
    }
    world.write("back.csv", &safe.out);
    let back = world.run("client import back.csv --update --json").ok();
    assert!(back.json().as_array().unwrap().iter().all(|row| row["result"] == "unchanged"), "{back}");
}

/// An end is a time too.
#[test]
fn spreadsheet_of_ends_names_their_zone() {
    let mut world = world();
    let line = "user list -c big-shoes --csv --columns email,until --spreadsheet-safe";
    let run = world.run(line).ok().says("note: times are local: Europe/Berlin (UTC+01:00)");
    assert!(run.out.contains("gus@else.example,2027-01-01 01:00:00"), "{run}");
}

/// Standard error is kept as well, unless a terminal shows it.
#[test]
fn piped_undo_has_no_relative_time() {
    let mut world = world();
    world.run("client edit big-shoes --plan pro").ok();
    world.pass(Span::hours(2));
    for flags in ["-n", "-n --json", "-n --format ndjson", "-n --csv"] {
        let run = world.run(&format!("undo -c big-shoes {flags}")).ok().says("Would take back `client edit`");
        assert_eq!(relative(&run.err), BTreeSet::new(), "{run}");
    }
    let shown = world.at_terminal(200).run("undo -c big-shoes -n").ok();
    assert!(relative(&shown.err).contains("2 hours ago"), "{shown}");
}
