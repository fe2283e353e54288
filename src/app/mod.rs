//! What surrounds a command: the environment it was started in, the place of its database, the time, chance, and the
//! context that hands all of it to `commands`.

pub mod bench;
pub mod context;
pub mod env;
pub mod files;
mod given;
pub mod globals;
pub mod keys;
pub mod place;
pub mod settings;
pub mod system;
