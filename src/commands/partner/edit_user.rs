//! `partnerctl partner edit-user`

use clap::{Args, ValueEnum};

use crate::cli::context::Context;
use crate::commands::args::{LanguageEditArgs, PartnerArg};
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::commands::still;
use crate::commands::terms::term_of;
use crate::domain::actor::Restriction;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::membership::UntilEdit;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::domain::partner::PartnerRow;
use crate::domain::reference::UserRef;
use crate::domain::terms::check_until;
use crate::domain::time::{Edge, parse_instant};
use crate::error::{Error, Result};
use crate::ops::partner_user::extent::{self, Extent};
use crate::ops::partner_user::{self, Clients, Edit, Edited, ScopeEdit};
use crate::ops::unit_of_work::ChangeResult;
use crate::output::columns::{int, text};
use crate::output::{Cell, Columns, ResultWord, Shape};

use super::client_selection::{self, States};
use super::reach;

/// Those of `partner list-users`, and the result.
const COLUMNS: Columns = super::users!(text("result"), int("reaches"), int("gained"), int("lost"), still::COLUMN);

/// Arguments of `partner edit-user`.
#[derive(Debug, Args)]
pub struct EditUser {
    /// The user: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    #[command(flatten)]
    partner: PartnerArg,
    /// Another first name
    #[arg(long, value_name = "NAME")]
    first_name: Option<String>,
    /// Another last name
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
    #[command(flatten)]
    language: LanguageEditArgs,
    /// Settings of clients can be neither seen nor changed, whatever else is allowed
    #[arg(long)]
    restricted: bool,
    /// Settings are open to them again, as far as their permissions go
    #[arg(long, conflicts_with = "restricted")]
    no_restricted: bool,
    /// `all`: they reach every client of the partner, those to come too
    #[arg(long, value_name = "all", group = "reach", hide_possible_values = true)]
    scope: Option<ScopeWord>,
    /// They reach exactly these clients: ids or slugs, joined by commas
    #[arg(long, value_name = "LIST", group = "reach")]
    clients: Option<String>,
    /// They reach no client for now
    #[arg(long, group = "reach")]
    no_clients: bool,
    /// How many clients --clients names; a terminal has it typed
    #[arg(long, value_name = "N", requires = "clients")]
    expect_clients: Option<usize>,
    /// The end of their term; a day is included
    #[arg(long, value_name = "TIME", group = "term_edit")]
    until: Option<String>,
    /// How long their term lasts from now, at most two years: 90d, 6mo, 1y
    #[arg(long = "for", value_name = "DURATION", group = "term_edit")]
    term: Option<String>,
    /// Their term has no end any more
    #[arg(long, group = "term_edit")]
    no_until: bool,
}

/// What `--scope` takes. Chosen clients have to be named, with `--clients`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ScopeWord {
    /// Every client of the partner.
    All,
}

impl Command for EditUser {
    const NAME: &'static str = "edit-user";
    const ABOUT: &'static str = "Change the name, the language, the clients or the term of a partner user";
    const DETAILS: &'static str = "\
It holds at once, in every client that they reach. What is not said stays. --clients names all clients that they are to \
reach: those that are not in the list are taken away; one by one it is done with `partner assign-clients` and `partner \
unassign-clients`. --scope all forgets which were chosen. A partner user changes only colleagues whose reach, before and \
after, lies within their own, and never themselves. Whether someone may sign in at all belongs to `user activate` and \
`user deactivate`; a new address is given with `user rename`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl partner edit-user bob@jimsweb.example -p jims-web --restricted --until 2027-06-30",
        "partnerctl partner edit-user bob@jimsweb.example -p jims-web --clients big-shoes,tea-house --expect-clients 2",
        "partnerctl partner edit-user usr_5 -p ptn_1 --scope all --no-until",
    ];
    const VERB: Option<Verb> = Some(Verb::PartnerEditUser);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with several clients in `--clients`")];
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        client_selection::class_of(self.clients.as_deref(), Class::Outward)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let mut edit = self.wanted(cx)?;
        let company = self.partner.find(cx)?;
        if let Some(given) = &self.clients {
            edit.scope = ScopeEdit::Chosen(Clients::These(client_selection::resolve(cx, given, States::Open)?));
        }
        let now = cx.now();
        let concerned = cx.read(|tx, actor| partner_user::concerned_by(tx, actor, &company, &person, &edit, now))?;
        cx.concern(&concerned.beyond(edit.chosen()))?;
        if let (Some(given), ScopeEdit::Chosen(Clients::These(clients))) = (&self.clients, &edit.scope) {
            let plan = format!("{person} is to reach {}, and no other", counted(clients.len(), "client"));
            client_selection::count(cx, given, clients, self.expect_clients, &plan)?;
        }
        let extent = cx.read(|tx, actor| extent::of_edit(tx, actor, &company, &person, &edit, now))?;
        let done = cx.change(|change| partner_user::edit(change, &company, &person, &edit, &concerned))?;
        print_outcome(cx, &company, &extent, &done);
        let mut row = Vec::from(super::user_cells(&company.slug, &done.value.row, &done.value.clients));
        row.push(Cell::from(if done.outcome == Outcome::Done { ResultWord::Updated } else { ResultWord::Unchanged }));
        row.extend([&extent.reaches, &extent.gained, &extent.lost].map(|clients| Cell::count(clients.count)));
        row.push(still::cell(&extent.still)?);
        let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
        sink.push(&row)?;
        sink.finish()
    }
}

