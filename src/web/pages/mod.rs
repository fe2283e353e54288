//! The pages: [`ROUTES`] has the handler of each path. A handler runs on a desk thread, reads and changes through use
//! cases, and answers with a page or a redirect to one.

mod account;
mod address;
pub mod code;
mod home;
mod invitation;
mod language;
mod link;
mod password;
mod recovery;
mod sign_in;

use axum::http::StatusCode;
use cookie::Cookie;

use crate::domain::actor::Actor;
use crate::domain::code::mask;
use crate::domain::login::{LoginRow, PasswordDuty};
use crate::domain::name::plain_text;
use crate::domain::web_session::WebSession;
use crate::error::{Code as ErrorCode, Error, Result};
use crate::ops::outbox::{self, Author};
use crate::ops::{web_session, who};

use super::cause::{WithHints, Wrong, wrong};
use super::desk::{By, Desk};
use super::notice::Notice;
use super::reader::Reader;
use super::refusal::Refusal;
use super::view::{Account, Frame, Menu};
use super::visit::{Jar, Reply, Visit};
use super::{ByBrowser, Site};

/// What a page is for, and for whom.
#[derive(Clone, Copy)]
pub enum Handler {
    /// For anyone.
    Open(fn(&Site, &mut Desk, &Visit) -> Result<Reply>),
    /// For a person who is signed in.
    SignedIn(fn(&Site, &mut Desk, &Visit, &Person) -> Result<Reply>),
}

/// What a form has to bring along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormGuard {
    /// It comes from a page of this server.
    Origin,
    /// It comes from a page of this server, and was given to this browser.
    OwnForm,
}

/// A path and what it does.
pub struct Route {
    pub path: &'static str,
    /// Reads, and changes nothing.
    pub get: Option<Handler>,
    pub post: Option<(Handler, FormGuard)>,
}

const fn read(path: &'static str, get: Handler) -> Route {
    Route { path, get: Some(get), post: None }
}

const fn form(path: &'static str, get: Handler, post: Handler) -> Route {
    Route { path, get: Some(get), post: Some((post, FormGuard::OwnForm)) }
}

const fn act(path: &'static str, post: Handler) -> Route {
    Route { path, get: None, post: Some((post, FormGuard::OwnForm)) }
}

/// Takes a code, or a choice. The page before it is the same for everyone and is served without a desk.
const fn take(path: &'static str, post: Handler) -> Route {
    Route { path, get: None, post: Some((post, FormGuard::Origin)) }
}

use Handler::{Open, SignedIn};

/// All pages that need the database.
pub const ROUTES: &[Route] = &[
    read("/", SignedIn(home::show)),
    form("/sign-in", Open(sign_in::show), Open(sign_in::sign_in)),
    act("/sign-out", SignedIn(sign_in::sign_out)),
    take("/invitation", Open(invitation::take)),
    read("/invitation/answer", Open(invitation::show)),
    act("/invitation/accept", Open(invitation::accept)),
    act("/invitation/decline", Open(invitation::decline)),
    take("/link", Open(link::take)),
    read("/link/answer", Open(link::show)),
    act("/link/approve", Open(link::approve)),
    act("/link/deny", Open(link::deny)),
    take("/password", Open(password::take)),
    form("/password/new", Open(password::show_new), Open(password::set_new)),
    form("/password/forgotten", Open(password::show_forgotten), Open(password::forgotten)),
    form("/password/change", SignedIn(password::show_change), SignedIn(password::change)),
    take("/address", Open(address::take)),
    form("/address/confirm", Open(address::show), Open(address::confirm)),
    take("/recovery", Open(recovery::take)),
    form("/recovery/stop", Open(recovery::show), Open(recovery::stop)),
    read("/done", Open(done)),
    take(LANGUAGE, Open(language::choose)),
    act(OWN_LANGUAGE, SignedIn(language::choose_own)),
    act("/invitations/{invitation}/accept", SignedIn(home::accept)),
    act("/invitations/{invitation}/decline", SignedIn(home::decline)),
    act("/enter/{client}", SignedIn(home::enter)),
    act("/leave", SignedIn(home::leave)),
    read("/accounts/{client}", SignedIn(account::show)),
    act("/accounts/{client}/invite", SignedIn(account::invite)),
    read("/accounts/{client}/people/{user}", SignedIn(account::person)),
    act("/accounts/{client}/people/{user}/change", SignedIn(account::change)),
    act("/accounts/{client}/people/{user}/remove", SignedIn(account::remove)),
    act("/accounts/{client}/people/{user}/invite-again", SignedIn(account::invite_again)),
    act("/accounts/{client}/people/{user}/withdraw", SignedIn(account::withdraw)),
    read("/accounts/{client}/links/{link}", SignedIn(link::show_signed_in)),
    act("/accounts/{client}/links/{link}/approve", SignedIn(link::approve_signed_in)),
    act("/accounts/{client}/links/{link}/deny", SignedIn(link::deny_signed_in)),
    act("/accounts/{client}/links/{link}/change", SignedIn(account::change_link)),
    act("/accounts/{client}/links/{link}/end", SignedIn(account::end_link)),
];

