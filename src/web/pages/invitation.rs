//! Answering an invitation with the code from its mail (S1.11, S2.13).

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::code::{Code, CodeKind};
use crate::domain::password::{self, Password};
use crate::domain::reference::UserRef;
use crate::error::{Error, Result};
use crate::ops::invite::{self, PasswordAtAccept, PasswordNeed, Proof};
use crate::ops::outbox::Author;
use crate::ops::password::Hashed;
use crate::ops::sign_in::{self, Proven};
use crate::ops::web_session;
use crate::web::Site;
use crate::web::cause::Wrong;
use crate::web::desk::{By, Desk};
use crate::web::language::Mailed;
use crate::web::limits::Attempt;
use crate::web::notice::Notice;
use crate::web::reader::Reader;
use crate::web::view::Account;
use crate::web::visit::{Jar, Reply, Visit};

use super::{Person, author_name, code, frame_in, shown_if, signed_in};

/// What the page shows of an invitation.
#[derive(Serialize)]
struct View {
    invited_by: String,
    by_support: bool,
    partner: Option<String>,
    message: Option<String>,
    email: String,
    role: String,
    permissions: Vec<String>,
    until: Option<String>,
    /// The same in one word, which comes back with the answer.
    offer: String,
    answer_before: String,
    /// From when on it can be accepted, where that is not yet.
    accept_from: Option<String>,
    proof: Asks,
    shortest: usize,
    /// Who is signed in, where that is another person.
    other: Option<String>,
    /// Why the last try was not taken.
    error: Option<Wrong>,
}

/// What proves that the person is the one who was invited, besides the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Asks {
    /// A new password: the login has none.
    NewPassword,
    /// A new password in place of one that another person may know.
    ReplacedPassword,
    /// The password of the login.
    Password,
    /// Nothing: the person is signed in.
    Nothing,
}

/// What was given to prove it.
enum PersonProof {
    Chosen(Hashed),
    Password(Proven),
    SignedIn,
}

impl Asks {
    fn of(entrance: &PasswordAtAccept, person: Option<&Person>) -> Self {
        match entrance.password {
            PasswordNeed::Password => Self::NewPassword,
            PasswordNeed::Replacement => Self::ReplacedPassword,
            PasswordNeed::Nothing if person.is_some_and(|person| person.login.id == entrance.login.id) => Self::Nothing,
            PasswordNeed::Nothing => Self::Password,
        }
    }
}

pub fn take(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::take(site, desk, visit, CodeKind::Invitation, |desk, code| find(desk, code).map(drop))
}

/// The invitation that a code opens, with the code.
struct Found {
    code: Code,
    entrance: PasswordAtAccept,
    author: Author,
}

impl Found {
    /// Who was invited.
    fn reader(&self, site: &Site, desk: &Desk, visit: &Visit) -> Reader {
        let PasswordAtAccept { login, invitation, client, .. } = &self.entrance;
        let (person, invitation, client) = (login.language, invitation.language, client.row.language);
        Reader::mailed(site, desk, visit, Mailed { person, invitation, client })
    }
}

/// What the code opens, if it can be answered.
fn find(desk: &mut Desk, code: Code) -> Result<Found> {
    let (entrance, author) = desk.read(|tx, now| {
        let entrance = invite::inspect(tx, &Actor::Visitor, &code, now)?;
        entrance.must_be_open(now)?;
        // The same answer once more is nothing that a page is shown for.
        if !entrance.invitation.is_open(now) {
            return Err(Error::expired(format!("{} was answered", entrance.invitation.id)));
        }
        let author = Author::named(tx, &entrance.invitation.invited_by)?;
        Ok((entrance, author))
    })?;
    Ok(Found { code, entrance, author })
}

pub fn show(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    page(site, desk, visit, None)
}

/// The page, with what was wrong with the last try.
fn page(site: &Site, desk: &mut Desk, visit: &Visit, error: Option<Error>) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Invitation, find, |desk, found| {
        shown_to(site, desk, visit, &found, error)
    })
}

