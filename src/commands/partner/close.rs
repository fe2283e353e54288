//! `partnerctl partner close`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::PartnerObject;
use crate::commands::command::Command;
use crate::commands::confirm::{Question, confirm, nothing_to_confirm};
use crate::commands::counted::counted;
use crate::commands::still::warn;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::MailId;
use crate::domain::outcome::Outcome;
use crate::domain::partner::PartnerState;
use crate::error::Result;
use crate::ops::offboarding;
use crate::ops::partner::named;
use crate::output::Columns;

use super::receipt::{self, COLUMNS};

/// How many mails are delivered at once; more are for `mail deliver`.
const AT_ONCE: usize = 10;

/// Arguments of `partner close`.
#[derive(Debug, Args)]
pub struct Close {
    #[command(flatten)]
    partner: PartnerObject,
    /// The partner's slug and the number of clients that it reaches, in place of typing the slug
    #[arg(long, value_name = "SLUG:COUNT")]
    confirm: Option<String>,
}

impl Command for Close {
    const NAME: &'static str = "close";
    const ABOUT: &'static str =
        "Close a partner for good: its links end, and its people lose the access that they have by it";
    const DETAILS: &'static str = "\
In one transaction its links end, its requests that wait are cancelled and anyone who was mailed is notified, open sessions that \
rest on its links end, and so do the seats of its users with their chosen clients. Users that clients made for it stay as \
they are and let no one in, because the link is gone. Logins of its people stay too: clients may have given them access \
of their own, and another partner may add them; `partner offboard-user` before, or `user deactivate` after, switches one \
off. What support associated stays noted. COUNT is the number of clients in which something ends: those that its people get \
into, those with a link or a request of it, and those chosen for its users; --dry-run shows it. With many mails to send they are left to `mail deliver`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl partner close jims-web --dry-run",
        "partnerctl partner close jims-web --confirm jims-web:12 -m \"contract ended\"",
    ];
    const VERB: Option<Verb> = Some(Verb::PartnerClose);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Destructive
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let company = self.partner.find(cx)?;
        let now = cx.now();
        let held = cx.read(|tx, _| offboarding::held_by_partner(tx, &company, now))?;
        let concerned = held.concerned();
        cx.concern(&concerned)?;
        let value = format!("{}:{}", company.slug, concerned.len());
        if company.state == PartnerState::Closed {
            nothing_to_confirm(cx);
        } else {
            let (name, clients) = (&company.name, counted(concerned.len(), "client"));
            let asks = format!("Close {} {name}, and what it has in {clients}?", named(&company));
            let question = Question { asks: &asks, what: "its slug", word: company.slug.as_str(), value: &value };
            confirm(cx, self.confirm.as_deref(), question)?;
        }
        let kept = match company.state {
            PartnerState::Active => cx.read(|tx, actor| offboarding::still_entering(tx, actor, &held, now))?,
            PartnerState::Closed => Vec::new(),
        };
        let done =
            cx.unit_of_work()?.change(Verb::PartnerClose, |change| offboarding::close(change, &company, &held))?;
        deliver(cx, &done.mails);
        cx.ui.outcome(|t| match done.outcome {
            Outcome::Done => format!("{} {} closed.", company.name, t.is()),
            _ => format!("{} was closed before.", company.name),
        });
        warn(cx, &kept);
        let asked = (company.state == PartnerState::Active).then_some(value.as_str());
        receipt::present(cx, selection, &done.value, &kept, asked)
    }
}

/// A few mails leave now; many would keep the caller waiting.
fn deliver(cx: &mut Context, mails: &[MailId]) {
    if mails.len() <= AT_ONCE {
        cx.deliver(mails);
    } else {
        cx.deliver(&[]);
        cx.ui.hint(&format!("{} mails are queued: deliver them with `partnerctl mail deliver`", mails.len()));
    }
}
