//! Queueing mails: a row in the transaction of its cause, so that both succeed or fail together (docs/mail.md).
//!
//! A use case makes a [`MailDraft`] with the constructor of its kind and gives it to [`Change::queue`]. What the mail
//! says is read from the rows of its cause when it leaves; what these do not hold is kept next to it as [`MailFacts`].

use crate::app::settings;
use crate::domain::actor::{Actor, PAGES, ROOT, StaffRow};
use crate::domain::authority::Verb;
use crate::domain::email::Email;
use crate::domain::id::{ClientId, MailId, RecipientId, RecoveryRecipientId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::language::Language;
use crate::domain::link;
use crate::domain::link::Link;
use crate::domain::login::{LoginRow, Mailbox, Reached};
use crate::domain::mail::{MailState, Required};
use crate::domain::terms::Terms;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Flag, Result, hint};
use crate::mail::body::Reader;
use crate::mail::facts::{
    AcceptedByStaff, AccessEnded, AccessExpiring, How, LinkApproved, LinkCancelled, LinkDenied, LoginRenamed, Notice,
    PasswordChanged, RecoveryNotice, Welcome,
};
use crate::mail::template::{ClientName, SubjectNames};
use crate::mail::text::Line;
use crate::mail::{MailFacts, MailKind};
use crate::ops::reach::still::StillEnters;
use crate::store::mail::NewMail;
use crate::store::mail::again::codes;
pub use crate::store::mail::lease::{count_due, resting};
pub use crate::store::mail::list::{Filter, list};
pub use crate::store::mail::{by_id, state};
use crate::store::reminder::{Due, Subject};
use crate::store::{Tx, bounce, login, mail, partner, staff};

use super::bounce::came_back;
use super::config;
use super::setting::dummy_domain;
use super::unit_of_work::Change;

/// The most bytes of a sender's domain that are in a Message-ID.
const LONGEST_DOMAIN: usize = 100;
/// The domain of Message-IDs where there is none to take.
const NO_DOMAIN: &str = "partnerctl.invalid";

/// A mail to be queued. Made by the constructor of its kind.
#[derive(Debug, Clone)]
pub struct MailDraft<'a> {
    /// The client that it is about.
    pub client: Option<ClientId>,
    pub to: Recipient<'a>,
    /// The names of which its subject is made.
    pub(super) names: SubjectNames,
    /// The language that was chosen for the reader, where they have none of their own.
    pub(super) language: Option<Language>,
    /// The record that caused it, with the sending that it belongs to, where the deliverer must look again.
    pub cause: Option<(String, i64)>,
    /// Which mail, and what it says that the rows do not; never a secret.
    pub facts: MailFacts,
    /// Whether its cause waits for it.
    pub required: Required,
    /// How long it rests before it may leave, so that what caused it can be taken back.
    pub rests: Span,
}

#[derive(Debug, Clone, Copy)]
pub enum Recipient<'a> {
    /// A person with a login. A dummy address is never mailed: the mail is skipped at once (S0.6).
    User(&'a LoginRow),
    /// An address without a login, such as a partner's contact.
    Address(&'a str),
}

/// Whom a mail names as the one who answered a link request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredBy<'a> {
    /// A member of support, by name.
    Support(&'a str),
    /// Someone who owns or administers the client, and stays unnamed.
    Office,
}

/// The client of a mail, by id and name.
pub type ClientNamed<'a> = (ClientId, &'a str);

impl<'a> Recipient<'a> {
    pub fn address(&self) -> &'a str {
        match self {
            Self::User(login) => login.email.as_str(),
            Self::Address(address) => address,
        }
    }

    fn parts(&self) -> (Option<UserId>, &str) {
        match self {
            Self::User(login) => (Some(login.id), login.email.as_str()),
            Self::Address(address) => (None, address),
        }
    }

    /// Whether the mail waits or is skipped at once, and why it is. A marked address is not mailed until the mark is
    /// lifted, whichever login has it.
    fn state(&self, change: &Change<'_>) -> Result<(MailState, Option<String>)> {
        let tx = change.tx;
        let (mailbox, mark) = match self {
            Self::User(login) if login.mailbox == Mailbox::No => (Mailbox::No, None),
            Self::User(login) => (change.mailbox_of(&login.email)?, bounce::find(tx, login.email.key())?),
            Self::Address(address) => {
                let email = Email::parse(address).ok();
                let mailbox = email.map(|email| change.mailbox_of(&email)).transpose()?;
                (mailbox.unwrap_or(Mailbox::Yes), bounce::of_address(tx, address)?)
            }
        };
        if mailbox == Mailbox::No {
            return Ok((MailState::Skipped, None));
        }
        Ok(mark.map_or((MailState::Queued, None), |mark| (MailState::Skipped, Some(came_back(&mark)))))
    }
}

