//! `partnerctl client list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::client::ClientState;
use crate::domain::id::ClientId;
use crate::domain::reference::PartnerRef;
use crate::domain::status::Activation;
use crate::error::Result;
use crate::ops::client::list::{self, Filter};
use crate::ops::client::{PricePlan, staff_named};
use crate::ops::resolve;
use crate::output::{Columns, Shape};

use super::record;

/// Arguments of `client list`.
#[derive(Debug, Args)]
pub struct List {
    /// Only those in this state: draft, active, closed
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Only those that have come this far: active, invited, expired, `not_invited`; closed ones only with --state closed
    #[arg(long, value_name = "ACTIVATION")]
    activation: Option<String>,
    /// Only those on this plan: starter, pro
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Only those that this support person looks after; `me` is you
    #[arg(long, value_name = "OSUSER")]
    staff: Option<String>,
    /// Only those that a link in force opens to this partner
    #[arg(long, short, value_name = "PARTNER")]
    partner: Option<String>,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List clients, with their owners and how far they have come";
    const DETAILS: &'static str = "\
activation is that of the owner who has come furthest: active, invited, expired (or declined), not_invited. Owners whose \
term is over are left out. invited_at is the last sending to an owner, last_login_at the last time that one entered this \
client, partners those whose link is in force. Closed clients are listed too, but not with --activation, unless --state closed is \
given. With --as, only clients that the person \
may see. accept_from, a column on demand, says until when a recovery can still be stopped. Extra fields are columns on \
demand too: --columns client_id,field.region.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client list --staff me --activation expired",
        "partnerctl client list --csv --columns client_id,name,plan,staff,activation,last_login_at",
        "partnerctl client list --activation not_invited --csv | partnerctl invite bulk - --owners --dry-run",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientList);
    const COLUMNS: Option<Columns> = Some(record::COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(record::COLUMNS, self.part.part())?;
        let from = self.part.from(ClientId::parse)?;
        record::must_know_fields(cx, &selection)?;
        let state = self.state.as_deref().map(ClientState::parse).transpose()?;
        let activation = self.activation.as_deref().map(Activation::parse).transpose()?;
        let plan = self.plan.as_deref().map(PricePlan::read).transpose()?;
        let partner = self.partner.as_deref().map(PartnerRef::parse).transpose()?;
        let everything =
            [&self.state, &self.activation, &self.plan, &self.staff, &self.partner].iter().all(|f| f.is_none());
        let now = cx.now();
        let asked = selection.clone();
        let listed = cx.stream(selection, Shape::List, |tx, actor, sink| {
            let filter = Filter {
                state,
                activation,
                plan,
                staff: self.staff.map(|name| staff_named(tx, actor.audit_name(), &name)).transpose()?,
                partner: partner.map(|partner| resolve::partner(tx, &partner)).transpose()?.map(|row| row.id),
            };
            sink.until_full(|sink| {
                let wanted = record::wanted(&asked, actor);
                list::list(tx, actor, &filter, from, wanted, now, |listed| record::push_listed(sink, listed))
            })?;
            Ok(sink.rows())
        })?;
        if listed > 0 || self.part.is_end(cx) {
            return Ok(());
        }
        if everything && cx.actor()?.is_support() {
            cx.ui.note("there are no clients yet");
            cx.ui.hint("make one with `partnerctl client add`, or many with `partnerctl client import`");
        } else {
            cx.ui.note("no client matches");
        }
        Ok(())
    }
}
