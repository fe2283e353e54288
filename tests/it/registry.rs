//! What must hold for each command, anyone who adds it: examples that work, columns that keep their promise, one line in
//! the table of rights.

use partnerctl::commands::NOUNS;
use partnerctl::commands::command::{self, CommandEntry};
use partnerctl::domain::authority::{Nature, Verb};
use partnerctl::domain::class::Class;

use crate::house::rust_files;
use crate::support::{World, words};

/// Names and order of the columns that docs/reference.md#output promises to scripts.
const PROMISED: &[(&str, &str)] = &[
    (
        "client list",
        "client_id, client_slug, name, domain, account_number, owners, plan, staff, state, activation, invited_at, \
         last_login_at, partners, created_at, language",
    ),
    ("client import", "line, client_id, client_slug, name, owners, result, error_code, message"),
    (
        "user list",
        "client_id, client_slug, user_id, email, name, role, permissions, state, invited_at, expires_at, \
         last_login_at, until, for_partner, mailbox, bounced",
    ),
    (
        "invite list",
        "client_id, client_slug, invitation_id, email, role, permissions, until, kind, form, state, sent_at, \
         send_count, expires_at, answered_at, invited_by, mail",
    ),
    ("invite bulk", "line, client_id, client_slug, email, result, invitation_id, mail, warning, error_code, message"),
    (
        "link list",
        "client_id, client_slug, link_id, partner, owners, state, origin, requested_at, expires_at, answered_at, \
         answered_by, requested_by, permissions, until, mail",
    ),
    ("link request", "target, client_id, client_slug, link_id, result, mail, error_code, message"),
    (
        "partner list-users",
        "partner, user_id, email, first_name, last_name, active, restricted, must_change_password, scope, clients, \
         until, last_login_at",
    ),
    (
        "partner dashboard",
        "partner, client_id, client_slug, name, domain, tab, link_state, login, role, ready, missing, next",
    ),
    (
        "access list",
        "client_id, client_slug, user_id, email, source, role, permissions, since, granted_by, until, ended_at, \
         ended_by, last_login_at",
    ),
    ("access why", "client_id, client_slug, email, allowed, decided_by, role, permissions, until, rules"),
    ("session list", "client_id, client_slug, session_id, email, login, opened_at, expires_at, state"),
    (
        "mail list",
        "mail_id, client_id, client_slug, to, kind, subject, state, attempts, last_error, server_reply, created_at, \
         sent_at",
    ),
    (
        "audit list",
        "audit_id, at, actor, acting_as, client_id, client_slug, action, entity_id, outcome, error_code, reason, \
         details, hash",
    ),
];

/// Verbs of the contract that no command carries out yet. Hints may name them already.
const ON_PAGES: &[&str] = &["user sign-in", "user sign-out", "user set-language"];

/// What lets a mail leave and writes nothing down.
const UNRECORDED: &[&str] = &["mail status"];

/// The lists that other programs read by SQL, with the columns of the command (docs/reference.md#data).
const VIEWS: &[(&str, &str)] = &[
    ("client_list", "client list"),
    ("user_list", "user list"),
    ("link_list", "link list"),
    ("invite_list", "invite list"),
    ("access_list", "access list"),
    ("audit_list", "audit list"),
];

/// Every command with its full name: `client add`.
fn commands() -> impl Iterator<Item = (String, &'static CommandEntry)> {
    NOUNS.iter().flat_map(|noun| {
        noun.verbs.iter().map(|entry| (format!("{} {}", noun.name, entry.name).trim_start().to_owned(), entry))
    })
}

fn declared(entry: &CommandEntry) -> Option<String> {
    let columns = entry.columns?;
    Some(columns.shown().iter().map(|column| column.name).collect::<Vec<_>>().join(", "))
}

