//! E-mail addresses, and when two of them are one user (docs/reference.md#e-mail-addresses).
//!
//! Two addresses are one user when their keys are equal: ASCII-lower-cased local part, `@`, domain as lower-case
//! A-label. Mail goes to the address as it was typed. No Unicode case folding, and plus tags and dots distinguish.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::character::{described, foreign_letter};
use super::code::is_code_shaped;
use super::confusable::one_letter_apart;
use super::domain_name::{self, Fault};
use crate::error::{Cause, EmailFault, Error, Hint, Result};

/// An e-mail address. Compared, ordered and hashed by its key alone.
#[derive(Debug, Clone)]
pub struct Email {
    key: String,
    stored: String,
}

impl Email {
    /// The most bytes of an address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
    pub const MAX_BYTES: usize = 254;
    /// The most bytes before the `@` (RFC 5321, section 4.5.3.1.1).
    pub const MAX_LOCAL_BYTES: usize = 64;

    /// Reads an address; blanks around it are dropped.
    ///
    /// # Errors
    /// `usage` that says what is wrong: no or two `@`, a quoted or non-ASCII local part, misplaced dots, blanks and
    /// control characters, an IP number or a single label as domain, more than 254 bytes.
    pub fn parse(raw: &str) -> Result<Self> {
        let stored = raw.trim();
        if is_code_shaped(stored) {
            return Err(Error::usage("the e-mail address has something in it that is shaped like a code")
                .hint(Hint::plain("write the address alone: a code is for the person to whom it was mailed")));
        }
        match key_of(stored) {
            Ok(key) => Ok(Self { key, stored: stored.to_owned() }),
            Err(_) if stored.is_empty() => Err(Error::usage("the e-mail address is empty")
                .because(Cause::Email { typed: String::new(), fault: EmailFault::Empty })
                .hint(Hint::plain("write it as `name@example.com`"))),
            Err(Wrong { why, hint, fault }) => {
                let error = Error::usage(format!("{stored:?} is not an e-mail address: {why}"));
                let cause = fault.map(|fault| Cause::Email { typed: stored.to_owned(), fault });
                Err(cause.into_iter().fold(error, Error::because).hint(Hint::plain(hint)))
            }
        }
    }

    /// An address read from the database: as typed, and the key next to it.
    pub const fn stored(stored: String, key: String) -> Self {
        Self { key, stored }
    }

    /// What identifies the person: `jim@xn--bcher-kva.example`.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The address as typed, which mail goes to: `Jim@Bücher.example`.
    pub fn as_str(&self) -> &str {
        &self.stored
    }

    /// Whether one of the two looks like a slip of the other: one letter apart in front of the `@` or behind it, where
    /// both are long enough for that to be no chance.
    pub fn is_one_letter_from(&self, other: &Self) -> bool {
        let (Some((local, domain)), Some((other_local, other_domain))) =
            (self.key.rsplit_once('@'), other.key.rsplit_once('@'))
        else {
            return false;
        };
        (domain == other_domain && one_letter_apart(local, other_local))
            || (local == other_local && one_letter_apart(domain, other_domain))
    }

    /// The same name at this domain, where the address has one that is one letter away.
    pub fn at_domain_one_letter_away(&self, domain: &str) -> Option<Self> {
        let (local, own) = self.key.rsplit_once('@')?;
        if !one_letter_apart(own, domain) {
            return None;
        }
        Self::parse(&format!("{local}@{domain}")).ok()
    }

    /// The domain as lower-case A-label.
    pub fn domain(&self) -> &str {
        self.key.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stored)
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Email {}

impl PartialOrd for Email {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Email {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// What is wrong with an address, and what to do about it.
struct Wrong {
    why: String,
    hint: String,
    /// The same as a value, where forms of browsers let it through.
    fault: Option<EmailFault>,
}

impl Wrong {
    fn new(why: &str, hint: &str) -> Self {
        Self { why: why.to_owned(), hint: hint.to_owned(), fault: None }
    }

