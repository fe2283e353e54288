//! `partnerctl partner add-user`

use std::path::PathBuf;

use clap::Args;

use crate::app::env::random;
use crate::cli::context::Context;
use crate::commands::args::PartnerArg;
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::commands::new_password::{self, From};
use crate::commands::question::{Kind, Question};
use crate::commands::still::warn;
use crate::domain::actor::Restriction;
use crate::domain::authority::{Target, Verb};
use crate::domain::class::Class;
use crate::domain::email::Email;
use crate::domain::language::Language;
use crate::domain::mail::MailState;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::domain::partner::PartnerRow;
use crate::domain::password::{self, Password};
use crate::domain::shell::shell_format;
use crate::domain::terms::check_until;
use crate::domain::time::{Edge, parse_instant};
use crate::error::{Error, Result};
use crate::ops::partner_user::extent::{self, Extent};
use crate::ops::partner_user::{self, AddPartnerUser, Added, Begin, Clients, Force, Greeting, Met, PasswordFate};
use crate::ops::password::{Hashed, hash};
use crate::ops::unit_of_work::{ChangeResult, Mode};
use crate::ops::user::{self, Naming};
use crate::output::columns::{id, int, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};
use crate::term::secret::Source;
use crate::term::{Keyboard, Tense};

use super::client_selection::{self, States};
use super::reach;

/// Those of `partner list-users`, the generated password and the result.
const COLUMNS: Columns = super::users!(id("temporary_password"), text("mail"), text("result"), int("reaches"));

/// Arguments of `partner add-user`.
#[derive(Debug, Args)]
pub struct AddUser {
    /// Their e-mail address, which is their login name
    #[arg(value_name = "EMAIL")]
    email: String,
    #[command(flatten)]
    partner: PartnerArg,
    /// First name
    #[arg(long, value_name = "NAME")]
    first_name: String,
    /// Last name
    #[arg(long, value_name = "NAME")]
    last_name: String,
    /// The language of mails and pages, of an address that is new: en, de, fr or es
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Read the password from the first line of standard input
    #[arg(long, group = "password")]
    password_stdin: bool,
    /// Read the password from the first line of this private file
    #[arg(long, value_name = "FILE", group = "password")]
    password_file: Option<PathBuf>,
    /// Make a password up and show it once
    #[arg(long, group = "password")]
    generate_password: bool,
    /// The given password is permanent: it need not be replaced at the first sign-in; for support only, without --as
    #[arg(long, conflicts_with = "generate_password")]
    no_force_change: bool,
    /// Settings of clients can be neither seen nor changed, whatever else is allowed
    #[arg(long)]
    restricted: bool,
    /// They cannot sign in until they are activated
    #[arg(long)]
    inactive: bool,
    /// Greet them by mail
    #[arg(long)]
    send_email: bool,
    /// They reach only these clients: ids or slugs, joined by commas
    #[arg(long, value_name = "LIST", conflicts_with = "no_clients")]
    clients: Option<String>,
    /// How many clients --clients names; a terminal has it typed
    #[arg(long, value_name = "N", requires = "clients")]
    expect_clients: Option<usize>,
    /// They reach no client yet
    #[arg(long)]
    no_clients: bool,
    /// The end of their term; a day is included
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
}

