//! Dedicated users: the client makes a login for a partner, active at once, because the partner's people enter with one
//! click and not with a password (S0.1–S0.9).

use crate::domain::audit_event::{AuditEvent, End, Event, YesNo};
use crate::domain::authority::{Concerns, Sight, Target, Verb};
use crate::domain::client::ClientRow;
use crate::domain::dedicated::{self, check_role};
use crate::domain::email::Email;
use crate::domain::grant::{GrantRow, GrantState};
use crate::domain::id::{ClientId, EntityId};
use crate::domain::login::{LoginRow, LoginState, Mailbox, PasswordDuty};
use crate::domain::name::Name;
use crate::domain::partner::PartnerRow;
use crate::domain::permission::Permissions;
use crate::domain::reference::{PartnerRef, UserRef};
use crate::domain::role::Role;
use crate::domain::terms::{Asked, Terms};
use crate::domain::time::Instant;
use crate::error::{Error, Hint, Result, hint};
use crate::ops::invite::{EndOfNeed, end_open, must_not_be_inactive, whose};
use crate::ops::readiness::{self, Readiness};
use crate::ops::resolve::{self, ClientSeen, named, partner_must_be_active};
use crate::ops::unit_of_work::Change;
use crate::ops::{partner, reach, who};
use crate::store::grant::{self, NewGrant};
use crate::store::login::{self, NewLogin};
use crate::store::{client, partner_user};

use super::{address, is_former};
use super::{must_agree, nobody};
use crate::ops::person_name::{self, NameEdit};
use crate::ops::setting::dummy_domain;

/// A dedicated user to be made.
#[derive(Debug, Clone)]
pub struct AddDedicatedUser {
    /// Its address; `None`: the suggested one.
    pub person: Option<UserRef>,
    /// The partner that it is for.
    pub partner: PartnerRef,
    /// First and last name, if it is to have any.
    pub names: Option<(Name, Name)>,
    pub role: Role,
    /// The resolved set; `None`: the role's default.
    pub permissions: Option<Permissions>,
    /// The end of the term.
    pub until: Option<Instant>,
    /// Whether mail to the address reaches anyone, as far as it is known from what was said.
    pub mailbox: Mailbox,
}

/// A dedicated user that was made, or was there.
#[derive(Debug)]
pub struct Dedicated {
    pub login: LoginRow,
    /// What it has in the client.
    pub terms: Terms,
    pub company: PartnerRow,
    /// Whether its address is under a real domain that is not the partner's: others may read its mail.
    pub elsewhere: bool,
    /// What is still missing for one-click access.
    pub readiness: Readiness,
}

/// Makes the dedicated user of a client for a partner. There is one for each pair.
///
/// # Errors
/// `usage` for a role that it cannot have; `not_found`, `denied`; `conflict` when there is one already with another
/// address or other terms, or the address is someone's; `foreign_entity` when it is that of another client.
pub fn add_dedicated(change: &mut Change<'_>, seen: &ClientSeen, wanted: &AddDedicatedUser) -> Result<Dedicated> {
    let client = change.client(seen)?;
    let role = check_role(wanted.role)?;
    let permissions = dedicated::permissions(role, wanted.permissions)?;
    let terms = Terms { role, permissions, until: wanted.until };
    let relation = change.relation(client.id)?;
    // Who may not do it at all learns nothing about partners and addresses.
    change.authorise(&Target::client(relation))?;
    let company = resolve::partner_named(change.tx, change.actor, &wanted.partner)?;
    let existing = existing(change, &client, &company)?;
    let over = |grant: &GrantRow| grant.terms.until.is_some_and(|until| change.now >= until);
    match &existing {
        Some((login, grant)) if !over(grant) || same_address(wanted, login) => {
            change.authorise(&Target::member(relation, Concerns::Others, grant.terms.role.max(role)))?;
            let asked = Asked { role: Some(role), permissions: wanted.permissions, until: wanted.until };
            must_be_the_same(change, &client, &company, login, grant, wanted, &asked)?;
            change.about_user(login.id);
            change.unchanged(EntityId::User(login.id));
            return done(change, &client, company, login.clone(), grant.terms);
        }
        _ => {}
    }
    let place = place_for(change, &client, &company, wanted)?;
    let own = place.login.as_ref().map_or(Concerns::Others, |login| whose(change, login.id));
    let touched = place.prepared.as_ref().map_or(role, |prepared| prepared.terms.role.max(role));
    change.authorise(&Target::member(relation, own, touched).giving(permissions).lasting(wanted.until))?;
    partner_must_be_active(&company)?;
    let (now, audit, author) = (change.now, change.audit(), change.actor.author().to_owned());
    if let Some((_, former)) = existing {
        grant::end(change.tx, former.id, now, &author, audit)?;
    }
    let (login, named) = login_at(change, client.id, place, wanted)?;
    let for_partner = Some(company.id);
    let new = NewGrant { client: client.id, user: login.id, terms, for_partner, granted_by: &author };
    let id = grant::prepare(change.tx, &new, now, audit)?;
    grant::activate(change.tx, id, &terms, now, audit)?;
    change.about_user(login.id);
    change.record(AuditEvent::UserAdd {
        id: login.id,
        email: login.email.clone(),
        role: terms.role,
        permissions: terms.permissions,
        until: End(terms.until),
        partner: Some(company.id.into()),
        mailbox: Some(if login.mailbox == Mailbox::Yes { YesNo::Yes } else { YesNo::No }),
    });
    named.into_iter().for_each(|event| change.record(event));
    end_open(change, client.id, &login.email, EndOfNeed::IsIn)?;
    done(change, &client, company, login, terms)
}

