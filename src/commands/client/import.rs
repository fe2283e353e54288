//! `partnerctl client import`

use std::collections::{HashMap, HashSet};

use clap::Args;

use crate::app::context::Context;
use crate::commands::bulk::{self, Answers, Plan, RowResult, TableArgs, Task};
use crate::commands::class::Class;
use crate::commands::command::Command;
use crate::commands::counted::counted;
use crate::commands::elsewhere::{Held, Unconfirmed, held};
use crate::domain::authority::Verb;
use crate::domain::field::FieldKey;
use crate::domain::id::ClientId;
use crate::domain::paste::pasted;
use crate::error::{Code, Error, Result};
use crate::input::{Fields, Known, Mapping, Renaming, Rest, Row, TableReader};
use crate::ops::client::import::{self, Differences, Fate};
use crate::ops::desk::Session;
use crate::ops::resolve::{self, named};
use crate::output::Columns;
use crate::output::columns::{id, int, list, text};
use crate::store::Tx;

use super::imported::{self, IDENTITY};

const COLUMNS: Columns = Columns::new(&[
    int("line"),
    id("client_id"),
    id("client_slug"),
    text("name"),
    list("owners"),
    text("result"),
    text("error_code"),
    text("message"),
]);

/// Arguments of `client import`.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    table: TableArgs,
    /// Which header means which column; repeat it for more
    #[arg(long = "map", value_name = "HEADER=COLUMN")]
    map: Vec<String>,
    /// What becomes of headers that are no column: kept as extra fields, or dropped [default: they stop the run]
    #[arg(long, value_name = "WHAT", value_parser = ["field", "drop"])]
    rest: Option<String>,
    /// Take over name, domain, plan, staff and fields where a client is there and differs
    #[arg(long)]
    update: bool,
}

impl Command for Import {
    const NAME: &'static str = "import";
    const ABOUT: &'static str = "Make clients from a table of another system; nothing is mailed";
    const DETAILS: &'static str = "\
Columns: name, slug, owners (addresses, separated by spaces), owner_name, domain, account_number, plan, staff, \
allow_similar, field.KEY; client_id and client_slug in tables that were exported here. Their other columns are ignored.

A row is the client with its client_id, else with its account_number, else with its slug; a row without any of these is \
the client of the same name and owners, if there is one. What is there already is `unchanged`, where it differs \
`conflict` with the columns named; --update changes name, domain, plan, staff and fields, and never owners, slug or \
account number. An empty cell says nothing: it takes nothing away. A missing slug is derived from the name; where that is \
taken, or looks like another, the client's number is appended. Two rows about the same client are not both carried out.

A new client whose owner belongs to another client or partner is `held`, unless the column `confirm` has its slug, or \
--allow-elsewhere is given; a terminal asks once.

Good rows go, bad rows are reported, exit 7. A second run with the same table changes nothing.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client import billing.csv --map \"Company=name\" --map \"Customer no.=account_number\" --rest drop",
        "partnerctl client import new.csv --errors bad.csv",
        "partnerctl client import new.csv --update --dry-run",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientImport);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Bulk
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let mut table = self.open(cx)?;
        let mut found = survey(cx, &mut table)?;
        let held = self.table.settle(cx, std::mem::replace(&mut found.unconfirmed, Unconfirmed::new("row")))?;
        let told = format!("{}, about {}", counted(found.rows, "row"), counted(found.clients as u64, "client"));
        self.table.confirm(cx, found.clients, &told)?;
        let mut work = Work {
            caller: cx.actor()?.staff().os_user.clone(),
            differences: if self.update { Differences::Take } else { Differences::Refuse },
            lines: HashMap::new(),
            held,
        };
        let plan = Plan { verb: Verb::ClientImport, columns: COLUMNS, rows: found.rows };
        let ended = bulk::run(cx, &self.table, selection, &mut table, plan, &mut work)?;
        let made = ended.tally.of(RowResult::Created) > 0;
        let next = "invite their owners with \
                    `partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners`";
        let differs = ended.tally.of(RowResult::Conflict) > 0 && !self.update;
        bulk::close(cx, &self.table, ended, &self.again(), made.then_some(next)).map_err(|error| {
            if differs { error.hint("`--update` takes over name, domain, plan, staff and fields") } else { error }
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
        let table = self.table.open(cx, &known, &Mapping::parse(&self.map, rest)?)?;
        table.require(&IDENTITY, "the column `name` is what a new client needs; `--map HEADER=name` names it")?;
        for key in table.field_keys() {
            FieldKey::parse(key).map_err(|error| error.context(table.name()))?;
        }
        Ok(table)
    }

    /// The command line up to the file, for feeding rows back.
    fn again(&self) -> String {
        let mut line = "partnerctl client import".to_owned();
        for map in &self.map {
            line.push_str(&pasted!(" --map {}", map));
        }
        line.extend(self.rest.as_deref().map(|rest| pasted!(" --rest {}", rest)));
        if self.update {
            line.push_str(" --update");
        }
        line
    }
}

