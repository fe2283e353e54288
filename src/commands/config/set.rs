//! `partnerctl config set`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::error::Result;
use crate::ops::config::{self, Before};
use crate::ops::language;
use crate::output::{Columns, ResultWord, Shape};
use crate::web;

/// Arguments of `config set`.
#[derive(Debug, Args)]
pub struct Set {
    /// The setting
    #[arg(value_name = "KEY")]
    key: String,
    /// Its value
    #[arg(value_name = "VALUE")]
    value: String,
}

impl Command for Set {
    const NAME: &'static str = "set";
    const ABOUT: &'static str = "Set a setting for everyone who uses this database";
    const DETAILS: &'static str = "\
The value is checked before it is stored. A secret is never a value: settings that need one take the path of a private \
file. Mails that wait already leave with the new values.\n\n\
mail.templates takes a folder with templates of your own: with them mails of every kind are made of sample data, and \
a template that does not compile, uses a name that is not there, or loses the code, a link, the client's name or the \
until-when, in the text or in the HTML, is refused with its file and line. docs/templates.md describes what they may use.\n\n\
notify.KIND says whether those concerned are notified by mail of what happens in a client: on (with the change), digest \
(one mail when the day is over) or off. The kinds are invitation_answered, link_answered, access_changed, person_left, \
owner_added, client_closed and partner_reach; notify.all is for every kind that is not set itself. One client chooses for \
itself with `client edit CLIENT --field notify.KIND=VALUE`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl config set web.base_url https://access.example.com",
        "partnerctl config set mail.from \"Support <support@example.com>\"",
        "partnerctl config set notify.all digest",
        "partnerctl config set form.welcome https://forms.example.com/welcome",
    ];
    const VERB: Option<Verb> = Some(Verb::ConfigSet);
    const COLUMNS: Option<Columns> = Some(super::CHANGED);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(super::CHANGED)?;
        let (key, value) = (super::one_key(&self.key)?, self.value.trim());
        cx.must_be_chosen_program(key, value)?;
        let language = cx.read(|tx, _| language::of_desk(tx))?;
        let accepted = config::accept(key, value, cx.database.sharing(), language)?;
        let done = cx.change(|change| config::set(change, &accepted))?;
        let result = match done.value {
            Before::Unset => ResultWord::Created,
            Before::Other => ResultWord::Updated,
            Before::Same => ResultWord::Unchanged,
        };
        if done.value == Before::Same {
            cx.ui.status(&format!("{key} is {value} already."));
        } else {
            cx.ui.outcome(|t| format!("{key} {} {value}", t.pick("is now", "would be")));
        }
        let refused = match key {
            "web.base_url" => web::check_base_url(value).err(),
            "portal.login_url" => web::check_portal(value).err(),
            _ => None,
        };
        if let Some(error) = refused {
            cx.ui.warn(&format!("`partnerctl serve` does not start with it: {}", error.message()));
        }
        let mut sink = cx.sink(selection, Shape::Changed("setting_key"))?;
        sink.push(&[key.into(), value.into(), result.into()])?;
        sink.finish()
    }
}
