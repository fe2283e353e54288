//! A person gives their login another address, with the code that was mailed there.

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::{ClientId, UserId};
use crate::domain::reference::UserRef;
use crate::error::{Error, Result};
use crate::ops::login::{self, AskedAddress, Rename};
use crate::web::Site;
use crate::web::cause::Wrong;
use crate::web::desk::{By, Desk};
use crate::web::language::Mailed;
use crate::web::notice::Notice;
use crate::web::reader::Reader;
use crate::web::visit::{Jar, Reply, Visit};

use super::{code, frame, shown_if};

#[derive(Serialize)]
struct View {
    old: String,
    new: String,
    error: Option<Wrong>,
}

pub fn take(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::take(site, desk, visit, CodeKind::Address, |desk, code| find(desk, code).map(drop))
}

/// The change that the code opens, with the code.
fn find(desk: &mut Desk, code: Code) -> Result<(Code, AskedAddress)> {
    let asked = desk.read(|tx, now| login::asked_address(tx, &code, now))?;
    Ok((code, asked))
}

pub fn show(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    page(site, desk, visit, None)
}

fn page(site: &Site, desk: &mut Desk, visit: &Visit, error: Option<Error>) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Address, find, |desk, (_, asked)| {
        let reader = Reader::mailed(site, desk, visit, Mailed { person: asked.login.language, ..Mailed::default() });
        let error = shown_if(error, &reader)?;
        let view = View { old: asked.login.email.to_string(), new: asked.to.to_string(), error };
        let status = if view.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let (frame, cookies) = frame(site, desk, visit, &reader, None)?;
        Ok(site.views.page(status, "address.html", &frame, view)?.with(cookies))
    })
}

pub fn confirm(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Address, find, |desk, (code, asked)| {
        let person = UserRef::Id(UserId::new(code.record()));
        let seen = desk.read(|tx, now| login::reached(tx, &Actor::Visitor, &person, now))?;
        let named: Vec<ClientId> = seen.clients.iter().map(|client| client.row.id).collect();
        let done = desk.change(By::of(&Actor::Visitor), Verb::UserRename, &named, |change| {
            login::rename(change, Rename { person: &person, to: &asked.to, code: Some(&code) }, &seen)
        });
        match done {
            Ok(_) => Ok(Notice::Renamed.then_go(visit, "/sign-in").with([visit.clear(Jar::Code)])),
            Err(error) => page(site, desk, visit, Some(error)),
        }
    })
}
