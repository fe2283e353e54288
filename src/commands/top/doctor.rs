//! `partnerctl doctor`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::{Code, Result};
use crate::ops::doctor::{self, Finding};
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, Shape};
use crate::shell;
use crate::term::Ui;

const COLUMNS: Columns =
    Columns::new(&[id("client_id"), id("client_slug"), id("code"), id("entity_id"), text("finding"), id("command")]);

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {}

impl Command for Doctor {
    const NAME: &'static str = "doctor";
    const ABOUT: &'static str = "Check the database for problems, and show the command that fixes each";
    const DETAILS: &'static str = "\
Without a finding it prints nothing (a sentence on a terminal) and exits 0; with findings it prints a row for each and exits 1; nothing is fixed. It reads the whole \
database: active clients without a lasting owner or admin, access with a login that is not active, what is open in \
closed clients and of closed partners, links that are approved and not set up, invitations without a code, mails that \
wait although nothing keeps them or that failed in the last 7 days, look-alikes that no one noted, people whose \
temporary password is over, the chain of the audit, tables and triggers, the modes of the files, halves of killed \
backups, and the settings of mail: a server or its password that is missing, a password file that others can read, a \
live database whose mails are only written to files, or have no sender or no links. It asks whether the pages below `web.base_url` answer; the mail server is asked by \
`mail status`. \
Problems that normally resolve themselves are reported after an hour. Words in capitals in `command` are for you to fill in.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl doctor", "partnerctl doctor --columns command --csv", "partnerctl doctor --json"];
    const VERB: Option<Verb> = Some(Verb::Doctor);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let (place, now) = (cx.database.paths().clone(), cx.now());
        let of_files = doctor::of_files(&place, cx.store()?)?;
        if selection.is_plain_table() && cx.ui.facts().stdout_tty {
            let count = cx.read_aloud(|tx, _, ui| {
                let mut count = 0_u64;
                let mut show = |finding: &Finding| {
                    count += 1;
                    say(ui, finding)
                };
                doctor::in_rows(tx, now, &mut show)?;
                of_files.iter().try_for_each(show)?;
                Ok(count)
            })?;
            if count > 0 {
                cx.ui.status(&format!("{}.", counted(count, "finding")));
                cx.answer(Code::Failed);
            } else {
                cx.ui.status("No problem was found.");
            }
            return Ok(());
        }
        let rows = cx.stream(selection, Shape::List, |tx, _, sink| {
            let mut push = |finding: &Finding| {
                let Finding { client, code, entity, finding, command } = finding;
                sink.push(&[
                    client.as_ref().map_or(Cell::Null, |(client, _)| Cell::shown(client)),
                    client.as_ref().map_or(Cell::Null, |(_, slug)| slug.as_str().into()),
                    (*code).into(),
                    entity.as_deref().into(),
                    shell::sentence(finding).into(),
                    shell::remedy(command).into(),
                ])
            };
            doctor::in_rows(tx, now, &mut push)?;
            of_files.iter().try_for_each(push)?;
            Ok(sink.rows())
        })?;
        if rows > 0 {
            cx.answer(Code::Failed);
        }
        Ok(())
    }
}

/// One finding for people: which client, what is wrong, and below it what fixes it.
fn say(ui: &Ui, finding: &Finding) -> Result<()> {
    let place = finding.client.as_ref().map_or_else(String::new, |(id, slug)| format!("{slug} ({id}): "));
    ui.print_folded(&format!("{place}{}", shell::sentence(&finding.finding)))?;
    ui.print(&format!("    fix: {}", shell::remedy(&finding.command)))
}
