//! What the settings of mail accept. What they point to is looked at when it is used: it may be fixed meanwhile.

use std::path::Path;

use crate::domain::email::Email;
use crate::domain::name::Name;
use crate::domain::tls::Tls;
use crate::error::{Error, Hint, Result};

/// Splits `Name <address>` or a bare address.
///
/// # Errors
/// `usage`.
pub fn split_mailbox(value: &str) -> Result<(Option<Name>, Email)> {
    match value.trim().strip_suffix('>').and_then(|value| value.rsplit_once('<')) {
        Some((name, address)) => {
            let name = display_name(value, name.trim())?;
            let name = if name.is_empty() { None } else { Some(Name::parse("the sender's name", name.trim())?) };
            Ok((name, Email::parse(address)?))
        }
        None => Email::parse(value).map(|email| (None, email)),
    }
}

/// The name before the address: plain, or as a quoted string with `\"` and `\\` in it (RFC 5322, section 3.2.4). What
/// else has quotes, or an address in it, is more than one sender, or a slip.
fn display_name(value: &str, name: &str) -> Result<String> {
    let refused = |why: &str| {
        Err(Error::usage(format!("{value:?} is not one sender: {why}"))
            .hint(Hint::plain("write it as `Support <support@example.com>`, or the address alone"))
            .hint(Hint::plain(r#"a name with quotes in it is written as `"The \"Best\" Desk" <support@example.com>`"#)))
    };
    let Some(quoted) = name.strip_prefix('"') else {
        return match name {
            name if name.contains('"') => refused("there is a quote in the middle of its name"),
            name if name.contains(['<', '>', '@']) => refused("there is an address in its name"),
            name => Ok(name.to_owned()),
        };
    };
    let (mut text, mut chars) = (String::with_capacity(quoted.len()), quoted.chars());
    loop {
        match chars.next() {
            None => return refused("the quote of its name does not end"),
            Some('"') if chars.as_str().is_empty() => return Ok(text),
            Some('"') => return refused("something follows the quote of its name"),
            Some('\\') => match chars.next() {
                Some(escaped) => text.push(escaped),
                None => return refused("the quote of its name does not end"),
            },
            Some(c) => text.push(c),
        }
    }
}

pub(super) fn transport(value: &str) -> Result<()> {
    if super::TRANSPORTS.contains(&value) {
        return Ok(());
    }
    Err(Error::usage(format!("{value:?} is no way for mails to leave"))
        .hint(Hint::plain("it accepts `file`, `smtp` and `sendmail`")))
}

pub(super) fn mailbox(value: &str) -> Result<()> {
    split_mailbox(value).map(drop)
}

pub(super) fn host(value: &str) -> Result<()> {
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:".contains(&b));
    if plain && !value.is_empty() && value.len() <= 253 && (!value.contains(':') || is_ipv6(value)) {
        return Ok(());
    }
    Err(Error::usage(format!("{value:?} is no host"))
        .hint(Hint::plain("give its name alone; the port is `mail.smtp.port`")))
}

fn is_ipv6(value: &str) -> bool {
    value.parse::<std::net::Ipv6Addr>().is_ok()
}

pub(super) fn port(value: &str) -> Result<()> {
    match value.parse::<u16>() {
        Ok(port) if port > 0 => Ok(()),
        _ => Err(Error::usage(format!("{value:?} is no port")).hint(Hint::plain("ports are 1 to 65535"))),
    }
}

pub(super) fn tls(value: &str) -> Result<()> {
    Tls::parse(value).map(drop)
}

pub(super) fn user(value: &str) -> Result<()> {
    let plain = !value.is_empty() && value.len() <= 254 && !value.chars().any(char::is_control);
    if plain { Ok(()) } else { Err(Error::usage(format!("{value:?} is no name to log in with"))) }
}

pub(super) fn absolute(value: &str) -> Result<()> {
    if Path::new(value).is_absolute() && !value.contains('\0') {
        return Ok(());
    }
    Err(Error::usage(format!("{value:?} is not an absolute path"))
        .hint(Hint::plain("the process that delivers may run in another folder: write the path from `/` on")))
}

/// A file that is there. Whether it is private, and holds what it should, is looked at when it is used.
pub(super) fn file(value: &str) -> Result<()> {
    absolute(value)?;
    match std::fs::metadata(value) {
        Ok(meta) if meta.is_file() => Ok(()),
        Ok(_) => Err(Error::usage(format!("{value} is no file"))),
        Err(error) => Err(Error::usage(format!("{value} cannot be looked at: {error}"))),
    }
}
