//! What a mail says, read from the rows of its cause and from its facts when it leaves.

use crate::app::settings;
use crate::domain::client::ClientRow;
use crate::domain::invitation::{Invitation, Kind};
use crate::domain::link::Link;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::mail::MailRow;
use crate::domain::time::{Span, Zone};
use crate::error::{Error, Result};
use crate::mail::body::{self, Access, Client, InvitationKind, MailBody, Secret};
use crate::mail::urls::Pages;
use crate::mail::{Envelope, Mailbox};
use crate::ops::custom_templates::CustomTemplates;
use crate::ops::outbox::{Author, How, MailFacts};
use crate::ops::{config, invite};
use crate::store::database_info::DatabaseInfo;
use crate::store::{Tx, client, login, partner};

use super::cause::{AddressChange, Cause, Reset};
use super::ended;

/// What the settings say about every mail, and the templates that they name; read once a run.
#[derive(Debug, Clone)]
pub(super) struct SenderSettings {
    from: Sender,
    reply_to: Option<Sender>,
    base_url: Option<String>,
    is_file: bool,
    wording: CustomTemplates,
}

#[derive(Debug, Clone)]
struct Sender {
    name: Option<String>,
    address: String,
}

impl Sender {
    fn read(value: &str) -> Result<Self> {
        let (name, address) = settings::split_mailbox(value)?;
        Ok(Self { name: name.map(|name| name.as_str().to_owned()), address: address.as_str().to_owned() })
    }

    fn mailbox(&self) -> Mailbox<'_> {
        Mailbox { name: self.name.as_deref(), address: &self.address }
    }
}

impl SenderSettings {
    /// Reads the settings.
    ///
    /// # Errors
    /// `usage` when one is damaged.
    pub(super) fn read(tx: &Tx<'_>) -> Result<Self> {
        let sender = |key| config::value(tx, key)?.map(|value| Sender::read(&value)).transpose();
        Ok(Self {
            from: sender("mail.from")?.ok_or_else(|| Error::bug("mail.from has no default"))?,
            reply_to: sender("mail.reply_to")?,
            base_url: config::value(tx, "web.base_url")?,
            is_file: config::value(tx, "mail.transport")?.is_none_or(|transport| transport == "file"),
            wording: CustomTemplates::read(tx)?,
        })
    }

    /// Why a mail with a code must not leave from this house: someone would be sent a code without a page that takes
    /// it. Files reach no one, and a training desk answers its own mails.
    pub(super) fn lacks_page(&self, info: &DatabaseInfo) -> Option<Error> {
        let lacks = self.base_url.is_none() && !self.is_file && info.label == "live";
        lacks.then(|| {
            Error::failed("this database is live, and web.base_url is not set, so that the mail has no link to a page")
                .hint("set it with `partnerctl config set web.base_url URL`; the mail waits for it")
        })
    }

    pub(super) const fn wording(&self) -> &CustomTemplates {
        &self.wording
    }

    pub(super) fn sender(&self) -> Mailbox<'_> {
        self.from.mailbox()
    }

    /// Where answers go, if not there.
    pub(super) fn answers(&self) -> Option<Mailbox<'_>> {
        self.reply_to.as_ref().map(Sender::mailbox)
    }

    fn pages(&self) -> Option<Pages<'_>> {
        self.base_url.as_deref().map(Pages::under)
    }
}

/// Whether a person can sign in; no one is invited to who cannot.
fn is_active(person: Option<&LoginRow>) -> bool {
    person.is_none_or(|person| person.state != LoginState::Inactive)
}

