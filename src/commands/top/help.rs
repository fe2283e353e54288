//! `partnerctl help`: a command's help, or a topic that concerns many.

mod topics;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::NOUNS;
use crate::commands::command::{self, Command};
use crate::commands::dispatch::help_width;
use crate::commands::suggest::commands_with;
use crate::domain::authority::Verb;
use crate::domain::choice::nearest;
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};

use topics::TOPICS;

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
        let topic = TOPICS.iter().find(|topic| words == [topic.name]);
        let command = of_command(&words, help_width(cx.ui.facts()));
        let text = match (topic, command) {
            _ if words.is_empty() => overview(),
            (Some(topic), None) => (topic.text)()?,
            // `mail` is both.
            (Some(topic), Some(command)) => format!("{}\n\n{command}", (topic.text)()?.trim_end()),
            (None, Some(command)) => command,
            (None, None) => return Err(unknown(&words)),
        };
        cx.ui.print(text.trim_end())
    }
}

/// The long help of a command or noun.
fn of_command(words: &[&str], width: usize) -> Option<String> {
    let mut root = command::tree().term_width(width);
    root.build();
    let mut found = &mut root;
    for word in words {
        found = found.find_subcommand_mut(word)?;
    }
    Some(found.render_long_help().to_string())
}

fn overview() -> String {
    let mut text = String::from("partnerctl NOUN VERB …\n\n");
    for noun in NOUNS {
        if noun.name.is_empty() {
            for entry in noun.verbs {
                line(&mut text, entry.name, entry.about);
            }
            text.push('\n');
        } else {
            let verbs: Vec<&str> = noun.verbs.iter().map(|entry| entry.name).collect();
            line(&mut text, noun.name, &verbs.join(" "));
        }
    }
    text.push_str("\nTopics:\n\n");
    for topic in TOPICS {
        line(&mut text, topic.name, topic.about);
    }
    text.push_str(
        "\nThere is no current client: each command names its own with --client.\n\
         `partnerctl help client add` explains a command, `partnerctl help TOPIC` a topic.",
    );
    text
}

/// A word and what there is to say about it, behind one another in two columns.
fn line(text: &mut String, word: &str, about: &str) {
    const LEFT: usize = 15;
    const RIGHT: usize = 63;
    let mut lines = vec![String::new()];
    for part in about.split(' ') {
        if let Some(last) = lines.last_mut() {
            if last.is_empty() {
                last.push_str(part);
                continue;
            }
            if last.chars().count() + 1 + part.chars().count() <= RIGHT {
                last.push(' ');
                last.push_str(part);
                continue;
            }
        }
        lines.push(part.to_owned());
    }
    for (at, line) in lines.iter().enumerate() {
        let word = if at == 0 { word } else { "" };
        text.push_str(&format!("  {word:LEFT$}{line}\n"));
    }
}

fn unknown(words: &[&str]) -> Error {
    let typed = words.join(" ");
    let mut known: Vec<&str> = TOPICS.iter().map(|topic| topic.name).collect();
    known.extend(NOUNS.iter().map(|noun| noun.name).filter(|name| !name.is_empty()));
    let error = Error::usage(format!("there is no topic and no command {typed:?}"));
    let error = commands_with(&typed).into_iter().fold(error, Error::advice);
    match nearest(&typed, &known) {
        Some(near) => error.advice(shell_format!("did you mean `partnerctl help {}`?", near)),
        None => error,
    }
    .advice("see all of them with `partnerctl help`")
}
