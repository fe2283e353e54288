//! `partnerctl client import`

mod group;
mod work;

use std::collections::{HashMap, HashSet};

use clap::Args;

use crate::cli::context::Context;
use crate::commands::brief::state;
use crate::commands::bulk::{self, BulkPlan, Foreseen, RowResult, TableArgs};
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::commands::elsewhere::Unconfirmed;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::field::FieldKey;
use crate::domain::id::ClientId;
use crate::domain::shell::shell_format;
use crate::error::{Code, Result};
use crate::input::{Fields, Known, Mapping, Renaming, Rest, TableReader};
use crate::ops::client::import::{self, Differences, Record};
use crate::ops::{Tx, likeness, resolve};
use crate::output::brief::plain;
use crate::output::columns::{id, int, list, text};
use crate::output::{Brief, Columns};

use super::imported::{self, IDENTITY};
use group::{GroupBy, Groups};
use work::Work;

const COLUMNS: Columns = Columns::new(&[
    int("line"),
    id("client_id"),
    id("client_slug"),
    text("name"),
    list("owners"),
    text("result"),
    text("error_code"),
    text("message"),
])
.in_brief(&Brief {
    noun: "row",
    columns: &[
        plain(&["line"]),
        plain(&["client_slug"]).headed("client"),
        plain(&["name"]).rank(1),
        plain(&["owners"]).rank(3),
        state(&["result"]),
        plain(&["error_code"]).headed("error").rank(2),
        // Why a row was not done is read to its end.
        plain(&["message"]).whole().below(),
    ],
});

/// The most rows of which it is known beforehand what becomes of them. The write lock is held meanwhile, for a
/// fraction of a second.
const FORESEEN: u64 = 2_000;

/// Arguments of `client import`.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    table: TableArgs,
    /// Which header means which column; repeat it for more
    #[arg(long = "map", value_name = "HEADER=COLUMN")]
    map: Vec<String>,
    /// What a value of a column means here; repeat it for more: PLAN=Gold:pro
    #[arg(long = "map-value", value_name = "HEADER=THEIRS:OURS")]
    map_value: Vec<String>,
    /// What becomes of headers that are no column: kept as extra fields, or dropped [default: they stop the run]
    #[arg(long, value_name = "WHAT", value_parser = ["field", "drop"])]
    rest: Option<String>,
    /// Take over name, domain, plan, language, staff, fields and the names of owners where a client is there and differs
    #[arg(long)]
    update: bool,
    /// Rows with the same value in this column are one client with co-owners
    #[arg(long, value_name = "COLUMN", value_enum)]
    group_by: Option<GroupBy>,
}

impl Command for Import {
    const NAME: &'static str = "import";
    const ABOUT: &'static str = "Make clients from a table of another system; nothing is mailed";
    const DETAILS: &'static str = "\
Columns: name, slug, owners (addresses, separated by spaces, commas or semicolons), owner_name, domain, account_number, plan, language, staff, \
allow_similar, field.KEY; client_id and client_slug in tables that were exported here. Their other columns are ignored.

A row is the client with its client_id, else with its account_number, else with its slug; a row without any of these is \
the client of the same name and owners, if there is one. A client_id alone is not enough to change a client: the row \
must agree with it in slug, account number, domain, name or an owner, in case the table is from another database. What is there already is `unchanged`, where it differs \
`conflict` with the columns named; --update changes name, domain, plan, language, staff, fields and the names of owners, and never owners, slug or \
account number. An empty cell says nothing: it takes nothing away. A missing slug is derived from the name; where that is \
taken, or looks like another, the client's number is appended. Two rows about the same client are not both carried out: \
one that says nothing else than an earlier one is `unchanged`, another one fails and names the line.

On a terminal the number of clients that the good rows make, change or find as they are is typed; --expect-clients compares \
the same number, and --dry-run shows it. In a table of more than 2,000 rows the clients are counted that the rows name or \
describe, also where a row would be left out, and a terminal asks for the number of rows.

A new client with the name of an open one is a `conflict`, however the name is spelled: usually the two are the same \
client, and its account number lost its zeros or its owner changed. If they are two, allow_similar names the other one. \
Rows that differ only in the owner are one client with co-owners: --group-by name, account_number or domain makes it so; \
the first row is the client, and the others are `grouped`.

A new client whose owner belongs to another client or partner is `held`, unless the column `confirm` has its slug, or \
--allow-elsewhere is given; a terminal asks once.

http://, www. and a path are taken off a domain, which is said. Domains of mail services and public suffixes are refused: \
anyone has addresses there. --map-value PLAN=Gold:pro says that `Gold` in the column PLAN means pro. A title above the \
header, text in another encoding and names such as MÃ¼ller are refused with the next step; an apostrophe that guards a \
cell in a table written with --spreadsheet-safe is taken off.

Good rows go, bad rows are reported, exit 7. A second run with the same table changes nothing.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client import billing.csv --map \"Company=name\" --map \"Customer no.=account_number\" --rest drop",
        "partnerctl client import new.csv --errors bad.csv",
        "partnerctl client import billing.csv --map Package=plan --map-value Package=Gold:pro --rest drop",
        "partnerctl client import new.csv --update --dry-run",
        "partnerctl client import contacts.csv --group-by account_number --rest drop",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientImport);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Bulk
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let mut table = self.open(cx)?;
        let mut found = survey(cx, &mut table, self.group_by)?;
        let held = self.table.settle(cx, std::mem::replace(&mut found.unconfirmed, Unconfirmed::new("row")))?;
        let differences = if self.update { Differences::Take } else { Differences::Refuse };
        let work = Work::new(cx.actor()?.audit_name().to_owned(), differences, found.groups, held, found.likenesses);
        let plan = BulkPlan { verb: Verb::ClientImport, columns: COLUMNS, rows: found.rows };
        let mut work = self.confirm(cx, &mut table, plan, found.clients, work)?;
        let ended = bulk::run(cx, &self.table, selection, &mut table, plan, &mut work)?;
        let made = ended.tally.of(RowResult::Created) > 0;
        let next = "invite their owners with \
                    `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`";
        work.print_remarks(cx);
        bulk::close(cx, &self.table, ended, &self.again(), made.then_some(next)).map_err(|error| {
            let error = match work.would_group_by {
                Some(column) => error.advice(shell_format!(
                    "`--group-by {}` makes one client with co-owners of rows that differ only in the owner",
                    column
                )),
                None => error,
            };
            let error = if work.holds_new {
                error.advice("a new client is confirmed with its slug: that of the column `slug`, else the one that its name gives")
            } else {
                error
            };
            if work.would_update {
                error.advice("`--update` takes over name, domain, plan, language, staff, fields and owner_name")
            } else {
                error
            }
        })
    }
}

