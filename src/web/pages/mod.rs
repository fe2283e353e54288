//! The pages: [`ROUTES`] has the handler of each path. A handler runs on a desk thread, reads and changes through use
//! cases, and answers with a page or a redirect to one.

mod account;
mod address;
pub mod code;
mod home;
mod invitation;
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
use crate::domain::permission::Permission;
use crate::domain::time::Zone;
use crate::domain::web_session::WebSession;
use crate::error::capitalised;
use crate::error::{Code as ErrorCode, Error, Hint, Result, Topic};
use crate::ops::{web_session, who};

use super::Site;
use super::desk::{By, Desk};
use super::view::{Account, Frame};
use super::visit::{Jar, Reply, Visit};

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

/// Takes a code. The page before it is the same for everyone and is served without a desk.
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

/// The page on which a temporary password is replaced: until then there is no other.
pub const CHANGE: &str = "/password/change";

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
            let (status, words) = explained(&error, &Zone::utc());
            return Reply { error: Some(error), ..site.message(status, &site.frame(), &words) };
        }
    };
    let reply = match handler {
        Open(page) => page(site, desk, visit),
        SignedIn(page) => match signed_in(desk, visit) {
            Err(error) => Err(error),
            Ok(None) => Ok(Reply::go("/sign-in").with([visit.clear(Jar::Session)])),
            Ok(Some(person)) if person.login.duty == PasswordDuty::Change && path != CHANGE && path != "/sign-out" => {
                Ok(Reply::go(CHANGE))
            }
            Ok(Some(person)) => page(site, desk, visit, &person),
        },
    };
    reply.unwrap_or_else(|error| failure(site, desk, visit, &error))
}

/// The page of an error.
pub fn failure(site: &Site, desk: &mut Desk, visit: &Visit, error: &Error) -> Reply {
    let (status, words) = explained(error, &desk.zone);
    // What was done before waits for a page of its own.
    let frame = frame(site, desk, visit, None).map(|(frame, _)| frame).unwrap_or_else(|_| site.frame());
    let frame = Frame { notice: None, ..frame };
    Reply { error: Some(error.clone()), ..site.message(status, &frame, &words) }
}

/// The status of an error, and what is said of it to a reader. What belongs to the machine stays in its log.
fn explained(error: &Error, zone: &Zone) -> (StatusCode, String) {
    let status = match error.code() {
        ErrorCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Failed | ErrorCode::Schema => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::NotFound | ErrorCode::ForeignEntity => StatusCode::NOT_FOUND,
        ErrorCode::Denied => StatusCode::FORBIDDEN,
        ErrorCode::Usage | ErrorCode::Unconfirmed => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::Expired => StatusCode::GONE,
        ErrorCode::Conflict | ErrorCode::ClientState | ErrorCode::ClientMismatch | ErrorCode::Session => {
            StatusCode::CONFLICT
        }
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let words = match status {
        StatusCode::SERVICE_UNAVAILABLE => {
            "This is not possible at the moment. Nothing was changed. Please try again in a minute.".to_owned()
        }
        StatusCode::NOT_FOUND => "There is no such page, or it is not for you.".to_owned(),
        StatusCode::INTERNAL_SERVER_ERROR => "Something went wrong here. Nothing was changed.".to_owned(),
        _ => in_words(error, zone),
    };
    (status, words)
}

/// What an error says, in the words of the pages: without commands, and with what permissions mean for their names.
fn in_words(error: &Error, zone: &Zone) -> String {
    for topic in error.topics() {
        match topic {
            Topic::NoRight => {
                return "You have no right to do this. No one gives more permissions, a higher role or a longer time than \
                        they have themselves."
                    .to_owned();
            }
            Topic::Excess { whose, what } => {
                return sentence(&format!("{whose} cannot have the right to {}", what.join(", or to ")));
            }
            _ => {}
        }
    }
    sentence(&without_names(&zone.in_words(error.sentence())))
}

/// A message in which each name of a permission that is set off is replaced by what it means.
fn without_names(message: &str) -> String {
    let parts = message.split('`').enumerate().map(|(at, part)| match Permission::parse(part) {
        Ok(permission) if at % 2 == 1 => format!("“{}”", permission.description()),
        _ => part.to_owned(),
    });
    parts.collect()
}

/// The message of an error as a sentence: `The code was used.` An address or an id at its beginning stays as it is.
fn sentence(message: &str) -> String {
    let word = message.split(' ').next().unwrap_or_default();
    if !word.chars().all(char::is_alphabetic) {
        return format!("{message}.");
    }
    format!("{}.", capitalised(message))
}

/// What was wrong with a form, for its page to show.
///
/// # Errors
/// The error itself where it is one of the machine, and not of what was sent.
pub fn shown(error: Error, desk: &Desk) -> Result<String> {
    let (status, words) = explained(&error, &desk.zone);
    match status {
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::INTERNAL_SERVER_ERROR => Err(error),
        // What is wrong with a field has hints that fit every reader; a command is of no use here.
        StatusCode::UNPROCESSABLE_ENTITY
            if error.topics().iter().all(|topic| !matches!(topic, Topic::Excess { .. })) =>
        {
            let hints = error.hints().iter().filter_map(Hint::words).map(|hint| format!(" {}", sentence(&hint)));
            Ok(words + &hints.collect::<String>())
        }
        _ => Ok(words),
    }
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
    person: Option<&Person>,
) -> Result<(Frame<'s>, Vec<Cookie<'static>>)> {
    let (token, cookie) = visit.form_token(desk)?;
    let mut cookies: Vec<_> = cookie.into_iter().collect();
    let notice = visit.cookie(Jar::Notice).and_then(Notice::parse).map(Notice::words);
    if visit.cookie(Jar::Notice).is_some() {
        cookies.push(visit.clear(Jar::Notice));
    }
    let person = person.map(|person| person.login.email.to_string());
    Ok((Frame { token, notice, person, ..site.frame() }, cookies))
}

/// As [`frame`], on a page that is about one account.
///
/// # Errors
/// As [`frame`].
pub fn frame_in<'s>(
    site: &'s Site,
    desk: &mut Desk,
    visit: &Visit,
    person: Option<&Person>,
    account: Account,
) -> Result<(Frame<'s>, Vec<Cookie<'static>>)> {
    let (frame, cookies) = frame(site, desk, visit, person)?;
    Ok((Frame { account: Some(account), ..frame }, cookies))
}

