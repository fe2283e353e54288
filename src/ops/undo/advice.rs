//! The command that does the opposite of a change, for a change that `undo` cannot take back.

use crate::domain::audit_event::{
    Action, Details, Field, FieldChange, NO_END, Opposite, Person, Place, Places, sentence,
};
use crate::domain::authority::Verb;
use crate::domain::client::ClientRow;
use crate::domain::language::Language;
use crate::domain::time::Instant;
use crate::error::{Error, Flag, Given, NextStep, Result, ToValue, hint};
use crate::ops::resolve::named;
use crate::store::history::tables::{CLIENT, CLIENT_FIELD, FieldVersion};
use crate::store::history::{ChangeRecord, ColumnValue, Version};
use crate::store::{Tx, staff};

use super::possible::{is_possible, person};
use super::{actions, former};

/// A dedicated user is made again.
const FOR_PARTNER: Opposite =
    Opposite::of(Verb::UserAdd, &[Place::Email, Place::Client, Place::Terms, Place::ForPartner]);

/// Why a change in a client stays, with what does the opposite.
pub(super) fn stopped(tx: &Tx<'_>, client: &ClientRow, done: &ChangeRecord, why: &str) -> Result<Error> {
    Ok(match opposite(tx, done, Some(client), None)? {
        Some(step) => stays(client, done, why).hint(hint!["do the opposite with ", step]),
        None => stopped_for_good(client, done, why),
    })
}

/// Why a change in a client stays, where nothing does the opposite any more.
pub(super) fn stopped_for_good(client: &ClientRow, done: &ChangeRecord, why: &str) -> Error {
    stays(client, done, why).hint(hint!["see what happened with ", Verb::ClientLog.step().about(&client.slug)])
}

fn stays(client: &ClientRow, done: &ChangeRecord, why: &str) -> Error {
    let what = sentence::spoken(&done.action);
    let of = done.entity.as_deref().map(|entity| format!(" {entity}")).unwrap_or_default();
    Error::conflict(format!(
        "your change in {}, `{what}`{of} (audit {}), cannot be taken back: {why}; nothing was changed",
        named(client),
        done.number
    ))
    .fact("client_id", client.id.to_string())
    .fact("client_slug", client.slug.to_string())
    .fact("audit_id", done.number)
}

/// What does the opposite of a change in the client. A person has the address of today there. With `now`, nothing that would be
/// refused at that time, as far as a few rows say so; without, the reader learns why from the command itself.
pub fn opposite(
    tx: &Tx<'_>,
    done: &ChangeRecord,
    client: Option<&ClientRow>,
    now: Option<Instant>,
) -> Result<Option<NextStep>> {
    let Some(action) = Action::named(&done.action) else { return Ok(None) };
    let undoing = actions::undoing(action);
    let Some(opposite) = undoing.opposite else { return Ok(None) };
    if !is_possible(tx, undoing.needs, done, client, now)? {
        return Ok(None);
    }
    let person = if done.details.names_person() { person(tx, done)? } else { None };
    let terms = if opposite.has_terms() { former::terms(tx, done)? } else { None };
    let partner = terms.as_ref().and_then(|former| former.dedicated_to.clone());
    let opposite = match partner {
        Some(_) => FOR_PARTNER,
        None => opposite,
    };
    let places = Places {
        slug: client.map(|client| client.slug.to_string()),
        terms: terms.map(|former| former.flags),
        person: person.map(|login| Person {
            email: login.email.to_string(),
            first_name: login.first_name,
            last_name: login.last_name,
        }),
        partner,
    };
    let Some(step) = opposite.filled(&done.details, done.entity.as_deref(), &places) else { return Ok(None) };
    let flags = match (action, former_terms(&done.details)) {
        (Action::LinkEdit | Action::LinkExtendApprove | Action::LinkAutoExtend, flags) => Some(flags),
        (Action::UserEdit, mut flags) => {
            flags.extend(former::names(tx, done)?);
            Some(flags).filter(|flags| !flags.is_empty())
        }
        (Action::InviteEdit, flags) => Some(flags).filter(|flags| !flags.is_empty()),
        _ => return Ok(Some(step)),
    };
    Ok(flags.map(|flags| step.give(flags)))
}

