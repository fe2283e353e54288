//! `partnerctl mail show`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::MailId;
use crate::domain::mail::{MailRow, MailState};
use crate::error::{Error, Result};
use crate::ops::deliver;
use crate::ops::deliver::Preview;
use crate::ops::{client, outbox};
use crate::output::columns::{Column, id, instant, int, text};
use crate::output::{Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(SHOWN);
/// For people, who read the text below the record, as written in the mail.
const RECORD: Columns = Columns::new(SHOWN.split_at(SHOWN.len() - 1).0);
const SHOWN: &[Column] = &[
    id("mail_id"),
    id("client_id"),
    id("client_slug"),
    id("to"),
    text("kind"),
    text("subject"),
    text("state"),
    int("attempts"),
    text("last_error"),
    text("server_reply"),
    instant("created_at"),
    instant("sent_at"),
    instant("next_attempt_at"),
    id("cause"),
    id("message_id"),
    text("body"),
];

/// Arguments of `mail show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The mail
    #[arg(value_name = "MSG")]
    mail: String,
}

struct Shown {
    row: MailRow,
    slug: Option<String>,
    words: Result<Preview>,
}

impl Command for Show {
    const NAME: &'static str = "show";
    const ABOUT: &'static str = "Show a mail: its record and its text, with the code masked";
    const DETAILS: &'static str = "\
The text is made again from the records as they are now; names or times that changed since it left read otherwise in \
the mail itself. A mail that was written is whole in the outbox folder, code included.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl mail show msg_8", "partnerctl mail show msg_8 --json"];
    const VERB: Option<Verb> = Some(Verb::MailShow);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let whole = cx.select(COLUMNS)?;
        let below = whole.is_plain_table();
        let selection = if below { cx.select(RECORD)? } else { whole };
        let id = MailId::parse(&self.mail)?;
        let zone = cx.zone.of_desk();
        let Shown { row, slug, words } = cx.read(|tx, _| {
            let row = outbox::by_id(tx, id)?.ok_or_else(|| {
                Error::not_found(format!("there is no mail {id}")).advice("see `partnerctl mail list`")
            })?;
            let client = row.client.map(|id| client::by_id(tx, id)).transpose()?.flatten();
            let words = deliver::preview(tx, &row, &zone);
            Ok(Shown { row, slug: client.map(|client| client.slug.to_string()), words })
        })?;
        if let Err(error) = &words {
            cx.ui.warn(&format!("its text cannot be made: {error}"));
            cx.ui.hints(error.hints());
        }
        let body = words.ok().map(|words| words.text);
        let waits = matches!(row.state, MailState::Queued | MailState::Sending);
        let mut sink = cx.sink(selection, Shape::One)?;
        let cells = [
            Cell::shown(&row.id),
            row.client.as_ref().map_or(Cell::Null, |id| Cell::shown(id)),
            slug.as_deref().into(),
            row.recipient.as_str().into(),
            row.kind.as_str().into(),
            row.subject.as_str().into(),
            row.state.name().into(),
            Cell::Int(row.attempts),
            row.last_error.as_deref().into(),
            row.server_reply.as_deref().into(),
            Cell::At(row.created_at),
            row.sent_at.map_or(Cell::Null, Cell::At),
            if waits { Cell::At(row.next_attempt_at) } else { Cell::Null },
            row.cause.as_deref().into(),
            row.message_id.as_str().into(),
            body.as_deref().into(),
        ];
        sink.push(if below { &cells[..RECORD.declared().len()] } else { &cells })?;
        sink.finish()?;
        let Some(text) = body.filter(|_| below) else { return Ok(()) };
        cx.ui.print(&format!("\n{}", text.trim_end()))?;
        if !waits {
            cx.ui.note("shown with the data of today; the mail that left may differ");
        }
        Ok(())
    }
}
