//! `partnerctl init`

mod questions;

use std::path::Path;

use clap::Args;

use crate::app::database_location::DatabaseLocation;
use crate::app::database_paths::DatabasePaths;
use crate::app::files::{self, Sharing};
use crate::app::settings;
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::domain::shell::shell_format;
use crate::error::{Error, Result};
use crate::ops::setup::{self, Group, InitOptions, Made, Maker};
use crate::output::{Cell, Columns, ResultWord, Shape, columns::text};
use crate::term::{Keyboard, Ui};

const COLUMNS: Columns =
    Columns::new(&[text("database"), text("uuid"), text("label"), text("os_group"), text("result")]);

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// What the database is for: live, training, …; named on every banner unless it is live [default: live]
    #[arg(long, value_name = "LABEL")]
    label: Option<String>,
    /// Share the database file with this operating-system group: files 0660, folder 2770
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// Your own name, as mails show it [default: the name of your account]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The name of the desk, as mails show it, where --mail-from has none
    #[arg(long, value_name = "NAME")]
    desk: Option<String>,
    /// Where the pages are; links in mails begin with it
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The sender of every mail: an address, or "Name <address>"
    #[arg(long, value_name = "SENDER")]
    mail_from: Option<String>,
    /// How mails leave: file (one .eml each), smtp or sendmail [default: file]
    #[arg(long, value_name = "TRANSPORT")]
    mail_transport: Option<String>,
    /// The other answers.
    #[arg(skip)]
    chosen: Vec<(String, String)>,
}

impl Command for Init {
    const NAME: &'static str = "init";
    const ABOUT: &'static str = "Make the database and register yourself as its first staff person";
    const DETAILS: &'static str = "\
Makes the file that --db or PARTNERCTL_DB names, its key file, and the folder for mails, open to you alone. Where a \
database is already, it is left as it is and the result is `unchanged`; a missing key file or mail folder is made again. With \
`--db postgresql://HOST/NAME` it is made on a server, as `partnerctl help database` describes. \
On a terminal it asks for what is not given, with smtp for the server and the login too; an empty answer takes the \
default. `partnerctl config set` changes a setting later, `partnerctl staff edit` your name; the label stays. `partnerctl \
mail status` shows whether mails can leave.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl init", "partnerctl init --label training --db training.db"];
    const VERB: Option<Verb> = None;
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(mut self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        if cx.globals.dry_run {
            return Err(Error::usage("init has no dry run: it makes a file or leaves it as it is"));
        }
        cx.must_be_own_database()?;
        if self.group.is_some() {
            // On a server its roles say who may work in it.
            cx.database.file()?;
        }
        let place = cx.database.clone();
        // Whether it is on a server shows when one gets in there.
        let is_there = place.file().is_ok_and(|file| file.database.exists());
        if !is_there && cx.prompter.can_ask(Keyboard::Stdin) {
            self.ask(cx)?;
        }
        let wanted = self.wanted(cx)?;
        if !is_there {
            cx.agree_on_database(&wanted.label)?;
        }
        let now = cx.now();
        let time = cx.rate_limiter();
        let mut maker = Maker { account: &cx.account, entropy: &mut *cx.entropy, time: &time, now };
        let made = match &place {
            DatabaseLocation::File(file) => setup::init(file, &wanted, &mut maker)?,
            DatabaseLocation::Server(server) => setup::init_on_server(server, &wanted, &mut maker)?,
        };
        let place = place.paths();
        cx.agree_on_database(&made.info.label)?;
        made.moved.iter().for_each(|moved| moved_aside(&cx.ui, moved));
        caution(cx, place, &wanted, &made);
        let database = cx.database.to_string();
        let result = if made.outcome == Outcome::Done { ResultWord::Created } else { ResultWord::Unchanged };
        if made.outcome == Outcome::Done {
            cx.ui.status(&format!("Made the database {database} ({}).", made.info.label));
            if let Some(zone) = cx.zone.name() {
                cx.ui.status(&format!(
                    "Days begin and end in the time zone {zone}; `partnerctl config set desk.time_zone ZONE` changes that."
                ));
            }
            let key = match cx.database {
                DatabaseLocation::File(_) => "which is next to it".to_owned(),
                DatabaseLocation::Server(_) => format!("{}", place.key().display()),
            };
            cx.ui.hint(&format!(
                "copy the key file, {key}, to a safe place; not to where the backups of the database are"
            ));
            hint_at_mail(cx, &wanted);
            hint_at_name(cx, &wanted);
            cx.ui.hint("add the first client with `partnerctl client add NAME --owner EMAIL`");
        } else {
            cx.ui.status(&format!("There is a database at {database} already; it was left as it is."));
            if made.new_key {
                cx.ui.status(&format!("Made a new key file {}.", place.key().display()));
                cx.ui.hint(
                    "send again what had not left: `partnerctl mail list --state failed` after the next delivery",
                );
            }
        }
        let mut sink = cx.sink(selection, Shape::Changed("database"))?;
        sink.push(&[
            Cell::Text(database.into()),
            Cell::Text(made.info.uuid.into()),
            Cell::Text(made.info.label.into()),
            made.info.group.map_or(Cell::Null, |group| Cell::Text(group.into())),
            Cell::from(result),
        ])?;
        sink.finish()
    }
}