/// The `client edit` that makes the client as it was before a change of its own facts, as far as they differ.
pub fn former_client(tx: &Tx<'_>, client: &ClientRow, done: &ChangeRecord) -> Result<Option<NextStep>> {
    if !done.is(Action::ClientEdit) {
        return Ok(None);
    }
    let then = [CLIENT.then(tx, done.number)?, CLIENT_FIELD.then(tx, done.number)?].concat();
    let inserted = CLIENT_FIELD.now(tx, done.number, client.id)?;
    let is_new = |row: &&Version| !then.iter().any(|then| then.is_of_the_row_of(row));
    let mut step = Verb::ClientEdit.step().about(&client.slug);
    let own = |row: &&Version| row.client() == Some(client.id);
    for row in then.iter().filter(own).filter_map(|row| row.record().client()) {
        let staff_now = client.staff.map(|id| id.get());
        // A slug never comes back by hand.
        let texts = [
            (Flag::Name, Flag::Name, row.name(), Some(client.name.as_str())),
            (Flag::Domain, Flag::NoDomain, row.domain(), client.domain.as_deref()),
            (Flag::AccountNumber, Flag::NoAccountNumber, row.account_number(), client.account_number.as_deref()),
            (Flag::Plan, Flag::NoPlan, row.plan(), client.plan.as_deref()),
            (Flag::Language, Flag::NoLanguage, row.language(), client.language.map(Language::name)),
        ];
        for (flag, without, then, now) in texts {
            if then.text() != now {
                step = former(step, (flag, without), then.text());
            }
        }
        let then = row.staff_id().int();
        if then != staff_now {
            let name = match then {
                Some(id) => staff::by_id(tx, crate::domain::id::StaffId::new(id))?.map(|row| row.member.os_user),
                None => None,
            };
            step = former(step, (Flag::Staff, Flag::NoStaff), name.as_deref());
        }
    }
    let field = |step: NextStep, row: FieldVersion<'_>, value: &str| {
        let key = row.field_key().text().unwrap_or_default();
        step.with(Flag::Field, &format!("{key}={value}"))
    };
    for row in then.iter().filter(own).filter_map(|row| row.record().field()) {
        step = field(step, row, row.value().text().unwrap_or_default());
    }
    for row in inserted.iter().filter(is_new).filter_map(|row| row.record().field()) {
        step = field(step, row, "");
    }
    // The client is given alone where nothing differs.
    Ok((step.given().len() > 1).then_some(step))
}

/// With what it was: the value, or the option that takes the value away.
fn former(step: NextStep, (flag, without): (Flag, Flag), then: Option<&str>) -> NextStep {
    match then {
        Some(then) => step.with(flag, then),
        None => step.switch(without),
    }
}

/// What `user edit` or `invite edit` needs, from what the audit says of before.
fn former_terms(details: &Details) -> Vec<Given> {
    let mut flags = Vec::new();
    for FieldChange { field, before, .. } in details.changes() {
        let Some(before) = before else {
            match field {
                Field::Form => flags.push(Given::Switch(Flag::NoForm)),
                Field::AutoExtend => flags.push(Given::Switch(Flag::NoAutoExtend)),
                Field::Language => flags.push(Given::Switch(Flag::NoLanguage)),
                _ => {}
            }
            continue;
        };
        match field {
            Field::Form => flags.push(Given::Option(Flag::Form, before.to_value())),
            Field::AutoExtend => flags.push(Given::Option(Flag::AutoExtend, before.to_value())),
            Field::Language => flags.push(Given::Option(Flag::Language, before.to_value())),
            Field::Role => flags.push(Given::Role(before.to_value())),
            Field::Permissions => flags.push(Given::Option(Flag::Permissions, before.replace(' ', ",").to_value())),
            Field::Until if before == NO_END => flags.push(Given::Switch(Flag::NoUntil)),
            Field::Until => flags.push(Given::Option(Flag::Until, before.to_value())),
            _ => {}
        }
    }
    flags
}

/// What a cell holds, for people and machines alike.
pub(super) fn shown(column: &str, held: &ColumnValue) -> Option<String> {
    match held {
        ColumnValue::Null => None,
        ColumnValue::Text(text) => Some(text.clone()),
        ColumnValue::Int(value) if column.ends_with("until") || column.ends_with("_at") => {
            Some(Instant::from_ms(*value).to_rfc3339())
        }
        ColumnValue::Int(value) if matches!(column, "mailbox" | "must_change_password" | "restricted") => {
            Some(if *value == 0 { "no" } else { "yes" }.to_owned())
        }
        ColumnValue::Int(value) => Some(value.to_string()),
    }
}
