//! Every command of the registry with its arguments, as the parser itself knows them: a new command takes part by
//! being there.

use std::sync::LazyLock;

use clap::Args as _;
use partnerctl::cli::globals::Globals;
use partnerctl::commands::question::Question;
use partnerctl::commands::{NOUNS, command};
use partnerctl::domain::authority::Nature;

/// Not tried: they work in a database of their own, or do not end by themselves.
const ELSEWHERE: &[&str] = &["demo", "serve"];
/// Flags that would keep a command from ending.
const ENDLESS: &[&str] = &["watch"];

#[derive(Debug)]
pub struct Known {
    /// `client add`
    pub name: String,
    /// Whether it changes nothing, whatever its arguments.
    pub reads: bool,
    /// Whether a terminal asks which clients are meant, where the line names none.
    pub asks_for_clients: bool,
    /// The examples of its help.
    pub examples: &'static [&'static str],
    pub arguments: Vec<Argument>,
}

#[derive(Debug)]
pub struct Argument {
    pub id: String,
    /// Without it, the argument is found by its place.
    pub long: Option<String>,
    /// What its value is called; a flag has none.
    pub value: Option<String>,
    pub possible: Vec<String>,
    pub required: bool,
    pub many: bool,
}

pub static COMMANDS: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let mut tree = command::tree();
    tree.build();
    let globals = Globals::augment_args(clap::Command::new("globals"));
    let globals: Vec<String> = globals.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    let mut known = Vec::new();
    for (noun, entry) in NOUNS.iter().flat_map(|noun| noun.verbs.iter().map(move |entry| (noun, entry))) {
        let name = format!("{} {}", noun.name, entry.name).trim_start().to_owned();
        let parent = if noun.name.is_empty() { Some(&tree) } else { tree.find_subcommand(noun.name) };
        let found = parent.and_then(|parent| parent.find_subcommand(entry.name)).unwrap();
        if ELSEWHERE.contains(&name.as_str()) {
            continue;
        }
        let own = found.get_arguments().filter(|argument| {
            let id = argument.get_id().as_str();
            !globals.iter().any(|global| global == id) && !ENDLESS.contains(&id) && id != "help" && id != "version"
        });
        known.push(Known {
            name,
            reads: entry.verb.is_none_or(|verb| verb.nature() == Nature::Read) && entry.name != "init",
            asks_for_clients: entry.asks.iter().any(Question::names_clients),
            examples: entry.examples,
            arguments: own.map(argument).collect(),
        });
    }
    known
});

fn argument(clap: &clap::Arg) -> Argument {
    let takes = clap.get_action().takes_values();
    let value = clap.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    Argument {
        id: clap.get_id().to_string(),
        long: clap.get_long().map(str::to_owned),
        value: takes.then(|| value.unwrap_or_default()),
        possible: clap.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect(),
        required: clap.is_required_set(),
        many: matches!(clap.get_action(), clap::ArgAction::Append),
    }
}
