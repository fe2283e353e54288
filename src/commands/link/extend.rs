//! `partnerctl link extend`

mod rows;

use std::path::Path;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::bulk::{TableArgs, TableOptions};
use crate::commands::command::Command;
use crate::commands::piped;
use crate::commands::terms::{given_differences, term_of};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::LinkId;
use crate::domain::link::Link;
use crate::domain::message::message;
use crate::domain::outcome::Outcome;
use crate::domain::permission::Permissions;
use crate::domain::shell::{Verbatim, shell_format};
use crate::domain::time::{Edge, Zone, parse_instant};
use crate::error::{Error, Result};
use crate::ops::link::edit;
use crate::ops::link::extend::{self, WantedEnd, Wish};
use crate::ops::resolve::named;
use crate::output::{Columns, ResultWord, Shape};

use super::{changed, present};

/// Arguments of `link extend`.
#[derive(Debug, Args)]
pub struct Extend {
    /// The link, such as lnk_17; `-` or FILE.csv reads rows of `link list --csv`
    #[arg(value_name = "LNK")]
    link: String,
    #[command(flatten)]
    client: ClientArg,
    /// What the partner is to do as well: some permissions joined by commas; see `partnerctl permission list`
    #[arg(long, value_name = "LIST")]
    permissions: Option<String>,
    /// The link ends then: a day, which is included, or a time
    #[arg(long, value_name = "T", conflicts_with = "term")]
    until: Option<String>,
    /// The link ends so much later than now: 90d, 6mo, 1y
    #[arg(long = "for", id = "term", value_name = "D")]
    term: Option<String>,
    /// The link has no end any more
    #[arg(long, conflicts_with_all = ["until", "term"])]
    no_until: bool,
    /// The text for the client, where it is asked
    #[arg(long, value_name = "TEXT")]
    message: Option<String>,
    #[command(flatten)]
    rows: TableOptions,
}

impl Command for Extend {
    const NAME: &'static str = "extend";
    const ABOUT: &'static str = "Let a link in force last longer or give more, or ask the client for it";
    const DETAILS: &'static str = "\
An owner or admin of the client, so --as OWNER with a reason, extends the link at once, by no more than they have \
themselves. Anyone else asks the client for it: the owners and admins are mailed a code each, and answer within seven days \
with `link approve` or `link deny`, or on the page. Until then, and if they deny it or do not answer, the link stays as it \
is; it never gives less by being asked for more. The request is sent again with `link resend` and withdrawn with `link \
cancel`. After a denial the partner waits for seven days. The same asked again is `unchanged`. What is asked comes in \
addition to what the link gives, and `--for` is counted from the end that the link has.

With `-` for standard input, or FILE.csv, the links are rows with the columns client_id and/or client_slug, link_id and until, such as `link list --csv` \
prints them; each is extended or asked for by itself, and the exit code is 7 if some failed. `--for` is then counted from \
the end that the row says, so that the same rows can be given again: what was done is `unchanged`, and a link that ends at \
another time by now is left alone. Mails wait for `partnerctl mail deliver`.";
    const FORMS: &'static [&'static str] = &["LNK -c CLIENT", "-"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link extend lnk_17 -c big-shoes --for 1y --message 'The shop opens in May.'",
        "partnerctl link extend lnk_17 -c big-shoes --permissions invoices --as pat@jimsweb.example -m 'asked by phone'",
        "partnerctl link list -A --expiring 30d --csv | partnerctl link extend - --for 1y --expect-clients 12",
        "partnerctl link extend lnk_17 -c big-shoes --until 2027-12-31 --as jim@bigshoes.example -m 'said so by phone'",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkExtend);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`, and `--expect-clients`")];

    fn class(&self) -> Class {
        if self.table().is_some() { Class::Bulk } else { Class::Outward }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let zone = cx.zone.clone();
        let wish = self.wish(cx, &zone)?;
        if let Some(file) = self.table() {
            if self.client.client.is_some() {
                return Err(Error::usage("--client and rows are both given: each row names its client")
                    .advice("leave --client out"));
            }
            let again = self.again();
            return rows::extend(cx, TableArgs::of(file, &self.rows), &wish, &again);
        }
        self.rows.must_be_unused()?;
        let selection = cx.select(super::CHANGED)?;
        let id = LinkId::parse(&self.link)?;
        let seen = self.client.for_change(cx)?;
        let done = cx.change(|change| {
            let edited = extend::extend(change, &seen, id, &wish)?;
            let (record, result) = changed(change, &edited.after, ResultWord::Updated)?;
            Ok((edited, record, result))
        })?;
        let (edit::Edited { before, after }, record, result) = done.value;
        let client = named(&seen.row);
        if done.outcome == Outcome::Unchanged {
            let what = if after.extension().is_some() { "is asked for" } else { "has" };
            cx.ui.status(&format!("{id} {what} just that in {client} already."));
            return present(cx, selection, Shape::Changed("link_id"), vec![(record, ResultWord::Unchanged)]);
        }
        let given = |link: &Link| (link.permissions, link.until);
        match after.extension() {
            Some(asked) if before.extension() != Some(asked) => {
                let changes = given_differences(given(&before), (asked.permissions, asked.until), &cx.zone).join("; ");
                let until = cx.zone.local(after.expires_at);
                cx.ui.outcome(|t| {
                    let (is, can) = (t.is(), t.pick("can", "could"));
                    format!("{client} {is} asked about {id}: {changes}; it {can} be answered until {until}")
                });
            }
            _ => {
                let changes = given_differences(given(&before), given(&after), &cx.zone).join("; ");
                cx.ui.outcome(|t| format!("{id} in {client}{}: {changes}.", t.pick("", " would change")));
            }
        }
        let result = if after.extension().is_some() { ResultWord::Sent } else { result };
        present(cx, selection, Shape::Changed("link_id"), vec![(record, result)])
    }
}

impl Extend {
    /// The table of links that is named in place of a link.
    fn table(&self) -> Option<&Path> {
        piped::table(&self.link)
    }

    fn wish<'a>(&self, cx: &Context, zone: &'a Zone) -> Result<Wish<'a>> {
        let permissions = self.permissions.as_deref().map(Permissions::parse_list).transpose()?;
        let end = match (&self.until, &self.term, self.no_until) {
            (Some(until), _, _) => {
                let until = parse_instant(until, &cx.zone, Edge::End).map_err(|error| error.context("--until"))?;
                WantedEnd::Until(until)
            }
            (None, Some(term), _) => WantedEnd::Later(term_of(term)?, zone),
            (None, None, true) => WantedEnd::NoEnd,
            (None, None, false) => WantedEnd::Keep,
        };
        if permissions.is_none() && matches!(end, WantedEnd::Keep) {
            return Err(Error::usage("nothing is asked for").advice(
                "say what with `--permissions`, `--until`, `--for` or `--no-until`; see `partnerctl permission list`",
            ));
        }
        let message = self.message.as_deref().map(message).transpose()?.flatten();
        Ok(Wish { permissions, end, message })
    }

    /// The command line that takes rows, for feeding them back.
    fn again(&self) -> String {
        let mut line = "partnerctl link extend".to_owned();
        let given = [
            ("--permissions", &self.permissions),
            ("--until", &self.until),
            ("--for", &self.term),
            ("--message", &self.message),
        ];
        for (flag, value) in given {
            line.extend(value.as_deref().map(|value| shell_format!(" {} {}", Verbatim(flag), value)));
        }
        line.push_str(if self.no_until { " --no-until" } else { "" });
        line
    }
}
