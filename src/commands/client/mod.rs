//! `partnerctl client`: customer accounts.

mod add;
mod associate;
mod close;
mod dissociate;
mod edit;
mod fields;
mod find;
mod import;
mod imported;
mod list;
mod log;
mod merge;
mod readiness;
mod record;
mod recover;
mod reopen;
mod show;
mod stop_recovery;

pub(super) use imported::USED as IMPORTED;

use super::command::{CommandEntry, Noun};
use crate::output::Columns;
use crate::output::columns::{id, list, text};

/// `partnerctl client VERB`.
pub(super) static NOUN: Noun = Noun {
    name: "client",
    about: "Client accounts: what they are called, who owns them, their state",
    verbs: &[
        CommandEntry::of::<add::Add>(),
        CommandEntry::of::<import::Import>(),
        CommandEntry::of::<list::List>(),
        CommandEntry::of::<find::Find>(),
        CommandEntry::of::<show::Show>(),
        CommandEntry::of::<edit::Edit>(),
        CommandEntry::of::<close::Close>(),
        CommandEntry::of::<merge::Merge>(),
        CommandEntry::of::<reopen::Reopen>(),
        CommandEntry::of::<recover::Recover>(),
        CommandEntry::of::<stop_recovery::StopRecovery>(),
        CommandEntry::of::<associate::Associate>(),
        CommandEntry::of::<dissociate::Dissociate>(),
        CommandEntry::of::<readiness::Readiness>(),
        CommandEntry::of::<log::Log>(),
    ],
};

/// Columns of a command that made or changed one client.
const CHANGED: Columns =
    Columns::new(&[id("client_id"), id("client_slug"), text("name"), list("owners"), text("result")]);

/// Columns of a command that changed what is between a client and a partner.
const BETWEEN: Columns =
    Columns::new(&[id("client_id"), id("client_slug"), id("partner"), text("tab"), text("result")]);
