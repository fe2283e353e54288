//! `partnerctl access list`

use clap::Args;

use crate::app::context::Context;
use crate::commands::args::{ClientArg, PartnerFilter};
use crate::commands::class::Class;
use crate::commands::command::Command;
use crate::commands::filters::known_user;
use crate::domain::authority::{self, Target, Verb, Whose};
use crate::error::{Code, Error, Result};
use crate::ops::access::{self, Extent};
use crate::ops::reach;
use crate::output::columns::{id, instant, list, text};
use crate::output::{Cell, Columns, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("user_id"),
    id("email"),
    id("source"),
    text("role"),
    list("permissions"),
    instant("since"),
    id("granted_by"),
    instant("until"),
    instant("ended_at"),
    id("ended_by"),
    instant("last_login_at"),
]);

/// Arguments of `access list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    client: ClientArg,
    #[command(flatten)]
    partner: PartnerFilter,
    /// Of one person, into every client
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// Of everybody, into every client
    #[arg(long, short = 'A')]
    all_clients: bool,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List who can enter now, by which way, since when and who let them in";
    const DETAILS: &'static str = "\
One row for each way in that holds at this moment: `source` is `grant` for a grant of one's own, or the link of one's \
partner. Who has both has two rows. Say whose access is wanted: of a client (-c), of a partner's users and the \
dedicated users made for it (-p), of one person (--user), or of all (-A). `until` is the first instant at which that \
way is closed. Rows are ordered by client, then by person; ended_at and ended_by are empty, since what ended lets \
nobody in.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl access list -c big-shoes",
        "partnerctl access list -p jims-web --csv",
        "partnerctl access list --user jim@bigshoes.example",
        "partnerctl access list -A --csv > access.csv",
    ];
    const VERB: Option<Verb> = Some(Verb::AccessList);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let extent = self.extent(cx)?;
        let now = cx.now();
        let rows = cx.stream(selection, Shape::List, |tx, actor, sink| {
            access::list(tx, actor, extent, now, |way| {
                sink.push(&[
                    Cell::shown(&way.client.id),
                    Cell::shown(&way.client.slug),
                    Cell::shown(&way.person.id),
                    way.person.email.as_str().into(),
                    Cell::shown(&way.by),
                    way.gives.role.map(|role| role.name()).into(),
                    Cell::list(way.gives.permissions.to_text()),
                    way.since.into(),
                    way.granted_by.as_deref().into(),
                    way.gives.until.into(),
                    Cell::Null,
                    Cell::Null,
                    way.last_login_at.into(),
                ])
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 {
            cx.ui.note("nobody can enter; `partnerctl user list` shows who is prepared or invited");
        }
        Ok(())
    }
}

impl List {
    /// Whose access is wanted, if the actor may know it.
    fn extent(&self, cx: &mut Context) -> Result<Extent> {
        let wishes =
            [self.client.client.is_some(), self.partner.partner.is_some(), self.user.is_some(), self.all_clients];
        match wishes.iter().filter(|given| **given).count() {
            1 => {}
            0 => {
                return Err(Error::new(Code::ClientRequired, "whose access is wanted is not said")
                    .hint("name one: `-c CLIENT`, `-p PARTNER`, `--user EMAIL`, or `-A` for all"));
            }
            _ => return Err(Error::usage("give only one of -c, -p, --user and -A")),
        }
        let now = cx.now();
        if let Some(reference) = self.client.if_given()? {
            let client = cx.client_for_read(&reference, "--client")?.row.id;
            return cx.read(|tx, actor| {
                let relation = reach::relation(tx, actor, client, now)?;
                authority::decide(actor, Verb::AccessList, &Target::client(relation))?;
                Ok(Extent::Client(client))
            });
        }
        let (extent, target) = if let Some(partner) = self.partner.find(cx)? {
            (Extent::Partner(partner.id), Target::partner(partner.id))
        } else if let Some(user) = self.user.as_deref() {
            let user = known_user(cx, user)?.id;
            let own = cx.actor()?.user().is_some_and(|actor| actor.id == user);
            (Extent::User(user), Target::login(if own { Whose::Own } else { Whose::Others }))
        } else {
            (Extent::Everything, Target::NOTHING)
        };
        authority::decide(cx.actor()?, Verb::AccessList, &target)?;
        Ok(extent)
    }
}
