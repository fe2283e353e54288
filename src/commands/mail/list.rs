//! `partnerctl mail list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::filters::{PartArgs, TimeArgs, known_user};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::MailId;
use crate::domain::mail::MailState;
use crate::error::Result;
use crate::ops::outbox::{Filter, list};
use crate::output::{Cell, Columns, Shape};

/// Arguments of `mail list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    client: ClientArg,
    /// Mails of all clients, and those about none; so it is without --client too
    #[arg(long, short = 'A', conflicts_with = "client")]
    all_clients: bool,
    /// Mails to this person
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// Mails in this state: queued, sending, written, sent, failed, skipped, bounced, unknown
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    #[command(flatten)]
    time: TimeArgs,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List mails and what became of them";
    const DETAILS: &'static str = "\
`written` means a file in the outbox folder, `sent` that a mail server took it, `skipped` that its cause no longer held when it was to leave, or that no one has the mailbox. `queued` and `sending` wait for the next try.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl mail list -c big-shoes",
        "partnerctl mail list --state failed --since 7d --csv",
        "partnerctl mail list --user jim@bigshoes.example",
    ];
    const VERB: Option<Verb> = Some(Verb::MailList);
    const COLUMNS: Option<Columns> = Some(super::LIST);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(super::LIST, self.part.part())?;
        let state = self.state.as_deref().map(MailState::parse).transpose()?;
        let (since, until) = self.time.range(cx)?;
        let user = self.user.as_deref().map(|user| known_user(cx, Verb::MailList, user)).transpose()?;
        let client = self.client.if_given()?.map(|client| cx.client_for_read(&client, "--client")).transpose()?;
        let filter = Filter {
            client: client.map(|seen| seen.row.id),
            user: user.map(|login| login.id),
            state,
            since,
            until,
            from: self.part.from(MailId::parse)?,
        };
        let found = cx.stream(selection, Shape::List, |tx, _, sink| {
            sink.until_full(|sink| {
                list(tx, &filter, |mail| {
                    sink.push(&[
                        Cell::shown(&mail.id),
                        mail.client.as_ref().map_or(Cell::Null, |(id, _)| Cell::shown(id)),
                        mail.client.map(|(_, slug)| slug).into(),
                        mail.to.into(),
                        mail.kind.into(),
                        mail.subject.into(),
                        mail.state.into(),
                        Cell::Int(mail.attempts),
                        mail.last_error.into(),
                        mail.server_reply.into(),
                        Cell::At(mail.created_at),
                        mail.sent_at.map_or(Cell::Null, Cell::At),
                    ])
                })
            })?;
            Ok(sink.rows())
        })?;
        if found == 0 && !self.part.is_end(cx) {
            cx.ui.note("no mail matches");
        }
        Ok(())
    }
}
