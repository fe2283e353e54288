//! Takes codes from mails: they are typed or come with a link, are kept in a cookie for 15 minutes, and are never in
//! the address of a page.

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::code::{Code, CodeKind};
use crate::domain::language::Language;
use crate::error::{Code as ErrorCode, Error, Result};
use crate::language::catalogue::say;
use crate::language::{Catalogue, Text};
use crate::web::Site;
use crate::web::desk::Desk;
use crate::web::limits::Attempt;
use crate::web::reader::Reader;
use crate::web::view::{Frame, Menu};
use crate::web::visit::{Jar, Reply, Visit};

use super::frame;

/// Takes the code of the form, looks whether `opens` it, and goes to the page that shows what it is for. Looking changes
/// nothing; a code that opens nothing is counted.
///
/// # Errors
/// `busy`, `failed`.
pub fn take(
    site: &Site,
    desk: &mut Desk,
    visit: &Visit,
    kind: CodeKind,
    opens: impl FnOnce(&mut Desk, Code) -> Result<()>,
) -> Result<Reply> {
    if let Err(reply) = site.may(Attempt::Code, visit.source, site.of_stranger(visit)) {
        return Ok(reply);
    }
    let given = visit.form.get("code").trim();
    let opened = Code::parse_as(kind, given).and_then(|code| {
        let kept = code.reveal().to_owned();
        opens(desk, code).map(|()| kept)
    });
    match opened {
        Ok(code) => Ok(Reply::go(answer_page(kind)).with([visit.set(Jar::Code, code)])),
        Err(error) => dead(site, desk, visit, kind, &error),
    }
}

/// What the form shows that takes a code.
#[derive(Serialize)]
pub struct Entrance {
    path: &'static str,
    /// What the code is for.
    label: String,
}

impl Entrance {
    pub fn of(kind: CodeKind, language: Language) -> Self {
        let pages = Catalogue::of(Text::Pages, language);
        let label = match kind {
            CodeKind::Invitation => say!(pages, "code-for-invitation"),
            CodeKind::Link => say!(pages, "code-for-link"),
            CodeKind::Session => say!(pages, "code-for-session"),
            CodeKind::Password => say!(pages, "code-for-password"),
            CodeKind::Address => say!(pages, "code-for-address"),
            CodeKind::Recovery => say!(pages, "code-for-recovery"),
        };
        Self { path: page(kind), label }
    }
}

/// The kinds of code that have a page which takes them.
pub const ENTRANCES: &[CodeKind] =
    &[CodeKind::Invitation, CodeKind::Link, CodeKind::Password, CodeKind::Address, CodeKind::Recovery];

/// The page of each kind of code.
pub const fn page(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Invitation => "/invitation",
        CodeKind::Link => "/link",
        CodeKind::Password => "/password",
        CodeKind::Address => "/address",
        CodeKind::Recovery => "/recovery",
        CodeKind::Session => "/",
    }
}

/// Where a code that opens something leads.
const fn answer_page(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Invitation => "/invitation/answer",
        CodeKind::Link => "/link/answer",
        CodeKind::Password => "/password/new",
        CodeKind::Address => "/address/confirm",
        CodeKind::Recovery => "/recovery/stop",
        CodeKind::Session => "/",
    }
}

/// The code that this browser gave before; else the way to the page that takes it. Who guesses by the cookie is held back
/// as who guesses by the form.
pub fn kept(site: &Site, visit: &Visit, kind: CodeKind) -> Result<Code, Reply> {
    site.may(Attempt::Code, visit.source, site.of_stranger(visit))?;
    let code = visit.cookie(Jar::Code).and_then(|text| Code::parse_as(kind, text).ok());
    code.ok_or_else(|| Reply::go(page(kind)))
}

/// Goes on with the code that this browser gave before and what it `opens`; else answers with the way to the page that
/// takes codes, or with the one page for codes that open nothing.
///
/// # Errors
/// Those of `then`, and those of `opens` that are none about the code.
pub fn opened<T>(
    site: &Site,
    desk: &mut Desk,
    visit: &Visit,
    kind: CodeKind,
    opens: impl FnOnce(&mut Desk, Code) -> Result<T>,
    then: impl FnOnce(&mut Desk, T) -> Result<Reply>,
) -> Result<Reply> {
    let code = match kept(site, visit, kind) {
        Ok(code) => code,
        Err(away) => return Ok(away),
    };
    match opens(desk, code) {
        Ok(found) => then(desk, found),
        Err(error) => dead(site, desk, visit, kind, &error),
    }
}

/// The one page for every code that opens nothing, whatever the reason: it says what to do next and gives away nothing.
///
/// # Errors
/// The error itself where it is none about the code.
pub fn dead(site: &Site, desk: &mut Desk, visit: &Visit, kind: CodeKind, error: &Error) -> Result<Reply> {
    if matches!(error.code(), ErrorCode::Busy | ErrorCode::Failed | ErrorCode::Bug | ErrorCode::Schema) {
        return Err(error.clone());
    }
    site.limits.count(Attempt::Code, visit.source, site.elapsed());
    let reader = Reader::stranger(site, desk, visit);
    let (frame, cookies) = frame(site, desk, visit, &reader, None)?;
    // The way back is the form that takes a code: what this one was is the same to everyone.
    let menu = Menu::of(super::LANGUAGE, page(kind).to_owned(), reader.language);
    let frame = Frame { menu: Some(menu), ..frame };
    let view = Entrance::of(kind, reader.language);
    let reply = site.views.page(StatusCode::NOT_FOUND, "dead_code.html", &frame, view)?;
    Ok(reply.with(cookies).with([visit.clear(Jar::Code)]))
}