/// What was done, for the next page to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    Accepted,
    Declined,
    Approved,
    BeingSetUp,
    Denied,
    RecoveryStopped,
    PasswordSet,
    Renamed,
    MailSent,
    Invited,
    InvitedAgain,
    Withdrawn,
    LinkEnded,
    AccessChanged,
    Removed,
    Left,
    SignedOut,
}

impl Notice {
    const ALL: [Self; 17] = [
        Self::Accepted,
        Self::Declined,
        Self::Approved,
        Self::BeingSetUp,
        Self::Denied,
        Self::RecoveryStopped,
        Self::PasswordSet,
        Self::Renamed,
        Self::MailSent,
        Self::Invited,
        Self::InvitedAgain,
        Self::Withdrawn,
        Self::LinkEnded,
        Self::AccessChanged,
        Self::Removed,
        Self::Left,
        Self::SignedOut,
    ];

    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Accepted => ("accepted", "You accepted the invitation. The account is in your list."),
            Self::Declined => ("declined", "You declined the invitation. The person who invited you sees that."),
            Self::Approved => ("approved", "You approved the request. The partner can work in the account now."),
            Self::BeingSetUp => (
                "being-set-up",
                "You approved the request. The link is being set up; the partner can work in the account once that is done.",
            ),
            Self::Denied => {
                ("denied", "You denied the request. The partner gets a mail, and nothing more than before.")
            }
            Self::RecoveryStopped => {
                ("recovery-stopped", "You stopped it. The invitation is withdrawn, and the support desk was notified.")
            }
            Self::PasswordSet => ("password-set", "Your password was changed. All other sign-ins have ended."),
            Self::Renamed => ("renamed", "Your login has its new address. Please sign in with it."),
            Self::MailSent => (
                "mail-sent",
                "If this address has a login, a mail with a code is on its way. It can take some minutes.",
            ),
            Self::Invited => ("invited", "The invitation is on its way."),
            Self::InvitedAgain => ("invited-again", "The invitation was sent again. The former mail no longer works."),
            Self::Withdrawn => ("withdrawn", "The invitation was withdrawn. Its mail no longer works."),
            Self::LinkEnded => ("link-ended", "The partner no longer works in the account. They get a mail."),
            Self::AccessChanged => ("access-changed", "The access was changed."),
            Self::Removed => ("removed", "The access was removed."),
            Self::Left => ("left", "You are logged out of the account."),
            Self::SignedOut => ("signed-out", "You are signed out."),
        }
    }

    const fn name(self) -> &'static str {
        self.row().0
    }

    fn words(self) -> String {
        self.row().1.to_owned()
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    /// Goes to another page, which says it.
    pub fn then_go(self, visit: &Visit, to: impl Into<String>) -> Reply {
        Reply::go(to).with([visit.set(Jar::Notice, self.name().to_owned())])
    }
}

/// The end of a way for someone who is not signed in: what was done, and where to go from here.
fn done(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    if visit.cookie(Jar::Notice).is_none() {
        return Ok(Reply::go("/"));
    }
    let (frame, cookies) = frame(site, desk, visit, None)?;
    Ok(site.views.page(StatusCode::OK, "done.html", &frame, ())?.with(cookies))
}
