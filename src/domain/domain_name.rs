//! Internet domain names: a client's primary domain, and the part of an address after the `@`
//! (docs/reference.md#terms).
//!
//! One spelling is stored and compared, the lower-case A-label (`xn--bcher-kva.example`); people may write and are
//! shown Unicode.

use std::fmt;
use std::net::IpAddr;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_security::{MixedScript, skeleton};

use super::character::described;
use super::name;
use crate::error::{Error, Hint, Result};

/// A domain name of at least two labels, as lower-case A-labels without a final dot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainName(String);

impl DomainName {
    /// Reads a domain in ASCII or Unicode; blanks around it are dropped.
    ///
    /// # Errors
    /// `usage` for an address, an IP number, a single label, a malformed name, and a URL, of which the hint names
    /// the domain.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        a_labels(text).map(Self).map_err(|fault| {
            let error = Error::usage(format!("{text:?} is not a domain: it {fault}"));
            match host_within(text) {
                Some(host) => error.hint(Hint::plain(format!("write the domain alone: `{host}`"))),
                None => error.hint(Hint::plain("a domain looks like `bigshoes.example`")),
            }
        })
    }

    /// A domain read from the database, where only checked ones are put.
    pub const fn stored(domain: String) -> Self {
        Self(domain)
    }

    /// The A-labels, as stored and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people: in Unicode, except for labels that mix scripts or look like plain ASCII, which stay A-labels,
    /// so that `аррӏе.example` in Cyrillic is never shown as `apple.example`.
    pub fn to_unicode(&self) -> String {
        let (shown, valid) = Uts46::new().to_user_interface(
            self.0.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::Allow,
            |label, _top, _bidi| {
                let label: String = label.iter().collect();
                label.as_str().is_single_script() && !skeleton(&label).all(|c| c.is_ascii())
            },
        );
        if valid.is_ok() { shown.into_owned() } else { self.0.clone() }
    }

    /// The look-alike fold (docs/reference.md#never-the-wrong-client) of what the name looks like in Unicode; two domains with equal folds are look-alikes.
    pub fn fold(&self) -> String {
        let (unicode, _) = Uts46::new().to_unicode(self.0.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
        super::confusable::fold(&unicode)
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no domain. Displays as a clause after "it" or "the domain".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Empty,
    Address,
    Ip,
    Character(char),
    OneLabel,
    Dots,
    Hyphens,
    Long,
    Malformed,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::Address => f.write_str("is an e-mail address"),
            Self::Ip => f.write_str("is an IP number"),
            Self::Character(c) => write!(f, "has {}, which no domain may have", described(*c)),
            Self::OneLabel => f.write_str("has a single part, where at least two are needed"),
            Self::Dots => f.write_str("begins or ends with a dot, or has two in a row"),
            Self::Hyphens => f.write_str("has a part that begins or ends with a hyphen"),
            Self::Long => f.write_str("is longer than 253 characters, or has a part longer than 63"),
            Self::Malformed => f.write_str("is not valid in the rules for international domains (UTS 46)"),
        }
    }
}

/// The lower-case A-labels of `text`, nothing trimmed.
pub(super) fn a_labels(text: &str) -> Result<String, Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if is_ip(text) {
        return Err(Fault::Ip);
    }
    if text.contains('@') {
        return Err(Fault::Address);
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-') || !c.is_ascii();
    if let Some(c) = text.chars().find(|c| !plain(*c) || c.is_whitespace()) {
        return Err(Fault::Character(c));
    }
    // UTS 46 silently drops invisible characters: the domain as typed would then not be the one that was checked.
    if let Some((_, c, _)) = name::refused_character(text) {
        return Err(Fault::Character(c));
    }
    if text.split('.').any(str::is_empty) {
        return Err(Fault::Dots);
    }
    if text.split('.').any(|label| label.starts_with('-') || label.ends_with('-')) {
        return Err(Fault::Hyphens);
    }
    let convert = |length| Uts46::new().to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, length);
    let ascii = match convert(DnsLength::Verify) {
        Ok(ascii) => ascii.into_owned(),
        Err(_) if convert(DnsLength::Ignore).is_ok() => return Err(Fault::Long),
        Err(_) => return Err(Fault::Malformed),
    };
    match ascii.rsplit_once('.') {
        None => Err(Fault::OneLabel),
        // RFC 3696, section 2: a top level is never all digits, so this can only be meant as a number.
        Some((_, top)) if is_ip(&ascii) || top.bytes().all(|b| b.is_ascii_digit()) => Err(Fault::Ip),
        Some(_) => Ok(ascii),
    }
}

fn is_ip(text: &str) -> bool {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse::<IpAddr>().is_ok()
}