/// Makes the body of a mail, and its envelope, and hands them to `work`. `code` is the text of the code, where the
/// cause has one.
///
/// # Errors
/// `failed` when rows are damaged, and those of `work`.
pub(super) fn with_body<T>(
    tx: &Tx<'_>,
    mail: &MailRow,
    cause: Option<&Cause>,
    code: &str,
    head: &SenderSettings,
    zone: &Zone,
    work: impl FnOnce(&MailBody<'_>, &Envelope<'_>) -> Result<T>,
) -> Result<T> {
    let person = mail.user.map(|user| login::by_id(tx, user)).transpose()?.flatten();
    let name = person.as_ref().map(LoginRow::name).unwrap_or_default();
    let envelope = Envelope {
        from: head.sender(),
        reply_to: head.answers(),
        to: Mailbox { name: Some(name.as_str()).filter(|name| !name.is_empty()), address: &mail.recipient },
        message_id: &mail.message_id,
        date: mail.created_at,
    };
    let place = MailClient::read(tx, mail)?;
    let writer = Writer { tx, head, zone, code, mail };
    let with = |body: MailBody<'_>| work(&body, &envelope);
    match (MailFacts::from_json(&mail.kind, &mail.facts)?, cause) {
        (MailFacts::Invitation, Some(Cause::Invitation(it))) => {
            writer.invitation(place.client()?, it, person.as_ref(), with)
        }
        (MailFacts::LinkRequest, Some(Cause::LinkRequest(it, _))) => writer.link_request(place.client()?, it, with),
        (MailFacts::PasswordReset, Some(Cause::PasswordReset(it))) => writer.password_reset(it, with),
        (MailFacts::AddressChange, Some(Cause::AddressChange(it))) => writer.address_change(it, person.as_ref(), with),
        (MailFacts::AccessExpiring, Some(Cause::Ending(it))) => {
            it.body(tx, (place.client()?, place.row()?), &mail.recipient, zone, with)
        }
        (MailFacts::AccessEnded(facts), Some(Cause::Ended(it))) => {
            ended::body(tx, it, place.client()?, &facts, (zone, mail.created_at), with)
        }
        (
            MailFacts::Invitation
            | MailFacts::LinkRequest
            | MailFacts::PasswordReset
            | MailFacts::AddressChange
            | MailFacts::AccessExpiring
            | MailFacts::AccessEnded(_),
            _,
        ) => Err(Error::failed(format!("damaged data: {} does not name its cause", mail.id))),
        (MailFacts::LinkApproved(facts), _) => with(MailBody::LinkApproved(body::LinkApproved {
            client: place.client()?,
            partner: &facts.partner,
            answered_by: &facts.answered_by,
            access: Access {
                role: None,
                permissions: &facts.permissions.descriptions(),
                until: facts.until.map(|until| zone.end_in_words(until)).as_deref(),
            },
        })),
        (MailFacts::LinkDenied(facts), _) => with(MailBody::LinkDenied(body::LinkDenied {
            client: place.client()?,
            partner: &facts.partner,
            answered_by: &facts.answered_by,
            reason: facts.reason.as_deref(),
            again_from: &zone.local(facts.again_from),
        })),
        (MailFacts::LinkCancelled(facts), _) => with(MailBody::LinkCancelled(body::LinkCancelled {
            client: place.client()?,
            partner: &facts.partner,
            cancelled_by: &facts.cancelled_by,
        })),
        (MailFacts::Welcome(facts), _) => with(MailBody::Welcome(body::Welcome {
            first_name: person.as_ref().map_or("", |person| person.first_name.as_str()),
            partner: &facts.partner,
            email: &mail.recipient,
            added_by: &facts.added_by,
            temporary_until: facts.temporary_until.map(|until| zone.local(until)).as_deref(),
            is_active: is_active(person.as_ref()),
            sign_in: head.pages().filter(|_| is_active(person.as_ref())).map(Pages::sign_in).as_deref(),
        })),
        (MailFacts::AcceptedByStaff(facts), _) => with(MailBody::AcceptedByStaff(body::AcceptedByStaff {
            client: place.client()?,
            email: &facts.email,
            staff: &facts.staff,
            reason: &facts.reason,
            at: &zone.local(facts.at),
            access: Access {
                role: Some(facts.terms.role.name()),
                permissions: &facts.terms.permissions.descriptions(),
                until: facts.terms.until.map(|until| zone.end_in_words(until)).as_deref(),
            },
        })),
        (MailFacts::PasswordChanged(facts), _) => {
            let (how, set_by, by_support) = match &facts.how {
                How::OldPassword => ("with the old password", None, false),
                How::Code => ("with the code of a mail", None, false),
                How::Reset { by, support } => ("by someone else", Some(by.as_str()), *support),
            };
            with(MailBody::PasswordChanged(body::PasswordChanged {
                email: &mail.recipient,
                at: &zone.local(facts.at),
                how,
                set_by,
                by_support,
                temporary_until: facts.temporary_until.map(|until| zone.local(until)).as_deref(),
            }))
        }
        (MailFacts::LoginRenamed(facts), _) => with(MailBody::LoginRenamed(body::LoginRenamed {
            old: &facts.old,
            new: &facts.new,
            at: &zone.local(facts.at),
            renamed_by: &facts.renamed_by,
            by_support: facts.by_support,
        })),
    }
}

/// The client of a mail, with its id as text.
struct MailClient(Option<(ClientRow, String)>);

impl MailClient {
    fn read(tx: &Tx<'_>, mail: &MailRow) -> Result<Self> {
        let row = mail.client.map(|id| client::by_id(tx, id)).transpose()?.flatten();
        Ok(Self(row.map(|row| {
            let id = row.id.to_string();
            (row, id)
        })))
    }

    fn row(&self) -> Result<&ClientRow> {
        let found = self.0.as_ref().map(|(row, _)| row);
        found.ok_or_else(|| Error::failed("damaged data: this mail names no client"))
    }

    fn client(&self) -> Result<Client<'_>> {
        let (row, id) = self.0.as_ref().ok_or_else(|| Error::failed("damaged data: this mail names no client"))?;
        Ok(Client { name: &row.name, slug: row.slug.as_str(), id })
    }
}

