//! RFC 5322 bytes: headers, and the same content as plain text and HTML (docs/mail.md).

use std::time::{Duration, UNIX_EPOCH};

use data_encoding::HEXLOWER;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Message, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use super::body::MailBody;
use super::sanitize;
use super::template::{Desk, Rendered, Templates};
use crate::domain::authority::Verb;
use crate::domain::language::Language;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Result, Wanted, hint};

/// Someone who sends or receives.
#[derive(Debug, Clone, Copy)]
pub struct Mailbox<'a> {
    /// The name to show, if any.
    pub name: Option<&'a str>,
    pub address: &'a str,
}

/// The headers of a mail.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    /// The sender (`mail.from`).
    pub from: Mailbox<'a>,
    /// Where answers go, if not to the sender (`mail.reply_to`).
    pub reply_to: Option<Mailbox<'a>>,
    pub to: Mailbox<'a>,
    /// `local@domain`, in angle brackets or not; the same whenever this mail is composed.
    pub message_id: &'a str,
    pub date: Instant,
    /// The language in which it is.
    pub language: Language,
}

/// The field in which a mail has its Message-ID a second time. Some relays replace the Message-ID, and a notification
/// then names theirs; no one replaces a field that they do not know.
pub const OWN_ID: &str = "X-Partnerctl-Mail";

/// The message: CRLF line ends, no line over 998 bytes, the same bytes for the same arguments.
///
/// # Errors
/// `failed` when an address, the Message-ID or a link is malformed, or a template goes wrong. No message names a code.
pub fn compose(templates: &Templates, mail_body: &MailBody, envelope: &Envelope<'_>) -> Result<Vec<u8>> {
    let id = message_id(envelope.message_id)?;
    let from = mailbox(envelope.from)?;
    let to = mailbox(envelope.to)?;
    let reply_to = envelope.reply_to.map(mailbox).transpose()?;
    let rendered = preview(templates, mail_body, envelope)?;
    let named = [("From", Some(&from)), ("To", Some(&to)), ("Reply-To", reply_to.as_ref())];
    let dotted: Vec<_> = named
        .into_iter()
        .filter_map(|(header, mailbox)| Some((HeaderName::new_from_ascii_str(header), quoted_for_its_dots(mailbox?)?)))
        .collect();
    let mut builder = Message::builder()
        .from(from)
        .to(to)
        .subject(rendered.subject)
        .date(UNIX_EPOCH + Duration::from_millis(u64::try_from(envelope.date.ms()).unwrap_or_default()))
        .message_id(Some(id.clone()))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(OWN_ID), id.clone()))
        // RFC 3282.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Content-Language"),
            envelope.language.name().to_owned(),
        ))
        // RFC 3834: programs that answer by themselves leave it alone.
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    if let Some(reply_to) = reply_to {
        builder = builder.reply_to(reply_to);
    }
    let body = MultiPart::alternative()
        .boundary(boundary(&id))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(rendered.text))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(rendered.html));
    let mut message =
        builder.multipart(body).map_err(|error| Error::failed(format!("the mail cannot be composed: {error}")))?;
    for (header, value) in dotted {
        message.headers_mut().insert_raw(HeaderValue::dangerous_new_pre_encoded(header, value.clone(), value));
    }
    Ok(message.formatted())
}

/// An address as servers know it: in ASCII, without a name.
///
/// # Errors
/// `failed` when it is malformed.
pub fn bare_address(of: Mailbox<'_>) -> Result<String> {
    mailbox(of).map(|mailbox| mailbox.email.to_string())
}

/// What the message says, for people who look at it here.
///
/// # Errors
/// `failed` when a link is malformed or a template goes wrong.
pub fn preview(templates: &Templates, mail_body: &MailBody, envelope: &Envelope<'_>) -> Result<Rendered> {
    let answers = envelope.reply_to.unwrap_or(envelope.from);
    let desk = Desk {
        name: envelope.from.name.filter(|name| !name.trim().is_empty()).unwrap_or(envelope.from.address).into(),
        address: answers.address,
        to: envelope.to.address,
    };
    templates.render(mail_body, &desk, envelope.language)
}

/// lettre writes a name such as `Dr.No` without quotes, which RFC 5322 forbids and parsers stumble over.
fn quoted_for_its_dots(mailbox: &lettre::message::Mailbox) -> Option<String> {
    let name = mailbox.name.as_deref().filter(|name| name.contains('.'))?;
    let bare = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    bare.then(|| format!("\"{name}\" <{}>", mailbox.email))
}

/// lettre panics on a line break in a name, and takes an address of any characters by its unchecked ways: so both are
/// made here, from checked parts.
fn mailbox(mailbox: Mailbox<'_>) -> Result<lettre::message::Mailbox> {
    let malformed = || {
        Error::failed(format!("{:?} is no address that mail can go to", sanitize::line(mailbox.address))).hint(hint![
            "correct it with ",
            Verb::InviteResend.step().about(&Wanted("INV")).client(&Wanted("C")).with(Flag::To, &Wanted("NEW")),
            ", or `mail.from` and `mail.reply_to`"
        ])
    };
    let (local, domain) = mailbox.address.rsplit_once('@').ok_or_else(malformed)?;
    // Servers that do not speak SMTPUTF8 take only this form, and it names the same domain.
    let domain = idna::domain_to_ascii(domain).map_err(|_| malformed())?;
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    if !plain(local) || !plain(&domain) {
        return Err(malformed());
    }
    let address = Address::new(local, domain).map_err(|_| malformed())?;
    let name = mailbox.name.map(sanitize::line).filter(|name| !name.is_empty());
    Ok(lettre::message::Mailbox::new(name.map(std::borrow::Cow::into_owned), address))
}

/// `<local@domain>`.
fn message_id(given: &str) -> Result<String> {
    let bare = given.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(given);
    let plain = bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.@+=".contains(&b));
    match bare.split_once('@') {
        Some((local, domain)) if plain && !local.is_empty() && !domain.is_empty() && bare.len() <= 200 => {
            Ok(format!("<{bare}>"))
        }
        _ => Err(Error::failed("the Message-ID of this mail is malformed")),
    }
}

/// What separates the parts: fixed by the Message-ID, and with an `=` before the `_` never in a part, because
/// quoted-printable and base64 cannot hold that pair and no one can write the digest into a text beforehand.
fn boundary(message_id: &str) -> String {
    let digest = HEXLOWER.encode(&Sha256::digest(message_id.as_bytes()));
    format!("=_{}", digest.get(..40).unwrap_or(&digest))
}

#[cfg(test)]
mod tests;
