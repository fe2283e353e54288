//! `partnerctl db restore`

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::database_paths::DatabasePaths;
use crate::cli::context::Context;
use crate::commands::command::{Command, Opening};
use crate::commands::confirm::{Question, confirm};
use crate::commands::counted::counted;
use crate::commands::top::init::moved_aside;
use crate::domain::actor::StaffRights;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::{Code, Error, Result};
use crate::ops::restore::{self, Author, Candidate, KeyFile, Present, TargetStatus};
use crate::ops::{audit, who};
use crate::output::columns::{id, int, text};
use crate::output::{Columns, ResultWord, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("database"),
    id("file"),
    id("uuid"),
    text("label"),
    int("audit_id"),
    id("replaced_uuid"),
    text("replaced_label"),
    int("replaced_audit_id"),
    id("kept"),
    int("codes"),
    int("mails"),
    id("confirm"),
    text("result"),
]);

/// Arguments of `db restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The label of the database that is replaced, or its file name: needed without a terminal
    #[arg(long, value_name = "WORD")]
    confirm: Option<String>,
}

impl Command for Restore {
    const NAME: &'static str = "restore";
    const ABOUT: &'static str = "Replace everything in the database by a backup";
    const DETAILS: &'static str = "\
The backup is checked before anything is replaced, and is not touched. What it replaces is kept next to the database. \
Everyone who has the database open sees the old or the new, never a half. Codes that were mailed, used or withdrawn \
after the backup do not come back to life: only a code that is live on both sides stays live, a session goes on only if \
it is open on both, and of mails that wait only those leave that wait on both sides. Where the backup is of another database, or the present one cannot be read, \
all of its codes die. Numbers that were given out since are not given out again.\n\n\
A terminal asks for the label of the database; a script gives it, or its file name, with --confirm. Where no database is, \
as on a new machine, nothing is replaced and nothing is asked; put the key file back next to it.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl db restore friday.db", "partnerctl db restore friday.db --confirm training --json"];
    const VERB: Option<Verb> = Some(Verb::DbRestore);
    const COLUMNS: Option<Columns> = Some(COLUMNS);
    const OPENING: Opening = Opening::ByItself;

    fn class(&self) -> Class {
        Class::Destructive
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        must_meet_no_veto(cx)?;
        let place = cx.database.file()?.clone();
        let status = status(cx, &place)?;
        let candidate = restore::candidate(&place, &cx.path(&self.file))?;
        let present = status.sound();
        if present.is_none() {
            cx.agree_on_database(&candidate.info.label)?;
        }
        let author = author(cx, present.is_some(), &candidate)?;
        print_plan(cx, &status, &candidate);
        let name = place.database.file_name().unwrap_or_default().to_string_lossy();
        let word = present.map_or_else(|| name.clone().into_owned(), |present| present.info.label.clone());
        if status != TargetStatus::Empty || self.confirm.is_some() {
            self.confirmed(cx, &name, &word)?;
        }
        let now = cx.now();
        let (file, info, head) = (candidate.file.clone(), candidate.info.clone(), candidate.head);
        let restored = if cx.globals.dry_run {
            None
        } else {
            let reason = cx.reason().map(str::to_owned);
            let author = Author { name: &author, reason: reason.as_deref() };
            Some(candidate.restore(&place, &status, author, &cx.rate_limiter(), now)?)
        };
        if let Some(restored) = &restored {
            match &restored.kept {
                Some(kept) => {
                    cx.ui.status(&format!("Restored. The replaced database is kept as {}", kept.display()));
                }
                None => cx.ui.status("Restored."),
            }
            restored.moved.iter().for_each(|moved| moved_aside(&cx.ui, moved));
            about_key(cx, &place.key(), restored.key);
            let rest = &restored.rest;
            if rest.codes > 0 {
                cx.ui.warn(&format!(
                    "{} died: send a new one to anyone who waits for an answer",
                    counted(rest.codes, "code")
                ));
                cx.ui.hint("find them with `partnerctl invite list -A --state pending` and `partnerctl link list -A --state pending`");
            }
            if rest.recoveries > 0 {
                let were = if rest.recoveries == 1 {
                    "recovery of a client was".to_owned()
                } else {
                    format!("recoveries of {} clients were", rest.recoveries)
                };
                cx.ui.warn(&format!("the {were} stopped: it ran no more, or no one could stop it any more"));
                cx.ui.hint("find the clients with `partnerctl todo`; withdraw the invitation with `partnerctl invite cancel` before you begin again");
            }
            if rest.sessions > 0 {
                cx.ui.warn(&format!("{} ended: anyone at work enters again", counted(rest.sessions, "session")));
            }
            if rest.mails > 0 {
                cx.ui.warn(&format!(
                    "{} waited and will not leave, because that may have happened before",
                    counted(rest.mails, "mail")
                ));
            }
        }
        let database = cx.database.to_string();
        let rest = restored.as_ref().map(|restored| &restored.rest);
        let mut sink = cx.sink(selection, Shape::Changed("database"))?;
        sink.push(&[
            database.into(),
            file.display().to_string().into(),
            info.uuid.as_str().into(),
            info.label.as_str().into(),
            head.number.into(),
            present.map(|present| present.info.uuid.as_str()).into(),
            present.map(|present| present.info.label.as_str()).into(),
            present.map(|present| present.head.number).into(),
            restored.as_ref().and_then(|restored| Some(restored.kept.as_ref()?.display().to_string())).into(),
            rest.map(|rest| rest.codes).into(),
            rest.map(|rest| rest.mails).into(),
            word.into(),
            ResultWord::Restored.into(),
        ])?;
        sink.finish()
    }
}

