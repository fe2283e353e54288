//! `partnerctl audit list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::brief::state;
use crate::commands::command::Command;
use crate::commands::filters::{PartArgs, TimeArgs, audit_number, known_user};
use crate::domain::actor::PAGES;
use crate::domain::audit_event::parse_action;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::reference::UserRef;
use crate::error::Result;
use crate::ops::log::Filter;
use crate::ops::{self, log, who};
use crate::output::brief::plain;
use crate::output::columns::{id, instant, int, json, text};
use crate::output::part::ascending;
use crate::output::{Brief, Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[
    int("audit_id"),
    instant("at"),
    text("actor"),
    text("acting_as"),
    id("client_id"),
    id("client_slug"),
    text("action"),
    id("entity_id"),
    text("outcome"),
    text("error_code"),
    text("reason"),
    json("details"),
    id("hash"),
])
.keyed(ascending(&["audit_id"]))
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["audit_id"]).headed("row"),
        plain(&["at"]),
        plain(&["actor"]).whole(),
        plain(&["acting_as"]).headed("as").whole().rank(2),
        plain(&["client_slug"]).headed("client"),
        plain(&["action"]).whole(),
        plain(&["entity_id"]).headed("about").rank(1),
        state(&["outcome"]),
        plain(&["error_code"]).headed("error").rank(3),
        plain(&["reason"]).rank(4),
    ],
});

/// Arguments of `audit list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    client: ClientArg,
    /// Typed by this staff person (`me` is you, `@web` the pages), or with an e-mail given on behalf of this user
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// What was done: `invite.send`
    #[arg(long, value_name = "NOUN.VERB")]
    action: Option<String>,
    /// About this user
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    #[command(flatten)]
    time: TimeArgs,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List the audit, the oldest row first";
    const DETAILS: &'static str = "\
Every filter that is given must hold. A row about several clients is found by each of them and names none. \
Actions are `noun.verb`, as the column `action` has them; --action takes `invite send` too, and answers a word that is no \
action, such as `invite.`, with those of its noun.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl audit list -c big-shoes",
        "partnerctl audit list --actor jane --since 7d",
        "partnerctl audit list --action invite.send --since 2026-11-01 --until 2026-11-30 --csv",
        "partnerctl audit list --since 2026-11 --until 2026-11",
        "partnerctl audit list --user jim@bigshoes.example --json",
    ];
    const VERB: Option<Verb> = Some(Verb::AuditList);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(COLUMNS, self.part.part())?;
        let from = self.part.from(audit_number)?;
        let action = self.action.as_deref().map(parse_action).transpose()?;
        let (since, until) = self.time.range(cx)?;
        let (staff, on_behalf) = match self.actor {
            Some(actor) if actor != PAGES && (actor.contains('@') || actor.starts_with("usr_")) => {
                (None, Some(given_as(cx, &actor)?))
            }
            Some(name) => {
                let name = if name == "me" { cx.actor()?.audit_name().to_owned() } else { name };
                cx.read(|tx, _| ops::staff::was_known(tx, &name))?;
                (Some(name), None)
            }
            None => (None, None),
        };
        let user = self.user.as_deref().map(|user| known_user(cx, Verb::AuditList, user)).transpose()?;
        let client = self.client.if_given()?.map(|client| cx.client_for_read(&client, "--client")).transpose()?;
        let filter = Filter {
            client: client.map(|seen| seen.row.id),
            user: user.map(|login| login.id),
            actor: staff.as_deref(),
            acting_as: on_behalf.as_deref(),
            action: action.as_deref(),
            since,
            until,
            first: from,
        };
        let rows = cx.stream(selection, Shape::List, |tx, _, sink| {
            sink.until_full(|sink| {
                log::list(tx, &filter, |row| {
                    sink.push(&[
                        Cell::Int(row.number),
                        Cell::At(row.at),
                        row.actor.into(),
                        row.acting_as.into(),
                        row.client.as_ref().map_or(Cell::Null, |(client, _)| Cell::shown(client)),
                        row.client.map_or(Cell::Null, |(_, slug)| slug.into()),
                        row.action.into(),
                        row.entity.into(),
                        row.outcome.name().into(),
                        row.error_code.into(),
                        row.reason.into(),
                        Cell::json(row.details),
                        super::hex(&row.hash).into(),
                    ])
                })
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            cx.ui.note("no audit row matches");
        }
        Ok(())
    }
}

/// The address of a user as the audit has it; of one who is not known, as it was typed.
fn given_as(cx: &mut Context, actor: &str) -> Result<String> {
    let user = UserRef::parse(actor)?;
    let login = cx.read(|tx, _| who::find_user(tx, &user))?;
    Ok(login.map_or_else(|| user.to_string(), |login| login.email.to_string()))
}
