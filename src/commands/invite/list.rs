//! `partnerctl invite list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::filters::{PartArgs, known_user};
use crate::commands::terms::positive;
use crate::domain::authority::{self, Target, Verb};
use crate::domain::class::Class;
use crate::domain::id::{ClientId, InvitationId};
use crate::domain::invitation::InvitationStatus;
use crate::error::{Code, Error, Result};
use crate::ops::invite::{Filter, InvitationScope as Extent};
use crate::ops::{invite, reach};
use crate::output::{Columns, Shape};

/// Arguments of `invite list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    client: ClientArg,
    /// Of one person, into every client
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// Into every client
    #[arg(long, short = 'A')]
    all_clients: bool,
    /// Only those in this state: pending, accepted, declined, cancelled, superseded or expired
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Only those that were last sent so long ago or longer: 2d, 12h
    #[arg(long, value_name = "DURATION")]
    older_than: Option<String>,
    /// Only pending ones that end within this time: 5d
    #[arg(long, value_name = "DURATION")]
    expiring: Option<String>,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List invitations, and how far each has come";
    const DETAILS: &'static str = "\
Name a client (-c) or a person (--user), or list all (-A). `state` is that of this moment: an \
invitation expires by itself. `answered_at` is when the person accepted or declined, `mail` what became of the last \
mail. Rows are ordered by number, the oldest first.";
    const FORMS: &'static [&'static str] = &["-c CLIENT", "--user EMAIL", "-A"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl invite list -c big-shoes",
        "partnerctl invite list -A --state pending --older-than 7d",
        "partnerctl invite list -A --expiring 5d --csv",
        "partnerctl invite list --user jim@bigshoes.example",
    ];
    const VERB: Option<Verb> = Some(Verb::InviteList);
    const COLUMNS: Option<Columns> = Some(super::LIST);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(super::LIST, self.part.part())?;
        let now = cx.now();
        let filter = self.filter(cx)?;
        let extent = self.extent(cx, &filter)?;
        let rows = cx.stream(selection, Shape::List, |tx, actor, sink| {
            sink.until_full(|sink| {
                invite::listed(tx, actor, extent, &filter, now, |row| sink.push(&super::listed(row)))
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            let all = filter == Filter::default();
            cx.ui.note(if all { "no one was invited" } else { "no invitation matches" });
        }
        Ok(())
    }
}

impl List {
    fn filter(&self, cx: &Context) -> Result<Filter> {
        let state = self.state.as_deref().map(InvitationStatus::parse).transpose()?;
        let older_than = self.older_than.as_deref().map(|span| positive(span, "--older-than")).transpose()?;
        let expiring = self.expiring.as_deref().map(|span| positive(span, "--expiring")).transpose()?;
        if expiring.is_some() && state.is_some_and(|state| state != InvitationStatus::Pending) {
            return Err(Error::usage("only pending invitations are about to expire")
                .advice("leave `--state` out with `--expiring`"));
        }
        Ok(Filter {
            status: if expiring.is_some() { Some(InvitationStatus::Pending) } else { state },
            sent_until: older_than.map(|span| cx.now() - span),
            expires_until: expiring.map(|span| cx.now() + span),
            from: self.part.from(InvitationId::parse)?,
        })
    }

    /// Whose invitations are wanted, if the actor may know of them.
    fn extent(&self, cx: &mut Context, filter: &Filter) -> Result<Extent> {
        let wishes = [self.client.client.is_some(), self.user.is_some(), self.all_clients];
        match wishes.iter().filter(|given| **given).count() {
            1 => {}
            0 => {
                let missing = Error::new(Code::ClientRequired, "no client given");
                if *filter != (Filter { from: filter.from, ..Filter::default() }) {
                    let one = "of one client or person: add `-c CLIENT` or `--user EMAIL`";
                    return Err(missing.advice(cx.advice_for_all_clients()).advice(one));
                }
                let missing = missing.advice("name one: `-c CLIENT`, `--user EMAIL`, or `-A` for all");
                let client = cx.pick_client(missing)?.row.id;
                return of_client(cx, client);
            }
            _ => return Err(Error::usage("give only one of -c, --user and -A")),
        }
        if let Some(reference) = self.client.if_given()? {
            let client = cx.client_for_read(&reference, "--client")?.row.id;
            return of_client(cx, client);
        }
        if let Some(user) = self.user.as_deref() {
            return Ok(Extent::User(known_user(cx, Verb::InviteList, user)?.id));
        }
        authority::decide(cx.actor()?, Verb::InviteList, &Target::NOTHING)?;
        Ok(Extent::All)
    }
}

/// One client, if the actor may know of what is in it.
fn of_client(cx: &mut Context, client: ClientId) -> Result<Extent> {
    let now = cx.now();
    cx.read(|tx, actor| {
        let relation = reach::relation(tx, actor, client, now)?;
        authority::decide(actor, Verb::InviteList, &Target::client(relation))?;
        Ok(Extent::Client(client))
    })
}
