//! `partnerctl client close`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientObject;
use crate::commands::brief::state;
use crate::commands::bulk::{Answers, RowResult, TableOptions};
use crate::commands::command::Command;
use crate::commands::confirm::{Question, Script, confirm, nothing_to_confirm};
use crate::commands::counted::counted;
use crate::commands::piped::{self, Done, OfClient, Piped};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::client::ClientState;
use crate::domain::outcome::Outcome;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::input::Row;
use crate::ops::client::close::{self, ClosingCounts, ClosingPreview};
use crate::ops::resolve::named;
use crate::ops::unit_of_work::Mode;
use crate::output::brief::plain;
use crate::output::columns::{id, int, text};
use crate::output::{Brief, Cell, Columns, ResultWord, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    text("name"),
    int("grants"),
    int("invitations"),
    int("requests"),
    int("links"),
    int("sessions"),
    id("confirm"),
    text("result"),
]);

/// Arguments of `client close`.
#[derive(Debug, Args)]
pub struct Close {
    #[command(flatten)]
    client: ClientObject,
    /// The client's slug and the number of grants that end, in place of typing the slug
    #[arg(long, value_name = "SLUG:COUNT")]
    confirm: Option<String>,
    #[command(flatten)]
    table: TableOptions,
}

/// Columns of the results of a table.
const CLIENTS: Columns = Columns::new(&[
    int("line"),
    id("client_id"),
    id("client_slug"),
    text("name"),
    int("grants"),
    int("invitations"),
    int("requests"),
    int("links"),
    int("sessions"),
    text("result"),
    text("error_code"),
    text("message"),
])
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["line"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["name"]).rank(1),
        plain(&["grants"]).rank(2),
        plain(&["invitations"]).rank(3),
        plain(&["requests"]).rank(3),
        plain(&["links"]).rank(3),
        plain(&["sessions"]).rank(3),
        state(&["result"]),
        plain(&["error_code"]).headed("error").rank(2),
        plain(&["message"]).whole().below(),
    ],
});

