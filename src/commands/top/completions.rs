//! `partnerctl completions`

mod answer;
mod bash;
mod fixed;
mod kind;
mod line;
mod lookup;
mod shell;
mod sudo;

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::{Command, CommandEntry};
use crate::commands::{NOUNS, Noun};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::output::failure::stdout_failure;
use crate::program::{self, Call};

use super::help;
use answer::{Answer, Behind, Candidate, Words};
use kind::Kind;
use line::{Argument, Line, Place};
use lookup::Asked;
use shell::Question;
use sudo::Sudo;

pub use shell::Shell;

/// How long the program behind sudo may take. Someone is typing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
    /// For the scripts: the line up to the cursor
    #[arg(last = true, value_name = "WORDS", hide = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

impl Command for Completions {
    const NAME: &'static str = "completions";
    const ABOUT: &'static str = "Print the completion script for a shell";
    const DETAILS: &'static str = "\
`partnerctl setup shell` installs it. For a try in bash: `source <(partnerctl completions bash)`. The script is small: it \
asks `partnerctl` for commands, options and values, so that it fits each later version.

Every value is completed that the program or the database knows: clients (by slug, a word of the name, the domain, the \
account number, and where any reference is taken also by `account:`, `domain:` and `owner:`), partners, people, ids of the \
client that is named, roles, permissions, states, columns, settings, topics. They are looked up in the database of the line \
(`--db`, PARTNERCTL_DB), as far as the person of `--as` sees them, and behind `sudo -u ACCOUNT partnerctl` by the program \
that runs as that account, if sudo asks for no password. A file is offered only where a file is meant.

What is put on the line is read before one presses Enter; it selects nothing. Letters are added only if every match goes \
on with them; of many matches 50 are listed, with the number of the others. Fish and elvish put only \
such on the line as contain what was typed.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl completions bash > ~/.local/share/bash-completion/completions/partnerctl",
        "partnerctl completions zsh > ~/.zfunc/_partnerctl",
        "partnerctl completions fish > ~/.config/fish/completions/partnerctl.fish",
        "partnerctl completions powershell > ~/.config/powershell/partnerctl.ps1",
    ];
    const VERB: Option<Verb> = None;

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let text = match &self.words[..] {
            [] => self.shell.script().to_owned(),
            // Someone is typing: what is wrong is reported when the line is run.
            asked => answered(cx, self.shell, asked).unwrap_or_default(),
        };
        cx.ui.out().write_all(text.as_bytes()).map_err(|error| stdout_failure(&error))
    }
}

/// What a script is answered.
fn answered(cx: &mut Context, shell: Shell, asked: &[String]) -> Option<String> {
    let Question { before, program, mut words } = shell.question(asked)?;
    for word in &mut words {
        if let (Some(rest), Some(home)) = (word.strip_prefix("~/"), cx.var("HOME")) {
            *word = PathBuf::from(home).join(rest).to_string_lossy().into_owned();
        }
    }
    if before.first().is_some_and(|word| sudo::is_sudo(word)) {
        // bash-completion hands over the whole line and, by itself, what is behind sudo.
        let length = sudo::read(&before)?.length;
        return behind_sudo(cx, shell, asked, &[&before[..length], &[program], &words].concat());
    }
    if sudo::is_sudo(&program) {
        return behind_sudo(cx, shell, asked, &[&[program], &words[..]].concat());
    }
    let answer = match answer(cx, &words)? {
        Answer::Words(words) => Answer::Words(words.clean()),
        files => files,
    };
    Some(shell.answer(asked, &answer))
}

/// What can come at the end of these words.
fn answer(cx: &mut Context, words: &[String]) -> Option<Answer> {
    let (cursor, before) = words.split_last()?;
    let line = Line::read(before)?;
    match line.at(cursor) {
        Some(Place::Command) => Some(Answer::Words(Words::fixed("", cursor, commands(&line)))),
        Some(Place::Flag) => Some(Answer::Words(flags(&line, cursor))),
        Some(Place::Value(argument)) => value(cx, &line, &argument),
        None if cursor.is_empty() => Some(Answer::Words(flags(&line, cursor))),
        None => None,
    }
}

fn commands(line: &Line) -> Vec<Candidate> {
    let visible = line.command().get_subcommands().filter(|command| !command.is_hide_set());
    visible.map(|command| Candidate::new(command.get_name(), first_line(command.get_about()))).collect()
}

fn flags(line: &Line, cursor: &str) -> Words {
    let all = line.flags().map(|(arg, name)| Candidate::new(name, first_line(arg.get_help())));
    Words::fixed("", cursor, all)
}

fn first_line(text: Option<&clap::builder::StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default().lines().next().unwrap_or_default().to_owned()
}

