//! The settings that all staff of a database share: which there are, what they mean, what they accept (SPEC 4).

use crate::domain::domain_name::DomainName;
use crate::domain::email::Email;
use crate::domain::name::Name;
use crate::error::{Error, Result};

/// A setting that exists.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Its key; a trailing `.` stands for a family such as `form.NAME`.
    pub key: &'static str,
    /// What it does, for `config list` and the manual.
    pub meaning: &'static str,
    /// What holds while it is not set.
    pub default: Option<&'static str>,
    check: fn(&str) -> Result<()>,
}

/// Every setting, in the order of the manual.
pub const KNOWN: &[Known] = &[
    Known {
        key: "mail.transport",
        meaning: "how mails leave: file (one .eml each in the outbox folder)",
        default: Some("file"),
        check: transport,
    },
    Known {
        key: "mail.from",
        meaning: "the sender of every mail: an address, or `Name <address>`",
        default: Some("partnerctl <noreply@partnerctl.invalid>"),
        check: mailbox,
    },
    Known {
        key: "mail.reply_to",
        meaning: "where answers go: an address, or `Name <address>`",
        default: None,
        check: mailbox,
    },
    Known {
        key: "web.base_url",
        meaning: "where the landing pages are; links in mails begin with it",
        default: None,
        check: url,
    },
    Known {
        key: "logins.domain",
        meaning: "the domain of suggested dummy logins",
        default: Some("invalid"),
        check: domain,
    },
    Known {
        key: "links.provisioner",
        meaning: "the program that finishes an approved link; gets the record as JSON on stdin",
        default: None,
        check: program,
    },
    Known {
        key: "form.",
        meaning: "form.NAME: the address of a digital form that an invitation links",
        default: None,
        check: url,
    },
];

/// Finds a setting by its key.
///
/// # Errors
/// `usage` with the nearest name.
pub fn known(key: &str) -> Result<&'static Known> {
    let found = KNOWN.iter().find(|known| match known.key.strip_suffix('.') {
        Some(family) => key.strip_prefix(family).and_then(|rest| rest.strip_prefix('.')).is_some_and(is_word),
        None => known.key == key,
    });
    found.ok_or_else(|| {
        let names: Vec<&str> = KNOWN.iter().map(|known| known.key).collect();
        let error = Error::usage(format!("there is no setting {key:?}"));
        match crate::output::columns::nearest(key, &names) {
            Some(nearest) => error.hint(format!("did you mean `{nearest}`?")),
            None => error,
        }
        .hint("see `partnerctl config list`")
    })
}

impl Known {
    /// Checks a value before it is stored.
    ///
    /// # Errors
    /// `usage`, saying what it accepts.
    pub fn check(&self, key: &str, value: &str) -> Result<()> {
        (self.check)(value).map_err(|error| error.context(key))
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

fn transport(value: &str) -> Result<()> {
    match value {
        "file" => Ok(()),
        _ => Err(Error::usage(format!("{value:?} is no transport of this version")).hint("it accepts `file`")),
    }
}

fn mailbox(value: &str) -> Result<()> {
    split_mailbox(value).map(drop)
}

/// Splits `Name <address>` or a bare address.
///
/// # Errors
/// `usage`.
pub fn split_mailbox(value: &str) -> Result<(Option<Name>, Email)> {
    match value.trim().strip_suffix('>').and_then(|value| value.rsplit_once('<')) {
        Some((name, address)) => {
            let name = name.trim().trim_matches('"').trim();
            let name = if name.is_empty() { None } else { Some(Name::parse("the sender's name", name)?) };
            Ok((name, Email::parse(address)?))
        }
        None => Email::parse(value).map(|email| (None, email)),
    }
}

fn url(value: &str) -> Result<()> {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let plain = value.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
    match rest {
        Some(rest) if plain && !rest.is_empty() && !rest.starts_with('/') => Ok(()),
        _ => {
            Err(Error::usage(format!("{value:?} is not a web address"))
                .hint("it looks like `https://access.example.com`"))
        }
    }
}

fn domain(value: &str) -> Result<()> {
    if value == "invalid" { Ok(()) } else { DomainName::parse(value).map(drop) }
}

fn program(value: &str) -> Result<()> {
    if value.starts_with('/') {
        Ok(())
    } else {
        Err(Error::usage("the program is named by its absolute path").hint("for instance `/usr/local/bin/provision`"))
    }
}
