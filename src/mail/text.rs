//! The texts that a mail is made of. Each is clean from the moment that it exists.

use serde::Serialize;

use crate::domain::authority::Verb;
use crate::domain::id::ClientId;
use crate::error::{Error, Result, hint};

use super::sanitize;

/// One clean line, at most 300 characters; of a message, as many as that may have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Line(String);

impl Line {
    pub fn new(raw: &str) -> Self {
        Self(sanitize::line(raw).into_owned())
    }

    /// The lines of a message.
    pub fn all(raw: &str) -> Vec<Self> {
        sanitize::lines(raw).into_iter().map(Self).collect()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: AsRef<str>> From<T> for Line {
    fn from(raw: T) -> Self {
        Self::new(raw.as_ref())
    }
}

/// A web address that means the same in text and in an attribute.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct WebAddress(String);

impl WebAddress {
    /// # Errors
    /// `failed` when it does not begin with `http://` or `https://`, or has a character that such addresses do not have.
    pub fn new(url: &str) -> Result<Self> {
        let web = url.starts_with("https://") || url.starts_with("http://");
        if !web || !url.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b)) {
            return Err(Error::failed("a link of this mail is no web address").hint(hint![
                "look at ",
                Verb::ConfigGet.step().about("web.base_url"),
                " and at the form's URL: both begin with https://"
            ]));
        }
        Ok(Self(url.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Without the address, which may hold a code.
impl std::fmt::Debug for WebAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebAddress(…)")
    }
}

/// The secret of a mail and the ways to use it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Secret {
    code: String,
    link: Option<WebAddress>,
    /// The link without the code: where the code can be typed.
    page: Option<WebAddress>,
    expires: Line,
}

impl Secret {
    /// `link` is the page that takes the code, if there is one (`web.base_url`); `expires` is until when both work, in
    /// plain words with zone.
    ///
    /// # Errors
    /// `failed` when the code or the link has a character that such do not have. The message does not name the code.
    pub fn new(code: &str, link: Option<&str>, expires: &str) -> Result<Self> {
        if !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') || code.is_empty() {
            return Err(Error::failed("the code of this mail is damaged"));
        }
        let page = link.and_then(|link| link.split_once('#')).map(|(page, _)| WebAddress::new(page)).transpose()?;
        let link = link.map(WebAddress::new).transpose()?;
        Ok(Self { code: code.to_owned(), link, page, expires: expires.into() })
    }

    pub fn code(&self) -> &str {
        &self.code
    }

    pub fn link(&self) -> Option<&str> {
        self.link.as_ref().map(WebAddress::as_str)
    }

    pub fn expires(&self) -> &str {
        self.expires.as_str()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret(expires {})", self.expires.as_str())
    }
}

// The addresses of the pages to which the links in mails lead.
//
// A code is behind the `#`: browsers keep that part to themselves, so that no server, proxy or log between the
// reader and the page ever sees a code that works.

/// The pages under `web.base_url`.
#[derive(Debug, Clone, Copy)]
pub struct Pages<'a>(&'a str);

impl<'a> Pages<'a> {
    /// The pages under this address; whether it ends in a slash makes no difference.
    pub fn under(base_url: &'a str) -> Self {
        Self(base_url.trim_end_matches('/'))
    }

    /// Accept or decline an invitation: `BASE/invitation#pci_…`.
    #[must_use]
    pub fn invitation(self, code: &str) -> String {
        format!("{}/invitation#{code}", self.0)
    }

    /// Approve or deny a link request: `BASE/link#pcl_…`.
    #[must_use]
    pub fn link(self, code: &str) -> String {
        format!("{}/link#{code}", self.0)
    }

    /// Choose a new password: `BASE/password#pcp_…`.
    #[must_use]
    pub fn password(self, code: &str) -> String {
        format!("{}/password#{code}", self.0)
    }

    /// Confirm a new address: `BASE/address#pca_…`.
    #[must_use]
    pub fn address(self, code: &str) -> String {
        format!("{}/address#{code}", self.0)
    }

    /// Stop a recovery: `BASE/recovery#pcr_…`.
    #[must_use]
    pub fn recovery(self, code: &str) -> String {
        format!("{}/recovery#{code}", self.0)
    }

    /// The people and partners of an account: `BASE/accounts/C100001-9`.
    #[must_use]
    pub fn account(self, client: ClientId) -> String {
        format!("{}/accounts/{client}", self.0)
    }

    /// Sign in: `BASE/sign-in`.
    #[must_use]
    pub fn sign_in(self) -> String {
        format!("{}/sign-in", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_follows_the_hash() {
        for base in ["https://access.example.com/portal", "https://access.example.com/portal/"] {
            let pages = Pages::under(base);
            assert_eq!(pages.invitation("pci_1_x"), "https://access.example.com/portal/invitation#pci_1_x");
            assert_eq!(pages.link("pcl_1_x"), "https://access.example.com/portal/link#pcl_1_x");
            assert_eq!(pages.password("pcp_1_x"), "https://access.example.com/portal/password#pcp_1_x");
            assert_eq!(pages.address("pca_1_x"), "https://access.example.com/portal/address#pca_1_x");
            assert_eq!(pages.recovery("pcr_1_x"), "https://access.example.com/portal/recovery#pcr_1_x");
            let client = ClientId::new(100_001);
            assert_eq!(pages.account(client), "https://access.example.com/portal/accounts/C100001-9");
            assert_eq!(pages.sign_in(), "https://access.example.com/portal/sign-in");
        }
    }
}
