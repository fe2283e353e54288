//! `partnerctl user suggest-login`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{ClientArg, PartnerArg};
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::shell;
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::readiness::company_beside;
use crate::ops::user::{self, Made};
use crate::output::columns::{boolean, id};
use crate::output::{Cell, Columns, Shape};

const COLUMNS: Columns =
    Columns::new(&[id("client_id"), id("client_slug"), id("partner"), id("login"), boolean("exists")]);

/// Arguments of `user suggest-login`.
#[derive(Debug, Args)]
pub struct SuggestLogin {
    #[command(flatten)]
    partner: PartnerArg,
    #[command(flatten)]
    client: ClientArg,
}

impl Command for SuggestLogin {
    const NAME: &'static str = "suggest-login";
    const ABOUT: &'static str = "Suggest an address for the dedicated user of a client and a partner";
    const DETAILS: &'static str = "\
Prints the address alone, to be read out or pasted; nothing is changed and nothing is ever mailed to it. It is made of the \
two slugs under `logins.domain` (default: invalid, where no mailbox can be), such as big-shoes@jims-web.invalid; where \
someone has that address, big-shoes-2@jims-web.invalid. Where the dedicated user exists already, it is that one's address.";
    const EXAMPLES: &'static [&'static str] = &["partnerctl user suggest-login -p jims-web -c big-shoes"];
    const VERB: Option<Verb> = Some(Verb::UserSuggestLogin);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let reference = self.partner.reference()?;
        let client = self.client.for_read(cx)?.row;
        let now = cx.now();
        let (company, suggested) = cx.read(|tx, actor| {
            let company = company_beside(tx, actor, Verb::UserSuggestLogin, &client, &reference, now)?;
            let suggested = user::address(tx, &client, &company)?;
            Ok((company, suggested))
        })?;
        let made = suggested.made == Made::Yes;
        if selection.is_plain_table() {
            cx.ui.print(suggested.email.as_str())?;
        } else {
            let mut sink = cx.sink(selection, Shape::One)?;
            sink.push(&[
                Cell::shown(&client.id),
                Cell::shown(&client.slug),
                Cell::shown(&company.slug),
                Cell::shown(&suggested.email),
                made.into(),
            ])?;
            sink.finish()?;
        }
        let (slug, company) = (&client.slug, &company.slug);
        if made {
            cx.ui.note(&format!("it is the dedicated user of {slug} for {company} already"));
        } else {
            let email = shell::word(suggested.email.as_str());
            cx.ui.hint(&shell_format!(
                "the client makes it with `partnerctl user add {} -c {} -r supervisor --for-partner {}`",
                email,
                slug,
                company
            ));
        }
        Ok(())
    }
}
