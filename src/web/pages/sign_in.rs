//! Signing in with e-mail address and password (S1.3, S1.12), and signing out.

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::email::Email;
use crate::domain::password::Password;
use crate::domain::reference::UserRef;
use crate::error::{Cause, Error, Result};
use crate::ops::session;
use crate::ops::sign_in;
use crate::ops::web_session;
use crate::web::Site;
use crate::web::cause::Wrong;
use crate::web::desk::{By, Desk};
use crate::web::limits::Attempt;
use crate::web::notice::Notice;
use crate::web::reader::Reader;
use crate::web::visit::{Jar, Reply, Visit};

use super::home;
use super::{Person, frame, shown_if, signed_in};

#[derive(Serialize)]
struct View<'a> {
    email: &'a str,
    error: Option<Wrong>,
}

pub fn show(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    if signed_in(desk, visit)?.is_some() {
        return Ok(Reply::go("/"));
    }
    page(site, desk, visit, None)
}

fn page(site: &Site, desk: &mut Desk, visit: &Visit, error: Option<Error>) -> Result<Reply> {
    let status = if error.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let reader = Reader::stranger(site, desk, visit);
    let (frame, cookies) = frame(site, desk, visit, &reader, None)?;
    let view = View { email: visit.form.get("email").trim(), error: shown_if(error, &reader)? };
    Ok(site.views.page(status, "sign_in.html", &frame, view)?.with(cookies))
}

pub fn sign_in(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    if let Err(reply) = site.attempt(Attempt::SignIn, visit.source, site.of_stranger(visit)) {
        return Ok(reply);
    }
    match proven(desk, visit) {
        Ok(token) => Ok(Reply::go("/").with([visit.set(Jar::Session, token), visit.clear(Jar::Visit)])),
        Err(error) => page(site, desk, visit, Some(error)),
    }
}

/// Proves the password with the throttle of the command line, and begins a session. The value of its cookie.
fn proven(desk: &mut Desk, visit: &Visit) -> Result<String> {
    let email = Email::parse(visit.form.get("email").trim())
        .map_err(|_| Error::denied("this address and this password do not match").because(Cause::NoMatch))?;
    let presented = Password::presented(visit.form.get("password"));
    let (person, strength) = (UserRef::Email(email), desk.strength);
    let proven = sign_in::by_password(&mut desk.unit(&Actor::Visitor, None, &[]), &person, &presented, strength)?;
    let former = visit.session_token();
    let done = desk.change(By::of(&Actor::Visitor), Verb::UserSignIn, &[], |change| {
        web_session::sign_in(change, &proven, former.as_ref())
    })?;
    Ok(done.value.token.reveal().to_string())
}

/// Signs the person out, and logs them out of the account in which they are at work.
pub fn sign_out(_: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    if desk.read(|tx, now| session::former(tx, &person.actor, person.login.id, now))?.is_some() {
        // Where the account moved at this very moment, signing out is done all the same.
        match home::leave_account(desk, person) {
            Err(error) if !error.code().is_refusal() => return Err(error),
            _ => {}
        }
    }
    desk.change(person.by(), Verb::UserSignOut, &[], |change| {
        web_session::sign_out(change, &person.session, &person.login)
    })?;
    Ok(Notice::SignedOut.then_go(visit, "/sign-in").with([visit.clear(Jar::Session)]))
}