/// What the first reading tells.
struct Survey {
    rows: u64,
    clients: usize,
    unconfirmed: Unconfirmed,
}

/// Reads all rows once: columns that disagree, or speak against the veto, stop the run before anything is written.
fn survey(cx: &mut Context, table: &mut TableReader) -> Result<Survey> {
    let name = table.name().to_owned();
    let caller = cx.actor()?.staff().os_user.clone();
    let interrupt = cx.interrupt.clone();
    let mut known: HashSet<ClientId> = HashSet::new();
    let now = cx.now();
    let mut survey = cx.read(|tx, actor| {
        let mut survey = Survey { rows: 0, clients: 0, unconfirmed: Unconfirmed::new("row") };
        while let Some(row) = table.next_row()? {
            interrupt.check()?;
            survey.rows += 1;
            let record = imported::record(tx, &row, &caller);
            if let Ok(record) = &record
                && !imported::is_confirmed(&row, record)
                && let Ok(None) = import::find(tx, record)
                && let Some(sentence) = import::owner_elsewhere(tx, actor, record, now)?
            {
                survey.unconfirmed.add(row.line(), || format!("line {}: {sentence}", row.line()));
            }
            match record.and_then(|record| import::find(tx, &record)) {
                Err(error) if error.code() == Code::ClientMismatch => {
                    let line = row.line();
                    return Err(error.context(format!("{name} line {line}")).fact("line", line.to_string()));
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
    }
    Ok(survey)
}

/// Carries out the rows.
struct Work {
    caller: String,
    differences: Differences,
    /// On which line each client was met.
    lines: HashMap<ClientId, u64>,
    /// New clients with an owner who belongs elsewhere, and that nothing confirms.
    held: Held,
}

impl Task for Work {
    const MADE: &'static [&'static str] = &["client_id", "client_slug"];

    fn row(&mut self, session: &mut Session<'_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<()> {
        answers.draft.set("name", row.get("name"));
        answers.draft.set("owners", row.get("owners"));
        let tx: &Tx<'_> = session.tx();
        let record = imported::record(tx, row, &self.caller)?;
        let owners: Vec<&str> = record.owners.iter().map(|email| email.as_str()).collect();
        answers.draft.set("owners", owners.join(" "));
        let found = import::find(tx, &record)?;
        if let Some(client) = &found {
            answers.about(client.id, &client.slug);
            if let Some(line) = self.lines.get(&client.id) {
                return Err(Error::conflict(format!("line {line} is about {} too", named(client))));
            }
        }
        if found.is_none() && self.held.contains(row.line()) {
            let sentence = import::owner_elsewhere(tx, session.actor(), &record, session.now())?;
            return Err(held(&sentence.unwrap_or_default(), "a new client"));
        }
        let selected_by = format!("row {}", row.line());
        let (client, fate) = session
            .change(Verb::ClientImport, |change| {
                import::row(change, &record, found.as_ref(), self.differences, &selected_by)
            })
            .map(|done| done.value)
            .map_err(|error| self.explain(error, answers))?;
        self.lines.insert(client.id, row.line());
        answers.about(client.id, &client.slug);
        answers.draft.set("name", &client.name);
        match fate {
            Fate::Created => answers.end(RowResult::Created),
            Fate::Unchanged => answers.end(RowResult::Unchanged),
            Fate::Updated(changed) => {
                answers.draft.set("message", changed.join(", "));
                answers.end(RowResult::Updated);
            }
        }
        Ok(())
    }
}

impl Work {
    /// A difference is a conflict; a likeness to a client that this run made names the line that made it.
    fn explain(&self, error: Error, answers: &mut Answers<'_>) -> Error {
        let fact = |key| error.facts().iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone());
        if fact("differs").is_some() {
            answers.otherwise();
        }
        let other = fact("other_client_id").and_then(|id| ClientId::parse(&id).ok());
        match other.and_then(|id| self.lines.get(&id)) {
            Some(line) => error.context(format!("see line {line}")),
            None => error,
        }
    }
}