impl Import {
    fn open(&self, cx: &mut Context) -> Result<TableReader> {
        let rest = match self.rest.as_deref() {
            None => Rest::Refuse,
            Some("field") => Rest::Field,
            Some(_) => Rest::Drop,
        };
        let known =
            Known::new(imported::USED).ignoring(imported::IGNORED).fields(Fields::Used).renaming(Renaming::Offered);
        let mapping = Mapping::parse(&self.map, rest)?.with_values(&self.map_value)?;
        let table = self.table.open(cx, &known, &mapping)?;
        table.require(&IDENTITY, "the column `name` is what a new client needs; `--map HEADER=name` names it")?;
        for key in table.field_keys() {
            FieldKey::parse(key).map_err(|error| error.context(table.name()))?;
        }
        Ok(table)
    }

    /// Has the number of clients typed, compares it with that of a script, or shows it. `clients` are those that the rows
    /// of a long table name or describe.
    fn confirm(
        &self,
        cx: &mut Context,
        table: &mut TableReader,
        plan: BulkPlan,
        clients: usize,
        mut work: Work,
    ) -> Result<Work> {
        if plan.rows > FORESEEN && self.table.asks(cx) {
            self.table.confirm_rows(cx, plan.rows)?;
            return Ok(work);
        }
        if plan.rows > FORESEEN || !self.table.needs_number(cx) {
            let counts = format!("{} for {}", counted(plan.rows, "row"), counted(clients as u64, "client"));
            self.table.confirm(cx, clients, &counts)?;
            return Ok(work);
        }
        let foreseen = bulk::foresee(cx, table, plan, &mut work)?;
        if self.table.asks(cx) {
            foreseen.print_reasons(&cx.ui);
        }
        let (will, would) = (self.foretold(&foreseen, "will be"), self.foretold(&foreseen, "would be"));
        let changes = foreseen.tally.of(RowResult::Created) + foreseen.tally.of(RowResult::Updated);
        let numbers = (foreseen.clients(), usize::try_from(changes).unwrap_or(usize::MAX));
        self.table.confirm_foreseen(cx, numbers, (&will, &would))?;
        Ok(work.anew())
    }

    /// `24 clients will be created, 2 will be updated, 1 is unchanged; 6 rows are left out`
    fn foretold(&self, foreseen: &Foreseen, be: &str) -> String {
        let are = |count: u64| if count == 1 { "is" } else { "are" };
        let of = |result| foreseen.tally.of(result);
        let (created, updated) = (of(RowResult::Created), of(RowResult::Updated));
        let unchanged = (foreseen.clients() as u64).saturating_sub(created + updated);
        let kinds = [
            (created, format!("{be} created")),
            (updated, format!("{be} updated")),
            (unchanged, format!("{} unchanged", are(unchanged))),
        ];
        let kinds: Vec<_> = kinds.into_iter().filter(|(count, _)| *count > 0).collect();
        let clients: Vec<String> = kinds
            .iter()
            .enumerate()
            .map(|(nth, (count, fate))| match nth {
                0 => format!("{} {fate}", counted(*count, "client")),
                _ => format!("{count} {fate}"),
            })
            .collect();
        let mut parts =
            vec![if clients.is_empty() { "no client is made or changed".to_owned() } else { clients.join(", ") }];
        let (grouped, bad) = (of(RowResult::Grouped), foreseen.tally.bad());
        if grouped > 0 {
            parts.push(format!("{} {} grouped with another", counted(grouped, "row"), are(grouped)));
        }
        if bad > 0 {
            let all = if self.table.options.all_or_nothing { ", so that nothing is changed" } else { "" };
            parts.push(format!("{} {} left out{all}", counted(bad, "row"), are(bad)));
        }
        parts.join("; ")
    }

