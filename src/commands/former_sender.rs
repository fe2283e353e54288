//! Prints what became of the invitations of a person who can no longer give what they offer.

use crate::cli::context::Context;
use crate::domain::shell::shell_format;
use crate::ops::invite::{AfterSender, OfSender};
use crate::ops::unit_of_work::Mode;

/// Says which invitations were withdrawn or kept.
pub fn print_former(cx: &Context, of_sender: &OfSender) {
    let Some(fate) = of_sender.fate else { return };
    let is = match (cx.mode(), fate) {
        (Mode::Real, AfterSender::Withdraw) => "was withdrawn",
        (Mode::Real, AfterSender::Keep) => "was kept",
        (Mode::DryRun, AfterSender::Withdraw) => "would be withdrawn",
        (Mode::DryRun, AfterSender::Keep) => "would be kept",
    };
    for sent in &of_sender.invitations {
        cx.ui.status(&format!("{} to {} as {} {is}: they had sent it.", sent.id, sent.address, sent.terms.role));
    }
    if let (AfterSender::Withdraw, Mode::Real, Some(sent)) = (fate, cx.mode(), of_sender.invitations.first()) {
        cx.ui.hint(&shell_format!(
            "to invite one of them all the same: `partnerctl invite send {} -c {}`",
            sent.address,
            sent.client
        ));
    }
}