impl Restore {
    /// The word was typed or passed; a dry run shows which.
    fn confirmed(&self, cx: &mut Context, name: &str, word: &str) -> Result<()> {
        let given = self.confirm.as_deref().map(|given| if given == name { word } else { given });
        let what = if word == name { "its file name" } else { "its label" };
        confirm(cx, given, Question::word("Replace everything in the database by the backup?", what, word))
    }
}

/// A restore changes rows of every client, so that a veto that names some of them speaks against it.
fn must_meet_no_veto(cx: &Context) -> Result<()> {
    if !cx.expects_clients() {
        return Ok(());
    }
    Err(Error::client_mismatch(
        "PARTNERCTL_EXPECT_CLIENT names clients, but a restore changes all of them; nothing was changed",
    )
    .advice("unset PARTNERCTL_EXPECT_CLIENT if the whole database is to be replaced"))
}

/// What is in the place now.
fn status(cx: &mut Context, place: &DatabasePaths) -> Result<TargetStatus> {
    if std::fs::symlink_metadata(&place.database).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(TargetStatus::Empty);
    }
    match cx.begin(Verb::DbRestore) {
        Ok(()) => {}
        Err(error) if error.code() == Code::Failed && restore::examine(&place.database).is_ok() => {
            return Ok(TargetStatus::Damaged);
        }
        Err(error) => return Err(error),
    }
    if !cx.store()?.problems().is_ok_and(|problems| problems.is_empty()) {
        return Ok(TargetStatus::Damaged);
    }
    let info = cx.info()?.clone();
    let head = cx.read(|tx, _| audit::head(tx));
    Ok(head.map_or(TargetStatus::Damaged, |head| TargetStatus::Sound(Present { info, head })))
}

/// What is to be done about the key file.
fn about_key(cx: &Context, path: &Path, key: KeyFile) {
    match key {
        KeyFile::Right => {}
        KeyFile::Missing => {
            cx.ui.warn(&format!("the key file {} is missing", path.display()));
            cx.ui.hint("put it back next to the database; if it is lost, `partnerctl init` makes a new one");
        }
        KeyFile::Unusable => {
            cx.ui.warn(&format!("the key file {} is not the key of the restored database", path.display()));
            cx.ui.hint("put back the key file that belongs to it; see `partnerctl doctor`");
        }
    }
}

/// Who restores: staff of the present database, or where that cannot be read, of the backup.
fn author(cx: &Context, is_readable: bool, candidate: &Candidate) -> Result<String> {
    if is_readable {
        return Ok(cx.actor()?.audit_name().to_owned());
    }
    let member = candidate.read(|tx| who::staff_member(tx, &cx.account))?;
    match member.rights {
        StaffRights::Full => Ok(member.os_user),
        StaffRights::ReadOnly => {
            Err(Error::denied(format!("{} is read-only staff and may not `{}`", member.os_user, Verb::DbRestore)))
        }
    }
}

/// Shows both sides before anything happens.
fn print_plan(cx: &Context, status: &TargetStatus, candidate: &Candidate) {
    let present = status.sound();
    let zone = &cx.zone;
    let side = |label: &str, number: i64, at| {
        format!("{label}, {}, the last {}", counted(number, "audit row"), zone.local(at))
    };
    let database = &cx.database;
    match status {
        TargetStatus::Sound(present) => {
            let summary = side(&present.info.label, present.head.number, present.head.at);
            cx.ui.status(&format!("To be replaced: {database} ({summary})"));
        }
        TargetStatus::Damaged => cx.ui.warn(&format!("{database} cannot be read; all codes of the backup die")),
        TargetStatus::Empty => {
            cx.ui.status(&format!("To be made: {database}, where no database is; all codes of the backup die"));
        }
    }
    let summary = side(&candidate.info.label, candidate.head.number, candidate.head.at);
    cx.ui.status(&format!("By the backup:  {} ({summary})", candidate.file.display()));
    if let Some(present) = present {
        if present.info.uuid != candidate.info.uuid {
            cx.ui.warn("the backup is of another database: all of its codes die");
        }
        if present.info.label != candidate.info.label {
            cx.ui.warn(&format!("from then on the database is labelled {}", candidate.info.label));
        }
    }
    for caution in &candidate.cautions {
        cx.ui.warn(caution);
    }
}
