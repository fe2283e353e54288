//! A client's primary domain, as people paste it, and which domains can be no one's
//! (docs/reference.md#never-the-wrong-client).
//!
//! A primary domain says whose people an address belongs to. A domain under which anyone gets an address, or a name,
//! says nothing of the kind: as a client's it would raise the alarm for strangers.

use std::sync::LazyLock;

use super::domain_name::DomainName;
use crate::error::{Error, Hint, Result};

/// Domains of mail services where anyone gets an address, sorted.
const MAIL_SERVICES: &str = include_str!("client_domain/mail_services.txt");

static MAIL_SERVICE: LazyLock<Vec<&str>> = LazyLock::new(|| MAIL_SERVICES.lines().collect());

/// A domain that can be a client's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientDomain {
    pub domain: DomainName,
    /// What was pasted, where that was more than the domain.
    pub taken_from: Option<String>,
}

impl ClientDomain {
    /// Reads a domain. A scheme such as `http://`, `www.`, a port and a path are taken off.
    ///
    /// # Errors
    /// As [`DomainName::parse`]; `usage` for a mail service, and for a public suffix such as `co.uk`.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        // What is left of `https://` is no domain: the error names what was written.
        let domain = DomainName::parse(Some(bare(text)).filter(|bare| !bare.is_empty()).unwrap_or(text))?;
        must_be_somebodys(&domain)?;
        let taken_from = (bare(text) != text).then(|| text.to_owned());
        Ok(Self { domain, taken_from })
    }

    /// What was done, for people; none where nothing was taken off.
    pub fn remark(&self) -> Option<String> {
        self.taken_from.as_ref().map(|text| format!("the domain {text:?} was read as {}", self.domain))
    }
}

/// Whether a domain can be a client's, and if not, why: a clause after "it".
pub fn objection(domain: &DomainName) -> Option<&'static str> {
    let domain = domain.as_str();
    if is_mail_service(domain) {
        return Some("is of a mail service where anyone gets an address");
    }
    is_public_suffix(domain).then_some("is a public suffix, under which anyone registers a name")
}

/// Whether anyone gets an address under that domain.
pub fn is_mail_service(domain: &str) -> bool {
    MAIL_SERVICE.binary_search(&domain).is_ok()
}

fn is_public_suffix(domain: &str) -> bool {
    let suffix = psl::suffix(domain.as_bytes());
    suffix.is_some_and(|suffix| suffix.is_known() && suffix.as_bytes() == domain.as_bytes())
}

fn must_be_somebodys(domain: &DomainName) -> Result<()> {
    match objection(domain) {
        None => Ok(()),
        Some(why) => Err(Error::usage(format!("{domain} cannot be a client's domain: it {why}"))
            .hint(Hint::plain("leave the domain out, or name one that is the client's alone"))),
    }
}

/// `text` without the scheme, `www.`, port, path and final dot of an address of a page.
pub fn bare(text: &str) -> &str {
    let is_scheme = |scheme: &str| match scheme.strip_suffix(':') {
        Some(name) => !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)),
        None => scheme.is_empty(),
    };
    let rest =
        text.split_once("//").filter(|(scheme, _)| is_scheme(scheme)).map_or(text, |(_, rest)| rest.trim_start());
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = match host.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => host,
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_www = host.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("www."));
    // `www.co.uk` is a name of its own.
    let below = host.get(4..).filter(|below| is_www && below.contains('.'));
    match below.map(DomainName::parse) {
        Some(Ok(domain)) if !is_public_suffix(domain.as_str()) => below.unwrap_or(host),
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_show_is_taken_off() {
        for pasted in [
            "http://bigshoes.example",
            "HTTPS://www.bigshoes.example/shop?q=1#top",
            "www.bigshoes.example",
            "WWW.bigshoes.example/",
            "bigshoes.example:443",
            "bigshoes.example.",
            " bigshoes.example/ ",
            "ftp://bigshoes.example/",
            "//bigshoes.example",
        ] {
            let read = ClientDomain::parse(pasted).unwrap();
            assert_eq!(read.domain.as_str(), "bigshoes.example", "{pasted}");
            assert_eq!(read.taken_from.as_deref(), Some(pasted.trim()));
        }
        let plain = ClientDomain::parse(" bigshoes.example ").unwrap();
        assert_eq!((plain.domain.as_str(), plain.remark()), ("bigshoes.example", None));
        assert_eq!(ClientDomain::parse("shop.www.example").unwrap().domain.as_str(), "shop.www.example");
        assert_eq!(ClientDomain::parse("www.example").unwrap().domain.as_str(), "www.example");
    }

    #[test]
    fn a_domain_of_everyone_is_refused() {
        for (domain, why) in [
            ("gmail.com", "mail service"),
            ("GMX.de", "mail service"),
            ("https://www.outlook.com/", "mail service"),
            ("t-online.de", "mail service"),
            ("co.uk", "public suffix"),
            ("com.au", "public suffix"),
            ("github.io", "public suffix"),
            ("www.co.uk", ""),
        ] {
            match ClientDomain::parse(domain) {
                Ok(read) => assert_eq!((domain, read.domain.as_str()), ("www.co.uk", "www.co.uk")),
                Err(error) => assert!(error.message().contains(why), "{error}"),
            }
        }
        for good in ["bigshoes.example", "bigshoes.co.uk", "xn--bcher-kva.example", "bücher.de", "me.github.io"] {
            assert!(ClientDomain::parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn the_mail_services_are_sorted() {
        let lines: Vec<&str> = MAIL_SERVICES.lines().collect();
        assert!(lines.is_sorted() && lines.len() > 150);
        for line in lines {
            assert_eq!(DomainName::parse(line).unwrap().as_str(), line);
        }
    }

    #[test]
    fn other_mistakes_keep_their_reason() {
        for (bad, why) in [
            ("jim@bigshoes.example", "e-mail address"),
            ("localhost", "single part"),
            ("https://", "\"https://\" is not"),
        ] {
            let error = ClientDomain::parse(bad).unwrap_err();
            assert!(error.message().contains(why), "{error}");
        }
    }
}
