//! What is still missing for one-click access, shown after a change that brought it nearer.

use crate::cli::context::Context;
use crate::domain::client::ClientRow;
use crate::domain::partner::PartnerRow;
use crate::ops::readiness::Readiness;
use crate::ops::resolve::named;
use crate::shell;

/// Prints that a partner's people can enter a client, or what is missing and who does it by which command.
pub fn print_missing(cx: &Context, client: &ClientRow, company: &PartnerRow, readiness: &Readiness) {
    if readiness.is_ready() {
        let (of, client) = (&company.name, named(client));
        cx.ui.outcome(|t| format!("The people of {of} {} enter {client} by one click.", t.pick("can", "could")));
    }
    for step in &readiness.steps {
        let (what, who) = (step.missing.text(), step.missing.who().in_words());
        match &step.command {
            Some(command) => {
                cx.ui.hint(&format!("not ready yet: {what}; {who} does it with `{}`", shell::step(command)));
            }
            None => cx.ui.hint(&format!("not ready yet: {what}; {who} sees to it")),
        }
    }
}
