//! `partnerctl completions`

mod cursor;
mod words;

use std::fmt::Write as _;
use std::io::Write as _;

use clap::Args;
use clap::builder::PossibleValue;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::names::{self, Candidates, More, Offered};
use crate::output::failure::stdout_failure;
use crate::output::sanitise::for_terminal;

use cursor::{ValueKind, wanted};

// What the scripts ask for instead of a shell.
const NAMES: &str = "names";
const WORDS: &str = "words";

const BASH: &str = include_str!("../../../completions/partnerctl.bash");
const ZSH: &str = include_str!("../../../completions/_partnerctl");
const FISH: &str = include_str!("../../../completions/partnerctl.fish");

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = [
        PossibleValue::new("bash"), PossibleValue::new("zsh"), PossibleValue::new("fish"),
        PossibleValue::new(NAMES).hide(true), PossibleValue::new(WORDS).hide(true),
    ])]
    shell: String,
    /// For the scripts: the words behind `partnerctl` up to the cursor, the last of them under it
    #[arg(last = true, value_name = "WORDS", hide = true)]
    words: Vec<String>,
}

impl Command for Completions {
    const NAME: &'static str = "completions";
    const ABOUT: &'static str = "Print the completion script for a shell";
    const DETAILS: &'static str = "\
Put it where your shell looks for such scripts. For a try in bash: `source <(partnerctl completions bash)`. The script \
is small: it asks `partnerctl` for commands, flags and values, so that it fits each later version.

Where a client or a partner is named, the script looks up those of which the slug, a word of the name, the domain or \
the account number begins with what is there, in the database of the line (`--db`, PARTNERCTL_DB) and as far as \
the person of `--as` sees them. What it puts on the line is a slug that one reads before one presses Enter; it selects \
nothing. Letters are added only if every match goes on with them; of many matches 50 are listed, with the number of the \
others. Fish puts only such on the line as contain what was typed.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl completions bash > ~/.local/share/bash-completion/completions/partnerctl",
        "partnerctl completions zsh > ~/.zfunc/_partnerctl",
        "partnerctl completions fish > ~/.config/fish/completions/partnerctl.fish",
    ];
    const VERB: Option<Verb> = None;

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let text = match self.shell.as_str() {
            "bash" => BASH.to_owned(),
            "zsh" => ZSH.to_owned(),
            "fish" => FISH.to_owned(),
            WORDS => words::offered(&self.words),
            // Someone is typing: what is wrong is reported when the line is run.
            _ => look_up(cx, &self.words).unwrap_or_default(),
        };
        cx.ui.out().write_all(text.as_bytes()).map_err(|error| stdout_failure(&error))
    }
}

/// A line for each name that fits: the slug, a tab, and whose it is. Where there are more, a last line begins with the
/// tab and says how many.
fn look_up(cx: &mut Context, words: &[String]) -> Result<String> {
    let Some(wanted) = wanted(words) else { return Ok(String::new()) };
    if let Some(path) = &wanted.database {
        cx.use_database(path);
    }
    cx.globals.on_behalf.clone_from(&wanted.on_behalf);
    cx.begin_quietly(Verb::ClientFind)?;
    let now = cx.now();
    let Candidates { offered, more } = cx.read(|tx, actor| match wanted.kind {
        ValueKind::Client => names::clients(tx, actor, &wanted.typed, now),
        ValueKind::Partner => names::partners(tx, actor, &wanted.typed),
    })?;
    let mut text = offered.iter().fold(String::new(), |mut text, Offered { slug, label }| {
        let _ = writeln!(text, "{slug}\t{}", for_terminal(label));
        text
    });
    text += &match more {
        More::None => String::new(),
        More::Exactly(count) => format!("\t{count} more; type on\n"),
        More::AtLeast(count) => format!("\tat least {count} more; type on\n"),
    };
    Ok(text)
}