impl Command for AddUser {
    const NAME: &'static str = "add-user";
    const ABOUT: &'static str = "Add a user to a partner, with a password for the first sign-in";
    const DETAILS: &'static str = "\
They reach every client of the partner, also those that come later, unless --clients or --no-clients says otherwise. \
The password comes from standard input, a private file or a question, or is made up and shown once; it lives 7 days and \
must be replaced at the first sign-in, unless --no-force-change makes it permanent. Someone who has a login with a \
password keeps it, and none is asked for. Only support adds people who have a login already. Everything happens in one \
step, the welcome mail included; it never carries the password. Saying the same again is `unchanged`.";
    const ASKS: &'static [Question] = &[
        Question::of("email", "", "E-mail address", Kind::Address),
        Question::of("partner", "-p", "Partner, by slug or id", Kind::Partner),
        Question::of("first_name", "--first-name", "First name", Kind::Name("first_name")),
        Question::of("last_name", "--last-name", "Last name", Kind::Name("last_name")),
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl partner add-user ann@jimsweb.example -p jims-web --first-name Ann --last-name Lee --generate-password",
        "partnerctl partner add-user bob@jimsweb.example -p ptn_1 --first-name Bob --last-name May --password-stdin \
         --restricted --clients big-shoes,tea-house --expect-clients 2 --until 2027-06-30 --send-email < password.txt",
    ];
    const VERB: Option<Verb> = Some(Verb::PartnerAddUser);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with several clients in `--clients`")];
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        client_selection::class_of(self.clients.as_deref(), Class::Outward)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let mut wanted = self.wanted(cx)?;
        let company = self.partner.find(cx)?;
        wanted.clients = self.clients(cx)?;
        let now = cx.now();
        let met = cx.read(|tx, actor| partner_user::check(tx, actor, &company, &wanted, now))?;
        let concerned = cx.read(|tx, _| partner_user::concerned_by_add(tx, &company, &wanted, now))?;
        if wanted.clients.is_none() && !matches!(met, Met::Same(_)) {
            cx.concern(&concerned)?;
        }
        let known_in = cx.read(|tx, actor| partner_user::concerned_by_naming(tx, actor, &met, now))?;
        cx.concern(&known_in.beyond(wanted.chosen()))?;
        cx.has_meant_for_partner(&wanted.email, company.id)?;
        if let (Some(given), Some(Clients::These(clients))) = (&self.clients, &wanted.clients) {
            let plan = format!("{} is to reach {}", wanted.email, counted(clients.len(), "client"));
            client_selection::count(cx, given, clients, self.expect_clients, &plan)?;
        }
        let extent = cx.read(|tx, actor| extent::of_new(tx, actor, &company, &wanted, now))?;
        let password = if met.needs_password() { Some(self.password(cx, &wanted, &company)?) } else { None };
        let hashed = password.as_ref().map(|password| &password.hashed);
        let naming = match &met {
            Met::Login(login, _) if !known_in.is_empty() => {
                Some(Naming { user: login.id, names: wanted.names(), shown: &known_in })
            }
            _ => None,
        };
        let done = cx.changes(
            |session, verb| {
                session.change_each(verb, naming, |change, naming| {
                    user::name_everywhere(change, &Target::partner(company.id), &naming)
                })?;
                session.change(verb, |change| partner_user::add(change, &company, &wanted, hashed, &concerned))
            },
            |_, _| (),
        )?;
        let made_up = password.as_ref().and_then(|password| password.made_up.as_ref());
        let made_up = made_up.filter(|_| cx.mode() == Mode::Real && done.outcome == Outcome::Done);
        let mail = cx.mail_word(&done.mails)?;
        print_outcome(cx, &company, &wanted, &extent, &done, mail);
        present(cx, selection, &company, &done, made_up, mail, extent.reaches.count)
    }
}

/// A password that is to be set.
struct Chosen {
    hashed: Hashed,
    /// The password itself, where no one knows it yet.
    made_up: Option<Password>,
}

impl AddUser {
    fn wanted(&self, cx: &Context) -> Result<AddPartnerUser> {
        let until = self.until.as_deref().map(|until| parse_instant(until, &cx.zone, Edge::End)).transpose()?;
        Ok(AddPartnerUser {
            email: Email::parse(&self.email)?,
            first_name: Name::parse("first_name", &self.first_name)?,
            last_name: Name::parse("last_name", &self.last_name)?,
            language: self.language.as_deref().map(Language::parse).transpose()?,
            clients: None,
            restriction: if self.restricted { Restriction::NoSettings } else { Restriction::None },
            begin: if self.inactive { Begin::Inactive } else { Begin::Active },
            force: if self.no_force_change { Force::Keep } else { Force::Change },
            greeting: if self.send_email { Greeting::Mail } else { Greeting::None },
            until: until.map(|until| check_until(until, cx.now())).transpose()?,
        })
    }

    /// The chosen clients, each resolved exactly and shown.
    fn clients(&self, cx: &mut Context) -> Result<Option<Clients>> {
        let Some(given) = &self.clients else { return Ok(self.no_clients.then_some(Clients::None)) };
        let chosen = client_selection::resolve(cx, given, States::Open)?;
        Ok(Some(Clients::These(chosen)))
    }

