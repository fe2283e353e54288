//! What came back (docs/mail.md): the mail says so, and its address is mailed no more until someone lifts the mark, or
//! a code that was mailed there later is used.

use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::{Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::id::{EntityId, MailId};
use crate::domain::login::LoginRow;
use crate::domain::mail::{MailRow, MailState};
use crate::error::{Error, Example, Flag, Hint, Options, Result, Wanted, hint};
use crate::mail::dsn::{Notification, RecipientStatus};
use crate::mail::message::OWN_ID;
use crate::store::bounce::{self, BounceRow};
use crate::store::{Tx, client, login, mail};

use super::resolve::ClientSeen;
use super::unit_of_work::Change;

/// A mail that a notification is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedBounce {
    /// The mail as it is now.
    pub mail: MailRow,
    pub fate: RecipientStatus,
    /// What was done about it.
    pub noted: Noted,
}

/// What was done about a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// The mail came back for good; the address is marked.
    CameBack,
    Known,
    /// Nothing: the mail arrived, or may yet.
    Nothing,
}

/// Why an address is not mailed, for people and in the row of a mail that is skipped for it.
pub fn came_back(mark: &BounceRow) -> String {
    let at = mark.at.to_string();
    let day = at.get(..10).unwrap_or(&at);
    format!("mail to this address came back on {day}: {}", mark.words)
}

/// The mark of an address, if it has one.
pub fn mark_of(tx: &Tx<'_>, address: &Email) -> Result<Option<BounceRow>> {
    bounce::find(tx, address.key())
}

/// The mail that a notification is about, with the client that it is about. Its Message-ID must be one that was given
/// out here, and one of the recipients the one that it was for.
///
/// # Errors
/// `usage` when the notification names no mail; `not_found` when the mail is of another database; `conflict` when it
/// was for someone else.
pub fn subject(tx: &Tx<'_>, notification: &Notification) -> Result<(MailRow, Option<ClientRow>)> {
    let (mail, _) = matching(tx, notification)?;
    let client = mail.client.map(|id| client::by_id(tx, id)).transpose()?.flatten();
    Ok((mail, client))
}

/// Notes what a notification says: a mail that came back for good is `bounced`, and its address marked. What may pass,
/// or arrived, changes nothing; nor does the same notification again.
///
/// # Errors
/// As [`subject`].
pub fn note(change: &mut Change<'_>, seen: Option<&ClientSeen>, notification: &Notification) -> Result<NotedBounce> {
    change.authorise(&Target::NOTHING)?;
    let (mut mail, fate) = matching(change.tx, notification)?;
    match seen {
        Some(seen) if mail.client == Some(seen.row.id) => drop(change.client_in_any_state(seen)?),
        None if mail.client.is_none() => {}
        _ => return Err(Error::bug(format!("{} is not about the client that was shown", mail.id))),
    }
    if let Some(user) = mail.user {
        change.about_user(user);
    }
    if !fate.is_permanent() || mail.state == MailState::Bounced {
        change.unchanged(EntityId::Mail(mail.id));
        let noted = if fate.is_permanent() { Noted::Known } else { Noted::Nothing };
        return Ok(NotedBounce { mail, fate, noted });
    }
    let address = Email::parse(&mail.recipient)?;
    let status = fate.status.clone().unwrap_or_default();
    let row = BounceRow { at: change.now, status, words: fate.in_words(), mail: Some(mail.id) };
    mail::bounced(change.tx, mail.id, &row.words)?;
    bounce::mark(change.tx, address.key(), &row)?;
    let BounceRow { status, words, .. } = row;
    change.record(AuditEvent::MailBounce { id: mail.id, email: address, status, words });
    mail = mail::by_id(change.tx, mail.id)?.ok_or_else(|| Error::bug("the mail is gone"))?;
    Ok(NotedBounce { mail, fate, noted: Noted::CameBack })
}

/// Lifts the mark of an address: it is mailed again. The mark that it had; none where it had none.
///
/// # Errors
/// `not_found` for an address that is neither marked nor known; `usage` without a reason.
pub fn lift(change: &mut Change<'_>, address: &Email) -> Result<Option<BounceRow>> {
    change.authorise(&Target::NOTHING)?;
    let (mark, login) = (bounce::find(change.tx, address.key())?, login::by_key(change.tx, address.key())?);
    if change.reason.is_none() {
        return Err(Error::usage("lifting the mark of an address needs a reason").hint(hint![
            "say why it is to be mailed again with ",
            Options::reason(&Wanted("TEXT")),
            ", for instance ",
            Options::reason(&Example("the mailbox was full"))
        ]));
    }
    if let Some(login) = &login {
        change.about_user(login.id);
    }
    match (&mark, &login) {
        (Some(mark), _) => {
            bounce::lift(change.tx, address.key())?;
            change.record(lifted(address, login.as_ref(), mark, None));
        }
        (None, Some(login)) => change.unchanged(EntityId::User(login.id)),
        (None, None) => {
            return Err(Error::not_found(format!("nothing was mailed to {address} that came back")).hint(hint![
                "see what came back with ",
                Verb::MailList.step().switch(Flag::AllClients).with(Flag::State, "bounced")
            ]));
        }
    }
    Ok(mark)
}

