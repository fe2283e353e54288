//! Pure rules: who and what things are, their states, and what may follow from what.
//!
//! No I/O, clock, randomness, SQL or clap here; `now` is a parameter. Of serde only the forms in which the audit stores its
//! events.

pub mod access;
pub mod account_number;
pub mod actor;
pub mod association;
pub mod audit_event;
pub mod authority;
pub mod character;
pub mod choice;
pub mod class;
pub mod client;
pub mod client_domain;
pub mod clock;
pub mod code;
pub mod confusable;
pub mod dedicated;
pub mod domain_name;
pub mod email;
pub mod field;
pub mod grant;
pub mod id;
pub mod invitation;
pub mod link;
pub mod login;
pub mod mail;
pub mod membership;
pub mod name;
pub mod offboarding;
pub mod outcome;
pub mod overrides;
pub mod partner;
pub mod password;
pub mod permission;
pub mod proof;
pub mod readiness;
pub mod reference;
pub mod role;
pub mod sending;
pub mod session;
pub mod shell;
pub mod slug;
pub mod spelling;
pub mod spreadsheet;
pub mod status;
pub mod step;
pub mod terms;
pub mod throttle;
pub mod time;
pub mod tls;
pub mod verb;
pub mod web_session;