impl<'a> MailDraft<'a> {
    /// The mail of an invitation, sent first or again: to be queued after [`Change::issue_code`], whose code it
    /// carries. `by` is the author that the invitation names. Only the last sending leaves.
    pub fn invitation(invitation: &Invitation, to: &'a LoginRow, (client, name): ClientNamed<'_>, by: &Author) -> Self {
        let names = SubjectNames {
            client: ClientName::of(name),
            partner: by.partner.as_deref().map(Line::new),
            invited_by: Some(Line::new(&by.name)),
            ..SubjectNames::default()
        };
        let cause = (invitation.id.to_string(), i64::from(invitation.send_count));
        let draft = Self::of(Some(client), Recipient::User(to), Some(cause), MailFacts::Invitation, names);
        draft.speaking(invitation.language)
    }

    /// The mail that asks one recipient of a link request, sent first or again: to be queued after
    /// [`Change::issue_code`] for that recipient.
    pub fn link_request(
        link: &Link,
        recipient: RecipientId,
        to: &'a LoginRow,
        (client, name): ClientNamed<'_>,
        partner: &str,
    ) -> Self {
        // The subject says whether more is asked, and no time.
        let link_until = link.extension().map(|_| Line::new("until"));
        let names = SubjectNames {
            client: ClientName::of(name),
            partner: Some(partner.into()),
            link_until,
            ..SubjectNames::default()
        };
        let cause = (recipient.to_string(), i64::from(link.send_count));
        Self::of(Some(client), Recipient::User(to), Some(cause), MailFacts::LinkRequest, names)
    }

    /// To the partner: the client approved. Takes permissions and end from the approved link.
    pub fn link_approved(
        link: &Link,
        to: Recipient<'a>,
        (client, name): ClientNamed<'_>,
        partner: &str,
        answered_by: &str,
    ) -> Self {
        let names =
            SubjectNames { client: ClientName::of(name), partner: Some(partner.into()), ..SubjectNames::default() };
        let facts = LinkApproved {
            partner: partner.to_owned(),
            answered_by: answered_by.to_owned(),
            permissions: link.permissions,
            until: link.until,
            extends: link.auto_extend.map(|term| term.to_string()),
        };
        Self::of(Some(client), to, None, MailFacts::LinkApproved(facts), names)
    }

    /// To the partner: the client denied, at `now`.
    pub fn link_denied(
        to: Recipient<'a>,
        (client, name): ClientNamed<'_>,
        partner: &str,
        answered_by: &AnsweredBy<'_>,
        reason: Option<&str>,
        now: Instant,
    ) -> Self {
        let names =
            SubjectNames { client: ClientName::of(name), partner: Some(partner.into()), ..SubjectNames::default() };
        let facts = LinkDenied {
            partner: partner.to_owned(),
            answered_by: match answered_by {
                AnsweredBy::Support(name) => (*name).to_owned(),
                AnsweredBy::Office => format!("An owner or admin of {name}"),
            },
            reason: reason.map(str::to_owned),
            again_from: now + link::COOLDOWN,
            office_of: matches!(answered_by, AnsweredBy::Office).then(|| name.to_owned()),
        };
        Self::of(Some(client), to, None, MailFacts::LinkDenied(facts), names)
    }