/// Anyone who uses a code that was mailed has the mailbox: the mark that an earlier mail left is lifted. `cause` and
/// `sending` are the record and sending of the code, as its mail names them.
pub(super) fn proved(change: &mut Change<'_>, login: &LoginRow, cause: impl ToString, sending: i64) -> Result<()> {
    let Some(mark) = bounce::find(change.tx, login.email.key())? else { return Ok(()) };
    let mail = mail::of_sending(change.tx, login.id, &cause.to_string(), sending)?;
    let arrived = mail.is_some_and(|mail| {
        let later = mark.mail.is_none_or(|bounced| bounced < mail.id);
        let same = Email::parse(&mail.recipient).is_ok_and(|recipient| recipient == login.email);
        matches!(mail.state, MailState::Sent | MailState::Unknown) && later && same
    });
    if arrived {
        bounce::lift(change.tx, login.email.key())?;
        change.record(lifted(&login.email, Some(login), &mark, Some("a code that was mailed")));
    }
    Ok(())
}

fn lifted(address: &Email, login: Option<&LoginRow>, mark: &BounceRow, proven_by: Option<&str>) -> AuditEvent {
    let id = match (login, mark.mail) {
        (Some(login), _) => EntityId::User(login.id),
        (None, Some(mail)) => EntityId::Mail(mail),
        (None, None) => EntityId::Database,
    };
    let proven_by = proven_by.map(str::to_owned);
    AuditEvent::MailLift { id, email: address.clone(), words: mark.words.clone(), proven_by }
}

fn matching(tx: &Tx<'_>, notification: &Notification) -> Result<(MailRow, RecipientStatus)> {
    // Our own field counts first: a relay may have replaced the Message-ID.
    let ids: Vec<&String> = notification.own_id.iter().chain(&notification.message_id).collect();
    let Some(named_id) = ids.last() else {
        return Err(Error::usage(
            "the notification does not return the mail, so that no one knows which one it is about",
        )
        .hint(Hint::plain("have the mail server return the head of what it could not deliver (DSN RET=HDRS)"))
        .hint(hint!["find the mail with ", Verb::MailList.step().with(Flag::User, &Wanted("EMAIL"))]));
    };
    let mut found = None;
    for id in &ids {
        // The number alone proves nothing: other databases have a mail of that number too.
        let mail = named(id).map(|number| mail::by_id(tx, number)).transpose()?.flatten();
        found = found.or(mail.filter(|mail| mail.message_id == **id));
    }
    let Some(mail) = found else { return Err(unknown(named_id, notification)) };
    let address = Email::parse(&mail.recipient)?;
    let mut of_it = notification.fates.iter().filter(|fate| fate.is_of(&address));
    // Where an address means several mailboxes, it came back when it reached none of them.
    let fate = of_it.clone().find(|fate| !fate.is_permanent()).or_else(|| of_it.next());
    let Some(fate) = fate else {
        let others: Vec<&str> =
            notification.fates.iter().filter_map(|fate| fate.addresses.last()).map(String::as_str).take(3).collect();
        return Err(Error::conflict(format!(
            "{} was for {}, and the notification is about {}; nothing was changed",
            mail.id,
            mail.recipient,
            others.join(", ")
        ))
        .hint(hint![
            "if the one is forwarded to the other, ask for an address that works, and use ",
            Flag::To.with(&Wanted("NEW"))
        ])
        .fact("mail_id", mail.id.to_string()));
    };
    let fate = fate.clone();
    Ok((mail, fate))
}

/// No mail of this database has that id.
fn unknown(message_id: &str, notification: &Notification) -> Error {
    let error = Error::not_found(format!("the mail {message_id} is not of this database"))
        .hint(hint![
            "it was sent by another program, or from another database: name that one with ",
            Flag::Db.with(&Wanted("PATH"))
        ])
        .fact("message_id", message_id);
    if notification.own_id.is_some() {
        return error;
    }
    error
        .hint(Hint::plain(format!("or a relay replaced the Message-ID, and the notification does not return the field {OWN_ID}: then nothing in it names the mail")))
        .hint(hint!["find the mail with ", Verb::MailList.step().with(Flag::User, &Wanted("EMAIL"))])
}

/// The number in a Message-ID that was given out here: `<msg_8.UUID@…>`.
fn named(message_id: &str) -> Option<MailId> {
    let (number, _) = message_id.strip_prefix('<')?.split_once('.')?;
    MailId::parse(number).ok()
}

/// What to do about an address that is not mailed: for an invitation, the command that corrects it.
pub fn advice(address: &Email, cause: Option<&str>, client: Option<&ClientRow>) -> Vec<Hint> {
    let mut advice = Vec::new();
    if let (Some(cause), Some(client)) = (cause.filter(|cause| cause.starts_with("inv_")), client) {
        advice.push(hint![
            "if it is wrong, send to the right one with ",
            Verb::InviteResend.step().about(cause).client(&client.slug).with(Flag::To, &Wanted("NEW"))
        ]);
    }
    advice.push(hint![
        "if it works again, lift the mark with ",
        Verb::MailBounce.step().with(Flag::Lift, address).reason(&Wanted("REASON"))
    ]);
    advice
}