/// Whether a path is that of a page: one that can be read, and does not only take a form.
pub fn can_be_read(path: &str) -> bool {
    let is_of = |pattern: &str| {
        let (mut parts, mut known) = (path.split('/'), pattern.split('/'));
        let is_same = known
            .by_ref()
            .all(|known| parts.next().is_some_and(|part| part == known || known.starts_with('{') && !part.is_empty()));
        is_same && parts.next().is_none()
    };
    code::ENTRANCES.iter().any(|kind| code::page(*kind) == path)
        || ROUTES.iter().any(|route| route.get.is_some() && is_of(route.path))
}

/// The page on which a temporary password is replaced: until then there is no other.
pub const CHANGE: &str = "/password/change";

/// What can be done before that.
const GO_FIRST: [&str; 3] = [CHANGE, "/sign-out", OWN_LANGUAGE];

/// Where a stranger chooses the language of this browser.
pub const LANGUAGE: &str = "/language";
/// Where a person chooses their own.
const OWN_LANGUAGE: &str = "/language/own";

/// The longest reason, in characters.
const REASON: usize = 500;

/// A person who is signed in.
pub struct Person {
    pub session: WebSession,
    pub login: LoginRow,
    pub actor: Actor,
}

impl Person {
    /// Who makes a change.
    pub const fn by(&self) -> By<'_> {
        By::of(&self.actor)
    }
}

/// Who is signed in with this browser. A use is noted once a minute.
///
/// # Errors
/// `busy`, `failed`, `schema`.
pub fn signed_in(desk: &mut Desk, visit: &Visit) -> Result<Option<Person>> {
    let Some(token) = visit.session_token() else { return Ok(None) };
    let found = desk.read(|tx, now| {
        let Some((session, login)) = web_session::find(tx, &token, now)? else { return Ok(None) };
        let actor = who::person(tx, &session, &login, now)?;
        Ok(Some(Person { session, login, actor }))
    })?;
    let now = desk.now();
    if let Some(person) = found.as_ref().filter(|person| person.session.notes_use(now)) {
        // What cannot be noted ends the session earlier; the page is shown all the same.
        let _ = web_session::note_use(&mut desk.store, person.session.id, now);
    }
    Ok(found)
}

/// Answers a request: finds who is signed in where that matters, and shows what went wrong as a page.
pub fn answer(site: &Site, desk: Result<&mut Desk>, visit: &Visit, path: &str, handler: Handler) -> Reply {
    let desk = match desk {
        Ok(desk) => desk,
        Err(error) => {
            let frame = site.frame(site.of_stranger(visit), ByBrowser::Yes);
            return Reply { error: Some(error), ..site.refuse(Refusal::NotAtTheMoment, &frame) };
        }
    };
    let (reply, person) = match handler {
        Open(page) => (page(site, desk, visit), None),
        SignedIn(page) => match signed_in(desk, visit) {
            Err(error) => (Err(error), None),
            Ok(None) => (Ok(Reply::go("/sign-in").with([visit.clear(Jar::Session)])), None),
            Ok(Some(person)) if person.login.duty == PasswordDuty::Change && !GO_FIRST.contains(&path) => {
                (Ok(Reply::go(CHANGE)), None)
            }
            Ok(Some(person)) => (page(site, desk, visit, &person), Some(person)),
        },
    };
    reply.unwrap_or_else(|error| {
        let reader = match &person {
            Some(person) => Reader::person(site, desk, visit, &person.login),
            None => Reader::stranger(site, desk, visit),
        };
        failure(site, desk, visit, &reader, &error)
    })
}

/// The page of an error.
fn failure(site: &Site, desk: &mut Desk, visit: &Visit, reader: &Reader, error: &Error) -> Reply {
    // What was done before waits for a page of its own.
    let frame = frame(site, desk, visit, reader, None).map(|(frame, _)| frame);
    let frame = frame.unwrap_or_else(|_| site.frame(reader.language, reader.by_browser));
    let frame = Frame { notice: None, menu: None, ..frame };
    let page = match explained(error) {
        Explained::Refusal(refusal) => site.refuse(refusal, &frame),
        Explained::Own(status) => site.message(status, &frame, wrong(error, WithHints::No, &reader.locale())),
    };
    Reply { error: Some(error.clone()), ..page }
}

/// How an error is shown.
enum Explained {
    /// What belongs to the machine stays in its log, and what is not for the reader is as if it did not exist.
    Refusal(Refusal),
    /// In its own words, with this status.
    Own(StatusCode),
}