    /// To one who was asked: the request is withdrawn.
    pub fn link_cancelled(
        to: &'a LoginRow,
        (client, name): ClientNamed<'_>,
        partner: &str,
        cancelled_by: &str,
    ) -> Self {
        let names =
            SubjectNames { client: ClientName::of(name), partner: Some(partner.into()), ..SubjectNames::default() };
        let facts = LinkCancelled { partner: partner.to_owned(), cancelled_by: cancelled_by.to_owned() };
        Self::of(Some(client), Recipient::User(to), None, MailFacts::LinkCancelled(facts), names)
    }

    /// To a new partner user (S4.16). `temporary_until`: the end of the temporary password; `None` when the
    /// password is permanent. The password itself goes another way.
    pub fn welcome(to: &'a LoginRow, partner: &str, added_by: &str, temporary_until: Option<Instant>) -> Self {
        let names = SubjectNames { partner: Some(partner.into()), ..SubjectNames::default() };
        let facts = Welcome { partner: partner.to_owned(), added_by: added_by.to_owned(), temporary_until };
        Self::of(None, Recipient::User(to), None, MailFacts::Welcome(facts), names)
    }

    /// To an owner: staff accepted an invitation in the place of `email`.
    pub fn accepted_by_staff(
        to: &'a LoginRow,
        (client, name): ClientNamed<'_>,
        email: &str,
        staff: &str,
        reason: &str,
        terms: Terms,
        now: Instant,
    ) -> Self {
        let names = SubjectNames { client: ClientName::of(name), email: Some(email.into()), ..SubjectNames::default() };
        let facts = AcceptedByStaff {
            email: email.to_owned(),
            staff: staff.to_owned(),
            reason: reason.to_owned(),
            at: now,
            terms,
        };
        Self::of(Some(client), Recipient::User(to), None, MailFacts::AcceptedByStaff(facts), names)
    }

    /// The mail of a password reset: to be queued after [`Change::issue_code`], whose code of this `version` it carries.
    /// Only the last reset of a login leaves.
    pub fn password_reset(to: &'a LoginRow, version: i64) -> Self {
        let names = SubjectNames { email: Some(to.email.as_str().into()), ..SubjectNames::default() };
        Self::of(None, Recipient::User(to), Some((to.id.to_string(), version)), MailFacts::PasswordReset, names)
    }

    /// The mail to the address that a person wants for their login: `to` is the login as it is to be. To be queued after
    /// [`Change::issue_code`], whose code of this `version` it carries.
    pub fn address_change(to: &'a LoginRow, version: i64) -> Self {
        let names = SubjectNames { email: Some(to.email.as_str().into()), ..SubjectNames::default() };
        Self::of(None, Recipient::User(to), Some((to.id.to_string(), version)), MailFacts::AddressChange, names)
    }

    /// The mail to one of the client's people who can stop a recovery: to be queued after [`Change::issue_code`], whose
    /// code it carries.
    pub fn recovery(recipient: RecoveryRecipientId, to: &'a LoginRow, (client, name): ClientNamed<'_>) -> Self {
        let names = SubjectNames { client: ClientName::of(name), ..SubjectNames::default() };
        let cause = (recipient.to_string(), 1);
        Self::of(Some(client), Recipient::User(to), Some(cause), MailFacts::Recovery, names)
    }

    /// To the desk: a recovery began, or was stopped.
    pub fn recovery_notice(to: Recipient<'a>, (client, name): ClientNamed<'_>, facts: RecoveryNotice) -> Self {
        let email = Some(Line::new(&facts.email));
        let names = SubjectNames { client: ClientName::of(name), email, ..SubjectNames::default() };
        Self::of(Some(client), to, None, MailFacts::RecoveryNotice(facts), names)
    }

    /// To a person: their password was changed, at `now`.
    pub fn password_changed(to: &'a LoginRow, how: How, temporary_until: Option<Instant>, now: Instant) -> Self {
        let names = SubjectNames { email: Some(to.email.as_str().into()), ..SubjectNames::default() };
        let facts = PasswordChanged { at: now, how, temporary_until };
        Self::of(None, Recipient::User(to), None, MailFacts::PasswordChanged(facts), names)
    }

    /// To one of the two addresses of a login that has another name.
    pub fn login_renamed(to: Recipient<'a>, facts: LoginRenamed) -> Self {
        let names = SubjectNames { email: Some(Line::new(&facts.new)), ..SubjectNames::default() };
        Self::of(None, to, None, MailFacts::LoginRenamed(facts), names)
    }

