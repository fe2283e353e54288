//! # partnerctl
//!
//! Who may enter which client account, administered from the command line, and never in the wrong account.
//!
//! ## The map of the crate
//!
//! ```text
//! main.rs            real streams, clock, random numbers; nothing else
//! lib.rs             this map; run(env) -> exit code
//!
//! commands/          one folder for each noun, one file for each verb: arguments, examples, run
//!   ├─ input/        tables that are read: CSV of every kind, the errors file
//!   ├─ cli/          what a run was started with, and the context that commands get
//!   │    ├─ term/    streams, messages, questions, signals
//!   │    ├─ output/  columns, cells, formats, colour: records on standard output
//!   │    └─ shell    hints and steps as commands to paste
//!   └─ web/          the pages of `serve`: server, forms, limits, handlers, templates; knows nothing of a terminal
//! ops/               use cases, called by commands, by the pages and by tests
//!   ├─ store/        the only SQL; store/engine is the only place that knows SQLite
//!   ├─ mail/         bodies, templates, messages, transports
//!   │    └─ language/  sentences of mails and pages in each language
//!   └─ app/          clock, random numbers, files, key file, place of the database, settings
//! domain/            pure rules and records
//! program            other programs, started within bounds
//! temporary          files that a killed process cannot leave for ever
//! error              failures as values: code, message, hints; error/hint.rs: what to do next, typed
//! ```
//!
//! `docs/architecture.md` explains the layers, and follows a read, a change, a page and an undo down to the SQL.
//!
//! * **domain** knows no I/O, no clock, no random numbers. Transitions consume the old state and return the new one
//!   with an [`domain::audit_event::Event`]; `now` is a parameter.
//! * **store** holds every SQL statement, each once, by name; a test looks at its query plan. Only `store/engine`
//!   knows which database there is. The write guard lets a transaction touch only the clients that it named.
//! * **ops** has one function for each use case. [`ops::unit_of_work::UnitOfWork`] opens the transaction and writes the
//!   audit row from the event; change, audit row and mails succeed or fail together.
//! * **commands** name `ops` and never `store`. They parse, resolve, confirm, operate and present. A command is one
//!   file and one line in its noun's `mod.rs`; help, man page, completions, the order of checks and exit codes follow
//!   from it.
//! * **output** and **term** are the only places that write to a terminal.
//!
//! Where is …? A rule about states: `domain`. Who may do what: `domain::authority`. A statement: `store/<noun>.rs`.
//! What a person types and sees: `commands/<noun>/<verb>.rs`. Exit codes: [`error::Code`].

pub mod app;
pub mod cli;
pub mod commands;
pub mod domain;
pub mod error;
pub mod input;
pub mod language;
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
