//! One line as it is typed, with everything around it.

use std::fmt::{self, Write as _};

use partnerctl::term::Facts;

use crate::support::{Run, World};

use super::commands::{Argument, Known};

/// A command line and its surroundings.
#[derive(Debug, Clone)]
pub struct Line {
    pub command: &'static Known,
    /// The arguments of the command itself, in order; a flag has no value.
    pub given: Vec<(&'static Argument, Option<String>)>,
    pub on_behalf: Option<String>,
    pub reason: Option<String>,
    pub dry_run: bool,
    pub quiet: bool,
    pub no_input: bool,
    pub format: Option<&'static str>,
    pub stdin: String,
    /// `PARTNERCTL_EXPECT_CLIENT`
    pub veto: Option<String>,
    /// Variables that must mean nothing.
    pub ambient: Vec<(&'static str, String)>,
    /// Someone is there, and answers this.
    pub answers: Option<Vec<String>>,
    pub account: &'static str,
    pub within: Option<&'static str>,
}

impl Line {
    /// A value of an argument, by its id in the parser.
    pub fn value(&self, id: &str) -> Option<&str> {
        self.given.iter().find(|(argument, _)| argument.id == id).and_then(|(_, value)| value.as_deref())
    }

    pub fn has(&self, id: &str) -> bool {
        self.given.iter().any(|(argument, _)| argument.id == id)
    }

    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.command.name.split(' ').map(str::to_owned).collect();
        let (flags, places): (Vec<_>, Vec<_>) = self.given.iter().partition(|(argument, _)| argument.long.is_some());
        words.extend(places.iter().filter_map(|(_, value)| value.clone()));
        for (argument, value) in flags {
            let long = argument.long.as_deref().unwrap_or_default();
            match value {
                None => words.push(format!("--{long}")),
                Some(value) => words.extend([format!("--{long}"), value.clone()]),
            }
        }
        for (flag, value) in [("--as", &self.on_behalf), ("--reason", &self.reason)] {
            words.extend(value.iter().flat_map(|value| [flag.to_owned(), value.clone()]));
        }
        for (flag, given) in [("--dry-run", self.dry_run), ("--quiet", self.quiet), ("--no-input", self.no_input)] {
            words.extend(given.then(|| flag.to_owned()));
        }
        words.extend(self.format.iter().flat_map(|format| ["--format".to_owned(), (*format).to_owned()]));
        words
    }

    /// Types it.
    pub fn run(&self, world: &mut World) -> Run {
        let carries_data = !self.stdin.is_empty();
        let terminal = self.answers.is_some();
        world.streams(Facts {
            stdin_tty: terminal && !carries_data,
            stdout_tty: terminal,
            stderr_tty: terminal,
            width: terminal.then_some(100),
            height: None,
            owner: None,
        });
        world.no_var("PARTNERCTL_EXPECT_CLIENT");
        for name in super::values::AMBIENT {
            world.no_var(name);
        }
        for (name, value) in &self.ambient {
            world.var(name, value);
        }
        if let Some(veto) = &self.veto {
            world.var("PARTNERCTL_EXPECT_CLIENT", veto);
        }
        world.account(self.account).within(self.within).stdin(self.stdin.clone());
        if let Some(answers) = &self.answers {
            world.whatever_is_asked(answers);
        }
        world.run_words(&self.words())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut around = String::new();
        for (name, value) in self.ambient.iter().map(|(name, value)| (*name, value)) {
            write!(around, "{name}={value:?} ")?;
        }
        if let Some(veto) = &self.veto {
            write!(around, "PARTNERCTL_EXPECT_CLIENT={veto:?} ")?;
        }
        let words: Vec<String> = self.words().iter().map(|word| format!("{word:?}")).collect();
        write!(f, "{} in {:?}: {around}partnerctl {}", self.account, self.within.unwrap_or("."), words.join(" "))?;
        if !self.stdin.is_empty() {
            write!(f, " <<< {:?}", self.stdin)?;
        }
        if let Some(answers) = &self.answers {
            write!(f, " answered with {answers:?}")?;
        }
        Ok(())
    }
}