    /// To an owner, or of a link to the partner: what a reminder says. Its cause is what ends, and at which instant. `who`
    /// is the person or partner, `still` the other ways in that stay open.
    pub fn access_expiring(
        due: &Due,
        (to, reader): (Recipient<'a>, Reader),
        (client, name): ClientNamed<'_>,
        who: &str,
        still: &[StillEnters],
    ) -> Self {
        let still = still.first().map(|way| way.by().as_str().into());
        let names =
            SubjectNames { client: ClientName::of(name), who: Some(who.into()), still, ..SubjectNames::default() };
        let cause = (due.subject.to_string(), due.until.ms());
        Self::of(Some(client), to, Some(cause), MailFacts::AccessExpiring(AccessExpiring { reader }), names)
    }

    /// To one side of an access that ended: its cause is what ended, and at which instant. `who` is the person or
    /// partner, `still` the other ways in that are open.
    pub fn access_ended(
        ended: Subject,
        to: Recipient<'a>,
        (client, name): ClientNamed<'_>,
        who: &str,
        still: &[StillEnters],
        facts: AccessEnded,
    ) -> Self {
        let still = still.first().map(|way| way.by().as_str().into());
        let names =
            SubjectNames { client: ClientName::of(name), who: Some(who.into()), still, ..SubjectNames::default() };
        let cause = (ended.to_string(), facts.at.ms());
        Self::of(Some(client), to, Some(cause), MailFacts::AccessEnded(facts), names)
    }

    /// To anyone concerned by what happened in a client.
    pub fn notice(to: Recipient<'a>, (client, name): ClientNamed<'_>, facts: Notice) -> Self {
        let (event, who) = facts.headline();
        let names = SubjectNames { client: ClientName::of(name), who, event: Some(event), ..SubjectNames::default() };
        Self::of(Some(client), to, None, MailFacts::Notice(facts), names)
    }

    /// The same mail, in this language where the reader has none.
    #[must_use]
    pub(super) fn speaking(mut self, language: Option<Language>) -> Self {
        self.language = language;
        self
    }

    /// The same mail, which rests for a while before it may leave.
    #[must_use]
    pub fn after(mut self, rests: Span) -> Self {
        self.rests = rests;
        self
    }

    fn of(
        client: Option<ClientId>,
        to: Recipient<'a>,
        cause: Option<(String, i64)>,
        facts: MailFacts,
        names: SubjectNames,
    ) -> Self {
        Self { client, to, names, language: None, cause, facts, required: Required::No, rests: Span::ZERO }
    }
}

impl Change<'_> {
    /// As [`Change::queue`], for a mail that is left to `mail deliver`: the command neither waits for it nor reports it.
    pub(super) fn store_mail(&self, draft: &MailDraft<'_>) -> Result<MailId> {
        let id = mail::next_id(self.tx)?;
        let (user, recipient) = draft.to.parts();
        let (state, error) = draft.to.state(self)?;
        // Unique for ever: the number within the database, the database within the world.
        let message_id = format!("<{id}.{}@{}>", self.info.uuid, self.sender_domain()?);
        let subject = self.subject_of(draft)?;
        let new = NewMail {
            client: draft.client,
            user,
            recipient,
            kind: draft.facts.kind().name(),
            subject: &subject,
            cause: draft.cause.as_ref().map(|(cause, _)| cause.as_str()),
            cause_version: draft.cause.as_ref().map(|(_, version)| *version),
            facts: &draft.facts.to_json()?,
            message_id: &message_id,
            state,
            error: error.as_deref(),
            not_before: self.now + draft.rests,
            required: draft.required,
            audit: self.audit(),
        };
        mail::insert(self.tx, id, &new, self.now)?;
        Ok(id)
    }

    /// Stores the mail as a row of the outbox, in the transaction of this change. The command that makes the change
    /// delivers it after the commit.
    pub fn queue(&mut self, draft: &MailDraft<'_>) -> Result<MailId> {
        let id = self.store_mail(draft)?;
        self.mails.push(id);
        Ok(id)
    }

