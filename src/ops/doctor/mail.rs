//! What keeps mails from leaving, or from being mails: the settings, and what waits or failed in the outbox.

use std::net::{IpAddr, ToSocketAddrs};

use crate::app::files::Sharing;
use crate::domain::paste::pasted;
use crate::domain::time::{Instant, Span};
use crate::domain::tls::Tls;
use crate::error::{Error, Result};
use crate::mail::Transport as _;
use crate::mail::sendmail::Sendmail;
use crate::mail::smtp::PasswordFile;
use crate::ops::{config, wording};
use crate::store::mail::queue;
use crate::store::{Tx, house};

use super::{Finding, PATIENCE};

const FILES: &str = "live-writes-files";
const SENDER: &str = "live-without-sender";
const PAGES: &str = "live-without-pages";
const HOST: &str = "smtp-without-host";
const LOGIN: &str = "smtp-without-password";
const PASSWORD: &str = "smtp-password-file";
const CLEAR: &str = "smtp-in-the-clear";
const PROGRAM: &str = "sendmail-not-there";
const TEMPLATES: &str = "templates-unusable";
const WAITS: &str = "mail-waits";
const FAILED: &str = "mails-failed";

/// The kinds of fault that settings of mail have.
pub(super) const OF_SETTINGS: [&str; 9] = [FILES, SENDER, PAGES, HOST, LOGIN, PASSWORD, CLEAR, PROGRAM, TEMPLATES];
/// The kinds of fault that the outbox has as a whole.
pub(super) const OF_OUTBOX: [&str; 2] = [WAITS, FAILED];

/// How far back mails that failed are told.
pub const LATELY: Span = Span::days(7);

/// What is wrong with the settings of mail, and with what they point to. No server is asked.
///
/// # Errors
/// `failed`.
pub fn settings(tx: &Tx<'_>, sharing: Sharing) -> Result<Vec<Finding>> {
    let set = |key: &str, word: &str| pasted!("partnerctl config set {} {}", key, word);
    let live = house::get(tx)?.label == "live";
    let mut found = Vec::new();
    let mut find = |code, finding: &str, command: String| found.push(Finding::of_house(code, finding, command));
    let transport = config::value(tx, "mail.transport")?.unwrap_or_default();
    if live && transport == "file" {
        find(
            FILES,
            "the database is labelled live, but its mails are only written to files",
            set("mail.transport", "smtp"),
        );
    }
    if live && transport != "file" {
        if house::setting(tx, "mail.from")?.is_none() {
            let finding =
                "the database is labelled live, and its mails have no real sender, because mail.from is not set";
            find(SENDER, finding, set("mail.from", "SENDER"));
        }
        if house::setting(tx, "web.base_url")?.is_none() {
            let finding = "the database is labelled live, and mails with a code wait until web.base_url is set";
            find(PAGES, finding, set("web.base_url", "URL"));
        }
    }
    match transport.as_str() {
        "smtp" => of_server(tx, sharing, &mut found)?,
        "sendmail" => {
            let program = config::value(tx, "mail.sendmail.program")?.unwrap_or_default();
            if let Err(error) = Sendmail::by(program).check() {
                found.push(Finding::of_house(PROGRAM, error.message(), set("mail.sendmail.program", "PATH")));
            }
        }
        _ => {}
    }
    if let Err(error) = wording::look(tx) {
        let command = advised(&error).filter(|command| command.starts_with("chmod "));
        found.push(Finding::of_house(TEMPLATES, error.message(), command.unwrap_or_else(wording::mending)));
    }
    Ok(found)
}

fn of_server(tx: &Tx<'_>, sharing: Sharing, found: &mut Vec<Finding>) -> Result<()> {
    let mut find = |code, finding: String, command: String| found.push(Finding::of_house(code, finding, command));
    let set = |key: &str, word: &str| pasted!("partnerctl config set mail.smtp.{} {}", key, word);
    let host = config::value(tx, "mail.smtp.host")?;
    if host.is_none() {
        find(HOST, "mail.transport is smtp, and no server is named".to_owned(), set("host", "HOST"));
    }
    let file = config::value(tx, "mail.smtp.password_file")?;
    match (config::value(tx, "mail.smtp.user")?, file) {
        (Some(user), None) => {
            find(
                LOGIN,
                format!("{user} is to log in to the mail server, without a password"),
                set("password_file", "FILE"),
            );
        }
        (Some(_), Some(path)) => {
            let group = match sharing {
                Sharing::Owner => None,
                Sharing::Group(group) => Some(group),
            };
            if let Err(error) = (PasswordFile { path: path.into(), group }).check() {
                find(
                    PASSWORD,
                    error.message().to_owned(),
                    advised(&error).unwrap_or_else(|| set("password_file", "FILE")),
                );
            }
        }
        (None, _) => {}
    }
    let tls = config::value(tx, "mail.smtp.tls")?;
    if let Some(host) = host.filter(|host| tls.as_deref() == Some(Tls::None.name()) && !is_this_machine(host)) {
        let finding = format!("mails would go to {host} without TLS, which only a server on this machine is given");
        find(CLEAR, finding, set("tls", Tls::StartTls.name()));
    }
    Ok(())
}

/// The command that the error advises.
fn advised(error: &Error) -> Option<String> {
    error.hints().iter().find_map(|hint| hint.split('`').nth(1)).map(str::to_owned)
}

/// Whether that name leads nowhere else.
fn is_this_machine(host: &str) -> bool {
    if let Ok(address) = host.parse::<IpAddr>() {
        return address.to_canonical().is_loopback();
    }
    let mut found = match (host, 25).to_socket_addrs() {
        Ok(found) => found.peekable(),
        Err(_) => return false,
    };
    found.peek().is_some() && found.all(|address| address.ip().to_canonical().is_loopback())
}

/// What waits in the outbox although nothing keeps it, and what failed lately.
///
/// # Errors
/// `failed`, and those of `each`.
pub(super) fn outbox(tx: &Tx<'_>, now: Instant, each: &mut impl FnMut(&Finding) -> Result<()>) -> Result<()> {
    if let Some((count, since)) = queue::overdue(tx, now - PATIENCE)? {
        let mails = if count == 1 { "1 mail waits".to_owned() } else { format!("{count} mails wait") };
        let finding = format!(
            "{mails} to be sent since {since}: nobody delivers; have a service do it, or cron: */5 * * * * partnerctl mail deliver --quiet > /dev/null"
        );
        each(&Finding::of_house(WAITS, finding, "partnerctl mail deliver"))?;
    }
    let failed = queue::failed_since(tx, now - LATELY)?;
    if failed > 0 {
        let mails = if failed == 1 { "1 mail".to_owned() } else { format!("{failed} mails") };
        let finding = format!("{mails} failed in the last {} days", LATELY.ms() / Span::DAY.ms());
        each(&Finding::of_house(FAILED, finding, "partnerctl mail list --state failed"))?;
    }
    Ok(())
}
