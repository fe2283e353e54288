//! `partnerctl link list`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::filters::PartArgs;
use crate::commands::terms::positive;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::LinkId;
use crate::domain::link::LinkStatus;
use crate::domain::reference::PartnerRef;
use crate::domain::time::Span;
use crate::error::{Code, Error, Result};
use crate::ops::link::LinkScope;
use crate::ops::link::list::{Filter, Wants, each};
use crate::ops::partner;
use crate::output::{Columns, Shape};

/// Arguments of `link list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    client: ClientArg,
    /// The links of a partner: id or slug
    #[arg(long, short = 'p', value_name = "PARTNER", conflicts_with = "client")]
    partner: Option<String>,
    /// The links of all clients
    #[arg(long, short = 'A', conflicts_with_all = ["client", "partner"])]
    all_clients: bool,
    /// Only in this state: pending, approved, linked, unlinked, denied, cancelled, expired, lapsed
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Only requested longer ago than this: 2d, 12h
    #[arg(long, value_name = "D")]
    older_than: Option<String>,
    /// Only links in force that end within this time, and do not go on by themselves: 30d, 12h
    #[arg(long, value_name = "D")]
    expiring: Option<String>,
    #[command(flatten)]
    part: PartArgs,
}

impl Command for List {
    const NAME: &'static str = "list";
    const ABOUT: &'static str = "List the links of a client, of a partner, or all";
    const DETAILS: &'static str = "\
State and time are those of this moment: a request that no one answered for seven days is expired, a link whose term is \
over is lapsed. `expires_at` is the end of the answer time, empty once the request was answered or withdrawn; `until` is \
the end of the term. Deleted links are \
left out. `mail` is about the last sending, and, if it has several recipients, about the one that most needs attention. `owners` are \
the client's. The column `extension`, shown by name, says whether more of a link is asked: `pending` or `expired`; `auto_extend` by how much its end moves by itself. A partner user sees the links of their partner, within their scope, and reads owners and who answered only \
while the link is in force.";
    const FORMS: &'static [&'static str] = &["-c CLIENT", "-p PARTNER", "-A"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link list -c big-shoes",
        "partnerctl link list -p jims-web --state pending",
        "partnerctl link list -A --state pending --older-than 2d --csv",
        "partnerctl link list -A --expiring 30d",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkList);
    const COLUMNS: Option<Columns> = Some(super::LIST);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select_part(super::LIST, self.part.part())?;
        let now = cx.now();
        let older = self.older_than.as_deref().map(Span::parse).transpose()?;
        let filter = Filter {
            state: self.state.as_deref().map(LinkStatus::parse).transpose()?,
            until: older.map(|span| now - span),
            ends_by: self
                .expiring
                .as_deref()
                .map(|text| positive(text, "--expiring"))
                .transpose()?
                .map(|span| now + span),
            whose: self.whose(cx)?,
            from: self.part.from(LinkId::parse)?,
        };
        let wants = |column| if selection.wants(column) { Wants::Yes } else { Wants::No };
        let wanted = (wants("owners"), wants("mail"));
        let rows = cx.stream(selection, Shape::List, |tx, actor, sink| {
            sink.until_full(|sink| {
                each(tx, actor, &filter, wanted, now, |record| sink.push(&super::listed(record, now)))
            })?;
            Ok(sink.rows())
        })?;
        if rows == 0 && !self.part.is_end(cx) {
            let narrowed = filter.state.is_some() || filter.until.is_some() || filter.ends_by.is_some();
            cx.ui.note(if narrowed { "no link matches" } else { "there is no link" });
            cx.ui.hint("ask for one with `partnerctl link request -p PARTNER --target CLIENT`");
        }
        Ok(())
    }
}

impl List {
    fn whose(&self, cx: &mut Context) -> Result<LinkScope> {
        if let Some(partner) = &self.partner {
            let reference = PartnerRef::parse(partner)?;
            return cx.read(|tx, actor| partner::find(tx, actor, &reference)).map(|row| LinkScope::Partner(row.id));
        }
        if self.all_clients {
            return Ok(LinkScope::All);
        }
        if self.client.client.is_none() {
            let missing = Error::new(Code::ClientRequired, "no client or partner given");
            if [&self.state, &self.older_than, &self.expiring].iter().any(|given| given.is_some()) {
                let one = "of one client or partner: add `-c CLIENT` or `-p PARTNER`";
                return Err(missing.advice(cx.advice_for_all_clients()).advice(one));
            }
            let missing = missing
                .advice("name a client with `--client CLIENT` or a partner with `--partner PARTNER`; `-A` lists all");
            return Ok(LinkScope::Client(cx.pick_client(missing)?.row.id));
        }
        Ok(LinkScope::Client(self.client.for_read(cx)?.row.id))
    }
}
