//! `partnerctl invite show`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::ClientId;
use crate::domain::invitation::InvitationStatus;
use crate::domain::language::Language;
use crate::domain::mail::MailState;
use crate::domain::shell::shell_format;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::ops::bounce::{self, advice, came_back};
use crate::ops::invite::{self, Listed, NO_MAIL, Named, Whole};
use crate::output::columns::{id, instant, int, list as many, text};
use crate::output::{Cell, Columns, Shape};

use super::columns;

/// Columns of `invite show`: those of the list, and what only one record shows.
const COLUMNS: Columns = columns!(
    text("client_name"),
    text("status"),
    id("answered_by"),
    instant("ended_at"),
    id("ended_by"),
    text("reason"),
    id("replaces"),
    id("mail_id"),
    text("message"),
    instant("accept_from"),
    text("language")
);

/// Arguments of `invite show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The invitation, such as inv_31; or with --client the address that was invited, for its latest one
    #[arg(value_name = "INV|EMAIL")]
    invitation: String,
    #[command(flatten)]
    client: ClientArg,
}

impl Command for Show {
    const NAME: &'static str = "show";
    const ABOUT: &'static str = "Show one invitation: whose it is, what it gives, how far it has come";
    const DETAILS: &'static str = "\
An id needs no --client: whose it is, is shown. `status` says how far the person has come, in words for a caller. \
`ended_at` and `ended_by` show who withdrew it or what took its place.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl invite show inv_31", "partnerctl invite show jim@bigshoes.example -c big-shoes --json"];
    const VERB: Option<Verb> = Some(Verb::InviteShow);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let what = Named::parse(&self.invitation)?;
        let place = self.place(cx, &what)?;
        let (now, zone) = (cx.now(), cx.zone.clone());
        let times = cx.ui.times(&zone);
        let whole = cx.stream(selection, Shape::One, |tx, actor, sink| {
            let whole = invite::show(tx, actor, &what, place, now)?;
            let mut status = whole.member.text(now, times);
            if let Some(at) = whole.accept_from {
                status = format!("Waiting for the recovery, can accept from {}", times.instant(at, now));
            }
            let mail = whole.mail.map_or(NO_MAIL, |(_, state)| MailState::name(state));
            let listed = Listed::of(&whole.invitation, whole.client.slug.as_str(), mail, now);
            let cells: Vec<Cell<'_>> = super::cells(&listed).into_iter().chain(more(&whole, &status, now)).collect();
            sink.push(&cells)?;
            Ok(whole)
        })?;
        let record = &whole.invitation;
        let waits = matches!(record.status(now), InvitationStatus::Pending | InvitationStatus::Expired);
        if let Some(mark) = cx.read(|tx, _| bounce::mark_of(tx, &record.address))?.filter(|_| waits) {
            cx.ui.warn(&came_back(&mark));
            let hints = advice(&record.address, Some(&record.id.to_string()), Some(&whole.client));
            cx.ui.hints(&hints);
            return Ok(());
        }
        for hint in next(&whole, now) {
            cx.ui.hint(&hint);
        }
        Ok(())
    }
}

impl Show {
    fn place(&self, cx: &mut Context, what: &Named) -> Result<Option<ClientId>> {
        if matches!(what, Named::Person(_)) && self.client.client.is_none() {
            return Err(Error::usage("an address may be invited to several clients")
                .advice("name the client too, with `--client`; or name the invitation by its id, such as `inv_31`")
                .advice(shell_format!("see all of them with `partnerctl invite list --user {}`", what)));
        }
        let reference = self.client.if_given()?;
        reference.map(|reference| cx.client_for_read(&reference, "--client").map(|seen| seen.row.id)).transpose()
    }
}

/// The cells beyond those of the list.
fn more<'a>(whole: &'a Whole, status: &'a str, now: Instant) -> [Cell<'a>; 11] {
    let record = &whole.invitation;
    [
        Cell::from(&whole.client.name),
        status.into(),
        record.answered().map(|(_, by)| by).into(),
        whole.ended(now).map(|(at, _)| at).into(),
        whole.ended(now).and_then(|(_, by)| by).into(),
        whole.reason().into(),
        whole.replaces.as_deref().into(),
        whole.mail.as_ref().map_or(Cell::Null, |(id, _)| Cell::shown(id)),
        record.message.as_deref().into(),
        whole.accept_from.into(),
        record.language.map(Language::name).into(),
    ]
}

/// What the state allows next.
fn next(whole: &Whole, now: Instant) -> Vec<String> {
    let (record, slug) = (&whole.invitation, &whole.client.slug);
    let resend = shell_format!("send it again with `partnerctl invite resend {} -c {}`", record.id, slug);
    match record.status(now) {
        InvitationStatus::Pending if whole.accept_from.is_some() => {
            vec![shell_format!("stop the recovery with `partnerctl client stop-recovery {}`", slug)]
        }
        InvitationStatus::Pending => {
            let cancel = shell_format!("withdraw it with `partnerctl invite cancel {} -c {}`", record.id, slug);
            match &whole.mail {
                Some((id, state)) if !state.has_left() => {
                    let look = shell_format!("see what became of its mail with `partnerctl mail show {}`", id);
                    let correct =
                        matches!(state, MailState::Failed | MailState::Bounced).then(|| super::correct(record, slug));
                    correct.into_iter().chain([resend, cancel, look]).collect()
                }
                _ => {
                    let junk = "if the mail did not arrive, have them look into the junk or spam folder";
                    vec![resend, cancel, junk.to_owned()]
                }
            }
        }
        InvitationStatus::Expired => vec![resend],
        InvitationStatus::Accepted => {
            vec![shell_format!("see the person with `partnerctl user show {} -c {}`", record.user, slug)]
        }
        InvitationStatus::Declined | InvitationStatus::Cancelled => {
            vec![shell_format!("invite again with `partnerctl invite send {} -c {}`", record.user, slug)]
        }
        InvitationStatus::Superseded => {
            vec![shell_format!("see what took its place with `partnerctl invite list -c {}`", slug)]
        }
    }
}
