//! What the use cases take from the machine: clock, random numbers, files, the key, the place of the database,
//! settings.

pub mod database_location;
pub mod database_paths;
pub mod env;
pub mod files;
pub mod install;
pub mod keys;
pub mod passwords;
pub mod probe;
pub mod settings;
pub mod system;
pub mod time_zone;
