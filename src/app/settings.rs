//! The settings that all staff of a database share: which there are, what they mean, what they accept
//! (docs/reference.md#commands).

mod mail;

pub use mail::split_mailbox;

use std::borrow::Cow;

use crate::domain::authority::Verb;
use crate::domain::domain_name::DomainName;
use crate::domain::invitation::check_life;
use crate::domain::language::Language;
use crate::domain::notice::{self, Timing};
use crate::domain::time::{Span, Zone};
use crate::error::{Error, Hint, Result, System, hint};

#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Its key; a trailing `.` means a family such as `form.NAME`.
    pub key: &'static str,
    /// What it does, for `config list` and the manual.
    pub meaning: &'static str,
    /// What holds while it is not set.
    pub default: Option<&'static str>,
    check: fn(&str) -> Result<()>,
}

/// The time zone that decides what a day is.
pub const TIME_ZONE: &str = "desk.time_zone";

/// How mails can leave: the values of `mail.transport`.
pub const TRANSPORTS: [&str; 3] = ["file", "smtp", "sendmail"];

/// The language of readers of whom no other is known.
pub const LANGUAGE: &str = "desk.language";

pub const INVITE_LIFE: &str = "invite.expires_in";

/// Every setting, in the order of the manual.
pub const KNOWN: &[Known] = &[
    Known {
        key: "mail.transport",
        meaning: "how mails leave: file (one .eml each in the outbox folder), smtp, or sendmail",
        default: Some("file"),
        check: mail::transport,
    },
    Known {
        key: "mail.from",
        meaning: "the sender of every mail: an address, or `Name <address>`",
        default: Some("partnerctl <noreply@partnerctl.invalid>"),
        check: mail::mailbox,
    },
    Known {
        key: "mail.reply_to",
        meaning: "where answers go: an address, or `Name <address>`",
        default: None,
        check: mail::mailbox,
    },
    Known { key: "mail.smtp.host", meaning: "the mail server, by name or address", default: None, check: mail::host },
    Known {
        key: "mail.smtp.port",
        meaning: "its port; while not set 587 for starttls, 465 for tls, 25 for none",
        default: None,
        check: mail::port,
    },
    Known {
        key: "mail.smtp.tls",
        meaning: "starttls, tls from the first byte, or none (a server on this machine only)",
        default: Some("starttls"),
        check: mail::tls,
    },
    Known {
        key: "mail.smtp.ca_file",
        meaning: "a certificate (PEM) to trust besides those of this system, such as the one of your own authority",
        default: None,
        check: mail::file,
    },
    Known { key: "mail.smtp.user", meaning: "who logs in to the mail server", default: None, check: mail::user },
    Known {
        key: "mail.smtp.password_file",
        meaning: "the private file that holds the password for it",
        default: None,
        check: mail::file,
    },
    Known {
        key: "mail.sendmail.program",
        meaning: "the program for the transport sendmail",
        default: Some("/usr/sbin/sendmail"),
        check: mail::absolute,
    },
    Known {
        key: "mail.templates",
        meaning: "a folder with the desk's own templates for mails, in the place of the built-in ones of the same name",
        default: None,
        check: mail::absolute,
    },
    Known {
        key: "web.base_url",
        meaning: "where the pages are; links in mails begin with it",
        default: None,
        check: base_url,
    },
    Known {
        key: "portal.login_url",
        meaning: "the clients' portal page that takes the code of a session; `session open` prints a link to it",
        default: None,
        check: login_url,
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
        key: TIME_ZONE,
        meaning: "the time zone that decides what a day is, such as Europe/Berlin; while not set, the local one of each person",
        default: None,
        check: time_zone,
    },
    Known {
        key: LANGUAGE,
        meaning: "the language of mails and pages where neither the person nor the client has one: en, de, fr or es",
        default: Some("en"),
        check: language,
    },
    Known {
        key: INVITE_LIFE,
        meaning: "how long an invitation lives where nothing else is said: 14d, at most 30d",
        default: Some("30d"),
        check: invite_life,
    },
    Known {
        key: "form.",
        meaning: "the address of a digital form that an invitation links",
        default: None,
        check: url,
    },
    Known {
        key: notice::PREFIX,
        meaning: "whether those concerned are mailed when something of a KIND happens in a client: on, digest or off; \
                  notify.all for every kind",
        default: Some("off"),
        check: notify,
    },
];

/// Finds a setting by its key.
///
/// # Errors
/// `usage` with the nearest name.
pub fn known(key: &str) -> Result<&'static Known> {
    if key.starts_with(notice::PREFIX) {
        notice::check(key, Timing::Now.name())?;
    }
    KNOWN.iter().find(|known| known.covers(key)).ok_or_else(|| {
        let names: Vec<&str> = KNOWN.iter().map(|known| known.key).collect();
        let error = Error::usage(format!("there is no setting {key:?}"));
        match crate::domain::choice::nearest(key, &names) {
            Some(nearest) => error.hint(Hint::plain(format!("did you mean `{nearest}`?"))),
            None => error,
        }
        .hint(hint!["see ", Verb::ConfigList.step()])
    })
}

impl Known {
    /// How it is named in lists: a family as `form.NAME`.
    pub fn name(&self) -> Cow<'static, str> {
        match self.is_family() {
            true if self.key == notice::PREFIX => format!("{}KIND", self.key).into(),
            true => format!("{}NAME", self.key).into(),
            false => self.key.into(),
        }
    }

    /// Whether it is the name of a family.
    pub fn is_family(&self) -> bool {
        self.key.ends_with('.')
    }

    /// Whether `key` is this setting, or one of this family.
    pub fn covers(&self, key: &str) -> bool {
        match self.is_family() {
            true if self.key == notice::PREFIX => notice::is_key(key),
            true => key.strip_prefix(self.key).is_some_and(is_word),
            false => self.key == key,
        }
    }

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

