//! Answering a partner's request: with the code from its mail (S3.11), or as an owner or admin who is signed in. The
//! use cases are those of `link approve` and `link deny`, in `ops::link::answer`.

use std::time::Duration;

use axum::http::StatusCode;
use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::code::{Code, CodeKind};
use crate::domain::id::LinkId;
use crate::domain::link::{Approval, AskedTerm, AutoExtend, AutoExtendEdit, Link, State};
use crate::domain::partner::PartnerRow;
use crate::domain::permission::Permissions;
use crate::domain::reference::{ClientRef, Forms, UserRef};
use crate::domain::terms::ends_later;
use crate::domain::time::{Instant, Span};
use crate::error::{Cause, Error, Result};
use crate::language::Locale;
use crate::language::catalogue::say;
use crate::ops::link::answer::{self, By as Right, opened_by};
use crate::ops::link::process::{self, Attempt};
use crate::ops::link::waiting::Waiting;
use crate::ops::outbox::Author;
use crate::ops::resolve::{self, ClientSeen};
use crate::ops::{Tx, link as ops_link, provision, who};
use crate::web::Site;
use crate::web::cause::Wrong;
use crate::web::desk::{After, By, Desk};
use crate::web::language::Mailed;
use crate::web::notice::Notice;
use crate::web::reader::Reader;
use crate::web::view::{Account, Choice, ticked};
use crate::web::visit::{Jar, Reply, Visit};

use super::{Person, author_name, code, frame_in, reason, shown_if};

/// The terms that an owner can choose, from now on, by their values in a form.
pub(super) const TERMS: [(&str, Span); 4] =
    [("30d", Span::days(30)), ("90d", Span::days(90)), ("180d", Span::days(180)), ("365d", Span::days(365))];
