//! `partnerctl todo`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::Result;
use crate::ops::client::staff_named;
use crate::ops::todo::{self, Filter, MOST_YOUNG, Young};
use crate::output::brief::plain;
use crate::output::columns::{end, id, instant};
use crate::output::part::in_other_order;
use crate::output::{Brief, Cell, Columns, Shape};
use crate::shell;

const COLUMNS: Columns = Columns::new(&[
    id("kind"),
    id("client_id"),
    id("client_slug"),
    id("entity_id"),
    id("subject"),
    instant("since"),
    end("until"),
    id("who"),
    id("command"),
])
.keyed(in_other_order(&["kind", "client_id", "entity_id", "subject"]))
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["kind"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["subject"]).rank(1),
        plain(&["since"]).rank(3),
        plain(&["until"]).rank(1),
        plain(&["who"]).headed("must act").rank(2),
        plain(&["command"]).below(),
    ],
});

/// Arguments of `todo`.
#[derive(Debug, Args)]
pub struct Todo {
    #[command(flatten)]
    client: ClientArg,
    /// Only in clients that this support person looks after; `me` is you
    #[arg(long, value_name = "OSUSER")]
    staff: Option<String>,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for Todo {
    const NAME: &'static str = "todo";
    const ABOUT: &'static str = "List what waits for someone, across clients, and the command for each";
    const DETAILS: &'static str = "\
The most urgent comes first. What does not work: an active client that no one can administer, or no one for good, a link that is approved and not set up, \
mails that failed or came back. Then what ends, by its end: requests that no one answered for 2 days, invitations that lapse within 7 \
days, access and links that end within 30 days. Then what is over, the latest first: invitations that lapsed in the last 30 days, \
requests that lapsed, invitations that were declined and requests that were denied in the last 7 days. A row disappears when its cause \
is fixed: the invitation is sent again or accepted, the request is answered, the denied request is deleted. Closed clients are left out.

`who` must act: support, an owner of the client, the partner, or the invitee. `since` is when it began to wait, \
`until` its end. Words in capitals in `command` are for you to fill in; where the reason must be known first, it shows the record.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl todo",
        "partnerctl todo --staff me",
        "partnerctl todo -c big-shoes",
        "partnerctl todo --csv --columns kind,client_slug,command",
    ];
    const VERB: Option<Verb> = Some(Verb::Todo);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        let now = cx.now();
        let seen = self.client.if_given()?.map(|client| cx.client_for_read(&client, "--client")).transpose()?;
        let staff = self.staff.as_deref();
        let (rows, young) = cx.stream(selection, Shape::List, |tx, actor, sink| {
            let filter = Filter {
                client: seen.as_ref().map(|seen| seen.row.id),
                staff: staff.map(|name| staff_named(tx, actor.audit_name(), name)).transpose()?,
            };
            sink.until_full(|sink| {
                todo::each(tx, actor, filter, now, |item| {
                    sink.push(&[
                        item.kind.name().into(),
                        item.client.as_ref().map_or(Cell::Null, |(client, _)| Cell::shown(client)),
                        item.client.map_or(Cell::Null, |(_, slug)| slug.into()),
                        Cell::shown(&item.entity()),
                        item.subject.into(),
                        Cell::At(item.since),
                        item.until.map_or(Cell::Null, Cell::At),
                        item.kind.who().name().into(),
                        shell::step(&item.step()).as_str().into(),
                    ])
                })
            })?;
            let rows = sink.rows();
            let young = if rows == 0 { todo::young(tx, actor, filter, now)? } else { Young::default() };
            Ok((rows, young))
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            let place = match (&seen, staff) {
                (Some(seen), _) => format!(" in {}", seen.row.slug),
                (None, Some("me")) => " in your clients".to_owned(),
                (None, Some(name)) => format!(" in the clients of {name}"),
                (None, None) => String::new(),
            };
            cx.ui.status(&format!(
                "Nothing waits for anyone{place}: no mail failed, no link is stuck, {}",
                open_ones(young)
            ));
            let of = seen.map_or_else(|| "-A".to_owned(), |seen| shell_format!("-c {}", seen.row.slug));
            hint_at_open(cx, young, &of);
        }
        Ok(())
    }
}

/// Which commands list what is open.
fn hint_at_open(cx: &Context, young: Young, of: &str) {
    for (open, what, noun) in [(young.requests, "requests", "link"), (young.invitations, "invitations", "invite")] {
        if open > 0 {
            let list = Verbatim(noun);
            cx.ui.hint(&shell_format!(
                "see the {} with `partnerctl {} list {} --state pending`",
                Verbatim(what),
                list,
                Verbatim(of)
            ));
        }
    }
}

/// What was looked at, and what is open and not listed yet: `and nothing lapses or ends soon. 1 invitation is open; …`
fn open_ones(young: Young) -> String {
    let several = |count: u32, one: &str, (when, when_many): (&str, &str)| match count {
        0 => None,
        1 => Some(format!(" 1 {one} is open; it is listed {when}.")),
        MOST_YOUNG.. => Some(format!(" {MOST_YOUNG} or more {one}s are open; they are listed {when_many}.")),
        count => Some(format!(" {count} {one}s are open; they are listed {when_many}.")),
    };
    let unanswered = "after 2 days without an answer";
    let requests = several(young.requests, "link request", (unanswered, unanswered));
    let invitations = several(young.invitations, "invitation", ("7 days before it ends", "7 days before they end"));
    let open: String = [requests, invitations].into_iter().flatten().collect();
    match open.is_empty() {
        true => "nothing lapses or ends soon, and no request or invitation is open.".to_owned(),
        false => format!("and nothing lapses or ends soon.{open}"),
    }
}
