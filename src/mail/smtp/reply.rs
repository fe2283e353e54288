//! What a mail server says, and what it means for a mail and for the way.

use std::error::Error as _;
use std::io;

use lettre::transport::smtp;
use lettre::transport::smtp::response::Response;

use super::Patience;
use crate::domain::code::mask;
use crate::error::Error;
use crate::mail::clean;
use crate::mail::transport::{Outgoing, Refusal};

/// Where in the handing over of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The sender.
    Mail,
    /// The recipient.
    Rcpt,
    /// The leave to give the text.
    Data,
    /// The text and its final dot.
    Dot,
}

/// What came instead of the reply that was wanted.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Another reply, in these words, its code first.
    Said(u16, String),
    /// The connection is gone, or what comes over it is no SMTP: why.
    Lost(String),
    /// The same, before all was written: why.
    Unsent(String),
    /// Nothing came for as long as we wait.
    Silent,
}

impl Trouble {
    pub(super) fn of(error: &smtp::Error) -> Self {
        let why = error.source().map(ToString::to_string);
        if let Some(code) = error.status() {
            return Self::Said(code.into(), words(&format!("{code} {}", why.unwrap_or_default())));
        }
        let kind = error.source().and_then(|source| source.downcast_ref::<io::Error>()).map(io::Error::kind);
        match kind {
            Some(io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => Self::Silent,
            // A connection that is broken for writing has not got the end of what was written.
            Some(io::ErrorKind::BrokenPipe) => Self::Unsent("the server closed the connection".to_owned()),
            Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted) => {
                Self::Lost("the server closed the connection".to_owned())
            }
            _ => match why.as_deref() {
                Some("incomplete response") => Self::Lost("the server closed the connection".to_owned()),
                _ if error.is_response() => Self::Lost("what it says is not SMTP".to_owned()),
                _ => Self::Lost(words(&why.unwrap_or_else(|| error.to_string()))),
            },
        }
    }

    /// A reply that is positive, but not the one that is due.
    pub(super) fn out_of_turn(reply: &Response) -> Self {
        Self::Lost(format!("the server's answers are out of step: {}", said(reply)))
    }

    /// Whether nothing more can be said over this connection.
    pub(super) const fn ends_the_connection(&self) -> bool {
        match self {
            Self::Said(code, _) => *code == 421,
            Self::Lost(_) | Self::Unsent(_) | Self::Silent => true,
        }
    }

    /// Whether the server closed the connection, and certainly did not take the mail whose text it was given.
    pub(super) const fn took_nothing(&self) -> bool {
        matches!(self, Self::Said(421, _) | Self::Unsent(_))
    }
}

/// A server's reply in one honest line.
pub(super) fn said(reply: &Response) -> String {
    words(&format!("{} {}", reply.code(), reply.message().collect::<Vec<_>>().join(" ")))
}

/// What comes from outside, in one line of bounded length. Servers quote what they got: codes are masked.
pub(super) fn words(text: &str) -> String {
    mask(&clean::line(text)).into_owned()
}

/// What trouble with one mail means for it.
pub(super) fn refusal(host: &str, step: Step, mail: &Outgoing, trouble: Trouble, patience: Patience) -> Refusal {
    let what = match step {
        Step::Mail => format!("mails from {}", mail.from),
        Step::Rcpt => format!("mails for {}", mail.to),
        Step::Data | Step::Dot => format!("the mail for {}", mail.to),
    };
    match trouble {
        Trouble::Said(code @ (530 | 534 | 535 | 538), words) => Refusal::Unusable(wants_login(host, code, &words)),
        Trouble::Said(code, words) if code >= 500 => {
            let error = Error::failed(format!("the mail server {host} refuses {what}: {words}"));
            match step {
                // All mails have the same sender: no mail is at fault.
                Step::Mail => Refusal::Unusable(
                    error.hint("name a sender that it accepts with `partnerctl config set mail.from 'NAME <ADDRESS>'`"),
                ),
                Step::Rcpt | Step::Data | Step::Dot => Refusal::Never(error, Some(words)),
            }
        }
        Trouble::Said(_, words) => {
            let error = Error::failed(format!("the mail server {host} does not take {what} now: {words}"));
            Refusal::NotNow(error, Some(words))
        }
        Trouble::Unsent(why) => Refusal::NotNow(lost(host, what, &why), None),
        Trouble::Lost(why) if step != Step::Dot => Refusal::NotNow(lost(host, what, &why), None),
        Trouble::Silent if step != Step::Dot => Refusal::NotNow(
            Error::failed(format!(
                "the mail server {host} is silent: no answer about {what} within {} s",
                patience.command.as_secs()
            )),
            None,
        ),
        Trouble::Lost(why) => Refusal::Unknown(perhaps(host, what, &why)),
        Trouble::Silent => {
            let why = format!("no answer came within {} s", patience.dot.as_secs());
            Refusal::Unknown(perhaps(host, what, &why))
        }
    }
}

fn lost(host: &str, what: String, why: &str) -> Error {
    Error::failed(format!("the connection to the mail server {host} was lost before {what} was handed over: {why}"))
}

fn perhaps(host: &str, what: String, why: &str) -> Error {
    Error::failed(format!("the mail server {host} was given {what}, and whether it took it is not known: {why}"))
}

fn wants_login(host: &str, code: u16, words: &str) -> Error {
    let error = Error::failed(format!("the mail server {host} does not let us send mails: {words}"));
    match code {
        530 => error
            .hint("set who logs in with `partnerctl config set mail.smtp.user NAME`, and `mail.smtp.password_file`")
            .hint("if it asks for TLS: `partnerctl config set mail.smtp.tls starttls`"),
        _ => error.hint("set another login with `partnerctl config set mail.smtp.user NAME`"),
    }
    .hint("look whether it works with `partnerctl mail status`")
}
