//! The way by which mails leave, as the settings want it.

use std::path::PathBuf;

use crate::app::files::Sharing;
use crate::domain::authority::Verb;
use crate::domain::tls::Tls;
use crate::error::{Error, Result, Wanted, hint};
use crate::mail::Transport;
use crate::mail::file::{Folder, Modes};
use crate::mail::sendmail::Sendmail;
use crate::mail::smtp::{PasswordFile, Patience, Server, Smtp};
use crate::ops::config;
use crate::store::Tx;

use super::DeliveryEnv;

/// The transport that `mail.transport` names. Nothing is connected yet.
///
/// # Errors
/// `failed` when a setting that it needs is missing; the error names the setting.
pub(super) fn open(tx: &Tx<'_>, post: &DeliveryEnv) -> Result<Box<dyn Transport>> {
    match config::value(tx, "mail.transport")?.as_deref() {
        None | Some("file") => Ok(Box::new(folder(post))),
        Some("sendmail") => {
            let program = config::value(tx, "mail.sendmail.program")?;
            let program = program.ok_or_else(|| Error::bug("mail.sendmail.program has no default"))?;
            Ok(Box::new(Sendmail::by(program, post.sharing.group())))
        }
        Some("smtp") => Ok(Box::new(Smtp::new(server(tx, post)?))),
        Some(other) => Err(Error::failed(format!("mail.transport is {other}, which is no transport of this version"))
            .hint(hint!["choose one with ", Verb::ConfigSet.step().about("mail.transport").about("file")])),
    }
}

/// What is missing is said when it is used: then the mails stay queued, and their report names the setting.
fn server(tx: &Tx<'_>, post: &DeliveryEnv) -> Result<Server> {
    let setting = |key| config::value(tx, key);
    let group = post.sharing.group();
    Ok(Server {
        host: setting("mail.smtp.host")?,
        port: setting("mail.smtp.port")?.map(|port| port.parse()).transpose().map_err(|_| damaged("mail.smtp.port"))?,
        tls: setting("mail.smtp.tls")?.map_or(Ok(Tls::StartTls), |word| Tls::from_text(&word))?,
        ca_file: setting("mail.smtp.ca_file")?.map(PathBuf::from),
        group,
        user: setting("mail.smtp.user")?,
        password: setting("mail.smtp.password_file")?.map(|path| PasswordFile { path: path.into(), group }),
        patience: Patience::USUAL,
    })
}

fn damaged(key: &str) -> Error {
    Error::failed(format!("the setting {key} is damaged"))
        .hint(hint!["set it again with ", Verb::ConfigSet.step().about(&key).about(&Wanted("VALUE"))])
}

fn folder(post: &DeliveryEnv) -> Folder {
    let modes = match post.sharing {
        Sharing::Owner => Modes::PRIVATE,
        Sharing::Group(group) => Modes::shared(group),
    };
    Folder { path: post.outbox.clone(), modes }
}
