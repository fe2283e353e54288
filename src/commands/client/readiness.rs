//! `partnerctl client readiness`

use clap::Args;
use serde::Serialize;

use crate::cli::context::Context;
use crate::commands::args::{ClientObject, PartnerArg};
use crate::commands::command::Command;
use crate::domain::authority::{Sight, Verb};
use crate::domain::class::Class;
use crate::domain::client::ClientRow;
use crate::domain::partner::PartnerRow;
use crate::error::Result;
use crate::ops::readiness::{self as ops, Step, company_beside};
use crate::output::columns::{boolean, id, json as document, text};
use crate::output::{Cell, Columns, Shape};
use crate::shell;

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    id("partner"),
    text("tab"),
    text("link_state"),
    id("login"),
    text("role"),
    boolean("ready"),
    document("missing"),
]);

/// Between the name of a line and what it says.
const NAME: usize = 9;

/// Arguments of `client readiness`.
#[derive(Debug, Args)]
pub struct Readiness {
    #[command(flatten)]
    client: ClientObject,
    #[command(flatten)]
    partner: PartnerArg,
}

impl Command for Readiness {
    const NAME: &'static str = "readiness";
    const ABOUT: &'static str = "Show what is missing for a partner's one-click access to a client, and who must do it";
    const DETAILS: &'static str = "\
Ready is a pair that is associated or linked, whose link is in force, and where either the partner requested the link (its \
people enter under their own logins: `own`) or the client has made the dedicated user for it (`user add --for-partner`). \
What is missing is shown in the order in which it can be done, with who must do it (support, client or partner) and the \
command, ready to paste; where the client must do it, it names an owner or admin of the client with --as. Exit 0 in either \
case: ask the column `ready`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client readiness big-shoes -p jims-web",
        "partnerctl client readiness C100001-9 -p jims-web --json",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientReadiness);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let reference = self.partner.reference()?;
        let seen = self.client.for_read(cx)?;
        let client = if seen.sight < Sight::Record { seen.row.identity() } else { seen.row };
        let now = cx.now();
        let (company, readiness) = cx.read(|tx, actor| {
            let company = company_beside(tx, actor, Verb::ClientReadiness, &client, &reference, now)?;
            let readiness = ops::between(tx, &client, &company, seen.sight, now)?;
            Ok((company, readiness))
        })?;
        if selection.is_plain_table() {
            return print(cx, &client, &company, &readiness);
        }
        let missing: Vec<MissingStep> = readiness.steps.iter().map(MissingStep::of).collect();
        let mut sink = cx.sink(selection, Shape::One)?;
        sink.push(&[
            Cell::shown(&client.id),
            Cell::shown(&client.slug),
            Cell::shown(&company.slug),
            readiness.tab.map(|tab| tab.name()).into(),
            readiness.link.map(|link| link.name()).into(),
            readiness.login.word().into(),
            readiness.login.role().map(|role| role.name()).into(),
            readiness.is_ready().into(),
            Cell::structured(&missing)?,
        ])?;
        sink.finish()
    }
}

/// A step as programs read it.
#[derive(Serialize)]
struct MissingStep {
    code: &'static str,
    who: &'static str,
    command: Option<String>,
}

impl MissingStep {
    fn of(step: &Step) -> Self {
        let command = step.command.as_ref().map(shell::step);
        Self { code: step.missing.code(), who: step.missing.who().name(), command }
    }
}

/// The card: the relation of the two, and what is missing.
fn print(cx: &Context, client: &ClientRow, company: &PartnerRow, readiness: &ops::Readiness) -> Result<()> {
    let domain = client.domain.as_deref().map_or_else(String::new, |domain| format!("  {domain}"));
    cx.ui.heading(&format!("▸ {}  {}  {}{domain}", client.slug, client.id, client.name))?;
    let role = readiness.login.role().map_or_else(String::new, |role| format!(", {role}"));
    for (name, text) in [
        ("partner", format!("{}  {}  {}", company.slug, company.id, company.name)),
        ("tab", readiness.tab.map_or("not associated", |tab| tab.name()).to_owned()),
        ("link", readiness.link.map_or("none", |link| link.name()).to_owned()),
        ("login", format!("{}{role}", readiness.login.word().unwrap_or("none yet"))),
        ("ready", if readiness.is_ready() { "yes" } else { "no" }.to_owned()),
    ] {
        cx.ui.print_named(name, NAME, &text)?;
    }
    if !readiness.is_ready() {
        cx.ui.print("")?;
        cx.ui.heading("Missing")?;
    }
    for step in &readiness.steps {
        cx.ui.print_named(step.missing.who().name(), NAME, step.missing.text())?;
        if let Some(command) = &step.command {
            cx.ui.print(&format!("{:NAME$}{}", "", shell::step(command)))?;
        }
        if let Some(left) = step.left_to_client() {
            cx.ui.print_named("", NAME, left)?;
        }
    }
    Ok(())
}
