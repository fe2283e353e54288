//! What people and programs see of invitations that were sent, or would be.

use crate::cli::context::Context;
use crate::domain::authority::support_only;
use crate::domain::email::Email;
use crate::domain::invitation::Invitation;
use crate::domain::mail::MailState;
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::{Flag, Result};
use crate::mail::text::Pages;
use crate::ops::invite::{Listed, NO_MAIL, SendOutcome, Sent};
use crate::ops::resolve::ClientSeen;
use crate::ops::unit_of_work::{Change, Mode};
use crate::ops::{bounce, config, invite};
use crate::output::{Cell, Selection, Shape};

/// Whether the link is shown that the mail carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    /// `--show-link`.
    Show,
    /// It goes by mail only.
    Hide,
}

impl Links {
    /// A link that is shown to anyone who invites proves nothing about the mailbox: only support may have it shown.
    ///
    /// # Errors
    /// `denied` with `--as`.
    pub(super) fn may(self, cx: &Context) -> Result<()> {
        match self {
            Self::Show => support_only(cx.actor()?, Flag::ShowLink, "the code is for the invited person alone"),
            Self::Hide => Ok(()),
        }
    }
}

/// One address after the change.
pub(super) struct Row {
    pub(super) email: String,
    pub(super) sent: Sent,
    mail: Option<MailState>,
    /// Whether the address is not mailed because a mail to it came back.
    is_marked: bool,
}

impl Row {
    /// What was done, read inside the change, so that a dry run shows it too.
    pub(super) fn of(change: &Change<'_>, email: &str, sent: Sent) -> Result<Self> {
        let mail = match &sent.invitation {
            Some(invitation) => invite::mail_state(change.tx, invitation.id)?,
            None => None,
        };
        let email = sent.invitation.as_ref().map_or(email, |invitation| invitation.address.as_str()).to_owned();
        Ok(Self { email, sent, mail, is_marked: false })
    }

    /// Whether the person has the mail, as far as we know.
    fn has_left(&self) -> bool {
        self.mail.is_some_and(MailState::has_left)
    }
}

/// Warns of addresses that are not mailed because a mail to them came back, before anything is sent.
pub(super) fn warn_of_marks(cx: &mut Context, people: &[Email]) -> Result<()> {
    for address in people {
        if let Some(mark) = cx.read(|tx, _| bounce::mark_of(tx, address))? {
            cx.ui.warn(&format!("{address} is not mailed: {}", bounce::came_back(&mark)));
        }
    }
    Ok(())
}

/// Prints what became of each address.
pub(super) fn sent(
    cx: &mut Context,
    selection: Selection,
    seen: &ClientSeen,
    mut rows: Vec<Row>,
    links: Links,
) -> Result<()> {
    let mode = cx.mode();
    let base_url = cx.read(|tx, _| {
        for row in &mut rows {
            // Their mails have been delivered meanwhile.
            if let (Mode::Real, Some(invitation)) = (mode, &row.sent.invitation) {
                row.mail = invite::mail_state(tx, invitation.id)?;
            }
            row.is_marked = bounce::mark_of(tx, &Email::parse(&row.email)?)?.is_some();
        }
        config::value(tx, "web.base_url")
    })?;
    for row in &rows {
        warn_of_decline(cx, &row.email, &row.sent);
        print_outcome(cx, seen, row);
    }
    advise(cx, seen, &rows);
    let shown: Vec<Option<String>> = rows.iter().map(|row| link(cx, row, base_url.as_deref(), links)).collect();
    if !cx.prints_records() || !selection.wants("link") {
        for (row, link) in rows.iter().zip(&shown) {
            if let Some(link) = link {
                cx.ui.reveal(&format!("link for {}, shown once: {link}", row.email));
            }
        }
    }
    let now = cx.now();
    let mut sink = cx.sink(selection, Shape::ChangedMany("invitation_id"))?.going_on_without_reader();
    for (row, link) in rows.iter().zip(&shown) {
        let mail = row.mail.map_or(NO_MAIL, MailState::name);
        let more = [Cell::from(link.as_ref()), super::word_of(row.sent.fate, row.mail).into()];
        match &row.sent.invitation {
            Some(invitation) => {
                let listed = Listed::of(invitation, seen.row.slug.as_str(), mail, now);
                let cells: Vec<Cell<'_>> = super::cells(&listed).into_iter().chain(more).collect();
                sink.push(&cells)?;
            }
            None => {
                let mut cells = vec![Cell::Null; 16];
                cells[0] = Cell::shown(&seen.row.id);
                cells[1] = Cell::shown(&seen.row.slug);
                cells[3] = Cell::from(&row.email);
                cells.extend(more);
                sink.push(&cells)?;
            }
        }
    }
    sink.finish()
}

/// Warns where the person declined the former invitation.
pub(in crate::commands) fn warn_of_decline(cx: &Context, email: &str, sent: &Sent) {
    let Some(declined) = &sent.declined else { return };
    let reason = declined.reason.as_ref().map(|reason| format!(": {reason:?}")).unwrap_or_default();
    cx.ui.warn(&format!("{email} declined {} at {}{reason}", declined.id, cx.zone.local(declined.at)));
}

