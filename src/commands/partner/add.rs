//! `partnerctl partner add`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::question::{Empty, Kind, Question};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::email::Email;
use crate::domain::id::PartnerId;
use crate::domain::name::Name;
use crate::domain::outcome::Outcome;
use crate::domain::shell::shell_format;
use crate::domain::slug::Slug;
use crate::error::Result;
use crate::ops::partner::{self, AddPartner};
use crate::output::{Columns, ResultWord, Shape};
use crate::term::Tense;

/// Arguments of `partner add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The partner's name, as mails and pages show it
    #[arg(value_name = "NAME")]
    name: String,
    /// Its slug, by which it is typed; it stays for ever
    #[arg(long, value_name = "SLUG")]
    slug: String,
    /// Also mail the answers to its requests to this address
    #[arg(long, value_name = "EMAIL")]
    contact_email: Option<String>,
    /// Allow the slug to look like that of this partner
    #[arg(long, value_name = "PARTNER_ID")]
    allow_similar: Option<String>,
}

impl Command for Add {
    const NAME: &'static str = "add";
    const ABOUT: &'static str = "Add a partner";
    const DETAILS: &'static str = "\
A partner has no users and no clients at first. A slug that could be taken for another partner's is refused; \
--allow-similar names that one.";
    const ASKS: &'static [Question] = &[
        Question::of("name", "", "Name of the partner", Kind::Name("name")),
        Question::of("slug", "--slug", "Slug, by which it is typed", Kind::Slug).if_empty(Empty::SlugOfName),
    ];
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl partner add \"Jim's Web\" --slug jims-web --contact-email office@jimsweb.example"];
    const VERB: Option<Verb> = Some(Verb::PartnerAdd);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let wanted = AddPartner {
            name: Name::parse("name", &self.name)?,
            slug: Slug::parse(&self.slug)?,
            contact: self.contact_email.as_deref().map(Email::parse).transpose()?,
            allow_similar: self.allow_similar.as_deref().map(PartnerId::parse).transpose()?,
        };
        let done = cx.change(|change| partner::add(change, &wanted))?;
        let row = done.value.row;
        for other in &done.value.same_name {
            cx.ui.warn(&format!("{other} has the same name"));
        }
        let made = done.outcome == Outcome::Done;
        if made {
            cx.ui.outcome(|t| match t {
                Tense::Done => match t {
                    Tense::Done => format!("{} is a partner: {}", row.name, partner::named(&row)),
                    Tense::Would => format!("{} would be a partner: {}", row.name, row.slug),
                },
                Tense::Would => format!("{} would be a partner: {}", row.name, row.slug),
            });
            cx.ui.hint(&shell_format!(
                "add its first user with `partnerctl partner add-user EMAIL -p {} --first-name F --last-name L`",
                row.slug
            ));
        }
        let mut sink = cx.sink(selection, Shape::Changed("partner_id"))?;
        sink.push(&super::changed(&row, if made { ResultWord::Created } else { ResultWord::Unchanged }))?;
        sink.finish()
    }
}
