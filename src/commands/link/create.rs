//! `partnerctl link create`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::steps;
use crate::commands::terms::term_of;
use crate::domain::authority::{self, Target, Verb};
use crate::domain::class::Class;
use crate::domain::outcome::Outcome;
use crate::domain::partner::{PartnerRow, PartnerState};
use crate::domain::reference::PartnerRef;
use crate::domain::shell::shell_format;
use crate::domain::time::{Edge, Instant, parse_instant};
use crate::error::{Error, Result};
use crate::ops::link::{process, request};
use crate::ops::resolve::ClientSeen;
use crate::ops::unit_of_work::Mode;
use crate::ops::{partner, reach, readiness, resolve};
use crate::output::{Columns, ResultWord, Shape};
use crate::term::{Keyboard, Tense};

use super::{changed, lets_in, present, setting_up};

/// Arguments of `link create`.
#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    client: ClientArg,
    /// The partner: id or slug; on a terminal it can be picked by name
    #[arg(long, short = 'p', value_name = "PARTNER")]
    partner: Option<String>,
    /// The link ends then: a day, which is included, or a time
    #[arg(long, value_name = "T", conflicts_with = "term")]
    until: Option<String>,
    /// The link ends so long from now: 90d, 6mo, 1y
    #[arg(long = "for", id = "term", value_name = "D")]
    term: Option<String>,
}

impl Command for Create {
    const NAME: &'static str = "create";
    const ABOUT: &'static str = "Link a client to a partner without a request";
    const DETAILS: &'static str = "\
For an owner or admin of the client, so always with --as OWNER and a reason; also within the seven days after a denial. \
The partner's people then enter as the dedicated user that the client made for the partner \
(`user add --for-partner`). The link holds at once, unless `links.provisioner` names a program that has to set it up. \
A dedicated user that was made before enters again with it, which is shown first. No one links for longer, or with more, \
than they have themselves. What the partner has asked for already is approved with `link approve`.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl link create -p jims-web -c big-shoes --as jim@bigshoes.example -m 'asked for by phone'"];
    const VERB: Option<Verb> = Some(Verb::LinkCreate);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let (until, now) = (self.until(cx)?, cx.now());
        let seen = self.client.for_change(cx)?;
        cx.read(|tx, actor| {
            let relation = reach::relation(tx, actor, seen.row.id, now)?;
            authority::decide(actor, Verb::LinkCreate, &Target::client(relation))
        })?;
        let partner = self.partner(cx, &seen)?;
        let waiting = lets_in::show(cx, &seen, partner.id)?;
        let done = cx.change(|change| {
            let link = request::create(change, &seen, &partner, until, waiting.as_ref())?;
            let link = process::at_once(change, link)?;
            changed(change, &link, ResultWord::Created)
        })?;
        let (mut record, mut result) = done.value;
        if done.outcome == Outcome::Unchanged {
            result = ResultWord::Unchanged;
            cx.ui.status(&format!("{} links the two already.", record.listed.link.id));
        } else {
            record.listed.link = setting_up::finish(cx, &seen, &record.listed.link)?;
            let until = until.map_or_else(String::new, |at| format!(" until {}", cx.zone.end_in_words(at)));
            let client = resolve::named(&seen.row);
            cx.ui.outcome(|t| match t {
                Tense::Done => format!("{} links {} and {client}{until}", record.listed.link.id, partner.name),
                Tense::Would => format!("{} and {client} would be linked{until}", partner.name),
            });
            if cx.mode() == Mode::Real {
                let readiness = cx.read(|tx, _| readiness::between(tx, &seen.row, &partner, seen.sight, now))?;
                steps::print_missing(cx, &seen.row, &partner, &readiness);
            }
        }
        present(cx, selection, Shape::Changed("link_id"), vec![(record, result)])
    }
}

impl Create {
    fn until(&self, cx: &Context) -> Result<Option<Instant>> {
        if let Some(text) = &self.until {
            return parse_instant(text, &cx.zone, Edge::End).map(Some);
        }
        Ok(self.term.as_deref().map(term_of).transpose()?.map(|term| term.end(cx.now(), &cx.zone)))
    }

    /// The partner that is named or, on a terminal, picked by name (S0.16) and confirmed by its slug. Anyone who
    /// owns a client may name any.
    fn partner(&self, cx: &mut Context, seen: &ClientSeen) -> Result<PartnerRow> {
        if let Some(text) = &self.partner {
            let reference = PartnerRef::parse(text)?;
            return cx.read(|tx, actor| resolve::partner_named(tx, actor, &reference));
        }
        if !cx.prompter.can_ask(Keyboard::Stdin) {
            return Err(Error::usage("no partner given")
                .advice("name it with `--partner SLUG`; `partnerctl partner list` shows them"));
        }
        let mut partners = Vec::new();
        cx.read(|tx, _| {
            partner::list(tx, |row| {
                partners.extend(Some(row).filter(|row| row.state == PartnerState::Active));
                Ok(())
            })
        })?;
        partners.sort_by_cached_key(|row| (row.name.to_lowercase(), row.id));
        if partners.is_empty() {
            return Err(Error::not_found("there is no partner yet").advice("add one with `partnerctl partner add`"));
        }
        let items: Vec<String> = partners.iter().map(|row| format!("{} ({})", row.name, row.slug)).collect();
        let picked = cx.prompter.choose("Link to which partner", &items)?;
        let partner = partners.swap_remove(picked);
        if cx.mode() == Mode::Real {
            let client = resolve::named(&seen.row);
            let asks = format!("Link {} and {client}? Type the slug of the partner", partner.name);
            cx.ask_word(&asks, partner.slug.as_str()).map_err(|error| {
                error.advice(shell_format!("a script names the partner with `--partner {}`", partner.slug))
            })?;
        }
        Ok(partner)
    }
}
