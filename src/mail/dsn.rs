//! Delivery status notifications (RFC 3464): what a mail system says became of a mail that it had taken.
//!
//! They come from anywhere, so that nothing in them is believed but by whom it matches in the database, and nothing of
//! them costs more than their size. The parts are taken apart by `mail-parser`, without decoding: the parts that count
//! are not encoded (RFC 3464, section 2.1; RFC 2046, section 5.2), and a message inside one that is would be decoded
//! again and again.

use std::borrow::Cow;

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::domain::authority::Verb;
use crate::domain::code::mask;
use crate::domain::email::Email;
use crate::error::{Error, Flag, Hint, Result, Wanted, hint};

use super::message::OWN_ID;
use super::sanitize;

/// The most bytes of a notification. Ours are returned whole in less than a tenth of it.
pub const LARGEST: usize = 1 << 20;
/// The most characters of what a server said.
const LONGEST_WORDS: usize = 300;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The Message-ID of the mail that it is about, in angle brackets, where the notification returns the mail or its
    /// head.
    pub message_id: Option<String>,
    /// The same from our own field, [`OWN_ID`].
    pub own_id: Option<String>,
    /// What became of it, for each recipient; never empty.
    pub fates: Vec<RecipientStatus>,
}

/// What became of a mail for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientStatus {
    /// The address that the mail was sent to, and the one where it ended; often the same.
    pub addresses: Vec<String>,
    pub action: Action,
    /// The status, such as `5.1.1` (RFC 3463).
    pub status: Option<String>,
    /// What the server said, in one line, cleaned and cut.
    pub words: Option<String>,
}

/// What a mail system did with a mail (RFC 3464, section 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Failed,
    Delayed,
    Delivered,
    Relayed,
    Expanded,
    /// A word that the RFC does not know.
    Other,
}

impl Action {
    /// The word of the RFC.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::Expanded => "expanded",
            Self::Other => "unknown",
        }
    }

    fn parse(word: &str) -> Self {
        // Some add a remark in parentheses.
        let word = word.split(|c: char| !c.is_ascii_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
        [Self::Failed, Self::Delayed, Self::Delivered, Self::Relayed, Self::Expanded]
            .into_iter()
            .find(|action| action.name().eq_ignore_ascii_case(word))
            .unwrap_or(Self::Other)
    }
}

impl RecipientStatus {
    /// Whether the mail came back for good: it failed, and not because of something that may pass.
    pub fn is_permanent(&self) -> bool {
        self.action == Action::Failed && self.status.as_deref().is_some_and(|status| status.starts_with('5'))
    }

    /// Whether it is about this address.
    pub fn is_of(&self, address: &Email) -> bool {
        self.addresses.iter().any(|one| Email::parse(one).is_ok_and(|one| one == *address))
    }

    /// What was said, else the status, else what was done.
    pub fn in_words(&self) -> String {
        match (&self.words, &self.status) {
            (Some(words), _) => words.clone(),
            (None, Some(status)) => format!("status {status}"),
            (None, None) => self.action.name().to_owned(),
        }
    }
}

/// Reads a notification. `shown` is where it comes from, for errors.
///
/// # Errors
/// `usage` when it is too large, or something else than a notification: what it looks like.
pub fn read(shown: &str, bytes: &[u8]) -> Result<Notification> {
    if bytes.len() > LARGEST {
        return Err(Error::usage(format!("{shown} is too large for a delivery status notification"))
            .hint(Hint::plain("hand over one message, as it came in the mailbox")));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::usage(format!("{shown} is empty"))
            .hint(hint!["hand over the whole message that came back: ", Verb::MailBounce.step().about("dsn.eml")]));
    }
    let Some(mut message) = parser().parse(bytes) else {
        return Err(Error::usage(format!("{shown} is no message: it has no header")).hint(Hint::plain(WHOLE)));
    };
    let found = find(&message);
    let read = found.ok_or_else(|| something_else(shown, &message));
    take_apart(&mut message);
    read
}

const WHOLE: &str = "hand over the whole message that came back, headers included, as the mail program saves it (.eml)";

