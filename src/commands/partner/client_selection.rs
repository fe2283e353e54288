//! Clients that are chosen for a user of a partner: `--clients a,b`.

use crate::cli::context::Context;
use crate::commands::confirm::{Script, count_clients};
use crate::domain::class::Class;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::Result;
use crate::ops::resolve::ClientSeen;
use crate::term::Keyboard;

/// Which clients may be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum States {
    Open,
    Any,
}

/// The chosen clients, each resolved exactly and shown; one that is named again counts once.
///
/// # Errors
/// `usage`, `not_found`, `client_state`, `client_mismatch`.
pub(super) fn resolve(cx: &mut Context, given: &str, states: States) -> Result<Vec<ClientSeen>> {
    let references = ClientRef::parse_list(given, Forms::Exact).map_err(|error| error.context("--clients"))?;
    let mut chosen: Vec<ClientSeen> = Vec::new();
    for reference in &references {
        let seen = match states {
            States::Open => cx.client_for_change(reference, "--clients")?,
            States::Any => cx.client_in_any_state_for_change(reference, "--clients")?,
        };
        if !chosen.iter().any(|known| known.row.id == seen.row.id) {
            chosen.push(seen);
        }
    }
    Ok(chosen)
}

/// The class of a command about the clients in this list: for more than one, [`Class::Bulk`].
pub(super) fn class_of(given: Option<&str>, of_one: Class) -> Class {
    if given.is_some_and(names_several) { Class::Bulk } else { of_one }
}

/// Makes sure that the operator knows how many clients it is about, where several words name some (docs/reference.md#confirmation).
///
/// # Errors
/// `unconfirmed`.
pub(super) fn count(
    cx: &mut Context,
    given: &str,
    clients: &[ClientSeen],
    expected: Option<usize>,
    plan: &str,
) -> Result<()> {
    if names_several(given) || expected.is_some() {
        count_clients(cx, clients.len(), expected, Script::MayLeaveOut, Keyboard::Stdin, plan)?;
    }
    Ok(())
}

fn names_several(given: &str) -> bool {
    given.split(',').count() > 1
}
