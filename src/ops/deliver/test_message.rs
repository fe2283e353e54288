//! Whether mails could leave, looked at and tried out with a mail that is in no outbox (`mail status`).

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use data_encoding::HEXLOWER;

use crate::domain::actor::{Actor, StaffRights};
use crate::domain::authority::Verb;
use crate::domain::dedicated::NOWHERE;
use crate::domain::email::Email;
use crate::domain::id::MailId;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result, Wanted, hint};
use crate::language::{Locale, Text};
use crate::mail::MailKind;
use crate::mail::body::{MailBody, Test};
use crate::mail::{Envelope, Finding, Handed, Mailbox, Outgoing, Refusal, Transport, bare_address, compose};
use crate::ops::setting::dummy_domain;
use crate::ops::{config, custom_templates};
use crate::store::mail::queue::{self, Queue};
use crate::store::{Tx, database_info};

use super::content::SenderSettings;
use super::{DeliveryEnv, route};

/// How far back mails that failed are reported.
pub const LATELY: Span = Span::days(7);
/// How often someone who waits looks whether to stop.
const STEP: Duration = Duration::from_millis(50);

/// What the settings say, and what waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// `file`, `smtp` or `sendmail`.
    pub transport: String,
    /// The server, the program or the folder.
    pub way: Option<String>,
    /// The sender of every mail.
    pub from: Option<String>,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<String>,
    /// Where the links in mails begin.
    pub base_url: Option<String>,
    pub queue: Queue,
    /// How many failed [`LATELY`].
    pub failed: i64,
}

/// A test mail is for an address that can have a mailbox.
///
/// # Errors
/// `conflict`; `failed` when the setting is damaged.
pub fn may_be_mailed(tx: &Tx<'_>, to: &Email) -> Result<()> {
    if dummy_domain(tx)?.covers(to) {
        return Err(Error::conflict(format!(
            "{to} has no mailbox: addresses under .{NOWHERE} and under logins.domain are never mailed"
        ))
        .hint(hint!["see the setting with ", Verb::ConfigGet.step().about("logins.domain")]));
    }
    Ok(())
}

pub fn situation(tx: &Tx<'_>, post: &DeliveryEnv, now: Instant) -> Result<Situation> {
    let transport = config::value(tx, "mail.transport")?.unwrap_or_default();
    let way = match transport.as_str() {
        "smtp" => config::value(tx, "mail.smtp.host")?,
        "sendmail" => config::value(tx, "mail.sendmail.program")?,
        _ => Some(post.outbox.display().to_string()),
    };
    Ok(Situation {
        transport,
        way,
        from: config::value(tx, "mail.from")?,
        reply_to: config::value(tx, "mail.reply_to")?,
        base_url: config::value(tx, "web.base_url")?,
        queue: queue::waiting(tx, now)?,
        failed: queue::failed_since(tx, now - LATELY)?,
    })
}

/// Looks whether mails could leave now. Nothing is sent.
///
/// # Errors
/// Why they could not, naming the setting to change; those of `stop`.
pub fn look(
    transport: Box<dyn Transport>,
    patience: Duration,
    stop: impl Fn() -> Result<()>,
) -> Result<(Box<dyn Transport>, Vec<Finding>)> {
    let looked = within(patience, stop, move || {
        let mut transport = transport;
        let found = transport.check();
        (transport, found)
    })?;
    let (transport, found) = looked.ok_or_else(|| {
        Error::failed(format!("there was no answer within {} s", patience.as_secs()))
            .hint(hint!["look at the host and the port with ", Verb::ConfigList.step()])
    })?;
    Ok((transport, found?))
}

/// Looks at the desk's own templates, if it has any.
///
/// # Errors
/// `failed`: what is wrong with them, and the setting to change.
pub fn templates(tx: &Tx<'_>) -> Result<Option<Finding>> {
    Ok(custom_templates::look(tx)?.map(|own| Finding {
        what: "templates",
        found: format!("mails of every kind can be made with {} in {}", own.files.join(", "), own.folder),
    }))
}

/// The transport that `mail.transport` names. Nothing is connected yet.
///
/// # Errors
/// `failed` when a setting that it needs is missing; the error names the setting.
pub fn transport(tx: &Tx<'_>, post: &DeliveryEnv) -> Result<Box<dyn Transport>> {
    route::open(tx, post)
}

