//! Links by a table: a row for each, carried out as the command itself would.

use crate::cli::context::Context;
use crate::commands::bulk::{Answers, RowResult};
use crate::commands::confirm::Script;
use crate::commands::piped::{self, Done, OfClient, Piped};
use crate::domain::authority::Verb;
use crate::domain::id::LinkId;
use crate::domain::link::Link;
use crate::error::{Error, Result};
use crate::input::Row;
use crate::ops::link::partner_of;
use crate::ops::resolve::ClientSeen;
use crate::ops::unit_of_work::Change;
use crate::output::Columns;

use super::named::{LINKS, Named};

/// What the help of each of these commands says of it.
macro_rules! about_table {
    () => {
        "\n\nIn place of links a table is taken, `-` for standard input, or FILE.csv: a row for each link, by `link_id` and \
`client_id` or `client_slug`, as `link list --csv` has them. Each row is done by itself. A row of another client or partner \
is refused."
    };
}
pub(super) use about_table;

/// The rows of a table, each with a link.
struct Each<W> {
    verb: Verb,
    script: Script,
    work: W,
}

/// Carries out the rows, if a table is named.
///
/// # Errors
/// Those of [`piped::run`].
pub(super) fn run(
    cx: &mut Context,
    named: &Named,
    (verb, script): (Verb, Script),
    confirm: Option<&str>,
    work: impl FnMut(&mut Change<'_>, &ClientSeen, LinkId) -> Result<Link>,
) -> Result<bool> {
    let Some(file) = named.table() else {
        named.options.must_be_unused()?;
        return Ok(false);
    };
    piped::without(&[("--client", named.client.client.is_some()), ("--confirm", confirm.is_some())])?;
    piped::run(cx, file, &named.options, Each { verb, script, work })?;
    Ok(true)
}

impl<W: FnMut(&mut Change<'_>, &ClientSeen, LinkId) -> Result<Link>> Piped for Each<W> {
    const COLUMNS: Columns = LINKS;
    const READS: &'static [&'static str] = &["link_id", "partner"];
    const THING: &'static [&'static str] = &["link_id"];

    fn verb(&self) -> Verb {
        self.verb
    }

    fn script(&self) -> Script {
        self.script
    }

    fn row(&mut self, client: &mut OfClient<'_, '_>, row: &Row<'_>, answers: &mut Answers<'_>) -> Result<Done> {
        let seen = client.seen;
        let id = LinkId::parse(row.get("link_id"))?;
        let work = &mut self.work;
        let done = client.change(|change| {
            let link = work(change, seen, id)?;
            let partner = partner_of(change.tx, &link)?.slug;
            let said = row.get("partner");
            if !said.is_empty() && said != partner.as_str() {
                return Err(Error::conflict(format!("the row says {said}, but {id} is of {partner}"))
                    .advice("find out which link is meant, and fix the row"));
            }
            Ok((link.status(change.now), partner))
        })?;
        let (state, partner) = &done.value;
        answers.draft.set("partner", partner);
        answers.draft.set("state", state.name());
        Ok(Done::of(&done, RowResult::Updated))
    }
}