/// A parser that takes parts apart and decodes nothing.
fn parser() -> MessageParser {
    MessageParser::new().header_content_type(HeaderName::ContentType).ignore_header(HeaderName::ContentTransferEncoding)
}

fn find(message: &Message<'_>) -> Option<Notification> {
    let at = message
        .parts
        .iter()
        .position(|part| is_type(part, "message", &["delivery-status", "global-delivery-status"]))?;
    let fates = fates(&body(message, message.parts.get(at)?));
    let head = message.parts.iter().skip(at + 1).find_map(|part| original(message, part));
    let id = |name| head.as_ref().and_then(|head| id_of(head, name));
    (!fates.is_empty()).then(|| Notification { message_id: id("Message-ID"), own_id: id(OWN_ID), fates })
}

/// Each group of fields behind the first is about one recipient; the first is about the message (RFC 3464, section 2.1).
fn fates(body: &[u8]) -> Vec<RecipientStatus> {
    let text = String::from_utf8_lossy(body).replace("\r\n", "\n").replace('\r', "\n");
    let mut groups = vec![String::new()];
    for line in text.lines() {
        match groups.last_mut() {
            Some(group) if !line.trim().is_empty() => {
                group.push_str(line);
                group.push('\n');
            }
            Some(group) if !group.is_empty() => groups.push(String::new()),
            _ => {}
        }
    }
    groups.iter().filter_map(|group| fate(group)).collect()
}

fn fate(group: &str) -> Option<RecipientStatus> {
    let head = head_of(group.as_bytes())?;
    let field = |name| value_of(&head, name);
    let address = |name| field(name).map(|value| address_of(&value)).filter(|address| !address.is_empty());
    let addresses: Vec<String> = ["Original-Recipient", "Final-Recipient"].into_iter().filter_map(address).collect();
    let action = field("Action")?;
    if addresses.is_empty() {
        return None;
    }
    let words = field("Diagnostic-Code").map(|value| cleaned(typed(&value))).filter(|words| !words.is_empty());
    let status = field("Status").and_then(|value| enhanced(&value)).or_else(|| said_in(words.as_deref()?));
    Some(RecipientStatus { addresses, action: Action::parse(&action), status, words })
}

/// The value of a field behind its type: `smtp; 550 …` (RFC 3464, section 2.1.2).
fn typed(value: &str) -> &str {
    value.split_once(';').map_or(value, |(_, rest)| rest).trim()
}

fn address_of(value: &str) -> String {
    let address = typed(value);
    let inner = address.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(address, |(inner, _)| inner);
    inner.split_whitespace().next().unwrap_or_default().to_owned()
}

/// The first `5.1.1` in a text.
fn enhanced(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).find(|word| is_status(word)).map(str::to_owned)
}

fn is_status(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let whole = parts.len() == 3 && parts.iter().all(|part| (1..=3).contains(&part.len()));
    whole && matches!(parts.first(), Some(&("2" | "4" | "5")))
}

/// A status that only the server's answer gives: `550 no such user`.
fn said_in(words: &str) -> Option<String> {
    let code = words.get(..3).filter(|code| code.bytes().all(|b| b.is_ascii_digit()))?;
    let class = code.get(..1).filter(|class| matches!(*class, "4" | "5"))?;
    Some(enhanced(words).filter(|status| status.starts_with(class)).unwrap_or_else(|| format!("{class}.0.0")))
}

fn cleaned(text: &str) -> String {
    let line = sanitize::line(text).into_owned();
    sanitize::short(&mask(&line), LONGEST_WORDS)
}

/// The head of what is returned: the mail, or its head alone.
fn original(message: &Message<'_>, part: &MessagePart<'_>) -> Option<MessagePart<'static>> {
    match &part.body {
        PartType::Message(inner) => inner.parts.first().map(|head| head.clone().into_owned()),
        _ if is_type(part, "text", &["rfc822-headers"])
            || is_type(part, "message", &["rfc822", "rfc822-headers", "global", "global-headers"]) =>
        {
            head_of(&body(message, part))
        }
        _ => None,
    }
}