    /// The command line up to the file, for feeding rows back.
    fn again(&self) -> String {
        let mut line = "partnerctl client import".to_owned();
        for map in &self.map {
            line.push_str(&shell_format!(" --map {}", map));
        }
        for value in &self.map_value {
            line.push_str(&shell_format!(" --map-value {}", value));
        }
        line.extend(self.rest.as_deref().map(|rest| shell_format!(" --rest {}", rest)));
        if self.update {
            line.push_str(" --update");
        }
        line.extend(self.group_by.map(|by| shell_format!(" --group-by {}", by.column())));
        line
    }
}

/// Whether a new client of this record would be no probable double.
fn is_another(tx: &Tx<'_>, record: &Record) -> Result<bool> {
    match import::must_be_another(tx, record) {
        Err(error) if error.code() == Code::Conflict => Ok(false),
        other => other.map(|()| true),
    }
}

/// What the first reading found.
struct Survey {
    rows: u64,
    clients: usize,
    groups: Groups,
    unconfirmed: Unconfirmed,
    /// By line, owners of new clients whose addresses look like a slip.
    likenesses: HashMap<u64, Vec<String>>,
}

/// Reads all rows once: columns that disagree, or speak against the veto, stop the run before anything is written.
fn survey(cx: &mut Context, table: &mut TableReader, by: Option<GroupBy>) -> Result<Survey> {
    let name = table.name().to_owned();
    let caller = cx.actor()?.audit_name().to_owned();
    let interrupt = cx.interrupt.clone();
    let mut known: HashSet<ClientId> = HashSet::new();
    let mut lookalikes: HashSet<ClientId> = HashSet::new();
    let now = cx.now();
    let mut survey = cx.read_aloud(|tx, actor, ui| {
        let groups = Groups::read(tx, table, by, &caller, &interrupt)?;
        let mut survey =
            Survey { rows: 0, clients: 0, groups, unconfirmed: Unconfirmed::new("row"), likenesses: HashMap::new() };
        let mut addresses = likeness::Known::default();
        let mut read = HashMap::new();
        loop {
            if table.has_none_ahead() {
                read = imported::read_ahead_to_survey(tx, &mut table.look_ahead(bulk::ROWS_AHEAD)?, &caller);
            }
            let Some(row) = table.next_row()? else { break };
            interrupt.check()?;
            survey.rows += 1;
            bulk::show_survey(ui, survey.rows);
            let record = match survey.groups.of(&row) {
                Some(group) if group.line != row.line() => continue,
                Some(group) => group.record.clone(),
                None => imported::taken(&mut read, tx, &row, &caller).map(|said| said.record),
            };
            let found = match &record {
                Ok(record) => import::find(tx, record),
                Err(_) => Ok(None),
            };
            if let (Ok(record), Ok(None)) = (&record, &found)
                && !imported::is_confirmed(&row, record)
                && is_another(tx, record)?
                && let Some(sentence) = import::owner_elsewhere(tx, actor, record, now)?
            {
                survey.unconfirmed.add(row.line(), || format!("line {}: {sentence}", row.line()));
            }
            if let Ok(record) = &record
                && let Ok(None) = import::find(tx, record)
            {
                for owner in record.addresses() {
                    if let Some(like) = addresses.find(tx, actor, owner, None)? {
                        let warnings = survey.likenesses.entry(row.line()).or_default();
                        warnings.push(likeness::sentence(owner, &like));
                    }
                }
            }
            lookalikes.extend(record.as_ref().ok().and_then(|record| record.allow_similar));
            match record.and(found) {
                Err(error) if error.code() == Code::ClientMismatch => {
                    let line = row.line();
                    return Err(error.context(format!("{name} line {line}")).fact("line", line));
                }
                Err(_) => {}
                Ok(Some(client)) => {
                    known.insert(client.id);
                }
                Ok(None) => survey.clients += 1,
            }
        }
        Ok(survey)
    })?;
    survey.clients += known.len();
    if cx.expects_clients() {
        let now = cx.now();
        for client in known {
            let seen = cx.read(|tx, actor| resolve::client_by_id(tx, actor, client, &name, now))?;
            cx.agree(&seen)?;
        }
        for lookalike in lookalikes {
            cx.agree_on_lookalike(lookalike, "the column allow_similar")?;
        }
    }
    Ok(survey)
}
