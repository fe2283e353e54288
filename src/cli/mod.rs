//! What surrounds a command: what it was started with, its options, and the context that has the database, the output
//! and the questions for `commands`.

pub mod bulk_context;
pub mod context;
pub mod env;
pub mod globals;
mod invocation;
pub mod pager;
