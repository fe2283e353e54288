//! What the mail of a letter must show, whoever wrote its template.

use super::{Client, Letter, Secret};

/// Something that a template must show, in the text and in the HTML.
#[derive(Clone, Copy)]
pub(in crate::mail) struct Need<'a> {
    /// How a template names it.
    pub(in crate::mail) name: &'static str,
    /// What the reader must find.
    pub(in crate::mail) value: &'a str,
    /// What the mail is without it.
    pub(in crate::mail) weight: Weight,
}

/// What a mail is without something that it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::mail) enum Weight {
    /// Of no use without this secret. Looked at whenever a mail is made.
    Code,
    /// Of no use without this address. Likewise.
    Link,
    /// Not to be understood. Looked at when templates are chosen: a name may be cut when a mail is made.
    Fact,
}

impl<'a> Letter<'a> {
    /// What its template must show, the weightiest first.
    pub(in crate::mail) fn needs(&self) -> Vec<Need<'a>> {
        let mut needs = Vec::new();
        let mut add = |weight, name, value: Option<&'a str>| {
            needs.extend(value.map(|value| Need { name, value, weight }));
        };
        let of_client = |client: &Client<'a>| Some(client.name);
        let of_secret = |secret: &Secret<'a>| [Some(secret.code), secret.link, Some(secret.expires)];
        let (client, [code, link, expires]) = match self {
            Self::Invitation(letter) => {
                add(Weight::Link, "form.url", letter.form.map(|(_, url)| url));
                (of_client(&letter.client), of_secret(&letter.secret))
            }
            Self::LinkRequest(letter) => (of_client(&letter.client), of_secret(&letter.secret)),
            Self::PasswordReset(letter) => (None, of_secret(&letter.secret)),
            Self::AddressChange(letter) => (None, of_secret(&letter.secret)),
            Self::LinkApproved(letter) => (of_client(&letter.client), [None; 3]),
            Self::LinkDenied(letter) => (of_client(&letter.client), [None; 3]),
            Self::LinkCancelled(letter) => (of_client(&letter.client), [None; 3]),
            Self::AcceptedByStaff(letter) => (of_client(&letter.client), [None; 3]),
            Self::AccessEnded(letter) => (of_client(&letter.client), [None; 3]),
            Self::AccessExpiring(letter) => {
                add(Weight::Fact, "access.until", letter.access.until);
                (of_client(&letter.client), [None; 3])
            }
            Self::Welcome(letter) => {
                add(Weight::Link, "sign_in", letter.sign_in);
                add(Weight::Fact, "temporary_until", letter.temporary_until);
                (None, [None; 3])
            }
            Self::PasswordChanged(letter) => {
                add(Weight::Fact, "temporary_until", letter.temporary_until);
                (None, [None; 3])
            }
            Self::LoginRenamed(_) | Self::Trial(_) => (None, [None; 3]),
        };
        add(Weight::Code, "code", code);
        add(Weight::Link, "link", link);
        add(Weight::Fact, "client.name", client);
        add(Weight::Fact, "expires", expires);
        needs.sort_by_key(|need| need.weight);
        needs
    }
}

impl Need<'_> {
    /// What to put into the template.
    pub(in crate::mail) fn how(&self) -> String {
        match (self.weight, self.name) {
            (Weight::Code, name) => format!("put {{{{ code_block({name}) }}}} into it"),
            (Weight::Link, "form.url") => {
                "put {% if form %}{{ button(form.name, form.url) }}{% endif %} into it".to_owned()
            }
            (Weight::Link, name) => {
                format!("put {{% if {name} %}}{{{{ button(\"Words on the button\", {name}) }}}}{{% endif %}} into it")
            }
            (Weight::Fact, "temporary_until") => {
                "put {% if temporary_until %}{{ temporary_until }}{% endif %} into it".to_owned()
            }
            (Weight::Fact, name) => format!("put {{{{ {name} }}}} into it"),
        }
    }
}