/// The domain inside a pasted URL, address, or name with a port or a final dot.
fn host_within(text: &str) -> Option<String> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_end_matches('.').trim_start_matches("*.");
    let host = a_labels(host).ok()?;
    let bare = host.strip_prefix("www.").filter(|bare| bare.contains('.')).map(str::to_owned);
    Some(bare.unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::Code;

    fn domain(text: &str) -> DomainName {
        DomainName::parse(text).unwrap()
    }

    #[test]
    fn one_spelling_is_stored() {
        for text in ["bigshoes.example", "BigShoes.EXAMPLE", " bigshoes.example\t", "ｂｉｇｓｈｏｅｓ.example"]
        {
            assert_eq!(domain(text).as_str(), "bigshoes.example");
        }
        for text in ["Bücher.example", "bu\u{308}cher.example", "xn--bcher-kva.example", "bücher。example"] {
            assert_eq!(domain(text).as_str(), "xn--bcher-kva.example");
        }
        assert_ne!(domain("straße.example"), domain("strasse.example"), "two different registrations since 2010");
        assert_eq!(domain("a-b--c.x.y").as_str(), "a-b--c.x.y");
    }

    #[test]
    fn unicode_is_shown_unless_deceptive() {
        assert_eq!(domain("xn--bcher-kva.example").to_unicode(), "bücher.example");
        assert_eq!(domain("東京.example").to_unicode(), "東京.example");
        let cyrillic = domain("аррӏе.example");
        assert_eq!(cyrillic.to_unicode(), cyrillic.as_str(), "all Cyrillic, looks like apple");
        let mixed = domain("gооgle.example");
        assert_eq!(mixed.to_unicode(), mixed.as_str());
    }

    #[test]
    fn look_alikes_fold_to_one() {
        assert_eq!(domain("аррӏе.example").fold(), domain("app1e.example").fold());
        assert_eq!(domain("big-shoes.example").fold(), domain("bigsh0es.example").fold());
        assert_ne!(domain("bigshoes.example").fold(), domain("bigshoes.test").fold());
    }

    #[test]
    fn invalid_domain_is_refused_with_reason() {
        for (bad, reason) in [
            ("", "is empty"),
            ("localhost", "single part"),
            ("192.168.1.1", "IP number"),
            ("[::1]", "IP number"),
            ("::1", "IP number"),
            ("1.2.3.4.5", "IP number"),
            ("１.2.3.4", "IP number"),
            ("jim@bigshoes.example", "e-mail address"),
            ("bigshoes.example.", "begins or ends with a dot"),
            ("big..example", "two in a row"),
            (".example", "begins or ends"),
            ("-big.example", "hyphen"),
            ("big-.example", "hyphen"),
            ("big_shoes.example", "'_' (U+005F"),
            ("big shoes.example", "U+0020 (blank)"),
            ("big\u{200B}shoes.example", "U+200B"),
            ("big\u{AD}shoes.example", "U+00AD"),
            ("xn--a.example", "UTS 46"),
        ] {
            let error = DomainName::parse(bad).unwrap_err();
            assert_eq!(error.code(), Code::Usage);
            assert!(error.message().contains(reason), "{bad:?}: {error}");
        }
        let long = format!("{}.example", "a".repeat(64));
        assert!(DomainName::parse(&long).unwrap_err().message().contains("longer than"));
        let long = format!("{}example", "abcdefgh.".repeat(28));
        assert!(DomainName::parse(&long).unwrap_err().message().contains("longer than"));
    }

    #[test]
    fn pasted_url_suggests_its_domain() {
        for url in [
            "https://www.bigshoes.example/shop?q=1",
            "www.bigshoes.example:443",
            "www.bigshoes.example/",
            "ftp://jim@www.bigshoes.example",
            "jim@www.bigshoes.example",
            "www.bigshoes.example.",
            "*.www.bigshoes.example",
        ] {
            let error = DomainName::parse(url).unwrap_err();
            assert_eq!(error.hints(), ["write the domain alone: `bigshoes.example`"], "{url}");
        }
    }

    proptest! {
        #[test]
        fn stored_and_shown_domains_read_the_same(
            text in "[a-zA-Z0-9äßéжя東]{1,8}(-[a-z]{1,4})?(\\.[a-zA-Zöñ]{2,6}){1,3}"
        ) {
            if let Ok(domain) = DomainName::parse(&text) {
                prop_assert!(domain.as_str().is_ascii());
                prop_assert_eq!(&DomainName::parse(domain.as_str()).unwrap(), &domain);
                prop_assert_eq!(&DomainName::parse(&domain.to_unicode()).unwrap(), &domain);
            }
        }

        #[test]
        fn whatever_is_typed_is_answered(text in any::<String>()) {
            let _ = DomainName::parse(&text);
        }
    }
}
