//! How much care each command takes (docs/reference.md#confirmation), and that there is one door to the database which asks for it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use partnerctl::commands::NOUNS;
use partnerctl::commands::command::{self, CommandEntry};
use partnerctl::domain::class::Class;

use crate::house::rust_files;
use crate::registry::lines_of;
use crate::support::World;

/// Every class that a command has, by its examples.
pub fn classes(entry: &CommandEntry) -> BTreeSet<Class> {
    let mut found = BTreeSet::new();
    for words in entry.examples.iter().flat_map(|example| lines_of(example)) {
        let line = std::iter::once("partnerctl".to_owned()).chain(words);
        let Ok(matches) = command::tree().try_get_matches_from(line) else { continue };
        let (shown, inner, _) = command::find(&matches).unwrap();
        if shown.about == entry.about {
            found.insert(shown.class(inner).unwrap());
        }
    }
    found
}

pub fn entries() -> impl Iterator<Item = (String, &'static CommandEntry)> {
    NOUNS.iter().flat_map(|noun| {
        noun.verbs.iter().map(|entry| (format!("{} {}", noun.name, entry.name).trim().to_owned(), entry))
    })
}

#[test]
fn other_class_is_shown_by_an_example() {
    let mut world = World::empty();
    let answer = world.run("commands --json").ok().json();
    for (name, entry) in entries() {
        let record = answer.as_array().unwrap().iter().find(|record| record["command"] == name.as_str()).unwrap();
        let mut listed = BTreeSet::from([record["class"].as_str().unwrap()]);
        let others = record["otherwise"].as_array().unwrap();
        listed.extend(others.iter().map(|other| other["class"].as_str().unwrap()));
        let shown: BTreeSet<&str> = classes(entry).into_iter().map(Class::name).collect();
        assert_eq!(listed, shown, "{name}");
        let has_word = |when: &str| when.contains("--") || when.contains("`-`");
        assert!(others.iter().all(|other| has_word(other["when"].as_str().unwrap())), "{record}");
    }
}

#[test]
fn destructive_and_sending_have_their_class() {
    let of = |class: Class| -> Vec<String> {
        entries().filter(|(_, entry)| classes(entry).contains(&class)).map(|(name, _)| name).collect()
    };
    assert_eq!(
        of(Class::Destructive),
        [
            "partner close",
            "partner offboard-user",
            "client close",
            "client merge",
            "user remove",
            "user leave",
            "user deactivate",
            "link remove",
            "db restore"
        ]
    );
    let outward = of(Class::Outward);
    for name in [
        "invite send",
        "invite edit",
        "invite resend",
        "invite accept",
        "invite decline",
        "link request",
        "link create",
        "link approve",
        "link deny",
        "link resend",
        "link cancel",
        "link process",
        "user add",
        "user edit",
    ] {
        assert!(outward.iter().any(|known| known == name), "{name} is not outward");
    }
    assert!(!outward.iter().any(|name| name == "link delete"));
    for name in ["client import", "invite bulk", "link request", "partner assign-clients", "link process"] {
        assert!(of(Class::Bulk).iter().any(|known| known == name), "{name} is never bulk");
    }
}

#[test]
fn client_topic_lists_every_class() {
    let mut world = World::empty();
    let help = world.run("help clients").ok().out;
    for class in Class::ALL {
        assert!(help.contains(&format!("\n  {}", class.name())), "{}", class.name());
    }
    let flat = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, entry) in entries() {
        for (_, when) in entry.otherwise {
            assert!(flat.contains(&format!("{name} {}", when.replace('`', ""))), "{name} {when}");
        }
    }
}

