//! The way by which mails leave, as the settings want it.

use crate::app::files::Sharing;
use crate::error::{Error, Result};
use crate::mail::Transport;
use crate::mail::file::{Folder, Modes};
use crate::mail::sendmail::Sendmail;
use crate::ops::config;
use crate::store::Tx;

use super::Post;

/// The transport that `mail.transport` names. Nothing is connected yet.
///
/// # Errors
/// `failed` when a setting that it needs is missing; the error names the setting.
pub(super) fn open(tx: &Tx<'_>, post: &Post) -> Result<Box<dyn Transport>> {
    match config::value(tx, "mail.transport")?.as_deref() {
        None | Some("file") => Ok(Box::new(folder(post))),
        Some("sendmail") => {
            let program = config::value(tx, "mail.sendmail.program")?;
            Ok(Box::new(Sendmail::by(program.ok_or_else(|| Error::bug("mail.sendmail.program has no default"))?)))
        }
        Some(other) => Err(Error::failed(format!("mail.transport is {other}, which is no transport of this version"))
            .hint("choose one with `partnerctl config set mail.transport file`")),
    }
}

fn folder(post: &Post) -> Folder {
    let modes = match post.sharing {
        Sharing::Owner => Modes::PRIVATE,
        Sharing::Group(group) => Modes::shared(group),
    };
    Folder { path: post.outbox.clone(), modes }
}