/// The dedicated user of the pair, as far as it was not ended.
fn existing(change: &Change<'_>, client: &ClientRow, company: &PartnerRow) -> Result<Option<(LoginRow, GrantRow)>> {
    let Some(grant) = grant::dedicated(change.tx, client.id, company.id)? else { return Ok(None) };
    let login = login::by_id(change.tx, grant.user)?.ok_or_else(|| Error::failed("damaged data: a login is gone"))?;
    Ok(Some((login, grant)))
}

fn done(
    change: &Change<'_>,
    client: &ClientRow,
    company: PartnerRow,
    login: LoginRow,
    terms: Terms,
) -> Result<Dedicated> {
    let email = &login.email;
    let contact = company.contact_email.as_deref().and_then(|contact| Email::parse(contact).ok());
    let elsewhere = !dummy_domain(change.tx)?.covers(email)
        && contact.is_none_or(|contact| contact.domain() != email.domain())
        && !partner_user::has_domain(change.tx, company.id, email.domain())?;
    let readiness = readiness::between(change.tx, client, &company, Sight::Record, change.now)?;
    Ok(Dedicated { login, terms, company, elsewhere, readiness })
}

/// Whether what was said names this login: nothing was said, its address, or its id.
fn same_address(wanted: &AddDedicatedUser, login: &LoginRow) -> bool {
    match &wanted.person {
        None => true,
        Some(UserRef::Email(email)) => *email == login.email,
        Some(UserRef::Id(id)) => *id == login.id,
    }
}

fn must_be_the_same(
    change: &Change<'_>,
    client: &ClientRow,
    company: &PartnerRow,
    login: &LoginRow,
    grant: &GrantRow,
    wanted: &AddDedicatedUser,
    asked: &Asked,
) -> Result<()> {
    if same_address(wanted, login) {
        must_agree(change, client, login, grant, asked)?;
        return must_not_be_inactive(login);
    }
    Err(Error::conflict(format!(
        "{} has a dedicated user for {} already, {}; there is one for each partner",
        named(client),
        partner::named(company),
        login.email
    ))
    .hint(hint!["take it out with ", Verb::UserRemove.step().about(&login.email).client(&client.slug), ", and repeat"])
    .fact("user_id", login.id.to_string())
    .fact("client_id", client.id.to_string())
    .fact("client_slug", client.slug.to_string()))
}

/// Where the dedicated user comes from.
struct DedicatedOrigin {
    email: Email,
    /// The login that has it already, and is free for it.
    login: Option<LoginRow>,
    /// What was prepared here for a person with that address.
    prepared: Option<GrantRow>,
}

