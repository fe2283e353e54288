//! # partnerctl
//!
//! Who may enter which client account, administered from the command line, and never in the wrong account.
//!
//! ## The map of the crate
//!
//! ```text
//!             main.rs            real streams, clock, entropy; nothing else
//!                │
//!             lib.rs             this map; run(env) -> exit code
//!                │
//!             commands/          one folder a noun, one file a verb: arguments, examples, run
//!               web/             the pages of `serve`: server, forms, limits, handlers, templates
//!                │
//!               cli/             what a run was started with, and the context that commands get
//!                │                 ├─► term/     streams, messages, questions, signals
//!                │                 ├─► output/   columns, cells, formats, colour: records on standard output
//!                │                 ├─► shell.rs  hints and steps as commands to paste
//!                │                 └─► input/    tables that are read: CSV of every kind, the errors file
//!               ops/             use cases; what the landing pages and the tests call too
//!                ├─► store/        the only SQL   ◄── store/engine/sqlite   (PostgreSQL comes next to it)
//!                ├─► mail/         bodies, messages, transports
//!                └─► app/          clock, random numbers, files, key, place of the database, settings
//!             domain/            pure rules and records
//!                error.rs        failures as values: code, message, hints; error/hint.rs: what to do next, typed
//!                program.rs      other programs, within bounds
//!                temporary.rs    files that a killed process cannot leave for ever
//! ```
//!
//! * **domain** knows no I/O, no clock, no chance. Transitions consume the old state and return the new one with an
//!   [`domain::audit_event::AuditEvent`]; `now` is a parameter.
//! * **store** holds every SQL statement, each once, by name; a test looks at its query plan. Only `store/engine`
//!   knows which database there is. The write guard lets a transaction touch only the clients that it named.
//! * **ops** has one function for each use case. [`ops::unit_of_work::UnitOfWork`] opens the transaction and writes the audit row
//!   from the event; change, audit row and mails succeed or fail together.
//! * **commands** name `ops` and never `store`. They parse, resolve, confirm, operate and present. A command is one file
//!   and one line in its noun's `mod.rs`; help, man page, completions, the order of checks and exit codes follow from it.
//! * **output** and **term** are the only doors to the outside world of a terminal.
//!
//! Where is …? A rule about states: `domain`. Who may do what: `domain::authority`. A statement: `store/<noun>.rs`.
//! What a person types and sees: `commands/<noun>/<verb>.rs`. Exit codes: [`error::Code`].

pub mod app;
pub mod cli;
pub mod commands;
pub mod domain;
pub mod error;
pub mod input;
pub mod mail;
pub mod ops;
pub mod output;
pub mod program;
pub mod shell;
pub mod store;
mod temporary;
pub mod term;
pub mod web;

/// Runs one command line in this environment; the process exit code (docs/reference.md#exit-codes).
pub fn run(env: cli::env::Env) -> u8 {
    commands::dispatch::run(env)
}
