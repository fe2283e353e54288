//! `partnerctl demo`: the main job from beginning to end, played with the real commands in a throwaway database.

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
}

impl Command for Demo {
    const NAME: &'static str = "demo";
    const ABOUT: &'static str = "Play the main job from beginning to end in a throwaway database";
    const DETAILS: &'static str = "\
A partner, its users, the import of a billing system's export, invitations one by one and in bulk, a request for a \
link and its approval, the work of a night, and the list for the boss: each command is shown with what it prints. \
Nothing else is touched, no mail leaves, and nothing is left behind unless --keep says where.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl demo", "partnerctl demo --keep try-out"];
    const VERB: Option<Verb> = None;

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let Some(kept) = &self.keep else {
            let folder = tempfile::tempdir().map_err(|error| cannot_make("a temporary folder", &error))?;
            return play(cx, folder.path());
        };
        let folder = cx.path(kept);
        empty(&folder)?;
        play(cx, &folder)?;
        let database = kept.join(shell::DATABASE);
        cx.ui.status(&format!("The database stays at {}.", database.display()));
        cx.ui.hint(&shell_format!("go on with `partnerctl client list --db {}`", database.display()));
        Ok(())
    }
}

fn play(cx: &mut Context, folder: &Path) -> Result<()> {
    for (name, content) in FILES {
        fs::write(folder.join(name), content).map_err(|error| cannot_make(name, &error))?;
    }
    let mut shell = Shell::new(cx, folder)?;
    for part in story::story() {
        match part {
            Part::Says(text) => cx.ui.print(&format!("\n{text}\n"))?,
            Part::Gives(command, expected) => {
                format!("$ {command}").lines().try_for_each(|line| cx.ui.heading(line))?;
                let ended = shell.run(cx, &command)?;
                shell.show(cx, &ended)?;
                cx.interrupt.check()?;
                if ended.exit != expected {
                    let exit = ended.exit;
                    return Err(Error::bug(format!("the demo expected exit code {expected}, not {exit}: {command}")));
                }
            }
        }
    }
    Ok(())
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
