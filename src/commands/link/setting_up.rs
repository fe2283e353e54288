//! Setting up an approved link by the provisioner. The program runs outside of any transaction, and its result is
//! recorded as a change of its own.

use crate::cli::context::Context;
use crate::domain::id::LinkId;
use crate::domain::link::{Link, State};
use crate::domain::shell::shell_format;
use crate::domain::time::Span;
use crate::error::{Error, Result, Topic};
use crate::ops::link::process::{self, Attempt};
use crate::ops::link::record::Record;
use crate::ops::provision;
use crate::ops::resolve::ClientSeen;
use crate::ops::unit_of_work::{ChangeResult, Mode};

/// Has the link set up that a change has just agreed to, if it still has to be. If that fails it stays approved, which
/// is reported and is no failure of the answer.
///
/// # Errors
/// `failed`; `conflict` when the link was moved by someone else meanwhile.
pub(super) fn finish(cx: &mut Context, seen: &ClientSeen, link: &Link) -> Result<Link> {
    if !matches!(link.state, State::Approved { .. }) {
        return Ok(link.clone());
    }
    if cx.mode() == Mode::DryRun {
        cx.ui.note(&format!("{} would be handed to the provisioner now", link.id));
        return Ok(link.clone());
    }
    let link = match attempt(cx, seen, link.id) {
        Ok(done) => done.value.listed.link,
        Err(error) if is_in_hand(&error) => {
            cx.ui.note(error.message());
            return Ok(link.clone());
        }
        Err(error) => return Err(error),
    };
    if let State::Approved { error, .. } = &link.state {
        let error = error.as_deref().unwrap_or("no reason is known");
        cx.ui.warn(&format!("{} is approved, but setting it up failed: {error}", link.id));
        cx.ui.hint(&shell_format!("try again with `partnerctl link process {} -c {}`", link.id, seen.row.slug));
    }
    Ok(link)
}

/// Whether it was not tried because another process is at it.
pub(super) fn is_in_hand(error: &Error) -> bool {
    error.topics().contains(&Topic::InProgress)
}

/// Sets a link up, by the provisioner where one is set, and records how that ended. A dry run starts no program
/// and shows how it would be if that succeeded.
///
/// # Errors
/// `failed`; `conflict` when the link does not wait to be set up, or another process is at it.
pub(super) fn attempt(cx: &mut Context, seen: &ClientSeen, id: LinkId) -> Result<ChangeResult<Record>> {
    let (now, client) = (cx.now(), seen.row.id);
    let mut job = cx.read(|tx, _| process::job(tx, client, id, now))?;
    if job.is_some() && cx.mode() == Mode::Real {
        let patience = Span::from_ms(i64::try_from(cx.patience.as_millis()).unwrap_or(i64::MAX / 2));
        process::claim(&mut cx.unit_of_work()?, seen, id, patience)?;
        // Anyone who had it leased before may have done it.
        job = cx.read(|tx, _| process::job(tx, client, id, now))?;
    }
    let ended = match job {
        Some(job) if cx.mode() == Mode::Real => {
            cx.ui.progress(&format!("{} sets up {id}", job.program.display()));
            let stop = cx.interrupt.clone();
            let group = cx.database.sharing().group();
            let ended = provision::run(&job.program, group, &job.input, cx.patience, || stop.check().is_err());
            cx.tick();
            ended
        }
        _ => Ok(()),
    };
    cx.change(|change| {
        let attempt = match &ended {
            Ok(()) => Attempt::Done,
            Err(why) => Attempt::Failed(why),
        };
        let link = process::settle(change, seen, id, attempt)?;
        Record::get(change.tx, change.actor, link.id, change.now)
    })
}