    /// As [`Change::queue`], for those who are notified of the change: no result of it says what became of their mails.
    pub(super) fn queue_notice(&mut self, draft: &MailDraft<'_>) -> Result<()> {
        let id = self.store_mail(draft)?;
        self.notices.push(id);
        Ok(())
    }

    /// The subject as it is known by now, in the language of the reader.
    pub(super) fn subject_of(&self, draft: &MailDraft<'_>) -> Result<String> {
        let kind = draft.facts.kind();
        let (own, client) = match draft.to {
            Recipient::User(login) => (login.language, draft.client),
            // An address without a login is that of the desk or of a partner, and not of one of the client's people.
            Recipient::Address(_) => (None, None),
        };
        let reader = self.languages.first_of(self.tx, &[own, draft.language], client)?;
        let language = self.wording.language_of(kind, reader, || self.languages.desk(self.tx))?;
        self.wording.subject(kind, language, &draft.names)
    }

    /// Whether anyone can have this mailbox: no one has one under `logins.domain` or `.invalid`.
    ///
    /// # Errors
    /// `failed` when the setting is damaged.
    pub fn mailbox_of(&self, email: &Email) -> Result<Mailbox> {
        let dummies = match self.dummies.get() {
            Some(dummies) => dummies,
            None => {
                let read = dummy_domain(self.tx)?;
                self.dummies.get_or_init(|| read)
            }
        };
        Ok(if dummies.covers(email) { Mailbox::No } else { Mailbox::Yes })
    }

    /// The domain of `mail.from` in ASCII, as every Message-ID ends (RFC 5322, section 3.6.4): some servers distrust
    /// an id of a domain that is not the sender's.
    fn sender_domain(&self) -> Result<&str> {
        if let Some(domain) = self.sender_domain.get() {
            return Ok(domain);
        }
        let sender = config::value(self.tx, "mail.from")?.and_then(|value| settings::split_mailbox(&value).ok());
        let domain = sender.and_then(|(_, address)| Some(address.key().rsplit_once('@')?.1.to_owned()));
        // An id has its bounds too.
        let domain = domain.filter(|domain| domain.len() <= LONGEST_DOMAIN);
        Ok(self.sender_domain.get_or_init(|| domain.unwrap_or_else(|| NO_DOMAIN.to_owned())))
    }
}

// Whom a mail names as the one who caused it.

/// Who did something, as a reader of mails knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Their name, else their address.
    pub name: String,
    /// The partner for whom they work, if any.
    pub partner: Option<String>,
    /// Whether they are of the support desk.
    pub support: bool,
}

impl Author {
    /// The person whom a record names as its author ([`crate::domain::actor::Actor::author`]): an address, or an
    /// operating-system account of staff. A bulk run asks once.
    pub fn named(tx: &Tx<'_>, author: &str) -> Result<Self> {
        let bare = |name: String, support| Self { name, partner: None, support };
        if author == PAGES {
            return Ok(bare("Someone on the sign-in page".to_owned(), false));
        }
        let Ok(email) = Email::parse(author) else {
            let row = staff::by_name(tx, author)?;
            // No mail comes from "root": an account that is no person speaks for the desk.
            if row.as_ref().is_some_and(StaffRow::is_nobody) || row.is_none() && author == ROOT {
                return Ok(bare(desk_name(tx)?, true));
            }
            return Ok(bare(row.map_or_else(|| author.to_owned(), |row| row.member.name), true));
        };
        let Some(person) = login::by_key(tx, email.key())? else { return Ok(bare(author.to_owned(), false)) };
        let name = Some(person.name()).filter(|name| !name.is_empty());
        let partner = match login::membership(tx, person.id)?.filter(|membership| !membership.ended) {
            Some(membership) => partner::by_id(tx, membership.partner)?.map(|row| row.name),
            None => None,
        };
        Ok(Self { name: name.unwrap_or_else(|| author.to_owned()), partner, support: false })
    }

    /// The author of a change in a mail to `reader`: the person on whose behalf staff acts reads that staff did it.
    pub fn for_reader(tx: &Tx<'_>, actor: &Actor, reader: Option<UserId>) -> Result<Self> {
        match actor {
            Actor::OnBehalf { staff, user } if Some(user.id) == reader => Self::named(tx, &staff.os_user),
            _ => Self::named(tx, actor.author()),
        }
    }
}

