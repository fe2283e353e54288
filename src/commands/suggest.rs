//! What someone may have meant by a line that does not parse: the verb of the same noun, the flag that takes a word,
//! the command that has it, and everything that the command needs.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::catalogue::all;
use super::command::{self, CommandEntry, Noun};
use super::required_flags;
use crate::domain::choice::nearest;
use crate::domain::shell::{Verbatim, shell_format};
use crate::output::sanitise::for_terminal;

/// How many commands are named.
const MOST: usize = 4;

/// Verbs that other programs use, each with ours for the same thing; the first that the noun has is meant.
const SYNONYMS: &[(&[&str], &[&str])] = &[
    (&["unlink"], &["remove"]),
    (
        &["delete", "del", "rm", "remove", "destroy", "drop", "purge", "erase", "archive"],
        &["remove", "close", "cancel", "unset", "delete"],
    ),
    (&["new", "create", "make", "register", "add", "start"], &["add", "create", "send", "open", "set", "backup"]),
    (
        &["get", "info", "view", "describe", "cat", "display", "details", "show"],
        &["show", "get", "inspect", "list", "status"],
    ),
    (&["search", "query", "lookup", "grep", "find"], &["find", "list"]),
    (&["update", "set", "modify", "change", "alter", "edit", "rename"], &["edit", "set"]),
    (&["ls", "all", "index", "list"], &["list", "show"]),
    (
        &["stop", "end", "terminate", "revoke", "withdraw", "abort", "kill", "cancel", "close", "expire"],
        &["cancel", "remove", "close", "deactivate"],
    ),
    (&["disable", "lock", "suspend", "block", "deactivate"], &["deactivate", "close", "remove", "cancel"]),
    (
        &["enable", "unlock", "unblock", "restore", "reactivate", "undelete", "activate"],
        &["activate", "reopen", "restore"],
    ),
    (&["history", "events", "changes", "log"], &["log", "list"]),
    (&["accept", "confirm", "grant", "allow", "answer", "approve"], &["accept", "approve"]),
    (&["reject", "refuse", "decline", "deny"], &["decline", "deny"]),
    (&["ask", "propose", "request"], &["request"]),
    (&["repeat", "again", "remind", "resend", "retry"], &["resend", "retry"]),
    (&["login", "enter", "open"], &["open"]),
    (&["logout", "leave", "exit"], &["close", "leave"]),
    (&["export", "dump"], &["list", "backup"]),
    (&["load", "upload", "import"], &["import", "bulk", "restore"]),
    (&["send", "flush", "process", "deliver"], &["send", "deliver", "process"]),
    (&["explain", "why"], &["why", "readiness"]),
    (&["test", "verify", "validate", "check"], &["check", "verify", "status"]),
];

/// What is done by a verb of another noun, or by a flag.
const ELSEWHERE: &[(&str, &[&str], &str)] = &[
    ("user", &["invite", "resend"], "invite send"),
    ("user", &["password", "passwd", "reset"], "user reset-password"),
    ("client", &["invite"], "invite send"),
    ("client", &["link"], "link request"),
    ("client", &["users", "people", "members"], "user list"),
    ("client", &["links", "partners"], "link list"),
    ("partner", &["users", "people", "members"], "partner list-users"),
    ("partner", &["invite", "adduser"], "partner add-user"),
    ("partner", &["clients"], "partner dashboard"),
    ("partner", &["link"], "link request"),
    ("access", &["grant", "give", "add", "create", "allow"], "user add"),
    ("access", &["new", "open", "invite"], "user add"),
    ("access", &["revoke", "remove", "delete", "rm", "end", "close"], "user remove"),
    ("access", &["edit", "update", "change", "set"], "user edit"),
    (
        "permission",
        &["add", "new", "create", "grant", "set", "edit", "update", "change", "remove", "delete", "rm", "revoke"],
        "user edit",
    ),
    ("db", &["new", "create", "make", "init"], "init"),
    ("audit", &["log", "show", "get"], "audit list"),
    ("", &["version"], "--version"),
    ("", &["search", "find", "lookup"], "client find"),
    ("", &["status", "check", "health"], "doctor"),
    ("", &["history", "log", "logs"], "audit list"),
    ("", &["permissions", "roles"], "permission list"),
    ("", &["import"], "client import"),
    ("", &["invite"], "invite send"),
    ("", &["login", "logout", "user"], "whoami"),
    ("", &["setup"], "init"),
    ("", &["commands", "man", "manual", "usage"], "help"),
];

