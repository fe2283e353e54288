//! `partnerctl link request`

use std::path::PathBuf;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{AllowElsewhere, PartnerArg};
use crate::commands::command::Command;
use crate::commands::confirm::{Script, count_clients};
use crate::commands::counted::counted;
use crate::commands::elsewhere::{HeldRows, Unconfirmed, held};
use crate::commands::question::{Kind, Question};
use crate::commands::terms::term_of;
use crate::domain::authority::{Sight, Verb};
use crate::domain::class::Class;
use crate::domain::link::{self, Cooldown};
use crate::domain::mail::MailState;
use crate::domain::message::message;
use crate::domain::outcome::Outcome;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Code, Error, Result};
use crate::ops::elsewhere::Allowance;
use crate::ops::link as ops_link;
use crate::ops::link::request::{Ask, request};
use crate::ops::link::targets::{Target, resolve};
use crate::ops::resolve::named;
use crate::ops::unit_of_work::{Mode, WriteTx};
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};
use crate::term::prompt::confirm_word;
use crate::term::{Keyboard, Tense};

use super::target_file;

/// Columns of `link request` results.
const COLUMNS: Columns = Columns::new(&[
    id("target"),
    id("client_id"),
    id("client_slug"),
    id("link_id"),
    text("result"),
    text("mail"),
    text("error_code"),
    text("message"),
]);

/// Arguments of `link request`.
#[derive(Debug, Args)]
pub struct Request {
    #[command(flatten)]
    partner: PartnerArg,
    /// Whom to ask: client id, slug, account number, domain or owner's e-mail; repeat it for more
    #[arg(long = "target", value_name = "REF", required_unless_present = "target_file")]
    targets: Vec<String>,
    /// More targets, one a line; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    target_file: Option<PathBuf>,
    /// What is asked for: a,b [default: all but users]
    #[arg(long, value_name = "LIST")]
    permissions: Option<String>,
    /// For how long, counted from the approval: 90d, 6mo, 1y [default: without end]
    #[arg(long = "for", value_name = "D")]
    term: Option<String>,
    /// The text for the client
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    /// The number of clients that are asked; another one stops the command
    #[arg(long, value_name = "N")]
    expect_clients: Option<usize>,
    #[command(flatten)]
    elsewhere: AllowElsewhere,
    #[command(flatten)]
    waiver: Waiver,
}

/// `--override cooldown`.
#[derive(Debug, Args)]
pub(super) struct Waiver {
    /// Ask although the client denied within the last seven days; for staff, with --reason
    #[arg(long = "override", value_name = "RULE", value_parser = ["cooldown"])]
    rule: Option<String>,
}

impl Waiver {
    /// Whether the wait after a denial holds.
    ///
    /// # Errors
    /// `denied` to users; `usage` without a reason.
    pub(super) fn read(&self, cx: &mut Context) -> Result<Cooldown> {
        if self.rule.is_none() {
            return Ok(Cooldown::Holds);
        }
        if let Some(user) = cx.actor()?.user() {
            return Err(Error::denied(format!("{} may not override a rule: that is for staff", user.email))
                .advice("support may do it without `--as`"));
        }
        if cx.reason().is_none() {
            return Err(Error::usage("an override needs a reason").advice("say why with `--reason TEXT`"));
        }
        Ok(Cooldown::Waived)
    }
}

impl Command for Request {
    const NAME: &'static str = "request";
    const ABOUT: &'static str = "Request links to clients for a partner; their owners and admins are mailed";
    const DETAILS: &'static str = "\
Each target must name exactly one open client; `account:4711` is an account number, `domain:` and `owner:` the others. \
All targets are resolved before anything is sent: one that names none or several stops the whole command. Then each \
client is asked in a change of its own, all in one transaction; a client that cannot be asked (another link is open, or \
it denied within seven days) is reported and the others are asked: exit code 7, or its own code if it is the only \
target. A target that is the address of an owner, and belongs to the domain of another client, has to be confirmed, at a \
terminal or with --allow-elsewhere; with several targets such a one is `held`. A client that is named twice is asked once (`skipped`), the same asked again is `unchanged`. Each active owner \
and admin of the client is mailed a code of their own, or where there is none each prepared owner. The request lives \
seven days. More than one target: a terminal asks for the number of clients.";
    const FORMS: &'static [&'static str] = &["-p PARTNER --target REF...", "-p PARTNER --target-file FILE"];
    const ASKS: &'static [Question] = &[
        Question::of("partner", "-p", "Partner, by slug or id", Kind::Partner),
        Question::of(
            "targets",
            "--target",
            "Clients to ask: id, slug, account number, domain or owner's address (separate several with spaces)",
            Kind::Targets,
        )
        .unless(&["target_file"]),
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link request -p jims-web --target bigshoes.example --message 'As we said on the phone.'",
        "partnerctl link request -p jims-web --target C100001-9 --target account:4711 --target tia@teahouse.example --for 90d",
        "partnerctl link request -p jims-web --target-file clients.txt --permissions invoices,quotes --expect-clients 12",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkRequest);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with several `--target`, or `--target-file`")];
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        if self.target_file.is_some() || self.targets.len() > 1 { Class::Bulk } else { Class::Outward }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let ask = self.ask(cx)?;
        let targets = self.resolve(cx)?;
        if targets.is_empty() {
            cx.ui.note("the file names no target, so that no one is asked");
        }
        let kept_back = self.settle(cx, &targets)?;
        self.confirm(cx, &targets)?;
        let single = targets.len() == 1;
        let mut rows = cx.unit_of_work()?.transaction(|session| {
            let numbered = (0..).zip(&targets);
            numbered
                .map(|(number, target)| match doubt(target).filter(|_| kept_back.contains(number)) {
                    Some(error) => hold(session, target, error),
                    None => one(session, target, &ask, single),
                })
                .collect::<Result<Vec<_>>>()
        })?;
        rows.iter().for_each(|row| row.print_result(cx, &ask));
        deliver(cx, &mut rows)?;
        present(cx, selection, &rows)?;
        match rows.iter().filter(|row| row.error.is_some()).count() {
            0 => Ok(()),
            bad => Err(Error::partial(format!(
                "{bad} of {} {} not asked",
                counted(rows.len() as u64, "target"),
                if bad == 1 { "was" } else { "were" }
            ))
            .advice("the others were; fix the cause and run the command again, where they will be `unchanged`")),
        }
    }
}