fn explained(error: &Error) -> Explained {
    Explained::Own(match error.code() {
        ErrorCode::Busy | ErrorCode::Failed | ErrorCode::Schema => {
            return Explained::Refusal(Refusal::NotAtTheMoment);
        }
        ErrorCode::NotFound | ErrorCode::ForeignEntity => return Explained::Refusal(Refusal::NotForYou),
        ErrorCode::Denied => StatusCode::FORBIDDEN,
        ErrorCode::Usage | ErrorCode::Unconfirmed => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::Expired => StatusCode::GONE,
        ErrorCode::Conflict | ErrorCode::ClientState | ErrorCode::ClientMismatch | ErrorCode::Session => {
            StatusCode::CONFLICT
        }
        _ => return Explained::Refusal(Refusal::WentWrong),
    })
}

/// What was wrong with a form, for its page to show.
///
/// # Errors
/// The error itself where it is one of the machine, and not of what was sent.
pub fn shown(error: Error, reader: &Reader) -> Result<Wrong> {
    match explained(&error) {
        Explained::Refusal(Refusal::NotForYou) => {
            Ok(Wrong { words: Refusal::NotForYou.words(reader.language), english: false })
        }
        Explained::Refusal(_) => Err(error),
        // What is wrong with a field has hints that fit every reader; a command is of no use here.
        Explained::Own(StatusCode::UNPROCESSABLE_ENTITY) => Ok(wrong(&error, WithHints::Yes, &reader.locale())),
        Explained::Own(_) => Ok(wrong(&error, WithHints::No, &reader.locale())),
    }
}

/// As [`shown`], where something may have been wrong.
///
/// # Errors
/// As [`shown`].
pub fn shown_if(error: Option<Error>, reader: &Reader) -> Result<Option<Wrong>> {
    error.map(|error| shown(error, reader)).transpose()
}

/// What the page showed of the invitation that is accepted. Every page that offers to accept sends it; an answer without
/// it saw no offer, so that it is refused like one that saw another offer.
pub fn offer_shown(visit: &Visit) -> &str {
    visit.form.text("offer").unwrap_or_default()
}

/// The reason that was written into a form, if there is one.
///
/// # Errors
/// `usage` for characters that no one sees, or more than 500.
pub fn reason(visit: &Visit) -> Result<Option<String>> {
    let text = visit.form.text("reason").map(|text| plain_text("reason", text, REASON)).transpose()?;
    Ok(text.map(|text| mask(&text).into_owned()))
}

/// What is around a page, with the cookies that go along.
///
/// # Errors
/// `failed` when the system has no random bytes.
pub fn frame<'s>(
    site: &'s Site,
    desk: &mut Desk,
    visit: &Visit,
    reader: &Reader,
    person: Option<&Person>,
) -> Result<(Frame<'s>, Vec<Cookie<'static>>)> {
    let (token, cookie) = visit.form_token(desk)?;
    let mut cookies: Vec<_> = cookie.into_iter().collect();
    let language = reader.language;
    let notice = visit.cookie(Jar::Notice).and_then(Notice::parse).map(|notice| notice.words(language));
    if visit.cookie(Jar::Notice).is_some() {
        cookies.push(visit.clear(Jar::Notice));
    }
    let path = if person.is_some() { OWN_LANGUAGE } else { LANGUAGE };
    let menu = visit.page.clone().map(|page| Menu::of(path, page, language));
    let person = person.map(|person| person.login.email.to_string());
    Ok((Frame { token, notice, person, menu, ..site.frame(language, reader.by_browser) }, cookies))
}

/// As [`frame`], on a page that is about one account.
///
/// # Errors
/// As [`frame`].
pub fn frame_in<'s>(
    site: &'s Site,
    desk: &mut Desk,
    visit: &Visit,
    reader: &Reader,
    person: Option<&Person>,
    account: Account,
) -> Result<(Frame<'s>, Vec<Cookie<'static>>)> {
    let (frame, cookies) = frame(site, desk, visit, reader, person)?;
    Ok((Frame { account: Some(account), ..frame }, cookies))
}

/// The name of an author, in the language of the reader where it is that of a desk without a name.
pub fn author_name(site: &Site, author: &Author, reader: &Reader) -> String {
    if author.support && site.desk_name.is_none() && author.name == outbox::NAMELESS_DESK {
        return site.frame(reader.language, reader.by_browser).desk.into_owned();
    }
    author.name.clone()
}

/// The end of a way for someone who is not signed in: what was done, and where to go from here.
fn done(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    if visit.cookie(Jar::Notice).is_none() {
        return Ok(Reply::go("/"));
    }
    let reader = Reader::stranger(site, desk, visit);
    let (frame, cookies) = frame(site, desk, visit, &reader, None)?;
    Ok(site.views.page(StatusCode::OK, "done.html", &frame, ())?.with(cookies))
}
