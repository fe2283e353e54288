//! The behaviour of the whole program: in process through `partnerctl::run`, with a fake outside. What only a real
//! process shows is in `process`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so")]

mod support;

mod access;
mod agreement;
mod audit;
mod bulk;
mod classes;
mod client;
mod closing;
mod completion;
mod config;
mod coverage;
mod database;
mod demo;
mod doctor;
mod find;
mod generated;
mod guard;
mod help;
mod house;
mod import;
mod invariants;
mod invite;
mod keystrokes;
mod last;
mod last_owner;
mod link;
mod login;
mod lookalike;
mod mail;
mod mission;
mod oneclick;
mod opening;
mod oracle;
mod partner;
mod partner_user;
mod password;
mod pasting;
mod permission;
mod picker;
mod process;
mod questions;
mod readme;
mod registry;
mod reminder;
mod restore;
mod rights;
mod secrets;
mod session;
mod setup;
mod sharing;
mod smtp;
mod staff;
mod storm;
mod storm_bulk;
mod storm_named;
mod subsets;
mod terminal;
mod terms;
mod undo;
mod user;
mod vetoes;
mod wrong_person;
