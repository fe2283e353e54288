//! `partnerctl setup shell`

use std::path::{Path, PathBuf};

use clap::Args;

use super::places::Places;
use crate::app::install::{self, Found, Installed};
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::commands::manual;
use crate::commands::top::Shell;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::ops::unit_of_work::Mode;
use crate::output::columns::{id, int, text};
use crate::output::{Cell, Columns, ResultWord, Shape};

const COLUMNS: Columns = Columns::new(&[text("what"), id("path"), int("files"), text("result")]);

/// What each script of ours contains, and each page of the manual.
const MARKS: [&str; 2] = ["# partnerctl itself knows what can come next", "\"partnerctl manual\""];

/// Arguments of `setup shell`.
#[derive(Debug, Args)]
pub struct SetupShell {
    /// The shell [default: the one that SHELL names]
    #[arg(long, value_name = "SHELL", value_enum)]
    shell: Option<Shell>,
    /// Put the manual into this folder [default: man in your data folder, ~/.local/share]
    #[arg(long, value_name = "DIR")]
    man_folder: Option<PathBuf>,
    /// Also replace files of the same names that are not of partnerctl
    #[arg(long)]
    replace: bool,
}

/// Files that belong together.
struct Group {
    what: String,
    /// The file, or the folder of the files.
    path: PathBuf,
    mark: &'static str,
    files: Vec<Installed>,
}

impl Command for SetupShell {
    const NAME: &'static str = "shell";
    const ABOUT: &'static str = "Install completions and the manual for yourself";
    const DETAILS: &'static str = "\
Writes the completions of one shell and the pages of the manual into your own folders (XDG_DATA_HOME, XDG_CONFIG_HOME), \
where the shell and `man` look for them, and prints what it wrote. No file that you wrote is edited: where your shell needs \
a line in one, the line is shown. Run it again after an upgrade; what is there already is `unchanged`.

A file of the same name that partnerctl did not install stays, and nothing is written (exit code 4), unless --replace is given. \
Where a folder cannot be written, nothing is replaced (exit code 1).";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl setup shell",
        "partnerctl setup shell --shell zsh --dry-run",
        "partnerctl setup shell --man-folder ~/man",
    ];
    const VERB: Option<Verb> = None;
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Reversible
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let places = Places::find(cx)?;
        let shell = self.shell.map_or_else(|| shell_of(cx), Ok)?;
        let script = places.completions(cx, shell);
        let manual = self.man_folder.as_deref().map_or_else(|| places.manual(), |folder| cx.path(folder));
        let groups = [completions(shell, script.clone())].into_iter().chain(pages(&manual)?).collect::<Vec<_>>();
        let found = groups.iter().map(|group| self.look(group)).collect::<Result<Vec<_>>>()?;
        let due: Vec<&Installed> = groups
            .iter()
            .zip(&found)
            .flat_map(|(group, found)| group.files.iter().zip(found))
            .filter(|(_, found)| **found != Found::Same)
            .map(|(file, _)| file)
            .collect();
        if cx.mode() == Mode::Real {
            install::write(due)?;
        }
        let mut sink = cx.sink(selection, Shape::ChangedMany("path"))?;
        for (group, found) in groups.iter().zip(&found) {
            let result = result(found);
            say(cx, group, result);
            sink.push(&[
                group.what.as_str().into(),
                Cell::shown(&group.path.display()),
                Cell::Int(i64::try_from(group.files.len()).unwrap_or(i64::MAX)),
                result.into(),
            ])?;
        }
        sink.finish()?;
        if let Some((file, line)) = places.line(cx, shell, &script) {
            cx.ui.hint(&format!("so that {} finds them, add to {}: {line}", shell.name(), file.display()));
        }
        if !places.man_looks_into(cx, &manual) {
            let line = shell_format!("export MANPATH={}:", manual.display());
            cx.ui.hint(&format!("so that man finds the manual: {line}"));
        }
        Ok(())
    }
}

impl SetupShell {
    /// What is at the places of a group; what is of another origin stops it.
    fn look(&self, group: &Group) -> Result<Vec<Found>> {
        group
            .files
            .iter()
            .map(|file| match file.found(group.mark)? {
                Found::Foreign if !self.replace => {
                    Err(Error::conflict(format!("{} was not installed by partnerctl", file.path.display()))
                        .advice("move it away, or have it replaced with --replace"))
                }
                found => Ok(found),
            })
            .collect()
    }
}

/// The shell of the user.
fn shell_of(cx: &Context) -> Result<Shell> {
    let name = cx.var("SHELL").and_then(|path| Path::new(path).file_name()).unwrap_or_default().to_string_lossy();
    Shell::named(&name).ok_or_else(|| {
        let names: Vec<&str> = Shell::ALL.iter().map(|shell| shell.name()).collect();
        Error::usage(format!("SHELL names an unknown shell: {name:?}"))
            .advice(format!("say which with --shell: {}", names.join(", ")))
    })
}

fn completions(shell: Shell, path: PathBuf) -> Group {
    let files = vec![Installed { path: path.clone(), content: shell.script().to_owned() }];
    Group { what: format!("completions for {}", shell.name()), path, mark: MARKS[0], files }
}

/// The pages of the manual, a group for each section.
fn pages(folder: &Path) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for page in manual::pages()? {
        let path = folder.join(format!("man{}", page.section));
        let file = Installed { path: path.join(&page.file_name), content: page.text };
        match groups.iter_mut().find(|group| group.path == path) {
            Some(group) => group.files.push(file),
            None => {
                let what = format!("manual pages of section {}", page.section);
                groups.push(Group { what, path, mark: MARKS[1], files: vec![file] });
            }
        }
    }
    Ok(groups)
}

/// What becomes of a group.
fn result(found: &[Found]) -> ResultWord {
    if found.iter().all(|one| *one == Found::Same) {
        ResultWord::Unchanged
    } else if found.iter().all(|one| *one == Found::Nothing) {
        ResultWord::Created
    } else {
        ResultWord::Updated
    }
}

fn say(cx: &Context, group: &Group, result: ResultWord) {
    let Group { what, path, files, .. } = group;
    let place = match &files[..] {
        [one] if one.path == *path => path.display().to_string(),
        several => format!("{}/partnerctl*, {}", path.display(), counted(several.len(), "page")),
    };
    cx.ui.outcome(|tense| match result {
        ResultWord::Unchanged => format!("The {what} {} as they are: {place}.", tense.pick("stay", "would stay")),
        _ => format!("The {what} {} written: {place}.", tense.pick("were", "would be")),
    });
}
