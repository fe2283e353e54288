//! The transport `smtp`: one connection to a mail server, over which mails go one after another, each to one recipient
//! (docs/mail.md, RFC 5321).
//!
//! What goes wrong with the way itself (no connection, no trusted TLS, a refused login, a missing setting) is
//! [`Refusal::Unusable`] and names the setting to change; what the server says to one mail concerns that mail alone.

mod answer;
mod certificates;
mod channel;
mod connect;
mod password;
mod policy;
mod reply;
mod why;
mod wire;

pub use password::PasswordFile;

use std::path::PathBuf;
use std::time::Duration;

use connect::Link;
use reply::{Step, Trouble};

use super::transport::{Finding, Handed, Outgoing, Refusal, Transport};
use crate::domain::id::MailId;
use crate::domain::tls::Tls;
use crate::error::{Error, Result};

/// A mail server as the settings name it. What is missing is said when it is needed.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its name or address (`mail.smtp.host`).
    pub host: Option<String>,
    /// Its port, if it is not the usual one (`mail.smtp.port`).
    pub port: Option<u16>,
    /// How the connection is protected (`mail.smtp.tls`).
    pub tls: Tls,
    /// Certificates to trust besides those of this system (`mail.smtp.ca_file`).
    pub ca_file: Option<PathBuf>,
    /// The group that shares the database (`init --group`), which may change that file.
    pub group: Option<u32>,
    /// Who logs in (`mail.smtp.user`).
    pub user: Option<String>,
    /// Where the password is (`mail.smtp.password_file`).
    pub password: Option<PasswordFile>,
    /// How long it may be silent.
    pub patience: Patience,
}

/// How long a server may be silent, each time that we wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// While connecting, and after a command.
    pub command: Duration,
    pub dot: Duration,
}

impl Patience {
    /// Half a minute for a command; 10 minutes after the dot, when the server may already be passing the mail on, and
    /// giving up would double it (RFC 5321, section 4.5.3.2.6).
    pub const USUAL: Self = Self { command: Duration::from_secs(30), dot: Duration::from_mins(10) };
}

/// A mail server as a transport. Connects when it is first needed, and says goodbye when it is dropped.
pub struct Smtp {
    server: Server,
    link: Option<Link>,
    /// The mail whose text the server waits for.
    offered: Option<MailId>,
}

impl Smtp {
    /// A transport to this server; nothing is looked at yet.
    pub const fn new(server: Server) -> Self {
        Self { server, link: None, offered: None }
    }

    fn link(&mut self) -> Result<&mut Link, Refusal> {
        let link = match self.link.take() {
            Some(link) => link,
            None => connect::connect(&self.server).map_err(Refusal::Unusable)?,
        };
        Ok(self.link.insert(link))
    }

    /// Names sender and recipient, and asks for leave to give the text. A connection that ended meanwhile is replaced
    /// once: nothing of this mail was taken.
    fn introduce(&mut self, mail: &Outgoing) -> Result<(), Refusal> {
        let mut replaced = false;
        loop {
            let link = self.link()?;
            let was_used = link.was_used();
            let (step, trouble) = match link.introduce(&mail.from, &mail.to) {
                Ok(()) => return Ok(()),
                Err(refused) => refused,
            };
            if !trouble.ends_the_connection() {
                self.start_over();
                return Err(self.refused(step, mail, trouble));
            }
            self.link = None;
            // A server that is silent from the start is not asked twice.
            if replaced || (matches!(trouble, Trouble::Silent) && !was_used) {
                return Err(self.refused(step, mail, trouble));
            }
            replaced = true;
        }
    }

    /// Takes back what was offered: the server waits for its text, and whatever we said now would become that.
    fn withdraw(&mut self) {
        if self.offered.take().is_some() {
            self.link.take().into_iter().for_each(Link::hang_up);
        }
    }

    /// Lets the server forget the mail that it refused, so that the next one is not taken for part of it.
    fn start_over(&mut self) {
        if self.link.as_mut().is_some_and(|link| link.reset().is_err()) {
            self.link = None;
        }
    }

    fn refused(&self, step: Step, mail: &Outgoing, trouble: Trouble) -> Refusal {
        reply::refusal(self.server.name(), step, mail, trouble, self.server.patience)
    }

    /// Gives the text, the final dot, and waits for the answer.
    fn hand_over(&mut self, mail: &Outgoing) -> Result<String, Trouble> {
        let patience = self.server.patience;
        let Some(link) = self.link.as_mut() else { return Err(Trouble::Unsent("the connection is closed".to_owned())) };
        let handed = link.hand_over(&mail.message, patience);
        if handed.as_ref().is_err_and(Trouble::ends_the_connection) {
            self.link = None;
        }
        handed
    }
}

impl Transport for Smtp {
    fn offer(&mut self, mail: &Outgoing) -> Result<(), Refusal> {
        wire::check(&mail.message).map_err(|error| Refusal::Never(error, None))?;
        self.withdraw();
        self.introduce(mail)?;
        self.offered = Some(mail.id);
        Ok(())
    }

    fn commit(&mut self, mail: &Outgoing) -> Result<Handed, Refusal> {
        if self.offered != Some(mail.id) {
            self.withdraw();
            return Err(Refusal::NotNow(Error::bug(format!("{} was not offered to the mail server", mail.id)), None));
        }
        self.offered = None;
        let trouble = match self.hand_over(mail) {
            Ok(reply) => return Ok(Handed::Taken(reply)),
            Err(trouble) => trouble,
        };
        // The server has nothing of it: once more, over a new connection.
        if !trouble.took_nothing() {
            return Err(self.refused(Step::Dot, mail, trouble));
        }
        self.introduce(mail)?;
        self.hand_over(mail).map(Handed::Taken).map_err(|trouble| self.refused(Step::Dot, mail, trouble))
    }

    fn check(&mut self) -> Result<Vec<Finding>> {
        self.withdraw();
        self.link = None;
        let link = connect::connect(&self.server)?;
        Ok(link.findings(&self.server))
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.withdraw();
    }
}

#[cfg(test)]
mod tests;
