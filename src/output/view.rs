//! What the output is shown on, and by which clock.

use crate::domain::time::{Instant, Zone};

#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub zone: &'a Zone,
    pub now: Instant,
    /// The columns of the terminal that shows the output; `None` when it goes elsewhere.
    pub width: Option<u16>,
    pub color: bool,
}
