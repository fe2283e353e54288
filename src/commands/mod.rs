//! The command line: one folder a noun, one file a verb.
//!
//! To add a command, write `commands/NOUN/VERB.rs` with its `Args`, examples and `run`, and name it in the list of
//! the noun's `mod.rs`. Parsing, help, man page, completions, the order of checks, the audit of refusals and the
//! exit code follow from there. A `run` reads: resolve → confirm → operate → present.

pub mod args;
pub mod arguments;
pub mod catalogue;
pub mod code;
pub mod command;
pub mod dispatch;
pub mod document;
mod elsewhere;
pub mod filters;
pub mod guided;
pub mod help_text;
pub mod line;
pub mod manual;
pub mod synopsis;
pub mod terms;
pub mod topics;

mod access;
mod audit;
mod brief;
mod bulk;
mod client;
mod config;
mod confirm;
#[cfg(test)]
mod cost_tests;
mod counted;
mod db;
mod former_sender;
mod invite;
mod link;
mod mail;
mod new_password;
mod partner;
mod permission;
mod piped;
pub mod question;
mod required_flags;
mod session;
mod setup;
mod staff;
mod steps;
mod still;
mod suggest;
mod top;
mod user;
mod version;
mod whose;

use command::Noun;

/// Every noun, in the order of the help. The first holds the verbs without a noun.
pub static NOUNS: &[&Noun] = &[
    &top::NOUN,
    &staff::NOUN,
    &partner::NOUN,
    &client::NOUN,
    &user::NOUN,
    &permission::NOUN,
    &link::NOUN,
    &invite::NOUN,
    &access::NOUN,
    &session::NOUN,
    &mail::NOUN,
    &audit::NOUN,
    &config::NOUN,
    &db::NOUN,
    &setup::NOUN,
];