impl Request {
    fn ask(&self, cx: &mut Context) -> Result<Ask> {
        let permissions = link::resolve(self.permissions.as_deref())?;
        let term = self.term.as_deref().map(term_of).transpose()?.map(|term| term.length(cx.now(), &cx.zone));
        let message = self.message.as_deref().map(message).transpose()?.flatten();
        let cooldown = self.waiver.read(cx)?;
        Ok(Ask { partner: self.partner.find(cx)?, permissions, term, message, cooldown })
    }

    /// The targets, every one of them resolved, each client shown once.
    fn resolve(&self, cx: &mut Context) -> Result<Vec<Target>> {
        let mut references =
            self.targets.iter().map(|text| ClientRef::parse(text, Forms::Any)).collect::<Result<Vec<_>>>()?;
        if let Some(path) = &self.target_file {
            references.extend(target_file::read(cx, path)?);
        }
        let now = cx.now();
        let targets = cx.read(|tx, actor| resolve(tx, actor, &references, now))?;
        for target in &targets {
            if target.seen.sight == Sight::Nothing {
                cx.looked_up(format!("{} as {}", named(&target.seen.row), target.typed));
            }
            match &target.repeats {
                None => cx.take(&target.seen)?,
                Some(first) => {
                    let client = named(&target.seen.row);
                    cx.ui
                        .note(&format!("{} and {first} are the same client, {client}; it is asked once", target.typed));
                }
            }
        }
        Ok(targets)
    }

    /// Shows the targets whose address belongs to another client, and decides which of them are held.
    fn settle(&self, cx: &mut Context, targets: &[Target]) -> Result<HeldRows> {
        if let [target] = targets {
            self.settle_one(cx, target)?;
            return Ok(HeldRows::default());
        }
        let mut unconfirmed = Unconfirmed::new("target");
        for (number, target) in (0..).zip(targets) {
            if let Some(error) = doubt(target) {
                unconfirmed.add(number, || error.message().to_owned());
            }
        }
        unconfirmed.settle(cx, self.elsewhere.allowance(), self.keyboard())
    }

    /// The one target of a command, confirmed as a client is that is named for one person.
    fn settle_one(&self, cx: &mut Context, target: &Target) -> Result<()> {
        let Some(error) = doubt(target).filter(|_| self.elsewhere.allowance() == Allowance::NotGiven) else {
            return Ok(());
        };
        if cx.mode() == Mode::DryRun {
            cx.ui.warn(error.message());
            return Ok(());
        }
        let slug = target.seen.row.slug.as_str();
        if !cx.prompter.can_ask(self.keyboard()) {
            return Err(error.advice(format!("if {slug} is the client that you mean, add `--allow-elsewhere`")));
        }
        let question = format!("{}. Type the slug of the client that you mean", error.message());
        let typed = confirm_word(&mut *cx.prompter, self.keyboard(), &question, slug);
        typed.map_err(|error| cx.near_miss(error))
    }

    fn keyboard(&self) -> Keyboard {
        if target_file::is_stdin(self.target_file.as_deref()) { Keyboard::Terminal } else { Keyboard::Stdin }
    }

    fn confirm(&self, cx: &mut Context, targets: &[Target]) -> Result<()> {
        let clients = targets.iter().filter(|target| target.repeats.is_none()).count();
        if self.class() != Class::Bulk && self.expect_clients.is_none() {
            return Ok(());
        }
        let plan = format!("the targets name {clients} clients");
        count_clients(cx, clients, self.expect_clients, Script::MayLeaveOut, self.keyboard(), &plan)
    }
}

/// What became of one target.
struct Row<'t> {
    target: &'t Target,
    link: Option<link::Link>,
    result: ResultWord,
    mail: Option<MailState>,
    mails: Vec<crate::domain::id::MailId>,
    error: Option<Error>,
}