/// Where the database may be opened, written, and limited to the clients a statement may touch. A command reaches none
/// of these except through [`partnerctl::cli::context::Context::unit_of_work`] and what is built on it, which asks what
/// its class demands.
const DOORS: &[(&str, &[&str], &str)] = &[
    (
        ".write(|",
        &[
            "src/ops/unit_of_work.rs",
            "src/ops/deliver/queue.rs",
            "src/ops/sign_in.rs",
            "src/ops/link/process.rs",
            "src/ops/restore.rs",
            "src/ops/setup.rs",
            "src/ops/web_session.rs",
        ],
        "a change goes through UnitOfWork, which audits it",
    ),
    (
        "tx.allow(",
        &[
            "src/ops/unit_of_work.rs",
            "src/ops/unit_of_work/change.rs",
            "src/ops/deliver/queue.rs",
            "src/ops/sign_in.rs",
            "src/ops/link/process.rs",
            "src/ops/restore.rs",
            "src/ops/web_session.rs",
            "src/store/restored.rs",
        ],
        "which clients may be touched is said by Change::about_client, which asks whether they were named",
    ),
    ("store: &mut open.store", &["src/cli/context.rs"], "a unit of work comes from Context::unit_of_work"),
    (
        "Bounds::Rows",
        &["src/cli/context/confirmation_guard.rs", "src/ops/go_on.rs", "src/ops/remind.rs"],
        "Context says what is named",
    ),
    (".bounds = ", &["src/ops/go_on.rs", "src/ops/remind.rs"], "Context says what is named"),
    ("Store::open(", &["src/ops/database.rs", "src/ops/setup.rs", "src/ops/restore.rs"], "Context opens the database"),
    ("database::open(", &["src/cli/context.rs"], "Context opens the database"),
    ("Store::create(", &["src/ops/setup.rs"], "only `init` makes a database"),
    (
        "tx.allow_unowned(",
        &["src/ops/unit_of_work.rs", "src/ops/unit_of_work/change.rs", "src/ops/deliver/queue.rs"],
        "rows of no client are opened by Change::authorise",
    ),
    (".note_lookalikes(", &["src/ops/client.rs", "src/ops/client/edit.rs"], "only --allow-similar names a look-alike"),
    (
        ".row_change(",
        &[
            "src/ops/unit_of_work.rs",
            "src/ops/go_on.rs",
            "src/ops/remind.rs",
            "src/commands/client/import/work.rs",
            "src/commands/invite/bulk/task.rs",
            "src/commands/link/extend/rows.rs",
            "src/commands/mail/retry.rs",
            "src/commands/piped.rs",
        ],
        "only the row of a table, or a mail that is due, names its own client",
    ),
    (
        "rows_name_clients(",
        &["src/cli/context/confirmation_guard.rs", "src/commands/bulk.rs", "src/commands/mail/retry.rs"],
        "Context says what is named",
    ),
    (".makes_client(", &["src/ops/client.rs"], "only a client that is made is in no one's name"),
    ("cx.confirmed(", &["src/commands/confirm.rs"], "what has to be confirmed is asked in one place"),
    (
        "nothing_to_confirm(",
        &[
            "src/commands/confirm.rs",
            "src/commands/client/close.rs",
            "src/commands/partner/close.rs",
            "src/commands/partner/offboard_user.rs",
            "src/commands/user/deactivate.rs",
        ],
        "only where what would end has ended already",
    ),
    (
        "set_class(",
        &["src/cli/context/confirmation_guard.rs", "src/commands/command.rs"],
        "the class is said once, by the dispatcher",
    ),
    ("rusqlite", &["src/store/engine/"], "SQL is spoken by the engine"),
];

#[test]
fn there_is_one_door_to_the_database() {
    let (mut broken, mut used) = (String::new(), BTreeSet::new());
    for source in rust_files("src") {
        // Tests play what no command does.
        let is_test =
            |path: &str| path.ends_with("tests.rs") || path.contains("/tests/") || path.ends_with("_tests.rs");
        if is_test(&source.path) || source.path.starts_with("src/store/") && !source.path.ends_with("restored.rs") {
            continue;
        }
        let tests_from = source.text.lines().position(|line| line == "#[cfg(test)]").unwrap_or(usize::MAX);
        for (number, line) in source.code().filter(|(number, _)| *number <= tests_from) {
            for (word, doors, why) in DOORS.iter().filter(|(word, ..)| line.contains(word)) {
                match doors.iter().find(|door| source.path.starts_with(*door)) {
                    Some(door) => {
                        used.insert((*word, *door));
                    }
                    None => writeln!(broken, "{}:{number} has {word} in it: {why}", source.path).unwrap(),
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
    let unused = DOORS.iter().flat_map(|(word, doors, _)| doors.iter().map(move |door| (*word, *door)));
    let unused: Vec<_> = unused.filter(|door| !used.contains(door) && door.0 != "rusqlite").collect();
    assert_eq!(unused, [], "these doors are not there any more");
}
