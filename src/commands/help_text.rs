//! The help of the program, of a noun and of a command, made from the one definition of the commands.

use crate::domain::class::Class;
use crate::error::Result;

use super::arguments::{self, listed, own};
use super::catalogue::Classes;
use super::command::{self, CommandEntry, Noun};
use super::document::Block;
use super::synopsis::forms;
use super::{NOUNS, topics};

/// What one does most, as the overview shows it.
const TASKS: &[(&str, &str)] = &[
    ("find a client by any word", "partnerctl client find shoes"),
    ("see a client: people, links, what is next", "partnerctl client show big-shoes"),
    ("give a person access", "partnerctl user add ann@bigshoes.example -c big-shoes -r manager"),
    ("invite everyone who owns a client", "partnerctl invite send --owners -c big-shoes"),
    ("take back your last change", "partnerctl undo -c big-shoes"),
];

/// The help of a command line such as `client add`, of a noun, or with no words of the program. `None` where there is no
/// such thing.
///
/// # Errors
/// `bug` when a command has no example that shows it.
pub fn of(words: &[&str]) -> Result<Option<Vec<Block>>> {
    let alone = |name: &str| Noun::named("").and_then(|noun| noun.verb(name));
    match words {
        [] => Ok(Some(program())),
        [one] => match (noun(one), alone(one)) {
            (Some(found), _) => Ok(Some(of_noun(found))),
            (None, Some(entry)) => of_command(one, entry).map(Some),
            (None, None) => Ok(None),
        },
        [one, two] => {
            let entry = noun(one).and_then(|noun| noun.verb(two));
            entry.map(|entry| of_command(&format!("{one} {two}"), entry)).transpose()
        }
        _ => Ok(None),
    }
}

fn noun(name: &str) -> Option<&'static Noun> {
    Noun::named(name).filter(|noun| !noun.name.is_empty())
}

fn heading(text: &str) -> Block {
    Block::Heading(text.to_owned())
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

fn tasks() -> [Block; 2] {
    let lines = TASKS.iter().flat_map(|(what, command)| [format!("# {what}"), (*command).to_owned()]);
    [heading("Most used:"), Block::Lines(lines.collect())]
}

fn begin() -> [Block; 2] {
    [heading("Usage:"), Block::Lines(vec!["partnerctl NOUN VERB [options]".to_owned()])]
}

/// What the program says when it is called without a command.
pub fn overview() -> Vec<Block> {
    let mut blocks = vec![paragraph(command::ABOUT)];
    blocks.extend(begin());
    blocks.extend(tasks());
    blocks.push(heading("Nouns:"));
    let nouns: Vec<&str> = Noun::all().map(|noun| noun.name).collect();
    blocks.push(paragraph(nouns.join(" ")));
    blocks.push(heading("More:"));
    blocks.push(Block::Terms(
        [
            ("partnerctl demo", "play the main job in a throwaway database"),
            ("partnerctl init", "make the database, and register yourself"),
            ("partnerctl help", "list every command and topic"),
            ("partnerctl client", "list what can be done with a noun"),
        ]
        .map(|(term, meaning)| (term.to_owned(), meaning.to_owned()))
        .to_vec(),
    ));
    blocks
}

/// Every command and topic, as `help` lists them.
pub fn contents() -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(begin());
    for noun in NOUNS {
        if noun.name.is_empty() {
            blocks.push(heading("Commands:"));
            blocks.push(Block::Terms(verbs(noun)));
            blocks.push(heading("Nouns and their verbs:"));
        }
    }
    let nouns = Noun::all();
    let verbs = |noun: &Noun| noun.verbs.iter().map(|entry| entry.name).collect::<Vec<_>>().join(" ");
    blocks.push(Block::Terms(nouns.map(|noun| (noun.name.to_owned(), verbs(noun))).collect()));
    blocks.push(heading("Topics:"));
    let topics = topics::TOPICS.iter().map(|topic| (topic.name.to_owned(), topic.about.to_owned()));
    blocks.push(Block::Terms(topics.collect()));
    blocks.push(heading("More:"));
    blocks.push(paragraph(
        "`partnerctl help client add` explains a command, `partnerctl help TOPIC` a topic, and `partnerctl client` lists \
         what can be done with a noun. There is no current client: each command names its own with --client.",
    ));
    blocks
}

