//! Mails: what they say, how they look, and the transports by which they leave (docs/mail.md).
//!
//! Rendering is pure: the same [`MailBody`] and [`Envelope`] give the same bytes, so that a mail that is sent twice
//! after a crash is the same mail. Codes come in as text, and go nowhere but into those bytes.
//!
//! - [`kind`]: the kinds of mails;
//! - [`body`]: what each kind of mail says, as its template reads it;
//! - [`facts`]: what of that is kept in the outbox;
//! - [`text`]: the texts that a mail is made of, and the addresses of the pages to which its links lead;
//! - [`template`]: the wording, one source for text and HTML, replaceable from a folder;
//! - [`message`]: RFC 5322 bytes;
//! - [`sanitize`]: what is allowed in one line of a mail;
//! - [`dsn`]: what came back, read;
//! - `sample`: mails to try templates with;
//! - `verify`: a look at the bytes of a mail by another parser;
//! - [`transport`]: how mails leave;
//! - [`mod@file`]: the transport `file`, one `.eml` a mail;
//! - [`sendmail`]: the transport `sendmail`, the mail program of this system;
//! - [`smtp`]: the transport `smtp`, a mail server.

pub mod body;
pub mod dsn;
pub mod facts;
pub mod file;
pub mod kind;
pub mod message;
mod sample;
pub mod sanitize;
pub mod sendmail;
mod setting;
pub mod smtp;
pub mod template;
pub mod text;
pub mod transport;
mod verify;

pub use body::MailBody;
pub use facts::MailFacts;
pub use kind::MailKind;
pub use message::{Envelope, Mailbox, bare_address, compose, preview};
pub use template::{Rendered, Templates};
pub use transport::{Finding, Handed, Outgoing, Refusal, Rule, Transport};
