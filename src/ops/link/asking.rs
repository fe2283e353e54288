//! Who is asked to answer a request, and how they are mailed: each with a code of their own, so that the answer has a
//! name (docs/reference.md#links).

use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::code::CodeKind;
use crate::domain::email::Email;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::UserId;
use crate::domain::link::Link;
use crate::domain::login::{LoginRow, LoginState};
use crate::domain::partner::PartnerRow;
use crate::domain::permission::Permissions;
use crate::domain::role::Role;
use crate::domain::terms::{Terms, check_given_end};
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Hint, Result, Wanted, hint, sentence};
use crate::mail::MailKind;
use crate::ops::hold;
use crate::ops::outbox::MailDraft;
use crate::ops::outbox::Sending;
use crate::ops::resolve::named;
use crate::ops::unit_of_work::Change;
use crate::store::{Tx, code, grant, link, login};

/// Mails the request to each of those who may answer, with a new code; the code of a person who may no longer
/// answer is dead.
///
/// # Errors
/// `conflict` when there is no one who could answer.
pub(super) fn ask(change: &mut Change<'_>, link: &Link, client: &ClientRow, partner: &PartnerRow) -> Result<()> {
    let asked = answerers(change.tx, client, change.now)?;
    if asked.is_empty() {
        return Err(nobody(client));
    }
    for former in link::recipients(change.tx, link.id)? {
        if !asked.iter().any(|login| login.id == former.user) {
            code::kill(change.tx, CodeKind::Link, former.id.get())?;
        }
    }
    for login in &asked {
        let known = link::recipient_of(change.tx, link.id, login.id)?.map(|known| known.id);
        let recipient = match known {
            Some(recipient) => recipient,
            None => link::insert_recipient(change.tx, client.id, link.id, login.id, login.email.as_str())?,
        };
        change.about_user(login.id);
        let number = i64::from(link.send_count);
        Sending { to: login, client: Some(client.id), kind: MailKind::LinkRequest, number }.check(change)?;
        change.issue_code(CodeKind::Link, recipient.get(), Some(client.id))?;
        let name = (client.id, client.name.as_str());
        let mail = change.queue(&MailDraft::link_request(link, recipient, login, name, &partner.name))?;
        link::set_recipient_mail(change.tx, recipient, login.email.as_str(), mail)?;
    }
    Ok(())
}

/// Those who may answer for a client: each active owner and admin, else the prepared owners. Not the users that the
/// client made for partners.
pub(super) fn answerers(tx: &Tx<'_>, client: &ClientRow, now: Instant) -> Result<Vec<LoginRow>> {
    let mut active = Vec::new();
    let mut prepared = Vec::new();
    for grant in grant::of_client(tx, client.id)? {
        if !grant.terms.role.holds_office() || grant.for_partner.is_some() {
            continue;
        }
        let login = login::by_id(tx, grant.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
        if is_in_office(&grant, &login, now) {
            active.push(login);
        } else if is_owner_to_be(tx, &grant, &login)? {
            prepared.push(login);
        }
    }
    Ok(if active.is_empty() { prepared } else { active })
}

/// Someone who was asked and may still answer.
#[derive(Debug, Clone)]
pub(super) struct Answerer {
    email: Email,
    terms: Terms,
}

impl Answerer {
    /// Whether they may give what the link gives: no more than they have, and no later end.
    ///
    /// # Errors
    /// `denied`.
    pub(super) fn must_have(&self, permissions: Permissions, until: Option<Instant>) -> Result<()> {
        let given = self.terms.check_given(permissions).and_then(|()| check_given_end(self.terms.until, until));
        given.map_err(|why| Error::denied(sentence![self.email, " cannot give that: ", why]).hint(less()))
    }
}

/// What someone can do who may not give all that is asked.
pub(super) fn less() -> Hint {
    hint![
        "approve less with ",
        Flag::Permissions,
        ", or for a shorter time with ",
        Flag::For,
        ", or let an owner answer"
    ]
}

/// Who was asked, if they may still answer.
///
/// # Errors
/// `denied`.
pub(super) fn answerer(tx: &Tx<'_>, client: &ClientRow, user: UserId, now: Instant) -> Result<Answerer> {
    let login = login::by_id(tx, user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    let grant = grant::open(tx, client.id, user)?
        .filter(|grant| grant.for_partner.is_none() && grant.terms.role.holds_office());
    let grant = match grant {
        Some(grant) if is_in_office(&grant, &login, now) || is_owner_to_be(tx, &grant, &login)? => Some(grant),
        _ => None,
    };
    let Some(grant) = grant else {
        return Err(Error::denied(format!(
            "{} no longer owns or administers {}, and cannot answer for it",
            login.email,
            named(client)
        ))
        .hint(hint!["see who does with ", Verb::UserList.step().client(&client.slug)]));
    };
    Ok(Answerer { email: login.email, terms: grant.terms })
}

fn is_in_office(grant: &GrantRow, login: &LoginRow, now: Instant) -> bool {
    grant.is_in_force(now) && login.state == LoginState::Active
}

fn is_owner_to_be(tx: &Tx<'_>, grant: &GrantRow, login: &LoginRow) -> Result<bool> {
    let is_prepared =
        grant.state == GrantState::Prepared && grant.terms.role == Role::Owner && login.state != LoginState::Inactive;
    Ok(is_prepared && !hold::makes_owner(tx, grant)?)
}

fn nobody(client: &ClientRow) -> Error {
    Error::conflict(format!("{} has no owner or admin who could answer; nothing was sent", named(client)))
        .hint(hint![
            "enter an owner with ",
            Verb::UserAdd.step().about(&Wanted("EMAIL")).client(&client.slug).role("owner")
        ])
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string())
}
