//! Tables that people and other tools hand in: CSV in its many dialects, read strictly (docs/reference.md#bulk-files).
//!
//! A row that slid by one cell would invite someone into the wrong client. So the whole input is read and checked
//! before the first row is handed out, and whatever could be understood in two ways is refused by line and column:
//!
//! - [`spool`]: the input, copied once into memory or an unnamed file, as UTF-8 with LF line ends;
//! - [`check`]: the one grammar that is accepted, and where the input departs from it;
//! - [`head`]: the separator, and a title above the header row;
//! - [`header`]: which column means what; `mapping`: `--map`, `--map-value` and `--rest`;
//! - [`table`]: [`TableReader`], the rows, at flat memory;
//! - [`errors_file`]: `--errors FILE`, which feeds back.

pub mod check;
pub mod errors_file;
pub mod head;
pub mod header;
mod mapping;
pub mod spool;
pub mod table;

/// What standard input is called in messages.
pub const STANDARD_INPUT: &str = "standard input";

pub use errors_file::ErrorsFile;
pub use header::{Fields, Known, Renaming};
pub use mapping::{Mapping, Rest};
pub use spool::Encoding;
pub use table::{Row, TableReader};