/// An id in angle brackets.
fn id_of(head: &MessagePart<'_>, name: &str) -> Option<String> {
    let id = value_of(head, name)?.split_whitespace().collect::<String>();
    (id.starts_with('<') && id.ends_with('>')).then_some(id)
}

fn is_type(part: &MessagePart<'_>, main: &str, subs: &[&str]) -> bool {
    part.content_type().is_some_and(|kind| {
        let sub = kind.subtype().unwrap_or_default();
        kind.ctype().eq_ignore_ascii_case(main) && subs.iter().any(|one| sub.eq_ignore_ascii_case(one))
    })
}

/// What is in a part that holds no other.
fn body<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, [u8]> {
    let bytes = part.contents();
    let encoding = part.headers.iter().find(|header| header.name == HeaderName::ContentTransferEncoding);
    let encoding = encoding.and_then(|header| {
        message.raw_message.get(usize::try_from(header.offset_start).ok()?..usize::try_from(header.offset_end).ok()?)
    });
    let encoding = encoding.map(|word| String::from_utf8_lossy(word).trim().to_ascii_lowercase());
    let decoded = match encoding.as_deref() {
        Some("base64") => base64_decode(bytes),
        Some("quoted-printable") => quoted_printable_decode(bytes),
        _ => None,
    };
    decoded.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// The fields of a head without a body.
fn head_of(bytes: &[u8]) -> Option<MessagePart<'static>> {
    let whole = [bytes, b"\r\n\r\n"].concat();
    parser().parse_headers(&whole)?.into_owned().parts.into_iter().next()
}

/// The value of a field in one line.
fn value_of(part: &MessagePart<'_>, name: &str) -> Option<String> {
    part.headers.iter().find_map(|header| match &header.value {
        HeaderValue::Text(text) if header.name.as_str().eq_ignore_ascii_case(name) => {
            Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        _ => None,
    })
}

/// What it is instead, as far as its head shows.
fn something_else(shown: &str, message: &Message<'_>) -> Error {
    let head = message.parts.first();
    let header_of = |name: &str| {
        let value = head.and_then(|head| value_of(head, name)).map(|value| sanitize::short(&cleaned(&value), 80));
        value.filter(|value| !value.is_empty())
    };
    let kind = head.and_then(|head| head.content_type()).map(|kind| {
        let sub = kind.subtype().map(|sub| format!("/{sub}")).unwrap_or_default();
        sanitize::short(&cleaned(&format!("{}{sub}", kind.ctype())), 80)
    });
    let mut looks: Vec<String> = kind.into_iter().collect();
    looks.extend(header_of("Subject").map(|subject| format!("“{subject}”")));
    looks.extend(header_of("From").map(|from| format!("from {from}")));
    let looks = if looks.is_empty() { "a message without a subject".to_owned() } else { looks.join(", ") };
    let error = Error::usage(format!("{shown} is no delivery status notification (RFC 3464): it is {looks}"));
    match header_of("X-Failed-Recipients") {
        Some(failed) => error
            .hint(Hint::plain(format!(
                "it is a failure report of an older kind, about {failed}; nothing in it names the mail for sure"
            )))
            .hint(hint![
                "send the invitation to another address with ",
                Verb::InviteResend
                    .step()
                    .about(&Wanted("INV"))
                    .client(&Wanted("CLIENT"))
                    .with(Flag::To, &Wanted("NEW"))
            ]),
        None => error
            .hint(Hint::plain(WHOLE))
            .hint(Hint::plain("answers of people and of their absence assistants are none; nothing was changed")),
    }
}

/// Frees nested messages one after the other: each by the one around it would take a stack as deep as they are.
fn take_apart(message: &mut Message<'_>) {
    let mut rest: Vec<PartType<'_>> = std::mem::take(&mut message.parts).into_iter().map(|part| part.body).collect();
    while let Some(body) = rest.pop() {
        if let PartType::Message(mut inner) = body {
            rest.extend(std::mem::take(&mut inner.parts).into_iter().map(|part| part.body));
        }
    }
}

#[cfg(test)]
mod tests;