    fn of(self, fault: EmailFault) -> Self {
        Self { fault: Some(fault), ..self }
    }
}

/// The key of a trimmed address, or what is wrong.
fn key_of(text: &str) -> Result<String, Wrong> {
    let fault = |why: &str, hint: &str| Err(Wrong::new(why, hint));
    if text.contains('<') && !text.contains('>') {
        return fault("the `>` at its end is missing", &format!("write `{text}>`"));
    }
    if let Some(inner) = wrapped(text) {
        return fault("more than the address was given", &format!("write the address alone: `{inner}`"));
    }
    let Some((local, domain)) = text.rsplit_once('@') else {
        return match text.chars().find(|c| matches!(c, '＠' | '﹫')) {
            Some(c) => fault(&format!("it has {} instead of @", described(c)), "type the @ again"),
            None => Err(Wrong::new("it has no @", "write it as `name@example.com`").of(EmailFault::NoAt)),
        };
    };
    if let Some(wrong) = local_fault(local) {
        return Err(wrong);
    }
    let a_labels = match domain_name::a_labels(domain) {
        Ok(a_labels) => a_labels,
        Err(Fault::Ip) => {
            let wrong =
                Wrong::new("it has an IP number after the @", "write the name of the domain, such as `example.com`");
            return Err(wrong.of(EmailFault::IpNumber));
        }
        Err(Fault::OneLabel) => {
            let wrong = Wrong::new("its domain has a single part", "write the whole domain, such as `example.com`");
            return Err(wrong.of(EmailFault::OnePart));
        }
        Err(Fault::Empty) => {
            let wrong = Wrong::new("it has nothing after the @", "write it as `name@example.com`");
            return Err(wrong.of(EmailFault::NothingAfter));
        }
        Err(why) => return fault(&format!("its domain {why}"), "write the domain as in `name@example.com`"),
    };
    let key = format!("{}@{a_labels}", local.to_ascii_lowercase());
    let longest = key.len().max(text.len());
    if longest > Email::MAX_BYTES {
        return fault(
            &format!("it is {longest} bytes long"),
            &format!("mail knows no address of more than {} bytes; ask for a shorter one", Email::MAX_BYTES),
        );
    }
    Ok(key)
}

/// What is wrong with the part before the `@`: a dot-atom of RFC 5322 is right.
fn local_fault(local: &str) -> Option<Wrong> {
    const FORM: &str = "write it as `name@example.com`";
    const ONE: &str = "give one address at a time; several are several arguments or rows";
    let fault = |why: &str, hint: &str| Some(Wrong::new(why, hint));
    let known = |why: &str, hint: &str, fault: EmailFault| Some(Wrong::new(why, hint).of(fault));
    if local.is_empty() {
        return known("it has nothing before the @", FORM, EmailFault::NothingBefore);
    }
    if local.starts_with('"') || local.ends_with('"') {
        return fault(
            "its name before the @ is in quotation marks",
            "such addresses are not accepted; ask for one without quotation marks",
        );
    }
    if local.contains(['@', ',', ';']) {
        return known("it has more than one @, a comma or a semicolon", ONE, EmailFault::Several);
    }
    if let Some(letter) = foreign_letter(local) {
        return fault(
            &format!("it has {letter} before the @"),
            "only ASCII letters are allowed there; type it again if it was pasted, or ask for another address",
        );
    }
    if let Some(c) = local.chars().find(|c| c.is_ascii_control()) {
        return fault(&format!("it has {}", described(c)), "take the character out");
    }
    if local.contains(' ') {
        return known("it has a blank inside", ONE, EmailFault::Blank);
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return known(
            "its name before the @ begins or ends with a dot, or has two in a row",
            "check the dots; mail knows no such address",
            EmailFault::Dots,
        );
    }
    let dot_atom = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c);
    if let Some(c) = local.chars().find(|c| !dot_atom(*c)) {
        return fault(&format!("it has {} before the @", described(c)), FORM);
    }
    if local.len() > Email::MAX_LOCAL_BYTES {
        return known(
            &format!("its name before the @ is {} bytes long", local.len()),
            "mail knows no name of more than 64 bytes; ask for a shorter address",
            EmailFault::LongName(local.len()),
        );
    }
    None
}

/// The address in `Jim <jim@example.com>` or `mailto:jim@example.com`.
fn wrapped(text: &str) -> Option<&str> {
    let inner = match text.split_once('<') {
        Some((_, rest)) => rest.split('>').next()?,
        None => {
            let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))?;
            text[scheme.len()..].split('?').next()?
        }
    };
    (!inner.contains('<') && Email::parse(inner).is_ok()).then(|| inner.trim())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::Code;

