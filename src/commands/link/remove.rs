//! `partnerctl link remove`

use std::collections::BTreeMap;

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::confirm::{Question, Script, confirm};
use crate::commands::still;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::LinkId;
use crate::domain::link::Link;
use crate::error::Result;
use crate::ops::link::record::Whole;
use crate::ops::link::{self, list};
use crate::ops::reach::still::{StillEnters, of_partner};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::unit_of_work::Mode;
use crate::output::{Columns, ResultWord, Shape};

use super::named::{Named, change_all};
use super::present_with;
use super::table;

/// Arguments of `link remove`.
#[derive(Debug, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,
    /// The client's slug, in scripts; a terminal has it typed
    #[arg(long, value_name = "SLUG")]
    confirm: Option<String>,
}

impl Command for Remove {
    const NAME: &'static str = "remove";
    const ABOUT: &'static str = "End links: the partner's people no longer get in";
    const DETAILS: &'static str = concat!(
        "\
Either side may end a link that is approved or linked. What rests on it, such as a dedicated user, gives no access from \
then on. The other side is notified by mail, both where support ends it, and without the reason given here; the mail rests for 10 \
minutes, and `undo` until then takes it along. A request that waits is withdrawn with `link cancel` instead. Several links all end, or none.",
        table::about_table!()
    );
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl link remove lnk_17 -c big-shoes --confirm big-shoes",
        "partnerctl link remove lnk_17 -c big-shoes --as jim@bigshoes.example -m 'no longer works for us' --confirm big-shoes",
        "partnerctl link list -p jims-web --state linked --csv | partnerctl link remove - --expect-clients 3",
    ];
    const VERB: Option<Verb> = Some(Verb::LinkRemove);
    const COLUMNS: Option<Columns> = Some(super::ENDED);

    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with a table, `-`")];

    fn columns(&self) -> Option<Columns> {
        Some(self.named.columns_or(super::ENDED))
    }

    fn class(&self) -> Class {
        self.named.class_or(Class::Destructive)
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if table::run(
            cx,
            &self.named,
            (Verb::LinkRemove, Script::MustSay),
            self.confirm.as_deref(),
            |change, seen, id| link::remove(change, seen, id, None),
        )? {
            return Ok(());
        }
        let selection = cx.select(super::ENDED)?;
        let (seen, links) = self.named.resolve(cx)?;
        show_suspended(cx, &seen, &links)?;
        let ways = still_entering(cx, &seen, &links)?;
        let shown = shown(cx, &seen, &links);
        let asks = question(&seen, &links, &shown);
        let slug = seen.row.slug.as_str();
        confirm(cx, self.confirm.as_deref(), Question::word(&asks, "the client's slug", slug))?;
        let rows = change_all(
            cx,
            links,
            ResultWord::Updated,
            |change, id| link::remove(change, &seen, id, shown.get(&id).map(|whole| &whole.record.listed.link)),
            |_, link, t| {
                let ends = t.pick("has ended; no one enters", "would end; no one would enter");
                format!("{} {ends} {slug} by it any more.", link.id)
            },
            "had ended before",
        )?;
        still::warn(cx, ways.values().flatten());
        let more = |link: &Link| Ok(vec![still::cell(ways.get(&link.id).into_iter().flatten())?]);
        present_with(cx, selection, Shape::ChangedMany("link_id"), rows, more)
    }
}

/// For each link, the partner's people who enter the client by grants of their own, which stay.
fn still_entering(cx: &mut Context, seen: &ClientSeen, links: &[LinkId]) -> Result<BTreeMap<LinkId, Vec<StillEnters>>> {
    let now = cx.now();
    let mut ways = BTreeMap::new();
    for id in links {
        let Ok(whole) = cx.read(|tx, actor| list::one(tx, actor, *id, now)) else { continue };
        if whole.client.id == seen.row.id {
            ways.insert(*id, cx.read(|tx, _| of_partner(tx, whole.partner.id, &seen.row, now))?);
        }
    }
    Ok(ways)
}

/// The logins made for the partners, whose access is suspended with the link.
fn show_suspended(cx: &mut Context, seen: &ClientSeen, links: &[LinkId]) -> Result<()> {
    let now = cx.now();
    for id in links {
        let Ok(whole) = cx.read(|tx, actor| list::one(tx, actor, *id, now)) else { continue };
        let link = &whole.record.listed.link;
        if whole.client.id != seen.row.id {
            continue;
        }
        if let Some(dedicated) = cx.read(|tx, _| link::suspended_by(tx, link, now))? {
            let suspends = if cx.mode() == Mode::DryRun { "would suspend" } else { "suspends" };
            cx.ui.status(&format!(
                "The end of {id} {suspends} {}, the login made for {}, until the two are linked again.",
                dedicated.login.email, whole.partner.name
            ));
        }
    }
    Ok(())
}

/// The links as they are now, as far as they are the client's. Whatever is wrong with one the change itself says.
fn shown(cx: &mut Context, seen: &ClientSeen, links: &[LinkId]) -> BTreeMap<LinkId, Whole> {
    let now = cx.now();
    let whole = links.iter().filter_map(|id| cx.read(|tx, actor| list::one(tx, actor, *id, now)).ok());
    whole.filter(|whole| whole.client.id == seen.row.id).map(|whole| (whole.record.listed.link.id, whole)).collect()
}

/// What is about to end, with the partners' names.
fn question(seen: &ClientSeen, links: &[LinkId], shown: &BTreeMap<LinkId, Whole>) -> String {
    let name = |id: &LinkId| match shown.get(id) {
        Some(whole) => format!("{id} ({})", whole.partner.name),
        None => id.to_string(),
    };
    format!("End {} in {}?", links.iter().map(name).collect::<Vec<_>>().join(", "), named(&seen.row))
}
