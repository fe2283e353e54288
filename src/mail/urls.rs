//! The addresses of the pages to which the links in mails lead.
//!
//! A code is behind the `#`: browsers keep that part to themselves, so that no server, proxy or log between the
//! reader and the page ever sees a code that works.

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
    fn a_code_is_behind_the_hash_which_no_server_sees() {
        for base in ["https://access.example.com/portal", "https://access.example.com/portal/"] {
            let pages = Pages::under(base);
            assert_eq!(pages.invitation("pci_1_x"), "https://access.example.com/portal/invitation#pci_1_x");
            assert_eq!(pages.link("pcl_1_x"), "https://access.example.com/portal/link#pcl_1_x");
            assert_eq!(pages.password("pcp_1_x"), "https://access.example.com/portal/password#pcp_1_x");
            assert_eq!(pages.address("pca_1_x"), "https://access.example.com/portal/address#pca_1_x");
            assert_eq!(pages.sign_in(), "https://access.example.com/portal/sign-in");
        }
    }
}