    /// The password, read or made up, and hashed: all that takes time happens before the database is locked.
    fn password(&self, cx: &mut Context, wanted: &AddPartnerUser, company: &PartnerRow) -> Result<Chosen> {
        let source = match (&self.password_file, self.password_stdin, cx.prompter.can_ask(Keyboard::Stdin)) {
            (Some(path), _, _) => Some(From::Given(Source::File(cx.path(path)))),
            (None, true, _) => Some(From::Given(Source::Stdin)),
            (None, false, true) if !self.generate_password && cx.mode() == Mode::Real => Some(From::Asked),
            (None, false, _) if self.generate_password || cx.mode() == Mode::DryRun => None,
            (None, false, _) => {
                return Err(Error::unconfirmed(format!("{} needs a password for the first sign-in", wanted.email))
                    .advice("give it with `--password-stdin` or `--password-file`, or add `--generate-password`"));
            }
        };
        let Some(source) = source else {
            let made_up = Password::from_entropy(&random(&mut *cx.entropy)?);
            return Ok(Chosen { hashed: hash(&made_up, cx.strength, &mut *cx.entropy)?, made_up: Some(made_up) });
        };
        let names = [wanted.first_name.as_str(), wanted.last_name.as_str(), &company.name];
        let context = password::Context { email: wanted.email.as_str(), names: &names };
        let hashed = new_password::read(cx, &source, |cx, typed| {
            hash(&Password::new(typed, &context)?, cx.strength, &mut *cx.entropy)
        })?;
        Ok(Chosen { hashed, made_up: None })
    }
}

/// Says what was done, and what comes next.
fn print_outcome(
    cx: &Context,
    company: &PartnerRow,
    wanted: &AddPartnerUser,
    extent: &Extent,
    done: &ChangeResult<Added>,
    mail: &str,
) {
    let who = format!("{} {} ({})", wanted.first_name, wanted.last_name, wanted.email);
    if done.outcome != Outcome::Done {
        cx.ui.status(&format!("{who} is a user of {} already.", company.name));
        cx.ui.status(&reach::reaches(extent, Tense::Done));
        return;
    }
    cx.ui.outcome(|t| format!("{who} {} a user of {}.", t.is(), company.name));
    cx.ui.outcome(|t| reach::reaches(extent, t));
    warn(cx, &extent.still);
    if wanted.begin == Begin::Inactive {
        cx.ui.note("they enter none of them before they are activated");
    }
    match done.value.password {
        PasswordFate::Temporary(until) => {
            cx.ui.outcome(|t| {
                format!(
                    "The password {} before {}.",
                    t.pick("must be replaced", "would have to be replaced"),
                    cx.zone.local(until)
                )
            });
        }
        PasswordFate::Permanent => cx.ui.warn(cx.ui.tense().pick(
            "the password is permanent, and known to the person who chose it",
            "the password would be permanent, and known to the person who chose it",
        )),
        PasswordFate::Kept => cx.ui.note("they have a password already, which stays as it is"),
    }
    if let Some(until) = wanted.until {
        cx.ui.outcome(|t| {
            format!("Their term {} at {} ({until}).", t.pick("ends", "would end"), cx.zone.end_in_words(until))
        });
    }
    if MailState::from_text(mail).is_ok_and(MailState::has_left) {
        cx.ui.hint("if the welcome mail does not arrive, have them look into the junk or spam folder");
    }
    if wanted.clients == Some(Clients::None) {
        let (email, slug) = (&wanted.email, &company.slug);
        cx.ui.hint(&shell_format!(
            "give them clients with `partnerctl partner assign-clients {} -p {} --clients A,B`",
            email,
            slug
        ));
    }
}

fn present(
    cx: &Context,
    selection: Selection,
    company: &PartnerRow,
    done: &ChangeResult<Added>,
    made_up: Option<&Password>,
    mail: &str,
    reaches: usize,
) -> Result<()> {
    if let Some(password) = made_up.filter(|_| !(selection.is_machine() && selection.wants("temporary_password"))) {
        cx.ui.reveal(&format!("Temporary password, shown only now: {}", password.reveal()));
    }
    let result = if done.outcome == Outcome::Done { ResultWord::Created } else { ResultWord::Unchanged };
    let cells = super::user_cells(&company.slug, &done.value.row, &done.value.clients);
    let mut row = Vec::from(cells);
    row.push(Cell::from(made_up.map(Password::reveal)));
    row.push(Cell::from(mail));
    row.push(Cell::from(result));
    row.push(Cell::count(reaches));
    let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
    sink.push(&row)?;
    sink.finish()
}