impl Row<'_> {
    fn print_result(&self, cx: &Context, ask: &Ask) {
        let client = named(&self.target.seen.row);
        let partner = &ask.partner.name;
        let (Some(link), None) = (&self.link, &self.error) else {
            if let Some(error) = &self.error {
                cx.ui.warn(&format!("{client} was not asked: {}", error.message()));
            }
            return;
        };
        let until = cx.zone.local(link.expires_at);
        match (self.result, &link.state) {
            (ResultWord::Sent | ResultWord::Created, _) => cx.ui.outcome(|t| match t {
                Tense::Done => format!("{partner} asks {client}: {} can be answered until {until}", link.id),
                Tense::Would => format!("{partner} would ask {client}, which could answer until {until}"),
            }),
            (ResultWord::Unchanged, link::State::Pending) => {
                cx.ui.status(&format!("{client} was asked already: {} waits for an answer until {until}", link.id));
            }
            (ResultWord::Unchanged, _) => cx.ui.status(&format!("{client} has agreed already: {}", link.id)),
            _ => {}
        }
    }
}

/// Why a target may name the wrong client.
fn doubt(target: &Target) -> Option<Error> {
    let (email, other) = target.elsewhere.as_ref().filter(|_| target.repeats.is_none())?;
    Some(held(&other.sentence(email), &named(&target.seen.row)))
}

/// A target that is not asked, because nothing confirms it.
fn hold<'t>(session: &mut WriteTx<'_>, target: &'t Target, error: Error) -> Result<Row<'t>> {
    session.refused(Verb::LinkRequest, &target.typed, Some(target.seen.row.id), &error)?;
    Ok(Row { target, link: None, result: ResultWord::Held, mail: None, mails: Vec::new(), error: Some(error) })
}

/// Asks one client. What speaks against it is written in its row, unless it is the only one.
fn one<'t>(session: &mut WriteTx<'_>, target: &'t Target, ask: &Ask, single: bool) -> Result<Row<'t>> {
    let mut row = Row { target, link: None, result: ResultWord::Skipped, mail: None, mails: Vec::new(), error: None };
    if target.repeats.is_some() {
        return Ok(row);
    }
    let asked = session.change(Verb::LinkRequest, |change| {
        let link = request(change, &target.seen, ask)?;
        let mail = ops_link::mail_state(change.tx, link.id)?;
        Ok((link, mail))
    });
    match asked {
        Ok(done) => {
            row.result = if done.outcome == Outcome::Done { ResultWord::Created } else { ResultWord::Unchanged };
            row.mails = done.mails;
            row.mail = done.value.1;
            row.link = Some(done.value.0);
        }
        Err(error) if !single && (error.code().is_refusal() || error.code() == Code::Usage) => {
            session.refused(Verb::LinkRequest, &target.typed, Some(target.seen.row.id), &error)?;
            row.result = ResultWord::Failed;
            row.error = Some(error);
        }
        Err(error) => return Err(error),
    }
    Ok(row)
}

/// Delivers the mails of all, and looks at their state then.
fn deliver(cx: &mut Context, rows: &mut [Row<'_>]) -> Result<()> {
    let mails: Vec<_> = rows.iter().flat_map(|row| row.mails.iter().copied()).collect();
    cx.deliver(&mails);
    if cx.mode() == Mode::Real {
        for row in rows {
            if let Some(id) = row.link.as_ref().map(|link| link.id) {
                row.mail = cx.read(|tx, _| ops_link::mail_state(tx, id))?;
                if row.result == ResultWord::Created && row.mail == Some(MailState::Sent) {
                    row.result = ResultWord::Sent;
                }
                if row.result == ResultWord::Created && row.mail == Some(MailState::Failed) {
                    cx.ui.hint(&super::unreached(id, &row.target.seen.row.slug));
                }
            }
        }
    }
    Ok(())
}

/// Prints the results. People get the ids of the links alone.
fn present(cx: &Context, selection: Selection, rows: &[Row<'_>]) -> Result<()> {
    let ids_alone = !selection.is_machine() && cx.globals.columns.is_none();
    let mut sink = cx.sink(selection, Shape::ChangedMany("link_id"))?.going_on_without_reader();
    for row in rows.iter().filter(|row| row.link.is_some() || !ids_alone) {
        let repeats = row.target.repeats.as_ref().map(|first| format!("the same client as {first}"));
        let message = row.error.as_ref().map(|error| error.message().to_owned()).or(repeats);
        sink.push(&[
            Cell::from(&row.target.typed),
            Cell::shown(&row.target.seen.row.id),
            Cell::shown(&row.target.seen.row.slug),
            row.link.as_ref().map_or(Cell::Null, |link| Cell::shown(&link.id)),
            Cell::from(row.result),
            Cell::from(row.link.as_ref().map(|_| row.mail.map_or("none", MailState::name))),
            Cell::from(row.error.as_ref().map(|error| error.code().name())),
            Cell::from(message),
        ])?;
    }
    sink.finish()
}