/// What fits as the value of an argument.
fn value(cx: &mut Context, line: &Line, argument: &Argument) -> Option<Answer> {
    let Argument { arg, head, typed } = argument;
    let path = line.path();
    let entry = entry(&path);
    let kind = kind::kind(&path, arg)?;
    let fixed = |all: Vec<Candidate>| Some(Words::fixed(head, typed, all).cut());
    let words = match kind {
        Kind::File => return Some(Answer::Files),
        Kind::Folder => return Some(Answer::Folders),
        Kind::Confirmed => None,
        Kind::New => new_value(line, argument),
        Kind::Listed => fixed(listed(arg)),
        Kind::Word(all) => fixed(all()),
        Kind::WordList(all) => Some(joined(argument, all())),
        Kind::Mapping(all) => mapping(argument, all()),
        Kind::Columns => entry.map(|entry| joined(argument, columns(entry))),
        Kind::SortColumn => {
            let (minus, typed) = typed.strip_prefix('-').map_or(("", typed.as_str()), |rest| ("-", rest));
            entry.map(|entry| Words::fixed(&format!("{head}{minus}"), typed, columns(entry)))
        }
        Kind::Topic => {
            let before: Vec<&str> = line.values("words").collect();
            fixed(help::words(&before).into_iter().map(|(name, about)| Candidate::new(name, about)).collect())
        }
        Kind::SettingValue => match line.value("key")? {
            "mail.templates" => return Some(Answer::Folders),
            "links.provisioner" | "mail.sendmail.program" => return Some(Answer::Files),
            key if key.ends_with("_file") => return Some(Answer::Files),
            key => fixed(fixed::setting_values(key)),
        },
        Kind::Setting => {
            let without = || Words::fixed(head, typed, fixed::settings()).family();
            Some(
                entry
                    .and_then(|entry| lookup::words(cx, &Asked { line, entry, argument }, kind))
                    .unwrap_or_else(without),
            )
        }
        // What is wanted is known before the verb too: `partnerctl --as ADDRESS …`.
        _ => lookup::words(cx, &Asked { line, entry: entry.unwrap_or(&NOUNS[0].verbs[0]), argument }, kind),
    };
    words.map(Answer::Words)
}

/// The entry of the command with this path.
fn entry(path: &[&str]) -> Option<&'static CommandEntry> {
    let (noun, verb) = match path {
        [verb] => ("", verb),
        [noun, verb] => (*noun, verb),
        _ => return None,
    };
    Noun::named(noun)?.verb(verb)
}

/// What the person alone knows has no words: its name is shown, and the options can come at its place as well.
fn new_value(line: &Line, argument: &Argument) -> Option<Words> {
    let Argument { arg, head, typed } = argument;
    if !typed.is_empty() || !head.is_empty() {
        return None;
    }
    let name = arg.get_value_names().and_then(<[_]>::first).map_or("", |name| name.as_str());
    let note = Some(format!("{name}: {}", first_line(arg.get_help())));
    let options = if arg.is_positional() { flags(line, typed) } else { Words::fixed("", "", []) };
    Some(Words { note, is_cut: true, ..options })
}

/// The words that the parser knows.
fn listed(arg: &clap::Arg) -> Vec<Candidate> {
    let values = arg.get_possible_values();
    let visible = values.iter().filter(|value| !value.is_hide_set());
    visible.map(|value| Candidate::new(value.get_name(), first_line(value.get_help()))).collect()
}

fn columns(entry: &CommandEntry) -> Vec<Candidate> {
    let Some(columns) = entry.columns else { return Vec::new() };
    let declared = columns.declared().iter().map(|column| Candidate::new(column.name, ""));
    let fields = columns.has_fields().then(|| Candidate::new("field.", "an extra field: field.KEY"));
    declared.chain(fields).collect()
}

/// Completes the last word of a comma list, and leaves out the words that the list has already.
fn joined(argument: &Argument, all: Vec<Candidate>) -> Words {
    let (before, last) = argument.typed.rsplit_once(',').unwrap_or(("", &argument.typed));
    let head = format!("{}{}", argument.head, &argument.typed[..argument.typed.len() - last.len()]);
    let is_there = |word: &str| before.split(',').any(|one| one == word) || (word == "all" && !before.is_empty());
    let left = all.into_iter().filter(|one| !is_there(&one.word));
    Words { behind: Behind::Nothing, ..Words::fixed(&head, last, left) }
}

/// The column that is meant by the header of a file.
fn mapping(argument: &Argument, all: Vec<Candidate>) -> Option<Words> {
    let (header, column) = argument.typed.split_once('=')?;
    Some(Words::fixed(&format!("{}{header}=", argument.head), column, all))
}

/// Asks the program that sudo runs, if sudo asks for no password. It answers in the same form.
fn behind_sudo(cx: &Context, shell: Shell, asked: &[String], line: &[String]) -> Option<String> {
    let Sudo { program: sudo, options, length } = sudo::read(line)?;
    let inner = line.get(length..)?;
    let (program, words) = inner.split_first().filter(|(program, _)| sudo::is_ours(program))?;
    // That nothing is known is an answer too: no file of the folder is offered in its place.
    let nothing = || Some(shell.answer(asked, &Answer::Words(Words::fixed("", "", []))));
    if words.is_empty() {
        return None;
    }
    if !sudo::may_run(program) {
        return nothing();
    }
    let sudo = program::find(&sudo, cx.var("PATH")?)?;
    let question = shell.question_of(asked, inner);
    let own = ["--", program, "completions", shell.name(), "--"].map(str::to_owned);
    let arguments = [vec!["-n".to_owned()], options, own.to_vec(), question].concat();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let call = Call { program: &sudo, arguments: &arguments, input: b"", patience: PATIENCE };
    let answer = program::printed(call).and_then(|answer| String::from_utf8(answer).ok());
    answer.filter(|answer| !answer.is_empty()).or_else(nothing)
}
