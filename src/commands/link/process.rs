//! `partnerctl link process`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::confirm::{Script, count_clients};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::{ClientId, LinkId};
use crate::domain::link::State;
use crate::domain::outcome::Outcome;
use crate::error::{Error, Result};
use crate::ops::link::process::waiting;
use crate::ops::link::record::Record;
use crate::ops::resolve::{self, ClientSeen};
use crate::output::{Columns, ResultWord, Shape};
use crate::term::Keyboard;

use super::{named, present, setting_up};

/// Arguments of `link process`.
#[derive(Debug, Args)]
pub struct Process {
    /// The links, such as lnk_17 [default: all of the client that wait]
    #[arg(value_name = "LNK")]
    links: Vec<String>,
    #[command(flatten)]
    client: ClientArg,
    /// Every link that waits, whichever client it is of
    #[arg(long, short = 'A', conflicts_with_all = ["client", "links"])]
    all_clients: bool,
    /// The number of clients that this is about; a script says it with -A
    #[arg(long, value_name = "N")]
    expect_clients: Option<usize>,
}

impl Command for Process {
    const NAME: &'static str = "process";
    const ABOUT: &'static str = "Set up approved links, again where it failed before";
    const DETAILS: &'static str = "\
Where `links.provisioner` names a program, it gets the record of the link as one JSON object on standard input, the keys \
of `link list --json` and client_name, partner_id, partner_name; exit code 0 makes the link linked. Anything else, or \
taking longer than 30 seconds, leaves it approved with the error. It is started for one link once at a time, and may be \
called again for the same link where a process died in between. Where nothing is set, links need no setting up. Exit code 1 when the one link failed, 7 when some links failed.";
    const FORMS: &'static [&'static str] = &["-c CLIENT", "LNK... -c CLIENT", "-A --expect-clients N"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link process lnk_17 -c big-shoes",
        "partnerctl link process -c big-shoes",
        "partnerctl link process -A --expect-clients 2",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkProcess);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with `--all-clients`")];
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        if self.all_clients { Class::Bulk } else { Class::Outward }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let work = self.work(cx)?;
        if work.is_empty() {
            cx.ui.note("no link waits to be set up");
        }
        let now = cx.now();
        let mut rows = Vec::new();
        let mut failed = Vec::new();
        for (seen, id) in &work {
            let (row, error) = match process(cx, seen, *id) {
                Err(error) if work.len() > 1 && setting_up::is_in_hand(&error) => {
                    cx.ui.warn(error.message());
                    ((cx.read(|tx, actor| Record::get(tx, actor, *id, now))?, ResultWord::Skipped), None)
                }
                done => done?,
            };
            failed.extend(error.map(|error| (row.0.listed.link.id, error)));
            rows.push(row);
            if cx.interrupt.check().is_err() {
                break;
            }
        }
        present(cx, selection, Shape::ChangedMany("link_id"), rows)?;
        cx.interrupt.check()?;
        match &failed[..] {
            [] => Ok(()),
            [(id, error)] if work.len() == 1 => {
                Err(Error::failed(format!("{id} stays approved: {error}")).advice("fix the cause and process it again"))
            }
            several => Err(Error::partial(format!("{} of {} links stay approved", several.len(), work.len()))
                .advice("see the reasons with `partnerctl link show LNK`, fix the cause and process them again")),
        }
    }
}

impl Process {
    /// What is to be done, each link with its client, shown; of many clients the number is confirmed.
    fn work(&self, cx: &mut Context) -> Result<Vec<(ClientSeen, LinkId)>> {
        if self.all_clients {
            return self.everything(cx);
        }
        let seen = self.client.for_change(cx)?;
        count_clients(
            cx,
            1,
            self.expect_clients.or(Some(1)),
            Script::MayLeaveOut,
            Keyboard::Stdin,
            "one client is named",
        )?;
        let mut links = named::parse(&self.links)?;
        if links.is_empty() {
            let waiting = cx.read(|tx, _| waiting(tx, Some(seen.row.id)))?;
            links.extend(waiting.iter().map(|link| link.id));
        }
        Ok(links.into_iter().map(|id| (seen.clone(), id)).collect())
    }

    fn everything(&self, cx: &mut Context) -> Result<Vec<(ClientSeen, LinkId)>> {
        let now = cx.now();
        let work: Vec<(ClientSeen, LinkId)> = cx.read(|tx, actor| {
            let links = waiting(tx, None)?;
            links.iter().map(|link| Ok((resolve::client_by_id(tx, actor, link.client, "-A", now)?, link.id))).collect()
        })?;
        let mut clients: Vec<ClientId> = Vec::new();
        for (seen, _) in &work {
            if !clients.contains(&seen.row.id) {
                clients.push(seen.row.id);
                cx.take(seen)?;
            }
        }
        let plan = format!("{} links of {} clients wait to be set up", work.len(), clients.len());
        count_clients(cx, clients.len(), self.expect_clients, Script::MustSay, Keyboard::Stdin, &plan)?;
        Ok(work)
    }
}

type Row = (Record, ResultWord);

/// Sets one link up; the error, where that failed.
fn process(cx: &mut Context, seen: &ClientSeen, id: LinkId) -> Result<(Row, Option<String>)> {
    let done = setting_up::attempt(cx, seen, id)?;
    let failed = match &done.value.listed.link.state {
        State::Approved { error, .. } => Some(error.clone().unwrap_or_default()),
        _ => None,
    };
    let result = match (&failed, done.outcome) {
        (Some(error), _) => {
            cx.ui.warn(&format!("{id} of {}: {error}", resolve::named(&seen.row)));
            ResultWord::Failed
        }
        (None, Outcome::Unchanged) => ResultWord::Unchanged,
        (None, _) => {
            cx.ui.outcome(|t| format!("{id} {} linked.", t.is()));
            ResultWord::Updated
        }
    };
    Ok(((done.value, result), failed))
}
