//! What keeps mails from leaving, or from being mails: the settings, and what waits or failed in the outbox.

use std::net::{IpAddr, ToSocketAddrs};
use std::path::Path;

use crate::app::files::Sharing;
use crate::app::settings as app_settings;
use crate::domain::actor::{ROOT, StaffKind};
use crate::domain::authority::Verb;
use crate::domain::time::{Instant, Span};
use crate::domain::tls::Tls;
use crate::error::{Error, Flag, Hint, Part, Remedy, Result, ToValue, Wanted, hint};
use crate::mail::Transport as _;
use crate::mail::sendmail::Sendmail;
use crate::mail::smtp::PasswordFile;
use crate::ops::deliver::RECIPIENTS;
use crate::ops::deliver::test_message::LATELY;
use crate::ops::{config, custom_templates, provision};
use crate::store::mail::{queue, refused};
use crate::store::{Tx, database_info, staff};

use super::{Finding, PATIENCE};

const FILES: &str = "live-writes-files";
const NAME: &str = "live-without-name";
const DESK: &str = "live-without-desk-name";
const SENDER: &str = "live-without-sender";
const PAGES: &str = "live-without-pages";
const HOST: &str = "smtp-without-host";
const LOGIN: &str = "smtp-without-password";
const PASSWORD: &str = "smtp-password-file";
const CLEAR: &str = "smtp-in-the-clear";
const PROGRAM: &str = "sendmail-not-there";
const PROVISIONER: &str = "provisioner-open";
const TEMPLATES: &str = "templates-unusable";
const WAITS: &str = "mail-waits";
const FAILED: &str = "mails-failed";
const UNKNOWN: &str = "mails-unknown";
const REFUSED: &str = "mails-refused-alike";

/// The kinds of fault that settings of mail have.
pub(super) const OF_SETTINGS: [&str; 12] =
    [FILES, NAME, DESK, SENDER, PAGES, HOST, LOGIN, PASSWORD, CLEAR, PROGRAM, PROVISIONER, TEMPLATES];
/// The kinds of fault that the outbox has as a whole.
pub(super) const OF_OUTBOX: [&str; 4] = [WAITS, FAILED, UNKNOWN, REFUSED];

/// What is wrong with the settings of mail, and with what they point to. No server is asked.
pub fn settings(tx: &Tx<'_>, sharing: Sharing) -> Result<Vec<Finding>> {
    let set = |key: &str, word: &dyn ToValue| Remedy::from(Verb::ConfigSet.step().about(key).about(word));
    let live = database_info::get(tx)?.label == "live";
    let mut found = Vec::new();
    let mut find = |code, finding: &str, command: Remedy| found.push(Finding::of_house(code, finding, command));
    let transport = config::value(tx, "mail.transport")?.unwrap_or_default();
    if live && transport == "file" {
        find(
            FILES,
            "the database is labelled live, but its mails are only written to files",
            match config::value(tx, "mail.smtp.host")? {
                Some(_) => set("mail.transport", &"smtp"),
                None => set("mail.smtp.host", &Wanted("HOST")),
            },
        );
    }
    if live {
        for person in
            staff::list(tx)?.iter().filter(|person| person.has_account_name() && person.kind == StaffKind::Person)
        {
            let name = &person.member.os_user;
            let finding =
                format!("the database is labelled live, and mails cannot name {name}, whose own name is not known");
            find(NAME, &finding, Verb::StaffEdit.step().about(&name).with(Flag::Name, &Wanted("NAME")).into());
        }
    }
    if live && transport != "file" {
        let sender = config::value(tx, "mail.from")?.and_then(|value| app_settings::split_mailbox(&value).ok());
        let name = sender.as_ref().and_then(|(name, _)| name.as_ref());
        let finding = match name {
            Some(name) if is_account(tx, name.as_str())? => Some("mail.from has the name of an account"),
            Some(_) => None,
            None => sender.as_ref().map(|_| "mail.from has no name"),
        };
        if let Some(finding) = finding {
            let finding =
                format!("the database is labelled live, and {finding}: mails do not say which desk they come from");
            find(DESK, &finding, set("mail.from", &Wanted("NAME <ADDRESS>")));
        }
        let is_real = sender.is_some_and(|(_, address)| !address.domain().ends_with(".invalid"));
        if database_info::setting(tx, "mail.from")?.is_none() || !is_real {
            let finding =
                "the database is labelled live, and its mails have no real sender, because mail.from is not set";
            find(SENDER, finding, set("mail.from", &Wanted("SENDER")));
        }
        if database_info::setting(tx, "web.base_url")?.is_none() {
            let finding = "the database is labelled live, and mails with a code wait until web.base_url is set";
            find(PAGES, finding, set("web.base_url", &Wanted("URL")));
        }
    }
    match transport.as_str() {
        "smtp" => of_server(tx, sharing, &mut found)?,
        "sendmail" => {
            let program = config::value(tx, "mail.sendmail.program")?.unwrap_or_default();
            if let Err(error) = Sendmail::by(program, sharing.group()).check() {
                let command = advised(&error).filter(is_of_the_system);
                let command = command.unwrap_or_else(|| set("mail.sendmail.program", &Wanted("PATH")));
                found.push(Finding::of_house(PROGRAM, error.message(), command));
            }
        }
        _ => {}
    }
    if let Some(program) = config::value(tx, "links.provisioner")?
        && let Err(error) = provision::look(Path::new(&program), sharing.group())
    {
        let command = advised(&error).filter(is_of_the_system);
        let command = command.unwrap_or_else(|| set("links.provisioner", &Wanted("PATH")));
        found.push(Finding::of_house(PROVISIONER, error.message(), command));
    }
    if let Err(error) = custom_templates::look(tx) {
        let command = advised(&error).filter(is_of_the_system);
        found.push(Finding::of_house(
            TEMPLATES,
            error.message(),
            command.unwrap_or_else(|| custom_templates::mending().into()),
        ));
    }
    Ok(found)
}