/// By how much an owner can let the end of a link move each time.
const GO_ON: [&str; 3] = ["3mo", "6mo", "1y"];
/// How long the program may take that sets a link up.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the page shows of a request.
#[derive(Serialize)]
struct View {
    partner: String,
    requested_by: String,
    by_support: bool,
    contact: Option<String>,
    message: Option<String>,
    /// Of a link in force of which more is asked: until when it lasts.
    link_until: Option<String>,
    /// What an approval gives; of a link in force, what it gives besides.
    permissions: Vec<Choice>,
    asked_term: String,
    terms: Vec<(&'static str, String)>,
    /// By how much the end can move by itself.
    go_on: Vec<(&'static str, String)>,
    answer_before: String,
    lets_in: Option<LetsIn>,
    /// Where the forms go, from the root of the pages.
    path: String,
    error: Option<Wrong>,
}

/// The login that the link lets in again.
#[derive(Serialize)]
struct LetsIn {
    email: String,
    /// Whether it enters only once its login is activated.
    inactive: bool,
    permissions: Vec<String>,
    version: String,
}

/// A request, with what an answer needs.
struct Asked {
    link: Link,
    seen: ClientSeen,
    partner: PartnerRow,
    author: Author,
    waiting: Option<Waiting>,
    /// The languages of the mail.
    mailed: Mailed,
}

/// By what right a request is answered.
enum Answerer<'a> {
    Code(Code),
    Person(&'a Person, LinkId),
}

impl<'a> Answerer<'a> {
    /// Goes on with the code that this browser gave before; else answers with the way to the page that takes it.
    fn with_code(site: &Site, visit: &Visit, then: impl FnOnce(&Self) -> Result<Reply>) -> Result<Reply> {
        match code::kept(site, visit, CodeKind::Link) {
            Ok(code) => then(&Self::Code(code)),
            Err(away) => Ok(away),
        }
    }

    fn of_person(visit: &Visit, person: &'a Person) -> Result<Self> {
        visit.named("link", LinkId::parse).map(|id| Self::Person(person, id))
    }

    const fn actor(&self) -> &Actor {
        match self {
            Self::Code(_) => &Actor::Visitor,
            Self::Person(person, _) => &person.actor,
        }
    }

    const fn right(&self) -> Right<'_> {
        match self {
            Self::Code(code) => Right::Code(code),
            Self::Person(..) => Right::Behalf,
        }
    }

    const fn person(&self) -> Option<&Person> {
        match self {
            Self::Code(_) => None,
            Self::Person(person, _) => Some(person),
        }
    }

    /// The request, while it waits for an answer.
    fn find(&self, desk: &mut Desk, visit: &Visit) -> Result<Asked> {
        desk.read(|tx, now| {
            let (link, seen, mailed) = match self {
                Self::Code(code) => {
                    let (recipient, link) = opened_by(tx, code)?;
                    let seen = resolve::client_by_id(tx, &Actor::Visitor, link.client, "the code", now)?;
                    let person = who::find_user(tx, &UserRef::Id(recipient.user))?.and_then(|login| login.language);
                    let mailed = Mailed { person, invitation: None, client: seen.row.language };
                    (link, seen, mailed)
                }
                Self::Person(person, id) => {
                    let client = visit.named("client", |client| ClientRef::parse(client, Forms::Exact))?;
                    let seen = resolve::client(tx, &person.actor, &client, "the page", now)?;
                    let whole = ops_link::list::one(tx, &person.actor, *id, now)?;
                    let link = whole.record.listed.link;
                    if link.client != seen.row.id {
                        return Err(Error::not_found(format!("there is no link {id}")));
                    }
                    (link, seen, Mailed::default())
                }
            };
            if !link.awaits_answer(now) {
                let cause = Cause::NoLongerWaits { id: link.id.to_string() };
                return Err(Error::expired(format!("{} does not wait for an answer", link.id)).because(cause));
            }
            resolve::must_be_open(&seen.row)?;
            asked(tx, link, seen, mailed, now)
        })
    }

    /// Goes on with the request, while it waits for an answer.
    fn asked(
        &self,
        site: &Site,
        desk: &mut Desk,
        visit: &Visit,
        then: impl FnOnce(&mut Desk, Asked) -> Result<Reply>,
    ) -> Result<Reply> {
        match (self.find(desk, visit), self) {
            (Ok(asked), _) => then(desk, asked),
            (Err(error), Self::Code(_)) => code::dead(site, desk, visit, CodeKind::Link, &error),
            (Err(error), Self::Person(..)) => Err(error),
        }
    }

    /// Who got the mail, or who is signed in.
    fn reader(&self, site: &Site, desk: &Desk, visit: &Visit, asked: &Asked) -> Reader {
        match self {
            Self::Code(_) => Reader::mailed(site, desk, visit, asked.mailed),
            Self::Person(person, _) => Reader::person(site, desk, visit, &person.login),
        }
    }

    fn path(&self, client: &ClientRow) -> String {
        match self {
            Self::Code(_) => "/link".to_owned(),
            Self::Person(_, id) => format!("/accounts/{}/links/{id}", client.id),
        }
    }

    /// Where the reader goes after the answer.
    fn next(&self, client: &ClientRow) -> String {
        match self {
            Self::Code(_) => "/done".to_owned(),
            Self::Person(..) => format!("/accounts/{}", client.id),
        }
    }
}

fn asked(tx: &Tx<'_>, link: Link, seen: ClientSeen, mailed: Mailed, now: Instant) -> Result<Asked> {
    let partner = ops_link::partner_of(tx, &link)?;
    let author = Author::named(tx, link.asked().by)?;
    let waiting = Waiting::suspended(tx, link.client, link.partner, now)?;
    Ok(Asked { link, seen, partner, author, waiting, mailed })
}

pub fn take(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    code::take(site, desk, visit, CodeKind::Link, |desk, code| Answerer::Code(code).find(desk, visit).map(drop))
}

pub fn show(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    Answerer::with_code(site, visit, |answerer| page(site, desk, visit, answerer, None))
}

pub fn show_signed_in(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    page(site, desk, visit, &Answerer::of_person(visit, person)?, None)
}

pub fn approve(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    Answerer::with_code(site, visit, |answerer| give(site, desk, visit, answerer))
}

pub fn approve_signed_in(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    give(site, desk, visit, &Answerer::of_person(visit, person)?)
}

pub fn deny(site: &Site, desk: &mut Desk, visit: &Visit) -> Result<Reply> {
    Answerer::with_code(site, visit, |answerer| refuse(site, desk, visit, answerer))
}

pub fn deny_signed_in(site: &Site, desk: &mut Desk, visit: &Visit, person: &Person) -> Result<Reply> {
    refuse(site, desk, visit, &Answerer::of_person(visit, person)?)
}

/// The page of a request, with what was wrong with the last try.
fn page(site: &Site, desk: &mut Desk, visit: &Visit, answerer: &Answerer<'_>, error: Option<Error>) -> Result<Reply> {
    answerer.asked(site, desk, visit, |desk, asked| {
        let reader = answerer.reader(site, desk, visit, &asked);
        let error = shown_if(error, &reader)?;
        let author = author_name(site, &asked.author, &reader);
        let view = View { requested_by: author, error, ..view(&asked, &reader.locale(), desk.now(), answerer) };
        let status = if view.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let account = Account::of(&asked.seen.row);
        let (frame, cookies) = frame_in(site, desk, visit, &reader, answerer.person(), account)?;
        Ok(site.views.page(status, "link.html", &frame, view)?.with(cookies))
    })
}

fn view(asked: &Asked, locale: &Locale<'_>, now: Instant, answerer: &Answerer<'_>) -> View {
    let Asked { link, seen, partner, author, waiting, .. } = asked;
    let wish = link.asked();
    let asks_for_more = link.extension().is_some();
    let permissions = if asks_for_more { wish.permissions.minus(link.permissions) } else { wish.permissions };
    // Shorter than was asked, and of a link in force longer than it lasts anyway.
    let shorter = |term: &Span| match wish.term {
        AskedTerm::For(asked) => asked.is_none_or(|asked| *term < asked),
        AskedTerm::Until(asked) => {
            let end = Some(now + *term);
            ends_later(asked, end) && ends_later(end, link.until)
        }
    };
    let terms = TERMS.iter().filter(|(_, term)| shorter(term)).map(|(value, term)| (*value, in_words(*term, locale)));
    View {
        partner: partner.name.clone(),
        requested_by: String::new(),
        by_support: author.support,
        contact: partner.contact_email.clone(),
        message: wish.message.map(str::to_owned),
        link_until: asks_for_more.then(|| locale.until(link.until)),
        permissions: Choice::of(permissions, permissions, locale),
        asked_term: match wish.term {
            AskedTerm::For(Some(term)) => in_words(term, locale),
            AskedTerm::For(None) => locale.until(None),
            AskedTerm::Until(until) => locale.until(until),
        },
        terms: terms.collect(),
        go_on: go_on(locale),
        answer_before: locale.at(link.expires_at),
        lets_in: waiting.as_ref().map(|waiting| LetsIn {
            email: waiting.login.email.to_string(),
            inactive: !waiting.is_active(),
            permissions: locale.permissions(waiting.terms().permissions),
            version: waiting.version(),
        }),
        path: answerer.path(&seen.row),
        error: None,
    }
}

/// A term as people say it: `1 year`, `45 days`.
pub(super) fn in_words(term: Span, locale: &Locale<'_>) -> String {
    match term {
        _ if term == Span::days(180) => say!(locale, "term-months", count = 6),
        _ if term == Span::days(365) => say!(locale, "term-years", count = 1),
        _ => locale.span(term),
    }
}

/// Approves what was ticked.
fn give(site: &Site, desk: &mut Desk, visit: &Visit, answerer: &Answerer<'_>) -> Result<Reply> {
    answerer.asked(site, desk, visit, |desk, asked| give_asked(site, desk, visit, answerer, &asked))
}

fn give_asked(site: &Site, desk: &mut Desk, visit: &Visit, answerer: &Answerer<'_>, asked: &Asked) -> Result<Reply> {
    let Asked { link, seen, waiting, .. } = asked;
    if waiting.as_ref().map(Waiting::version).unwrap_or_default() != visit.form.get("lets_in") {
        let error = Error::conflict("what the link lets in was changed since this page was opened; please look again");
        return page(site, desk, visit, answerer, Some(error.because(Cause::LetsInChanged)));
    }
    let auto_extend = match auto_extend(visit)? {
        AutoExtendEdit::By(term) => Some(term),
        AutoExtendEdit::Keep | AutoExtendEdit::Off => None,
    };
    let what = match ticked(visit.form.all("permission")) {
        Ok(permissions) => Approval { permissions: Some(permissions), term: term(visit), auto_extend },
        Err(_) if link.extension().is_some() => {
            Approval { permissions: Some(Permissions::EMPTY), term: term(visit), auto_extend }
        }
        Err(_) => {
            let error = Error::usage("tick what the partner may do; to allow nothing, deny the request");
            return page(site, desk, visit, answerer, Some(error.because(Cause::NothingTicked)));
        }
    };
    let by = By::of(answerer.actor());
    let done = desk.change(by, Verb::LinkApprove, &[seen.row.id], |change| {
        answer::approve(change, seen, link.id, answerer.right(), what, waiting.as_ref())
    });
    match done {
        Ok(done) => {
            let notice = match done.value.state {
                State::Approved { .. } => {
                    set_up_later(desk, answerer.actor().clone(), seen.clone(), link.id);
                    Notice::BeingSetUp
                }
                _ => Notice::Approved,
            };
            Ok(notice.then_go(visit, answerer.next(&seen.row)).with([visit.clear(Jar::Code)]))
        }
        Err(error) => page(site, desk, visit, answerer, Some(error)),
    }
}

/// The term that was chosen; `None` = as asked, or as it is.
pub(super) fn term(visit: &Visit) -> Option<Span> {
    TERMS.iter().find(|(value, _)| *value == visit.form.get("term")).map(|(_, term)| *term)
}

/// By how much the end of a link can move, by the values in a form.
pub(super) fn go_on(locale: &Locale<'_>) -> Vec<(&'static str, String)> {
    let term = |value: &&'static str| Some((*value, locale.term(AutoExtend::parse(value).ok()?.term())));
    GO_ON.iter().filter_map(term).collect()
}

/// What was chosen of the end that moves by itself.
///
/// # Errors
/// `usage` for what no page offers.
pub(super) fn auto_extend(visit: &Visit) -> Result<AutoExtendEdit> {
    Ok(match visit.form.get("go_on") {
        "" => AutoExtendEdit::Keep,
        "none" => AutoExtendEdit::Off,
        term => AutoExtendEdit::By(AutoExtend::parse(term)?),
    })
}

fn refuse(site: &Site, desk: &mut Desk, visit: &Visit, answerer: &Answerer<'_>) -> Result<Reply> {
    answerer.asked(site, desk, visit, |desk, asked| {
        let Asked { link, seen, .. } = &asked;
        let done = reason(visit).and_then(|reason| {
            let by = By { actor: answerer.actor(), reason: reason.as_deref() };
            desk.change(by, Verb::LinkDeny, &[seen.row.id], |change| {
                answer::deny(change, seen, link.id, answerer.right(), reason.clone())
            })
        });
        match done {
            Ok(_) => Ok(Notice::Denied.then_go(visit, answerer.next(&seen.row)).with([visit.clear(Jar::Code)])),
            Err(error) => page(site, desk, visit, answerer, Some(error)),
        }
    })
}

/// Has the program run that sets an approved link up. What it says is recorded; `link process` tries again what failed.
fn set_up_later(desk: &mut Desk, actor: Actor, seen: ClientSeen, id: LinkId) {
    desk.later(After::Program, move |desk| {
        let _ = set_up(desk, &actor, &seen, id);
    });
}

fn set_up(desk: &mut Desk, actor: &Actor, seen: &ClientSeen, id: LinkId) -> Result<()> {
    let client = seen.row.id;
    let patience = Span::from_ms(i64::try_from(PATIENCE.as_millis()).unwrap_or(i64::MAX));
    process::claim(&mut desk.unit(actor, None, &[client]), seen, id, patience)?;
    let Some(job) = desk.read(|tx, now| process::job(tx, client, id, now))? else { return Ok(()) };
    let group = desk.post.sharing.group();
    let ended = provision::run(&job.program, group, &job.input, PATIENCE, || false);
    desk.change(By::of(actor), Verb::LinkApprove, &[client], |change| {
        let attempt = match &ended {
            Ok(()) => Attempt::Done,
            Err(why) => Attempt::Failed(why),
        };
        process::settle(change, seen, id, attempt)
    })
    .map(drop)
}
