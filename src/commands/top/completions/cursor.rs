//! What the word under the cursor is to name, found out by the same definition that the parser uses.

use std::path::PathBuf;

use clap::{Arg, ValueHint};

use crate::commands::command;

/// What is wanted under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    Client,
    Partner,
}

/// A line up to the cursor, as far as completion has to understand it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorWord {
    /// What is to be named.
    pub kind: ValueKind,
    /// What of it is there already.
    pub typed: String,
    /// `--db`
    pub database: Option<PathBuf>,
    /// `--as`
    pub on_behalf: Option<String>,
}

/// What `words` want at their end, if it is a client or a partner. They are the words behind the program's name up to
/// the cursor, the last of them under it, maybe empty.
///
/// A line whose `--db` a shell has still to expand wants nothing: names of another database would mislead.
pub fn wanted(words: &[String]) -> Option<CursorWord> {
    let (cursor, before) = words.split_last()?;
    let mut line = ParsedLine::new();
    before.iter().try_for_each(|word| line.read(word))?;
    let (argument, typed) = line.at(cursor)?;
    let kind = kind(&argument)?;
    let plain = |text: &str| !text.contains(['$', '`', '\\', '\'', '"', '*', '?', '[', '{', '~']);
    if ![&line.database, &line.on_behalf].into_iter().flatten().all(|value| plain(value)) {
        return None;
    }
    Some(CursorWord { kind, typed, database: line.database.map(PathBuf::from), on_behalf: line.on_behalf })
}

/// Whether the word at the end of `words` is the path of a file.
pub fn is_path(words: &[String]) -> bool {
    let argument = || {
        let (cursor, before) = words.split_last()?;
        let mut line = ParsedLine::new();
        before.iter().try_for_each(|word| line.read(word))?;
        line.at(cursor)
    };
    // The parser knows no other hint: it gives this one to each argument that is read as a path.
    argument().is_some_and(|(argument, _)| argument.get_value_hint() == ValueHint::AnyPath)
}

/// What was understood so far.
struct ParsedLine {
    command: clap::Command,
    /// The flag whose value comes next.
    pending: Option<Arg>,
    positionals: usize,
    only_positionals: bool,
    database: Option<String>,
    on_behalf: Option<String>,
}

impl ParsedLine {
    fn new() -> Self {
        Self {
            command: command::tree(),
            pending: None,
            positionals: 0,
            only_positionals: false,
            database: None,
            on_behalf: None,
        }
    }

    /// Takes a whole word in. `None` when there is no sense in it.
    fn read(&mut self, word: &str) -> Option<()> {
        if let Some(flag) = self.pending.take() {
            // bash makes three words of `--client=big`.
            if word == "=" {
                self.pending = Some(flag);
                return Some(());
            }
            return self.keep(&flag, word);
        }
        if self.only_positionals {
            self.positionals += 1;
        } else if word == "--" {
            self.only_positionals = true;
        } else if let Some(long) = word.strip_prefix("--") {
            let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            let flag = self.flag(|flag| flag.get_long() == Some(name))?;
            match value {
                Some(value) => self.keep(&flag, value)?,
                None if flag.get_action().takes_values() => self.pending = Some(flag),
                None => {}
            }
        } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            self.short(letters)?;
        } else if let Some(below) = self.command.find_subcommand(word) {
            let mut below = below.clone();
            // Its arguments are put in only now.
            below.build();
            self.command = below;
        } else {
            self.positionals += 1;
        }
        Some(())
    }

    /// `-nc big-shoes`, `-cbig-shoes`
    fn short(&mut self, letters: &str) -> Option<()> {
        let mut rest = letters.chars();
        while let Some(letter) = rest.next() {
            let flag = self.flag(|flag| flag.get_short() == Some(letter))?;
            if flag.get_action().takes_values() {
                match rest.as_str() {
                    "" => self.pending = Some(flag),
                    value => self.keep(&flag, value.strip_prefix('=').unwrap_or(value))?,
                }
                return Some(());
            }
        }
        Some(())
    }

    fn keep(&mut self, flag: &Arg, value: &str) -> Option<()> {
        let kept = match flag.get_id().as_str() {
            "db" => &mut self.database,
            "on_behalf" => &mut self.on_behalf,
            _ => return Some(()),
        };
        // Given twice is a usage error.
        kept.replace(value.to_owned()).is_none().then_some(())
    }

    fn flag(&self, is: impl Fn(&Arg) -> bool) -> Option<Arg> {
        self.command.get_arguments().find(|flag| !flag.is_positional() && is(flag)).cloned()
    }

    /// The argument whose value the word under the cursor is, and what of it is there.
    fn at(&self, cursor: &str) -> Option<(Arg, String)> {
        if let Some(flag) = &self.pending {
            return Some((flag.clone(), cursor.strip_prefix('=').unwrap_or(cursor).to_owned()));
        }
        if let Some((name, typed)) = cursor.strip_prefix("--").and_then(|long| long.split_once('=')) {
            let flag = self.flag(|flag| flag.get_long() == Some(name))?;
            return Some((flag, typed.to_owned()));
        }
        if cursor.starts_with('-') || self.command.has_subcommands() {
            return None;
        }
        let place = self.command.get_positionals().nth(self.positionals)?;
        Some((place.clone(), cursor.to_owned()))
    }
}

fn kind(argument: &Arg) -> Option<ValueKind> {
    match argument.get_id().as_str() {
        "client" | "closing" | "target" | "targets" => Some(ValueKind::Client),
        "partner" | "for_partner" => Some(ValueKind::Partner),
        _ => None,
    }
}