/// A mail that tries whether mail arrives, signed by the staff person who wants to know. `number` is random.
///
/// # Errors
/// `failed` when a setting is damaged, or a template of the desk's own.
pub fn body(
    tx: &Tx<'_>,
    situation: &Situation,
    (by, to): (&Actor, &Email),
    post: &DeliveryEnv,
    number: [u8; 12],
    now: Instant,
) -> Result<Outgoing> {
    let head = SenderSettings::read(tx)?;
    let language = head.wording().language_of(MailKind::Test, head.desk(), || Ok(head.desk()))?;
    let label = database_info::get(tx)?.label;
    let way = [Some(situation.transport.as_str()), situation.way.as_deref()].into_iter().flatten();
    let body = MailBody::Test(Test {
        sent_by: by.staff().map_or(by.author(), |staff| &staff.name).into(),
        at: Locale::of(Text::Mail, language, &post.zone).at(now).into(),
        way: way.collect::<Vec<_>>().join(" ").into(),
        label: label.into(),
    });
    let from = head.sender();
    let domain = Email::parse(from.address)?;
    let envelope = Envelope {
        from,
        reply_to: head.answers(),
        to: Mailbox { name: None, address: to.as_str() },
        message_id: &format!("<test.{}@{}>", HEXLOWER.encode(&number), domain.domain()),
        date: now,
        language,
    };
    Ok(Outgoing {
        id: MailId::new(0),
        from: bare_address(envelope.from)?,
        to: bare_address(envelope.to)?,
        message: head.wording().make(|templates| compose(templates, &body, &envelope))?,
    })
}

/// What became of that mail.
#[derive(Debug)]
pub enum Tried {
    /// Someone took it, in these words.
    Taken(String),
    /// No one took it: why, and what the server said.
    Refused(Error, Option<String>),
    /// It may have been taken or not.
    Unknown(Error),
}

/// Hands that mail over.
///
/// # Errors
/// Those of `stop`.
pub fn send(
    mut transport: Box<dyn Transport>,
    body: Outgoing,
    patience: Duration,
    stop: impl Fn() -> Result<()>,
) -> Result<Tried> {
    let handed = within(patience, stop, move || transport.offer(&body).and_then(|()| transport.commit(&body)))?;
    Ok(match handed {
        Some(Ok(Handed::Taken(words))) => Tried::Taken(words),
        Some(Ok(Handed::Written(_))) => Tried::Refused(nobody_is_sent_anything(), None),
        Some(Err(Refusal::Unusable(error))) => Tried::Refused(error, None),
        Some(Err(Refusal::NotNow(error, reply) | Refusal::Never(error, reply))) => Tried::Refused(error, reply),
        Some(Err(Refusal::Rule(rule))) => Tried::Refused(rule.trial(), Some(rule.reply)),
        Some(Err(Refusal::Unknown(error))) => Tried::Unknown(error),
        None => Tried::Unknown(Error::failed(format!("there was no answer within {} s", patience.as_secs()))),
    })
}

/// Why a test makes no sense with files.
pub fn nobody_is_sent_anything() -> Error {
    Error::failed("mail.transport is file, which sends no mail")
        .hint(hint!["name the server with ", Verb::ConfigSet.step().about("mail.smtp.host").about(&Wanted("HOST"))])
        .hint(hint![
            "then choose it with ",
            Verb::ConfigSet.step().about("mail.transport").about("smtp"),
            "; or hand mails to the mail program of this system with ",
            Verb::ConfigSet.step().about("mail.transport").about("sendmail")
        ])
}

/// Whether this staff person may send a mail that is in no outbox.
///
/// # Errors
/// `denied`.
pub fn may_send(actor: &Actor) -> Result<()> {
    match actor.staff() {
        Some(staff) if staff.rights == StaffRights::Full => Ok(()),
        _ => {
            let who = actor.audit_name();
            Err(Error::denied(format!("{who} is read-only staff and may not send a test mail"))
                .hint(hint!["look without sending one: ", Verb::MailStatus.step()]))
        }
    }
}

/// Does something that may take longer than one wants to wait; `None` when it did. It goes on until the process ends.
fn within<T: Send + 'static>(
    patience: Duration,
    stop: impl Fn() -> Result<()>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Option<T>> {
    let (send, done) = channel();
    thread::spawn(move || {
        // Anyone who waited may be gone by now.
        let _ = send.send(work());
    });
    let mut waited = Duration::ZERO;
    while waited < patience {
        stop()?;
        match done.recv_timeout(STEP) {
            Ok(value) => return Ok(Some(value)),
            Err(RecvTimeoutError::Timeout) => waited += STEP,
            Err(RecvTimeoutError::Disconnected) => return Err(Error::bug("a look at the transport came to no end")),
        }
    }
    Ok(None)
}