impl Command for Close {
    const NAME: &'static str = "close";
    const ABOUT: &'static str = "Close a client: no one gets in any more, and nothing of it is changed";
    const DETAILS: &'static str = "\
In one step every access of its people ends, prepared ones too, and so do its links and open sessions; invitations and \
link requests that wait are withdrawn, their codes are dead, and mails of it that have not left are skipped. No one is \
mailed about it. It stays readable, with a note, and keeps its slug. The slug is typed to confirm; a script says \
--confirm SLUG:COUNT, where COUNT is the number of people whose access ends, which --dry-run shows. `partnerctl client \
reopen` opens it again, with no one in it.

In place of the client a table is taken, `-` for standard input, or FILE.csv: a row for each client, by `client_id` or \
`client_slug`. A script says the number of clients with --expect-clients. One that is closed already is `unchanged`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client close big-shoes -m \"contract ended\"",
        "partnerctl client close big-shoes --dry-run",
        "partnerctl client close big-shoes --confirm big-shoes:4 -m \"contract ended\"",
        "partnerctl client close gone.csv --expect-clients 12 --errors bad.csv -m \"contract ended\"",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientClose);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`")];

    fn columns(&self) -> Option<Columns> {
        Some(if piped::table(&self.client.client).is_some() { CLIENTS } else { COLUMNS })
    }

    fn class(&self) -> Class {
        if piped::table(&self.client.client).is_some() { Class::Bulk } else { Class::Destructive }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if let Some(file) = piped::table(&self.client.client) {
            piped::without(&[("--confirm", self.confirm.is_some())])?;
            return piped::run(cx, file, &self.table, Closing);
        }
        self.table.must_be_unused()?;
        let selection = cx.select(COLUMNS)?;
        let seen = self.client.for_change_in_any_state(cx)?;
        let (now, client) = (cx.now(), &seen.row);
        let held = cx.read(|tx, _| ClosingPreview::gather(tx, client.id, now))?;
        let word = format!("{}:{}", client.slug, held.grants.len());
        if client.state == ClientState::Closed {
            nothing_to_confirm(cx);
        } else {
            let asks = format!("Close {} {} and {}?", named(client), client.name, ending(&held, now));
            let question = Question { asks: &asks, what: "its slug", word: client.slug.as_str(), value: &word };
            confirm(cx, self.confirm.as_deref(), question)?;
        }
        let done = cx.change(|change| close::close(change, &seen, &held))?;
        let closed = done.outcome == Outcome::Done;
        print_outcome(cx, &named(client), closed.then_some(done.value));
        let value = (cx.mode() == Mode::DryRun && closed).then_some(word.as_str());
        let count = |many: usize| Cell::from(i64::try_from(many).unwrap_or(i64::MAX));
        let mut sink = cx.sink(selection, Shape::Changed("client_id"))?;
        sink.push(&[
            Cell::shown(&client.id),
            Cell::shown(&client.slug),
            client.name.as_str().into(),
            count(done.value.grants),
            count(done.value.invitations),
            count(done.value.requests),
            count(done.value.links),
            count(done.value.sessions),
            Cell::from(value),
            if closed { ResultWord::Closed } else { ResultWord::Unchanged }.into(),
        ])?;
        sink.finish()
    }
}

/// What closing ends, for the question: `end 1 grant, end 1 link, cancel 2 invitations, cancel 1 link request`.
fn ending(held: &ClosingPreview, now: Instant) -> String {
    let mut parts = vec![format!("end {}", counted(held.grants.len(), "grant"))];
    if held.links(now) > 0 {
        parts.push(format!("end {}", counted(held.links(now), "link")));
    }
    for (many, what) in [(held.invitations(now), "invitation"), (held.requests(now), "link request")] {
        if many > 0 {
            parts.push(format!("cancel {}", counted(many, what)));
        }
    }
    parts.join(", ")
}

/// The receipt, for people.
fn print_outcome(cx: &Context, client: &str, ended: Option<ClosingCounts>) {
    let Some(ended) = ended else {
        cx.ui.status(&format!("{client} is closed already."));
        return;
    };
    cx.ui.outcome(|t| format!("{client} {} closed.", t.is()));
    for (many, what, end) in [
        (ended.grants, "grant", ""),
        (ended.invitations, "invitation", "cancelled"),
        (ended.requests, "link request", "cancelled"),
        (ended.links, "link", ""),
        (ended.sessions, "open session", "closed"),
    ] {
        if many > 0 {
            let what = counted(many, what);
            cx.ui.outcome(|t| match (end, many) {
                ("", _) => format!("{what} {}.", t.ended()),
                (end, 1) => format!("{what} {} {end}.", t.was()),
                (end, _) => format!("{what} {} {end}.", t.were()),
            });
        }
    }
}

/// The rows of a table.
struct Closing;

impl Piped for Closing {
    const COLUMNS: Columns = CLIENTS;
    const READS: &'static [&'static str] = &[];
    const THING: &'static [&'static str] = &[];

    fn verb(&self) -> Verb {
        Verb::ClientClose
    }

    fn script(&self) -> Script {
        Script::MustSay
    }

    fn row(&mut self, client: &mut OfClient<'_, '_>, _: &Row<'_>, answers: &mut Answers<'_>) -> Result<Done> {
        let seen = client.seen;
        answers.draft.set("name", &seen.row.name);
        let done = client.change(|change| {
            let held = ClosingPreview::gather(change.tx, seen.row.id, change.now)?;
            close::close(change, seen, &held)
        })?;
        let ClosingCounts { grants, invitations, requests, links, sessions } = done.value;
        for (column, count) in [
            ("grants", grants),
            ("invitations", invitations),
            ("requests", requests),
            ("links", links),
            ("sessions", sessions),
        ] {
            answers.draft.set(column, count);
        }
        Ok(Done::of(&done, RowResult::Closed))
    }
}
