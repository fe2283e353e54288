//! `partnerctl client dissociate`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{ClientObject, PartnerArg};
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::{association, partner, resolve};
use crate::output::{Cell, Columns, ResultWord, Shape};

/// Arguments of `client dissociate`.
#[derive(Debug, Args)]
pub struct Dissociate {
    #[command(flatten)]
    client: ClientObject,
    #[command(flatten)]
    partner: PartnerArg,
}

impl Command for Dissociate {
    const NAME: &'static str = "dissociate";
    const ABOUT: &'static str = "Take back the note that a partner referred a client";
    const DETAILS: &'static str = "\
For support only. Access is not touched: a link, and the dedicated user that the client made for the partner, stay until \
they are ended by `link remove` and `user remove`. Where the two are not associated nothing is changed.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl client dissociate big-shoes -p jims-web"];
    const VERB: Option<Verb> = Some(Verb::ClientDissociate);
    const COLUMNS: Option<Columns> = Some(super::BETWEEN);

    fn class(&self) -> Class {
        Class::Reversible
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::BETWEEN)?;
        let seen = self.client.for_change(cx)?;
        let company = self.partner.find(cx)?;
        let former = cx.change(|change| association::dissociate(change, &seen, &company))?.value;
        let (client, of) = (resolve::named(&seen.row), partner::named(&company));
        cx.ui.outcome(|t| match former {
            Some(tab) => format!(
                "{client} {} associated with {of}; it was on the tab {tab}.",
                t.pick("is no longer", "would no longer be")
            ),
            None => format!("{client} is not associated with {of}."),
        });
        let mut sink = cx.sink(selection, Shape::Changed("client_id"))?;
        sink.push(&[
            Cell::shown(&seen.row.id),
            Cell::shown(&seen.row.slug),
            Cell::shown(&company.slug),
            former.map(|tab| tab.name()).into(),
            if former.is_some() { ResultWord::Removed } else { ResultWord::Unchanged }.into(),
        ])?;
        sink.finish()
    }
}
