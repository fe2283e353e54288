//! One of a client's people stops its recovery, with the code from their mail. The use case is that of
//! `client stop-recovery`, in `ops::recovery`.

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::code::{Code, CodeKind};
use crate::domain::reference::UserRef;
use crate::error::{Error, Result};
use crate::ops::recovery::{self, By as Right, Shown};
use crate::ops::resolve::{self, ClientSeen};
use crate::ops::who;
use crate::web::Site;
use crate::web::cause::Wrong;
use crate::web::desk::{By, Desk};
use crate::web::language::Mailed;
use crate::web::notice::Notice;
use crate::web::reader::Reader;
use crate::web::view::Account;
use crate::web::visit::{Jar, Reply, Visit};

use super::{author_name, code, frame_in, reason, shown_if};

#[derive(Serialize)]
struct View {
    email: String,
    begun_by: String,
    begun_at: String,
    opens_at: String,
    error: Option<Wrong>,
}

/// A recovery that can be stopped with the code.
struct Found {
    code: Code,
    shown: Shown,
    seen: ClientSeen,
    /// The languages of the mail.
    mailed: Mailed,
}

impl Found {
    /// Who got the mail: one of the people of the client.
    fn reader(&self, site: &Site, desk: &Desk, visit: &Visit) -> Reader {
        Reader::mailed(site, desk, visit, self.mailed)
    }
}

pub fn take(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::take(site, desk, visit, CodeKind::Recovery, |desk, code| find(desk, code).map(drop))
}

fn find(desk: &mut Desk, code: Code) -> Result<Found> {
    let (shown, seen, person) = desk.read(|tx, now| {
        let shown = recovery::shown(tx, &code, now)?;
        let seen = resolve::client_by_id(tx, &Actor::Visitor, shown.recovery.client, "the code", now)?;
        resolve::must_be_open(&seen.row)?;
        let person = who::find_user(tx, &UserRef::Id(shown.recipient))?.and_then(|login| login.language);
        Ok((shown, seen, person))
    })?;
    let mailed = Mailed { person, invitation: None, client: seen.row.language };
    Ok(Found { code, shown, seen, mailed })
}

pub fn show(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    page(site, desk, visit, None)
}

fn page(site: &Site, desk: &mut Desk, visit: &Visit, error: Option<Error>) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Recovery, find, |desk, found| {
        let Shown { recovery, invitation, begun_by, .. } = &found.shown;
        let reader = found.reader(site, desk, visit);
        let locale = reader.locale();
        let view = View {
            email: invitation.address.to_string(),
            begun_by: author_name(site, begun_by, &reader),
            begun_at: locale.at(recovery.begun_at),
            opens_at: locale.at(recovery.opens_at),
            error: shown_if(error, &reader)?,
        };
        let status = if view.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let (frame, cookies) = frame_in(site, desk, visit, &reader, None, Account::of(&found.seen.row))?;
        Ok(site.views.page(status, "recovery.html", &frame, view)?.with(cookies))
    })
}

pub fn stop(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::opened(site, desk, visit, CodeKind::Recovery, find, |desk, found| {
        let Found { code, seen, .. } = &found;
        let done = reason(visit).and_then(|reason| {
            let by = By { actor: &Actor::Visitor, reason: reason.as_deref() };
            desk.change(by, Verb::ClientStopRecovery, &[seen.row.id], |change| {
                recovery::stop(change, seen, Right::Code(code))
            })
        });
        match done {
            Ok(_) => Ok(Notice::RecoveryStopped.then_go(visit, "/done").with([visit.clear(Jar::Code)])),
            Err(error) => page(site, desk, visit, Some(error)),
        }
    })
}
