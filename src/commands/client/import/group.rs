//! `--group-by COLUMN`: rows of one client, such as a row for each contact, become one client with co-owners.

use std::collections::HashMap;

use crate::domain::client_domain::ClientDomain;
use crate::domain::confusable::name_key;
use crate::domain::id::ClientId;
use crate::error::{Error, Result};
use crate::input::{Row, TableReader};
use crate::ops::Tx;
use crate::ops::client::import::{Owners, Record};
use crate::ops::client::{NewOwner, PricePlan};
use crate::term::Interrupt;

use super::super::imported::{self, Said};

/// The column by which rows belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum GroupBy {
    /// The name, however it is spelled.
    Name,
    /// The account number.
    AccountNumber,
    /// The primary domain.
    Domain,
}

impl GroupBy {
    /// The column, as it is typed.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::AccountNumber => "account_number",
            Self::Domain => "domain",
        }
    }

    /// What two rows of one client have in common; none where the cell is empty.
    fn key(self, row: &Row<'_>) -> Option<String> {
        let cell = row.get(self.column());
        if cell.is_empty() {
            return None;
        }
        Some(match self {
            Self::Name => name_key(cell),
            Self::AccountNumber => cell.to_owned(),
            Self::Domain => ClientDomain::parse(cell).map_or_else(|_| cell.to_owned(), |read| read.domain.to_string()),
        })
    }
}

/// The rows of one client.
#[derive(Debug)]
pub(super) struct Group {
    /// The line of the first row.
    pub(super) line: u64,
    /// What the rows say together, or why they are not one client.
    pub(super) record: Result<Record>,
    /// What was made of the rows that the operator should know.
    pub(super) remarks: Vec<String>,
    /// The client, once the first row was carried out.
    pub(super) outcome: Option<Outcome>,
    /// By line: fields of other rows than the first that say something else, which one client cannot hold.
    left_out: HashMap<u64, Vec<String>>,
}

/// What became of the first row of a group.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    /// The client was made or changed.
    Changed(ClientId, String),
    /// It exists as the rows say.
    Unchanged(ClientId, String),
}

impl Group {
    /// What of this row is left out, for people.
    pub(super) fn left_out(&self, line: u64) -> Option<String> {
        self.left_out.get(&line).map(|fields| format!("; {} differs and is left out", fields.join(", ")))
    }

    fn add(&mut self, line: u64, said: Result<Said>) {
        let Ok(record) = &mut self.record else { return };
        match said {
            Err(error) => self.record = Err(error.context(format!("line {line}"))),
            Ok(said) => match merge(record, said.record) {
                Ok(left_out) if left_out.is_empty() => {}
                Ok(left_out) => drop(self.left_out.insert(line, left_out)),
                Err(column) => {
                    self.record = Err(Error::conflict(format!(
                        "the rows of this client differ in {column}, on line {line} and before"
                    )));
                }
            },
        }
    }
}

/// All groups of a table that have more than one row. The keys of the whole table are held in memory.
#[derive(Debug, Default)]
pub(super) struct Groups {
    by: Option<GroupBy>,
    groups: HashMap<String, Group>,
}

impl Groups {
    /// Reads the table twice: which rows belong together, and what they say.
    ///
    /// # Errors
    /// `failed`, `interrupted`; `client_mismatch` for a row whose columns disagree.
    pub(super) fn read(
        tx: &Tx<'_>,
        table: &mut TableReader,
        by: Option<GroupBy>,
        caller: &str,
        interrupt: &Interrupt,
    ) -> Result<Self> {
        let Some(by) = by else { return Ok(Self::default()) };
        let mut rows: HashMap<String, u64> = HashMap::new();
        while let Some(row) = table.next_row()? {
            interrupt.check()?;
            if let Some(key) = by.key(&row) {
                *rows.entry(key).or_default() += 1;
            }
        }
        rows.retain(|_, rows| *rows > 1);
        table.rewind()?;
        let mut groups: HashMap<String, Group> = HashMap::new();
        while let Some(row) = table.next_row()? {
            interrupt.check()?;
            let Some(key) = by.key(&row).filter(|key| rows.contains_key(key)) else { continue };
            let line = row.line();
            let said = imported::record(tx, &row, caller)
                .map(|said| Said { record: Record { owners_are: Owners::Some, ..said.record }, remarks: said.remarks });
            match groups.get_mut(&key) {
                Some(group) => group.add(line, said),
                None => {
                    let (record, remarks) = match said {
                        Ok(said) => (Ok(said.record), said.remarks),
                        Err(error) => (Err(error.context(format!("line {line}"))), Vec::new()),
                    };
                    groups.insert(key, Group { line, record, remarks, outcome: None, left_out: HashMap::new() });
                }
            }
        }
        table.rewind()?;
        Ok(Self { by: Some(by), groups })
    }

    /// The same groups before anything of them was carried out.
    pub(super) fn anew(mut self) -> Self {
        self.groups.values_mut().for_each(|group| group.outcome = None);
        self
    }

    /// Whether a row names all owners of its client.
    pub(super) const fn owners(&self) -> Owners {
        if self.by.is_some() { Owners::Some } else { Owners::All }
    }

    /// The group of a row, if others belong to it.
    pub(super) fn of(&mut self, row: &Row<'_>) -> Option<&mut Group> {
        let key = self.by?.key(row)?;
        self.groups.get_mut(&key)
    }
}

/// Takes up what another row of the client says; the fields that are left out, or the column in which the two differ.
fn merge(record: &mut Record, said: Record) -> Result<Vec<String>, &'static str> {
    fn agree<T>(
        column: &'static str,
        here: &mut Option<T>,
        said: Option<T>,
        same: impl Fn(&T, &T) -> bool,
    ) -> Result<(), &'static str> {
        match (here.as_ref(), &said) {
            (Some(here), Some(said)) if !same(here, said) => Err(column),
            (Some(_), _) => Ok(()),
            (None, _) => {
                *here = said;
                Ok(())
            }
        }
    }
    let Record {
        id,
        slug,
        name,
        owners,
        owners_are: _,
        domain,
        account_number,
        plan,
        language,
        staff,
        fields,
        allow_similar,
    } = said;
    agree("client_id", &mut record.id, id, |a, b| a == b)?;
    agree("slug", &mut record.slug, slug, |a, b| a == b)?;
    agree("name", &mut record.name, name, |a, b| name_key(a.as_str()) == name_key(b.as_str()))?;
    agree("domain", &mut record.domain, domain, |a, b| a == b)?;
    agree("account_number", &mut record.account_number, account_number, |a, b| a == b)?;
    agree("plan", &mut record.plan, plan, |a: &PricePlan, b: &PricePlan| a == b)?;
    agree("language", &mut record.language, language, |a, b| a == b)?;
    agree("staff", &mut record.staff, staff, |a, b| a == b)?;
    agree("allow_similar", &mut record.allow_similar, allow_similar, |a, b| a == b)?;
    for owner in owners {
        add_owner(&mut record.owners, owner);
    }
    let mut left_out = Vec::new();
    for (key, value) in fields {
        match record.fields.iter().find(|(known, _)| *known == key) {
            Some((_, here)) if *here != value => left_out.push(format!("field.{key}")),
            Some(_) => {}
            None => record.fields.push((key, value)),
        }
    }
    Ok(left_out)
}

fn add_owner(owners: &mut Vec<NewOwner>, owner: NewOwner) {
    match owners.iter_mut().find(|known| known.email == owner.email) {
        Some(known) => {
            if known.name.is_none() {
                known.name = owner.name;
            }
        }
        None => owners.push(owner),
    }
}