/// Exactly what a mail can link: a template would refuse the rest when it is too late.
fn url(value: &str) -> Result<()> {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let plain = value.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b));
    match rest {
        Some(rest) if plain && !rest.is_empty() && !rest.starts_with(['/', '?', '#']) => Ok(()),
        _ => Err(Error::usage(format!("{value:?} is not a web address"))
            .hint(Hint::plain("it looks like `https://access.example.com`"))),
    }
}

/// The pages' own paths are put behind it.
fn base_url(value: &str) -> Result<()> {
    url(value)?;
    if value.contains(['?', '#']) {
        return Err(Error::usage(format!("{value:?} has a query or a fragment")).hint(Hint::plain(
            "give the address under which the pages lie, such as `https://access.example.com/portal`",
        )));
    }
    Ok(())
}

/// The code is put behind it as the fragment, which no server, proxy or log gets to see.
fn login_url(value: &str) -> Result<()> {
    url(value)?;
    if value.contains('#') {
        return Err(Error::usage(format!("{value:?} has a fragment, where the code has its place"))
            .hint(Hint::plain("give the address of the page, such as `https://portal.example.com/enter`")));
    }
    Ok(())
}

fn notify(value: &str) -> Result<()> {
    Timing::parse(value).map(drop)
}

fn time_zone(value: &str) -> Result<()> {
    Zone::named(value).map(drop)
}

fn language(value: &str) -> Result<()> {
    Language::parse(value).map(drop)
}

fn invite_life(value: &str) -> Result<()> {
    Span::parse(value).and_then(check_life).map(drop)
}

fn domain(value: &str) -> Result<()> {
    if value == "invalid" { Ok(()) } else { DomainName::parse(value).map(drop) }
}

fn program(value: &str) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if !value.starts_with('/') {
        return Err(Error::usage("the program is named by its absolute path")
            .hint(Hint::plain("for instance `/usr/local/bin/provision`")));
    }
    match std::fs::metadata(value) {
        Ok(meta) if meta.is_file() && meta.permissions().mode() & 0o111 != 0 => Ok(()),
        Ok(_) => {
            Err(Error::usage(format!("{value} is no program")).hint(hint!["make it one with ", System::MakeProgram]))
        }
        Err(error) => Err(Error::usage(format!("{value} cannot be looked at: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(key: &str, value: &str) -> bool {
        known(key).unwrap().check(key, value).is_ok()
    }

    #[test]
    fn web_address_can_be_linked() {
        for good in ["https://access.example.com", "http://127.0.0.1:8080/portal/"] {
            assert!(accepts("web.base_url", good), "{good}");
        }
        for bad in [
            "",
            "access.example.com",
            "https://",
            "https:///x",
            "ftp://x.example",
            "https://x.example/{a}",
            "https://x.example/a b",
            "https://x.example/?a=1",
            "https://x.example/#a",
            "https://bücher.example",
        ] {
            assert!(!accepts("web.base_url", bad), "{bad}");
        }
        assert!(accepts("portal.login_url", "https://portal.example/enter?tenant=1"));
        assert!(!accepts("portal.login_url", "https://portal.example/enter#top"), "the code is there");
        assert!(accepts("form.welcome", "https://forms.example/welcome?x=1#top"), "a form is linked as it is");
    }

    #[test]
    fn sender_has_an_optional_name() {
        for good in ["help@desk.example", "Help <help@desk.example>", "\"Jim's Desk\" <help@desk.example>"] {
            assert!(accepts("mail.from", good), "{good}");
        }
        let quoted = split_mailbox("\"The \\\"Desk\\\", Ltd.\" <help@desk.example>").unwrap().0.unwrap();
        assert_eq!(quoted.as_str(), "The \"Desk\", Ltd.");
        for bad in [
            "Help <help@desk.example>, Me <me@desk.example>",
            "help@desk.example, me@desk.example",
            "\"Help\" Desk <help@desk.example>",
            "\"Help <help@desk.example>",
            "Help \"us <help@desk.example>",
        ] {
            assert!(!accepts("mail.from", bad), "{bad}");
        }
        for bad in ["", "Help", "Help <>", "Help <help@desk>", "a\r\nBcc: b@c.example <help@desk.example>"] {
            assert!(!accepts("mail.from", bad), "{bad}");
        }
    }

    #[test]
    fn a_program_is_there_and_can_be_run() {
        assert!(accepts("links.provisioner", "/bin/sh"));
        for bad in ["sh", "/", "/etc/passwd", "/no/such/program"] {
            assert!(!accepts("links.provisioner", bad), "{bad}");
        }
    }

    #[test]
    fn invitations_live_at_most_thirty_days() {
        for (value, fine) in [("14d", true), ("30d", true), ("12h", true), ("31d", false), ("0d", false), ("x", false)]
        {
            assert_eq!(accepts(INVITE_LIFE, value), fine, "{value}");
        }
    }

    #[test]
    fn mistyped_setting_suggests_nearest() {
        let error = known("mail.form").unwrap_err();
        assert_eq!(error.message(), "there is no setting \"mail.form\"");
        assert_eq!(error.hints()[0], "did you mean `mail.from`?");
        for bad in ["", "form", "form.", "form.a b", "form.A"] {
            assert!(known(bad).is_err(), "{bad:?}");
        }
        for known in KNOWN.iter().filter_map(|known| Some((known, known.default?))) {
            assert!(known.0.check(known.0.key, known.1).is_ok(), "the default of {} is accepted", known.0.key);
        }
    }
}
