//! `partnerctl user add --for-partner`: making a dedicated user, and showing what is still missing.

use crate::cli::context::{Context, IfElsewhere};
use crate::commands::args::ClientArg;
use crate::commands::steps;
use crate::domain::login::Mailbox;
use crate::domain::outcome::Outcome;
use crate::error::Result;
use crate::ops::partner;
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::ChangeResult;
use crate::ops::user::{self, AddDedicatedUser, Dedicated};
use crate::output::{Cell, ResultWord, Selection, Shape};

/// Makes the dedicated user and prints it.
///
/// # Errors
/// Those of the use case.
pub(super) fn make(
    cx: &mut Context,
    client: &ClientArg,
    selection: Selection,
    wanted: &AddDedicatedUser,
    policy: IfElsewhere,
) -> Result<()> {
    let seen = match &wanted.person {
        Some(person) => super::client_of(cx, client, person, policy)?,
        None => client.for_change(cx)?,
    };
    let done = cx.change(|change| user::add_dedicated(change, &seen, wanted))?;
    print_outcome(cx, &seen, &done);
    let Dedicated { login, terms, .. } = &done.value;
    let mail = cx.mail_word(&done.mails)?;
    let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
    sink.push(&[
        Cell::shown(&seen.row.id),
        Cell::shown(&seen.row.slug),
        Cell::shown(&login.id),
        Cell::shown(&login.email),
        Cell::from(terms.role.name()),
        Cell::list(terms.permissions.to_text()),
        Cell::from(terms.until),
        Cell::Null,
        Cell::from(mail),
        Cell::from(if done.outcome == Outcome::Done { ResultWord::Created } else { ResultWord::Unchanged }),
        Cell::list(""),
    ])?;
    sink.finish()
}

fn print_outcome(cx: &Context, seen: &ClientSeen, done: &ChangeResult<Dedicated>) {
    let Dedicated { login, terms, company, elsewhere, readiness } = &done.value;
    let (email, role, client) = (&login.email, terms.role, named(&seen.row));
    let of = partner::named(company);
    if done.outcome == Outcome::Done {
        let mailed = if login.mailbox == Mailbox::No { "; it is never mailed" } else { "" };
        cx.ui.outcome(|t| format!("{email} {} the dedicated user of {client} for {of}, as {role}{mailed}.", t.is()));
    } else {
        cx.ui.status(&format!("{email} is the dedicated user of {client} for {of} already, as {role}."));
    }
    if *elsewhere {
        cx.ui.warn(&format!(
            "{} is not known as a domain of {of}: the person who reads mail to {email} is not the partner; \
             a dummy address, as `partnerctl user suggest-login` shows it, is not read by anyone",
            login.email.domain()
        ));
    }
    steps::print_missing(cx, &seen.row, company, readiness);
}
