//! `partnerctl partner edit`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::PartnerObject;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::email::Email;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::error::{Error, Result};
use crate::ops::partner::{self, ContactEdit};
use crate::output::{Columns, ResultWord, Shape};

/// Arguments of `partner edit`.
#[derive(Debug, Args)]
pub struct Edit {
    #[command(flatten)]
    partner: PartnerObject,
    /// A new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Another contact address
    #[arg(long, value_name = "EMAIL")]
    contact_email: Option<String>,
    /// No contact address any more
    #[arg(long, conflicts_with = "contact_email")]
    no_contact_email: bool,
}

impl Command for Edit {
    const NAME: &'static str = "edit";
    const ABOUT: &'static str = "Change the name or the contact of a partner";
    const DETAILS: &'static str = "The slug of a partner stays as it is: scripts, mails and the audit name it.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl partner edit jims-web --name \"Jim's Web & Design\"",
        "partnerctl partner edit ptn_1 --no-contact-email",
    ];
    const VERB: Option<Verb> = Some(Verb::PartnerEdit);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let edit = partner::Edit {
            name: self.name.as_deref().map(|name| Name::parse("name", name)).transpose()?,
            contact: match (&self.contact_email, self.no_contact_email) {
                (Some(email), _) => ContactEdit::Set(Email::parse(email)?),
                (None, true) => ContactEdit::Clear,
                (None, false) => ContactEdit::Keep,
            },
        };
        if edit.name.is_none() && matches!(edit.contact, ContactEdit::Keep) {
            return Err(Error::usage("nothing is to be changed")
                .advice("say what with `--name`, `--contact-email` or `--no-contact-email`"));
        }
        let id = self.partner.find(cx)?.id;
        let done = cx.change(|change| partner::edit(change, id, &edit))?;
        let made = done.outcome == Outcome::Done;
        if made {
            cx.ui.outcome(|t| format!("{} {}", t.pick("Changed", "Would change"), partner::named(&done.value)));
        }
        let mut sink = cx.sink(selection, Shape::Changed("partner_id"))?;
        sink.push(&super::changed(&done.value, if made { ResultWord::Updated } else { ResultWord::Unchanged }))?;
        sink.finish()
    }
}
