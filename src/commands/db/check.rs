//! `partnerctl db check`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::{Error, Result};
use crate::ops::database;
use crate::output::brief::{Phrase, plain, words};
use crate::output::columns::{boolean, text};
use crate::output::style::Tone;
use crate::output::{Brief, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[text("check"), boolean("ok"), text("fault")]).in_brief(&Brief {
    noun: "check",
    columns: &[
        plain(&["check"]).whole(),
        words("ok", &["ok"], |record| match record.is("ok") {
            true => Phrase::new("yes", Tone::Good),
            false => Phrase::new("no", Tone::Bad),
        }),
        plain(&["fault"]).whole(),
    ],
});

/// Arguments of `db check`.
#[derive(Debug, Args)]
pub struct Check {}

impl Command for Check {
    const NAME: &'static str = "check";
    const ABOUT: &'static str = "Read the whole database and report whether it is sound";
    const DETAILS: &'static str = "\
Looks at the pages, indexes and constraints of the file (integrity), at tables, triggers and views (schema: the write \
guard and the append-only audit are triggers), at the chain of the audit, whether an audit row explains each fact about \
access (writes: another program may have written one), at the key file, and at the modes of the files. Exit 0 when all is \
well, 1 when not; nothing is changed.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl db check", "partnerctl db check --json"];
    const VERB: Option<Verb> = Some(Verb::DbCheck);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let place = cx.database.paths().clone();
        let findings = database::check(&place, cx.store()?)?;
        let mut sink = cx.sink(selection, Shape::List)?;
        for finding in &findings {
            sink.push(&[finding.check.into(), finding.fault.is_none().into(), finding.fault.as_deref().into()])?;
        }
        cx.end_list(sink)?;
        let faulty = findings.iter().filter(|finding| finding.fault.is_some()).count();
        if faulty == 0 {
            cx.ui.status("The database is sound.");
            return Ok(());
        }
        Err(Error::failed(format!("{faulty} of {} checks found a fault", findings.len()))
            .advice("keep the file, and compare with a backup before anything else: `partnerctl db check --db BACKUP`"))
    }
}
