//! `partnerctl link show`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::LinkId;
use crate::domain::link::{Link, LinkStatus, State};
use crate::domain::shell::shell_format;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::ops::link::list;
use crate::ops::link::record::Whole;
use crate::output::columns::{id, instant, int, list as many, text};
use crate::output::{Cell, Columns, Shape};

use super::{card, columns};

/// Columns of `link show`: those of the list, and what only one record shows.
const COLUMNS: Columns = columns!(
    text("client_name"),
    text("partner_name"),
    many("asked_permissions"),
    text("asked_for"),
    text("message"),
    instant("sent_at"),
    int("send_count"),
    many("recipients"),
    many("mail_ids"),
    many("mail_states"),
    text("reason"),
    instant("linked_at"),
    text("error"),
    instant("ended_at"),
    id("ended_by"),
    instant("deleted_at"),
    text("auto_extend")
);

/// Arguments of `link show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The link, such as lnk_17
    #[arg(value_name = "LNK")]
    link: String,
    #[command(flatten)]
    client: ClientArg,
}

impl Command for Show {
    const NAME: &'static str = "show";
    const ABOUT: &'static str = "Show one link: who asked for what, who was mailed, what comes next";
    const DETAILS: &'static str = "\
`recipients`, `mail_ids` and `mail_states` are in the same order: who was asked, by which mail, and its state. \
A deleted link can still be shown by its id. An id needs no --client: whose it is, is shown; with one, a link of another \
client is refused.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl link show lnk_17", "partnerctl link show lnk_17 -c big-shoes --json"];
    const VERB: Option<Verb> = Some(Verb::LinkShow);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let id = LinkId::parse(&self.link)?;
        let now = cx.now();
        let place = match self.client.if_given()? {
            Some(reference) => Some(cx.client_for_read(&reference, "--client")?.row.id),
            None => None,
        };
        let whole = cx.read(|tx, actor| match place {
            Some(place) => list::one_of(tx, actor, place, id, now),
            None => list::one(tx, actor, id, now),
        })?;
        if selection.is_plain_table() {
            card::print(cx, &whole)?;
        } else {
            let mut sink = cx.sink(selection, Shape::One)?;
            let mut row = super::cells(&whole.record, now);
            row.extend(more(&whole, now));
            sink.push(&row)?;
            sink.finish()?;
        }
        for hint in next(&whole, whole.record.listed.link.status(now)) {
            cx.ui.hint(&hint);
        }
        Ok(())
    }
}

/// The end by time of a link that no write has met since.
fn lapse_or_expiry(link: &Link, now: Instant) -> Option<Instant> {
    match link.status(now) {
        LinkStatus::Expired => Some(link.expires_at),
        LinkStatus::Lapsed => link.until,
        _ => None,
    }
}

/// The cells beyond those of the list.
fn more(whole: &Whole, now: Instant) -> Vec<Cell<'_>> {
    let link = &whole.record.listed.link;
    let joined = |words: Vec<String>| Cell::list(words.join(" "));
    let recipients = || whole.recipients.iter();
    let (reason, linked_at, error, ended) = match &link.state {
        State::Pending => (None, None, None, lapse_or_expiry(link, now)),
        State::Approved { error, .. } => (None, None, error.as_ref(), None),
        State::Linked { at, .. } => (None, Some(*at), None, lapse_or_expiry(link, now)),
        State::Unlinked { at, .. } | State::Cancelled { at, .. } => (None, None, None, Some(*at)),
        State::Denied { reason, .. } => (reason.as_ref(), None, None, None),
        State::Expired { at, .. } => (None, None, None, Some(*at)),
    };
    vec![
        Cell::from(&whole.client.name),
        Cell::from(&whole.partner.name),
        Cell::list(link.asked_permissions.to_text()),
        Cell::from(link.term.map(|term| term.to_string())),
        Cell::from(link.message.as_ref()),
        Cell::At(link.sent_at),
        Cell::from(link.send_count),
        joined(recipients().map(|(recipient, _)| recipient.email.clone()).collect()),
        joined(recipients().filter_map(|(recipient, _)| recipient.mail.map(|mail| mail.to_string())).collect()),
        joined(recipients().map(|(_, state)| state.name().to_owned()).collect()),
        Cell::from(reason),
        Cell::from(linked_at),
        Cell::from(error),
        Cell::from(ended),
        Cell::from(whole.record.ended_by()),
        Cell::from(link.deleted_at),
        super::auto_extended(link),
    ]
}

/// What can be done next, as commands.
fn next(whole: &Whole, status: LinkStatus) -> Vec<String> {
    let link = &whole.record.listed.link;
    let (id, client, partner) = (link.id, &whole.client.slug, &whole.partner.slug);
    let owner = whole.owners().find(|(_, has_accepted)| *has_accepted).map_or("OWNER", |(address, _)| address);
    let anew = shell_format!("ask again with `partnerctl link request -p {} --target {}`", partner, client);
    let mut hints = match status {
        LinkStatus::Pending => vec![
            "answer it with the code from the mail: `partnerctl link approve --code-stdin`, or `deny`".to_owned(),
            shell_format!(
                "or on an owner's behalf: `partnerctl link approve {} -c {} --as {} -m 'said so by phone'`",
                id,
                client,
                owner
            ),
            shell_format!(
                "mail it again with `partnerctl link resend {} -c {}`, or withdraw it with `cancel`",
                id,
                client
            ),
        ],
        LinkStatus::Approved => vec![shell_format!("set it up with `partnerctl link process {} -c {}`", id, client)],
        LinkStatus::Linked if link.extension().is_some() => vec![
            shell_format!(
                "answer the request for more on an owner's behalf: `partnerctl link approve {} -c {} --as {} -m 'said so by phone'`",
                id,
                client,
                owner
            ),
            shell_format!(
                "mail it again with `partnerctl link resend {} -c {}`, or withdraw it with `cancel`",
                id,
                client
            ),
        ],
        LinkStatus::Linked => {
            let ends = shell_format!("end it with `partnerctl link remove {} -c {}`", id, client);
            let goes_on = shell_format!(
                "let it end at that time with `partnerctl link edit {} -c {} --no-auto-extend`",
                id,
                client
            );
            link.auto_extend.map(|_| goes_on).into_iter().chain([ends]).collect()
        }
        LinkStatus::Expired if link.deleted_at.is_none() => {
            vec![shell_format!("mail it again with `partnerctl link resend {} -c {}`", id, client)]
        }
        LinkStatus::Expired
        | LinkStatus::Lapsed
        | LinkStatus::Unlinked
        | LinkStatus::Denied
        | LinkStatus::Cancelled => {
            vec![anew]
        }
    };
    if let Some(mail) = whole.recipients.iter().find(|(_, state)| state.name() == "failed").and_then(|(r, _)| r.mail) {
        hints.push(shell_format!("see why a mail failed with `partnerctl mail show {}`", mail));
    }
    hints
}
