//! `partnerctl demo`: the main job from beginning to end, played with the real commands in a throwaway database.

mod pages;
mod shell;
mod story;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::output::failure::reason;

use shell::Shell;
use story::{FILES, Part};

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Play it in this folder, which must be new or empty, and leave everything there
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Play it unseen, then serve the pages over its database on 127.0.0.1, and print links to try
    #[arg(long)]
    serve: bool,
}

impl Command for Demo {
    const NAME: &'static str = "demo";
    const ABOUT: &'static str = "Play the main job from beginning to end in a throwaway database";
    const DETAILS: &'static str = "\
A partner and its user, the import of a billing system's export, an invitation and its answer, a request for a link \
and its approval, invitations in bulk, and the log: each command is shown with what it prints, without the middle of \
long output. Nothing else is touched, no mail leaves, and nothing is left behind unless --keep says where.

With --serve it ends in a browser: the pages of `partnerctl serve` are on port 8080, or a free one, with an invitation and a \
partner's request to answer, and an owner to sign in as. Ctrl-C ends it.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl demo", "partnerctl demo --keep try-out", "partnerctl demo --serve"];
    const VERB: Option<Verb> = None;

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let Some(kept) = &self.keep else {
            let folder = tempfile::tempdir().map_err(|error| cannot_make("a temporary folder", &error))?;
            return self.play(cx, folder.path());
        };
        let folder = cx.path(kept);
        empty(&folder)?;
        self.play(cx, &folder)?;
        let database = kept.join(shell::DATABASE);
        cx.ui.status(&format!("The database stays at {}.", database.display()));
        cx.ui.hint(&shell_format!("go on with `partnerctl client list --db {}`", database.display()));
        Ok(())
    }
}

impl Demo {
    fn play(&self, cx: &mut Context, folder: &Path) -> Result<()> {
        if !self.serve {
            return play(cx, folder, Audience::Reader);
        }
        let bound = pages::bind()?;
        play(cx, folder, Audience::No)?;
        pages::serve(cx, folder, bound)
    }
}

/// Whether what is played is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    Reader,
    No,
}

fn play(cx: &mut Context, folder: &Path, audience: Audience) -> Result<()> {
    for (name, content) in FILES {
        fs::write(folder.join(name), content).map_err(|error| cannot_make(name, &error))?;
    }
    let mut shell = Shell::new(cx, folder)?;
    for part in story::story() {
        match part {
            Part::Gives(command, expected) if audience == Audience::No => {
                quietly(cx, &mut shell, &command, expected)?;
            }
            Part::Says(_) if audience == Audience::No => {}
            Part::Says(text) => cx.ui.print(&format!("\n{text}"))?,
            Part::Gives(command, expected) => {
                format!("$ {command}").lines().try_for_each(|line| cx.ui.heading(line))?;
                let ended = shell.run(cx, &command)?;
                shell.show(cx, &ended)?;
                cx.interrupt.check()?;
                must_end(&command, ended.exit, expected)?;
            }
        }
    }
    Ok(())
}

/// Runs a line of which no one sees anything.
fn quietly(cx: &mut Context, shell: &mut Shell, command: &str, expected: u8) -> Result<()> {
    let ended = shell.run(cx, command)?;
    cx.interrupt.check()?;
    must_end(command, ended.exit, expected)
}

fn must_end(command: &str, exit: u8, expected: u8) -> Result<()> {
    if exit == expected {
        return Ok(());
    }
    Err(Error::bug(format!("the demo expected exit code {expected}, not {exit}: {command}")))
}

/// Makes the folder; one that has something in it is left alone.
fn empty(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| cannot_make(&folder.display().to_string(), &error))?;
    let mut entries = fs::read_dir(folder).map_err(|error| cannot_make(&folder.display().to_string(), &error))?;
    if entries.next().is_some() {
        return Err(Error::conflict(format!("{} is not empty; nothing was changed", folder.display()))
            .advice("give `--keep` the name of a new folder"));
    }
    Ok(())
}

fn cannot_make(what: &str, error: &std::io::Error) -> Error {
    Error::failed(format!("cannot make {what}: {}", reason(error)))
}
