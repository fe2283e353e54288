//! Saying that somebody still enters a client by another way than the one that ended.

use crate::app::context::Context;
use crate::ops::reach::still::StillEnters;

/// How many people are named; more are counted.
const NAMED: usize = 5;

/// Notes each way that is open besides what is shown.
pub(super) fn note(cx: &Context, ways: &[StillEnters]) {
    for way in ways {
        cx.ui.note(&cx.zone.localised(&way.enters("also")));
    }
}

/// Warns of each way that is still open, with the command that closes it.
pub(super) fn warn(cx: &Context, ways: &[StillEnters]) {
    for still in ways.iter().take(NAMED) {
        cx.ui.warn(&cx.zone.localised(&still.sentence()));
        cx.ui.hint(&format!("end that with `{}`", still.command()));
    }
    if ways.len() > NAMED {
        cx.ui.warn(&format!("{} more still enter; see `partnerctl access list`", ways.len() - NAMED));
    }
}