impl Init {
    fn wanted(self, cx: &Context) -> Result<InitOptions> {
        let label = self.label.unwrap_or_else(|| "live".to_owned());
        check_label(&label)?;
        let group = self.group.map(|name| group(&name, cx)).transpose()?;
        let mut chosen = Vec::new();
        let name = self.name.map(|name| Name::parse("--name", &name)).transpose()?;
        let mail_from = sender(self.desk.as_deref(), self.mail_from)?;
        let given =
            [("web.base_url", self.base_url), ("mail.from", mail_from), ("mail.transport", self.mail_transport)];
        let given = given.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        for (key, value) in given.chain(self.chosen) {
            settings::known(&key)?.check(&key, &value)?;
            chosen.push((key, value));
        }
        // So that a day stays the same day for colleagues in another zone, and for timers without one.
        if let Some(zone) = cx.zone.name() {
            chosen.push((settings::TIME_ZONE.to_owned(), zone.to_owned()));
        }
        Ok(InitOptions { label, group, name, settings: chosen })
    }
}

/// The sender of every mail, with the name of the desk.
fn sender(desk: Option<&str>, from: Option<String>) -> Result<Option<String>> {
    let Some(desk) = desk.map(|desk| Name::parse("--desk", desk)).transpose()? else { return Ok(from) };
    let known = settings::known("mail.from")?;
    let from = from.as_deref().or(known.default).unwrap_or_default();
    known.check("mail.from", from)?;
    let (_, address) = settings::split_mailbox(from)?;
    Ok(Some(format!("{desk} <{address}>")))
}

fn check_label(label: &str) -> Result<()> {
    let plain = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if plain && !label.is_empty() && label.len() <= 20 {
        return Ok(());
    }
    Err(Error::usage(format!("{label:?} is not a valid label"))
        .advice("a label has 1 to 20 lowercase letters, digits and hyphens: `live`, `training`"))
}

/// Mails come from people, not from accounts.
fn hint_at_name(cx: &Context, wanted: &InitOptions) {
    if wanted.name.is_none()
        && wanted.label == "live"
        && let Some(account) = cx.account.directory.name_of(cx.account.uid)
    {
        cx.ui.hint(&shell_format!("give mails your own name with `partnerctl staff edit {} --name NAME`", account));
    }
}

/// What is to be done before mails are what they should be.
fn hint_at_mail(cx: &Context, wanted: &InitOptions) {
    let transport = wanted.settings.iter().find(|(key, _)| key == "mail.transport").map(|(_, value)| value.as_str());
    match transport {
        Some("smtp" | "sendmail") => cx.ui.hint("see whether mails can leave with `partnerctl mail status`"),
        _ if wanted.label == "live" => cx.ui.hint(
            "its mails are only written to files; have them leave with `partnerctl config set mail.smtp.host HOST` and then `partnerctl config set mail.transport smtp`, see `partnerctl help mail`",
        ),
        _ => {}
    }
}

/// What a database that is not there any more left behind is kept under another name.
pub fn moved_aside(ui: &Ui, moved: &Path) {
    ui.warn(&format!("there was a log without its database; it is kept as {}", moved.display()));
}

/// What was asked for and is not so.
fn caution(cx: &Context, place: &DatabasePaths, wanted: &InitOptions, made: &Made) {
    let asked = wanted.group.as_ref().filter(|group| made.info.group.as_ref() != Some(&group.name));
    if let Some(group) = asked {
        cx.ui.warn(&format!("the database is not shared with {}: that is chosen when it is made", group.name));
    }
    let folder = place.database.parent().unwrap_or(&place.database);
    if let Sharing::Group(_) = place.sharing()
        && !files::is_open_to(folder, place.sharing())
    {
        let (shown, name) = (folder.display(), made.info.group.as_deref().unwrap_or("GROUP"));
        cx.ui.warn(&format!("the members of {name} cannot work in {shown}"));
        cx.ui.hint(&shell_format!("open it to them with `chgrp {0} {1} && chmod 2770 {1}`", name, shown));
    }
}

fn group(name: &str, cx: &Context) -> Result<Group> {
    let found = nix::unistd::Group::from_name(name).ok().flatten();
    let gid = found.map(|group| group.gid.as_raw()).ok_or_else(|| {
        Error::usage(format!("there is no group {name:?} on this system")).advice("see `getent group`")
    })?;
    if !cx.account.groups.contains(&gid) && cx.account.uid != 0 {
        return Err(Error::usage(format!("you are not in the group {name}")).advice("see `id`"));
    }
    Ok(Group { name: name.to_owned(), gid })
}
