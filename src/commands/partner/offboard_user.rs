//! `partnerctl partner offboard-user`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::OverrideArg;
use crate::commands::command::Command;
use crate::commands::confirm::{Question, confirm, nothing_to_confirm};
use crate::commands::counted::counted;
use crate::commands::still::warn;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::offboarding::{Initiator, OffboardingResult};
use crate::domain::outcome::Outcome;
use crate::domain::overrides::Rule;
use crate::domain::partner::PartnerRow;
use crate::domain::reference::{PartnerRef, UserRef};
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::{Error, Result};
use crate::ops::offboarding::{self, Ask, Dedicated, Holdings, Receipt};
use crate::ops::reach::still;
use crate::ops::unit_of_work::{Change, Mode};
use crate::ops::{partner, partner_user};
use crate::output::Columns;

use super::receipt::{self, COLUMNS};

/// Arguments of `partner offboard-user`.
#[derive(Debug, Args)]
pub struct OffboardUser {
    /// Who leaves: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    /// Their partner: id or slug [default: the one whose user they are]
    #[arg(long, short = 'p', value_name = "PARTNER")]
    partner: Option<String>,
    /// A colleague who goes on with the invitations and requests that wait
    #[arg(long, value_name = "OTHER")]
    to: Option<String>,
    /// Their address and the number of clients in which something changes, in place of typing the address
    #[arg(long, value_name = "EMAIL:COUNT")]
    confirm: Option<String>,
    #[command(flatten)]
    overrule: OverrideArg,
}

impl Command for OffboardUser {
    const NAME: &'static str = "offboard-user";
    const ABOUT: &'static str = "End everything that a partner user can reach, in one step";
    const DETAILS: &'static str = "\
It needs a reason (-m). --dry-run shows everything that they hold: the clients that they reach, access of their own that \
clients gave them, invitations and link requests that wait, open sessions, and logins that clients made for the partner, \
whose passwords they may know. Then in one transaction: their seat and chosen clients go; their own access ends, unless \
a client would be left without anyone who can administer it, which stops everything and names each such client; \
invitations that they sent are cancelled, or go to --to OTHER where OTHER administers that client; link requests are the \
partner's and stay, in the name of OTHER if given; sessions end; passwords that they may know open nothing any more, and \
new ones are set with `user reset-password`; the login is deactivated if nothing is left. OTHER is a colleague who \
reaches all that the person reaches. On behalf of a colleague, what clients gave to the person stays. COUNT is the \
number of clients in which something changes; --dry-run shows it.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl partner offboard-user bob@jimsweb.example -m \"leaves on Friday\" --dry-run",
        "partnerctl partner offboard-user bob@jimsweb.example --to ann@jimsweb.example -m \"left\" --confirm bob@jimsweb.example:3",
    ];
    const VERB: Option<Verb> = Some(Verb::PartnerOffboardUser);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Destructive
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let to = self.to.as_deref().map(UserRef::parse).transpose()?;
        let overrule = self.overrule.rule(&[Rule::LastOwner])?;
        if cx.reason().is_none() {
            return Err(Error::usage("someone's leaving needs a reason")
                .advice("say why with `--reason TEXT` (`-m`), such as `-m 'leaves on Friday'`"));
        }
        let company = self.company(cx, &person)?;
        let now = cx.now();
        let held = cx.read(|tx, actor| offboarding::held(tx, actor, &company, &person, to.as_ref(), now))?;
        let concerned = held.concerned();
        let value = format!("{}:{}", held.member.login.email, concerned.len());
        cx.concern(&concerned)?;
        let ask = Ask { person: &person, to: to.as_ref(), shown: &held, overrule };
        let offboard = |change: &mut Change<'_>| offboarding::offboard(change, &company, &ask);
        cx.try_out(offboard)?;
        if held.member.row.ended {
            nothing_to_confirm(cx);
        } else {
            let asks = question(&held, &company, concerned.len());
            let word = held.member.login.email.as_str();
            let question = Question { asks: &asks, what: "their e-mail address", word, value: &value };
            confirm(cx, self.confirm.as_deref(), question)?;
        }
        let kept = if held.word == Initiator::Colleague && !held.member.row.ended {
            cx.read(|tx, actor| still::own_grants_seen_by(tx, actor, &held.member.login, now, |_, _| true))?
        } else {
            Vec::new()
        };
        let done = cx.change(offboard)?;
        print_outcome(cx, &held, &company, &done.value, done.outcome);
        warn(cx, &kept);
        let asked = (done.value.0.len() > 1).then_some(value.as_str());
        receipt::present(cx, selection, &done.value, &kept, asked)
    }
}

impl OffboardUser {
    fn company(&self, cx: &mut Context, person: &UserRef) -> Result<PartnerRow> {
        let given = self.partner.as_deref().map(PartnerRef::parse).transpose()?;
        cx.read(|tx, actor| match &given {
            Some(reference) => partner::find(tx, actor, reference),
            None => partner_user::company_of(tx, actor, person),
        })
    }
}

fn question(held: &Holdings, company: &PartnerRow, concerned: usize) -> String {
    let login = &held.member.login;
    format!(
        "End all that {} ({}) holds at {}, in {}?",
        login.name(),
        login.email,
        company.name,
        counted(concerned, "client")
    )
}

fn print_outcome(cx: &Context, held: &Holdings, company: &PartnerRow, receipt: &Receipt, outcome: Outcome) {
    let email = &held.member.login.email;
    if outcome != Outcome::Done {
        cx.ui.status(&format!("{email} had left {} before.", company.name));
        return;
    }
    cx.ui.outcome(|t| format!("{email} {} {}.", t.pick("has left", "would leave"), company.name));
    if held.word == Initiator::Colleague {
        cx.ui.note(
            "what clients gave to the person by themselves stays: that is for the clients, or for support, to end",
        );
    }
    if cx.mode() == Mode::DryRun && held.successor.is_none() && !(held.sent.is_empty() && held.requests.is_empty()) {
        cx.ui.hint("name with `--to` a colleague who goes on with what waits for an answer");
    }
    for (place, sent) in &held.sent {
        let id = sent.id.to_string();
        if receipt.0.iter().any(|entry| entry.entity == id && entry.fate == OffboardingResult::Cancelled) {
            let (address, slug) = (&sent.address, &place.slug);
            cx.ui.hint(&shell_format!(
                "{} is still to be invited: `partnerctl invite send {} -c {}`",
                Verbatim(&address),
                address,
                slug
            ));
        }
    }
    for Dedicated { login, address, .. } in &held.dedicated {
        cx.ui.hint(&shell_format!(
            "set a new password for {} with `partnerctl user reset-password {}`",
            Verbatim(&address),
            login
        ));
    }
}
