//! What a mail says, read from the rows of its cause and from its facts when it leaves.

use crate::app::settings;
use crate::domain::actor::PAGES;
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::email::Email;
use crate::domain::invitation::{Invitation, Kind};
use crate::domain::language::Language;
use crate::domain::link::{AskedTerm, Link};
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::mail::MailRow;
use crate::domain::recovery::Recovery;
use crate::domain::role::Role;
use crate::domain::time::{Instant, Zone};
use crate::error::{Error, Result, Wanted, hint};
use crate::language::catalogue::say;
use crate::language::{Locale, Text};
use crate::mail::body::{self, Access, Client, Form, InvitationKind, MailBody};
use crate::mail::facts::{NewUser, Notice, Welcome};
use crate::mail::text::Pages;
use crate::mail::text::{Line, Secret, WebAddress};
use crate::mail::{Envelope, MailFacts, Mailbox};
use crate::ops::custom_templates::CustomTemplates;
use crate::ops::outbox::Author;
use crate::ops::{config, hold, invite, language};
use crate::store::database_info::DatabaseInfo;
use crate::store::{Tx, client, login, partner};

use super::cause::{AddressChange, Cause, Reset};
use super::{ended, notice};

/// What the settings say about every mail, and the templates that they name; read once a run.
#[derive(Debug, Clone)]
pub(super) struct SenderSettings {
    from: Sender,
    reply_to: Option<Sender>,
    base_url: Option<String>,
    is_file: bool,
    wording: CustomTemplates,
    language: Language,
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
            language: language::of_desk(tx)?,
        })
    }

    /// Why a mail with a code must not leave from this house: someone would be sent a code without a page that takes
    /// it. Files reach no one, and a training desk answers its own mails.
    pub(super) fn lacks_page(&self, info: &DatabaseInfo) -> Option<Error> {
        let lacks = self.base_url.is_none() && !self.is_file && info.label == "live";
        lacks.then(|| {
            Error::failed("this database is live, and web.base_url is not set, so the mail has no link to a page").hint(
                hint![
                    "set it with ",
                    Verb::ConfigSet.step().about("web.base_url").about(&Wanted("URL")),
                    "; the mail waits for it"
                ],
            )
        })
    }

    pub(super) const fn wording(&self) -> &CustomTemplates {
        &self.wording
    }

    /// The language of the desk.
    pub(super) const fn desk(&self) -> Language {
        self.language
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

/// A mail as it is about to be made.
pub(super) struct Content<'a> {
    pub(super) body: MailBody,
    mail: &'a MailRow,
    head: &'a SenderSettings,
    /// What the recipient is called; maybe nothing.
    name: String,
    language: Language,
}

impl<'a> Content<'a> {
    /// Reads what a mail says. `code` is the text of the code, where the cause has one.
    ///
    /// # Errors
    /// `failed` when rows are damaged.
    pub(super) fn read(
        tx: &Tx<'_>,
        mail: &'a MailRow,
        cause: Option<&Cause>,
        code: &str,
        head: &'a SenderSettings,
        zone: &Zone,
    ) -> Result<Self> {
        let person = mail.user.map(|user| login::by_id(tx, user)).transpose()?.flatten();
        let name = person.as_ref().map(LoginRow::name).unwrap_or_default();
        let facts = MailFacts::from_json(&mail.kind, &mail.facts)?;
        let reader = reader_of(tx, mail, (&facts, cause), person.as_ref(), head)?;
        let language = head.wording.language_of(facts.kind(), reader, || Ok(head.language))?;
        let locale = Locale::of(Text::Mail, language, zone);
        let writer = Writer { tx, head, locale, code, mail, person };
        Ok(Self { body: writer.body(facts, cause)?, mail, head, name, language })
    }

    pub(super) fn envelope(&self) -> Envelope<'_> {
        Envelope {
            from: self.head.sender(),
            reply_to: self.head.answers(),
            to: Mailbox {
                name: Some(self.name.as_str()).filter(|name| !name.is_empty()),
                address: &self.mail.recipient,
            },
            message_id: &self.mail.message_id,
            date: self.mail.created_at,
            language: self.language,
        }
    }
}

/// The language of the reader: as the rows are now, and not as they were when the mail was queued.
fn reader_of(
    tx: &Tx<'_>,
    mail: &MailRow,
    (facts, cause): (&MailFacts, Option<&Cause>),
    person: Option<&LoginRow>,
    head: &SenderSettings,
) -> Result<Language> {
    let renamed = match (facts, person) {
        // The mail to the former address of a login, which is no one's any more.
        (MailFacts::LoginRenamed(facts), None) => Email::parse(&facts.new).ok(),
        _ => None,
    };
    let renamed = renamed.map(|email| login::by_key(tx, email.key())).transpose()?.flatten();
    let Some(person) = person.or(renamed.as_ref()) else { return Ok(head.language) };
    let invited = match cause {
        Some(Cause::Invitation(invitation)) => invitation.language,
        _ => None,
    };
    if let Some(chosen) = person.language.or(invited) {
        return Ok(chosen);
    }
    let place = mail.client.map(|id| client::by_id(tx, id)).transpose()?.flatten();
    Ok(place.and_then(|place| place.language).unwrap_or(head.language))
}