impl EditUser {
    fn wanted(&self, cx: &Context) -> Result<Edit> {
        let name = |field: &'static str, given: &Option<String>| {
            given.as_deref().map(|name| Name::parse(field, name)).transpose()
        };
        let edit = Edit {
            first_name: name("first_name", &self.first_name)?,
            last_name: name("last_name", &self.last_name)?,
            restriction: match (self.restricted, self.no_restricted) {
                (true, _) => Some(Restriction::NoSettings),
                (_, true) => Some(Restriction::None),
                _ => None,
            },
            scope: match (self.scope, self.no_clients) {
                (Some(ScopeWord::All), _) => ScopeEdit::All,
                (None, true) => ScopeEdit::Chosen(Clients::None),
                (None, false) => ScopeEdit::Keep,
            },
            language: self.language.wanted()?,
            until: self.until(cx)?,
        };
        if edit.is_empty() && self.clients.is_none() {
            return Err(Error::usage("nothing is to be changed").advice(
                "say what with `--first-name`, `--last-name`, `--language`, `--no-language`, `--restricted`, `--no-restricted`, `--scope all`, \
                 `--clients`, `--no-clients`, `--until`, `--for` or `--no-until`",
            ));
        }
        Ok(edit)
    }

    fn until(&self, cx: &Context) -> Result<UntilEdit> {
        let until = match (&self.until, &self.term) {
            (Some(until), _) => parse_instant(until, &cx.zone, Edge::End).map_err(|error| error.context("--until"))?,
            (None, Some(term)) => term_of(term)?.end(cx.now(), &cx.zone),
            (None, None) => return Ok(if self.no_until { UntilEdit::NoEnd } else { UntilEdit::Keep }),
        };
        check_until(until, cx.now()).map(UntilEdit::Until)
    }
}

/// Says what is otherwise now.
fn print_outcome(cx: &Context, company: &PartnerRow, extent: &Extent, done: &ChangeResult<Edited>) {
    let Edited { row, before, after, .. } = &done.value;
    let who = format!("{} of {}", row.login.email, company.slug);
    if done.outcome != Outcome::Done {
        cx.ui.status(&format!("{who} is just so already."));
        return;
    }
    cx.ui.outcome(|t| format!("{} {who}", t.pick("Changed", "Would change")));
    cx.ui.outcome(|t| reach::reaches(extent, t));
    reach::moves(extent, cx.ui.tense()).for_each(|line| cx.ui.status(&line));
    still::warn(cx, &extent.still);
    if before.reach.restriction != after.reach.restriction {
        cx.ui.outcome(|t| {
            (match after.reach.restriction {
                Restriction::NoSettings => t.pick(
                    "Settings are closed to them in every client.",
                    "Settings would be closed to them in every client.",
                ),
                Restriction::None => t.pick(
                    "Settings are open to them, as far as their permissions go.",
                    "Settings would be open to them, as far as their permissions go.",
                ),
            })
            .to_owned()
        });
    }
    if before.until != after.until {
        cx.ui.outcome(|t| match after.until {
            Some(until) => {
                format!("Their term {} at {} ({until}).", t.pick("ends", "would end"), cx.zone.end_in_words(until))
            }
            None => format!("Their term {} no end.", t.has()),
        });
    }
}