    fn email(text: &str) -> Email {
        Email::parse(text).unwrap()
    }

    #[test]
    fn one_letter_in_a_domain_is_a_slip() {
        let meant =
            |text: &str, domain: &str| email(text).at_domain_one_letter_away(domain).map(|meant| meant.to_string());
        let right = Some("kim@teahouse.example".to_owned());
        for slip in ["kim@teahuse.example", "kim@teahoouse.example", "kim@teahouse.exmple"] {
            assert_eq!(meant(slip, "teahouse.example"), right, "{slip}");
        }
        assert_eq!(meant("kim@teahouse.example", "teahouse.example"), None);
        assert_eq!(meant("kim@coffee.example", "teahouse.example"), None);
    }

    #[test]
    fn one_letter_typo_needs_a_long_part() {
        let is_like = |a: &str, b: &str| Email::parse(a).unwrap().is_one_letter_from(&Email::parse(b).unwrap());
        for (a, b) in [
            ("bookeeper@ledger.example", "bookkeeper@ledger.example"),
            ("bookkeeper@ledgre.example", "Bookkeeper@ledger.example"),
            ("bo@ledger.example", "bo@ledger.exampel"),
        ] {
            assert!(is_like(a, b) && is_like(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("jim@ledger.example", "tim@ledger.example"),
            ("bookkeeper@ledger.example", "bookkeeper@ledger.example"),
            ("bokeeper@ledger.example", "bookkeeper@ledger.example"),
            ("bookeeper@ledgr.example", "bookkeeper@ledger.example"),
        ] {
            assert!(!is_like(a, b), "{a} {b}");
        }
    }

    #[test]
    fn two_spellings_are_one_mailbox() {
        let one = email(" Jim.Shoe+x@BÜCHER.Example ");
        assert_eq!(one.key(), "jim.shoe+x@xn--bcher-kva.example");
        assert_eq!(one.as_str(), "Jim.Shoe+x@BÜCHER.Example");
        assert_eq!(one.domain(), "xn--bcher-kva.example");
        assert_eq!(one, email("jim.shoe+X@xn--bcher-kva.example"));
        assert_eq!(one.to_string(), "Jim.Shoe+x@BÜCHER.Example");
        let people: std::collections::HashSet<_> = [one.clone(), email("JIM.SHOE+X@bücher.example")].into();
        assert_eq!(people.len(), 1);
        assert_eq!(Email::stored(one.as_str().to_owned(), one.key().to_owned()), one);
    }

    #[test]
    fn dots_and_plus_tags_distinguish() {
        assert_ne!(email("jim.shoe@a.example"), email("jimshoe@a.example"));
        assert_ne!(email("jim+a@a.example"), email("jim@a.example"));
    }

    #[test]
    fn unusual_valid_addresses_are_accepted() {
        for good in ["o'neill@a.example", "x!#$%&*/=?^_`{|}~-@a.example", "1@2.example", "big-shoes@jims.invalid"] {
            assert_eq!(email(good).as_str(), good);
        }
        assert!(Email::parse(&format!("{}@a.example", "x".repeat(64))).is_ok());
    }

    #[test]
    fn invalid_address_is_refused_with_reason() {
        let long = format!("jims@{}example", "abcdefgh.".repeat(27));
        for (bad, reason) in [
            ("", "is empty"),
            ("  ", "is empty"),
            ("jim", "no @"),
            ("jim＠a.example", "'＠' (U+FF20"),
            ("@a.example", "it has nothing before the @"),
            ("jim@", "it has nothing after the @"),
            ("\"jim shoe\"@a.example", "quotation marks"),
            ("jïm@a.example", "'ï' (U+00EF, Latin) before the @"),
            ("j\u{456}m@a.example", "(U+0456, Cyrillic) before the @"),
            ("jim\u{200B}@a.example", "U+200B"),
            ("jim@[192.168.0.1]", "IP number"),
            ("jim@[IPv6:::1]", "its domain has '['"),
            ("jim@192.168.0.1", "IP number"),
            ("jim@localhost", "single part"),
            ("jim shoe@a.example", "blank inside"),
            ("jim@a.example sam@b.example", "more than one @"),
            ("jim@a@b.example", "more than one @"),
            ("jim,sam@a.example", "a comma"),
            ("jim\r\nBcc:x@a.example", "U+000D (control character)"),
            ("jim@a.example\nx.y", "U+000A (control character)"),
            (".jim@a.example", "a dot"),
            ("jim.@a.example", "a dot"),
            ("j..im@a.example", "a dot"),
            ("jim@a..example", "domain begins or ends with a dot"),
            ("jim@a.example.", "domain begins or ends with a dot"),
            ("jim(x)@a.example", "'(' (U+0028"),
            ("jim@a_b.example", "domain has '_'"),
            (&long, "255 bytes long"),
        ] {
            let error = Email::parse(bad).unwrap_err();
            assert_eq!(error.code(), Code::Usage);
            assert!(error.message().contains(reason), "{bad:?}: {error}");
            assert_eq!(error.hints().len(), 1, "{bad:?}");
        }
        let local = format!("{}@a.example", "x".repeat(65));
        assert!(Email::parse(&local).unwrap_err().message().contains("65 bytes"));
    }

    #[test]
    fn address_has_at_most_254_bytes() {
        let domain = format!("{}examples", "abcdefgh.".repeat(26));
        assert_eq!(email(&format!("{}@{domain}", "x".repeat(11))).as_str().len(), 254);
        let long = Email::parse(&format!("{}@{domain}", "x".repeat(12))).unwrap_err();
        assert!(long.message().contains("255 bytes"), "{long}");
        let unicode = format!("{}@{}example", "x".repeat(12), "ü東ü.".repeat(17));
        assert!(unicode.len() < 200);
        let long = Email::parse(&unicode).unwrap_err();
        assert!(long.message().contains("bytes long"), "its A-labels are longer: {long}");
    }

    #[test]
    fn pasted_recipient_suggests_its_address() {
        for pasted in ["Jim Shoe <jim@a.example>", "<jim@a.example>", "MAILTO:jim@a.example?subject=x"] {
            let error = Email::parse(pasted).unwrap_err();
            assert_eq!(error.hints(), ["write the address alone: `jim@a.example`"], "{pasted}");
        }
        assert!(Email::parse("a<b<c@d.example>").is_err());
    }

    proptest! {
        #[test]
        fn the_key_is_the_key_of_itself(
            text in "[A-Za-z0-9+_'-]{1,9}(\\.[A-Z]{1,3})?@[a-zA-ZäÖß東ж]{1,6}(-[a-z])?(\\.[a-zA-Z]{2,5}){1,2}"
        ) {
            if let Ok(email) = Email::parse(&text) {
                let again = Email::parse(email.key()).unwrap();
                prop_assert_eq!(again.key(), email.key());
                prop_assert_eq!(again.as_str(), email.key());
                prop_assert!(email.key().is_ascii());
                prop_assert_eq!(email.as_str(), text.as_str());
            }
        }

        #[test]
        fn whatever_is_typed_is_answered(text in any::<String>(), domain in any::<String>()) {
            let _ = Email::parse(&text);
            let _ = Email::parse(&format!("a@{domain}"));
            let _ = Email::parse(&format!("{text}@a.example"));
        }
    }
}
