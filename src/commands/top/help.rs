//! `partnerctl help`: a command's help, or a topic that concerns many.

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::dispatch::{COMMAND, TOPIC, show};
use crate::commands::suggest::commands_with;
use crate::commands::topics::{self, TOPICS};
use crate::commands::{NOUNS, Noun, help_text};
use crate::domain::authority::Verb;
use crate::domain::choice::nearest;
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};

/// Arguments of `help`.
#[derive(Debug, Args)]
pub struct Help {
    /// A topic, or a command such as `client add`
    #[arg(value_name = "TOPIC")]
    words: Vec<String>,
}

impl Command for Help {
    const NAME: &'static str = "help";
    const ABOUT: &'static str = "Explain a topic or a command";
    const DETAILS: &'static str = "Without a word it lists the commands and topics that there are.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl help", "partnerctl help exit-codes", "partnerctl help client add"];
    const VERB: Option<Verb> = None;

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        if words.is_empty() {
            return show(&cx.ui, &help_text::contents(), COMMAND);
        }
        let topic = if let [word] = words[..] { topics::named(word) } else { None };
        let command = help_text::of(&words)?;
        if topic.is_none() && command.is_none() {
            return Err(unknown(&words));
        }
        // `mail` is both.
        if let Some(topic) = topic {
            show(&cx.ui, &(topic.text)()?, TOPIC)?;
            if command.is_some() {
                cx.ui.print("")?;
            }
        }
        command.map_or(Ok(()), |blocks| show(&cx.ui, &blocks, COMMAND))
    }
}

/// What can follow these words behind `help`: topics and commands, or the verbs of a noun.
pub(super) fn words(before: &[&str]) -> Vec<(&'static str, &'static str)> {
    match before {
        [] => {
            let topics = TOPICS.iter().map(|topic| (topic.name, topic.about));
            let nouns = NOUNS.iter().filter(|noun| !noun.name.is_empty() && topics::named(noun.name).is_none());
            let alone = NOUNS.iter().filter(|noun| noun.name.is_empty()).flat_map(|noun| noun.verbs);
            let commands = alone.map(|verb| (verb.name, verb.about));
            topics.chain(commands).chain(nouns.map(|noun| (noun.name, noun.about))).collect()
        }
        [noun] => {
            let named = NOUNS.iter().filter(|one| one.name == *noun && !noun.is_empty());
            named.flat_map(|noun| noun.verbs).map(|verb| (verb.name, verb.about)).collect()
        }
        _ => Vec::new(),
    }
}

fn unknown(words: &[&str]) -> Error {
    let typed = words.join(" ");
    let mut known: Vec<&str> = TOPICS.iter().map(|topic| topic.name).collect();
    known.extend(Noun::all().map(|noun| noun.name));
    let error = Error::usage(format!("there is no topic and no command {typed:?}"));
    let error = commands_with(&typed).into_iter().fold(error, Error::advice);
    let begun = known.iter().find(|name| typed.len() >= 3 && name.starts_with(&typed)).copied();
    match begun.or_else(|| nearest(&typed, &known)) {
        Some(near) => error.advice(shell_format!("did you mean `partnerctl help {}`?", near)),
        None => error,
    }
    .advice("see all of them with `partnerctl help`")
}
