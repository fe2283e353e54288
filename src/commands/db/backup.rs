//! `partnerctl db backup`

use std::path::PathBuf;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::{Error, Result};
use crate::ops::backup;
use crate::output::columns::{id, int, text};
use crate::output::{Cell, Columns, ResultWord, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("file"),
    int("bytes"),
    id("uuid"),
    text("label"),
    int("schema"),
    int("audit_id"),
    id("hash"),
    text("result"),
]);

/// Arguments of `db backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to make; it must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Command for Backup {
    const NAME: &'static str = "backup";
    const ABOUT: &'static str = "Copy the database into a file, while others work in it";
    const DETAILS: &'static str = "\
The copy is as the database was at one moment, checked, as private as the database, and there whole or not at all. A \
file that exists is never replaced. The key file is not in it: keep a copy of that apart from the backups, because \
anyone who has both can make codes. A backup is itself a database that --db opens.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl db backup friday.db", "partnerctl db backup /var/backups/access.db --json"];
    const VERB: Option<Verb> = Some(Verb::DbBackup);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        if cx.globals.dry_run {
            return Err(Error::usage("a backup has no dry run: it makes a file and changes nothing"));
        }
        let target = cx.path(&self.file);
        let copied = backup::create(&cx.database.file()?.database, &target, cx.database.sharing())?;
        let (shown, number) = (copied.path.display(), copied.head.number);
        cx.ui.status(&format!("{shown} holds the database up to audit row {number}, and is sound."));
        let hash = data_encoding::HEXLOWER.encode(&copied.head.hash);
        let mut sink = cx.sink(selection, Shape::Changed("file"))?;
        sink.push(&[
            Cell::shown(&shown),
            Cell::Int(i64::try_from(copied.bytes).unwrap_or(i64::MAX)),
            copied.info.uuid.as_str().into(),
            copied.info.label.as_str().into(),
            copied.schema.into(),
            number.into(),
            hash.into(),
            ResultWord::Created.into(),
        ])?;
        sink.finish()
    }
}
