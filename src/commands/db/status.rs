//! `partnerctl db status`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::database;
use crate::output::columns::{id, instant, int, list, text};
use crate::output::{Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("database"),
    text("label"),
    id("uuid"),
    int("schema"),
    instant("created_at"),
    int("bytes"),
    int("wal_bytes"),
    int("pages"),
    int("free_pages"),
    text("mode"),
    text("os_group"),
    id("key_file"),
    text("key"),
    id("outbox"),
    text("outbox_mode"),
    int("staff"),
    int("partners"),
    int("clients"),
    int("logins"),
    int("invitations"),
    int("links"),
    int("mails"),
    int("mails_due"),
    int("audit_id"),
    instant("audit_at"),
    int("schema_faults"),
    list("safety_copies"),
]);

/// Arguments of `db status`.
#[derive(Debug, Args)]
pub struct Status {}

impl Command for Status {
    const NAME: &'static str = "status";
    const ABOUT: &'static str = "Show where the database is, how large, and who can reach its files";
    const DETAILS: &'static str = "\
Looks only at what takes no time; `db check` reads everything. The numbers of partners, clients, … are of all that were \
ever made, ended ones too.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl db status", "partnerctl db status --json"];
    const VERB: Option<Verb> = Some(Verb::DbStatus);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let now = cx.now();
        let place = cx.database.paths().clone();
        let status = database::status(&place, cx.store()?, now)?;
        for fault in &status.schema_faults {
            cx.ui.warn(fault);
        }
        let path = |path: std::path::PathBuf| Cell::from(path.display().to_string());
        let mut sink = cx.sink(selection, Shape::One)?;
        sink.push(&[
            cx.database.to_string().into(),
            status.info.label.as_str().into(),
            status.info.uuid.as_str().into(),
            status.schema.into(),
            status.info.created_at.into(),
            number(status.bytes),
            status.file.map(|file| number(file.wal_bytes)).unwrap_or(Cell::Null),
            status.file.map(|file| file.pages.count).into(),
            status.file.map(|file| file.pages.free).into(),
            status.file.map(|file| format!("{:04o}", file.mode)).into(),
            status.info.group.as_deref().into(),
            path(place.key()),
            status.key.as_str().into(),
            path(place.outbox()),
            status.outbox_mode.map(|mode| format!("{mode:04o}")).into(),
            status.counts.staff.into(),
            status.counts.partners.into(),
            status.counts.clients.into(),
            status.counts.logins.into(),
            status.counts.invitations.into(),
            status.counts.links.into(),
            status.counts.mails.into(),
            status.counts.mails_due.into(),
            status.head.number.into(),
            status.head.at.into(),
            Cell::Int(i64::try_from(status.schema_faults.len()).unwrap_or(i64::MAX)),
            Cell::list(status.copies.join(" ")),
        ])?;
        sink.finish()
    }
}

fn number(bytes: u64) -> Cell<'static> {
    Cell::Int(i64::try_from(bytes).unwrap_or(i64::MAX))
}