struct Writer<'a> {
    tx: &'a Tx<'a>,
    head: &'a SenderSettings,
    locale: Locale<'a>,
    code: &'a str,
    mail: &'a MailRow,
    /// The reader, if it is someone with a login.
    person: Option<LoginRow>,
}

impl Writer<'_> {
    fn body(&self, facts: MailFacts, cause: Option<&Cause>) -> Result<MailBody> {
        let (tx, locale, mail) = (self.tx, &self.locale, self.mail);
        Ok(match (facts, cause) {
            (MailFacts::Invitation, Some(Cause::Invitation(it))) => MailBody::Invitation(self.invitation(it)?),
            (MailFacts::LinkRequest, Some(Cause::LinkRequest(it, _))) => MailBody::LinkRequest(self.link_request(it)?),
            (MailFacts::PasswordReset, Some(Cause::PasswordReset(it))) => {
                MailBody::PasswordReset(self.password_reset(it)?)
            }
            (MailFacts::AddressChange, Some(Cause::AddressChange(it))) => {
                MailBody::AddressChange(self.address_change(it)?)
            }
            (MailFacts::AccessExpiring(facts), Some(Cause::Ending(it))) => {
                let to = (mail.user.map(|_| mail.recipient.as_str()), facts.reader);
                MailBody::AccessExpiring(it.body(tx, &self.place()?, to, self.head.pages(), locale)?)
            }
            (MailFacts::AccessEnded(facts), Some(Cause::Ended(it))) => {
                MailBody::AccessEnded(ended::body(tx, it, self.client()?, &facts, (locale, mail.created_at))?)
            }
            (MailFacts::Recovery, Some(Cause::Recovery(it))) => {
                MailBody::Recovery(self.recovery(&it.row, &it.invitation)?)
            }
            (
                MailFacts::Invitation
                | MailFacts::LinkRequest
                | MailFacts::PasswordReset
                | MailFacts::AddressChange
                | MailFacts::AccessExpiring(_)
                | MailFacts::AccessEnded(_)
                | MailFacts::Recovery,
                _,
            ) => return Err(Error::failed(format!("damaged data: {} does not name its cause", mail.id))),
            (MailFacts::Notice(_), Some(Cause::Notice(facts))) => MailBody::Notice(self.notice(facts)?),
            (MailFacts::Notice(facts), _) => MailBody::Notice(self.notice(&facts.shown())?),
            (MailFacts::LinkApproved(facts), _) => MailBody::LinkApproved(facts.body(self.client()?, locale)),
            (MailFacts::LinkDenied(facts), _) => MailBody::LinkDenied(facts.body(self.client()?, locale)),
            (MailFacts::LinkCancelled(facts), _) => MailBody::LinkCancelled(facts.body(self.client()?)),
            (MailFacts::Welcome(facts), _) => MailBody::Welcome(self.welcome(&facts)?),
            (MailFacts::AcceptedByStaff(facts), _) => MailBody::AcceptedByStaff(facts.body(self.client()?, locale)),
            (MailFacts::PasswordChanged(facts), _) => MailBody::PasswordChanged(facts.body(&mail.recipient, locale)),
            (MailFacts::RecoveryNotice(facts), _) => MailBody::RecoveryNotice(facts.body(self.client()?, locale)),
            (MailFacts::LoginRenamed(facts), _) => MailBody::LoginRenamed(facts.body(locale)),
        })
    }

    fn notice(&self, facts: &Notice) -> Result<body::Notice> {
        let place = self.place()?;
        let to = self.mail.user.map(|_| self.mail.recipient.as_str());
        notice::with_ways(
            facts,
            facts.body(Client::of(&place), &self.locale),
            (&place, to, self.head.pages()),
            &self.locale,
        )
    }

    fn place(&self) -> Result<ClientRow> {
        let row = self.mail.client.map(|id| client::by_id(self.tx, id)).transpose()?.flatten();
        row.ok_or_else(|| Error::failed("damaged data: this mail names no client"))
    }

    fn client(&self) -> Result<Client> {
        self.place().map(|row| Client::of(&row))
    }

    /// The code with the page that takes it.
    fn secret(&self, page: impl FnOnce(Pages<'_>) -> String, expires_at: Instant) -> Result<Secret> {
        let link = self.head.pages().map(page);
        Secret::new(self.code, link.as_deref(), &self.locale.at(expires_at))
    }

    fn invitation(&self, it: &Invitation) -> Result<body::Invitation> {
        let client = self.client()?;
        let by = Author::named(self.tx, &it.invited_by)?;
        let form = match &it.form {
            Some(name) => config::value(self.tx, &format!("form.{name}"))?.map(|url| (name, url)),
            None => None,
        };
        let person = self.person.as_ref();
        Ok(body::Invitation {
            kind: match it.kind {
                Kind::Activation => InvitationKind::Activation,
                Kind::Association => match person.map(|person| invite::need(self.tx, person)).transpose()? {
                    None | Some(invite::PasswordNeed::Nothing) => InvitationKind::Association,
                    Some(invite::PasswordNeed::Password | invite::PasswordNeed::Replacement) => {
                        InvitationKind::NewPassword
                    }
                },
            },
            guest: it.terms.role == Role::Guest,
            client,
            invited_by: by.name.into(),
            by_support: by.support,
            partner: by.partner.map(Line::from),
            access: Access::of_terms(&it.terms, &self.locale),
            accept_from: self.accept_from(it)?,
            form: match form {
                Some((name, url)) => Some(Form { name: Line::new(name), url: WebAddress::new(&url)? }),
                None => None,
            },
            message: it.message.as_deref().map(Line::all).unwrap_or_default(),
            secret: self.secret(|pages| pages.invitation(self.code), it.expires_at)?,
        })
    }

    /// From when on an invitation that recovers an account can be accepted, if that is after its mail.
    fn accept_from(&self, it: &Invitation) -> Result<Option<Line>> {
        let recovery = hold::of_invitation(self.tx, it.id)?.filter(|found| it.sent_at < found.opens_at);
        Ok(recovery.map(|found| self.locale.at(found.opens_at).into()))
    }

    fn recovery(&self, it: &Recovery, invited: &Invitation) -> Result<body::Recovery> {
        Ok(body::Recovery {
            client: self.client()?,
            email: invited.address.as_str().into(),
            started_by: Author::named(self.tx, &it.begun_by)?.name.into(),
            secret: self.secret(|pages| pages.recovery(self.code), it.opens_at)?,
        })
    }

    fn link_request(&self, it: &Link) -> Result<body::LinkRequest> {
        let (client, locale) = (self.client()?, &self.locale);
        let asked = it.asked();
        let by = Author::named(self.tx, asked.by)?;
        let company = partner::by_id(self.tx, it.partner)?
            .ok_or_else(|| Error::failed(format!("damaged data: the partner of {} is not there", self.mail.id)))?;
        Ok(body::LinkRequest {
            client,
            partner: company.name.into(),
            requested_by: by.name.into(),
            by_support: by.support,
            access: Access {
                until: match asked.term {
                    AskedTerm::For(term) => {
                        let words = |term| say!(locale, "from-your-approval", term = locale.span(term)).into();
                        term.map(words)
                    }
                    AskedTerm::Until(until) => until.map(|until| locale.until(Some(until)).into()),
                },
                ..Access::ended(None, asked.permissions, locale)
            },
            link_until: it.extension().map(|_| locale.until(it.until).into()),
            message: asked.message.map(Line::all).unwrap_or_default(),
            secret: self.secret(|pages| pages.link(self.code), it.expires_at)?,
        })
    }

    fn password_reset(&self, it: &Reset) -> Result<body::PasswordReset> {
        let by = Author::named(self.tx, &it.row.requested_by)?;
        let name = match it.row.requested_by.as_str() {
            PAGES => say!(self.locale, "someone-on-the-sign-in-page"),
            _ => by.name,
        };
        Ok(body::PasswordReset {
            email: Line::new(&self.mail.recipient),
            requested_by: name.into(),
            by_support: by.support,
            secret: self.secret(|pages| pages.password(self.code), it.row.expires_at)?,
        })
    }

    fn address_change(&self, it: &AddressChange) -> Result<body::AddressChange> {
        let by = Author::named(self.tx, &it.row.requested_by)?;
        Ok(body::AddressChange {
            old: self.person.as_ref().map_or("", |person| person.email.as_str()).into(),
            email: it.row.to.as_str().into(),
            requested_by: by.name.into(),
            secret: self.secret(|pages| pages.address(self.code), it.row.expires_at)?,
        })
    }

    fn welcome(&self, facts: &Welcome) -> Result<body::Welcome> {
        let person = self.person.as_ref();
        let to = NewUser {
            first_name: person.map_or("", |person| person.first_name.as_str()),
            email: &self.mail.recipient,
            active: is_active(person),
        };
        let sign_in = self.head.pages().filter(|_| to.active).map(Pages::sign_in);
        let sign_in = sign_in.as_deref().map(WebAddress::new).transpose()?;
        Ok(facts.body(&to, sign_in, &self.locale))
    }
}