struct Writer<'a> {
    tx: &'a Tx<'a>,
    head: &'a SenderSettings,
    zone: &'a Zone,
    code: &'a str,
    mail: &'a MailRow,
}

impl Writer<'_> {
    fn invitation<T>(
        &self,
        client: Client<'_>,
        it: &Invitation,
        person: Option<&LoginRow>,
        with: impl FnOnce(MailBody<'_>) -> Result<T>,
    ) -> Result<T> {
        let by = Author::named(self.tx, &it.invited_by)?;
        let form = match &it.form {
            Some(name) => config::value(self.tx, &format!("form.{name}"))?.map(|url| (name.as_str(), url)),
            None => None,
        };
        with(MailBody::Invitation(body::Invitation {
            kind: match it.kind {
                Kind::Activation => InvitationKind::Activation,
                Kind::Association => match person.map(|person| invite::need(self.tx, person)).transpose()? {
                    None | Some(invite::PasswordNeed::Nothing) => InvitationKind::Association,
                    Some(invite::PasswordNeed::Password | invite::PasswordNeed::Replacement) => {
                        InvitationKind::NewPassword
                    }
                },
            },
            client,
            invited_by: &by.name,
            by_support: by.support,
            partner: by.partner.as_deref(),
            access: Access {
                role: Some(it.terms.role.name()),
                permissions: &it.terms.permissions.descriptions(),
                until: it.terms.until.map(|until| self.zone.end_in_words(until)).as_deref(),
            },
            secret: Secret {
                code: self.code,
                link: self.head.pages().map(|pages| pages.invitation(self.code)).as_deref(),
                expires: &self.zone.local(it.expires_at),
            },
            form: form.as_ref().map(|(name, url)| (*name, url.as_str())),
        }))
    }

    fn link_request<T>(
        &self,
        client: Client<'_>,
        it: &Link,
        with: impl FnOnce(MailBody<'_>) -> Result<T>,
    ) -> Result<T> {
        let by = Author::named(self.tx, &it.requested_by)?;
        let company = partner::by_id(self.tx, it.partner)?
            .ok_or_else(|| Error::failed(format!("damaged data: the partner of {} is not there", self.mail.id)))?;
        with(MailBody::LinkRequest(body::LinkRequest {
            client,
            partner: &company.name,
            requested_by: &by.name,
            by_support: by.support,
            access: Access {
                role: None,
                permissions: &it.asked_permissions.descriptions(),
                until: it.term.map(|term| format!("{} from your approval", in_words(term))).as_deref(),
            },
            message: it.message.as_deref(),
            secret: Secret {
                code: self.code,
                link: self.head.pages().map(|pages| pages.link(self.code)).as_deref(),
                expires: &self.zone.local(it.expires_at),
            },
        }))
    }
}

impl Writer<'_> {
    fn password_reset<T>(&self, it: &Reset, with: impl FnOnce(MailBody<'_>) -> Result<T>) -> Result<T> {
        let by = Author::named(self.tx, &it.row.requested_by)?;
        with(MailBody::PasswordReset(body::PasswordReset {
            email: &self.mail.recipient,
            requested_by: &by.name,
            by_support: by.support,
            secret: Secret {
                code: self.code,
                link: self.head.pages().map(|pages| pages.password(self.code)).as_deref(),
                expires: &self.zone.local(it.row.expires_at),
            },
        }))
    }
}

impl Writer<'_> {
    fn address_change<T>(
        &self,
        it: &AddressChange,
        person: Option<&LoginRow>,
        with: impl FnOnce(MailBody<'_>) -> Result<T>,
    ) -> Result<T> {
        let by = Author::named(self.tx, &it.row.requested_by)?;
        with(MailBody::AddressChange(body::AddressChange {
            old: person.map_or("", |person| person.email.as_str()),
            new: it.row.to.as_str(),
            requested_by: &by.name,
            secret: Secret {
                code: self.code,
                link: self.head.pages().map(|pages| pages.address(self.code)).as_deref(),
                expires: &self.zone.local(it.row.expires_at),
            },
        }))
    }
}

/// `90 days`, `36 hours`; what is neither as it is written on the line.
fn in_words(term: Span) -> String {
    let counted = |unit: Span, word: &str| {
        let count = term.ms() / unit.ms();
        format!("{count} {word}{}", if count == 1 { "" } else { "s" })
    };
    match () {
        () if term.ms() % Span::DAY.ms() == 0 => counted(Span::DAY, "day"),
        () if term.ms() % Span::HOUR.ms() == 0 => counted(Span::HOUR, "hour"),
        () => term.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_shown_in_days_or_hours() {
        for (term, expected) in [
            (Span::days(90), "90 days"),
            (Span::DAY, "1 day"),
            (Span::hours(36), "36 hours"),
            (Span::HOUR, "1 hour"),
            (Span::minutes(90), "90m"),
        ] {
            assert_eq!(in_words(term), expected);
        }
    }
}
