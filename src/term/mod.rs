//! The terminal: the only place that touches standard streams, questions, colour and signals.

mod paged;
pub mod picker;
pub mod progress;
pub mod prompt;
pub mod report;
pub mod secret;
pub mod signals;
pub mod streams;
pub mod tense;
mod tty;
pub mod ui;
pub mod waiting;

pub use paged::Screen;
pub use prompt::{Keyboard, Prompter};
pub use signals::Interrupt;
pub use streams::{Facts, Streams};
pub use tense::Tense;
pub use ui::{Banner, Ui};
