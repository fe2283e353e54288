//! What each kind of mail must show, whatever its template.

use super::{Client, MailBody};
use crate::mail::text::{Line, Secret, WebAddress};

/// Something that a template must show, in the text and in the HTML.
#[derive(Clone, Copy)]
pub(in crate::mail) struct RequiredText<'a> {
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

impl MailBody {
    /// What its template must show, the weightiest first.
    pub(in crate::mail) fn needs<'a>(&'a self) -> Vec<RequiredText<'a>> {
        let mut needs = Vec::new();
        let mut add = |weight, name, value: Option<&'a str>| {
            needs.extend(value.map(|value| RequiredText { name, value, weight }));
        };
        let (client, [code, link, expires]) = match self {
            Self::Invitation(body) => {
                add(Weight::Link, "form.url", body.form.as_ref().map(|form| form.url.as_str()));
                (of_client(&body.client), of_secret(&body.secret))
            }
            Self::LinkRequest(body) => (of_client(&body.client), of_secret(&body.secret)),
            Self::PasswordReset(body) => (None, of_secret(&body.secret)),
            Self::AddressChange(body) => (None, of_secret(&body.secret)),
            Self::Recovery(body) => (of_client(&body.client), of_secret(&body.secret)),
            Self::RecoveryNotice(body) => {
                add(Weight::Fact, "email", text(Some(&body.email)));
                (of_client(&body.client), [None; 3])
            }
            Self::LinkApproved(body) => (of_client(&body.client), [None; 3]),
            Self::LinkDenied(body) => (of_client(&body.client), [None; 3]),
            Self::LinkCancelled(body) => (of_client(&body.client), [None; 3]),
            Self::AcceptedByStaff(body) => (of_client(&body.client), [None; 3]),
            Self::AccessEnded(body) => (of_client(&body.client), [None; 3]),
            Self::Notice(body) => (of_client(&body.client), [None; 3]),
            Self::AccessExpiring(body) => {
                add(Weight::Fact, "access.until", text(body.access.until.as_ref()));
                (of_client(&body.client), [None; 3])
            }
            Self::Welcome(body) => {
                add(Weight::Link, "sign_in", body.sign_in.as_ref().map(WebAddress::as_str));
                add(Weight::Fact, "temporary_until", text(body.temporary_until.as_ref()));
                (None, [None; 3])
            }
            Self::PasswordChanged(body) => {
                add(Weight::Fact, "temporary_until", text(body.temporary_until.as_ref()));
                (None, [None; 3])
            }
            Self::LoginRenamed(_) | Self::Test(_) => (None, [None; 3]),
        };
        add(Weight::Code, "code", code);
        add(Weight::Link, "link", link);
        add(Weight::Fact, "client.name", client);
        add(Weight::Fact, "expires", expires);
        needs.sort_by_key(|need| need.weight);
        needs
    }
}

fn of_client(client: &Client) -> Option<&str> {
    text(Some(&client.name))
}

fn of_secret(secret: &Secret) -> [Option<&str>; 3] {
    [Some(secret.code()), secret.link(), Some(secret.expires())]
}

fn text(line: Option<&Line>) -> Option<&str> {
    line.map(Line::as_str)
}

impl RequiredText<'_> {
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