/// Nouns that other programs and the documents use, each with ours.
const NAMES: &[(&[&str], &str)] = &[
    (&["invitation", "invitations"], "invite"),
    (&["customer", "customers", "account", "accounts", "tenant", "tenants"], "client"),
    (&["person", "people", "member", "members", "login"], "user"),
    (&["company", "companies", "agency", "agencies"], "partner"),
    (&["role", "roles", "right", "rights"], "permission"),
    (&["email", "emails", "outbox"], "mail"),
    (&["setting", "settings"], "config"),
    (&["database"], "db"),
];

/// Flags of other programs, with what they are called here.
const FLAGS: &[(&[&str], &str)] = &[
    (
        &["-o", "--out", "--output-format"],
        "the form of the output is chosen with `--format json`, `csv`, `tsv` or `ndjson`",
    ),
    (
        &["-y", "--yes", "-f", "--force", "--assume-yes"],
        "what ends for good is confirmed with `--confirm`; `--dry-run` shows the value",
    ),
    (&["--email", "--mail", "--address"], "an address is changed with `partnerctl user rename OLD NEW`"),
    (&["--account", "--customer", "--tenant", "--org"], "a client is named with `-c CLIENT`"),
    (&["--fields", "--select"], "columns are chosen with `--columns a,b`"),
    (&["--order-by", "--order", "--sort-by"], "rows are ordered with `--sort COLUMN`"),
    (&["--user-name", "--username", "--actor", "--on-behalf"], "a person is acted for with `--as EMAIL -m REASON`"),
    (&["--comment", "--note", "--why"], "a reason is given with `-m REASON`"),
    (&["--max", "--top", "--head"], "the first rows of a list are printed with `--limit N`"),
    (&["--expires", "--expiry", "--ttl"], "a term is given with `--until TIME` or `--for 90d`"),
];

/// Hints for a line that clap refused, instead of its own tips. Nothing where those are good enough.
pub(super) fn instead_of(error: &clap::Error, args: &[OsString]) -> Option<Vec<String>> {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(for_terminal(word).into_owned()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => named(ContextKind::InvalidSubcommand).map(|word| verbs_for(&word, args)),
        ErrorKind::UnknownArgument => named(ContextKind::InvalidArg).map(|word| {
            let again = said_again(&word, args);
            if again.is_empty() { flags_for(&word, args) } else { again }
        }),
        ErrorKind::MissingRequiredArgument => {
            entry(args).map(|entry| required_flags::example(entry).into_iter().collect())
        }
        _ => None,
    }
    .filter(|hints| !hints.is_empty())
}

/// The option that clap takes for a similar one, where it is spelled in another way altogether: `--client` for `--limit`.
pub(super) fn far_option(error: &clap::Error) -> Option<&str> {
    let (Some(ContextValue::String(typed)), Some(ContextValue::String(option))) =
        (error.get(ContextKind::InvalidArg), error.get(ContextKind::SuggestedArg))
    else {
        return None;
    };
    let bare = |option: &'_ str| option.trim_start_matches('-').to_owned();
    nearest(&bare(typed), &[bare(option).as_str()]).is_none().then_some(option.as_str())
}

/// The noun of a line, if it names one.
fn noun(args: &[OsString]) -> Option<&'static Noun> {
    args.iter().skip(1).find_map(|word| Noun::all().find(|noun| word == noun.name))
}

/// The command of a line, if it names one.
pub(super) fn entry(args: &[OsString]) -> Option<&'static CommandEntry> {
    let is_named = |entry: &&CommandEntry| args.iter().skip(1).any(|word| word == entry.name);
    noun(args).or_else(|| Noun::named(""))?.verbs.iter().find(is_named)
}

