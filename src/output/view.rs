//! Where output is shown (terminal or not, its width), and in which time zone.

use crate::domain::time::{Instant, Zone};

#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub zone: &'a Zone,
    pub now: Instant,
    /// The columns of the terminal that shows the output; `None` when it goes elsewhere.
    pub width: Option<u16>,
    /// The lines of that terminal, where they are known.
    pub height: Option<u16>,
    pub color: bool,
}