/// What a desk is called that has no name.
pub const NAMELESS_DESK: &str = "the support desk";

/// What the desk is called in its mails.
pub fn desk_name(tx: &Tx<'_>) -> Result<String> {
    own_desk_name(tx).map(|name| name.unwrap_or_else(|| NAMELESS_DESK.to_owned()))
}

/// The name of the desk, or its address; none where no sender of mails is set.
pub fn own_desk_name(tx: &Tx<'_>) -> Result<Option<String>> {
    let sender = config::value(tx, "mail.from")?.and_then(|value| settings::split_mailbox(&value).ok());
    Ok(sender.map(|(name, address)| name.map_or_else(|| address.as_str().to_owned(), |name| name.as_str().to_owned())))
}

// How often codes are mailed to one address: five times again within 24 hours, over all clients and kinds
// (docs/mail.md). A person who finds many of them in the mailbox trusts none.

/// How often within [`DAY`].
const MOST: usize = 5;
/// For so long a mail counts.
const DAY: Span = Span::DAY;

/// A mail with a code that is about to be queued.
#[derive(Debug, Clone, Copy)]
pub(in crate::ops) struct Sending<'a> {
    pub to: &'a LoginRow,
    /// The client that it is about.
    pub client: Option<ClientId>,
    pub kind: MailKind,
    /// Counts the sendings of its record.
    pub number: i64,
}

impl<'a> Sending<'a> {
    pub(in crate::ops) fn of_invitation(client: ClientId, to: &'a LoginRow, number: i64) -> Self {
        Self { to, client: Some(client), kind: MailKind::Invitation, number }
    }

    /// Refuses the sixth mail within 24 hours that repeats one to the same address.
    ///
    /// # Errors
    /// `conflict`, with the instant from which it may be sent.
    pub(in crate::ops) fn check(self, change: &Change<'_>) -> Result<()> {
        let Some(from) = self.again_from(change.tx, change.now)? else { return Ok(()) };
        let to = &self.to.email;
        Err(Error::conflict(format!("{to} was mailed again {MOST} times within 24 hours, which is the most"))
            .hint(hint!["it may be sent again from ", from.up_to_minute().as_start()])
            .hint(hint![
                "have them look into the junk or spam folder; see what was sent with ",
                Verb::MailList.step().with(Flag::User, &to)
            ])
            .fact("retry_at", from.to_string()))
    }

    /// From when on it may be sent, where that is not now. What is never mailed, or is no repetition, may always.
    pub(in crate::ops) fn again_from(self, tx: &Tx<'_>, now: Instant) -> Result<Option<Instant>> {
        let Self { to, client, kind, number } = self;
        let mut went: Vec<(Option<ClientId>, String)> = Vec::new();
        let mut again = Vec::new();
        for mail in codes(tx, to.id, now - DAY)? {
            // Another address that the login had is another mailbox; what a clock that was set back has before it makes
            // no one wait.
            if mail.at > now || Email::parse(&mail.recipient).is_ok_and(|recipient| recipient != to.email) {
                continue;
            }
            if repeats(&went, mail.client, &mail.kind, mail.sending) {
                again.push(mail.at);
            }
            went.push((mail.client, mail.kind));
        }
        if !repeats(&went, client, kind.name(), number) {
            return Ok(None);
        }
        let first = again.len().checked_sub(MOST).and_then(|first| again.get(first));
        match first {
            Some(first) if bounce::reached(tx, to)? == Reached::Yes => Ok(Some(*first + DAY)),
            _ => Ok(None),
        }
    }
}

/// Whether a mail comes after one of the same kind: another sending of its record, or another invitation or reset where
/// the former was withdrawn. Requests by different partners are different things.
fn repeats(went: &[(Option<ClientId>, String)], client: Option<ClientId>, kind: &str, number: i64) -> bool {
    let same = || went.iter().any(|(of, other)| *of == client && other == kind);
    match kind {
        "link_request" => number > 1,
        "password_reset" | "address_change" => same(),
        _ => number > 1 || same(),
    }
}
