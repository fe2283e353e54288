//! Passwords: chosen with the code of a mail, changed by the person, and forgotten (S1.3, S4.11, S4.12).

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::code::{Code, CodeKind};
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::login::PasswordDuty;
use crate::domain::password::{Context, Password};
use crate::domain::reference::UserRef;
use crate::error::{Cause, Error, Result};
use crate::ops::login::{self, By as Proof, SessionsEnd};
use crate::ops::{sign_in, web_session};
use crate::web::Site;
use crate::web::cause::Wrong;
use crate::web::desk::{After, By, Desk};
use crate::web::language::Mailed;
use crate::web::limits::Attempt;
use crate::web::notice::Notice;
use crate::web::reader::Reader;
use crate::web::visit::{Jar, Reply, Visit};

use super::{Person, code, frame, shown_if};

/// What the page of a new password shows.
#[derive(Serialize)]
struct View {
    email: String,
    /// Where the form goes.
    path: &'static str,
    asks: Asks,
    shortest: usize,
    error: Option<Wrong>,
}

/// Why a new password is chosen, and what is asked for besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Asks {
    /// The code was given: nothing.
    Nothing,
    /// The present one.
    Present,
    /// The temporary one, which must be replaced now.
    Temporary,
}

/// The new password of a form, typed twice.
///
/// # Errors
/// `usage` when the two differ, and as [`Password::new`].
pub fn typed(visit: &Visit, context: &Context<'_>) -> Result<Password> {
    let (once, again) = (visit.form.get("new_password"), visit.form.get("new_password_again"));
    if once != again {
        return Err(Error::usage("the two passwords differ").because(Cause::PasswordsDiffer));
    }
    Password::new(once, context)
}

pub fn take(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::take(site, desk, visit, CodeKind::Password, |desk, code| proof(desk, code).map(drop))
}

pub fn show_new(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    new_page(site, desk, visit, None)
}

fn new_page(site: &Site, desk: &mut Desk, visit: &Visit, error: Option<Error>) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Password, proof, |desk, proof| {
        let mailed = Mailed { person: proof.login().language, ..Mailed::default() };
        let reader = Reader::mailed(site, desk, visit, mailed);
        let view = View {
            email: proof.login().email.to_string(),
            path: "/password/new",
            asks: Asks::Nothing,
            shortest: Password::SHORTEST,
            error: shown_if(error, &reader)?,
        };
        page(site, desk, visit, (&reader, None), view)
    })
}

fn page(
    site: &Site,
    desk: &mut Desk,
    visit: &Visit,
    (reader, person): (&Reader, Option<&Person>),
    view: View,
) -> Result<Reply> {
    let status = if view.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (frame, cookies) = frame(site, desk, visit, reader, person)?;
    Ok(site.views.page(status, "password.html", &frame, view)?.with(cookies))
}

/// What the code proves.
fn proof(desk: &mut Desk, code: Code) -> Result<Proof> {
    let person = UserRef::Id(UserId::new(code.record()));
    desk.read(|tx, now| login::by_code(tx, &person, code, now))
}

pub fn set_new(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Password, proof, |desk, proof| {
        match set(desk, visit, &Actor::Visitor, &proof, None) {
            Ok(token) => {
                let cookies = [visit.set(Jar::Session, token), visit.clear(Jar::Code)];
                Ok(Notice::PasswordSet.then_go(visit, "/").with(cookies))
            }
            Err(error) => new_page(site, desk, visit, Some(error)),
        }
    })
}

/// Sets the password that was typed, and signs the person in again: all sessions from before have ended.
fn set(desk: &mut Desk, visit: &Visit, actor: &Actor, proof: &Proof, present: Option<&Password>) -> Result<String> {
    let login = proof.login().clone();
    let (basis, named) = desk.read(|tx, _| {
        let named = login::clients_of_sessions(tx, &login, SessionsEnd::NewPassword)?;
        Ok((login::password_basis(tx, &login)?, named))
    })?;
    let names: Vec<&str> = basis.names.iter().map(String::as_str).collect();
    let password = typed(visit, &Context { email: login.email.as_str(), names: &names })?;
    basis.must_differ(&password, present, desk.strength)?;
    let hashed = desk.hash(&password)?;
    let person = UserRef::Email(login.email.clone());
    let former = visit.session_token();
    let done = desk.change(By::of(actor), Verb::UserSetPassword, &named, |change| {
        let set = login::set(change, &person, proof, &hashed)?;
        web_session::begin(change, &set.login, hashed.as_str(), former.as_ref())
    })?;
    Ok(done.value.token.reveal().to_string())
}

pub fn show_change(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    change_page(site, desk, visit, person, None)
}

fn change_page(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person, error: Option<Error>) -> Result<Reply> {
    let reader = Reader::person(site, desk, visit, &person.login);
    let error = shown_if(error, &reader)?;
    let asks = if person.login.duty == PasswordDuty::Change { Asks::Temporary } else { Asks::Present };
    let email = person.login.email.to_string();
    let view = View { email, path: super::CHANGE, asks, shortest: Password::SHORTEST, error };
    page(site, desk, visit, (&reader, Some(person)), view)
}

pub fn change(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    if let Err(reply) = site.attempt(Attempt::SignIn, visit.source, site.of_person(visit, &person.login)) {
        return Ok(reply);
    }
    let (email, strength) = (UserRef::Email(person.login.email.clone()), desk.strength);
    let present = Password::presented(visit.form.get("password"));
    let proven = sign_in::by_password(&mut desk.unit(&person.actor, None, &[]), &email, &present, strength);
    let set = proven.and_then(|proven| set(desk, visit, &person.actor, &Proof::Password(proven), Some(&present)));
    match set {
        Ok(token) => Ok(Notice::PasswordSet.then_go(visit, "/").with([visit.set(Jar::Session, token)])),
        Err(error) => change_page(site, desk, visit, person, Some(error)),
    }
}

pub fn show_forgotten(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    let reader = Reader::stranger(site, desk, visit);
    let (frame, cookies) = frame(site, desk, visit, &reader, None)?;
    Ok(site.views.page(StatusCode::OK, "forgotten.html", &frame, ())?.with(cookies))
}

/// Mails a code. The answer is the same for every address, known or not, and does not wait for what is done.
pub fn forgotten(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    if let Err(reply) = site.attempt(Attempt::Forgotten, visit.source, site.of_stranger(visit)) {
        return Ok(reply);
    }
    if let Ok(email) = Email::parse(visit.form.get("email").trim()) {
        desk.later(After::Mail, move |desk| {
            let _ = desk.change(By::of(&Actor::Visitor), Verb::UserResetPassword, &[], |change| {
                login::forgotten(change, &email)
            });
        });
    }
    Ok(Notice::MailSent.then_go(visit, "/password/forgotten"))
}
