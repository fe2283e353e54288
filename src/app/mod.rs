//! What surrounds a command: the environment it was started in, the place of its database, the time, chance, and the
//! context that hands all of it to `commands`.

pub mod bulk_context;
pub mod context;
pub mod database_paths;
pub mod env;
pub mod files;
pub mod globals;
mod invocation;
pub mod keys;
pub mod settings;
pub mod system;
