//! Setting up an approved link: at once, or by the program that the setting `links.provisioner` names, which may fail
//! and be tried again (docs/reference.md#links; S3.21).

use std::path::PathBuf;

use crate::domain::actor::Actor;
use crate::domain::audit_event::AuditEvent;
use crate::domain::authority::Verb;
use crate::domain::id::{ClientId, LinkId};
use crate::domain::link::{Link, SetUp, State};
use crate::domain::step::Step;
use crate::domain::time::{Instant, Span};
use crate::error::{Error, Result, Topic, hint};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::{Change, UnitOfWork};
use crate::store::{End, Tx, database_info, link};

use super::record::Record;

/// The setting that names the program.
const PROVISIONER: &str = "links.provisioner";

/// How much longer than the provisioner may take a link stays leased.
const GRACE: Span = Span::MINUTE;

/// What another program is to do, outside of any transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub program: PathBuf,
    /// What it gets on standard input: the record of the link as one JSON object and a line feed.
    pub input: String,
}

/// How an attempt at setting up ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt<'a> {
    /// It is done, or there is nothing to do.
    Done,
    /// It failed, in these words.
    Failed(&'a str),
}

/// The program that sets links up, if one is set.
pub fn provisioner(tx: &Tx<'_>) -> Result<Option<PathBuf>> {
    Ok(database_info::setting(tx, PROVISIONER)?.map(PathBuf::from))
}

/// How an agreed link comes to hold.
pub fn set_up(tx: &Tx<'_>) -> Result<SetUp> {
    Ok(if provisioner(tx)?.is_some() { SetUp::ByProgram } else { SetUp::AtOnce })
}

/// What the provisioner has to do for this link of a client; `None` where none is set, or there is nothing to do:
/// whether that is an error [`settle`] says.
pub fn job(tx: &Tx<'_>, client: ClientId, id: LinkId, now: Instant) -> Result<Option<Job>> {
    let (Some(program), Some(record)) = (provisioner(tx)?, Record::find(tx, id)?) else { return Ok(None) };
    let link = &record.listed.link;
    if link.client != client || !matches!(link.state, State::Approved { .. }) {
        return Ok(None);
    }
    let input = format!("{}\n", record.to_json(tx, now)?);
    Ok(Some(Job { program, input }))
}

/// Takes a link leased for as long as the provisioner may take, so that two who set up the same one at once start it
/// once. Like the lease of a mail it changes no one's access and has no audit row; [`settle`] gives it back, and who
/// dies with it gives it back by time.
///
/// # Errors
/// `conflict` while another has it leased.
pub fn claim(unit: &mut UnitOfWork<'_>, seen: &ClientSeen, id: LinkId, patience: Span) -> Result<()> {
    let (client, now) = (&seen.row, unit.now);
    let taken = unit.store.write(|tx| {
        tx.allow(&[client.id]);
        link::claim(tx, client.id, id, now + patience + GRACE, now).map(|held| (held, End::Commit))
    })?;
    let Some(until) = taken else { return Ok(()) };
    Err(Error::conflict(format!("{id} of {} is being set up by another process at this moment", named(client)))
        .hint(hint![
            "see how that ended with ",
            Verb::LinkShow.step().about(&id),
            "; if it never ends, try again from ",
            until.as_start()
        ])
        .fact("link_id", id.to_string())
        .fact("client_id", client.id.to_string())
        .fact("retry_at", until.to_string())
        .about(Topic::InProgress))
}

/// The links that wait to be set up, of one client or of all, by id.
pub fn waiting(tx: &Tx<'_>, client: Option<ClientId>) -> Result<Vec<Link>> {
    let mut links = link::approved(tx)?;
    links.retain(|link| client.is_none_or(|client| link.client == client));
    Ok(links)
}

/// Records how setting up ended: the link is linked, or stays approved with the error. Also the second half of
/// an approval or creation, under its verb and for the actor who was allowed to do that.
///
/// # Errors
/// `not_found`, `foreign_entity`, `denied`; `conflict` when the link does not wait to be set up, `expired` when its
/// term is over.
pub fn settle(change: &mut Change<'_>, seen: &ClientSeen, id: LinkId, attempt: Attempt<'_>) -> Result<Link> {
    let client = change.client_of_answer(seen)?;
    let target = super::target(change, &client)?.with_code();
    change.authorise(&target)?;
    // A visitor has answered with the code of this request; what else there is they may not know.
    let link = match (change.actor, link::by_id(change.tx, id)?) {
        (Actor::Visitor, Some(link)) if link.client == client.id => link,
        _ => super::of_client(change, &client, id)?,
    };
    link::give_back(change.tx, id)?;
    match attempt {
        Attempt::Done => {
            let step = link.processed(change.now)?;
            super::keep(change, step)
        }
        Attempt::Failed(why) => {
            let (link, event) = link.process_failed(change.now, why)?;
            link::update(change.tx, &link, change.audit())?;
            change.record(event);
            Ok(link)
        }
    }
}

/// Sets a link up within the change that agreed to it, where no program has to.
pub fn at_once(change: &mut Change<'_>, link: Link) -> Result<Link> {
    if provisioner(change.tx)?.is_some() {
        return Ok(link);
    }
    match link.processed(change.now)? {
        Step::Unchanged(link) => Ok(link),
        Step::Made(link, _) => {
            link::update(change.tx, &link, change.audit())?;
            // The event before it says with whom, and until when.
            change.record(AuditEvent::LinkProcess { id: link.id, partner: None, until: None });
            Ok(link)
        }
    }
}
