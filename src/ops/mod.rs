//! Use cases: one function each, called by commands, by the pages and by tests.
//!
//! A use case gets a [`unit_of_work::Change`] (or a [`crate::store::Tx`] to read) and what was asked for, checks rights
//! and states, writes through `store`, and returns data. It never prints, prompts, or asks for time or environment.
//! [`unit_of_work::UnitOfWork`] opens the transaction, and writes the audit row from the event, in one place.
//!
//! A read that its callers need exactly as `store` gives it is handed through by the module of its noun
//! (`pub use crate::store::…`), with the records that it returns. What writes, and what holds a secret, is never handed
//! through: it has a function here. A read that also asks who may see what it finds is a function here too.

pub mod access;
pub mod association;
pub mod audit;
pub mod backup;
pub mod bounce;
pub mod client;
pub mod concerned;
pub mod config;
pub mod custom_templates;
pub mod database;
pub mod dedicated;
pub mod deliver;
pub mod doctor;
pub mod elsewhere;
pub mod foreign;
pub mod go_on;
pub mod hold;
pub mod invite;
pub mod key;
pub mod language;
pub mod last;
pub mod last_owner;
pub mod likeness;
pub mod link;
pub mod log;
pub mod login;
pub mod merge;
pub mod names;
pub mod notice;
mod notify;
pub mod offboarding;
pub mod outbox;
pub mod ownerless;
pub mod partner;
pub mod partner_user;
pub mod password;
pub mod person_name;
pub mod proven;
pub mod provision;
pub mod reach;
mod reached;
pub mod readiness;
pub mod recovery;
pub mod remind;
mod requester;
pub mod resolve;
pub mod restore;
pub mod retry;
pub mod session;
pub mod setting;
pub mod setup;
pub mod sign_in;
pub mod staff;
pub mod todo;
pub mod undo;
pub mod unit_of_work;
pub mod unmailed;
pub mod user;
pub mod web_session;
pub mod who;

pub use crate::store::Tx;
#[cfg(test)]
pub(crate) use crate::store::engine::{Trips, trips, waited_for};
