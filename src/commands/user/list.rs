//! `partnerctl user list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::ClientId;
use crate::domain::role::Role;
use crate::domain::status::MemberState;
use crate::error::{Code, Error, Result};
use crate::ops::user::{self, Extent, Filter};
use crate::output::{Columns, Shape};

/// Arguments of `user list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    client: ClientArg,
    /// Of every client
    #[arg(long, short = 'A')]
    all_clients: bool,
    /// Only those with this role: owner, admin, supervisor, manager or guest
    #[arg(long, short = 'r', value_name = "ROLE")]
    role: Option<String>,
    /// Only those in this state: prepared, invited, expired, declined, active, inactive or ended
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List the people of a client, or of all clients, with their state";
    const DETAILS: &'static str = "\
`state` is that of this moment: prepared (not invited), invited, expired, declined, active, inactive (the login is \
switched off), ended (taken out, or the term is over). `last_login_at` is the last time that the person entered this \
client. `mailbox` says whether mails go to the address: never to a dummy one, and no more to one whose mail came back (`bounced`). Someone who was taken out and let in again has one \
row, the latest. With --as, -A means the clients in which that person may look.";
    const FORMS: &'static [&'static str] = &["-c CLIENT", "-A"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user list -c big-shoes",
        "partnerctl user list -A --role owner --state expired",
        "partnerctl user list -A --csv > people.csv",
    ];
    const VERB: Option<Verb> = Some(Verb::UserList);
    const COLUMNS: Option<Columns> = Some(super::LIST);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(super::LIST, self.part.part())?;
        let filter = Filter {
            role: self.role.as_deref().map(Role::parse).transpose()?,
            state: self.state.as_deref().map(MemberState::parse).transpose()?,
            from: self.part.from(ClientId::parse)?,
        };
        let extent = self.extent(cx, &filter)?;
        let now = cx.now();
        let rows = cx.stream(selection, Shape::List, |tx, actor, sink| {
            let mut buffer = String::new();
            sink.until_full(|sink| {
                user::list(tx, actor, extent, &filter, now, |entry| {
                    sink.push(&super::listed(entry, super::name_of(entry, &mut buffer)))
                })
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            let all = filter == Filter::default();
            cx.ui.note(if all { "there is no one yet" } else { "no one matches" });
        }
        Ok(())
    }
}

impl List {
    fn extent(&self, cx: &mut Context, filter: &Filter) -> Result<Extent> {
        match (self.client.if_given()?, self.all_clients) {
            (Some(_), true) => Err(Error::usage("give only one of -c and -A")),
            (None, true) => Ok(Extent::All),
            (Some(reference), false) => Ok(Extent::Client(cx.client_for_read(&reference, "--client")?.row.id)),
            (None, false) => {
                let missing = Error::new(Code::ClientRequired, "no client given");
                if filter.role.is_some() || filter.state.is_some() {
                    return Err(missing.advice(cx.advice_for_all_clients()).advice("in one: add `-c CLIENT`"));
                }
                let missing = missing.advice("name one client with `-c CLIENT`, or take all with `-A`");
                Ok(Extent::Client(cx.pick_client(missing)?.row.id))
            }
        }
    }
}