/// What was done, as a sentence for each address (S2.12, S2.15).
fn print_outcome(cx: &Context, seen: &ClientSeen, row: &Row) {
    let (email, slug) = (&row.email, &seen.row.slug);
    let until = |invitation: &Invitation| cx.zone.local(invitation.expires_at);
    let term = |invitation: &Invitation| access_until(cx, invitation);
    let dry_run = cx.mode() == Mode::DryRun;
    let sentence = match (row.sent.fate, &row.sent.invitation) {
        (SendOutcome::Sent | SendOutcome::Resent, Some(invitation)) if dry_run => {
            let again = if row.sent.fate == SendOutcome::Resent { " again" } else { "" };
            let (role, until, term) = (invitation.terms.role, until(invitation), term(invitation));
            format!("{email} would be invited{again}, as {role}{term}; to be accepted by {until}.")
        }
        (SendOutcome::Sent, Some(invitation)) => format!(
            "{}: {email} may accept {} as {} until {}{}.",
            how_far(row.mail),
            invitation.id,
            invitation.terms.role,
            until(invitation),
            term(invitation)
        ),
        (SendOutcome::Resent, Some(invitation)) => format!(
            "{}, for the {} time: {email} may accept {} until {}, with the new code only{}.",
            how_far(row.mail),
            ordinal(invitation.send_count),
            invitation.id,
            until(invitation),
            term(invitation)
        ),
        (SendOutcome::Pending, Some(invitation)) if !row.has_left() => format!(
            "{email} was invited already, by {}, and has until {}; but its mail has not left ({}).",
            invitation.id,
            until(invitation),
            row.mail.map_or(NO_MAIL, MailState::name)
        ),
        (SendOutcome::Pending, Some(invitation)) => format!(
            "Waiting for member to accept invitation ({}): {email} was invited by {} already and has until {}{}.",
            cx.zone.local_date(invitation.sent_at),
            invitation.id,
            until(invitation),
            row.mail.and_then(MailState::unsent).map(|mail| format!("; its mail was {mail}")).unwrap_or_default()
        ),
        (SendOutcome::InAlready, _) => format!("{email} has access to {slug} already; nothing was sent."),
        (SendOutcome::Skipped(skip), _) => format!("{email} was left out: {}.", skip.text()),
        (SendOutcome::Sent | SendOutcome::Resent | SendOutcome::Pending, None) => return,
    };
    cx.ui.status(&sentence);
}

/// The end of the access that an invitation offers, which is not the end of the time for its answer.
pub(in crate::commands) fn access_until(cx: &Context, invitation: &Invitation) -> String {
    let until = invitation.terms.until.map(|until| format!(", for access until {}", cx.zone.end_in_words(until)));
    until.unwrap_or_default()
}

/// No more than is true: a mail that has not left is not called sent.
const fn how_far(mail: Option<MailState>) -> &'static str {
    match mail {
        Some(MailState::Sent) => "Invitation sent just now",
        Some(MailState::Written) => "Invitation made, its mail was only written to a file",
        Some(MailState::Queued | MailState::Sending) => "Invitation made, its mail is queued",
        Some(MailState::Unknown) => "Invitation made, and its mail was perhaps delivered",
        None | Some(MailState::Failed | MailState::Skipped | MailState::Bounced) => {
            "Invitation made, but its mail has not left"
        }
    }
}

/// What to do next, once for all of them.
fn advise(cx: &Context, seen: &ClientSeen, rows: &[Row]) {
    let slug = &seen.row.slug;
    let real = cx.mode() == Mode::Real;
    let mailed = |row: &&Row| matches!(row.sent.fate, SendOutcome::Sent | SendOutcome::Resent) && real;
    for row in rows.iter().filter(mailed).filter(|row| row.mail == Some(MailState::Skipped)) {
        if row.is_marked {
            let cause = row.sent.invitation.as_ref().map(|invitation| invitation.id.to_string());
            let address = row.sent.invitation.as_ref().map(|invitation| &invitation.address);
            let hints = address.map(|address| bounce::advice(address, cause.as_deref(), Some(&seen.row)));
            cx.ui.hints(&hints.unwrap_or_default());
            continue;
        }
        cx.ui.warn(&format!(
            "{} has no mailbox and is never mailed; `--resend --show-link` shows a link to hand over",
            row.email
        ));
    }
    for row in rows.iter().filter(mailed).filter(|row| row.mail == Some(MailState::Failed)) {
        if let Some(record) = &row.sent.invitation {
            cx.ui.hint(&super::correct(record, slug));
        }
    }
    if rows.iter().filter(mailed).any(|row| row.mail == Some(MailState::Sent)) {
        cx.ui.hint("if the mail does not arrive, have them look into the junk or spam folder");
    }
    if rows.iter().any(|row| mailed(&row) && row.mail != Some(MailState::Skipped)) {
        cx.ui.hint(&shell_format!("see how far it has come with `partnerctl invite list -c {}`", slug));
    }
    let waiting: Vec<String> = rows
        .iter()
        .filter(|row| row.sent.fate == SendOutcome::Pending)
        .filter_map(|row| row.sent.invitation.as_ref().map(|invitation| invitation.id.to_string()))
        .collect();
    match waiting.as_slice() {
        [] => {}
        [one] => cx.ui.hint(&shell_format!("send it again with `partnerctl invite resend {} -c {}`", one, slug)),
        several => {
            cx.ui.hint(&shell_format!(
                "send them again with `partnerctl invite resend {} -c {}`",
                Verbatim(several.join(" ")),
                slug
            ));
        }
    }
}

/// The link that the mail carries, or the bare code where there are no pages.
fn link(cx: &Context, row: &Row, base_url: Option<&str>, links: Links) -> Option<String> {
    if links == Links::Hide {
        return None;
    }
    match &row.sent.code {
        // The code of a dry run opens nothing.
        Some(_) if cx.mode() == Mode::DryRun => None,
        Some(code) => {
            let link = base_url.map(|base| Pages::under(base).invitation(code.reveal()));
            Some(link.unwrap_or_else(|| code.reveal().to_owned()))
        }
        None if row.sent.fate == SendOutcome::Pending => {
            cx.ui.note(&format!("the link of {} is not shown again; `--resend` makes a new one", row.email));
            None
        }
        None => None,
    }
}

/// `2nd`, `3rd`, `11th`.
fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