/// Whether a name is that of an account of this machine: the administrator's, or a staff person's.
fn is_account(tx: &Tx<'_>, name: &str) -> Result<bool> {
    Ok(name.eq_ignore_ascii_case(ROOT)
        || staff::list(tx)?.iter().any(|row| name.eq_ignore_ascii_case(&row.member.os_user)))
}

fn of_server(tx: &Tx<'_>, sharing: Sharing, found: &mut Vec<Finding>) -> Result<()> {
    let mut find = |code, finding: String, command: Remedy| found.push(Finding::of_house(code, finding, command));
    let set = |key: &str, word: &dyn ToValue| {
        Remedy::from(Verb::ConfigSet.step().about(&format!("mail.smtp.{key}")).about(word))
    };
    let host = config::value(tx, "mail.smtp.host")?;
    if host.is_none() {
        find(HOST, "mail.transport is smtp, and no server is named".to_owned(), set("host", &Wanted("HOST")));
    }
    let file = config::value(tx, "mail.smtp.password_file")?;
    match (config::value(tx, "mail.smtp.user")?, file) {
        (Some(user), None) => {
            find(
                LOGIN,
                format!("{user} is to log in to the mail server, without a password"),
                set("password_file", &Wanted("FILE")),
            );
        }
        (Some(_), Some(path)) => {
            if let Err(error) = (PasswordFile { path: path.into(), group: sharing.group() }).check() {
                find(
                    PASSWORD,
                    error.message().to_owned(),
                    advised(&error).unwrap_or_else(|| set("password_file", &Wanted("FILE"))),
                );
            }
        }
        (None, _) => {}
    }
    let tls = config::value(tx, "mail.smtp.tls")?;
    if let Some(host) = host.filter(|host| tls.as_deref() == Some(Tls::None.name()) && !is_this_machine(host)) {
        let finding = format!("mails would go to {host} without TLS, which only a server on this machine is given");
        find(CLEAR, finding, set("tls", &Tls::StartTls.name()));
    }
    Ok(())
}

/// The first thing to do that the error advises.
fn advised(error: &Error) -> Option<Remedy> {
    error.hints().iter().find_map(Hint::remedy).cloned()
}

const fn is_of_the_system(remedy: &Remedy) -> bool {
    matches!(remedy, Remedy::System(_))
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
        let finding = hint![
            format!("{mails} to be sent since {since}: no one delivers; have a service do it, or cron: "),
            Part::Timetable(Verb::MailDeliver.step().switch(Flag::Quiet))
        ];
        each(&Finding::of_hint(WAITS, finding, Verb::MailDeliver.step()))?;
    }
    let failed = queue::failed_since(tx, now - LATELY)?;
    if failed > 0 {
        let mails = if failed == 1 { "1 mail".to_owned() } else { format!("{failed} mails") };
        let finding = format!("{mails} failed in the last {} days", LATELY.ms() / Span::DAY.ms());
        each(&Finding::of_house(FAILED, finding, Verb::MailList.step().with(Flag::State, "failed")))?;
    }
    let unknown = queue::unknown_since(tx, now - LATELY)?;
    if unknown > 0 {
        let mails = if unknown == 1 { "1 mail was" } else { &format!("{unknown} mails were") };
        let days = LATELY.ms() / Span::DAY.ms();
        let finding = hint![
            format!("{mails} perhaps delivered in the last {days} days: the server gave no answer, and "),
            Verb::MailRetry.step().about(&Wanted("MAIL")),
            " sends one once more"
        ];
        each(&Finding::of_hint(
            UNKNOWN,
            finding,
            Verb::MailList.step().switch(Flag::AllClients).with(Flag::State, "unknown"),
        ))?;
    }
    refused_alike(tx)?.iter().try_for_each(each)
}

/// The way on which mails to different recipients were refused by the same rule, and none was taken since.
pub fn refused_alike(tx: &Tx<'_>) -> Result<Option<Finding>> {
    let alike = refused::alike(tx)?.filter(|alike| alike.recipients >= RECIPIENTS);
    Ok(alike.map(|alike| {
        let finding = format!(
            "the mail server refuses mails to different recipients alike ({}) since {}, so that mails stay queued",
            alike.status, alike.since
        );
        Finding::of_house(REFUSED, finding, Verb::MailStatus.step().with(Flag::To, &Wanted("ADDRESS")))
    }))
}