fn shown_to(site: &Site, desk: &mut Desk, visit: &Visit, found: &Found, error: Option<Error>) -> Result<Reply> {
    let Found { entrance, author, .. } = found;
    let person = signed_in(desk, visit)?;
    let reader = found.reader(site, desk, visit);
    let locale = reader.locale();
    let invitation = &entrance.invitation;
    let terms = invitation.terms;
    let view = View {
        invited_by: author_name(site, author, &reader),
        by_support: author.support,
        partner: author.partner.clone(),
        message: invitation.message.clone(),
        email: entrance.login.email.to_string(),
        role: locale.role(terms.role),
        permissions: locale.permissions(terms.permissions),
        until: terms.until.map(|until| locale.end(until)),
        offer: terms.word(),
        answer_before: locale.at(invitation.expires_at),
        accept_from: entrance
            .recovery
            .as_ref()
            .filter(|recovery| desk.now() < recovery.opens_at)
            .map(|recovery| locale.at(recovery.opens_at)),
        proof: Asks::of(entrance, person.as_ref()),
        shortest: Password::SHORTEST,
        other: person
            .as_ref()
            .filter(|person| person.login.id != entrance.login.id)
            .map(|person| person.login.email.to_string()),
        error: shown_if(error, &reader)?,
    };
    let status = if view.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (frame, cookies) = frame_in(site, desk, visit, &reader, person.as_ref(), Account::of(&entrance.client.row))?;
    Ok(site.views.page(status, "invitation.html", &frame, view)?.with(cookies))
}

pub fn accept(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Invitation, find, |desk, found| accept_opened(site, desk, visit, &found))
}

fn accept_opened(site: &Site, desk: &mut Desk, visit: &Visit, found: &Found) -> Result<Reply> {
    let Found { code, entrance, .. } = found;
    if let Err(error) = entrance.must_be_over_hold(desk.now()) {
        return page(site, desk, visit, Some(error));
    }
    let person = signed_in(desk, visit)?;
    let proof = match Asks::of(entrance, person.as_ref()) {
        Asks::NewPassword | Asks::ReplacedPassword => match chosen(desk, visit, entrance) {
            Ok(hashed) => PersonProof::Chosen(hashed),
            Err(error) => return page(site, desk, visit, Some(error)),
        },
        Asks::Password => {
            let language = found.reader(site, desk, visit).language;
            if let Err(reply) = site.attempt(Attempt::SignIn, visit.source, language) {
                return Ok(reply);
            }
            let (email, strength) = (UserRef::Email(entrance.login.email.clone()), desk.strength);
            let presented = Password::presented(visit.form.get("password"));
            let mut unit = desk.unit(&Actor::Visitor, None, &[]);
            match sign_in::by_password(&mut unit, &email, &presented, strength) {
                Ok(proven) => PersonProof::Password(proven),
                Err(error) => return page(site, desk, visit, Some(error)),
            }
        }
        Asks::Nothing => PersonProof::SignedIn,
    };
    let (client, former) = (&entrance.client, visit.session_token());
    // Who is signed in acts as that person, so that the change is refused if the sign-in has ended meanwhile.
    let actor = match (&proof, &person) {
        (PersonProof::SignedIn, Some(person)) => &person.actor,
        _ => &Actor::Visitor,
    };
    let done = desk.change(By::of(actor), Verb::InviteAccept, &[client.row.id], |change| {
        let chosen = match &proof {
            PersonProof::Chosen(hashed) => Some(hashed),
            PersonProof::Password(_) | PersonProof::SignedIn => None,
        };
        invite::accept(change, client, Proof::Code(code), chosen, Some(super::offer_shown(visit)))?;
        let password = match &proof {
            PersonProof::Chosen(hashed) => hashed.as_str(),
            PersonProof::Password(proven) => &proven.credential.hash,
            PersonProof::SignedIn => return Ok(None),
        };
        web_session::begin(change, &entrance.login, password, former.as_ref()).map(Some)
    });
    match done {
        Ok(done) => {
            let session = done.value.map(|signed_in| visit.set(Jar::Session, signed_in.token.reveal().to_string()));
            Ok(Notice::Accepted.then_go(visit, "/").with(session).with([visit.clear(Jar::Code)]))
        }
        Err(error) => page(site, desk, visit, Some(error)),
    }
}

/// The password that was chosen, hashed.
fn chosen(desk: &mut Desk, visit: &Visit, entrance: &PasswordAtAccept) -> Result<Hashed> {
    let (person, place) = (&entrance.login, &entrance.client.row);
    let names = [person.first_name.as_str(), &person.last_name, &place.name, place.slug.as_str()];
    let context = password::Context { email: person.email.as_str(), names: &names };
    let password = super::password::typed(visit, &context)?;
    desk.hash(&password)
}

pub fn decline(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Invitation, find, |desk, Found { code, entrance, .. }| {
        let client = &entrance.client;
        let done = super::reason(visit).and_then(|reason| {
            let by = By { actor: &Actor::Visitor, reason: reason.as_deref() };
            desk.change(by, Verb::InviteDecline, &[client.row.id], |change| {
                invite::decline(change, client, Proof::Code(&code))
            })
        });
        match done {
            Ok(_) => Ok(Notice::Declined.then_go(visit, "/done").with([visit.clear(Jar::Code)])),
            Err(error) => page(site, desk, visit, Some(error)),
        }
    })
}