/// The command that was meant by a verb that its noun does not have, or by a noun that there is not.
fn verbs_for(word: &str, args: &[OsString]) -> Vec<String> {
    let hint_of = |command: &str| vec![shell_format!("did you mean `partnerctl {}`?", Verbatim(command))];
    let Some(noun) = noun(args) else {
        if let Some(command) = elsewhere("", word).map(str::to_owned).or_else(|| nouns_for(word, args)) {
            return hint_of(&command);
        }
        return if is_known(word) { listed(&same_in_each_noun(word)) } else { commands_with(word) };
    };
    if let Some(command) = elsewhere(noun.name, word) {
        return hint_of(command);
    }
    if let Some(verb) = verb_like(noun, word) {
        return hint_of(&format!("{} {verb}", noun.name));
    }
    // A word that means the same everywhere leads to no other noun: what it would do there is not what was meant.
    let found = if is_known(word) { Vec::new() } else { commands_with(word) };
    if found.is_empty() {
        vec![shell_format!("see what there is with `partnerctl {} --help`", noun.name)]
    } else {
        found
    }
}

/// Whether other programs use the word for a verb.
fn is_known(word: &str) -> bool {
    SYNONYMS.iter().any(|(words, _)| words.contains(&word))
}

/// What the word means in each noun that has it.
fn same_in_each_noun(word: &str) -> Vec<String> {
    let nouns = Noun::all();
    nouns.filter_map(|noun| Some(format!("{} {}", noun.name, same(noun, word)?))).collect()
}

fn elsewhere(noun: &str, word: &str) -> Option<&'static str> {
    ELSEWHERE.iter().find(|(of, words, _)| *of == noun && words.contains(&word)).map(|(_, _, command)| *command)
}

/// The verb of a noun that means the same, or that was mistyped.
fn verb_like(noun: &Noun, word: &str) -> Option<&'static str> {
    let verbs: Vec<&'static str> = noun.verbs.iter().map(|entry| entry.name).collect();
    same(noun, word).or_else(|| nearest(word, &verbs))
}

/// The verb of a noun that means the same.
fn same(noun: &Noun, word: &str) -> Option<&'static str> {
    let has = |verb: &&&str| noun.verbs.iter().any(|entry| entry.name == **verb);
    let same = SYNONYMS.iter().filter(|(words, _)| words.contains(&word));
    same.flat_map(|(_, ours)| ours.iter()).find(has).copied()
}

/// The command with the noun that was mistyped or written in the plural; with its verb, where the line names one.
fn nouns_for(word: &str, args: &[OsString]) -> Option<String> {
    let names: Vec<&'static str> = Noun::all().map(|noun| noun.name).collect();
    let singular = word.strip_suffix('s').unwrap_or(word);
    let called = NAMES.iter().find(|(others, _)| others.contains(&word)).map(|(_, name)| *name);
    let exact = names.iter().find(|name| **name == singular).copied();
    let name = exact.or(called).or_else(|| nearest(word, &names))?;
    let noun = Noun::named(name)?;
    let next = args.iter().skip_while(|arg| *arg != word).nth(1).and_then(|arg| arg.to_str());
    let verb = next.and_then(|next| noun.verb(next).map(|entry| entry.name).or_else(|| verb_like(noun, next)));
    Some(verb.map_or_else(|| format!("{name} --help"), |verb| format!("{name} {verb}")))
}

/// The commands in whose verb `word` occurs, such as `partner offboard-user` for `offboard`.
pub(super) fn commands_with(word: &str) -> Vec<String> {
    let typed = word.rsplit(' ').next().unwrap_or(word);
    if typed.len() < 3 {
        return Vec::new();
    }
    let is_meant = |verb: &str| verb == typed || verb.split('-').any(|part| part == typed);
    let found: Vec<String> = all().filter(|(_, entry)| is_meant(entry.name)).map(|(name, _)| name).collect();
    listed(&found)
}

fn listed(commands: &[String]) -> Vec<String> {
    let found: Vec<String> =
        commands.iter().map(|command| shell_format!("`partnerctl {}`", Verbatim(command))).collect();
    match found.len() {
        0 => Vec::new(),
        1..=MOST => vec![format!("there is {}", found.join(", "))],
        _ => vec![format!("there is {} and more", found[..MOST].join(", "))],
    }
}

