//! What a mail server says, and what it means for a mail and for the way.

use std::io;
use std::time::Duration;

use super::answer::{Reply, words};
use super::{Patience, policy};
use crate::domain::authority::Verb;
use crate::error::{Error, Flag, Wanted, hint};
use crate::mail::setting::set;
use crate::mail::transport::{Outgoing, Refusal, Rule};

/// Where in the handing over of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Mail,
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
    Untrusted(rustls::Error),
    /// The connection was gone before all was written: why.
    Unsent(String),
    /// Nothing came for as long as we wait.
    Silent,
}

impl Trouble {
    pub(super) fn of(error: &io::Error) -> Self {
        if let Some(error) = error.get_ref().and_then(|error| error.downcast_ref::<rustls::Error>()) {
            return Self::Untrusted(error.clone());
        }
        match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Self::Silent,
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => Self::Lost("the server closed the connection".to_owned()),
            _ => Self::Lost(words(&error.to_string())),
        }
    }

    /// A reply that is positive, but not the one that is due.
    pub(super) fn out_of_turn(answer: &Reply) -> Self {
        Self::Lost(format!("the server's answers are out of step: {}", answer.said()))
    }

    /// Why nothing more is heard.
    pub(super) fn why(&self, patience: Duration) -> String {
        match self {
            Self::Said(_, why) | Self::Lost(why) | Self::Unsent(why) => why.clone(),
            Self::Untrusted(error) => words(&error.to_string()),
            Self::Silent => format!("no answer within {} s", patience.as_secs()),
        }
    }

    /// Whether nothing more can be said over this connection.
    pub(super) const fn ends_the_connection(&self) -> bool {
        match self {
            Self::Said(code, _) => *code == 421,
            Self::Lost(_) | Self::Untrusted(_) | Self::Unsent(_) | Self::Silent => true,
        }
    }

    /// Whether the server closed the connection, and certainly did not take the mail whose text it was given.
    pub(super) const fn took_nothing(&self) -> bool {
        matches!(self, Self::Said(421, _) | Self::Unsent(_))
    }
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
                Step::Mail => {
                    Refusal::Unusable(error.hint(hint![
                        "name a sender that it accepts with ",
                        set("mail.from", &Wanted("NAME <ADDRESS>"))
                    ]))
                }
                Step::Rcpt | Step::Data | Step::Dot => match policy::rule(&words) {
                    Some(status) => Refusal::Rule(Box::new(by_rule(host, error, words, status))),
                    None => Refusal::Never(error, Some(words)),
                },
            }
        }
        Trouble::Said(_, words) => {
            let error = Error::failed(format!("the mail server {host} does not take {what} now: {words}"));
            Refusal::NotNow(error, Some(words))
        }
        Trouble::Unsent(why) => Refusal::NotNow(lost(host, what, &why), None),
        Trouble::Lost(_) | Trouble::Untrusted(_) if step != Step::Dot => {
            Refusal::NotNow(lost(host, what, &trouble.why(patience.command)), None)
        }
        Trouble::Silent if step != Step::Dot => Refusal::NotNow(
            Error::failed(format!(
                "the mail server {host} is silent: no answer about {what} within {} s",
                patience.command.as_secs()
            )),
            None,
        ),
        Trouble::Lost(_) | Trouble::Untrusted(_) => Refusal::Unknown(perhaps(host, what, &trouble.why(patience.dot))),
        Trouble::Silent => {
            let why = format!("no answer came within {} s", patience.dot.as_secs());
            Refusal::Unknown(perhaps(host, what, &why))
        }
    }
}

/// Nothing but several refusals alike separates a rule of one recipient from a way that is not set up.
fn by_rule(host: &str, error: Error, reply: String, status: String) -> Rule {
    let one = error.hint(hint![
        "if mails to others are refused alike, try the set-up with ",
        Verb::MailStatus.step().with(Flag::To, &Wanted("ADDRESS"))
    ]);
    let all = Error::failed(format!(
        "the mail server {host} refuses mails to different recipients alike, so the set-up is at fault and no address: {reply}"
    ))
    .hint(hint!["if it wants a login: ", set("mail.smtp.user", &Wanted("NAME")), ", and `mail.smtp.password_file`"])
    .hint(hint!["if it does not accept the sender: ", set("mail.from", &Wanted("NAME <ADDRESS>"))])
    .hint(hint!["or have its administrator allow this machine to send; try it with ", Verb::MailStatus.step().with(Flag::To, &Wanted("ADDRESS"))]);
    Rule { one, all, reply, status }
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
            .hint(hint![
                "set who logs in with ",
                set("mail.smtp.user", &Wanted("NAME")),
                ", and `mail.smtp.password_file`"
            ])
            .hint(hint!["if it asks for TLS: ", set("mail.smtp.tls", "starttls")]),
        _ => error.hint(hint!["set another login with ", set("mail.smtp.user", &Wanted("NAME"))]),
    }
    .hint(hint!["look whether it works with ", Verb::MailStatus.step()])
}