/// An address that no one uses (S0.6). What was only prepared here, and entered nothing yet, gives way; so does
/// the former dedicated user of the same pair.
fn place_for(
    change: &Change<'_>,
    client: &ClientRow,
    company: &PartnerRow,
    wanted: &AddDedicatedUser,
) -> Result<DedicatedOrigin> {
    let known = match &wanted.person {
        None => {
            let email = address(change.tx, client, company)?.email;
            match login::by_key(change.tx, email.key())? {
                None => return Ok(DedicatedOrigin { email, login: None, prepared: None }),
                Some(login) => login,
            }
        }
        Some(person) => match (who::find_in_client(change.tx, change.actor, person, client.id)?, person) {
            (Some(login), _) => login,
            (None, UserRef::Email(email)) => {
                return Ok(DedicatedOrigin { email: email.clone(), login: None, prepared: None });
            }
            (None, UserRef::Id(_)) => return Err(nobody(person)),
        },
    };
    if is_former(change.tx, &known, client, company.id)? {
        return Ok(DedicatedOrigin { email: known.email.clone(), login: Some(known), prepared: None });
    }
    let mut grants = grant::of_user(change.tx, known.id)?;
    let only_here = grants.len() == 1 && grants.first().is_some_and(|grant| is_offer_here(grant, client));
    if known.state == LoginState::Prepared && only_here {
        return Ok(DedicatedOrigin { email: known.email.clone(), login: Some(known), prepared: grants.pop() });
    }
    Err(taken(change, client, company, &known, &grants)?)
}

fn is_offer_here(grant: &GrantRow, client: &ClientRow) -> bool {
    grant.client == client.id && grant.state == GrantState::Prepared && grant.terms.role != Role::Owner
}

/// Why the address cannot be used, as far as the actor may know it.
fn taken(
    change: &Change<'_>,
    client: &ClientRow,
    company: &PartnerRow,
    login: &LoginRow,
    grants: &[GrantRow],
) -> Result<Error> {
    let email = &login.email;
    let mut error = None;
    for grant in grants {
        if error.is_some() || !reach::sees(change.tx, change.actor, grant.client, change.now)? {
            continue;
        }
        let Some(other) = client::by_id(change.tx, grant.client)? else { continue };
        let place = named(&other);
        error = Some(match grant.for_partner {
            Some(_) if other.id != client.id => Error::foreign_entity(format!(
                "{email} is the dedicated user of {place}, not of {}; nothing was changed",
                client.slug
            ))
            .other_client(other.id)
            .fact("other_client_slug", other.slug.to_string()),
            Some(_) => Error::conflict(format!("{email} is the dedicated user of {place} for another partner")),
            None => Error::conflict(format!("{email} is {} in {place}", grant.terms.role)),
        });
    }
    let staff = change.actor.is_support();
    let membership = login::membership(change.tx, login.id)?
        .filter(|membership| !membership.ended && (staff || membership.partner == company.id));
    let error = match (error, membership) {
        (Some(error), _) => error,
        (None, Some(_)) => Error::conflict(format!("{email} is the login of a partner user, who works as themselves")),
        (None, None) => Error::conflict(format!("{email} is someone's login already")),
    };
    let free = address(change.tx, client, company)?.email;
    Ok(error
        .hint(Hint::plain("a dedicated user has an address of its own, which no one uses; its mailbox need not exist"))
        .hint(Hint::plain(format!("leave the address out, and it is {free}")))
        .fact("client_id", client.id.to_string())
        .fact("client_slug", client.slug.to_string()))
}

/// The login, active at once and without a password.
fn login_at(
    change: &mut Change<'_>,
    client: ClientId,
    place: DedicatedOrigin,
    wanted: &AddDedicatedUser,
) -> Result<(LoginRow, Option<Event>)> {
    let (tx, now, audit) = (change.tx, change.now, change.audit());
    let mut named = None;
    let given = wanted.names.as_ref().map_or(("", ""), |(first, last)| (first.as_str(), last.as_str()));
    let mailbox = if dummy_domain(tx)?.covers(&place.email) { Mailbox::No } else { wanted.mailbox };
    if let Some(grant) = place.prepared {
        grant::end(tx, grant.id, now, change.actor.author(), audit)?;
    }
    let id = match place.login {
        None => {
            let (email, duty) = (&place.email, PasswordDuty::None);
            let (first_name, last_name) = given;
            let new =
                NewLogin { email, first_name, last_name, state: LoginState::Active, duty, mailbox, language: None };
            login::insert(tx, &new, now, audit)?
        }
        Some(login) => {
            if login.state == LoginState::Prepared {
                login::set_state(tx, login.id, LoginState::Active, now, audit)?;
            }
            if mailbox != login.mailbox {
                login::set_mailbox(tx, login.id, mailbox, audit)?;
            }
            if let Some((first, last)) = &wanted.names {
                let edit = NameEdit::of(first.clone(), last.clone());
                if edit.changes(&login) {
                    let changed = person_name::set(change, Some(client), &login, &edit)?;
                    named = Some(person_name::edited(&login).with_change(changed));
                }
            }
            login.id
        }
    };
    let login = login::by_id(tx, id)?.ok_or_else(|| Error::bug("the login is gone"))?;
    Ok((login, named))
}