/// The command lines of an example, without pipes, redirections and `$(…)`.
pub fn lines_of(example: &str) -> Vec<Vec<String>> {
    example
        .split(" | ")
        .filter_map(|part| part.split_once("partnerctl ").map(|(_, rest)| rest))
        .map(|rest| {
            let rest = rest.trim_end_matches(['&', ' ']).trim_end_matches(')');
            let bare = rest.split(" > ").next().unwrap().split(" < ").next().unwrap().split(" 2>").next().unwrap();
            words(bare)
        })
        .collect()
}

/// The full name of the command that these words call, or what is wrong with them.
pub fn parse(words: &[String]) -> Result<String, String> {
    let line = std::iter::once("partnerctl").chain(words.iter().map(String::as_str));
    let matches = command::tree().try_get_matches_from(line).map_err(|error| error.to_string())?;
    let (entry, _, _) = command::find(&matches).map_err(|error| error.to_string())?;
    let (name, _) = commands().find(|(_, known)| std::ptr::eq(*known, entry)).unwrap();
    Ok(name)
}

#[test]
fn each_command_has_parsing_examples() {
    for (name, entry) in commands() {
        assert!(!entry.examples.is_empty(), "{name} has no example");
        for example in entry.examples {
            let called: Vec<String> = lines_of(example)
                .iter()
                .map(|words| parse(words).unwrap_or_else(|error| panic!("{name}: {example}\n{error}")))
                .collect();
            assert!(called.contains(&name), "an example of {name} shows {called:?}: {example}");
        }
    }
}

#[test]
fn each_command_has_a_one_line_summary() {
    for (name, entry) in commands() {
        assert!(!entry.about.is_empty() && !entry.about.ends_with('.') && entry.about.len() <= 100, "{name}");
    }
    for noun in NOUNS.iter().filter(|noun| !noun.name.is_empty()) {
        assert!(!noun.about.is_empty() && !noun.about.ends_with('.') && !noun.verbs.is_empty(), "{}", noun.name);
    }
}

#[test]
fn each_command_has_its_name_in_the_rights() {
    for (name, entry) in commands() {
        assert!(Verb::ALL.iter().any(|verb| verb.name() == name), "{name} is no verb of authority.rs");
        if let Some(verb) = entry.verb {
            assert_eq!(verb.name(), name);
        }
    }
}

#[test]
fn each_verb_is_a_command_or_of_the_pages() {
    let missing: Vec<&str> =
        Verb::ALL.iter().map(|verb| verb.name()).filter(|name| !commands().any(|(known, _)| known == *name)).collect();
    assert_eq!(missing, ON_PAGES, "every other verb is a command");
}

/// Anyone who follows a hint must not meet an unknown command.
#[test]
fn hints_and_topics_name_real_commands() {
    let topics = World::empty().run("help").ok().out;
    let (_, topics) = topics.split_once("\nTopics:\n").unwrap();
    let topics = topics.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let topics = topics.map(|line| {
        let topic = line.split_whitespace().next().unwrap();
        (format!("help {topic}"), World::empty().run(&format!("help {topic}")).ok().out)
    });
    let mut seen = 0;
    for (path, text) in rust_files("src").into_iter().map(|source| (source.path, source.text)).chain(topics) {
        for call in text.lines().flat_map(|line| line.split("`partnerctl ").skip(1)) {
            let mut words = call.split(|c: char| !(c.is_ascii_lowercase() || c == '-'));
            let (first, second) = (words.next().unwrap(), words.next().unwrap_or_default());
            let is_command = |name: &str| commands().any(|(known, _)| known == name);
            let is_noun = NOUNS.iter().any(|noun| noun.name == first);
            // `partnerctl NOUN`, `partnerctl {verb}` and `partnerctl --help` name nothing.
            let names_nothing = first.is_empty() || first.starts_with('-') || is_noun && second.is_empty();
            let known = names_nothing || is_command(first) || is_command(&format!("{first} {second}"));
            assert!(known, "{path}: `partnerctl {call}");
            seen += 1;
        }
    }
    assert!(seen > 50);
}

