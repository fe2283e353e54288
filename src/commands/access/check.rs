//! `partnerctl access check`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::permission::Permission;
use crate::domain::reference::UserRef;
use crate::error::{Code, Result};
use crate::ops::access;
use crate::output::columns::{boolean, end, id, list, text};
use crate::output::{Cell, Columns, Shape};

use super::access_query::answer;

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("email"),
    text("permission"),
    boolean("allowed"),
    text("decided_by"),
    text("role"),
    list("permissions"),
    end("until"),
]);

/// Arguments of `access check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The person
    #[arg(value_name = "EMAIL")]
    email: String,
    #[command(flatten)]
    client: ClientArg,
    /// What they want to do there, a word of `permission list`
    #[arg(long, value_name = "PERMISSION")]
    permission: String,
}

impl Command for Check {
    const NAME: &'static str = "check";
    const ABOUT: &'static str = "Show whether a person may do something in a client now";
    const DETAILS: &'static str = "\
Exit 0 when they may, 5 when not; one line says why, and with --quiet nothing does. Machine formats print a record in \
either case. For an unknown address, the exit code is 3.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl access check jim@bigshoes.example -c big-shoes --permission invoices",
        "partnerctl access check ravi@jimsweb.example -c big-shoes --permission settings --quiet",
    ];
    const VERB: Option<Verb> = Some(Verb::AccessCheck);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let permission = Permission::parse(&self.permission)?;
        let person = UserRef::parse(&self.email)?;
        let client = self.client.for_read(cx)?.row;
        let zone = cx.zone.clone();
        let (email, verdict, words) = answer(cx, Verb::AccessCheck, &person, &client, None, |tx, email, verdict| {
            access::sentence(tx, &zone, email, &client, permission, verdict)
        })?;
        let allowed = verdict.permits(permission);
        if !allowed {
            cx.answer(Code::Denied);
        }
        if selection.is_plain_table() {
            return if cx.globals.quiet { Ok(()) } else { cx.ui.print(&words) };
        }
        let mut sink = cx.sink(selection, Shape::One)?;
        sink.push(&[
            Cell::shown(&client.id),
            Cell::shown(&client.slug),
            email.as_str().into(),
            permission.name().into(),
            allowed.into(),
            access::decided_by(&verdict, permission).into(),
            verdict.role().map(|role| role.name()).into(),
            Cell::list(verdict.permissions().to_text()),
            verdict.until().into(),
        ])?;
        sink.finish()
    }
}
