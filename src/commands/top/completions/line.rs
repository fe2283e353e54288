//! A command line up to the cursor, read by the same definition that the parser uses.

use clap::Arg;

use crate::commands::command;

/// What the word under the cursor is.
#[derive(Debug)]
pub(super) enum Place {
    /// The name of a noun or a verb.
    Command,
    /// The name of an option.
    Flag,
    /// The value of an argument.
    Value(Box<Argument>),
}

/// The argument whose value is under the cursor.
#[derive(Debug)]
pub(super) struct Argument {
    pub arg: Arg,
    /// What of the word is not the value: `--client=`.
    pub head: String,
    /// What of the value is there.
    pub typed: String,
}

/// What was understood so far.
#[derive(Debug)]
pub(super) struct Line {
    command: clap::Command,
    /// The names of the commands: `invite`, `send`.
    path: Vec<String>,
    /// The flag whose value comes next.
    pending: Option<Arg>,
    positionals: usize,
    only_positionals: bool,
    /// The arguments that have a value, each with it, and the flags that take none.
    given: Vec<(String, String)>,
}

impl Line {
    /// Reads whole words, those between the program's name and the word under the cursor. `None` when there is no sense
    /// in them.
    pub(super) fn read(words: &[String]) -> Option<Self> {
        let mut line = Self {
            command: command::tree(),
            path: Vec::new(),
            pending: None,
            positionals: 0,
            only_positionals: false,
            given: Vec::new(),
        };
        words.iter().try_for_each(|word| line.word(word))?;
        Some(line)
    }

    /// The names of the commands: `invite`, `send`.
    pub(super) fn path(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    pub(super) const fn command(&self) -> &clap::Command {
        &self.command
    }

    /// The value of an argument, by the name of its field.
    pub(super) fn value(&self, id: &str) -> Option<&str> {
        self.given.iter().find(|(name, _)| name == id).map(|(_, value)| value.as_str())
    }

    /// The values of an argument that is given more than once.
    pub(super) fn values<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        self.given.iter().filter(move |(name, _)| name == id).map(|(_, value)| value.as_str())
    }

    /// Whether the shell has still to expand the value of an argument. What is offered then could be another database's,
    /// or another person's.
    pub(super) fn is_unexpanded(&self, id: &str) -> bool {
        self.values(id).any(|value| value.contains(['$', '`', '*', '?', '[', '{']) || value.starts_with('~'))
    }

    /// Takes a whole word in.
    fn word(&mut self, word: &str) -> Option<()> {
        if let Some(flag) = self.pending.take() {
            self.keep(&flag, word);
        } else if self.only_positionals {
            self.positional(word);
        } else if word == "--" {
            self.only_positionals = true;
        } else if let Some(long) = word.strip_prefix("--") {
            let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            let flag = self.flag(|flag| flag.get_long() == Some(name))?;
            match value {
                Some(value) => self.keep(&flag, value),
                None if flag.get_action().takes_values() => self.pending = Some(flag),
                None => self.keep(&flag, ""),
            }
        } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            self.short(letters)?;
        } else if self.command.has_subcommands() {
            let mut below = self.command.find_subcommand(word)?.clone();
            // Its arguments are put in only now.
            below.build();
            self.path.push(word.to_owned());
            self.command = below;
        } else {
            self.positional(word);
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
                    value => self.keep(&flag, value.strip_prefix('=').unwrap_or(value)),
                }
                return Some(());
            }
            self.keep(&flag, "");
        }
        Some(())
    }

    fn positional(&mut self, word: &str) {
        if let Some(arg) = self.place() {
            self.keep(&arg, word);
        }
        self.positionals += 1;
    }

    fn keep(&mut self, arg: &Arg, value: &str) {
        self.given.push((arg.get_id().to_string(), value.to_owned()));
    }

    fn flag(&self, is: impl Fn(&Arg) -> bool) -> Option<Arg> {
        self.command.get_arguments().find(|flag| !flag.is_positional() && is(flag)).cloned()
    }

    /// The positional argument that comes next; the last one may take several.
    fn place(&self) -> Option<Arg> {
        let all: Vec<&Arg> = self.command.get_positionals().collect();
        let several = |arg: &&&Arg| matches!(arg.get_action(), clap::ArgAction::Append);
        all.get(self.positionals).or_else(|| all.last().filter(several)).map(|arg| (*arg).clone())
    }

    /// What the word under the cursor is; `None` where nothing can be.
    pub(super) fn at(&self, cursor: &str) -> Option<Place> {
        let value = |arg: Arg, typed: &str| {
            let head = cursor.strip_suffix(typed).unwrap_or_default().to_owned();
            Place::Value(Box::new(Argument { arg, head, typed: typed.to_owned() }))
        };
        if let Some(flag) = &self.pending {
            return Some(value(flag.clone(), cursor));
        }
        if !self.only_positionals {
            if let Some((name, typed)) = cursor.strip_prefix("--").and_then(|long| long.split_once('=')) {
                return self.flag(|flag| flag.get_long() == Some(name)).map(|flag| value(flag, typed));
            }
            if cursor.starts_with('-') {
                return Some(Place::Flag);
            }
        }
        if self.command.has_subcommands() {
            return Some(Place::Command);
        }
        self.place().map(|arg| value(arg, cursor))
    }

    /// The flags that can still be given, each with its help.
    pub(super) fn flags(&self) -> impl Iterator<Item = (&Arg, String)> {
        self.command.get_arguments().filter_map(|arg| {
            let again = matches!(arg.get_action(), clap::ArgAction::Append);
            let is_given = self.given.iter().any(|(id, _)| arg.get_id() == id.as_str());
            let long = arg.get_long().filter(|_| !arg.is_positional() && (again || !is_given))?;
            Some((arg, format!("--{long}")))
        })
    }
}