fn verbs(noun: &Noun) -> Vec<(String, String)> {
    noun.verbs.iter().map(|entry| (entry.name.to_owned(), entry.about.to_owned())).collect()
}

fn program() -> Vec<Block> {
    let mut blocks = vec![paragraph(command::ABOUT)];
    blocks.extend(begin());
    blocks.extend(tasks());
    if let Some(noun) = Noun::named("") {
        blocks.push(heading("Commands:"));
        blocks.push(Block::Terms(verbs(noun)));
    }
    blocks.push(heading("Nouns:"));
    let nouns = Noun::all();
    blocks.push(Block::Terms(nouns.map(|noun| (noun.name.to_owned(), noun.about.to_owned())).collect()));
    blocks.push(heading("Global options:"));
    blocks.push(Block::Terms(global_options()));
    blocks.push(heading("More:"));
    blocks.push(paragraph(
        "There is no current client: each command names its own with --client. `partnerctl help` lists every command \
         and topic; `partnerctl --version` prints the version.",
    ));
    blocks
}

/// The options that every command takes.
pub fn global_options() -> Vec<(String, String)> {
    let tree = command::tree();
    arguments::global(&tree).map(|arg| (listed(arg), arguments::meaning(arg))).collect()
}

/// What a noun is about, and its verbs with a line each.
pub fn of_noun(noun: &Noun) -> Vec<Block> {
    let usage = format!("partnerctl {} VERB [options]", noun.name);
    vec![
        paragraph(noun.about),
        heading("Usage:"),
        Block::Lines(vec![usage]),
        heading("Verbs:"),
        Block::Terms(verbs(noun)),
        heading("More:"),
        paragraph(format!("`partnerctl {} VERB --help` explains one, with examples.", noun.name)),
    ]
}

fn of_command(name: &str, entry: &CommandEntry) -> Result<Vec<Block>> {
    let command = entry.command();
    let forms = forms(entry);
    let usage = forms.iter().map(|form| format!("partnerctl {name} {}", form.short()).trim_end().to_owned());
    let mut blocks = vec![
        paragraph(entry.about),
        heading("Usage:"),
        Block::Lines(usage.collect()),
        heading("Examples:"),
        Block::Lines(entry.examples.iter().map(|example| (*example).to_owned()).collect()),
        heading("What it does:"),
    ];
    blocks.push(paragraph(effect(&mut Classes::of_commands(), name, entry)?));
    blocks.extend(entry.details.split("\n\n").filter(|text| !text.is_empty()).map(paragraph));
    if let Some(columns) = columns(entry) {
        blocks.push(paragraph(format!("It prints the columns {columns}.")));
    }
    let (positional, options): (Vec<_>, Vec<_>) = own(&command).partition(|arg| arg.is_positional());
    for (title, arguments) in [("Arguments:", positional), ("Options:", options)] {
        if !arguments.is_empty() {
            blocks.push(heading(title));
            blocks
                .push(Block::Terms(arguments.into_iter().map(|arg| (listed(arg), arguments::meaning(arg))).collect()));
        }
    }
    blocks.push(heading("Global options:"));
    blocks.push(paragraph(GLOBAL));
    Ok(blocks)
}

/// The one line about the options of every command.
const GLOBAL: &str = "--as, --dry-run, --format, --columns and others: see `partnerctl --help`.";

/// What a command changes, how that is confirmed, and whether it asks.
pub fn effect(classes: &mut Classes, name: &str, entry: &CommandEntry) -> Result<String> {
    let class = classes.plain(name, entry)?;
    let mut text = match class {
        Class::Read => "It changes nothing.".to_owned(),
        _ => format!("Its class is `{}`: {}.", class.name(), topics::meaning(class)),
    };
    for (class, when) in entry.otherwise {
        text.push_str(&format!(" It is `{}` {when}: {}.", class.name(), topics::meaning(*class)));
    }
    if !entry.asks.is_empty() {
        text.push_str(" At a terminal it asks for what the line lacks.");
    }
    Ok(text)
}

/// The columns of a command's records.
pub fn columns(entry: &CommandEntry) -> Option<String> {
    let columns = entry.columns?;
    Some(columns.declared().iter().map(|column| column.name).collect::<Vec<_>>().join(", "))
}