/// A second value behind an option that takes one each time: `--target a b`.
fn said_again(word: &str, args: &[OsString]) -> Vec<String> {
    let args: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let place = args.iter().position(|arg| arg == word).filter(|at| *at >= 2 && !word.starts_with("--"));
    let Some(at) = place else { return Vec::new() };
    // Several values may follow each other: the option is the nearest one before.
    let Some(option) = args[..at].iter().rposition(|arg| arg.starts_with("--")).filter(|option| option + 1 < at) else {
        return Vec::new();
    };
    let mut tree = command::tree();
    tree.build();
    let command = args.iter().skip(1).fold(&tree, |found, arg| found.find_subcommand(&**arg).unwrap_or(found));
    let name = args[option].trim_start_matches('-');
    let repeats = |arg: &clap::Arg| arg.get_long() == Some(name) && matches!(arg.get_action(), clap::ArgAction::Append);
    if !command.get_arguments().any(repeats) {
        return Vec::new();
    }
    let (first, again) = (for_terminal(&args[option + 1]), for_terminal(word));
    vec![shell_format!(
        "{0} takes one value; say it for each: `{0} {1} {0} {2}`",
        Verbatim(for_terminal(&args[option])),
        first,
        again
    )]
}

/// An address that begins with `-`, and was taken for flags: how it is given.
fn address_for(word: &str, args: &[OsString]) -> Option<String> {
    let is_address = |arg: &str| arg.starts_with(word) && !arg.starts_with("--") && arg.contains('@');
    if !word.starts_with('-') {
        return None;
    }
    let args: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let at = args.iter().position(|arg| is_address(arg))?;
    let address = for_terminal(&args[at]);
    let before = args[at - 1].strip_prefix("--").filter(|name| !name.is_empty() && !name.contains('='));
    Some(match before {
        Some(name) => shell_format!("a value that begins with `-` is joined to its flag: `--{}={}`", name, address),
        None => shell_format!("what begins with `-` goes after `--`, at the end of the line: `-- {}`", address),
    })
}

/// A number behind `-n`, which other programs take for the most rows of a list.
fn rows_for(word: &str, args: &[OsString]) -> Option<String> {
    let at = args.iter().position(|arg| *arg == *word)?;
    let is_count = word.parse::<u32>().is_ok() && at > 0 && args[at - 1] == "-n";
    let has_limit = || entry(args)?.command().get_arguments().find(|arg| arg.get_long() == Some("limit")).map(drop);
    is_count.then(has_limit)??;
    Some(shell_format!("`-n` is `--dry-run`; at most so many rows are printed with `--limit {}`", word))
}

/// A client or a link behind `-c` where the command takes the client without it.
fn object_for(word: &str, args: &[OsString]) -> Option<String> {
    let entry = entry(args).filter(|_| word == "-c" || word == "--client")?;
    let noun = noun(args)?;
    let command = entry.command();
    let mut places = command.get_positionals();
    places
        .any(|arg| arg.get_id() == "client")
        .then(|| shell_format!("the client is named without `-c`: `partnerctl {} {} CLIENT`", noun.name, entry.name))
}

/// A flag that is called otherwise here; or a client, a partner or a person where the command takes none in that place,
/// but by a flag.
fn flags_for(word: &str, args: &[OsString]) -> Vec<String> {
    if let Some(hint) = address_for(word, args).or_else(|| rows_for(word, args)).or_else(|| object_for(word, args)) {
        return vec![hint];
    }
    if word.starts_with('-') {
        let name = word.split('=').next().unwrap_or(word);
        return FLAGS
            .iter()
            .find(|(names, _)| names.contains(&name))
            .map(|(_, hint)| (*hint).to_owned())
            .into_iter()
            .collect();
    }
    let mut tree = command::tree();
    tree.build();
    // Flags of all commands may come before the noun.
    let found = args.iter().skip(1).fold(&tree, |found, arg| found.find_subcommand(arg).unwrap_or(found));
    if word.starts_with("ses_") {
        return vec!["a session is that of a person, who is named with `--as EMAIL -m REASON`".to_owned()];
    }
    let flags = [("client", 'c', "a client"), ("partner", 'p', "a partner"), ("user", ' ', "a person")];
    flags
        .into_iter()
        .filter(|(long, short, _)| {
            let is_given = |arg: &OsString| *arg == *format!("--{long}") || *arg == *format!("-{short}");
            found.get_arguments().any(|arg| arg.get_long() == Some(long)) && !args.iter().any(is_given)
        })
        .filter(|(long, _, _)| (*long == "user") == word.contains('@'))
        .map(|(long, short, what)| {
            let flag = if short == ' ' { format!("--{long}") } else { format!("-{short}") };
            shell_format!("{} is named with `{} {}`", Verbatim(&what), Verbatim(&flag), word)
        })
        .collect()
}