/// Without a verb, a command has no actor and leaves no trace: only what concerns no database may be so.
#[test]
fn only_commands_without_database_lack_an_actor() {
    const FREE: &[&str] = &["init", "demo", "commands", "completions", "help", "setup shell"];
    for (name, entry) in commands() {
        assert_eq!(entry.verb.is_none(), FREE.contains(&name.as_str()), "{name}");
    }
}

/// `class` may depend on the arguments, but whether anything is recorded does not.
#[test]
fn changes_are_classed_as_changes() {
    for (name, entry) in commands() {
        for words in entry.examples.iter().flat_map(|example| lines_of(example)) {
            if parse(&words).as_ref() != Ok(&name) {
                continue;
            }
            let line = std::iter::once("partnerctl".to_owned()).chain(words.iter().cloned());
            let matches = command::tree().try_get_matches_from(line).unwrap();
            let (entry, inner, _) = command::find(&matches).unwrap();
            let class = entry.class(inner).unwrap();
            if let Some(verb) = entry.verb {
                let leaves = class == Class::Outward && UNRECORDED.contains(&name.as_str());
                let changes = class.is_change() && !leaves;
                assert_eq!(changes, verb.nature() == Nature::Change, "{words:?} is classed {}", class.name());
            }
        }
    }
}

#[test]
fn columns_for_scripts_stay() {
    for (name, promised) in PROMISED {
        let Some((_, entry)) = commands().find(|(known, _)| known == name) else { continue };
        assert_eq!(declared(entry).as_deref(), Some(*promised), "{name}");
    }
}

#[test]
fn views_have_the_columns_of_the_lists() {
    let world = World::new();
    for (view, name) in VIEWS {
        let (_, promised) = PROMISED.iter().find(|(known, _)| known == name).unwrap();
        let columns = world.sql(&format!("SELECT name FROM pragma_table_info('{view}')"));
        assert_eq!(columns.join(", "), *promised, "{view}");
    }
}

/// One record about a client begins with the client, so that no one takes it for another's (docs/reference.md#never-the-wrong-client).
#[test]
fn client_records_have_id_and_slug() {
    for (name, entry) in commands() {
        let Some(columns) = entry.columns else { continue };
        let names: Vec<&str> = columns.declared().iter().map(|column| column.name).collect();
        let id = names.iter().position(|name| *name == "client_id");
        let slug = names.iter().position(|name| *name == "client_slug");
        match (id, slug) {
            (None, None) => {}
            (Some(id), Some(slug)) => assert_eq!(slug, id + 1, "{name}: {names:?}"),
            _ => panic!("{name} has only one of client_id and client_slug: {names:?}"),
        }
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len(), "{name} has a column twice: {names:?}");
    }
}

/// The reads that need no arguments, or only `-A`, really print the columns that they declare.
#[test]
fn keys_and_headers_are_declared_columns() {
    let mut world = World::with_story();
    let mut seen = 0;
    for (name, entry) in commands() {
        let Some(columns) = declared(entry) else { continue };
        let reads = entry.verb.is_none_or(|verb| verb.nature() == Nature::Read) && name != "init";
        let Some(line) = [name.clone(), format!("{name} -A"), format!("{name} -c big-shoes")]
            .into_iter()
            .find(|line| parse(&words(line)).is_ok() && reads)
        else {
            continue;
        };
        let csv = world.run(&format!("{line} --csv"));
        if csv.code != 0 {
            continue;
        }
        seen += 1;
        assert_eq!(csv.out.lines().next().unwrap().replace(',', ", "), columns, "{line}");
        let json = world.run(&format!("{line} --json")).ok().json();
        let first = json.as_array().map_or(Some(&json), |rows| rows.first());
        if let Some(record) = first {
            let keys: Vec<&str> = record.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys.join(", "), columns, "{line}");
        }
    }
    assert!(seen >= 2, "only {seen} commands were looked at");
}
